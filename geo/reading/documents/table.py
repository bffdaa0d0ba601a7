"""A table of documents (.csv, .tsv), one a row; what its columns may be called is data (``columns.toml``)."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from geo.errors import DocumentError
from geo.reading.documents.content import Content, to_metadata
from geo.reading.documents.encoding import decode
from geo.reading.documents.jsonl import Line, check_identity, check_text
from geo.reading.documents.limits import (
    MAX_BAD_LINES,
    MAX_COLUMNS,
    MAX_ROW_CHARACTERS,
    MAX_ROWS,
)
from geo.reading.documents.separated import BadRow, Row, read_rows

__all__ = ["columns_of", "line_of", "read_table"]

_DATA = Path(__file__).with_name("columns.toml")
_DELIMITERS = (",", ";", "\t")
_DIRECTIVE = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)  # a first line that Excel writes and hides
_BETWEEN = re.compile(r"[\s_-]+")
_MOST_BEFORE_HEADER = 100
_SHOWN_COLUMNS = 12
_SHOWN_CHARACTERS = 40


def read_table(data: bytes, *, name: str, stem: str) -> Iterator[Line | DocumentError]:
    """Read the documents of a table; a row that is none is an error by its number, and the next goes on.

    The first row names the columns. It also tells the delimiter: comma, semicolon or tab, whichever parts it into the
    most columns that are known. A row without an id gets the stem and its number.

    Raises
    ------
    DocumentError
        When it is no text, or has no column of texts.
    """
    text = decode(data, name=name)
    text, delimiter, header = _opened(text, name)
    columns = columns_of(header.fields, name=name)
    good = bad = 0
    for row in _rows(text, delimiter, MAX_ROWS):
        if row.number <= header.number:
            continue
        try:
            found: Line | DocumentError = _document(row, len(header.fields), columns, name, stem)
            good += 1
        except DocumentError as error:
            found = error
            bad += 1
        yield found
        if not good and bad >= MAX_BAD_LINES:
            yield DocumentError(name, f"none of its first {bad} rows is a document: given up")
            return
    if not good and not bad:
        yield DocumentError(name, "has no rows below its first, which names the columns")


@lru_cache(maxsize=1)
def _fields() -> Mapping[str, str]:
    """Return what each name of a column stands for."""
    table = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {_plain(name): field for field, names in table.items() for name in names}


def _plain(name: str) -> str:
    return _BETWEEN.sub("", name.casefold())


def _rows(text: str, delimiter: str, most: int) -> Iterator[Row | BadRow]:
    return read_rows(text, delimiter, most_characters=MAX_ROW_CHARACTERS, most_fields=MAX_COLUMNS, most_rows=most)


def _opened(text: str, name: str) -> tuple[str, str, Row]:
    """Return the text without Excel's line, the delimiter, and the first row with something in it."""
    directive = _DIRECTIVE.match(text)
    text = text[directive.end() :] if directive else text
    best: tuple[int, int, str, Row] | None = None
    for delimiter in (directive.group(1),) if directive else _DELIMITERS:
        first = next(_rows(text, delimiter, _MOST_BEFORE_HEADER), None)
        if first is None:
            raise DocumentError(name, "is an empty table")
        if isinstance(first, BadRow):
            continue
        known = sum(_plain(field) in _fields() for field in first.fields)
        if best is None or (known, len(first.fields)) > best[:2]:
            best = (known, len(first.fields), delimiter, first)
    if best is None:
        raise DocumentError(
            name, "its first row names no columns; expected text, title, publisher, published and so on"
        )
    return text, best[2], best[3]


def columns_of(header: Sequence[str], *, name: str) -> dict[str, int]:
    """Return where each field of a document stands among the columns of a table.

    Raises
    ------
    DocumentError
        When there is no column of texts, or two of one field.
    """
    columns: dict[str, int] = {}
    for position, title in enumerate(header):
        field = _fields().get(_plain(title))
        if field is None:
            continue
        if field in columns:
            first = header[columns[field]].strip()
            raise DocumentError(name, f"has two columns of {field}s, {first!r} and {title.strip()!r}: rename one")
        columns[field] = position
    if "text" not in columns:
        names = ", ".join(repr(one.strip()[:_SHOWN_CHARACTERS]) for one in header[:_SHOWN_COLUMNS])
        more = f" and {len(header) - _SHOWN_COLUMNS:,} more" if len(header) > _SHOWN_COLUMNS else ""
        raise DocumentError(name, f"has no column of texts: its columns are {names}{more}; name one of them 'text'")
    return columns


def _document(row: Row | BadRow, n_columns: int, columns: Mapping[str, int], name: str, stem: str) -> Line:
    where = f"{name} row {row.number}"
    if isinstance(row, BadRow):
        raise DocumentError(where, row.reason)
    if len(row.fields) > n_columns:
        raise DocumentError(
            where,
            f"has {len(row.fields)} fields, but there are {n_columns} columns: "
            "a text with the delimiter in it needs quotation marks around it",
        )
    given = {field: row.fields[place] for field, place in columns.items() if place < len(row.fields)}
    return line_of(given, where=where, identity=f"{stem}-{row.number}")


def line_of(given: Mapping[str, str], *, where: str, identity: str) -> Line:
    """Make the document of a row from its fields; ``identity`` is its id where the row has none.

    Raises
    ------
    DocumentError
        When it has no text, or the text or id cannot be used.
    """
    told = dict(given)
    text = told.pop("text", "")
    identity = told.pop("id", "").strip() or identity
    check_identity(identity, where)
    where = f"{where} (id {identity!r})"
    if not text.strip():
        raise DocumentError(where, "has no text")
    check_text(text, where)
    return Line(id=identity, name=where, content=Content(text=text, metadata=to_metadata(told, name=where)))
