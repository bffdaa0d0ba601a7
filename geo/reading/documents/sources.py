"""Paths -> documents: which files are read, by which reader, with which metadata, under which id.

A document's metadata comes, the first that has it, from ``sources.toml``, from the line of JSON or the row of a table,
from the caller (the publication date), from the file itself. Nothing in a document, and no name of a file in an
archive, is ever used as a path. A failure is a value that names the document, and the next goes on.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from geo.errors import DocumentError
from geo.model import Document
from geo.reading.documents.address import WebAddress, is_address, preview_address
from geo.reading.documents.archive import read_any
from geo.reading.documents.content import Metadata, shown
from geo.reading.documents.formats import ENDINGS, EXPECTED, OTHER_ENDINGS, ending_of
from geo.reading.documents.one_file import ReadDocument, id_is_taken, stem_id
from geo.reading.documents.public import shown_address
from geo.reading.documents.sources_tables import SourcesTables
from geo.reading.documents.stores import StoreAddress, is_store, read_store

__all__ = ["read_sources"]

Found = Document | DocumentError


def read_sources(paths: Iterable[str | Path], *, published: date | None = None) -> Iterator[Found]:
    """Read the documents of files and folders, in the order given, a folder's by name.

    Parameters
    ----------
    paths
        Files (.txt, .html, .pdf, .docx, .jsonl, .csv, .parquet), archives (.zip) and folders of such. A
        ``sources.toml`` beside a file may hold a table for it, named by its stem: ``title``, ``publisher``,
        ``published``, ``url``, ``language``. An address of the web is fetched only as a `WebAddress`, an object store
        read only as a `StoreAddress`.
    published
        The publication date of documents for which neither ``sources.toml`` nor a line has one.

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
        if isinstance(given, WebAddress):
            several = _read_address(given, published)
        elif isinstance(given, StoreAddress):
            several = read_store(given, published=published)
        else:
            several = _read_path(Path(given), str(given), published, read)
        for found in several:
            if isinstance(found, DocumentError):
                yield found
                continue
            document = found.document
            if document.id in taken:
                yield id_is_taken(found, taken[document.id])
                continue
            taken[document.id] = found.name
            yield document


def _read_address(url: WebAddress, published: date | None) -> Iterator[ReadDocument | DocumentError]:
    try:
        yield preview_address(url, published=published)
    except DocumentError as error:
        yield error


def _read_path(
    path: Path, name: str, published: date | None, read: set[tuple[int, int]]
) -> Iterator[ReadDocument | DocumentError]:
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
            DocumentError(
                shown_address(name),
                "is an address: nothing is fetched unless you ask for it; or save the page as .html",
            )
            if is_address(name) or is_store(name)
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
            ending = ending_of(one)
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


def _read_file(path: Path, given: Metadata, published: date | None) -> Iterator[ReadDocument | DocumentError]:
    name = shown(str(path))
    try:
        with path.open("rb") as file:
            yield from read_any(
                file, name=name, given=given, fallback=Metadata(published=published), identity=stem_id(path.name)
            )
    except OSError as error:
        raise DocumentError(name, f"cannot be read ({_reason(error)})") from error


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)
