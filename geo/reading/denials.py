"""Denials that follow what they deny ("The ministry denied that any plane had landed there").

A denial that tells nothing of its own goes back to what another party claimed in one of the sentences before it, if
something links the two: a place, a word, or one that points back. Of several sentences that one is denied to which it
is linked most.
"""

from dataclasses import replace
from typing import TypeVar

from geo.model import Event, Flow, Place
from geo.reading.claims import Attribution
from geo.reading.saying import saying_words
from geo.reading.telling import Telling, has_cue
from geo.reading.text.analysis import SentenceSpan

__all__ = ["with_denials"]

_BACK = 3
_STEM = 4
_REACH = 24
_PLACE = 2

_Record = TypeVar("_Record", Event, Flow)


def with_denials(telling: Telling, records: tuple[_Record, ...]) -> tuple[_Record, ...]:
    """Mark what a later sentence denies.

    Parameters
    ----------
    records
        Events or flows of a text, in order of their evidence.

    Returns
    -------
    tuple
        The same records; those that are denied say so and by whom.
    """
    out: list[_Record] = list(records)
    for denial in telling.attributions:
        if denial.how != "deny" or denial.verb < 0 or not denial.speaker.label:
            continue
        own = [told for told in out if told.claim.status == "denied" and _number(telling, told) == denial.sentence]
        if own:
            out = _with_own(telling, out, own, denial)
            continue
        target = _target(telling, denial, out)
        if target >= 0:
            out = [
                _denied(told, denial) if _number(telling, told) == target and _is_others(told, denial) else told
                for told in out
            ]
    return tuple(out)


def _with_own(telling: Telling, records: list[_Record], own: list[_Record], denial: Attribution) -> list[_Record]:
    """Join what a denial tells again to what it denies: the same thing at the same place, claimed shortly before."""
    out = list(records)
    for told in own:
        for position, record in enumerate(out):
            near = 0 < denial.sentence - _number(telling, record) <= _BACK
            if near and _is_others(record, denial) and _is_same(told, record):
                out[position] = _denied(record, denial)
                out = [other for other in out if other is not told]
                break
    return out


def _is_same(one: _Record, other: _Record) -> bool:
    kinds = (one.type, other.type) if isinstance(one, Event) and isinstance(other, Event) else ("", "")
    return kinds[0] == kinds[1] and {p.id for p in _places(one)} == {p.id for p in _places(other)}


def _denied(record: _Record, denial: Attribution) -> _Record:
    denied_by = tuple(dict.fromkeys((*record.claim.denied_by, denial.speaker.label)))
    return replace(record, claim=replace(record.claim, status="denied", denied_by=denied_by))


def _number(telling: Telling, record: Event | Flow) -> int:
    return telling.number_at(record.evidence.start)


def _is_others(record: Event | Flow, denial: Attribution) -> bool:
    """Whether somebody else claims it."""
    claim = record.claim
    label = denial.speaker.label
    alike = label.startswith(claim.claimed_by) or claim.claimed_by.startswith(label)
    return claim.status == "claimed" and bool(claim.claimed_by) and not alike


def _target(telling: Telling, denial: Attribution, records: list[_Record]) -> int:
    """Number of the sentence before a denial to which it is linked most, the nearest of equals, or -1."""
    best, most = -1, 0
    for number in range(denial.sentence - 1, max(-1, denial.sentence - 1 - _BACK), -1):
        told = [record for record in records if _number(telling, record) == number and _is_others(record, denial)]
        links = _links(telling, denial, number, told) if told else 0
        if links > most:
            best, most = number, links
    return best


def _links(telling: Telling, denial: Attribution, number: int, told: list[_Record]) -> int:
    """How much links a denial to what one sentence told: places twice, words and words that point back once."""
    sentence = telling.analysis.sentences[denial.sentence]
    first, last = denial.verb + 1, min(sentence.last, denial.verb + _REACH)
    words = saying_words(telling.rules(sentence).code)
    near = {token.text for token in telling.analysis.tokens[first:last]}
    if near & words.denied_parts:
        return 0
    places = {place.id for record in told for place in _places(record)}
    denied = {ref.place.id for ref in telling.refs_of(denial.sentence) if first <= ref.first < last}
    if denied - places and not denied & places:
        return 0
    shared = _stems(telling, sentence, first, last) & _stems_of(telling, number)
    pointing = has_cue(telling, sentence, "points_back", first, last)
    return _PLACE * len(denied & places) + len(shared) + pointing


def _places(record: Event | Flow) -> tuple[Place, ...]:
    if isinstance(record, Event):
        return record.places
    return tuple(place for place in (record.origin, record.destination) if place)


def _stems_of(telling: Telling, number: int) -> set[str]:
    span = telling.analysis.sentences[number]
    return _stems(telling, span, span.first, span.last)


def _stems(telling: Telling, sentence: SentenceSpan, first: int, last: int) -> set[str]:
    """Beginnings of the longer words between two tokens, without particles and article; voices left out."""
    rules = telling.rules(sentence)
    number = telling.number_of(sentence)
    spoken = {n for item in telling.attributions_of(number) for n in range(*item.voice)}
    actors = {n for found in telling.actors_of(number) for n in range(found.first, found.last)}
    out: set[str] = set()
    for position in range(first, last):
        text = telling.analysis.tokens[position].text
        bare = min((form.removeprefix(rules.article or " ") for form, _ in rules.variants(text)), key=len)
        if position not in spoken | actors and len(bare) > _STEM:
            out.add(bare[:_STEM])
    return out
