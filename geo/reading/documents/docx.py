"""A Word document (Office Open XML): its paragraphs, read from ``word/document.xml`` without building the document.

A .docx is a zip archive of XML, written by whoever sent it. So sizes are bounded as they are unpacked, not as the
archive states them; the XML may declare no document type, and so no entities; nothing is followed, linked or run.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from xml.parsers import expat

from geo.errors import DocumentError
from geo.reading.documents.content import NOTHING_KNOWN, Content, Metadata
from geo.reading.documents.limits import (
    MAX_TEXT_CHARACTERS,
)
from geo.reading.documents.members import is_encrypted, open_archive, unpacked

__all__ = ["is_office", "read_docx"]

_BODY = "word/document.xml"
_CORE = "docProps/core.xml"
_OFFICE = frozenset({_BODY, "[Content_Types].xml", "META-INF/container.xml", "mimetype"})
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_SEPARATOR = " "
_CORE_FIELDS = {
    f"http://purl.org/dc/elements/1.1/{_SEPARATOR}title": "title",
    f"http://purl.org/dc/terms/{_SEPARATOR}created": "created",
}
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
    """Read the text of a Word document, one paragraph a line, its title, and the day on which the file was made.

    That day is not taken for the day of publication.

    Raises
    ------
    DocumentError
        When it is no Word document, is encrypted or damaged, or unpacks to more than the limits allow.
    """
    with open_archive(io.BytesIO(data), name=name) as archive:
        _check_archive(archive, name)
        text = _Body(name).read(unpacked(archive, archive.getinfo(_BODY), name=name))
        found = _core(archive, name) if _CORE in archive.namelist() else NOTHING_KNOWN
    if not text.strip():
        raise DocumentError(name, "is a Word document without text")
    return Content(text=text, metadata=found)


def is_office(archive: zipfile.ZipFile) -> bool:
    """Say whether an archive is one document of an office program, and none of documents.

    `read_docx` then reads it, or says what it is instead.
    """
    names = archive.NameToInfo
    return not names.keys().isdisjoint(_OFFICE)


def _core(archive: zipfile.ZipFile, name: str) -> Metadata:
    """Return the title, and when the document was the file was made: that of the file, not of publication."""
    core = _Core(name)
    core.read(unpacked(archive, archive.getinfo(_CORE), name=name))
    return Metadata(title=core.value("title"), created=_day(core.value("created")))


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _check_archive(archive: zipfile.ZipFile, name: str) -> None:
    members = archive.infolist()
    names = [member.filename for member in members]
    if _BODY not in names:
        what = next((what for start, what in _OTHERS if any(one.startswith(start) for one in names)), "")
        raise DocumentError(name, f"is {what or 'a zip archive without ' + _BODY + ': no Word document'}")
    if names.count(_BODY) > 1:
        raise DocumentError(name, f"holds {_BODY} twice: which one is meant is not known")
    if any(is_encrypted(member) for member in members):
        raise DocumentError(name, "is encrypted; save it without a password")


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
    """Takes the title and the day of ``docProps/core.xml``."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._values: dict[str, list[str]] = {field: [] for field in _CORE_FIELDS.values()}

    def value(self, field: str) -> str:
        """Return the words of a field in one line, "" where there are none."""
        return " ".join("".join(self._values[field]).split())

    def _characters(self, text: str) -> None:
        field = _CORE_FIELDS.get(self._open[-1]) if self._open else None
        if field:
            self._add(text)
            self._values[field].append(text)


def _local(tag: str) -> str:
    """Return the name of a WordprocessingML element, "" for one of another vocabulary."""
    space, _, local = tag.rpartition(_SEPARATOR)
    return local if space in {_MAIN, _STRICT} else ""
