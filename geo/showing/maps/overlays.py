"""A layer of the user's own, beside ours: somebody else's file, so that nothing in it is trusted."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from geo.showing import labels
from geo.showing.maps.gathered import rounded

__all__ = ["overlay_entries", "overlay_spec"]

_MOST_PROPERTIES = 40
_LONGEST_TEXT = 300
_KINDS = frozenset({"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"})

Spec = dict[str, Any]


def overlay_spec(overlays: Sequence[Mapping[str, Any]], language: str, *, decimals: int) -> Spec:
    """Return the user's layers as one layer of the map, in the order given.

    Parameters
    ----------
    overlays
        Each with ``name``, ``source``, ``colour`` (``#rrggbb``), ``features`` (a GeoJSON FeatureCollection as read) and
        ``label_property`` (the property to name a feature by, or "").
    language
        Of the words around it.
    decimals
        Of the coordinates sent.

    Notes
    -----
    Properties are sent as pairs of texts and never as keys: ``__proto__`` is a name like any other. Features without a
    geometry, or with coordinates that are no numbers, are left out.
    """
    return {
        "name": "overlays",
        "direction": labels.direction(language),
        "overlays": [
            {
                "name": _text(one["name"]),
                "source": _text(one["source"]),
                "colour": str(one["colour"]),
                "features": _features(one, decimals),
            }
            for one in overlays
        ],
    }


def overlay_entries(overlays: Sequence[Mapping[str, Any]]) -> list[Spec]:
    """Return the lines of the legend: each layer's name, its source, and how many features it has."""
    return [
        {
            "layer": "overlay",
            "name": _text(one["name"]),
            "source": _text(one["source"]),
            "colour": str(one["colour"]),
            "count": len(_features(one, 0)),
        }
        for one in overlays
    ]


def _features(overlay: Mapping[str, Any], decimals: int) -> list[Spec]:
    name_by = str(overlay["label_property"])
    found = []
    for feature in overlay["features"].get("features", []):
        properties = feature.get("properties") or {}
        pairs = [[_text(key), _text(value)] for key, value in list(properties.items())[:_MOST_PROPERTIES]]
        title = _text(properties.get(name_by, "")) if name_by else ""
        for geometry in _geometries(feature.get("geometry")):
            coordinates = rounded(geometry["coordinates"], decimals)
            shape = {"type": geometry["type"], "coordinates": coordinates}
            found.append({"geometry": shape, "title": title, "properties": pairs})
    return found


def _geometries(geometry: Any) -> list[Mapping[str, Any]]:
    """Return the geometries that can be drawn: those of a collection one by one."""
    if not isinstance(geometry, Mapping):
        return []
    if geometry.get("type") == "GeometryCollection":
        return [one for part in geometry.get("geometries") or [] for one in _geometries(part)]
    coordinates = geometry.get("coordinates")
    drawn = geometry.get("type") in _KINDS and isinstance(coordinates, list | tuple) and len(coordinates) > 0
    return [geometry] if drawn and _are_numbers(coordinates) else []


def _are_numbers(values: Any) -> bool:
    if isinstance(values, list | tuple):
        return all(map(_are_numbers, values))
    return isinstance(values, int | float) and not isinstance(values, bool) and math.isfinite(values)


def _text(value: Any) -> str:
    """Write a value as one text that fits a table on the map."""
    if value is None:
        return ""
    text = str(value)
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"
