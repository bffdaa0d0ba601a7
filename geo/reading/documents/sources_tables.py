"""``sources.toml``: what is known of the documents in a folder besides their text."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any

from geo.errors import DocumentError
from geo.reading.documents.content import Metadata, shown, to_metadata
from geo.reading.documents.limits import MAX_SOURCES_BYTES, size_words

__all__ = ["SOURCES_FILE", "SourcesTables"]

SOURCES_FILE = "sources.toml"


class SourcesTables:
    """The ``sources.toml`` of the folders that files stand in: read once, and what no file used is known.

    Parameters
    ----------
    load
        Returns the bytes of the table of a folder, None where it has none; raises OSError or ValueError when it cannot
        be read. By default they are read from the disk.
    name
        Writes the path of a table for messages.
    """

    def __init__(
        self, load: Callable[[PurePath], bytes | None] | None = None, name: Callable[[PurePath], str] | None = None
    ) -> None:
        self._load = load or _from_disk
        self._name = name or (lambda path: shown(str(path)))
        self._tables: dict[PurePath, Mapping[str, Any]] = {}
        self._used: dict[PurePath, set[str]] = {}
        self._faults: list[DocumentError] = []

    def of(self, file: PurePath) -> Metadata:
        """Return what the folder's table says of a file; nothing where there is none."""
        folder = file.parent
        if folder not in self._tables:
            self._tables[folder] = self._read(folder)
            self._used[folder] = set()
        for key in (file.name, file.stem):
            if key in self._tables[folder]:
                self._used[folder].add(key)
                entry = self._tables[folder][key]
                where = f"{self._name(folder / SOURCES_FILE)} [{key}]"
                if not isinstance(entry, dict):
                    raise DocumentError(where, "is no table; expected title, publisher, published and so on below it")
                return to_metadata(entry, name=where)
        return Metadata()

    def faults(self) -> Iterator[DocumentError]:
        """Yield, once each, what was wrong with a table as a whole; its documents are read without it."""
        while self._faults:
            yield self._faults.pop(0)

    def orphans(self, root: PurePath) -> Iterator[DocumentError]:
        """Yield an error for each entry whose file is not there, in a folder that was read as a whole."""
        for folder, table in self._tables.items():
            if folder != root and root not in folder.parents:
                continue
            for key in sorted(table.keys() - self._used[folder]):
                yield DocumentError(
                    self._name(folder / SOURCES_FILE), f"tells of {key!r}, but there is no such document"
                )

    def _read(self, folder: PurePath) -> Mapping[str, Any]:
        try:
            data = self._load(folder)
            return tomllib.loads(data.decode("utf-8-sig")) if data is not None else {}
        except (OSError, ValueError, RecursionError) as error:  # a fault of TOML or of its encoding is a ValueError
            reason = error.reason if isinstance(error, DocumentError) else error
            self._faults.append(
                DocumentError(
                    self._name(folder / SOURCES_FILE), f"cannot be used ({reason}); the documents are read without it"
                )
            )
            return {}


def _from_disk(folder: PurePath) -> bytes | None:
    try:
        with Path(folder, SOURCES_FILE).open("rb") as file:
            data = file.read(MAX_SOURCES_BYTES + 1)
    except FileNotFoundError:
        return None
    if len(data) > MAX_SOURCES_BYTES:
        raise ValueError(f"larger than {size_words(MAX_SOURCES_BYTES)}")
    return data
