import csv
import io
import zipfile
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from geo.showing import export
from geo.showing.export.flat import columns_of, flat
from geo.showing.export.separated import defused, undefused
from geo.showing.layers import Layers
from tests.showing.export.conftest import ACTING, MADE, content_of


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def tables_of(layers: Layers) -> dict[str, list[dict[str, str]]]:
    data = b"".join(export.chunks("csv", layers, made=MADE))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name.removesuffix(".csv"): rows_of(archive.read(name))
            for name in archive.namelist()
            if name.endswith("csv")
        }


def as_told(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if pd.isna(value) else repr(value)


def test_there_is_a_file_for_each_layer_its_tellings_its_documents_and_its_account(layers: Layers) -> None:
    data = b"".join(export.chunks("csv", layers, made=MADE))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
    tables = (*export.EXPORT_LAYERS, "evidence", "documents")
    assert names == {*(f"{name}.csv" for name in tables), "provenance.json"}


@pytest.mark.parametrize("which", ["layers", "hostile"])
def test_every_value_comes_back_arabic_included(which: str, request: pytest.FixtureRequest) -> None:
    layers: Layers = request.getfixturevalue(which)
    written = tables_of(layers)
    for name in (*export.EXPORT_LAYERS, "evidence", "documents"):
        expected = flat(content_of(layers), name)
        found = [{key: undefused(value) for key, value in row.items()} for row in written[name]]
        told = [
            {key: as_told(value).replace("\x00", "\ufffd") for key, value in row.items()} for row in records(expected)
        ]
        assert found == told
    assert any("طرابلس" in row["place_ar"] for row in written["events"])


def records(table: pd.DataFrame) -> list[dict[Any, Any]]:
    return [dict(zip(table.columns, row, strict=True)) for row in zip(*(table[c].tolist() for c in table), strict=True)]


def test_excel_knows_it_for_utf_8(layers: Layers) -> None:
    assert b"".join(export.chunks("csv", layers, layer="places")).startswith(b"\xef\xbb\xbf")


def test_no_cell_of_text_begins_as_a_formula_does(hostile: Layers) -> None:
    for name, rows in tables_of(hostile).items():
        numbers = {column.name for column in columns_of(name) if column.dtype != "str"}
        cells = [value for row in rows for column, value in row.items() if column not in numbers]
        assert not [value for value in cells if value[:1] in tuple("=+-@\t\r\n＝＋－＠")]
    assert any(row["place"] == "'=1+1" for row in tables_of(hostile)["events"])


def test_numbers_stay_numbers(hostile: Layers) -> None:
    assert "-13.5" in {row["lon"] for row in tables_of(hostile)["events"]}


@pytest.mark.parametrize("text", ACTING)
def test_a_formula_is_defused_and_comes_back(text: str) -> None:
    assert defused(text).startswith("'")
    assert undefused(defused(text)) == text


@pytest.mark.parametrize("text", ["", "it's", "'quoted'", "a=b", "بنغازي", "5 - 3"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert defused(text) == undefused(text) == text


@given(some.text(alphabet="'=+-@ab\t"))
def test_defusing_can_always_be_undone(text: str) -> None:
    assert undefused(defused(text)) == text
    assert defused(text)[:1] not in tuple("=+-@\t") or not text
