"""What was read for a workspace before its build was stopped: the next one does not read it again.

While documents are read for a workspace their readings are written, one a line, into a file beside it; the file goes
when the workspace is written. A reading counts only for the same document (text, title, publisher, date and so on) and
as long as nothing that reading rests on has changed: the program, its data and languages, the gazetteer with what was
added to it, the places that analysts added.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

import geo
from geo.errors import WorkspaceError
from geo.model import Document, Reading
from geo.reading.gazetteer.index import open_index
from geo.workspace.corrections.entries import OwnPlace
from geo.workspace.disk import turn
from geo.workspace.serialise import READING_FORMAT, from_json, to_json

__all__ = ["Unfinished", "resuming", "unfinished_path"]

_ROOT = Path(__file__).resolve().parents[2]
_RESTS_ON = ("geo/reading", "geo/language", "geo/pipeline", "data")


class Unfinished:
    """Readings made so far, by document; a place where none are kept (`resuming` says when) takes them and forgets."""

    def __init__(self, file: IO[bytes] | None = None, places: dict[str, tuple[int, int]] | None = None) -> None:
        self._file = file
        self._places = places or {}

    def get(self, document: Document) -> Reading | None:
        """Return the reading of a document, if there is one and it can be read."""
        at = self._places.get(_key(document)) if self._file is not None else None
        if at is None or self._file is None:
            return None
        self._file.seek(at[0])
        try:
            return from_json(json.loads(self._file.read(at[1]))["reading"])
        except (ValueError, KeyError, TypeError, WorkspaceError):
            return None

    def keep(self, reading: Reading) -> None:
        """Write a reading down, so that it outlives this process."""
        if self._file is not None:
            self._file.seek(0, os.SEEK_END)
            self._file.write(_line({"document": _key(reading.document), "reading": to_json(reading)}))
            self._file.flush()


def unfinished_path(workspace: Path) -> Path:
    """Name the file beside a workspace.

    Examples
    --------
    >>> unfinished_path(Path("a/war.gpkg")).as_posix()
    'a/war.gpkg.unfinished.jsonl'
    """
    return workspace.with_name(f"{workspace.name}.unfinished.jsonl")


@contextmanager
def resuming(workspace: Path, places: tuple[OwnPlace, ...] = ()) -> Iterator[Unfinished]:
    """Open what was read for a workspace before; it is gone when the body ends well, and stays when it is stopped.

    Where another process reads for the same workspace, or nothing can be written beside it, nothing is kept: whether
    the workspace itself can be written is said when that is done.
    """
    path = unfinished_path(workspace)
    with ExitStack() as held:
        try:
            held.enter_context(turn(path, seconds=0))
            file = held.enter_context(path.open("r+b" if path.exists() else "w+b"))
        except (OSError, WorkspaceError):
            yield Unfinished()
            return
        yield Unfinished(file, _kept(file, _header(places)))
        path.unlink(missing_ok=True)


def _kept(file: IO[bytes], header: bytes) -> dict[str, tuple[int, int]]:
    """Find where the readings stand in a file; one that rests on something else than ours begins anew."""
    found: dict[str, tuple[int, int]] = {}
    begin = len(header)
    if file.readline() != header:
        file.seek(0)
        file.truncate()
        file.write(header)
        return found
    for line in file:
        if not line.endswith(b"\n"):  # the writer was killed within it
            file.truncate(begin)
            break
        with suppress(ValueError, KeyError, TypeError):
            found[json.loads(line)["document"]] = (begin, len(line))
        begin += len(line)
    return found


def _header(places: tuple[OwnPlace, ...]) -> bytes:
    digest = hashlib.sha256(repr(places).encode("utf-8", "surrogatepass"))
    digest.update(open_index().folder.name.encode())
    for folder in _RESTS_ON:
        for path in sorted((_ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".toml", ".csv", ".txt"}:
                status = path.stat()
                digest.update(f"{path.relative_to(_ROOT)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return _line({"program": geo.__version__, "format": READING_FORMAT, "rests_on": digest.hexdigest()})


def _key(document: Document) -> str:
    return hashlib.sha256(repr(document).encode("utf-8", "surrogatepass")).hexdigest()


def _line(content: dict[str, object]) -> bytes:
    return json.dumps(content).encode() + b"\n"
