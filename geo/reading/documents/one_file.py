"""One open file -> its documents: which reader, within which limits, with which metadata, under which id.

It does not matter where the file comes from: a folder, an upload, a member of an archive, the web. Its name is for
people and for the id; nothing here opens a path.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import BinaryIO

from geo.errors import DocumentError
from geo.language import available
from geo.model import Document
from geo.reading.documents.content import MAX_ID, Content, Metadata, is_plain, over, shown
from geo.reading.documents.docx import read_docx
from geo.reading.documents.formats import Format, ending_of, sniff
from geo.reading.documents.jsonl import Line, read_lines
from geo.reading.documents.languages import detect, language_code, language_name
from geo.reading.documents.limits import (
    MAX_ARCHIVE_BYTES,
    MAX_HTML_BYTES,
    MAX_PDF_BYTES,
    MAX_TABLE_BYTES,
    MAX_TEXT_BYTES,
    size_words,
)
from geo.reading.documents.packed import read_packed_lines
from geo.reading.documents.parquet import read_parquet
from geo.reading.documents.pdf import read_pdf
from geo.reading.documents.plain import read_text
from geo.reading.documents.table import read_table
from geo.reading.documents.web import read_page

__all__ = ["HEAD_BYTES", "ReadDocument", "id_is_taken", "read_file", "stem_id", "to_document"]

HEAD_BYTES = 64 * 1024

Reader = Callable[..., Content]
_READERS: dict[Format, tuple[Reader, int]] = {
    "txt": (read_text, MAX_TEXT_BYTES),
    "html": (read_page, MAX_HTML_BYTES),
    "docx": (read_docx, MAX_ARCHIVE_BYTES),
    "pdf": (read_pdf, MAX_PDF_BYTES),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadDocument:
    """A document, how to name the place it comes from, its format, and what it says of itself.

    ``found`` is what stands in the file or line alone, before anything that others say of it is put on top; its
    ``created`` is the day of the file, which the document does not have: it may be no day of publication.
    """

    document: Document
    name: str
    form: Format
    found: Metadata


def read_file(
    file: BinaryIO, *, name: str, given: Metadata, fallback: Metadata, identity: str = "", form: Format | None = None
) -> Iterator[ReadDocument | DocumentError]:
    """Read the documents of one file, but of no archive, that is open at its beginning and can be wound back.

    Parameters
    ----------
    name
        How messages name it; its ending counts where the content leaves the format open.
    given, fallback
        What is known of it: ``given`` goes before what the file says of itself, and so does ``fallback``, but not
        before what a line of it says.
    identity
        The id of its document; by default the stem of the name.
    form
        Its format, where that is known from elsewhere than its first bytes.

    Raises
    ------
    DocumentError
        When it cannot be read as a whole.
    """
    head = file.read(HEAD_BYTES)
    if not head:
        raise DocumentError(name, "is empty")
    form = form or sniff(head, name=name)
    lines = _lines(file, form, name, identity or stem_id(name))
    if lines is not None:
        yield from _documents_of_lines(lines, form, over(given, fallback))
        return
    if form == "zip":
        raise DocumentError(name, "is an archive in an archive: unpack it first")
    reader, most = _READERS[form]
    content = reader(_whole(file, form, most, name), name=name)
    yield to_document(identity or stem_id(name), content, name=name, form=form, given=over(given, fallback))


def _lines(file: BinaryIO, form: Format, name: str, stem: str) -> Iterable[Line | DocumentError] | None:
    """Return the documents of a file that holds one a line or row; None for one that is a document itself."""
    file.seek(0)
    if form == "jsonl":
        return read_lines(file, name=name)
    if form == "packed":
        return read_packed_lines(file, name=name)
    if form == "parquet":
        return read_parquet(file, name=name, stem=stem)
    if form == "csv":
        return read_table(_whole(file, form, MAX_TABLE_BYTES, name), name=name, stem=stem)
    return None


def to_document(identity: str, content: Content, *, name: str, form: Format, given: Metadata) -> ReadDocument:
    """Make the document: its text must be one, and its language one that is read.

    Raises
    ------
    DocumentError
        When it has no text, or its language is not read.
    """
    if not content.text.strip():
        raise DocumentError(name, "its text is empty")
    metadata = over(given, content.metadata)
    document = Document(
        id=identity,
        text=content.text,
        language=_language(replace(content, metadata=metadata), name),
        title=metadata.title,
        publisher=metadata.publisher,
        published=metadata.published,
        url=metadata.url,
    )
    return ReadDocument(document=document, name=name, form=form, found=content.metadata)


def stem_id(name: str) -> str:
    """Make the id of a file's document from the stem of its name.

    Examples
    --------
    >>> stem_id("reports/dd-b1.txt")
    'dd-b1'
    """
    last = PurePath(name).name
    stem = shown(last[: len(last) - len(ending_of(last))])[:MAX_ID]
    return stem if is_plain(stem) else "".join(c if c.isprintable() else "\ufffd" for c in stem)


def id_is_taken(found: ReadDocument, before: str) -> DocumentError:
    """Say that a document's id is another's already; two of one id would replace each other."""
    return DocumentError(found.name, f"its id {found.document.id!r} is taken by {before}: give one of them another")


def _whole(file: BinaryIO, form: Format, most: int, name: str) -> bytes:
    """Read all of a file; one that is too large is refused before it is in memory."""
    size = file.seek(0, 2)
    if size <= most:
        file.seek(0)
        data = file.read(most + 1)
        size = len(data)  # it may have grown meanwhile
    if size > most:
        raise DocumentError(name, f"is larger than {size_words(most)}, the most that is read of one {form} file")
    return data


def _documents_of_lines(
    lines: Iterable[Line | DocumentError], form: Format, fallback: Metadata
) -> Iterator[ReadDocument | DocumentError]:
    for line in lines:
        if isinstance(line, DocumentError):
            yield line
            continue
        given = over(line.content.metadata, fallback)
        try:
            yield to_document(line.id, line.content, name=line.name, form=form, given=given)
        except DocumentError as error:
            yield error


def _language(content: Content, name: str) -> str:
    told = language_code(content.metadata.language)
    found = detect(content.text) if not told else None
    if found and found.code:
        return found.code
    read = " and ".join(f"{language_name(code)} ({code})" for code in available())
    if told in available():
        return told
    if found is None:
        raise DocumentError(name, f"its language is given as {content.metadata.language!r}; {read} are read")
    raise DocumentError(
        name,
        f'seems to be {found.in_words}; {read} are read. If it is one of these, say so by "language" in '
        "sources.toml or in its line",
    )
