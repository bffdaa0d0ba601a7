"""Columns of somebody's table: guessed, named, refused; and what a row becomes."""

from dataclasses import replace

import pytest

from geo.errors import GazetteerError
from geo.reading.gazetteer.adding.columns import Columns, Options, country_code, match_columns, row_of
from geo.reading.gazetteer.adding.records import Record
from geo.reading.gazetteer.adding.rows import BadRow

SITE = Options(name="camps", kind="site")
VALUES = {"name": "Camp 7", "lat": "32.5", "lon": "13.25"}


def matched(*columns: str, options: Options = SITE, has_geometry: bool = False) -> Columns:
    return match_columns(columns, options, has_geometry=has_geometry, name="a.csv")


def made(options: Options = SITE, record: Record | None = None, **values: str) -> dict[str, str] | BadRow:
    given = {**VALUES, **values}
    columns = Columns(of={field: (field,) for field in given})
    return row_of(record or Record(where="a.csv, line 2", values=given), columns, options)


def row(options: Options = SITE, record: Record | None = None, **values: str) -> dict[str, str]:
    found = made(options, record, **values)
    assert isinstance(found, dict), found
    return found


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (("name", "lat", "lon"), {"name": ("name",), "lat": ("lat",), "lon": ("lon",)}),
        (("Latitude", "LONGITUDE", "Title"), {"name": ("Title",), "lat": ("Latitude",), "lon": ("LONGITUDE",)}),
        (
            ("X", "Y", "name:en", "name:ar", "name"),
            {"name": ("name:en",), "name_ar": ("name:ar",), "names": ("name",), "lat": ("Y",), "lon": ("X",)},
        ),
        (
            ("name", "alt name", "aliases", "y", "x", "iso2", "Pop.", "geonameid"),
            {
                "name": ("name",),
                "names": ("alt name", "aliases"),
                "country": ("iso2",),
                "lat": ("y",),
                "lon": ("x",),
                "population": ("Pop.",),
                "geonames_id": ("geonameid",),
            },
        ),
    ],
)
def test_columns_are_guessed_by_their_names(columns: tuple[str, ...], expected: dict[str, tuple[str, ...]]) -> None:
    found = matched(*columns)
    assert found.of == expected
    assert set(found.guessed) == set(expected)


def test_what_is_named_outright_overrules_a_guess_and_both_are_said() -> None:
    found = matched("name", "TITLE", "lat", "lon", options=replace(SITE, columns={"name": "TITLE"}))
    assert str(found) == "name = TITLE, names = name (guessed), lat = lat (guessed), lon = lon (guessed)"


def test_a_column_is_not_guessed_where_an_option_says_it() -> None:
    columns = ("name", "lat", "lon", "kind", "country", "licence")
    options = replace(SITE, country="LY", licence="CC BY 4.0")
    assert {"kind", "country", "licence"} & matched(*columns, options=options).of.keys() == set()
    assert "kind" in matched(*columns, options=replace(options, columns={"kind": "kind"})).of


def test_a_layer_needs_no_columns_of_positions() -> None:
    assert set(matched("name", "x", "y", has_geometry=True).of) == {"name"}


@pytest.mark.parametrize(
    ("columns", "options", "says"),
    [
        (("lat", "lon"), SITE, "--column name="),
        (("name", "lat"), SITE, "--column lat=COLUMN"),
        (("name", "lat", "lon"), Options(), "--kind"),
        (("name", "lat", "lon"), replace(SITE, columns={"name": "TITLE"}), "no column 'TITLE'.*'name', 'lat', 'lon'"),
        (("name", "lat", "lon"), replace(SITE, columns={"nmae": "name"}), "nmae.*expected one of name, name_ar"),
        ((), SITE, "no columns"),
    ],
)
def test_what_is_not_to_be_found_is_refused_with_advice(columns: tuple[str, ...], options: Options, says: str) -> None:
    with pytest.raises(GazetteerError, match=says):
        matched(*columns, options=options)


def test_a_row_says_honestly_how_sure_it_is() -> None:
    found = row()
    assert (found["radius_km"], found["confirmed"], found["licence"], found["source"]) == (
        *("25", "no"),
        *("not stated", "camps"),
    )


def test_what_the_row_says_goes_before_what_holds_for_all() -> None:
    options = replace(SITE, country="SY", licence="own", radius_km=40)
    told = {"country": "Libya", "licence": "CC0", "radius_km": "3,5", "confirmed": "Yes", "kind": "Town"}
    found = row(options, **told)
    assert [found[key] for key in ("country", "licence", "radius_km", "confirmed", "kind")] == [
        *("LY", "CC0", "3.5", "yes", "town"),
    ]
    found = row(options, **dict.fromkeys(told, ""))
    assert [found[key] for key in ("country", "licence", "radius_km", "confirmed", "kind")] == [
        *("SY", "own", "40", "no", "site"),
    ]


@pytest.mark.parametrize(
    ("reach_km", "confirmed", "radius_km", "expected"),
    [
        (0.0, "no", None, "25"),
        (3.0, "no", None, "25"),
        (80.0, "no", None, "80"),
        (3.0, "yes", None, "3"),
        (0.0, "yes", None, "25"),
        (80.0, "no", 10.0, "80"),
        (3.0, "no", 10.0, "10"),
    ],
)
def test_a_radius_is_never_less_than_a_shape_reaches(
    reach_km: float, confirmed: str, radius_km: float | None, expected: str
) -> None:
    record = Record(where="a", values={"name": "x", "confirmed": confirmed}, position=(13.0, 32.0), reach_km=reach_km)
    columns = Columns(of={"name": ("name",), "confirmed": ("confirmed",)})
    found = row_of(record, columns, replace(SITE, radius_km=radius_km))
    assert isinstance(found, dict)
    assert (found["radius_km"], found["lon"], found["lat"]) == (expected, "13.000000", "32.000000")


@pytest.mark.parametrize(
    ("values", "column", "reason"),
    [
        ({"name": ""}, "name", "has no name"),
        ({"name": "x" * 300}, "name", "too long"),
        ({"lat": "north"}, "lat", "'north' is no number"),
        ({"lat": ""}, "lat", "is empty"),
        ({"lat": "inf"}, "lat", "not a number"),
        ({"lat": "123"}, "lat", "out of range"),
        ({"lon": "190"}, "lon", "out of range"),
        ({"radius_km": "0"}, "radius_km", "'0'"),
        ({"radius_km": "nan"}, "radius_km", "'nan'"),
        ({"kind": "hamlet"}, "kind", "none of country"),
        ({"confirmed": "maybe"}, "confirmed", "none of yes"),
        ({"country": "Atlantis"}, "country", "no country"),
        ({"population": "many"}, "population", "'many'"),
        ({"geonames_id": "x"}, "geonames_id", "'x'"),
    ],
)
def test_a_value_that_cannot_be_is_named_by_line_and_column(values: dict[str, str], column: str, reason: str) -> None:
    bad = made(**values)
    assert isinstance(bad, BadRow)
    assert bad.where == f"a.csv, line 2, column {column}"
    assert reason in bad.reason


@pytest.mark.parametrize(
    ("lat", "lon"),
    [("32,5", "13,25"), ("32°30′00″N", "13°15′00″E"), ("N32 30", "E 13 15"), ("٣٢٫٥ شمالا", "١٣٫٢٥ شرقا")],
)
def test_positions_are_read_as_people_write_them(lat: str, lon: str) -> None:
    made = row(lat=lat, lon=lon)
    assert (made["lat"], made["lon"]) == ("32.500000", "13.250000")


@pytest.mark.parametrize(("lat", "lon", "column"), [("32.5E", "13.25", "lat"), ("32.5", "13.25N", "lon")])
def test_degrees_of_the_other_axis_are_a_fault(lat: str, lon: str, column: str) -> None:
    found = made(lat=lat, lon=lon)
    assert isinstance(found, BadRow)
    assert found.where.endswith(f"column {column}")


def test_a_fault_of_the_record_is_handed_on() -> None:
    assert made(record=Record(where="a.csv, line 3", fault="2 fields")) == BadRow("a.csv, line 3", "2 fields")


def test_an_arabic_name_alone_serves_as_both() -> None:
    found = row(name="مخيم")
    assert (found["name"], found["name_ar"]) == ("مخيم", "مخيم")


@pytest.mark.parametrize(
    ("names", "expected"), [("a|b,c", "a|b,c"), ("a; b", "a|b"), ("a, b", "a|b"), ("", ""), ("Camp 7", "")]
)
def test_several_names_in_one_value_are_taken_apart(names: str, expected: str) -> None:
    assert row(names=names)["names"] == expected


def test_what_a_terminal_would_obey_is_taken_out() -> None:
    found = row(name="Camp\x1b[2J 7\x1f", admin1="a\x07\nb", source="x\u202e")
    assert all(value.isprintable() for value in found.values())


def test_geonames_number_is_taken_from_its_column_or_from_a_row_of_geonames() -> None:
    assert row(geonames_id="88319.0")["geonames_id"] == "88319"
    assert row(source="GeoNames", source_id="88319")["geonames_id"] == "88319"
    assert row(source="ourairports", source_id="88319")["geonames_id"] == ""


def test_an_id_depends_on_the_place_and_its_source_only() -> None:
    assert row()["id"] == row(names="other")["id"]
    assert len({row()["id"], row(lat="33")["id"], row(replace(SITE, name="other"))["id"]}) == 3


@pytest.mark.parametrize("text", ["ly", "LY", "Libya", "ليبيا"])
def test_a_country_is_known_by_code_and_name(text: str) -> None:
    assert country_code(text) == "LY"
