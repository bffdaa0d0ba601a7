"""Members of archives: where they may stand, what they may unpack to."""

import zipfile
from io import BytesIO

import pytest

from geo.errors import LayerError
from geo.vectors.archives import is_plain, most_bytes, open_member


def archive(content: bytes = b"x") -> BytesIO:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.txt", content)
    return packed


@pytest.mark.parametrize("path", ["a.txt", "folder/a.txt", "..a/b"])
def test_plain_paths(path: str) -> None:
    assert is_plain(path)


@pytest.mark.parametrize("path", ["../a", "a/../../b", "/a", "\\a", "..\\a", "C:\\a", "C:a"])
def test_paths_that_lead_elsewhere(path: str) -> None:
    assert not is_plain(path)


def test_a_member_may_unpack_to_its_limit_and_no_more() -> None:
    with zipfile.ZipFile(archive(b" " * 30_000_000)) as opened:
        (member,) = opened.infolist()
        assert most_bytes(member, "a", limit=40_000_000, ratio=100_000) == 40_000_000
        with pytest.raises(LayerError, match="archive bomb"):
            most_bytes(member, "a", limit=20_000_000, ratio=100_000)
        with pytest.raises(LayerError, match="archive bomb"):
            most_bytes(member, "a", limit=40_000_000, ratio=10)


def test_a_member_before_the_beginning_is_damage() -> None:
    cut = archive().getvalue()[1:]
    with zipfile.ZipFile(BytesIO(cut)) as opened, pytest.raises(LayerError, match="damaged archive"):
        open_member(opened, opened.infolist()[0], "a.zip")
