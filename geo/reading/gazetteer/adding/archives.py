"""Text files line by line, packed or not, in flat memory; archives that are not what they should be are refused.

Nothing is ever unpacked to the disk.
"""

import codecs
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from geo.errors import GazetteerError, LayerError
from geo.vectors.archives import ENCRYPTED, ZIP_MAGIC, is_plain, most_bytes, open_member

__all__ = ["Limits", "Lines", "open_lines"]

_MEGABYTE = 1_000_000
_MOST_MEMBERS = 100
_ABOUT = ("readme", "iso-languagecodes")  # what lies beside the table in GeoNames' archives


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What a file may be at most."""

    packed_mb: int = 600
    unpacked_mb: int = 4_000
    ratio: int = 100
    line_characters: int = 200_000


class Lines:
    """Lines of a file as bytes, with their numbers; a line that is too long comes as None."""

    def __init__(self, file: IO[bytes], name: str, most_bytes: int, most_in_a_line: int) -> None:
        self.name = name
        self._file, self._most, self._most_in_a_line = file, most_bytes, most_in_a_line

    def __iter__(self) -> Iterator[tuple[int, bytes | None]]:
        number = size = 0
        while line := self._file.readline(self._most_in_a_line):
            number += 1
            size += len(line)
            rest, whole = line, True
            while not rest.endswith(b"\n") and (rest := self._file.readline(self._most_in_a_line)):
                size += len(rest)
                whole = False
                self._check(size)
            self._check(size)
            line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
            yield number, line.rstrip(b"\r\n") if whole else None

    def _check(self, size: int) -> None:
        if size > self._most:
            raise GazetteerError(
                f"{self.name} holds more than {self._most / _MEGABYTE:,.0f} MB: refused, it is too large to be a "
                "gazetteer or an archive bomb"
            )


@contextmanager
def open_lines(path: Path, limits: Limits) -> Iterator[Lines]:
    """Open a text file, or the one table in a zip archive, to be read line by line.

    Raises
    ------
    GazetteerError
        When it cannot be read, is a damaged or encrypted archive, holds no one table, names members outside of itself,
        or unpacks to more than the limits allow, whether it says so or not.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(4) in ZIP_MAGIC
            file.seek(0)
            size = path.stat().st_size
            if size > limits.packed_mb * _MEGABYTE and packed:
                raise GazetteerError(f"{path.name} is larger than {limits.packed_mb} MB: refused")
            if not packed and path.suffix.lower() == ".zip":
                raise GazetteerError(f"{path.name} is no zip archive: fetch it again, it may be cut off or a page")
            if not packed:
                yield Lines(file, path.name, limits.unpacked_mb * _MEGABYTE, limits.line_characters)
                return
            with zipfile.ZipFile(file) as archive:
                member = _table(archive, path)
                most = most_bytes(member, path.name, limit=limits.unpacked_mb * _MEGABYTE, ratio=limits.ratio)
                with open_member(archive, member, path.name) as table:
                    yield Lines(table, path.name, most, limits.line_characters)
    except LayerError as error:
        raise GazetteerError(str(error)) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise GazetteerError(f"{path.name} is a damaged archive ({error}): fetch it again") from error
    except OSError as error:
        raise GazetteerError(f"{path.name} cannot be read: {error.strerror or error}") from error


def _table(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    """Find the table of an archive; one that is not plain is refused as a whole."""
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > _MOST_MEMBERS:
        raise GazetteerError(f"{path.name} holds {len(members):,} files: expected one table")
    stray = next((member.filename for member in members if not is_plain(member.filename)), None)
    if stray is not None:
        raise GazetteerError(f"{path.name} holds {stray!r}, a path that leads elsewhere: refused")
    tables = [
        member
        for member in members
        if member.filename.lower().endswith(".txt") and not member.filename.lower().startswith(_ABOUT)
    ]
    named = [member for member in tables if PurePosixPath(member.filename).stem.lower() == path.stem.lower()]
    chosen = named or tables
    if len(chosen) != 1:
        there = ", ".join(repr(member.filename) for member in members[:5]) or "nothing"
        raise GazetteerError(f"{path.name} holds {there}: expected one table, such as {path.stem}.txt")
    if chosen[0].flag_bits & ENCRYPTED:
        raise GazetteerError(f"{path.name} is encrypted: pack it without a password")
    return chosen[0]
