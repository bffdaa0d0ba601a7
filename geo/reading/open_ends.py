"""Open ends of flows: where a movement started or went when its own sentence names only the other end."""

from collections.abc import Sequence
from dataclasses import replace

from geo.model import Cargo, Flow, Place
from geo.reading.gazetteer.index import Index
from geo.reading.movements import Movement
from geo.reading.telling import Telling, has_cue

__all__ = ["WARLIKE", "with_open_ends"]

WARLIKE: frozenset[Cargo] = frozenset({"fighters", "experts", "troops", "arms"})
_SENT = WARLIKE | {"goods"}
_SENDERS = frozenset({"government", "state", "armed", "office", "company"})
_CLOSE = 5
_SENTENCES = 6


def with_open_ends(telling: Telling, index: Index, movement: Movement, flow: Flow, told: Sequence[Flow]) -> Flow:
    """Fill the open end of a movement: by whoever sends or gets what moves, else by the flows told before it.

    One for which neither helps keeps its open end.
    """
    if flow.origin and flow.destination:
        return flow
    if flow.origin is None and flow.destination and (before := _another(telling, movement, told)):
        return replace(flow, origin=before.origin, cargo=flow.cargo or before.cargo)
    if flow.origin is None and flow.destination and (before := _brought(telling, movement, flow.destination, told)):
        return replace(flow, origin=before.destination, cargo=flow.cargo or before.cargo)
    if flow.origin is None and flow.destination and any(hit.frame.name == "return" for hit in movement.hits):
        return replace(flow, origin=_left_for(flow.destination, told))
    kinds = {hit.frame.flow for hit in movement.hits}
    if flow.origin is None and kinds & {"send"} and flow.destination and set(flow.cargo) & _SENT:
        return replace(flow, origin=_country_of_agent(telling, index, movement, flow.destination))
    if not set(flow.cargo) & WARLIKE:
        return flow
    if flow.destination is None and flow.origin:
        served = _country_given(telling, index, movement, flow.origin)
        served = served or _country_served(telling, index, movement, flow.origin)
        return replace(flow, destination=served or _last_destination(telling, index, movement, flow.origin, told))
    return flow


def _another(telling: Telling, movement: Movement, told: Sequence[Flow]) -> Flow | None:
    """Movement told right before, where the text goes on with another like it ("Another convoy left for ...")."""
    sentence = telling.analysis.sentences[movement.sentence]
    if not told or not has_cue(telling, sentence, "another", movement.first, movement.anchor + _CLOSE):
        return None
    before = told[-1]
    near = telling.number_at(before.evidence.start) >= movement.sentence - 1
    return before if near and before.destination and before.origin else None


def _brought(telling: Telling, movement: Movement, destination: Place, told: Sequence[Flow]) -> Flow | None:
    """Movement told right before whose load moves on ("The shipment was later taken to ...")."""
    sentence = telling.analysis.sentences[movement.sentence]
    if not told or not has_cue(telling, sentence, "same_load", movement.anchor - _CLOSE, movement.anchor + _CLOSE):
        return None
    before = told[-1]
    near = movement.sentence - telling.number_at(before.evidence.start) in {1, 2}
    onward = before.destination and before.destination.id != destination.id and set(before.cargo) & _SENT
    return before if near and onward else None


def _left_for(home: Place, told: Sequence[Flow]) -> Place | None:
    """Where the last movement that left a place went: what returns there comes from it."""
    for flow in reversed(told):
        if flow.origin and flow.origin.id == home.id:
            return flow.destination
    return None


def _country_of_agent(telling: Telling, index: Index, movement: Movement, other: Place) -> Place | None:
    """Country of the last government, force or state of another country named before the word of sending."""
    for found in reversed(telling.actors_of(movement.sentence)):
        near = found.first < movement.anchor + _CLOSE
        if near and found.actor.kind in _SENDERS and found.actor.country not in {"", other.country}:
            return index.country(found.actor.country)
    for ref in sorted(telling.refs_of(movement.sentence), key=lambda ref: abs(movement.anchor - ref.first)):
        agent = ref.role == "metonym" or (ref.place.kind == "country" and ref.preposition == "")
        near = agent and movement.anchor - _CLOSE <= ref.first <= movement.anchor + _CLOSE
        if near and ref.place.country not in {"", other.country}:
            return index.country(ref.place.country)
    return None


def _country_given(telling: Telling, index: Index, movement: Movement, other: Place) -> Place | None:
    """Country of the party that a movement goes to by name ("... to the Ukrainian army")."""
    sentence = telling.analysis.sentences[movement.sentence]
    for found in telling.actors_of(movement.sentence):
        directed = found.first > movement.anchor and has_cue(
            telling, sentence, "destination", found.first - 1, found.first
        )
        if directed and found.actor.kind in _SENDERS and found.actor.country not in {"", other.country}:
            return index.country(found.actor.country)
    return None


def _country_served(telling: Telling, index: Index, movement: Movement, other: Place) -> Place | None:
    """Country of the first party named after the purpose ("to fight beside ...")."""
    if movement.purpose < 0:
        return None
    for found in telling.actors_of(movement.sentence):
        if found.first > movement.purpose and found.actor.kind != "outlet":
            country = found.actor.country
            return index.country(country) if country and country != other.country else None
    return None


def _last_destination(
    telling: Telling, index: Index, movement: Movement, origin: Place, told: Sequence[Flow]
) -> Place | None:
    """Country that the last movement of fighters or arms told before, not far away, went to."""
    for flow in reversed(told):
        if movement.sentence - telling.number_at(flow.evidence.start) > _SENTENCES:
            return None
        before = flow.destination
        if before and set(flow.cargo) & WARLIKE and before.country != origin.country:
            return index.country(before.country)
    return None
