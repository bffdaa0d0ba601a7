"""The documents page: what the account rests on; documents are added, read with their places marked, and removed."""

from pathlib import Path

import streamlit as st

from geo.errors import WorkspaceError
from geo.ui import sidebar, workspaces
from geo.ui.document import marked_text, role_key
from geo.ui.documents import adding, listing, removing, work
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace.excerpt import excerpt
from geo.workspace.tables import Tables

__all__ = ["show"]


def show(say: Translator) -> None:
    """Draw the page."""
    with st.sidebar:
        find_box, workspace_box = st.container(), st.container()
    path = sidebar.choose_workspace(say, workspace_box)
    with find_box:
        words = st.text_input(say("search"), key="documents_words", max_chars=100, placeholder=say("documents_search"))
    try:
        work.show(path, say)
        adding.show(path, say)
        stamp = workspaces.stamp(path)
        table, found = listing.listed(str(path), stamp, words.strip(), say, say.language)
        if found > len(table):
            st.caption(say("documents_more", shown=f"{len(table):,}", n=f"{found:,}"))
        st.caption(say("documents_hint"))
        doc = listing.choose(table, say)
        removing.show(path, doc, say)
        if doc is not None:
            _draw(_document(str(path), stamp, doc), say)
    except WorkspaceError as error:
        st.error(plain_label(str(error)))


@st.cache_resource(max_entries=8, show_spinner=False)
def _document(path: str, stamp: workspaces.Stamp, doc: str) -> Tables:  # noqa: ARG001  (part of the key)
    return excerpt(Path(path), documents=(doc,))


def _draw(tables: Tables, say: Translator) -> None:
    mentions = tables.mentions.drop(columns="geometry").to_dict("records")
    st.html(role_key(say))
    st.html(marked_text(tables.documents.to_dict("records")[0], mentions, say))
