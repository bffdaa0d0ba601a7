"""Bytes with a name -> documents: the door for what is uploaded or pasted. The name is shown, never opened."""

import io
import re
from collections.abc import Iterator
from datetime import date

from geo.errors import DocumentError
from geo.model import Document
from geo.reading.documents.archive import read_any
from geo.reading.documents.content import MAX_ID, NOTHING_KNOWN, Metadata, is_plain, over, shown
from geo.reading.documents.one_file import ReadDocument, id_is_taken

__all__ = ["preview_bytes", "read_bytes"]

_FOLDERS = re.compile(r"[\\/]")


def read_bytes(
    data: bytes, *, name: str, published: date | None = None, metadata: Metadata = NOTHING_KNOWN
) -> Iterator[Document | DocumentError]:
    r"""Read the documents of one upload.

    Parameters
    ----------
    data
        The whole file.
    name
        What its sender calls it: its ending counts where the content leaves the format open, its stem becomes the id,
        and errors begin with it. Folders in it are left out, and what cannot be printed is replaced.
    published
        The publication date where neither a line of the file nor ``metadata`` has one.
    metadata
        What else the sender says of it. It goes before what the file says of itself, not before what a line does.

    Yields
    ------
    Document or DocumentError
        One for each document, in the order of the file. Nothing is raised.

    Examples
    --------
    >>> [document.id for document in read_bytes("The delegation left.".encode(), name="C:\\reports\\a.txt")]
    ['a']
    >>> [str(error) for error in read_bytes(b"", name="a.txt")]
    ['a.txt: is empty']
    """
    for found in preview_bytes(data, name=name, published=published, metadata=metadata):
        yield found if isinstance(found, DocumentError) else found.document


def preview_bytes(
    data: bytes, *, name: str, published: date | None = None, metadata: Metadata = NOTHING_KNOWN
) -> Iterator[ReadDocument | DocumentError]:
    """Read the documents of one upload as `read_bytes` does, each with its format and what it says of itself.

    Examples
    --------
    >>> [(found.form, found.found.title) for found in preview_bytes(b"The delegation left.", name="a.txt")]
    [('txt', '')]
    """
    name = _display(name)
    taken: dict[str, str] = {}
    fallback = over(metadata, Metadata(published=published))
    try:
        for found in read_any(io.BytesIO(data), name=name, given=NOTHING_KNOWN, fallback=fallback):
            if isinstance(found, ReadDocument) and found.document.id in taken:
                yield id_is_taken(found, taken[found.document.id])
                continue
            if isinstance(found, ReadDocument):
                taken[found.document.id] = found.name
            yield found
    except DocumentError as error:
        yield error


def _display(name: str) -> str:
    """Take the last part of a name, in a form that can be printed on one line."""
    last = shown(_FOLDERS.split(name)[-1].strip())
    if not is_plain(last):
        last = "".join(character if character.isprintable() else "\ufffd" for character in last)
    return last[-MAX_ID:] or "unnamed"
