"""Files of exactly what is shown, of what is selected, or of everything."""

import io
import json
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from geo import cli
from geo.reading.text.folding import fold
from geo.showing import export
from geo.showing.explore import Frame, explore
from geo.showing.layers import MAP_LAYERS, build_layers
from geo.showing.picture.setting import account_of as from_rows
from geo.ui.account import account_of as from_columns
from geo.ui.chrome import Opened
from geo.ui.downloads import Seen, mark_of, picture_bytes
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


def of_command(scene: Scene, ordered: Order, folder: Path) -> dict[str, Any]:
    """Make the file by the command that the box shows, in the workspace's folder."""
    words = shlex.split(command_for(scene, ordered))[3:]
    words[words.index("-o") + 1] = str(folder / "a.geojson")
    words[-1] = str(scene.opened.path)
    assert cli.main([*words, "--force"] if "--force" in words else [words[0], "--force", *words[1:]]) == 0
    return dict(json.loads((folder / "a.geojson").read_text(encoding="utf-8")))


def told(found: dict[str, Any]) -> list[Any]:
    """Return what an export holds and what it says of that, but for when it was made."""
    account = {key: value for key, value in found["kharita"].items() if key not in {"made", "created"}}
    return [found["features"], account["filter"], account["selection"]]


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


def selections(path: Path) -> Iterator[Selection]:
    tables = load(path)
    event = tables.events[tables.events["place_id"] != ""].iloc[0]
    flow = tables.flows[(tables.flows["origin_id"] != "") & (tables.flows["destination_id"] != "")].iloc[0]
    yield Selection("places", event["place_id"])
    yield Selection("events", f"{event['place_id']}|{event['type']}")
    yield Selection("events", event["event_id"])
    yield Selection("flows", flow["id"])
    yield Selection("flows", f"bundle|{flow['origin_id']}|{flow['destination_id']}")
    yield Selection("events", f"cell|{event['lon'] - 1:.5f},{event['lat'] - 1:.5f},{event['lon'] + 1:.5f},35.0")
    yield Selection("box", "-10.0,20.0,30.0,40.0")


@pytest.mark.parametrize("number", range(7))
@pytest.mark.parametrize("criteria", [Filter(), Filter(min_precision=1)])
def test_the_command_holds_exactly_what_the_page_would_give(
    number: int, criteria: Filter, path: Path, tmp_path: Path
) -> None:
    one = scene(path, criteria, selection=list(selections(path))[number], large=True)
    one = replace(one, frame=Frame((-180.0, -85.0, 180.0, 85.0), 2))
    if one.held is None:
        assert criteria.min_precision  # nothing of it passes
        return
    ordered = order("selected", layer="all")
    made = told(of_command(one, ordered, tmp_path))
    assert made == told(json.loads(export_bytes(one, ordered)))
    assert made[0]


def test_the_command_for_what_is_shown_holds_what_the_page_gives_of_a_small_workspace(
    path: Path, tmp_path: Path
) -> None:
    criteria = Filter(types=("ASSAULT",), countries=("LY", "SY"))
    ordered = order("shown", layer="all")
    made = told(of_command(scene(path, criteria, large=True), ordered, tmp_path))
    assert made == told(json.loads(export_bytes(scene(path, criteria), ordered)))


@pytest.mark.parametrize("name", ["-x.gpkg", "--force.gpkg", "a b'c.gpkg"])
def test_no_name_or_id_becomes_an_option(name: str, path: Path) -> None:
    from geo.cli import make_parser

    chosen = Selection("places", "--force -o /etc/passwd")
    one = scene(path, Filter(text="--force", publishers=("-o",)), selection=None, large=True)
    one = replace(one, opened=replace(one.opened, name=name), selection=chosen)
    given = make_parser().parse_args(shlex.split(command_for(one, order("selected")))[3:])
    assert (given.workspace, given.force, given.only) == (Path(name), False, ("places", "--force -o /etc/passwd"))
    assert (given.filter_text, given.filter_publisher) == (["--force"], ["-o"])


def test_the_command_for_everything_has_no_filters(path: Path) -> None:
    words = command_for(scene(path, Filter(types=("ASSAULT",)), large=True), order("whole"))
    assert "--type" not in words


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_format_and_layer_has_its_words(language: str) -> None:
    say = translator(language)
    assert all(say(f"format_{name}") for name in export.FORMATS)
    assert all(say(f"export_layer_{name}") for name in (*export.EXPORT_LAYERS, export.ALL))


@pytest.mark.parametrize("large", [False, True])
def test_the_picture_is_of_the_map_as_it_is(path: Path, large: bool) -> None:
    one, seen = scene(path, Filter(), large=large), Seen(box=(10.0, 28.0, 40.0, 36.0), shown=MAP_LAYERS)
    data = picture_bytes(one, seen, "en")
    assert data.startswith(b"\x89PNG")
    with Image.open(io.BytesIO(data)) as drawn:
        assert drawn.size == (2000, 1125)
    assert picture_bytes(one, seen, "en") == data
    others = [replace(seen, box=(12.0, 28.0, 40.0, 36.0)), replace(seen, shown=("places",))]
    others += [replace(seen, chosen_box=(15.0, 30.0, 20.0, 33.0))]
    assert len({data, *(picture_bytes(one, other, "en") for other in others)}) == 4
    assert picture_bytes(one, seen, "ar") != data
    assert picture_bytes(one, seen, "en", "RED") != data


def test_a_mark_is_one_of_the_protocols_or_none() -> None:
    mark = mark_of("AMBER+STRICT")
    assert mark is not None
    assert (mark.text, mark.colour) == ("TLP:AMBER+STRICT", "#FFC000")
    assert mark_of("") is None
    assert mark_of("SECRET") is None


def test_what_a_picture_says_of_a_large_workspace_is_what_its_rows_say(path: Path) -> None:
    for criteria in (Filter(), Filter(types=("ASSAULT",)), Filter(text="nothing has this")):
        small = scene(path, criteria)
        assert from_columns(small.exploration) == from_rows(small.layers)


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


@pytest.mark.parametrize(
    ("language", "label"), [("en", "Make kharita-a-b.geojson"), ("ar", "إعداد kharita-a-b.geojson")]
)
def test_the_box_makes_the_file_elsewhere_where_the_workspace_is_large(language: str, label: str, path: Path) -> None:
    page = AppTest.from_function(box, args=(str(path), language, True), default_timeout=20).run()
    assert not page.exception
    assert not page.get("download_button")
    assert [button.label for button in page.button] == [label]
    assert page.code[0].value.startswith("python -m geo export")
