"""A build that was stopped goes on where it stopped, and only where nothing that reading rests on has changed."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from unittest.mock import patch

import pytest

import geo
from geo import pipeline
from geo.model import Document, Reading
from geo.pipeline.one import read_one
from geo.pipeline.unfinished import Unfinished, resuming, unfinished_path
from geo.workspace.corrections.entries import OwnPlace
from geo.workspace.disk import turn
from geo.workspace.store import Workspace
from tests.builders import place

pytestmark = pytest.mark.usefixtures("index")

TEXTS = ("قصفت المدفعية مدينة درنة أمس.", "وصل وفد إلى دمشق.", "نقلت طائرة مقاتلين من دمشق إلى بنغازي.")
DOCUMENT = Document(id="a", text=TEXTS[0], language="ar", title="عنوان")
OWN = OwnPlace(place=place(id="own:1", name="Kafr Zibiltana"), names=("Kafr Zibiltana",))


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "war.gpkg"


class Stopped(Exception):  # noqa: N818 - no error: somebody stops the program
    """Somebody stops the program."""


@contextmanager
def stopping(workspace: Path, places: tuple[OwnPlace, ...] = ()) -> Iterator[Unfinished]:
    """Read for a workspace, and be stopped at the end of the body."""
    with suppress(Stopped), resuming(workspace, places) as before:
        yield before
        raise Stopped


def stop_after(count: int) -> object:
    def progress(_name: str, done: int, _total: int) -> None:
        if done == count:
            raise Stopped

    return progress


def stopped_build(sources: Path, workspace: Path, after: int = 2) -> None:
    with pytest.raises(Stopped):
        pipeline.build([sources], workspace, progress=stop_after(after))  # type: ignore[arg-type]


def resumed_build(sources: Path, workspace: Path) -> tuple[int, int]:
    """Build, and return how many documents were read before, and how many were read now."""
    with patch("geo.pipeline.many.read_one", wraps=read_one) as door:
        report = pipeline.build([sources], workspace)
    return report.resumed, door.call_count


def test_a_stopped_build_goes_on_where_it_stopped(sources: Path, workspace: Path, tmp_path: Path) -> None:
    stopped_build(sources, workspace)
    assert unfinished_path(workspace).exists()
    assert not workspace.exists()
    assert resumed_build(sources, workspace) == (2, 1)
    assert not unfinished_path(workspace).exists()
    other = tmp_path / "whole.gpkg"
    pipeline.build([sources], other)
    assert Workspace.open(workspace).metadata()["hash"] == Workspace.open(other).metadata()["hash"]


def test_a_build_that_ends_leaves_nothing(sources: Path, workspace: Path) -> None:
    assert resumed_build(sources, workspace) == (0, 3)
    assert not unfinished_path(workspace).exists()


def test_an_addition_goes_on_as_well(sources: Path, workspace: Path) -> None:
    Workspace.create(workspace)
    with pytest.raises(Stopped):
        pipeline.add([sources], workspace, progress=stop_after(1))  # type: ignore[arg-type]
    assert pipeline.add([sources], workspace).resumed == 1


def test_a_changed_document_is_read_again(sources: Path, workspace: Path) -> None:
    stopped_build(sources, workspace)
    (sources / "0.txt").write_text("هدأ الوضع في حلب.", encoding="utf-8")
    assert resumed_build(sources, workspace) == (1, 2)


def test_another_version_of_the_program_reads_all_again(
    sources: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_build(sources, workspace)
    monkeypatch.setattr(geo, "__version__", "0.0.0")
    assert resumed_build(sources, workspace) == (0, 3)


def test_places_that_were_added_meanwhile_make_all_be_read_again(workspace: Path) -> None:
    reading = Reading(document=DOCUMENT)
    with stopping(workspace) as before:
        before.keep(reading)
    with stopping(workspace, (OWN,)) as before:
        assert before.get(DOCUMENT) is None


@pytest.mark.parametrize("left", [b'{"document": "x", "rea', b"\x00\xff\n", b"[]\n", b'{"document": "x"}\n'])
def test_what_is_torn_or_damaged_is_read_again_and_the_rest_is_kept(workspace: Path, left: bytes) -> None:
    reading = Reading(document=DOCUMENT)
    with stopping(workspace) as before:
        before.keep(reading)
    path = unfinished_path(workspace)
    path.write_bytes(path.read_bytes() + left)
    other = Document(id="b", text="نص", language="ar")
    with stopping(workspace) as before:
        assert before.get(DOCUMENT) == reading
        before.keep(Reading(document=other))
    with resuming(workspace) as before:
        assert before.get(DOCUMENT) == reading
        assert before.get(other) == Reading(document=other)


def test_damage_within_a_reading_makes_it_be_read_again(workspace: Path) -> None:
    with stopping(workspace) as before:
        before.keep(Reading(document=DOCUMENT))
    path = unfinished_path(workspace)
    path.write_bytes(path.read_bytes().replace(b"mentions", b"sections"))
    with resuming(workspace) as before:
        assert before.get(DOCUMENT) is None


def test_while_another_reads_for_the_same_workspace_nothing_is_kept(workspace: Path) -> None:
    with turn(unfinished_path(workspace), seconds=0), resuming(workspace) as before:
        before.keep(Reading(document=DOCUMENT))
        assert before.get(DOCUMENT) is None
    assert not unfinished_path(workspace).exists()
