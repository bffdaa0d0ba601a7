"""What to draw and how: layers and how much of each there is, the measure of flows, the base, how dates are written."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from geo.showing.layers import MAP_LAYERS, FlowMeasure
from geo.showing.maps import tile_sources
from geo.ui import address, state
from geo.ui.strings import Translator

__all__ = ["Display", "choose_display", "choose_layers", "display"]

_OFF_AT_FIRST = frozenset({"heat"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Display:
    """Layers shown, the measure of a flow's width, and online tiles ("" for none)."""

    shown: tuple[str, ...]
    flow_measure: FlowMeasure
    tiles: str


def display() -> Display:
    """Return what the widgets are set to."""
    held = st.session_state
    return Display(
        shown=tuple(name for name in MAP_LAYERS if held.get(f"layer_{name}", name not in _OFF_AT_FIRST)),
        flow_measure=held.get("width") or address.MEASURES[0],
        tiles=held.get("base") or "",
    )


def choose_layers(counts: Mapping[str, int], say: Translator) -> None:
    """Offer the layers with how much passes the filter."""
    st.caption(say("layers"))
    columns = st.columns(2, gap="small")
    for place, name in enumerate(reversed(MAP_LAYERS)):
        label = say(f"layer_{name}")
        with columns[place % 2]:
            st.session_state.setdefault(f"layer_{name}", name not in _OFF_AT_FIRST)
            st.checkbox(
                f"{label} ({counts[name]:,})" if name in counts else label,
                key=f"layer_{name}",
                persist_state="session",
                on_change=state.changed,
            )


def choose_display(say: Translator) -> None:
    """Offer how flows are drawn, how dates are written, and tiles of a server instead of the base map."""
    tiles = tile_sources()
    with st.expander(say("display")):
        st.radio(
            say("flow_width"),
            address.MEASURES,
            format_func=lambda name: say(f"flow_width_{name}"),
            key="width",
            persist_state="session",
            on_change=state.changed,
        )
        # Every part of the page writes dates: all of it runs again.
        st.toggle(say("dtg"), key="dtg", persist_state="session", help=say("dtg_help"), on_change=st.rerun)
        chosen = st.radio(
            say("base"),
            ["", *tiles],
            format_func=lambda name: tiles[name].words[say.spoken] if name else say("base_vector"),
            key="base",
            persist_state="session",
            on_change=state.changed,
        )
        if chosen:
            st.caption(say("base_note"))
        st.caption(say("borders_note"))
