"""Events: what is said to have happened at a place, with type, actors, date and claim.

Movements are events of their own, read from the flows. For the rest, each named place of a sentence goes to the
frame's word that governs it: the nearest before it, or one right after. Words that share a place, or follow one another
without a place of their own, tell of one event, whose type is that of the weightiest. What is told again in the
document is one event with the evidence that says most. A government's name is no place where something happened,
unless nothing else in the sentence is and the government opened its doors there.
"""

from collections import defaultdict
from dataclasses import dataclass, replace

from geo.coordinates import fast_distance_km
from geo.model import Event, EventType, Fatalities, FieldSpan, Flow, Place, stable_id
from geo.reading.actors import FoundActor
from geo.reading.claims import claim_for
from geo.reading.counts import fatalities_near
from geo.reading.frames import Hit
from geo.reading.gazetteer.index import Index
from geo.reading.ontology import acled_event_type, movement_type, weight_of
from geo.reading.placing import PlaceRef
from geo.reading.spans import actor_words, date_words, place_words, token_words, voice_words
from geo.reading.telling import (
    Telling,
    carries_purpose,
    clause,
    date_near,
    evidence_of,
    has_cue,
    has_group,
    is_headline,
    is_hedged,
    is_infinitive,
    is_negated,
    is_own,
    status_near,
)
from geo.reading.text.analysis import SentenceSpan
from geo.reading.theme import is_off_theme

__all__ = ["find_events"]

_REACH = 16
_REACH_PAST_COMMA = 6
_REACH_BACK = 3
_REACH_DEALINGS = 7
_REACH_ALONE = 10
_TOPIC = 9
_GOVERNMENT = 3
_TOGETHER = 8
_OFFICE_REACH = 5
_AREAS = frozenset({"country", "admin1", "region"})
_AIM = 3
_HOSTING = frozenset({"CONSULT", "COOPERATE", "AGREE", "SUPPORT", "PROTEST"})
_VERBAL = frozenset({"past", "present", "future"})
_PHYSICAL = frozenset({"ASSAULT", "COERCE", "PROTEST", "RETREAT"})
_DIPLOMACY = frozenset({"CONSULT", "COOPERATE", "AGREE"})
_STATEMENTS = frozenset({"THREATEN", "ACCUSE", "REJECT", "SUPPORT"})
_BILATERAL = frozenset({"CONSULT", "AGREE"})


@dataclass(frozen=True, slots=True)
class _Told:
    """Frame's words of one event in a sentence, with its places."""

    hits: tuple[Hit, ...]
    places: tuple[Place, ...]
    sentence: int


def find_events(telling: Telling, flows: tuple[Flow, ...], index: Index) -> tuple[Event, ...]:
    """Find the events of a text.

    Parameters
    ----------
    flows
        Flows of the same text, from `find_flows`: each is an event at the places it names.
    index
        The gazetteer: dealings between two parties happen in their countries where no place is named.

    Returns
    -------
    tuple of Event
        In order of their evidence; one for each thing told in the document.
    """
    events = [_of_flow(telling, flow) for flow in flows]
    ends = {(flow.evidence.start, place.id) for flow in flows for place in (flow.origin, flow.destination) if place}
    events.extend(_event(telling, told) for told in _all_told(telling, index, ends))
    events.sort(key=lambda event: (event.evidence.start, -weight_of(event.type), event.id))
    return tuple(_without_headlines(telling, _distinct(_dated(telling, _weightiest(events)))))


def _dated(telling: Telling, events: list[Event]) -> list[Event]:
    """Give a dealing without a date that of the one it goes on with: at the same place, one or two sentences before.

    "On 3 March the embassy was handed over. ... According to the agency, the two sides had signed ..."
    """
    numbers = {span.start: number for number, span in enumerate(telling.analysis.sentences)}
    out: list[Event] = []
    for event in events:
        if not event.date.date_from and event.type in _DIPLOMACY:
            for before in reversed(out):
                gap = numbers[event.evidence.start] - numbers[before.evidence.start]
                shared = {place.id for place in before.places} & {place.id for place in event.places}
                if 0 < gap <= 2 and before.type in _DIPLOMACY and shared and before.date.date_from:
                    event = replace(event, date=replace(before.date, note="date of the sentence before"))  # noqa: PLW2901
                    break
        out.append(event)
    return out


def _weightiest(events: list[Event]) -> list[Event]:
    """Of the events of one sentence that share a place, the weightiest tells the thing; the lighter are part of it."""
    out: list[Event] = []
    for event in events:
        if not any(other.evidence == event.evidence and _shares(event, other) for other in out):
            out.append(event)
    return out


def _shares(event: Event, other: Event) -> bool:
    """Whether two events share a place, or the first is only told of areas in which the other's places lie."""
    if {place.id for place in event.places} & {place.id for place in other.places}:
        return True
    return all(any(_holds(wide, narrow) for narrow in other.places) for wide in event.places)


def _holds(wide: Place, narrow: Place) -> bool:
    """Whether an area has a place in it, as far as their points and radii tell."""
    if wide.kind not in _AREAS or wide.country != narrow.country or wide.radius_km < 2 * narrow.radius_km:
        return False
    return wide.kind == "country" or fast_distance_km(wide.lon, wide.lat, narrow.lon, narrow.lat) <= wide.radius_km


def _without_headlines(telling: Telling, events: list[Event]) -> list[Event]:
    """Leave out what a headline says of a place that the text below it tells of."""
    headlines = {
        telling.analysis.sentences[number].start
        for number in range(len(telling.analysis.sentences))
        if is_headline(telling, number)
    }
    body = {place.id for event in events if event.evidence.start not in headlines for place in event.places}
    return [
        event
        for event in events
        if event.evidence.start not in headlines or not body & {place.id for place in event.places}
    ]


def _all_told(telling: Telling, index: Index, ends: set[tuple[int, str]]) -> list[_Told]:
    out: list[_Told] = []
    office: tuple[Place, ...] = ()
    for number, sentence in enumerate(telling.analysis.sentences):
        hits = [
            hit
            for hit in telling.hits_of(number)
            if not hit.frame.flow and not is_negated(telling, sentence, hit.first)
        ]
        if not hits:
            continue
        if is_off_theme(telling, number):
            continue
        refs = [
            ref
            for ref in _places(telling, number)
            if ref.preposition == "location" or (sentence.start, ref.place.id) not in ends
        ]
        offices = [hit for hit in hits if hit.frame.needs == "office"]
        if offices:
            found = _office_places(telling, sentence, offices, refs)
            office = found or office
            if office:
                out.append(_Told(tuple(offices), office, number))
                hits = [hit for hit in hits if hit.frame.needs != "office"]
                refs = [ref for ref in refs if ref.place not in office]
        if refs:
            out.extend(_told(telling, number, sentence, hits, refs))
        elif not offices:
            out.extend(_dealings(telling, index, number, sentence, hits))
    return out


def _places(telling: Telling, number: int) -> list[PlaceRef]:
    """Places of a sentence where something can happen; a government's seat only where there is no other."""
    named = [ref for ref in telling.refs_of(number) if ref.source != "demonym"]
    literal = [ref for ref in named if ref.role == "literal"]
    elsewhere = [ref for ref in literal if not _is_seat(telling, number, ref)]
    return elsewhere or [ref for ref in named if ref.capital] or literal


def _is_seat(telling: Telling, number: int, ref: PlaceRef) -> bool:
    """Whether a place only says where a government sits ("the government of national accord in Tripoli")."""
    if ref.preposition != "location":
        return False
    return any(
        found.actor.kind == "government"
        and 0 <= ref.lead - found.last <= _GOVERNMENT
        and not any(found.last <= hit.first < ref.lead for hit in telling.hits_of(number))
        for found in telling.actors_of(number)
    )


def _office_places(
    telling: Telling, sentence: SentenceSpan, hits: list[Hit], refs: list[PlaceRef]
) -> tuple[Place, ...]:
    """Where an embassy or office that is opened, closed or handed over stands: the place right after it."""
    for hit in hits:
        for ref in refs:
            gap = ref.lead - hit.last
            if not 0 <= gap <= 2 * _OFFICE_REACH or ref.preposition not in {"location", ""}:
                continue
            if has_group(telling, sentence, "office", ref.lead - _OFFICE_REACH, ref.lead):
                return (ref.place,)
    named = telling.refs_of(telling.number_of(sentence))
    hosts = [ref.place for ref in named if ref.role == "metonym" and 0 <= hits[0].first - ref.last <= _OFFICE_REACH]
    return tuple(hosts[-1:])


def _told(telling: Telling, number: int, sentence: SentenceSpan, hits: list[Hit], refs: list[PlaceRef]) -> list[_Told]:
    """Group a sentence's words and places into the things that it tells."""
    hosts = any(ref.role != "literal" for ref in refs)
    spoken = bool(telling.actors_of(number)) or any(ref.role == "metonym" for ref in telling.refs_of(number))
    usable = [
        hit
        for hit in hits
        if (not hosts or hit.frame.type in _HOSTING)
        and (spoken or hit.frame.type not in {*_STATEMENTS, "REQUEST"})
        and not _is_purpose(telling, sentence, hit)
    ]
    governed: dict[int, list[Place]] = defaultdict(list)
    for ref in refs:
        hit = _governor(telling, sentence, usable, ref)
        if (
            hit is not None
            and hit.frame.type in _STATEMENTS
            and (ref.preposition != "location" or ref.lead - hit.last > _TOGETHER)
        ):
            continue
        if hit is not None and ref.place not in governed[usable.index(hit)]:
            governed[usable.index(hit)].append(ref.place)
    told: list[_Told] = []
    pending: list[Hit] = []
    for position, hit in enumerate(usable):
        if governed.get(position):
            floor, _ = clause(telling, sentence, hit.first, hit.last, sentence.first)
            near = [other for other in pending if hit.first - other.last <= _TOGETHER and other.first >= floor]
            told.append(_Told((*near, hit), tuple(governed[position]), number))
            pending = []
        elif told and hit.first - told[-1].hits[-1].last <= _TOGETHER and not pending:
            told[-1] = _Told((*told[-1].hits, hit), told[-1].places, number)
        else:
            pending.append(hit)
    return _joined(told)


def _governor(telling: Telling, sentence: SentenceSpan, hits: list[Hit], ref: PlaceRef) -> Hit | None:
    """Word that a place belongs to: the nearest before it within reach, else one right after it.

    A place that opens the sentence ("وفي كركوك ...") sets the scene for its first word; dealings may follow theirs.
    """
    before = [hit for hit in hits if hit.last <= ref.first and ref.lead - hit.last <= _reach(telling, hit, ref)]
    if before:
        return before[-1]
    after = [hit for hit in hits if hit.first >= ref.last]
    if not after:
        return None
    if ref.preposition != "location" and after[0].form in {"noun", "masdar"}:
        return None
    physical = after[0].frame.type in _PHYSICAL
    alone = physical and ref.preposition == "location" and len(_places(telling, hits[0].sentence)) == 1
    opens = ref.lead - sentence.first <= 2 and ref.preposition == "location"
    far = _REACH_DEALINGS if after[0].frame.type in _BILATERAL and after[0].form == "noun" else _REACH_BACK
    far = _REACH_ALONE if alone else far
    return after[0] if opens or after[0].first - ref.last <= far else None


def _reach(telling: Telling, hit: Hit, ref: PlaceRef) -> int:
    """How far a word governs: less far past a comma."""
    text = telling.analysis.document.text
    between = text[telling.analysis.tokens[hit.last - 1].end : telling.analysis.tokens[ref.lead].start]
    return _REACH_PAST_COMMA if "،" in between or "," in between else _REACH


def _is_purpose(telling: Telling, sentence: SentenceSpan, hit: Hit) -> bool:
    """Whether a word only says what for ("للقتال", "sent to fight"): what somebody is sent to do is not done yet."""
    if hit.form in {"masdar", "noun"} and (carries_purpose(telling, sentence, hit) or _is_aim(telling, sentence, hit)):
        return True
    sent = any(other.frame.flow and 0 < hit.first - other.last <= _REACH for other in telling.hits_of(hit.sentence))
    return sent and is_infinitive(telling, sentence, hit)


def _is_aim(telling: Telling, sentence: SentenceSpan, hit: Hit) -> bool:
    """Whether a noun is what a movement is for or goes to ("to take part in the fighting", "to the battles in ...")."""
    if has_cue(telling, sentence, "aim", hit.first - 2, hit.first):
        return True
    if (hit.frame.type in _PHYSICAL or hit.frame.type == "AGREE") and _is_topic(telling, sentence, hit):
        return True
    moved = any(other.frame.flow and other.last <= hit.first for other in telling.hits_of(hit.sentence))
    return moved and (
        has_cue(telling, sentence, "purpose", hit.first - _AIM, hit.first)
        or has_cue(telling, sentence, "destination", hit.first - 1, hit.first)
    )


def _is_topic(telling: Telling, sentence: SentenceSpan, hit: Hit) -> bool:
    """Whether a noun is only what is talked about ("to discuss the fighting in ..."), with no comma between."""
    first = max(sentence.first, hit.first - _TOPIC)
    return any(
        has_cue(telling, sentence, "topic", position, position + 1)
        and not set(_text_between(telling, position, hit.first)) & {"،", ",", ";"}
        for position in range(first, hit.first)
    )


def _text_between(telling: Telling, first: int, last: int) -> str:
    tokens = telling.analysis.tokens
    return telling.analysis.document.text[tokens[first].end : tokens[last].start]


def _joined(told: list[_Told]) -> list[_Told]:
    """Join neighbours that share a place."""
    out: list[_Told] = []
    for item in told:
        if out and {place.id for place in out[-1].places} & {place.id for place in item.places}:
            places = dict.fromkeys((*out[-1].places, *item.places))
            out[-1] = _Told((*out[-1].hits, *item.hits), tuple(places), item.sentence)
        else:
            out.append(item)
    return out


def _dealings(telling: Telling, index: Index, number: int, sentence: SentenceSpan, hits: list[Hit]) -> list[_Told]:
    """Dealings between two parties of different countries where no place is named: in both."""
    hits = [hit for hit in hits if hit.frame.type in _BILATERAL and hit.form == "noun"]
    if not hits or not has_cue(telling, sentence, "between", hits[0].last, hits[0].last + _REACH):
        return []
    actors = [a.actor.country for a in telling.actors_of(number) if a.first > hits[0].first - _REACH]
    people = [r.place.country for r in telling.refs_of(number) if r.source == "demonym"]
    countries = [country for country in dict.fromkeys((*actors, *people)) if country]
    places = [place for place in map(index.country, countries) if place is not None]
    return [_Told((hits[0],), tuple(places), number)] if len(places) == 2 else []


def _of_flow(telling: Telling, flow: Flow) -> Event:
    """Event of a movement: sending, helping or visiting, by what moves, at the places that the flow names."""
    sentence = telling.number_at(flow.evidence.start)
    kind, mode = movement_type(flow.cargo)
    retreat = [hit for hit in telling.hits_of(sentence) if hit.frame.type == "RETREAT" and hit.frame.flow]
    if retreat:
        kind, mode = "RETREAT", retreat[0].frame.mode
    ends = (flow.destination,) if kind == "CONSULT" and flow.destination else (flow.origin, flow.destination)
    places = tuple(place for place in ends if place)
    names = dict.fromkeys(found.actor.name for found in _taking_part(telling, sentence))
    carrier = (flow.carrier,) if flow.carrier and flow.carrier not in names else ()
    return Event(
        id=stable_id("e", telling.analysis.document.text_hash, flow.id),
        doc=flow.doc,
        type=kind,
        mode=mode,
        acled_event_type=acled_event_type(kind, mode),
        date=flow.date,
        places=places,
        actors=(*names, *carrier),
        claim=flow.claim,
        evidence=flow.evidence,
        words=flow.words,
    )


def _taking_part(telling: Telling, number: int) -> list[FoundActor]:
    """Actors of a sentence without those who only report it: outlets, and organisations that say so in it."""
    speakers = {attribution.speaker.label for attribution in telling.attributions_of(number)}
    return [
        found
        for found in telling.actors_of(number)
        if found.actor.kind != "outlet" and not (found.actor.kind == "organisation" and found.actor.name in speakers)
    ]


def _event(telling: Telling, told: _Told) -> Event:
    sentence = telling.analysis.sentences[told.sentence]
    hit = max(told.hits, key=lambda item: (weight_of(item.frame.type), -item.first))
    first = next((item for item in told.hits if item.frame.type != "REJECT"), hit)
    here = _taking_part(telling, told.sentence)
    before = dict.fromkeys(found.actor.name for found in here if found.first < first.first)
    after = dict.fromkeys(found.actor.name for found in here if found.first > first.first)
    if not before and after and first.form in _VERBAL:
        before = {next(iter(after)): None}  # the subject follows its verb
    mode = next(
        (item.frame.mode for item in (hit, *told.hits) if item.frame.mode and item.frame.type == hit.frame.type), ""
    )
    kind: EventType = hit.frame.type
    event = Event(
        id=stable_id("e", telling.analysis.document.text_hash, sentence.start, kind, *(p.id for p in told.places)),
        doc=telling.analysis.document.id,
        type=kind,
        mode=mode,
        context=(),
        acled_event_type=acled_event_type(kind, mode),
        date=date_near(telling, told.sentence, first.first),
        places=told.places,
        actors=tuple(before),
        recipients=tuple(name for name in after if name not in before),
        fatalities=_fatalities(telling, told.sentence, kind),
        claim=claim_for(
            telling.attributions_of(told.sentence),
            sentence=told.sentence,
            position=first.first,
            base=status_near(telling, sentence, first.first, first),
            actors=telling.actors_of(told.sentence),
            own=is_own(telling, sentence, first.first),
            at_home=_homes(kind, told.places),
            hedged=is_hedged(telling, sentence, first.first),
        ),
        evidence=evidence_of(telling, told.sentence),
    )
    return replace(event, words=_words(telling, told, event))


def _words(telling: Telling, told: _Told, event: Event) -> tuple[FieldSpan, ...]:
    """Words that the fields of an event come from: trigger, places, actors, date, and who says so."""
    places = {place.id for place in told.places}
    refs = [ref for ref in telling.refs_of(told.sentence) if ref.place.id in places]
    return (
        *(token_words(telling, "trigger", hit.first, hit.last) for hit in told.hits),
        *(place_words(telling, "places", ref) for ref in refs),
        *actor_words(telling, told.sentence, "actors", event.actors),
        *actor_words(telling, told.sentence, "recipients", event.recipients),
        *date_words(telling, told.sentence, event.date),
        *voice_words(telling, told.sentence, event.claim),
    )


def _homes(kind: EventType, places: tuple[Place, ...]) -> frozenset[str]:
    """Countries of the places of diplomacy; none for what is no diplomacy."""
    return frozenset(place.country for place in places) if kind in _DIPLOMACY else frozenset()


def _fatalities(telling: Telling, number: int, kind: EventType) -> Fatalities | None:
    return fatalities_near(telling, number) if kind in {"ASSAULT", "COERCE", "PROTEST"} else None


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
    claimants = one.claim.claimed_by == other.claim.claimed_by or not (one.date.date_from and other.date.date_from)
    if one.evidence != other.evidence and not claimants:
        return False
    if {place.id for place in one.places} != {place.id for place in other.places}:
        return False
    a, b = one.date, other.date
    if a.date_from and a.date_to and b.date_from and b.date_to:
        return a.date_from <= b.date_to and b.date_from <= a.date_to
    return True


def _says(event: Event) -> int:
    fields = (event.date.date_from, event.claim.claimed_by, event.fatalities, event.mode)
    return 2 * sum(bool(value) for value in fields) + bool(event.actors) + bool(event.recipients)
