"""The build of the basemap, and what it left in the store: fidelity, validity, size."""

import importlib.util
import json
import os
import re
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
import shapely

from geo import basemap

ROOT = Path(__file__).resolve().parent.parent
FIGURES = json.loads((ROOT / "data" / "basemap" / "figures.json").read_text(encoding="utf-8"))
# Natural Earth's world_map.gpkg, for whoever has it at hand: the store is then compared with its source.
SOURCE = os.environ.get("KHARITA_WORLD_MAP", "")
needs_source = pytest.mark.skipif(not SOURCE, reason="KHARITA_WORLD_MAP does not name world_map.gpkg")

KEYS = basemap.keys()
AREAS = [key for key in KEYS if key.startswith("admin1:")]
COUNTRIES = [key for key in KEYS if key.startswith("country:")]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_basemap", ROOT / "scripts" / "build_basemap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def browser_shapes(layer: str) -> list:
    with zipfile.ZipFile(basemap.STORE) as stored:
        features = json.loads(stored.read(f"browser/{layer}.geojson"))["features"]
    return [shapely.geometry.shape(feature["geometry"]) for feature in features]


def test_store_has_at_most_four_megabytes():
    assert basemap.STORE.stat().st_size <= 4_000_000


def test_every_first_level_area_is_valid_and_neighbours_share_their_borders():
    shapes = [basemap.shape(key) for key in AREAS]
    assert len(shapes) == FIGURES["first_level_areas"] > 4_400
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()
    assert shapely.coverage_is_valid(shapes)


def test_every_country_is_a_valid_polygon():
    for key in COUNTRIES:
        whole = basemap.shape(key)
        assert whole.is_valid, key
        assert whole.geom_type in {"Polygon", "MultiPolygon"}, key


@pytest.mark.parametrize("layer", ["countries", "areas"])
def test_every_polygon_that_the_page_draws_is_valid_and_shares_its_borders(layer):
    shapes = browser_shapes(layer)
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)


@pytest.mark.parametrize("key", FIGURES["checked"])
def test_libyan_and_syrian_shapes_are_those_that_were_measured_at_most_six_percent_off(script, key):
    measured = FIGURES["checked"][key]
    shape = basemap.shape(key)
    assert measured["difference_percent"] <= 6
    assert script.area_km2(shape) == pytest.approx(measured["area_km2"], rel=1e-3)
    assert shape.bounds == pytest.approx(measured["bounds"], abs=1e-3)


def test_all_22_libyan_and_15_syrian_areas_are_there():
    assert sum(key.startswith("admin1:LY:") for key in AREAS) == 22
    assert sum(key.startswith("admin1:SY:") for key in AREAS) == 15
    assert set(FIGURES["checked"]) == {
        "country:LY",
        "country:SY",
        *(key for key in AREAS if key.startswith(("admin1:LY:", "admin1:SY:"))),
    }


@needs_source
def test_libyan_and_syrian_shapes_are_at_most_six_percent_off_the_source(script):
    source = script.read_areas(Path(SOURCE))
    for area in source:
        if area["iso"] in {"LY", "SY"}:
            off = basemap.shape(area["key"]).symmetric_difference(area["geometry"]).area / area["geometry"].area
            assert off <= 0.06, area["key"]
    for code in ("LY", "SY"):
        whole = shapely.union_all([area["geometry"] for area in source if area["iso"] == code])
        assert basemap.shape(f"country:{code}").symmetric_difference(whole).area <= 0.06 * whole.area


@needs_source
@pytest.mark.slow
def test_building_again_gives_the_same_store(script, tmp_path):
    script.build(Path(SOURCE), "", tmp_path)
    with zipfile.ZipFile(tmp_path / "basemap.zip") as built, zipfile.ZipFile(basemap.STORE) as stored:
        assert {name: built.read(name) for name in built.namelist()} == {
            name: stored.read(name) for name in stored.namelist()
        }


def test_building_from_a_file_that_is_not_there_ends_with_status_one_and_one_line(script, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["build_basemap.py", "nowhere.gpkg"])
    assert script.main() == 1
    assert re.fullmatch(r"build_basemap: .*nowhere\.gpkg is no file.*\n", capsys.readouterr().err)


@pytest.mark.parametrize(
    ("limit", "value", "message"),
    [
        ("MOST_DIFFERENCE", 0.0, "off the source"),
        ("MOST_BYTES", 1000, "at most 1000 are wanted"),
        ("DECIMALS", 1, "rounding to 1 decimals broke an area"),
    ],
)
@needs_source
@pytest.mark.slow
def test_the_build_stops_when_a_check_fails(script, monkeypatch, tmp_path, limit, value, message):
    monkeypatch.setattr(script, limit, value)
    with pytest.raises(ValueError, match=message):
        script.build(Path(SOURCE), "", tmp_path)
    assert not list(tmp_path.iterdir())
