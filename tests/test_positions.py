"""Positions as people type them, in two scripts and many habits, and what is none."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import positions
from geo.coordinates import format_decimal, format_dms, format_mgrs
from geo.errors import CoordinateError
from geo.positions import read_degrees, read_position

WAYS = tomllib.loads(positions._WAYS_FILE.read_text(encoding="utf-8"))["ways"]


@pytest.mark.parametrize(
    "text",
    [
        "32.5, 20.25",
        "32.5,20.25",
        "32.5 20.25",
        "32,5 20,25",
        "32,5, 20,25",
        "32,5; 20,25",
        "32,5,20,25",
        "32.5N 20.25E",
        "N32.5 E20.25",
        "20.25 E, 32.5 N",
        "32.5° N, 20.25° E",
        "32°30′00″N 20°15′00″E",
        "32°30'00\"N, 20°15'00\"E",
        "32 30 00 N 20 15 00 E",
        "32 30 00 20 15 00",
        "32:30 20:15",
        "32d30N 20d15E",
        "٣٢٫٥، ٢٠٫٢٥",
        "32.5 شمالا 20.25 شرقا",
        "  32.5 ,\u200e 20.25 ",
    ],
)
def test_a_position_is_read_however_it_is_written(text: str) -> None:
    assert read_position(text) == pytest.approx((20.25, 32.5))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("-32.5, -20.25", (-20.25, -32.5)), ("32.5S 20.25W", (-20.25, -32.5)), ("0, 0", (0, 0)), ("-0.5 0", (0, -0.5))],
)
def test_signs_and_ways_turn_it(text: str, expected: tuple[float, float]) -> None:
    assert read_position(text) == expected


def test_a_grid_reference_is_the_middle_of_its_square() -> None:
    assert read_position("34S DA 12133 53747") == pytest.approx((20.0686, 32.1167), abs=1e-4)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Tripoli",
        "32.5",
        "32.5, 20.25, 7",
        "32.5N 20.25N",
        "32.5E 20.25E",
        "-32.5S 20.25E",
        "32 75 N 20 15 E",
        "32.5 30 N 20 15 E",
        "1e3, 20",
        "nan, 20",
        "32, طرابلس",
        "9" * 200,
        "34S IA 12 12",
    ],
)
def test_what_is_no_position_is_refused(text: str) -> None:
    with pytest.raises(CoordinateError, match="expected"):
        read_position(text)


@pytest.mark.parametrize("text", ["120, 20", "91N 20E", "20, 181"])
def test_what_is_not_on_earth_is_refused(text: str) -> None:
    with pytest.raises(CoordinateError, match="out of range"):
        read_position(text)


@pytest.mark.parametrize(("way", "word"), [(way, word) for way, words in WAYS.items() for word in words])
def test_every_word_for_a_way_is_understood(way: str, word: str) -> None:
    assert read_degrees(f"20.5 {word}") == (-20.5 if way in "SW" else 20.5, way)


@pytest.mark.parametrize("text", ["", "north", "20.5 up", "20.5N E"])
def test_what_are_no_degrees_is_refused(text: str) -> None:
    with pytest.raises(CoordinateError, match="no degrees"):
        read_degrees(text)


@given(st.floats(-180, 180), st.floats(-80, 84))
def test_what_the_project_writes_it_reads(lon: float, lat: float) -> None:
    assert read_position(format_decimal(lon, lat)) == pytest.approx((lon, lat), abs=1e-4)
    assert read_position(format_dms(lon, lat)) == pytest.approx((lon, lat), abs=3e-4)


@given(st.text(max_size=60))
def test_any_text_is_a_position_or_refused(text: str) -> None:
    try:
        lon, lat = read_position(text)
    except CoordinateError:
        return
    assert abs(lon) <= 180
    assert abs(lat) <= 90


def test_what_the_grid_writes_it_reads() -> None:
    assert read_position(format_mgrs(20.25, 32.5)) == pytest.approx((20.25, 32.5), abs=1e-5)
