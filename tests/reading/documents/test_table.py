import re
import time
from collections.abc import Callable
from datetime import date

import pytest

from geo.errors import DocumentError
from geo.reading.documents import read_bytes, table
from geo.reading.documents.jsonl import Line
from geo.reading.documents.table import read_table
from tests.reading.documents.files import TEXT


def read(data: str | bytes) -> tuple[list[Line], list[str]]:
    found = list(read_table(data.encode() if isinstance(data, str) else data, name="t.csv", stem="t"))
    lines = [one for one in found if isinstance(one, Line)]
    return lines, [str(one) for one in found if isinstance(one, DocumentError)]


def test_a_row_gives_its_text_exactly_and_its_metadata() -> None:
    data = (
        "id,title,text,publisher,published,url,language,reads\n"
        'a,ع,"أ، ""ب""\r\nج ",ن,2020-03-04,https://example.org/1,ar,12\n'
    )
    (line,), errors = read(data)
    assert not errors
    assert (line.id, line.name, line.content.text) == ("a", "t.csv row 2 (id 'a')", 'أ، "ب"\r\nج ')
    metadata = line.content.metadata
    assert (metadata.title, metadata.publisher, metadata.published) == ("ع", "ن", date(2020, 3, 4))
    assert (metadata.url, metadata.language) == ("https://example.org/1", "ar")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_delimiters_and_encodings_are_told_apart(delimiter: str, codec: str) -> None:
    data = f"id{delimiter}text\na{delimiter}{TEXT}\n".encode(codec)
    assert [line.content.text for line in read(data)[0]] == [TEXT]


def test_the_line_by_which_excel_names_the_delimiter_is_honoured() -> None:
    assert [line.content.text for line in read("sep=;\r\nid;text\r\na;b,c\r\n")[0]] == ["b,c"]


@pytest.mark.parametrize("column", ["text", "TEXT", " Full_Text ", "article-text", "Body", "النص", "نص الخبر"])
def test_columns_are_known_by_several_names(column: str) -> None:
    assert len(read(f"{column},Publication Date\nx,2020-03-04\n")[0]) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("name,words\n1,x\n", r"t\.csv: has no column of texts: its columns are 'name', 'words'; name one of them"),
        (",".join(f"c{n}" for n in range(50)) + "\n", "and 38 more"),
        ("x" * 900 + "\n", "'x{40}';"),
        ("text,body\nx,y\n", "two columns of texts, 'text' and 'body'"),
        ("text,id,ID\nx,y,z\n", "two columns of ids"),
        ("", "empty table"),
        ("\n \n", "empty table"),
        ("\n" * 5000, "names no columns"),
        ('"text\n', "names no columns"),
        ("text\n", "no rows below its first"),
    ],
)
def test_a_table_without_a_clear_column_of_texts_is_refused(data: str, said: str) -> None:
    (error,) = read_bytes(b"\xef\xbb\xbf" + data.encode(), name="t.csv")
    assert isinstance(error, DocumentError)
    assert re.search(said, str(error))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,x,2020-03-04,surplus", "row 2: has 4 fields, but there are 3 columns"),
        ("a,,2020-03-04", r"row 2 (id 'a'): has no text"),
        ("a", r"row 2 (id 'a'): has no text"),
        ("a,x,04/03/2020", "row 2 (id 'a'): published is '04/03/2020'; expected a day as YYYY-MM-DD"),
        ('a,"x" y,2020-03-04', "row 2: a quotation mark is closed before"),
        ("a" * 201 + ",x,", "row 2: has the id"),
        ("a\u202eb,x,", "row 2: has the id"),
    ],
)
def test_a_bad_row_is_an_error_by_its_number_and_the_next_is_read(row: str, said: str) -> None:
    (line,), (error,) = read(f"id,text,published\n{row}\nz,good,2020-03-04\n")
    assert said in error
    assert line.id == "z"


def test_a_row_without_an_id_gets_the_name_and_its_number() -> None:
    lines, _ = read('text\none\n\n"two\nlines"\nthree\n')
    assert [line.id for line in lines] == ["t-2", "t-4", "t-5"]


def test_a_table_with_nothing_good_is_given_up_and_rows_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    _, errors = read("id,text\n" + "a,\n" * 5000)
    assert len(errors) == 101
    assert "given up" in errors[-1]
    monkeypatch.setattr(table, "MAX_ROWS", 3)
    lines, errors = read("text\n" + "x\n" * 10)
    assert len(lines) == 2
    assert errors == ["t.csv row 4: there are more than 3 rows; the rest is left out"]


_HOSTILE: dict[str, Callable[[], bytes]] = {
    "quotes that open and never close": lambda: b"id,text\n" + b'a,"x\n' * 400_000,
    "quotes in pairs": lambda: b"id,text\n" + b'""y\n' * 500_000,
    "one quote, then pairs": lambda: b'id,text\n"x\n' + b'""y' * 1_000_000,
    "delimiters": lambda: b"id,text\n" + b"," * 10_000_000,
    "a line of thirty megabytes": lambda: b"id,text\na," + b"x" * 30_000_000 + b"\nb,y\n",
    "a header of thirty megabytes": lambda: b"x" * 30_000_000,
    "newlines": lambda: b"id,text\n" + b"\n" * 5_000_000,
}


@pytest.mark.parametrize("what", list(_HOSTILE))
def test_tables_made_to_take_long_do_not(what: str) -> None:
    data = _HOSTILE[what]()
    start = time.process_time()
    assert any(isinstance(one, DocumentError) for one in read_bytes(data, name="t.csv"))
    assert time.process_time() - start < 5
