"""Named views: a link by name, kept in the workspace, so that a briefing's figure can be shown again."""

from urllib.parse import urlencode

import streamlit as st

from geo.errors import WorkspaceError
from geo.ui import address, author
from geo.ui.chrome import Opened
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace.annotations import MAX_NAME, remove_view, save_view

__all__ = ["choose_view"]


def choose_view(opened: Opened, say: Translator) -> None:
    """Offer to open a saved view, to save what is shown now, and to remove one."""
    views = {view.name: view for view in opened.notes.views}
    with st.expander(say("views")):
        if views:
            address.fitting_choice("view_name", [None, *views])
            name = st.selectbox(
                say("view_saved"), [None, *views], format_func=lambda one: one or say("view_none"), key="view_name"
            )
            first, second = st.columns(2)
            with first:
                st.button(
                    say("view_open"),
                    disabled=name is None,
                    on_click=lambda: address.open_link(views[name].address) if name else None,
                    icon=":material/visibility:",
                    width="stretch",
                )
            with second:
                st.button(
                    say("view_remove"),
                    disabled=name is None,
                    on_click=_remove,
                    args=(opened, name),
                    icon=":material/delete:",
                    width="stretch",
                )
        with st.form("view_form", clear_on_submit=True, border=False):
            new = st.text_input(say("view_new"), max_chars=MAX_NAME, placeholder=say("view_new_hint"))
            if st.form_submit_button(say("view_save"), icon=":material/bookmark_add:") and new.strip():
                _save(opened, new.strip(), say)


def _save(opened: Opened, name: str, say: Translator) -> None:
    try:
        save_view(opened.path, name=name, address=urlencode(address.current(), doseq=True), author=author.name())
    except WorkspaceError as error:
        st.error(plain_label(str(error)))
        return
    st.toast(say("view_is_saved", name=plain_label(name)), icon=":material/check:")
    st.rerun()


def _remove(opened: Opened, name: str | None) -> None:
    if name is None:
        return
    try:
        remove_view(opened.path, name)
    except WorkspaceError as error:
        st.session_state["view_fault"] = str(error)
