"""The map page: filters at the side, the map, and beneath it the evidence of what is selected and the table twin."""

from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from geo.reading.text.folding import fold
from geo.showing import labels, maps
from geo.showing.evidence import evidence_of
from geo.showing.layers import LAYERS, FlowMeasure, Layers, build_layers
from geo.showing.twins import twin
from geo.ui import address, chrome, downloads, sidebar, workspaces
from geo.ui.evidence import cards_html
from geo.ui.strings import Translator
from geo.workspace.filters import Filter, apply, left_out
from geo.workspace.tables import Tables

__all__ = ["show"]

MAP_HEIGHT = 640  # what the frame starts with; the style sheet fits it to the window
TABLE_HEIGHT = 330

Selection = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class _View:
    """What one run of the page shows."""

    layers: Layers
    data: maps.MapData
    shown: tuple[str, ...]
    criteria: Filter
    key: Any


def show(say: Translator) -> None:
    """Draw the page."""
    with st.sidebar:
        layers_box, filter_box, workspace_box = st.container(), st.container(), st.container()
    chrome.prepare()
    opened = chrome.open_page(say, workspace_box)
    if opened.tables.documents.empty:
        _message(say("empty_title"), say("empty_body"))
        return
    with filter_box:
        criteria = sidebar.choose_filter(opened.tables, say, key=opened.key)
        display = sidebar.choose_display(say)
    layers = _layers((opened.key, criteria, display.flow_measure), opened.tables, criteria, display.flow_measure)
    shown = sidebar.choose_layers(layers_box, layers.counts, say)
    address.write(
        criteria,
        language=say.language,
        shown=shown,
        width=display.flow_measure,
        workspace=opened.name,
        start=workspaces.start_path().name,
    )
    key = (opened.key, criteria, display, shown, say.language)
    data = _map_data(key, layers, shown, display, say.language)
    _explore(_View(layers=layers, data=data, shown=shown, criteria=criteria, key=key), say)


@st.cache_resource(max_entries=24, show_spinner=False)
def _layers(key: Any, _tables: Tables, _criteria: Filter, _measure: FlowMeasure) -> Layers:  # noqa: ARG001
    return build_layers(apply(_tables, _criteria, fold=fold), flow_measure=_measure)


@st.cache_resource(max_entries=24, show_spinner=False)
def _map_data(
    key: Any,  # noqa: ARG001  (names the rest for the cache)
    _layers: Layers,
    _shown: tuple[str, ...],
    _display: sidebar.Display,
    _language: str,
) -> maps.MapData:
    return maps.map_data(
        _layers,
        language=_language,
        shown=_shown,
        flow_measure=_display.flow_measure,
        tiles=maps.tile_sources()[_display.tiles] if _display.tiles else None,
    )


@st.fragment
def _explore(view: _View, say: Translator) -> None:
    """Show map, evidence and table: a click runs this part again and leaves the rest of the page alone."""
    _follow_click(_draw(view, say))
    _summary(view, say)
    evidence, table, missing = st.tabs([say("evidence"), say("table"), say("missing")])
    with table:
        _table(view, say)
    with evidence:
        _evidence(view, say)
    with missing:
        _missing(view, say)


def _draw(view: _View, say: Translator) -> dict[str, Any]:
    # The base map is made anew: streamlit-folium adds the group to it, and its script must stay the same.
    result = st_folium(
        maps.base_map(chrome.assets(), language=say.language),
        key="map",
        height=MAP_HEIGHT,
        use_container_width=True,
        returned_objects=["last_active_drawing", "last_object_clicked_count"],
        feature_group_to_add=[maps.data_group(view.data)],
    )
    return result or {}


def _follow_click(result: dict[str, Any]) -> None:
    """Select what was clicked on the map, once for each click."""
    count = result.get("last_object_clicked_count") or 0
    clicked = (result.get("last_active_drawing") or {}).get("properties") or {}
    if count != st.session_state.get("clicks", 0):
        st.session_state["clicks"] = count
        if clicked.get("layer") in LAYERS and clicked.get("id"):
            st.session_state["selection"] = (clicked["layer"], clicked["id"])


def _summary(view: _View, say: Translator) -> None:
    counts = view.layers.counts
    parts = [labels.counted(name, counts[name], say.language) for name in reversed(LAYERS)]
    documents = labels.counted("documents", len(view.layers.tables.documents), say.language)
    undated = sum(left_out(view.layers.tables).values())
    rest = f" · {say('left_out', n=undated)}" if undated else ""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        text = f"{' · '.join(parts)} <span>{say('from_documents', documents=documents)}{rest}</span>"
        st.html(f'<p class="kh-summary" dir="{labels.direction(say.language)}">{text}</p>', width="content")
        with st.popover(say("download"), icon=":material/download:"):
            downloads.offer_downloads(view.layers, view.shown, view.criteria, say)


def _evidence(view: _View, say: Translator) -> None:
    selection: Selection | None = st.session_state.get("selection")
    if not any(view.layers.counts.values()) and not len(view.layers.events) and not len(view.layers.flows):
        _message(say("nothing_title"), say("nothing_body"))
        return
    if selection is None:
        st.html(f'<p class="kh-hint">{say("evidence_hint")}</p>')
        return
    cards = evidence_of(view.layers, *selection, say.language)
    if cards:
        st.html(cards_html(cards, say))
    else:
        st.html(f'<p class="kh-hint">{say("evidence_gone")}</p>')
    st.button(say("deselect"), on_click=_deselect, type="tertiary", icon=":material/close:")


def _deselect() -> None:
    st.session_state.pop("selection", None)


def _table(view: _View, say: Translator) -> None:
    layer = st.segmented_control(
        say("table"),
        list(reversed(LAYERS)),
        default="events",
        format_func=lambda name: f"{say(f'layer_{name}')}",
        key="table_layer",
        label_visibility="collapsed",
    )
    layer = layer or "events"
    table = _twin((view.key, layer), view.layers, layer, say.language)
    chosen = st.dataframe(
        table.rename(columns={name: say(f"col_{name}") for name in table.columns}),
        hide_index=True,
        height=TABLE_HEIGHT,
        on_select="rerun",
        selection_mode="single-row",
        key=f"table_{layer}_{hash(view.key)}",
    )
    rows = chosen["selection"]["rows"]
    row = (layer, str(table.index[rows[0]])) if rows and rows[0] < len(table) else None
    if row is not None and row != st.session_state.get("row"):
        st.session_state["selection"] = row
    st.session_state["row"] = row


@st.cache_resource(max_entries=24, show_spinner=False)
def _twin(key: Any, _layers: Layers, _layer: str, _language: str) -> Any:  # noqa: ARG001
    return twin(_layers, _layer, _language)


def _missing(view: _View, say: Translator) -> None:
    missing = view.layers.missing
    counted = {
        "unplaced_mentions": missing.mentions_unplaced,
        "unplaced_events": missing.events_unplaced,
        "unplaced_flows": missing.flows_unplaced,
        "undated_events": missing.events_undated,
        "undated_flows": missing.flows_undated,
    }
    lines = [labels.counted(name, count, say.language) for name, count in counted.items() if count]
    wide = view.layers.areas[view.layers.areas["drawn"] == "label"]
    names = [labels.place_name(*row, say.language) for row in zip(wide["name"], wide["name_ar"], strict=True)]
    if names:
        separator = "، " if say.language == "ar" else ", "
        lines.append(say("too_wide", names=escape(separator.join(names))))
    if not lines:
        st.html(f'<p class="kh-hint">{say("nothing_missing")}</p>')
        return
    st.html(f'<ul class="kh-missing" dir="{labels.direction(say.language)}"><li>{"</li><li>".join(lines)}</li></ul>')


def _message(title: str, body: str) -> None:
    st.info(f"**{title}**  \n{body}", icon=":material/info:")
