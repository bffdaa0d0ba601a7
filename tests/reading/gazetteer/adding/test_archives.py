"""Text files, packed or not: read line by line, and refused when they are not what they should be."""

import zipfile
from pathlib import Path

import pytest

from geo.errors import GazetteerError
from geo.reading.gazetteer.adding.archives import Limits, open_lines
from tests.reading.gazetteer.adding.making import pack, write

LIMITS = Limits()


def lines(path: Path, limits: Limits = LIMITS) -> list[tuple[int, bytes | None]]:
    with open_lines(path, limits) as found:
        return list(found)


def test_a_plain_file_and_a_packed_one_give_the_same_lines(tmp_path: Path) -> None:
    expected = [(1, b"one"), (2, b""), (3, "ثلاثة".encode())]
    assert lines(write(tmp_path / "LY.txt", "one", "", "ثلاثة")) == expected
    assert lines(pack(tmp_path / "LY.zip", LY__txt="one\r\n\r\nثلاثة", readme__txt="about")) == expected


def test_an_empty_file_has_no_lines(tmp_path: Path) -> None:
    assert lines(write(tmp_path / "a.txt")) == []


def test_a_mark_of_the_byte_order_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfone\n")
    assert lines(tmp_path / "a.txt") == [(1, b"one")]


def test_a_line_that_is_too_long_is_passed_over_and_the_next_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "a" * 9, "b" * 10, "c" * 35, "d")
    assert lines(path, Limits(line_characters=10)) == [(1, b"a" * 9), (2, None), (3, None), (4, b"d")]


def test_among_several_tables_the_one_of_the_archives_name_is_meant(tmp_path: Path) -> None:
    assert lines(pack(tmp_path / "LY.zip", LY__txt="this", other__txt="that")) == [(1, b"this")]


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"a__txt": "1", "b__txt": "2"}, "expected one table"),
        ({"readme__txt": "about"}, "expected one table"),
        ({"../evil__txt": "x"}, "leads elsewhere"),
        ({"LY__txt": "x", "/etc/passwd": "x"}, "leads elsewhere"),
        ({"a\\..\\b__txt": "x"}, "leads elsewhere"),
        ({"C:evil__txt": "x"}, "leads elsewhere"),
    ],
)
def test_an_archive_of_another_kind_is_refused(tmp_path: Path, members: dict[str, str], says: str) -> None:
    with pytest.raises(GazetteerError, match=rf"LY\.zip.*{says}"):
        lines(pack(tmp_path / "LY.zip", **members))


def test_an_archive_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "LY.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("LY.txt", b"\n" * 30_000_000)
    with pytest.raises(GazetteerError, match="archive bomb"):
        lines(tmp_path / "LY.zip")


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"line\n" * 300_000)
    with pytest.raises(GazetteerError, match=r"a\.txt holds more than 1 MB"):
        lines(path, Limits(unpacked_mb=1))


def test_a_damaged_archive_is_refused_by_name(tmp_path: Path) -> None:
    path = pack(tmp_path / "LY.zip", LY__txt="one\n" * 1000)
    whole = path.read_bytes()
    for broken in (whole[:-30], whole[:40] + b"\x00\xff\x00\xff" + whole[44:]):
        path.write_bytes(broken)
        with pytest.raises(GazetteerError, match=r"LY\.zip is a damaged archive"):
            lines(path)


def test_what_is_called_an_archive_and_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no zip archive"):
        lines(write(tmp_path / "LY.zip", "<html>not found</html>"))


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "LY.zip", LY__txt="one")
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(GazetteerError, match="encrypted"):
        lines(path)


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"no\.txt"):
        lines(tmp_path / "no.txt")
