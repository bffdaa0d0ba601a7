"""Cutting the part of a shape that lies in a direction, and what else is done to one geometry.

Geometries go in and come out in EPSG:4326; inside, areas are measured in Lambert's cylindrical equal-area projection,
where meridians and parallels are straight and so a cut along one is exact. Shapely is imported inside of functions, so
that reading documents starts without it.
"""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from geo.coordinates import WINDS, Position
from geo.errors import BasemapError

if TYPE_CHECKING:
    from shapely.geometry import Point
    from shapely.geometry.base import BaseGeometry

__all__ = ["DIRECTIONS", "central_point", "from_ring", "main_body", "part", "polygons", "wrapped"]

DIRECTIONS = (*WINDS, "centre")

SIDE_SHARE = 0.45  # of the area lies beyond the line that cuts off "the east"
HALF = 0.5  # two of these cross in "the north-east"
CENTRE_SHARE = 0.25  # of the area lies outside "the centre" on each side
LEAST_SHARE = 0.1  # a crossing smaller than this is no part: the shape lies along the other diagonal
CORNER_SHARE = 0.25  # what is cut off obliquely instead
MAIN_GAP_DEGREES = 5.0  # islands and exclaves farther away than this belong to no direction of the country
HAIR = 1e-9  # radian, 6 mm: so that a mask does not shave off the edge that it only touches


def part(whole: "BaseGeometry", direction: str) -> "BaseGeometry":
    """Cut off the part of a shape that lies in a direction; it is never empty.

    It is cut from the main body, so that Guiana does not make southern France.

    - ``east`` and the other sides: beyond the meridian or parallel that leaves 45 % of the area there.
    - ``north-east`` and the other corners: where the northern and the eastern half cross. Where that is under a tenth
      of the area (the shape lies along the other diagonal): the quarter that an oblique line cuts off.
    - ``centre``: where the middle halves in both directions cross. Where that is under a tenth (a ring, a sickle): what
      lies around the most central point.

    Raises
    ------
    BasemapError
        When the direction is none of `DIRECTIONS`.

    Examples
    --------
    >>> from shapely import box
    >>> [round(value, 2) for value in part(box(0, 0, 10, 10), "east").bounds]
    [5.5, 0.0, 10.0, 10.0]
    """
    if direction not in DIRECTIONS:
        raise BasemapError(f"direction {direction!r} is unknown: expected one of {', '.join(DIRECTIONS)}")
    import shapely

    body = main_body(whole)
    flat, back = _equal_area(body)
    west, south, east, north = flat.bounds
    frame = shapely.box(west - HAIR, south - HAIR, east + HAIR, north + HAIR)
    for mask in _masks(flat, direction):
        # The mask is brought back and not the part, whose long straight borders would bend on the way.
        cut = polygons(body.intersection(back(shapely.intersection_all([frame, *mask]))))
        if _equal_area(cut)[0].area >= LEAST_SHARE * flat.area:
            break
    return wrapped(cut)


def _masks(flat: "BaseGeometry", direction: str) -> Iterator[list["BaseGeometry"]]:
    """Yield what to cut with, in the order to be tried; the pieces of one mask are to be intersected."""
    import shapely

    if direction == "centre":
        yield [_beyond(flat, bearing, 1 - CENTRE_SHARE) for bearing in (0, 90, 180, 270)]
        yield [_central(flat).buffer(math.sqrt(flat.area / math.pi) / 2)]
        return
    bearing = 45 * WINDS.index(direction)
    if bearing % 90 == 0:
        yield [_beyond(flat, bearing, SIDE_SHARE)]
        return
    yield [_beyond(flat, side, HALF) for side in (bearing - 45, bearing + 45)]
    west, south, east, north = flat.bounds
    oblique = _beyond(flat, bearing, CORNER_SHARE).intersection(shapely.box(west, south, east, north))
    # Many short pieces, since a straight line here is a bent one on the globe's grid.
    yield [shapely.segmentize(oblique, max(east - west, north - south) / 32)]


def _beyond(flat: "BaseGeometry", bearing: float, share: float) -> "BaseGeometry":
    """Return the half-plane that lies in a direction and holds a share of the area."""
    import shapely
    from shapely import affinity

    # Turned so that the direction points upwards, every cut is a horizontal one.
    turned = affinity.rotate(flat, bearing, origin=(0, 0))
    west, south, east, north = turned.bounds
    low, high = south, north
    for _ in range(40):
        middle = (low + high) / 2
        beyond = shapely.clip_by_rect(turned, west - 1, middle, east + 1, north + 1).area
        low, high = (middle, high) if beyond > share * turned.area else (low, middle)
    return affinity.rotate(shapely.box(west - 1, low, east + 1, north + 1), -bearing, origin=(0, 0))


def _equal_area(geometry: "BaseGeometry") -> tuple["BaseGeometry", Any]:
    """Project so that areas are true, and shapes nearly so around the middle latitude; with the way back."""
    import numpy as np
    import shapely

    _, south, _, north = geometry.bounds
    middle = math.cos(math.radians((south + north) / 2))

    def back(flat: "BaseGeometry") -> "BaseGeometry":
        return shapely.transform(
            flat,
            lambda xy: np.column_stack(
                [np.degrees(xy[:, 0] / middle), np.degrees(np.arcsin(np.clip(xy[:, 1] * middle, -1, 1)))]
            ),
        )

    flat = shapely.transform(
        geometry, lambda xy: np.column_stack([np.radians(xy[:, 0]) * middle, np.sin(np.radians(xy[:, 1])) / middle])
    )
    return polygons(flat), back  # a hair-thin sliver may cross itself on the way


def main_body(whole: "BaseGeometry") -> "BaseGeometry":
    """Keep the largest polygon and all that a chain of gaps of at most 5 degrees (between bounds) joins to it.

    Longitudes run past 180 without a jump where a country lies on both sides of the antimeridian (see `wrapped`).

    Examples
    --------
    >>> from shapely import box, union_all
    >>> main_body(union_all([box(0, 0, 3, 3), box(6, 0, 7, 1), box(11, 0, 12, 1), box(60, 0, 61, 1)])).bounds
    (0.0, 0.0, 12.0, 3.0)
    """
    import numpy as np
    import shapely

    parts = shapely.get_parts(whole)
    boxes = shapely.bounds(parts)
    both_sides = boxes[:, 2].max() - boxes[:, 0].min() > 180 and (boxes[:, 2] - boxes[:, 0] < 180).all()
    if both_sides:
        turned = boxes[:, 2] < 0
        parts[turned] = shapely.transform(parts[turned], lambda xy: np.add(xy, (360, 0)))
        boxes[turned] += (360, 0, 360, 0)
    areas = shapely.area(parts)
    chosen = areas == areas.max()
    while True:
        # Gaps between bounding boxes: Canada's 2,000 islands would otherwise take seconds.
        gaps = np.maximum(boxes[:, None, :2] - boxes[None, chosen, 2:], boxes[None, chosen, :2] - boxes[:, None, 2:])
        wider = chosen | (np.hypot(*np.maximum(gaps, 0).min(axis=1).T) <= MAIN_GAP_DEGREES)
        if (wider == chosen).all():
            break
        chosen = wider
    # What touches only at the antimeridian has an edge in common now; otherwise parts of a valid shape stay valid.
    return shapely.union_all(parts[chosen]) if both_sides or chosen.sum() == 1 else shapely.multipolygons(parts[chosen])


def central_point(body: "BaseGeometry") -> "Point":
    """Return the centroid where it lies inside, else a point inside that is near to it.

    Examples
    --------
    >>> from shapely import box
    >>> point = central_point(box(0, 0, 10, 10))
    >>> round(point.x), round(point.y)
    (5, 5)
    """
    flat, back = _equal_area(body)
    point = back(_central(flat))
    return point if body.contains(point) else body.point_on_surface()


def _central(flat: "BaseGeometry") -> "Point":
    centroid = flat.centroid
    if flat.contains(centroid):
        return centroid
    reach = 1.25 * flat.distance(centroid) + 0.01 * math.sqrt(flat.area)
    return polygons(flat.intersection(centroid.buffer(reach))).point_on_surface()


def wrapped(geometry: "BaseGeometry") -> "BaseGeometry":
    """Bring longitudes past 180 back, cut at the antimeridian.

    Examples
    --------
    >>> from shapely import box
    >>> [piece.bounds for piece in wrapped(box(170, 0, 190, 10)).geoms]
    [(-180.0, 0.0, -170.0, 10.0), (170.0, 0.0, 180.0, 10.0)]
    """
    import shapely
    from shapely import affinity

    west, _, east, _ = geometry.bounds
    if west >= -180 and east <= 180:
        return geometry
    turns = range(math.floor((west + 180) / 360), math.ceil((east + 180) / 360))
    pieces = [(geometry.intersection(shapely.box(360 * turn - 180, -90, 360 * turn + 180, 90)), turn) for turn in turns]
    return polygons(shapely.union_all([affinity.translate(piece, -360 * turn) for piece, turn in pieces]))


def polygons(geometry: "BaseGeometry") -> "BaseGeometry":
    """Keep what has an area: a cut along a border leaves lines and points behind.

    Examples
    --------
    >>> from shapely import GeometryCollection, Point, box
    >>> polygons(GeometryCollection([box(0, 0, 1, 1), Point(5, 5)])).bounds
    (0.0, 0.0, 1.0, 1.0)
    """
    import shapely

    if geometry.geom_type in {"Polygon", "MultiPolygon"} and geometry.is_valid:
        return geometry
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(geometry)))
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def from_ring(ring: list[Position], *, pole: float) -> "BaseGeometry":
    """Fill a ring of `geo.coordinates.circle` or ``sector``; ``pole`` is the nearer pole's latitude."""
    from shapely.geometry import Polygon

    if abs(ring[-1][0] - ring[0][0]) > 180:  # around the pole the ring is a line from edge to edge of the map
        ring = [*ring, (ring[-1][0], pole), (ring[0][0], pole)]
    return wrapped(Polygon(ring))
