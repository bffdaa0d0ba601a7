"""Buttons whose press is not lost.

A run of the page is cut short whenever the browser sends something else, such as where a map came to rest. What was
pressed is then forgotten by Streamlit; here it stands until whoever acts on it says that it is done.
"""

from typing import Any

import streamlit as st

__all__ = ["button", "release"]

_PRESSED = "review_pressed"


def button(label: str, key: str, *, scope: str = "", disabled: bool = False, **options: Any) -> bool:
    """Draw a button; True from its press until `release`, as long as ``scope``, what it acts on, is the same."""
    st.button(label, key=key, disabled=disabled, on_click=_press, args=(key, scope), **options)
    return not disabled and st.session_state.get(_PRESSED) == (key, scope)


def release() -> None:
    """Forget what was pressed: it was acted on."""
    st.session_state.pop(_PRESSED, None)


def _press(key: str, scope: str) -> None:
    st.session_state[_PRESSED] = (key, scope)
