"""The record of a movement, and what tells of one end of it: what a sentence's words of movement say of a place."""

from dataclasses import dataclass

from geo.reading.frames import Hit
from geo.reading.placing import PlaceRef
from geo.reading.telling import Telling, has_cue
from geo.reading.text.analysis import SentenceSpan

__all__ = [
    "BACK",
    "ENTERING",
    "FINITE",
    "OBJECT",
    "REACH",
    "Movement",
    "Scene",
    "entering_hit",
    "is_crossing",
    "is_left",
    "is_origin",
    "is_posting",
    "purpose_of",
]

BACK = 18
OBJECT = 4
REACH = 14
ENTERING = frozenset({"visit", "arrive", "tour"})
FINITE = frozenset({"past", "present", "future"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Movement:
    """A movement told in a sentence: its words, its ends as the sentence names them, and the tokens it spans.

    ``hits`` may be empty where both ends are named and what moves needs no verb. ``anchor`` is the token at which it is
    told, ``purpose`` the one at which its purpose begins, or -1.
    """

    hits: tuple[Hit, ...]
    origin: PlaceRef | None
    destination: PlaceRef | None
    sentence: int
    first: int
    last: int
    anchor: int
    purpose: int


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with its words of movement and the places named in it."""

    telling: Telling
    number: int
    sentence: SentenceSpan
    hits: tuple[Hit, ...]
    named: tuple[PlaceRef, ...]
    demonyms: tuple[PlaceRef, ...]
    talks: bool


def entering_hit(scene: Scene, ref: PlaceRef) -> Hit | None:
    """Word of arriving of which a place is the object ("reached Y", "arrived in Y"), or None."""
    if ref.preposition not in {"", "location"} or ref.role != "literal":
        return None
    reach = (1 if scene.telling.rules(scene.sentence).has_case else OBJECT) if ref.preposition else 0
    for hit in scene.hits:
        longer = reach if reach < OBJECT or hit.frame.needs != "vehicle" else 2 * OBJECT
        if hit.frame.flow in ENTERING and 0 <= ref.lead - hit.last <= longer:
            return hit
    return None


def is_crossing(scene: Scene, ref: PlaceRef) -> bool:
    """Whether a place is the object of a verb of crossing or entering, right behind it."""
    return ref.preposition == "" and any(hit.frame.name == "cross" and hit.last == ref.lead for hit in scene.hits)


def is_left(scene: Scene, ref: PlaceRef) -> bool:
    """Whether a place is the object of a verb of leaving ("غادر صنعاء إلى ستوكهولم", "left Odesa for Tripoli")."""
    return any(hit.frame.flow == "leave" and 0 <= ref.lead - hit.last <= REACH for hit in scene.hits)


def is_posting(scene: Scene, ref: PlaceRef) -> bool:
    """Whether "to" only says where somebody is posted ("the UN envoy to Libya")."""
    if ref.preposition != "destination":
        return False
    for position in range(max(scene.sentence.first, ref.lead - OBJECT), ref.lead):
        if has_cue(scene.telling, scene.sentence, "posted", position, position + 1):
            goes_on = any(other.preposition == "destination" and other.lead > ref.lead for other in scene.named)
            moved = any(0 <= position - hit.last <= 2 or position < hit.first < ref.lead for hit in scene.hits)
            return goes_on or not moved
    return False


def is_origin(scene: Scene, ref: PlaceRef) -> bool:
    """Whether "from" is about moving: not "backed by", "close to", "more than"."""
    return not has_cue(scene.telling, scene.sentence, "not_origin", ref.lead - 2, ref.lead - 1)


def purpose_of(scene: Scene, first: int, last: int) -> int:
    """Token at which the purpose of a movement begins ("to fight", "in support of"), or -1."""
    for position in range(first, last):
        if has_cue(scene.telling, scene.sentence, "purpose", position, position + 1):
            return position
    return -1
