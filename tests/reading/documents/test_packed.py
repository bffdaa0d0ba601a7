"""Packed JSON Lines: read as they are unpacked; what is damaged or a bomb is refused, and what comes before is read."""

import gzip
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import zstandard

from geo.errors import DocumentError
from geo.reading.documents import read_bytes, read_sources
from geo.reading.documents.jsonl import Line
from geo.reading.documents.packed import read_packed_lines
from tests.reading.documents.files import TEXT

Pack = Callable[[bytes], bytes]
PACKS: dict[str, Pack] = {"gz": gzip.compress, "zst": zstandard.ZstdCompressor().compress}
IDS = [str(number) for number in range(300)]
LINES = "".join(json.dumps({"id": one, "text": f"{TEXT} {one}"}, ensure_ascii=False) + "\n" for one in IDS).encode()

packs = pytest.mark.parametrize("ending", sorted(PACKS))


def read(data: bytes, name: str) -> tuple[list[str], list[str]]:
    found = list(read_packed_lines(io.BytesIO(data), name=name))
    lines = [one.id for one in found if isinstance(one, Line)]
    return lines, [str(one) for one in found if isinstance(one, DocumentError)]


@packs
def test_every_line_is_a_document(ending: str) -> None:
    assert read(PACKS[ending](LINES), "a") == (IDS, [])


@packs
def test_several_archives_in_a_row_are_one(ending: str) -> None:
    pack = PACKS[ending]
    half = LINES.index(b"\n", len(LINES) // 2) + 1
    assert read(pack(LINES[:half]) + pack(LINES[half:]), "a") == (IDS, [])


@packs
def test_a_folder_and_an_upload_take_them(ending: str, tmp_path: Path) -> None:
    data = PACKS[ending](LINES)
    (tmp_path / f"news.jsonl.{ending}").write_bytes(data)
    (tmp_path / f"other.txt.{ending}").write_bytes(data)
    found = list(read_sources([tmp_path]))
    assert [one.id for one in found if not isinstance(one, DocumentError)] == IDS
    (error,) = (one for one in found if isinstance(one, DocumentError))
    assert "other.txt" in error.name
    assert "is not read" in error.reason
    assert len(list(read_bytes(data, name=f"news.jsonl.{ending}"))) == len(IDS)


@packs
def test_what_is_cut_off_is_read_to_there(ending: str) -> None:
    noise = Random(1)
    texts = "".join(
        json.dumps({"id": one, "text": f"{TEXT} {noise.random()}"}, ensure_ascii=False) + "\n"
        for n in range(40)
        for one in IDS
    ).encode()
    data = PACKS[ending](texts)
    lines, errors = read(data[: len(data) * 2 // 3], "a.jsonl")
    assert len(lines) > len(IDS)
    assert any("a.jsonl" in error for error in errors) or ending == "zst"


@packs
def test_nonsense_behind_the_mark_is_damage(ending: str) -> None:
    data = PACKS[ending](LINES)
    lines, (error,) = read(data[:8] + b"\xff" * 4_000, "a.jsonl")
    assert lines == []
    assert error.startswith("a.jsonl: is damaged")


@packs
@pytest.mark.parametrize("line", [b"\n", b" ", b'{"id": "a", "text": "' + b"a" * 5_000 + b'"}\n'])
def test_a_bomb_is_given_up(ending: str, line: bytes) -> None:
    data = PACKS[ending](line * (60_000_000 // len(line)))
    assert len(data) < 400_000
    _, errors = read(data, "a.jsonl")
    assert errors[-1] == "a.jsonl: unpacks to more than 200 times its size: refused as a bomb"


def test_a_window_larger_than_memory_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters.from_level(1, window_log=30)
    packed = io.BytesIO()
    with zstandard.ZstdCompressor(compression_params=parameters).stream_writer(packed, closefd=False) as writer:
        writer.write(LINES)
    _, (error,) = read(packed.getvalue(), "a.jsonl")
    assert "is damaged" in error


def test_without_the_library_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    _, (error,) = read(PACKS["zst"](LINES), "a.jsonl")
    assert "requirements-scale.txt" in error
