"""Movements of which a text names one end beside the word of movement; words that follow one another tell of one."""

from geo.reading.frames import Hit
from geo.reading.movement_scene import BACK, OBJECT, REACH, Movement, Scene, purpose_of
from geo.reading.movement_slots import demonym_origin, slots_of
from geo.reading.placing import PlaceRef
from geo.reading.telling import cargo_near, has_cue

__all__ = ["single_ended"]

_VISITING = frozenset({"visit", "tour"})
_DELIVERING = frozenset({"send", "bring", "recruit"})


def single_ended(scene: Scene, refs: tuple[PlaceRef, ...]) -> list[Movement]:
    """Movements of which the text names one end beside the word of movement."""
    out: list[Movement] = []
    for chain in _chains(scene, refs):
        first = max(scene.sentence.first, chain[0].first - BACK)
        last = min(scene.sentence.last, chain[-1].last + BACK + 6)
        following = [hit.first for hit in scene.hits if hit.first > chain[-1].first]
        limit = following[0] if following else last
        near = [ref for ref in refs if first <= ref.first < max(limit, chain[-1].last)]
        purpose = purpose_of(scene, chain[0].first, last)
        out.extend(_of_chain(scene, chain, near, first, last, purpose))
    return out


def _chains(scene: Scene, refs: tuple[PlaceRef, ...]) -> list[list[Hit]]:
    """Words of movement that follow one another with no place between them tell of one movement."""
    chains: list[list[Hit]] = []
    for hit in scene.hits:
        if chains and hit.first - chains[-1][-1].last <= REACH and not _turns(chains[-1], hit):
            between = [ref for ref in refs if chains[-1][-1].last <= ref.first < hit.first]
            if not between or chains[-1][-1].frame.flow == "use":
                chains[-1].append(hit)
                continue
        chains.append([hit])
    return chains


def _turns(chain: list[Hit], hit: Hit) -> bool:
    """Whether a visit is followed by another thing ("the visit discussed sending experts to ...")."""
    return hit.frame.flow in _DELIVERING and all(other.frame.flow in _VISITING for other in chain)


def _of_chain(
    scene: Scene, chain: list[Hit], near: list[PlaceRef], first: int, last: int, purpose: int
) -> list[Movement]:
    origins, destinations = slots_of(scene, chain, near, purpose)
    through = [ref for ref in near if ref.preposition == "via" and ref.role == "literal"]
    recruits = [hit for hit in chain if hit.frame.flow == "recruit"]
    if recruits:
        origins = [ref for ref in origins if ref.first >= recruits[0].last]
    origin = origins[0] if origins else demonym_origin(scene, chain, destinations)
    if origin is None and destinations and through:
        origin = through[0]
    if not origins and destinations and _is_taken(scene, chain, destinations[0]):
        return []
    if not destinations and (scene.talks or (not origins and not (origin and purpose >= 0))):
        return []
    flows = {hit.frame.flow for hit in chain}
    legs: list[PlaceRef | None] = list(_legs(scene, destinations, flows)) or [None]
    out: list[Movement] = []
    for leg in legs:
        if out and leg and has_cue(scene.telling, scene.sentence, "then", leg.lead - 3, leg.lead):
            origin = out[-1].destination
        if leg and origin and origin.place.id == leg.place.id:
            continue
        out.append(
            Movement(
                hits=tuple(chain),
                origin=origin,
                destination=leg,
                sentence=scene.number,
                first=first,
                last=last,
                anchor=chain[0].first,
                purpose=purpose,
            )
        )
    return out


def _is_taken(scene: Scene, chain: list[Hit], place: PlaceRef) -> bool:
    """Whether troops only take a place: "Russian forces entered the town of X" comes from nowhere."""
    entering = all(hit.frame.name == "cross" for hit in chain)
    first, last = chain[0].first - OBJECT, place.last
    return entering and place.preposition == "" and "troops" in cargo_near(scene.telling, scene.sentence, first, last)


def _legs(scene: Scene, destinations: list[PlaceRef], flows: set[str]) -> list[PlaceRef]:
    """Destinations of which each is a leg: all of a tour; of a visit those that are listed, in English."""
    if not flows & {"tour", "visit"}:
        return destinations[:1]
    if "tour" in flows or not scene.telling.rules(scene.sentence).has_case:
        return destinations
    out = destinations[:1]
    for ref in destinations[1:]:
        listed = ref.lead - out[-1].last <= OBJECT
        if not listed and not has_cue(scene.telling, scene.sentence, "then", ref.lead - 3, ref.lead):
            break
        out.append(ref)
    return out
