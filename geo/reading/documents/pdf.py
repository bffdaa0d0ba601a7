"""A PDF with text: read by PDFium in a process of its own, so that no file can bring down or hold up the others."""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import geo
from geo.errors import DocumentError
from geo.reading.documents.content import Content, Metadata
from geo.reading.documents.limits import PDF_SECONDS

__all__ = ["read_pdf"]

_DATE = re.compile(r"(?:D:)?([0-9]{4})([0-9]{2})([0-9]{2})")
_WORKER = "geo.reading.documents.pdf_worker"


def read_pdf(data: bytes, *, name: str) -> Content:
    """Read the text of a PDF, one paragraph a line, its title, and the day on which the file was made.

    That day is not taken for the day of publication: a page printed today may be of any year.

    Raises
    ------
    DocumentError
        When it is encrypted, damaged, too large, takes too long, or holds pictures of text only.
    """
    found = _ask_worker(data, name)
    if "fault" in found:
        raise DocumentError(name, str(found["fault"]))
    text = str(found["text"])
    if not text.strip():
        raise DocumentError(name, "is a PDF without text (a scan?); run it through text recognition first")
    title = " ".join(str(found["title"]).split())
    return Content(text=text, metadata=Metadata(title=title, created=_day(str(found["created"]))))


def _day(stated: str) -> date | None:
    """Read a date as PDF has it (ISO 32000-1, 7.9.4): D:YYYYMMDD and more."""
    digits = _DATE.match(stated)
    try:
        return date(*map(int, digits.groups())) if digits else None
    except ValueError:
        return None


def _ask_worker(data: bytes, name: str) -> dict[str, Any]:
    root = Path(str(geo.__file__)).resolve().parents[1]
    command = [sys.executable, "-m", _WORKER]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and the document goes in as data
            command, input=data, capture_output=True, cwd=root, timeout=2 * PDF_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError(name, f"takes longer than {2 * PDF_SECONDS} s to read: refused") from error
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        last = lines[-1] if lines else f"the reader stopped with {done.returncode}"
        raise DocumentError(name, f"cannot be read as PDF within the limits of time and memory ({last:.100})")
    try:
        found = json.loads(done.stdout)
    except ValueError as error:
        raise DocumentError(name, "cannot be read as PDF: its reader gave no answer") from error
    return dict(found)
