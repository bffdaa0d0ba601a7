"""What every reader of an added file hands on: rows in the gazetteer's own columns, and rows that are none.

All texts are cleaned here: they come from anywhere, go into an index and end up on a terminal.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from geo.reading.gazetteer.sources import COLUMNS

__all__ = ["ROW_COLUMNS", "BadRow", "Outcome", "Row", "clean", "clean_names", "make_row"]

ROW_COLUMNS = (*COLUMNS, "population", "geonames_id")
_LONGEST_NAME = 200
_JOINERS = "\u200c\u200d"  # Persian and other words are spelled with them
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be a place: where it stands (file, line, column) and why."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


Outcome = Row | BadRow | None
"""A row, a bad one, or None: whole, but left out by choice (a road, a name in a language that is not read)."""


def clean(text: str) -> str:
    r"""Take out of a text what no name has: control and direction characters, breaks, repeated blanks.

    Examples
    --------
    >>> clean(" Beni\x1b[31m \n Walid\u202e"), clean("")
    ('Beni[31m Walid', '')
    """
    text = " ".join(text.split())
    if text.isprintable():
        return text
    kept = "".join(sign for sign in text if sign in _JOINERS or unicodedata.category(sign) not in _DROPPED)
    return " ".join(kept.split())


def clean_names(names: Iterable[str]) -> tuple[str, ...]:
    """Clean names, each once; empty ones and those too long to be a name are left out.

    Examples
    --------
    >>> clean_names(["Derna", " Derna", "", "a|b"])
    ('Derna', 'a b')
    """
    cleaned = (clean(name.replace("|", " ")) for name in names)
    return tuple(dict.fromkeys(name for name in cleaned if name and len(name) <= _LONGEST_NAME))


def make_row(values: Row, names: Iterable[str] = ()) -> Row:
    """Make a row with every column, empty where nothing is given; names go into theirs.

    Examples
    --------
    >>> row = make_row({"id": "x", "name": "Derna", "kind": "city"}, ["Derna", "درنة"])
    >>> row["names"], row["confirmed"], row["area"]
    ('درنة', 'no', '')
    """
    row = dict.fromkeys(ROW_COLUMNS, "") | {"confirmed": "no"} | values
    principal = (row["name"], row["name_ar"])
    return row | {"names": "|".join(name for name in clean_names(names) if name not in principal)}
