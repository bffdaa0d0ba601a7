from pathlib import Path

import pypdfium2
import pytest

from geo.cli import main
from geo.cli.report import names_in
from tests.browser.sample import sample_reading, write_sample


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sample(tmp_path_factory.mktemp("report") / "sample.gpkg", sample_reading())


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        (["Damascus,Benghazi"], ("Damascus", "Benghazi")),
        (["دمشق، بنغازي", "دمشق"], ("دمشق", "بنغازي")),
        ([" , "], ()),
        ([], ()),
    ],
)
def test_names_are_parted_at_commas_of_both_scripts(listed: list[str], names: tuple[str, ...]) -> None:
    assert names_in(listed) == names


def test_a_report_is_written_and_not_written_over(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "report.pdf"
    command = ["report", str(workspace), "-o", str(path), "--places", "Tripoli", "--flows", "Damascus > Benghazi"]
    command += ["--tlp", "GREEN", "--country", "LY,SY", "--as-of", "2020-01-01"]
    assert main(command) == 0
    text = text_of(path)
    for words in ("TLP:GREEN", "Tripoli", "Damascus → Benghazi", "As of 01 JAN 20", "country=LY,SY", "Salem Test"):
        assert words in text
    assert "published after the time of the page" in capsys.readouterr().err
    assert main(command) == 1
    assert "--force" in capsys.readouterr().err


def test_slides_are_written_by_the_same_command(workspace: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.pptx"
    command = ["report", str(workspace), "-o", str(path), "--most", "1", "--language", "ar", "--grey"]
    assert main([*command, "--most-claims", "3"]) == 0
    assert path.read_bytes().startswith(b"PK")


def test_a_place_that_is_not_there_is_named(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "report.pdf"
    assert main(["report", str(workspace), "-o", str(path), "--places", "Atlantis"]) == 1
    assert "'Atlantis'" in capsys.readouterr().err
    assert not path.exists()


@pytest.mark.parametrize("extra", [["--most", "-1"], ["--most", "999"], ["--most", "x"], ["--page", "a3"]])
def test_what_is_not_understood_ends_with_two(workspace: Path, tmp_path: Path, extra: list[str]) -> None:
    path = tmp_path / "report.pdf"
    assert main(["report", str(workspace), "-o", str(path), *extra]) == 2
    assert not path.exists()


def test_another_ending_is_refused_before_the_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "nothing.gpkg", "-o", str(tmp_path / "report.docx")]) == 1
    assert ".pdf or .pptx" in capsys.readouterr().err
