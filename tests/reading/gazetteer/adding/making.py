"""Small files of the forms that can be added; the places are made up."""

import sqlite3
import struct
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

BASE = {
    "geonameid": "9000001",
    "name": "Qasr Testi",
    "asciiname": "Qasr Testi",
    "alternatenames": "Kasr Testi,قصر تجريبي",
    "latitude": "31.5",
    "longitude": "20.25",
    "feature_class": "P",
    "feature_code": "PPL",
    "country_code": "LY",
    "cc2": "",
    "admin1_code": "",
    "admin2_code": "",
    "admin3_code": "",
    "admin4_code": "",
    "population": "0",
    "elevation": "",
    "dem": "300",
    "timezone": "Africa/Tripoli",
    "modification_date": "2020-01-01",
}


def feature(**changes: str) -> str:
    """A line of a country file."""
    return "\t".join({**BASE, **changes}.values())


def alternate(place: int | str, language: str, name: str, marks: str = "\t\t\t\t\t") -> str:
    """A line of alternateNamesV2; marks are preferred, short, colloquial, historic, from and to, joined by tabs."""
    return f"1\t{place}\t{language}\t{name}\t{marks}"


def write(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def pack(path: Path, **members: str) -> Path:
    """A zip archive; a member's name has its ending after two underscores."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "."), text)
    return path


def numbered(*lines: bytes | None) -> list[tuple[int, bytes | None]]:
    return list(enumerate(lines, start=1))


def geopackage(path: Path, rows: list[tuple[str, Any]], *, layer: str = "camps", system: int = 4326) -> Path:
    """A GeoPackage with one more layer of names and geometries (shapely's, bytes as they are, or None)."""
    quoted = '"' + layer.replace('"', '""') + '"'
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "CREATE TABLE IF NOT EXISTS gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER)"
        )
        database.execute(
            "CREATE TABLE IF NOT EXISTS gpkg_spatial_ref_sys "
            "(srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER, definition TEXT)"
        )
        database.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?, 'EPSG', ?, '')", (system, system))
        database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?)", (layer, system))
        database.execute(f"CREATE TABLE {quoted} (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT)")
        for name, geometry in rows:
            blob = geometry if geometry is None or isinstance(geometry, bytes) else header(system) + geometry.wkb
            database.execute(f"INSERT INTO {quoted} (geom, name) VALUES (?, ?)", (blob, name))
    return path


def header(system: int) -> bytes:
    return b"GP\x00\x01" + struct.pack("<i", system)
