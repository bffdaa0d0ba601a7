"""The codes of UCDP and ACLED for places and dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import KINDS, Place
from geo.precision import GEO_PRECISION, WHERE_PREC, date_prec, geo_precision, time_precision, where_prec


def place(kind, radius_km=5.0, *, country="LY", confirmed=True):
    return Place(id="x", name="x", kind=kind, lat=32, lon=20, radius_km=radius_km, country=country, confirmed=confirmed)


@pytest.mark.parametrize(
    ("given_place", "ucdp", "acled"),
    [
        (place("city", 15), 1, 1),
        (place("city", 15, confirmed=False), 1, 1),
        (place("city", 40), 1, 1),  # a wide city is an exact place
        (place("city", 40, confirmed=False), 2, 2),
        (place("town", 10), 1, 1),
        (place("village", 25), 2, 2),
        (place("neighbourhood", 5), 1, 1),
        (place("site", 8), 1, 1),
        (place("site", 25, confirmed=False), 2, 2),
        (place("site", 60), 2, 2),
        (place("admin2", 10), 3, 2),
        (place("admin2", 300), 3, 2),
        (place("admin1", 10), 4, 3),
        (place("admin1", 600), 4, 3),
        (place("region", 5), 5, 3),
        (place("region", 700), 5, 3),
        (place("region", 100, country=""), 5, 3),  # a stretch of border
        (place("region", 1500, country=""), 5, None),  # the Sahel
        (place("river", 300), 5, 3),
        (place("country", 800), 6, None),
        (place("country", 1), 6, None),
        (place("sea", 800, country=""), 7, None),
        (place("continent", 4000, country=""), 7, None),
    ],
)
def test_the_kind_decides_and_the_radius_only_between_one_and_two(given_place, ucdp, acled):
    assert where_prec(given_place) == ucdp
    assert geo_precision(given_place) == acled


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("radius_km", [0.1, 24.9, 25, 5000])
def test_every_kind_has_a_code_that_is_explained(kind, radius_km):
    assert where_prec(place(kind, radius_km)) in WHERE_PREC
    assert geo_precision(place(kind, radius_km)) in {*GEO_PRECISION, None}


@pytest.mark.parametrize(
    ("days", "ucdp", "acled"),
    [
        (1, 1, 1),
        (2, 2, 2),
        (6, 2, 2),
        (7, 3, 2),
        (8, 4, 2),
        (13, 4, 2),
        (14, 4, 3),
        (31, 4, 3),
        (32, 5, None),
        (366, 5, None),
        (367, None, None),
    ],
)
def test_the_length_of_the_interval_decides(days, ucdp, acled):
    start = date(2020, 1, 1)
    end = start + timedelta(days=days - 1)
    assert date_prec(start, end) == ucdp
    assert time_precision(start, end) == acled


@pytest.mark.parametrize("start", [date(2020, 2, 1), date(2019, 2, 1), date(2020, 3, 1)])
def test_a_calendar_month_is_a_month(start):
    end = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    assert date_prec(start, end) == 4
    assert time_precision(start, end) == 3


@pytest.mark.parametrize("year", [2019, 2020])
def test_a_calendar_year_is_a_year(year):
    assert date_prec(date(year, 1, 1), date(year, 12, 31)) == 5


@pytest.mark.parametrize(
    "bounds",
    [(None, None), (date(2020, 3, 1), None), (None, date(2020, 3, 1)), (date(2020, 3, 2), date(2020, 3, 1))],
)
def test_what_is_no_interval_has_no_code(bounds):
    assert date_prec(*bounds) is None
    assert time_precision(*bounds) is None


@given(start=st.dates(date(1900, 1, 1), date(2100, 1, 1)), days=st.integers(0, 500), more=st.integers(0, 500))
def test_a_longer_interval_is_never_more_precise(start, days, more):
    short, long = start + timedelta(days=days), start + timedelta(days=days + more)
    for code in (date_prec, time_precision):
        assert (code(start, long) or 9) >= (code(start, short) or 9)
