"""Adding a file the whole way: from whatever form into the user's folder, and from there into the gazetteer."""

import csv
import json
import time
from pathlib import Path

import pytest
from shapely import Point

from geo.errors import GazetteerError
from geo.reading.gazetteer.added import added_sources
from geo.reading.gazetteer.adding.add import AddReport, add_source, suggested_name
from geo.reading.gazetteer.adding.columns import Options
from geo.reading.gazetteer.adding.listing import list_sources
from geo.reading.gazetteer.entries import Entry
from geo.reading.gazetteer.sources import COLUMNS, read_sources
from tests.reading.gazetteer.adding.conftest import Files
from tests.reading.gazetteer.adding.making import alternate, feature, geopackage, pack, write

SITE = Options(kind="site", licence="own")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A project of one place, Benghazi, with GeoNames' number."""
    folder = tmp_path / "data"
    folder.mkdir()
    values = {"id": "kh:ly/benghazi", "name": "Benghazi", "kind": "city", "country": "LY", "lat": "32.1", "lon": "20.1"}
    values |= {"radius_km": "12", "source": "geonames", "source_id": "88319", "confirmed": "yes"}
    write(folder / "libya.csv", ",".join(COLUMNS), ",".join(values.get(column, "") for column in COLUMNS))
    write(folder / "sources.toml", '[[source]]\nreader = "csv"\nfile = "libya.csv"\ntrust = "kept"')
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "added"


@pytest.fixture
def camps(tmp_path: Path) -> Path:
    return write(tmp_path / "camps.csv", "name,lat,lon,geonameid", "Camp 7,32.5,13.25,", "Bengasi,32,20,88319")


def places(data: Path, folder: Path) -> dict[str, Entry]:
    return {entry.place.name: entry for entry in read_sources(data, added=folder)}


def test_a_table_becomes_places_of_the_gazetteer(data: Path, folder: Path, camps: Path) -> None:
    report = add_source(str(camps), SITE, folder=folder, data=data)
    assert (report.source.name, report.source.rows, report.source.origin) == ("camps", 2, "camps.csv")
    assert "name = name (guessed)" in report.columns
    found = places(data, folder)
    place = found["Camp 7"].place
    assert (place.kind, place.radius_km, place.confirmed, place.licence) == ("site", 25.0, False, "own")
    assert found["Benghazi"].listed_names == ("Bengasi",)
    assert set(found) == {"Benghazi", "Camp 7"}


def test_every_column_is_written(data: Path, folder: Path, camps: Path) -> None:
    report = add_source(str(camps), SITE, folder=folder, data=data)
    with (folder / report.source.file).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert set(COLUMNS) <= set(reader.fieldnames or ())
        assert all(row["licence"] and row["source"] and row["id"] for row in reader)


@pytest.mark.parametrize("name", ["a.geojson", "a.gpkg"])
def test_a_layer_becomes_places(name: str, data: Path, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / name
    if name.endswith("gpkg"):
        geopackage(path, [("Camp 7", Point(13.25, 32.5)), ("nowhere", None)])
    else:
        features = [
            {"properties": {"name": "Camp 7"}, "geometry": {"type": "Point", "coordinates": [13.25, 32.5]}},
            {"properties": {"name": "nowhere"}, "geometry": None},
        ]
        path.write_text(json.dumps({"features": features}), encoding="utf-8")
    report = add_source(str(path), SITE, folder=folder, data=data)
    assert (report.source.rows, report.bad_rows) == (1, 1)
    assert "has no geometry" in str(report.bad[0])
    assert places(data, folder)["Camp 7"].place.lon == 13.25


@pytest.mark.parametrize("packed", [False, True])
def test_a_country_of_geonames_becomes_places_and_known_ones_get_names(
    packed: bool, data: Path, folder: Path, tmp_path: Path
) -> None:
    lines = [feature(), feature(geonameid="88319", name="Berenice"), feature(geonameid="3", feature_class="R")]
    path = pack(tmp_path / "LY.zip", LY__txt="\n".join(lines)) if packed else write(tmp_path / "LY.txt", *lines)
    report = add_source(str(path), folder=folder, data=data)
    assert (report.source.rows, report.left_out, report.bad_rows) == (2, 1, 0)
    found = places(data, folder)
    assert found["Qasr Testi"].place.id == "gn:9000001"
    assert "Berenice" in found["Benghazi"].listed_names


def test_names_by_language_go_to_places_of_the_gazetteer_and_of_what_was_added(
    data: Path, folder: Path, tmp_path: Path
) -> None:
    add_source(str(write(tmp_path / "LY.txt", feature())), folder=folder, data=data)
    names = [alternate(88319, "ar", "بنغازي"), alternate(9000001, "en", "Castle"), alternate(4, "en", "Nowhere")]
    report = add_source(str(write(tmp_path / "names.txt", *names)), folder=folder, data=data)
    assert (report.source.reader, report.source.rows, report.left_out) == ("names", 2, 1)
    found = places(data, folder)
    assert found["Benghazi"].place.name_ar == "بنغازي"
    assert "Castle" in found["Qasr Testi"].names
    assert len(found) == 2


def test_names_of_no_known_place_are_refused(data: Path, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"names\.txt gives no place"):
        add_source(str(write(tmp_path / "names.txt", alternate(4, "en", "x"))), folder=folder, data=data)


def test_bad_rows_are_skipped_counted_and_the_first_named(data: Path, folder: Path, tmp_path: Path) -> None:
    rows = [f"Camp {n},{'north' if n % 2 else 32},13" for n in range(20)]
    report = add_source(str(write(tmp_path / "a.csv", "name,lat,lon", *rows)), SITE, folder=folder, data=data)
    assert (report.source.rows, report.bad_rows, len(report.bad)) == (10, 10, 5)
    assert str(report.bad[0]) == "a.csv, line 3, column lat: 'north' is no number"


def test_a_row_that_comes_twice_counts_once(data: Path, folder: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "name,lat,lon", "Camp,32,13", "Camp,32,13", "Camp,33,13")
    report = add_source(str(path), SITE, folder=folder, data=data)
    assert (report.source.rows, report.left_out) == (2, 1)


@pytest.mark.parametrize(
    ("name", "lines", "says"),
    [
        ("a.csv", ["name,lat,lon"], "it has no rows"),
        ("a.csv", ["name,lat,lon", "Camp,x,y"], r"bad rows: 1, the first: a\.csv, line 2, column lat"),
        ("a.txt", ["a\tb"], "2 columns, expected 19"),
        ("a.txt", [], "0 columns"),
        ("a.txt", [feature(feature_class="R")], "rows of no use here: 1"),
        ("a.xlsx", ["x"], r"ends in \.csv"),
        ("a", ["x"], r"ends in \.csv"),
    ],
)
def test_what_gives_no_place_is_refused_and_leaves_nothing(
    name: str, lines: list[str], says: str, data: Path, folder: Path, tmp_path: Path
) -> None:
    options = SITE if name.endswith("csv") else None
    with pytest.raises(GazetteerError, match=says):
        add_source(str(write(tmp_path / name, *lines)), options, folder=folder, data=data)
    assert added_sources(folder) == ()
    assert list(folder.glob("*")) == []


@pytest.mark.parametrize("what", ["no.csv", "/vsicurl/http://x/a.csv", "http://x/a.csv", "/tmp"])
def test_only_files_that_are_there_are_opened(what: str, data: Path, folder: Path) -> None:
    with pytest.raises(GazetteerError, match="no such file"):
        add_source(what, SITE, folder=folder, data=data)


def test_a_file_is_what_it_holds_not_what_it_is_called(data: Path, folder: Path, tmp_path: Path) -> None:
    layer = '<OGRVRTLayer name="a"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>'
    trick = f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"
    for name in ("a.gpkg", "a.geojson", "a.csv", "a.zip", "a.txt"):
        with pytest.raises(GazetteerError, match=name.replace(".", r"\.")):
            add_source(str(write(tmp_path / name, trick)), folder=folder, data=data)


def test_a_name_that_is_taken_is_refused_before_the_work_unless_told(data: Path, folder: Path, camps: Path) -> None:
    add_source(str(camps), SITE, folder=folder, data=data)
    with pytest.raises(GazetteerError, match="--replace"):
        add_source(str(camps), SITE, folder=folder, data=data)
    write(camps, "name,lat,lon", "Camp 8,32.5,13.25")
    add_source(str(camps), SITE, folder=folder, data=data, overwrite=True)
    assert set(places(data, folder)) == {"Benghazi", "Camp 8"}
    assert len(added_sources(folder)) == 1


@pytest.mark.parametrize("name", ["x" * 65, "a\x1b[2Jb", "a\nb", " "])
def test_a_name_that_is_none_is_refused(name: str, data: Path, folder: Path, camps: Path) -> None:
    with pytest.raises(GazetteerError, match="--source"):
        add_source(str(camps), Options(name=name, kind="site"), folder=folder, data=data)


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("LY.txt", Options(kind="site"), "--kind"),
        ("LY.txt", Options(radius_km=3.0), "--radius-km"),
        ("LY.txt", Options(columns={"name": "x"}), "--column"),
        ("a.csv", Options(kind="site", layer="x"), "--layer"),
        ("a.csv", Options(kind="site", country="Atlantis"), "Atlantis"),
    ],
)
def test_an_option_that_does_not_fit_is_refused(
    name: str, options: Options, says: str, data: Path, folder: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / name, feature() if name == "LY.txt" else "name,lat,lon\nCamp,32,13")
    with pytest.raises(GazetteerError, match=says):
        add_source(str(path), options, folder=folder, data=data)


def test_a_file_of_geonames_is_fetched_and_added(files: Files, data: Path, folder: Path, tmp_path: Path) -> None:
    files.has("/dump/LY.zip", pack(tmp_path / "LY.zip", LY__txt=feature()).read_bytes())
    report = add_source("geonames:ly", folder=folder, data=data)
    assert (report.source.name, report.source.origin) == ("geonames-LY", "geonames:ly")
    assert "Qasr Testi" in places(data, folder)


@pytest.mark.parametrize("body", [b"<html>sorry</html>", b"", b"PK\x03\x04 cut off"])
def test_what_was_fetched_and_is_no_archive_is_refused(body: bytes, files: Files, data: Path, folder: Path) -> None:
    files.has("/dump/LY.zip", body)
    with pytest.raises(GazetteerError, match=r"LY\.zip is (no zip|a damaged) archive"):
        add_source("geonames:LY", folder=folder, data=data)
    assert added_sources(folder) == ()


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("geonames:LY", "geonames-LY"),
        ("geonames:alternatenames", "geonames-alternatenames"),
        ("geonames:alternatenames/ly", "geonames-alternatenames-LY"),
        ("x/LY.zip", "LY"),
        ("a\x1b[2J.csv", "a[2J"),
    ],
)
def test_a_source_is_named_by_what_it_comes_from(what: str, name: str) -> None:
    assert suggested_name(what) == name


def test_all_sources_are_listed_with_rows_and_licences(data: Path, folder: Path, camps: Path) -> None:
    add_source(str(camps), SITE, folder=folder, data=data)
    project, mine = list_sources(data, folder=folder)
    assert (project.name, project.rows, project.trust, project.licence) == ("libya", 1, "kept", "CC BY 4.0")
    assert (mine.name, mine.rows, mine.trust, mine.licence) == ("camps", 2, "listed", "own")
    assert mine.added


def test_a_country_of_fifty_thousand_lines_takes_seconds(data: Path, folder: Path, tmp_path: Path) -> None:
    names = ",".join(f"Kasr {n}" for n in range(6))
    lines = (feature(geonameid=str(n), name=f"Qasr {n}", alternatenames=names) for n in range(1, 50_001))
    path = write(tmp_path / "LY.txt", *lines)
    told: list[tuple[str, int, int]] = []
    start = time.perf_counter()
    report: AddReport = add_source(str(path), folder=folder, data=data, progress=lambda *state: told.append(state))
    assert time.perf_counter() - start < 15
    assert report.source.rows == 50_000
    assert told[-1] == ("LY", 50_000, 0)
