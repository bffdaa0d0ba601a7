"""A sheet of exactly what is shown, as the box makes it or as a command for it."""

import shlex
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from geo.cli import make_parser
from geo.cli.brief import PAGES as CLI_PAGES
from geo.reading.text.folding import fold
from geo.showing.explore import explore
from geo.showing.layers import build_layers
from geo.ui.briefing_box import Wanted, page_key, sheet_bytes, sheet_command
from geo.ui.chrome import Opened
from geo.ui.exporting_box import Scene
from geo.ui.strings import translator
from geo.workspace.annotations import read_annotations
from geo.workspace.filters import Filter
from geo.workspace.snapshot import open_snapshot
from geo.workspace.store import load
from tests.browser.sample import sample_reading, write_sample


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sample(tmp_path_factory.mktemp("sheet") / "a $(b).gpkg", sample_reading())


def scene(path: Path, criteria: Filter) -> Scene:
    snapshot, tables, notes = open_snapshot(path), load(path), read_annotations(path)
    told: dict[str, Any] = {"notes": notes, "key": ("", None)}
    opened = Opened(path=path, name=path.name, snapshot=snapshot, tables=tables, **told)
    exploration = explore(snapshot, criteria, fold=fold, grades={}, tables=tables)
    layers = build_layers(exploration.passing if exploration.passing is not None else tables)
    return Scene(opened=opened, exploration=exploration, layers=layers, criteria=criteria, selection=None, held=None)


def wanted(**more: Any) -> Wanted:
    plain = {"form": "pdf", "page": "a4", "landscape": True, "tlp": "", "grey": False, "title": "", "language": "en"}
    return Wanted(**{**plain, **more})


def test_the_sheet_is_of_what_passes_the_filters(path: Path) -> None:
    data = sheet_bytes(scene(path, Filter(types=("ASSAULT",))), wanted(tlp="RED", title="Only $these$"))
    with pypdfium2.PdfDocument(data) as document:
        text = document[0].get_textpage().get_text_range()
    for words in ("TLP:RED", "Only $these$", "Assault", "filters: type=ASSAULT"):
        assert words in text
    assert "Consult" not in text


def test_the_command_for_it_asks_for_the_same_and_is_quoted(path: Path) -> None:
    chosen = wanted(
        form="svg", page="16:9", landscape=False, tlp="AMBER+STRICT", grey=True, title="it's $(x)", language="ar"
    )
    words = shlex.split(sheet_command(scene(path, Filter(countries=("LY",), statuses=("claimed",))), chosen))
    assert words[:3] == ["python", "-m", "geo"]
    given = make_parser().parse_args(words[3:])
    assert (given.page, given.landscape, given.language, given.grey) == ("16:9", False, "ar", True)
    assert (given.tlp, given.title, given.output.name) == ("AMBER+STRICT", "it's $(x)", chosen.name)
    assert given.filter_country == ["LY"]
    assert given.filter_status == ["claimed"]
    assert given.workspace.name == path.name


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_the_box_has_its_word(language: str) -> None:
    assert all(translator(language)(f"brief_page_{page_key(page)}") for page in CLI_PAGES)
