"""Corrections handed to a colleague and taken from one: a file of the log's own lines, compared before any is kept.

A colleague's log is read as data, within limits, and never trusted to be whole. Their entries are appended after those
that are here, so that the later one would count wherever both speak of the same: where the two differ, that is a
conflict, which is shown and left out unless somebody says whose is to count.
"""

import os
import secrets
from collections.abc import Collection, Hashable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from geo.errors import CorrectionError, WorkspaceError
from geo.workspace.corrections.entries import Entry, MentionTarget
from geo.workspace.corrections.log import LOCK_SECONDS, Log, append, parse_lines, read_log, to_line

__all__ = [
    "MAX_FILE_BYTES",
    "MAX_LINE_BYTES",
    "Conflict",
    "Exchange",
    "Imported",
    "choose_entries",
    "compare_logs",
    "import_entries",
    "read_entries",
    "write_entries",
]

MAX_FILE_BYTES = 256 * 1024 * 1024
MAX_LINE_BYTES = 32 * 1024 * 1024
_TOO_LONG = b"too long"  # no entry: counted as a damaged line

Aspect = tuple[tuple[str, ...], str]  # a target and what of it an entry speaks of
_Word = tuple[Entry, Hashable]  # who says it, and what


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """An entry of theirs, and those of mine, unknown to them, that say something else of the same."""

    theirs: Entry
    mine: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """What a colleague's log has for mine, in its order.

    ``new`` can be added as it is, ``known`` is here already, ``conflicts`` wait for a choice. ``superseded`` is what
    they corrected further themselves, in entries that are here already: added now it would count again.
    """

    new: tuple[Entry, ...] = ()
    known: tuple[Entry, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    superseded: tuple[Entry, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """Entries added, those that were here, and those left out: in conflict, superseded, or undoing such a one."""

    added: tuple[Entry, ...] = ()
    known: tuple[Entry, ...] = ()
    left_out: tuple[Entry, ...] = ()


def choose_entries(log: Log, *, since: str = "", author: str = "") -> tuple[Entry, ...]:
    """Return the entries of a log: those after the one with the id ``since``, and of one author, where given.

    Raises
    ------
    CorrectionError
        When there is no entry ``since``.
    """
    entries = log.entries
    if since:
        entries = entries[entries.index(log.entry(since)) + 1 :]
    wanted = " ".join(author.split()).casefold()
    return tuple(entry for entry in entries if not wanted or entry.author.casefold() == wanted)


def write_entries(entries: Iterable[Entry], path: Path, *, overwrite: bool = False) -> int:
    """Write entries to a file that `read_entries` reads, whole or not at all, and return how many.

    Raises
    ------
    CorrectionError
        When the file is there and may not be replaced.
    WorkspaceError
        When it cannot be written.
    """
    lines = [to_line(entry) for entry in entries]
    if path.exists() and not overwrite:
        raise CorrectionError(f"{path} is there already: choose another name, or say that it may be replaced")
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with part.open("xb") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return len(lines)


def read_entries(source: Path | IO[bytes]) -> Log:
    """Read a colleague's entries from a file, or from one that is open; lines that are no entry are counted as damaged.

    Raises
    ------
    CorrectionError
        For a file larger than `MAX_FILE_BYTES`.
    WorkspaceError
        When it cannot be read.
    """
    if isinstance(source, Path):
        try:
            with source.open("rb") as file:
                return parse_lines(_bounded(file, str(source)))
        except OSError as error:
            raise WorkspaceError(f"{source} cannot be read: {error.strerror or error}") from error
    return parse_lines(_bounded(source, "the file"))


def compare_logs(mine: Log, theirs: Log) -> Exchange:
    """Say what of their log is new here, what is known, and where the two of us differ.

    Both are compared by what is in force. Two corrections of the same mention, or of the same field of an event or
    flow, that say the same agree, and are no conflict.
    """
    here, there = _last_words(mine.in_force), _last_words(theirs.in_force)
    unknown = _last_words(entry for entry in mine.in_force if entry.id not in theirs.by_id)
    in_force = {entry.id for entry in theirs.in_force}
    new: list[Entry] = []
    conflicts: list[Conflict] = []
    superseded: list[Entry] = []
    for entry in theirs.entries:
        if entry.id in mine.by_id:
            continue
        said = _aspects(entry) if entry.id in in_force else {}
        later = entry.action != "together" and bool(said)
        if later and all(there[aspect][0].id in mine.by_id for aspect in said):
            superseded.append(entry)
            continue
        against = {
            other.id: other
            for aspect, outcome in said.items()
            if (other := _against(outcome, here.get(aspect), unknown.get(aspect), there[aspect][0])) is not None
        }
        if against:
            conflicts.append(Conflict(theirs=entry, mine=tuple(against.values())))
        else:
            new.append(entry)
    known = tuple(entry for entry in theirs.entries if entry.id in mine.by_id)
    return Exchange(new=tuple(new), known=known, conflicts=tuple(conflicts), superseded=tuple(superseded))


def import_entries(
    workspace: Path, theirs: Log, *, by: str, take: Collection[str] = (), lock_seconds: float = LOCK_SECONDS
) -> Imported:
    """Add a colleague's entries to the log of a workspace, in their order, with their authors, times and ids.

    Those about documents that are not here are kept too: they count when the document comes.

    Parameters
    ----------
    by
        Who brings them in.
    take
        Ids of entries in conflict that are to count all the same; other conflicts are left out, and so is what undoes
        an entry that is left out.

    Raises
    ------
    CorrectionConflictError
        When somebody corrected the same while this went on; nothing was added. Compare once more.
    CorrectionError
        When ``take`` names an entry that is in no conflict, or ``by`` is no name; nothing was added.
    WorkspaceError
        When the log cannot be written.
    """
    if not by.strip():
        raise CorrectionError("say who brings the corrections in: give a name")
    mine = read_log(workspace)
    found = compare_logs(mine, theirs)
    in_conflict = {conflict.theirs.id for conflict in found.conflicts}
    strange = sorted(set(take) - in_conflict - mine.by_id.keys())
    if strange:
        raise CorrectionError(f"{strange[0][:40]!r} is in no conflict: expected ids of entries that are")
    refused = (in_conflict - set(take)) | {entry.id for entry in found.superseded}
    present = set(mine.by_id)
    added: list[Entry] = []
    left_out: list[Entry] = []
    for entry in theirs.entries:
        if entry.id in mine.by_id:
            continue
        if entry.id in refused or (entry.action == "undo" and entry.undoes not in present):
            left_out.append(entry)
            continue
        present.add(entry.id)
        # What the one who brings it in had seen counts, so that what comes meanwhile is found.
        added.append(replace(entry, imported_by=" ".join(by.split()), basis=mine.last))
    append(workspace, *added, lock_seconds=lock_seconds)
    return Imported(added=tuple(added), known=found.known, left_out=tuple(left_out))


def _bounded(file: IO[bytes], name: str) -> Iterator[bytes]:
    """Take lines from a file without ever holding more than a line may have."""
    left = MAX_FILE_BYTES
    passing = False
    while part := file.readline(MAX_LINE_BYTES + 1):
        left -= len(part)
        if left < 0:
            megabytes = MAX_FILE_BYTES // (1024 * 1024)
            raise CorrectionError(f"{name} is larger than the {megabytes} MB that are read: export fewer corrections")
        too_long = passing or len(part) > MAX_LINE_BYTES
        passing = too_long and not part.endswith(b"\n")
        if not passing:
            yield _TOO_LONG if too_long else part
    if passing:
        yield _TOO_LONG


def _last_words(entries: Iterable[Entry]) -> dict[Aspect, _Word]:
    """Return the last entry that speaks of each aspect, with what it says."""
    return {aspect: (entry, outcome) for entry in entries for aspect, outcome in _aspects(entry).items()}


def _against(outcome: Hashable, here: _Word | None, unknown: _Word | None, their_last: Entry) -> Entry | None:
    """Return what here says something else of an aspect, unless they said theirs knowing it.

    What they do not know counts as long as it is what holds here, also where an entry of theirs, brought in since,
    agrees with it. What they know counts where they corrected this further by it themselves.
    """
    if unknown is not None and here is not None and unknown[1] == here[1] != outcome:
        return unknown[0]
    if here is not None and here[1] != outcome and here[0].id == their_last.id:
        return here[0]
    return None


def _aspects(entry: Entry) -> dict[Aspect, Hashable]:
    """Return what an entry says of each of its targets, so that two entries can be held against each other."""
    said: dict[Aspect, Hashable] = {}
    for mention in entry.mentions:
        said[(mention.key, "meaning")] = _meaning(entry, mention)
    for telling in entry.tellings:
        said[(telling.key, "told")] = entry.action != "delete"
        if entry.action in ("change", "confirm"):
            said[(telling.key, "right")] = entry.action == "confirm"
        if entry.action == "change":
            record = entry.event or entry.flow
            for name in entry.fields:
                claimed = name in ("status", "claimed_by", "denied_by")
                said[(telling.key, name)] = _value(getattr(record.claim if claimed and record else record, name))
        if entry.action in ("together", "apart"):
            said[(telling.key, "group")] = entry.action if entry.action == "together" else entry.keys
    return said


def _meaning(entry: Entry, mention: MentionTarget) -> Hashable:
    """Return which place in which role an entry says that a mention means."""
    if entry.decision is None:  # confirmed: right as it was
        return (True, mention.was.id if mention.was else "", mention.was_role or "literal")
    decision = entry.decision
    if not decision.is_place:
        return (False, "", "")
    return (True, decision.place.id if decision.place else "", decision.role)


def _value(value: object) -> Hashable:
    """Reduce a field to what two people may agree on: places by id, a date by its days."""
    if isinstance(value, tuple):
        return tuple(_value(one) for one in value)
    first, last = getattr(value, "date_from", value), getattr(value, "date_to", value)
    if first is not value or last is not value:
        return (first, last)
    identity = getattr(value, "id", value)
    return identity if isinstance(identity, Hashable) else repr(identity)
