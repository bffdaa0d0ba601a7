"""A Word document (Office Open XML): its paragraphs, read from ``word/document.xml`` without building the document.

A .docx is a zip archive of XML, written by whoever sent it. So sizes are bounded as they are unpacked, not as the
archive states them; the XML may declare no document type, and so no entities; nothing is followed, linked or run.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from geo.errors import DocumentError
from geo.reading.documents.content import Content, Metadata
from geo.reading.documents.limits import (
    MAX_ARCHIVE_RATIO,
    MAX_MEMBERS,
    MAX_PART_BYTES,
    MAX_TEXT_CHARACTERS,
    size_words,
)

__all__ = ["read_docx"]

_BODY = "word/document.xml"
_CORE = "docProps/core.xml"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_SEPARATOR = " "
_ENCRYPTED = 0x1
_PIECE = 64 * 1024
_FREE_BYTES = 1024 * 1024  # below this no ratio is suspicious
_MAX_DEPTH = 1000
_LEFT_OUT = frozenset({"del", "moveFrom"})  # what tracked changes took away
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_OTHERS = (
    ("xl/", "an Excel workbook"),
    ("ppt/", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file: save it as .docx"),
    ("META-INF/container.xml", "an EPUB book"),
)


def read_docx(data: bytes, *, name: str) -> Content:
    """Read the text of a Word document, one paragraph a line, and its title.

    The dates in the file are those of the file, not of publication, and are left alone.

    Raises
    ------
    DocumentError
        When it is no Word document, is encrypted or damaged, or unpacks to more than the limits allow.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_archive(archive, name)
            text = _Body(name).read(_unpacked(archive, _BODY, name))
            title = _Core(name).read(_unpacked(archive, _CORE, name)) if _CORE in archive.namelist() else ""
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, UnicodeDecodeError) as error:
        raise DocumentError(name, f"is a damaged archive ({error})") from error
    if not text.strip():
        raise DocumentError(name, "is a Word document without text")
    return Content(text=text, metadata=Metadata(title=" ".join(title.split())))


def _check_archive(archive: zipfile.ZipFile, name: str) -> None:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise DocumentError(
            name, f"is an archive of {len(members):,} files; a Word document has at most {MAX_MEMBERS:,}"
        )
    names = [member.filename for member in members]
    if _BODY not in names:
        what = next((what for start, what in _OTHERS if any(one.startswith(start) for one in names)), "")
        raise DocumentError(name, f"is {what or 'a zip archive without ' + _BODY + ': no Word document'}")
    if names.count(_BODY) > 1:
        raise DocumentError(name, f"holds {_BODY} twice: which one is meant is not known")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise DocumentError(name, "is encrypted; save it without a password")


def _unpacked(archive: zipfile.ZipFile, member: str, name: str) -> Iterator[bytes]:
    """Unpack a member piece by piece, and stop when it grows beyond reason."""
    packed = max(1, archive.getinfo(member).compress_size)
    size = 0
    with archive.open(member) as file:
        while piece := file.read(_PIECE):
            size += len(piece)
            if size > MAX_PART_BYTES or (size > _FREE_BYTES and size > MAX_ARCHIVE_RATIO * packed):
                raise DocumentError(
                    name,
                    f"unpacks from {size_words(packed)} to more than {size_words(size)}: refused as an archive bomb "
                    "(if it is none, save the text as .txt)",
                )
            yield piece


class _Xml:
    """A streaming XML parser that refuses document types, with a stack of open elements."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[str] = []
        self._pieces: list[str] = []
        self._length = 0

    def read(self, pieces: Iterator[bytes]) -> str:
        """Parse all pieces and return the text."""
        parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            for piece in pieces:
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise DocumentError(self._name, f"holds XML that is damaged ({error})") from error
        return "".join(self._pieces)

    def _doctype(self, *_: object) -> None:
        raise DocumentError(self._name, "holds XML with a document type and so perhaps entities: refused")

    def _start(self, tag: str, _: dict[str, str]) -> None:
        self._open.append(tag)
        if len(self._open) > _MAX_DEPTH:
            raise DocumentError(self._name, f"holds XML that is nested more than {_MAX_DEPTH} deep: refused")

    def _end(self, _: str) -> None:
        self._open.pop()

    def _characters(self, text: str) -> None:
        raise NotImplementedError

    def _add(self, text: str) -> None:
        self._length += len(text)
        if self._length > MAX_TEXT_CHARACTERS:
            raise DocumentError(self._name, f"has more than {MAX_TEXT_CHARACTERS:,} characters of text")
        self._pieces.append(text)


class _Body(_Xml):
    """Takes the text of ``word/document.xml``: runs, tabs, breaks and the ends of paragraphs."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._skipped = 0

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        super()._start(tag, attributes)
        if self._is_left_out(tag):
            self._skipped += 1
        elif (local := _local(tag)) in _BREAKS and not self._skipped and not self._in_properties():
            self._add(_BREAKS[local])

    def _end(self, tag: str) -> None:
        super()._end(tag)
        if self._is_left_out(tag):
            self._skipped -= 1
        elif _local(tag) == "p" and not self._skipped:
            self._add("\n")

    def _characters(self, text: str) -> None:
        if self._open and _local(self._open[-1]) == "t" and not self._skipped:
            self._add(text)

    @staticmethod
    def _is_left_out(tag: str) -> bool:
        # A fallback holds the same text box a second time, for old programs.
        return _local(tag) in _LEFT_OUT or tag == f"{_COMPATIBILITY}{_SEPARATOR}Fallback"

    def _in_properties(self) -> bool:
        """Say whether a tab is a tab stop of a paragraph's properties and no character."""
        return any(_local(tag) in {"tabs", "pPr"} for tag in self._open[-4:-1])


class _Core(_Xml):
    """Takes the title of ``docProps/core.xml``."""

    def _characters(self, text: str) -> None:
        if self._open and self._open[-1] == f"{_DUBLIN_CORE}{_SEPARATOR}title":
            self._add(text)


def _local(tag: str) -> str:
    """Return the name of a WordprocessingML element, "" for one of another vocabulary."""
    space, _, local = tag.rpartition(_SEPARATOR)
    return local if space in {_MAIN, _STRICT} else ""
