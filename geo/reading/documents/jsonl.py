"""JSON Lines: one document a line, read one line at a time, so that a file may be larger than memory."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from geo.errors import DocumentError
from geo.reading.documents.content import MAX_ID, Content, is_plain, to_metadata
from geo.reading.documents.limits import MAX_BAD_LINES, MAX_LINE_BYTES, MAX_TEXT_CHARACTERS, size_words

__all__ = ["Line", "check_identity", "check_text", "read_lines"]

_BOM = b"\xef\xbb\xbf"
_MAX_BRACKETS = 100_000  # each may be a list of its own, which takes forty times the room of what is written
_FIELDS = '{"id": ..., "text": ...}'


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A document of a line: its id and content, and how to name the place in the file."""

    id: str
    name: str
    content: Content


def read_lines(file: BinaryIO, *, name: str) -> Iterator[Line | DocumentError]:
    """Read the documents of a JSON Lines file; a line that is none is an error by its number, and the next goes on.

    Blank lines are passed over. A file whose first hundred lines are all bad is given up.
    """
    good = bad = number = 0
    while True:
        line = file.readline(MAX_LINE_BYTES + 1)
        if not line:
            return
        number += 1
        where = f"{name} line {number}"
        if len(line) > MAX_LINE_BYTES:
            yield DocumentError(where, f"is longer than {size_words(MAX_LINE_BYTES)}; split the document")
            while line and not line.endswith(b"\n"):  # on to the next line, a piece at a time
                line = file.readline(MAX_LINE_BYTES)
            bad += 1
            continue
        if number == 1:
            line = line.removeprefix(_BOM)
        if not line.strip():
            continue
        try:
            found: Line | DocumentError = _document(line, where)
            good += 1
        except DocumentError as error:
            found = error
            bad += 1
        yield found
        if not good and bad >= MAX_BAD_LINES:
            yield DocumentError(name, f"none of its first {bad} lines is a document; expected JSON Lines, {_FIELDS}")
            return


def _document(line: bytes, where: str) -> Line:
    if line.count(b"[") + line.count(b"{") > _MAX_BRACKETS:
        raise DocumentError(where, f"holds more than {_MAX_BRACKETS:,} brackets: refused")
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise DocumentError(where, f"is not UTF-8 (byte 0x{line[error.start]:02x} at {error.start})") from error
    except RecursionError as error:
        raise DocumentError(where, "is nested too deeply") from error
    except ValueError as error:
        raise DocumentError(where, f"is not JSON ({_shortly(error)})") from error
    if not isinstance(value, dict):
        raise DocumentError(where, f"is no JSON object; expected {_FIELDS}")
    identity = _identity(value, where)
    where = f"{where} (id {identity!r})"
    text = value.get("text")
    if not isinstance(text, str):
        raise DocumentError(where, f'has no "text" of type text; expected {_FIELDS}')
    check_text(text, where)
    return Line(id=identity, name=where, content=Content(text=text, metadata=to_metadata(value, name=where)))


def _identity(value: dict[str, Any], where: str) -> str:
    identity = value.get("id")
    if not isinstance(identity, str) or not identity.strip():
        shown = "no" if identity is None else f"the {type(identity).__name__} {identity!r:.40} as"
        raise DocumentError(where, f'has {shown} "id"; expected text in quotation marks that is not empty')
    check_identity(identity, where)
    return identity


def check_identity(identity: str, where: str) -> None:
    """Refuse an id that is too long, or cannot be printed on one line."""
    if len(identity) > MAX_ID or not is_plain(identity):
        raise DocumentError(
            where, f"has the id {identity!r:.60}; expected at most {MAX_ID} printable characters in one line"
        )


def check_text(text: str, where: str) -> None:
    """Refuse a text that is too long, or holds what no text does."""
    if len(text) > MAX_TEXT_CHARACTERS:
        raise DocumentError(where, f"has a text of {len(text):,} characters; at most {MAX_TEXT_CHARACTERS:,} are read")
    if "\x00" in text:
        raise DocumentError(where, "is not text: it holds U+0000")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DocumentError(where, f"holds half a character at {error.start} (a lone surrogate)") from error


def _shortly(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at column {error.colno}"
    return str(error)[:80]
