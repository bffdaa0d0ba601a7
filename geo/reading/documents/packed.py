"""JSON Lines packed by gzip or Zstandard: unpacked as they are read, so that a file may be larger than memory."""

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from geo.errors import DocumentError
from geo.reading.documents.jsonl import Line, read_lines
from geo.reading.documents.limits import MAX_ARCHIVE_RATIO, MEBIBYTE

__all__ = ["read_packed_lines"]

_GZIP = b"\x1f\x8b"
_MAX_WINDOW_BYTES = 128 * MEBIBYTE  # what an unpacker keeps of a Zstandard archive; `zstd --long` asks for this much
_FROM_BYTES = MEBIBYTE  # a short file may be very alike


def read_packed_lines(file: BinaryIO, *, name: str) -> Iterator[Line | DocumentError]:
    """Read the documents of a packed JSON Lines file as `geo.reading.documents.jsonl.read_lines` does.

    What comes before damage is read. A file that unpacks to more than `MAX_ARCHIVE_RATIO` times its size is a bomb, and
    is given up there.
    """
    head = file.read(len(_GZIP))
    file.seek(0)
    try:
        unpacked = _gzip(file) if head == _GZIP else _zstd(file, name)
        yield from read_lines(io.BufferedReader(_Watched(unpacked, file, name)), name=name)
    except DocumentError as error:
        yield error
    except (EOFError, OSError, zlib.error) as error:
        yield DocumentError(name, f"is damaged ({error}): what comes before was read")


class _Watched(io.RawIOBase):
    """Bytes as they are unpacked; too many of them for what they were unpacked from are refused."""

    def __init__(self, unpacked: Any, packed: BinaryIO, name: str) -> None:
        self._unpacked, self._packed, self._name = unpacked, packed, name
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data: bytes = self._unpacked.read(len(buffer))
        buffer[: len(data)] = data
        self._count += len(data)
        if self._count > max(_FROM_BYTES, MAX_ARCHIVE_RATIO * self._packed.tell()):
            raise DocumentError(
                self._name, f"unpacks to more than {MAX_ARCHIVE_RATIO} times its size: refused as a bomb"
            )
        return len(data)


def _gzip(file: BinaryIO) -> Any:
    return gzip.GzipFile(fileobj=file, mode="rb")


def _zstd(file: BinaryIO, name: str) -> Any:
    try:
        import zstandard
    except ImportError as error:
        raise DocumentError(
            name, "is packed by Zstandard, which is not installed: pip install -r requirements-scale.txt"
        ) from error
    return _Zstd(
        zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW_BYTES).stream_reader(file, read_across_frames=True)
    )


class _Zstd:
    """A stream of Zstandard's, whose errors are those of any damaged file."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        import zstandard

        try:
            found: bytes = self._stream.read(size)
        except zstandard.ZstdError as error:
            raise OSError(str(error)) from error
        return found
