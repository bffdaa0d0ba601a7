"""A small map that shows where the large one lies in the world."""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.showing import style
from geo.showing.picture.ground import lands, outline
from geo.showing.picture.projection import EqualArea
from geo.showing.picture.text import INK
from geo.showing.picture.view import View

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_locator"]

_RADIUS_KM = 5600.0
_LEAST_REACH = 1.9  # the small map shows at least so many times what the large one does
_COARSE = 0.4  # degrees: finer cannot be seen
_FRAME = "#c0392b"


@lru_cache(maxsize=1)
def _land() -> BaseGeometry:
    """Return the land of the world, coarse."""
    simple = shapely.simplify(np.asarray(lands()), _COARSE)
    kept = [shape for shape in simple if not shape.is_empty and shape.area > _COARSE]
    return shapely.union_all([shape if shape.is_valid else shape.buffer(0) for shape in kept])


def draw_locator(axes: "Axes", view: View) -> None:
    """Draw the part of the globe around a view in the middle of a block, and the view's frame on it."""
    from matplotlib.patches import Circle, PathPatch

    colours = style.load_palette().basemap
    projection = EqualArea((view.west + view.east) / 2, (view.south + view.north) / 2)
    wide, high = axes.get_xlim()[1], axes.get_ylim()[1]
    reach = max(_RADIUS_KM, _LEAST_REACH * view.km_across / 2)
    scale, middle = high / 2 / min(reach, 12_000.0), np.array([wide / 2, high / 2])

    def laid(shape: BaseGeometry) -> BaseGeometry:
        plane = projection.shape(shape)
        return shapely.transform(plane, lambda points: points * scale + middle)

    globe = Circle(tuple(middle), high / 2 - 0.5, facecolor=colours["sea"], edgecolor=colours["border"], linewidth=0.6)
    axes.add_patch(globe)
    lon, lat = projection.lon, projection.lat
    near = shapely.clip_by_rect(_land(), lon - 85, max(-88.0, lat - 70), lon + 85, min(88.0, lat + 70))
    land = PathPatch(outline(laid(near)), facecolor="#cfc9bd", edgecolor="none")
    axes.add_artist(land)  # not as a patch: its bounds would be looked for, point by point
    land.set_clip_path(globe)
    edge = view.frame_positions() if not view.projection.is_straight else _corners(view)
    frame = PathPatch(outline(laid(shapely.Polygon(edge))), facecolor="none", edgecolor=_FRAME, linewidth=1.2)
    frame.set_gid("locator")
    axes.add_artist(frame)
    frame.set_clip_path(globe)
    axes.add_patch(Circle(tuple(middle), high / 2 - 0.5, facecolor="none", edgecolor=INK, linewidth=0.6))


def _corners(view: View) -> list[tuple[float, float]]:
    south, north = max(-85.0, view.south), min(85.0, view.north)
    return [(view.west, south), (view.east, south), (view.east, north), (view.west, north)]
