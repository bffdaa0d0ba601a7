"""Files of what is shown: GeoJSON of each layer, and a picture; made when the button is pressed."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from geo.errors import KharitaError
from geo.showing.layers import LAYERS, Layers
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace.filters import Filter

__all__ = ["offer_downloads"]

_GEOJSON = "application/geo+json"


def offer_downloads(layers: Layers, shown: Sequence[str], criteria: Filter, say: Translator) -> None:
    """Offer a file of each layer that is shown, and a picture of the map."""
    st.caption(say("download_note"))
    for name in reversed(LAYERS):
        if name in shown:
            st.download_button(
                say("download_layer", layer=say(f"layer_{name}")),
                data=_maker(partial(_geojson, layers, name, criteria), say),
                file_name=f"kharita-{name}.geojson",
                mime=_GEOJSON,
                key=f"download_{name}",
                on_click="ignore",
                width="stretch",
                icon=":material/download:",
            )
    st.download_button(
        say("download_picture"),
        data=_maker(partial(_picture, layers, shown, say.language), say),
        file_name="kharita-map.png",
        mime="image/png",
        key="download_picture",
        on_click="ignore",
        width="stretch",
        icon=":material/image:",
    )


def _maker(make: Callable[[], bytes], say: Translator) -> Callable[[], bytes]:
    """Return what makes a file when its button is pressed, and says why where that fails."""

    def made() -> bytes:
        try:
            return make()
        except KharitaError as error:
            st.toast(say("download_failed", error=plain_label(str(error))), icon=":material/error:")
            raise

    return made


def _geojson(layers: Layers, name: str, criteria: Filter) -> bytes:
    from geo.showing import export

    return b"".join(export.chunks("geojson", layers, layer=name, criteria=criteria or None))


def _picture(layers: Layers, shown: Sequence[str], language: str) -> bytes:
    from geo.showing.picture import picture

    return picture(layers, shown=shown, language=language)
