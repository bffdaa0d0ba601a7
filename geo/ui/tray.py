"""The tray as part of a page: what is not on the map or has no date, each as a table with its sentences."""

import pandas as pd
import streamlit as st

from geo.showing import labels
from geo.showing.tray import Tray, TrayGroup
from geo.ui.strings import Translator

__all__ = ["show_tray"]

_HEIGHT = 300


def show_tray(tray: Tray, say: Translator, *, key: str = "tray") -> tuple[str, str] | None:
    """Draw the tray.

    Parameters
    ----------
    tray
        See `geo.showing.tray.tray`.
    say
        The reader's language.
    key
        Of the tables' widgets: a key for each filter, since a chosen row means another thing under another filter.

    Returns
    -------
    (layer, id) or None
        The event or flow whose row the reader chose, as a selection of the map names it.
    """
    full = [group for group in tray.groups if group.count]
    if not full:
        st.html(f'<p class="kh-hint" dir="{labels.direction(say.language)}">{say("nothing_missing")}</p>')
        return None
    chosen = st.segmented_control(
        say("missing"),
        [group.key for group in full],
        default=full[0].key,
        format_func=lambda name: labels.counted(name, tray.counts[name], say.language),
        key=f"{key}_group",
        label_visibility="collapsed",
    )
    group = next((group for group in full if group.key == chosen), full[0])
    return _draw(group, say, f"{key}_{group.key}")


def _draw(group: TrayGroup, say: Translator, key: str) -> tuple[str, str] | None:
    if group.count > len(group.rows):
        st.caption(say("tray_more", shown=len(group.rows), n=group.count))
    chosen = st.dataframe(
        _table(group, say),
        hide_index=True,
        height=min(_HEIGHT, 38 + 35 * max(1, len(group.rows))),
        on_select="rerun",
        selection_mode="single-row",
        key=key,
        column_config={say("col_quote"): st.column_config.TextColumn(width="large")},
    )
    rows = chosen["selection"]["rows"]
    row = group.rows[rows[0]] if rows and rows[0] < len(group.rows) else None
    return (f"{row.record}s", row.id) if row is not None and row.id else None  # a mention is no record


def _table(group: TrayGroup, say: Translator) -> pd.DataFrame:
    columns = [say("tray_name"), say("tray_why"), say("col_quote"), say("col_publisher"), say("col_published")]
    rows = [
        [
            row.name,
            row.why,
            "".join(text for text, _ in row.sentence),
            row.publisher or labels.words(say.language)["unknown_publisher"],
            labels.date_words(row.published, row.published, say.language) if row.published else "",
        ]
        for row in group.rows
    ]
    return pd.DataFrame(rows, columns=columns)
