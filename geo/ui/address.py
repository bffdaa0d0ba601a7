"""What is chosen stands in the address, so that a link opens the same view: read once, written at each run.

Streamlit could bind widgets to the address itself, but it writes their labels there, which change with the language.
Only what a reader chose is written. Online tiles are not: a link must not make a browser ask a server for anything.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import parse_qs

import streamlit as st

from geo.errors import FilterError
from geo.showing.layers import LAYERS, MAP_LAYERS, FlowMeasure
from geo.ui import state
from geo.ui.strings import LANGUAGES
from geo.workspace.criteria import KEYS
from geo.workspace.filters import Filter, from_mapping, to_mapping

__all__ = [
    "FILTERS",
    "MEASURES",
    "current",
    "empty",
    "fitting",
    "fitting_choice",
    "fitting_days",
    "open_link",
    "restore",
    "write",
]

MEASURES: tuple[FlowMeasure, ...] = ("claimants", "documents", "count")
_READ = "address_read"
_LINK = "address_link"
_CURRENT = "address"
_LISTS = {
    "type": "types",
    "status": "statuses",
    "country": "countries",
    "actor": "actors",
    "side": "sides",
    "publisher": "publishers",
    "claimant": "claimants",
    "reliability": "reliabilities",
    "credibility": "credibilities",
}
_MORE = {"precision": "min_precision", "min_claimants": "min_claimants", "score": "min_score", "q": "text"}
_EMPTY: dict[str, Any] = {
    **dict.fromkeys(_LISTS, ()),
    **dict.fromkeys(_MORE),
    "q": "",
    "dates": "event",
    "days": None,
    "width": MEASURES[0],
    "dtg": False,
    **{f"layer_{name}": name in LAYERS for name in MAP_LAYERS},
}
"""Each widget's state when nothing is chosen; of the days: all that are offered."""

FILTERS = ("q", "dates", "days", *_LISTS, *(key for key in _MORE if key != "q"))
_MAX = 400  # characters of an id
_STARTING = ("view", "selection", "asked_view")


def restore() -> None:
    """Set the widgets by the address, once for each session, or by a link that was opened; what cannot be is left out.

    To be called before any widget is drawn: Streamlit tells the browser of a state only where it was set in the same
    run.
    """
    link = st.session_state.pop(_LINK, None)
    if link is not None:
        _open(link)
    if st.session_state.get(_READ):
        return
    st.session_state[_READ] = True
    _set({key: st.query_params.get_all(key) for key in st.query_params})


def open_link(query: str) -> None:
    """Ask for everything to be set as a link has it, for a callback: `restore` does it in the run that follows."""
    st.session_state[_LINK] = query
    st.rerun()


def _open(query: str) -> None:
    """Set everything as a link has it: what it does not name is as at the start."""
    for key in _STARTING:
        st.session_state.pop(key, None)
    empty(*_EMPTY)
    state.forget_brush()
    _set(parse_qs(query, max_num_fields=200))
    view = st.session_state.get("view")
    if view:
        turn = st.session_state.get("asked_turn", 0) + 1
        st.session_state["asked_turn"] = turn
        st.session_state["asked_view"] = (*view, turn)


def empty(*keys: str) -> None:
    """Set widgets as when nothing is chosen.

    A state that is only taken away comes back: the browser sends again what its widget holds.
    """
    for key in keys:
        value = _EMPTY[key]
        st.session_state[key] = list(value) if isinstance(value, tuple) else value
    if "days" in keys:
        offered = st.session_state.get("days_offered")
        if offered:
            st.session_state["days"] = offered
        else:
            st.session_state.pop("days", None)


def _set(given: Mapping[str, Sequence[str]]) -> None:
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
    if last.get("dtg") == "1":
        found["dtg"] = True
    if last.get("workspace"):
        found["workspace"] = last["workspace"][:200]
    if "layers" in last:
        shown = set(last["layers"].split(","))
        found |= {f"layer_{name}": name in shown for name in MAP_LAYERS}
    if view := _view(last.get("view", "")):
        found["view"] = view
    layer, _, key = last.get("sel", "").partition(":")
    if layer in (*LAYERS, "box") and 0 < len(key) <= _MAX:
        found["selection"] = state.Selection(layer, key, "link")
    criteria = _criteria(given)
    for key, name in {**_LISTS, **_MORE}.items():
        value = getattr(criteria, name)
        if value:
            found[key] = list(value) if isinstance(value, tuple) else value
    if criteria.dates != "event":
        found["dates"] = criteria.dates
    if criteria.date_from or criteria.date_to:
        found["days"] = (criteria.date_from or date.min, criteria.date_to or date.max)
    return found


def _view(text: str) -> tuple[float, float, float] | None:
    """Read latitude, longitude and zoom."""
    try:
        lat, lon, zoom = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return (lat, lon, zoom) if -90 <= lat <= 90 and -540 <= lon <= 540 and 0 <= zoom <= 20 else None


def _criteria(given: Mapping[str, Sequence[str]]) -> Filter:
    """Read the filter one criterion at a time: a bad one in an old link must not lose the others."""
    kept: dict[str, list[str]] = {}
    for key in KEYS:
        if key in given and key != "bbox":
            try:
                from_mapping({**kept, key: list(given[key])})
            except FilterError:
                continue
            kept[key] = list(given[key])
    return from_mapping(kept)


def write(
    criteria: Filter,
    *,
    language: str,
    shown: Sequence[str],
    width: str,
    workspace: str,
    start: str,
    dtg: bool = False,
    view: tuple[float, float, float] | None = None,
    selection: state.Selection | None = None,
) -> None:
    """Write what is chosen to the address; what is as at the start is left out."""
    wanted: dict[str, list[str]] = dict(to_mapping(criteria))
    if language != LANGUAGES[0]:
        wanted["lang"] = [language]
    if set(shown) != set(LAYERS):
        wanted["layers"] = [",".join(shown)]
    if width != MEASURES[0]:
        wanted["width"] = [width]
    if dtg:
        wanted["dtg"] = ["1"]
    if workspace != start:
        wanted["workspace"] = [workspace]
    if view:
        wanted["view"] = [f"{view[0]:.4f},{view[1]:.4f},{view[2]:g}"]
    if selection:
        wanted["sel"] = [f"{selection.layer}:{selection.id}"]
    st.session_state[_CURRENT] = wanted
    if {key: st.query_params.get_all(key) for key in st.query_params} != wanted:
        st.query_params.from_dict({key: value if len(value) > 1 else value[0] for key, value in wanted.items()})


def current() -> dict[str, list[str]]:
    """Return what `write` last wrote, without the workspace: a view is kept in its own."""
    wanted: Mapping[str, list[str]] = st.session_state.get(_CURRENT) or {}
    return {key: values for key, values in wanted.items() if key != "workspace"}


def fitting(key: str, options: Sequence[Any]) -> None:
    """Drop from a widget's state what does not occur (a link from another workspace), so that it can be drawn."""
    held = st.session_state.get(key)
    if isinstance(held, list):
        kept = [value for value in held if value in options]
        if kept != held:
            st.session_state[key] = kept


def fitting_choice(key: str, options: Sequence[Any]) -> None:
    """Drop a widget's state where it is none of what is offered."""
    if st.session_state.get(key) not in options:
        st.session_state.pop(key, None)


def fitting_days(first: date, last: date) -> None:
    """Bring the chosen days within those that occur."""
    held = st.session_state.get("days")
    if isinstance(held, tuple) and len(held) == 2:
        begin, end = max(first, min(held[0], last)), min(last, max(held[1], first))
        if (begin, end) != held:
            st.session_state["days"] = (begin, end)
