"""Bytes -> text, in few encodings and with no guess that is not held against the letters that come out."""

import codecs
import re

from geo.errors import DocumentError
from geo.reading.documents.languages import reads_like

__all__ = ["declared_charset", "decode", "in_utf8"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARABLE = re.compile(r"(?:windows|cp|iso|koi8|macintosh|us-ascii|ascii|latin)[-_]?[\w-]*", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,40})", re.IGNORECASE)
_HEAD = 4096
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_OTHER_LETTERS = re.compile(r"[^\W\d_\u0600-\u06ff]")
_FOREIGN = re.compile(r"[\u0080-\u009f\u00c0-\u024f]")  # accented Latin: what other encodings look like in this one
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE = 200_000
_CONTROL_SHARE = 0.01
_FOREIGN_SHARE = 0.1
_ENOUGH_WORDS = 20

ADVICE = "save it as UTF-8"


def decode(data: bytes, *, name: str, declared: str = "") -> str:
    """Decode the bytes of a text; only a byte order mark is taken off.

    UTF-8, with or without a mark; UTF-16 and UTF-32 with one; the encoding that an HTML page declares; and Windows-1256
    where the letters that come out are Arabic ones and, in a longer text, its words are Arabic words too.

    Raises
    ------
    DocumentError
        When none fits, or the text holds U+0000 or other control characters as only binary data does.

    Examples
    --------
    >>> decode("خبر من بنغازي".encode("cp1256"), name="a.txt") == "خبر من بنغازي"
    True
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _checked(_strictly(data[len(mark) :], codec, name), name)
    if b"\x00" in data:
        zeros = data[:_HEAD].count(0) / min(len(data), _HEAD)
        hint = " (UTF-16 without a byte order mark?)" if 0.2 < zeros < 0.6 else ""
        raise DocumentError(name, f"is not text: it holds NUL bytes{hint}; {ADVICE}")
    try:
        return _checked(data.decode("utf-8"), name)
    except UnicodeDecodeError as error:
        fault = f"byte 0x{data[error.start]:02x} at {error.start}"
    if declared and _DECLARABLE.fullmatch(declared):
        text = _declared(data, declared)
        if text is not None:
            return _checked(text, name)
    text = data.decode("cp1256")
    if not _is_arabic(text):
        raise DocumentError(name, f"is neither UTF-8 ({fault}) nor Arabic in Windows-1256; {ADVICE}")
    return _checked(text, name)


def declared_charset(data: bytes) -> str:
    """Return the encoding that an HTML page declares in its first kilobytes, "" for none.

    Examples
    --------
    >>> declared_charset(b'<meta charset="windows-1256">')
    'windows-1256'
    """
    found = _CHARSET.search(data[:_HEAD])
    return found.group(1).decode("ascii") if found else ""


def in_utf8(data: bytes, charset: str) -> bytes:
    """Write a text that a server says to be in an old encoding in UTF-8; whatever is not so stays as it is.

    Examples
    --------
    >>> in_utf8("خبر".encode("cp1256"), "windows-1256").decode(), in_utf8(b"x", "rot13")
    ('خبر', b'x')
    """
    if not _DECLARABLE.fullmatch(charset) or any(data.startswith(mark) for mark, _ in _MARKS):
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = _declared(data, charset)
        return data if text is None else text.encode("utf-8", "replace")
    return data


def _strictly(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise DocumentError(
            name, f"begins with the mark of {codec.upper()} but is not ({error.reason} at byte {error.start}); {ADVICE}"
        ) from error


def _declared(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return None


def _checked(text: str, name: str) -> str:
    if "\x00" in text:
        raise DocumentError(name, f"is not text: it holds U+0000; {ADVICE}")
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > _CONTROL_SHARE * len(sample):
        raise DocumentError(name, "is not text: it holds control characters as a program or picture does")
    return text


def _is_arabic(text: str) -> bool:
    """Say whether what came out of Windows-1256, in which every byte is some character, is Arabic indeed."""
    sample = text[:_SAMPLE]
    arabic = len(_ARABIC.findall(sample))
    others = len(_OTHER_LETTERS.findall(sample))
    if arabic < others or len(_FOREIGN.findall(sample)) > _FOREIGN_SHARE * arabic:
        return False
    # Russian in KOI8-R comes out as Arabic letters only, but not as words.
    return len(sample.split()) < _ENOUGH_WORDS or reads_like(sample, "ar")
