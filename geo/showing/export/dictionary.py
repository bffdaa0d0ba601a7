"""What stands in the exports, for people and for programs: the data dictionary and the JSON Schema of the GeoJSON.

Both are made of what is declared (`geo.workspace.schema`, ``columns.toml``, ``codebooks.toml``), so that they cannot
say anything else than what is written; ``scripts/make_data_dictionary.py`` writes them into ``docs/``.
"""

from collections.abc import Iterator
from typing import Any

from geo.showing.export import EXPORT_LAYERS
from geo.showing.export.codebook import codebooks
from geo.showing.export.features import EVIDENCE_COLUMNS, is_json, is_list, is_object
from geo.showing.export.flat import columns_of
from geo.showing.export.pairs import COLUMNS as PAIRS
from geo.workspace.columns import describe
from geo.workspace.schema import SCHEMAS, Column

__all__ = ["data_dictionary", "geojson_schema"]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TYPES = {"str": "text", "Int64": "whole number", "Float64": "decimal", "bool": "true or false"}
_JSON_TYPES = {"str": "string", "Int64": "integer", "Float64": "number", "bool": "boolean"}
_GEOMETRIES = {
    "places": "a point",
    "mentions": "a point, or none",
    "events": "a point; the outline of an area where it is known only to that; or none",
    "flows": "a line between the reference points of both ends, or none",
    "areas": "the outline of the area, or none",
}
_OWN_TABLES = ("grades", "views", "corrections")
_HEAD = """# Data dictionary

What stands in the tables of a workspace and of its exports. Made by `scripts/make_data_dictionary.py` from
`geo/workspace/schema.py`, `geo/workspace/columns.toml` and `geo/showing/export/codebooks.toml`; do not edit it here.
`docs/exports.md` says which format holds what.

Values that are not known are empty in CSV and XLSX, `null` in GeoJSON and missing in GeoPackage and Parquet where they
are numbers. *List*: an array in GeoJSON, joined by `"; "` everywhere else. *JSON*: nested in GeoJSON, text elsewhere.
Coordinates are longitude and latitude in EPSG:4326.
"""


def data_dictionary() -> str:
    """Return ``docs/data-dictionary.md``."""
    return "\n".join([_HEAD, *_layers(), *_other_tables(), *_codebooks(), *_pairs()]).rstrip() + "\n"


def _layers() -> Iterator[str]:
    for name in EXPORT_LAYERS:
        yield f"## {name}\n\nGeometry: {_GEOMETRIES[name]}.\n"
        yield from _columns(name)
    yield (
        "In GeoJSON each event and flow has `evidence`, too: its tellings as objects of the columns "
        f"{', '.join(f'`{column}`' for column in EVIDENCE_COLUMNS)}.\n"
    )


def _other_tables() -> Iterator[str]:
    for name in ("evidence", "documents"):
        yield f"## {name}\n\nGoes with events and flows in CSV, XLSX, GeoPackage and Parquet.\n"
        yield from _columns(name)
    for name in _OWN_TABLES:
        yield f"## {name}\n\nIn the workspace file only.\n"
        yield from _columns(name)


def _columns(name: str) -> Iterator[str]:
    columns = SCHEMAS[name].columns if name in _OWN_TABLES else columns_of(name)
    yield "| column | type | what it is |\n| --- | --- | --- |"
    for column in columns:
        yield f"| `{column.name}` | {_type(column)} | {_meaning(name, column)} |"
    yield ""


def _type(column: Column) -> str:
    if is_list(column.name):
        return "list"
    return "JSON" if is_json(column.name) or is_object(column.name) else _TYPES[column.dtype]


def _meaning(name: str, column: Column) -> str:
    told = [value for value in column.values if value]
    values = f" One of {', '.join(f'`{value}`' for value in told)}." if told else ""
    return (describe(_described_in(name, column.name), column.name) + values).replace("|", "\\|")


def _described_in(name: str, column: str) -> str:
    """Return the table whose words hold: areas are places with two columns more."""
    return "places" if name == "areas" and column in SCHEMAS["places"].names else name


def _codebooks() -> Iterator[str]:
    for key in ("acled", "ged"):
        book = codebooks()[key]
        yield f"## Events in the columns of {book['title']} (`--format {key}`)\n\n{book['codebook']}\n"
        yield from _filled(book["columns"])
    yield "## Kharita's own columns, after those of either codebook\n"
    yield from _filled(codebooks()["own"]["columns"])
    yield "## What has no row there (`left-out.csv`)\n"
    yield from _filled(codebooks()["left_out"]["columns"])


def _filled(columns: list[dict[str, str]]) -> Iterator[str]:
    yield "| column | filled with |\n| --- | --- |"
    for column in columns:
        yield f"| `{column['name']}` | {column['filled'] or 'stays empty: ' + column['why']} |".replace(" | |", " |")
    yield ""


def _pairs() -> Iterator[str]:
    yield "## Flows for kepler.gl (`--format kepler`)\n\n| column | the flows' column |\n| --- | --- |"
    yield from (f"| `{name}` | `{column}` |" for name, column in PAIRS.items())


# ---- JSON Schema -------------------------------------------------------------------------------------------------


def geojson_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the GeoJSON exports, as ``docs/geojson.schema.json`` has it."""
    return {
        "$schema": DRAFT,
        "title": "Kharita's GeoJSON",
        "type": "object",
        "required": ["type", "features", "kharita"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            "bbox": {"$ref": "#/$defs/bbox"},
            "features": {"type": "array", "items": {"$ref": "#/$defs/feature"}},
            "kharita": {"$ref": "#/$defs/account"},
        },
        "additionalProperties": False,
        "$defs": {
            "bbox": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
            **_geometry_definitions(),
            "account": _account_schema(),
            "evidence": _object("evidence", EVIDENCE_COLUMNS, ()),
            **{f"{name}_properties": _layer_schema(name) for name in EXPORT_LAYERS},
            "feature": {
                "type": "object",
                "required": ["type", "id", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "id": {"type": "string"},
                    "bbox": {"$ref": "#/$defs/bbox"},
                    "geometry": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/geometry"}]},
                    "properties": {"oneOf": [{"$ref": f"#/$defs/{name}_properties"} for name in EXPORT_LAYERS]},
                },
                "additionalProperties": False,
            },
        },
    }


def _layer_schema(name: str) -> dict[str, Any]:
    more = ("evidence",) if name in {"events", "flows"} else ()
    schema = _object(name, [column.name for column in columns_of(name)], more)
    schema["properties"]["layer"] = {"const": name}
    schema["required"].append("layer")
    return schema


def _object(name: str, names: Any, more: tuple[str, ...]) -> dict[str, Any]:
    columns = {column.name: column for column in columns_of(name)}
    properties: dict[str, Any] = {one: _value_schema(name, columns[one]) for one in names}
    properties |= {one: {"type": "array", "items": {"$ref": f"#/$defs/{one}"}} for one in more}
    return {"type": "object", "required": list(properties), "properties": properties, "additionalProperties": False}


def _value_schema(name: str, column: Column) -> dict[str, Any]:
    meaning = {"description": describe(_described_in(name, column.name), column.name)}
    if is_list(column.name):
        return {"type": "array", "items": {"type": "string"}, **meaning}
    if is_json(column.name):
        return {"type": "array", **meaning}
    if is_object(column.name):
        return {"type": ["object", "null"], **meaning}
    kind = _JSON_TYPES[column.dtype]
    is_told = (column.dtype == "bool") or (column.dtype != "str" and not column.nullable)
    schema: dict[str, Any] = {"type": kind if is_told else [kind, "null"], **meaning}
    if column.values:
        schema["enum"] = [value or None for value in column.values]
    if column.low is not None:
        schema["minimum"] = column.low
    if column.high is not None:
        schema["maximum"] = column.high
    if column.pattern:
        schema["pattern"] = f"^{column.pattern}$"
    return schema


def _geometry_definitions() -> dict[str, Any]:
    def nested(of: str, least: int = 1) -> dict[str, Any]:
        return {"type": "array", "items": {"$ref": f"#/$defs/{of}"}, "minItems": least}

    shapes = {"Point": "position", "LineString": "line", "MultiLineString": "lines"}
    shapes |= {"Polygon": "rings", "MultiPolygon": "polygons"}
    return {
        "position": {
            "type": "array",
            "prefixItems": [
                {"type": "number", "minimum": -180, "maximum": 180},
                {"type": "number", "minimum": -90, "maximum": 90},
            ],
            "items": False,
            "minItems": 2,
        },
        "line": nested("position", 2),
        "lines": nested("line"),
        "ring": nested("position", 4),
        "rings": nested("ring"),
        "polygons": nested("rings"),
        "geometry": {
            "oneOf": [
                {
                    "type": "object",
                    "required": ["type", "coordinates"],
                    "properties": {"type": {"const": kind}, "coordinates": {"$ref": f"#/$defs/{of}"}},
                    "additionalProperties": False,
                }
                for kind, of in shapes.items()
            ]
        },
    }


def _account_schema() -> dict[str, Any]:
    text = {"type": ["string", "null"]}
    texts = {"type": "array", "items": {"type": "string"}}
    objects = {"type": "array", "items": {"type": "object", "additionalProperties": text}}
    properties = {
        "program": {"type": "string"},
        "made": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+00:00$"},
        "workspace": {"type": "object", "additionalProperties": text},
        "layers": texts,
        "filter": {"type": "object", "additionalProperties": texts},
        "selection": {"type": "object", "additionalProperties": {"type": "string"}},
        "left_out_for_want_of_a_date": {"type": "object", "additionalProperties": {"type": "integer"}},
        "sources": objects,
        "credits": texts,
        "licences": objects,
        "notes": texts,
    }
    required = [name for name in properties if name != "left_out_for_want_of_a_date"]
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}
