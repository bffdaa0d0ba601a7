"""Reads one PDF in a process of its own: standard input -> JSON on standard output.

PDFium is fast and careful, but it is a large program in C++ that is fed with files from anywhere. Here a crash, a
file that eats memory or one that never ends takes nothing else with it. `geo.reading.documents.pdf` starts it.
"""

import ctypes
import json
import math
import sys
from collections.abc import Iterator
from typing import Any

from geo.reading.documents.limits import MAX_PDF_PAGES, MAX_TEXT_CHARACTERS, PDF_MEMORY_BYTES, PDF_SECONDS
from geo.reading.documents.pdf_lines import Glyph, paragraphs

__all__ = ["main"]


def main() -> None:
    """Read, and write ``{"text", "title", "created"}`` or ``{"fault"}``."""
    _bound()
    data = sys.stdin.buffer.read()
    sys.stdout.buffer.write(json.dumps(_read(data)).encode("ascii"))


def _bound() -> None:
    """Bound memory and time; where the system cannot (Windows), the parent's own time limit is left."""
    try:
        import resource
    except ImportError:
        return
    for limit, most in ((resource.RLIMIT_AS, PDF_MEMORY_BYTES), (resource.RLIMIT_CPU, PDF_SECONDS)):
        _, hard = resource.getrlimit(limit)
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(limit, (soft, hard))
        except (ValueError, OSError):  # macOS has no limit on memory
            continue


def _read(data: bytes) -> dict[str, str]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        return {"fault": "is encrypted; save it without a password" if locked else f"is a damaged PDF file ({error})"}
    if len(document) > MAX_PDF_PAGES:
        return {"fault": f"has {len(document):,} pages; at most {MAX_PDF_PAGES:,} are read"}
    try:
        text = paragraphs(_pages(document))
    except _TooLongError:
        return {"fault": f"has more than {MAX_TEXT_CHARACTERS:,} characters of text"}
    except pypdfium2.PdfiumError as error:
        return {"fault": f"has a page that cannot be read ({error})"}
    stated = document.get_metadata_dict()
    return {"text": text, "title": str(stated.get("Title", "")), "created": str(stated.get("CreationDate", ""))}


class _TooLongError(Exception):
    """More text than is read of one document."""


def _pages(document: Any) -> Iterator[list[list[Glyph]]]:
    """Yield the lines of each page, as PDFium parts them."""
    length = 0
    for number in range(len(document)):
        page = document[number]
        text_page = page.get_textpage()
        length += text_page.count_chars()
        if length > MAX_TEXT_CHARACTERS:
            raise _TooLongError
        yield list(_lines(text_page))
        text_page.close()
        page.close()


def _lines(text_page: Any) -> Iterator[list[Glyph]]:
    import pypdfium2.raw as pdfium

    box, matrix, x, y = pdfium.FS_RECTF(), pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    line: list[Glyph] = []
    high = 0
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:  # beyond the first plane PDFium gives two halves
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if code in (0x0A, 0x0D):
            yield line
            line = []
        elif code >= 0x20 and code not in (0xFFFE, 0xFFFF):
            pdfium.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(box))
            pdfium.FPDFText_GetCharOrigin(text_page, index, ctypes.byref(x), ctypes.byref(y))
            pdfium.FPDFText_GetMatrix(text_page, index, ctypes.byref(matrix))
            size = pdfium.FPDFText_GetFontSize(text_page, index) * math.hypot(matrix.c, matrix.d)
            line.append(Glyph(chr(code), box.left, box.right, y.value, size))
    yield line


if __name__ == "__main__":
    main()
