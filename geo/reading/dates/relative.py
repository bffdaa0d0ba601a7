"""Readers of dates that count from the publication date or from the date before in the text."""

from datetime import date

from geo.reading.dates.meaning import OFFSETS, Context, Meaning, Relation, Slots
from geo.reading.dates.periods import DAY, Interval, about, few, part_of, period, shift

__all__ = [
    "read_after",
    "read_ago",
    "read_ahead",
    "read_duration",
    "read_following",
    "read_later",
    "read_now",
    "read_offset",
    "read_ordinal",
    "read_period",
    "read_recent",
    "read_same",
    "read_since_ago",
    "read_soon",
    "read_span",
    "read_weekday",
    "read_weekend",
]

# What "recently" may reach back to.
_RECENT = 90 * DAY
_OPEN = Meaning(basis="published")
# How long, in days, a date before in the text may be for a unit to be counted from it, or for "that day" to mean it.
_LONGEST = {"hour": 4, "day": 32, "week": 63, "month": 367, "year": 733, "": 367}


def read_offset(slots: Slots, context: Context) -> Meaning | None:
    """Read "yesterday", "today", "last night"; a weekday beside it that is a day off says when it was written."""
    published = context.published
    if published is None:
        return _OPEN
    if "night" in slots:
        evening = published + DAY * int(slots.get("night"))
        return Meaning(interval=(evening, evening + DAY), basis="published")
    day = published + DAY * int(slots.get("offset"))
    note = ""
    if "weekday" in slots and slots.get("weekday") != day.weekday():
        other = _latest(published, slots.get("weekday"))
        note = "weekday does not fit the publication date"
        # "Yesterday, Sunday" in a text published on Tuesday was written on Monday.
        day = other if abs(other - day) <= DAY else day
    return Meaning(interval=(day, day), basis="published", future=day > published, note=note)


def _latest(day: date, weekday: int) -> date:
    """Latest day with a weekday on or before a day."""
    return day - DAY * ((day.weekday() - weekday) % 7)


def read_weekday(slots: Slots, context: Context) -> Meaning | None:
    """Read a weekday, or two: the latest on or before publication, unless "last", "next" or a cue says otherwise."""
    published, weekday, mod = context.published, slots.get("weekday"), slots.word("mod")
    if published is None:
        return _OPEN
    if "wmod" in slots:
        count = OFFSETS[slots.word("wmod")]
        first = period("week", shift(published, "week", count), context.week.starts)[0]
        day = first + DAY * ((weekday - first.weekday()) % 7)
        return Meaning(interval=(day, day), basis="published", future=day > published)
    if "weekday2" in slots:
        closing = _latest(published, slots.get("weekday2"))
        if context.future or mod == "next":
            closing = _latest(_latest(published + 6 * DAY, weekday) + 6 * DAY, slots.get("weekday2"))
        return Meaning(interval=(_latest(closing, weekday), closing), basis="published", future=closing > published)
    if mod in {"last", "past", "last2"}:
        day = _latest(published - DAY * (8 if mod == "last2" else 1), weekday)
    elif mod in {"next", "next2"}:
        day = _latest(published + DAY * (14 if mod == "next2" else 7), weekday)
    elif mod == "this":
        day = _latest(period("week", published, context.week.starts)[1], weekday)
    else:
        day = _latest(published + (6 * DAY if context.future else 0 * DAY), weekday)
    return Meaning(interval=(day, day), basis="published", future=day > published)


def read_weekend(slots: Slots, context: Context) -> Meaning | None:
    """Read "the weekend": the last that has begun, unless "next" or a cue says otherwise."""
    published, mod = context.published, slots.word("mod")
    if published is None:
        return _OPEN
    first = _latest(published, context.week.weekend)
    if mod == "next" or (context.future and not mod):
        first += 7 * DAY
    elif mod in {"last", "past"} and first + DAY >= published:
        first -= 7 * DAY
    return Meaning(interval=(first, first + DAY), basis="published", future=first > published)


def read_period(slots: Slots, context: Context) -> Meaning | None:
    """Read a week, month or year that is told by "last", "this" or "next", or a part or day of it."""
    published, unit, part = context.published, slots.word("unit"), slots.word("part")
    mod = slots.word("mod") or "this"
    if unit == "hour" or (unit == "day" and (mod != "this" or part)) or ("day" in slots and unit != "month"):
        return None
    if published is None:
        return _OPEN
    if mod == "past":
        return Meaning(interval=(shift(published, unit, -1), published), basis="published")
    day = shift(published, unit, OFFSETS[mod])
    interval: Interval | None = period(unit, day, context.week.starts)
    assert interval
    if "week" in slots:
        interval = _week_of(interval, slots.get("week"))
    elif "day" in slots:
        interval = _days_of(interval, slots)
    elif part in {"earlier", "later"}:
        interval = (interval[0], published) if part == "earlier" else (published, interval[1])
    elif part:
        interval = part_of(interval, unit, part)
    if interval is None:
        return None
    future = OFFSETS[mod] > 0 or part == "later" or interval[0] > published
    return Meaning(interval=interval, basis="published", future=future)


def _week_of(month: Interval, number: int) -> Interval | None:
    first = month[1] - 6 * DAY if number < 0 else month[0] + 7 * DAY * (number - 1)
    return (first, min(first + 6 * DAY, month[1])) if first <= month[1] else None


def read_span(slots: Slots, context: Context) -> Meaning | None:
    """Read "the last three days", "recent weeks", "the coming days"."""
    published, unit, count, mod = context.published, slots.word("unit"), slots.count, slots.word("mod")
    if published is None:
        return _OPEN
    relation: Relation = "vague" if unit == "year" and count is None else "at"
    number = count if count is not None else few(unit)[1]
    if mod == "this":
        return Meaning(interval=(published - 7 * DAY, published), relation="vague", basis="published")
    if mod == "next":
        interval = (published + DAY, shift(published, unit, number))
        return Meaning(interval=interval, relation=relation, basis="published", future=True)
    return Meaning(interval=(shift(published, unit, -number), published), relation=relation, basis="published")


def read_ago(slots: Slots, context: Context) -> Meaning | None:
    """Read "three days ago"."""
    if context.published is None:
        return _OPEN
    return Meaning(interval=_counted(slots, (context.published, context.published), -1), basis="published")


def read_since_ago(slots: Slots, context: Context) -> Meaning | None:
    """Read Arabic "since three days", which tells both when it was and since when it is."""
    if context.published is None:
        return Meaning(relation="since", basis="published")
    interval = _counted(slots, (context.published, context.published), -1)
    if slots.word("unit") == "year" and slots.count is None:
        return Meaning(interval=(interval[0], context.published), relation="vague", basis="published")
    return Meaning(interval=interval, relation="since", basis="published")


def _counted(slots: Slots, base: Interval, direction: int, *, closely: bool = False) -> Interval:
    """Interval that lies so many units before or after another."""
    unit, count = slots.word("unit"), slots.count
    if unit == "hour" and (count is None or count < 24):
        return (base[0] - DAY, base[1]) if direction < 0 else (base[0], base[1] + DAY)
    if count is not None:
        return about(base, unit, direction * count, closely=closely, half="half" in slots)
    least, most = few(unit) if direction > 0 else reversed(few(unit))
    return shift(base[0], unit, direction * least), shift(base[1], unit, direction * most)


def read_duration(slots: Slots, context: Context) -> Meaning | None:
    """Read "for nine months" as the nine months up to publication; hours, and what is still to come, are no date."""
    published, unit, count = context.published, slots.word("unit"), slots.count
    if unit == "hour" or context.future:
        return None
    if published is None:
        return Meaning(relation="duration", basis="published")
    number = count if count is not None else few(unit)[1]
    return Meaning(interval=(shift(published, unit, -number), published), relation="duration", basis="published")


def read_later(slots: Slots, context: Context) -> Meaning | None:
    """Read "two days later" or "a week earlier", from the date before in the text."""
    base = context.base(_LONGEST[slots.word("unit")])
    if base is None:
        return Meaning(basis="previous")
    return Meaning(interval=_counted(slots, base, int(slots.get("direction", 1)), closely=True), basis="previous")


def read_after(slots: Slots, context: Context) -> Meaning | None:
    """Read a plain "after two days": from the date before in the text, or from publication when it is to come."""
    if context.future and not context.beside:
        return read_ahead(slots, context)
    meaning = read_later(slots, context)
    return meaning if meaning and meaning.interval else None


def read_ahead(slots: Slots, context: Context) -> Meaning | None:
    """Read "in two weeks", where it is said of what is to come; else it tells how long something took."""
    if not context.future or context.published is None:
        return None
    interval = _counted(slots, (context.published, context.published), 1)
    return Meaning(interval=interval, basis="published", future=True)


def read_following(slots: Slots, context: Context) -> Meaning | None:
    """Read "the next day", "the following week", "the day before", from the date before in the text."""
    unit, count = slots.word("unit") or "day", int(slots.get("direction", 1))
    base = context.base(_LONGEST[unit])
    if base is None:
        return Meaning(basis="previous")
    if "weekday" in slots:
        day = _latest(base[1] + 7 * DAY if count > 0 else base[0] - DAY, slots.get("weekday"))
        return Meaning(interval=(day, day), basis="previous")
    first = period(unit, shift(base[0], unit, count), context.week.starts)[0]
    return Meaning(
        interval=(first, period(unit, shift(base[1], unit, count), context.week.starts)[1]), basis="previous"
    )


def read_same(slots: Slots, context: Context) -> Meaning | None:
    """Read "at the time", "the same day", "that year", "the third of that month": the date before in the text."""
    unit = slots.word("unit")
    base = context.base(_LONGEST[unit])
    if base is None:
        return Meaning(basis="previous")
    if not unit:
        return Meaning(interval=base, basis="previous")
    interval = period(unit, base[0], context.week.starts)[0], period(unit, base[1], context.week.starts)[1]
    if "day" in slots:
        days = _days_of(interval, slots) if unit == "month" else None
        return Meaning(interval=days, basis="previous") if days else None
    return Meaning(interval=interval, basis="previous", year_told=unit == "year")


def read_ordinal(slots: Slots, context: Context) -> Meaning | None:
    """Read "on the 14th": of the month of the date before in the text, else the latest such day before publication."""
    base, published = context.base(32), context.published
    if base:
        days = _days_of(period("month", base[0], context.week.starts), slots)
        return Meaning(interval=days, basis="previous") if days else None
    if published is None:
        return _OPEN
    months = (period("month", shift(published, "month", -back), context.week.starts) for back in range(3))
    days = next((each for month in months if (each := _days_of(month, slots)) and each[0] <= published), None)
    return Meaning(interval=days, basis="published")


def _days_of(month: Interval, slots: Slots) -> Interval | None:
    """Day or days of a month that an expression names; None when the month is too short."""
    first = month[0] + DAY * (slots.get("day") - 1)
    last = month[0] + DAY * (slots.get("day2", slots.get("day")) - 1)
    return (first, last) if first <= last <= month[1] else None


def read_recent(_slots: Slots, context: Context) -> Meaning | None:
    """Read "recently"."""
    published = context.published
    if published is None:
        return Meaning(relation="vague", basis="published")
    return Meaning(interval=(published - _RECENT, published), relation="vague", basis="published")


def read_now(_slots: Slots, context: Context) -> Meaning | None:
    """Read "now"."""
    published = context.published
    interval = (published, published) if published else None
    return Meaning(interval=interval, relation="vague", basis="published")


def read_soon(_slots: Slots, context: Context) -> Meaning | None:
    """Read "soon": from publication on, with no end that the text says."""
    published = context.published
    interval = (published, published) if published else None
    return Meaning(interval=interval, relation="vague", basis="published", future=True, open_end=True)
