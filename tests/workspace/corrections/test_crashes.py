"""Nothing is lost: not by a kill at any moment, not by a build at the same time, not by two who correct the same.

``--kills N`` (40 unless told otherwise) says how many processes are killed. They are at work on one workspace after
the other, so that each finds what those before it left behind.
"""

import random
import sys
import time
from pathlib import Path

import pytest

from geo.errors import CorrectionConflictError
from geo.workspace import store
from geo.workspace.corrections.log import append, log_path, read_log
from geo.workspace.corrections.replay import replay
from geo.workspace.corroborate import corroborate
from geo.workspace.store import Workspace
from geo.workspace.tabulate import tabulate
from tests import builders as b
from tests.workspace.corrections import making as m
from tests.workspace.corrections.killed_corrector import PATIENT_SECONDS, at_work

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX"),
]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "w.gpkg", [m.read()], reread=m.reread, lock_seconds=PATIENT_SECONDS)


def check_log(workspace: Workspace, acknowledged: list[str]) -> int:
    """Hold the log against what was acknowledged; return how many lines are damaged."""
    log = read_log(workspace.path)
    lines = [line for line in log_path(workspace.path).read_bytes().split(b"\n") if line.strip()]
    assert set(acknowledged) <= log.by_id.keys()
    assert len(log.entries) + len(log.damaged) == len(lines)  # each of them once
    return len(log.damaged)


def check_tables(workspace: Workspace) -> None:
    """Open the workspace whole, whatever was left behind, and see that it catches up with its log."""
    assert set(workspace.tables().documents["id"]) in ({"news"}, {"news", "other"})
    workspace.refresh()
    assert not workspace.is_behind
    tables, log = workspace.tables(), read_log(workspace.path)
    assert list(tables.corrections["id"]) == [entry.id for entry in log.entries]
    replayed = replay({one.document.id: one for one in workspace.readings()}, log, m.reread)
    expected = tabulate(corroborate(replayed.readings.values(), arrangements=replayed.arrangements))
    for name in ("mentions", "flows", "events"):
        assert getattr(tables, name).equals(getattr(expected, name))


def test_whoever_is_killed_while_correcting_loses_nothing_that_was_acknowledged(
    workspace: Workspace, kills: int
) -> None:
    chance = random.Random(11)
    acknowledged: list[str] = []
    for number in range(kills):
        with at_work(workspace.path, "correct", f"Author {number}") as worker:
            worker.wait_for(1 + number % 4)
            time.sleep(chance.uniform(0, 0.1))
            acknowledged += worker.kill()
        assert check_log(workspace, acknowledged) <= number + 1  # each may have torn one line
        if number % 5 == 0 or number == kills - 1:
            check_tables(workspace)
    assert len(acknowledged) > kills


def test_builders_and_correctors_that_are_killed_at_once_lose_no_correction(workspace: Workspace, kills: int) -> None:
    chance = random.Random(12)
    acknowledged: list[str] = []
    for number in range(max(1, kills // 5)):
        with (
            at_work(workspace.path, "build") as builder,
            at_work(workspace.path, "correct", f"Author {number}") as corrector,
        ):
            builder.wait_for()
            corrector.wait_for()
            time.sleep(chance.uniform(0, 0.3))
            for worker in chance.sample([builder, corrector], 2):
                acknowledged += [line for line in worker.kill() if worker is corrector]
        check_log(workspace, acknowledged)
        check_tables(workspace)


def test_two_who_correct_and_one_who_builds_all_at_once_lose_nothing(workspace: Workspace) -> None:
    with (
        at_work(workspace.path, "correct", "Lina") as lina,
        at_work(workspace.path, "correct", "Omar") as omar,
        at_work(workspace.path, "build") as builder,
    ):
        builder.wait_for(2)
        workers = [lina, omar]
        for worker in workers:
            worker.wait_for(6)
        acknowledged = [line for worker in workers for line in worker.kill()]
    assert check_log(workspace, acknowledged) <= 2
    check_tables(workspace)
    assert {entry.author for entry in read_log(workspace.path).entries} == {"Lina", "Omar"}


def test_of_two_who_correct_the_same_mention_at_once_one_is_kept_and_the_other_told(workspace: Workspace) -> None:
    for number in range(3):
        before = len(read_log(workspace.path).entries)
        go = workspace.path.with_name("go")
        with at_work(workspace.path, "race", "Lina") as lina, at_work(workspace.path, "race", "Omar") as omar:
            for worker in (lina, omar):
                worker.wait_for()
            go.touch()
            said = dict(worker.wait_for(2)[1].split(maxsplit=1) for worker in (lina, omar))
        go.unlink()
        assert said.keys() == {"kept", "told"}, f"in round {number}"
        assert said["kept"] == said["told"]
        assert [entry.id for entry in read_log(workspace.path).entries[before:]] == [said["kept"]]
        check_tables(workspace)


def test_what_is_corrected_while_a_build_writes_is_shown_after_both(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def correct(place: object) -> None:
        append(workspace.path, m.means(m.target(m.read()), place=place, basis=read_log(workspace.path).last))  # type: ignore[arg-type]

    def origins() -> set[str]:
        return set(workspace.tables().flows["origin_id"])

    write = store.write_geopackage

    def late(*arguments: object, **options: object) -> None:
        correct(b.TRIPOLI)  # the tables are made, and not yet written
        write(*arguments, **options)  # type: ignore[arg-type]

    correct(m.ALEPPO)
    with monkeypatch.context() as patched:
        patched.setattr(store, "write_geopackage", late)
        workspace.add([m.read(id="other")])
    assert m.ALEPPO.id in origins()
    assert workspace.is_behind
    workspace.refresh()
    assert not workspace.is_behind
    assert m.ALEPPO.id not in origins()
    with pytest.raises(CorrectionConflictError):
        append(workspace.path, m.means(m.target(m.read()), author="Omar"))
