"""What a filter may be set to, for the columns of a workspace: the values that occur, the most frequent first."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from geo.model import EVENT_TYPES, STATUSES
from geo.workspace.facts import Codes, Facts
from geo.workspace.tables import split

__all__ = ["MOST", "Choices", "choices"]

MOST = 400
"""Values offered of each: a list that is longer helps nobody, and the search finds the rest."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """Values that occur."""

    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    claimants: tuple[str, ...] = ()


def choices(facts: Facts) -> Choices:
    """Collect what the filters of a page offer.

    Examples
    --------
    >>> from geo.workspace.facts import facts_of
    >>> from geo.workspace.tables import empty_tables
    >>> choices(facts_of(empty_tables())).types
    ()
    """
    events, flows = facts.events.texts, facts.flows.texts
    types = set(events["type"].values)
    statuses = set(events["status"].values) | set(flows["status"].values)
    return Choices(
        types=tuple(name for name in EVENT_TYPES if name in types),
        statuses=tuple(name for name in reversed(STATUSES) if name in statuses),
        countries=_frequent(
            events["country"],
            flows["origin_country"],
            flows["destination_country"],
            facts.mentions.texts["country"],
        ),
        actors=_frequent(events["actors"], events["recipients"], flows["carrier"]),
        sides=_frequent(events["sides"], flows["sides"]),
        publishers=_frequent(facts.documents.texts["publisher"]),
        claimants=_frequent(events["claimants"], flows["claimants"]),
    )


def _frequent(*columns: Codes) -> tuple[str, ...]:
    """List the values of several columns of lists, the most frequent first."""
    counted: Counter[str] = Counter()
    for column in columns:
        times = np.bincount(column.codes, minlength=len(column.values)).tolist()
        for text, n in zip(column.values, times, strict=True):
            for value in split(text):
                counted[value] += n
    return tuple(sorted(counted, key=lambda value: (-counted[value], value))[:MOST])
