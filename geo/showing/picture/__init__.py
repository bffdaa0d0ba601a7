"""The map as a picture, drawn by matplotlib without a browser: what is shown, with legend, scale, date and credits.

The same input makes the same bytes on the same version of matplotlib: the font comes with it, nothing is random, and no
time is written into the file. No state of matplotlib's own is touched, so that several may be drawn at once.
"""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geo.showing import labels
from geo.showing.export.files import write_whole
from geo.showing.layers import LAYERS, Layers
from geo.showing.picture.ground import Box, draw_frame, draw_ground
from geo.showing.picture.key import draw_key
from geo.showing.picture.marks import Marks, draw_areas, draw_flows, draw_places, draw_symbols
from geo.showing.picture.names import draw_names
from geo.showing.picture.text import INK
from geo.showing.picture.view import beyond, bounds_of, fit, told_positions
from geo.showing.picture.words import draw_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["DPI", "SIZE_INCHES", "draw", "picture", "write_picture"]

SIZE_INCHES = (13.333, 7.5)
"""A slide of 16 to 9."""

DPI = 150


def picture(
    layers: Layers,
    *,
    shown: Sequence[str] = LAYERS,
    language: str = "en",
    title: str = "",
    size_inches: tuple[float, float] = SIZE_INCHES,
    dpi: int = DPI,
) -> bytes:
    """Draw the map and return it as PNG.

    Parameters
    ----------
    layers
        See `geo.showing.layers.build_layers`.
    shown
        Names of the layers to draw; their order does not matter.
    language
        Of names and words; in Arabic the page runs from right to left.
    title
        Of the picture; a plain one unless given.
    """
    figure = draw(layers, shown=shown, language=language, title=title, size_inches=size_inches, dpi=dpi)[0]
    memory = io.BytesIO()
    figure.savefig(memory, format="png", dpi=dpi, metadata={"Software": None})
    return memory.getvalue()


def write_picture(
    layers: Layers,
    path: Path,
    *,
    shown: Sequence[str] = LAYERS,
    language: str = "en",
    title: str = "",
    overwrite: bool = False,
) -> None:
    """Draw the map into a PNG file, whole or not at all.

    Raises
    ------
    ExportError
        When the file is there and may not be overwritten, or cannot be written.
    """
    write_whole(path, [picture(layers, shown=shown, language=language, title=title)], overwrite=overwrite)


def draw(
    layers: Layers,
    *,
    shown: Sequence[str] = LAYERS,
    language: str = "en",
    title: str = "",
    size_inches: tuple[float, float] = SIZE_INCHES,
    dpi: int = DPI,
) -> tuple["Figure", list[Box]]:
    """Draw the map as a figure; return it with the boxes of the names on the map, in pixels."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=size_inches, dpi=dpi, facecolor="white")
    FigureCanvasAgg(figure)
    rtl = labels.direction(language) == "rtl"
    wide, narrow, low, high = 0.755, 0.185, 0.075, 0.8
    map_axes = figure.add_axes((1 - 0.03 - wide if rtl else 0.03, low, wide, high))
    key_axes = figure.add_axes((0.02 if rtl else 1 - 0.02 - narrow, low, narrow - 0.008 * rtl, high))
    key_axes.set_axis_off()
    for axes in (map_axes, key_axes):
        axes.set_xticks([])
        axes.set_yticks([])
    for spine in map_axes.spines.values():
        spine.set(edgecolor=INK, linewidth=0.8)
    view = fit(map_axes, bounds_of(layers))
    marks = Marks()
    draw_ground(view)
    marks.boxes += draw_frame(view, language, told_positions(layers))
    if "areas" in shown:
        draw_areas(view, layers)
    if "flows" in shown:
        draw_flows(view, layers, marks)
    if "places" in shown:
        draw_places(view, layers, marks)
    if "events" in shown:
        draw_symbols(view, layers, marks)
    names, missed = draw_names(view, layers, marks, language=language, shown=shown)
    draw_key(key_axes, layers, language=language, shown=shown, missed=missed, outside=beyond(layers, view, language))
    draw_words(figure, layers, language=language, shown=shown, title=title)
    return figure, names
