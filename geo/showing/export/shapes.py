"""Geometries as RFC 7946 wants them: right-hand rings, six decimals, nothing beyond 180 degrees, bounding boxes."""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.coordinates import round6, split_antimeridian, unwrap
from geo.parts import polygons, wrapped

__all__ = ["BBox", "bbox_of", "cover", "line_member", "member", "reduced"]

BBox = tuple[float, float, float, float]

_DETAIL = 400  # an area's outline is told to this part of its size: a governorate to some 200 m, a country to 3 km
_FINEST_DEGREES, _COARSEST_DEGREES = 0.001, 0.03
_SPECK = 1e-5  # islands smaller than this share of the whole are left out of an area's outline
_GRID = 1e-6
_HALF_TURN = 180.0


@lru_cache(maxsize=256)
def reduced(shape: BaseGeometry) -> BaseGeometry:
    """Reduce the outline of an area to what a map of it shows; it stays valid.

    A coast of the basemap has thousands of points, and a file may tell of the same country a hundred times.

    Examples
    --------
    >>> reduced(shapely.box(0, 0, 4, 2)).equals(shapely.box(0, 0, 4, 2))
    True
    """
    whole = wrapped(shape)
    tolerance = min(_COARSEST_DEGREES, max(_FINEST_DEGREES, math.sqrt(whole.area) / _DETAIL))
    parts = shapely.get_parts(whole)
    areas = shapely.area(parts)
    body = shapely.multipolygons(parts[(areas >= _SPECK * whole.area) | (areas == areas.max())])
    simple = polygons(shapely.set_precision(body.simplify(tolerance), _GRID))
    return shapely.orient_polygons(simple, exterior_cw=False)


def member(shape: BaseGeometry | None) -> dict[str, Any] | None:
    """Write a geometry as the ``geometry`` member of a feature; None where nothing is known.

    Points and lines lie within 180 degrees already; polygons are turned so that the right hand is outside.

    Examples
    --------
    >>> member(shapely.Point(20.06666666, 32.1))
    {'type': 'Point', 'coordinates': [20.066667, 32.1]}
    """
    if shape is None or shape.is_empty:
        return None
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        shape = shapely.orient_polygons(wrapped(shape), exterior_cw=False)
    parts = shapely.get_parts(shape)
    mapped = (parts[0] if len(parts) == 1 else shape).__geo_interface__
    return {"type": mapped["type"], "coordinates": _rounded(mapped["coordinates"])}


def line_member(start: tuple[float, float], end: tuple[float, float]) -> dict[str, Any] | None:
    """Write the straight line between two positions; over the antimeridian as two pieces, None between equal ones.

    Examples
    --------
    >>> line_member((170, 0), (-170, 10))["coordinates"]
    [[[170.0, 0.0], [180.0, 5.0]], [[-180.0, 5.0], [-170.0, 10.0]]]
    """
    if start == end:
        return None
    pieces = [_rounded(piece) for piece in split_antimeridian(unwrap([start, end]))]
    if len(pieces) == 1:
        return {"type": "LineString", "coordinates": pieces[0]}
    return {"type": "MultiLineString", "coordinates": pieces}


def _rounded(values: Any) -> Any:
    if isinstance(values, int | float):
        return round6(values)
    return [_rounded(value) for value in values]


def bbox_of(geometry: dict[str, Any] | None) -> BBox | None:
    """Return the bounds of a ``geometry`` member: west, south, east, north.

    What lies on both sides of the antimeridian has its west east of its east, as RFC 7946, 5.2 says.

    Examples
    --------
    >>> bbox_of({"type": "Point", "coordinates": [20.0, 32.0]})
    (20.0, 32.0, 20.0, 32.0)
    >>> bbox_of({"type": "MultiLineString", "coordinates": [[[170, 0], [180, 5]], [[-180, 5], [-170, 10]]]})
    (170.0, 0, -170.0, 10)
    """
    if geometry is None:
        return None
    parts = {"Point": [[geometry["coordinates"]]], "LineString": [geometry["coordinates"]]}.get(geometry["type"])
    if parts is None:
        parts = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            parts = parts[:1]
        elif geometry["type"] == "MultiPolygon":
            parts = [polygon[0] for polygon in parts]
    boxes = [_box(part) for part in parts]
    west, _, east, _ = _hull(boxes)
    return _arc(boxes) if len(boxes) > 1 and east - west > _HALF_TURN else _hull(boxes)


def cover(boxes: Iterable[BBox | None]) -> BBox | None:
    """Return the bounds of several; None of none. They cross the antimeridian only where one of them does.

    Examples
    --------
    >>> cover([(0, 0, 1, 1), None, (5, -2, 6, 0)])
    (0, -2, 6, 1)
    >>> cover([(170, 0, -170, 1), (100, 0, 110, 1)])
    (100.0, 0, -170.0, 1)
    """
    told = [box for box in boxes if box is not None]
    if not told:
        return None
    return _arc(told) if any(west > east for west, _, east, _ in told) else _hull(told)


def _box(positions: Sequence[Sequence[float]]) -> BBox:
    lons, lats = [position[0] for position in positions], [position[1] for position in positions]
    return min(lons), min(lats), max(lons), max(lats)


def _hull(boxes: Sequence[BBox]) -> BBox:
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _arc(boxes: Sequence[BBox]) -> BBox:
    """Return the shortest stretch of longitudes that holds all boxes: all but the widest gap."""
    spans = sorted((west, west + (east - west) % 360) for west, _, east, _ in boxes)
    widest, west, east = 0.0, -180.0, 180.0
    reach = max(end for _, end in spans) - 360  # what runs over the seam reaches into the first gap
    for start, end in spans:
        if start - reach > widest:
            widest, west, east = start - reach, start, reach
        reach = max(reach, end)
    east += 360 if east < -180 else -360 if east > 180 else 0
    return round6(west), min(box[1] for box in boxes), round6(east), max(box[3] for box in boxes)
