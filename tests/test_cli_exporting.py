"""``export`` on the command line: every format, records by id, files that are there."""

import json
from pathlib import Path

import pytest

from geo import cli
from geo.showing import export
from geo.workspace.store import Workspace, load
from tests.builders import sample_readings

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "w.gpkg"
    Workspace.create(path).add(sample_readings())
    return path


def run(*arguments: object) -> int:
    return cli.main([str(one) for one in arguments])


@pytest.mark.parametrize("form", export.FORMATS)
def test_every_format_is_written(form: str, workspace: Path, tmp_path: Path) -> None:
    target = tmp_path / export.file_name(form)
    assert run("export", workspace, "--format", form, "-o", target, "--language", "ar") == 0
    assert target.stat().st_size > 100


@pytest.mark.parametrize(("name", "start"), [("a.gpkg", b"SQLite"), ("a.xlsx", b"PK"), ("a.geojson", b'{"type"')])
def test_the_name_says_which_format(name: str, start: bytes, workspace: Path, tmp_path: Path) -> None:
    assert run("export", workspace, "-o", tmp_path / name) == 0
    assert (tmp_path / name).read_bytes().startswith(start)


def test_the_files_that_stand_beside_it_are_named(workspace: Path, tmp_path: Path, capsys: Captured) -> None:
    assert run("export", workspace, "--format", "ged", "-o", tmp_path / "ged.csv") == 0
    named = [Path(line).name for line in capsys.readouterr().out.splitlines()]
    assert named == ["ged.csv", "ged.left-out.csv", "ged.provenance.json"]


def test_only_some_records_with_what_they_rest_on(workspace: Path, tmp_path: Path) -> None:
    tables = load(workspace)
    event, flow = tables.events.iloc[0]["event_id"], tables.flows.iloc[0]["id"]
    target = tmp_path / "a.geojson"
    records = ["--record", f"event:{event}", "--record", f"flow:{flow}"]
    assert run("export", workspace, *records, "-o", target) == 0
    collection = json.loads(target.read_text(encoding="utf-8"))
    by_layer: dict[str, set[str]] = {}
    for feature in collection["features"]:
        told = feature["properties"]
        by_layer.setdefault(told["layer"], set()).add(told.get("event_id") or told["id"])
    assert by_layer["events"] == {event}
    assert by_layer["flows"] == {flow}
    assert collection["kharita"]["selection"] == {"event": event, "flow": flow}


def test_a_record_that_is_not_there_is_named(workspace: Path, tmp_path: Path, capsys: Captured) -> None:
    assert run("export", workspace, "--record", "event:e-0", "-o", tmp_path / "a.geojson") == 1
    assert "has no event 'e-0'" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("record", ["e-1", "document:1", "event:"])
def test_a_record_without_kind_or_id_is_not_understood(record: str, workspace: Path, tmp_path: Path) -> None:
    assert run("export", workspace, "--record", record, "-o", tmp_path / "a") == 2


def test_a_table_of_several_layers_is_refused_before_the_workspace_is_read(tmp_path: Path, capsys: Captured) -> None:
    assert run("export", tmp_path / "none.gpkg", "-o", tmp_path / "a.csv") == 1
    assert "name a .zip file, or one layer" in capsys.readouterr().err


def test_an_export_never_takes_the_workspaces_place(workspace: Path, capsys: Captured) -> None:
    before = workspace.read_bytes()
    assert run("export", workspace, "-o", workspace, "--force") == 1
    assert "is the workspace itself" in capsys.readouterr().err
    assert workspace.read_bytes() == before


def test_a_file_beside_it_is_replaced_only_when_told(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "a.provenance.json").write_text("mine")
    words = ("export", workspace, "--layer", "events", "-o", tmp_path / "a.csv")
    assert run(*words) == 1
    assert run(*words, "--force") == 0
    assert json.loads((tmp_path / "a.provenance.json").read_text("utf-8"))["layers"] == ["events"]


def ids(path: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        told = feature["properties"]
        found.setdefault(told["layer"], set()).add(told["id"])
    return found


def test_only_what_a_symbol_of_the_map_holds_and_passes_the_filters(workspace: Path, tmp_path: Path) -> None:
    events = load(workspace).events
    placed = events[events["place_id"] != ""]
    place, kind = placed.iloc[0]["place_id"], placed.iloc[0]["type"]
    target = tmp_path / "a.geojson"
    assert run("export", workspace, "--only", f"events:{place}|{kind}", "-o", target) == 0
    wanted = placed[(placed["place_id"] == place) & (placed["type"] == kind)]
    assert ids(target)["events"] == set(wanted["id"])
    assert json.loads(target.read_text(encoding="utf-8"))["kharita"]["selection"] == {"events": f"{place}|{kind}"}
    other = next(one for one in ("AID", "CONSULT", "ASSAULT") if one != kind)
    arguments = ("--only", f"places:{place}", "--type", other, "--force", "-o", target)
    assert run("export", workspace, *arguments) == 0
    assert not ids(target).get("events", set()) & set(wanted["id"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--only", "places:none"), "places:none"),
        (("--only", "flows:bundle|a|b", "--view=1,2,3,4,5"), "flows:bundle|a|b"),
        (("--only", "box:1,2,3"), "box:1,2,3"),
        (("--only", "places:x", "--record", "event:y"), "one of them"),
    ],
)
def test_what_holds_nothing_is_named_and_no_file_is_made(
    arguments: tuple[str, ...], said: str, workspace: Path, tmp_path: Path, capsys: Captured
) -> None:
    assert run("export", workspace, *arguments, "-o", tmp_path / "a.geojson") == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "a.geojson").exists()


@pytest.mark.parametrize("option", ["--only=x", "--only=map:1", "--view=1,2,3", "--view=1,2,3,4,nan", "--view=a"])
def test_a_selection_or_view_that_is_none_is_not_understood(option: str, workspace: Path, tmp_path: Path) -> None:
    assert run("export", workspace, option, "-o", tmp_path / "a.geojson") == 2


def test_progress_is_told_in_lines_of_json_and_in_nothing_else(
    workspace: Path, tmp_path: Path, capsys: Captured
) -> None:
    assert run("export", workspace, "--format", "ged", "--progress", "json", "-o", tmp_path / "a.csv") == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["name"], line["done"], line["total"]) for line in lines] == [("reading", 0, 2), ("writing", 1, 2)]


def test_the_width_of_flows_may_tell_of_documents(workspace: Path, tmp_path: Path) -> None:
    plain, wide = tmp_path / "plain.gpkg", tmp_path / "wide.gpkg"
    assert run("export", workspace, "-o", plain) == 0
    assert run("export", workspace, "--flow-width", "documents", "-o", wide) == 0
    assert wide.stat().st_size > 0
