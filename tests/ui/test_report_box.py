"""A report of exactly what is shown, as the box makes it or as a command for it."""

import shlex
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from geo.cli import make_parser
from geo.cli.report import names_in
from geo.ui.briefing_box import Wanted
from geo.ui.report_box import WantedReport, report_bytes, report_command
from geo.workspace.filters import Filter
from tests.browser.sample import sample_reading, write_sample
from tests.builders import TRIPOLI
from tests.ui.test_briefing_box import scene


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sample(tmp_path_factory.mktemp("report") / "a $(b).gpkg", sample_reading())


LOOK = {"page": "16:9", "landscape": True, "language": "en", "title": "Only $these$", "tlp": "RED", "grey": True}


def wanted(**more: Any) -> WantedReport:
    words = ("--page=16:9", "--tlp=RED", "--title=it's $(x)")
    plain: dict[str, Any] = {"form": "pdf", "places": (TRIPOLI.id,), "look": LOOK, "words": words}
    return WantedReport(**{**plain, **more})


def test_the_report_is_of_what_passes_the_filters_and_of_the_places_chosen(path: Path) -> None:
    data = report_bytes(scene(path, Filter(types=("ASSAULT",))), wanted())
    with pypdfium2.PdfDocument(data) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    for words in ("TLP:RED", "Only $these$", "Assault", "type=ASSAULT"):
        assert words in pages[0]
    assert "Tripoli" in pages[1].split("\r\n")[1]
    assert not any("Consult" in text for text in pages)


def test_the_command_for_it_asks_for_the_same_and_is_quoted(path: Path) -> None:
    words = shlex.split(report_command(scene(path, Filter()), wanted(form="pptx")))
    assert words[:4] == ["python", "-m", "geo", "report"]
    given = make_parser().parse_args(words[3:])
    assert (given.page, given.tlp, given.title) == ("16:9", "RED", "it's $(x)")
    assert given.output.name == "kharita-report.pptx"
    assert names_in(given.places) == (TRIPOLI.id,)
    assert given.workspace.name == path.name


def test_the_look_is_that_of_the_sheet() -> None:
    assert set(LOOK) < {*Wanted.__dataclass_fields__}
