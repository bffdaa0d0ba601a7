"""Files of exactly what is shown, of what is selected, or of everything."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.reading.text.folding import fold
from geo.showing import export
from geo.showing.explore import explore
from geo.showing.layers import LAYERS, build_layers
from geo.ui import downloads
from geo.ui.chrome import Opened
from geo.ui.exporting_box import Order, Scene, command_for, export_bytes
from geo.ui.state import Selection
from geo.ui.strings import translator
from geo.workspace.annotations import read_annotations
from geo.workspace.filters import Filter
from geo.workspace.snapshot import open_snapshot
from geo.workspace.store import Workspace, load
from tests.browser.sample import sample_reading


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exports") / "a $(b).gpkg"
    Workspace.create(path).add([sample_reading()])
    return path


def scene(path: Path, criteria: Filter, *, selection: Selection | None = None, large: bool = False) -> Scene:
    snapshot = open_snapshot(path)
    tables = None if large else load(path)
    notes: Any = read_annotations(path)
    opened = Opened(path=path, name=path.name, snapshot=snapshot, tables=tables, notes=notes, key=("", None))  # type: ignore[arg-type]
    exploration = explore(snapshot, criteria, fold=fold, grades={}, tables=tables)
    held = exploration.held_by(selection.layer, selection.id, None) if selection else None
    layers = build_layers(exploration.passing if exploration.passing is not None else load(path))
    return Scene(
        opened=opened, exploration=exploration, layers=layers, criteria=criteria, selection=selection, held=held
    )


def order(what: str = "shown", form: str = "geojson", layer: str = "events") -> Order:
    return Order(what=what, form=form, layer=layer, language="en")


def collection(scene: Scene, what: str) -> dict[str, Any]:
    return dict(json.loads(export_bytes(scene, order(what))))


def test_what_is_shown_is_what_passes_the_filters(path: Path) -> None:
    found = collection(scene(path, Filter(types=("ASSAULT",))), "shown")
    assert {feature["properties"]["type"] for feature in found["features"]} == {"ASSAULT"}
    assert len(found["features"]) == 3
    assert found["kharita"]["filter"] == {"type": ["ASSAULT"]}


def test_the_whole_workspace_is_all_of_it_whatever_the_filters(path: Path) -> None:
    found = collection(scene(path, Filter(types=("ASSAULT",))), "whole")
    assert len(found["features"]) == len(load(path).events)
    assert found["kharita"]["filter"] == {}


def test_what_is_selected_is_that_record_and_says_so(path: Path) -> None:
    wanted = load(path).events.iloc[0]["event_id"]
    found = collection(scene(path, Filter(), selection=Selection("events", wanted, "table")), "selected")
    assert {feature["properties"]["event_id"] for feature in found["features"]} == {wanted}
    assert found["kharita"]["selection"] == {"events": wanted}


@pytest.mark.parametrize("form", export.FORMATS)
def test_every_format_is_made(form: str, path: Path) -> None:
    layer = "all" if len(export.FORMATS[form].layers) > 1 else export.FORMATS[form].layers[0]
    ordered = order(form=form, layer=layer)
    assert len(export_bytes(scene(path, Filter()), ordered)) > 100
    assert ordered.name.startswith("kharita")


def test_a_table_comes_with_its_account_in_a_zip(path: Path) -> None:
    ordered = order(form="csv")
    assert ordered.name == "kharita-events-csv.zip"
    assert export_bytes(scene(path, Filter()), ordered).startswith(b"PK")


def test_for_a_large_workspace_there_is_a_command_that_a_shell_takes_as_it_is(path: Path) -> None:
    from geo.cli import make_parser

    criteria = Filter(types=("ASSAULT",), bbox=(-10.0, 20.0, 40.0, 40.0), text="a; rm -rf $(b)")
    words = shlex.split(command_for(scene(path, criteria, large=True), order(form="gpkg", layer="all")))
    assert words[:4] == ["python", "-m", "geo", "export"]
    given = make_parser().parse_args(words[3:])
    assert given.workspace == Path(path.name)
    assert given.filter_text == ["a; rm -rf $(b)"]
    assert given.filter_bbox == ["-10.0,20.0,40.0,40.0"]
    assert (given.format, str(given.output)) == ("gpkg", "kharita.gpkg")


def test_the_command_for_everything_has_no_filters(path: Path) -> None:
    words = command_for(scene(path, Filter(types=("ASSAULT",)), large=True), order("whole"))
    assert "--type" not in words


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_format_and_layer_has_its_words(language: str) -> None:
    say = translator(language)
    assert all(say(f"format_{name}") for name in export.FORMATS)
    assert all(say(f"export_layer_{name}") for name in (*export.EXPORT_LAYERS, export.ALL))


def test_the_picture_is_a_png(path: Path) -> None:
    assert downloads._picture(build_layers(load(path)), LAYERS, "en").startswith(b"\x89PNG")


def box(path: str, language: str, large: bool) -> None:
    from pathlib import Path

    from geo.ui.exporting_box import offer_exports
    from geo.ui.strings import translator
    from geo.workspace.filters import Filter
    from tests.ui.test_downloads import scene

    offer_exports(scene(Path(path), Filter(), large=large), translator(language))


@pytest.mark.parametrize(
    ("language", "label"), [("en", "Download kharita-a-b.geojson"), ("ar", "تنزيل kharita-a-b.geojson")]
)
def test_the_box_offers_formats_layers_and_one_button(language: str, label: str, path: Path) -> None:
    page = AppTest.from_function(box, args=(str(path), language, False), default_timeout=20).run()
    assert not page.exception
    assert [button.label for button in page.get("download_button")] == [label]
    assert page.selectbox(key=f"export_language_{language}").value == language
    assert len(page.selectbox(key="export_format").options) == len(export.FORMATS)
    page.selectbox(key="export_format").select("acled").run()
    assert not page.exception
    assert page.selectbox(key="export_layer").value == "events"


def test_the_box_shows_a_command_where_the_workspace_is_large(path: Path) -> None:
    page = AppTest.from_function(box, args=(str(path), "en", True), default_timeout=20).run()
    assert not page.exception
    assert not page.get("download_button")
    assert page.code[0].value.startswith("python -m geo export")
