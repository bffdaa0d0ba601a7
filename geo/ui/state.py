"""What the parts of the map page share: its fragments, what is selected, and what the map last told.

A filter reruns the fragments that depend on it and leaves the rest of the page alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import streamlit as st

from geo.showing.layers import LAYERS

__all__ = [
    "FRAGMENTS",
    "MAP_KEY",
    "MapState",
    "Selection",
    "brush_turn",
    "changed",
    "deselect",
    "forget_brush",
    "map_state",
    "select",
    "selection",
]

FRAGMENTS = ("filters", "explore")
MAP_KEY = "map"
_CLICKS = "clicks"
_BRUSH_TURN = "brush_turn"


class Selection(NamedTuple):
    """What is selected: a layer (or "box") and the id of what lies in it; ``by`` is "map", "table" or "link"."""

    layer: str
    id: str
    by: str = "map"


@dataclass(frozen=True, slots=True)
class MapState:
    """What the map shows, as it last told: west, south, east, north; zoom; centre, latitude first; the last click."""

    box: tuple[float, float, float, float] | None = None
    zoom: float | None = None
    centre: tuple[float, float] | None = None
    clicked: tuple[float, float] | None = None


def changed() -> None:
    """Run the parts of the page that a filter changes; for ``on_change`` of its widgets."""
    st.rerun(FRAGMENTS)


def brush_turn() -> int:
    """Return how often the histogram was drawn anew: a part of its key."""
    return int(st.session_state.get(_BRUSH_TURN, 0))


def forget_brush() -> None:
    """Draw the histogram anew, without the brush: it no longer says what is chosen."""
    st.session_state[_BRUSH_TURN] = brush_turn() + 1


def selection() -> Selection | None:
    """Return what is selected."""
    found = st.session_state.get("selection")
    return Selection(*found) if found else None


def select(layer: str, key: str, by: str) -> None:
    """Select something; an empty key selects nothing."""
    if key:
        st.session_state["selection"] = Selection(layer, key, by)
    else:
        deselect()


def deselect() -> None:
    """Select nothing."""
    st.session_state.pop("selection", None)


def map_state() -> MapState:
    """Read what the map told, and take up a click on it: once for each click."""
    told: Mapping[str, Any] = st.session_state.get(MAP_KEY) or {}
    _take_click(told)
    bounds, centre, clicked = told.get("bounds") or {}, told.get("center") or {}, told.get("last_clicked") or {}
    low, high = bounds.get("_southWest") or {}, bounds.get("_northEast") or {}
    corners = (low.get("lng"), low.get("lat"), high.get("lng"), high.get("lat"))
    zoom = told.get("zoom")
    return MapState(
        box=_numbers(corners) if zoom is not None else None,
        zoom=float(zoom) if zoom is not None else None,
        centre=_numbers((centre.get("lat"), centre.get("lng"))),
        clicked=_numbers((clicked.get("lng"), clicked.get("lat"))),
    )


def _numbers(values: tuple[Any, ...]) -> Any:
    return tuple(float(value) for value in values) if all(value is not None for value in values) else None


def _take_click(told: Mapping[str, Any]) -> None:
    count = told.get("last_object_clicked_count") or 0
    if count == st.session_state.get(_CLICKS, 0):
        return
    st.session_state[_CLICKS] = count
    clicked = (told.get("last_active_drawing") or {}).get("properties") or {}
    layer, key = clicked.get("layer"), clicked.get("id")
    if layer in (*LAYERS, "box") and isinstance(key, str):
        select(layer, key, "map")
