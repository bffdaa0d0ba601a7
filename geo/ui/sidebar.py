"""The side panel: what to show, how, and from where. Every control has a key, and what is set stands in the address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from geo.errors import FilterError, WorkspaceError
from geo.showing import labels
from geo.showing.choices import Choices, choices, timeline
from geo.showing.layers import LAYERS, FlowMeasure
from geo.showing.maps import tile_sources
from geo.ui import address, workspaces
from geo.ui.strings import LANGUAGE_NAMES, LANGUAGES, Translator, translator
from geo.workspace.filters import Filter
from geo.workspace.tables import Tables

__all__ = ["Display", "choose_display", "choose_filter", "choose_language", "choose_layers", "choose_workspace"]

FILTER_KEYS = ("q", "days", "type", "status", "country", "actor", "publisher", "claimant", "precision")


@dataclass(frozen=True, kw_only=True, slots=True)
class Display:
    """How to show what the filter leaves: the measure of a flow's width, and online tiles ("" for none)."""

    flow_measure: FlowMeasure
    tiles: str


def choose_language() -> Translator:
    """Offer the languages of the interface."""
    st.session_state.setdefault("lang", LANGUAGES[0])
    chosen = st.sidebar.segmented_control(
        "Language · اللغة",
        LANGUAGES,
        format_func=LANGUAGE_NAMES.__getitem__,
        key="lang",
        persist_state="session",
        label_visibility="collapsed",
    )
    return translator(chosen or "en")


def choose_workspace(say: Translator, box: Any) -> Path:
    """Offer to open another workspace of the configured folder; stop the page where that cannot be."""
    start, folder = workspaces.start_path(), workspaces.root()
    st.session_state.setdefault("workspace", start.name)
    with box, st.expander(say("workspace")):
        typed = st.text_input(
            say("workspace_hint", root=folder.name),
            key="workspace",
            persist_state="session",
            max_chars=200,
        )
    name = typed.strip() or start.name
    if name == start.name:
        try:
            workspaces.ensure_built(start, say)
        except Exception as error:
            st.error(say("build_failed", error=str(error)))
            st.stop()
            raise
    try:
        return workspaces.locate(name, folder, say)
    except WorkspaceError as error:
        st.error(str(error))
        st.stop()
        raise


def choose_layers(box: Any, counts: Mapping[str, int], say: Translator) -> tuple[str, ...]:
    """Offer the layers with how much of each is shown, in the box given."""
    with box:
        st.caption(say("layers"))
        columns = st.columns(2, gap="small")
        shown = []
        for place, name in enumerate(reversed(LAYERS)):
            label = f"{say(f'layer_{name}')} ({counts[name]})"
            with columns[place % 2]:
                st.session_state.setdefault(f"layer_{name}", True)
                if st.checkbox(label, key=f"layer_{name}", persist_state="session"):
                    shown.append(name)
    return tuple(name for name in LAYERS if name in shown)


def choose_filter(tables: Tables, say: Translator, *, key: Any) -> Filter:
    """Offer the filters for what occurs in the tables; ``key`` names them for the cache."""
    offered = _choices(key, tables)
    text = st.text_input(say("search"), key="q", persist_state="session", placeholder=say("search_hint"), max_chars=200)
    days = _days(tables, offered, say)
    language = say.language

    def several(name: str, values: Sequence[str], words: Callable[[str], str] = str) -> tuple[str, ...]:
        address.fitting(name, values)
        options: Any = {"format_func": words, "key": name, "persist_state": "session", "placeholder": say("any")}
        return tuple(st.multiselect(say(name), values, **options))

    types = several("type", offered.types, lambda value: labels.type_words(value, language))
    statuses = several("status", offered.statuses, lambda value: labels.status_words(value, language))
    countries = several("country", offered.countries, lambda value: labels.country_name(value, language))
    actors = several("actor", offered.actors)
    with st.expander(say("more")):
        publishers = several("publisher", offered.publishers)
        claimants = several("claimant", offered.claimants)
        precision = st.selectbox(
            say("precision"),
            [None, *range(1, 7)],
            format_func=lambda code: say("any") if code is None else labels.precision_words(code, language),
            key="precision",
            persist_state="session",
        )
    st.button(say("reset"), on_click=_reset, type="tertiary", icon=":material/filter_alt_off:")
    try:
        return Filter(
            date_from=days[0] if days else None,
            date_to=days[1] if days else None,
            types=types,
            statuses=statuses,
            countries=countries,
            actors=actors,
            publishers=publishers,
            claimants=claimants,
            min_precision=precision,
            text=text or "",
        )
    except FilterError as error:
        st.error(str(error))
        return Filter()


def _reset() -> None:
    for key in FILTER_KEYS:
        st.session_state.pop(key, None)


@st.cache_resource(max_entries=3, show_spinner=False)
def _choices(key: Any, _tables: Tables) -> Choices:  # noqa: ARG001  (the key names the tables)
    return choices(_tables)


def _days(tables: Tables, offered: Choices, say: Translator) -> tuple[date, date] | None:
    """Offer the days between the first and the last that occur; None where all are chosen: then undated rows stay."""
    first, last = offered.first, offered.last
    if first is None or last is None or first == last:
        return None
    st.caption(say("when"))
    bars = st.empty()
    st.session_state.setdefault("days", (first, last))
    address.fitting_days(first, last)
    chosen: Any = st.slider(
        say("when"),
        first,
        last,
        format="YYYY-MM-DD" if say.language == "ar" else "D MMM YYYY",
        key="days",
        persist_state="session",
        label_visibility="collapsed",
    )
    bars.html(_bars(timeline(tables, first, last), first, last, chosen))
    return None if tuple(chosen) == (first, last) else (chosen[0], chosen[1])


def _bars(counts: Sequence[int], first: date, last: date, chosen: tuple[date, date]) -> str:
    """Draw the timeline as small bars: what is chosen dark, the rest light."""
    most = max([*counts, 1])
    days = (last - first).days + 1
    bars = []
    for place, count in enumerate(counts):
        day = first.toordinal() + (place + 0.5) / len(counts) * days
        inside = chosen[0].toordinal() <= day <= chosen[1].toordinal() + 1
        bars.append(f'<i class="{"in" if inside else "out"}" style="height:{round(100 * count / most)}%"></i>')
    return f'<div class="kh-bars" dir="ltr" aria-hidden="true">{"".join(bars)}</div>'


def choose_display(say: Translator) -> Display:
    """Offer how flows are drawn, and tiles of a server instead of the base map."""
    tiles = tile_sources()
    language = say.language
    with st.expander(say("display")):
        measure = st.radio(
            say("flow_width"),
            address.MEASURES,
            format_func=lambda name: say(f"flow_width_{name}"),
            key="width",
            persist_state="session",
        )
        chosen = st.radio(
            say("base"),
            ["", *tiles],
            format_func=lambda name: tiles[name].words[language] if name else say("base_vector"),
            key="base",
            persist_state="session",
        )
        if chosen:
            st.caption(say("base_note"))
    return Display(flow_measure=measure, tiles=chosen)
