"""The map page: filters at the side, the map, beside it the evidence of what is selected, below it the table twin.

Two fragments make the page: a filter runs both, a click or a move of the map only the second, and nothing else.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from geo.coordinates import format_decimal, mgrs_for
from geo.errors import CoordinateError
from geo.showing import labels, maps
from geo.showing.cards import Card
from geo.showing.explore import Exploration, Frame, Held, frame_around, frame_of
from geo.showing.layers import LAYERS, Layers
from geo.ui import (
    address,
    briefing_box,
    chrome,
    display_box,
    downloads,
    exporting_box,
    filter_box,
    place_box,
    state,
    time_box,
    tray,
    views_box,
)
from geo.ui import evidence as cards
from geo.ui.chrome import Opened
from geo.ui.display_box import Display
from geo.ui.explored import explored, layers_of, texts_of
from geo.ui.exporting_box import Scene
from geo.ui.legend import legend_html
from geo.ui.list_box import show_list
from geo.ui.overlay_box import choose_overlays
from geo.ui.strings import LANGUAGES, Translator
from geo.ui.wording import plain_label
from geo.ui.workspaces import start_path
from geo.workspace.filters import Filter

__all__ = ["show"]

MAP_HEIGHT = 640  # what the frame starts with; the style sheet fits it to the window
CLICK_KM = 0.001
_NEAR = 8  # zoom levels beyond this show more than 100 m


@dataclass(frozen=True, kw_only=True)
class _View:
    """What one run of the page shows."""

    opened: Opened
    exploration: Exploration
    layers: Layers
    display: Display
    criteria: Filter
    frame: Frame
    selection: state.Selection | None
    held: Held | None
    key: Any


def show(say: Translator, *, to_evidence: Any = None) -> None:
    """Draw the page.

    Parameters
    ----------
    say
        The reader's language.
    to_evidence
        The evidence page, for links to it.
    """
    with st.sidebar:
        place, panel, overlays, views, workspace_box = (st.container() for _ in range(5))
    chrome.prepare()
    opened = chrome.open_page(say, workspace_box)
    if not opened.snapshot.facts.documents.size:
        _message(say("empty_title"), say("empty_body"))
        return
    with panel:
        _filters(opened.path, say)
    _explore(opened.path, _Boxes(place, overlays, views), say, to_evidence)


@dataclass(frozen=True, slots=True)
class _Boxes:
    """Where at the side the map's own controls stand."""

    place: Any
    overlays: Any
    views: Any


@st.fragment(key=state.FRAGMENTS[0])
def _filters(path: Path, say: Translator) -> None:
    """Draw the filters; what they are set to is read from the session by the other fragment."""
    opened = chrome.open_workspace(path, say)
    filter_box.clear_if_asked()
    filter_box.choose_words(say)
    layers = st.container()
    time_box.choose_days(opened, say)
    filter_box.choose_filters(opened, say)
    display_box.choose_display(say)
    with layers:
        display_box.choose_layers(explored(opened, filter_box.safe_criteria()).layer_counts(), say)


@st.fragment(key=state.FRAGMENTS[1])
def _explore(path: Path, boxes: _Boxes, say: Translator, to_evidence: Any) -> None:
    """Draw map, evidence and lists: a click or a move of the map runs this part again and leaves the rest alone."""
    opened = chrome.open_workspace(path, say)
    with boxes.place:
        flight = place_box.choose_place(say)
    with boxes.overlays:
        overlays = choose_overlays(say)
    told = state.map_state()
    view = _view(opened, told)
    jump = _jump(view, flight)
    summary = st.container()
    left, right = st.columns([7, 3], gap="small")
    with left:
        _draw(view, overlays, jump, say)
        _position(told, say)
    with right, st.container(key="kh-side"):
        _evidence(view, say, to_evidence)
    with summary:
        _summary(view, _seen(view, told, overlays), say)
    table, missing = st.tabs([say("table"), say("missing")], key=f"lists_{say.spoken}", on_change="rerun")
    if table.open:
        with table:
            show_list(view.exploration, view.layers, view.held, view.key, say)
    if missing.open:
        with missing:
            _missing(view, say)
    _write_address(view, told, say)
    with boxes.views:
        views_box.choose_view(opened, say)


def _view(opened: Opened, told: state.MapState) -> _View:
    criteria, display = filter_box.safe_criteria(), display_box.display()
    exploration = explored(opened, criteria)
    frame = _frame(exploration, told)
    heat = "heat" in display.shown
    selection = state.selection()
    held = exploration.held_by(selection.layer, selection.id, frame) if selection else None
    return _View(
        opened=opened,
        exploration=exploration,
        layers=layers_of(opened, criteria, frame, display.flow_measure, heat=heat),
        display=display,
        criteria=criteria,
        frame=frame,
        selection=selection,
        held=held,
        key=(opened.key, opened.notes.stamp, criteria, display),
    )


def _frame(exploration: Exploration, told: state.MapState) -> Frame:
    """Return what the map shows: as it told, else as the link says, else where most of it happened."""
    if told.box is not None and told.zoom is not None:
        return frame_of(told.box, told.zoom)
    asked = st.session_state.get("view")
    return frame_around(asked[1], asked[0], asked[2]) if asked else exploration.home()


def _jump(view: _View, flight: place_box.Flight | None) -> Mapping[str, Any] | None:
    """Say where the map should fly to: a place that was looked for, or what was chosen in the table."""
    selection = view.selection
    if selection and selection.by == "table" and view.held is not None:
        box = view.exploration.bounds(view.held)
        st.session_state["jump"] = (f"row|{selection.layer}|{selection.id}", box) if box else None
    elif flight and flight.id != st.session_state.get("flown"):
        st.session_state["flown"] = flight.id
        st.session_state["jump"] = (flight.id, flight.bounds)
    jump = st.session_state.get("jump")
    if not jump:
        return None
    west, south, east, north = jump[1]
    return {"id": jump[0], "bounds": [[south, west], [north, east]]}


def _draw(view: _View, overlays: Sequence[Mapping[str, Any]], jump: Mapping[str, Any] | None, say: Translator) -> None:
    asked = st.session_state.get("view")
    centre = st.session_state.get("asked_view")
    tiles = maps.tile_sources()[view.display.tiles] if view.display.tiles else None
    data = maps.map_data(
        view.layers,
        language=say.language,
        shown=view.display.shown,
        flow_measure=view.display.flow_measure,
        tiles=tiles,
        overlays=overlays,
        box=_box(view.selection),
        selected=_selected(view),
        view={"center": list(asked[:2]), "zoom": asked[2]} if asked else None,
        jump=jump,
        notes=_notes(view, say),
        texts=texts_of(
            view.opened, view.criteria, view.frame, view.display, say.language, _decimals(view.frame, view.opened)
        ),
    )
    # The base map is made anew: streamlit-folium adds the group to it, and its script must stay the same.
    st_folium(
        maps.base_map(chrome.assets(), language=say.spoken),
        key=state.MAP_KEY,
        height=MAP_HEIGHT,
        use_container_width=True,
        # A view that is opened a second time differs by what nobody sees: the map moves to a new centre only.
        center=(centre[0] + centre[3] * 1e-9, centre[1]) if centre else None,
        zoom=centre[2] if centre else None,
        returned_objects=[
            "last_active_drawing",
            "last_object_clicked_count",
            "last_clicked",
            "bounds",
            "zoom",
            "center",
        ],
        feature_group_to_add=[maps.data_group(data)],
        wrap_longitude=False,
    )


def _decimals(frame: Frame, opened: Opened) -> int:
    """Return how finely positions are sent: what is sent for every view at once has to do for the nearest."""
    return 4 if opened.tables is not None or frame.level > _NEAR else 3


def _box(selection: state.Selection | None) -> tuple[float, float, float, float] | None:
    if selection is None or selection.layer != "box":
        return None
    parts = tuple(float(part) for part in selection.id.split(","))
    return (parts[0], parts[1], parts[2], parts[3]) if len(parts) == 4 else None


def _selected(view: _View) -> Mapping[str, Any] | None:
    """Name what is selected as the map draws it: an event by its symbol."""
    selection = view.selection
    if selection is None or selection.layer == "box" or view.held is None:
        return None
    key = view.exploration.symbol_of(selection.layer, selection.id, view.held)
    return {"layer": key[0], "id": key[1]}


def _left_out(view: _View) -> int:
    """Count the flows that a viewport cannot show."""
    return view.exploration.summary(view.frame).left_out if view.opened.tables is None else 0


def _notes(view: _View, say: Translator) -> list[str]:
    """Say in the legend what a viewport cannot show."""
    left_out = _left_out(view)
    return [say("bundles_left_out", n=f"{left_out:,}")] if left_out else []


def _position(told: state.MapState, say: Translator) -> None:
    """Say where the reader clicked last: decimal degrees and the military grid."""
    if told.clicked is None:
        return
    lon = (told.clicked[0] + 180) % 360 - 180
    words = format_decimal(lon, told.clicked[1], places=5)
    with suppress(CoordinateError):  # the grid has no place near the poles
        words = f"{words} · {mgrs_for(lon, told.clicked[1], CLICK_KM)}"
    st.html(f'<p class="kh-position">{say("position")} <bdi dir="ltr">{escape(words)}</bdi></p>')


def _seen(view: _View, told: state.MapState, overlays: Sequence[Mapping[str, Any]]) -> downloads.Seen:
    """Return what the map shows at this moment, for a picture of it."""
    key = _selected(view)
    return downloads.Seen(
        box=told.box or view.frame.box,
        shown=view.display.shown,
        overlays=overlays,
        selected=(str(key["layer"]), str(key["id"])) if key else None,
        chosen_box=_box(view.selection),
        left_out=_left_out(view),
    )


def _summary(view: _View, seen: downloads.Seen, say: Translator) -> None:
    counts = view.exploration.layer_counts()
    parts = [labels.counted(name, counts[name], say.language) for name in reversed(LAYERS)]
    documents = labels.counted("documents", view.exploration.counts.documents, say.language)
    undated = sum(view.exploration.chosen.undated.values())
    rest = f" · {say('left_out', n=undated)}" if undated else ""
    missing = sum(view.exploration.counts.unplaced.values())
    rest += f" · {say('unplaced_short', n=f'{missing:,}')}" if missing else ""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        text = f"{' · '.join(parts)} <span>{say('from_documents', documents=documents)}{rest}</span>"
        st.html(f'<p class="kh-summary" dir="{labels.direction(say.language)}">{text}</p>', width="content")
        with st.container(horizontal=True, gap="small", width="content", key="kh-files"):
            _files(view, seen, say)


def _files(view: _View, seen: downloads.Seen, say: Translator) -> None:
    """Offer what leaves the browser: a picture by one click, exports and sheets in boxes of their own."""
    downloads.offer_picture(_scene(view), seen, say)
    with st.popover(say("download"), icon=":material/download:"):
        exporting_box.offer_exports(_scene(view), say)
    with st.popover(say("brief"), icon=":material/description:"):
        briefing_box.offer_sheet(_scene(view), say)


def _scene(view: _View) -> Scene:
    return Scene(
        opened=view.opened,
        exploration=view.exploration,
        layers=view.layers,
        criteria=view.criteria,
        selection=view.selection,
        held=view.held,
        frame=view.frame,
        measure=view.display.flow_measure,
    )


def _evidence(view: _View, say: Translator, to_evidence: Any) -> None:
    if not view.exploration.counts.events + view.exploration.counts.flows + view.exploration.counts.mentions:
        _message(say("nothing_title"), say("nothing_body"))
        return
    if view.selection is None:
        spec = maps.legend_spec(
            view.layers, say.language, shown=view.display.shown, flow_measure=view.display.flow_measure
        )
        st.html(f'<p class="kh-hint">{say("evidence_hint")}</p>{legend_html(spec)}')
        return
    found: tuple[Card, ...] = ()
    left = 0
    if view.held is not None:
        found, left = view.exploration.evidence(view.selection.layer, view.selection.id, view.held, say.language)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(say("deselect"), on_click=state.deselect, type="tertiary", icon=":material/close:")
        record = view.exploration.record_of(view.selection.layer, view.selection.id)
        if to_evidence is not None and record and found:
            st.page_link(
                to_evidence,
                label=say("to_evidence"),
                icon=":material/fact_check:",
                query_params=_record_query(view, record, say),
            )
    if not found:
        st.html(f'<p class="kh-hint">{say("evidence_gone")}</p>')
        return
    st.html(cards.cards_html(found, say))
    if left:
        st.html(f'<p class="kh-more">{say("more_records", n=f"{left:,}")}</p>')


def _record_query(view: _View, record: str, say: Translator) -> dict[str, str]:
    query = {"record": record}
    if say.spoken != LANGUAGES[0]:
        query["lang"] = say.spoken
    if view.opened.name != start_path().name:
        query["workspace"] = view.opened.name
    return query


def _missing(view: _View, say: Translator) -> None:
    wide = view.layers.areas[view.layers.areas["drawn"] == "label"]
    names = [labels.place_name(*row, say.language) for row in zip(wide["name"], wide["name_ar"], strict=True)]
    if names:
        st.caption(say("too_wide", names=labels.words(say.language)["comma"].join(map(plain_label, names))))
    chosen = tray.show_tray(view.exploration.tray(say.language), say, key=f"tray_{hash(view.key)}")
    if chosen and chosen != st.session_state.get("tray_row"):
        state.select(*chosen, "table")
        st.session_state["tray_row"] = chosen
        st.rerun(scope="fragment")


def _write_address(view: _View, told: state.MapState, say: Translator) -> None:
    held = st.session_state
    shown = (*told.centre, told.zoom) if told.centre and told.zoom is not None else None
    if shown and not _apart((*maps.START[0], maps.START[1]), shown):
        shown = None  # the map has only just begun
    if shown and not held.get("view"):
        # The first view that the map tells is the one that it fitted by itself: nobody chose it.
        first = held.setdefault("first_view", shown)
        shown = shown if _apart(first, shown) else None
    address.write(
        view.criteria,
        language=say.spoken,
        shown=view.display.shown,
        width=view.display.flow_measure,
        workspace=view.opened.name,
        start=start_path().name,
        dtg=bool(held.get("dtg")),
        view=shown or held.get("view"),
        selection=view.selection,
    )


def _apart(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return any(abs(a - b) > 1e-4 for a, b in zip(one, other, strict=True))


def _message(title: str, body: str) -> None:
    st.info(f"**{title}**  \n{body}", icon=":material/info:")
