"""Which end of a movement each place of a sentence is, by its preposition, the verb before it and what it means."""

from geo.reading.frames import Hit
from geo.reading.movement_scene import BACK, ENTERING, FINITE, OBJECT, REACH, Scene, is_origin, is_posting
from geo.reading.placing import PlaceRef
from geo.reading.telling import cargo_near, has_cue, has_group

__all__ = ["demonym_origin", "slots_of"]

_PURPOSE_REACH = 9


def slots_of(
    scene: Scene, chain: list[Hit], near: list[PlaceRef], purpose: int
) -> tuple[list[PlaceRef], list[PlaceRef]]:
    """Sort the named places of a movement into origins and destinations, best first."""
    origins: list[PlaceRef] = []
    destinations: list[PlaceRef] = []
    purposes: list[PlaceRef] = []
    homes: list[PlaceRef] = []
    for ref in near:
        slot = "home" if _is_home(scene, ref) else _slot(scene, chain, near, ref)
        if slot == "origin":
            origins.append(ref)
        elif slot == "destination":
            destinations.append(ref)
        elif slot == "home":
            homes.append(ref)
        elif purpose >= 0 and ref.role == "literal" and _serves(scene, ref):
            purposes.append(ref)
    if len(destinations) > 1:
        crossed = [ref for ref in destinations if ref.preposition == "" and _is_crossed(chain, ref)]
        destinations = [ref for ref in destinations if ref not in crossed]
        homes = crossed or homes
    return origins or (homes if destinations else []), destinations or purposes


def _is_crossed(chain: list[Hit], ref: PlaceRef) -> bool:
    """Whether a place is only crossed on the way ("crossed the border post of X to Y")."""
    return any(hit.frame.name == "cross" and 0 <= ref.lead - hit.last <= OBJECT for hit in chain)


def _is_home(scene: Scene, ref: PlaceRef) -> bool:
    """Whether those who move are named by a place ("residents of X", "أهالي X")."""
    if ref.preposition != "" or ref.role != "literal":
        return False
    position = ref.lead - 1
    if has_cue(scene.telling, scene.sentence, "belonging", position, position + 1):
        position -= 1
    return "civilians" in cargo_near(scene.telling, scene.sentence, position, position + 1)


def _slot(scene: Scene, chain: list[Hit], near: list[PlaceRef], ref: PlaceRef) -> str:
    """Slot of one place: "origin", "destination" or ""."""
    after = ref.first >= chain[0].last
    distance = min(abs(ref.lead - hit.last) for hit in chain)
    if ref.preposition == "origin":
        return "origin" if is_origin(scene, ref) and distance <= REACH else ""
    if ref.preposition == "destination":
        return "destination" if after and not is_posting(scene, ref) else ""
    if ref.role != "literal":
        return ""
    if has_cue(scene.telling, scene.sentence, "seated", ref.lead - 3, ref.lead):
        return ""
    if ref.preposition == "location":
        return _location_slot(scene, chain, near, ref, distance)
    if ref.preposition != "" or not after or has_cue(scene.telling, scene.sentence, "agent", ref.lead - 1, ref.lead):
        return ""
    return _object_slot(scene, chain, ref)


def _location_slot(scene: Scene, chain: list[Hit], near: list[PlaceRef], ref: PlaceRef, distance: int) -> str:
    """Slot of a place under "in": where recruits are found, where a delegation sits, what a visit is to."""
    flows = {hit.frame.flow for hit in chain}
    elsewhere = any(other.preposition == "destination" for other in near if other is not ref)
    if ref.first < chain[0].last:
        if not scene.telling.rules(scene.sentence).has_case and any(
            ref.last <= hit.first < chain[0].first for hit in scene.hits
        ):
            return ""  # another movement starts from there
        travelling = ENTERING | {"leave"}
        if scene.telling.rules(scene.sentence).has_case:
            goes = distance <= 2 * OBJECT and any(hit.form in FINITE for hit in chain)
            travelling = frozenset({"leave", "go", "visit"} if goes else {"leave"})
        visits = scene.talks or (elsewhere and flows & travelling)
        return "origin" if distance <= 2 * REACH and visits else ""
    if distance > REACH or _serves(scene, ref):
        return ""
    if scene.telling.rules(scene.sentence).has_case:
        nearest = min((other.first for other in near if other.preposition == "destination"), default=-1)
        elsewhere = elsewhere and ref.first < nearest
    if "recruit" in flows or (elsewhere and flows & ENTERING):
        return "origin"
    if has_cue(scene.telling, scene.sentence, "destination", ref.lead - 4, ref.lead):
        return "destination"
    governor = max((hit.last for hit in chain if hit.last <= ref.lead), default=chain[0].last)
    starts = chain[-1].frame.flow in {"go", "leave"} or chain[-1].frame.name == "come_verb"
    alone = not any(governor <= other.first < ref.first for other in near)
    if (flows & {"send", "bring"} or (starts and alone)) and has_cue(
        scene.telling, scene.sentence, "origin", governor, ref.lead
    ):
        return "origin"
    reach = REACH if scene.telling.rules(scene.sentence).has_case else OBJECT
    arrives = "arrive" in flows and ref.lead - governor <= reach
    return "destination" if arrives or scene.talks or flows & {"visit", "deploy", "tour"} else ""


def _serves(scene: Scene, ref: PlaceRef) -> bool:
    """Whether a place belongs to the purpose of a movement: close after "to fight", "against", "in support of"."""
    return has_cue(scene.telling, scene.sentence, "purpose", ref.lead - _PURPOSE_REACH, ref.lead)


def _object_slot(scene: Scene, chain: list[Hit], ref: PlaceRef) -> str:
    """Slot of a place without a preposition: the object of the verb before it, or ""."""
    hit = min((hit for hit in chain if hit.last <= ref.lead), key=lambda hit: ref.lead - hit.last)
    gap = ref.lead - hit.last
    if hit.frame.flow == "tour":
        return "destination"
    if hit.frame.flow == "use" and gap <= 2 * OBJECT:
        return "origin"
    listed = has_cue(scene.telling, scene.sentence, "each", hit.last, ref.lead)
    if gap > OBJECT and not listed:
        return ""
    if hit.frame.flow in ENTERING or hit.frame.name == "cross":
        return "destination"
    return "origin" if hit.frame.flow == "leave" else ""


def demonym_origin(scene: Scene, chain: list[Hit], destinations: list[PlaceRef]) -> PlaceRef | None:
    """Country whose demonym describes what moves or who moves it, when the destination lies elsewhere."""
    taken = {ref.place.country for ref in destinations}
    for ref in scene.demonyms:
        vehicle = has_group(scene.telling, scene.sentence, "vehicle", ref.first - 2, ref.first)
        if vehicle or ref.place.country in taken or not chain[0].first - BACK <= ref.first <= chain[-1].last + REACH:
            continue
        described = set(cargo_near(scene.telling, scene.sentence, ref.first - 2, ref.first))
        if described - {"arms"} or has_cue(scene.telling, scene.sentence, "agent", ref.first - 2, ref.first):
            return ref
    return _sender(scene, chain, taken)


def _sender(scene: Scene, chain: list[Hit], taken: set[str]) -> PlaceRef | None:
    """Region whose government a delegation comes from ("وفد من حكومة شرق ليبيا"), or None."""
    if not has_cue(scene.telling, scene.sentence, "delegation", chain[0].first - BACK, chain[-1].last + OBJECT):
        return None
    regions = [ref for ref in scene.named if ref.preposition == "" and ref.place.kind in {"region", "country"}]
    inside = scene.telling.embedded_of(scene.number)
    wide = [ref for ref in inside if ref.place.kind in {"region", "country", "admin1"}]
    for ref in (*wide, *regions):
        if ref.place.country and ref.place.country not in taken:
            return ref
    return None
