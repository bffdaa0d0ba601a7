import io
import json
import zipfile
from pathlib import Path

import duckdb
import geopandas
import pandas as pd
import pytest
from pyarrow import parquet

from geo.showing import export
from geo.showing.export.flat import flat, located
from geo.showing.layers import Layers
from tests.showing.export.conftest import MADE, content_of


@pytest.fixture(scope="module")
def folder(layers: Layers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parquet")
    with zipfile.ZipFile(io.BytesIO(b"".join(export.chunks("parquet", layers, made=MADE)))) as archive:
        archive.extractall(folder)
    return folder


@pytest.mark.parametrize("layer", export.EXPORT_LAYERS)
def test_geopandas_reads_every_value_and_geometry_back(layer: str, layers: Layers, folder: Path) -> None:
    table = geopandas.read_parquet(folder / f"{layer}.parquet")
    expected = located(content_of(layers), layer)
    assert table.crs.to_epsg() == 4326
    for column in expected.columns.drop("geometry"):
        assert plain(table[column]) == plain(expected[column]), column
    same = table.geometry.geom_equals_exact(expected.geometry, 0)
    assert (same | (table.geometry.isna() & expected.geometry.isna())).all()


def plain(values: "pd.Series[object]") -> list[object]:
    return [None if pd.isna(value) else value for value in values.tolist()]


@pytest.mark.parametrize("layer", export.EXPORT_LAYERS)
def test_it_is_geoparquet_1_1_with_a_box_for_each_row_and_its_account(layer: str, folder: Path) -> None:
    file = parquet.ParquetFile(folder / f"{layer}.parquet")
    assert file.metadata.metadata is not None
    told = json.loads(file.metadata.metadata[b"geo"])
    assert told["version"] == "1.1.0"
    column = told["columns"][told["primary_column"]]
    assert column["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    assert column["encoding"] == "WKB"
    account = json.loads(file.metadata.metadata[b"kharita"])
    assert account["made"] == "2026-03-04T05:06:07+00:00"
    assert any("GeoNames" in credit for credit in account["credits"])


def test_duckdb_asks_it_by_its_boxes(layers: Layers, folder: Path) -> None:
    box = "bbox.xmin > 12 AND bbox.xmax < 14 AND bbox.ymax > 30"
    found = duckdb.sql(f"SELECT place_ar, status FROM '{folder}/events.parquet' WHERE {box}").fetchall()
    assert ("طرابلس", "reported") in found
    assert len(found) == 1


@pytest.mark.parametrize("table", ["evidence", "documents"])
def test_tellings_and_documents_come_along(table: str, layers: Layers, folder: Path) -> None:
    found = duckdb.sql(f"SELECT count(*) FROM '{folder}/{table}.parquet'").fetchall()
    assert found == [(len(flat(content_of(layers), table)),)]
    quoted = duckdb.sql(f"SELECT DISTINCT quote FROM '{folder}/evidence.parquet'").fetchall()
    assert {quote for (quote,) in quoted} == set(layers.tables.evidence["quote"])


def test_a_layer_has_its_tellings_and_documents_beside_it(layers: Layers, tmp_path: Path) -> None:
    written = export.write("parquet", layers, tmp_path / "flows.parquet", layer="flows")
    assert [path.name for path in written] == ["flows.parquet", "flows.evidence.parquet", "flows.documents.parquet"]
    assert len(geopandas.read_parquet(tmp_path / "flows.parquet")) == len(layers.tables.flows)


def test_hostile_texts_come_back_as_they_are(hostile: Layers, tmp_path: Path) -> None:
    export.write("parquet", hostile, tmp_path / "events.parquet", layer="events")
    found = geopandas.read_parquet(tmp_path / "events.parquet")
    assert list(found["recipients"]) == list(hostile.tables.events["recipients"])
