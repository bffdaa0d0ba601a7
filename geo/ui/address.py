"""What is chosen stands in the address, so that a link opens the same view: read once, written at each run.

Streamlit could bind widgets to the address itself, but it writes their labels there, which change with the language.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from geo.errors import FilterError
from geo.showing.layers import LAYERS, FlowMeasure
from geo.ui.strings import LANGUAGES
from geo.workspace.filters import Filter, from_mapping, to_mapping

__all__ = ["MEASURES", "fitting", "fitting_days", "restore", "write"]

MEASURES: tuple[FlowMeasure, ...] = ("claimants", "documents", "count")
_READ = "address_read"
_LISTS = {"type": "types", "status": "statuses", "country": "countries", "actor": "actors", "publisher": "publishers"}
_MORE = {"claimant": "claimants", "precision": "min_precision", "q": "text"}


def restore() -> None:
    """Set the widgets by the address, once for each session; what cannot be is left out."""
    if st.session_state.get(_READ):
        return
    st.session_state[_READ] = True
    given = {key: st.query_params.get_all(key) for key in st.query_params}
    for key, value in _values(given).items():
        st.session_state[key] = value


def _values(given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the state of each widget that the address names."""
    found: dict[str, Any] = {}
    last = {key: values[-1] for key, values in given.items() if values}
    if last.get("lang") in LANGUAGES:
        found["lang"] = last["lang"]
    if last.get("width") in MEASURES:
        found["width"] = last["width"]
    if last.get("workspace"):
        found["workspace"] = last["workspace"][:200]
    if "layers" in last:
        shown = set(last["layers"].split(","))
        found |= {f"layer_{name}": name in shown for name in LAYERS}
    criteria = _criteria(given)
    for key, name in {**_LISTS, **_MORE}.items():
        value = getattr(criteria, name)
        if value:
            found[key] = list(value) if isinstance(value, tuple) else value
    if criteria.date_from and criteria.date_to:
        found["days"] = (criteria.date_from, criteria.date_to)
    return found


def _criteria(given: Mapping[str, Sequence[str]]) -> Filter:
    """Read the filter one criterion at a time: a bad one in an old link must not lose the others."""
    kept: dict[str, list[str]] = {}
    for key in ("from", "to", "type", "status", "country", "actor", "publisher", "claimant", "min_precision", "text"):
        if key in given:
            try:
                from_mapping({**kept, key: list(given[key])})
            except FilterError:
                continue
            kept[key] = list(given[key])
    return from_mapping(kept)


def write(criteria: Filter, *, language: str, shown: Sequence[str], width: str, workspace: str, start: str) -> None:
    """Write what is chosen to the address; what is as at the start is left out."""
    wanted: dict[str, list[str]] = dict(to_mapping(criteria))
    if language != LANGUAGES[0]:
        wanted["lang"] = [language]
    if set(shown) != set(LAYERS):
        wanted["layers"] = [",".join(shown)]
    if width != MEASURES[0]:
        wanted["width"] = [width]
    if workspace != start:
        wanted["workspace"] = [workspace]
    if {key: st.query_params.get_all(key) for key in st.query_params} != wanted:
        st.query_params.from_dict({key: value if len(value) > 1 else value[0] for key, value in wanted.items()})


def fitting(key: str, options: Sequence[Any]) -> None:
    """Drop from a widget's state what does not occur (a link from another workspace), so that it can be drawn."""
    state = st.session_state.get(key)
    if isinstance(state, list):
        kept = [value for value in state if value in options]
        if kept != state:
            st.session_state[key] = kept


def fitting_days(first: date, last: date) -> None:
    """Bring the chosen days within those that occur."""
    state = st.session_state.get("days")
    if isinstance(state, tuple) and len(state) == 2:
        begin, end = max(first, min(state[0], last)), min(last, max(state[1], first))
        if (begin, end) != state:
            st.session_state["days"] = (begin, end)
