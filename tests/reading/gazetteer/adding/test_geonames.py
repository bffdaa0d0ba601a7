"""GeoNames' country files: what becomes a place, of which kind, and what is said of lines that are none."""

import pytest

from geo.model import KINDS
from geo.reading.gazetteer.adding.geonames import feature_kinds, read_country, settings
from geo.reading.gazetteer.adding.rows import BadRow, Outcome
from tests.reading.gazetteer.adding.making import feature, numbered


def read(*lines: str) -> list[Outcome]:
    return list(read_country(numbered(*(line.encode() for line in lines)), "LY.txt"))


def row(**changes: str) -> dict[str, str]:
    (found,) = read(feature(**changes))
    assert isinstance(found, dict), found
    return found


def test_a_settlement_becomes_a_place_that_says_how_unsure_it_is() -> None:
    found = row()
    assert (found["id"], found["name"], found["kind"], found["country"]) == (
        *("gn:9000001", "Qasr Testi"),
        *("village", "LY"),
    )
    assert (float(found["lat"]), float(found["lon"])) == (31.5, 20.25)
    assert (found["radius_km"], found["confirmed"]) == ("25", "no")
    assert (found["source"], found["source_id"], found["licence"]) == ("geonames", "9000001", "CC BY 4.0")
    assert found["names"] == "Kasr Testi|قصر تجريبي"


@pytest.mark.parametrize(
    ("feature_class", "code", "population", "kind"),
    [
        ("P", "PPL", "4999", "village"),
        ("P", "PPL", "5000", "town"),
        ("P", "PPLA", "100000", "city"),
        ("P", "PPLX", "100000", "neighbourhood"),
        ("A", "ADM1", "", "admin1"),
        ("A", "PCLI", "", "country"),
        ("H", "WAD", "", "river"),
        ("H", "GULF", "", "sea"),
        ("L", "OILF", "", "site"),
        ("L", "PRT", "", "site"),
        ("T", "DSRT", "", "region"),
        ("T", "MT", "", "site"),
        ("S", "AIRB", "", "site"),
        ("S", "CMPRF", "", "site"),
        ("S", "DAM", "", "site"),
    ],
)
def test_a_feature_is_of_the_kind_that_the_table_says(
    feature_class: str, code: str, population: str, kind: str
) -> None:
    assert row(feature_class=feature_class, feature_code=code, population=population)["kind"] == kind


@pytest.mark.parametrize(("feature_class", "code"), [("R", "RD"), ("S", "HTL"), ("S", "SCH"), ("U", "RDGU"), ("", "")])
def test_what_is_no_place_is_left_out(feature_class: str, code: str) -> None:
    assert read(feature(feature_class=feature_class, feature_code=code)) == [None]


def test_people_are_those_of_a_settlement_not_of_its_province() -> None:
    assert row(population="700")["population"] == "700"
    assert row(population="700", feature_class="A", feature_code="ADM1")["population"] == ""


@pytest.mark.parametrize(
    ("line", "where", "reason"),
    [
        ("a\tb", "line 1", "2 columns, expected 19"),
        (feature(latitude="north"), "line 1, column latitude", "'north'"),
        (feature(latitude="95"), "line 1, column latitude", "out of range"),
        (feature(longitude="nan"), "line 1, column longitude", "not a number"),
        (feature(geonameid="x1"), "line 1, column geonameid", "'x1'"),
        (feature(geonameid="٣"), "line 1, column geonameid", "'٣'"),
        (feature(population="many"), "line 1, column population", "'many'"),
        (feature(population="9" * 5000), "line 1, column population", "people"),
        (feature(country_code="Libya"), "line 1, column country_code", "'Libya'"),
        (feature(name="", asciiname=""), "line 1, column name", "empty"),
        (feature(name="x" * 500), "line 1, column name", "too long"),
    ],
)
def test_a_bad_line_is_named_by_line_and_column_and_the_next_is_read(line: str, where: str, reason: str) -> None:
    bad, good = read(line, feature(geonameid="2"))
    assert isinstance(bad, BadRow)
    assert str(bad).startswith(f"LY.txt, {where}: ")
    assert reason in bad.reason
    assert isinstance(good, dict)


def test_bytes_that_are_no_text_spoil_their_own_line_only() -> None:
    lines = numbered(b"\xff\xfe\t" * 18, None, b"", feature().encode())
    bad, long, good = read_country(lines, "LY.txt")
    assert isinstance(bad, BadRow)
    assert "UTF-8" in bad.reason
    assert isinstance(long, BadRow)
    assert "too long" in long.reason
    assert isinstance(good, dict)


def test_names_are_cleaned_of_what_a_terminal_or_the_index_would_obey() -> None:
    found = row(name="Beni\x1b[2J \x1fWalid\u202e", alternatenames="a|b\x07,,Benī Walīd")
    assert found["name"] == "Beni[2J Walid"
    assert found["names"] == "Qasr Testi|a b|Benī Walīd"


def test_every_line_of_the_table_of_features_is_whole() -> None:
    kinds = feature_kinds()
    assert {feature_class for feature_class, _ in kinds} == set("APHLTS")
    assert {kind for kind, _ in kinds.values()} <= {*KINDS, "settlement"}
    assert all(radius_km >= 25 for _, radius_km in kinds.values())


def test_the_settings_are_whole() -> None:
    known = settings()
    assert set(known["marks"].values()) <= {"take", "leave"}
    assert set(known["settlement"]) <= set(KINDS)
    assert min(known["settlement"].values()) == 0
    assert known["download"]["base"].startswith("https://download.geonames.org/")
