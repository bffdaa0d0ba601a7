"""What another program reads of `add` and `remove`: a line of JSON for each document, and what the call did."""

import json
from pathlib import Path
from typing import Any

import pytest

from geo import cli, pipeline
from geo.cli.machine import AddingLines, result_line
from geo.errors import DocumentError
from geo.workspace.store import Workspace
from tests.builders import sample_readings

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    path = tmp_path / "sample.gpkg"
    Workspace.create(path, sample_readings())
    return path


def run(*arguments: object) -> int:
    return cli.main([str(one) for one in arguments])


def lines(captured: Captured) -> list[dict[str, Any]]:
    return [json.loads(line) for line in captured.readouterr().out.splitlines()]


def test_a_failure_stands_in_the_line_of_its_document_and_in_no_other(capsys: Captured) -> None:
    tell = AddingLines()
    tell.fail(DocumentError("a.txt", "is empty\nand \x1b[31m red"))
    tell("a.txt", 1, 2)
    tell("b", 2, 2)
    first, second = lines(capsys)
    assert first == {"done": 1, "total": 2, "name": "a.txt", "failure": "is empty\nand \x1b[31m red"}
    assert second["failure"] == ""


@pytest.mark.usefixtures("index")
def test_adding_tells_each_document_and_what_became_of_it(workspace: Path, tmp_path: Path, capsys: Captured) -> None:
    source = tmp_path / "new.jsonl"
    rows: list[dict[str, Any]] = [
        {"id": "one", "text": "وصل الوفد إلى دمشق.", "published": "2020-03-01"},
        {"id": "two", "text": ""},
        {"id": "three", "text": "وصل الوفد إلى بنغازي."},
    ]
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert run("add", workspace, source, "--progress", "json") == 1
    *told, last = lines(capsys)
    assert [(line["done"], line["total"]) for line in told] == [(1, 3), (2, 3), (3, 3)]
    assert [bool(line["failure"]) for line in told] == [False, True, False]
    result = last["result"]
    assert result["added"] == ["one", "three"]
    assert [one["reason"] for one in result["failed"]] == [told[1]["failure"]]
    assert any("no publication date" in warning for warning in result["warnings"])
    rows[0]["text"] += " ثم غادر."
    source.write_text("\n".join(map(json.dumps, [rows[0], rows[2]])), encoding="utf-8")
    assert run("add", workspace, source, "--progress", "json") == 0
    result = lines(capsys)[-1]["result"]
    assert (result["added"], result["revised"], result["unchanged"]) == ([], ["one"], ["three"])


def test_without_a_workspace_there_is_no_result(tmp_path: Path, capsys: Captured) -> None:
    source = tmp_path / "a.txt"
    source.write_text("وصل الوفد إلى دمشق.", encoding="utf-8")
    assert run("add", tmp_path / "none.gpkg", source, "--progress", "json") == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "none.gpkg" in captured.err


def test_documents_are_removed_by_their_id(workspace: Path, capsys: Captured) -> None:
    one, *others = sorted(Workspace.open(workspace).documents())
    assert run("remove", workspace, one) == 0
    assert capsys.readouterr().out == f"{workspace}: 1 document removed\n"
    assert sorted(Workspace.open(workspace).documents()) == others
    assert run("remove", workspace, "--progress", "json", "--", *others) == 0
    assert lines(capsys) == [json.loads(result_line(pipeline.BuildReport(read=0, removed=tuple(others))))]
    assert Workspace.open(workspace).documents() == {}


def test_one_that_is_not_there_keeps_the_others(workspace: Path, capsys: Captured) -> None:
    before = Workspace.open(workspace).documents()
    assert run("remove", workspace, next(iter(before)), "none") == 1
    assert "none" in capsys.readouterr().err
    assert Workspace.open(workspace).documents() == before
