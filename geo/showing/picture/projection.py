"""From longitude and latitude to the plane of a picture, and back.

Two projections: the equidistant cylindrical one, whose plane is degrees as they are, and Lambert's azimuthal equal-area
one about the middle of the map, computed by PROJ, in kilometres: areas compare truly, and over an extent of some
thousand kilometres lengths are true to about one in a hundred.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

if TYPE_CHECKING:
    from pyproj import Transformer

__all__ = ["CYLINDRICAL", "Cylindrical", "EqualArea", "Projection"]

Points = NDArray[np.float64]
"""Rows of longitude and latitude, or of x and y."""

_STEP = 0.5  # degrees: a straight border is drawn as a curve in so many pieces


@dataclass(frozen=True, slots=True)
class Cylindrical:
    """Degrees as they are; the axes stretches them so that the scale is true at one latitude."""

    is_straight = True

    def to_plane(self, positions: Points) -> Points:
        """Return positions (rows of longitude and latitude) as points of the plane."""
        return np.asarray(positions, dtype=float)

    def to_positions(self, points: Points) -> Points:
        """Return points of the plane as positions."""
        return np.asarray(points, dtype=float)

    def shape(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape on the plane."""
        return shape


@dataclass(frozen=True, slots=True)
class EqualArea:
    """Lambert's azimuthal equal-area projection about a point, in kilometres of WGS 84.

    Examples
    --------
    >>> EqualArea(20.0, 30.0).to_plane(np.array([[20.0, 30.0]])).round(3).tolist()
    [[0.0, 0.0]]
    """

    lon: float
    lat: float

    is_straight = False

    def to_plane(self, positions: Points) -> Points:
        """Return positions (rows of longitude and latitude) as points of the plane."""
        if not len(positions):
            return np.zeros((0, 2))
        return np.column_stack(_transformer(self.lon, self.lat).transform(*np.asarray(positions, dtype=float).T))

    def to_positions(self, points: Points) -> Points:
        """Return points of the plane as positions, the longitudes unbroken around the middle."""
        if not len(points):
            return np.zeros((0, 2))
        x, y = np.asarray(points, dtype=float).T
        lon, lat = _transformer(self.lon, self.lat).transform(x, y, direction="INVERSE")
        return np.column_stack([(lon - self.lon + 180) % 360 - 180 + self.lon, lat])

    def shape(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape on the plane, its long straight edges bent."""
        if shape.is_empty:
            return shape
        projected: BaseGeometry = shapely.transform(shapely.segmentize(shape, _STEP), self.to_plane)
        return projected if projected.is_valid else shapely.make_valid(projected)


Projection = Cylindrical | EqualArea

CYLINDRICAL = Cylindrical()


@lru_cache(maxsize=16)
def _transformer(lon: float, lat: float) -> "Transformer":
    from pyproj import Transformer

    plane = f"+proj=laea +lat_0={lat:.6f} +lon_0={lon:.6f} +datum=WGS84 +units=km +no_defs"
    return Transformer.from_crs("EPSG:4326", plane, always_xy=True)
