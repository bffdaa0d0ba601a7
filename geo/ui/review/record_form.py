"""The fields of an event or a flow as widgets: what they hold now, and what an analyst makes of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from geo.model import CARGOES, EVENT_TYPES, STATUSES, TRANSPORT_MODES, Event, Fatalities, Place
from geo.showing import labels, style
from geo.showing.terms import term
from geo.ui.review.meaning import find
from geo.ui.review.words import place_line, place_words
from geo.ui.strings import Translator
from geo.workspace.account import Telling
from geo.workspace.corrections.entries import OwnPlace

__all__ = ["changed_fields", "edit", "values_of_tellings"]

_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
_MOST_COUNT = 10**9
Values = Mapping[str, Any]


def values_of_tellings(tellings: Sequence[Telling]) -> dict[str, Any]:
    """Return the fields of a record as a form holds them: of the telling it is shown by, with all of its places."""
    first = tellings[0]
    claim, span = first.claim, first.date
    values: dict[str, Any] = {
        "date": (span.date_from, span.date_to),
        "mode": first.mode,
        "status": claim.status,
        "claimed_by": claim.claimed_by,
        "denied_by": claim.denied_by,
    }
    if isinstance(first, Event):
        return values | {
            "type": first.type,
            "places": _places(one.places for one in tellings if isinstance(one, Event)),
            "actors": first.actors,
            "recipients": first.recipients,
            "fatalities": first.fatalities,
        }
    return values | {
        "origin": first.origin,
        "destination": first.destination,
        "cargo": first.cargo,
        "carrier": first.carrier,
        "count": first.count,
        "unit": first.unit,
    }


def _places(several: Iterable[tuple[Place, ...]]) -> tuple[Place, ...]:
    return tuple({place.id: place for places in several for place in places}.values())


def changed_fields(before: Values, after: Values) -> dict[str, Any]:
    """Return the fields that are others now; places are the same by their ids."""
    return {name: value for name, value in after.items() if _comparable(value) != _comparable(before.get(name))}


def _comparable(value: Any) -> Any:
    if isinstance(value, Place):
        return value.id
    if isinstance(value, tuple):
        return tuple(_comparable(one) for one in value)
    return value


def edit(
    record: str, held: Values, key: str, nearby: Sequence[Place], own: tuple[OwnPlace, ...], say: Translator
) -> dict[str, Any]:
    """Draw the fields of a record and return what they hold; ``nearby`` are places to choose from before any search."""
    offered = _offered(held, key, nearby, own)
    values: dict[str, Any] = {}
    if record == "event":
        values |= _event_head(held, key, say)
        values |= _event_places(held, key, offered, say)
    else:
        values |= _flow_ends(held, key, offered, say)
        values |= _flow_what(held, key, say)
    st.text_input(
        say("form_find_place"),
        key=f"form_search_{key}",
        max_chars=80,
        placeholder=say("form_find_place_hint"),
        icon=":material/search:",
    )
    values |= _when(held, key, say)
    if record == "event":
        values |= _event_people(held, key, say)
    return values | _said(held, key, say)


def _offered(held: Values, key: str, nearby: Sequence[Place], own: tuple[OwnPlace, ...]) -> dict[str, Place]:
    """Places to choose from: those of the record, those looked up, those of its document."""
    ends = [held.get("origin"), held.get("destination")]
    words = str(st.session_state.get(f"form_search_{key}") or "").strip()
    found = [one.place for one in find(words, own)] if words else []
    places = [*held.get("places", ()), *(place for place in ends if place), *found, *nearby]
    return {place.id: place for place in places}


def _place_label(offered: Mapping[str, Place], key: str, say: Translator) -> str:
    return f"{place_words(offered[key], say)} · {place_line(offered[key], say)}"


def _event_head(held: Values, key: str, say: Translator) -> dict[str, Any]:
    left, right = st.columns([3, 2], gap="small")
    current = held.get("type")
    with left:
        kind = st.selectbox(
            say("type"),
            EVENT_TYPES,
            index=EVENT_TYPES.index(current) if current else None,
            format_func=lambda one: labels.type_words(one, say.language),
            key=f"form_type_{key}",
            placeholder=say("form_choose"),
        )
    with right:
        mode = st.text_input(
            term("facts", "mode", say.language), value=held.get("mode", ""), key=f"form_mode_{key}", max_chars=60
        )
    return {"type": kind, "mode": mode.strip()}


def _event_places(held: Values, key: str, offered: Mapping[str, Place], say: Translator) -> dict[str, Any]:
    chosen = st.multiselect(
        term("facts", "where", say.language),
        list(offered),
        default=[place.id for place in held.get("places", ())],
        format_func=lambda one: _place_label(offered, one, say),
        key=f"form_places_{key}",
        placeholder=say("form_choose"),
    )
    return {"places": tuple(offered[one] for one in chosen)}


def _flow_ends(held: Values, key: str, offered: Mapping[str, Place], say: Translator) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column, end in zip(st.columns(2, gap="small"), ("origin", "destination"), strict=True):
        place = held.get(end)
        options = list(offered)
        with column:
            chosen = st.selectbox(
                term("facts", end, say.language),
                options,
                index=options.index(place.id) if place else None,
                format_func=lambda one: _place_label(offered, one, say),
                key=f"form_{end}_{key}",
                placeholder=labels.words(say.language)["unknown_place"],
            )
        values[end] = offered[chosen] if chosen else None
    return values


def _flow_what(held: Values, key: str, say: Translator) -> dict[str, Any]:
    palette = style.load_palette()
    left, right = st.columns(2, gap="small")
    with left:
        cargo = st.multiselect(
            term("facts", "what", say.language),
            CARGOES,
            default=list(held.get("cargo", ())),
            format_func=lambda one: palette.cargoes[one][say.spoken],
            key=f"form_cargo_{key}",
            placeholder=say("form_choose"),
        )
        count = st.number_input(
            term("facts", "count", say.language),
            min_value=0,
            max_value=_MOST_COUNT,
            value=held.get("count"),
            step=1,
            key=f"form_count_{key}",
        )
    with right:
        mode = st.selectbox(
            term("facts", "transport", say.language),
            TRANSPORT_MODES,
            index=TRANSPORT_MODES.index(held.get("mode", "unknown")),
            format_func=lambda one: palette.transport[one][say.spoken],
            key=f"form_mode_{key}",
        )
        unit = st.text_input(say("form_unit"), value=held.get("unit", ""), key=f"form_unit_{key}", max_chars=60)
    carrier = st.text_input(
        term("facts", "carrier", say.language), value=held.get("carrier", ""), key=f"form_carrier_{key}", max_chars=120
    )
    return {"cargo": tuple(cargo), "mode": mode, "carrier": carrier.strip(), "count": count, "unit": unit.strip()}


def _when(held: Values, key: str, say: Translator) -> dict[str, Any]:
    days = []
    first, last = held.get("date", (None, None))
    for column, name, day in zip(st.columns(2, gap="small"), ("from", "to"), (first, last), strict=True):
        with column:
            days.append(
                st.date_input(
                    say(f"form_day_{name}"),
                    value=day,
                    min_value=_FIRST_DAY,
                    max_value=_LAST_DAY,
                    key=f"form_day_{name}_{key}",
                    format="YYYY-MM-DD",
                )
            )
    return {"date": tuple(days)}


def _event_people(held: Values, key: str, say: Translator) -> dict[str, Any]:
    left, right = st.columns(2, gap="small")
    with left:
        actors = _names("actors", held, key, say)
    with right:
        recipients = _names("recipients", held, key, say)
    toll: Fatalities | None = held.get("fatalities")
    numbers = []
    for column, name in zip(st.columns(3, gap="small"), ("low", "best", "high"), strict=True):
        with column:
            numbers.append(
                st.number_input(
                    say(f"form_killed_{name}"),
                    min_value=0,
                    max_value=_MOST_COUNT,
                    value=getattr(toll, name) if toll else None,
                    step=1,
                    key=f"form_killed_{name}_{key}",
                )
            )
    return {"actors": actors, "recipients": recipients, "fatalities": _toll(*numbers)}


def _toll(low: int | None, best: int | None, high: int | None) -> Fatalities | None:
    """Return a toll as far as it is told: the best guess stands for a bound that nobody gives."""
    told = [number for number in (best, low, high) if number is not None]
    if not told:
        return None
    guess = told[0]
    return Fatalities(low=guess if low is None else low, best=guess, high=guess if high is None else high)


def _names(name: str, held: Values, key: str, say: Translator) -> tuple[str, ...]:
    current = list(held.get(name, ()))
    chosen = st.multiselect(
        term("facts", name, say.language),
        current,
        default=current,
        key=f"form_{name}_{key}",
        accept_new_options=True,
        placeholder=say("form_type_name"),
    )
    return tuple(one.strip() for one in chosen if one.strip())


def _said(held: Values, key: str, say: Translator) -> dict[str, Any]:
    left, right = st.columns(2, gap="small")
    with left:
        status = st.selectbox(
            say("status"),
            STATUSES,
            index=STATUSES.index(held.get("status", "reported")),
            format_func=lambda one: labels.status_words(one, say.language),
            key=f"form_status_{key}",
        )
    with right:
        claimed_by = st.text_input(
            say("col_claimed_by"), value=held.get("claimed_by", ""), key=f"form_claimed_{key}", max_chars=200
        )
    return {
        "status": status,
        "claimed_by": claimed_by.strip(),
        "denied_by": _names("denied_by", held, key, say),
    }
