"""The account as tables: what is drawn, listed, exported and written to disk.

Rows come in a fixed order (documents and mentions by document and position, records by id), so that the same account
gives the same tables whatever came first.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from geo.model import Claim, DateSpan, Document, Event, Evidence, Fatalities, Flow, Mention, Place
from geo.precision import where_prec
from geo.workspace.account import Account, Merged, Support, Telling
from geo.workspace.reprints import Reprint
from geo.workspace.scores import Scores
from geo.workspace.tables import Tables, frame, join

__all__ = ["tabulate"]

CHAIN_SEPARATOR = " <- "  # whom the claimant quotes, nearest first

Row = dict[str, object]


def tabulate(account: Account, *, metadata: Mapping[str, str] | None = None) -> Tables:
    """Lay an account out as tables.

    Returns
    -------
    Tables
        As `geo.workspace.schema` declares them: one row an event and place, one a flow, one a telling (evidence), one a
        mention, one a place that any of these uses, one a document. EPSG:4326.

    Examples
    --------
    >>> tabulate(Account(readings=(), events=(), flows=())).events.empty
    True
    """
    documents = {reading.document.id: reading.document for reading in account.readings}
    mentions = [mention for reading in account.readings for mention in sorted(reading.mentions, key=_position)]
    scores = Scores(account.readings)
    return Tables(
        documents=frame("documents", (_document_row(one, account.reprints.get(one.id)) for one in documents.values())),
        mentions=frame("mentions", (_mention_row(mention) for mention in mentions)),
        places=frame("places", _place_rows(account, mentions)),
        events=frame("events", (row for merged in account.events for row in _event_rows(merged, documents, scores))),
        flows=frame("flows", (_flow_row(merged, documents, scores) for merged in account.flows)),
        evidence=frame("evidence", _evidence_rows(account, documents)),
        metadata=dict(metadata or {}),
    )


def _position(mention: Mention) -> tuple[int, int, str]:
    return mention.start, mention.end, mention.id


def _document_row(document: Document, reprint: Reprint | None) -> Row:
    return {
        "id": document.id,
        "text": document.text,
        "language": document.language,
        "title": document.title,
        "publisher": document.publisher,
        "published": _day(document.published),
        "url": document.url,
        "text_hash": document.text_hash,
        "reprint_of": reprint.of if reprint else "",
        "likeness": reprint.likeness if reprint else None,
    }


def _mention_row(mention: Mention) -> Row:
    resolution = mention.resolution
    row: Row = {
        "id": mention.id,
        "doc": mention.doc,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "role": mention.role,
        "modifier": mention.modifier,
        **_corrected(mention.corrected_by, mention.automatic),
    }
    if resolution is None:
        return row
    row |= {"score": resolution.score, "reason": resolution.reason, "alternatives": _alternatives(mention)}
    place = resolution.place
    return row if place is None else row | {"place_id": place.id, "name_ar": place.name_ar} | _where(place)


def _corrected(by: Iterable[str], automatic: str) -> Row:
    return {"corrected_by": join(by), "automatic": automatic}


def _where(place: Place) -> Row:
    """Columns that mentions, places and events share."""
    return {
        "name": place.name,
        "country": place.country,
        "kind": place.kind,
        "lat": place.lat,
        "lon": place.lon,
        "radius_km": place.radius_km,
        "where_prec": where_prec(place),
    }


def _alternatives(mention: Mention) -> str:
    """Write what a mention was weighed against as JSON, the best first; "" for nothing."""
    alternatives = mention.resolution.alternatives if mention.resolution else ()
    listed = [
        {
            "place_id": one.place.id,
            "name": one.place.name,
            "country": one.place.country,
            "kind": one.place.kind,
            "lat": one.place.lat,
            "lon": one.place.lon,
            "score": one.score,
            "reason": one.reason,
        }
        for one in alternatives
    ]
    return json.dumps(listed, ensure_ascii=False) if listed else ""


def _place_rows(account: Account, mentions: Iterable[Mention]) -> list[Row]:
    """List every place that a mention, event or flow uses, with how often and in how many documents it is used."""
    places: dict[str, Place] = {}
    documents: dict[str, set[str]] = defaultdict(set)
    counts: dict[str, int] = defaultdict(int)
    for mention in mentions:
        if mention.place:
            places[mention.place.id] = mention.place
            documents[mention.place.id].add(mention.doc)
            counts[mention.place.id] += 1
    for telling in _tellings(account):
        for place in _places_of(telling):
            places.setdefault(place.id, place)
            documents[place.id].add(telling.doc)
    return [_place_row(places[key], counts[key], len(documents[key])) for key in sorted(places)]


def _tellings(account: Account) -> Iterator[Telling]:
    for event in account.events:
        yield from event.tellings
    for flow in account.flows:
        yield from flow.tellings


def _places_of(telling: Telling) -> tuple[Place, ...]:
    if isinstance(telling, Event):
        return telling.places
    return tuple(place for place in (telling.origin, telling.destination) if place)


def _place_row(place: Place, n_mentions: int, n_documents: int) -> Row:
    return {
        "id": place.id,
        "name_ar": place.name_ar,
        "admin1": place.admin1,
        "area": place.area,
        "source": place.source,
        "source_id": place.source_id,
        "licence": place.licence,
        "confirmed": place.confirmed,
        "n_mentions": n_mentions,
        "n_documents": n_documents,
        **_where(place),
    }


def _event_rows(merged: Merged[Event], documents: Mapping[str, Document], scores: Scores) -> Iterator[Row]:
    event = merged.record
    shared: Row = {
        "event_id": merged.id,
        "type": event.type,
        "mode": event.mode,
        "context": join(event.context),
        "acled_event_type": event.acled_event_type,
        **_corrected(merged.corrected_by, event.automatic),
        "actors": join(event.actors),
        "recipients": join(event.recipients),
        **_toll(event.fatalities),
        **_when(event.date),
    }
    spots = [(spot.place, spot.claim, spot.support, spot.evidence) for spot in merged.spots]
    nowhere = (None, event.claim, merged.support, event.evidence)
    for number, (place, claim, support, evidence) in enumerate(spots or [nowhere], start=1):
        row = (
            shared
            | {"id": f"{merged.id}.{number}"}
            | _said(claim, support)
            | _known(support, documents)
            | _span(evidence)
        )
        if place is not None:
            where = _where(place)
            name = where.pop("name")
            row |= where | {"place_id": place.id, "place": name, "place_ar": place.name_ar, "area": place.area}
            row["score"] = scores.of_event(merged, place)
        yield row


def _toll(toll: Fatalities | None) -> Row:
    if toll is None:
        return {}
    return {"fatalities_low": toll.low, "fatalities_best": toll.best, "fatalities_high": toll.high}


def _flow_row(merged: Merged[Flow], documents: Mapping[str, Document], scores: Scores) -> Row:
    flow = merged.record
    return {
        "id": merged.id,
        **_end("origin", flow.origin),
        **_end("destination", flow.destination),
        "score": scores.of_flow(merged),
        "mode": flow.mode,
        "cargo": join(flow.cargo),
        "carrier": flow.carrier,
        "count": flow.count,
        "unit": flow.unit,
        **_when(flow.date),
        **_said(flow.claim, merged.support),
        **_corrected(merged.corrected_by, flow.automatic),
        **_known(merged.support, documents),
        **_span(flow.evidence),
    }


def _end(name: str, place: Place | None) -> Row:
    if place is None:
        return {}
    where = _where(place)
    row: Row = {
        f"{name}_id": place.id,
        name: where.pop("name"),
        f"{name}_ar": place.name_ar,
        f"{name}_area": place.area,
    }
    return row | {f"{name}_{column}": value for column, value in where.items()}


def _evidence_rows(account: Account, documents: Mapping[str, Document]) -> Iterator[Row]:
    told: list[tuple[str, str, tuple[Telling, ...]]] = [("event", one.id, one.tellings) for one in account.events]
    told += [("flow", one.id, one.tellings) for one in account.flows]
    for record, record_id, tellings in told:
        counts: Counter[tuple[str, str]] = Counter()
        for telling in tellings:
            counts[telling.doc, telling.id] += 1
            document = documents[telling.doc]
            yield {
                "record": record,
                "record_id": record_id,
                "telling_id": telling.id,
                "position": counts[telling.doc, telling.id],
                **_span(telling.evidence),
                **_told(telling),
                "claimed_by": telling.claim.claimed_by,
                "chain": CHAIN_SEPARATOR.join(telling.claim.chain),
                "denied_by": join(telling.claim.denied_by),
                "status": telling.claim.status,
                "hedged": telling.claim.hedged,
                "date_from": _day(telling.date.date_from),
                "date_to": _day(telling.date.date_to),
                "date_text": telling.date.text,
                "place_ids": join(place.id for place in _places_of(telling)),
                "publisher": document.publisher,
                "published": _day(document.published),
                "words": _words(telling),
                **_corrected(telling.corrected_by, telling.automatic),
            }


def _told(telling: Telling) -> Row:
    """What a telling says itself of what happened or moved."""
    if isinstance(telling, Event):
        people = {"actors": join(telling.actors), "recipients": join(telling.recipients)}
        return {"type": telling.type, "mode": telling.mode, **people, **_toll(telling.fatalities)}
    return {
        "mode": telling.mode,
        "cargo": join(telling.cargo),
        "carrier": telling.carrier,
        "count": telling.count,
        "unit": telling.unit,
    }


def _words(telling: Telling) -> str:
    """Write the words that the fields come from as JSON; "" for none."""
    listed = [[word.field, word.start, word.end] for word in telling.words]
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":")) if listed else ""


def _when(span: DateSpan) -> Row:
    return {
        "date_from": _day(span.date_from),
        "date_to": _day(span.date_to),
        "date_text": span.text,
        "date_prec": span.precision,
    }


def _said(claim: Claim, support: Support) -> Row:
    return {
        "claimed_by": claim.claimed_by,
        "chain": CHAIN_SEPARATOR.join(claim.chain),
        "denied_by": join(claim.denied_by),
        "status": claim.status,
        "publishers": join(support.publishers),
        "claimants": join(support.claimants),
        "sides": join(support.sides),
        "n_documents": len(support.documents),
        "n_claimants": support.independent,
        "disagreements": join(support.disagreements),
        "linked": join(support.linked),
    }


def _known(support: Support, documents: Mapping[str, Document]) -> Row:
    """Say when the first and the last of those who tell it were published, as far as their documents are dated."""
    days = [day for doc in support.documents if (day := documents[doc].published)]
    return {"first_published": _day(min(days, default=None)), "last_published": _day(max(days, default=None))}


def _span(evidence: Evidence) -> Row:
    return {"doc": evidence.doc, "start": evidence.start, "end": evidence.end, "quote": evidence.quote}


def _day(day: object) -> str:
    return str(day) if day else ""
