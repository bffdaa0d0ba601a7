"""What a symbol tells when it is asked: its records with their sentences, cut into plain and highlighted pieces.

A card is plain data without any markup; whoever shows it (pop-up, page) sets the text as text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from geo.showing import labels
from geo.showing.layers import Layers
from geo.workspace.tables import Tables, split

__all__ = [
    "Card",
    "Piece",
    "Sources",
    "Telling",
    "area_cards",
    "cut",
    "event_tellings",
    "flow_cards",
    "flow_tellings",
    "glimpse",
    "mention_tellings",
    "place_cards",
    "symbol_cards",
    "telling_of",
]

MAX_TELLINGS = 4  # in a pop-up; all of them stand below the map
_AROUND = 90  # characters of the sentence kept on each side of a mention
_LONGEST = 420

Piece = tuple[str, bool]
"""A run of text, and whether it is highlighted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """One document's sentence on a record, and who stands behind it."""

    heading: str = ""
    status: str = ""
    status_words: str = ""
    when: str = ""
    pieces: tuple[Piece, ...] = ()
    language: str = ""
    by_whom: str = ""
    source: str = ""
    url: str = ""
    doc: str = ""
    publisher: str = ""
    published: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """What one symbol tells: a title, a line below it, the first tellings, how many more there are, disagreements."""

    title: str
    subtitle: str = ""
    tellings: tuple[Telling, ...] = ()
    more: int = 0
    notes: tuple[str, ...] = ()


class Sources:
    """Documents, mentions and evidence of the tables, found by their keys."""

    def __init__(self, tables: Tables) -> None:
        self._documents = {row["id"]: row for row in tables.documents.to_dict("records")}
        self._mentions: dict[str, list[tuple[int, int, str]]] = {}
        self._named: dict[str, list[tuple[str, int, int]]] = {}
        for doc, start, end, place in zip(
            *(tables.mentions[name] for name in ("doc", "start", "end", "place_id")), strict=True
        ):
            self._mentions.setdefault(doc, []).append((int(start), int(end), place))
            self._named.setdefault(place, []).append((doc, int(start), int(end)))
        self._evidence: dict[str, list[dict[Any, Any]]] = {}
        for row in tables.evidence.to_dict("records"):
            self._evidence.setdefault(f"{row['record']}:{row['record_id']}", []).append(row)

    def document(self, doc: str) -> Mapping[Any, Any]:
        """Return a document's row; one of empty texts where the tables do not hold it."""
        return self._documents.get(doc, {"publisher": "", "published": "", "url": "", "language": "", "text": ""})

    def evidence(self, record: str, record_id: str) -> Sequence[Mapping[Any, Any]]:
        """Return the tellings of an ``event`` or ``flow``."""
        return self._evidence.get(f"{record}:{record_id}", [])

    def named(self, place_id: str) -> Sequence[tuple[str, int, int]]:
        """Return where a place is named: document, start and end."""
        return self._named.get(place_id, [])

    def marks(self, doc: str, start: int, end: int, places: frozenset[str]) -> list[tuple[int, int]]:
        """Return spans of the mentions of these places within a span; of every mention there, if they have none."""
        inside = [mention for mention in self._mentions.get(doc, []) if start <= mention[0] and mention[1] <= end]
        own = [(first, last) for first, last, place in inside if place in places]
        return sorted(own or [(first, last) for first, last, _ in inside])


def cut(text: str, marks: Sequence[tuple[int, int]], *, longest: int = _LONGEST) -> tuple[Piece, ...]:
    """Cut a sentence into plain and highlighted pieces; a long one is shortened around its first mark.

    Examples
    --------
    >>> cut("to Benghazi.", [(3, 11)])
    (('to ', False), ('Benghazi', True), ('.', False))
    >>> cut("", [])
    ()
    """
    first, last = _window(text, marks, longest)
    pieces: list[Piece] = [("… ", False)] if first else []
    place = first
    for mark in marks:
        start, end = max(mark[0], place), min(mark[1], last)
        if end > start:
            pieces += [(text[place:start], False), (text[start:end], True)]
            place = end
    pieces += [(text[place:last], False)]
    if last < len(text):
        pieces.append((" …", False))
    return tuple(piece for piece in pieces if piece[0])


def _window(text: str, marks: Sequence[tuple[int, int]], longest: int) -> tuple[int, int]:
    """Choose what to keep of a text that is too long: whole words around the first mark."""
    if len(text) <= longest:
        return 0, len(text)
    start, end = marks[0] if marks else (0, 0)
    first = max(0, min(start - longest // 3, len(text) - longest))
    last = min(len(text), max(first + longest, end))
    if first:
        space = text.find(" ", first, start)
        first = space + 1 if space >= 0 else first
    if last < len(text):
        space = text.rfind(" ", end, last)
        last = space if space > first else last
    return first, last


def _tellings(
    sources: Sources,
    record: str,
    record_id: str,
    places: frozenset[str],
    language: str,
    *,
    heading: str = "",
    limit: int | None = None,
) -> list[Telling]:
    rows = sorted(sources.evidence(record, record_id), key=lambda row: (row["published"], row["doc"], row["start"]))
    return [telling_of(sources, row, places, language, heading=heading) for row in rows[:limit]]


def telling_of(
    sources: Sources, row: Mapping[Any, Any], places: frozenset[str], language: str, *, heading: str = ""
) -> Telling:
    """Return one row of the evidence as a telling, with the mentions of these places highlighted."""
    document = sources.document(row["doc"])
    start, end = int(row["start"]), int(row["end"])
    quote = str(row["quote"])
    # Offsets are into the document's text: they fit the quotation only where it is the text's own words.
    fits = len(quote) == end - start
    marks = [(a - start, b - start) for a, b in sources.marks(row["doc"], start, end, places)] if fits else []
    publisher, published = row["publisher"] or document["publisher"], row["published"] or document["published"]
    return Telling(
        heading=heading,
        status=row["status"],
        status_words=labels.status_words(row["status"], language),
        when=labels.date_words(row["date_from"], row["date_to"], language),
        pieces=cut(quote, marks),
        language=str(document["language"]),
        by_whom=labels.by_whom(row, language),
        source=labels.source_words(publisher, published, language),
        url=str(document["url"]),
        doc=str(row["doc"]),
        publisher=str(publisher),
        published=str(published),
    )


def event_tellings(
    sources: Sources, row: Mapping[Any, Any], language: str, *, limit: int | None = None
) -> list[Telling]:
    """Return the tellings of an event, the earliest published first; mentions of its place are highlighted."""
    separator = labels.words(language)["comma"]
    arrow = f" {labels.words(language)['arrow']} "
    sides = [
        separator.join(labels.isolated(name, language) for name in split(str(row[side])))
        for side in ("actors", "recipients")
    ]
    heading = arrow.join(side for side in sides if side)
    if pd.notna(row["fatalities_best"]) and row["fatalities_best"]:
        killed = labels.counted("fatalities", int(row["fatalities_best"]), language)
        heading = " · ".join(part for part in (heading, killed) if part)
    places = frozenset({row["place_id"]})
    return _tellings(sources, "event", row["event_id"], places, language, heading=heading, limit=limit)


def flow_tellings(
    sources: Sources, row: Mapping[Any, Any], language: str, *, limit: int | None = None
) -> list[Telling]:
    """Return the tellings of a flow, the earliest published first; mentions of both its ends are highlighted."""
    places = frozenset({row["origin_id"], row["destination_id"]})
    return _tellings(sources, "flow", row["id"], places, language, limit=limit)


def mention_tellings(sources: Sources, place_id: str, language: str, *, limit: int) -> list[Telling]:
    """Quote the surroundings of a place's first mentions, one a document before a second: many voices are heard."""
    order: dict[str, int] = {}
    ranked = []
    for row in sorted(sources.named(place_id)):
        ranked.append((order.setdefault(row[0], 0), row))
        order[row[0]] += 1
    return [glimpse(sources, *row, language) for _, row in sorted(ranked, key=lambda pair: pair[0])[:limit]]


def glimpse(sources: Sources, doc: str, start: int, end: int, language: str) -> Telling:
    """Quote the surroundings of a mention, which is highlighted."""
    document = sources.document(doc)
    text = str(document["text"])
    first, last = _surroundings(text, start, end)
    return Telling(
        pieces=cut(text[first:last], [(start - first, end - first)]),
        language=str(document["language"]),
        source=labels.source_words(document["publisher"], document["published"], language),
        url=str(document["url"]),
        doc=doc,
        publisher=str(document["publisher"]),
        published=str(document["published"]),
    )


def _surroundings(text: str, start: int, end: int) -> tuple[int, int]:
    """Return whole words around a mention within its paragraph: a glimpse; the document itself stands below."""
    paragraph = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    first, last = max(paragraph, start - _AROUND), min(stop, end + _AROUND)
    if first > paragraph:
        space = text.find(" ", first, start)
        first = space + 1 if space >= 0 else first
    if last < stop:
        space = text.rfind(" ", end, last)
        last = space if space > end else last
    return first, last


def symbol_cards(layers: Layers, language: str, sources: Sources, *, limit: int = MAX_TELLINGS) -> dict[str, Card]:
    """Return the card of every event symbol, by its id, with at most ``limit`` tellings."""
    rows = layers.events.set_index("id", drop=False).to_dict("index")
    cards = {}
    for symbol in layers.symbols.to_dict("records"):
        events = [rows[name] for name in symbol["event_ids"]]
        parts = [labels.place_what(events[0], language)]
        if len(events) > 1:
            parts.insert(0, labels.counted("events", len(events), language))
        shown, total = _first(sources, events, language, limit)
        cards[symbol["id"]] = Card(
            title=labels.event_title(events[0], language),
            subtitle=_joined(parts),
            tellings=shown,
            more=total - len(shown),
        )
    return cards


def _first(
    sources: Sources, events: Sequence[Mapping[Any, Any]], language: str, limit: int, *, typed: bool = False
) -> tuple[tuple[Telling, ...], int]:
    """Return the first tellings of events, headed by their type where several types meet, and how many there are."""
    shown: list[Telling] = []
    for event in events:
        told = event_tellings(sources, event, language, limit=limit - len(shown)) if len(shown) < limit else []
        if typed:
            name = labels.type_words(event["type"], language)
            told = [replace(telling, heading=_joined([name, telling.heading])) for telling in told]
        shown += told
    return tuple(shown), sum(len(sources.evidence("event", event["event_id"])) for event in events)


def flow_cards(layers: Layers, language: str, sources: Sources, *, limit: int = MAX_TELLINGS) -> dict[str, Card]:
    """Return the card of every flow that is drawn, by its id, with at most ``limit`` tellings."""
    drawn = layers.flows[layers.flows.geometry.notna() | (layers.flows["stub"] != "")]
    cards = {}
    for row in drawn.to_dict("records"):
        shown = tuple(flow_tellings(sources, row, language, limit=limit))
        cards[row["id"]] = Card(
            title=labels.flow_title(row, language),
            subtitle=labels.flow_what(row, language),
            tellings=shown,
            more=len(sources.evidence("flow", row["id"])) - len(shown),
        )
    return cards


def place_cards(layers: Layers, language: str, sources: Sources, *, limit: int = MAX_TELLINGS) -> dict[str, Card]:
    """Return the card of every point place, by its id: the first sentences that name it."""
    return {row["id"]: _place_card(sources, row, (), language, limit) for row in layers.places.to_dict("records")}


def area_cards(layers: Layers, language: str, sources: Sources, *, limit: int = MAX_TELLINGS) -> dict[str, Card]:
    """Return the card of every area, by its place id: the events known only to it, else the sentences that name it."""
    events: dict[str, list[dict[Any, Any]]] = {}
    for row in layers.events[layers.events["drawn"] != "point"].to_dict("records"):
        events.setdefault(row["place_id"], []).append(row)
    return {
        row["id"]: _place_card(sources, row, events.get(row["id"], ()), language, limit)
        for row in layers.areas.to_dict("records")
    }


def _place_card(
    sources: Sources, row: Mapping[Any, Any], events: Sequence[Mapping[Any, Any]], language: str, limit: int
) -> Card:
    shown, total = _first(sources, events, language, limit, typed=True)
    if not total:
        shown = tuple(mention_tellings(sources, row["id"], language, limit=limit))
        total = len(sources.named(row["id"]))
    parts = [labels.place_what(row, language)]
    if row["n_mentions"]:
        parts.append(labels.counted("mentions", int(row["n_mentions"]), language))
    return Card(
        title=labels.place_title(row, language), subtitle=_joined(parts), tellings=shown, more=total - len(shown)
    )


def _joined(parts: Sequence[str]) -> str:
    return " · ".join(part for part in parts if part)
