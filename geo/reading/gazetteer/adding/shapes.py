"""Geometries of somebody's layer: a point on each and how far it reaches from there, in EPSG:4326."""

from typing import TYPE_CHECKING

from geo.coordinates import Position, check, fast_distance_km

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["point_and_reach"]


def point_and_reach(geometry: "BaseGeometry") -> tuple[Position, float]:
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
    corners = shapely.get_coordinates(geometry)
    for x, y in corners[[0, -1]].tolist():
        check(x, y)  # before anything is computed of it
    point = geometry.representative_point()
    lon, lat = check(float(point.x), float(point.y))
    if len(corners) == 1:
        return (lon, lat), 0.0
    hull = shapely.get_coordinates(geometry.convex_hull).tolist()
    return (lon, lat), max(fast_distance_km(lon, lat, *check(x, y)) for x, y in hull)
