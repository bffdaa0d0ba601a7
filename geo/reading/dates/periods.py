"""Arithmetic on intervals of whole days: periods of the calendar, their parts, shifts by units, Hijri dates."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

__all__ = [
    "DAY",
    "FEW",
    "SEASONS",
    "Interval",
    "WeekSettings",
    "about",
    "few",
    "hijri_interval",
    "month_interval",
    "part_of",
    "period",
    "season_interval",
    "shift",
    "year_interval",
]

Interval = tuple[date, date]
DAY = timedelta(days=1)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# "A few" of a unit, in numbers of it: what a reader would still call a few.
FEW = {"hour": (0, 24), "day": (2, 10), "week": (2, 8), "month": (2, 11), "year": (2, 10)}
# "A week ago" is about then: half a unit either way; "a week later", from a day that is named, half as much. Days are
# meant as said.
_ABOUT = {"hour": 0, "day": 0, "week": 3, "month": 15, "year": 182}
_HALVES = {"hour": ("hour", 1), "day": ("hour", 12), "week": ("day", 3), "month": ("day", 15), "year": ("month", 6)}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
# Days of a month (from the start; negative: from the end), and months of a year, that a part of it covers.
_MONTH_PARTS = {
    "start": (1, 7),
    "early": (1, 10),
    "mid": (10, 20),
    "late": (20, -1),
    "end": (-7, -1),
    "half1": (1, 15),
    "half2": (16, -1),
}
_YEAR_PARTS = {
    "start": (1, 1),
    "early": (1, 3),
    "mid": (5, 8),
    "late": (10, 12),
    "end": (12, 12),
    "half1": (1, 6),
    "half2": (7, 12),
    "quarter1": (1, 3),
    "quarter2": (4, 6),
    "quarter3": (7, 9),
    "quarter4": (10, 12),
}
_WEEK_PARTS = {"start": (0, 2), "early": (0, 2), "mid": (2, 4), "late": (4, 6), "end": (4, 6)}


class WeekSettings:
    """On which weekday (0 is Monday) a language's week and weekend begin."""

    __slots__ = ("starts", "weekend")

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.starts = WEEKDAYS.index(settings["week_starts"])
        self.weekend = WEEKDAYS.index(settings["weekend"])


def year_interval(year: int) -> Interval:
    """First and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def month_interval(year: int, month: int) -> Interval:
    """First and last day of a month.

    Examples
    --------
    >>> [day.isoformat() for day in month_interval(2020, 2)]
    ['2020-02-01', '2020-02-29']
    """
    after = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), after - DAY


def season_interval(year: int, season: str) -> Interval:
    """First and last day of a season of the northern hemisphere; a winter is the one that begins in the year."""
    first = SEASONS[season]
    return date(year, first, 1), month_interval(year + (first == 12), (first + 1) % 12 + 1)[1]


def period(unit: str, day: date, week_starts: int) -> Interval:
    """The day, week, month or year that a day lies in."""
    if unit == "week":
        first = day - DAY * ((day.weekday() - week_starts) % 7)
        return first, first + 6 * DAY
    if unit == "month":
        return month_interval(day.year, day.month)
    if unit == "year":
        return year_interval(day.year)
    return day, day


def shift(day: date, unit: str, count: int) -> date:
    """Day that lies ``count`` units after a day (before it, when negative); a month's missing days become its last.

    Examples
    --------
    >>> shift(date(2020, 3, 31), "month", -1).isoformat(), shift(date(2020, 3, 1), "hour", -48).isoformat()
    ('2020-02-29', '2020-02-28')
    """
    if unit == "hour":
        return day + DAY * (-(-abs(count) // 24) * (1 if count > 0 else -1))
    if unit in {"day", "week"}:
        return day + DAY * (count * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
    first, last = month_interval(months // 12, months % 12 + 1)
    return min(first + DAY * (day.day - 1), last)


def few(unit: str) -> tuple[int, int]:
    """How many of a unit "a few" are, at least and at most."""
    return FEW[unit]


def about(interval: Interval, unit: str, count: int, *, closely: bool = False, half: bool = False) -> Interval:
    """Days that lie so many units (and a ``half``) from an interval, as exactly as counting in that unit is meant.

    Examples
    --------
    >>> [day.isoformat() for day in about((date(2020, 3, 12), date(2020, 3, 12)), "week", -1)]
    ['2020-03-02', '2020-03-08']
    """
    slack = DAY * (_ABOUT[unit] // 2 if closely or half else _ABOUT[unit])
    first, last = (shift(day, unit, count) for day in interval)
    if half:
        smaller, number = _HALVES[unit]
        first, last = (shift(day, smaller, number if count > 0 else -number) for day in (first, last))
    return first - slack, last + slack


def part_of(interval: Interval, unit: str, part: str) -> Interval | None:
    """Part ("start", "mid", "half2" ...) of a week, month or year; None when the unit has no such part.

    Examples
    --------
    >>> [day.isoformat() for day in part_of(month_interval(2020, 2), "month", "mid")]
    ['2020-02-10', '2020-02-20']
    >>> part_of(month_interval(2020, 2), "month", "quarter1") is None
    True
    """
    first, last = interval
    if unit == "month" and part in _MONTH_PARTS:
        begin, end = _MONTH_PARTS[part]
        return (
            first + DAY * (begin - 1) if begin > 0 else last + DAY * (begin + 1),
            first + DAY * (end - 1) if end > 0 else last,
        )
    if unit == "year" and part in _YEAR_PARTS:
        begin, end = _YEAR_PARTS[part]
        return date(first.year, begin, 1), month_interval(first.year, end)[1]
    if unit == "week" and part in _WEEK_PARTS:
        begin, end = _WEEK_PARTS[part]
        return first + DAY * begin, first + DAY * end
    return None


def hijri_interval(year: int, month: int | None = None, day: int | None = None) -> Interval | None:
    """Days of a Hijri year, month or day by the Umm al-Qura calendar; None outside its tables (AH 1343 to 1500).

    Examples
    --------
    >>> hijri_interval(1441, 7, 15)[0].isoformat()
    '2020-03-10'
    """
    from hijridate import Hijri

    if not 1343 <= year <= 1500:
        return None
    length = Hijri(year, month or 12, 1).month_length()
    if day is not None and day > length:
        return None
    first = Hijri(year, month or 1, day or 1).to_gregorian()
    last = Hijri(year, month or 12, day or length).to_gregorian()
    return date(first.year, first.month, first.day), date(last.year, last.month, last.day)
