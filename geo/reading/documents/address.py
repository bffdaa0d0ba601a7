"""The address of a page, a plain text or a PDF on the web -> a document."""

import hashlib
import io
import re
from dataclasses import replace
from datetime import date

from geo.errors import DocumentError
from geo.model import Document
from geo.reading.documents.content import MAX_ID, NOTHING_KNOWN, Metadata, over
from geo.reading.documents.encoding import in_utf8
from geo.reading.documents.fetch import Page, fetch
from geo.reading.documents.formats import sniff
from geo.reading.documents.one_file import HEAD_BYTES, ReadDocument, read_file

__all__ = ["WebAddress", "is_address", "preview_address", "read_address"]

_FORMS = frozenset({"html", "txt", "pdf"})
_ADDRESS = re.compile(r"(?:https?|ftp|file|data|gopher)://?", re.IGNORECASE)
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_MAX_SLUG = 80


class WebAddress(str):
    """An address that its user asked to be fetched, among paths of files: one given as mere text is refused.

    Examples
    --------
    >>> WebAddress("https://example.org/a") == "https://example.org/a"
    True
    """

    __slots__ = ()


def is_address(text: str) -> bool:
    """Say whether a text is meant as an address, good or bad, and not as the path of a file.

    Examples
    --------
    >>> is_address("HTTPS://example.org/a"), is_address("reports/a.html")
    (True, False)
    """
    return bool(_ADDRESS.match(text.strip()))


def read_address(url: str, *, published: date | None = None, metadata: Metadata = NOTHING_KNOWN) -> Document:
    """Fetch one page and read it; see `preview_address`."""
    return preview_address(url, published=published, metadata=metadata).document


def preview_address(url: str, *, published: date | None = None, metadata: Metadata = NOTHING_KNOWN) -> ReadDocument:
    """Fetch one page, plain text or PDF and read it, with what it says of itself.

    Its id is made from the address, so that the same address gives the same document. Its publisher is the site where
    the page names none. This asks the web, and nothing else here does.

    Parameters
    ----------
    published, metadata
        What is known of it; it goes before what the page says of itself, but for the address.

    Raises
    ------
    DocumentError
        When the address is not a public one of the web, cannot be reached within the limits, or is no document that
        can be read. Messages leave out what follows the question mark of an address.
    """
    return _read(fetch(url.strip()), over(metadata, Metadata(published=published)))


def _read(page: Page, known: Metadata) -> ReadDocument:
    name = page.target.name
    data = in_utf8(page.data, page.charset)
    try:
        form = sniff(data[:HEAD_BYTES], name="page") if data else None
    except DocumentError as error:
        raise DocumentError(name, error.reason) from error
    if form and form not in _FORMS:
        raise DocumentError(name, f"is a {form} file; of the web only pages, plain texts and PDF files are read")
    given = Metadata(url=page.target.url)
    found = next(
        read_file(io.BytesIO(data), name=name, given=given, fallback=known, identity=_identity(page), form=form)
    )
    if isinstance(found, DocumentError):
        raise found
    if found.document.publisher:
        return found
    site = page.target.host.removeprefix("www.")
    return replace(found, document=replace(found.document, publisher=site), found=replace(found.found, publisher=site))


def _identity(page: Page) -> str:
    """Make an id that can be read, and is another for every other address."""
    url = page.target.url
    slug = _NOT_PLAIN.sub("-", url.partition("://")[2].partition("?")[0].lower()).strip("-")[:_MAX_SLUG]
    return f"{slug}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"[-MAX_ID:]
