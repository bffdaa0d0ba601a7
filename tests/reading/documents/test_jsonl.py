import io
import json
from typing import Any

import pytest

from geo.errors import DocumentError
from geo.reading.documents import jsonl
from geo.reading.documents.jsonl import Line, read_lines


def read(*lines: object, raw: bytes = b"") -> list[Line | DocumentError]:
    data = raw or b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines)
    return list(read_lines(io.BytesIO(data), name="docs.jsonl"))


def one(**fields: Any) -> Line | DocumentError:
    return read({"id": "a", "text": "نص", **fields})[0]


def test_a_line_gives_its_text_exactly_and_its_metadata() -> None:
    line = one(
        text=" أ\r\nب\t", lang="ar", published="2020-03-04", title="ع", publisher="ن", url="https://example.org/1"
    )
    assert isinstance(line, Line)
    assert line.id == "a"
    assert line.content.text == " أ\r\nب\t"
    metadata = line.content.metadata
    assert (metadata.language, str(metadata.published), metadata.title) == ("ar", "2020-03-04", "ع")


def test_a_byte_order_mark_blank_lines_and_a_last_line_without_an_end_are_no_fault() -> None:
    found = read(raw=b'\xef\xbb\xbf{"id": "a", "text": "x"}\r\n\r\n  \n{"id": "b", "text": "y"}')
    assert [line.id for line in found if isinstance(line, Line)] == ["a", "b"]
    assert len(found) == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"nope", r"docs\.jsonl line 1: is not JSON"),
        (b"[1]", "no JSON object"),
        (b'{"id": "\xff"}', "not UTF-8"),
        (b"[" * 100_000, "nested too deeply|not JSON"),
        (b'{"id": "a", "text": "x", "more": [' + b"[]," * 100_000 + b"[]]}", "more than 100,000 brackets"),
        ({"text": "x"}, 'has no "id"'),
        ({"id": 3, "text": "x"}, 'the int 3 as "id"'),
        ({"id": " ", "text": "x"}, '"id"'),
        ({"id": "a\nb", "text": "x"}, "printable"),
        ({"id": "a" * 201, "text": "x"}, "at most 200"),
        ({"id": "a"}, r'line 1 \(id \'a\'\): has no "text"'),
        ({"id": "a", "text": 5}, 'no "text" of type text'),
        ({"id": "a", "text": "x\x00y"}, r"U\+0000"),
        (b'{"id": "a", "text": "\\ud83d"}', "half a character"),
        ({"id": "a", "text": "x", "published": "yesterday"}, "published is 'yesterday'; expected a day"),
        ({"id": "a", "text": "x", "published": 20200304}, "published is 20200304"),
        ({"id": "a", "text": "x", "title": ["t"]}, "title is"),
    ],
)
def test_a_bad_line_is_an_error_and_the_next_is_read(line: object, said: str) -> None:
    bad, good = read(line, {"id": "z", "text": "good"})
    assert isinstance(bad, DocumentError)
    with pytest.raises(DocumentError, match=said):
        raise bad
    assert isinstance(good, Line)
    assert good.id == "z"


def test_a_line_that_is_too_long_is_refused_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "MAX_LINE_BYTES", 100)
    bad, good = read({"id": "a", "text": "x" * 1000}, {"id": "b", "text": "y"})
    assert "line 1: is longer than" in str(bad)
    assert isinstance(good, Line)


def test_a_file_that_is_no_json_lines_at_all_is_given_up() -> None:
    found = read(raw=b"word\n" * 5000)
    assert len(found) == 101
    assert "expected JSON Lines" in str(found[-1])


def test_an_empty_file_has_no_lines() -> None:
    assert read(raw=b"\n") == []
