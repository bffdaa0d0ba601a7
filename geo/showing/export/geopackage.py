"""A GeoPackage with its styles: QGIS opens it and shows the same symbols, lines and shades as the map.

Layers: ``places``, ``mentions``, ``areas`` as their features are in GeoJSON; ``events`` at points, and ``event_areas``
for what is known only to an area; ``flows`` as the curves of the map, bowed apart so that none hides another (the
columns hold the exact ends), and ``flow_ends`` for those of which one end is not known, at the other. Beside them
``evidence``, ``documents``, ``provenance``, and QGIS' own ``layer_styles``.
"""

import json
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import geopandas
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from geo.errors import ExportError
from geo.showing.export.content import Content
from geo.showing.export.flat import flat, known_ends, located, tables_of
from geo.showing.export.parting import in_blocks
from geo.showing.export.provenance import account_rows
from geo.showing.export.qgis import Styled, styles
from geo.workspace.tables import clean_text

__all__ = ["EVENT_AREAS", "FLOW_ENDS", "chunks"]

EVENT_AREAS = "event_areas"
FLOW_ENDS = "flow_ends"
_GEOMETRY_COLUMN = "geom"
_FORMS = {
    "places": "Point",
    "mentions": "Point",
    "events": "Point",
    EVENT_AREAS: "MultiPolygon",
    "flows": "MultiLineString",
    FLOW_ENDS: "Point",
    "areas": "MultiPolygon",
}
_STYLES_TABLE = """CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
    f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))"""


def chunks(content: Content) -> Iterator[bytes]:
    """Yield the file, once it is whole."""
    with tempfile.TemporaryDirectory(prefix="kharita-") as folder:
        path = Path(folder) / "export.gpkg"
        try:
            layers = _layers(content)
            for name, table in layers.items():
                _write_layer(path, name, table)
            for name in tables_of(content):
                if name not in content.names:
                    _write_table(path, name, flat(content, name))
            rows = [(what, clean_text(value)) for what, value in account_rows(content.provenance)]
            account = json.dumps(dict(content.provenance), ensure_ascii=False)
            _write_table(
                path, "provenance", pd.DataFrame([*rows, ("json", clean_text(account))], columns=["what", "value"])
            )
            _store_styles(path, [styled for styled in styles(content) if styled.layer in layers])
        except (OSError, DataLayerError, DataSourceError, sqlite3.Error) as error:
            raise ExportError(f"the GeoPackage cannot be written: {error}") from error
        with path.open("rb") as file:
            yield from in_blocks(file)


def _layers(content: Content) -> dict[str, geopandas.GeoDataFrame]:
    found: dict[str, geopandas.GeoDataFrame] = {}
    for name in content.names:
        table = located(content, name)
        if name == "events":
            wide = table.geometry.geom_type.isin(("Polygon", "MultiPolygon"))
            found[name] = table[~wide]
            found[EVENT_AREAS] = table[wide]
        elif name == "flows":
            stubs = (content.layers.flows["stub"] != "").to_numpy()
            found[name] = table.set_geometry(content.layers.flows.geometry.array)[~stubs]
            found[FLOW_ENDS] = table.set_geometry(known_ends(table))[stubs]
        else:
            found[name] = table
    return found


def _write_layer(path: Path, name: str, table: geopandas.GeoDataFrame) -> None:
    with warnings.catch_warnings():
        # A layer in which no place is known holds nothing that could have another form than the one named.
        warnings.filterwarnings("ignore", message=".*All-NaN|.*empty")
        pyogrio.write_dataframe(
            table,
            path,
            layer=name,
            driver="GPKG",
            geometry_type=_FORMS[name],
            promote_to_multi=_FORMS[name].startswith("Multi"),
            dataset_options={"VERSION": "1.3"},
            layer_options={"FID": "fid", "GEOMETRY_NAME": _GEOMETRY_COLUMN, "IDENTIFIER": name},
        )


def _write_table(path: Path, name: str, table: pd.DataFrame) -> None:
    pyogrio.write_dataframe(table, path, layer=name, driver="GPKG", layer_options={"FID": "fid", "IDENTIFIER": name})


def _store_styles(path: Path, found: list[Styled]) -> None:
    connection = sqlite3.connect(path)
    try:
        connection.execute(_STYLES_TABLE)
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id)"
            " VALUES ('layer_styles', 'attributes', 'layer_styles', '', 0)"
        )
        connection.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
            " styleQML, styleSLD, useAsDefault, description, owner) VALUES ('', '', ?, ?, ?, ?, '', 1, ?, '')",
            [(one.layer, _GEOMETRY_COLUMN, "kharita", one.qml, "Kharita's symbols") for one in found],
        )
        connection.commit()
    finally:
        connection.close()
