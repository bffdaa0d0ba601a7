"""A place new to the gazetteer: its names, its kind, where it lies and how far it may extend."""

from dataclasses import dataclass

import streamlit as st

from geo.coordinates import Position, format_decimal
from geo.errors import CoordinateError, KharitaError
from geo.model import KINDS, Kind, Place
from geo.positions import read_position
from geo.showing import labels
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace.corrections.compose import RADIUS_KM

__all__ = ["NewPlace", "describe", "position_key", "typed_position"]

_KINDS: tuple[Kind, ...] = ("village", "town", "city", "neighbourhood", "site")
_ARABIC = range(0x0621, 0x06D4)


@dataclass(frozen=True, kw_only=True, slots=True)
class NewPlace:
    """A place as described, with further names; or what is still missing, in words."""

    place: Place | None = None
    names: tuple[str, ...] = ()
    missing: str = ""


def position_key(key: str) -> str:
    """Name the box for the position, for a click on the map that fills it."""
    return f"place_position_{key}"


def typed_position(key: str) -> Position | None:
    """Return the position that the box holds, None where it holds none."""
    try:
        return read_position(str(st.session_state.get(position_key(key)) or ""))
    except CoordinateError:
        return None


def describe(key: str, name: str, say: Translator) -> NewPlace:
    """Ask for what is known of a place whose name a text has; ``key`` names the widgets."""
    arabic = any(ord(letter) in _ARABIC for letter in name)
    left, right = st.columns(2, gap="small")
    with left:
        name_ar = st.text_input(
            say("place_name_ar"), value=name if arabic else "", key=f"place_ar_{key}", max_chars=200
        ).strip()
    with right:
        latin = st.text_input(
            say("place_name_latin"), value="" if arabic else name, key=f"place_latin_{key}", max_chars=200
        ).strip()
    where = st.text_input(
        say("place_position"),
        key=position_key(key),
        max_chars=80,
        placeholder=say("place_position_hint"),
        icon=":material/my_location:",
    ).strip()
    left, right = st.columns(2, gap="small")
    with left:
        kind: Kind = st.selectbox(
            say("col_kind"),
            (*_KINDS, *(one for one in KINDS if one not in _KINDS)),
            format_func=lambda one: labels.kind_words(one, say.language),
            key=f"place_kind_{key}",
        )
    with right:
        radius_km = st.number_input(
            say("place_radius"),
            min_value=0.1,
            max_value=5000.0,
            value=RADIUS_KM[kind],
            key=f"place_radius_{key}_{kind}",
            help=say("place_radius_help"),
        )
    return _described(name_ar, latin, where, kind, float(radius_km), name, say)


def _described(
    name_ar: str, latin: str, where: str, kind: Kind, radius_km: float, name: str, say: Translator
) -> NewPlace:
    if not (name_ar or latin):
        return NewPlace(missing=say("place_no_name"))
    if not where:
        return NewPlace(missing=say("place_no_position"))
    try:
        lon, lat = read_position(where)
        place = _located(latin or name_ar, name_ar, kind, lon, lat, radius_km)
    except KharitaError as error:
        return NewPlace(missing=str(error))
    area = place.admin1 if place.admin1 not in (latin, name_ar) else ""
    found = [labels.country_name(place.country, say.language), area, format_decimal(lon, lat)]
    st.caption(plain_label(" · ".join(part for part in found if part)))
    return NewPlace(place=place, names=(name,))


@st.cache_resource(max_entries=32, show_spinner=False)
def _located(name: str, name_ar: str, kind: Kind, lon: float, lat: float, radius_km: float) -> Place:
    from geo.pipeline import new_place

    return new_place(
        Place(id="own", name=name, name_ar=name_ar, kind=kind, lon=lon, lat=lat, radius_km=radius_km, confirmed=False)
    )
