"""Origins and destinations: which places of a sentence a movement comes from and goes to.

Words of movement that stand close together ("flights arrived, coming from") tell of one movement. Each place takes a
slot by its preposition, by the kind of movement and by its side of the purpose ("... to fight in Libya"). What no name
fills, a demonym beside the cargo may ("a Syrian airline").
"""

from dataclasses import dataclass

from geo.reading.frames import Hit
from geo.reading.placing import PlaceRef
from geo.reading.telling import Telling
from geo.reading.text.analysis import SentenceSpan

__all__ = ["Movement", "find_movements"]

_CHAIN = 14
_BEFORE = 8
_AFTER = 26
_OBJECT = 4
_ENTERING = frozenset({"visit", "arrive", "tour"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Movement:
    """A movement told in a sentence: its words, its ends as the sentence names them, and the tokens it spans."""

    hits: tuple[Hit, ...]
    origin: PlaceRef | None
    destination: PlaceRef | None
    sentence: int
    first: int
    last: int
    purpose: int

    @property
    def hit(self) -> Hit:
        """Word that decides its status: the first."""
        return self.hits[0]


def find_movements(telling: Telling) -> tuple[Movement, ...]:
    """Find the movements of a text, sentence by sentence; at least one end of each is named."""
    found: list[Movement] = []
    for number, sentence in enumerate(telling.analysis.sentences):
        hits = [hit for hit in telling.hits if hit.sentence == number]
        refs = [ref for ref in telling.refs if ref.sentence == number]
        if hits and refs:
            found.extend(_in_sentence(telling, number, sentence, hits, refs))
    return tuple(found)


def _in_sentence(
    telling: Telling, number: int, sentence: SentenceSpan, hits: list[Hit], refs: list[PlaceRef]
) -> list[Movement]:
    out = []
    moving = [hit for hit in hits if hit.frame.flow] or _delegation_talks(telling, sentence, hits)
    chains = _chains(moving, refs)
    for index, chain in enumerate(chains):
        first = max(sentence.first if index == 0 else chains[index - 1][-1].last, chain[0].first - _AFTER)
        last = min(chains[index + 1][0].first if index + 1 < len(chains) else sentence.last, chain[-1].last + _AFTER)
        out.extend(_of_chain(telling, number, sentence, chain, refs, first, last))
    return out


def _delegation_talks(telling: Telling, sentence: SentenceSpan, hits: list[Hit]) -> list[Hit]:
    """Talks that a delegation holds elsewhere are its visit there."""
    rules, groups = telling.rules(sentence), telling.groups(sentence)
    for hit in hits:
        if hit.frame.name != "meet":
            continue
        words = telling.analysis.tokens[sentence.first : hit.first]
        if any(groups.has("cue", "delegation", rules, token.text) for token in words):
            return [hit]
    return []


def _chains(hits: list[Hit], refs: list[PlaceRef]) -> list[list[Hit]]:
    """Words of movement that stand close together, a destination already named between them parting them."""
    chains: list[list[Hit]] = []
    for hit in hits:
        if chains and hit.first - chains[-1][-1].last <= _CHAIN:
            between = [ref for ref in refs if chains[-1][-1].last <= ref.first < hit.first and ref.source != "demonym"]
            closed = [ref for ref in refs if chains[-1][0].last <= ref.first < hit.first]
            both = {"origin", "destination"} <= {ref.preposition for ref in closed}
            if not (both or (between and hit.frame.flow in {"visit", "recruit", "tour"})):
                chains[-1].append(hit)
                continue
        chains.append([hit])
    return chains


def _of_chain(
    telling: Telling,
    number: int,
    sentence: SentenceSpan,
    chain: list[Hit],
    refs: list[PlaceRef],
    first: int,
    last: int,
) -> list[Movement]:
    named = [ref for ref in refs if first <= ref.first < last and ref.source != "demonym"]
    purpose = _purpose(telling, sentence, chain[0].first, last)
    pair = [ref for ref in named if ref.preposition == "between"]
    if len(pair) >= 2:
        if not any(hit.frame.flow == "route" for hit in chain):
            return []
        return [_movement(number, chain, pair[0], pair[1], first, last, purpose)]
    origins, destinations = _slots(telling, sentence, chain, named, purpose)
    origin = origins[0] if origins else _demonym_origin(telling, sentence, chain, refs, destinations)
    if not destinations:
        return [_movement(number, chain, origin, None, first, last, purpose)] if origins else []
    legs = destinations if any(hit.frame.flow in {"tour", "visit"} for hit in chain) else destinations[:1]
    return [_movement(number, chain, origin, leg, first, last, purpose) for leg in legs if not _same(origin, leg)]


def _movement(
    number: int,
    chain: list[Hit],
    origin: PlaceRef | None,
    destination: PlaceRef | None,
    first: int,
    last: int,
    purpose: int,
) -> Movement:
    return Movement(
        hits=tuple(chain),
        origin=origin,
        destination=destination,
        sentence=number,
        first=first,
        last=last,
        purpose=purpose,
    )


def _same(origin: PlaceRef | None, destination: PlaceRef) -> bool:
    return origin is not None and origin.place.id == destination.place.id


def _purpose(telling: Telling, sentence: SentenceSpan, first: int, last: int) -> int:
    """Token at which the purpose of a movement begins ("to fight", "in support of"), or -1."""
    rules, groups = telling.rules(sentence), telling.groups(sentence)
    for position in range(first, last):
        if groups.has("cue", "purpose", rules, telling.analysis.tokens[position].text):
            return position
    return -1


def _slots(
    telling: Telling, sentence: SentenceSpan, chain: list[Hit], named: list[PlaceRef], purpose: int
) -> tuple[list[PlaceRef], list[PlaceRef]]:
    """Sort the named places of a movement into origins and destinations, best first."""
    flows = {hit.frame.flow for hit in chain}
    origins: list[PlaceRef] = []
    destinations: list[PlaceRef] = []
    purposes: list[PlaceRef] = []
    last_destination = max((ref.first for ref in named if ref.preposition == "destination"), default=-1)
    for ref in named:
        after = ref.first >= chain[0].last
        nearest = min(abs(ref.lead - hit.last) for hit in chain)
        if ref.preposition == "origin":
            if _comes_from(telling, sentence, ref) and nearest <= _CHAIN:
                origins.append(ref)
        elif ref.preposition == "destination":
            if after or nearest <= _OBJECT:
                destinations.append(ref)
        elif ref.preposition == "location":
            if purpose >= 0 and ref.lead > purpose:
                purposes.append(ref)
            elif "recruit" in flows or ref.first < last_destination or not after:
                if nearest <= _CHAIN:
                    origins.append(ref)
            elif nearest <= _CHAIN:
                destinations.append(ref)
        elif ref.preposition == "" and after:
            _object(chain, ref, purpose, origins, destinations, purposes)
    return origins, destinations or purposes


def _object(
    chain: list[Hit],
    ref: PlaceRef,
    purpose: int,
    origins: list[PlaceRef],
    destinations: list[PlaceRef],
    purposes: list[PlaceRef],
) -> None:
    """Slot of a place without a preposition: the object of the verb right before it."""
    hit = min((hit for hit in chain if hit.last <= ref.lead), key=lambda hit: ref.lead - hit.last)
    if ref.lead - hit.last > _OBJECT:
        if purpose >= 0 and ref.lead > purpose:
            purposes.append(ref)
        elif hit.frame.flow == "tour" and destinations:
            destinations.append(ref)
        return
    if hit.frame.flow in _ENTERING or (ref.lead == hit.last and hit.frame.name == "cross"):
        destinations.append(ref)
    elif hit.frame.flow == "leave" or ref.place.kind == "site":
        origins.append(ref)
    elif purpose >= 0 and ref.lead > purpose:
        purposes.append(ref)


def _comes_from(telling: Telling, sentence: SentenceSpan, ref: PlaceRef) -> bool:
    """Whether "from" is about moving: not "backed by", "close to", "more than"."""
    rules, groups = telling.rules(sentence), telling.groups(sentence)
    before = ref.lead - 2
    return before < sentence.first or not groups.has("cue", "not_origin", rules, telling.analysis.tokens[before].text)


def _demonym_origin(
    telling: Telling,
    sentence: SentenceSpan,
    chain: list[Hit],
    refs: list[PlaceRef],
    destinations: list[PlaceRef],
) -> PlaceRef | None:
    """Country whose demonym describes what moves or who moves it, when the destination lies elsewhere."""
    rules, groups = telling.rules(sentence), telling.groups(sentence)
    tokens = telling.analysis.tokens
    taken = {ref.place.country for ref in destinations}
    for ref in refs:
        if ref.source != "demonym" or ref.place.country in taken:
            continue
        if not chain[0].first - _BEFORE * 2 <= ref.first <= chain[-1].last + _BEFORE:
            continue
        for position in range(max(sentence.first, ref.first - 2), ref.first):
            word = tokens[position].text
            if groups.of("cargo", rules, word) or groups.has("cue", "agent", rules, word):
                return ref
    return None
