"""A saved page: its main text, title, site and date, by trafilatura."""

import logging
from datetime import date
from typing import Any

from geo.errors import DocumentError
from geo.reading.documents.content import Content, Metadata
from geo.reading.documents.encoding import declared_charset, decode

__all__ = ["read_page"]

_QUIET = ("trafilatura", "htmldate", "courlan", "justext")


def read_page(data: bytes, *, name: str) -> Content:
    """Read the main text of an HTML page.

    The date is taken only where the page states it in its metadata or address; the words of the text are not searched
    for one, for a wrong date of publication would shift every "yesterday".

    Raises
    ------
    DocumentError
        When it cannot be decoded or parsed, or has no text.
    """
    for logger in _QUIET:  # what they have to say is said here, once and naming the document
        logging.getLogger(logger).addHandler(logging.NullHandler())
    import trafilatura

    page = decode(data, name=name, declared=declared_charset(data))
    try:
        found = trafilatura.bare_extraction(
            page,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
        )
    except (ValueError, AssertionError, RecursionError, TypeError, AttributeError) as error:  # lxml on broken markup
        raise DocumentError(name, f"cannot be parsed as HTML ({error or type(error).__name__})") from error
    text = str(getattr(found, "text", None) or "")
    if not text.strip():
        raise DocumentError(name, "is a page without any text of its own; save the article as .txt")
    return Content(text=text, metadata=_metadata(found))


def _metadata(found: Any) -> Metadata:
    def text(field: str) -> str:
        return " ".join(str(getattr(found, field, None) or "").split())

    try:
        published = date.fromisoformat(text("date"))
    except ValueError:
        published = None
    return Metadata(
        title=text("title"),
        publisher=text("sitename") or text("hostname"),
        published=published,
        url=text("url"),
    )
