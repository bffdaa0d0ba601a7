"""What the filter leaves of a workspace, worked out once for all readers who ask the same."""

from typing import Any

import streamlit as st

from geo.reading.text.folding import fold
from geo.showing import maps
from geo.showing.explore import Exploration, Frame, explore
from geo.showing.layers import FlowMeasure, Layers
from geo.ui.chrome import Opened
from geo.ui.display_box import Display
from geo.workspace.filters import Filter

__all__ = ["explored", "layers_of", "texts_of", "timeline_of"]


def explored(opened: Opened, criteria: Filter) -> Exploration:
    """Look at a workspace through a filter."""
    return _explored((opened.key, opened.notes.stamp), criteria, opened)


@st.cache_resource(max_entries=12, show_spinner=False)
def _explored(key: Any, criteria: Filter, _opened: Opened) -> Exploration:  # noqa: ARG001  (the key names the content)
    return explore(_opened.snapshot, criteria, fold=fold, grades=dict(_opened.notes.grades), tables=_opened.tables)


def layers_of(opened: Opened, criteria: Filter, frame: Frame | None, measure: FlowMeasure, *, heat: bool) -> Layers:
    """Return the layers of the map for a view; of a workspace that is drawn whole they are the same for every view."""
    wanted = frame if opened.tables is None or heat else None
    return _layers((opened.key, opened.notes.stamp), criteria, wanted, measure, heat, opened)


@st.cache_resource(max_entries=24, show_spinner=False)
def _layers(
    key: Any,  # noqa: ARG001
    criteria: Filter,
    frame: Frame | None,
    measure: FlowMeasure,
    heat: bool,
    _opened: Opened,
) -> Layers:
    return explored(_opened, criteria).layers(frame, flow_measure=measure, heat=heat)


def texts_of(
    opened: Opened, criteria: Filter, frame: Frame, display: Display, language: str, decimals: int
) -> dict[str, str]:
    """Return the layers of the map as the page's scripts want them."""
    wanted = frame if opened.tables is None or "heat" in display.shown else None
    return _texts((opened.key, opened.notes.stamp), criteria, wanted, display, language, decimals, opened)


@st.cache_resource(max_entries=24, show_spinner=False)
def _texts(
    key: Any,  # noqa: ARG001
    criteria: Filter,
    frame: Frame | None,
    display: Display,
    language: str,
    decimals: int,
    _opened: Opened,
) -> dict[str, str]:
    heat = "heat" in display.shown
    layers = layers_of(_opened, criteria, frame, display.flow_measure, heat=heat)
    return maps.layer_texts(layers, language=language, shown=display.shown, decimals=decimals)


def timeline_of(opened: Opened, criteria: Filter) -> tuple[list[int], int, int]:
    """Count over time what passes a filter without its dates: bins, first and last day."""
    return _timeline((opened.key, opened.notes.stamp), criteria, opened)


@st.cache_resource(max_entries=24, show_spinner=False)
def _timeline(key: Any, criteria: Filter, _opened: Opened) -> tuple[list[int], int, int]:  # noqa: ARG001
    bins, first, last = explored(_opened, criteria).timeline()
    return bins.tolist(), first, last
