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
from geo.showing.picture.text import INK, MUTED, page_of, picture_words, put
from geo.showing.picture.view import View

__all__ = [
    "Box",
    "country_names",
    "draw_frame",
    "draw_ground",
    "has_disputed",
    "lands",
    "outline",
    "scale_length",
    "seen_of",
]

Box = tuple[float, float, float, float]
"""Left, bottom, right, top on the page, in pixels."""

_STEPS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 30)
_LINES = 9  # of the graticule, at most about so many across
_CORNER = 0.03  # of the picture's height: a number so low would meet one below the map
_METRES = 1000
_LEAST_BAR = 62.0  # points: a shorter scale bar has no room for a number in its middle
_WIDE_KM = 300  # across: a picture that shows less names the latitude of its scale more finely
_BENDS = 61  # points of a meridian or parallel
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

    parts = shapely.get_parts(shape)
    areas = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings = np.concatenate([shapely.get_rings(parts[areas]), parts[~areas]])
    points, of = shapely.get_coordinates(rings, return_index=True)
    if not len(points):
        return Path(np.zeros((0, 2)))
    codes = np.full(len(points), Path.LINETO, dtype=Path.code_type)
    starts = np.flatnonzero(np.diff(of, prepend=-1))
    codes[starts] = Path.MOVETO
    ends = np.append(starts[1:], len(points)) - 1
    codes[ends[shapely.is_ring(rings[of[ends]])]] = Path.CLOSEPOLY
    return Path(points, codes)


def seen_of(view: View, shape: BaseGeometry) -> BaseGeometry:
    """Cut off what is out of the picture, a little beyond its edge so that no cut shows; and lay it on the plane."""
    return view.projection.shape(shapely.clip_by_rect(shape, *_around(view)))


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
        paths = [outline(view.projection.shape(shape)) for shape, _ in _seen(view, name)]
        view.axes.add_collection(PathCollection(paths, zorder=zorder, **look), autolim=False)

    draw("countries", zorder=1, facecolor=colours["land"], edgecolor="none")
    _draw_graticule(view)
    draw("areas", zorder=1.2, facecolor="none", edgecolor=colours["area_border"], linewidth=0.5)
    draw("countries", zorder=1.4, facecolor="none", edgecolor=colours["border"], linewidth=0.8)
    dashed = (0, (4, 3))
    draw("disputed", zorder=1.5, facecolor="none", edgecolor=colours["disputed"], linewidth=1.0, linestyle=dashed)


def country_names(view: View, language: str) -> list[tuple[str, float, float]]:
    """Return the names of countries in the picture and where they belong, the largest first."""
    whole = shapely.box(*view.limits)
    found = []
    for shape, properties in _seen(view, "countries"):
        plane = view.projection.shape(shape if shape.is_valid else shape.buffer(0))
        visible = polygons(shapely.intersection(plane, whole))
        share = visible.area / whole.area
        if share >= _NAMED_SHARE and properties["iso"]:
            body = max(shapely.get_parts(visible), key=lambda part: float(part.area))
            point = body.centroid if body.contains(body.centroid) else body.representative_point()
            name = labels.place_name(properties["name"], properties["name_ar"], language)
            lon, lat = view.projection.to_positions(np.array([[point.x, point.y]]))[0]
            found.append((-share, name, float(lon), float(lat)))
    return [(name, x, y) for _, name, x, y in sorted(found)]


def lands() -> list[BaseGeometry]:
    """Return the shapes of all countries."""
    return list(_layers()["countries"][0])


def has_disputed(view: View) -> bool:
    """Say whether a disputed border is in the picture."""
    return bool(_seen(view, "disputed"))


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
    lons = _multiples(view.west, view.east, step)
    lats = _multiples(max(-90.0, view.south), min(90.0, view.north), step)
    for line in [*(_meridian(view, lon) for lon in lons), *(_parallel(view, lat) for lat in lats)]:
        view.axes.plot(*view.projection.to_plane(line).T, scalex=False, scaley=False, **look)


def _meridian(view: View, lon: float) -> NDArray[np.float64]:
    south, north = max(-90.0, view.south), min(90.0, view.north)
    return np.column_stack([np.full(_BENDS, lon), np.linspace(south, north, _BENDS)])


def _parallel(view: View, lat: float) -> NDArray[np.float64]:
    return np.column_stack([np.linspace(view.west, view.east, _BENDS), np.full(_BENDS, lat)])


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
    left, bottom, right, top = view.limits
    edge = max(bottom, -90.0) if view.projection.is_straight else bottom  # a picture may go on where meridians end
    below, beside = bottom - (top - bottom) * 0.008, left - (right - left) * 0.004
    for lon in _multiples(view.west, view.east, step):
        x = _crossing(view.projection.to_plane(_meridian(view, lon))[:, ::-1], edge)
        if x is not None and left <= x <= right:
            put(view.axes, x, below, _degrees(lon, "ew", language), ha="center", va="top", **look)
    for lat in _multiples(max(-90.0, view.south), min(90.0, view.north), step):
        y = _crossing(view.projection.to_plane(_parallel(view, lat)), left)
        if y is not None and bottom + _CORNER * (top - bottom) <= y <= top:
            put(view.axes, beside, y, _degrees(lat, "ns", language), ha="right", va="center", rotation=90, **look)
    return [_draw_scale(view, language, view.to_pixels(taken))]


def _crossing(line: NDArray[np.float64], at: float) -> float | None:
    """Return where a line (rows of an ascending x, and y) crosses an x; None where it does not."""
    x, y = line.T
    if not x[0] <= at <= x[-1]:
        return None
    return float(np.interp(at, x, y))


def _degrees(value: float, sides: str, language: str) -> str:
    value = (value + 180) % 360 - 180 if sides == "ew" else value
    if value in {0, -180}:
        return f"{abs(value):g}°"
    side = picture_words(
        f"side_{('e' if value > 0 else 'w') if sides == 'ew' else ('n' if value > 0 else 's')}", language
    )
    return picture_words("degrees", language, n=f"{abs(value):g}", side=side)


def scale_length(width_km: float) -> float:
    """Return a round length in kilometres for the scale bar of a picture that is so wide: about a fifth of it.

    Examples
    --------
    >>> scale_length(2600), scale_length(40), scale_length(0.9)
    (500.0, 5.0, 0.1)
    """
    target = max(1, round(width_km * _METRES / 5))
    size = 10 ** math.floor(math.log10(target))
    metres = max(step * size for step in (1, 2, 5) if step * size <= target)
    return float(metres) / _METRES


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

    length = scale_length(view.km_across)
    dpi = view.axes.figure.dpi
    unit = dpi / 72
    left_edge, _, right_edge, _ = view.pixels
    bar = length / view.km_across * (right_edge - left_edge)
    wide, high = bar + 62 * unit, 40 * unit
    rtl = labels.direction(language) == "rtl"
    box = _corner(view, wide, high, 8 * unit, taken, rtl=rtl)
    left, bottom = box[:2]

    page = page_of(view.axes)

    def patch(kind: Any, *arguments: Any, **look: Any) -> None:
        view.axes.add_patch(kind(*arguments, transform=page, zorder=6, **look))

    def words(x: float, y: float, text: str, size: float, **more: Any) -> None:
        put(view.axes, x, y, text, size=size, transform=page, zorder=6.1, **more)

    patch(Rectangle, (left, bottom), wide, high, facecolor="white", alpha=0.82, edgecolor="none")
    x, y, thick = left + 12 * unit, bottom + 17 * unit, 3.2 * unit
    for number in range(4):
        colour = INK if number % 2 == 0 else "white"
        place = (x + number * bar / 4, y)
        patch(Rectangle, place, bar / 4, thick, facecolor=colour, edgecolor=INK, linewidth=0.6)
    unit_name, times = ("kilometres", 1) if length >= 1 else ("metres", _METRES)
    for share in (0, 0.5, 1):
        value = length * times * share
        text = f"{value:g}" if share < 1 else picture_words(unit_name, language, n=f"{value:g}")
        if share != 0.5 or bar > _LEAST_BAR * unit:
            words(x + share * bar, y + thick + 3 * unit, text, 7, ha="center", va="bottom")
    latitude = _degrees(round(view.latitude, 0 if view.km_across > _WIDE_KM else 2), "ns", language)
    words(x, bottom + 4.5 * unit, picture_words("scale", language, latitude=latitude), 6.5, colour=MUTED, ha="left")
    arrow_x, arrow_y = left + wide - 15 * unit, bottom + 6 * unit
    northward = _northward(view, np.array([arrow_x, arrow_y + 10 * unit]))
    turn = np.array([[northward[1], northward[0]], [-northward[0], northward[1]]])
    tip = np.array([(0, 10), (4.5, -5), (0, -2), (-4.5, -5)]) @ turn.T * unit + (arrow_x, arrow_y + 10 * unit)
    patch(Polygon, tip, facecolor=INK, edgecolor="none")
    words(arrow_x, arrow_y + 22 * unit, picture_words("north", language), 7.5, ha="center", va="bottom", weight="bold")
    return box


def _northward(view: View, pixel: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the direction of north at a point of the page, of length one."""
    lon, lat = view.to_positions(pixel[None, :])[0]
    here, there = view.to_pixels(np.array([[lon, lat], [lon, lat + 0.1]]))
    along = there - here
    return np.asarray(along / (np.hypot(*along) or 1.0))
