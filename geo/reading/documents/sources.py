"""Paths -> documents: which files are read, by which reader, with which metadata, under which id.

A document's metadata comes, the first that has it, from ``sources.toml`` or the line of JSON, from the caller (the
publication date), from the file itself. Nothing in a document, and no name of a file in an archive, is ever used as a
path. A failure is a value that names the document, and the next goes on.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from geo.errors import DocumentError
from geo.language import available
from geo.model import Document
from geo.reading.documents.content import MAX_ID, Content, Metadata, is_plain, over, shown
from geo.reading.documents.docx import read_docx
from geo.reading.documents.formats import ENDINGS, EXPECTED, OTHER_ENDINGS, Format, sniff
from geo.reading.documents.jsonl import read_lines
from geo.reading.documents.languages import detect, language_code, language_name
from geo.reading.documents.limits import (
    MAX_ARCHIVE_BYTES,
    MAX_HTML_BYTES,
    MAX_PDF_BYTES,
    MAX_TEXT_BYTES,
    size_words,
)
from geo.reading.documents.pdf import read_pdf
from geo.reading.documents.plain import read_text
from geo.reading.documents.sources_tables import SOURCES_FILE, SourcesTables
from geo.reading.documents.web import read_page

__all__ = ["read_sources"]

_HEAD_BYTES = 64 * 1024
_ADDRESSES = ("http://", "https://", "ftp://", "file://")

Reader = Callable[..., Content]
_READERS: dict[Format, tuple[Reader, int]] = {
    "txt": (read_text, MAX_TEXT_BYTES),
    "html": (read_page, MAX_HTML_BYTES),
    "docx": (read_docx, MAX_ARCHIVE_BYTES),
    "pdf": (read_pdf, MAX_PDF_BYTES),
}

Found = Document | DocumentError


def read_sources(paths: Iterable[str | Path], *, published: date | None = None) -> Iterator[Found]:
    """Read the documents of files and folders, in the order given, a folder's by name.

    Parameters
    ----------
    paths
        Files (.txt, .html, .pdf, .docx, .jsonl) and folders of such. A ``sources.toml`` beside a file may hold a table
        for it, named by its stem: ``title``, ``publisher``, ``published``, ``url``, ``language``.
    published
        The publication date of documents for which neither ``sources.toml`` nor a line of JSON has one.

    Yields
    ------
    Document or DocumentError
        One for each document; errors name the file, or the line of it. Nothing is raised.

    Examples
    --------
    >>> list(read_sources([]))
    []
    """
    taken: dict[str, str] = {}
    read: set[tuple[int, int]] = set()
    for given in paths:
        for found in _read_path(Path(given), str(given), published, read):
            if isinstance(found, DocumentError):
                yield found
                continue
            document, name = found
            if document.id in taken:
                before = taken[document.id]
                yield DocumentError(name, f"its id {document.id!r} is taken by {before}: give one of them another")
                continue
            taken[document.id] = name
            yield document


def _read_path(
    path: Path, name: str, published: date | None, read: set[tuple[int, int]]
) -> Iterator[tuple[Document, str] | DocumentError]:
    tables = SourcesTables()
    for file in _files(path, name):
        if isinstance(file, DocumentError):
            yield file
            continue
        try:
            key = _identity(file)
            if key in read:  # the same file named twice, by itself and by its folder, say
                continue
            read.add(key)
            given = tables.of(file)
            yield from _read_file(file, given, published)
        except DocumentError as error:
            yield error
        yield from tables.faults()
    yield from tables.orphans(path)


def _files(path: Path, name: str) -> Iterator[Path | DocumentError]:
    """Yield the files that a path stands for, and what is wrong with others."""
    try:
        is_folder = path.is_dir()
    except (OSError, ValueError) as error:  # a name with a NUL byte, or too long
        yield DocumentError(shown(name), f"is no usable path ({error})")
        return
    if not is_folder:
        yield (
            DocumentError(name, "web addresses are not read here; save the page as .html")
            if name.lower().startswith(_ADDRESSES)
            else path
        )
        return
    seen = False
    for found in _walk(path):
        seen = seen or isinstance(found, Path)
        yield found
    if not seen:
        yield DocumentError(name, f"holds no document; {EXPECTED}")


def _walk(folder: Path) -> Iterator[Path | DocumentError]:
    """Yield the documents in a folder and those below it; hidden ones and other kinds of file are passed over.

    Links to folders are not followed, so that none goes round in a circle; links to files only inside of the folder.
    """
    root = folder.resolve()
    faults: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=faults.append):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for one in sorted(files):
            path = Path(place, one)
            ending = path.suffix.lower()
            if one.startswith(".") or (ending not in ENDINGS and ending not in OTHER_ENDINGS):
                continue
            if ending in OTHER_ENDINGS:
                yield DocumentError(str(path), f"is not read: {EXPECTED}")
            elif path.is_symlink() and not _leads_into(path, root):
                yield DocumentError(str(path), "is a link that leads nowhere or out of the folder: not followed")
            else:
                yield path
    for fault in faults:
        yield DocumentError(str(fault.filename), f"cannot be read ({fault.strerror})")


def _leads_into(link: Path, root: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):  # broken, or a circle of links
        return False


def _identity(path: Path) -> tuple[int, int]:
    """Return what makes a file the same by whatever name, and refuse what is no file.

    A pipe or a device would wait or never end.
    """
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise DocumentError(shown(str(path)), "there is no such file or folder") from error
    except (OSError, ValueError) as error:
        raise DocumentError(shown(str(path)), f"cannot be read ({_reason(error)})") from error
    if not stat.S_ISREG(status.st_mode):
        raise DocumentError(shown(str(path)), "is no file (a device or pipe?); save its content to one")
    return status.st_dev, status.st_ino


def _read_file(path: Path, given: Metadata, published: date | None) -> Iterator[tuple[Document, str] | DocumentError]:
    name = shown(str(path))
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
            if not head:
                raise DocumentError(name, "is empty")
            form = sniff(head, name=name)
            if form == "jsonl":
                file.seek(0)
                yield from _documents_of_lines(read_lines(file, name=name), published)
                return
            reader, most = _READERS[form]
            data = head + file.read(most + 1 - len(head))
    except OSError as error:
        raise DocumentError(name, f"cannot be read ({_reason(error)})") from error
    if len(data) > most:
        raise DocumentError(name, f"is larger than {size_words(most)}, the most that is read of one {form} file")
    content = reader(data, name=name)
    own = over(given, over(Metadata(published=published), content.metadata))
    yield _document(_stem_id(path), replace(content, metadata=own), name), name


def _documents_of_lines(lines: Iterable[Any], published: date | None) -> Iterator[tuple[Document, str] | DocumentError]:
    for line in lines:
        if isinstance(line, DocumentError):
            yield line
            continue
        own = over(line.content.metadata, Metadata(published=published))
        try:
            yield _document(line.id, replace(line.content, metadata=own), line.name), line.name
        except DocumentError as error:
            yield error


def _document(identity: str, content: Content, name: str) -> Document:
    """Make the document: its text must be one, and its language one that is read."""
    if not content.text.strip():
        raise DocumentError(name, "its text is empty")
    metadata = content.metadata
    return Document(
        id=identity,
        text=content.text,
        language=_language(content, name),
        title=metadata.title,
        publisher=metadata.publisher,
        published=metadata.published,
        url=metadata.url,
    )


def _language(content: Content, name: str) -> str:
    told = language_code(content.metadata.language)
    read = " and ".join(f"{language_name(code)} ({code})" for code in available())
    if told in available():
        return told
    if told:
        raise DocumentError(name, f"its language is given as {content.metadata.language!r}; {read} are read")
    found = detect(content.text)
    if not found.code:
        raise DocumentError(
            name,
            f'seems to be {found.name}; {read} are read. If it is one of these, say so by "language" in '
            f"{SOURCES_FILE} or in its line",
        )
    return found.code


def _stem_id(path: Path) -> str:
    """Make the id of a file's document from the stem of its name."""
    stem = shown(path.stem)[:MAX_ID]
    return stem if is_plain(stem) else "".join(c if c.isprintable() else "\ufffd" for c in stem)


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)
