"""Adding, revising and removing documents; one state of the file for every reader; writers that die or wait."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import WorkspaceError
from geo.model import Reading
from geo.workspace.corroborate import corroborate
from geo.workspace.geopackage import SCHEMA_VERSION
from geo.workspace.schema import SCHEMAS
from geo.workspace.store import Change, Workspace
from geo.workspace.tabulate import tabulate
from tests import builders as b
from tests.workspace.strategies import collections

ROOT = Path(__file__).resolve().parents[2]
WRITER = Path(__file__).with_name("killed_writer.py")
ALL = {"sample-delegation", "sample-flights", "sample-monitor"}


def same_tables(one: Any, other: Any) -> None:
    for name in SCHEMAS:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "w.gpkg", b.sample_readings())


class TestContent:
    def test_a_document_added_again_changes_nothing_not_even_the_file(self, workspace: Workspace) -> None:
        before = (workspace.path.read_bytes(), workspace.path.stat().st_mtime_ns)
        change = workspace.add(b.sample_readings())
        assert not change
        assert set(change.unchanged) == ALL
        assert (workspace.path.read_bytes(), workspace.path.stat().st_mtime_ns) == before

    def test_the_same_id_with_a_new_text_is_a_revision(self, workspace: Workspace) -> None:
        revised = b.reading(document=b.document(id="sample-monitor", text="نص جديد"))
        change = workspace.add([revised])
        assert change == Change(revised=("sample-monitor",), version=2)
        assert workspace.documents()["sample-monitor"] == revised.document.text_hash
        assert "sample-monitor" not in set(workspace.tables().evidence["doc"])

    def test_new_metadata_is_a_revision_too(self, workspace: Workspace) -> None:
        first = b.sample_readings()[0]
        dated = b.document(id="sample-flights", text=first.document.text, published=date(2020, 3, 9))
        assert workspace.add([b.reading(document=dated)]).revised == ("sample-flights",)

    def test_a_document_removed_takes_along_what_rests_on_it_alone(self, workspace: Workspace) -> None:
        change = workspace.remove("sample-monitor")
        assert change == Change(removed=("sample-monitor",), version=2)
        same_tables(workspace.tables(), tabulate(corroborate(b.sample_readings()[:2])))

    def test_a_document_that_is_not_there_is_named_and_nothing_is_removed(self, workspace: Workspace) -> None:
        with pytest.raises(WorkspaceError, match="holds no document lost"):
            workspace.remove("sample-monitor", "lost")
        assert set(workspace.documents()) == ALL

    def test_removing_nothing_changes_nothing(self, workspace: Workspace) -> None:
        assert not workspace.remove()
        assert workspace.version == 1

    def test_added_and_removed_again_is_as_before(self, workspace: Workspace) -> None:
        before = workspace.metadata()["hash"]
        workspace.add([b.reading(events=(b.event(),))])
        assert workspace.metadata()["hash"] != before
        workspace.remove("doc-1")
        assert workspace.metadata()["hash"] == before
        assert workspace.version == 3

    @pytest.mark.parametrize("doc", ["", "a\x00", "\ud800"])
    def test_an_id_that_cannot_be_kept_is_refused(self, workspace: Workspace, doc: str) -> None:
        with pytest.raises(WorkspaceError, match="document id"):
            workspace.add([b.reading(document=b.document(id=doc))])


class TestMetadata:
    def test_the_hash_depends_on_what_was_read_not_on_order_or_time(self, tmp_path: Path) -> None:
        readings = b.sample_readings()
        one = Workspace.create(tmp_path / "one.gpkg", readings)
        other = Workspace.create(tmp_path / "other.gpkg")
        for reading in reversed(readings):
            other.add([reading])
        assert one.metadata()["hash"] == other.metadata()["hash"]
        assert (one.version, other.version) == (1, 4)
        same_tables(one.tables(), other.tables())

    def test_a_workspace_built_again_goes_on_counting_versions(self, workspace: Workspace) -> None:
        assert Workspace.create(workspace.path, b.sample_readings()).version == 2

    def test_times_versions_and_credits_are_told(self, tmp_path: Path) -> None:
        places = (b.place(source="GeoNames", licence="CC BY 4.0"), b.place(name="Sirte", source="GeoNames"))
        mentions = tuple(b.mention(start=number, place=place) for number, place in enumerate(places))
        workspace = Workspace.create(
            tmp_path / "w.gpkg", [b.reading(mentions=mentions)], sources=["Natural Earth (public domain)"]
        )
        metadata = workspace.metadata()
        assert metadata["credits"] == "GeoNames; GeoNames (CC BY 4.0); Natural Earth (public domain)"
        assert metadata["schema_version"] == str(SCHEMA_VERSION)
        assert "program_version" in metadata
        workspace.add([b.reading(document=b.document(id="b"))])
        assert workspace.metadata()["created"] == metadata["created"]
        assert workspace.metadata()["updated"] >= metadata["updated"]

    def test_sides_survive_a_new_merge(self, tmp_path: Path) -> None:
        workspace = Workspace.create(tmp_path / "w.gpkg", b.sample_readings(), side_of=lambda name: name[:4])
        workspace.remove("sample-delegation")
        assert set(workspace.tables().flows["sides"]) == {"", "Sale", "Test", "the "}


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(collections(most=4), st.integers(0, 4))
def test_adding_one_by_one_and_removing_gives_what_building_at_once_gives(
    tmp_path_factory: pytest.TempPathFactory, readings: tuple[Reading, ...], which: int
) -> None:
    workspace = Workspace.create(tmp_path_factory.mktemp("w") / "w.gpkg")
    for reading in readings:
        workspace.add([reading])
    left = [reading for number, reading in enumerate(readings) if number != which]
    if len(left) < len(readings):
        workspace.remove(readings[which].document.id)
    same_tables(workspace.tables(), tabulate(corroborate(left)))


class TestWritersTakeTurns:
    def test_a_workspace_that_is_being_written_says_so(self, workspace: Workspace) -> None:
        waiting = Workspace.open(workspace.path, lock_seconds=0.05)
        with (
            FileLock(workspace.path.with_name(f".{workspace.path.name}.lock")),
            pytest.raises(WorkspaceError, match="is being written by another program"),
        ):
            waiting.remove("sample-monitor")
        assert set(workspace.documents()) == ALL
        assert waiting.remove("sample-monitor")

    def test_a_reader_needs_no_turn(self, workspace: Workspace) -> None:
        with FileLock(workspace.path.with_name(f".{workspace.path.name}.lock")):
            assert len(workspace.tables().documents) == 3

    @pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root and Windows write everywhere")
    def test_a_folder_that_may_not_be_written_is_named(self, workspace: Workspace) -> None:
        workspace.path.parent.chmod(0o500)
        with pytest.raises(WorkspaceError, match=r"cannot be (locked|written)"):
            workspace.remove("sample-monitor")


def start(workspace: Workspace, step: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(WRITER), str(workspace.path), step],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
class TestKilledWriters:
    """A build that is killed leaves the old file whole, or has put the new one whole in its place."""

    @pytest.mark.parametrize(
        ("step", "left"), [("locked", 3), ("layer-1", 3), ("layer-5", 3), ("sync-1", 3), ("replace", 3), ("sync-2", 2)]
    )
    def test_killed_at_a_step(self, workspace: Workspace, step: str, left: int) -> None:
        with start(workspace, step) as process:
            _, errors = process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL, errors
        assert len(workspace.documents()) == left
        same_tables(workspace.tables(), tabulate(corroborate(b.sample_readings()[:left])))
        workspace.add([b.reading()])
        assert {one.name for one in workspace.path.parent.iterdir()} <= {"w.gpkg", ".w.gpkg.lock"}

    @pytest.mark.slow
    def test_killed_at_any_time(self, workspace: Workspace) -> None:
        chance = random.Random(7)
        for _ in range(8):
            with start(workspace, "loop") as process:
                assert process.stdout is not None
                process.stdout.readline()
                time.sleep(chance.uniform(0, 0.5))
                process.kill()
            documents = workspace.documents()
            assert len(documents) in {2, 3}
            expected = [one for one in b.sample_readings() if one.document.id in documents]
            same_tables(workspace.tables(), tabulate(corroborate(expected)))
            workspace.add(b.sample_readings())

    def test_readers_never_see_half_of_a_change(self, workspace: Workspace) -> None:
        seen: set[int] = set()
        reads = 0
        with start(workspace, "loop") as process:
            assert process.stdout is not None
            process.stdout.readline()
            end = time.monotonic() + 30  # a busy machine may write slowly
            while (seen != {2, 3} or reads < 20) and time.monotonic() < end:
                reads += 1
                tables = workspace.tables()
                assert str(len(tables.documents)) == tables.metadata["documents"]
                seen.add(len(tables.documents))
            process.kill()
        assert seen == {2, 3}


def test_a_workspace_moves_as_one_file(workspace: Workspace, tmp_path: Path) -> None:
    moved = Workspace.open(shutil.copy(workspace.path, tmp_path / "moved.gpkg"))
    same_tables(moved.tables(), workspace.tables())
