"""Writers of a workspace take turns, by a lock beside the file; readers need none."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.workspace.disk import turn
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
    with turn(path, seconds=seconds):
        remove_leftovers(path)
        yield
