"""Documents in an object store (``s3://bucket/folder``), through fsspec: listed by name, each read as a file is.

A store is asked only where its user says so, as with pages of the web. Which stores there are depends on what is
installed beside fsspec (s3fs, gcsfs, adlfs and so on); who may read them, on their own settings.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from geo.errors import DocumentError
from geo.reading.documents.archive import read_any
from geo.reading.documents.content import Metadata, shown
from geo.reading.documents.formats import ENDINGS, EXPECTED, OTHER_ENDINGS, ending_of
from geo.reading.documents.limits import MAX_SOURCES_BYTES, size_words
from geo.reading.documents.one_file import ReadDocument, stem_id
from geo.reading.documents.sources_tables import SOURCES_FILE, SourcesTables

__all__ = ["StoreAddress", "is_store", "read_store"]

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_OTHERS = frozenset({"http", "https", "ftp", "file", "local", "data", "gopher", "github", "git", "hf", "dask"})
"""Schemes that are no stores: pages of the web, files (paths name them), and what fsspec would run or resolve."""


class StoreAddress(str):
    """A place in an object store that its user asked to be read: one given as mere text is refused.

    Examples
    --------
    >>> StoreAddress("s3://news/2020") == "s3://news/2020"
    True
    """

    __slots__ = ()


def is_store(text: str) -> bool:
    """Say whether a text is meant as a place in an object store.

    Examples
    --------
    >>> is_store("s3://news/2020"), is_store("https://example.org"), is_store("C:/reports")
    (True, False, False)
    """
    found = _SCHEME.match(text)
    return bool(found and "::" not in text and found.group(1).lower() not in _OTHERS)


def read_store(address: StoreAddress, *, published: date | None = None) -> Iterator[ReadDocument | DocumentError]:
    """Read the documents below an address, or the one that it names, by name.

    Yields
    ------
    ReadDocument or DocumentError
        As `geo.reading.documents.sources.read_sources`; nothing is raised.
    """
    try:
        store, root = _opened(address)
        names = [root] if store.isfile(root) else sorted(store.find(root))
    except DocumentError as error:
        yield error
        return
    except Exception as error:  # noqa: BLE001  (each store raises errors of its own)
        yield DocumentError(shown(address), f"cannot be listed ({_reason(error)})")
        return
    tables = SourcesTables(
        load=lambda folder: _table(store, str(folder)), name=lambda path: f"{_scheme(address)}{path}"
    )
    documents = [one for one in names if ending_of(one) in ENDINGS]
    for name in names:
        if ending_of(name) in OTHER_ENDINGS:
            yield DocumentError(f"{_scheme(address)}{name}", f"is not read: {EXPECTED}")
    for name in documents:
        yield from _read(store, name, f"{_scheme(address)}{name}", tables, published)
        yield from tables.faults()
    if not documents:
        yield DocumentError(shown(address), f"holds no document; {EXPECTED}")


def _opened(address: StoreAddress) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise DocumentError(
            shown(address), "object stores need more than is installed: pip install -r requirements-scale.txt"
        ) from error
    if not is_store(address):
        raise DocumentError(shown(address), "is no address of an object store; expected such as s3://bucket/folder")
    store, root = url_to_fs(str(address))
    return store, str(root)


def _read(
    store: Any, path: str, name: str, tables: SourcesTables, published: date | None
) -> Iterator[ReadDocument | DocumentError]:
    place = PurePosixPath(path)
    try:
        given = tables.of(place)
        with store.open(path, "rb") as file:
            yield from read_any(
                file, name=name, given=given, fallback=Metadata(published=published), identity=stem_id(place.name)
            )
    except DocumentError as error:
        yield error
    except Exception as error:  # noqa: BLE001  (each store raises errors of its own)
        yield DocumentError(name, f"cannot be read ({_reason(error)})")


def _table(store: Any, folder: str) -> bytes | None:
    path = f"{folder}/{SOURCES_FILE}"
    if not store.exists(path):
        return None
    with store.open(path, "rb") as file:
        data: bytes = file.read(MAX_SOURCES_BYTES + 1)
    if len(data) > MAX_SOURCES_BYTES:
        raise ValueError(f"larger than {size_words(MAX_SOURCES_BYTES)}")
    return data


def _scheme(address: str) -> str:
    return address[: address.index("://") + 3]


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).splitlines()[0][:200]}" if str(error) else type(error).__name__
