"""The words that each field of a record comes from, as offsets into the document's text.

A field without words is one that the text leaves to its reader: an end filled from the sentence before, or by the
country of whoever is named.
"""

from collections.abc import Iterable

from geo.model import Claim, DateSpan, FieldSpan, Flow
from geo.reading.claims import Attribution
from geo.reading.counts import counts_in
from geo.reading.movements import Movement
from geo.reading.placing import PlaceRef
from geo.reading.telling import Telling, cargo_word, mode_word
from geo.reading.text.analysis import SentenceSpan

__all__ = ["actor_words", "date_words", "flow_words", "place_words", "token_words", "voice_words"]


def token_words(telling: Telling, field: str, first: int, last: int) -> FieldSpan:
    """Span of tokens ``first`` to ``last`` (exclusive) for a field."""
    tokens = telling.analysis.tokens
    return FieldSpan(field=field, start=tokens[first].start, end=tokens[last - 1].end)


def place_words(telling: Telling, field: str, ref: PlaceRef) -> FieldSpan:
    """Span of a place's name, without a particle before it."""
    span = token_words(telling, field, ref.first, ref.last)
    return FieldSpan(field=field, start=span.start + ref.offset, end=span.end)


def date_words(telling: Telling, number: int, date: DateSpan) -> list[FieldSpan]:
    """Span of the date expression of a sentence that a record's date comes from."""
    found = [found for found in telling.dates_of(number) if date.text and found.span == date]
    return [FieldSpan(field="date", start=found[0].start, end=found[0].end)] if found else []


def voice_words(telling: Telling, number: int, claim: Claim) -> list[FieldSpan]:
    """Spans of those who claim and deny it: their names where they are known, else the verb that says so."""
    out: list[FieldSpan] = []
    for item in telling.attributions_of(number):
        label, field = item.speaker.label, "denied_by" if item.how == "deny" else "claimed_by"
        wanted = label in claim.denied_by if field == "denied_by" else label == claim.claimed_by
        first, last = item.voice if item.voice[1] > item.voice[0] >= 0 else _named(telling, number, item)
        if label and wanted and first >= 0 and all(span.field != field for span in out):
            out.append(token_words(telling, field, first, last))
    return out


def _named(telling: Telling, number: int, item: Attribution) -> tuple[int, int]:
    """Tokens of the actor who speaks, where the sentence names one; else of the verb."""
    label = item.speaker.label
    found = [found for found in telling.actors_of(number) if found.actor.label == label or found.actor.name in label]
    return (found[0].first, found[0].last) if found else (item.verb, item.verb + 1)


def actor_words(telling: Telling, number: int, field: str, names: Iterable[str]) -> list[FieldSpan]:
    """Spans of the actors of a sentence that have these names."""
    wanted = set(names)
    found = [found for found in telling.actors_of(number) if found.actor.name in wanted]
    return [token_words(telling, field, one.first, one.last) for one in found]


def flow_words(telling: Telling, movement: Movement, flow: Flow) -> tuple[FieldSpan, ...]:
    """Spans of every field of a flow as one sentence tells it: from its trigger and ends to those who claim it."""
    sentence = telling.analysis.sentences[movement.sentence]
    out = [token_words(telling, "trigger", hit.first, hit.last) for hit in movement.hits]
    for field, ref, place in (
        ("origin", movement.origin, flow.origin),
        ("destination", movement.destination, flow.destination),
    ):
        if ref and place and ref.place.id == place.id:
            out.append(place_words(telling, field, ref))
    out += _cargo_words(telling, sentence, movement, flow)
    out += actor_words(telling, movement.sentence, "carrier", [flow.carrier] if flow.carrier else [])[:1]
    out += _count_words(telling, sentence, movement, flow)
    out += date_words(telling, movement.sentence, flow.date)
    out += voice_words(telling, movement.sentence, flow.claim)
    return tuple(out)


def _cargo_words(telling: Telling, sentence: SentenceSpan, movement: Movement, flow: Flow) -> list[FieldSpan]:
    out: list[FieldSpan] = []
    for field, wanted in (("cargo", set(flow.cargo)), ("mode", {flow.mode} - {"unknown"})):
        word = cargo_word if field == "cargo" else mode_word
        left = set(wanted)
        for position in range(max(sentence.first, movement.first), min(sentence.last, movement.last)):
            kind = word(telling, sentence, position)
            if kind in left:
                left.discard(kind)
                out.append(token_words(telling, field, position, position + 1))
    return out


def _count_words(telling: Telling, sentence: SentenceSpan, movement: Movement, flow: Flow) -> list[FieldSpan]:
    found = [
        counted
        for counted in counts_in(telling, sentence, movement.first, movement.last)
        if counted.value == flow.count and counted.unit == flow.unit
    ]
    return [token_words(telling, "count", found[0].first, found[0].last)] if found else []
