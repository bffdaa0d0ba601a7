"""Which words of a sentence gave which field of a record: the sentence cut into pieces, each with its fields."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

__all__ = ["FIELDS", "Span", "WordPiece", "field_spans", "word_pieces"]

FIELDS = (
    "trigger",
    "places",
    "origin",
    "destination",
    "date",
    "actors",
    "recipients",
    "cargo",
    "mode",
    "carrier",
    "count",
    "fatalities",
    "claimed_by",
    "denied_by",
    "mention",
)
"""Fields that words can give, in the order of the legend; ``mention`` is a place that is named and gave none."""

Span = tuple[str, int, int]
"""A field, and where its words begin and end."""

WordPiece = tuple[str, tuple[str, ...]]
"""A run of text, and the fields that it gave."""


def field_spans(row: Mapping[Any, Any]) -> tuple[Span, ...]:
    """Read a telling's ``words`` (JSON: ``[[field, start, end], ...]``); nothing where there are none.

    Examples
    --------
    >>> field_spans({"words": '[["origin", 3, 7]]'}), field_spans({"words": ""}), field_spans({})
    ((('origin', 3, 7),), (), ())
    """
    text = str(row.get("words") or "")
    try:
        listed = json.loads(text) if text else []
    except ValueError:
        return ()
    return tuple(span for one in listed if (span := _span(one))) if isinstance(listed, list) else ()


def _span(one: object) -> Span | None:
    if not (isinstance(one, list) and len(one) == 3):
        return None
    field, start, end = one
    if field not in FIELDS or not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end:
        return None
    return str(field), start, end


def word_pieces(text: str, spans: Sequence[Span], mentions: Iterable[tuple[int, int]] = ()) -> tuple[WordPiece, ...]:
    """Cut a sentence wherever the words of a field begin or end.

    Parameters
    ----------
    text
        The sentence.
    spans
        Fields with offsets into the sentence; what lies outside of it is left out.
    mentions
        Offsets of the places named; one whose words gave a field already is not marked twice.

    Examples
    --------
    >>> word_pieces("from Homs to Derna", [("origin", 5, 9)], [(5, 9), (13, 18)])
    (('from ', ()), ('Homs', ('origin',)), (' to ', ()), ('Derna', ('mention',)))
    >>> word_pieces("", [])
    ()
    """
    inside = [span for span in spans if span[1] < len(text) and span[2] > 0]
    bare = [("mention", start, end) for start, end in mentions if not _covered(start, end, inside)]
    marked = [(field, max(0, start), min(len(text), end)) for field, start, end in (*inside, *bare)]
    edges = sorted({0, len(text), *(edge for _, start, end in marked for edge in (start, end))})
    order = {field: place for place, field in enumerate(FIELDS)}
    pieces = []
    for start, end in pairwise(edges):
        fields = {field for field, first, last in marked if first <= start and end <= last}
        pieces.append((text[start:end], tuple(sorted(fields, key=order.__getitem__))))
    return tuple(pieces)


def _covered(start: int, end: int, spans: Iterable[Span]) -> bool:
    return any(first < end and start < last for _, first, last in spans)
