"""Files of what is shown: exports in every format, and a picture; made when the button is pressed."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from geo.showing.layers import Layers
from geo.ui.exporting_box import Scene, offer_exports
from geo.ui.making import maker
from geo.ui.strings import Translator

__all__ = ["offer_downloads"]


def offer_downloads(scene: Scene, shown: Sequence[str], say: Translator) -> None:
    """Offer an export of what is shown, of what is selected or of everything, and a picture of the map."""
    offer_exports(scene, say)
    if scene.opened.tables is None:
        return
    st.download_button(
        say("download_picture"),
        data=maker(partial(_picture, scene.layers, shown, say.language), say),
        file_name="kharita-map.png",
        mime="image/png",
        key="download_picture",
        on_click="ignore",
        width="stretch",
        icon=":material/image:",
    )


def _picture(layers: Layers, shown: Sequence[str], language: str) -> bytes:
    from geo.showing.picture import picture

    return picture(layers, shown=shown, language=language)
