"""GeoPackage (OGC 12-128r19), read as the SQLite database that it is: only plain tables, nothing that it could run."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from geo.errors import LayerError
from geo.vectors.features import Feature, Layer, with_geometry
from geo.vectors.nesting import require_shallow_wkb
from geo.vectors.systems import Transform, transform_from

__all__ = ["SQLITE_MAGIC", "guard", "layers_of", "read_layer"]

SQLITE_MAGIC = b"SQLite format 3\x00"

_MOST_VALUE_BYTES = 100_000_000
_ENVELOPES = (0, 32, 48, 48, 64)  # bytes of a GeoPackage geometry's box, by its code
_NO_SYSTEM = -1
_NO_SYSTEM_BUT_DEGREES = 0


@dataclass(frozen=True, slots=True)
class _Named:
    column: str
    system: int


def guard(database: sqlite3.Connection) -> None:
    """Take what a database from anywhere could do from it: code in its schema, values beyond reason."""
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MOST_VALUE_BYTES)
    database.execute("PRAGMA trusted_schema = OFF")
    database.text_factory = lambda text: text.decode("utf-8", "replace")


def layers_of(database: sqlite3.Connection) -> tuple[str, ...]:
    """Name the layers of features."""
    return tuple(_geometry_columns(database))


def _geometry_columns(database: sqlite3.Connection) -> dict[str, _Named]:
    rows = database.execute("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns")
    return {str(table): _Named(str(column), system) for table, column, system in rows}


def read_layer(database: sqlite3.Connection, layer: str, name: str) -> Layer:
    """Read a layer, feature by feature; other systems than EPSG:4326 are transformed.

    Parameters
    ----------
    database
        An open and guarded GeoPackage; it has to stay open while the features are read.
    layer
        One of `layers_of`.
    name
        Of the file, for what is said of it.

    Raises
    ------
    LayerError
        When the layer is no plain table, or its reference system is not known.
    """
    named = _geometry_columns(database)[layer]
    kind = database.execute(
        "SELECT type FROM sqlite_master WHERE name = ? AND sql NOT LIKE 'CREATE VIRTUAL%'", (layer,)
    ).fetchone()
    if kind != ("table",):
        raise LayerError(f"{name}: layer {layer!r} is no plain table: save it as a layer of its own")
    transform = _transform(database, named.system, name)
    quoted = '"' + layer.replace('"', '""') + '"'
    (total,) = database.execute(f"SELECT count(*) FROM {quoted}").fetchone()  # noqa: S608  (quoted; it is a table)
    rows = database.execute(f"SELECT * FROM {quoted}")  # noqa: S608
    columns = tuple(one[0] for one in rows.description)
    features = _features(rows, columns, named.column, f"{name}, layer {layer}", transform)
    return Layer(columns=tuple(one for one in columns if one != named.column), features=features, total=int(total))


def _transform(database: sqlite3.Connection, system: int, name: str) -> Transform | None:
    if system == _NO_SYSTEM_BUT_DEGREES:
        return None
    found = database.execute(
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?",
        (system,),
    ).fetchone()
    if found is None or system == _NO_SYSTEM:
        raise LayerError(f"{name}: nobody says in what reference system its positions are: save it in EPSG:4326")
    organisation, code, definition = found
    known = str(organisation).upper() == "EPSG"
    return transform_from(f"EPSG:{code}" if known else str(definition), name=name)


def _features(
    rows: sqlite3.Cursor, columns: tuple[str, ...], geometry: str, name: str, transform: Transform | None
) -> Iterator[Feature]:
    import shapely

    for number, row in enumerate(rows, start=1):
        where = f"{name}, feature {number}"
        values = dict(zip(columns, row, strict=True))
        blob = values.pop(geometry, None)
        if blob is None:
            yield Feature(where=where, values=values)
            continue

        def made(blob: bytes = blob) -> Any:
            read = shapely.from_wkb(_wkb(blob))
            return read if transform is None else shapely.transform(shapely.force_2d(read), transform)

        yield with_geometry(where, values, made)


def _wkb(blob: bytes) -> bytes:
    """Take the header off a geometry as GeoPackage writes it (2.1.3)."""
    if blob[:2] != b"GP":
        raise ValueError("it is no geometry of a GeoPackage")
    wkb = blob[8 + _ENVELOPES[(blob[3] >> 1) & 0b111] :]
    require_shallow_wkb(wkb)
    return wkb
