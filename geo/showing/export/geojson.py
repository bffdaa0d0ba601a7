"""GeoJSON by RFC 7946: one FeatureCollection, one feature a line, with an account of itself in ``kharita``."""

import json
import re
from collections.abc import Iterator
from typing import Any

from geo.showing.export.content import Content
from geo.showing.export.shapes import cover

__all__ = ["chunks", "to_json"]

_LINE_ENDS = re.compile("[\u0085\u2028\u2029]")  # some programs take these for the end of a line


def chunks(content: Content) -> Iterator[bytes]:
    """Yield the file, feature by feature."""
    bounds = cover(feature.bbox for feature in content.features)
    head: dict[str, Any] = {"type": "FeatureCollection"}
    if bounds is not None:
        head["bbox"] = list(bounds)
    head["kharita"] = dict(content.provenance)
    yield to_json(head)[:-1] + b',"features":['
    for number, feature in enumerate(content.features):
        yield (b",\n" if number else b"\n") + to_json(feature.as_dict())
    yield b"\n]}\n"


def to_json(value: object) -> bytes:
    """Write a value as JSON in UTF-8, on one line and without spaces."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _LINE_ENDS.sub(lambda found: f"\\u{ord(found.group()):04x}", text).encode("utf-8")
