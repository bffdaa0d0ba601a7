"""CSV that Excel opens as it is: UTF-8 with a byte order mark, a layer a file, and no cell that acts as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from geo.showing.export.content import Content
from geo.showing.export.flat import flat, tables_of
from geo.showing.export.parting import Part

__all__ = ["MARK", "cell", "defused", "parts", "rows_of", "undefused", "written"]

MARK = "\ufeff"
"""The byte order mark, by which Excel knows UTF-8."""

_ROWS_AT_ONCE = 2000
# What a spreadsheet takes for a formula; the wide forms are its own in East Asian editions. What begins with an
# apostrophe before one of them gets another one, so that taking one away always gives the text back.
_ACTING = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def parts(content: Content) -> Iterator[Part]:
    """Yield each layer, the tellings and the documents as a file of their own."""
    for name in tables_of(content):
        table = flat(content, name)
        yield Part(name=f"{name}.csv", chunks=written(list(table.columns), rows_of(table)))


def rows_of(table: pd.DataFrame) -> Iterator[list[str]]:
    """Yield the rows of a table as cells."""
    for row in zip(*(table[name].tolist() for name in table.columns), strict=True):
        yield [cell(value) for value in row]


def written(header: Sequence[str], rows: Iterable[Sequence[str]], *, mark: str = MARK) -> Iterator[bytes]:
    """Yield a file of cells by RFC 4180, some rows at a time."""
    buffer = io.StringIO(newline="")
    buffer.write(mark)
    writer = csv.writer(buffer)
    writer.writerow(header)
    for number, row in enumerate(rows, start=1):
        writer.writerow(row)
        if number % _ROWS_AT_ONCE == 0:
            yield buffer.getvalue().encode("utf-8", "replace")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf-8", "replace")


def cell(value: object) -> str:
    """Write a value as a cell: numbers as such, what is not known as nothing, text so that it does nothing.

    Examples
    --------
    >>> cell("=1+1"), cell(-1.5), cell(None), cell(True), cell("بنغازي")
    ("'=1+1", '-1.5', '', 'true', 'بنغازي')
    """
    if isinstance(value, str):
        return defused(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or value is pd.NA or value != value:
        return ""
    return repr(value)


def defused(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula.

    A null character, which ends a text for some programs, becomes U+FFFD.

    Examples
    --------
    >>> defused("@SUM(A1)"), defused("'+1"), defused("-"), defused("a=b")
    ("'@SUM(A1)", "''+1", "'-", 'a=b')
    """
    clean = text.replace("\x00", "\ufffd")
    return f"'{clean}" if _ACTING.match(clean) else clean


def undefused(text: str) -> str:
    """Take that apostrophe away again.

    Examples
    --------
    >>> undefused(defused("'=1")), undefused("it's")
    ("'=1", "it's")
    """
    return text[1:] if text.startswith("'") and _ACTING.match(text) else text
