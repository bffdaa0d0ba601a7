"""Movements of which a text names both ends: "from X to Y", "to Y, coming from X", "left X and landed in Y"."""

from geo.reading.counts import count_near
from geo.reading.frames import Hit
from geo.reading.movement_scene import (
    BACK,
    FINITE,
    Movement,
    Scene,
    entering_hit,
    is_crossing,
    is_left,
    is_origin,
    is_posting,
    purpose_of,
)
from geo.reading.placing import PlaceRef
from geo.reading.telling import cargo_near, clause, has_vehicle

__all__ = ["movement_of_pair", "pairs_of"]

_PAIR = 14


def pairs_of(scene: Scene) -> list[tuple[PlaceRef, PlaceRef]]:
    """Origin and destination that the text names together, in order of the text, no place in two pairs."""
    pairs: list[tuple[PlaceRef, PlaceRef]] = []
    refs = [
        ref
        for ref in scene.named
        if _has_slot(scene, ref) or entering_hit(scene, ref) or (ref.preposition == "" and is_crossing(scene, ref))
    ]
    position = 0
    while position + 1 < len(refs):
        one, other = refs[position], refs[position + 1]
        close = other.lead - one.last <= _PAIR and not _arrives_between(scene, one, other)
        kinds = (one.preposition, other.preposition)
        if close and kinds in {("origin", "destination"), ("between", "between")}:
            pairs.append((one, other))
        elif (close and kinds == ("destination", "origin") and not _starts_between(scene, one, other)) or (
            close and kinds[1] == "origin" and (entering_hit(scene, one) or is_crossing(scene, one))
        ):
            pairs.append((other, one))
        elif (close and kinds[0] == "origin" and _arrives_after(scene, one, other)) or (
            close and one.preposition == "" and is_left(scene, one) and _is_entered(scene, one, other)
        ):
            pairs.append((one, other))
        else:
            position += 1
            continue
        position += 2
    return [pair for pair in pairs if pair[0].place.id != pair[1].place.id]


def _arrives_between(scene: Scene, one: PlaceRef, other: PlaceRef) -> bool:
    """Whether a movement ends between two places ("from X arrived in Y, from where they were taken to Z")."""
    if not scene.telling.rules(scene.sentence).has_case:
        return False
    stops = [ref for ref in scene.named if ref.preposition == "location" and one.last <= ref.lead < other.lead]
    return any(one.last <= hit.first < ref.lead for ref in stops for hit in scene.hits)


def _has_slot(scene: Scene, ref: PlaceRef) -> bool:
    if ref.preposition == "origin":
        return is_origin(scene, ref)
    if is_posting(scene, ref):
        return False
    return ref.preposition in {"destination", "between"} or (ref.preposition == "" and is_left(scene, ref))


def _starts_between(scene: Scene, one: PlaceRef, other: PlaceRef) -> bool:
    """Whether another movement starts between two places ("a visit to X, withdrawing his forces from Y")."""
    between = [hit for hit in scene.hits if one.last <= hit.first < other.lead]
    return any(hit.frame.flow == "leave" and hit.form in {*FINITE, "masdar"} for hit in between)


def _arrives_after(scene: Scene, one: PlaceRef, other: PlaceRef) -> bool:
    """Whether what comes from a place arrives at the next ("a ship coming from X docked in Y")."""
    hit = entering_hit(scene, other)
    return hit is not None and hit.first >= one.last


def _is_entered(scene: Scene, one: PlaceRef, other: PlaceRef) -> bool:
    """Whether the place after one that is left is gone to: "left X for Y", "left X and reached Y"."""
    if other.preposition == "destination":
        return True
    hit = entering_hit(scene, other)
    left = [other for other in scene.hits if other.frame.flow == "leave" and other.last <= one.lead]
    told_together = hit is not None and (not left or left[-1].is_past == hit.is_past)
    return hit is not None and hit.first >= one.last and told_together


def movement_of_pair(
    scene: Scene, pair: tuple[PlaceRef, PlaceRef], before: tuple[PlaceRef, PlaceRef] | None
) -> Movement | None:
    """Movement between two named ends, if a word of movement, a cargo or a vehicle stands near them."""
    start, end = min(ref.lead for ref in pair), max(ref.last for ref in pair)
    floor = max(scene.sentence.first, max(ref.last for ref in before) if before else 0)
    floor, until = clause(scene.telling, scene.sentence, start, end, floor)
    first = max(floor, start - BACK)
    hits = tuple(hit for hit in scene.hits if first <= hit.first < end)
    if not hits and before and before[1].place.id == pair[0].place.id:  # "... to Y, and from there to Z"
        hits = tuple(hit for hit in scene.hits if hit.first < start)
    cargo = cargo_near(scene.telling, scene.sentence, first, end + 6)
    vehicle = has_vehicle(scene.telling, scene.sentence, first, end)
    counted = count_near(scene.telling, scene.sentence, start - 6, start)[0] is not None
    if not (hits or cargo or vehicle or counted):
        return None
    route = any(hit.frame.flow == "route" for hit in hits)
    if (
        pair[0].preposition == "between"
        and not route
        and not has_vehicle(scene.telling, scene.sentence, start - 6, start)
    ):
        return None
    return Movement(
        hits=hits,
        origin=pair[0],
        destination=pair[1],
        sentence=scene.number,
        first=first,
        last=min(until, end + 12),
        anchor=_anchor(hits, start),
        purpose=purpose_of(scene, end, scene.sentence.last),
    )


def _anchor(hits: tuple[Hit, ...], start: int) -> int:
    """Token at which a movement between two places is told: its last finite verb before them, else its first word."""
    verbs = [hit.first for hit in hits if hit.form in FINITE and hit.first < start]
    return verbs[-1] if verbs else hits[0].first if hits else start
