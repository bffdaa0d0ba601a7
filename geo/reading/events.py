"""Events: what is said to have happened at a place, with type, actors, date and claim.

Each named place of a sentence goes to the frame's word that governs it: the nearest before it, or one close after.
Words that share a place, or follow one another without a place of their own, tell of one event, whose type is that of
the weightiest. What is told again in the document is one event with the evidence that says most. A government's name
is no place where something happened, unless nothing else in the sentence is and the government opened its doors there.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from geo.model import Event, EventType, Fatalities, Place, stable_id
from geo.reading.claims import claim_for
from geo.reading.frames import Hit
from geo.reading.ontology import acled_event_type, weight_of
from geo.reading.placing import PlaceRef
from geo.reading.telling import (
    Telling,
    date_near,
    evidence_of,
    fatalities_near,
    is_hedged,
    is_negated,
    status_near,
)
from geo.reading.text.analysis import SentenceSpan

__all__ = ["find_events"]

_REACH = 16
_REACH_BACK = 7
_TOGETHER = 8
_HOSTING = frozenset({"CONSULT", "COOPERATE", "AGREE", "SUPPORT", "PROTEST"})
_PURPOSE = re.compile(r"^(?:و|ف)?ل(?!ل)")


@dataclass(frozen=True, slots=True)
class _Told:
    """Frame's words of one event in a sentence, with the places they govern."""

    hits: tuple[Hit, ...]
    refs: tuple[PlaceRef, ...]


def find_events(telling: Telling) -> tuple[Event, ...]:
    """Find the events of a text.

    Returns
    -------
    tuple of Event
        In order of their evidence; one for each thing told in the document.
    """
    events: list[Event] = []
    for number, sentence in enumerate(telling.analysis.sentences):
        hits = [hit for hit in telling.hits if hit.sentence == number and not is_negated(telling, sentence, hit.first)]
        refs = _places(telling, number)
        if hits and refs:
            events.extend(_event(telling, number, told) for told in _told(telling, sentence, hits, refs))
    return tuple(_distinct(events))


def _places(telling: Telling, number: int) -> list[PlaceRef]:
    """Places of a sentence where something can happen; a government's seat only where there is no other."""
    named = [ref for ref in telling.refs if ref.sentence == number and ref.source != "demonym"]
    literal = [ref for ref in named if ref.role == "literal"]
    return literal or [ref for ref in named if ref.capital]


def _told(telling: Telling, sentence: SentenceSpan, hits: list[Hit], refs: list[PlaceRef]) -> list[_Told]:
    """Group a sentence's words and places into the things that it tells."""
    hosts = any(ref.role != "literal" for ref in refs)
    usable = [hit for hit in hits if not hosts or hit.frame.type in _HOSTING]
    governed: dict[int, list[PlaceRef]] = defaultdict(list)
    for ref in refs:
        hit = _governor(telling, sentence, usable, ref)
        if hit is not None:
            governed[usable.index(hit)].append(ref)
    told: list[_Told] = []
    pending: list[Hit] = []
    for index, hit in enumerate(usable):
        if index in governed:
            near = [other for other in pending if hit.first - other.last <= _TOGETHER]
            told.append(_Told((*near, hit), tuple(governed[index])))
            pending = []
        elif told and hit.first - told[-1].hits[-1].last <= _TOGETHER and not pending:
            told[-1] = _Told((*told[-1].hits, hit), told[-1].refs)
        else:
            pending.append(hit)
    return _joined(told)


def _governor(telling: Telling, sentence: SentenceSpan, hits: list[Hit], ref: PlaceRef) -> Hit | None:
    """Word that a place belongs to: the nearest before it within reach, else one close after it."""
    main = [hit for hit in hits if not _is_purpose(telling, hit)]
    before = [hit for hit in main if hit.last <= ref.lead and ref.lead - hit.last <= _REACH]
    if before:
        return before[-1]
    after = [hit for hit in main if hit.first >= ref.last and hit.first - ref.last <= _REACH_BACK]
    if after:
        return after[0]
    purposes = [hit for hit in hits if hit.last <= ref.lead and ref.lead - hit.last <= _REACH]
    return purposes[-1] if purposes else None


def _is_purpose(telling: Telling, hit: Hit) -> bool:
    """Whether a word only says what for ("للقتال"): fighting that somebody is sent to is not a battle told."""
    token = telling.analysis.tokens[hit.first]
    return hit.form in {"masdar", "noun"} and not hit.frame.flow and bool(_PURPOSE.match(token.text))


def _joined(told: list[_Told]) -> list[_Told]:
    """Join neighbours that are one movement or share a place."""
    out: list[_Told] = []
    for item in told:
        if out:
            shared = {ref.place.id for ref in out[-1].refs} & {ref.place.id for ref in item.refs}
            moving = all(any(hit.frame.flow for hit in one.hits) for one in (out[-1], item))
            if shared or (moving and item.hits[0].first - out[-1].hits[-1].last <= 2 * _TOGETHER):
                refs = dict.fromkeys((*out[-1].refs, *item.refs))
                out[-1] = _Told((*out[-1].hits, *item.hits), tuple(refs))
                continue
        out.append(item)
    return out


def _event(telling: Telling, number: int, told: _Told) -> Event:
    sentence = telling.analysis.sentences[number]
    hit = max(told.hits, key=lambda item: (weight_of(item.frame.type), -item.first))
    places = _distinct_places(told.refs)
    here = [actor for actor in telling.actors if actor.sentence == number]
    before = dict.fromkeys(a.actor.name for a in here if a.first < told.hits[0].first and a.actor.kind != "outlet")
    after = dict.fromkeys(a.actor.name for a in here if a.first > told.hits[0].first and a.actor.kind != "outlet")
    claim = claim_for(
        telling.attributions,
        sentence=number,
        position=told.hits[0].first,
        base=status_near(telling, sentence, told.hits[0].first, told.hits[0]),
        actors=telling.actors,
        hedged=is_hedged(telling, sentence, told.hits[0].first),
    )
    kind: EventType = hit.frame.type
    return Event(
        id=stable_id("e", telling.analysis.document.text_hash, sentence.start, kind, *(p.id for p in places)),
        doc=telling.analysis.document.id,
        type=kind,
        mode=hit.frame.mode,
        context=(),
        acled_event_type=acled_event_type(kind, hit.frame.mode),
        date=date_near(telling, number, told.hits[0].first),
        places=places,
        actors=tuple(before),
        recipients=tuple(name for name in after if name not in before),
        fatalities=_fatalities(telling, number, kind),
        claim=claim,
        evidence=evidence_of(telling, number),
    )


def _fatalities(telling: Telling, number: int, kind: EventType) -> Fatalities | None:
    return fatalities_near(telling, number) if kind in {"ASSAULT", "COERCE", "PROTEST"} else None


def _distinct_places(refs: tuple[PlaceRef, ...]) -> tuple[Place, ...]:
    return tuple({ref.place.id: ref.place for ref in refs}.values())


def _distinct(events: list[Event]) -> list[Event]:
    """One event for each thing told: the same type and a shared place; the fullest telling wins."""
    out: list[Event] = []
    for event in events:
        twin = next((n for n, other in enumerate(out) if _same_thing(event, other)), None)
        if twin is None:
            out.append(event)
        elif _says(event) > _says(out[twin]):
            out[twin] = event
    return out


def _same_thing(one: Event, other: Event) -> bool:
    if one.type != other.type or one.claim.status != other.claim.status:
        return False
    if not {place.id for place in one.places} & {place.id for place in other.places}:
        return False
    spans = (one.date, other.date)
    if all(span.date_from and span.date_to for span in spans):
        return not (one.date.date_from > other.date.date_to or other.date.date_from > one.date.date_to)  # type: ignore[operator]
    return True


def _says(event: Event) -> int:
    fields = (event.date.date_from, event.claim.claimed_by, event.fatalities, event.mode)
    return sum(bool(value) for value in fields) + min(3, len(event.actors)) + len(event.recipients[:2])
