"""What readers of date expressions get and give: the parts of an expression, what is known around it, its meaning."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from geo.reading.dates.periods import Interval, WeekSettings

__all__ = ["OFFSETS", "Basis", "Context", "Meaning", "Relation", "Slots"]

Relation = Literal["at", "since", "until", "duration", "vague"]
Basis = Literal["text", "published", "previous"]
# How far from the present unit the words for "before last", "last", "this", "next" and "after next" lie.
OFFSETS = {"last2": -2, "last": -1, "past": -1, "this": 0, "next": 1, "next2": 2}


@dataclass(frozen=True, slots=True)
class Slots:
    """The parts of an expression by slot name: values, and the category that each was found as."""

    values: Mapping[str, Any]
    kinds: Mapping[str, str]

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def get(self, name: str, default: Any = None) -> Any:
        """Value of a slot, or the default when the expression has no such part."""
        return self.values.get(name, default)

    def number(self, name: str) -> int | None:
        """Value of a slot that holds a number, or None."""
        value = self.values.get(name)
        return int(value) if value is not None else None

    def word(self, name: str) -> str:
        """Value of a slot that holds a word of the vocabulary, "" when absent."""
        return str(self.values.get(name, ""))

    @property
    def count(self) -> int | None:
        """How many units are counted: a number, 2 for a dual, 1 for a bare unit; None for "a few"."""
        if "count" in self.values:
            return int(self.values["count"]) or None
        kind = self.kinds.get("unit", "")
        return 2 if kind.endswith("DUAL") else None if kind.endswith("PLURAL") else 1


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around an expression.

    ``future`` and ``past`` say that a cue around it speaks of what is still to come or has been, ``nearest`` that a
    year left out is the one nearest to publication ("until April"). ``previous`` are the intervals of the dates before
    in the text, nearest first, ``beside`` whether the nearest is in the same sentence; ``told`` is the last of them
    that names its year, when it is close by. ``ends`` says that the phrase ends after the expression.
    """

    published: date | None
    week: WeekSettings
    day_first: bool = True
    future: bool = False
    past: bool = False
    nearest: bool = False
    previous: tuple[Interval, ...] = ()
    beside: bool = False
    told: Interval | None = None
    ends: bool = True

    def base(self, longest: int) -> Interval | None:
        """Nearest date before in the text that is at most so many days long."""
        return next((each for each in self.previous if (each[1] - each[0]).days < longest), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Meaning:
    """Days that an expression bounds, before it is set against the publication date; no interval: nothing bounds it.

    ``year_told`` says that the expression names its year; ``basis`` what a relative expression counts from.
    """

    interval: Interval | None = None
    relation: Relation = "at"
    basis: Basis = "text"
    future: bool = False
    year_told: bool = False
    hijri: bool = False
    open_end: bool = False
    note: str = ""
