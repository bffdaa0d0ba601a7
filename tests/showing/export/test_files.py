from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.errors import ExportError
from geo.showing.export.files import check_target, write_whole


def test_a_file_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.txt", [b"one", b"two"])
    assert (tmp_path / "a.txt").read_bytes() == b"onetwo"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_file_that_is_there_is_left_alone_unless_given_up(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    with pytest.raises(ExportError, match=r"a\.txt is there already: .* --force"):
        write_whole(path, [b"new"])
    assert path.read_bytes() == b"old"
    write_whole(path, [b"new"], overwrite=True)
    assert path.read_bytes() == b"new"


def test_work_that_fails_in_the_middle_leaves_the_old_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def pieces() -> Iterator[bytes]:
        yield b"new"
        raise ValueError("in the middle")

    with pytest.raises(ValueError, match="middle"):
        write_whole(path, pieces(), overwrite=True)
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


def test_a_file_that_comes_to_be_there_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"

    def pieces() -> Iterator[bytes]:
        path.write_bytes(b"another's")
        yield b"mine"

    with pytest.raises(ExportError, match="there already"):
        write_whole(path, pieces())
    assert path.read_bytes() == b"another's"


def test_a_folder_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="is a folder"):
        check_target(tmp_path, overwrite=True)
    with pytest.raises(ExportError, match="there is no folder"):
        check_target(tmp_path / "no" / "a.txt", overwrite=False)


def test_a_link_is_replaced_and_not_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_bytes(b"kept")
    (tmp_path / "link.txt").symlink_to(tmp_path / "kept.txt")
    write_whole(tmp_path / "link.txt", [b"new"], overwrite=True)
    assert (tmp_path / "kept.txt").read_bytes() == b"kept"
    assert (tmp_path / "link.txt").read_bytes() == b"new"
