"""An Excel workbook: a sheet a layer, the tellings, the documents, and where all of it comes from.

Written by XlsxWriter. Text is written as text and never as a formula or a link, whatever it begins with. Excel's own
limits hold: a cell of 32,767 characters (a longer text ends in "…", and the sheet of provenance says in how many
cells), a sheet of 1,048,576 rows (more are refused). What XML cannot hold becomes U+FFFD.
"""

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from geo.errors import ExportError
from geo.showing.export.content import Content
from geo.showing.export.flat import columns_of, flat, tables_of
from geo.showing.export.parting import in_blocks
from geo.showing.export.provenance import account_rows
from geo.showing.labels import direction
from geo.workspace.schema import Column

__all__ = ["PROVENANCE", "chunks"]

PROVENANCE = "provenance"
_LONGEST = 32_767
_MOST_ROWS = 1_048_576
_WIDTHS = {"quote": 60, "reason": 40, "title": 40, "url": 30}
_WIDTH = {"str": 16, "Int64": 9, "Float64": 11, "bool": 9}
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def chunks(content: Content) -> Iterator[bytes]:
    """Yield the file, once it is whole."""
    with tempfile.TemporaryDirectory(prefix="kharita-") as folder:
        path = Path(folder) / "book.xlsx"
        book = xlsxwriter.Workbook(str(path), {**_OPTIONS, "tmpdir": folder})
        book.set_properties({"title": "Kharita", "comments": content.provenance["program"], "created": content.made})
        sheets = _Sheets(book, right_to_left=direction(content.language) == "rtl")
        for name in tables_of(content):
            sheets.add(name, columns_of(name), flat(content, name))
        rows = [*account_rows(content.provenance), ("cells_cut_short", str(sheets.cut))]
        sheets.add(PROVENANCE, _ACCOUNT_COLUMNS, pd.DataFrame(rows, columns=["what", "value"]))
        book.close()
        with path.open("rb") as file:
            yield from in_blocks(file)


_ACCOUNT_COLUMNS = (Column(name="what"), Column(name="value"))


class _Sheets:
    """Sheets of one workbook, written one after the other; counts the cells that had to be cut short."""

    def __init__(self, book: Any, *, right_to_left: bool) -> None:
        self._book = book
        self._right_to_left = right_to_left
        self._bold = book.add_format({"bold": True, "bottom": 1})
        self._text = book.add_format({"num_format": "@"})
        self.cut = 0

    def add(self, name: str, columns: Sequence[Column], table: pd.DataFrame) -> None:
        """Add a sheet with a head that stays in view and can be filtered by."""
        if len(table) >= _MOST_ROWS:
            raise ExportError(
                f"{name} has {len(table):,} rows, more than a sheet of Excel holds: choose CSV, or filter"
            )
        sheet = self._book.add_worksheet(name)
        if self._right_to_left:
            sheet.right_to_left()
        sheet.freeze_panes(1, 0)
        if columns:
            sheet.autofilter(0, 0, max(1, len(table)), len(columns) - 1)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _WIDTHS.get(column.name, _WIDTH[column.dtype]))
            sheet.write_string(0, place, column.name, self._bold)
        rows = zip(*(table[column.name].tolist() for column in columns), strict=True)
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                self._write(sheet, number, place, value)

    def _write(self, sheet: Any, row: int, column: int, value: object) -> None:
        if isinstance(value, str):
            if value:
                sheet.write_string(row, column, self._fitting(value), self._text)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, int | float) and value == value:
            sheet.write_number(row, column, value)

    def _fitting(self, text: str) -> str:
        clean = _UNWRITABLE.sub("\ufffd", text)
        if len(clean.encode("utf-16-le")) // 2 <= _LONGEST:
            return clean
        self.cut += 1
        shorter = clean.encode("utf-16-le")[: 2 * (_LONGEST - 1)].decode("utf-16-le", "ignore")
        return f"{shorter}…"
