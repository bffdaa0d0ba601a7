"""Flows: movements with origin, destination, cargo, carrier, count, dates and claim.

A flow needs a named end; a movement told again in the same document, between the same places and not of another cargo,
is one flow with the evidence that says most.
"""

from dataclasses import replace

from geo.model import Cargo, Evidence, Flow, Place, stable_id
from geo.reading.actors import FoundActor
from geo.reading.claims import claim_for
from geo.reading.movements import Movement, find_movements
from geo.reading.telling import (
    Telling,
    cargo_near,
    count_near,
    date_near,
    evidence_of,
    is_hedged,
    is_negated,
    mode_near,
    status_near,
)

__all__ = ["find_flows"]

_AROUND = 12
_WARLIKE: frozenset[Cargo] = frozenset({"fighters", "experts", "troops", "arms"})
_VISITS = frozenset({"visit", "tour", "arrive", "go"})


def find_flows(telling: Telling) -> tuple[Flow, ...]:
    """Find the flows of a text.

    Returns
    -------
    tuple of Flow
        In order of their evidence; one for each distinct movement of the document.
    """
    flows: list[Flow] = []
    for movement in find_movements(telling):
        flow = _flow(telling, movement)
        if flow:
            flows.append(flow)
    return tuple(_distinct(flows))


def _flow(telling: Telling, movement: Movement) -> Flow | None:
    sentence = telling.analysis.sentences[movement.sentence]
    if is_negated(telling, movement.hit):
        return None
    first, last = max(sentence.first, movement.hits[0].first - _AROUND), movement.hits[-1].last + _AROUND
    until = movement.purpose if movement.purpose > movement.hits[-1].first else last
    cargo = _cargo(telling, movement, first, min(last, until))
    if movement.destination is None and not (set(cargo) & _WARLIKE):
        return None
    mode = mode_near(telling, sentence, first, last)
    count, unit = count_near(telling, sentence, max(sentence.first, movement.hits[0].first - 6), last)
    if cargo == ("person",) and count is None:
        count, unit = 1, "person"
    actors = tuple(actor for actor in telling.actors if actor.sentence == movement.sentence)
    origin = movement.origin.place if movement.origin else None
    destination = movement.destination.place if movement.destination else None
    claim = claim_for(
        telling.attributions,
        sentence=movement.sentence,
        position=movement.hit.first,
        base=status_near(telling, movement.hit),
        sides=frozenset(actor.actor.side for actor in actors if actor.first < movement.hits[-1].last) - {""},
        hedged=is_hedged(telling, movement.hit),
    )
    return Flow(
        id=_identity(telling, origin, destination, cargo, movement),
        doc=telling.analysis.document.id,
        origin=origin,
        destination=destination,
        mode=mode,
        cargo=cargo,
        carrier=_carrier(actors, cargo, movement),
        count=count,
        unit=unit,
        date=date_near(telling, movement.sentence, movement.hit.first),
        claim=claim,
        evidence=evidence_of(telling, movement.sentence),
    )


def _cargo(telling: Telling, movement: Movement, first: int, last: int) -> tuple[Cargo, ...]:
    """What moves: the cargo words around the movement; a person only where nothing else does."""
    sentence = telling.analysis.sentences[movement.sentence]
    found = cargo_near(telling, sentence, first, last)
    kinds = {hit.frame.flow for hit in movement.hits}
    if kinds & _VISITS:
        if "delegation" in found:
            return ("delegation",)
        persons = any(
            actor.actor.kind == "person" and first <= actor.first < last and actor.sentence == movement.sentence
            for actor in telling.actors
        )
        if kinds <= {"visit", "tour"} and (persons or "person" in found):
            return ("person",)
        if not [kind for kind in found if kind != "person"] and persons:
            return ("person",)
    rest = tuple(kind for kind in found if kind not in {"person", "delegation"})
    return rest or tuple(kind for kind in found if kind == "delegation")


def _carrier(actors: tuple[FoundActor, ...], cargo: tuple[Cargo, ...], movement: Movement) -> str:
    """Company that carries it; for fighters and arms also the armed company that does."""
    companies = [actor for actor in actors if actor.actor.kind == "company"]
    airlines = [actor for actor in companies if actor.actor.office == "airline"]
    if airlines:
        return min(airlines, key=lambda actor: abs(actor.first - movement.hit.first)).actor.name
    if "arms" in cargo and companies:
        return min(companies, key=lambda actor: abs(actor.first - movement.hit.first)).actor.name
    return ""


def _identity(
    telling: Telling, origin: Place | None, destination: Place | None, cargo: tuple[Cargo, ...], movement: Movement
) -> str:
    sentence = telling.analysis.sentences[movement.sentence]
    ends = (origin.id if origin else "", destination.id if destination else "")
    return stable_id("f", telling.analysis.document.text_hash, sentence.start, *ends, *cargo)


def _distinct(flows: list[Flow]) -> list[Flow]:
    """One flow for each movement: the same ends, cargo that does not contradict; the fullest telling wins."""
    out: list[Flow] = []
    for flow in flows:
        twin = next((n for n, other in enumerate(out) if _same_movement(flow, other)), None)
        if twin is None:
            out.append(flow)
        else:
            out[twin] = _fuller(out[twin], flow)
    return out


def _same_movement(one: Flow, other: Flow) -> bool:
    ends = [(one.origin, other.origin), (one.destination, other.destination)]
    if any(a is not None and b is not None and a.id != b.id for a, b in ends):
        return False
    if any((a is None) != (b is None) for a, b in ends) and one.evidence != other.evidence:
        return False
    return not one.cargo or not other.cargo or bool(set(one.cargo) & set(other.cargo))


def _fuller(one: Flow, other: Flow) -> Flow:
    """Of two tellings, the one that says more; what only the other says is taken over."""
    better, worse = (other, one) if _says(other) > _says(one) else (one, other)
    return replace(
        better,
        carrier=better.carrier or worse.carrier,
        cargo=better.cargo or worse.cargo,
        mode=better.mode if better.mode != "unknown" else worse.mode,
    )


def _says(flow: Flow) -> int:
    fields = (flow.cargo, flow.carrier, flow.count, flow.date.date_from, flow.claim.claimed_by, flow.origin, flow.destination)
    return sum(bool(value) for value in fields) + (flow.mode != "unknown")
