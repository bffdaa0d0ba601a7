"""Files that are made outside of the page's thread: each by a process of its own, known to all sessions.

Leaving or reloading a page neither stops the work nor starts it twice; the same file asked for again, of the same state
of the workspace, is the one that is being made or lies ready. A job is the command line's ``export`` or ``brief``: it
only reads the workspace. What it made lies for a while in a folder that the server serves as it is, under an address
that nobody can guess, so that a download runs from the disk; then it is removed. The registry is made once for the
whole server (see `geo.ui.export_watch.registry`); what it hands out are frozen pictures of its jobs.
"""

import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import geo
from geo.errors import ExportError, WorkspaceError
from geo.ui.job_records import ACTIVE, State, parse_line
from geo.ui.leftovers import sweep
from geo.workspace.geopackage import content_key

__all__ = ["MOST_BYTES", "FileJob", "FileJobs"]

MOST_BYTES = 200 * 1024 * 1024
"""What the server gives out of its folder of static files: a larger file is one for the command line."""

MOST_RUNNING = 2
MOST_WAITING = 8
MOST_KEPT = 8  # ended jobs of the whole server, with their files
KEPT_SECONDS = 3600.0
GRACE_SECONDS = 5.0
_LOOK_SECONDS = 0.1
_ROOM = 3  # times as much as a file may hold while it is being made: databases rewrite themselves
_FOLDER = "made-"
_LINES, _SAID = ".lines", ".said"  # beside a job's folder: what its process tells, and what it says went wrong
_MESSAGE_BYTES = 4_000


@dataclass(frozen=True, kw_only=True, slots=True)
class FileJob:
    """A file that is asked for, as its making stood when it was asked about.

    ``kind`` is the command; ``what`` (a key of the box for exports) and ``told`` say in short what is in the file.
    ``stage`` is the part of the work that goes on, ``done`` of ``total``; ``began`` when it did, by a clock that only
    runs forward. ``size`` counts the bytes written so far. Of a job that is ``done``: ``path`` is the file, ``changed``
    whether the workspace has changed since it was asked for. Of one that failed: ``fault`` is what its process said,
    ``killed`` the signal that ended it (0: none), ``too_large`` whether it was ended for its size.
    """

    id: str
    workspace: Path
    kind: str
    name: str
    what: str = ""
    told: str = ""
    state: State = "waiting"
    stage: str = ""
    done: int = 0
    total: int = 0
    began: float | None = None
    ended: float | None = None
    size: int = 0
    path: Path | None = None
    changed: bool = False
    fault: str = ""
    killed: int = 0
    too_large: bool = False

    @property
    def active(self) -> bool:
        """Whether it waits or runs."""
        return self.state in ACTIVE

    @property
    def seconds(self) -> float:
        """How long it has run."""
        return (self.ended or time.monotonic()) - self.began if self.began is not None else 0.0


@dataclass(kw_only=True, eq=False)
class _Run:
    """A job as it goes on: changed under the registry's lock only."""

    job: FileJob
    arguments: tuple[str, ...]
    digest: str
    content: object
    process: "subprocess.Popen[bytes] | None" = None
    cancelled: bool = False
    timer: threading.Timer | None = None


class FileJobs:
    """All files that this server makes or has made.

    Parameters
    ----------
    folder
        A folder whose files the server gives out; the registry makes one of its own in it.
    command
        What runs the command line; by default ``python -m geo`` of this very program.
    """

    def __init__(self, folder: Path, command: Sequence[str] = (sys.executable, "-m", "geo")) -> None:
        self._served = folder
        self._command = tuple(command)
        self._lock = threading.RLock()
        self._runs: list[_Run] = []
        self._folder: Path | None = None
        self._closed = False

    def of(self, workspace: Path, kind: str) -> tuple[FileJob, ...]:
        """Return the jobs of a workspace and a kind in the order in which they were asked for."""
        with self._lock:
            runs = [run for run in self._runs if run.job.workspace == workspace and run.job.kind == kind]
            return tuple(run.job for run in runs)

    def get(self, key: str) -> FileJob | None:
        """Return a job by its id, as it is now; None once it is forgotten."""
        with self._lock:
            run = self._find(key)
            return run.job if run else None

    def ask(self, workspace: Path, arguments: Sequence[str], *, name: str, what: str = "", told: str = "") -> FileJob:
        """Ask for a file; the same one of the same state of the workspace is the same job.

        Parameters
        ----------
        arguments
            The command and its options, without the workspace and the output.
        name
            Of the file: a plain one, without a folder.
        what, told
            What is in it, in short, for whoever looks.

        Raises
        ------
        ExportError
            When too many files wait already, or nothing can be written.
        WorkspaceError
            For a workspace that is not there.
        """
        content = content_key(workspace)
        parts = (str(workspace), repr(content), name, *arguments)
        digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
        with self._lock:
            for run in self._runs:
                there = run.job.active or (run.job.path is not None and run.job.path.is_file())
                if run.digest == digest and there and not run.cancelled:
                    return run.job
            waiting = sum(run.job.state == "waiting" for run in self._runs)
            if waiting >= MOST_WAITING or self._closed:
                raise ExportError(f"{name}: {waiting} files wait to be made already; wait until one of them is ready")
            job = FileJob(
                id=secrets.token_urlsafe(24), workspace=workspace, kind=arguments[0], name=name, what=what, told=told
            )
            run = _Run(job=job, arguments=tuple(arguments), digest=digest, content=content)
            self._runs.append(run)
            self._go_on()
            return run.job

    def cancel(self, key: str) -> None:
        """End a job: one that waits at once, one that runs as soon as its process has gone."""
        with self._lock:
            run = self._find(key)
            if run is None or not run.job.active:
                return
            run.cancelled = True
            if run.process is None:
                self._end(run, "cancelled")
                return
        _stop(run.process)

    def forget(self, key: str) -> None:
        """Drop an ended job and remove its file."""
        with self._lock:
            run = self._find(key)
            if run is not None and not run.job.active:
                self._drop(run)

    def close(self) -> None:
        """End all jobs and remove all files: the server ends."""
        with self._lock:
            self._closed = True
            runs = list(self._runs)
        for run in runs:
            self.cancel(run.job.id)
        for run in runs:
            if run.timer is not None:
                run.timer.cancel()
            if run.process is not None:
                with suppress(subprocess.TimeoutExpired):
                    run.process.wait(timeout=2 * GRACE_SECONDS)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _go_on(self) -> None:
        """Start what waits, and drop what ended long ago; the lock is held."""
        ended = [run for run in self._runs if not run.job.active]
        for old in ended[: max(0, len(ended) - MOST_KEPT)]:
            self._drop(old)
        running = sum(run.job.state == "running" for run in self._runs)
        for run in [run for run in self._runs if run.job.state == "waiting"]:
            if running >= MOST_RUNNING or self._closed:
                return
            running += self._start(run)

    def _start(self, run: _Run) -> bool:
        name, *options = run.arguments
        try:
            target = self._place(run) / run.job.name
            output = ("-o", str(target))
            with (
                target.parent.with_suffix(_LINES).open("xb") as lines,
                target.parent.with_suffix(_SAID).open("xb") as said,
            ):
                run.process = subprocess.Popen(  # noqa: S603 - our own program, its arguments are no shell's
                    [*self._command, name, "--progress", "json", *output, *options, "--", str(run.job.workspace)],
                    stdin=subprocess.DEVNULL,
                    stdout=lines,
                    stderr=said,
                    cwd=Path(geo.__file__).parents[1],
                    start_new_session=True,  # Ctrl-C at the server's terminal ends the server, which ends this
                )
        except (OSError, ValueError) as error:  # a null character in what was searched for is no argument
            self._end(run, "failed", fault=f"the work cannot be started: {error}")
            return False
        self._change(run, state="running", began=time.monotonic())
        name = f"file-{run.job.id}"
        threading.Thread(target=self._follow, args=(run, run.process, target), name=name, daemon=True).start()
        return True

    def _follow(self, run: _Run, process: "subprocess.Popen[bytes]", target: Path) -> None:
        """Watch a process until it ends: what it tells, and how much it writes."""
        while True:
            try:
                status = process.wait(timeout=_LOOK_SECONDS)
                break
            except subprocess.TimeoutExpired:
                self._look(run, process, target.parent)
        said = _last_line(target.parent.with_suffix(_SAID)).decode("utf-8", "replace")
        fault = said.removeprefix("kharita: ").strip()
        size = target.stat().st_size if target.is_file() else 0
        whole = status == 0 and 0 < size <= MOST_BYTES and not run.cancelled
        changed = _content(run.job.workspace) != run.content
        with self._lock:
            if whole:
                self._end(run, "done", path=target, size=size, changed=changed)
            elif run.cancelled:
                self._end(run, "cancelled")
            else:
                large = run.job.too_large or size > MOST_BYTES
                self._end(run, "failed", fault=fault, killed=-min(status, 0), too_large=large)
            self._go_on()

    def _look(self, run: _Run, process: "subprocess.Popen[bytes]", folder: Path) -> None:
        """Take up what a process told last, and end one that writes more than can be given out."""
        size = _size(folder)
        line = parse_line(_last_line(folder.with_suffix(_LINES)))
        with self._lock:
            told = {"stage": line.name, "done": line.done, "total": line.total} if line else {}
            self._change(run, size=size, **told)
            if size <= _ROOM * MOST_BYTES or run.job.too_large:
                return
            self._change(run, too_large=True)
        _stop(process)

    def _end(self, run: _Run, state: State, **told: Any) -> None:
        """Note what became of a job; the lock is held. Its file is kept for a while, what else it left goes at once."""
        self._change(run, state=state, ended=time.monotonic(), **told)
        if run.job.path is None:
            self._remove(run)
            return
        run.timer = threading.Timer(KEPT_SECONDS, self.forget, args=(run.job.id,))
        run.timer.daemon = True
        run.timer.start()

    def _drop(self, run: _Run) -> None:
        if run.timer is not None:
            run.timer.cancel()
        self._runs.remove(run)
        self._remove(run)

    def _find(self, key: str) -> _Run | None:
        return next((run for run in self._runs if run.job.id == key), None)

    def _change(self, run: _Run, **changes: Any) -> None:
        run.job = replace(run.job, **changes)

    def _place(self, run: _Run) -> Path:
        """Make the folder of a job; its name is what makes the address one that nobody can guess."""
        if self._folder is None:
            self._served.mkdir(parents=True, exist_ok=True)
            sweep(self._served, _FOLDER)
            self._folder = Path(tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-", dir=self._served))
        place = self._folder / run.job.id
        place.mkdir()
        return place

    def _remove(self, run: _Run) -> None:
        if self._folder is None:
            return
        place = self._folder / run.job.id
        shutil.rmtree(place, ignore_errors=True)
        for suffix in (_LINES, _SAID):
            with suppress(OSError):
                place.with_suffix(suffix).unlink(missing_ok=True)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    with suppress(OSError):
        process.terminate()
    timer = threading.Timer(GRACE_SECONDS, process.kill)
    timer.daemon = True
    timer.start()


def _content(workspace: Path) -> object:
    try:
        return content_key(workspace)
    except WorkspaceError:
        return None


def _size(folder: Path) -> int:
    """Count the bytes of the files in a folder, whatever comes and goes there meanwhile."""
    total = 0
    with suppress(OSError):
        for entry in os.scandir(folder):
            with suppress(OSError):
                total += entry.stat(follow_symlinks=False).st_size
    return total


def _last_line(path: Path) -> bytes:
    """Return the last whole line of what a process writes; nothing where there is none."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _MESSAGE_BYTES))
            text = file.read()
    except OSError:
        return b""
    lines = text[: text.rfind(b"\n") + 1].strip().splitlines()
    return lines[-1] if lines else b""
