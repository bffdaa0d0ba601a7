"""What analysts note in a workspace: grades of publishers, events and flows, and named views.

Unlike everything else in the file these are changed in place, two small tables in one SQLite transaction: the account
stays as it is, with its version and hash, and so does whatever is cached of it (`geopackage.content_key`). A workspace
that is written again carries them over, also those on a record that is gone: the next document may bring it back.
"""

import hashlib
import json
import sqlite3
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from geo.errors import WorkspaceError
from geo.workspace.geopackage import editing, read_some
from geo.workspace.locks import LOCK_SECONDS, locked
from geo.workspace.schema import PUBLISHER_GRADES, RECORD_GRADES, SUBJECTS
from geo.workspace.tables import clean_text

__all__ = ["Annotations", "View", "read_annotations", "remove_view", "save_view", "set_grade"]

MAX_NAME = 120
MAX_KEY = 1_000
MAX_ADDRESS = 8_000
_FORBIDDEN = frozenset({"Cc", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """A named view: ``address`` is the query of the link that shows it again, without its question mark."""

    name: str
    address: str
    author: str = ""
    changed: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Annotations:
    """Grades by (subject, key), views by name, and a stamp that differs when any of these do."""

    grades: Mapping[tuple[str, str], str]
    views: tuple[View, ...]
    stamp: str


def read_annotations(path: Path) -> Annotations:
    """Read what analysts noted: two small tables, cheap enough for every click.

    Raises
    ------
    WorkspaceError
        For a file that is not there or is no workspace, or a value that is no text.
    """
    wanted = {"grades": ("subject", "key", "grade"), "views": ("name", "address", "author", "changed")}
    _, tables = read_some(path, wanted)
    rows = {
        name: list(zip(*(tables[name][column] for column in columns), strict=True)) for name, columns in wanted.items()
    }
    for name, listed in rows.items():
        if not all(isinstance(value, str) for row in listed for value in row):
            raise WorkspaceError(f"{path}: its layer {name} is damaged: it holds something other than text")
    grades = {(subject, key): grade for subject, key, grade in rows["grades"]}
    views = [
        View(name=name, address=address, author=author, changed=changed)
        for name, address, author, changed in rows["views"]
    ]
    written = json.dumps([sorted(rows["grades"]), sorted(rows["views"])])
    return Annotations(
        grades=MappingProxyType(grades),
        views=tuple(sorted(views, key=lambda view: (view.name.casefold(), view.name))),
        stamp=hashlib.sha256(written.encode()).hexdigest()[:16],
    )


def set_grade(
    path: Path, *, subject: str, key: str, grade: str, author: str = "", lock_seconds: float = LOCK_SECONDS
) -> None:
    """Grade a publisher (A to F), or an event or flow (1 to 6), in place of any grade that it has.

    Parameters
    ----------
    subject : str
        ``publisher``, ``event`` or ``flow``.
    key : str
        Name of the publisher, id of the record.
    grade : str
        "" takes the grade away.

    Raises
    ------
    WorkspaceError
        For a value that is not allowed, a file that is read-only, or one that another program keeps locked.
    """
    if subject not in SUBJECTS:
        raise WorkspaceError(f"{subject!r} cannot be graded; expected one of {', '.join(SUBJECTS)}")
    allowed = PUBLISHER_GRADES if subject == "publisher" else RECORD_GRADES
    if grade and grade not in allowed:
        raise WorkspaceError(
            f"{grade!r} is no grade for subject {subject}; expected one of {', '.join(allowed)}, or nothing"
        )
    if not key or len(key) > MAX_KEY or key != clean_text(key):
        raise WorkspaceError(f"{key[:40]!r} names no {subject}; expected 1 to {MAX_KEY:,} characters of text")
    _check_line("author", author, most=MAX_NAME)
    with _changing(path, "grades", lock_seconds) as connection:
        connection.execute("DELETE FROM grades WHERE subject = ? AND key = ?", (subject, key))
        if grade:
            connection.execute(
                "INSERT INTO grades (subject, key, grade, author, changed) VALUES (?, ?, ?, ?, ?)",
                (subject, key, grade, author, _now()),
            )


def save_view(path: Path, *, name: str, address: str, author: str = "", lock_seconds: float = LOCK_SECONDS) -> None:
    """Save a view under a name, in place of one that has that name.

    Parameters
    ----------
    name : str
        1 to 120 characters; spaces around it are left out.
    address : str
        The query of the link (at most 8,000 characters), with or without its question mark.

    Raises
    ------
    WorkspaceError
        As `set_grade`.
    """
    name, address = name.strip(), address.removeprefix("?")
    _check_line("name", name, most=MAX_NAME, least=1)
    _check_line("address", address, most=MAX_ADDRESS)
    _check_line("author", author, most=MAX_NAME)
    with _changing(path, "views", lock_seconds) as connection:
        connection.execute("DELETE FROM views WHERE name = ?", (name,))
        connection.execute(
            "INSERT INTO views (name, address, author, changed) VALUES (?, ?, ?, ?)", (name, address, author, _now())
        )


def remove_view(path: Path, name: str, *, lock_seconds: float = LOCK_SECONDS) -> None:
    """Remove the view of that name.

    Raises
    ------
    WorkspaceError
        When there is none; else as `set_grade`.
    """
    with _changing(path, "views", lock_seconds) as connection:
        if not connection.execute("DELETE FROM views WHERE name = ?", (clean_text(name),)).rowcount:
            raise WorkspaceError(f"{path} holds no view {name[:MAX_NAME]!r}; nothing was removed")


@contextmanager
def _changing(path: Path, table: str, seconds: float) -> Iterator[sqlite3.Connection]:
    """Hold the writers' turn and one transaction that changes one table."""
    with locked(path, seconds=seconds), editing(path) as connection:
        yield connection
        connection.execute(
            "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = ?",
            (table,),
        )


def _check_line(what: str, text: str, *, most: int, least: int = 0) -> None:
    if not least <= len(text) <= most:
        raise WorkspaceError(f"the {what} has {len(text):,} characters; expected {least} to {most:,}")
    strange = next((letter for letter in text if unicodedata.category(letter) in _FORBIDDEN), "")
    if strange:
        raise WorkspaceError(f"the {what} holds the control character U+{ord(strange):04X}; expected one line of text")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
