"""The store of shapes, the keys, and the files for the page."""

import json
import math
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import basemap, coordinates
from geo.errors import BasemapError, CoordinateError

ROOT = Path(__file__).resolve().parent.parent

KEYS = basemap.keys()
AREAS = [key for key in KEYS if key.startswith("admin1:")]
COUNTRIES = [key for key in KEYS if key.startswith("country:")]


def browser_features(layer: str) -> list[dict]:
    with zipfile.ZipFile(basemap.STORE) as store:
        return json.loads(store.read(f"browser/{layer}.geojson"))["features"]


def area_km2(geometry) -> float:
    """Through Lambert's cylindrical equal-area projection of the sphere."""
    flat = shapely.transform(geometry, lambda xy: np.column_stack([np.radians(xy[:, 0]), np.sin(np.radians(xy[:, 1]))]))
    return flat.area * coordinates.EARTH_RADIUS_KM**2


# The store


def test_reading_keys_does_not_import_shapely():
    code = "import sys, geo.basemap as b; b.keys(); sys.exit('shapely' in sys.modules or 'geopandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_store_that_is_missing_or_broken_says_how_to_mend_it(monkeypatch, tmp_path):
    broken = tmp_path / "basemap.zip"
    for content in (None, b"PK not a zip"):
        if content:
            broken.write_bytes(content)
        monkeypatch.setattr(basemap, "STORE", broken)
        with pytest.raises(BasemapError, match=r"basemap\.zip.*build_basemap\.py"):
            basemap.browser_layers(tmp_path / "static")


# Keys


def test_keys_are_sorted_and_without_doubles():
    assert list(basemap.keys()) == sorted(set(basemap.keys()))


def test_a_country_is_the_union_of_its_first_level_areas():
    areas = shapely.union_all([basemap.shape(key) for key in AREAS if key.startswith("admin1:LY:")])
    assert basemap.shape("country:LY").symmetric_difference(areas).area == pytest.approx(0, abs=1e-9)


def test_areas_of_one_key_in_the_source_are_one_shape():
    assert basemap.shape("admin1:GB:Greater London").geom_type == "Polygon"


def test_joined_keys_are_the_union():
    joined = basemap.shape("country:LY+country:EG")
    total = basemap.shape("country:LY").area + basemap.shape("country:EG").area
    assert joined.area == pytest.approx(total)


def test_a_bare_country_code_may_stand_in_a_part():
    assert basemap.shape("part:LY:east").equals(basemap.shape("part:country:LY:east"))


def test_a_part_of_joined_keys_is_cut_from_their_union():
    key = basemap.part_key("admin1:LY:Darnah+admin1:LY:Al Marj", "east")
    assert key == "part:admin1:LY:Darnah+admin1:LY:Al Marj:east"
    assert basemap.shape(key).area < basemap.shape("admin1:LY:Darnah+admin1:LY:Al Marj").area * 0.5


def test_parts_may_be_joined_and_cut_again():
    joined = basemap.shape("part:LY:east+part:EG:west")
    assert joined.area == pytest.approx(basemap.shape("part:LY:east").area + basemap.shape("part:EG:west").area)
    again = basemap.shape("part:part:LY:east:north")
    assert again.within(basemap.shape("part:LY:east").buffer(1e-6))


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("admin1:SY:Idlib", "did you mean 'admin1:SY:Muhafazat Idlib'"),
        ("admin1:SY:Muhafazat Idlp", "did you mean 'admin1:SY:Muhafazat Idlib'"),
        ("admin1:LY:Xyzzy", "LY has .*Darnah"),
        ("country:XX", "'country:XX'"),
        ("country:-1", "'country:-1'"),
        ("country:LY+country:XX", "no shape 'country:XX'"),
        ("part:XX:east", "'country:XX'"),
        ("part:country:LY:eastern", "no part: expected .*north-east"),
        ("circle:1:2", "'circle:1:2' is malformed"),
        ("circle:1:2:3:4", "'circle:1:2:3:4' is malformed"),
        ("circle:1:2:-3", "radius of -3"),
        ("circle:1:2:nan", "radius of nan"),
        ("circle:36:95:3", "latitude 95.0 is out of range"),
        ("sector:1:2:3:up", "direction 'up' is unknown"),
        ("sector:1:2:3", "direction '' is unknown"),
        ("sea:3:2:1:4", "is empty"),
        ("Idlib", "'Idlib'.*did you mean 'admin1:SY:Muhafazat Idlib'"),
        ("", "no shape ''"),
    ],
)
def test_an_unknown_key_is_named_with_what_was_expected(key, message):
    with pytest.raises(BasemapError, match=message):
        basemap.shape(key)


def test_part_key_refuses_an_unknown_direction():
    with pytest.raises(BasemapError, match="'eastern' is unknown"):
        basemap.part_key("country:LY", "eastern")


def test_key_makers_make_keys_that_have_a_shape():
    assert basemap.circle_key(20.07, 32.11, 25) == "circle:20.07:32.11:25"
    assert basemap.sector_key(13.19, 32.89, 40, "south") == "sector:13.19:32.89:40:south"
    assert basemap.sector_key(13.19, 32.89, 40, "centre") == "circle:13.19:32.89:40"
    for key in ("circle:20.07:32.11:25", "sector:13.19:32.89:40:south"):
        assert basemap.shape(key).is_valid


# Parts, circles, sectors, the sea


@pytest.mark.parametrize("direction", basemap.DIRECTIONS)
@pytest.mark.parametrize("key", ["country:LY", "country:SY", "admin1:SY:Muhafazat Idlib", "country:RU", "country:FR"])
def test_a_part_is_valid_not_empty_and_lies_in_the_whole(key, direction):
    whole, part = basemap.shape(key), basemap.shape(basemap.part_key(key, direction))
    assert part.is_valid
    assert part.geom_type in {"Polygon", "MultiPolygon"}
    assert part.within(whole.buffer(1e-6))
    assert 0.05 * whole.area < part.area < 0.6 * whole.area


@pytest.mark.slow
def test_every_country_has_all_its_parts():
    for key in COUNTRIES:
        whole = basemap.shape(key)
        for direction in basemap.DIRECTIONS:
            part = basemap.shape(basemap.part_key(key, direction))
            assert part.is_valid, (key, direction)
            assert part.area > 0, (key, direction)
            assert part.difference(whole).area < 1e-8 * max(1.0, whole.area), (key, direction)


def test_eastern_libya_is_an_area_in_the_east_and_holds_its_towns():
    east = basemap.shape("part:country:LY:east")
    for town, (lon, lat) in {"Benghazi": (20.07, 32.11), "Tobruk": (23.96, 32.07), "Kufra": (23.31, 24.18)}.items():
        assert east.contains(shapely.Point(lon, lat)), town
    for town, (lon, lat) in {"Tripoli": (13.19, 32.87), "Sabha": (14.43, 27.04), "Sirte": (16.59, 31.2)}.items():
        assert not east.contains(shapely.Point(lon, lat)), town
    lon, lat, radius_km = basemap.point_and_radius("part:country:LY:east")
    assert 21 < lon < 23.5
    assert 25.5 < lat < 29
    assert 550 < radius_km < 800


def test_northern_syria_holds_aleppo_and_idlib_and_not_damascus():
    north = basemap.shape("part:country:SY:north")
    assert north.contains(shapely.Point(37.16, 36.2))
    assert north.contains(shapely.Point(36.63, 35.93))
    assert not north.contains(shapely.Point(36.28, 33.51))


def test_southern_france_is_not_in_guiana():
    west, south, east, north = basemap.shape("part:country:FR:south").bounds
    assert -6 < west < east < 11
    assert 41 < south < north < 47


def test_eastern_russia_crosses_the_antimeridian_within_180():
    west, _, east, _ = basemap.shape("part:country:RU:east").bounds
    assert -180 <= west < -169
    assert 179 < east <= 180


def test_a_circle_has_its_radius_and_point():
    ring = shapely.get_coordinates(basemap.shape("circle:20.07:32.11:25"))
    away = [coordinates.distance_km(20.07, 32.11, lon, lat) for lon, lat in ring]
    assert max(away) == pytest.approx(25, abs=1e-6)
    assert min(away) == pytest.approx(25, abs=1e-6)
    assert basemap.point_and_radius("circle:20.07:32.11:25") == (20.07, 32.11, 25)


@settings(max_examples=60, deadline=None)
@given(
    lon=st.floats(-180, 180),
    lat=st.floats(-90, 90),
    radius_km=st.floats(0.5, 4000),
)
def test_any_circle_is_a_valid_polygon_of_its_area(lon, lat, radius_km):
    shape = basemap.shape(basemap.circle_key(lon, lat, radius_km))
    assert shape.is_valid
    assert -180 <= shape.bounds[0] <= shape.bounds[2] <= 180
    radius = coordinates.EARTH_RADIUS_KM
    cap = 2 * math.pi * radius**2 * (1 - math.cos(radius_km / radius))
    assert area_km2(shape) == pytest.approx(cap, rel=0.03)


def test_the_outskirts_of_a_town_lie_in_their_direction():
    south = basemap.shape("sector:13.19:32.89:40:south")
    assert south.contains(shapely.Point(13.19, 32.65))
    assert not south.contains(shapely.Point(13.19, 33.0))
    assert not south.contains(shapely.Point(13.5, 32.85))


def test_the_sea_is_what_is_not_land():
    sea = basemap.shape("sea:8:30:25:40")
    assert sea.is_valid
    assert sea.contains(shapely.Point(18, 34))
    assert not sea.contains(shapely.Point(15, 31))
    assert not sea.contains(shapely.Point(14.2, 37.5))
    assert basemap.shape("sea:-30:-10:-25:-5").area == 25


# Points


@pytest.mark.parametrize(
    ("key", "lon", "lat", "radius_km"),
    [
        ("country:LY", 18, 27, 1050),
        ("country:SY", 38.5, 35, 430),
        ("admin1:SY:Muhafazat Idlib", 36.7, 35.8, 65),
        ("country:US", -99, 39, 2750),
        ("country:FJ", 178.4, -17.5, 650),
    ],
)
def test_the_point_is_near_the_centroid_and_the_radius_reaches_the_edge(key, lon, lat, radius_km):
    point = basemap.point_and_radius(key)
    assert point[:2] == pytest.approx((lon, lat), abs=0.5)
    assert point[2] == pytest.approx(radius_km, rel=0.1)


def test_every_point_lies_in_its_shape_and_the_radius_covers_it():
    for key in [key for key in COUNTRIES if key[-2:] in {"LY", "SY", "FR", "HR", "VN", "ID", "NO", "MH", "GM"}]:
        lon, lat, radius_km = basemap.point_and_radius(key)
        shape = basemap.shape(key)
        assert shape.buffer(1e-6).contains(shapely.Point(lon, lat)), key
        if key not in {"country:FR", "country:NO"}:  # which have far islands that the radius leaves out
            away = [coordinates.fast_distance_km(lon, lat, *xy) for xy in shapely.get_coordinates(shape)]
            assert max(away) <= radius_km + 0.01, key


@pytest.mark.parametrize(
    ("lon", "lat", "area", "country"),
    [
        (20.07, 32.11, "admin1:LY:Sha`biyat Banghazi", "LY"),
        (36.28, 33.51, "admin1:SY:Muhafazat Dimashq", "SY"),
        (35.94, 35.18, "admin1:SY:Muhafazat Tartus", "SY"),  # Baniyas: on the generalised coast's wrong side
        (18, 34, "", ""),
        (44.06, 9.56, "admin1:-1:Somaliland", ""),
    ],
)
def test_a_point_is_found_in_its_area_and_country(lon, lat, area, country):
    assert basemap.area_at(lon, lat) == area
    assert basemap.country_at(lon, lat) == country


def test_without_a_margin_a_port_off_the_generalised_coast_has_no_area():
    assert basemap.area_at(35.94, 35.18, within_km=0) == ""


def test_a_point_that_is_none_is_refused():
    with pytest.raises(CoordinateError):
        basemap.area_at(35, 95)


# What the page fetches


def test_browser_layers_are_geojson_by_rfc_7946(tmp_path):
    layers = basemap.browser_layers(tmp_path / "static" / "basemap")
    assert set(layers) == {"countries", "areas", "disputed"}
    for path in layers.values():
        text = path.read_text(encoding="utf-8")
        collection = json.loads(text)
        assert collection["type"] == "FeatureCollection"
        assert "crs" not in collection
        assert not re.search(r"\d\.\d{7}", text)
        for feature in collection["features"]:
            shape = shapely.geometry.shape(feature["geometry"])
            polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
            assert all(polygon.exterior.is_ccw for polygon in polygons), feature["properties"]


def test_browser_layers_name_countries_in_arabic_and_english_and_carry_keys():
    countries = {feature["properties"]["iso"]: feature["properties"] for feature in browser_features("countries")}
    assert countries["LY"] == {"key": "country:LY", "iso": "LY", "name": "Libya", "name_ar": "ليبيا"}
    assert {feature["properties"]["key"] for feature in browser_features("areas")} <= set(basemap.keys())
    named = [feature["properties"]["name"] for feature in browser_features("countries")]
    assert "Somaliland" in named
    assert "-1" not in countries


def test_the_region_is_drawn_with_its_areas_and_outlines_in_full():
    drawn = {feature["properties"]["key"]: feature["geometry"] for feature in browser_features("countries")}
    for code in ("LY", "SY", "UA", "ML", "YE"):
        outline = shapely.geometry.shape(drawn[f"country:{code}"])
        assert outline.equals(basemap.shape(f"country:{code}"))
    areas = {feature["properties"]["key"] for feature in browser_features("areas")}
    assert {key for key in AREAS if key[7:9] in {"LY", "SY", "UA", "ML", "YE"}} <= areas


def test_browser_layers_are_written_once_and_mended_when_cut_short(tmp_path):
    first = basemap.browser_layers(tmp_path)
    before = {layer: path.stat().st_mtime_ns for layer, path in first.items()}
    content = first["disputed"].read_bytes()
    assert basemap.browser_layers(tmp_path) == first
    assert {layer: path.stat().st_mtime_ns for layer, path in first.items()} == before
    first["disputed"].write_bytes(content[:100])
    assert basemap.browser_layers(tmp_path)["disputed"].read_bytes() == content
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in first.values())


def test_browser_layers_say_when_the_folder_cannot_be_written(tmp_path):
    (tmp_path / "static").write_text("a file, no folder")
    with pytest.raises(BasemapError, match=r"cannot be written to .*static"):
        basemap.browser_layers(tmp_path / "static")
