"""What part of the world a picture shows, and how it lies on the page.

A slide is in the equidistant cylindrical projection with its standard parallel through the middle of the map: there the
scale is true in every direction, and meridians and parallels are straight. A sheet (`fit_equal_area`) is in Lambert's
azimuthal equal-area projection about the middle of the map.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.coordinates import distance_km
from geo.showing import labels
from geo.showing.layers import Layers
from geo.showing.picture.projection import CYLINDRICAL, EqualArea, Projection

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Bounds", "View", "beyond", "bounds_of", "fit", "fit_equal_area", "fit_window", "told_positions"]

Bounds = tuple[float, float, float, float]

_START: Bounds = (8.0, 18.5, 43.0, 38.5)  # Libya to Syria: what an empty map shows
_LEAST_DEGREES = 1.2
_LEAST_WINDOW = 0.001  # degrees: no map comes nearer
_MARGIN = 0.09
_WIDE_AREA = 20.0  # degrees: of a country wider than this only the middle must be seen
_FAR_SHARE = 0.1  # of all records may be left beyond the edge
_LEAST_GAIN = 1.3  # times as large must the rest become for it
_LEAST_SPOTS = 3
_LIMIT = 84.0
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class View:
    """A part of the world on an axes: its bounds, the latitude at which the scale is true, and the projection."""

    axes: "Axes"
    west: float
    south: float
    east: float
    north: float
    latitude: float
    projection: Projection = CYLINDRICAL

    @property
    def km_per_degree(self) -> float:
        """Kilometres to a degree of longitude at the standard parallel."""
        middle = (self.west + self.east) / 2
        return distance_km(_within(middle - 0.5), self.latitude, _within(middle + 0.5), self.latitude)

    @property
    def km_across(self) -> float:
        """Kilometres across the picture where the scale is true."""
        if self.projection.is_straight:
            return (self.east - self.west) * self.km_per_degree
        left, _, right, _ = self.limits
        return right - left

    @property
    def limits(self) -> Bounds:
        """The edges of the picture on the plane: left, bottom, right, top."""
        (left, right), (bottom, top) = self.axes.get_xlim(), self.axes.get_ylim()
        return float(left), float(bottom), float(right), float(top)

    @property
    def pixels(self) -> Bounds:
        """The axes on the page: left, bottom, right, top, in pixels."""
        box = self.axes.get_window_extent()
        return float(box.x0), float(box.y0), float(box.x1), float(box.y1)

    def frame_positions(self) -> NDArray[np.float64]:
        """Return positions all along the frame of the picture, from its lower left corner round to it again."""
        left, bottom, right, top = self.limits
        across, along = np.linspace(left, right, _EDGE_POINTS), np.linspace(bottom, top, _EDGE_POINTS)
        sides = [
            np.column_stack([across, np.full(_EDGE_POINTS, bottom)]),
            np.column_stack([np.full(_EDGE_POINTS, right), along]),
            np.column_stack([across[::-1], np.full(_EDGE_POINTS, top)]),
            np.column_stack([np.full(_EDGE_POINTS, left), along[::-1]]),
        ]
        return self.projection.to_positions(np.vstack(sides))

    def to_pixels(self, positions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where positions (rows of longitude and latitude) are on the page."""
        plane = self.projection.to_plane(np.asarray(positions, dtype=float).reshape(-1, 2))
        return np.asarray(self.axes.transData.transform(plane), dtype=float).reshape(-1, 2)

    def to_plane(self, pixels: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the points of the plane at points of the page."""
        return np.asarray(self.axes.transData.inverted().transform(pixels), dtype=float)

    def to_positions(self, pixels: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the positions of points on the page."""
        return self.projection.to_positions(self.to_plane(pixels))

    def holds(self, lon: float, lat: float) -> bool:
        """Say whether a position is in the picture."""
        if self.projection.is_straight:
            return self.west <= lon <= self.east and self.south <= lat <= self.north
        left, bottom, right, top = self.limits
        x, y = self.projection.to_plane(np.array([[lon, lat]]))[0]
        return bool(left <= x <= right and bottom <= y <= top)


def _within(lon: float) -> float:
    return (lon + 180) % 360 - 180


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place that carries records, by the box that should be in the picture, and how many it carries."""

    name: str
    box: Bounds
    weight: int


def bounds_of(layers: Layers) -> Bounds:
    """Return what the picture must show: what carries events and flows, else what is named, else the region.

    A few records far away (one flow from another continent) do not shrink all the others: they are left beyond the
    edge, as long as they are a small share and the rest gains much by it. `beyond` names them.

    Examples
    --------
    >>> from geo.showing.layers import build_layers
    >>> from geo.workspace.tables import empty_tables
    >>> bounds_of(build_layers(empty_tables())) == _START
    True
    """
    kept = _focus(_spots(layers))
    boxes = [spot.box for spot in kept]
    if not boxes:
        tables = [table for table in (layers.places, layers.areas) if len(table.geometry.dropna())]
        boxes = [_bounds(table.geometry.dropna().total_bounds) for table in tables[:1]]
    if not boxes:
        return _START
    hull = _hull(boxes)
    lines = [_bounds(line.bounds) for line in layers.flows.geometry.dropna()]
    return _hull([hull, *(line for line in lines if _near(line, hull))])


def beyond(layers: Layers, view: View, language: str) -> list[str]:
    """Return the names of places that carry records but lie outside of the picture."""
    spots = _spots(layers, language)
    outside = [
        spot for spot in spots if not view.holds((spot.box[0] + spot.box[2]) / 2, (spot.box[1] + spot.box[3]) / 2)
    ]
    return [spot.name for spot in sorted(outside, key=lambda spot: (-spot.weight, spot.name))]


def told_positions(layers: Layers) -> NDArray[np.float64]:
    """Return the positions (rows of longitude and latitude) of places that carry records, and points of the flows."""
    busy = [layers.places[(layers.places["n_events"] > 0) | (layers.places["n_flows"] > 0)].geometry]
    shapes = [shape for table in (*busy, layers.flows.geometry.dropna()) for shape in table]
    areas = layers.areas[layers.areas["n_events"] > 0]
    middles = areas[["label_lon", "label_lat"]].to_numpy(dtype=float)
    return np.vstack([shapely.get_coordinates(shapes), middles])


def _spots(layers: Layers, language: str = "en") -> list[_Spot]:
    """List what carries records: points, and areas by their bounds, the widest by their middle only."""
    found = []
    for row in [*layers.places.to_dict("records"), *layers.areas.to_dict("records")]:
        weight = int(row["n_events"] + row["n_flows"])
        if not weight or row["geometry"] is None:
            continue
        west, south, east, north = _bounds(row["geometry"].bounds)
        if max(east - west, north - south) > _WIDE_AREA:
            lon, lat = float(row["label_lon"]), float(row["label_lat"])
            west, south, east, north = lon, lat, lon, lat
        name = labels.place_name(str(row["name"]), str(row["name_ar"]), language)
        found.append(_Spot(name, (west, south, east, north), weight))
    return found


def _focus(spots: list[_Spot]) -> list[_Spot]:
    """Leave out the farthest spots while that makes the picture much larger and costs few records."""
    budget = _FAR_SHARE * sum(spot.weight for spot in spots)
    kept = list(spots)
    while len(kept) > _LEAST_SPOTS:
        size = _size(_hull([spot.box for spot in kept]))
        best, best_gain = None, _LEAST_GAIN
        for spot in kept:
            gain = size / _size(_hull([other.box for other in kept if other is not spot]))
            if gain > best_gain and spot.weight <= budget:
                best, best_gain = spot, gain
        if best is None:
            return kept
        budget -= best.weight
        kept.remove(best)
    return kept


def _bounds(values: Iterable[float]) -> Bounds:
    west, south, east, north = map(float, values)
    return west, south, east, north


def _hull(boxes: list[Bounds]) -> Bounds:
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _size(box: Bounds) -> float:
    return (box[2] - box[0] + 1) * (box[3] - box[1] + 1)


def _near(box: Bounds, hull: Bounds) -> bool:
    """Say whether a curve stays in the picture, but for its bow."""
    wide, high = 0.15 * (hull[2] - hull[0]) + 1, 0.15 * (hull[3] - hull[1]) + 1
    return (
        box[0] >= hull[0] - wide and box[1] >= hull[1] - high and box[2] <= hull[2] + wide and box[3] <= hull[3] + high
    )


def fit(axes: "Axes", bounds: Bounds) -> View:
    """Set the limits of an axes so that the bounds fill it with a margin, and the scale is true in the middle."""
    west, south, east, north = bounds
    south, north = max(-_LIMIT, south), min(_LIMIT, north)
    latitude = (south + north) / 2
    squeeze = math.cos(math.radians(latitude))  # a degree of longitude is so much shorter than one of latitude
    box = axes.get_window_extent()
    shape = box.width / box.height
    width = max(east - west, _LEAST_DEGREES / squeeze) * (1 + 2 * _MARGIN) * squeeze
    height = max(north - south, _LEAST_DEGREES) * (1 + 2 * _MARGIN)
    width, height = max(width, height * shape), max(height, width / shape)
    middle = (west + east) / 2
    # The poles are the edge of the map: a picture that would show what is beyond them is moved.
    shift = max(0.0, -90 - (latitude - height / 2)) or min(0.0, 90 - (latitude + height / 2))
    low, high = latitude - height / 2 + shift, latitude + height / 2 + shift
    view = View(axes, middle - width / squeeze / 2, low, middle + width / squeeze / 2, high, latitude)
    axes.set_xlim(view.west, view.east)
    axes.set_ylim(view.south, view.north)
    return view


def fit_window(axes: "Axes", box: Bounds) -> View:
    """Set the limits of an axes to what a map in a browser shows: all of a box, and no more than the shape asks for.

    A box beyond the antimeridian (a map can be turned on and on) is brought back to the world's middle copy.
    """
    west, south, east, north = box
    south, north = max(-_LIMIT, min(south, north)), min(_LIMIT, max(south, north))
    latitude = (south + north) / 2
    squeeze = math.cos(math.radians(latitude))
    frame = axes.get_window_extent()
    shape = frame.width / frame.height
    width = max(min(abs(east - west), 360.0), _LEAST_WINDOW) * squeeze
    height = max(north - south, _LEAST_WINDOW * squeeze)
    width, height = max(width, height * shape), max(height, width / shape)
    middle = ((west + east) / 2 + 180) % 360 - 180
    view = View(
        axes,
        middle - width / squeeze / 2,
        latitude - height / 2,
        middle + width / squeeze / 2,
        latitude + height / 2,
        latitude,
    )
    axes.set_xlim(view.west, view.east)
    axes.set_ylim(view.south, view.north)
    return view


_WIDEST = 110.0  # degrees: what is wider is no map about a middle any more
_EDGE_POINTS = 25


def fit_equal_area(axes: "Axes", bounds: Bounds) -> View:
    """Set the limits of an axes so that the bounds fill it, projected about their middle; the whole world is not.

    What is wider than a continent or two is drawn as `fit` does.
    """
    west, south, east, north = bounds
    south, north = max(-_LIMIT, south), min(_LIMIT, north)
    if east - west > _WIDEST or north - south > _WIDEST:
        return fit(axes, bounds)
    projection = EqualArea((west + east) / 2, (south + north) / 2)
    left, low, right, high = _plane_bounds(projection, (west, south, east, north))
    least = _LEAST_DEGREES * _KM_PER_DEGREE
    box = axes.get_window_extent()
    shape = box.width / box.height
    width = max(right - left, least) * (1 + 2 * _MARGIN)
    height = max(high - low, least) * (1 + 2 * _MARGIN)
    width, height = max(width, height * shape), max(height, width / shape)
    x, y = (left + right) / 2, (low + high) / 2
    axes.set_xlim(x - width / 2, x + width / 2)
    axes.set_ylim(y - height / 2, y + height / 2)
    edge = _edge((x - width / 2, y - height / 2, x + width / 2, y + height / 2))
    lon, lat = projection.to_positions(edge).T
    known = np.isfinite(lon) & np.isfinite(lat)
    if not known.all():  # the picture reaches beyond the edge of the world
        return fit(axes, bounds)
    return View(axes, lon.min(), lat.min(), lon.max(), lat.max(), projection.lat, projection)


def _edge(box: Bounds) -> NDArray[np.float64]:
    """Return points all around a box."""
    left, low, right, high = box
    across, along = np.linspace(left, right, _EDGE_POINTS), np.linspace(low, high, _EDGE_POINTS)
    sides = [(across, np.full(_EDGE_POINTS, y)) for y in (low, high)]
    sides += [(np.full(_EDGE_POINTS, x), along) for x in (left, right)]
    return np.hstack([np.array(side) for side in sides]).T


def _plane_bounds(projection: Projection, bounds: Bounds) -> Bounds:
    x, y = projection.to_plane(_edge(bounds)).T
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())
