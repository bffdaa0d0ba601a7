"""The documents page: what the account rests on; each document with its places marked by their role."""

from collections import Counter
from pathlib import Path

import pandas as pd
import streamlit as st

from geo.errors import WorkspaceError
from geo.reading.text.folding import fold
from geo.showing import labels
from geo.ui import sidebar, workspaces
from geo.ui.document import marked_text, role_key
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace.excerpt import excerpt
from geo.workspace.geopackage import read_some
from geo.workspace.tables import Tables

__all__ = ["show"]

MOST_LISTED = 2000  # of the latest; a search finds the others


def show(say: Translator) -> None:
    """Draw the page."""
    with st.sidebar:
        find_box, workspace_box = st.container(), st.container()
    path = sidebar.choose_workspace(say, workspace_box)
    with find_box:
        words = st.text_input(say("search"), key="documents_words", max_chars=100, placeholder=say("documents_search"))
    try:
        stamp = workspaces.stamp(path)
        table = _listed(str(path), stamp, words.strip(), say.language)
        st.caption(say("documents_hint"))
        doc = _choose(table, say)
        if doc is not None:
            _draw(_document(str(path), stamp, doc), say)
    except WorkspaceError as error:
        st.error(plain_label(str(error)))


@st.cache_resource(max_entries=2, show_spinner=False)
def _documents(path: str, stamp: workspaces.Stamp) -> pd.DataFrame:  # noqa: ARG001  (part of the key)
    """Read what there is but the texts: the latest first."""
    wanted = {"documents": ("id", "published", "publisher", "title"), "mentions": ("doc",)}
    tables = read_some(Path(path), wanted)[1]
    named = Counter(tables["mentions"]["doc"])
    table = pd.DataFrame({column: tables["documents"][column] for column in wanted["documents"]}, dtype=str)
    table = table.assign(mentions=pd.Series([named[doc] for doc in table["id"]], index=table.index, dtype=int))
    return table.sort_values(["published", "id"], ascending=[False, True]).set_index("id")


@st.cache_resource(max_entries=8, show_spinner=False)
def _listed(path: str, stamp: workspaces.Stamp, words: str, language: str) -> pd.DataFrame:
    """Return the documents whose title or publisher has these words, in the reader's words."""
    table = _documents(path, stamp)
    if words:
        wanted = fold(words).casefold()
        heads = [
            fold(f"{title} {publisher}") for title, publisher in zip(table["title"], table["publisher"], strict=True)
        ]
        table = table[[wanted in head.casefold() for head in heads]]
    table = table.head(MOST_LISTED)
    days = [labels.date_words(day, day, language) if day else "" for day in table["published"]]
    titles = [title or doc for doc, title in zip(table.index, table["title"], strict=True)]
    return table.assign(published=pd.Series(days, index=table.index, dtype=str), title=titles)


def _choose(table: pd.DataFrame, say: Translator) -> str | None:
    """Show the list, and return the document that the reader chose: the first until then; None for an empty list."""
    chosen = st.dataframe(
        table.rename(columns={name: say(f"col_{name}") for name in table.columns}),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            say("col_published"): st.column_config.TextColumn(width="small"),
            say("col_publisher"): st.column_config.TextColumn(width="medium"),
            say("col_mentions"): st.column_config.NumberColumn(width="small"),
        },
        key="documents",
    )
    if not len(table):
        return None
    rows = chosen["selection"]["rows"]
    return str(table.index[rows[0] if rows and rows[0] < len(table) else 0])


@st.cache_resource(max_entries=8, show_spinner=False)
def _document(path: str, stamp: workspaces.Stamp, doc: str) -> Tables:  # noqa: ARG001  (part of the key)
    return excerpt(Path(path), documents=(doc,))


def _draw(tables: Tables, say: Translator) -> None:
    mentions = tables.mentions.drop(columns="geometry").to_dict("records")
    st.html(role_key(say))
    st.html(marked_text(tables.documents.to_dict("records")[0], mentions, say))
