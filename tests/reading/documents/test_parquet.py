"""A Parquet table: rows are documents, by the names of its columns; what cannot be one is named."""

import io
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from geo.errors import DocumentError
from geo.reading.documents import parquet as reader
from geo.reading.documents import read_bytes
from geo.reading.documents.jsonl import Line
from tests.reading.documents.files import TEXT


def packed(**columns: Any) -> bytes:
    file = io.BytesIO()
    parquet.write_table(pa.table(columns), file, row_group_size=50)
    return file.getvalue()


def read(data: bytes) -> tuple[list[Line], list[str]]:
    found = list(reader.read_parquet(io.BytesIO(data), name="t.parquet", stem="t"))
    lines = [one for one in found if isinstance(one, Line)]
    return lines, [str(one) for one in found if isinstance(one, DocumentError)]


def refused(data: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        read(data)
    return str(caught.value)


def test_rows_are_documents_in_order_across_row_groups() -> None:
    count = 130
    data = packed(النص=[f"{TEXT} {n}" for n in range(count)], id=[f"d{n}" for n in range(count)], views=range(count))
    lines, errors = read(data)
    assert [line.id for line in lines] == [f"d{n}" for n in range(count)]
    assert [line.content.text for line in lines] == [f"{TEXT} {n}" for n in range(count)]
    assert not errors


@pytest.mark.parametrize(
    "published",
    [date(2020, 3, 4), datetime(2020, 3, 4, 22, 30), "2020-03-04"],  # noqa: DTZ001 - as tables have them
)
def test_metadata_of_whatever_type(published: object) -> None:
    data = packed(
        text=[TEXT], id=pa.array([17]), date=[published], source=pa.array(["ن"]).dictionary_encode(), url=[None]
    )
    ((line,), errors) = read(data)
    assert not errors
    assert (line.id, line.content.metadata.published) == ("17", date(2020, 3, 4))
    assert (line.content.metadata.publisher, line.content.metadata.url) == ("ن", "")


def test_a_row_without_an_id_gets_the_stem_and_its_number() -> None:
    lines, _ = read(packed(text=[TEXT, TEXT], id=["a", None]))
    assert [line.id for line in lines] == ["a", "t-2"]


def test_a_row_that_is_none_is_named_and_the_next_goes_on() -> None:
    lines, errors = read(packed(text=[TEXT, None, "a\x00b", TEXT]))
    assert [line.id for line in lines] == ["t-1", "t-4"]
    assert errors == [
        "t.parquet row 2 (id 't-2'): has no text",
        "t.parquet row 3 (id 't-3'): is not text: it holds U+0000",
    ]


def test_rows_that_are_all_none_are_given_up() -> None:
    _, errors = read(packed(text=[""] * 500))
    assert len(errors) == 101
    assert errors[-1].endswith("given up")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (packed(words=[TEXT]), "has no column of texts"),
        (packed(text=[TEXT], body=[TEXT]), "has two columns of texts"),
        (packed(text=[[TEXT]]), "'text' is of type list"),
        (packed(text=[b"\x00"]), "'text' is of type binary"),
        (b"PAR1 nonsense PAR1", "damaged Parquet file"),
        (packed(text=[TEXT])[:-30], "damaged Parquet file"),
    ],
)
def test_what_is_no_table_of_documents_is_refused(data: bytes, said: str) -> None:
    assert said in refused(data)


def test_a_row_group_that_does_not_fit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_BATCH_BYTES", 1_000)
    assert "row group 0 unpacks to" in refused(packed(text=[f"{TEXT} {n}" for n in range(40)]))


def test_an_empty_table_is_named() -> None:
    assert read(packed(text=pa.array([], pa.string())))[1] == ["t.parquet: has no rows"]


def test_an_upload_is_read() -> None:
    (document,) = read_bytes(packed(text=[TEXT]), name="news.parquet")
    assert not isinstance(document, DocumentError)
    assert (document.id, document.text) == ("news-1", TEXT)
