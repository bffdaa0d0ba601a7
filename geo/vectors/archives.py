"""Zip archives from anywhere: what a member may be called, and how much it may unpack to."""

import zipfile
from pathlib import PurePosixPath
from typing import IO

from geo.errors import LayerError

__all__ = ["ENCRYPTED", "ZIP_MAGIC", "is_plain", "most_bytes", "open_member"]

ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
ENCRYPTED = 0x1
"""The flag of a member that wants a password."""

_FREE_BYTES = 10_000_000  # below this, no ratio is a danger


def is_plain(path: str) -> bool:
    """Tell whether a member's path stays within its archive.

    Examples
    --------
    >>> is_plain("files/doc.kml"), is_plain("../doc.kml"), is_plain("C:doc.kml"), is_plain("/etc/passwd")
    (True, False, False, False)
    """
    parts = PurePosixPath(path.replace("\\", "/")).parts
    return ".." not in parts and not path.startswith(("/", "\\")) and ":" not in path


def most_bytes(member: zipfile.ZipInfo, name: str, *, limit: int, ratio: int) -> int:
    """How much a member may unpack to: the limit, or less where so little was packed.

    Raises
    ------
    LayerError
        When the archive itself says that it is more: an archive bomb.
    """
    most = min(limit, max(_FREE_BYTES, ratio * member.compress_size))
    if member.file_size > most:
        raise LayerError(
            f"{name} unpacks from {member.compress_size:,} to {member.file_size:,} bytes: refused as an archive bomb"
        )
    return most


def open_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> IO[bytes]:
    """Open a member to be read.

    Raises
    ------
    LayerError
        When the archive says that it stands where nothing can stand.
    """
    try:
        return archive.open(member)
    except ValueError as error:  # a place before the beginning, a name that is none
        raise LayerError(f"{name} is a damaged archive ({error})") from error
