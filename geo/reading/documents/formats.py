"""What kind of file this is, told by its bytes and structure; the ending of its name only breaks a tie.

A file is never handed to a library that guesses for itself. What is none of the formats that are read is refused with
its name: a picture called ``.txt``, an XML file that would make GDAL read another file, an encrypted Word document.
"""

import codecs
import json
import re
from pathlib import PurePath
from typing import Literal

from geo.errors import DocumentError

__all__ = ["ENDINGS", "EXPECTED", "OTHER_ENDINGS", "Format", "ending_of", "sniff"]

Format = Literal["txt", "html", "pdf", "docx", "jsonl", "packed", "csv", "parquet", "zip"]

ENDINGS: dict[str, Format] = {
    ".txt": "txt",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".zip": "zip",
    ".jsonl.gz": "packed",
    ".jsonl.zst": "packed",
    ".ndjson.gz": "packed",
    ".ndjson.zst": "packed",
}
OTHER_ENDINGS = frozenset(
    [
        ".doc",
        ".rtf",
        ".odt",
        ".epub",
        ".xlsx",
        ".xls",
        ".pptx",
        ".json",
        ".xml",
        ".mht",
        ".mhtml",
        ".eml",
        ".docm",
        ".7z",
        ".rar",
        ".gz",
        ".zst",
        ".tar",
    ]
)
"""Endings of files that may hold documents but are not read: said, not passed over, when a folder holds one."""

EXPECTED = "expected .txt, .html, .pdf, .docx, .jsonl (also .jsonl.gz and .jsonl.zst), .csv, .parquet or .zip"

_GZIP, _ZSTD, _PARQUET = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PAR1"
_BINARY: dict[bytes, Format] = {_GZIP: "packed", _ZSTD: "packed", _PARQUET: "parquet"}
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or encrypted Office file: save it as .docx without a password"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"RIFF", "a RIFF file (picture, sound or film)"),
    (_GZIP, "a gzip archive: unpack it first, unless it is JSON Lines (.jsonl.gz)"),
    (_ZSTD, "a Zstandard archive: unpack it first, unless it is JSON Lines (.jsonl.zst)"),
    (b"BZh", "a bzip2 archive: unpack it first"),
    (b"\xfd7zXZ", "an xz archive: unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"SQLite format 3", "a SQLite database or GeoPackage"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"{\\rtf", "a rich text file: save it as .docx or .txt"),
    (_PARQUET, "a Parquet file: name it .parquet"),
    (b"ID3", "a sound file"),
)
_KINDS: dict[Format, str] = {"zip": "zip archive", "packed": "gzip or Zstandard archive", "parquet": "Parquet file"}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PDF_REACH = 1024  # readers of PDF look for its mark this far into a file
_LONG_LINE = 10_000
_PROLOGUE = re.compile(r"\s*(?:<\?[^>]*\?>|<!--.*?-->|\s+)*", re.DOTALL)
_DOCTYPE = re.compile(r"<!doctype\s+([^\s>\[]+)", re.IGNORECASE)
_TAG = re.compile(r"<([A-Za-z][\w.:-]*)[\s/>]")
_PAGE = frozenset({"html", "head", "body"})
_HTML = re.compile(
    r"</?(?:html|head|body|p|div|span|br|h[1-6]|a|ul|table|article|section|meta|title|script|style)[\s/>]",
    re.IGNORECASE,
)


def ending_of(name: str) -> str:
    """Return the ending of a name in small letters: both of packed JSON Lines, otherwise the last.

    Examples
    --------
    >>> ending_of("a.JSONL.gz"), ending_of("a.tar.gz"), ending_of("b.txt"), ending_of("c")
    ('.jsonl.gz', '.gz', '.txt', '')
    """
    endings = [one.lower() for one in PurePath(name).suffixes[-2:]]
    both = "".join(endings)
    return both if both in ENDINGS else (endings[-1] if endings else "")


def sniff(head: bytes, *, name: str) -> Format:
    r"""Say what format a file has.

    Parameters
    ----------
    head
        Its first bytes (64 kilobytes are plenty), or all of it.
    name
        Its name: for the message, and for its ending.

    Raises
    ------
    DocumentError
        When it is nothing that is read here, or a PDF or Word file under another's ending.

    Examples
    --------
    >>> sniff("وصل الوفد".encode(), name="a.txt"), sniff(b"<!DOCTYPE html><p>x", name="a.txt")
    ('txt', 'html')

    A zip archive is one of documents unless its name says that it is a Word document; without an ending, what is in it
    tells (`geo.reading.documents.archive`).

    >>> sniff(b"PK\x03\x04", name="a.docx"), sniff(b"PK\x03\x04", name="a")
    ('docx', 'zip')
    """
    suffix = ending_of(name)
    ending = ENDINGS.get(suffix)
    if head.startswith(_ZIP):  # before PDF, for its first member may be one
        return _agreed("docx" if ending == "docx" else "zip", "a zip archive", ending, name)
    if b"%PDF-" in head[:_PDF_REACH]:
        return _agreed("pdf", "a PDF file", ending, name)
    binary = next((form for mark, form in _BINARY.items() if head.startswith(mark)), None)
    if binary and ending == binary:
        return binary
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            raise DocumentError(name, f"is {what}; {EXPECTED}")
    text = _loosely(head)
    prologue = _PROLOGUE.match(text)
    start = text[prologue.end() :] if prologue else text
    if start.startswith("<"):
        return _markup(text, start, ending, name)
    if ending == "jsonl" or _is_json_line(start):
        return "jsonl"
    if ending in _KINDS:
        raise DocumentError(name, f"ends in {suffix} but is no {_KINDS[ending]}: give it its own ending")
    if ending == "csv":
        return "csv"
    if suffix in OTHER_ENDINGS:  # a table or a letter is no report, though it is text
        raise DocumentError(name, f"is not read: {EXPECTED}")
    return "html" if ending == "html" and _HTML.search(text) else "txt"


def _agreed(found: Format, what: str, ending: Format | None, name: str) -> Format:
    """Refuse a binary file that calls itself something else: one of the two is a mistake, or meant to mislead."""
    if ending is not None and ending != found:
        raise DocumentError(name, f"ends in {ending_of(name)} but is {what}: give it the ending that it should have")
    return found


def _loosely(head: bytes) -> str:
    """Decode for a look at the structure only."""
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if head.startswith(mark):
            return head[len(mark) :].decode(codec, errors="replace")
    return head.decode("utf-8", errors="replace")


def _markup(text: str, start: str, ending: Format | None, name: str) -> Format:
    """Tell a page from an XML file from a text that happens to begin with a tag."""
    doctype = _DOCTYPE.match(start)
    if doctype and doctype.group(1).lower() == "html":
        return "html"
    tag = _TAG.search(start[doctype.end() :] if doctype else start)
    root = tag.group(1) if tag else ""
    if root.lower() in _PAGE:
        return "html"
    is_whole = bool(tag and tag.start() == 0 and start.rstrip().endswith(f"</{root}>") and not _HTML.match(start))
    is_xml = text.lstrip().startswith("<?xml") or doctype is not None or is_whole
    if is_xml and not (ending == "html" and _HTML.search(start)):
        raise DocumentError(name, f"is an XML file (its first element is {root or 'missing'}); {EXPECTED}")
    return ending if ending in {"html", "csv"} else "txt"


def _is_json_line(start: str) -> bool:
    """Say whether the first line is a document as JSON Lines have it."""
    line, newline, _ = start.partition("\n")
    if not line.startswith("{"):
        return False
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        # A line longer than what is looked at cannot be parsed yet; a shorter one is simply no JSON.
        return not newline and '"text"' in line and len(line) >= _LONG_LINE
    return isinstance(value, dict) and "text" in value
