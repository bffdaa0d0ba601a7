"""Files that several programs write: taking turns by a lock beside them, and bringing them to the disk."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from geo.errors import WorkspaceError

__all__ = ["sync", "turn"]


@contextmanager
def turn(path: Path, *, seconds: float) -> Iterator[None]:
    """Hold the right to write a file, by a lock beside it.

    Raises
    ------
    WorkspaceError
        When another writer has it for that long, or no lock can be made in the folder.
    """
    if not path.parent.is_dir():
        raise WorkspaceError(f"{path}: there is no folder {path.parent}; make it first")
    lock = FileLock(path.with_name(f".{path.name}.lock"), timeout=seconds)
    try:
        lock.acquire()
    except Timeout as error:
        raise WorkspaceError(f"{path} is being written by another program (waited {seconds:g} s); try later") from error
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be locked for writing: {error}") from error
    try:
        yield
    finally:
        lock.release()


def sync(path: Path) -> None:
    """Make the operating system write a file, or a folder's list of names, to the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folders
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
