"""Layers of the user's own in a picture: somebody else's file, told apart by its colour; nothing in it is trusted."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.showing.layers import LegendEntry
from geo.showing.picture.ground import outline, seen_of
from geo.showing.picture.view import View

if TYPE_CHECKING:
    from matplotlib.path import Path

__all__ = ["draw_overlays", "overlay_entries"]

_DOT = 3.2  # points
_FILL = 0.14
_FLAT = frozenset({0, 4})  # points, by shapely's numbers of types
_AREAS = frozenset({3, 6})

Overlay = Mapping[str, Any]


def draw_overlays(view: View, overlays: Sequence[Overlay]) -> None:
    """Draw layers as `geo.showing.overlays.to_spec` gives them: areas faint with an edge, lines, dots."""
    from matplotlib.collections import PathCollection

    for overlay in overlays:
        colour = str(overlay["colour"])
        areas: list[Path] = []
        lines: list[Path] = []
        dots: list[Any] = []
        for shape in _shapes(overlay):
            if shapely.get_type_id(shape) in _FLAT:
                dots += [point for point in shapely.get_coordinates(shape) if view.holds(*point)]
                continue
            seen = seen_of(view, shape)
            if not seen.is_empty:
                (areas if shapely.get_type_id(shape) in _AREAS else lines).append(outline(seen))
        look: dict[str, Any] = {"edgecolor": colour, "zorder": 2.6}
        for paths, face, width in ((areas, (colour, _FILL), 1.2), (lines, "none", 1.8)):
            view.axes.add_collection(PathCollection(paths, facecolor=face, linewidth=width, **look), autolim=False)
        if dots:
            x, y = view.projection.to_plane(np.array(dots)).T
            view.axes.scatter(x, y, s=(2 * _DOT) ** 2, c=colour, edgecolors="white", linewidths=0.7, zorder=3.8)


def _shapes(overlay: Overlay) -> Iterator[BaseGeometry]:
    """Yield the geometries that can be drawn, those of a collection one by one."""
    for feature in overlay["features"].get("features", ()):
        geometry = feature.get("geometry")
        if not isinstance(geometry, Mapping):
            continue
        try:
            shape = shapely.from_geojson(json.dumps(geometry), on_invalid="ignore")
        except (TypeError, ValueError, RecursionError):
            continue
        if shape is None or shape.is_empty or not np.isfinite(shapely.get_coordinates(shape)).all():
            continue
        whole = shapely.get_parts(shape) if shape.geom_type == "GeometryCollection" else [shape]
        yield from (part if part.is_valid else shapely.make_valid(part) for part in whole)


def overlay_entries(overlays: Sequence[Overlay]) -> list[LegendEntry]:
    """Return the lines of the legend: each layer's name, with its source where one is told, and its features."""
    found = []
    for number, one in enumerate(overlays):
        name = " · ".join(filter(None, (str(one["name"]), str(one["source"]))))
        count = len(one["features"].get("features", ()))
        entry = {"layer": "overlay", "key": str(number), "words": {"en": name, "ar": name}}
        found.append(LegendEntry(**entry, colour=str(one["colour"]), count=count))  # type: ignore[arg-type]
    return found
