"""Origins and destinations: which places of a sentence a movement comes from and goes to.

Two ways lead to a movement. Where a text says both ends ("from X to Y", "to Y, coming from X", "between X and Y"), the
two make one as soon as anything that moves stands near. Where it says one, a word of movement must govern it, and the
other end may be filled by the purpose ("... to fight in Libya") or by a demonym beside what moves ("a Syrian
airline").
"""

from dataclasses import dataclass, replace

from geo.reading.counts import count_near
from geo.reading.frames import Hit
from geo.reading.placing import PlaceRef
from geo.reading.telling import Telling, cargo_near, clause, has_cue, has_group, has_vehicle
from geo.reading.text.analysis import SentenceSpan

__all__ = ["Movement", "find_movements"]

_PAIR = 14
_BACK = 18
_OBJECT = 4
_ONWARD = 3
_REACH = 14
_PURPOSE_REACH = 9
_ENTERING = frozenset({"visit", "arrive", "tour"})
_VISITING = frozenset({"visit", "tour"})
_TRAVELLING = frozenset({"arrive", "go", "visit", "flee"})
_FINITE = frozenset({"past", "present", "future"})
_DELIVERING = frozenset({"send", "bring", "recruit"})


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
class _Scene:
    """A sentence with its words of movement and the places named in it."""

    telling: Telling
    number: int
    sentence: SentenceSpan
    hits: tuple[Hit, ...]
    named: tuple[PlaceRef, ...]
    demonyms: tuple[PlaceRef, ...]
    talks: bool


def find_movements(telling: Telling) -> tuple[Movement, ...]:
    """Find the movements of a text, sentence by sentence; at least one end of each is named."""
    found: list[Movement] = []
    for number, sentence in enumerate(telling.analysis.sentences):
        refs = telling.refs_of(number)
        if not any(ref.source != "demonym" for ref in refs):
            continue
        scene = _Scene(
            telling=telling,
            number=number,
            sentence=sentence,
            hits=_moving_hits(telling, number, sentence),
            named=tuple(ref for ref in refs if ref.source != "demonym"),
            demonyms=tuple(ref for ref in refs if ref.source == "demonym"),
            talks=not any(hit.frame.flow for hit in telling.hits_of(number)),
        )
        found.extend(_in_sentence(scene))
    return tuple(found)


def _moving_hits(telling: Telling, number: int, sentence: SentenceSpan) -> tuple[Hit, ...]:
    """Words of movement; where there is none, talks that a delegation holds elsewhere are its visit there."""
    here = telling.hits_of(number)
    moving = tuple(hit for hit in here if hit.frame.flow)
    main = tuple(hit for hit in moving if not _describes(telling, sentence, hit))
    if moving:
        return main or moving
    talks = [hit for hit in here if hit.frame.name == "meet"]
    if talks and has_cue(telling, sentence, "delegation", sentence.first, talks[0].first):
        return (talks[0],)
    return ()


def _describes(telling: Telling, sentence: SentenceSpan, hit: Hit) -> bool:
    """Whether a word of recruiting only says who they are ("mercenaries whom Turkey recruits in Libya")."""
    return hit.frame.flow == "recruit" and has_cue(telling, sentence, "relative", hit.first - 1, hit.first)


def _in_sentence(scene: _Scene) -> list[Movement]:
    pairs = _pairs(scene)
    taken = {id(ref) for pair in pairs for ref in pair}
    movements = [_of_pair(scene, pair, pairs[n - 1] if n else None) for n, pair in enumerate(pairs)]
    out = [movement for movement in movements if movement]
    rest = tuple(ref for ref in scene.named if id(ref) not in taken)
    legs = _onward(scene, rest, out)
    out += legs
    rest = tuple(ref for ref in rest if all(ref is not leg.destination for leg in legs))
    if rest and scene.hits and not _governed_by(out, scene):
        used = {id(hit) for movement in out for hit in movement.hits}
        free = replace(scene, hits=tuple(hit for hit in scene.hits if id(hit) not in used))
        for movement in _single_ended(free, rest) if free.hits else []:
            out.append(_with_origin_of(scene, _with_pronoun(scene, movement), out))
    out = [_arriving_here(scene, movement) for movement in out]
    out = _listed(scene, _joined_ends([*out, *_onward(scene, rest, out)]))
    return sorted(out, key=lambda movement: movement.anchor)


def _arriving_here(scene: _Scene, movement: Movement) -> Movement:
    """Give what arrives from somewhere the place at which its source speaks ("a source at X airport said planes came")."""
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


def _joined_ends(movements: list[Movement]) -> list[Movement]:
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
    return any(hit.frame.flow in _TRAVELLING | {"leave"} for hit in movement.hits)


def _far(start: Movement, ends: list[Movement]) -> bool:
    assert start.origin is not None
    name = start.origin
    return any(
        abs(end.anchor - start.anchor) > 2 * _REACH or (end.destination and end.destination.place.id == name.place.id)
        for end in ends
    )


def _listed(scene: _Scene, movements: list[Movement]) -> list[Movement]:
    """Add the movements of places listed beside an end: "from X and Y to Z" are two."""
    out = list(movements)
    used = {id(ref) for movement in movements for ref in (movement.origin, movement.destination) if ref}
    for movement in movements:
        for end in ("origin", "destination"):
            ref: PlaceRef | None = getattr(movement, end)
            for other in _siblings(scene, ref) if ref else ():
                if id(other) not in used:
                    used.add(id(other))
                    out.append(replace(movement, **{end: other}))
    return out


def _siblings(scene: _Scene, ref: PlaceRef) -> list[PlaceRef]:
    """Places that stand beside one under the same preposition, joined by a conjunction or a comma."""
    out: list[PlaceRef] = []
    if ref.preposition not in {"origin", "destination", "location"}:
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


def _is_joined(scene: _Scene, left: PlaceRef, right: PlaceRef) -> bool:
    """Whether nothing but a conjunction or a comma stands between two places."""
    analysis = scene.telling.analysis
    rules = scene.telling.rules(scene.sentence)
    words = [token.text for token in analysis.tokens[left.last : right.lead]]
    gap = analysis.between(analysis.tokens[left.last - 1], analysis.tokens[left.last])
    attached = right.offset > 0 or analysis.tokens[right.lead].text[:1] == "و"
    return all(rules.is_exactly("conjunctions", word) for word in words) and bool(words or "," in gap or attached)


def _onward(scene: _Scene, rest: tuple[PlaceRef, ...], before: list[Movement]) -> list[Movement]:
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


def _with_origin_of(scene: _Scene, movement: Movement, before: list[Movement]) -> Movement:
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
    onward = onward or (hit.frame.flow in _TRAVELLING and hit.form in _FINITE) or _takes_up(scene, movement.hits)
    if onward and last and last.place.id != movement.destination.place.id:
        return replace(movement, origin=last)
    starts = [other.origin for other in told if other.origin]
    return replace(movement, origin=starts[-1]) if starts and not movement.origin else movement


def _takes_up(scene: _Scene, hits: tuple[Hit, ...]) -> bool:
    """Whether a word of movement takes up those who moved before ("وصلوا إلى ...، ونقلتهم حافلات إلى ...")."""
    endings = tuple(scene.telling.groups(scene.sentence).words.get("onward", {}).get("endings", ()))
    return bool(endings) and any(scene.telling.analysis.tokens[hit.first].text.endswith(endings) for hit in hits)


def _with_pronoun(scene: _Scene, movement: Movement) -> Movement:
    """Give a movement the place that a pronoun takes up: "took the crossing of X, and soldiers fled from it to Y"."""
    if movement.destination is None or (movement.origin and movement.origin.source != "demonym"):
        return movement
    if not has_cue(scene.telling, scene.sentence, "thence", movement.anchor, movement.destination.lead):
        return movement
    before = [ref for ref in scene.named if ref.last <= movement.anchor and ref.role == "literal"]
    return replace(movement, origin=before[-1]) if before else movement


def _governed_by(movements: list[Movement], scene: _Scene) -> bool:
    """Whether every word of movement of the sentence already belongs to a movement with both ends."""
    used = {id(hit) for movement in movements for hit in movement.hits}
    return all(id(hit) in used for hit in scene.hits)


def _pairs(scene: _Scene) -> list[tuple[PlaceRef, PlaceRef]]:
    """Origin and destination that the text names together, in order of the text, no place in two pairs."""
    pairs: list[tuple[PlaceRef, PlaceRef]] = []
    refs = [
        ref
        for ref in scene.named
        if _has_slot(scene, ref) or _entering_hit(scene, ref) or (ref.preposition == "" and _crossing(scene, ref))
    ]
    position = 0
    while position + 1 < len(refs):
        one, other = refs[position], refs[position + 1]
        close = other.lead - one.last <= _PAIR and not _arrives_between(scene, one, other)
        kinds = (one.preposition, other.preposition)
        if close and kinds in {("origin", "destination"), ("between", "between")}:
            pairs.append((one, other))
        elif (close and kinds == ("destination", "origin") and not _starts_between(scene, one, other)) or (
            close and kinds[1] == "origin" and (_entering_hit(scene, one) or _crossing(scene, one))
        ):
            pairs.append((other, one))
        elif (close and kinds[0] == "origin" and _arrives_after(scene, one, other)) or (
            close and one.preposition == "" and _leaves(scene, one) and _is_entered(scene, one, other)
        ):
            pairs.append((one, other))
        else:
            position += 1
            continue
        position += 2
    return [pair for pair in pairs if pair[0].place.id != pair[1].place.id]


def _arrives_between(scene: _Scene, one: PlaceRef, other: PlaceRef) -> bool:
    """Whether a movement ends between two places ("from X arrived in Y, from where they were taken to Z")."""
    if not scene.telling.rules(scene.sentence).has_case:
        return False
    stops = [ref for ref in scene.named if ref.preposition == "location" and one.last <= ref.lead < other.lead]
    return any(one.last <= hit.first < ref.lead for ref in stops for hit in scene.hits)


def _has_slot(scene: _Scene, ref: PlaceRef) -> bool:
    if ref.preposition == "origin":
        return _comes_from(scene, ref)
    if _is_posting(scene, ref):
        return False
    return ref.preposition in {"destination", "between"} or (ref.preposition == "" and _leaves(scene, ref))


def _starts_between(scene: _Scene, one: PlaceRef, other: PlaceRef) -> bool:
    """Whether another movement starts between two places ("a visit to X, withdrawing his forces from Y")."""
    between = [hit for hit in scene.hits if one.last <= hit.first < other.lead]
    return any(hit.frame.flow == "leave" and hit.form in {*_FINITE, "masdar"} for hit in between)


def _arrives_after(scene: _Scene, one: PlaceRef, other: PlaceRef) -> bool:
    """Whether what comes from a place arrives at the next ("a ship coming from X docked in Y")."""
    hit = _entering_hit(scene, other)
    return hit is not None and hit.first >= one.last


def _is_entered(scene: _Scene, one: PlaceRef, other: PlaceRef) -> bool:
    """Whether the place after one that is left is gone to: "left X for Y", "left X and reached Y"."""
    if other.preposition == "destination":
        return True
    hit = _entering_hit(scene, other)
    return hit is not None and hit.first >= one.last


def _entering_hit(scene: _Scene, ref: PlaceRef) -> Hit | None:
    """Word of arriving of which a place is the object ("reached Y", "arrived in Y"), or None."""
    if ref.preposition not in {"", "location"} or ref.role != "literal":
        return None
    reach = (1 if scene.telling.rules(scene.sentence).has_case else _OBJECT) if ref.preposition else 0
    for hit in scene.hits:
        longer = reach if reach < _OBJECT or hit.frame.needs != "vehicle" else 2 * _OBJECT
        if hit.frame.flow in _ENTERING and 0 <= ref.lead - hit.last <= longer:
            return hit
    return None


def _is_posting(scene: _Scene, ref: PlaceRef) -> bool:
    """Whether "to" only says where somebody is posted ("the UN envoy to Libya")."""
    if ref.preposition != "destination":
        return False
    for position in range(max(scene.sentence.first, ref.lead - _OBJECT), ref.lead):
        if has_cue(scene.telling, scene.sentence, "posted", position, position + 1):
            goes_on = any(other.preposition == "destination" and other.lead > ref.lead for other in scene.named)
            moved = any(0 <= position - hit.last <= 2 or position < hit.first < ref.lead for hit in scene.hits)
            return goes_on or not moved
    return False


def _crossing(scene: _Scene, ref: PlaceRef) -> bool:
    """Whether a place is the object of a verb of crossing or entering, right behind it."""
    return ref.preposition == "" and any(hit.frame.name == "cross" and hit.last == ref.lead for hit in scene.hits)


def _leaves(scene: _Scene, ref: PlaceRef) -> bool:
    """Whether a place is the object of a verb of leaving ("غادر صنعاء إلى ستوكهولم", "left Odesa for Tripoli")."""
    return any(hit.frame.flow == "leave" and 0 <= ref.lead - hit.last <= _REACH for hit in scene.hits)


def _of_pair(
    scene: _Scene, pair: tuple[PlaceRef, PlaceRef], before: tuple[PlaceRef, PlaceRef] | None
) -> Movement | None:
    """Movement between two named ends, if a word of movement, a cargo or a vehicle stands near them."""
    start, end = min(ref.lead for ref in pair), max(ref.last for ref in pair)
    floor = max(scene.sentence.first, max(ref.last for ref in before) if before else 0)
    floor, until = clause(scene.telling, scene.sentence, start, end, floor)
    first = max(floor, start - _BACK)
    hits = tuple(hit for hit in scene.hits if first <= hit.first < end)
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
        purpose=_purpose(scene, end, scene.sentence.last),
    )


def _anchor(hits: tuple[Hit, ...], start: int) -> int:
    """Token at which a movement between two places is told: its last finite verb before them, else its first word."""
    verbs = [hit.first for hit in hits if hit.form in _FINITE and hit.first < start]
    return verbs[-1] if verbs else hits[0].first if hits else start


def _single_ended(scene: _Scene, refs: tuple[PlaceRef, ...]) -> list[Movement]:
    """Movements of which the text names one end beside the word of movement."""
    out: list[Movement] = []
    for chain in _chains(scene, refs):
        first = max(scene.sentence.first, chain[0].first - _BACK)
        last = min(scene.sentence.last, chain[-1].last + _BACK + 6)
        following = [hit.first for hit in scene.hits if hit.first > chain[-1].first]
        limit = following[0] if following else last
        near = [ref for ref in refs if first <= ref.first < max(limit, chain[-1].last)]
        purpose = _purpose(scene, chain[0].first, last)
        out.extend(_of_chain(scene, chain, near, first, last, purpose))
    return out


def _chains(scene: _Scene, refs: tuple[PlaceRef, ...]) -> list[list[Hit]]:
    """Words of movement that follow one another with no place between them tell of one movement."""
    chains: list[list[Hit]] = []
    for hit in scene.hits:
        if chains and hit.first - chains[-1][-1].last <= _REACH and not _turns(chains[-1], hit):
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
    scene: _Scene, chain: list[Hit], near: list[PlaceRef], first: int, last: int, purpose: int
) -> list[Movement]:
    origins, destinations = _slots(scene, chain, near, purpose)
    through = [ref for ref in near if ref.preposition == "via" and ref.role == "literal"]
    recruits = [hit for hit in chain if hit.frame.flow == "recruit"]
    if recruits:
        origins = [ref for ref in origins if ref.first >= recruits[0].last]
    origin = origins[0] if origins else _demonym_origin(scene, chain, destinations)
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


def _is_taken(scene: _Scene, chain: list[Hit], place: PlaceRef) -> bool:
    """Whether troops only take a place: "Russian forces entered the town of X" comes from nowhere."""
    entering = all(hit.frame.name == "cross" for hit in chain)
    first, last = chain[0].first - _OBJECT, place.last
    return entering and place.preposition == "" and "troops" in cargo_near(scene.telling, scene.sentence, first, last)


def _legs(scene: _Scene, destinations: list[PlaceRef], flows: set[str]) -> list[PlaceRef]:
    """Destinations of which each is a leg: all of a tour; of a visit those that are listed, in English."""
    if not flows & {"tour", "visit"}:
        return destinations[:1]
    if "tour" in flows or not scene.telling.rules(scene.sentence).has_case:
        return destinations
    out = destinations[:1]
    for ref in destinations[1:]:
        listed = ref.lead - out[-1].last <= _OBJECT
        if not listed and not has_cue(scene.telling, scene.sentence, "then", ref.lead - 3, ref.lead):
            break
        out.append(ref)
    return out


def _purpose(scene: _Scene, first: int, last: int) -> int:
    """Token at which the purpose of a movement begins ("to fight", "in support of"), or -1."""
    for position in range(first, last):
        if has_cue(scene.telling, scene.sentence, "purpose", position, position + 1):
            return position
    return -1


def _slots(
    scene: _Scene, chain: list[Hit], near: list[PlaceRef], purpose: int
) -> tuple[list[PlaceRef], list[PlaceRef]]:
    """Sort the named places of a movement into origins and destinations, best first."""
    origins: list[PlaceRef] = []
    destinations: list[PlaceRef] = []
    purposes: list[PlaceRef] = []
    homes: list[PlaceRef] = []
    for ref in near:
        slot = _slot(scene, chain, near, ref)
        if slot == "origin":
            origins.append(ref)
        elif slot == "destination":
            destinations.append(ref)
        elif purpose >= 0 and ref.role == "literal" and _serves(scene, ref):
            purposes.append(ref)
        elif _is_home(scene, ref):
            homes.append(ref)
    if len(destinations) > 1:
        crossed = [ref for ref in destinations if ref.preposition == "" and _is_crossed(chain, ref)]
        destinations = [ref for ref in destinations if ref not in crossed]
        homes = crossed or homes
    return origins or (homes if destinations else []), destinations or purposes


def _is_crossed(chain: list[Hit], ref: PlaceRef) -> bool:
    """Whether a place is only crossed on the way ("crossed the border post of X to Y")."""
    return any(hit.frame.name == "cross" and 0 <= ref.lead - hit.last <= _OBJECT for hit in chain)


def _is_home(scene: _Scene, ref: PlaceRef) -> bool:
    """Whether those who move are named by a place ("residents of X", "أهالي X")."""
    if ref.preposition != "" or ref.role != "literal":
        return False
    position = ref.lead - 1
    if has_cue(scene.telling, scene.sentence, "belonging", position, position + 1):
        position -= 1
    return "civilians" in cargo_near(scene.telling, scene.sentence, position, position + 1)


def _slot(scene: _Scene, chain: list[Hit], near: list[PlaceRef], ref: PlaceRef) -> str:
    """Slot of one place: "origin", "destination" or ""."""
    after = ref.first >= chain[0].last
    distance = min(abs(ref.lead - hit.last) for hit in chain)
    if ref.preposition == "origin":
        return "origin" if _comes_from(scene, ref) and distance <= _REACH else ""
    if ref.preposition == "destination":
        return "destination" if after and not _is_posting(scene, ref) else ""
    if ref.role != "literal":
        return ""
    if has_cue(scene.telling, scene.sentence, "seated", ref.lead - 3, ref.lead):
        return ""
    if ref.preposition == "location":
        return _location_slot(scene, chain, near, ref, distance)
    if ref.preposition != "" or not after or has_cue(scene.telling, scene.sentence, "agent", ref.lead - 1, ref.lead):
        return ""
    return _object_slot(scene, chain, ref)


def _location_slot(scene: _Scene, chain: list[Hit], near: list[PlaceRef], ref: PlaceRef, distance: int) -> str:
    """Slot of a place under "in": where recruits are found, where a delegation sits, what a visit is to."""
    flows = {hit.frame.flow for hit in chain}
    elsewhere = any(other.preposition == "destination" for other in near if other is not ref)
    if ref.first < chain[0].last:
        if not scene.telling.rules(scene.sentence).has_case and any(
            ref.last <= hit.first < chain[0].first for hit in scene.hits
        ):
            return ""  # another movement starts from there
        travelling = _ENTERING | {"leave"}
        if scene.telling.rules(scene.sentence).has_case:
            goes = distance <= 2 * _OBJECT and any(hit.form in _FINITE for hit in chain)
            travelling = frozenset({"leave", "go", "visit"} if goes else {"leave"})
        visits = scene.talks or (elsewhere and flows & travelling)
        return "origin" if distance <= 2 * _REACH and visits else ""
    if distance > _REACH or _serves(scene, ref):
        return ""
    if scene.telling.rules(scene.sentence).has_case:
        nearest = min((other.first for other in near if other.preposition == "destination"), default=-1)
        elsewhere = elsewhere and ref.first < nearest
    if "recruit" in flows or (elsewhere and flows & _ENTERING):
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
    reach = _REACH if scene.telling.rules(scene.sentence).has_case else _OBJECT
    arrives = "arrive" in flows and ref.lead - governor <= reach
    return "destination" if arrives or scene.talks or flows & {"visit", "deploy", "tour"} else ""


def _serves(scene: _Scene, ref: PlaceRef) -> bool:
    """Whether a place belongs to the purpose of a movement: close after "to fight", "against", "in support of"."""
    return has_cue(scene.telling, scene.sentence, "purpose", ref.lead - _PURPOSE_REACH, ref.lead)


def _object_slot(scene: _Scene, chain: list[Hit], ref: PlaceRef) -> str:
    """Slot of a place without a preposition: the object of the verb before it, or ""."""
    hit = min((hit for hit in chain if hit.last <= ref.lead), key=lambda hit: ref.lead - hit.last)
    gap = ref.lead - hit.last
    if hit.frame.flow == "tour":
        return "destination"
    if hit.frame.flow == "use" and gap <= 2 * _OBJECT:
        return "origin"
    listed = has_cue(scene.telling, scene.sentence, "each", hit.last, ref.lead)
    if gap > _OBJECT and not listed:
        return ""
    if hit.frame.flow in _ENTERING or hit.frame.name == "cross":
        return "destination"
    return "origin" if hit.frame.flow == "leave" else ""


def _comes_from(scene: _Scene, ref: PlaceRef) -> bool:
    """Whether "from" is about moving: not "backed by", "close to", "more than"."""
    return not has_cue(scene.telling, scene.sentence, "not_origin", ref.lead - 2, ref.lead - 1)


def _demonym_origin(scene: _Scene, chain: list[Hit], destinations: list[PlaceRef]) -> PlaceRef | None:
    """Country whose demonym describes what moves or who moves it, when the destination lies elsewhere."""
    taken = {ref.place.country for ref in destinations}
    for ref in scene.demonyms:
        vehicle = has_group(scene.telling, scene.sentence, "vehicle", ref.first - 2, ref.first)
        if vehicle or ref.place.country in taken or not chain[0].first - _BACK <= ref.first <= chain[-1].last + _REACH:
            continue
        if cargo_near(scene.telling, scene.sentence, ref.first - 2, ref.first) or has_cue(
            scene.telling, scene.sentence, "agent", ref.first - 2, ref.first
        ):
            return ref
    return _sender(scene, chain, taken)


def _sender(scene: _Scene, chain: list[Hit], taken: set[str]) -> PlaceRef | None:
    """Region whose government a delegation comes from ("وفد من حكومة شرق ليبيا"), or None."""
    if not has_cue(scene.telling, scene.sentence, "delegation", chain[0].first - _BACK, chain[-1].last + _OBJECT):
        return None
    regions = [ref for ref in scene.named if ref.preposition == "" and ref.place.kind in {"region", "country"}]
    inside = scene.telling.embedded_of(scene.number)
    wide = [ref for ref in inside if ref.place.kind in {"region", "country", "admin1"}]
    for ref in (*wide, *regions):
        if ref.place.country and ref.place.country not in taken:
            return ref
    return None
