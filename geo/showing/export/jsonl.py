"""What was read, as JSON Lines: the rows that ``python -m geo extract`` writes. Their fields are a promise to scripts.

Reads the records of `geo.model` alone, and so starts at once.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Literal, get_args

from geo.model import Candidate, DateSpan, Event, Flow, Mention, Place, Reading
from geo.precision import where_prec

__all__ = ["WHATS", "What", "rows", "to_line"]

What = Literal["mentions", "events", "flows", "all"]
WHATS: tuple[What, ...] = get_args(What)

# Half a character, which UTF-8 cannot hold, and what some programs take for the end of a line.
_ESCAPED = re.compile("[\ud800-\udfff\u0085\u2028\u2029]")

Row = dict[str, Any]


def rows(reading: Reading, what: What = "all") -> Iterator[Row]:
    """Yield the rows of one document's reading: mentions, then events, then flows.

    Parameters
    ----------
    what
        One kind of record, or ``all``: then each row says what it is in ``record``.
    """
    kinds: tuple[tuple[str, What, Iterator[Row]], ...] = (
        ("mention", "mentions", map(_mention, reading.mentions)),
        ("event", "events", map(_event, reading.events)),
        ("flow", "flows", map(_flow, reading.flows)),
    )
    for record, name, found in kinds:
        if what == "all":
            yield from ({"record": record, **row} for row in found)
        elif what == name:
            yield from found


def to_line(row: Row) -> str:
    r"""Write a row as one line of JSON, whatever its texts hold.

    Examples
    --------
    >>> to_line({"text": "دمشق", "lat": None}) == '{"text": "دمشق", "lat": null}'
    True
    """
    text = json.dumps(row, ensure_ascii=False, allow_nan=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _mention(mention: Mention) -> Row:
    resolution, place = mention.resolution, mention.place
    return {
        "doc": mention.doc,
        "id": mention.id,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "role": mention.role,
        "name": place.name if place else None,
        "name_ar": (place.name_ar or None) if place else None,
        "country": place.country if place else None,
        "kind": place.kind if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "radius_km": place.radius_km if place else None,
        "where_prec": where_prec(place) if place else None,
        "place_id": place.id if place else None,
        "score": resolution.score if resolution else None,
        "reason": resolution.reason if resolution else None,
        "alternatives": [_alternative(one) for one in resolution.alternatives] if resolution else [],
        "modifier": mention.modifier or None,
    }


def _alternative(candidate: Candidate) -> Row:
    return {
        "place_id": candidate.place.id,
        **_place(candidate.place),
        "score": candidate.score,
        "reason": candidate.reason,
    }


def _place(place: Place) -> Row:
    return {
        "name": place.name,
        "country": place.country,
        "kind": place.kind,
        "lat": place.lat,
        "lon": place.lon,
        "radius_km": place.radius_km,
    }


def _event(event: Event) -> Row:
    toll = event.fatalities
    return {
        "doc": event.doc,
        "id": event.id,
        "type": event.type,
        "mode": event.mode or None,
        "context": list(event.context),
        "acled_event_type": event.acled_event_type or None,
        **_dates(event.date),
        "places": [{**_place(place), "where_prec": where_prec(place)} for place in event.places],
        "actors": list(event.actors),
        "recipients": list(event.recipients),
        "fatalities": {"low": toll.low, "best": toll.best, "high": toll.high} if toll else None,
        **_said(event),
    }


def _flow(flow: Flow) -> Row:
    return {
        "doc": flow.doc,
        "id": flow.id,
        "origin": _place(flow.origin) if flow.origin else None,
        "destination": _place(flow.destination) if flow.destination else None,
        "mode": flow.mode,
        "cargo": list(flow.cargo),
        "carrier": flow.carrier or None,
        "count": flow.count,
        "unit": flow.unit or None,
        **_dates(flow.date),
        **_said(flow),
    }


def _dates(span: DateSpan) -> Row:
    return {
        "date_from": span.date_from.isoformat() if span.date_from else None,
        "date_to": span.date_to.isoformat() if span.date_to else None,
        "date_text": span.text or None,
        "date_prec": span.precision,
    }


def _said(told: Event | Flow) -> Row:
    """Who says so; of something that is only denied, whoever denies it."""
    return {
        "claimed_by": told.claim.claimed_by or next(iter(told.claim.denied_by), None),
        "denied_by": list(told.claim.denied_by),
        "status": told.claim.status,
        "start": told.evidence.start,
        "end": told.evidence.end,
        "quote": told.evidence.quote,
        "spans": _spans(told),
    }


def _spans(told: Event | Flow) -> dict[str, list[list[int]]]:
    """Words that each field comes from, as [start, end] in the document's text."""
    spans: dict[str, list[list[int]]] = {}
    for word in told.words:
        spans.setdefault(word.field, []).append([word.start, word.end])
    return spans
