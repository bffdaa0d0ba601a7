"""Separated values (RFC 4180, and what spreadsheets make of it): rows of fields, each row by itself.

Python's own module reads on to the end of the file after a quotation mark that is never closed, and bounds fields by a
setting of the whole process. Here a row that is broken is an error by its number, and the next line begins anew.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["BadRow", "Row", "read_rows"]

_QUOTE = '"'
_NEWLINE = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """The fields of a row, and its number as a spreadsheet counts."""

    number: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class BadRow:
    """Why a row is none, and its number."""

    number: int
    reason: str


class _BrokenError(Exception):
    """A row that cannot be taken apart."""


def read_rows(
    text: str, delimiter: str, *, most_characters: int, most_fields: int, most_rows: int
) -> Iterator[Row | BadRow]:
    r"""Take a text apart; a row without any text in it is counted and passed over.

    Parameters
    ----------
    most_characters, most_fields
        What one row may have at most.
    most_rows
        How many rows are read, empty ones among them; one more is a bad row and the last.

    Examples
    --------
    >>> [row.fields for row in read_rows('a;"b ""c""\nd"\n\ne;f', ";", most_characters=99, most_fields=9, most_rows=9)]
    [('a', 'b "c"\nd'), ('e', 'f')]
    >>> list(read_rows('"a\nb', ";", most_characters=99, most_fields=9, most_rows=9))[0].reason
    'a quotation mark is never closed'
    """
    at = number = 0
    end_of_field = re.compile(f"[{re.escape(delimiter)}\r\n]")
    while at < len(text):
        number += 1
        if number > most_rows:
            yield BadRow(number=number, reason=f"there are more than {most_rows:,} rows; the rest is left out")
            return
        last = min(len(text), at + most_characters)
        try:
            fields, after = _row(text, at, last, end_of_field, most_fields)
        except _BrokenError as error:
            yield BadRow(number=number, reason=str(error))
            newline = _NEWLINE.search(text, at)
            at = newline.end() if newline else len(text)
            continue
        at = after
        if any(field.strip() for field in fields):
            yield Row(number=number, fields=tuple(fields))


def _row(text: str, at: int, last: int, end_of_field: re.Pattern[str], most_fields: int) -> tuple[list[str], int]:
    """Return the fields of the row that begins at a place, and where the next one does."""
    fields: list[str] = []
    while True:
        if text.startswith(_QUOTE, at):
            field, at = _quoted(text, at, last)
            if at < len(text) and not end_of_field.match(text, at):
                raise _BrokenError("a quotation mark is closed before its field ends (double those inside of a field)")
        else:
            stop = end_of_field.search(text, at, last)
            end = stop.start() if stop else last
            if not stop and last < len(text) and not end_of_field.match(text, last):
                raise _BrokenError("is too long")
            field, at = text[at:end], end
        fields.append(field)
        if len(fields) > most_fields:
            raise _BrokenError(f"has more than {most_fields:,} fields")
        newline = _NEWLINE.match(text, at)
        if newline or at >= len(text):
            return fields, newline.end() if newline else at
        at += 1  # past the delimiter


def _quoted(text: str, at: int, last: int) -> tuple[str, int]:
    """Return a field in quotation marks without them, and the place after it."""
    pieces: list[str] = []
    at += 1
    while True:
        end = text.find(_QUOTE, at, last)
        if end < 0:
            raise _BrokenError("is too long" if last < len(text) else "a quotation mark is never closed")
        pieces.append(text[at:end])
        if not text.startswith(_QUOTE, end + 1):
            return "".join(pieces), end + 1
        pieces.append(_QUOTE)
        at = end + 2
