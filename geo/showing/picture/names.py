"""Names in a picture: none over another, over a symbol or off the map; the most told first, and none where no room is.

Places are found by textalloc (MIT), which tries positions around each point; the order of the list is the priority.
"""

import contextlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.showing import labels
from geo.showing.layers import Layers
from geo.showing.picture.crowds import short_number
from geo.showing.picture.ground import Box, country_names
from geo.showing.picture.marks import Marks
from geo.showing.picture.text import FONT, INK, drawable, halo, shortened
from geo.showing.picture.view import View
from geo.showing.style import area_opacity, load_palette

if TYPE_CHECKING:
    from matplotlib.text import Text

__all__ = ["Name", "draw_names", "names_of"]

_LONGEST = 40
_FAINT = "#4a5462"
_MOST = 120  # names in a picture: more cannot be read, and take long to place
_AIR = 1.0  # points around a name that other names keep free
_SPACING = 4.0  # points between the marks that stand for a symbol
_NEAR, _FAR = 0.006, 0.075  # of the map's width: how far a name may stand from its point
_COUNTRY_FAR = 0.03
_MARGIN = 0.003
_INSET = 0.008  # of the map: no name stands on its edge
_CANDIDATES, _COUNTRY_CANDIDATES = 240, 80
_EACH = 4  # of the points along a flow: names keep away from the pieces between
_MOST_PIECES = 700  # of all flows: with more of them they are longer, as each costs its time with each name


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """A name, where it belongs, and how it looks."""

    text: str
    lon: float
    lat: float
    size: float
    colour: str
    weight: str = "normal"


def names_of(
    layers: Layers,
    language: str,
    shown: Sequence[str],
    letters: Mapping[str, str] | None = None,
    view: View | None = None,
) -> list[Name]:
    """Return the names to be placed, the most important first: what carries records, then what is only named.

    Parameters
    ----------
    letters
        Id of a flow -> the letter that leads to it in a list beside the map.
    view
        A flow whose middle is not in it has its letter in the middle of what is seen of it.
    """
    palette = load_palette()
    found: list[tuple[tuple[float, ...], Name]] = []
    if "places" in shown or "events" in shown:
        for row in layers.places.to_dict("records"):
            records = int(row["n_events"] + row["n_flows"])
            name = Name(
                text=_name(row, language),
                lon=float(row["lon"]),
                lat=float(row["lat"]),
                size=9.0 if records else 7.5,
                colour=INK if records else _FAINT,
                weight="bold" if records else "normal",
            )
            found.append(((0.0 if records else 3.0, -records, -float(row["n_mentions"])), name))
    if "areas" in shown:
        for row in layers.areas.to_dict("records"):
            if row["geometry"] is None or row["opacity"] <= area_opacity(0):
                continue
            name = Name(
                text=_name(row, language),
                lon=float(row["label_lon"]),
                lat=float(row["label_lat"]),
                size=8.5,
                colour=_darker(palette.area_colour),
                weight="bold",
            )
            found.append(((1.0, -float(row["n_events"] + row["n_flows"]), 0.0), name))
    if "flows" in shown:
        for row in layers.flows[layers.flows.geometry.notna()].to_dict("records"):
            letter = (letters or {}).get(row["id"], "")
            told = " · ".join(filter(None, [letter, labels.amount(row, language) if row["count"] != 1 else ""]))
            if told:
                middle = row["geometry"].interpolate(0.5, normalized=True)
                if view is not None and not view.holds(middle.x, middle.y):
                    middle = _seen_middle(row["geometry"], view) or middle
                name = Name(text=told, lon=middle.x, lat=middle.y, size=7.5, colour=row["colour"], weight="bold")
                found.append(((2.0 if letters is None else 0.5, -float(row["amount"]), 0.0), name))
        found += _bundle_names(layers, view)
    ordered = sorted(found, key=lambda one: (one[0], one[1].text, one[1].lon))
    return [name for _, name in ordered]


def _bundle_names(layers: Layers, view: View | None) -> list[tuple[tuple[float, ...], Name]]:
    """Return how many flows each bundle gathers, as names with their rank."""
    found: list[tuple[tuple[float, ...], Name]] = []
    for row in layers.bundles[(layers.bundles["n"] > 1) & layers.bundles.geometry.notna()].to_dict("records"):
        middle = row["geometry"].interpolate(0.5, normalized=True)
        if view is not None and not view.holds(middle.x, middle.y):
            middle = _seen_middle(row["geometry"], view) or middle
        told = short_number(int(row["n"]))
        name = Name(text=told, lon=middle.x, lat=middle.y, size=7.5, colour=row["colour"], weight="bold")
        found.append(((2.0, -float(row["n"]), 0.0), name))
    return found


def _seen_middle(line: BaseGeometry, view: View) -> BaseGeometry | None:
    """Return the middle of the longest piece of a line that is in a picture; None where none is."""
    points = view.to_pixels(shapely.get_coordinates(line))
    pieces = shapely.get_parts(shapely.clip_by_rect(shapely.linestrings(points), *view.pixels))
    if not len(pieces):
        return None
    middle = max(pieces, key=lambda piece: float(piece.length)).interpolate(0.5, normalized=True)
    return shapely.Point(*view.to_positions(np.array([[middle.x, middle.y]]))[0])


def _name(row: Any, language: str) -> str:
    return shortened(drawable(labels.place_name(str(row["name"]), str(row["name_ar"]), language)), _LONGEST)


def _darker(colour: str) -> str:
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return "#" + "".join(f"{round(part * 0.55):02x}" for part in parts)


def draw_names(
    view: View,
    layers: Layers,
    marks: Marks,
    *,
    language: str,
    shown: Sequence[str],
    letters: Mapping[str, str] | None = None,
    scale: float = 1.0,
) -> tuple[list[Box], int]:
    """Draw the names, then those of countries where room is left.

    Parameters
    ----------
    scale
        How large letters are, against those of a slide.

    Returns
    -------
    tuple
        The boxes of the names drawn, in pixels, and how many of what carries records found no room.
    """
    wanted = [
        name
        for name in names_of(layers, language, shown, letters, view)
        if name.text and view.holds(name.lon, name.lat)
    ]
    wanted = [replace(name, size=name.size * scale) for name in wanted]
    placed = _place(view, wanted[:_MOST], marks, far=_FAR, lines=True)
    drawn = [_box(view, text) for text in placed if text is not None]
    missed = sum(
        text is None and name.weight == "bold"
        for name, text in zip(wanted, [*placed, *[None] * len(wanted)], strict=False)
    )
    air = _AIR * float(view.axes.figure.dpi) / 72
    marks.boxes += [(left - air, low - air, right + air, high + air) for left, low, right, high in drawn]
    countries = [
        Name(
            text=_spread(drawable(name), language),
            lon=lon,
            lat=lat,
            size=7.5 * scale,
            colour=load_palette().basemap["label"],
        )
        for name, lon, lat in country_names(view, language)
    ]
    told = {name.text.casefold() for name in wanted}
    countries = [name for name in countries if name.text.casefold() not in told]
    placed = _place(view, countries, marks, far=_COUNTRY_FAR, lines=False)
    return drawn + [_box(view, text) for text in placed if text is not None], missed


def _spread(text: str, language: str) -> str:
    """Write the name of a country as maps do: in capitals; Arabic has none, and joins its letters."""
    return text if labels.direction(language) == "rtl" else text.upper()


def _box(view: View, text: "Text") -> Box:
    extent = text.get_window_extent(view.axes.figure.canvas.get_renderer())  # type: ignore[attr-defined]
    return float(extent.x0), float(extent.y0), float(extent.x1), float(extent.y1)


def _place(view: View, names: Sequence[Name], marks: Marks, *, far: float, lines: bool) -> list["Text | None"]:
    """Let textalloc find a place for each name; None for one that has none."""
    if not names:
        return []
    import textalloc
    from matplotlib.text import Text

    points = _points(view, marks)
    each = max(_EACH, -(-sum(map(len, marks.lines)) // _MOST_PIECES))
    flows = [view.to_plane(line[::each]) for line in marks.lines]
    left, bottom, right, top = view.limits
    wide, high = _INSET * (right - left), _INSET * (top - bottom)
    at = view.projection.to_plane(np.array([[name.lon, name.lat] for name in names]))
    lines_there: dict[str, Any] = {}
    if flows:
        lines_there = {"x_lines": [line[:, 0] for line in flows], "y_lines": [line[:, 1] for line in flows]}
    with contextlib.redirect_stdout(io.StringIO()), _undrawn(view):  # it prints when there is no room
        _, _, texts, _ = textalloc.allocate(
            view.axes,
            at[:, 0].tolist(),
            at[:, 1].tolist(),
            [name.text for name in names],
            x_scatter=points[:, 0],
            y_scatter=points[:, 1],
            **lines_there,
            textsize=[name.size for name in names],
            textcolor=[name.colour for name in names],
            fontweight=[name.weight for name in names],
            linecolor="#8a93a0",
            linewidth=0.6,
            draw_lines=lines,
            draw_all=False,
            min_distance=_NEAR,
            max_distance=far,
            margin=_MARGIN,
            nbr_candidates=_CANDIDATES if lines else _COUNTRY_CANDIDATES,
            fontfamily=FONT,
            parse_math=False,
            path_effects=halo(),
            xlims=(left + wide, right - wide),
            ylims=(bottom + high, top - high),
            zorder=5.5,
            plot_kwargs={"zorder": 3.6, "scalex": False, "scaley": False},
        )
    return [text if isinstance(text, Text) else None for text in texts]


@contextlib.contextmanager
def _undrawn(view: View) -> Iterator[None]:
    """Keep the page from being drawn: textalloc does that each time, and needs the sizes of its texts only."""
    figure = view.axes.get_figure(root=True)
    shown = [axes for axes in figure.axes if axes.get_visible()] if figure else []
    for axes in shown:
        axes.set_visible(False)
    try:
        yield
    finally:
        for axes in shown:
            axes.set_visible(True)


def _points(view: View, marks: Marks) -> "np.ndarray[Any, np.dtype[np.float64]]":
    """Return points all over the boxes that are taken: what textalloc keeps away from."""
    step = _SPACING * float(view.axes.figure.dpi) / 72
    left, bottom, right, top = view.limits
    points = [[left - 0.1 * (right - left), bottom - 0.1 * (top - bottom)]]  # out of the picture: there must be one
    for west, south, east, north in marks.boxes:
        columns = np.linspace(west, east, max(2, round((east - west) / step) + 1))
        rows = np.linspace(south, north, max(2, round((north - south) / step) + 1))
        grid = np.array(np.meshgrid(columns, rows)).reshape(2, -1).T
        points += view.to_plane(grid).tolist()
    return np.array(points, dtype=float)
