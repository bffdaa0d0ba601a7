"""A writer that is killed at a chosen step. Run by the tests: killed_writer.py WORKSPACE STEP."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

import pyogrio

from geo.workspace import geopackage
from geo.workspace.store import Workspace
from tests import builders as b


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(call: Any, *, number: int = 1) -> Any:
    """The call as it is, but death instead of its nth time."""
    calls = 0

    def wrapped(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == number:
            die()
        return call(*arguments, **options)

    return wrapped


def arm(step: str) -> None:
    name, _, number = step.partition("-")
    if name == "layer":
        pyogrio.write_dataframe = before(pyogrio.write_dataframe, number=int(number))
    elif name == "sync":
        geopackage.sync = before(geopackage.sync, number=int(number))
    elif name == "replace":
        Path.replace = before(Path.replace)  # type: ignore[method-assign]
    elif name == "locked":
        geopackage.settle_journal = before(geopackage.settle_journal)


if __name__ == "__main__":
    workspace = Workspace.open(sys.argv[1])
    if sys.argv[2] == "loop":
        while True:
            workspace.remove("sample-monitor")
            print("written", flush=True)
            workspace.add(b.sample_readings())
    arm(sys.argv[2])
    workspace.remove("sample-monitor")
