"""Tables of places in CSV, whatever their separator, read row by row."""

import codecs
import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import GazetteerError
from geo.reading.gazetteer.adding.records import Record, Table

if TYPE_CHECKING:
    from _csv import Reader

__all__ = ["open_csv"]

_SEPARATORS = ",;\t|"
_LONGEST_HEADER = 100_000
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@contextmanager
def open_csv(path: Path) -> Iterator[Table]:
    """Open a CSV to be read row by row; its separator is the one that its first line has most of.

    Raises
    ------
    GazetteerError
        When it cannot be read, is empty, or two of its columns have one name.
    """
    try:
        with path.open("rb") as raw:
            if raw.read(2) in _WIDE:
                raise GazetteerError(f"{path.name} is in UTF-16: save it as UTF-8")
        # Bytes that are no UTF-8 spoil their own row only.
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            header = file.readline(_LONGEST_HEADER)
            file.seek(0)
            separator = max(_SEPARATORS, key=header.count)
            reader = csv.reader(file, delimiter=separator)
            columns = tuple(" ".join(column.split()) for column in _header(reader, path))
            yield Table(columns=columns, records=_records(reader, columns, path.name))
    except OSError as error:
        raise GazetteerError(f"{path.name} cannot be read: {error.strerror or error}") from error


def _header(reader: "Reader", path: Path) -> list[str]:
    try:
        columns = next(reader, [])
    except csv.Error as error:
        raise GazetteerError(f"{path.name}, line 1: {error}") from error
    if not any(column.strip() for column in columns):
        raise GazetteerError(f"{path.name} is empty: expected a first line with the names of columns")
    twice = {column for column in columns if column and columns.count(column) > 1}
    if twice:
        raise GazetteerError(f"{path.name}, line 1: column {min(twice)!r} stands there twice")
    return columns


def _records(reader: "Reader", columns: tuple[str, ...], name: str) -> Iterator[Record]:
    while True:
        start = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Record(where=f"{name}, line {start}", fault=str(error))
            continue
        where = f"{name}, line {start}"
        if not any(value.strip() for value in values):
            continue
        if len(values) != len(columns):
            yield Record(where=where, fault=f"{len(values)} fields, expected {len(columns)}")
            continue
        strange = next((c for c, value in zip(columns, values, strict=True) if not _is_text(value)), None)
        if strange is not None:
            yield Record(where=f"{where}, column {strange}", fault="is not UTF-8: save the file as UTF-8")
            continue
        yield Record(where=where, values=dict(zip(columns, values, strict=True)))


def _is_text(value: str) -> bool:
    return value.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in value)
