"""Flows: movements with origin, destination, cargo, carrier, count, dates and claim.

A flow needs a named end; a movement told again in the same document, between the same places and not of another cargo,
is one flow with the evidence that says most.
"""

from dataclasses import dataclass, replace

from geo.coordinates import fast_distance_km
from geo.model import Cargo, FieldSpan, Flow, Place, stable_id
from geo.reading.actors import FoundActor
from geo.reading.claims import claim_for
from geo.reading.counts import count_near
from geo.reading.gazetteer.index import Index
from geo.reading.movements import Movement, find_movements
from geo.reading.open_ends import WARLIKE, with_open_ends
from geo.reading.placing import PlaceRef
from geo.reading.spans import flow_words, place_words, voice_words
from geo.reading.telling import (
    Telling,
    cargo_near,
    date_near,
    evidence_of,
    has_cue,
    is_headline,
    is_hedged,
    is_negated,
    is_own,
    mode_near,
    status_near,
)
from geo.reading.theme import is_off_theme

__all__ = ["find_flows"]

_CIVIL: frozenset[Cargo] = frozenset({"civilians", "goods"})
_TRAVELLERS: frozenset[Cargo] = frozenset({"person", "delegation"})
_FOREIGN: frozenset[Cargo] = frozenset({"fighters", "civilians"})
_TOLD_AS_DONE = frozenset({"reported", "claimed"})
_CLOSE = 5
_NEIGHBOURS = 32  # flows of a sentence and the one before it are never more
_MERGED = ("origin", "destination", "carrier", "cargo", "mode")
_TOLD_MOVING = frozenset({"arrive", "leave", "flee", "go"})
_FLEEING = frozenset({"flee", "displace"})
_VISITS = frozenset({"visit", "tour", "arrive", "go", "leave"})
_ONE = frozenset({"person", "people"})


@dataclass(frozen=True, slots=True)
class _Told:
    """A flow as one sentence tells it, with the persons who travel."""

    flow: Flow
    travellers: frozenset[str]


def find_flows(telling: Telling, index: Index) -> tuple[Flow, ...]:
    """Find the flows of a text.

    Parameters
    ----------
    index
        The gazetteer: the country of an actor may stand for an end that the text leaves open.

    Returns
    -------
    tuple of Flow
        In order of their evidence; one for each distinct movement of the document.
    """
    told: list[_Told] = []
    flows: list[Flow] = []
    for movement in find_movements(telling):
        flow = _flow(telling, movement)
        flow = with_open_ends(telling, index, movement, flow, flows) if flow else None
        if flow and (flow.origin or flow.destination) and _moves(movement, flow.cargo, flow):
            told.append(_Told(flow, _travellers(telling, movement)))
            flows.append(flow)
    told = _with_similar(telling, told)
    return tuple(item.flow for item in _distinct(_completed(telling, _without_headlines(telling, told))))


def _completed(telling: Telling, told: list[_Told]) -> list[_Told]:
    """Join what two neighbouring sentences tell of one movement: the one leaves an end open that the other names.

    "A plane took fighters to Libya. It left Ankara on Wednesday and landed in Misrata."
    """
    out: list[_Told] = []
    for item in told:
        near = range(len(out) - 1, max(-1, len(out) - 1 - _NEIGHBOURS), -1)
        twin = next((n for n in near if _completes(telling, out[n].flow, item.flow)), None)
        if twin is None:
            out.append(item)
        else:
            out[twin] = _merged(out[twin], item)
    return out


def _completes(telling: Telling, one: Flow, other: Flow) -> bool:
    """Whether two movements of neighbouring sentences may be one, of which one sentence leaves an end open."""
    gap = telling.number_at(other.evidence.start) - telling.number_at(one.evidence.start)
    open_ends = not (one.origin and one.destination and other.origin and other.destination)
    unlike = one.cargo and other.cargo and not set(one.cargo) & set(other.cargo)
    if not open_ends and not _said_again(one, other):
        return False
    if set(one.cargo) & _TRAVELLERS or unlike or gap > 1:
        return False
    if gap == 0 or (one.count and other.count and one.count != other.count):
        return False
    statuses = {one.claim.status, other.claim.status}
    modes = {one.mode, other.mode} - {"unknown"}
    if (len(statuses) > 1 and not statuses <= _TOLD_AS_DONE) or len(modes) > 1:
        return False
    shared = (one.origin and other.origin) or (one.destination and other.destination)
    return bool(shared) and _compatible(one.origin, other.origin) and _compatible(one.destination, other.destination)


def _without_headlines(telling: Telling, told: list[_Told]) -> list[_Told]:
    """Leave out what a headline says of a place that a flow in the text below it starts from or ends at."""
    heads = {
        telling.analysis.sentences[number].start
        for number in range(len(telling.analysis.sentences))
        if is_headline(telling, number)
    }
    body = {
        place.id
        for item in told
        if item.flow.evidence.start not in heads
        for place in (item.flow.origin, item.flow.destination)
        if place
    }
    return [
        item
        for item in told
        if item.flow.evidence.start not in heads
        or not body & {place.id for place in (item.flow.origin, item.flow.destination) if place}
    ]


def _with_similar(telling: Telling, told: list[_Told]) -> list[_Told]:
    """Add what is told by likeness: "a similar campaign in X" is the movement just told, from another place."""
    out = list(told)
    taken = {flow.origin.id for flow in (item.flow for item in told) if flow.origin}
    for ref in telling.refs:
        sentence = telling.analysis.sentences[ref.sentence]
        if ref.source != "name" or ref.role != "literal" or ref.place.id in taken:
            continue
        if not has_cue(telling, sentence, "similar", ref.lead - 5, ref.lead):
            continue
        before = [item for item in told if item.flow.evidence.start <= sentence.start and item.flow.origin]
        if before and (set(before[-1].flow.cargo) & WARLIKE or _recruits(telling, before[-1].flow)):
            out.append(_Told(_likeness(telling, before[-1].flow, ref), frozenset()))
    return out


def _said_again(one: Flow, other: Flow) -> bool:
    """Whether two movements with all their ends are told by the same claimant, the one more widely than the other."""
    if one.claim.claimed_by != other.claim.claimed_by or not set(one.cargo) & set(other.cargo):
        return False
    pairs = [(one.origin, other.origin), (one.destination, other.destination)]
    if not all(a and b and _compatible(a, b) for a, b in pairs):
        return False
    wider = {a.radius_km > b.radius_km for a, b in pairs if a and b and not _identical(a, b)}
    return len(wider) == 1


def _recruits(telling: Telling, flow: Flow) -> bool:
    number = telling.number_at(flow.evidence.start)
    return any(hit.frame.flow == "recruit" for hit in telling.hits_of(number))


def _likeness(telling: Telling, flow: Flow, ref: PlaceRef) -> Flow:
    evidence = evidence_of(telling, ref.sentence)
    claim = claim_for(
        telling.attributions_of(ref.sentence),
        sentence=ref.sentence,
        position=ref.lead,
        base=flow.claim.status if flow.claim.status in {"planned", "requested"} else "reported",
        actors=telling.actors_of(ref.sentence),
    )
    identity = stable_id("f", telling.analysis.document.text_hash, evidence.start, ref.place.id, "similar")
    words = (place_words(telling, "origin", ref), *voice_words(telling, ref.sentence, claim))
    return replace(flow, id=identity, origin=ref.place, claim=claim, evidence=evidence, words=words)


def _travellers(telling: Telling, movement: Movement) -> frozenset[str]:
    return frozenset(
        found.actor.name
        for found in telling.actors_of(movement.sentence)
        if found.actor.kind == "person" and movement.first <= found.first < movement.last
    )


def _flow(telling: Telling, movement: Movement) -> Flow | None:
    sentence = telling.analysis.sentences[movement.sentence]
    governing = [hit.first for hit in movement.hits if not movement.origin or hit.first < movement.origin.lead]
    anchors = {movement.anchor, *governing[-1:]}
    if any(is_negated(telling, sentence, anchor) for anchor in anchors) or is_off_theme(telling, movement.sentence):
        return None
    if has_cue(telling, sentence, "halted", movement.anchor - 2, movement.anchor):
        return None
    route = any(hit.frame.flow == "route" for hit in movement.hits)
    if route and has_cue(telling, sentence, "halted", movement.first, movement.last):
        return None
    until = movement.purpose if movement.purpose > movement.anchor else movement.last
    cargo = _cargo(telling, movement, movement.first, until)
    mode = mode_near(telling, sentence, movement.first, movement.last)
    count, unit = count_near(telling, sentence, movement.first, movement.last)
    if cargo == ("person",) and count is not None and unit not in _ONE:
        cargo = ()
    if cargo == ("person",) and count is None:
        count, unit = 1, "person"
    actors = telling.actors_of(movement.sentence)
    origin = movement.origin.place if movement.origin else None
    if movement.origin and movement.origin.source == "demonym" and cargo == ("person",):
        origin = None  # "the Libyan general" says who he is, not where he came from
    destination = movement.destination.place if movement.destination else None
    hit = next((hit for hit in movement.hits if hit.first == movement.anchor), next(iter(movement.hits), None))
    seized = any(other.frame.mode == "seize" for other in telling.hits_of(movement.sentence))
    claim = claim_for(
        telling.attributions_of(movement.sentence),
        sentence=movement.sentence,
        position=movement.anchor,
        base=status_near(telling, sentence, movement.anchor, hit),
        actors=telling.actors_of(movement.sentence),
        own=is_own(telling, sentence, movement.anchor),
        foreign=seized or bool(set(cargo) & _FOREIGN),
        at_home=_homes(movement, cargo),
        hedged=is_hedged(telling, sentence, movement.anchor),
    )
    flow = Flow(
        id=_identity(telling, origin, destination, cargo, movement),
        doc=telling.analysis.document.id,
        origin=origin,
        destination=destination,
        mode=mode,
        cargo=cargo,
        carrier=_carrier(actors, cargo, movement),
        count=count,
        unit=unit,
        date=date_near(telling, movement.sentence, movement.anchor),
        claim=claim,
        evidence=evidence_of(telling, movement.sentence),
    )
    return replace(flow, words=flow_words(telling, movement, flow))


def _homes(movement: Movement, cargo: tuple[Cargo, ...]) -> frozenset[str]:
    """Countries whose officials report a movement rather than claim it.

    Where a visit or aid goes to or comes from; where people are taken, not driven, from one of its places to another.
    """
    ends = [ref.place.country for ref in (movement.origin, movement.destination) if ref and ref.place.country]
    if set(cargo) & _TRAVELLERS and movement.destination:
        return frozenset({movement.destination.place.country})
    driven = any(hit.frame.flow == "flee" or hit.frame.name in _FLEEING for hit in movement.hits)
    if set(cargo) and set(cargo) <= _CIVIL and not driven:
        return frozenset(ends) if "civilians" not in cargo or len(set(ends)) == 1 else frozenset()
    return frozenset()


def _moves(movement: Movement, cargo: tuple[Cargo, ...], flow: Flow) -> bool:
    """Whether anything moves: a cargo, or a flight or verb between two named ends."""
    if movement.destination is None and movement.origin is None:
        return False
    kinds = {hit.frame.flow for hit in movement.hits}
    if kinds and kinds <= {"visit", "tour"} and not set(cargo) & _TRAVELLERS and not (flow.origin and flow.destination):
        return False
    if flow.destination is None:
        return bool(set(cargo) & WARLIKE) or "flee" in kinds
    if flow.origin and kinds & _TOLD_MOVING:
        return True
    if flow.origin is None:
        landed = any(hit.frame.needs == "vehicle" or hit.frame.flow == "arrive" for hit in movement.hits)
        return bool(cargo) or (flow.mode != "unknown" and landed)
    return bool(cargo) or flow.mode != "unknown" or flow.count is not None


def _cargo(telling: Telling, movement: Movement, first: int, last: int) -> tuple[Cargo, ...]:
    """What moves: the cargo words around the movement; a person only where nothing else does."""
    sentence = telling.analysis.sentences[movement.sentence]
    found = cargo_near(telling, sentence, first, last)
    kinds = {hit.frame.flow for hit in movement.hits}
    if kinds & _VISITS or (movement.hits and not kinds - {""}):
        close = movement.hits[-1].last + _CLOSE
        if has_cue(telling, sentence, "delegation", first, last) or movement.hits[0].frame.name == "meet":
            return ("delegation",)
        persons = any(
            actor.actor.kind == "person" and first <= actor.first < close
            for actor in telling.actors_of(movement.sentence)
        )
        persons = persons or "person" in cargo_near(telling, sentence, first, close)
        persons = persons or any(hit.frame.name == "meet" for hit in telling.hits_of(movement.sentence))
        if persons and (kinds <= {"visit", "tour"} or not set(found) - _TRAVELLERS):
            return ("person",)
    if "recruit" in kinds:
        return ("fighters",)
    fleeing = "flee" in kinds or any(hit.frame.name in _FLEEING for hit in movement.hits)
    if not found and fleeing:
        return ("civilians",)
    withdraws = any(hit.frame.type == "RETREAT" for hit in movement.hits)
    if not found and withdraws and telling.rules(sentence).has_case:
        return ("troops",)
    rest = tuple(kind for kind in found if kind not in {"person", "delegation"})
    return rest or tuple(kind for kind in found if kind == "delegation")


def _carrier(actors: tuple[FoundActor, ...], cargo: tuple[Cargo, ...], movement: Movement) -> str:
    """Company that carries it; for fighters and arms also the armed company that does."""
    companies = [actor for actor in actors if actor.actor.kind == "company"]
    airlines = [actor for actor in companies if actor.actor.office == "airline"]
    if airlines:
        return min(airlines, key=lambda actor: abs(actor.first - movement.anchor)).actor.name
    if "arms" in cargo and companies:
        return min(companies, key=lambda actor: abs(actor.first - movement.anchor)).actor.name
    return ""


def _identity(
    telling: Telling, origin: Place | None, destination: Place | None, cargo: tuple[Cargo, ...], movement: Movement
) -> str:
    sentence = telling.analysis.sentences[movement.sentence]
    ends = (origin.id if origin else "", destination.id if destination else "")
    return stable_id("f", telling.analysis.document.text_hash, sentence.start, *ends, *cargo)


def _distinct(told: list[_Told]) -> list[_Told]:
    """One flow for each movement; of its tellings the fullest wins, and takes over what only another says."""
    out: list[_Told] = []
    for item in told:
        twin = next((n for n, other in enumerate(out) if _same_movement(item, other)), None)
        if twin is None:
            out.append(item)
        else:
            out[twin] = _merged(out[twin], item)
    return out


def _same_movement(one: _Told, other: _Told) -> bool:
    """Whether two tellings are of one movement.

    Fighters or goods: the same ends. A visit may be told more or less precisely ("to Syria", "to Damascus"), by
    the same persons.
    """
    a, b = one.flow, other.flow
    if a.cargo and b.cargo and not set(a.cargo) & set(b.cargo):
        return False
    if set(a.cargo) & _TRAVELLERS or set(b.cargo) & _TRAVELLERS:
        alone = a.cargo == b.cargo == ("person",)
        strangers = alone and one.travellers and other.travellers and not one.travellers & other.travellers
        ends = (_compatible(a.origin, b.origin), _compatible(a.destination, b.destination))
        return not strangers and all(ends) and a.claim.status == b.claim.status
    if a.evidence == b.evidence and a.origin and b.origin:
        return _compatible(a.origin, b.origin) and _compatible(a.destination, b.destination)
    return _identical(a.origin, b.origin) and _identical(a.destination, b.destination)


def _identical(one: Place | None, other: Place | None) -> bool:
    return (one.id if one else "") == (other.id if other else "")


def _compatible(one: Place | None, other: Place | None) -> bool:
    """Whether two ends can be the same: equal, unknown, or a wide place and one inside of it."""
    if one is None or other is None or one.id == other.id:
        return True
    if one.country != other.country:
        return False
    wide, narrow = (one, other) if one.radius_km >= other.radius_km else (other, one)
    if wide.kind not in {"country", "region", "admin1"} or wide.radius_km < 2 * narrow.radius_km:
        return False
    return wide.kind == "country" or fast_distance_km(wide.lon, wide.lat, narrow.lon, narrow.lat) <= wide.radius_km


def _merged(one: _Told, other: _Told) -> _Told:
    better, worse = (other, one) if _says(other.flow) > _says(one.flow) else (one, other)
    flow = replace(
        better.flow,
        origin=_narrower(better.flow.origin, worse.flow.origin),
        destination=_narrower(better.flow.destination, worse.flow.destination),
        carrier=better.flow.carrier or worse.flow.carrier,
        cargo=better.flow.cargo or worse.flow.cargo,
        mode=better.flow.mode if better.flow.mode != "unknown" else worse.flow.mode,
    )
    return _Told(
        replace(flow, words=_merged_words(flow, better.flow, worse.flow)), better.travellers | worse.travellers
    )


def _merged_words(flow: Flow, better: Flow, worse: Flow) -> tuple[FieldSpan, ...]:
    """Words of a merged flow: the better telling's, but the other's for the fields taken from it."""
    taken = {name for name in _MERGED if getattr(flow, name) != getattr(better, name)}
    kept = [span for span in better.words if span.field not in taken]
    return (*kept, *(span for span in worse.words if span.field in taken))


def _narrower(one: Place | None, other: Place | None) -> Place | None:
    if one is None or other is None:
        return one or other
    return other if other.radius_km < one.radius_km else one


def _says(flow: Flow) -> int:
    fields = (
        flow.cargo,
        flow.carrier,
        flow.count,
        flow.date.date_from,
        flow.claim.claimed_by,
        flow.origin,
        flow.destination,
    )
    return sum(bool(value) for value in fields) + (flow.mode != "unknown")
