"""Grades and named views: noted in place, carried over, never half written, and refused with words that help."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
import pyogrio
import pytest

from geo.errors import WorkspaceError
from geo.workspace import geopackage
from geo.workspace.annotations import Annotations, View, read_annotations, remove_view, save_view, set_grade
from geo.workspace.geopackage import content_key
from geo.workspace.locks import locked
from geo.workspace.store import Workspace
from tests import builders as b

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workspace") / "w.gpkg"
    Workspace.create(path, b.sample_readings())
    return path


@pytest.fixture
def path(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(written, tmp_path / "w.gpkg"))


def names(annotations: Annotations) -> list[str]:
    return [view.name for view in annotations.views]


class TestGrades:
    def test_a_new_workspace_has_none(self, path: Path) -> None:
        found = read_annotations(path)
        assert (dict(found.grades), found.views) == ({}, ())

    def test_a_grade_is_kept_replaced_and_taken_away(self, path: Path) -> None:
        set_grade(path, subject="publisher", key="Test Wire", grade="B", author="A. Analyst")
        set_grade(path, subject="event", key="Test Wire", grade="3")
        assert read_annotations(path).grades == {("publisher", "Test Wire"): "B", ("event", "Test Wire"): "3"}
        set_grade(path, subject="publisher", key="Test Wire", grade="F")
        assert read_annotations(path).grades["publisher", "Test Wire"] == "F"
        set_grade(path, subject="publisher", key="Test Wire", grade="")
        assert list(read_annotations(path).grades) == [("event", "Test Wire")]

    def test_the_tables_tell_who_graded_and_when(self, path: Path) -> None:
        set_grade(path, subject="flow", key="f-1", grade="2", author="محلل")
        row = Workspace.open(path).tables().grades.iloc[0]
        assert row[["subject", "key", "grade", "author"]].tolist() == ["flow", "f-1", "2", "محلل"]
        assert row["changed"][4::3][:2] == "--"

    @pytest.mark.parametrize(
        ("values", "named"),
        [
            ({"subject": "place"}, "'place' cannot be graded; expected one of publisher, event, flow"),
            ({"grade": "G"}, "'G' is no grade for subject publisher; expected one of A, B"),
            ({"grade": "1"}, "'1' is no grade for subject publisher"),
            ({"subject": "event", "grade": "A"}, "'A' is no grade for subject event; expected one of 1, 2"),
            ({"key": ""}, "'' names no publisher"),
            ({"key": "a\x00"}, "names no publisher"),
            ({"key": "x" * 1_001}, "names no publisher; expected 1 to 1,000"),
            ({"author": "two\nlines"}, r"the author holds the control character U\+000A"),
        ],
    )
    def test_a_bad_value_is_refused_and_nothing_written(self, path: Path, values: dict[str, str], named: str) -> None:
        before = path.read_bytes()
        with pytest.raises(WorkspaceError, match=named):
            set_grade(path, **{"subject": "publisher", "key": "Test Wire", "grade": "A", **values})
        assert path.read_bytes() == before

    def test_what_looks_like_sql_is_text(self, path: Path) -> None:
        hostile = "x'); DROP TABLE grades; --"
        set_grade(path, subject="publisher", key=hostile, grade="E", author=hostile)
        assert read_annotations(path).grades == {("publisher", hostile): "E"}


class TestViews:
    def test_a_view_is_saved_replaced_and_removed(self, path: Path) -> None:
        save_view(path, name=" جبهة طرابلس ", address="?from=2020-03-01&type=ASSAULT", author="me")
        save_view(path, name="arms", address="layer=flows")
        first, second = read_annotations(path).views
        assert (first.name, second.name) == ("arms", "جبهة طرابلس")
        assert (second.address, second.author) == ("from=2020-03-01&type=ASSAULT", "me")
        assert isinstance(second, View)
        assert second.changed.endswith("+00:00")
        save_view(path, name="arms", address="layer=events")
        assert [view.address for view in read_annotations(path).views if view.name == "arms"] == ["layer=events"]
        remove_view(path, "arms")
        assert names(read_annotations(path)) == ["جبهة طرابلس"]

    def test_one_that_is_not_there_cannot_be_removed(self, path: Path) -> None:
        with pytest.raises(WorkspaceError, match="holds no view 'lost'; nothing was removed"):
            remove_view(path, "lost")

    @pytest.mark.parametrize(
        ("values", "named"),
        [
            ({"name": ""}, "the name has 0 characters; expected 1 to 120"),
            ({"name": "  "}, "the name has 0 characters"),
            ({"name": "x" * 121}, "the name has 121 characters"),
            ({"name": "a\tb"}, r"the name holds the control character U\+0009"),
            ({"name": "a\ud800"}, r"the name holds the control character U\+D800"),
            ({"address": "x" * 8_001}, "the address has 8,001 characters; expected 0 to 8,000"),
            ({"address": "a=\r\nSet-Cookie: b"}, r"the address holds the control character U\+000D"),
            ({"author": "x" * 121}, "the author has 121 characters"),
        ],
    )
    def test_a_bad_value_is_refused_and_nothing_written(self, path: Path, values: dict[str, str], named: str) -> None:
        before = path.read_bytes()
        with pytest.raises(WorkspaceError, match=named):
            save_view(path, **{"name": "front", "address": "a=1", **values})
        assert path.read_bytes() == before

    def test_the_longest_allowed_is_kept(self, path: Path) -> None:
        save_view(path, name="x" * 120, address="y" * 8_000)
        assert len(read_annotations(path).views[0].address) == 8_000


class TestTheAccountStays:
    def test_version_hash_and_every_other_table_stay_as_they_were(self, path: Path) -> None:
        workspace = Workspace.open(path)
        before, key = workspace.tables(), content_key(path)
        assert key == workspace.content_key == (before.metadata["version"], before.metadata["hash"])
        set_grade(path, subject="publisher", key="Test Wire", grade="A")
        save_view(path, name="front", address="a=1")
        after = workspace.tables()
        assert content_key(path) == key
        assert after.metadata == before.metadata
        pd.testing.assert_frame_equal(after.events, before.events)
        assert (len(after.grades), len(after.views)) == (1, 1)

    def test_the_key_changes_with_the_account(self, path: Path) -> None:
        key = content_key(path)
        Workspace.open(path).remove("sample-monitor")
        assert content_key(path) != key

    def test_the_stamp_changes_with_what_is_noted_and_only_then(self, path: Path) -> None:
        stamps = [read_annotations(path).stamp]
        set_grade(path, subject="publisher", key="Test Wire", grade="A")
        stamps.append(read_annotations(path).stamp)
        assert read_annotations(path).stamp == stamps[-1]
        save_view(path, name="front", address="a=1")
        stamps.append(read_annotations(path).stamp)
        Workspace.open(path).remove("sample-monitor")
        assert read_annotations(path).stamp == stamps[-1]
        assert len(set(stamps)) == 3

    def test_notes_survive_adding_removing_and_a_rebuild(self, path: Path) -> None:
        workspace = Workspace.open(path)
        set_grade(path, subject="event", key="e-of-a-document-removed", grade="5", author="me")
        save_view(path, name="front", address="a=1")
        noted = workspace.tables()
        workspace.add([b.reading()])
        workspace.remove("doc-1", "sample-monitor")
        Workspace.create(path, b.sample_readings()[:1])
        assert workspace.version == 4
        after = workspace.tables()
        pd.testing.assert_frame_equal(after.grades, noted.grades)
        pd.testing.assert_frame_equal(after.views, noted.views)

    def test_other_programs_still_read_it(self, path: Path) -> None:
        assert pyogrio.read_info(path, layer="views")["features"] == 0
        save_view(path, name="front", address="a=1")
        set_grade(path, subject="publisher", key="Test Wire", grade="A")
        assert pyogrio.read_info(path, layer="views")["features"] == 1
        assert list(pyogrio.read_dataframe(path, layer="grades")["grade"]) == ["A"]
        assert len(pyogrio.read_dataframe(path, layer="events")) == len(Workspace.open(path).tables().events)


GRADER = """
import sys
from pathlib import Path
from geo.workspace.annotations import set_grade
for number in range(15):
    set_grade(Path(sys.argv[1]), subject="event", key=f"{sys.argv[2]}-{number}", grade="2")
"""


class TestAtOnce:
    def test_two_processes_that_grade_at_once_both_succeed_and_a_reader_sees_whole_states(self, path: Path) -> None:
        command = [sys.executable, "-c", GRADER, str(path)]
        graders = [
            subprocess.Popen([*command, who], cwd=ROOT, stderr=subprocess.PIPE, text=True) for who in ("one", "two")
        ]
        seen = [0]
        while any(grader.poll() is None for grader in graders):
            seen.append(len(read_annotations(path).grades))
        errors = [grader.communicate()[1] for grader in graders]
        assert [grader.returncode for grader in graders] == [0, 0], errors
        assert len(read_annotations(path).grades) == 30
        assert seen == sorted(seen)

    def test_a_reader_in_the_middle_of_reading_sees_the_old_state_to_its_end(self, path: Path) -> None:
        save_view(path, name="front", address="old")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN")
        assert other.execute("SELECT address FROM views").fetchall() == [("old",)]
        save_view(path, name="front", address="new")
        assert other.execute("SELECT address FROM views").fetchall() == [("old",)]
        other.execute("COMMIT")
        assert other.execute("SELECT address FROM views").fetchall() == [("new",)]
        other.close()

    def test_whoever_rebuilds_it_is_waited_for(self, path: Path) -> None:
        with locked(path), pytest.raises(WorkspaceError, match="is being written by another program"):
            set_grade(path, subject="event", key="e-1", grade="1", lock_seconds=0.05)

    def test_a_program_that_keeps_it_locked_is_said(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(geopackage, "BUSY_SECONDS", 0.05)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(WorkspaceError, match="open for writing in another program, such as QGIS"):
            set_grade(path, subject="event", key="e-1", grade="1")
        other.execute("ROLLBACK")
        other.close()
        assert read_annotations(path).grades == {}

    def test_a_change_that_was_cut_off_is_undone_for_the_next_reader(self, path: Path, tmp_path: Path) -> None:
        crashed = self.cut_off(path, tmp_path)
        assert read_annotations(crashed).grades == {("event", "kept"): "1"}
        assert not crashed.with_name("crashed.gpkg-journal").exists()

    def test_a_change_that_was_cut_off_is_not_applied_to_the_file_that_replaces_it(
        self, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        crashed = self.cut_off(path, tmp_path)
        monkeypatch.setattr(geopackage, "_undo_half_change", lambda path: None)
        tables = b.sample_tables()
        geopackage.write_geopackage(tables, crashed, readings=[], metadata=Workspace.open(path).metadata())
        assert not crashed.with_name("crashed.gpkg-journal").exists()
        pd.testing.assert_frame_equal(geopackage.read_tables(crashed).events, tables.events)

    @staticmethod
    def cut_off(path: Path, folder: Path) -> Path:
        """A copy of the file and its journal in the middle of a change, as a killed program leaves them."""
        set_grade(path, subject="event", key="kept", grade="1")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("PRAGMA cache_size = 1")
        other.execute("PRAGMA cache_spill = 1")
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE grades SET grade = '6'")
        for number in range(400):
            other.execute("UPDATE documents SET title = ?", (f"{number} {'x' * 3000}",))
        crashed = folder / "crashed.gpkg"
        shutil.copy(path, crashed)
        shutil.copy(f"{path}-journal", f"{crashed}-journal")
        other.execute("ROLLBACK")
        other.close()
        assert crashed.read_bytes() != path.read_bytes(), "the change has reached the file"
        return crashed


READ_ONLY = """
import os, sys
from pathlib import Path
from geo.errors import WorkspaceError
from geo.workspace.annotations import set_grade
if os.geteuid() == 0:
    os.setuid(65534)
try:
    set_grade(Path(sys.argv[1]), subject="event", key="e-1", grade="1")
except WorkspaceError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="rights are POSIX")
def test_a_file_that_may_only_be_read_is_said(written: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        path = Path(shutil.copy(written, folder / "w.gpkg"))
        path.chmod(0o444)
        command = [sys.executable, "-c", READ_ONLY, str(path)]
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "HOME": name}
        )
        assert "the file or its folder is read-only" in done.stdout, done.stderr


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("DROP TABLE grades", "the layer grades is missing"),
        ("INSERT INTO grades (subject, key, grade) VALUES ('event', 'e-1', x'ff')", "holds something other than text"),
        ("INSERT INTO views (name) VALUES ('front')", "its layer views is damaged"),
    ],
)
def test_tables_that_are_not_whole_are_named(path: Path, statement: str, named: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(statement)
    connection.close()
    with pytest.raises(WorkspaceError, match=named):
        read_annotations(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    for call in (read_annotations, lambda path: set_grade(path, subject="event", key="e-1", grade="1")):
        with pytest.raises(WorkspaceError, match="no such file; build it first"):
            call(tmp_path / "w.gpkg")
