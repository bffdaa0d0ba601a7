"""Files made by processes of their own: known to all, made once, bounded, fetched from the disk, removed later."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from geo.errors import ExportError, WorkspaceError
from geo.ui import export_jobs as module
from geo.ui.export_jobs import FileJob, FileJobs
from geo.workspace.store import Workspace
from tests.browser.sample import sample_reading
from tests.builders import sample_readings

SLOW = Path(__file__).with_name("slow_maker.py")
SECONDS = 60


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    path = tmp_path / "sample.gpkg"
    Workspace.create(path, sample_readings())
    return path


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[FileJobs]:
    """Give a registry whose programs wait until `end`."""
    (tmp_path / "may").touch()
    jobs = FileJobs(tmp_path / "static", [sys.executable, str(SLOW), str(tmp_path)])
    yield jobs
    jobs.close()


@pytest.fixture
def real(tmp_path: Path) -> Iterator[FileJobs]:
    jobs = FileJobs(tmp_path / "static")
    yield jobs
    jobs.close()


def end(folder: Path) -> None:
    (folder / "may").unlink()


def begun(folder: Path) -> list[str]:
    file = folder / "begun"
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def wait(jobs: FileJobs, job: FileJob, until: Callable[[FileJob], Any]) -> FileJob:
    give_up = time.monotonic() + SECONDS
    while time.monotonic() < give_up:
        now = jobs.get(job.id)
        assert now is not None
        if until(now):
            return now
        time.sleep(0.01)
    pytest.fail(f"still {jobs.get(job.id)}")


def over(job: FileJob) -> bool:
    return not job.active


def until(holds: Callable[[], Any]) -> None:
    give_up = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.01)


def ask(jobs: FileJobs, path: Path, *options: str, name: str = "a.geojson") -> FileJob:
    return jobs.ask(path, ("export", *options), name=name, what="shown", told="type=AID")


def test_a_file_is_made_and_lies_under_an_address_that_nobody_guesses(real: FileJobs, workspace: Path) -> None:
    job = ask(real, workspace, "--format=geojson", "--type=ASSAULT")
    done = wait(real, job, over)
    assert (done.state, done.fault) == ("done", "")
    assert done.path is not None
    found = json.loads(done.path.read_text(encoding="utf-8"))
    assert found["kharita"]["filter"] == {"type": ["ASSAULT"]}
    assert done.path.name == "a.geojson"
    assert len(done.path.parent.name) >= 32
    assert done.size == done.path.stat().st_size
    assert not done.changed
    assert real.of(workspace, "export") == (done,)
    assert real.of(workspace, "brief") == ()


def test_the_same_file_is_made_once_while_it_is_made_and_when_it_lies_there(
    slow: FileJobs, workspace: Path, tmp_path: Path
) -> None:
    job = ask(slow, workspace)
    assert ask(slow, workspace).id == job.id
    other = ask(slow, workspace, "--type=AID")
    assert other.id != job.id
    until(lambda: len(begun(tmp_path)) == 2)
    end(tmp_path)
    wait(slow, job, over)
    wait(slow, other, over)
    assert ask(slow, workspace).id == job.id
    assert len(begun(tmp_path)) == 2


def test_a_workspace_that_has_changed_is_another_file_and_the_first_says_so(
    slow: FileJobs, workspace: Path, tmp_path: Path
) -> None:
    job = ask(slow, workspace)
    until(lambda: begun(tmp_path))
    Workspace.open(workspace).add([sample_reading()])
    assert ask(slow, workspace).id != job.id
    end(tmp_path)
    assert wait(slow, job, over).changed


def test_it_tells_how_far_it_is(slow: FileJobs, workspace: Path) -> None:
    now = wait(slow, ask(slow, workspace), lambda job: job.stage and job.size)
    assert (now.stage, now.done, now.total, now.state) == ("reading", 0, 2, "running")
    assert now.size >= 1000
    assert now.seconds > 0


def test_a_cancelled_file_is_gone_with_its_process(slow: FileJobs, workspace: Path, tmp_path: Path) -> None:
    job = ask(slow, workspace)
    wait(slow, job, lambda one: one.size)
    slow.cancel(job.id)
    gone = wait(slow, job, over)
    assert (gone.state, gone.path) == ("cancelled", None)
    assert not list((tmp_path / "static").rglob("*.part"))
    assert not list((tmp_path / "static").rglob("*.geojson"))
    slow.forget(job.id)
    assert slow.get(job.id) is None
    assert ask(slow, workspace).id != job.id


def test_one_that_waits_is_cancelled_at_once_and_others_go_on(slow: FileJobs, workspace: Path, tmp_path: Path) -> None:
    jobs = [ask(slow, workspace, f"--text={n}") for n in range(module.MOST_RUNNING + 2)]
    states = [job.state for job in slow.of(workspace, "export")]
    assert states == ["running"] * module.MOST_RUNNING + ["waiting"] * 2
    slow.cancel(jobs[-1].id)
    assert wait(slow, jobs[-1], over).state == "cancelled"
    end(tmp_path)
    assert [wait(slow, job, over).state for job in jobs[:-1]] == ["done"] * (module.MOST_RUNNING + 1)


def test_no_more_wait_than_that(slow: FileJobs, workspace: Path) -> None:
    for n in range(module.MOST_RUNNING + module.MOST_WAITING):
        ask(slow, workspace, f"--text={n}")
    with pytest.raises(ExportError, match="wait to be made"):
        ask(slow, workspace, "--text=more")


def test_what_failed_says_why_and_leaves_nothing(slow: FileJobs, workspace: Path, tmp_path: Path) -> None:
    end(tmp_path)
    failed = wait(slow, ask(slow, workspace, "fail"), over)
    assert (failed.state, failed.fault) == ("failed", "the disk is full")
    vanished = wait(slow, ask(slow, workspace, "vanish"), over)
    assert (vanished.state, vanished.path) == ("failed", None)
    assert not [file for file in (tmp_path / "static").rglob("*") if file.is_file()]


def test_what_the_command_line_does_not_understand_is_a_failure_with_its_words(real: FileJobs, workspace: Path) -> None:
    failed = wait(real, ask(real, workspace, "--type=NONSENSE"), over)
    assert failed.state == "failed"
    assert "NONSENSE" in failed.fault


def test_a_null_character_is_a_failure_and_no_crash(real: FileJobs, workspace: Path) -> None:
    failed = wait(real, ask(real, workspace, "--text=a\0b"), over)
    assert failed.state == "failed"
    assert "cannot be started" in failed.fault


def test_a_file_that_is_too_large_to_be_given_out_is_ended(
    slow: FileJobs, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 10_000)
    job = wait(slow, ask(slow, workspace, "large"), over)
    assert (job.state, job.too_large, job.path) == ("failed", True, None)


def test_old_files_go_when_new_ones_come(slow: FileJobs, workspace: Path, tmp_path: Path) -> None:
    end(tmp_path)
    made = [wait(slow, ask(slow, workspace, f"--text={n}"), over) for n in range(module.MOST_KEPT + 3)]
    last = ask(slow, workspace, "--text=last")
    wait(slow, last, over)
    kept = slow.of(workspace, "export")
    assert len(kept) <= module.MOST_KEPT + 1
    first = made[0].path
    assert first is not None
    assert not first.exists()
    assert kept[-1].path is not None
    assert kept[-1].path.exists()


def test_a_file_goes_after_its_time(
    slow: FileJobs, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT_SECONDS", 0.05)
    end(tmp_path)
    job = ask(slow, workspace)
    until(lambda: slow.get(job.id) is None)
    assert not list((tmp_path / "static").rglob("*.geojson"))


def test_closing_ends_all_and_removes_all(slow: FileJobs, workspace: Path, tmp_path: Path) -> None:
    job = ask(slow, workspace)
    wait(slow, job, lambda one: one.size)
    slow.close()
    assert not list((tmp_path / "static").iterdir())
    with pytest.raises(ExportError):
        ask(slow, workspace, "--text=later")


def test_what_a_killed_server_left_is_swept_up_and_nothing_else(
    slow: FileJobs, workspace: Path, tmp_path: Path
) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    left, alive, other = (
        tmp_path / "static" / name for name in (f"made-{process.pid}-x", f"made-{os.getpid()}-y", "map.js")
    )
    left.mkdir(parents=True)
    alive.mkdir()
    other.touch()
    ask(slow, workspace)
    assert (left.exists(), alive.exists(), other.exists()) == (False, True, True)


def test_a_workspace_that_is_not_there_is_named(slow: FileJobs, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"none\.gpkg"):
        ask(slow, tmp_path / "none.gpkg")


def test_many_sessions_at_once_are_one_job(slow: FileJobs, workspace: Path) -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(ask(slow, workspace).id)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
