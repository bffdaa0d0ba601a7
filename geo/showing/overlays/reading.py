"""A file of the user's own, told by its first bytes, read by the reader of that form and no other."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from geo.coordinates import check
from geo.errors import LayerError
from geo.showing.overlays.fitting import fit
from geo.showing.overlays.kml import read_kml, unpack_kmz
from geo.showing.overlays.records import LeftOut, Overlay
from geo.showing.overlays.tables import read_positions, usual_columns
from geo.vectors.archives import ZIP_MAGIC
from geo.vectors.features import Feature, Layer
from geo.vectors.geojson import read_geojson
from geo.vectors.geopackage import SQLITE_MAGIC, guard, layers_of, read_layer
from geo.vectors.nesting import require_shallow_wkb
from geo.vectors.tables import column_key

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["FORMATS", "MOST_BYTES", "MOST_FEATURES", "read_overlay"]

MOST_BYTES = 20_000_000
MOST_FEATURES = 5_000
FORMATS = ("geojson", "json", "gpkg", "kml", "kmz", "csv", "tsv", "txt")
"""Endings of files that can be read; what counts is what they hold."""

_LONGEST_NAME = 80
_LONGEST_TOLD = 200
_JOURNAL = slice(18, 20)  # of SQLite's header: a write-ahead log is not there when only the file is
_WRITE_AHEAD, _ROLL_BACK = b"\x02\x02", b"\x01\x01"


def read_overlay(name: str, content: bytes) -> Overlay:
    r"""Read a layer of the user's own: GeoJSON, GeoPackage, KML, KMZ or a CSV with positions.

    Parameters
    ----------
    name
        Of the file, by which the layer is called; its ending does not matter.
    content
        The file itself.

    Returns
    -------
    Overlay
        At most 5,000 features in EPSG:4326 and 200 KB of JSON; what is left out or simplified is in ``skipped``.

    Raises
    ------
    LayerError
        When it is too large, of no known form, or has nothing that can be drawn.

    Examples
    --------
    >>> overlay = read_overlay("camps.csv", b"name,lat,lon\nCamp 7,32.5,13.2\n")
    >>> overlay.format, overlay.count, overlay.label_property, overlay.bbox
    ('CSV', 1, 'name', (13.2, 32.5, 13.2, 32.5))
    """
    name = _plain_name(name)
    if len(content) > MOST_BYTES:
        raise LayerError(f"{name} is larger than {MOST_BYTES // 1_000_000} MB: keep only what the map should show")
    if not content.strip():
        raise LayerError(f"{name} is empty: expected GeoJSON, GeoPackage, KML, KMZ or CSV")
    form, layer, database = _opened(name, content)
    with closing(database or sqlite3.connect(":memory:")):
        try:
            gathered = _gather(layer.features)
        except (sqlite3.Error, UnicodeError, OverflowError) as error:
            raise LayerError(f"{name} is a damaged {form}: {error}") from error
    if not gathered.drawn:
        raise LayerError(f"{name} has nothing to draw: {gathered.first_fault or 'no feature has a geometry'}")
    label = _label(layer.columns, gathered.drawn)
    features, fitted = fit(gathered.drawn, layer.columns, label)
    named = any(label in feature["properties"] for feature in features["features"])
    return Overlay(
        name=name,
        format=form,
        features=features,
        count=len(gathered.drawn),
        bbox=_bbox(gathered.drawn),
        label_property=label if named else "",
        skipped=(*gathered.left_out(), *fitted),
    )


def _plain_name(name: str) -> str:
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(sign for sign in last if sign.isprintable())[:_LONGEST_NAME] or "?"


def _opened(name: str, content: bytes) -> tuple[str, Layer, sqlite3.Connection | None]:
    """Tell a file's form by how it begins, and open it; a GeoPackage stays open while it is read."""
    start = content[:1_000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if content.startswith(SQLITE_MAGIC):
        return "GeoPackage", *_package(name, content)
    if content[:4] in ZIP_MAGIC:
        return "KMZ", read_kml(unpack_kmz(content, name, MOST_BYTES), name), None
    if start.startswith((b"{", b"[")):
        return "GeoJSON", read_geojson(_decoded(name, content), name), None
    if start.startswith(b"<"):
        return "KML", read_kml(content, name), None
    return "CSV", read_positions(content, name), None


def _decoded(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LayerError(f"{name} is not UTF-8 ({error.reason}): save it as UTF-8") from error


def _package(name: str, content: bytes) -> tuple[Layer, sqlite3.Connection]:
    """Open a GeoPackage in memory; all its layers are one, and one that cannot be read is a fault among them."""
    if content[_JOURNAL] == _WRITE_AHEAD:
        content = content[: _JOURNAL.start] + _ROLL_BACK + content[_JOURNAL.stop :]
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(content)
        guard(database)
        layers = [_layer(database, layer, name) for layer in layers_of(database)]
    except (sqlite3.Error, UnicodeError, OverflowError) as error:
        database.close()
        raise LayerError(f"{name} is a damaged GeoPackage: {error}") from error
    columns = dict.fromkeys(column for layer in layers for column in layer.columns)
    features = (feature for layer in layers for feature in layer.features)
    return Layer(columns=tuple(columns), features=features), database


def _layer(database: sqlite3.Connection, layer: str, name: str) -> Layer:
    try:
        return read_layer(database, layer, name)
    except LayerError as error:
        return Layer(columns=(), features=iter([Feature(where=f"{name}, layer {layer}", fault=str(error))]))


@dataclass(slots=True)
class _Gathered:
    """What can be drawn of a file, and how much of it cannot."""

    drawn: "list[tuple[BaseGeometry, Any]]" = field(default_factory=list)
    bad: int = 0
    first_fault: str = ""
    empty: int = 0
    many: int = 0

    def left_out(self) -> tuple[LeftOut, ...]:
        told = (
            LeftOut(what="overlay_bad", n=self.bad, first=self.first_fault),
            LeftOut(what="overlay_empty", n=self.empty),
            LeftOut(what="overlay_many", n=self.many),
        )
        return tuple(one for one in told if one.n)


def _gather(features: Iterator[Feature]) -> _Gathered:
    gathered = _Gathered()
    for feature in features:
        fault = feature.fault or _fault(feature.geometry)
        if fault:
            gathered.bad += 1
            gathered.first_fault = gathered.first_fault or f"{feature.where}: {fault}"[:_LONGEST_TOLD]
        elif feature.geometry is None or feature.geometry.is_empty:
            gathered.empty += 1
        elif len(gathered.drawn) >= MOST_FEATURES:
            gathered.many += 1
        else:
            gathered.drawn.append((_flat(feature.geometry), feature.values))
    return gathered


def _fault(geometry: "BaseGeometry | None") -> str:
    """Say why a geometry is not on Earth, "" where it is."""
    import numpy as np
    import shapely

    if geometry is None or geometry.is_empty:
        return ""
    corners = shapely.get_coordinates(geometry)
    if not np.isfinite(corners).all():
        return "a coordinate is no number"
    try:
        if geometry.geom_type == "GeometryCollection":
            require_shallow_wkb(shapely.to_wkb(geometry))
        check(*map(float, corners[np.abs(corners[:, 0]).argmax()]))
        check(*map(float, corners[np.abs(corners[:, 1]).argmax()]))
    except ValueError as error:  # a CoordinateError, too
        return str(error)
    return ""


def _flat(geometry: "BaseGeometry") -> "BaseGeometry":
    import shapely

    return shapely.force_2d(geometry)


def _label(columns: tuple[str, ...], drawn: "list[tuple[BaseGeometry, Any]]") -> str:
    """Choose the column that names a feature: one of a usual name, else the first with texts."""
    known = {column_key(column): column for column in reversed(columns)}
    usual = next((known[name] for name in usual_columns()["label"] if name in known), "")
    if usual and any(values.get(usual) for _, values in drawn):
        return usual
    sample = [values for _, values in drawn[:100]]
    return next((one for one in columns if any(_is_name(values.get(one)) for values in sample)), "")


def _is_name(value: object) -> bool:
    return isinstance(value, str) and any(sign.isalpha() for sign in value)


def _bbox(drawn: "list[tuple[BaseGeometry, Any]]") -> tuple[float, float, float, float]:
    import shapely

    west, south, east, north = shapely.total_bounds([geometry for geometry, _ in drawn]).tolist()
    return west, south, east, north
