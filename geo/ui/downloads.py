"""Files of what is shown: GeoJSON of each layer, and a picture; made when the button is pressed."""

import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from geo.errors import KharitaError
from geo.showing.layers import LAYERS, Layers
from geo.ui.strings import Translator

__all__ = ["offer_downloads"]

_GEOJSON = "application/geo+json"


def offer_downloads(layers: Layers, shown: Sequence[str], say: Translator) -> None:
    """Offer a file of each layer that is shown, and a picture of the map."""
    st.caption(say("download_note"))
    for name in reversed(LAYERS):
        if name in shown:
            st.download_button(
                say("download_layer", layer=say(f"layer_{name}")),
                data=_maker(partial(_write_geojson, layers, name), ".geojson", say),
                file_name=f"kharita-{name}.geojson",
                mime=_GEOJSON,
                key=f"download_{name}",
                on_click="ignore",
                width="stretch",
                icon=":material/download:",
            )
    st.download_button(
        say("download_picture"),
        data=_maker(partial(_write_picture, layers, shown, say.language), ".png", say),
        file_name="kharita-map.png",
        mime="image/png",
        key="download_picture",
        on_click="ignore",
        width="stretch",
        icon=":material/image:",
    )


def _maker(write: Callable[[Path], None], suffix: str, say: Translator) -> Callable[[], bytes]:
    """Return what writes the file when it is asked for, and says why where that fails."""

    def make() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"kharita{suffix}"
            try:
                write(path)
            except KharitaError as error:
                st.toast(say("download_failed", error=str(error)), icon=":material/error:")
                raise
            return path.read_bytes()

    return make


def _write_geojson(layers: Layers, name: str, path: Path) -> None:
    from geo.showing import export

    export.write("geojson", layers, path, layer=name)


def _write_picture(layers: Layers, shown: Sequence[str], language: str, path: Path) -> None:
    from geo.showing import picture

    picture.write_picture(layers, path, shown=shown, language=language)
