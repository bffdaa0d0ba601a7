"""Mentions of the same name: by scope, without what somebody decided, and no more than one correction reaches."""

from pathlib import Path

import pytest

from geo.workspace.corrections import compose, siblings
from geo.workspace.corrections.compose import Span
from geo.workspace.corrections.log import append
from geo.workspace.store import Workspace
from tests.workspace.corrections.test_compose import FIRST, LINA, SECOND, three_reports


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Workspace.create(tmp_path / "w.gpkg", three_reports()).path


def test_siblings_by_scope(path: Path) -> None:
    names = siblings.read_names(path, str.casefold)
    span = Span("a", FIRST, FIRST + 6)
    found = siblings.siblings(names, span, "طرابلس", "literal")
    assert found.spans["here"] == (span,)
    assert found.spans["document"] == (span, Span("a", SECOND, SECOND + 6))
    assert [len(found.spans[scope]) for scope in siblings.SCOPES] == [1, 2, 4, 5]  # the embedded one is another thing
    assert (found.others["document"], found.others["publisher"]) == (0, 1)
    assert siblings.siblings(names, span, "another", "literal").spans["everywhere"] == (span,)


def test_siblings_that_somebody_decided_are_left_out_unless_asked_for(path: Path) -> None:
    found = compose.shown(path, ("a",))
    append(path, compose.confirm_entry(found, by=LINA, spans=[Span("a", SECOND, SECOND + 6)]))
    Workspace.open(path).refresh()
    names = siblings.read_names(path, str.casefold)
    span = Span("a", FIRST, FIRST + 6)
    assert len(siblings.siblings(names, span, "طرابلس", "literal").spans["document"]) == 1
    assert siblings.siblings(names, span, "طرابلس", "literal").decided["document"] == 1
    assert len(siblings.siblings(names, span, "طرابلس", "literal", decided=True).spans["document"]) == 2


def test_no_more_siblings_than_one_correction_reaches(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(siblings, "MOST_SIBLINGS", 2)
    names = siblings.read_names(path, str.casefold)
    found = siblings.siblings(names, Span("a", FIRST, FIRST + 6), "طرابلس", "literal")
    assert (len(found.spans["everywhere"]), found.more["everywhere"]) == (2, 3)
