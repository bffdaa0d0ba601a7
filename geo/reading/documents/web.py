"""A saved page: its main text, title, site and date, by trafilatura."""

import logging
import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from geo.errors import DocumentError
from geo.reading.documents.content import Content, Metadata
from geo.reading.documents.encoding import declared_charset, decode
from geo.reading.documents.limits import MAX_HTML_TAGS

__all__ = ["read_page"]

_META = re.compile(r"<meta\b[^>]{0,2000}>", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b[^>]{0,200}ld\+json[^>]{0,200}>", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script\s{0,20}>", re.IGNORECASE)
_MAX_SCRIPTS = 20
_MAX_SCRIPT = 100_000
_STATED_REACH = 500_000
_QUIET = ("trafilatura", "htmldate", "courlan", "justext")


def read_page(data: bytes, *, name: str) -> Content:
    """Read the main text of an HTML page.

    The date is taken only where the page states it in its metadata; the words of the text are not searched for one,
    for a wrong date of publication would shift every "yesterday".

    Raises
    ------
    DocumentError
        When it cannot be decoded or parsed, or has no text.
    """
    for logger in _QUIET:  # what they have to say is said here, once and naming the document
        logging.getLogger(logger).addHandler(logging.NullHandler())
    import trafilatura

    page = decode(data, name=name, declared=declared_charset(data))
    if page.count("<") > MAX_HTML_TAGS:
        raise DocumentError(name, f"is a page of more than {MAX_HTML_TAGS:,} tags; save the article as .txt")
    try:
        found = trafilatura.bare_extraction(
            page,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
        )
        published = _published(page)
    except (ValueError, AssertionError, RecursionError, TypeError, AttributeError) as error:  # lxml on broken markup
        raise DocumentError(name, f"cannot be parsed as HTML ({error or type(error).__name__})") from error
    text = str(getattr(found, "text", None) or "")
    if not text.strip():
        raise DocumentError(name, "is a page without any text of its own; save the article as .txt")
    return Content(text=text, metadata=_metadata(found, published))


def _published(page: str) -> date | None:
    """Return the date of publication that the page states of itself, in metadata or JSON-LD; None where it does not."""
    from htmldate import find_date

    found = find_date(
        f"<html><head>{''.join(_stated(page[:_STATED_REACH]))}</head><body></body></html>",
        extensive_search=False,
        original_date=True,
        outputformat="%Y-%m-%d",
    )
    return date.fromisoformat(found) if found else None


def _stated(page: str) -> Iterator[str]:
    """Yield the elements in which a page says something of itself."""
    yield from _META.findall(page)
    for script in islice(_SCRIPT.finditer(page), _MAX_SCRIPTS):
        end = _SCRIPT_END.search(page, script.end(), script.end() + _MAX_SCRIPT)
        if end:
            yield page[script.start() : end.end()]


def _metadata(found: Any, published: date | None) -> Metadata:
    def text(field: str) -> str:
        return " ".join(str(getattr(found, field, None) or "").split())

    return Metadata(
        title=text("title"),
        publisher=text("sitename") or text("hostname"),
        published=published,
        url=text("url"),
    )
