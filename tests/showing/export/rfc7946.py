"""Holds a GeoJSON text against RFC 7946, written from the standard and not from the program."""

import json
import re
from itertools import pairwise
from typing import Any

_TYPES = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}


def faults(text: str) -> list[str]:
    """Return what is wrong with a FeatureCollection; nothing, if nothing is."""
    collection = json.loads(text)
    found = [f"member {name} means something else" for name in ("crs", "geometry", "properties") if name in collection]
    if collection.get("type") != "FeatureCollection":
        found.append("no FeatureCollection")
    found += [f"{number}: more than six decimals" for number in re.findall(r"-?\d+\.\d{7,}", _coordinates(collection))]
    ids = [feature.get("id") for feature in collection["features"]]
    found += [f"id {one!r} occurs twice" for one in set(ids) if ids.count(one) > 1]
    for feature in collection["features"]:
        found += [f"{feature.get('id')}: {fault}" for fault in _feature_faults(feature)]
    if any(feature["geometry"] for feature in collection["features"]) and len(collection.get("bbox", [])) != 4:
        found.append("no bbox of four numbers")
    return found


def _coordinates(collection: dict[str, Any]) -> str:
    geometries = [feature["geometry"] for feature in collection["features"]]
    return json.dumps([geometries, collection.get("bbox"), [one.get("bbox") for one in collection["features"]]])


def _feature_faults(feature: dict[str, Any]) -> list[str]:
    found = []
    if feature.get("type") != "Feature" or not isinstance(feature.get("properties"), dict):
        found.append("no feature with properties")
    if not isinstance(feature.get("id"), str | int):
        found.append("no id of text or number")
    geometry = feature["geometry"]
    if geometry is None:
        return found + (["a bbox of nothing"] if "bbox" in feature else [])
    if geometry["type"] not in _TYPES:
        found.append(f"geometry of type {geometry['type']}")
    positions = list(_positions(geometry["coordinates"]))
    found += [
        f"position {one}" for one in positions if not (len(one) == 2 and abs(one[0]) <= 180 and abs(one[1]) <= 90)
    ]
    west, south, east, north = feature["bbox"]
    for lon, lat in positions:
        inside = west <= lon <= east if west <= east else lon >= west or lon <= east
        if not (inside and south <= lat <= north):
            found.append(f"position {lon, lat} out of bbox {feature['bbox']}")
    polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}.get(geometry["type"], [])
    for polygon in polygons:
        for number, ring in enumerate(polygon):
            found += _ring_faults(ring, is_hole=number > 0)
    lines = {"LineString": [geometry["coordinates"]], "MultiLineString": geometry["coordinates"]}
    for line in lines.get(geometry["type"], []):
        if len(line) < 2:
            found.append("a line of one position")
        found += ["a step of more than half the globe" for one, two in pairwise(line) if abs(one[0] - two[0]) > 180]
    return found


def _ring_faults(ring: list[list[float]], *, is_hole: bool) -> list[str]:
    found = []
    if len(ring) < 4 or ring[0] != ring[-1]:
        found.append("a ring that is not closed")
    turn = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))
    if (turn > 0) == is_hole:
        found.append("a ring that runs the wrong way round")
    return found


def _positions(values: Any) -> Any:
    if values and isinstance(values[0], int | float):
        yield values
        return
    for value in values:
        yield from _positions(value)
