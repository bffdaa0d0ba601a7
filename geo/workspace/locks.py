"""Writers of a workspace take turns, by a lock beside the file; readers need none."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from geo.errors import WorkspaceError
from geo.workspace.geopackage import check_name, remove_leftovers

__all__ = ["LOCK_SECONDS", "locked"]

LOCK_SECONDS = 10.0


@contextmanager
def locked(path: Path, *, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the right to write a workspace; what killed writers left beside it is removed first.

    Raises
    ------
    WorkspaceError
        When another writer has it for that long, or no lock can be made in the folder.
    """
    check_name(path)
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
        remove_leftovers(path)
        yield
    finally:
        lock.release()
