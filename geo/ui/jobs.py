"""Long work, done outside of the page's thread: in processes of their own, known to all sessions by the workspace.

Leaving or reloading a page neither stops a job nor starts it twice. A workspace has one job at a time, others wait.
A job is the command line's ``add`` or ``remove``: it writes the workspace in one step at its end, so that a job which
is cancelled, killed or left behind by the server has changed nothing or everything. The registry is made once for the
whole server (see `geo.ui.documents.work.registry`); what it hands out are frozen pictures of its jobs.
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
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import geo
from geo.errors import WorkspaceError
from geo.ui.job_records import ACTIVE, Job, Kind, Line, State, parse_line
from geo.ui.leftovers import sweep
from geo.workspace.geopackage import content_key

__all__ = ["Jobs"]

MOST_WAITING = 10  # jobs of one workspace
MOST_RUNNING = 2  # processes of all workspaces
MOST_KEPT = 20  # ended jobs
MOST_LISTED = 1_000  # failures of a job
MOST_LINE = 64 * 1024 * 1024
GRACE_SECONDS = 5.0
_FOLDER = "kharita-jobs-"
_MESSAGE_BYTES = 4_000


@dataclass(kw_only=True, eq=False)
class _Run:
    """A job as it goes on: changed under the registry's lock only."""

    job: Job
    arguments: tuple[str, ...]
    digest: str
    staged: Path | None = None
    process: "subprocess.Popen[bytes] | None" = None
    cancelled: bool = False
    failures: list[Any] = field(default_factory=list)


class Jobs:
    """All jobs of this server.

    Parameters
    ----------
    command
        What runs the command line; by default ``python -m geo`` of this very program.
    """

    def __init__(self, command: Sequence[str] = (sys.executable, "-m", "geo")) -> None:
        self._command = tuple(command)
        self._lock = threading.RLock()
        self._runs: list[_Run] = []
        self._folder: Path | None = None
        self._closed = False

    # ---- asking

    def of(self, workspace: Path) -> tuple[Job, ...]:
        """Return the jobs of a workspace in the order in which they were asked for."""
        with self._lock:
            return tuple(run.job for run in self._runs if run.job.workspace == workspace)

    def get(self, key: str) -> Job | None:
        """Return a job by its id, as it is now; None once it is forgotten."""
        with self._lock:
            run = self._find(key)
            return run.job if run else None

    # ---- doing

    def add(self, workspace: Path, lines: Iterable[str], *, names: Sequence[str], by: str = "") -> Job:
        """Add documents, each a line of JSON, to a workspace; the same again while it waits or runs is the same job.

        Parameters
        ----------
        names
            What to call the documents, for whoever looks.
        by
            Who asked for it; "" where nobody knows.

        Raises
        ------
        WorkspaceError
            When too many jobs wait for this workspace, or there is no room for the documents.
        """
        try:
            staged, digest = self._stage(lines)
        except OSError as error:
            raise WorkspaceError(f"the documents cannot be laid down for reading: {error.strerror}") from error
        arguments = ("add", "--progress", "json", "--", str(workspace), str(staged))
        return self._ask("add", workspace, arguments, digest=digest, staged=staged, names=names, by=by)

    def remove(self, workspace: Path, documents: Sequence[str], *, by: str = "") -> Job:
        """Remove documents by their ids; raises as `add`."""
        arguments = ("remove", "--progress", "json", "--", str(workspace), *documents)
        digest = hashlib.sha256("\0".join(documents).encode("utf-8", "surrogatepass")).hexdigest()
        return self._ask("remove", workspace, arguments, digest=digest, staged=None, names=documents, by=by)

    def cancel(self, key: str) -> None:
        """End a job: one that waits at once, one that runs as soon as its process has gone."""
        with self._lock:
            run = self._find(key)
            if run is None or run.job.state not in ACTIVE:
                return
            run.cancelled = True
            if run.process is None:
                self._change(run, state="cancelled")
                self._clear(run)
                return
            process = run.process
        with suppress(OSError):
            process.terminate()
        timer = threading.Timer(GRACE_SECONDS, process.kill)
        timer.daemon = True
        timer.start()

    def forget(self, key: str) -> None:
        """Drop an ended job: everybody has read what became of it."""
        with self._lock:
            self._runs = [run for run in self._runs if run.job.id != key or run.job.state in ACTIVE]

    def close(self) -> None:
        """End all jobs and remove what they left: the server ends."""
        with self._lock:
            self._closed = True
            runs = [run for run in self._runs if run.job.state in ACTIVE]
        for run in runs:
            self.cancel(run.job.id)
        for run in runs:
            if run.process is not None:
                with suppress(subprocess.TimeoutExpired):
                    run.process.wait(timeout=2 * GRACE_SECONDS)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    # ---- the registry

    def _ask(
        self,
        kind: Kind,
        workspace: Path,
        arguments: tuple[str, ...],
        *,
        digest: str,
        staged: Path | None,
        names: Sequence[str],
        by: str,
    ) -> Job:
        with self._lock:
            waiting = [run for run in self._runs if run.job.workspace == workspace and run.job.state in ACTIVE]
            same = [run for run in waiting if run.digest == digest and run.job.kind == kind and not run.cancelled]
            if same or self._closed or len(waiting) > MOST_WAITING:
                if staged is not None:
                    staged.unlink(missing_ok=True)
                if same:
                    return same[0].job
                raise WorkspaceError(
                    f"{workspace.name}: {len(waiting)} jobs run or wait already; wait until one has ended"
                    if not self._closed
                    else "the program is ending: nothing more is added"
                )
            job = Job(
                id=secrets.token_hex(8),
                workspace=workspace,
                kind=kind,
                names=tuple(names),
                by=by,
                total=len(names),
                asked=time.time(),
            )
            run = _Run(job=job, arguments=arguments, digest=digest, staged=staged)
            self._runs.append(run)
            self._go_on()
            return run.job

    def _go_on(self) -> None:
        """Start what waits, one job a workspace; the lock is held. What ended long ago is forgotten."""
        ended = [run for run in self._runs if run.job.state not in ACTIVE]
        for old in ended[: max(0, len(ended) - MOST_KEPT)]:
            self._runs.remove(old)
        running = [run for run in self._runs if run.job.state == "running"]
        for run in self._runs:
            busy = {other.job.workspace for other in running}
            if run.job.state != "waiting" or run.job.workspace in busy or len(running) >= MOST_RUNNING or self._closed:
                continue
            self._change(run, state="running")
            running.append(run)
            self._start(run)

    def _start(self, run: _Run) -> None:
        errors = (run.staged or self._own_folder() / f"{run.job.id}.jsonl").with_suffix(".err")
        before = _content(run.job.workspace)
        try:
            with errors.open("xb") as said:
                run.process = subprocess.Popen(  # noqa: S603 - our own program, its arguments are no shell's
                    [*self._command, *run.arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=said,
                    cwd=Path(geo.__file__).parents[1],
                    start_new_session=True,  # Ctrl-C at the server's terminal ends the server, which ends this
                )
        except OSError as error:
            self._change(run, state="failed", fault=f"the work cannot be started: {error}")
            self._clear(run)
            return
        name = f"job-{run.job.id}"
        threading.Thread(target=self._follow, args=(run, run.process, errors, before), name=name, daemon=True).start()

    def _follow(self, run: _Run, process: "subprocess.Popen[bytes]", errors: Path, before: object) -> None:
        """Read what a process tells until it ends: the only reader of its output."""
        assert process.stdout is not None
        with process.stdout as output:
            while text := output.readline(MOST_LINE):
                line = parse_line(text)
                if line is not None:
                    self._take(run, line)
        status = process.wait()
        fault = _last_words(errors)
        errors.unlink(missing_ok=True)
        changed = _content(run.job.workspace) != before
        with self._lock:
            state: State = "done" if run.job.outcome else "cancelled" if run.cancelled else "failed"
            told = {} if state == "done" else {"fault": fault, "killed": -min(status, 0), "changed": changed}
            self._change(run, state=state, **told)
            self._clear(run)
            self._go_on()

    def _take(self, run: _Run, line: Line) -> None:
        now = time.monotonic()
        with self._lock:
            if line.outcome is not None:
                self._change(run, outcome=line.outcome, failed=line.outcome.failed[:MOST_LISTED])
                return
            if line.failure is not None and len(run.failures) < MOST_LISTED:
                run.failures.append(line.failure)
            first = run.job.first if run.job.first is not None else now
            self._change(
                run,
                done=line.done,
                total=line.total,
                name=line.name,
                first=first,
                latest=now,
                failed=tuple(run.failures),
            )

    def _find(self, key: str) -> _Run | None:
        return next((run for run in self._runs if run.job.id == key), None)

    def _change(self, run: _Run, **changes: Any) -> None:
        run.job = replace(run.job, **changes)

    # ---- files

    def _own_folder(self) -> Path:
        """Return the folder of this registry, for nobody else to read; made at first need."""
        with self._lock:
            if self._folder is None:
                sweep(Path(tempfile.gettempdir()), _FOLDER)
                self._folder = Path(tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-"))
            return self._folder

    def _stage(self, lines: Iterable[str]) -> tuple[Path, str]:
        path = self._own_folder() / f"{secrets.token_hex(16)}.jsonl"
        digest = hashlib.sha256()
        with path.open("xb") as file:
            for line in lines:
                written = f"{line}\n".encode()
                digest.update(written)
                file.write(written)
        return path, digest.hexdigest()

    def _clear(self, run: _Run) -> None:
        if run.staged is not None:
            run.staged.unlink(missing_ok=True)


def _content(workspace: Path) -> object:
    try:
        return content_key(workspace)
    except WorkspaceError:
        return None


def _last_words(path: Path) -> str:
    """Return the last line of what a process said went wrong, without the program's name before it."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _MESSAGE_BYTES))
            lines = file.read().decode("utf-8", "replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1].removeprefix("kharita: ") if lines else ""
