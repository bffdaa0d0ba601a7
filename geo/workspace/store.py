"""A workspace on disk: an account that documents are added to and removed from.

The file keeps, besides the tables, each document's reading, so that the account is merged anew without reading the
other documents again. Its ``version`` counts up with every change of content; its ``hash`` depends on the readings and
the corrections in force alone, not on when or in which order they came. What analysts corrected stands in a log beside
the file (`geo.workspace.corrections`), which every write replays over the readings; what they noted
(`geo.workspace.annotations`) is carried over and counts in neither. Writers take turns by a lock beside the file;
readers need none.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import geo
from geo.errors import WorkspaceError
from geo.model import Reading
from geo.workspace.account import latest
from geo.workspace.corrections.entries import Entry
from geo.workspace.corrections.listing import list_entries
from geo.workspace.corrections.log import Log, digest_of, read_log, restore
from geo.workspace.corrections.preview import Preview, compare, concerned_by, within
from geo.workspace.corrections.replay import Reread, replay
from geo.workspace.corroborate import corroborate
from geo.workspace.geopackage import (
    SCHEMA_VERSION,
    content_key,
    read_annotation_tables,
    read_columns,
    read_metadata,
    read_readings,
    read_tables,
    write_geopackage,
)
from geo.workspace.locks import LOCK_SECONDS, locked
from geo.workspace.serialise import from_json, to_json
from geo.workspace.tables import Tables, clean_text, frame, join
from geo.workspace.tabulate import tabulate

__all__ = ["LOCK_SECONDS", "Change", "Workspace", "load"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What a call did, by document id. When nothing was added, revised or removed, the file was not touched."""

    added: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    version: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.revised or self.removed)


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """A workspace by its path. Nothing is held in memory: every method reads the file as it is then.

    ``side_of`` and ``sources`` are the caller's data: the side of a claimant (see `corroborate`), and whom to credit as
    a source besides the places' own. ``reread`` reads a document again with what analysts decided of its mentions;
    without it their events and flows do not follow. ``lock_seconds`` says how long to wait for another writer.
    """

    path: Path
    side_of: Callable[[str], str] | None = None
    sources: tuple[str, ...] = ()
    reread: Reread | None = None
    lock_seconds: float = LOCK_SECONDS

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        side_of: Callable[[str], str] | None = None,
        sources: Iterable[str] = (),
        reread: Reread | None = None,
        lock_seconds: float = LOCK_SECONDS,
    ) -> Self:
        """Open a workspace that exists.

        Raises
        ------
        WorkspaceError
            For a file that is not there, or is no workspace of this program.
        """
        workspace = cls(
            path=Path(path), side_of=side_of, sources=tuple(sources), reread=reread, lock_seconds=lock_seconds
        )
        workspace.metadata()
        return workspace

    @classmethod
    def create(
        cls,
        path: str | Path,
        readings: Iterable[Reading] = (),
        *,
        side_of: Callable[[str], str] | None = None,
        sources: Iterable[str] = (),
        reread: Reread | None = None,
        lock_seconds: float = LOCK_SECONDS,
    ) -> Self:
        """Write a workspace of these readings; one that is there already is replaced, any other file never.

        Its version goes on from the replaced one's, so that whoever has it open sees the change.
        """
        workspace = cls(
            path=Path(path), side_of=side_of, sources=tuple(sources), reread=reread, lock_seconds=lock_seconds
        )
        fresh = _fresh(readings)
        kept = {doc: to_json(reading) for doc, reading in fresh.items()}
        with locked(workspace.path, seconds=workspace.lock_seconds):
            version = workspace.version if workspace.path.exists() else 0
            workspace._write(kept, fresh, version=version + 1, created="")
        return workspace

    @property
    def version(self) -> int:
        """How many times its content has changed; 1 when new."""
        return _version(self.metadata())

    @property
    def content_key(self) -> tuple[str, str]:
        """Version and hash of the account, as they are now: what caches of it are to be keyed by."""
        return content_key(self.path)

    def metadata(self) -> dict[str, str]:
        """Read version, hash, program version, times and credits."""
        return read_metadata(self.path)

    def tables(self) -> Tables:
        """Read all tables, from one state of the file."""
        return read_tables(self.path)

    def readings(self) -> tuple[Reading, ...]:
        """Read every document's reading, by document id."""
        return tuple(from_json(text) for _, _, text in sorted(read_readings(self.path)[1]))

    def documents(self) -> dict[str, str]:
        """Return the documents in it: id -> hash of its text."""
        return {doc: text_hash for doc, text_hash, _ in sorted(read_readings(self.path)[1])}

    def add(self, readings: Iterable[Reading]) -> Change:
        """Add documents as read; one that is there already with the same reading changes nothing.

        The same id with another text, metadata or reading is a revision and replaces the one before.
        """
        fresh = _fresh(readings)
        new = {doc: to_json(reading) for doc, reading in fresh.items()}
        with locked(self.path, seconds=self.lock_seconds):
            metadata, kept = self._kept()
            unchanged = tuple(key for key in new if kept.get(key) == new[key])
            change = Change(
                added=tuple(key for key in new if key not in kept),
                revised=tuple(key for key in new if key in kept and kept[key] != new[key]),
                unchanged=unchanged,
                version=_version(metadata) + (len(unchanged) < len(new)),
            )
            if change:
                self._write(kept | new, fresh, version=change.version, created=metadata.get("created", ""))
        return change

    def remove(self, *documents: str) -> Change:
        """Remove documents and everything that rests on them alone.

        Raises
        ------
        WorkspaceError
            For a document that is not there; nothing is removed then.
        """
        with locked(self.path, seconds=self.lock_seconds):
            metadata, kept = self._kept()
            unknown = sorted(set(documents) - set(kept))
            if unknown:
                raise WorkspaceError(f"{self.path} holds no document {', '.join(unknown)}; nothing was removed")
            change = Change(removed=tuple(sorted(set(documents))), version=_version(metadata) + bool(documents))
            if change:
                left = {key: text for key, text in kept.items() if key not in documents}
                self._write(left, {}, version=change.version, created=metadata.get("created", ""))
        return change

    def preview(self, *entries: Entry) -> Preview:
        """Say what entries would change, were they added to the log; nothing is written."""
        log = read_log(self.path)
        grown = replace(log, entries=(*log.entries, *entries))
        concerned = concerned_by(log, entries)
        readings = {doc: from_json(text) for doc, _, text in read_readings(self.path, documents=concerned)[1]}
        before = replay(readings, within(log, concerned), self.reread)
        after = replay(readings, within(grown, concerned), self.reread)
        return compare(before, after)

    @property
    def is_behind(self) -> bool:
        """Whether the log holds corrections that the tables do not show yet."""
        return self.metadata().get("corrections", "") != digest_of(self.path)

    def refresh(self) -> int:
        """Bring the tables up to the log of corrections, where they are behind it, and return the version."""
        with locked(self.path, seconds=self.lock_seconds):
            metadata, kept = self._kept()
            if metadata.get("corrections", "") == digest_of(self.path):
                return _version(metadata)
            version = _version(metadata) + 1
            self._write(kept, {}, version=version, created=metadata.get("created", ""))
        return version

    def _kept(self) -> tuple[dict[str, str], dict[str, str]]:
        metadata, rows = read_readings(self.path)
        return metadata, {doc: text for doc, _, text in rows}

    def _write(self, kept: dict[str, str], fresh: Mapping[str, Reading], *, version: int, created: str) -> None:
        """Merge the readings (those at hand as they are), as corrected, and write the file; the lock is held."""
        if self.path.exists():  # it may have come here without its log
            restore(self.path, read_columns(self.path, "corrections", ["entry"])["entry"])
        digest, log = digest_of(self.path), read_log(self.path)  # in this order: what comes between is still to come
        automatic = {doc: fresh[doc] if doc in fresh else from_json(kept[doc]) for doc in sorted(kept)}
        replayed = replay(automatic, log, self.reread)
        account = corroborate(replayed.readings.values(), side_of=self.side_of, arrangements=replayed.arrangements)
        tables = replace(tabulate(account), corrections=frame("corrections", list_entries(log, replayed.orphans)))
        if self.path.exists():  # what analysts noted outlives the account that they noted it on
            noted = read_annotation_tables(self.path)
            tables = replace(tables, grades=noted["grades"], views=noted["views"])
        now = datetime.now(UTC).isoformat(timespec="seconds")
        metadata = {
            "schema_version": str(SCHEMA_VERSION),
            "program_version": geo.__version__,
            "version": str(version),
            "hash": _hash(kept, log),
            "corrections": digest,
            "created": created or now,
            "updated": now,
            "documents": str(len(kept)),
            "credits": join(_credits(tables, self.sources)),
        }
        rows = [(doc, reading.document.text_hash, kept[doc]) for doc, reading in automatic.items()]
        write_geopackage(tables, self.path, readings=rows, metadata=metadata)


def load(path: str | Path) -> Tables:
    """Read the tables of the workspace at that path (see `Workspace.tables`)."""
    return read_tables(Path(path))


def _fresh(readings: Iterable[Reading]) -> dict[str, Reading]:
    """Return the last reading of each document, by document id."""
    fresh = {reading.document.id: reading for reading in latest(readings)}
    for doc in fresh:
        if not doc or doc != clean_text(doc):
            raise WorkspaceError(f"document id {doc!r} cannot be kept: expected text without U+0000 and surrogates")
    return fresh


def _version(metadata: Mapping[str, str]) -> int:
    found = metadata.get("version", "")
    if not found.isascii() or not found.isdigit():
        raise WorkspaceError(f"the workspace has version {found!r}, no number; move it away and build it again")
    return int(found)


def _hash(kept: dict[str, str], log: Log) -> str:
    digest = hashlib.sha256(f"schema {SCHEMA_VERSION}".encode())
    for doc in sorted(kept):
        digest.update(hashlib.sha256(doc.encode("utf-8", "surrogatepass")).digest())
        digest.update(hashlib.sha256(kept[doc].encode()).digest())
    for entry in log.in_force:
        digest.update(entry.id.encode())
    return digest.hexdigest()


def _credits(tables: Tables, others: Iterable[str]) -> list[str]:
    """Name the sources of the places in it, with their licences, and the others given."""
    used = tables.places[["source", "licence"]].drop_duplicates().itertuples(index=False, name=None)
    named = [f"{source} ({licence})" if licence else source for source, licence in used if source]
    return sorted({name.casefold(): name for name in (*named, *others)}.values())  # the caller's spelling counts
