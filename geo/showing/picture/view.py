"""What part of the world a picture shows, and how it lies on the page.

The projection is the equidistant cylindrical one with its standard parallel through the middle of the map: there the
scale is true in every direction, and meridians and parallels are straight.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.coordinates import distance_km
from geo.showing.layers import Layers
from geo.showing.style import area_opacity

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["View", "bounds_of", "fit"]

Bounds = tuple[float, float, float, float]

_START: Bounds = (8.0, 18.5, 43.0, 38.5)  # Libya to Syria: what an empty map shows
_LEAST_DEGREES = 1.2
_MARGIN = 0.09
_LIMIT = 84.0


@dataclass(frozen=True, slots=True)
class View:
    """A part of the world on an axes: its bounds, and the latitude at which the scale is true."""

    axes: "Axes"
    west: float
    south: float
    east: float
    north: float

    @property
    def latitude(self) -> float:
        """The standard parallel."""
        return (self.south + self.north) / 2

    @property
    def km_per_degree(self) -> float:
        """Kilometres to a degree of longitude at the standard parallel."""
        middle = (self.west + self.east) / 2
        return distance_km(_within(middle - 0.5), self.latitude, _within(middle + 0.5), self.latitude)

    @property
    def pixels(self) -> Bounds:
        """The axes on the page: left, bottom, right, top, in pixels."""
        box = self.axes.get_window_extent()
        return float(box.x0), float(box.y0), float(box.x1), float(box.y1)

    def to_pixels(self, positions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where positions (rows of longitude and latitude) are on the page."""
        return np.asarray(self.axes.transData.transform(positions), dtype=float)

    def to_positions(self, pixels: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the positions of points on the page."""
        return np.asarray(self.axes.transData.inverted().transform(pixels), dtype=float)

    def holds(self, lon: float, lat: float) -> bool:
        """Say whether a position is in the picture."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


def _within(lon: float) -> float:
    return (lon + 180) % 360 - 180


def bounds_of(layers: Layers) -> Bounds:
    """Return what the picture must show: what carries events and flows, else what is named, else the region.

    A capital far away that is only named does not shrink the rest.
    """
    busy = layers.places[(layers.places["n_events"] > 0) | (layers.places["n_flows"] > 0)]
    lines = layers.flows[layers.flows.geometry.notna()]
    areas = layers.areas[layers.areas["opacity"] > area_opacity(0)]
    for choice in ([busy, lines, areas], [layers.places], [layers.areas]):
        boxes = [table.geometry.dropna().total_bounds for table in choice if len(table.geometry.dropna())]
        if boxes:
            west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
            east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
            return float(west), float(south), float(east), float(north)
    return _START


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
    view = View(
        axes, middle - width / squeeze / 2, latitude - height / 2, middle + width / squeeze / 2, latitude + height / 2
    )
    axes.set_xlim(view.west, view.east)
    axes.set_ylim(view.south, view.north)
    return view
