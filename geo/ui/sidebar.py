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
    name = st.session_state.setdefault("workspace", start.name)
    box_key = (
        f"workspace_box_{name}"  # a box of its own for each name: the browser may still hold what another one said
    )
    with box, st.expander(say("workspace")):
        st.text_input(
            say("workspace_hint", root=folder.name),
            value=name,
            key=box_key,
            max_chars=200,
            on_change=_open,
            args=(box_key,),
        )
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


def _open(box_key: str) -> None:
    """Open what the reader typed; an emptied box stands for the workspace of the start."""
    st.session_state["workspace"] = st.session_state[box_key].strip() or workspaces.start_path().name
