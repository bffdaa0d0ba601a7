"""Exports of several files: their parts, and a .zip of them that is the same for the same parts."""

import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from geo.showing.export.content import Content

__all__ = ["ACCOUNT", "Part", "account_part", "in_blocks", "zipped"]

ACCOUNT = "provenance.json"
_BLOCK = 1 << 20
_IN_MEMORY = 16 << 20
_PLAIN_FILE = 0o100644 << 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One file of an export: its name among the others, and its bytes."""

    name: str
    chunks: Iterable[bytes]


def account_part(content: Content) -> Part:
    """Write the account of an export as a file of its own."""
    text = json.dumps(dict(content.provenance), ensure_ascii=False, indent=1, allow_nan=False)
    return Part(name=ACCOUNT, chunks=(f"{text}\n".encode(),))


def zipped(parts: Iterable[Part], made: datetime) -> Iterator[bytes]:
    """Yield a .zip of files, all of the same time, so that the same parts give the same bytes."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        with zipfile.ZipFile(file, "w", compression=zipfile.ZIP_DEFLATED) as archive:
            for part in parts:
                entry = zipfile.ZipInfo(part.name, date_time=made.timetuple()[:6])
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = _PLAIN_FILE
                with archive.open(entry, "w") as inside:
                    for chunk in part.chunks:
                        inside.write(chunk)
        file.seek(0)
        yield from in_blocks(file)


def in_blocks(file: IO[bytes]) -> Iterator[bytes]:
    """Yield what is left of a file, block by block."""
    while block := file.read(_BLOCK):
        yield block
