"""The rows of what is shown as GeoJSON features: geometry, properties, evidence.

Geometry
    Places and mentions are the reference point of their place, whatever it is; its ``kind``, ``radius_km`` and
    ``where_prec`` say how far it stands for. An event that is known only to a governorate, a region or a country has
    that area's outline, never a pin in it. A flow is a straight line between the reference points of its ends: not
    the way that anything went. What has no known place has a null geometry and stays.
Properties
    The columns of the workspace's table (`geo.workspace.schema`); lists are arrays, what is not known is null.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.coordinates import round6
from geo.showing.export.shapes import BBox, bbox_of, line_member, member, reduced
from geo.showing.layers import Layers
from geo.workspace.schema import SCHEMAS
from geo.workspace.tables import split

__all__ = ["EVIDENCE_COLUMNS", "Feature", "is_json", "is_list", "is_object", "make_features"]

_LISTS = frozenset(
    {
        "context",
        "actors",
        "recipients",
        "publishers",
        "claimants",
        "sides",
        "denied_by",
        "disagreements",
        "linked",
        "cargo",
        "corrected_by",
    }
)
_JSON = frozenset({"alternatives", "words"})
_OBJECTS = frozenset({"automatic"})
_CHAIN_SEPARATOR = " <- "
_AREA_COLUMNS = ("n_events", "n_flows")
EVIDENCE_COLUMNS = (
    *("doc", "start", "end", "quote", "type", "mode", "cargo", "carrier", "count", "unit"),
    *("fatalities_low", "fatalities_best", "fatalities_high", "actors", "recipients"),
    *("claimed_by", "chain", "denied_by", "status", "hedged"),
    *("date_from", "date_to", "date_text", "publisher", "published", "words", "corrected_by", "automatic"),
)

Row = Mapping[Any, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Feature:
    """A GeoJSON feature with the bounds of its geometry."""

    layer: str
    id: str
    geometry: dict[str, Any] | None
    bbox: BBox | None
    properties: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """Return it as GeoJSON has it."""
        bounds = {} if self.bbox is None else {"bbox": list(self.bbox)}
        return {
            "type": "Feature",
            "id": self.id,
            **bounds,
            "geometry": self.geometry,
            "properties": {"layer": self.layer, **self.properties},
        }


def make_features(layers: Layers, names: Sequence[str]) -> tuple[Feature, ...]:
    """Make the features of some layers, in this order."""
    makers: Mapping[str, Callable[[Layers], Iterator[Feature]]] = {
        "places": _places,
        "mentions": _mentions,
        "events": _events,
        "flows": _flows,
        "areas": _areas,
    }
    return tuple(feature for name in names for feature in makers[name](layers))


def _feature(layer: str, identity: str, geometry: dict[str, Any] | None, properties: dict[str, Any]) -> Feature:
    return Feature(layer=layer, id=identity, geometry=geometry, bbox=bbox_of(geometry), properties=properties)


def _places(layers: Layers) -> Iterator[Feature]:
    for row in layers.tables.places.to_dict("records"):
        yield _feature("places", f"place:{row['id']}", member(row["geometry"]), _properties("places", row))


def _mentions(layers: Layers) -> Iterator[Feature]:
    # A mention's id follows from the text: the same text in two documents has the same ids.
    for row in layers.tables.mentions.to_dict("records"):
        identity = f"mention:{row['doc']}:{row['id']}"
        yield _feature("mentions", identity, member(row["geometry"]), _properties("mentions", row))


def _areas(layers: Layers) -> Iterator[Feature]:
    outlines = _outlines(layers)
    for row in layers.areas.to_dict("records"):
        more = {name: int(row[name]) for name in _AREA_COLUMNS}
        yield _feature("areas", f"area:{row['id']}", outlines[row["id"]], _properties("places", row) | more)


def _events(layers: Layers) -> Iterator[Feature]:
    outlines, told = _outlines(layers), _evidence(layers, "event")
    for row in layers.events.to_dict("records"):
        at_point = member(row["geometry"]) if row["drawn"] == "point" else None
        geometry = at_point or outlines.get(row["place_id"])
        properties = _properties("events", row) | {"evidence": told.get(row["event_id"], [])}
        yield _feature("events", f"event:{row['id']}", geometry, properties)


def _flows(layers: Layers) -> Iterator[Feature]:
    told = _evidence(layers, "flow")
    for row in layers.flows.to_dict("records"):
        ends = [(row[f"{end}_lon"], row[f"{end}_lat"]) for end in ("origin", "destination")]
        known = not any(pd.isna(value) for end in ends for value in end)
        geometry = line_member(*((float(lon), float(lat)) for lon, lat in ends)) if known else None
        properties = _properties("flows", row) | {"evidence": told.get(row["id"], [])}
        yield _feature("flows", f"flow:{row['id']}", geometry, properties)


def _outlines(layers: Layers) -> dict[str, dict[str, Any] | None]:
    """Return the outline of every area by the id of its place."""
    shapes: Iterator[tuple[str, BaseGeometry | None]] = zip(layers.areas["id"], layers.areas.geometry, strict=True)
    return {name: None if shape is None else member(reduced(shape)) for name, shape in shapes}


def _evidence(layers: Layers, record: str) -> dict[str, list[dict[str, Any]]]:
    table = layers.tables.evidence
    found: dict[str, list[dict[str, Any]]] = {}
    for row in table[table["record"] == record].to_dict("records"):
        told = {name: _value(name, row[name]) for name in EVIDENCE_COLUMNS}
        found.setdefault(str(row["record_id"]), []).append(told)
    return found


def _properties(table: str, row: Row) -> dict[str, Any]:
    return {name: _value(name, row[name]) for name in SCHEMAS[table].names}


def is_list(name: str) -> bool:
    """Say whether a column is an array of texts in GeoJSON.

    Examples
    --------
    >>> is_list("actors"), is_list("quote")
    (True, False)
    """
    return name in _LISTS or name == "chain"


def is_json(name: str) -> bool:
    """Say whether a column is an array of anything in GeoJSON."""
    return name in _JSON


def is_object(name: str) -> bool:
    """Say whether a column is an object in GeoJSON."""
    return name in _OBJECTS


def _value(name: str, value: Any) -> Any:
    """Write a value of a table as JSON has it: numbers as such, lists as arrays, what is not known as null."""
    if name in _LISTS:
        return list(split(value))
    if name == "chain":
        return [part for part in value.split(_CHAIN_SEPARATOR) if part]
    if name in _JSON:
        return json.loads(value) if value else []
    if name in _OBJECTS:
        return json.loads(value) if value else None
    if isinstance(value, str):
        return value or None
    if value is pd.NA or value is None or value != value:
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, int) or float(value).is_integer():
        return int(value)
    return round6(float(value))
