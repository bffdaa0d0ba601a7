"""Tables in CSV, whatever their separator, read row by row; a row that is none spoils no other."""

import codecs
import csv
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from geo.errors import LayerError
from geo.vectors.features import Feature, Layer

if TYPE_CHECKING:
    from _csv import Reader

__all__ = ["WIDE", "column_key", "read_table"]

WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""How files in UTF-16 begin."""

_SEPARATORS = ",;\t|"
_LONGEST_HEADER = 100_000


def read_table(file: TextIO, name: str) -> Layer:
    r"""Read a CSV row by row; its separator is the one that its first line has most of.

    Parameters
    ----------
    file
        Text that can be read twice, with bytes that are no UTF-8 kept as surrogates: they spoil their own row only.
    name
        Of the file, for what is said of it.

    Raises
    ------
    LayerError
        When it is empty, or two of its columns have one name.

    Examples
    --------
    >>> from io import StringIO
    >>> [row.values for row in read_table(StringIO("a;b\n1,5;2\n"), "a.csv").features]
    [{'a': '1,5', 'b': '2'}]
    """
    header = file.readline(_LONGEST_HEADER)
    file.seek(0)
    reader = csv.reader(file, delimiter=max(_SEPARATORS, key=header.count))
    columns = tuple(" ".join(column.removeprefix("\ufeff").split()) for column in _header(reader, name))
    return Layer(columns=columns, features=_rows(reader, columns, name))


def column_key(name: str) -> str:
    """Fold a column's name: case, hyphens, blanks and the like do not matter.

    Examples
    --------
    >>> column_key("Site-Name "), column_key("POINT_Y")
    ('site_name', 'point_y')
    """
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")


def _header(reader: "Reader", name: str) -> list[str]:
    try:
        columns = next(reader, [])
    except csv.Error as error:
        raise LayerError(f"{name}, line 1: {error}") from error
    if not any(column.strip() for column in columns):
        raise LayerError(f"{name} is empty: expected a first line with the names of columns")
    twice = {column for column in columns if column and columns.count(column) > 1}
    if twice:
        raise LayerError(f"{name}, line 1: column {min(twice)!r} stands there twice")
    return columns


def _rows(reader: "Reader", columns: tuple[str, ...], name: str) -> Iterator[Feature]:
    while True:
        start = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Feature(where=f"{name}, line {start}", fault=str(error))
            continue
        where = f"{name}, line {start}"
        if not any(value.strip() for value in values):
            continue
        if len(values) != len(columns):
            yield Feature(where=where, fault=f"{len(values)} fields, expected {len(columns)}")
            continue
        strange = next((c for c, value in zip(columns, values, strict=True) if not _is_text(value)), None)
        if strange is not None:
            yield Feature(where=f"{where}, column {strange}", fault="is not UTF-8: save the file as UTF-8")
            continue
        yield Feature(where=where, values=dict(zip(columns, values, strict=True)))


def _is_text(value: str) -> bool:
    return value.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in value)
