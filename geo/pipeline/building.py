"""Workspaces: built from documents, added to, taken from, corrected, and brought up to date.

Everything of the workspace is imported by the call that needs it: reading a document needs none of it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import DocumentError
from geo.model import Document, Reading
from geo.pipeline.many import HERE, Spread, read_documents
from geo.pipeline.one import reread
from geo.reading.documents import read_sources
from geo.reading.sides import side_of

if TYPE_CHECKING:
    from geo.pipeline.unfinished import Unfinished
    from geo.workspace.corrections.compose import Shown
    from geo.workspace.corrections.entries import Entry, OwnPlace
    from geo.workspace.corrections.preview import Preview
    from geo.workspace.store import Workspace

__all__ = ["BuildReport", "add", "build", "correct", "corrected_readings", "preview", "refresh", "remove"]

LOCK_SECONDS = 10.0  # as `geo.workspace.locks` has it, which is imported only when something is written
Progress = Callable[[str, int, int], None]
Failure = Callable[[DocumentError], None]
CREDITS = ("GeoNames (CC BY 4.0)", "Made with Natural Earth (public domain)")


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildReport:
    """What a build, an addition or a removal did: documents read, those that failed, and warnings in words.

    ``added``, ``revised``, ``unchanged`` and ``removed`` are ids of documents, where a workspace was there already.
    ``resumed`` is how many of those read had been read before, by a build that was stopped.
    """

    read: int
    failed: tuple[DocumentError, ...] = ()
    warnings: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    resumed: int = 0


def build(
    sources: Iterable[Path | str],
    workspace: Path,
    *,
    published: date | None = None,
    spread: Spread = HERE,
    progress: Progress | None = None,
) -> BuildReport:
    """Build a workspace from files and folders; one that is there is replaced when the new one is whole.

    A build that was stopped goes on where it stopped (see `geo.pipeline.unfinished`).

    Parameters
    ----------
    spread
        Who reads: see `geo.pipeline.many`.
    progress
        Called after each document with its id, how many are done, and how many there are.

    Raises
    ------
    WorkspaceError
        When the workspace cannot be written. A document that fails is reported, not raised; where none could be read,
        nothing is written and a workspace that is there stays as it is.
    """
    from geo.workspace.store import Workspace

    workspace.parent.mkdir(parents=True, exist_ok=True)
    with _read_for(workspace, sources, published, spread, progress) as (readings, report):
        if readings or not report.failed:
            Workspace.create(workspace, readings, side_of=side_of, sources=CREDITS, reread=reread)
    return report


def add(
    sources: Iterable[Path | str],
    workspace: Path,
    *,
    published: date | None = None,
    spread: Spread = HERE,
    progress: Progress | None = None,
    failure: Failure | None = None,
    lock_seconds: float = LOCK_SECONDS,
) -> BuildReport:
    """Add files and folders to a workspace; a document that is there already with the same text changes nothing.

    Parameters
    ----------
    spread, progress
        As `build`.
    failure
        Called with what failed, before ``progress`` is called for it.
    lock_seconds
        How long to wait for another writer.

    Raises
    ------
    WorkspaceError
        When there is no such workspace, or it cannot be written.
    """
    existing = _open(workspace, lock_seconds)
    with _read_for(workspace, sources, published, spread, progress, failure) as (readings, report):
        change = existing.add(readings)
    return replace(report, added=change.added, revised=change.revised, unchanged=change.unchanged)


def remove(documents: Iterable[str], workspace: Path, *, lock_seconds: float = LOCK_SECONDS) -> BuildReport:
    """Remove documents from a workspace, with everything that rests on them alone.

    Raises
    ------
    WorkspaceError
        When there is no such workspace or document, or it cannot be written; nothing is removed then.
    """
    return BuildReport(read=0, removed=_open(workspace, lock_seconds).remove(*documents).removed)


def correct(workspace: Path, *entries: "Entry", force: bool = False, lock_seconds: float = LOCK_SECONDS) -> int:
    """Correct a workspace: keep the entries in its log, then bring its tables up to it.

    Returns
    -------
    int
        The workspace's version afterwards.

    Raises
    ------
    CorrectionConflictError
        When somebody corrected the same since the entry's basis; nothing was kept. ``force`` keeps it all the same.
    CorrectionError, WorkspaceError
        When an entry cannot stand in the log, or the log cannot be written; nothing was kept. A workspace that cannot
        be written after that is behind its log until the next write: nothing is lost.
    """
    from geo.workspace.corrections.log import append

    existing = _open(workspace, lock_seconds)
    append(workspace, *entries, force=force, lock_seconds=lock_seconds)
    return existing.refresh()


def preview(workspace: Path, *entries: "Entry") -> "Preview":
    """Say what entries would change, without keeping them."""
    return _open(workspace).preview(*entries)


def corrected_readings(workspace: Path, documents: Iterable[str]) -> "Shown":
    """Return documents of a workspace as they were read and as they are shown, with all that its log says of them."""
    from geo.workspace.corrections.compose import shown

    return shown(workspace, frozenset(documents), reread)


def refresh(workspace: Path, *, lock_seconds: float = LOCK_SECONDS) -> int:
    """Bring the tables of a workspace up to its log, where they are behind it, and return its version."""
    return _open(workspace, lock_seconds).refresh()


def _open(workspace: Path, lock_seconds: float = LOCK_SECONDS) -> "Workspace":
    from geo.workspace.store import Workspace

    return Workspace.open(workspace, side_of=side_of, sources=CREDITS, reread=reread, lock_seconds=lock_seconds)


@contextmanager
def _read_for(
    workspace: Path,
    sources: Iterable[Path | str],
    published: date | None,
    spread: Spread,
    progress: Progress | None,
    failure: Failure | None = None,
) -> Iterator[tuple[list[Reading], BuildReport]]:
    """Read documents for a workspace that the body writes; if it is stopped before its end, nothing is read twice."""
    from geo.pipeline.unfinished import resuming
    from geo.workspace.corrections.log import read_log

    places = read_log(workspace).own_places
    documents = list(read_sources(sources, published=published))
    readings: list[Reading] = []
    failed: list[DocumentError] = []
    with resuming(workspace, places) as before:
        known = {document.id: found for document, found in _known(documents, before)}
        for number, found in enumerate(_in_order(documents, before, known, places, spread), start=1):
            if isinstance(found, DocumentError):
                failed.append(found)
                if failure:
                    failure(found)
            else:
                readings.append(found)
            if progress:
                progress(found.name if isinstance(found, DocumentError) else found.document.id, number, len(documents))
        warnings = tuple(warning for reading in readings for warning in reading.warnings)
        yield (
            readings,
            BuildReport(read=len(readings), failed=tuple(failed), warnings=warnings, resumed=len(known)),
        )


def _known(documents: list[Document | DocumentError], before: "Unfinished") -> Iterator[tuple[Document, Reading]]:
    for document in documents:
        found = before.get(document) if isinstance(document, Document) else None
        if isinstance(document, Document) and found is not None:
            yield document, found


def _in_order(
    documents: list[Document | DocumentError],
    before: "Unfinished",
    known: Mapping[str, Reading],
    places: "tuple[OwnPlace, ...]",
    spread: Spread,
) -> Iterator[Reading | DocumentError]:
    """Yield what was read before and what is read now, in the order of the documents."""
    fresh = (one for one in documents if isinstance(one, DocumentError) or one.id not in known)
    answers = read_documents(fresh, places=places, spread=spread)
    for document in documents:
        if isinstance(document, Document) and document.id in known:
            yield known[document.id]
            continue
        answer = next(answers)
        if isinstance(answer, Reading):
            before.keep(answer)
        yield answer
