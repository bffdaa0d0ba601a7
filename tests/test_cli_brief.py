import argparse
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from geo.cli import main
from geo.cli.brief import LANGUAGES, MARKS, PAGES, moment
from geo.showing import labels
from geo.showing.briefing import PAGES as ALL_PAGES
from geo.showing.briefing import TLP
from tests.browser.sample import sample_reading, write_sample


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("brief") / "sample.gpkg"
    return write_sample(path, sample_reading())


def test_the_choices_are_those_of_the_sheet() -> None:
    assert set(PAGES) == set(ALL_PAGES)
    assert set(MARKS) == set(TLP)
    assert LANGUAGES == labels.LANGUAGES


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2020-03-12", date(2020, 3, 12)),
        ("2020-03-12T06:30Z", datetime(2020, 3, 12, 6, 30, tzinfo=UTC)),
        ("2020-03-12T08:30+02:00", datetime(2020, 3, 12, 6, 30, tzinfo=UTC)),
        ("120630Z MAR 20", datetime(2020, 3, 12, 6, 30, tzinfo=UTC)),
    ],
)
def test_a_time_is_read(text: str, when: date) -> None:
    assert moment(text) == when


@pytest.mark.parametrize("text", ["yesterday", "2020-13-01", "320630Z MAR 20", "120630Z XXX 20", ""])
def test_what_is_no_time_is_named(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="expected"):
        moment(text)


def test_a_sheet_is_written_and_not_written_over(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sheet.pdf"
    command = ["brief", str(workspace), "-o", str(path), "--tlp", "AMBER", "--country", "LY", "--as-of", "2020-01-01"]
    assert main(command) == 0
    assert path.read_bytes().startswith(b"%PDF")
    assert "published after the time of the page" in capsys.readouterr().err
    assert main(command) == 1
    assert "--force" in capsys.readouterr().err
    assert main([*command, "--force", "--portrait", "--language", "ar", "--grey", "--page", "letter"]) == 0


@pytest.mark.parametrize("extra", [["--page", "a3"], ["--tlp", "WHITE"], ["--as-of", "soon"], ["--status", "sure"]])
def test_what_is_not_understood_ends_with_two(workspace: Path, tmp_path: Path, extra: list[str]) -> None:
    path = tmp_path / "sheet.svg"
    assert main(["brief", str(workspace), "-o", str(path), *extra]) == 2
    assert not path.exists()


def test_another_ending_is_refused_before_the_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["brief", "nothing.gpkg", "-o", str(tmp_path / "sheet.docx")]) == 1
    assert ".png, .pdf, .svg" in capsys.readouterr().err
