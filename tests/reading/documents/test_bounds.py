"""Files made to fill memory or to take for ever, read in a process whose memory is bounded and whose work is timed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reading.documents import archives, files

_ROOT = Path(__file__).resolve().parents[3]
_HUNDRED_MB = 100_000_000
_MOST_SECONDS = 10
_MOST_MEGABYTES = 500
_PROGRAM = """
import json, resource, sys, time
import trafilatura
from geo.reading.documents import detect, read_sources
detect("The delegation left.")
pages = int(open("/proc/self/statm").read().split()[0])
most = pages * resource.getpagesize() + {most} * 1_000_000
resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))
start = time.process_time()
found = [str(one)[:300] for one in read_sources(sys.argv[1:])]
print(json.dumps([found, time.process_time() - start]))
"""

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is bounded as Linux does it")


def read_bounded(path: Path) -> list[str]:
    """Read a file in a process of its own; what it gives, documents and errors as text."""
    command = [sys.executable, "-c", _PROGRAM.format(most=_MOST_MEGABYTES), str(path)]
    done = subprocess.run(command, capture_output=True, cwd=_ROOT, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()[-500:]
    found, seconds = json.loads(done.stdout)
    assert seconds < _MOST_SECONDS
    return list(found)


def _of_size(path: Path, before: bytes, filler: bytes, after: bytes) -> Path:
    with path.open("wb") as file:
        file.write(before)
        piece = filler * (1_000_000 // len(filler))
        for _ in range(_HUNDRED_MB // len(piece)):
            file.write(piece)
        file.write(after)
    return path


@pytest.mark.parametrize(
    ("name", "before", "filler", "after", "said"),
    [
        ("a.txt", b"", b"x", b"", "larger than 32 MB"),
        ("a.html", b"<html><p>", b"x", b"</p>", "larger than 8 MB"),
        ("a.csv", b"id,text\na,", b"x", b"\nb,y\n", "larger than 64 MB"),
        ("a.csv", b'id,text\na,"', b"x", b'"\n', "larger than 64 MB"),
        ("a.docx", b"PK\x03\x04", b"x", b"", "larger than 64 MB"),
        ("a.zip", b"PK\x03\x04", b"PK\x01\x02", b"", "more than 10,000 files"),
        ("a.pdf", b"%PDF-1.7\n", b"x", b"", "damaged PDF"),
    ],
)
def test_a_line_of_a_hundred_megabytes_is_refused(
    tmp_path: Path, name: str, before: bytes, filler: bytes, after: bytes, said: str
) -> None:
    (error,) = read_bounded(_of_size(tmp_path / name, before, filler, after))
    assert said in error


@pytest.mark.parametrize("filler", [b"x", b"[", b"{},", b'{"a":', b"1", b"\\u0041"])
def test_a_line_of_json_of_a_hundred_megabytes_is_refused_and_the_next_is_read(tmp_path: Path, filler: bytes) -> None:
    path = _of_size(
        tmp_path / "a.jsonl", b'{"id": "a", "text": ', filler, b'}\n{"id": "b", "text": "The delegation left."}\n'
    )
    error, document = read_bounded(path)
    assert "line 1: is longer than 16 MB" in error
    assert document.startswith("Document(")


@pytest.mark.parametrize("filler", [b'"",', b'"ab",', b"1.5,", b"99999,"])
def test_the_longest_line_of_json_that_is_parsed_fits_into_memory(tmp_path: Path, filler: bytes) -> None:
    path = tmp_path / "a.jsonl"
    filling = filler * (15_000_000 // len(filler))
    path.write_bytes(b'{"id": "a", "text": "The delegation left.", "more": [' + filling[:-1] + b"]}\n")
    assert read_bounded(path)[0].startswith("Document(")


@pytest.mark.parametrize("filler", [b"[],", b"{},", b"[[[[[[],[],[],[]]]]]],"])
def test_a_line_of_json_of_lists_in_lists_is_refused(tmp_path: Path, filler: bytes) -> None:
    path = tmp_path / "a.jsonl"
    filling = filler * (15_000_000 // len(filler))
    path.write_bytes(b'{"id": "a", "text": "The delegation left.", "more": [' + filling[:-1] + b"]}\n")
    assert "more than 100,000 brackets" in read_bounded(path)[0]


def test_the_largest_table_fits_into_memory_also_where_each_letter_takes_four_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    row = 'a{},"The delegation of the city left. 😀"\n'.encode()
    rows = b"".join(row.replace(b"{}", b"%d" % n) for n in range(5_000))
    path.write_bytes(b"id,text\n" + rows + b"z," + b"x" * (66_000_000 - len(rows)))
    found = read_bounded(path)
    assert len(found) == 5_001
    assert "is too long" in found[-1]


def test_bombs_are_refused_in_little_memory(tmp_path: Path) -> None:
    bomb = archives.Entry(name=b"a.txt", data=archives.zeros(4000), size=4000 << 20)
    (tmp_path / "a.zip").write_bytes(archives.written(bomb))
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = files.body_xml(files.paragraph("&l9;"), before=f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>')
    (tmp_path / "b.docx").write_bytes(files.docx(body))
    (tmp_path / "c.docx").write_bytes(files.docx(files.body_xml("<w:p>" * 20_000_000)))
    first, second, third = read_bounded(tmp_path)
    assert "refused as a bomb" in first
    assert "document type" in second
    assert "nested" in third or "bomb" in third
