"""The log of corrections: JSON Lines beside the workspace, appended to and never rewritten.

A line is one entry with a checksum, and counts when its newline is on the disk: whoever appends holds a lock of the
log's own (never the workspace's, so that a long build keeps nobody waiting), brings file and folder to the disk, and
only then goes on. A line that a killed writer left half written is ended by the next one, reported and passed over:
nobody was told that it was kept.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from geo.errors import CorrectionConflictError, CorrectionError, WorkspaceError
from geo.workspace.corrections.entries import Entry, OwnPlace, checked
from geo.workspace.disk import sync, turn
from geo.workspace.serialise import as_plain, from_plain

__all__ = [
    "LOG_FORMAT",
    "Log",
    "append",
    "conflicts",
    "digest_of",
    "log_path",
    "parse_lines",
    "read_log",
    "restore",
    "to_line",
]

LOG_FORMAT = 1
SUFFIX = ".corrections.jsonl"
LOCK_SECONDS = 10.0
MAX_LINE_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Log:
    """A state of the log: its entries in order, and the numbers of lines that cannot be read."""

    entries: tuple[Entry, ...] = ()
    damaged: tuple[int, ...] = ()

    @property
    def last(self) -> str:
        """Id of the last entry, "" for none: what a new entry has as its basis."""
        return self.entries[-1].id if self.entries else ""

    @cached_property
    def cancelled(self) -> frozenset[str]:
        """Ids of what was undone; an undo that was itself undone counts for nothing."""
        undone: set[str] = set()
        for entry in reversed(self.entries):
            if entry.action == "undo" and entry.id not in undone:
                undone.add(entry.undoes)
        return frozenset(undone)

    @cached_property
    def in_force(self) -> tuple[Entry, ...]:
        """The entries that count, without those undone and the undoing."""
        return tuple(one for one in self.entries if one.action != "undo" and one.id not in self.cancelled)

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """The entries by their ids."""
        return {entry.id: entry for entry in self.entries}

    def meant_by(self, entry: Entry) -> Entry | None:
        """Return the correction that an entry is about: itself, or what it undoes in the end.

        None where that is not in the log, or where undoing goes round in a circle, as only a forged log has it.
        """
        seen: set[str] = set()
        one: Entry | None = entry
        while one is not None and one.action == "undo":
            if one.id in seen:
                return None
            seen.add(one.id)
            one = self.by_id.get(one.undoes)
        return one

    @property
    def own_places(self) -> tuple[OwnPlace, ...]:
        """Places that analysts added: known to whatever is read from then on."""
        return tuple(entry.place for entry in self.in_force if entry.place is not None)

    def entry(self, identity: str) -> Entry:
        """Return the entry of that id.

        Raises
        ------
        CorrectionError
            When there is none.
        """
        if identity in self.by_id:
            return self.by_id[identity]
        raise CorrectionError(f"the log holds no correction {identity[:40]!r}")


def log_path(workspace: Path) -> Path:
    """Return where the log of a workspace lies: beside it, whether it is there or not.

    Examples
    --------
    >>> log_path(Path("a/b.gpkg")).name
    'b.gpkg.corrections.jsonl'
    """
    return workspace.with_name(workspace.name + SUFFIX)


def read_log(workspace: Path) -> Log:
    """Read the log of a workspace; one that is not there is empty.

    Raises
    ------
    WorkspaceError
        When the file cannot be read.
    """
    try:
        with log_path(workspace).open("rb") as file:
            return parse_lines(file)
    except FileNotFoundError:
        return Log()
    except OSError as error:
        raise WorkspaceError(f"{log_path(workspace)} cannot be read: {error.strerror or error}") from error


def digest_of(workspace: Path) -> str:
    """Return what stands for the state of a log without parsing it: size and a hash of its end, "" for no log.

    As nothing is ever rewritten, two states of one log differ in it.
    """
    try:
        with log_path(workspace).open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 4096))
            return f"{size}-{hashlib.sha256(file.read()).hexdigest()[:16]}" if size else ""
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise WorkspaceError(f"{log_path(workspace)} cannot be read: {error.strerror or error}") from error


def parse_lines(lines: Iterable[bytes]) -> Log:
    """Take entries from lines; what is no entry is counted by its line, and an entry told twice counts once."""
    entries: dict[str, Entry] = {}
    damaged: list[int] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        entry = _entry(line)
        if entry is None:
            damaged.append(number)
        else:
            entries.setdefault(entry.id, entry)
    return Log(entries=tuple(entries.values()), damaged=tuple(damaged))


def to_line(entry: Entry) -> bytes:
    """Write an entry as a line with its checksum."""
    content = _canonical({"format": LOG_FORMAT, **as_plain(entry)})
    return _canonical({"sum": _sum(content), "entry": json.loads(content)}) + b"\n"


def append(workspace: Path, *entries: Entry, force: bool = False, lock_seconds: float = LOCK_SECONDS) -> Log:
    """Add entries to the log of a workspace, all or none of them, and return the log with them.

    When it returns they are on the disk. The workspace's tables follow with its next write. An entry that is there
    already is not added once more. A writer killed on the way may leave the first of several entries, each whole.

    Parameters
    ----------
    force : bool
        Also against what others corrected since the author looked.

    Raises
    ------
    CorrectionConflictError
        When somebody corrected the same since the entry's basis; nothing was added.
    CorrectionError
        For an entry that cannot stand in the log, or one that undoes what is not there.
    WorkspaceError
        When the log cannot be written.
    """
    for entry in entries:
        checked(entry)
    path = log_path(workspace)
    with turn(path, seconds=lock_seconds):
        log = read_log(workspace)
        new = list({entry.id: entry for entry in entries if entry.id not in log.by_id}.values())
        grown = replace(log, entries=(*log.entries, *new))
        known = set(log.by_id)
        for entry in new:
            if entry.action == "undo" and entry.undoes not in known:
                log.entry(entry.undoes)
            known.add(entry.id)
            others = () if force else conflicts(log, entry)
            if others:
                who = ", ".join(dict.fromkeys(other.author for other in others))
                raise CorrectionConflictError(
                    f"{who} corrected the same meanwhile: look at it again, then correct it once more",
                    tuple(other.id for other in others),
                )
        if new:
            _write(path, b"".join(to_line(entry) for entry in new))
    return grown


def restore(workspace: Path, copies: Iterable[str], *, lock_seconds: float = LOCK_SECONDS) -> int:
    """Write again what a log has lost: the entries of a copy that are not in it, in their order.

    A workspace is copied, sent or renamed without its log more easily than anybody thinks; it holds a copy of it.

    Returns
    -------
    int
        How many entries were missing.
    """
    copied = parse_lines(line.encode("utf-8", "surrogatepass") for line in copies).entries
    known = read_log(workspace).by_id if copied else {}
    missing = [entry for entry in copied if entry.id not in known]
    if missing:
        append(workspace, *missing, force=True, lock_seconds=lock_seconds)
    return len(missing)


def conflicts(log: Log, entry: Entry) -> tuple[Entry, ...]:
    """Return what was done, after the entry's basis, with the same as it speaks of: corrected, or undone.

    Confirmations do not count, nor what was itself undone since.
    """
    known = [old.id for old in log.entries]
    since = known.index(entry.basis) + 1 if entry.basis in log.by_id else 0
    wanted = _touched(log, entry)
    if not wanted:
        return ()
    later = (old for old in log.entries[since:] if old.id != entry.undoes and old.id not in log.cancelled)
    return tuple(old for old in later if old.action != "confirm" and _touched(log, old) & wanted)


def _touched(log: Log, entry: Entry) -> frozenset[tuple[str, ...]]:
    meant = log.meant_by(entry)
    return meant.keys if meant is not None else frozenset()


def _write(path: Path, lines: bytes) -> None:
    """Append whole lines and bring them to the disk; the lock is held."""
    try:
        with path.open("ab+", buffering=0) as file:  # a buffer would be written again when the file is closed
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(size - 1)
                if file.read(1) != b"\n":  # a killed writer left half a line: end it
                    lines = b"\n" + lines
            try:
                left = memoryview(lines)
                while left:  # a nearly full disk takes a part first
                    left = left[file.write(left) :]
                os.fsync(file.fileno())
            except OSError:
                with suppress(OSError):  # a full disk: what is not whole is taken back
                    file.truncate(size)
                    os.fsync(file.fileno())
                raise
        sync(path.parent)  # each time: whoever made the file may have been killed before it did
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be written, the correction was not kept: {error.strerror}") from error


def _entry(line: bytes) -> Entry | None:
    """Take an entry from a line; None where it is none, or not the one that was written."""
    if len(line) > MAX_LINE_BYTES:
        return None
    try:
        packed = json.loads(line)
        content = packed["entry"]
        if packed["sum"] != _sum(_canonical(content)) or content.pop("format") != LOG_FORMAT:
            return None
        return checked(from_plain(Entry, content))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, WorkspaceError):
        return None


def _canonical(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
