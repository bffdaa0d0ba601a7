"""Zip archives made by hand, so that they can say what no packer would write."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass


def packed(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a well-behaved archive."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return memory.getvalue()


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A member as an archive states it, true or not."""

    name: bytes
    data: bytes = b""  # as it is packed
    size: int = 0
    method: int = zipfile.ZIP_DEFLATED
    crc: int = 0
    flags: int = 0
    mode: int = 0
    at: int | None = None  # where it says that it stands
    packed_size: int | None = None


def deflated(content: bytes) -> bytes:
    """Pack by the usual method."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def zeros(n_megabytes: int) -> bytes:
    """Pack so many megabytes of zeros without having them: one piece, over and over."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return piece * n_megabytes + packer.flush()


def honest(name: str, content: bytes, **more: int) -> Entry:
    """Return a member that states the truth but for what is given."""
    stated = {"size": len(content), "crc": zlib.crc32(content), **more}
    return Entry(name=name.encode(), data=deflated(content), **stated)  # type: ignore[arg-type]


def written(*entries: Entry) -> bytes:
    """Write an archive of such members."""
    out, directory = bytearray(), bytearray()
    for entry in entries:
        at = len(out) if entry.at is None else entry.at
        n_packed = len(entry.data) if entry.packed_size is None else entry.packed_size
        common = (entry.flags, entry.method, 0, 0x21, entry.crc, n_packed, entry.size, len(entry.name), 0)
        if entry.at is None:
            out += struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, *common) + entry.name + entry.data
        directory += struct.pack(
            "<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 0x314, 20, *common, 0, 0, 0, entry.mode << 16, at
        )
        directory += entry.name
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, len(entries), len(entries), len(directory), len(out), 0)
    return bytes(out + directory + end)
