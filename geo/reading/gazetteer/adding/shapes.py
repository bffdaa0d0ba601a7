"""Geometries of somebody's layer: a point on each and how far it reaches from there, in EPSG:4326."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from geo.coordinates import Position, check, fast_distance_km
from geo.errors import GazetteerError

if TYPE_CHECKING:
    import numpy as np
    from shapely.geometry.base import BaseGeometry

__all__ = ["SHAPE_FAULTS", "Transform", "point_and_reach", "transform_from"]

# What malformed geometries provoke in shapely and in our own reading of them, beside its own errors (ValueErrors).
SHAPE_FAULTS = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
    NotImplementedError,  # arcs
)

Transform = Callable[["np.ndarray[Any, Any]"], "np.ndarray[Any, Any]"]
_CRS = re.compile(r"(?:urn:ogc:def:crs:)?(?:EPSG|OGC)(?::[0-9.]*)?:(CRS84|[0-9]{1,6})", re.IGNORECASE)
_SAME = {"4326", "CRS84"}


def transform_from(crs: str, *, name: str) -> Transform | None:
    """Make what turns positions of a reference system into longitude and latitude; None where they are that already.

    Parameters
    ----------
    crs
        ``EPSG:32633``, ``urn:ogc:def:crs:EPSG::3857``, ``OGC:CRS84``, or a definition in WKT.
    name
        Of the file, for the error.

    Raises
    ------
    GazetteerError
        When nobody knows such a system.

    Examples
    --------
    >>> transform_from("urn:ogc:def:crs:OGC:1.3:CRS84", name="a.geojson") is None
    True
    """
    code = _CRS.fullmatch(crs.strip())
    if code and code[1].upper() in _SAME:
        return None
    import numpy as np
    from pyproj import CRS, Transformer
    from pyproj.exceptions import ProjError

    try:
        system = CRS.from_epsg(int(code[1])) if code else CRS.from_wkt(crs)
        transformer = Transformer.from_crs(system, CRS.from_epsg(4326), always_xy=True)
    except ProjError as error:
        raise GazetteerError(f"{name}: no reference system {crs[:80]!r} is known: save it in EPSG:4326") from error
    return lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))


def point_and_reach(geometry: "BaseGeometry", transform: Transform | None = None) -> tuple[Position, float]:
    """Return a point on a geometry, and the km from it to the farthest of the geometry's own; 0 for a point.

    Raises
    ------
    CoordinateError
        When it is not on Earth.
    ValueError
        When it is empty.

    Examples
    --------
    >>> from shapely import Point, box
    >>> point_and_reach(Point(20.07, 32.11))
    ((20.07, 32.11), 0.0)
    >>> round(point_and_reach(box(20, 32, 20.2, 32.2))[1], 1)
    14.6
    """
    import shapely

    if geometry.is_empty:
        raise ValueError("its geometry is empty")
    if transform is not None:
        geometry = shapely.transform(shapely.force_2d(geometry), transform)
    corners = shapely.get_coordinates(geometry)
    for x, y in corners[[0, -1]].tolist():
        check(x, y)  # before anything is computed of it
    point = geometry.representative_point()
    lon, lat = check(float(point.x), float(point.y))
    if len(corners) == 1:
        return (lon, lat), 0.0
    hull = shapely.get_coordinates(geometry.convex_hull).tolist()
    return (lon, lat), max(fast_distance_km(lon, lat, *check(x, y)) for x, y in hull)
