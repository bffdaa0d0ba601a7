"""A zip archive of documents: its members, read in memory. None is ever written, and no name of one becomes a path.

What lies in an archive was named by whoever packed it. A name is checked, shown, and its stem becomes an id; nothing
else is done with it.
"""

import io
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath
from typing import BinaryIO

from geo.errors import DocumentError
from geo.reading.documents.content import MAX_ID, Metadata, is_plain, over
from geo.reading.documents.docx import is_office
from geo.reading.documents.formats import ENDINGS, EXPECTED, OTHER_ENDINGS, ending_of, sniff
from geo.reading.documents.limits import (
    MAX_PDF_BYTES,
    MAX_SOURCES_BYTES,
    MAX_ZIP_BYTES,
    MAX_ZIP_UNPACKED_BYTES,
    size_words,
)
from geo.reading.documents.members import is_bomb, is_encrypted, open_archive, unpacked
from geo.reading.documents.one_file import HEAD_BYTES, ReadDocument, read_file, stem_id
from geo.reading.documents.sources_tables import SOURCES_FILE, SourcesTables

__all__ = ["read_any"]

_MAX_MEMBER_BYTES = MAX_PDF_BYTES  # the most that any format takes
_MAX_NAME = 500
_SHOWN_NAME = 80
_OF_THE_SYSTEM = "__MACOSX"
_DRIVE = re.compile(r"[A-Za-z]:")
_UTF8_NAME = 0x800
_MODE_BITS = 16  # above them the directory has what Unix calls the mode


@dataclass(frozen=True, kw_only=True, slots=True)
class _Member:
    """A file in an archive: its entry, where it stands among the others, and how messages name it."""

    entry: zipfile.ZipInfo
    path: PurePosixPath
    name: str


def read_any(
    file: BinaryIO, *, name: str, given: Metadata, fallback: Metadata, identity: str = ""
) -> Iterator[ReadDocument | DocumentError]:
    """Read the documents of one file as `read_file` does, or those of an archive of such files.

    Members are named in messages after their archive. What is known of an archive is known of each member, but what a
    ``sources.toml`` in it says goes before.

    Raises
    ------
    DocumentError
        When it cannot be read as a whole: an archive that is damaged, too large, or a bomb is refused before any member
        of it is unpacked.
    """
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if not head or sniff(head, name=name) != "zip":
        yield from read_file(file, name=name, given=given, fallback=fallback, identity=identity)
        return
    if file.seek(0, 2) > MAX_ZIP_BYTES:
        raise DocumentError(name, f"is larger than {size_words(MAX_ZIP_BYTES)}, the most that is read of one archive")
    with open_archive(file, name=name) as archive:
        if not is_office(archive):
            yield from _documents(archive, name, over(given, fallback))
            return
    suffix = PurePath(name).suffix
    if ENDINGS.get(suffix.lower()) == "zip":
        raise DocumentError(name, f"ends in {suffix} but is an office document: give it the ending that it should have")
    file.seek(0)
    yield from read_file(file, name=name, given=given, fallback=fallback, identity=identity, form="docx")


def _documents(archive: zipfile.ZipFile, name: str, known: Metadata) -> Iterator[ReadDocument | DocumentError]:
    found = list(_members(archive, name))
    faults = [one for one in found if isinstance(one, DocumentError)]
    members: dict[PurePath, _Member] = {one.path: one for one in found if isinstance(one, _Member)}
    documents = [one for one in found if isinstance(one, _Member) and ending_of(one.path.name) in ENDINGS]
    _check_sizes(documents, name)
    tables = SourcesTables(
        load=lambda folder: _table(archive, members.get(folder / SOURCES_FILE)), name=lambda path: f"{name}: {path}"
    )
    yield from faults
    for one, identity in zip(documents, _identities(documents), strict=True):
        try:
            given = tables.of(one.path)
            data = b"".join(unpacked(archive, one.entry, name=one.name, most=_MAX_MEMBER_BYTES))
            yield from read_file(io.BytesIO(data), name=one.name, given=given, fallback=known, identity=identity)
        except DocumentError as error:
            yield error
        yield from tables.faults()
    yield from tables.orphans(PurePosixPath())
    if not documents and not faults:
        yield DocumentError(name, f"holds no document; {EXPECTED}")


def _members(archive: zipfile.ZipFile, name: str) -> Iterator[_Member | DocumentError]:
    """Yield the documents and tables of an archive by name, and what is wrong with others.

    Folders, hidden files, those of the packer's system and other kinds are passed over, as in a folder.
    """
    for path, entry in sorted(((_name_of(entry), entry) for entry in archive.infolist()), key=lambda one: one[0]):
        *folders, last = path.split("/")
        ending = ending_of(last)
        hidden = any(part.startswith(".") and part not in {".", ".."} for part in (*folders, last))
        known = last == SOURCES_FILE or ending in ENDINGS or ending in OTHER_ENDINGS
        if hidden or not known or _OF_THE_SYSTEM in folders:
            continue
        fault = _fault(path, entry, ending)
        said = f"{name}: {_printable(path)}"
        yield DocumentError(said, fault) if fault else _Member(entry=entry, path=PurePosixPath(path), name=said)


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Return the whole name of a member, its parts parted by slashes.

    Python reads a name without the mark of UTF-8 as that of an old American computer, and cuts it at U+0000.
    """
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8_NAME:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _printable(path: str) -> str:
    shown = path if is_plain(path) else "".join(c if c.isprintable() else "\ufffd" for c in path)
    return shown if len(shown) <= _MAX_NAME else f"{shown[:_SHOWN_NAME]}..."


def _fault(path: str, entry: zipfile.ZipInfo, ending: str) -> str:
    """Say why a member is not read; "" where nothing is wrong with what the archive says of it."""
    kind = stat.S_IFMT(entry.external_attr >> _MODE_BITS)
    if len(path) > _MAX_NAME:
        return f"has a name of {len(path):,} characters: refused"
    if not is_plain(path):
        return "has a name with control characters, or such as turn the direction of writing: refused"
    if path.startswith("/") or _DRIVE.match(path) or ".." in path.split("/"):
        return "has a name that leads out of the archive: refused"
    if kind not in {0, stat.S_IFREG}:
        return "is a link: not followed" if kind == stat.S_IFLNK else "is no file (a device or pipe?): refused"
    if is_encrypted(entry):
        return "is encrypted; pack it without a password"
    if ENDINGS.get(ending) in {"zip", "packed"}:
        return "is an archive in an archive: unpack it first"
    return f"is not read: {EXPECTED}" if ending in OTHER_ENDINGS else ""


def _check_sizes(documents: Sequence[_Member], name: str) -> None:
    """Refuse a bomb by what it says of itself; no more than that is unpacked of a member in any case."""
    bomb = next((one for one in documents if is_bomb(one.entry)), None)
    if bomb:
        sizes = f"from {size_words(bomb.entry.compress_size)} to {size_words(bomb.entry.file_size)}"
        raise DocumentError(bomb.name, f"unpacks {sizes}: the archive is refused as a bomb")
    total = sum(one.entry.file_size for one in documents)
    if total > MAX_ZIP_UNPACKED_BYTES:
        most = size_words(MAX_ZIP_UNPACKED_BYTES)
        raise DocumentError(name, f"unpacks to {size_words(total)}; at most {most} are read of one archive: split it")


def _identities(documents: Sequence[_Member]) -> Iterator[str]:
    """Yield an id for each member: its stem; its folder and stem where another has the same; a number after that."""
    stems = Counter(stem_id(one.path.name) for one in documents)
    taken: Counter[str] = Counter()
    for one in documents:
        identity = stem_id(one.path.name)
        if stems[identity] > 1 and one.path.parent.name:
            identity = f"{one.path.parent.name}-{identity}"[-MAX_ID:]
        taken[identity] += 1
        yield identity if taken[identity] == 1 else f"{identity[: MAX_ID - 8]}-{taken[identity]}"


def _table(archive: zipfile.ZipFile, member: _Member | None) -> bytes | None:
    if member is None:
        return None
    return b"".join(unpacked(archive, member.entry, name=member.name, most=MAX_SOURCES_BYTES))
