"""The map's twin: the same layers as tables, narrowed to what is selected; a row selects what it stands for.

In Arabic the columns run from right to left, and the texts stand at their right ends.
"""

from typing import Any, Literal

import pandas as pd
import streamlit as st

from geo.showing.explore import Exploration, Held
from geo.showing.layers import LAYERS, Layers
from geo.showing.twins import listing, twin
from geo.ui import state
from geo.ui.strings import Translator

__all__ = ["show_list"]

HEIGHT = 360
_TO_THE_RIGHT = """<script>
(function toTheRight(tries) {
  const grids = document.querySelectorAll("[data-testid='stDataFrame'] .dvn-scroller");
  grids.forEach((grid) => { grid.scrollLeft = grid.scrollWidth; });
  if (tries && ![...grids].some((grid) => grid.scrollLeft > 0)) setTimeout(() => toTheRight(tries - 1), 150);
})(30); /* NUMBER */
</script>"""
PAGE = 100  # rows that are sent at once, however many there are
_NARROW: dict[str, Literal["small"]] = {"claimants": "small", "mentions": "small"}


def show_list(exploration: Exploration, layers: Layers, held: Held | None, key: Any, say: Translator) -> None:
    """Draw the table of a layer with the rows that pass the filter, or those that the selection holds."""
    layer = (
        st.segmented_control(
            say("table"),
            list(reversed(LAYERS)),
            default="events",
            format_func=lambda name: say(f"layer_{name}"),
            key="table_layer",
            persist_state="session",
            label_visibility="collapsed",
        )
        or "events"
    )
    if layer in {"events", "flows"}:
        table, total, page = _records(exploration, layer, held, key, say)
    else:
        table = _places(layers, layer, held, say.language)
        total, page = len(table), 0
    _caption(len(table), total, page, held, say)
    _draw(table, layer, (key, held and (tuple(held.events[:1]), tuple(held.flows[:1]), held.place), page), say)


def _records(
    exploration: Exploration, layer: str, held: Held | None, key: Any, say: Translator
) -> tuple[pd.DataFrame, int, int]:
    rows = getattr(held, layer) if held is not None else getattr(exploration.chosen, layer)
    total = len(rows) if held is not None else int(rows.sum())
    pages = max(1, -(-total // PAGE))
    page = 0
    if pages > 1:
        page = int(st.number_input(say("page"), 1, pages, 1, key=f"page_{layer}_{hash((key, total))}")) - 1
    shown, _ = exploration.listed(layer, held, limit=PAGE, offset=page * PAGE)
    return listing(shown, layer, say.language), total, page


def _places(layers: Layers, layer: str, held: Held | None, language: str) -> pd.DataFrame:
    table = twin(layers, layer, language)
    return table[table.index == held.place] if held is not None and held.place in table.index else table


def _caption(shown: int, total: int, page: int, held: Held | None, say: Translator) -> None:
    parts = []
    if shown < total:
        parts.append(
            say("table_part", first=f"{page * PAGE + 1:,}", last=f"{page * PAGE + shown:,}", total=f"{total:,}")
        )
    if held is not None:
        parts.append(say("table_selected"))
    if parts:
        st.caption(" · ".join(parts))


def _draw(table: pd.DataFrame, layer: str, key: Any, say: Translator) -> None:
    names = {name: say(f"col_{name}") for name in table.columns}
    rtl = say.spoken == "ar"
    shown = table.rename(columns=names)
    config: dict[str, Any] = {}
    for name, title in names.items():
        number = pd.api.types.is_numeric_dtype(table[name])
        make = st.column_config.NumberColumn if number else st.column_config.TextColumn
        config[title] = make(width=_NARROW.get(name), alignment="right" if rtl or number else "left")
    widget = f"table_{layer}_{hash(repr(key))}"
    st.session_state["table_ids"] = table.index.tolist()
    st.dataframe(
        shown,
        hide_index=True,
        height=HEIGHT,
        column_order=list(reversed(names.values())) if rtl else None,
        column_config=config,
        on_select=lambda: _choose(widget, layer),
        selection_mode="single-row",
        key=widget,
        alt=say("table_alt", layer=say(f"layer_{layer}")),
    )

    if rtl:
        # The grid begins at its left end: show the reader the first column. NUMBER makes each table's script its own.
        st.html(_TO_THE_RIGHT.replace("NUMBER", str(abs(hash(widget)))), unsafe_allow_javascript=True)


def _choose(widget: str, layer: str) -> None:
    """Select what the chosen row stands for."""
    told: Any = st.session_state.get(widget) or {}
    rows, ids = told.get("selection", {}).get("rows") or [], st.session_state.get("table_ids") or []
    if rows and rows[0] < len(ids):
        state.select(layer, str(ids[rows[0]]), "table")
