"""How precisely a place and a date are known, in the codes of UCDP and of ACLED.

Sources
-------
- UCDP Georeferenced Event Dataset Codebook (Högbladh, version 23.1, Uppsala University), ``where_prec``, ``date_prec``;
  Sundberg and Melander 2013, Introducing the UCDP Georeferenced Event Dataset, J. Peace Research 50(4), 523-532.
- ACLED Codebook (https://acleddata.com/knowledge-base/codebook/), geo-precision and time precision codes.

``None`` means that the scheme has no code for it; such rows are left out of an export in that scheme, and listed.
"""

from datetime import date
from typing import Final

from geo.model import Kind, Place

__all__ = ["GEO_PRECISION", "POINT_KINDS", "WHERE_PREC", "date_prec", "geo_precision", "time_precision", "where_prec"]

WHERE_PREC: Final[dict[int, str]] = {
    1: "the exact place",
    2: "within about 25 km of a known point",
    3: "a second-level area, such as a district",
    4: "a first-level area, such as a governorate",
    5: "a line, or an area without set bounds",
    6: "only the country",
    7: "a sea or international waters or airspace; or wider than a country",
}
POINT_KINDS: Final[frozenset[Kind]] = frozenset({"city", "town", "village", "neighbourhood", "site"})
"""Kinds of places that are a point on this scale; all others are areas, lines or parts of them."""

GEO_PRECISION: Final[dict[int, str]] = {
    1: "the town or place named",
    2: "near a town, or in a small part of a region",
    3: "a larger region",
}

VICINITY_KM = (
    25.0  # UCDP's own figure for code 2; a hand-kept point that nothing confirms has a radius of at least this
)
WIDER_THAN_A_COUNTRY_KM = 500.0  # a region of no single country and of this radius: the Sahel, not a stretch of border
WEEK_DAYS = 7
TWO_WEEKS_DAYS = 14
MONTH_DAYS = 31
YEAR_DAYS = 366

_BY_KIND: Final[dict[Kind, int]] = {
    "admin2": 3,
    "admin1": 4,
    "region": 5,
    "river": 5,
    "country": 6,
    "sea": 7,
    "continent": 7,
}


def where_prec(place: Place) -> int:
    """Return UCDP's ``where_prec``, 1 (exact) to 7.

    The kind decides; the radius only between 1 and 2, for places that are a point on this scale (city, town, village,
    neighbourhood, site). A confirmed city stays exact however wide it is: its radius is its extent, not a doubt.
    A part of a country ("eastern Libya") is of kind region and so 5: larger than a first-level area, smaller than the
    country. UCDP puts every event in a country and has no code for a continent; the last code keeps one from passing
    for "known to a country".

    Examples
    --------
    >>> where_prec(Place(id="x", name="Benghazi", kind="city", lat=32.1, lon=20.1, radius_km=15))
    1
    >>> where_prec(Place(id="y", name="eastern Libya", kind="region", lat=28, lon=22, radius_km=700))
    5
    """
    code = _BY_KIND.get(place.kind)
    if code is not None:
        return code
    exact = place.radius_km < VICINITY_KM or (place.kind == "city" and place.confirmed)
    return 1 if exact else 2


def geo_precision(place: Place) -> int | None:
    """Return ACLED's ``geo_precision``, 1 (the town) to 3 (a larger region); None for a country and what is wider.

    Where a report names only a larger region, ACLED's coders move the event to its capital and say 3. Here the code is
    the same and the point stays the region's own.

    Examples
    --------
    >>> geo_precision(Place(id="x", name="Idlib", kind="admin1", country="SY", lat=35.9, lon=36.6, radius_km=60))
    3
    >>> geo_precision(Place(id="y", name="Syria", kind="country", country="SY", lat=35, lon=38, radius_km=400)) is None
    True
    """
    code = where_prec(place)
    if code >= 6 or (place.kind == "region" and not place.country and place.radius_km >= WIDER_THAN_A_COUNTRY_KM):
        return None
    return {1: 1, 2: 2, 3: 2}.get(code, 3)


def date_prec(date_from: date | None, date_to: date | None) -> int | None:
    """Return UCDP's ``date_prec`` for an interval of whole days, both ends included.

    1 one day; 2 two to six days; 3 a week; 4 eight days up to a month; 5 more than a month, up to a year. None where a
    bound is open, for more than a year, and for what is no interval (its end before its start).

    Examples
    --------
    >>> date_prec(date(2020, 3, 3), date(2020, 3, 3)), date_prec(date(2020, 3, 1), date(2020, 3, 31))
    (1, 4)
    >>> date_prec(None, date(2020, 3, 10)) is None
    True
    """
    days = _days(date_from, date_to)
    limits = ((1, 1), (2, WEEK_DAYS - 1), (3, WEEK_DAYS), (4, MONTH_DAYS), (5, YEAR_DAYS))
    return next((code for code, most in limits if days is not None and days <= most), None)


def time_precision(date_from: date | None, date_to: date | None) -> int | None:
    """Return ACLED's ``time_precision``: 1 the day, 2 a week or a similar period, 3 a month; None beyond a month.

    ACLED's own example of a month is "in the past two or three weeks", so that a similar period ends before two weeks.

    Examples
    --------
    >>> time_precision(date(2020, 3, 1), date(2020, 3, 10))
    2
    >>> time_precision(date(2020, 1, 1), date(2020, 3, 10)) is None
    True
    """
    days = _days(date_from, date_to)
    limits = ((1, 1), (2, TWO_WEEKS_DAYS - 1), (3, MONTH_DAYS))
    return next((code for code, most in limits if days is not None and days <= most), None)


def _days(date_from: date | None, date_to: date | None) -> int | None:
    if date_from is None or date_to is None or date_to < date_from:
        return None
    return (date_to - date_from).days + 1
