"""Jobs: processes outside of the page, one a workspace, known to all; whatever ends them, the workspace stays whole."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from geo.errors import WorkspaceError
from geo.ui import jobs as module
from geo.ui.job_records import Failure, Job, Line, parse_line
from geo.ui.jobs import Jobs
from geo.workspace.store import Workspace
from tests.builders import sample_readings

SLOW = Path(__file__).with_name("slow_adder.py")
SECONDS = 60


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    path = tmp_path / "sample.gpkg"
    Workspace.create(path, sample_readings())
    return path


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Jobs]:
    """Give a registry whose programs wait: `may` lets them go on."""
    may(tmp_path, 0)
    jobs = Jobs([sys.executable, str(SLOW), str(tmp_path)])
    yield jobs
    jobs.close()


@pytest.fixture
def real() -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.close()


def may(folder: Path, n: int) -> None:
    part = folder / "may.part"
    part.write_text(str(n))
    part.replace(folder / "may")


def end(folder: Path) -> None:
    (folder / "may").unlink()


def lines(*names: str, text: str = "وصل الوفد إلى دمشق.") -> list[str]:
    return [json.dumps({"id": name, "text": text, "published": "2020-03-01"}) for name in names]


def ask(jobs: Jobs, path: Path, *names: str) -> Job:
    return jobs.add(path, lines(*names), names=names)


def wait(jobs: Jobs, job: Job, until: Callable[[Job], bool]) -> Job:
    give_up = time.monotonic() + SECONDS
    while time.monotonic() < give_up:
        now = jobs.get(job.id)
        assert now is not None
        if until(now):
            return now
        time.sleep(0.01)
    pytest.fail(f"still {jobs.get(job.id)}")


def ended(jobs: Jobs, job: Job) -> Job:
    return wait(jobs, job, lambda one: not one.active)


def left_behind(folder: Path) -> list[str]:
    return [one.name for one in (folder / "temporary").rglob("*") if one.is_file()]


def process_of(jobs: Jobs, job: Job) -> "subprocess.Popen[bytes]":
    (run,) = [run for run in jobs._runs if run.job.id == job.id]
    assert run.process is not None
    return run.process


def test_a_job_tells_how_far_it_is_and_what_failed(slow: Jobs, workspace: Path, tmp_path: Path) -> None:
    job = ask(slow, workspace, "a", "bad b", "c")
    assert (job.state, job.total, job.rate) == ("running", 3, None)
    may(tmp_path, 2)
    now = wait(slow, job, lambda one: one.done == 2)
    assert (now.total, now.name) == (3, "bad b")
    assert now.failed == (Failure(name="bad b", reason="is bad"),)
    assert now.rate
    assert now.seconds_left == pytest.approx(1 / now.rate)
    end(tmp_path)
    done = ended(slow, job)
    assert done.state == "done"
    assert done.outcome is not None
    assert done.outcome.added == ("a", "c")
    assert done.failed == (Failure(name="bad b", reason="is bad"),)
    assert left_behind(tmp_path) == []


def test_two_sessions_that_add_the_same_get_the_same_job(slow: Jobs, workspace: Path, tmp_path: Path) -> None:
    first, again = ask(slow, workspace, "a", "b"), ask(slow, workspace, "a", "b")
    assert first.id == again.id
    assert [job.id for job in slow.of(workspace)] == [first.id]
    end(tmp_path)
    ended(slow, first)
    assert (tmp_path / "begun").read_text(encoding="utf-8") == "a b\n"
    assert ask(slow, workspace, "a", "b").id != first.id  # it has ended: this is another


def test_a_second_job_of_a_workspace_waits_for_the_first(slow: Jobs, workspace: Path, tmp_path: Path) -> None:
    first, second = ask(slow, workspace, "a"), ask(slow, workspace, "b")
    assert (first.state, second.state) == ("running", "waiting")
    wait(slow, first, lambda _: (tmp_path / "begun").exists())
    assert slow.get(second.id) == second
    end(tmp_path)
    assert ended(slow, first).state == "done"
    assert ended(slow, second).state == "done"
    assert (tmp_path / "begun").read_text(encoding="utf-8") == "a\nb\n"


def test_other_workspaces_do_not_wait_but_no_more_than_two_run(slow: Jobs, workspace: Path, tmp_path: Path) -> None:
    others = [tmp_path / "other.gpkg", tmp_path / "third.gpkg"]
    found = [ask(slow, path, "a") for path in (workspace, *others)]
    assert [job.state for job in found] == ["running", "running", "waiting"]
    assert slow.of(others[0]) == (found[1],)
    end(tmp_path)
    assert {ended(slow, job).state for job in found} == {"done"}


def test_too_many_waiting_are_refused_and_leave_nothing(
    slow: Jobs, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 1)
    ask(slow, workspace, "a")
    ask(slow, workspace, "b")
    staged = len(left_behind(tmp_path))
    with pytest.raises(WorkspaceError, match="2 jobs run or wait"):
        ask(slow, workspace, "c")
    assert len(left_behind(tmp_path)) == staged


def test_a_job_that_waits_is_cancelled_at_once_and_never_begins(slow: Jobs, workspace: Path, tmp_path: Path) -> None:
    first, second = ask(slow, workspace, "a"), ask(slow, workspace, "b")
    slow.cancel(second.id)
    assert ended(slow, second).state == "cancelled"
    end(tmp_path)
    ended(slow, first)
    assert (tmp_path / "begun").read_text(encoding="utf-8") == "a\n"


def test_a_running_job_is_cancelled_and_the_next_begins(slow: Jobs, workspace: Path, tmp_path: Path) -> None:
    first, second = ask(slow, workspace, "a", "b"), ask(slow, workspace, "c")
    may(tmp_path, 1)
    wait(slow, first, lambda one: one.done == 1)
    slow.cancel(first.id)
    now = ended(slow, first)
    assert (now.state, now.changed) == ("cancelled", False)
    end(tmp_path)
    assert ended(slow, second).state == "done"


def test_a_job_that_ends_without_a_result_has_failed_and_says_why(slow: Jobs, workspace: Path, tmp_path: Path) -> None:
    job = ask(slow, workspace, "broken")
    end(tmp_path)
    now = ended(slow, job)
    assert (now.state, now.fault, now.killed) == ("failed", "the disk is full", 0)
    assert left_behind(tmp_path) == []


def test_a_program_that_cannot_be_started_is_told(workspace: Path, tmp_path: Path) -> None:
    jobs = Jobs([str(tmp_path / "no such program")])
    now = ended(jobs, ask(jobs, workspace, "a"))
    assert now.state == "failed"
    assert "no such program" in now.fault
    jobs.close()


def test_ended_jobs_are_forgotten_active_ones_are_not(slow: Jobs, workspace: Path, tmp_path: Path) -> None:
    job = ask(slow, workspace, "a")
    slow.forget(job.id)
    assert slow.get(job.id) == job
    end(tmp_path)
    ended(slow, job)
    slow.forget(job.id)
    assert slow.get(job.id) is None
    assert slow.of(workspace) == ()


def test_the_servers_end_ends_its_jobs_and_removes_their_files(workspace: Path, tmp_path: Path) -> None:
    may(tmp_path, 0)
    jobs = Jobs([sys.executable, str(SLOW), str(tmp_path)])
    first, second = ask(jobs, workspace, "a"), ask(jobs, workspace, "b")
    process = process_of(jobs, first)
    jobs.close()
    assert process.poll() is not None
    assert ended(jobs, second).state == "cancelled"
    assert list((tmp_path / "temporary").iterdir()) == []
    with pytest.raises(WorkspaceError, match="ending"):
        jobs.remove(workspace, ["x"])


def test_what_a_killed_server_left_is_removed_and_nothing_else(slow: Jobs, workspace: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    dead, alive = temporary / f"kharita-jobs-{gone.pid}-x", temporary / f"kharita-jobs-{os.getpid()}-other"
    strange = temporary / "kharita-jobs-notes-x"
    for folder in (dead, alive, strange):
        folder.mkdir()
        (folder / "a.jsonl").write_text("x", encoding="utf-8")
    ask(slow, workspace, "a")
    assert not dead.exists()
    assert alive.exists()
    assert strange.exists()


def test_staged_documents_are_for_nobody_else_to_read(slow: Jobs, workspace: Path, tmp_path: Path) -> None:
    ask(slow, workspace, "../../escape", "/etc/passwd")
    (folder,) = (tmp_path / "temporary").iterdir()
    assert folder.stat().st_mode & 0o077 == 0
    assert all(name.rpartition(".")[0].isalnum() for name in left_behind(tmp_path))  # generated, none of a document


@pytest.mark.parametrize(
    "text",
    [b"", b"[]\n", b"5\n", b'{"done": "1"}\n', b'{"done": 1, "total": 2, "name": 3}\n', b'{"result": 7}\n', b"\xff\n"],
)
def test_what_is_no_line_of_progress_is_passed_over(text: bytes) -> None:
    assert parse_line(text) is None


def test_a_line_of_progress_is_read() -> None:
    line = parse_line(b'{"done": 1, "total": 2, "name": "a", "failure": "bad"}')
    assert line == Line(done=1, total=2, name="a", failure=Failure(name="a", reason="bad"))


# ---- the program itself


@pytest.mark.slow
@pytest.mark.usefixtures("index")
def test_documents_are_added_revised_and_removed(real: Jobs, workspace: Path) -> None:
    before = Workspace.open(workspace).documents()
    rows = [*lines("new", "same"), json.dumps({"id": "empty", "text": " "})]
    done = ended(real, real.add(workspace, rows, names=("new", "same", "empty")))
    assert done.state == "done"
    assert done.outcome is not None
    assert done.outcome.added == ("new", "same")
    assert [failure.reason for failure in done.failed] == ["its text is empty"]
    more = [*lines("new", text="غادر الوفد بنغازي."), *lines("same")]
    done = ended(real, real.add(workspace, more, names=("new", "same")))
    assert done.outcome is not None
    assert (done.outcome.revised, done.outcome.unchanged) == (("new",), ("same",))
    done = ended(real, real.remove(workspace, ("new", "same")))
    assert done.outcome is not None
    assert done.outcome.removed == ("new", "same")
    assert Workspace.open(workspace).documents() == before
    assert ended(real, real.remove(workspace, ("-none",))).fault.endswith("nothing was removed")


@pytest.mark.slow
@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("how", ["killed", "cancelled"])
def test_a_job_that_is_ended_on_its_way_leaves_the_workspace_whole(real: Jobs, workspace: Path, how: str) -> None:
    before = (Workspace.open(workspace).documents(), Workspace.open(workspace).content_key)
    text = "وصل الوفد من دمشق إلى بنغازي يوم 3 آذار. " * 20
    names = tuple(f"n{number}" for number in range(400))
    job = real.add(workspace, [line for name in names for line in lines(name, text=text)], names=names)
    wait(real, job, lambda one: one.done >= 2)
    if how == "killed":
        process_of(real, job).send_signal(signal.SIGKILL)
    else:
        real.cancel(job.id)
    now = ended(real, job)
    assert now.state == ("failed" if how == "killed" else "cancelled")
    assert now.killed == (signal.SIGKILL if how == "killed" else signal.SIGTERM)
    assert not now.changed
    assert (Workspace.open(workspace).documents(), Workspace.open(workspace).content_key) == before
    assert ended(real, real.add(workspace, lines("after"), names=("after",))).state == "done"  # no lock is left
