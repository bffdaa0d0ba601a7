"""The rows of what is shown as GeoJSON features: geometry, properties, evidence, and an account of the whole.

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

import geo
from geo.coordinates import round6
from geo.showing.export.shapes import BBox, bbox_of, line_member, member, reduced
from geo.showing.layers import Layers
from geo.workspace.criteria import Filter, to_mapping
from geo.workspace.filters import left_out
from geo.workspace.schema import SCHEMAS
from geo.workspace.tables import split

__all__ = ["CREDITS", "Content", "Feature", "make_content"]

CREDITS = ("Places: GeoNames (CC BY 4.0)", "Shapes: made with Natural Earth (public domain)")
NOTES = {
    "places": "A place is its reference point; kind, radius_km and where_prec (UCDP) say how far it stands for.",
    "mentions": "A mention is the reference point of the place that it was read as; start and end are code points.",
    "events": "An event known only to an area has that area's outline; one told at several places is a feature each.",
    "flows": "A flow is a straight line between the reference points of its ends, not the way that anything went.",
    "areas": "Outlines of places that are no points, reduced in detail; borders are de facto.",
}
_LISTS = frozenset(
    {"context", "actors", "recipients", "publishers", "claimants", "sides", "denied_by", "disagreements", "linked"}
) | {"cargo"}
_JSON = frozenset({"alternatives", "words"})
_CHAIN_SEPARATOR = " <- "
_AREA_COLUMNS = ("n_events", "n_flows")
_DOCUMENT_COLUMNS = ("id", "title", "publisher", "published", "url", "language")
_EVIDENCE_COLUMNS = (
    *("doc", "start", "end", "quote", "type", "mode", "cargo", "carrier", "count", "unit"),
    *("fatalities_low", "fatalities_best", "fatalities_high", "actors", "recipients"),
    *("claimed_by", "chain", "denied_by", "status", "hedged"),
    *("date_from", "date_to", "date_text", "publisher", "published", "words"),
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """The features of an export, and what it says of itself."""

    features: tuple[Feature, ...]
    provenance: Mapping[str, Any]


def make_content(layers: Layers, names: Sequence[str], *, criteria: Filter | None = None) -> Content:
    """Make the features of some layers, in this order, and the account of where they come from."""
    makers: Mapping[str, Callable[[Layers], Iterator[Feature]]] = {
        "places": _places,
        "mentions": _mentions,
        "events": _events,
        "flows": _flows,
        "areas": _areas,
    }
    features = tuple(feature for name in names for feature in makers[name](layers))
    return Content(features=features, provenance=_provenance(layers, names, criteria))


def _provenance(layers: Layers, names: Sequence[str], criteria: Filter | None) -> dict[str, Any]:
    tables = layers.tables
    metadata = tables.metadata
    documents = tables.documents[list(_DOCUMENT_COLUMNS)].to_dict("records")
    told = (part for part in split(metadata.get("credits", "")) if part)
    undated = {name: n for name, n in left_out(tables).items() if n}
    return {
        "program": f"Kharita {getattr(geo, '__version__', '')}".strip(),
        "workspace": {key: metadata.get(key) or None for key in ("hash", "version", "updated", "program_version")},
        "layers": list(names),
        "filter": to_mapping(criteria) if criteria else {},
        **({"left_out_for_want_of_a_date": undated} if undated else {}),
        "sources": [{key: value or None for key, value in row.items()} for row in documents],
        "credits": list(dict.fromkeys([*CREDITS, *told])),
        "notes": [NOTES[name] for name in names],
    }


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
        told = {name: _value(name, row[name]) for name in _EVIDENCE_COLUMNS}
        found.setdefault(str(row["record_id"]), []).append(told)
    return found


def _properties(table: str, row: Row) -> dict[str, Any]:
    return {name: _value(name, row[name]) for name in SCHEMAS[table].names}


def _value(name: str, value: Any) -> Any:
    """Write a value of a table as JSON has it: numbers as such, lists as arrays, what is not known as null."""
    if name in _LISTS:
        return list(split(value))
    if name == "chain":
        return [part for part in value.split(_CHAIN_SEPARATOR) if part]
    if name in _JSON:
        return json.loads(value) if value else []
    if isinstance(value, str):
        return value or None
    if value is pd.NA or value is None or value != value:
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, int) or float(value).is_integer():
        return int(value)
    return round6(float(value))
