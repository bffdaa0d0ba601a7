"""The ground of a picture: sea, land, borders, graticule, names of countries, scale bar and north arrow."""

import json
import math
import tempfile
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from geo import basemap
from geo.parts import polygons
from geo.showing import labels, style
from geo.showing.picture.text import INK, MUTED, picture_words, put
from geo.showing.picture.view import View

__all__ = ["Box", "country_names", "draw_frame", "draw_ground", "outline", "scale_length", "seen_of"]

Box = tuple[float, float, float, float]
"""Left, bottom, right, top on the page, in pixels."""

_STEPS = (0.25, 0.5, 1, 2, 5, 10, 15, 30)
_LINES = 9  # of the graticule, at most about so many across
_NAMED_SHARE = 0.004  # of the picture: a smaller piece of a country has no room for its name


@lru_cache(maxsize=1)
def _layers() -> dict[str, tuple[NDArray[Any], list[dict[str, str]]]]:
    """Read countries, first-level areas and disputed borders: shapes and properties."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, path in basemap.browser_layers(FilePath(folder)).items():
            features = json.loads(path.read_text(encoding="utf-8"))["features"]
            shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
            found[name] = (shapes, [feature["properties"] for feature in features])
    return found


def outline(shape: BaseGeometry) -> Any:
    """Return the path of a polygon, holes and all, or of a line."""
    from matplotlib.path import Path

    rings = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            rings += [part.exterior, *part.interiors]
        else:
            rings.append(part)
    paths = []
    for ring in rings:
        points = shapely.get_coordinates(ring)
        codes = np.full(len(points), Path.LINETO, dtype=Path.code_type)
        codes[0] = Path.MOVETO
        if ring.is_ring:
            codes[-1] = Path.CLOSEPOLY
        paths.append(Path(points, codes))
    return Path.make_compound_path(*paths) if paths else Path(np.zeros((0, 2)))


def seen_of(view: View, shape: BaseGeometry) -> BaseGeometry:
    """Cut off what is out of the picture, a little beyond its edge so that no cut shows."""
    return shapely.clip_by_rect(shape, *_around(view))


def _around(view: View) -> tuple[float, float, float, float]:
    wide, high = 0.05 * (view.east - view.west), 0.05 * (view.north - view.south)
    return view.west - wide, view.south - high, view.east + wide, view.north + high


def _seen(view: View, name: str) -> list[tuple[BaseGeometry, dict[str, str]]]:
    """Return what of a layer is in the picture."""
    west, south, east, north = _around(view)
    shapes, properties = _layers()[name]
    seen: list[tuple[BaseGeometry, dict[str, str]]] = []
    for turn in (-360.0, 0.0, 360.0):  # a picture across the antimeridian shows some of it a turn away
        if west - turn > 180 or east - turn < -180:
            continue
        box = (west - turn, south, east - turn, north)
        for place in np.flatnonzero(shapely.intersects(shapes, shapely.box(*box))):
            cut = shapely.clip_by_rect(shapes[place], *box)
            if not cut.is_empty:
                seen.append((affinity.translate(cut, turn), properties[place]))
    return seen


def draw_ground(view: View) -> None:
    """Draw sea, land, first-level areas, borders, disputed ones dashed, and the graticule."""
    from matplotlib.collections import PathCollection

    colours = style.load_palette().basemap
    view.axes.set_facecolor(colours["sea"])

    def draw(name: str, *, zorder: float, **look: Any) -> None:
        paths = [outline(shape) for shape, _ in _seen(view, name)]
        view.axes.add_collection(PathCollection(paths, zorder=zorder, **look), autolim=False)

    draw("countries", zorder=1, facecolor=colours["land"], edgecolor="none")
    _draw_graticule(view)
    draw("areas", zorder=1.2, facecolor="none", edgecolor=colours["area_border"], linewidth=0.5)
    draw("countries", zorder=1.4, facecolor="none", edgecolor=colours["border"], linewidth=0.8)
    dashed = (0, (4, 3))
    draw("disputed", zorder=1.5, facecolor="none", edgecolor=colours["disputed"], linewidth=1.0, linestyle=dashed)


def country_names(view: View, language: str) -> list[tuple[str, float, float]]:
    """Return the names of countries in the picture and where they belong, the largest first."""
    whole = shapely.box(view.west, view.south, view.east, view.north)
    found = []
    for shape, properties in _seen(view, "countries"):
        visible = polygons(shapely.intersection(shape if shape.is_valid else shape.buffer(0), whole))
        share = visible.area / whole.area
        if share >= _NAMED_SHARE and properties["iso"]:
            body = max(shapely.get_parts(visible), key=lambda part: float(part.area))
            point = body.centroid if body.contains(body.centroid) else body.representative_point()
            name = labels.place_name(properties["name"], properties["name_ar"], language)
            found.append((-share, name, point.x, point.y))
    return [(name, x, y) for _, name, x, y in sorted(found)]


def _step(span: float) -> float:
    return next((step for step in _STEPS if span / step <= _LINES), _STEPS[-1])


def _draw_graticule(view: View) -> None:
    step = _step(view.east - view.west)
    look: dict[str, Any] = {
        "color": style.load_palette().basemap["border"],
        "linewidth": 0.35,
        "alpha": 0.35,
        "zorder": 1.1,
    }
    for lon in _multiples(view.west, view.east, step):
        view.axes.plot([lon, lon], [view.south, view.north], scalex=False, scaley=False, **look)
    for lat in _multiples(view.south, view.north, step):
        view.axes.plot([view.west, view.east], [lat, lat], scalex=False, scaley=False, **look)


def _multiples(low: float, high: float, step: float) -> list[float]:
    return [step * n for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def draw_frame(view: View, language: str, taken: NDArray[np.float64]) -> list[Box]:
    """Draw the numbers of the graticule, the scale bar and the north arrow.

    Parameters
    ----------
    taken
        Positions (rows of longitude and latitude) that should not be hidden.

    Returns
    -------
    list of boxes
        What they take of the map, in pixels.
    """
    step = _step(view.east - view.west)
    look: dict[str, Any] = {"size": 6.5, "colour": MUTED, "zorder": 6, "clip_on": False}
    high = (view.north - view.south) * 0.008
    for lon in _multiples(view.west, view.east, step):
        put(view.axes, lon, view.south - high, _degrees(lon, "ew", language), ha="center", va="top", **look)
    for lat in _multiples(view.south, view.north, step):
        left = view.west - (view.east - view.west) * 0.004
        put(view.axes, left, lat, _degrees(lat, "ns", language), ha="right", va="center", rotation=90, **look)
    return [_draw_scale(view, language, view.to_pixels(taken))]


def _degrees(value: float, sides: str, language: str) -> str:
    value = (value + 180) % 360 - 180 if sides == "ew" else value
    if value in {0, -180}:
        return f"{abs(value):g}°"
    side = picture_words(
        f"side_{('e' if value > 0 else 'w') if sides == 'ew' else ('n' if value > 0 else 's')}", language
    )
    return picture_words("degrees", language, n=f"{abs(value):g}", side=side)


def scale_length(width_km: float) -> int:
    """Return a round length for the scale bar of a picture that is so wide: about a fifth of it.

    Examples
    --------
    >>> scale_length(2600), scale_length(40)
    (500, 5)
    """
    target = max(1.0, width_km / 5)
    size = 10 ** math.floor(math.log10(target))
    return int(max(step * size for step in (1, 2, 5) if step * size <= target))


def _corner(view: View, wide: float, high: float, pad: float, taken: NDArray[np.float64], *, rtl: bool) -> Box:
    """Choose the corner in which a box hides the least: below where reading begins, if nothing is there."""
    left, bottom, right, top = view.pixels
    columns = [left + pad, right - pad - wide]
    boxes = []
    for y in (bottom + pad, top - pad - high):
        boxes += [(x, y, x + wide, y + high) for x in (columns[::-1] if rtl else columns)]

    def hidden(box: Box) -> int:
        x, y = taken.T
        return int(((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])).sum())

    return min(boxes, key=hidden)


def _draw_scale(view: View, language: str, taken: NDArray[np.float64]) -> Box:
    """Draw the scale bar and the north arrow in a corner; return their box in pixels."""
    from matplotlib.patches import Polygon, Rectangle

    per_degree = view.km_per_degree
    length = scale_length((view.east - view.west) * per_degree)
    dpi = view.axes.figure.dpi
    unit = dpi / 72
    left_edge, _, right_edge, _ = view.pixels
    bar = length / per_degree * (right_edge - left_edge) / (view.east - view.west)
    wide, high = bar + 62 * unit, 40 * unit
    rtl = labels.direction(language) == "rtl"
    box = _corner(view, wide, high, 8 * unit, taken, rtl=rtl)
    left, bottom = box[:2]

    def patch(kind: Any, *arguments: Any, **look: Any) -> None:
        view.axes.add_patch(kind(*arguments, transform=None, zorder=6, **look))

    def words(x: float, y: float, text: str, size: float, **more: Any) -> None:
        put(view.axes, x, y, text, size=size, transform=None, zorder=6.1, **more)

    patch(Rectangle, (left, bottom), wide, high, facecolor="white", alpha=0.82, edgecolor="none")
    x, y, thick = left + 12 * unit, bottom + 17 * unit, 3.2 * unit
    for number in range(4):
        colour = INK if number % 2 == 0 else "white"
        place = (x + number * bar / 4, y)
        patch(Rectangle, place, bar / 4, thick, facecolor=colour, edgecolor=INK, linewidth=0.6)
    for share in (0, 0.5, 1):
        value = length * share
        text = f"{value:g}" if share < 1 else picture_words("kilometres", language, n=f"{value:g}")
        words(x + share * bar, y + thick + 3 * unit, text, 7, ha="center", va="bottom")
    latitude = _degrees(round(view.latitude), "ns", language)
    words(x, bottom + 4.5 * unit, picture_words("scale", language, latitude=latitude), 6.5, colour=MUTED, ha="left")
    arrow_x, arrow_y = left + wide - 15 * unit, bottom + 6 * unit
    tip = [(0, 20), (4.5, 5), (0, 8), (-4.5, 5)]
    patch(Polygon, [(arrow_x + dx * unit, arrow_y + dy * unit) for dx, dy in tip], facecolor=INK, edgecolor="none")
    words(arrow_x, arrow_y + 22 * unit, picture_words("north", language), 7.5, ha="center", va="bottom", weight="bold")
    return box
