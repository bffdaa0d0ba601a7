"""Files that are made when their button is pressed, and not before."""

from collections.abc import Callable

import streamlit as st

from geo.errors import KharitaError
from geo.ui.strings import Translator
from geo.ui.wording import plain_label

__all__ = ["maker"]


def maker(make: Callable[[], bytes], say: Translator) -> Callable[[], bytes]:
    """Return what makes a file when its button is pressed, and says why where that fails."""

    def made() -> bytes:
        try:
            return make()
        except KharitaError as error:
            st.toast(say("download_failed", error=plain_label(str(error))), icon=":material/error:")
            raise

    return made
