"""A place box: a name or a position typed in, and where the map should fly to. The gazetteer answers, no network."""

import math
from dataclasses import dataclass

import streamlit as st

from geo.basemap import shape
from geo.coordinates import Position, format_decimal, from_mgrs
from geo.errors import BasemapError, CoordinateError
from geo.model import Place
from geo.positions import read_position
from geo.showing import labels
from geo.ui.strings import Translator

__all__ = ["Bounds", "Flight", "bounds_of_place", "choose_place", "find"]

Bounds = tuple[float, float, float, float]

_KEY, _CHOICE, _TURN = "place", "place_choice", "place_turn"
_MOST = 6
_LONGEST = 80
_NEAREST_KM = 3.0  # what is shown around an exact position
_KM_PER_DEGREE = 111.2
_WIDEST = 300.0  # degrees: a shape that crosses the antimeridian spans the whole map


@dataclass(frozen=True, kw_only=True, slots=True)
class Flight:
    """Where the map should fly to: west, south, east, north, and an id that changes with each choice."""

    id: str
    bounds: Bounds
    position: Position
    title: str


def choose_place(say: Translator) -> Flight | None:
    """Offer a box for a place's name or a position; return where to fly to, None where nothing is typed or found."""
    st.session_state.setdefault(_TURN, 0)
    typed = st.text_input(
        say("place_box"),
        key=_KEY,
        persist_state="session",
        placeholder=say("place_box_hint"),
        max_chars=_LONGEST,
        on_change=_turn,
        icon=":material/search:",
    )
    text = (typed or "").strip()
    if not text:
        return None
    try:
        position, reach_km = _position(text)
    except CoordinateError:
        return _choose_named(text, say)
    title = format_decimal(*position)
    st.caption(title)
    return Flight(id=_id(title), bounds=_around(position, reach_km), position=position, title=title)


def _turn() -> None:
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _id(what: str) -> str:
    return f"{st.session_state[_TURN]}|{what}"


def _position(text: str) -> tuple[Position, float]:
    """Read a position, and how far around it to look."""
    try:
        position, side_km = from_mgrs(text)
    except CoordinateError:
        return read_position(text), _NEAREST_KM
    return position, max(side_km, _NEAREST_KM)


def _choose_named(text: str, say: Translator) -> Flight | None:
    with st.spinner(say("place_looking")):
        places = find(text)
    if not places:
        st.caption(say("place_none"))
        return None
    chosen = st.selectbox(
        say("place_found"),
        range(len(places)),
        format_func=lambda n: _described(places[n], say.language),
        key=f"{_CHOICE}_{text}",
        on_change=_turn,
    )
    place = places[chosen or 0]
    return Flight(
        id=_id(place.id),
        bounds=bounds_of_place(place),
        position=(place.lon, place.lat),
        title=labels.place_name(place.name, place.name_ar, say.language),
    )


def find(text: str) -> tuple[Place, ...]:
    """Find the places that a name may mean, strongest first, at most six, in the compiled gazetteer alone."""
    from geo.pipeline import look_up

    places = {found.place.id: found.place for found in look_up(text[:_LONGEST])}
    return tuple(places.values())[:_MOST]


def _described(place: Place, language: str) -> str:
    """Describe a place in one line: "Tripoli · city, Libya · 32.8872, 13.1913"."""
    country = labels.country_name(place.country, language)
    words = [word for word in (labels.kind_words(place.kind, language), country) if word]
    name = labels.isolated(labels.place_name(place.name, place.name_ar, language), language)
    comma = labels.words(language)["comma"]
    return f"{name} · {comma.join(words)} · \u2066{format_decimal(place.lon, place.lat)}\u2069"


def bounds_of_place(place: Place) -> Bounds:
    """Return the box of a place: that of its shape where it has one, else as far as it may extend."""
    if place.area:
        try:
            west, south, east, north = map(float, shape(place.area).bounds)
        except BasemapError:
            return _around((place.lon, place.lat), place.radius_km)
        if east - west < _WIDEST:
            return west, south, east, north
    return _around((place.lon, place.lat), place.radius_km)


def _around(position: Position, radius_km: float) -> Bounds:
    lon, lat = position
    high = max(radius_km, _NEAREST_KM) / _KM_PER_DEGREE
    wide = high / max(0.05, math.cos(math.radians(lat)))
    return max(-180.0, lon - wide), max(-90.0, lat - high), min(180.0, lon + wide), min(90.0, lat + high)
