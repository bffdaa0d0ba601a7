import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.reading.documents.separated import BadRow, Row, read_rows


def rows(text: str, delimiter: str = ",", most: int = 1000) -> list[tuple[str, ...] | str]:
    found = read_rows(text, delimiter, most_characters=most, most_fields=20, most_rows=99)
    return [one.fields if isinstance(one, Row) else f"{one.number}: {one.reason}" for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\nc,d", [("a", "b"), ("c", "d")]),
        ("a,b\r\nc,d\r\n", [("a", "b"), ("c", "d")]),
        ("a,b\rc,d", [("a", "b"), ("c", "d")]),
        ('a,"b, c"\n', [("a", "b, c")]),
        ('a,"b\r\nc"\n', [("a", "b\r\nc")]),
        ('"a ""b""",', [('a "b"', "")]),
        ('a "b" c,d', [('a "b" c', "d")]),
        ("a,,\n", [("a", "", "")]),
        ("\n , \n\na", [("a",)]),
        ("", []),
    ],
)
def test_rows_as_spreadsheets_write_them(text: str, expected: list[tuple[str, ...]]) -> None:
    assert rows(text) == expected


def test_blank_rows_are_counted() -> None:
    (row,) = read_rows("\n\na", ",", most_characters=9, most_fields=9, most_rows=9)
    assert row.number == 3


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('"a\nb,c', "1: a quotation mark is never closed"),
        ('"a" b\nb,c', "1: a quotation mark is closed before"),
        ("," * 30 + "\nb,c", "1: has more than 20 fields"),
        ("x" * 2000 + "\nb,c", "1: is too long"),
        ('"' + "x" * 2000 + '"\nb,c', "1: is too long"),
        ("x," * 10 + "y" * 2000 + "\nb,c", "1: is too long"),
    ],
)
def test_a_broken_row_is_said_and_the_next_line_begins_anew(text: str, reason: str) -> None:
    first, second = rows(text)
    assert isinstance(first, str)
    assert first.startswith(reason)
    assert second == ("b", "c")


def test_rows_are_bounded_empty_ones_among_them() -> None:
    assert rows("\n" * 200)[0] == "100: there are more than 99 rows; the rest is left out"


def test_a_row_may_be_exactly_as_long_as_allowed() -> None:
    assert rows("x" * 10 + "\ny", most=10) == [("x" * 10,), ("y",)]
    assert rows("x" * 11 + "\ny", most=10)[0] == "1: is too long"


@given(st.lists(st.lists(st.text(alphabet='a",;\n\r é'), min_size=2, max_size=4), max_size=5))
def test_what_python_writes_comes_back(table: list[list[str]]) -> None:
    memory = io.StringIO()
    csv.writer(memory, quoting=csv.QUOTE_ALL).writerows(table)
    expected = [tuple(row) for row in table if any(field.strip() for field in row)]
    assert rows(memory.getvalue()) == expected


@given(st.text(alphabet='a",\n\r'))
def test_any_text_comes_to_an_end(text: str) -> None:
    found = list(read_rows(text, ",", most_characters=5, most_fields=3, most_rows=5))
    numbers = [one.number for one in found]
    assert numbers == sorted(set(numbers))
    assert all(isinstance(one, Row | BadRow) for one in found)
