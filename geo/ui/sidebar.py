"""What every page offers at the side: the language, and the workspace."""

from pathlib import Path
from typing import Any

import streamlit as st

from geo.errors import WorkspaceError
from geo.ui import workspaces
from geo.ui.strings import LANGUAGE_NAMES, LANGUAGES, Translator, translator
from geo.ui.wording import plain_label

__all__ = ["choose_language", "choose_workspace"]


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
    return translator(chosen or "en", bool(st.session_state.get("dtg")))


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
            st.error(say("build_failed", error=plain_label(str(error))))
            st.stop()
            raise
    try:
        return workspaces.locate(name, folder, say)
    except WorkspaceError as error:
        st.error(plain_label(str(error)))
        st.stop()
        raise
