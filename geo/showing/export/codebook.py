"""Tables in the columns of other people's codebooks (``codebooks.toml``): what these tables have in common."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from geo.showing.export.content import Content
from geo.showing.export.parting import Part
from geo.showing.export.separated import MARK, cell, written
from geo.workspace.tables import split

__all__ = [
    "LeftOut",
    "Row",
    "coded_parts",
    "columns_of",
    "day_of",
    "first_and_rest",
    "first_level",
    "known",
    "left_out_part",
    "reason",
]

FILE = Path(__file__).with_name("codebooks.toml")
HAPPENED = ("reported", "claimed")

Row = Mapping[Any, Any]
Values = Mapping[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """Why a record has no row in a table; one of ``[reasons]``, filled in."""

    reason: str


@lru_cache(maxsize=1)
def codebooks() -> dict[str, Any]:
    """Return ``codebooks.toml``."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def columns_of(book: str) -> tuple[str, ...]:
    """Return the names of a codebook's columns in order.

    Examples
    --------
    >>> columns_of("acled")[:2], columns_of("ged")[:2]
    (('event_id_cnty', 'event_date'), ('id', 'relid'))
    """
    return tuple(column["name"] for column in codebooks()[book]["columns"])


def reason(name: str, **values: object) -> LeftOut:
    """Say why something is left out.

    Examples
    --------
    >>> reason("no_end", ends="origin").reason
    'the origin is not known'
    """
    return LeftOut(reason=str(codebooks()["reasons"][name]).format(**values))


def first_level(content: Content) -> dict[str, str]:
    """Return the first-level area that each place is or lies in, by the place's id, where the gazetteer names it."""
    places = content.layers.tables.places
    columns = (places[column] for column in ("id", "name", "kind", "admin1"))
    return {place: name if kind == "admin1" else within for place, name, kind, within in zip(*columns, strict=True)}


def coded_parts(content: Content, book: str, code: Callable[[Row], Values | LeftOut]) -> Iterator[Part]:
    """Yield the table of the events in the columns of a codebook, and the list of those that it has no code for.

    Parameters
    ----------
    book
        ``acled`` or ``ged``.
    code
        From an event's row to its values by column (columns left out stay empty), or to why it has none.
    """
    found = [(row, code(row)) for row in content.layers.tables.events.to_dict("records")]
    header = (*columns_of(book), *columns_of("own"))
    coded = ({**told, **_own(row)} for row, told in found if not isinstance(told, LeftOut))
    rows = ([cell(values.get(name)) for name in header] for values in coded)
    yield Part(name=f"{book}.csv", chunks=written(header, rows))
    left = ((row, row["type"], row["place"], told) for row, told in found if isinstance(told, LeftOut))
    yield left_out_part(left)


def left_out_part(rows: Iterable[tuple[Row, str, str, LeftOut]], *, mark: str = MARK) -> Part:
    """List what has no row: the record, its type, its place, and why."""
    header = columns_of("left_out")
    listed = [
        [cell({**row, "type": kind, "place": place, "reason": why.reason}[name]) for name in header]
        for row, kind, place, why in rows
    ]
    return Part(name="left-out.csv", chunks=written(header, listed, mark=mark))


def _own(row: Row) -> Values:
    """Return Kharita's own columns: named ``kharita_`` and the workspace's name."""
    return {name: row[name.removeprefix("kharita_")] for name in columns_of("own")}


def known(value: object) -> bool:
    """Say whether a value of a table is told.

    Examples
    --------
    >>> known(0), known(""), known(pd.NA), known(float("nan"))
    (True, False, False, False)
    """
    return not (value is None or value is pd.NA or value == "" or value != value)


def day_of(text: str) -> date | None:
    """Return a date of a table; None for none."""
    return date.fromisoformat(text) if text else None


def first_and_rest(joined: str) -> Sequence[str]:
    """Part a joined list into its first and all others.

    Examples
    --------
    >>> first_and_rest("LNA; Russia; Chad"), first_and_rest("")
    (('LNA', 'Russia; Chad'), ('', ''))
    """
    first, *rest = split(joined) or ("",)
    return first, "; ".join(rest)
