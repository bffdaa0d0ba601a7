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
from geo.showing.layers import LAYERS, Layers, LegendEntry
from geo.showing.picture.crowds import draw_area_glyphs, draw_bundles, draw_cells, draw_heat, draw_stubs
from geo.showing.picture.ground import Box, draw_frame, draw_ground
from geo.showing.picture.key import draw_key, heat_entries, stub_entries
from geo.showing.picture.marks import Marks, draw_areas, draw_flows, draw_places, draw_symbols
from geo.showing.picture.names import draw_names
from geo.showing.picture.overlays import draw_overlays, overlay_entries
from geo.showing.picture.selected import draw_box, draw_selected
from geo.showing.picture.setting import Account, Mark, Setting, account_of
from geo.showing.picture.text import INK, picture_words
from geo.showing.picture.view import View, beyond, bounds_of, fit, fit_window, told_positions
from geo.showing.picture.words import draw_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "DPI",
    "SIZE_INCHES",
    "Account",
    "Mark",
    "Setting",
    "account_of",
    "draw",
    "picture",
    "write_picture",
]

SIZE_INCHES = (40 / 3, 7.5)
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
    setting: Setting | None = None,
) -> bytes:
    """Draw the map and return it as PNG.

    Parameters
    ----------
    layers
        See `geo.showing.layers.build_layers`.
    shown
        Names of the layers to draw; their order does not matter.
    language
        Of names and words, with the reader's way to write dates; in Arabic the page runs from right to left.
    title
        Of the picture; a plain one unless given.
    setting
        What a map shows beside its layers: see `Setting`.
    """
    look = {"shown": shown, "language": language, "title": title, "setting": setting}
    figure = draw(layers, size_inches=size_inches, dpi=dpi, **look)[0]  # type: ignore[arg-type]
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
    setting: Setting | None = None,
) -> None:
    """Draw the map into a PNG file, whole or not at all.

    Raises
    ------
    ExportError
        When the file is there and may not be overwritten, or cannot be written.
    """
    drawn = picture(layers, shown=shown, language=language, title=title, setting=setting)
    write_whole(path, [drawn], overwrite=overwrite)


def draw(
    layers: Layers,
    *,
    shown: Sequence[str] = LAYERS,
    language: str = "en",
    title: str = "",
    size_inches: tuple[float, float] = SIZE_INCHES,
    dpi: int = DPI,
    setting: Setting | None = None,
) -> tuple["Figure", list[Box]]:
    """Draw the map as a figure; return it with the boxes of the names on the map, in pixels."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    setting = setting or Setting()
    figure = Figure(figsize=size_inches, dpi=dpi, facecolor="white")
    FigureCanvasAgg(figure)
    map_axes, key_axes = _axes(figure, rtl=labels.direction(language) == "rtl")
    view = fit_window(map_axes, setting.box) if setting.box else fit(map_axes, bounds_of(layers))
    marks = Marks(frame=view.pixels if setting.box else None)
    draw_ground(view)
    marks.boxes += draw_frame(view, language, told_positions(layers))
    more, crowded = _draw_marks(view, layers, marks, shown, setting)
    names, missed = draw_names(view, layers, marks, language=language, shown=shown)
    draw_key(
        key_axes,
        layers,
        language=language,
        shown=shown,
        missed=missed,
        outside=[] if _is_gathered(layers) else beyond(layers, view, language),
        more=more,
        said=_said(layers, language, setting, crowded),
        flow_measure=setting.flow_measure,
    )
    draw_words(figure, layers, language=language, shown=shown, title=title, setting=setting)
    return figure, names


def _axes(figure: "Figure", *, rtl: bool) -> tuple["Axes", "Axes"]:
    """Make room for the map and, where reading ends, for its legend."""
    wide, narrow, low, high = 0.755, 0.185, 0.088, 0.787
    map_axes = figure.add_axes((1 - 0.03 - wide if rtl else 0.03, low, wide, high))
    key_axes = figure.add_axes((0.02 if rtl else 1 - 0.02 - narrow, low, narrow - 0.008 * rtl, high))
    key_axes.set_axis_off()
    for axes in (map_axes, key_axes):
        axes.set_xticks([])
        axes.set_yticks([])
    for spine in map_axes.spines.values():
        spine.set(edgecolor=INK, linewidth=0.8)
    return map_axes, key_axes


def _draw_marks(
    view: View, layers: Layers, marks: Marks, shown: Sequence[str], setting: Setting
) -> tuple[list[LegendEntry], int]:
    """Draw what the map tells of, from the lowest layer to the highest.

    Return what the legend needs beside its own, and how many areas have no room for their symbols.
    """
    crowded = 0
    more = overlay_entries(setting.overlays)
    if "heat" in shown:
        draw_heat(view, layers)
        more += heat_entries(layers)
    if "areas" in shown:
        draw_areas(view, layers)
    draw_overlays(view, setting.overlays)
    if "flows" in shown:
        draw_bundles(view, layers, marks)
        draw_flows(view, layers, marks)
    if "places" in shown:
        draw_places(view, layers, marks)
    if "events" in shown:
        draw_cells(view, layers, marks)
        if len(layers.cells):
            crowded = draw_area_glyphs(view, layers, marks)
        draw_symbols(view, layers, marks)
    if "flows" in shown:
        draw_stubs(view, layers, marks)
        more += stub_entries(layers)
    if setting.chosen_box:
        draw_box(view, setting.chosen_box)
    if setting.selected and draw_selected(view, layers, marks, setting.selected):
        words = {language: picture_words("selected", language) for language in labels.LANGUAGES}
        more.append(LegendEntry(layer="selected", key="selected", words=words, colour=INK))
    return more, crowded


def _is_gathered(layers: Layers) -> bool:
    """Say whether the layers are those of a view, with rings and bundles for what is too much to be drawn."""
    return bool(len(layers.cells) or len(layers.bundles))


def _said(layers: Layers, language: str, setting: Setting, crowded: int) -> list[str]:
    """Say what stands for many, and of what the counts are."""
    told = [key for key, table in (("rings", layers.cells), ("bundles", layers.bundles)) if len(table)]
    told += ["all_counted"] if setting.box else []
    missed = {"left_out": setting.left_out, "crowded": crowded}
    said = [picture_words(key, language, n=f"{n:,}") for key, n in missed.items() if n]
    return [*said, *(picture_words(key, language) for key in told)]
