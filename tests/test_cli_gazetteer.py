"""The command line of what a user adds: added, listed, found, taken out again, and said in clean lines."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import geo
from geo import cli
from geo.errors import GazetteerError
from geo.reading.gazetteer.adding import add as adding
from tests.reading.gazetteer.adding.making import feature, write

Captured = pytest.CaptureFixture[str]
ROOT = Path(geo.__file__).parents[1]


def run(*arguments: object) -> int:
    return cli.main(["gazetteer", *(str(one) for one in arguments)])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KHARITA_GAZETTEER", str(tmp_path / "added"))
    return tmp_path / "added"


@pytest.fixture
def camps(tmp_path: Path) -> Path:
    return write(tmp_path / "camps.csv", "TITLE,Y,X", "Camp 7,32.5,13.25", "Camp 8,32.6,13.35")


def test_a_file_is_added_and_what_was_guessed_is_said(camps: Path, capsys: Captured) -> None:
    assert run("add", camps, "--kind", "site", "--country", "LY", "--licence", "own") == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "camps: columns name = TITLE (guessed), lat = Y (guessed), lon = X (guessed)",
        "camps: 2 places added",
    ]
    assert err == ""


def test_columns_are_taken_as_they_are_named(tmp_path: Path, capsys: Captured) -> None:
    path = write(tmp_path / "a.csv", "A B,C,D", "Camp 7,32.5,13.25")
    named = ["--column", "name=A B", "--column", "lat=C", "--column", "lon=D"]
    assert run("add", path, *named, "--kind", "site", "--source", "مخيمات") == 0
    out, err = capsys.readouterr()
    assert "مخيمات: columns name = A B, lat = C, lon = D" in out
    assert "no licence is stated: say --licence" in err


def test_bad_rows_are_said_and_the_rest_is_added(camps: Path, capsys: Captured) -> None:
    rows = "".join(f"Camp\x1b[2J {n},north,13\n" for n in range(7))
    camps.write_text(camps.read_text(encoding="utf-8") + rows, encoding="utf-8")
    assert run("add", camps, "--kind", "site", "--licence", "own") == 1
    out, err = capsys.readouterr()
    assert "camps: 2 places added, 7 bad rows skipped" in out
    assert err.splitlines()[0] == "kharita: camps.csv, line 4, column Y: 'north' is no number"
    assert err.splitlines()[-1] == "kharita: ... and 2 more rows"


def test_a_file_that_fails_is_named_and_the_others_are_added(camps: Path, tmp_path: Path, capsys: Captured) -> None:
    country = write(tmp_path / "LY.txt", feature())
    assert run("add", tmp_path / "no\x1b.csv", country) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == ["LY: 1 place added"]
    assert len(err.splitlines()) == 1
    assert "there is no such file" in err
    assert "\x1b" not in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["add"],
        ["add", "a.csv", "--column", "name"],
        ["add", "a.csv", "--column", "=TITLE"],
        ["add", "a.csv", "--kind", "hamlet"],
        ["add", "a.csv", "--trust", "blind"],
        ["add", "a.csv", "--radius-km", "0"],
        ["add", "a.csv", "--radius-km", "far"],
        ["add", "a.csv", "b.csv", "--source", "both"],
        ["remove"],
    ],
)
def test_what_is_not_understood_ends_with_2(arguments: list[str], capsys: Captured) -> None:
    assert run(*arguments) == 2
    assert capsys.readouterr().err


def test_added_ones_are_refused_twice_listed_and_taken_out(
    camps: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = ["add", camps, "--kind", "site", "--licence", "own"]
    assert [run(*add), run(*add), run(*add, "--replace")] == [0, 1, 0]
    assert "--replace" in capsys.readouterr().err
    assert run("sources") == 0
    header, *lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert header == ["name", "rows", "licence", "trust", "added", "from"]
    assert ["libya", "kept", "-"] in [[line[0], *line[3:5]] for line in lines]
    assert lines[-1][:4] == ["camps", "2", "own", "listed"]
    assert run("remove", "camps") == 0
    assert run("remove", "camps", "x\x1b") == 1
    assert "\x1b" not in capsys.readouterr().err
    assert run("sources") == 0
    assert "camps" not in capsys.readouterr().out


def test_progress_counts_what_is_done(camps: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    units: list[str] = []

    def double(*_: object, progress: object, fetching: object, **__: object) -> None:
        for tell in (fetching, progress):
            tell("x", 1, 2)  # type: ignore[operator]
            units.append(tell.__closure__[0].cell_contents.unit)  # type: ignore[attr-defined]
        raise GazetteerError("enough")

    monkeypatch.setattr(adding, "add_source", double)
    assert run("add", camps) == 1
    assert units == ["MB", "rows"]


def test_help_tells_of_every_form(capsys: Captured) -> None:
    assert run("add", "--help") == 0
    said = capsys.readouterr().out
    for word in ("LY.zip", "alternateNamesV2", ".csv", ".geojson", ".gpkg", "geonames:LY", "--column", "25 km"):
        assert word in said


@pytest.mark.slow
def test_a_place_is_found_once_it_was_added_and_no_more_when_it_is_gone(camps: Path, folder: Path) -> None:
    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        whole = [sys.executable, "-m", "geo", "gazetteer", *arguments]
        environment = {**os.environ, "KHARITA_GAZETTEER": str(folder)}
        return subprocess.run(
            whole, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
        )

    assert command("search", "Camp 7").returncode == 1
    assert command("add", str(camps), "--kind", "site", "--country", "LY", "--licence", "own").returncode == 0
    found = command("search", "Camp 7")
    assert found.returncode == 0, found.stderr
    assert found.stdout.split("\t")[1:7] == ["Camp 7", "-", "site", "LY", "32.5000,13.2500", "25 km"]
    assert command("remove", "camps").returncode == 0
    assert command("search", "Camp 7").returncode == 1
