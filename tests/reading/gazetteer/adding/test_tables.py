"""CSV of whatever make, read row by row; a row that is none spoils no other."""

from pathlib import Path

import pytest

from geo.errors import GazetteerError
from geo.reading.gazetteer.adding.records import Record
from geo.reading.gazetteer.adding.tables import open_csv
from tests.reading.gazetteer.adding.making import write


def read(path: Path) -> list[Record]:
    with open_csv(path) as table:
        return list(table.records)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_told_by_the_first_line(tmp_path: Path, separator: str) -> None:
    path = write(tmp_path / "a.csv", separator.join(("name", "lat", "lon")), separator.join(('"a,b;c"', "1", "2")))
    assert read(path) == [Record(where="a.csv, line 2", values={"name": "a,b;c", "lat": "1", "lon": "2"})]


def test_columns_are_known_before_any_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbf name ,lat\r\n")
    with open_csv(tmp_path / "a.csv") as table:
        assert table.columns == ("name", "lat")
        assert list(table.records) == []


def test_lines_are_counted_over_breaks_inside_of_values(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "name,lat", '"two\nlines",1', "", "next,2")
    assert [record.where for record in read(path)] == ["a.csv, line 2", "a.csv, line 5"]


def test_a_row_that_does_not_fit_is_named(tmp_path: Path) -> None:
    short, good = read(write(tmp_path / "a.csv", "name,lat", "a", "b,1"))
    assert (short.where, short.fault) == ("a.csv, line 2", "1 fields, expected 2")
    assert good.values == {"name": "b", "lat": "1"}


def test_bytes_that_are_no_text_spoil_their_own_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"name,lat\n" + "é,1\n".encode("cp1252") + "درنة,2\n".encode())
    bad, good = read(tmp_path / "a.csv")
    assert bad.where == "a.csv, line 2, column name"
    assert "UTF-8" in bad.fault
    assert good.values["name"] == "درنة"


def test_a_value_without_end_is_a_bad_row(tmp_path: Path) -> None:
    records = read(write(tmp_path / "a.csv", "name,lat", '"' + "x" * 200_000, "b,1"))
    assert records[0].where == "a.csv, line 2"
    assert "field larger" in records[0].fault


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        ("name\n".encode("utf-16"), "UTF-16"),
        (b"name,name\na,b\n", "'name' stands there twice"),
    ],
)
def test_what_is_no_table_is_refused_by_name(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(GazetteerError, match=rf"a\.csv.*{says}"):
        read(tmp_path / "a.csv")
