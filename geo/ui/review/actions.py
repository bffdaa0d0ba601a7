"""What is always in reach below an item: found right, keep what was changed, on to the next."""

from pathlib import Path
from typing import Literal

import streamlit as st

from geo.ui import author
from geo.ui.review import keeping, presses
from geo.ui.review.items import Item, address_of, open_item
from geo.ui.strings import Translator

__all__ = ["reason_box", "row"]


def reason_box(key: str, say: Translator) -> str:
    """Ask why, which nobody has to say."""
    return st.text_input(
        say("review_reason"), key=f"reason_{key}", max_chars=2000, placeholder=say("review_reason_hint")
    )


def row(
    path: Path, item: Item, following: Item | None, *, right: bool, changed: bool, say: Translator
) -> Literal["", "confirm", "keep"]:
    """Draw the row; return what was pressed.

    Parameters
    ----------
    right
        Whether the item can be found right as it is.
    changed
        Whether there is a correction to keep.
    """
    keeping.show_conflict(path, item, say)
    name, scope = author.name(), address_of(item)
    with st.container(key="kh-actions", horizontal=True, vertical_alignment="center"):
        confirm = presses.button(
            say("review_confirm"),
            "review_confirm",
            scope=scope,
            icon=":material/check:",
            shortcut="Alt+Y",
            disabled=not (name and right),
            type="secondary" if changed else "primary",
        )
        keep = presses.button(
            say("review_keep"),
            "review_keep",
            scope=scope,
            icon=":material/save:",
            shortcut="Alt+K",
            disabled=not (name and changed),
            type="primary" if changed else "secondary",
        )
        st.button(
            say("review_next"),
            key="review_next",
            icon=":material/skip_next:",
            shortcut="Alt+N",
            disabled=following is None,
            on_click=_go_on,
            args=(path, following),
        )
        if not name:
            st.caption(f":material/person: {say('author_missing')}")
    return "confirm" if confirm else "keep" if keep else ""


def _go_on(path: Path, following: Item | None) -> None:
    keeping.renew(path, following)
    open_item(following)
