"""Readers of dates that the calendar names: day, month and year in any combination, numeric, Hijri, seasons, decades.

A year that the words leave out is chosen by the publication date: the latest such date not after it, unless a word
("last", "next", "this"), a weekday, a cue of the future or a date just before in the text says otherwise.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from geo.reading.dates.meaning import OFFSETS, Context, Meaning, Slots
from geo.reading.dates.periods import (
    DAY,
    Interval,
    hijri_interval,
    month_interval,
    part_of,
    season_interval,
    year_interval,
)

__all__ = [
    "read_bare_year",
    "read_date",
    "read_decade",
    "read_dotted",
    "read_hijri",
    "read_numeric",
    "read_season",
    "read_year",
]

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
# A date of the text's own past takes its year only where publication is no nearer guess than this.
_NEAR_PUBLICATION = 45 * DAY
# A day without a year that would come so soon is hardly the one almost a year ago.
_SOON = 14 * DAY
_OTHER_YEAR = "weekday does not fit the date"


def read_date(slots: Slots, context: Context) -> Meaning | None:
    """Read a month, or days or a part of it, with or without its year; mend a month that is named as two."""
    month, other = slots.number("month"), slots.number("alt")
    if month is None:
        return None
    if "joined" in slots:
        day, year = slots.get("joined")
        slots = Slots({**slots.values, "day": day, "year": year}, slots.kinds)
    first = _of_month(slots, context, month)
    if other is None or other == month:
        return first
    meanings = [meaning for meaning in (first, _of_month(slots, context, other)) if meaning and meaning.interval]
    if not meanings:
        return first
    best = min(meanings, key=lambda meaning: _strangeness(meaning, slots, context))
    read = _MONTHS[best.interval[0].month - 1] if best.interval else ""
    return replace(best, note=f"named as both {_MONTHS[month - 1]} and {_MONTHS[other - 1]}; read as {read}")


def _strangeness(meaning: Meaning, slots: Slots, context: Context) -> tuple[bool, bool, bool, int]:
    """How ill one reading of a slip fits: weekday, "this month", still to come, distance to the dates around it."""
    assert meaning.interval
    day = meaning.interval[0]
    published = context.published
    this = slots.word("mod") == "this" and published is not None
    outside = this and published is not None and (day.year, day.month) != (published.year, published.month)
    around = [each[0] for each in context.previous[:1] if abs((each[0] - day).days) <= 31]
    distances = [abs((each - day).days) for each in (around or ([published] if published else []))]
    return meaning.note == _OTHER_YEAR, outside, meaning.future, min(distances, default=0)


def _of_month(slots: Slots, context: Context, month: int) -> Meaning | None:
    def place(year: int) -> Interval | None:
        return _days_of_month(slots, year, month)

    year = slots.number("year")
    if year is not None:
        interval = place(year)
        if interval is None:
            return None
        fits = "weekday" not in slots or interval[0] != interval[1] or interval[0].weekday() == slots.get("weekday")
        return Meaning(interval=interval, year_told=True, note="" if fits else _OTHER_YEAR)
    if "ysame" in slots or slots.word("ymod") == "same":
        base = context.base(367)
        interval = place(base[0].year) if base else None
        return Meaning(interval=interval, basis="previous", year_told=interval is not None)
    if not any(place(leap) for leap in (2019, 2020)):
        return None
    if context.published is None:
        return Meaning(basis="published", note="no publication date to choose the year by")
    if "ymod" in slots:
        interval = place(context.published.year + OFFSETS[slots.word("ymod")])
        return Meaning(interval=interval, basis="published", year_told=True) if interval else None
    return _nearest_year(place, slots, context)


def _days_of_month(slots: Slots, year: int, month: int) -> Interval | None:
    """Days that the words name in one month of one year; None when it has no such day."""
    first, last = month_interval(year, month)
    day, week, end = slots.number("day"), slots.number("week"), slots.number("month2")
    if day is not None:
        closing = slots.number("day2") or day
        if max(day, closing) > last.day or closing < day:
            return None
        return first + DAY * (day - 1), first + DAY * (closing - 1)
    if week is not None:
        begin = last - 6 * DAY if week < 0 else first + 7 * DAY * (week - 1)
        return (begin, min(begin + 6 * DAY, last)) if begin <= last else None
    if end is not None:
        if end < month and "year" in slots:
            return month_interval(year - 1, month)[0], month_interval(year, end)[1]
        return first, month_interval(year + (end < month), end)[1]
    return part_of((first, last), "month", slots.word("part")) if "part" in slots else (first, last)


def _nearest_year(place: Callable[[int], Interval | None], slots: Slots, context: Context) -> Meaning:
    published = context.published
    assert published is not None
    leap_day = slots.number("day") == 29
    latest, earliest = published.year + (4 if leap_day else 2), published.year - (9 if leap_day else 3)
    years = [each for year in range(latest, earliest, -1) if (each := place(year))]
    note = ""
    if "weekday" in slots:
        fitting = [each for each in years if each[0].weekday() == slots.get("weekday")]
        near = [each for each in fitting if abs(each[0] - published) < 400 * DAY]
        note = "" if near else _OTHER_YEAR
        years = near or years
        context = replace(context, nearest=bool(near))
    chosen = _choose(years, slots.word("mod"), context, whole="day" not in slots)
    if chosen is None:
        return Meaning(basis="published")
    told = context.told
    if not (context.future or context.nearest or "mod" in slots) and published - chosen[1] > _NEAR_PUBLICATION:
        same = place(told[1].year) if told else None
        if told and same and same[0] >= told[0] and same != chosen:
            return Meaning(interval=same, basis="previous", note="year of the date before it in the text")
        ahead = next((each for each in years if published < each[0] <= published + _SOON), None)
        if ahead and not (told or context.past) and "day" in slots:
            return Meaning(interval=ahead, basis="published", future=True, note="year not told; read as still to come")
    return Meaning(interval=chosen, basis="published", note=note)


def _choose(years: list[Interval], mod: str, context: Context, *, whole: bool) -> Interval | None:
    """Choose among the same days of several years, latest first; ``whole``: months, not days, are meant."""
    published, future, nearest = context.published, context.future, context.nearest
    assert published is not None
    if mod in {"last", "past", "last2"}:
        limit = published.replace(day=1) if whole else published
        return next((each for each in years if each[1] < limit), None)
    if mod in {"next", "next2"}:
        return next((each for each in reversed(years) if each[0] > published), None)
    if mod == "this" or (nearest and not future):
        return min(years, key=lambda each: abs((each[0] - published).days), default=None)
    if future:
        return next((each for each in reversed(years) if each[1] >= published), None)
    return next((each for each in years if each[0] <= published), None)


def read_numeric(slots: Slots, context: Context) -> Meaning | None:
    """Read 10/03/2020, day or month first: the language's habit, unless only the other way round makes a past date."""
    first, second, year = slots.number("first"), slots.number("second"), slots.number("year")
    if first is None or second is None or year is None:
        return None
    pairs = [(second, first), (first, second)] if context.day_first else [(first, second), (second, first)]
    dates = [found for month, day in pairs if (found := _date(year, month, day))]
    if not dates:
        return None
    published = context.published
    past = [found for found in dates if published is None or found <= published] or dates
    note = "day and month could be the other way round" if len(set(dates)) > 1 else ""
    return Meaning(interval=(past[0], past[0]), year_told=True, note=note)


def read_dotted(slots: Slots, context: Context) -> Meaning | None:
    """Read 10.03.2020, which came as one token."""
    first, second, year = slots.get("dotted")
    return read_numeric(Slots({"first": first, "second": second, "year": year}, {}), context)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_year(slots: Slots, _context: Context) -> Meaning | None:
    """Read a year, several years, or a part of one."""
    year, closing = slots.number("year"), slots.number("year2")
    if year is None or (closing is not None and closing <= year):
        return None
    if closing is not None:
        return Meaning(interval=(date(year, 1, 1), date(closing, 12, 31)), year_told=True)
    interval = part_of(year_interval(year), "year", slots.word("part")) if "part" in slots else year_interval(year)
    return Meaning(interval=interval, year_told=True) if interval else None


def read_bare_year(slots: Slots, context: Context) -> Meaning | None:
    """Read a number after "in" or "since" as a year; a round one ("in 2000 villages") only where the phrase ends."""
    year = slots.number("year")
    if year is None or (not context.ends and (year % 100 == 0 or not 1940 <= year <= 2040)):
        return None
    return read_year(slots, context)


def read_season(slots: Slots, context: Context) -> Meaning | None:
    """Read a season of the northern hemisphere; the winter of a year may be either of the two that touch it."""
    season, year, published = slots.word("season"), slots.number("year"), context.published
    if year is None and "ymod" in slots and published:
        year = published.year + OFFSETS[slots.word("ymod")]
    if year is not None:
        first, last = season_interval(year, season)
        if season == "winter":
            note = "the winter at either end of the year"
            return Meaning(interval=(season_interval(year - 1, season)[0], last), year_told=True, note=note)
        return Meaning(interval=(first, last), year_told=True)
    if published is None:
        return Meaning(basis="published")
    years = [season_interval(year, season) for year in range(published.year + 2, published.year - 3, -1)]
    mod = slots.word("mod")
    chosen = _first(years, lambda each: each[1] < published) if mod in {"last", "past", "last2"} else None
    if mod in {"next", "next2"}:
        chosen = _first(reversed(years), lambda each: each[0] > published)
    if mod == "this":
        chosen = min(years, key=lambda each: max((each[0] - published).days, (published - each[1]).days))
    return Meaning(interval=chosen, basis="published")


def _first(intervals: Iterable[Interval], test: Callable[[Interval], bool]) -> Interval | None:
    return next((each for each in intervals if test(each)), None)


def read_decade(slots: Slots, _context: Context) -> Meaning | None:
    """Read a decade that is named by its first year."""
    year = slots.number("decade")
    if year is None or year % 10:
        return None
    return Meaning(interval=(date(year, 1, 1), date(year + 9, 12, 31)), year_told=True)


def read_hijri(slots: Slots, context: Context) -> Meaning | None:
    """Read a day, month or year of the Hijri calendar; sightings of the moon may differ from the tables by a day."""
    month, day, year = slots.number("hijri"), slots.number("day"), slots.number("hyear")
    note = "Hijri date by the Umm al-Qura calendar: a day either way is possible"
    if year is not None:
        interval = hijri_interval(year, month, day)
        return Meaning(interval=interval, year_told=True, hijri=True, note=note) if interval else None
    published = context.published
    if published is None or month is None:
        return Meaning(basis="published", hijri=True)
    middle = round((published.year - 622) * 33 / 32)
    years = [each for year in range(middle + 2, middle - 4, -1) if (each := hijri_interval(year, month, day))]
    mod = slots.word("mod")
    chosen = (
        _first(years, lambda each: each[1] < published)
        if mod in {"last", "past", "last2"}
        else _choose(years, mod, context, whole=day is None)
    )
    return Meaning(interval=chosen, basis="published", hijri=True, note=note)
