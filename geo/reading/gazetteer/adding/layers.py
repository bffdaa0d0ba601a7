"""Layers of places: GeoJSON, and GeoPackage read as the SQLite database that it is; a point on each feature."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from geo.errors import CoordinateError, GazetteerError, LayerError
from geo.reading.gazetteer.adding.records import Record, Table
from geo.reading.gazetteer.adding.shapes import point_and_reach
from geo.vectors.features import Feature, Layer
from geo.vectors.geojson import read_geojson
from geo.vectors.geopackage import SQLITE_MAGIC, guard, layers_of, read_layer
from geo.vectors.systems import SHAPE_FAULTS

__all__ = ["open_geojson", "open_geopackage"]

_MOST_JSON_MB = 300  # it is held in memory as a whole


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
        layer = read_geojson(path.read_text(encoding="utf-8-sig"), path.name)
    except OSError as error:
        raise GazetteerError(f"{path.name} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise GazetteerError(f"{path.name} is no GeoJSON: {error}") from error
    except LayerError as error:
        raise GazetteerError(str(error)) from error
    yield _table(layer)


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
            if file.read(len(SQLITE_MAGIC)) != SQLITE_MAGIC:
                raise GazetteerError(f"{path.name} is no GeoPackage: it does not begin as one")
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as database:
            guard(database)
            yield _table(read_layer(database, _chosen(database, path.name, layer), path.name))
    except OSError as error:
        raise GazetteerError(f"{path.name} cannot be read: {error.strerror or error}") from error
    except LayerError as error:
        raise GazetteerError(str(error)) from error
    except (sqlite3.Error, UnicodeError, OverflowError) as error:
        raise GazetteerError(f"{path.name} is a damaged GeoPackage: {error}") from error


def _chosen(database: sqlite3.Connection, name: str, wanted: str) -> str:
    """Choose the layer that is wanted, or the only one."""
    layers = layers_of(database)
    chosen = wanted or (layers[0] if len(layers) == 1 else "")
    if chosen not in layers:
        there = ", ".join(map(repr, layers)) or "none"
        problem = f"no layer {wanted!r}" if wanted else "not one layer but these" if layers else "no layer"
        raise GazetteerError(f"{name} has {problem}: there is {there}; name one with --layer")
    return chosen


def _table(layer: Layer) -> Table:
    records = (_record(feature) for feature in layer.features)
    return Table(columns=layer.columns, records=records, has_geometry=True, total=layer.total)


def _record(feature: Feature) -> Record:
    """Make a record of a feature: its values as texts, and a point on its geometry."""
    from shapely.errors import ShapelyError

    if feature.fault:
        return Record(where=feature.where, fault=feature.fault)
    if feature.geometry is None:
        return Record(where=feature.where, values=_texts(feature.values))
    try:
        position, reach_km = point_and_reach(feature.geometry)
    except CoordinateError as error:
        return Record(where=f"{feature.where}, geometry", fault=str(error))
    except (*SHAPE_FAULTS, ShapelyError) as error:
        return Record(where=f"{feature.where}, geometry", fault=f"cannot be understood ({error})")
    return Record(where=feature.where, values=_texts(feature.values), position=position, reach_km=reach_km)


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {column: _text(value) for column, value in values.items()}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, str | int | float) else ""
