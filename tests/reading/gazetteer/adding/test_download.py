"""Fetching GeoNames' files from a server that has them, has them not, breaks off, lies or does not answer."""

from pathlib import Path

import pytest

from geo import __version__
from geo.errors import GazetteerError
from geo.reading.gazetteer.adding import download
from geo.reading.gazetteer.adding.download import fetch
from tests.reading.gazetteer.adding.conftest import Files


@pytest.mark.parametrize(
    ("what", "path"),
    [
        ("geonames:LY", "/dump/LY.zip"),
        ("GeoNames:ly", "/dump/LY.zip"),
        ("geonames:alternatenames", "/dump/alternateNamesV2.zip"),
        ("geonames:alternatenames/sy", "/dump/alternatenames/SY.zip"),
    ],
)
def test_a_file_is_fetched_from_where_it_is(what: str, path: str, files: Files, tmp_path: Path) -> None:
    files.has(path, b"content")
    target = fetch(what, tmp_path)
    assert target.read_bytes() == b"content"
    assert target.name == path.rsplit("/", 1)[-1]
    assert files.asked == [path]


def test_who_asks_is_said(files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files.has("/dump/LY.zip", b"content")
    fetch("geonames:LY", tmp_path)
    monkeypatch.setenv("KHARITA_CONTACT", "desk@example.org")
    fetch("geonames:LY", tmp_path)
    assert files.agents == [f"kharita/{__version__}", f"kharita/{__version__} (desk@example.org)"]
    monkeypatch.setenv("KHARITA_CONTACT", "a\nX-Evil: 1")
    with pytest.raises(GazetteerError, match="KHARITA_CONTACT"):
        fetch("geonames:LY", tmp_path)


@pytest.mark.parametrize(
    "what", ["geonames:", "geonames:Libya", "geonames:../x", "geonames:alternatenames/", "geonames:L Y"]
)
def test_what_is_no_file_of_theirs_is_not_asked_for(what: str, files: Files, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no file of GeoNames"):
        fetch(what, tmp_path)
    assert files.asked == []


def test_a_file_that_is_not_there_is_named(files: Files, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"geonames:QQ.*HTTP 404.*QQ\.zip"):
        fetch("geonames:QQ", tmp_path)


@pytest.mark.parametrize("status", [302, 403, 500, 503])
def test_another_answer_is_said_and_no_redirection_followed(status: int, files: Files, tmp_path: Path) -> None:
    files.has("/dump/LY.zip", b"", status=status)
    with pytest.raises(GazetteerError, match=f"HTTP {status}"):
        fetch("geonames:LY", tmp_path)


def test_an_answer_that_breaks_off_is_not_taken_for_whole(files: Files, tmp_path: Path) -> None:
    files.has("/dump/LY.zip", b"half", announced=8)
    with pytest.raises(GazetteerError, match=r"LY\.zip broke off"):
        fetch("geonames:LY", tmp_path)


@pytest.mark.parametrize("announced", [3_000_000, -1])
def test_more_than_the_limit_is_refused_announced_or_not(
    announced: int, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = download.settings()
    monkeypatch.setattr(download, "settings", lambda: {**known, "limits": {**known["limits"], "packed_mb": 1}})
    files.has("/dump/LY.zip", bytes(3_000_000), announced=announced)
    with pytest.raises(GazetteerError, match=r"LY\.zip is larger than 1 MB"):
        fetch("geonames:LY", tmp_path)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 1_000_000


def test_a_server_that_does_not_answer_is_left(files: Files, tmp_path: Path) -> None:
    files.has("/dump/LY.zip", b"content")
    files.delay_s = 5.0
    with pytest.raises(GazetteerError, match=r"too long|timed out"):
        fetch("geonames:LY", tmp_path, timeout_s=0.2)


def test_without_a_network_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHARITA_GEONAMES_BASE", "http://127.0.0.1:9/dump")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with pytest.raises(GazetteerError, match=r"cannot be reached.*fetch LY\.zip elsewhere and add the file"):
        fetch("geonames:LY", tmp_path, timeout_s=2.0)


@pytest.mark.parametrize("base", ["file:///etc", "ftp://x/y", "http://user:secret@x/", "x"])
def test_another_kind_of_address_is_refused(base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHARITA_GEONAMES_BASE", base)
    with pytest.raises(GazetteerError, match="KHARITA_GEONAMES_BASE"):
        fetch("geonames:LY", tmp_path)


def test_how_far_it_is_is_told(files: Files, tmp_path: Path) -> None:
    files.has("/dump/LY.zip", bytes(2_500_000))
    told: list[tuple[str, int, int]] = []
    fetch("geonames:LY", tmp_path, progress=lambda *state: told.append(state))
    assert told[-1] == ("LY.zip", 2, 2)
