"""What a filter may be set to, for the tables of a workspace: the values that occur, the most frequent first."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from geo.model import EVENT_TYPES, STATUSES
from geo.workspace.tables import Tables, split

__all__ = ["Choices", "choices", "timeline"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """Values that occur; ``first`` and ``last`` day are None where nothing has a date."""

    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    claimants: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None


def choices(tables: Tables) -> Choices:
    """Collect what the filters of a page offer.

    Examples
    --------
    >>> from geo.workspace.tables import empty_tables
    >>> choices(empty_tables()).first is None
    True
    """
    events, flows = tables.events, tables.flows
    types = set(events["type"])
    statuses = set(events["status"]) | set(flows["status"])
    days = [day for table in (events, flows) for name in ("date_from", "date_to") for day in table[name] if day]
    return Choices(
        types=tuple(name for name in EVENT_TYPES if name in types),
        statuses=tuple(name for name in reversed(STATUSES) if name in statuses),
        countries=_frequent(
            events["country"], flows["origin_country"], flows["destination_country"], tables.mentions["country"]
        ),
        actors=_frequent(*map(_apart, (events["actors"], events["recipients"])), flows["carrier"]),
        publishers=_frequent(tables.documents["publisher"]),
        claimants=_frequent(*map(_apart, (events["claimants"], flows["claimants"]))),
        first=date.fromisoformat(min(days)) if days else None,
        last=date.fromisoformat(max(days)) if days else None,
    )


def _apart(column: "pd.Series[str]") -> list[str]:
    return [value for text in column for value in split(text)]


def _frequent(*columns: Iterable[str]) -> tuple[str, ...]:
    counted = Counter(value for column in columns for value in column if value)
    return tuple(sorted(counted, key=lambda value: (-counted[value], value)))


def timeline(tables: Tables, first: date, last: date, *, bins: int = 48) -> Sequence[int]:
    """Count events and flows along the days from first to last: each in the bin where its interval begins.

    Examples
    --------
    >>> from geo.workspace.tables import empty_tables
    >>> timeline(empty_tables(), date(2020, 1, 1), date(2020, 1, 2), bins=2)
    [0, 0]
    """
    span = last - first + timedelta(days=1)
    counts = [0] * bins
    events = tables.events.drop_duplicates("event_id")
    for table in (events, tables.flows):
        for begins, ends in zip(table["date_from"], table["date_to"], strict=True):
            day = date.fromisoformat(begins or ends) if begins or ends else None
            if day is not None and first <= day <= last:
                counts[min(bins - 1, int((day - first) / span * bins))] += 1
    return counts
