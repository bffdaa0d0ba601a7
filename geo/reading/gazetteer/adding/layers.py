"""Layers of places: GeoJSON, and GeoPackage read as the SQLite database that it is.

No driver guesses what a file is, and nothing that a file says is opened or run: a layer must be a plain table.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from geo.errors import CoordinateError, GazetteerError
from geo.reading.gazetteer.adding.records import Record, Table
from geo.reading.gazetteer.adding.shapes import SHAPE_FAULTS, Transform, point_and_reach, transform_from

__all__ = ["open_geojson", "open_geopackage"]

_MOST_JSON_MB = 300  # it is held in memory as a whole
_MOST_VALUE_BYTES = 100_000_000
_SQLITE_MAGIC = b"SQLite format 3\x00"
_ENVELOPES = (0, 32, 48, 48, 64)  # bytes of a GeoPackage geometry's box, by its code
_NO_SYSTEM = -1
_NO_SYSTEM_BUT_DEGREES = 0


@contextmanager
def open_geojson(path: Path) -> Iterator[Table]:
    """Open a GeoJSON file of features; positions in another system than EPSG:4326 (``crs``) are transformed.

    Raises
    ------
    GazetteerError
        When it is no such file, too large, or in a reference system that nobody knows.
    """
    try:
        if path.stat().st_size > _MOST_JSON_MB * 1_000_000:
            raise GazetteerError(f"{path.name} is larger than {_MOST_JSON_MB} MB: save it as GeoPackage or CSV")
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise GazetteerError(f"{path.name} cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise GazetteerError(f"{path.name} is no GeoJSON: {error}") from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise GazetteerError(f"{path.name} is no GeoJSON of features: expected a FeatureCollection")
    transform = transform_from(_crs(content), name=path.name)
    columns: dict[str, None] = {}
    for feature in features:
        columns |= dict.fromkeys(_properties(feature))
    records = (
        _feature(feature, f"{path.name}, feature {number}", transform) for number, feature in enumerate(features, 1)
    )
    yield Table(columns=tuple(columns), records=records, has_geometry=True, total=len(features))


def _crs(content: dict[str, Any]) -> str:
    """Name the reference system: that of RFC 7946, unless the older ``crs`` names another."""
    crs = content.get("crs")
    name = crs.get("properties", {}).get("name") if isinstance(crs, dict) else None
    return str(name) if name else "EPSG:4326"


def _properties(feature: Any) -> dict[str, str]:
    if not isinstance(feature, dict):
        return {}
    properties = feature.get("properties")
    values = {"id": feature["id"]} if "id" in feature else {}
    values |= properties if isinstance(properties, dict) else {}
    return {key: _text(value) for key, value in values.items()}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, str | int | float) else ""


def _feature(feature: Any, where: str, transform: Transform | None) -> Record:
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    if not isinstance(feature, dict):
        return Record(where=where, fault="is no feature")
    if feature.get("geometry") is None:
        return Record(where=where, values=_properties(feature))
    try:
        position, reach_km = point_and_reach(shape(feature["geometry"]), transform)
    except CoordinateError as error:
        return Record(where=f"{where}, geometry", fault=str(error))
    except (*SHAPE_FAULTS, ShapelyError) as error:
        return Record(where=f"{where}, geometry", fault=f"cannot be understood ({error})")
    return Record(where=where, values=_properties(feature), position=position, reach_km=reach_km)


@contextmanager
def open_geopackage(path: Path, layer: str = "") -> Iterator[Table]:
    """Open a layer of a GeoPackage, to be read feature by feature; other systems than EPSG:4326 are transformed.

    Raises
    ------
    GazetteerError
        When it is no GeoPackage, has no such layer, or several and none is named.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(_SQLITE_MAGIC)) != _SQLITE_MAGIC:
                raise GazetteerError(f"{path.name} is no GeoPackage: it does not begin as one")
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as database:
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MOST_VALUE_BYTES)
            database.execute("PRAGMA trusted_schema = OFF")
            database.text_factory = lambda text: text.decode("utf-8", "replace")
            yield _layer(database, path.name, layer)
    except OSError as error:
        raise GazetteerError(f"{path.name} cannot be read: {error.strerror or error}") from error
    except (sqlite3.Error, UnicodeError, OverflowError) as error:
        raise GazetteerError(f"{path.name} is a damaged GeoPackage: {error}") from error


def _layer(database: sqlite3.Connection, name: str, wanted: str) -> Table:
    layers = {
        str(table): (str(column), system)
        for table, column, system in database.execute(
            "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns"
        )
    }
    chosen = wanted or (next(iter(layers)) if len(layers) == 1 else "")
    if chosen not in layers:
        there = ", ".join(map(repr, layers)) or "none"
        problem = f"no layer {wanted!r}" if wanted else "not one layer but these" if layers else "no layer"
        raise GazetteerError(f"{name} has {problem}: there is {there}; name one with --layer")
    kind = database.execute(
        "SELECT type FROM sqlite_master WHERE name = ? AND sql NOT LIKE 'CREATE VIRTUAL%'", (chosen,)
    ).fetchone()
    if kind != ("table",):
        raise GazetteerError(f"{name}: layer {chosen!r} is no plain table: save it as a layer of its own")
    column, system = layers[chosen]
    transform = _transform(database, system, name)
    quoted = '"' + chosen.replace('"', '""') + '"'
    (total,) = database.execute(f"SELECT count(*) FROM {quoted}").fetchone()  # noqa: S608  (quoted; it is a table)
    rows = database.execute(f"SELECT * FROM {quoted}")  # noqa: S608
    columns = tuple(one[0] for one in rows.description)
    records = _features(rows, columns, column, f"{name}, layer {chosen}", transform)
    shown = tuple(one for one in columns if one != column)
    return Table(columns=shown, records=records, has_geometry=True, total=int(total))


def _transform(database: sqlite3.Connection, system: int, name: str) -> Transform | None:
    if system == _NO_SYSTEM_BUT_DEGREES:
        return None
    found = database.execute(
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?",
        (system,),
    ).fetchone()
    if found is None or system == _NO_SYSTEM:
        raise GazetteerError(f"{name}: nobody says in what reference system its positions are: save it in EPSG:4326")
    organisation, code, definition = found
    known = str(organisation).upper() == "EPSG"
    return transform_from(f"EPSG:{code}" if known else str(definition), name=name)


def _features(
    rows: sqlite3.Cursor, columns: tuple[str, ...], geometry: str, name: str, transform: Transform | None
) -> Iterator[Record]:
    from shapely import from_wkb
    from shapely.errors import ShapelyError

    for number, row in enumerate(rows, start=1):
        where = f"{name}, feature {number}"
        values = dict(zip(columns, row, strict=True))
        blob = values.pop(geometry, None)
        texts = {column: _text(value) for column, value in values.items()}
        if blob is None:
            yield Record(where=where, values=texts)
            continue
        try:
            position, reach_km = point_and_reach(from_wkb(_wkb(blob)), transform)
        except CoordinateError as error:
            yield Record(where=f"{where}, geometry", fault=str(error))
        except (*SHAPE_FAULTS, ShapelyError) as error:
            yield Record(where=f"{where}, geometry", fault=f"cannot be understood ({error})")
        else:
            yield Record(where=where, values=texts, position=position, reach_km=reach_km)


def _wkb(blob: bytes) -> bytes:
    """Take the header off a geometry as GeoPackage writes it (OGC 12-128r19, 2.1.3)."""
    if blob[:2] != b"GP":
        raise ValueError("it is no geometry of a GeoPackage")
    return blob[8 + _ENVELOPES[(blob[3] >> 1) & 0b111] :]
