"""People at work on a workspace until they are killed: processes of the crash tests.

What counts is written to a file as soon as it is so, by one call of the system: the id of each entry when `append` has
returned, "added" when a build has.
"""

import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import ModuleType

from geo.errors import CorrectionConflictError, WorkspaceError
from geo.workspace.corrections.log import append, read_log
from geo.workspace.store import Workspace
from tests import builders as b
from tests.workspace.corrections import making as m

PATIENT_SECONDS = 120.0


class Worker:
    """A process at work, and what it has said so far."""

    def __init__(self, process: ForkServerProcess, said: Path) -> None:
        self.process = process
        self._said = said

    def lines(self) -> list[str]:
        text = self._said.read_text(encoding="utf-8") if self._said.exists() else ""
        return [line.strip() for line in text.splitlines(keepends=True) if line.endswith("\n")]

    def wait_for(self, count: int = 1) -> list[str]:
        end = time.monotonic() + PATIENT_SECONDS
        while len(self.lines()) < count:
            assert time.monotonic() < end, f"{self.process} said {self.lines()} only"
            assert self.process.is_alive(), f"{self.process} ended by itself"
            time.sleep(0.002)
        return self.lines()

    def kill(self) -> list[str]:
        """Kill it, and return all that it had said by then."""
        self.process.kill()
        self.process.join(PATIENT_SECONDS)
        assert self.process.exitcode == -9, f"{self.process} ended by itself"
        return self.lines()


@contextmanager
def at_work(path: Path, what: str, name: str = "builder") -> Iterator[Worker]:
    """Start somebody at work (`correct`, `build` or `race`); whatever happens, they are gone afterwards.

    They are forked off a process that has imported everything: forty interpreters would take minutes to start.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    said = path.with_name(f"{name}-{time.monotonic_ns()}.said")
    process = context.Process(target=_work, args=(what, path, name, said))
    with _no_main():
        process.start()
    try:
        yield Worker(process, said)
    finally:
        process.kill()
        process.join(PATIENT_SECONDS)


@contextmanager
def _no_main() -> Iterator[None]:
    """Hide the main module, which a new process would run: tests of pages leave a page of theirs in its place."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _work(what: str, path: Path, name: str, said: Path) -> None:
    handle = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    {"correct": correct, "build": build, "race": race}[what](path, name, handle)


def say(handle: int, *words: str) -> None:
    os.write(handle, f"{' '.join(words)}\n".encode())


def correct(path: Path, author: str, handle: int) -> None:
    workspace = Workspace.open(path, reread=m.reread, lock_seconds=PATIENT_SECONDS)
    target = m.target(m.read())
    for number in range(1_000_000):
        place = m.ALEPPO if number % 2 else b.TRIPOLI
        first = m.means(target, place=place, author=author, basis=read_log(path).last)
        entries = (first, m.undo(first, author=author)) if number % 5 == 4 else (first,)
        append(path, *entries, force=True, lock_seconds=PATIENT_SECONDS)
        for entry in entries:
            say(handle, entry.id)
        if number % 4 == 3:
            workspace.refresh()


def build(path: Path, name: str, handle: int) -> None:
    """Add and remove a document in turn; now and then build the whole workspace anew."""
    workspace = Workspace.open(path, reread=m.reread, lock_seconds=PATIENT_SECONDS)
    other = m.read(id="other")
    for number in range(1_000_000):
        workspace.add([other])
        say(handle, "added")
        try:
            workspace.remove("other")
        except WorkspaceError:  # another builder took it away
            continue
        if number % 3 == 1:
            Workspace.create(path, [m.read()], reread=m.reread, lock_seconds=PATIENT_SECONDS)


def race(path: Path, author: str, handle: int) -> None:
    """Correct the first mention as soon as there is a file ``go``, knowing all that was in the log before."""
    basis = read_log(path).last
    entry = m.means(m.target(m.read()), place=m.ALEPPO if author == "Lina" else b.TRIPOLI, author=author, basis=basis)
    say(handle, "ready")
    while not path.with_name("go").exists():
        time.sleep(0.0005)
    try:
        append(path, entry, lock_seconds=PATIENT_SECONDS)
    except CorrectionConflictError as error:
        say(handle, "told", *error.entries)
        time.sleep(PATIENT_SECONDS)
    say(handle, "kept", entry.id)
    time.sleep(PATIENT_SECONDS)
