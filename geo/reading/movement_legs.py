"""Movements that go on: from where the one before ended, from a place that a pronoun takes up, to places in a list."""

from dataclasses import replace

from geo.reading.frames import Hit
from geo.reading.movement_scene import FINITE, REACH, Movement, Scene
from geo.reading.placing import PlaceRef
from geo.reading.telling import has_cue

__all__ = ["arriving_here", "onward_legs", "with_joined_ends", "with_listed", "with_origin_of", "with_pronoun"]

_ONWARD = 3
_TRAVELLING = frozenset({"arrive", "go", "visit", "flee"})


def arriving_here(scene: Scene, movement: Movement) -> Movement:
    """Give what arrives the place at which its source speaks ("a source at X airport said that planes came from Y")."""
    arrives = movement.hits and all(hit.frame.flow == "arrive" for hit in movement.hits)
    if movement.destination or not movement.origin or not arrives or scene.telling.rules(scene.sentence).has_case:
        return movement
    here = [
        ref
        for ref in scene.named
        if ref.preposition == "location" and ref.role == "literal" and ref.last <= movement.anchor
    ]
    settled = [ref for ref in here if ref.place.id != movement.origin.place.id]
    return replace(movement, destination=settled[0]) if settled else movement


def with_joined_ends(movements: list[Movement]) -> list[Movement]:
    """Join the movement of a sentence that names only where it ends with the one that names only where it starts.

    "A plane landed in X after taking off from Y."
    """
    starts = [other for other in movements if other.origin and not other.destination and _goes(other)]
    ends = [other for other in movements if other.destination and not _starts_by_name(other) and _goes(other)]
    if len(starts) != 1 or not ends or _far(starts[0], ends):
        return movements
    origin = starts[0].origin
    joined = [replace(other, origin=origin) if other in ends else other for other in movements]
    return [other for other in joined if other is not starts[0]]


def _starts_by_name(movement: Movement) -> bool:
    return movement.origin is not None and movement.origin.source != "demonym"


def _goes(movement: Movement) -> bool:
    """Whether what moves goes by itself: nobody sends it."""
    moves = _TRAVELLING | {"leave"}
    return any(hit.frame.flow in moves and hit.frame.needs != "force" for hit in movement.hits)


def _far(start: Movement, ends: list[Movement]) -> bool:
    assert start.origin is not None
    name = start.origin
    return any(
        abs(end.anchor - start.anchor) > 2 * REACH or (end.destination and end.destination.place.id == name.place.id)
        for end in ends
    )


def with_listed(scene: Scene, movements: list[Movement]) -> list[Movement]:
    """Add the movements of places listed beside an end: "from X and Y to Z" are two."""
    out = list(movements)
    used = {id(ref) for movement in movements for ref in (movement.origin, movement.destination) if ref}
    for movement in movements:
        starts = [(other, movement.destination) for other in _siblings(scene, movement.origin)]
        ends = [(movement.origin, other) for other in _siblings(scene, movement.destination)]
        for origin, destination, other in (*((a, b, a) for a, b in starts), *((a, b, b) for a, b in ends)):
            if id(other) not in used:
                used.add(id(other))
                out.append(replace(movement, origin=origin, destination=destination))
    return out


def _siblings(scene: Scene, ref: PlaceRef | None) -> list[PlaceRef]:
    """Places that stand beside one under the same preposition, joined by a conjunction or a comma."""
    out: list[PlaceRef] = []
    if ref is None or ref.preposition not in {"origin", "destination", "location"}:
        return out
    for step in (-1, 1):
        position = scene.named.index(ref) if ref in scene.named else -1
        while 0 <= position + step < len(scene.named) and position >= 0:
            one, other = scene.named[position], scene.named[position + step]
            left, right = (other, one) if step < 0 else (one, other)
            alike = other.preposition == ref.preposition and other.role == "literal" and other.place.id != ref.place.id
            if not alike or right.lead - left.last > 1 or not _is_joined(scene, left, right):
                break
            out.append(other)
            position += step
    return out


def _is_joined(scene: Scene, left: PlaceRef, right: PlaceRef) -> bool:
    """Whether nothing but a conjunction or a comma stands between two places."""
    analysis = scene.telling.analysis
    rules = scene.telling.rules(scene.sentence)
    words = [token.text for token in analysis.tokens[left.last : right.lead]]
    gap = analysis.between(analysis.tokens[left.last - 1], analysis.tokens[left.last])
    attached = right.offset > 0 or analysis.tokens[right.lead].text[:1] in rules.words["conjunctions"]
    return all(rules.is_exactly("conjunctions", word) for word in words) and bool(words or "," in gap or attached)


def onward_legs(scene: Scene, rest: tuple[PlaceRef, ...], before: list[Movement]) -> list[Movement]:
    """Legs without a word of their own: "... to X, and from there to Y" ("ومنه إلى ...")."""
    out: list[Movement] = []
    used = {id(movement.destination) for movement in before}
    for ref in rest:
        thence = any(has_cue(scene.telling, scene.sentence, cue, ref.lead - 2, ref.lead) for cue in ("thence", "then"))
        if ref.preposition != "destination" or not thence or id(ref) in used:
            continue
        earlier = [other for other in (*before, *out) if other.destination and other.destination.first < ref.first]
        if earlier:
            start = earlier[-1].destination
            out.append(replace(earlier[-1], origin=start, destination=ref, anchor=ref.lead))
    return out


def with_origin_of(scene: Scene, movement: Movement, before: list[Movement]) -> Movement:
    """Give a movement without an origin that of the one told before it ("... and six others to Rome").

    Or the destination of that one, where the text goes on from there ("..., then taken to ...").
    """
    told = sorted((other for other in before if other.anchor < movement.anchor), key=lambda other: other.anchor)
    named = movement.origin and movement.origin.source != "demonym"
    if named or not told or not movement.destination:
        return movement
    last = told[-1].destination
    onward = has_cue(scene.telling, scene.sentence, "then", movement.anchor - _ONWARD, movement.anchor)
    hit = movement.hits[0]
    onward = onward or (hit.frame.flow in _TRAVELLING and hit.form in FINITE) or _takes_up(scene, movement.hits)
    if onward and last and last.place.id != movement.destination.place.id:
        return replace(movement, origin=last)
    starts = [other.origin for other in told if other.origin]
    return replace(movement, origin=starts[-1]) if starts and not movement.origin else movement


def _takes_up(scene: Scene, hits: tuple[Hit, ...]) -> bool:
    """Whether a word of movement takes up those who moved before ("وصلوا إلى ...، ونقلتهم حافلات إلى ...")."""
    endings = tuple(scene.telling.groups(scene.sentence).words.get("onward", {}).get("endings", ()))
    return bool(endings) and any(scene.telling.analysis.tokens[hit.first].text.endswith(endings) for hit in hits)


def with_pronoun(scene: Scene, movement: Movement) -> Movement:
    """Give a movement the place that a pronoun takes up: "took the crossing of X, and soldiers fled from it to Y"."""
    if movement.destination is None or (movement.origin and movement.origin.source != "demonym"):
        return movement
    if not has_cue(scene.telling, scene.sentence, "thence", movement.anchor, movement.destination.lead):
        return movement
    before = [ref for ref in scene.named if ref.last <= movement.anchor and ref.role == "literal"]
    return replace(movement, origin=before[-1]) if before else movement
