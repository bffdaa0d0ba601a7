"""Layers in GeoJSON and GeoPackage: a point on each feature and how far it reaches, in longitude and latitude."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pyproj import Transformer
from shapely import LineString, MultiPolygon, Point, Polygon, box, transform

from geo.errors import GazetteerError
from geo.reading.gazetteer.adding.layers import open_geojson, open_geopackage
from geo.reading.gazetteer.adding.records import Record
from tests.reading.gazetteer.adding.making import geopackage, header

ROOT = Path(__file__).resolve().parents[4]
CAMP = {"type": "Point", "coordinates": [20.25, 31.5]}


def geojson(path: Path, *features: Any, **more: Any) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}), encoding="utf-8")
    return path


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def read_json(path: Path) -> list[Record]:
    with open_geojson(path) as table:
        return list(table.records)


def read_package(path: Path, layer: str = "") -> list[Record]:
    with open_geopackage(path, layer) as table:
        return list(table.records)


def test_a_feature_is_its_properties_and_its_point(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", {**feature(CAMP, name="مخيم", open=True, no=None, deep={"a": 1}), "id": 7})
    with open_geojson(path) as table:
        assert (table.columns, table.total, table.has_geometry) == (("id", "name", "open", "no", "deep"), 1, True)
        (record,) = table.records
    assert record.values == {"id": "7", "name": "مخيم", "open": "yes", "no": "", "deep": ""}
    assert (record.position, record.reach_km) == ((20.25, 31.5), 0.0)


def test_a_geopackage_is_read_the_same_way(tmp_path: Path) -> None:
    (record,) = read_package(geopackage(tmp_path / "a.gpkg", [("Camp 7", Point(20.25, 31.5))]))
    assert record.where == "a.gpkg, layer camps, feature 1"
    assert record.values == {"fid": "1", "name": "Camp 7"}
    assert (record.position, record.reach_km) == ((20.25, 31.5), 0.0)


def test_a_geopackage_of_another_program_is_read(tmp_path: Path) -> None:
    import geopandas

    frame = geopandas.GeoDataFrame({"name": ["مخيم"], "open": [1]}, geometry=[Point(500_000, 3_600_000)], crs=32633)
    frame.to_file(tmp_path / "a.gpkg", driver="GPKG", layer="camps")
    (record,) = read_package(tmp_path / "a.gpkg")
    assert record.values == {"fid": "1", "name": "مخيم", "open": "1"}
    assert record.position == pytest.approx((15.0, 32.54), abs=0.01)


@pytest.mark.parametrize(
    "shape",
    [
        box(20, 32, 20.2, 32.2),
        LineString([(20, 32), (20.2, 32.2)]),
        MultiPolygon([box(20, 32, 20.05, 32.05), box(20.15, 32.15, 20.2, 32.2)]),
        Polygon([(20, 32), (20.2, 32), (20.2, 32.2), (20.19, 32.01)]),
    ],
)
def test_what_is_no_point_gives_one_on_it_and_reaches_to_its_farthest_corner(tmp_path: Path, shape: Any) -> None:
    path = geojson(tmp_path / "a.geojson", feature(json.loads(json.dumps(shape.__geo_interface__)), name="a"))
    packed = geopackage(tmp_path / "a.gpkg", [("a", shape)])
    for (record,) in (read_json(path), read_package(packed)):
        assert record.position is not None
        assert shape.distance(Point(record.position)) < 1e-9
        assert 10 < record.reach_km < 31


def test_positions_in_another_system_are_transformed(tmp_path: Path) -> None:
    to_mercator = Transformer.from_crs(4326, 3857, always_xy=True).transform
    x, y = to_mercator(20.25, 31.5)
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    path = geojson(tmp_path / "a.geojson", feature({"type": "Point", "coordinates": [x, y]}, name="a"), crs=crs)
    area = transform(box(20, 31, 20.2, 31.2), lambda xy: __import__("numpy").column_stack(to_mercator(*xy.T)))
    (camp, wide) = read_package(geopackage(tmp_path / "a.gpkg", [("a", Point(x, y)), ("b", area)], system=3857))
    for record in (*read_json(path), camp):
        assert record.position == pytest.approx((20.25, 31.5))
    assert wide.position == pytest.approx((20.1, 31.1), abs=0.01)
    assert wide.reach_km == pytest.approx(14.6, abs=0.2)


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": []},
        {"type": "Point", "coordinates": ["a", "b"]},
        {"type": "Point", "coordinates": [200, 10]},
        {"type": "Point", "coordinates": [float("nan"), 10]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
        {"type": "Sphere", "coordinates": [1, 2]},
        {"type": "LineString", "coordinates": [[0, 0], [900, 1], [0, 1]]},
        {"coordinates": [1, 2]},
        [1, 2],
        "POINT (1 2)",
    ],
)
def test_a_geometry_that_is_none_spoils_its_own_feature(tmp_path: Path, geometry: Any) -> None:
    bad, good = read_json(geojson(tmp_path / "a.geojson", feature(geometry, name="a"), feature(CAMP, name="b")))
    assert bad.where == "a.geojson, feature 1, geometry"
    assert bad.fault
    assert good.position == (20.25, 31.5)


def test_features_that_are_none_are_named(tmp_path: Path) -> None:
    records = read_json(geojson(tmp_path / "a.geojson", 7, None, {}, {"properties": 3, "geometry": CAMP}))
    assert [record.fault for record in records] == ["is no feature", "is no feature", "", ""]
    assert [record.position for record in records] == [None, None, None, (20.25, 31.5)]


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"type": "Point"}', '{"features": {}}', "[" * 100_000, "\x00", "\ufeff null"]
)
def test_what_is_no_geojson_is_refused_by_name(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.geojson").write_text(content, encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"a\.geojson is no GeoJSON"):
        read_json(tmp_path / "a.geojson")


ARC = b"\x01\x08\x00\x00\x00\x02\x00\x00\x00" + bytes(32)


@pytest.mark.parametrize(
    "blob", [b"", b"GP", b"XX\x00\x01" + bytes(30), header(4326) + b"\x01\x01", header(4326) + ARC, None, "text"]
)
def test_a_blob_that_is_no_geometry_spoils_its_own_feature(tmp_path: Path, blob: Any) -> None:
    path = geopackage(tmp_path / "a.gpkg", [("bad", None), ("good", Point(20.25, 31.5))])
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE camps SET geom = ? WHERE name = 'bad'", (blob,))
    bad, good = read_package(path)
    assert bad.fault or bad.position is None
    assert good.position == (20.25, 31.5)


def test_among_several_layers_one_must_be_named(tmp_path: Path) -> None:
    path = geopackage(tmp_path / "a.gpkg", [("a", Point(1, 2))])
    geopackage(path, [("b", Point(3, 4))], layer='odd "name"; --')
    with pytest.raises(GazetteerError, match=r"'camps', 'odd .*--layer"):
        read_package(path)
    assert read_package(path, 'odd "name"; --')[0].position == (3.0, 4.0)
    with pytest.raises(GazetteerError, match="no layer 'roads'"):
        read_package(path, "roads")


def test_a_layer_that_would_run_something_is_refused(tmp_path: Path) -> None:
    path = geopackage(tmp_path / "a.gpkg", [])
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("DROP TABLE camps")
        database.execute(
            "CREATE VIEW camps AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT * FROM n"
        )
    with pytest.raises(GazetteerError, match="no plain table"):
        read_package(path)


def test_a_system_that_the_package_does_not_describe_is_refused(tmp_path: Path) -> None:
    path = geopackage(tmp_path / "a.gpkg", [("a", Point(1, 2))])
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("DELETE FROM gpkg_spatial_ref_sys")
    with pytest.raises(GazetteerError, match="reference system"):
        read_package(path)


def test_a_package_with_spoilt_texts_is_refused_by_name(tmp_path: Path) -> None:
    path = geopackage(tmp_path / "a.gpkg", [("a", Point(1, 2))])
    data = path.read_bytes()
    path.write_bytes(data.replace(b"gpkg_geometry_columns", b"gpkg_geometry\xff\xfe_\xffolumn"))
    with pytest.raises(GazetteerError, match=r"a\.gpkg is a damaged GeoPackage"):
        read_package(path)


@pytest.mark.parametrize("content", [b"", b"<OGRVRTDataSource/>", b"SQLite format 3\x00" + bytes(200)])
def test_what_is_no_geopackage_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.gpkg").write_bytes(content)
    with pytest.raises(GazetteerError, match=r"a\.gpkg is (no|a damaged) GeoPackage"):
        read_package(tmp_path / "a.gpkg")


def test_importing_loads_nothing_heavy() -> None:
    code = (
        "import sys, geo.reading.gazetteer.adding.add\n"
        "print([name for name in ('geopandas', 'pandas', 'pyogrio', 'shapely', 'pyproj') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
