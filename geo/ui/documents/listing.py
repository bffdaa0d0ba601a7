"""The list of documents: without their texts, the latest first, found by a word of title or publisher."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from geo.reading.text.folding import fold
from geo.showing import labels
from geo.ui import workspaces
from geo.ui.documents.sources import language_words
from geo.ui.grids import begin_at_the_start, in_order
from geo.ui.strings import Translator
from geo.workspace.geopackage import read_some

__all__ = ["choose", "listed", "titles"]

MOST_LISTED = 2000  # of the latest; a search finds the others
_COLUMNS = ("id", "published", "publisher", "title", "language", "reprint_of")


@st.cache_resource(max_entries=2, show_spinner=False)
def _documents(path: str, stamp: workspaces.Stamp) -> pd.DataFrame:  # noqa: ARG001  (part of the key)
    """Read what there is but the texts: the latest first."""
    wanted = {"documents": _COLUMNS, "mentions": ("doc",), "evidence": ("record", "record_id", "doc")}
    tables = read_some(Path(path), wanted)[1]
    table = pd.DataFrame({column: tables["documents"][column] for column in _COLUMNS}, dtype=str)
    counts: Mapping[str, Counter[str]] = {
        "mentions": Counter(tables["mentions"]["doc"]),
        "events": _told(tables["evidence"], "event"),
        "flows": _told(tables["evidence"], "flow"),
    }
    for name, count in counts.items():
        table[name] = pd.Series([count[doc] for doc in table["id"]], index=table.index, dtype=int)
    return table.sort_values(["published", "id"], ascending=[False, True]).set_index("id")


def _told(evidence: Mapping[str, list[Any]], kind: str) -> Counter[str]:
    """Count the records of a kind that each document tells."""
    rows = zip(evidence["record"], evidence["record_id"], evidence["doc"], strict=True)
    return Counter(doc for _, doc in {(key, doc) for record, key, doc in rows if record == kind})


def titles(path: Path) -> Mapping[str, str]:
    """Return what to call each document: its title, else its id; the latest first."""
    table = _documents(str(path), workspaces.stamp(path))
    return dict(zip(table.index, _named(table), strict=True))


def _named(table: pd.DataFrame) -> list[str]:
    return [title or doc for doc, title in zip(table.index, table["title"], strict=True)]


@st.cache_resource(max_entries=8, show_spinner=False)
def listed(path: str, stamp: workspaces.Stamp, words: str, _say: Translator, language: str) -> tuple[pd.DataFrame, int]:
    """Return the documents whose title, publisher or id has these words, in the reader's words; and how many there are.

    ``language`` is the reader's, with which the list is kept.
    """
    whole = table = _documents(path, stamp)
    if words:
        wanted = fold(words).casefold()
        heads = [
            fold(f"{title} {publisher} {doc}")
            for doc, title, publisher in zip(table.index, table["title"], table["publisher"], strict=True)
        ]
        table = table[[wanted in head.casefold() for head in heads]]
    found = len(table)
    table = table.head(MOST_LISTED)
    named = dict(zip(whole.index, _named(whole), strict=True))
    days = [labels.date_words(day, day, language) if day else "" for day in table["published"]]
    table = table.assign(
        published=pd.Series(days, index=table.index, dtype=str),
        title=[named[doc] for doc in table.index],
        language=[language_words(code, _say) for code in table["language"]],
        reprint_of=[named.get(doc, doc) for doc in table["reprint_of"]],
    )
    return (table if table["reprint_of"].any() else table.drop(columns="reprint_of")), found


def choose(table: pd.DataFrame, say: Translator) -> str | None:
    """Show the list, and return the document that the reader chose: the first until then; None for an empty list."""
    widths = {"published": 110, "publisher": 170, "title": 330, "language": 90, "reprint_of": 160}
    widths |= dict.fromkeys(("mentions", "events", "flows"), 85)
    names = {name: say(f"col_{name}") for name in table.columns}
    chosen = st.dataframe(
        table.rename(columns=names),
        column_order=in_order(list(names.values()), say),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={say(f"col_{name}"): st.column_config.Column(width=width) for name, width in widths.items()},
        key="documents",
    )
    begin_at_the_start("documents", say)
    if not len(table):
        return None
    rows = chosen["selection"]["rows"]
    return str(table.index[rows[0] if rows and rows[0] < len(table) else 0])
