"""Zip archives from anywhere, read in memory: bounded in what they list and in what comes out, whatever they state."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from geo.errors import DocumentError
from geo.reading.documents.limits import MAX_ARCHIVE_RATIO, MAX_MEMBERS, MAX_PART_BYTES, size_words

__all__ = ["is_bomb", "is_encrypted", "open_archive", "unpacked"]

# What Python's module raises on archives that are broken, on purpose or not.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
_ENTRY = b"PK\x01\x02"  # each entry of an archive's directory begins so
_DIRECTORY_ENTRIES = 5 * MAX_MEMBERS  # of the archive and of those that lie in it unpacked
_ENCRYPTED = 0x1
_PIECE = 64 * 1024
_LARGE_PIECE = 1024 * 1024
_FREE_BYTES = 1024 * 1024  # below this no ratio is suspicious
# The others give back what they will for one small piece of input: Python sets them no bound.
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_LEAST_HEADER = 30


def open_archive(file: BinaryIO, *, name: str) -> zipfile.ZipFile:
    """Open an archive whose directory is of a size that can be read, and whose members lie side by side.

    Raises
    ------
    DocumentError
        When it holds too many files, or some of them twice over (one lies in another: a bomb that no ratio shows), or
        is damaged.
    """
    if _n_entries(file) > _DIRECTORY_ENTRIES:
        raise DocumentError(name, f"is an archive of more than {MAX_MEMBERS:,} files: refused")
    file.seek(0)
    try:
        archive = zipfile.ZipFile(file)
    except _DAMAGED as error:
        raise _damaged(name, error) from error
    n_members = len(archive.infolist())
    if n_members > MAX_MEMBERS:
        raise DocumentError(name, f"is an archive of {n_members:,} files; at most {MAX_MEMBERS:,} are read")
    _check_places(archive, name)
    return archive


def is_encrypted(member: zipfile.ZipInfo) -> bool:
    """Say whether a member wants a password."""
    return bool(member.flag_bits & _ENCRYPTED)


def is_bomb(member: zipfile.ZipInfo) -> bool:
    """Say whether a member unpacks, by its own account, to more than any document does."""
    return member.file_size > _FREE_BYTES and member.file_size > MAX_ARCHIVE_RATIO * max(1, member.compress_size)


def unpacked(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, name: str, most: int = MAX_PART_BYTES
) -> Iterator[bytes]:
    """Unpack a member piece by piece, and stop when it grows beyond reason.

    Raises
    ------
    DocumentError
        When it is an archive bomb, or packed in a way whose pieces have no bound.
    """
    if member.compress_type not in _METHODS:
        raise DocumentError(name, f"is packed by method {member.compress_type}; pack it by the usual one (deflate)")
    packed = max(1, member.compress_size)
    size = 0
    for piece in _pieces(archive, member, name):
        size += len(piece)
        if size > most:
            raise DocumentError(name, f"unpacks to more than {size_words(most)}: refused")
        if size > _FREE_BYTES and size > MAX_ARCHIVE_RATIO * packed:
            raise DocumentError(
                name,
                f"unpacks from {size_words(packed)} to more than {size_words(size)}: refused as an archive bomb "
                "(if it is none, save the text as .txt)",
            )
        yield piece


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    try:
        with archive.open(member) as file:
            while piece := file.read(_PIECE):
                yield piece
    except _DAMAGED as error:
        raise _damaged(name, error) from error


def _damaged(name: str, error: Exception) -> DocumentError:
    return DocumentError(name, f"is a damaged archive ({str(error) or type(error).__name__:.100})")


def _n_entries(file: BinaryIO) -> int:
    """Count what may be entries of the directory, which Python's module would take into memory all at once."""
    file.seek(0)
    n, rest = 0, b""
    while piece := file.read(_LARGE_PIECE):
        piece = rest + piece
        n += piece.count(_ENTRY)
        rest = piece[-len(_ENTRY) + 1 :]
    return n


def _check_places(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse members that share bytes: small archives that unpack to a thousand times the same are made so."""
    end = archive.start_dir
    for member in sorted(archive.infolist(), key=lambda member: member.header_offset, reverse=True):
        least = _LEAST_HEADER + len(member.orig_filename) + member.compress_size
        start = member.header_offset
        if start < 0 or start + least > end:
            raise DocumentError(name, f"holds files that overlap ({member.filename!r:.80}): refused as an archive bomb")
        end = start
