"""What analysts decided of names: it stands in place of what `resolve` found, so that all that is read later follows.

A decision holds for one span of a text. It comes after all names were ranked, and moves no other name's place.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from geo.model import Candidate, Decision, Mention, Place, Resolution, stable_id
from geo.reading.gazetteer.index import Index
from geo.reading.mentions import Found
from geo.reading.resolve import Placed
from geo.reading.rules import NameRules, rules_for, script_of
from geo.reading.text.analysis import Analysis, SentenceSpan
from geo.reading.text.tokens import Token, name_key

__all__ = ["Decisions", "decide"]

Decisions = Mapping[tuple[int, int], Decision]


def decide(
    analysis: Analysis, placed: tuple[Placed, ...], decisions: Decisions, found: tuple[Found, ...], index: Index
) -> tuple[Placed, ...]:
    """Let decisions stand in place of what was found automatically.

    Parameters
    ----------
    placed
        Names with their places, from `resolve`.
    decisions
        By span of the text as read: code points, end exclusive.
    found
        Every name that `find_mentions` found, those that `resolve` judged to be no places among them.

    Returns
    -------
    tuple of Placed
        In order of the text. What was decided to be no place is left out; what was decided to be one and had not been
        found is there, in place of what overlaps it; of two decided spans that overlap, the one that begins first,
        then the longer one. A decision that cannot be applied, since its span lies outside of the text or holds no
        word, is passed over: then no mention has its span.
    """
    if not decisions:
        return placed
    read = {(item.mention.start, item.mention.end): item for item in placed}
    runs = {(item.start, item.end): item for item in found}
    decided: list[Placed] = []
    taken: set[int] = set()
    for span, decision in sorted(decisions.items(), key=lambda item: (item[0][0], -item[0][1])):
        own = _tokens(analysis, *span)
        if decision.is_place and own and taken.isdisjoint(own):
            run = runs.get(span) or _run(analysis, index, *span, own)
            decided.append(_decided(analysis, run, read.get(span), decision, index))
            taken.update(own)
    others = (
        item
        for span, item in read.items()
        if span not in decisions and taken.isdisjoint(range(item.found.first, item.found.last))
    )
    return tuple(sorted((*others, *decided), key=lambda item: item.found.first))


def _decided(analysis: Analysis, run: Found, automatic: Placed | None, decision: Decision, index: Index) -> Placed:
    """Name whose place somebody decided; ``automatic`` is what it was read as."""
    place, document = decision.place, analysis.document
    if place is not None and run.modifier and place.id.endswith(f"/{run.modifier}"):
        run = replace(run, modifier="")  # the place is that part already
    by = ", ".join(decision.by) or "an analyst"
    resolution = Resolution(
        place=place,
        score=0.0 if place is None else 1.0,
        reason=f"decided by {by}: a place that cannot be told" if place is None else f"decided by {by}",
        alternatives=_alternatives(automatic, place),
    )
    mention = Mention(
        id=stable_id("m", document.text_hash, run.start, run.end),
        doc=document.id,
        start=run.start,
        end=run.end,
        text=document.text[run.start : run.end],
        role=decision.role,
        modifier=run.modifier,
        resolution=resolution,
        corrected_by=decision.by,
        automatic=_as_json(automatic.mention) if automatic else "",
    )
    return Placed(mention=mention, found=run, capital=place is not None and _is_capital(index, place))


def _alternatives(automatic: Placed | None, decided: Place | None) -> tuple[Candidate, ...]:
    """What had been found: the best first, then what that beat; without the decided place."""
    before = automatic.mention.resolution if automatic else None
    if before is None or before.place is None:
        return ()
    best = Candidate(place=before.place, score=before.score, reason=before.reason)
    return tuple(other for other in (best, *before.alternatives) if decided is None or other.place.id != decided.id)


def _as_json(mention: Mention) -> str:
    """What was read automatically, as JSON: the place's fields and the score are null where it was unresolved."""
    place = mention.place
    values = {
        "place_id": place.id if place else None,
        "name": place.name if place else None,
        "country": place.country if place else None,
        "kind": place.kind if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "score": mention.resolution.score if place and mention.resolution else None,
        "role": mention.role,
    }
    return json.dumps(values, sort_keys=True, ensure_ascii=False)


def _is_capital(index: Index, place: Place) -> bool:
    """Whether a place of the gazetteer is the capital of its country, or one of several."""
    rows = [posting.row for posting in index.rows(name_key(place.name)) if index.place(posting.row).id == place.id]
    return bool(index.are_capitals(index.columns(np.array(rows, dtype=np.int64))).any())


def _tokens(analysis: Analysis, start: int, end: int) -> range:
    """Numbers of the tokens that a span holds or cuts; none where it is no span of the text."""
    if not 0 <= start < end <= len(analysis.document.text):
        return range(0)
    first = bisect_right(analysis.tokens, start, key=lambda token: token.end)
    return range(first, bisect_left(analysis.tokens, end, key=lambda token: token.start))


def _run(analysis: Analysis, index: Index, start: int, end: int, own: range) -> Found:
    """Run of tokens of a span where no name was found; of its first sentence, where it goes on into another."""
    tokens, first = analysis.tokens, own.start
    number = bisect_right(analysis.sentences, first, key=lambda sentence: sentence.first) - 1
    sentence = analysis.sentences[number]
    rules = rules_for(script_of(tokens[first].text), analysis.document.language)
    offset = _particle(analysis, rules, tokens[first], start) if rules else 0
    lead, modifier = _leading(analysis, rules, sentence, first) if rules and not offset else (first, "")
    key = name_key(analysis.document.text[start:end])
    return Found(
        lead=lead,
        first=first,
        last=min(own.stop, sentence.last),
        start=start,
        end=end,
        offset=offset,
        key=key,
        known=len(index.postings(key)) > 0,
        modifier=modifier,
        cues=frozenset({"particle"} if offset else ()),
        sentence=number,
    )


def _particle(analysis: Analysis, rules: NameRules, token: Token, start: int) -> int:
    """Folded characters of a token before ``start`` that are an attached particle: "ب" in "بالقاهرة" cut anywhere."""
    return max(
        (
            offset
            for _, offset in rules.variants(token.text)
            if offset and analysis.folded.raw_span(token.folded_start + offset, token.folded_end)[0] <= start
        ),
        default=0,
    )


def _leading(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, first: int) -> tuple[int, str]:
    """First token of the class word and the direction right before a name, and the direction in English."""
    tokens = analysis.tokens

    def joined(begin: int, end: int) -> bool:
        pairs = range(begin, end)
        return begin >= sentence.first and not any(
            analysis.between(tokens[number], tokens[number + 1]).strip(" -") for number in pairs
        )

    lead = first
    class_word = rules.class_word(tokens[first - 1].text) if joined(first - 1, first) else None
    if class_word and not class_word[1]:
        lead -= 1
    for position in (lead - 2, lead - 1):
        if joined(position, lead):
            head, *others = (token.text for token in tokens[position:lead])
            for form, _ in rules.variants(head):
                direction = rules.directions.get(" ".join((form, *others)))
                if direction:
                    return position, direction
    return lead, ""
