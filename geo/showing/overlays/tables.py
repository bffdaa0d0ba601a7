"""Tables with positions: latitude and longitude, a position, a grid reference or WKT, in columns of usual names."""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.coordinates import check, from_mgrs
from geo.errors import LayerError
from geo.positions import read_degrees, read_position
from geo.vectors.features import Feature, Layer, with_geometry
from geo.vectors.nesting import require_shallow_wkt
from geo.vectors.tables import WIDE, column_key, read_table

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["read_positions", "usual_columns"]

_COLUMNS_FILE = Path(__file__).with_name("columns.toml")
_DEGREES = "SRID=4326;"  # how PostGIS begins a WKT in EPSG:4326

_Reader = Callable[..., "BaseGeometry"]


@lru_cache(maxsize=1)
def usual_columns() -> Mapping[str, tuple[str, ...]]:
    """Return the names that columns usually have, by what stands in them."""
    data: dict[str, list[str]] = tomllib.loads(_COLUMNS_FILE.read_text(encoding="utf-8"))
    return {what: tuple(names) for what, names in data.items()}


def read_positions(content: bytes, name: str) -> Layer:
    """Read a CSV of positions.

    Raises
    ------
    LayerError
        When it is no table in UTF-8, or none of its columns has positions.
    """
    if content[:2] in WIDE or b"\x00" in content[:1000]:
        raise LayerError(f"{name} is no text in UTF-8: expected GeoJSON, GeoPackage, KML, KMZ or a CSV saved as UTF-8")
    file = TextIOWrapper(BytesIO(content), encoding="utf-8-sig", errors="surrogateescape", newline="")
    table = read_table(file, name)
    columns, reader = _positions_in(table.columns, name)
    shown = tuple(column for column in table.columns if column not in columns or reader is not _wkt)
    return Layer(columns=shown, features=_features(table.features, columns, reader))


def _positions_in(columns: Sequence[str], name: str) -> tuple[tuple[str, ...], _Reader]:
    """Find the columns of positions, and what reads them."""
    free = {column_key(column): column for column in reversed(columns)}
    found = {
        what: next((free[usual] for usual in usual_columns()[what] if usual in free), "")
        for what in ("lat", "lon", "mgrs", "wkt", "position")
    }
    if found["lat"] and found["lon"]:
        return (found["lat"], found["lon"]), _degrees
    for what, reader in (("position", _position), ("mgrs", _grid), ("wkt", _wkt)):
        if found[what]:
            return (found[what],), reader
    raise LayerError(
        f"{name}: no column of positions is known among {', '.join(map(repr, columns[:20]))}: name them latitude and "
        "longitude, coordinates, mgrs or wkt"
    )


def _features(rows: Iterator[Feature], columns: tuple[str, ...], reader: _Reader) -> Iterator[Feature]:
    for row in rows:
        texts = [row.values.get(column, "").strip() for column in columns]
        if row.fault or not any(texts):
            yield row
            continue
        values = row.values if reader is not _wkt else _without(row.values, columns)

        def geometry(texts: list[str] = texts) -> "BaseGeometry":
            return reader(*texts)

        yield with_geometry(row.where, values, geometry)


def _without(values: Mapping[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    return {column: value for column, value in values.items() if column not in columns}


def _degrees(lat: str, lon: str) -> "BaseGeometry":
    from shapely import Point

    (south_north, way), (west_east, other) = read_degrees(lat), read_degrees(lon)
    if way in ("E", "W") or other in ("N", "S"):
        raise LayerError(f"{lat[:20]!r} and {lon[:20]!r} are the wrong way round: expected latitude and longitude")
    return Point(check(west_east, south_north))


def _position(text: str) -> "BaseGeometry":
    from shapely import Point

    return Point(read_position(text))


def _grid(text: str) -> "BaseGeometry":
    from shapely import Point

    return Point(from_mgrs(text)[0])


def _wkt(text: str) -> "BaseGeometry":
    from shapely import from_wkt

    plain = text.upper().removeprefix(_DEGREES)
    if plain.startswith("SRID="):
        raise LayerError(f"{text[:20]!r} is in another reference system: save it in EPSG:4326")
    require_shallow_wkt(plain)
    return from_wkt(plain)
