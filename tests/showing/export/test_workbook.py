import io
import zipfile
from typing import Any

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils.escape import unescape

from geo.errors import ExportError
from geo.showing import export
from geo.showing.export import workbook
from geo.showing.export.flat import flat
from geo.showing.layers import Layers
from tests.showing.export.conftest import ACTING, MADE, content_of


def bytes_of(layers: Layers, **options: Any) -> bytes:
    return b"".join(export.chunks("xlsx", layers, made=MADE, **options))


def book_of(layers: Layers, **options: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(bytes_of(layers, **options)))


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_it_has_a_sheet_for_each_layer_the_tellings_the_documents_and_the_account(layers: Layers) -> None:
    book = book_of(layers)
    assert book.sheetnames == [*export.EXPORT_LAYERS, "evidence", "documents", "provenance"]
    account = {row["what"]: row["value"] for row in rows_of(book["provenance"])}
    assert account["made"] == "2026-03-04T05:06:07+00:00"
    assert account["cells_cut_short"] == "0"


@pytest.mark.parametrize("which", ["layers", "hostile"])
def test_every_value_comes_back_arabic_included(which: str, request: pytest.FixtureRequest) -> None:
    layers: Layers = request.getfixturevalue(which)
    book = book_of(layers)
    for name in (*export.EXPORT_LAYERS, "evidence", "documents"):
        table = flat(content_of(layers), name)
        found = rows_of(book[name])
        assert len(found) == len(table)
        for row, (_, told) in zip(found, table.iterrows(), strict=True):
            for column, value in told.items():
                assert as_read(row[str(column)]) == as_told(value), (name, column)


def as_read(value: Any) -> Any:
    return unescape(value) if isinstance(value, str) else value


def as_told(value: Any) -> Any:
    if isinstance(value, str):
        return workbook._UNWRITABLE.sub("\ufffd", value) or None
    return None if pd.isna(value) else value


def test_no_cell_is_a_formula_or_a_link_or_an_error(hostile: Layers) -> None:
    for sheet in book_of(hostile):
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "b", "inlineStr"}
        assert not any(cell.hyperlink for cell in cells)
    with zipfile.ZipFile(io.BytesIO(bytes_of(hostile))) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
    told = [as_read(row["actors"] or "") for row in rows_of(book_of(hostile)["events"])]
    assert any(actors.startswith(ACTING[0]) for actors in told)


@pytest.mark.parametrize(("language", "right_to_left"), [("en", None), ("ar", True)])
def test_sheets_run_as_the_language_does(language: str, right_to_left: bool | None, layers: Layers) -> None:
    for sheet in book_of(layers, language=language):
        assert bool(sheet.sheet_view.rightToLeft) == bool(right_to_left)


def test_a_text_longer_than_a_cell_is_cut_and_counted(layers: Layers) -> None:
    from dataclasses import replace

    events = layers.tables.events.assign(quote="ب" * 40_000)
    book = book_of(replace(layers, tables=replace(layers.tables, events=events)), layer="events")
    quotes = {row["quote"] for row in rows_of(book["events"])}
    assert {len(quote) for quote in quotes} == {32_767}
    assert all(quote.endswith("…") for quote in quotes)
    account = {row["what"]: row["value"] for row in rows_of(book["provenance"])}
    assert account["cells_cut_short"] == str(len(events))


def test_more_rows_than_a_sheet_holds_are_refused(layers: Layers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_MOST_ROWS", 5)
    with pytest.raises(ExportError, match=r"places has .* rows, more than a sheet of Excel holds: choose CSV"):
        bytes_of(layers)
