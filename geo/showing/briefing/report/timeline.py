"""Events and flows by time, counted: by day, week, month or year, as their span asks for.

A record that is told of an interval counts at its first day. Nothing is left out: what has no date, and the few records
that lie far before or after all others, have bars of their own beside the axis.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from geo.showing import style
from geo.showing.layers import Layers

__all__ = ["SLOTS", "Bars", "Panel", "Timeline", "count_by_time"]

SLOTS = ("earlier", "later", "undated")
"""Bars beside the axis."""

_MOST_DAYS, _MOST_WEEKS, _MOST_MONTHS = 45, 320, 1900  # days of a span that is told by days, by weeks, by months
_FAR_SHARE = 0.05  # of the records may stand beside the axis
_MOST_FAR = 100
_NEAR_LEAST = 1.25  # of the shortest axis that can be had: for less, nothing more is set beside it
_LEAST_GAIN = 2.0  # times as short must the axis become for it
_PENDING = frozenset({"planned", "requested"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Bars:
    """One kind of records: its name and look, how many there are by bar of the axis, and beside it by `SLOTS`."""

    key: str
    words: style.Words
    colour: str
    counts: tuple[int, ...]
    beside: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many there are in all."""
        return sum(self.counts) + sum(self.beside.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    """Bars that stand on one another: ``told``, ``moved``, ``pending`` or ``denied``."""

    key: str
    bars: tuple[Bars, ...]

    def heights(self) -> tuple[int, ...]:
        """Return how high the bars of the axis are together."""
        return tuple(map(sum, zip(*(bars.counts for bars in self.bars), strict=True)))

    def beside(self, slot: str) -> int:
        """Return how high the bar is that stands beside the axis."""
        return sum(bars.beside[slot] for bars in self.bars)

    @property
    def highest(self) -> int:
        """How high the highest bar is."""
        return max([0, *self.heights(), *map(self.beside, SLOTS)])


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """The panels, the unit of the axis, the first day of each of its bars, and how many records span several bars."""

    unit: str
    starts: tuple[date, ...]
    panels: tuple[Panel, ...] = field(default=())
    spanning: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class _Record:
    panel: str
    key: str
    first: date | None
    last: date | None


def count_by_time(layers: Layers) -> Timeline:
    """Count the events and flows of some layers by time.

    Examples
    --------
    >>> from geo.showing.layers import build_layers
    >>> from geo.workspace.tables import empty_tables
    >>> count_by_time(build_layers(empty_tables())).starts
    ()
    """
    records = [*_events(layers), *_flows(layers)]
    days = sorted(record.first for record in records if record.first)
    unit, first, last = _axis(days)
    starts = _starts(unit, first, last) if first and last else ()
    spanning = sum(
        bool(one.first and one.last and _start(unit, one.first) != _start(unit, one.last)) for one in records
    )
    looks = _looks()
    panels = []
    for key, kinds in looks.items():
        bars = [_bars(kind, words, colour, key, records, unit, starts) for kind, (words, colour) in kinds.items()]
        kept = tuple(bar for bar in bars if bar.total)
        if kept:
            panels.append(Panel(key=key, bars=kept))
    return Timeline(unit=unit, starts=starts, panels=tuple(panels), spanning=spanning, total=len(records))


def _looks() -> dict[str, dict[str, tuple[style.Words, str]]]:
    """Return by panel the kinds of records, their names and colours."""
    palette = style.load_palette()
    families = {name: (words, colour) for name, (colour, words) in palette.families.items()}
    flows = {name: (entry.words, entry.colour) for name, entry in palette.flows.items()}
    statuses = {
        name: (look.words, palette.denied_colour if look.struck else palette.place_colour)
        for name, look in palette.statuses.items()
    }
    pending = {name: statuses[name] for name in statuses if name in _PENDING}
    return {"told": families, "moved": flows, "pending": pending, "denied": {"denied": statuses["denied"]}}


def _events(layers: Layers) -> Iterable[_Record]:
    rows = layers.events.drop_duplicates("event_id")[["family", "status", "date_from", "date_to"]]
    yield from (_record(row, "told", str(row["family"])) for row in rows.to_dict("records"))


def _flows(layers: Layers) -> Iterable[_Record]:
    rows = layers.flows[["flow_class", "status", "date_from", "date_to"]]
    yield from (_record(row, "moved", str(row["flow_class"])) for row in rows.to_dict("records"))


def _record(row: Mapping[Any, Any], panel: str, key: str) -> _Record:
    status = str(row["status"])
    if status == "denied" or status in _PENDING:
        panel, key = ("denied" if status == "denied" else "pending"), status
    days = [date.fromisoformat(str(row[name])) for name in ("date_from", "date_to") if row[name]]
    return _Record(panel, key, days[0] if days else None, days[-1] if days else None)


def _axis(days: list[date]) -> tuple[str, date | None, date | None]:
    """Choose the unit and the ends of the axis: without the few days that would make it far longer."""
    if not days:
        return "day", None, None
    budget = min(_MOST_FAR, int(len(days) * _FAR_SHARE))
    last = len(days) - 1
    spans = {
        (low, high): (days[last - high] - days[low]).days + 1
        for low in range(budget + 1)
        for high in range(budget - low + 1)
    }
    whole, least = spans[0, 0], min(spans.values())
    low, high = 0, 0
    if whole > _MOST_DAYS and whole >= _LEAST_GAIN * least:
        low, high = min(
            (ends for ends in spans if spans[ends] <= _NEAR_LEAST * least), key=lambda ends: (sum(ends), ends)
        )
    span = spans[low, high]
    unit = (
        "day" if span <= _MOST_DAYS else "week" if span <= _MOST_WEEKS else "month" if span <= _MOST_MONTHS else "year"
    )
    return unit, days[low], days[last - high]


def _start(unit: str, day: date) -> date:
    """Return the first day of the bar in which a day is."""
    if unit == "week":
        return day - timedelta(days=day.weekday()) if day - date.min > timedelta(days=7) else day
    return {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[unit]


def _starts(unit: str, first: date, last: date) -> tuple[date, ...]:
    following: Mapping[str, Callable[[date], date]] = {
        "day": lambda day: day + timedelta(days=1),
        "week": lambda day: day + timedelta(days=7),
        "month": lambda day: (day + timedelta(days=31)).replace(day=1),
        "year": lambda day: day.replace(year=day.year + 1),
    }
    found = [_start(unit, first)]
    while True:
        try:
            after = following[unit](found[-1])
        except (OverflowError, ValueError):  # the last year of the calendar
            return tuple(found)
        if after > last:
            return tuple(found)
        found.append(after)


def _bars(
    kind: str,
    words: style.Words,
    colour: str,
    panel: str,
    records: Iterable[_Record],
    unit: str,
    starts: tuple[date, ...],
) -> Bars:
    place = {start: number for number, start in enumerate(starts)}
    counts = [0] * len(starts)
    beside = dict.fromkeys(SLOTS, 0)
    for record in records:
        if (record.panel, record.key) != (panel, kind):
            continue
        if record.first is None:
            beside["undated"] += 1
            continue
        start = _start(unit, record.first)
        if start in place:
            counts[place[start]] += 1
        else:
            beside["earlier" if start < starts[0] else "later"] += 1
    return Bars(key=kind, words=words, colour=colour, counts=tuple(counts), beside=beside)
