"""Corrections for tests: a short Arabic document, what was read of it, entries about it, and a reader of its own.

The reader stands in for the real one, which is tested with the pipeline: each sentence that names two places tells a
flow from the first to the second, and one that names a single place an ASSAULT there.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from geo.model import (
    Decision,
    Document,
    Evidence,
    FieldSpan,
    Mention,
    Place,
    Reading,
    Resolution,
    stable_id,
)
from geo.workspace.corrections.anchors import mention_target, telling_target
from geo.workspace.corrections.entries import Entry, MentionTarget, OwnPlace, TellingTarget, new_entry
from tests import builders as b

TEXT = "وصلت طائرة من دمشق إلى بنغازي. وقصفت المدفعية طرابلس. وغادرت طائرة دمشق إلى طرابلس. وهدأت السويداء."
HEAD = "عاجل اليوم. "
REVISED = HEAD + TEXT + " وانتهى الخبر."
GAZETTEER = {"دمشق": b.DAMASCUS, "بنغازي": b.BENGHAZI, "طرابلس": b.TRIPOLI}
ALEPPO = b.place(name="Aleppo", name_ar="حلب", country="SY", lat=36.2, lon=37.16)
NEW_CAMP = b.place(id="own-camp", name="Camp 7", name_ar="السويداء", country="SY", kind="site", lat=32.7, lon=36.6)


def document(text: str = TEXT, **changes: Any) -> Document:
    return b.document(**{"id": "news", "text": text, **changes})


def read(text: str = TEXT, **changes: Any) -> Reading:
    """Read a document automatically."""
    return reread(document(text, **changes), {}, ())


def reread(one: Document, decisions: Mapping[tuple[int, int], Decision], places: tuple[OwnPlace, ...]) -> Reading:
    """Read a document with what was decided of its mentions."""
    known = GAZETTEER | {name: own.place for own in places for name in own.names}
    pattern = "|".join(sorted(known, key=len, reverse=True))
    spans = {(found.start(), found.end()): known[found.group()] for found in re.finditer(pattern, one.text)}
    mentions: list[Mention] = []
    for span in sorted(set(spans) | {span for span in decisions if 0 <= span[0] < span[1] <= len(one.text)}):
        decision = decisions.get(span)
        if decision is not None and not decision.is_place:
            continue
        mentions.append(_mention(one, span, spans.get(span), decision))
    return _told(one, tuple(mentions))


def _mention(one: Document, span: tuple[int, int], place: Place | None, decision: Decision | None) -> Mention:
    where = decision.place if decision else place
    return Mention(
        id=stable_id("m", one.text_hash, *span),
        doc=one.id,
        start=span[0],
        end=span[1],
        text=one.text[slice(*span)],
        role=decision.role if decision else "literal",
        resolution=Resolution(place=where, score=1.0 if decision else 0.8, reason="a test"),
        corrected_by=decision.by if decision else (),
    )


def _told(one: Document, mentions: tuple[Mention, ...]) -> Reading:
    events, flows = [], []
    for sentence in re.finditer(r"[^. ][^.]*\.", one.text):
        said = Evidence(doc=one.id, start=sentence.start(), end=sentence.end(), quote=sentence.group())
        word = re.match(r"\w+", said.quote)
        assert word is not None
        words = (FieldSpan(field="trigger", start=said.start, end=said.start + word.end()),)
        here = [found for found in mentions if said.start <= found.start < said.end and found.place]
        named = [found.place for found in here if found.place and found.role == "literal"]
        shared: dict[str, Any] = {"doc": one.id, "evidence": said, "words": words}
        key = (one.text_hash, said.start, *(place.id for place in named))
        if len(named) > 1:
            ends = {"origin": named[0], "destination": named[1]}
            flows.append(b.flow(id=stable_id("f", *key), **ends, **shared))
        elif named:
            events.append(b.event(id=stable_id("e", *key), places=(named[0],), **shared))
    return Reading(document=one, mentions=mentions, events=tuple(events), flows=tuple(flows))


def target(reading: Reading, words: str = "دمشق", *, number: int = 0) -> MentionTarget:
    """Describe the nth place where words stand, with what was read there."""
    spans = [found.span() for found in re.finditer(re.escape(words), reading.document.text)]
    found = next((one for one in reading.mentions if (one.start, one.end) == spans[number]), None)
    described = mention_target(reading.document, *spans[number])
    return described if found is None else replace(described, was=found.place, was_role=found.role)


def telling(reading: Reading, number: int = 0, *, record: str = "flow") -> TellingTarget:
    return telling_target(reading.document, (reading.flows if record == "flow" else reading.events)[number])


def means(*targets: MentionTarget, place: Place | None = ALEPPO, author: str = "Lina", **changes: Any) -> Entry:
    """Say what mentions mean: Aleppo unless told otherwise."""
    decision = Decision(place=place, **{k: changes.pop(k) for k in ("role", "is_place") if k in changes})
    return new_entry("mention", author=author, mentions=targets, decision=decision, **changes)


def undo(entry: Entry, *, author: str = "Omar", **changes: Any) -> Entry:
    return new_entry("undo", author=author, undoes=entry.id, **changes)


def own_place(place: Place = NEW_CAMP, *names: str, author: str = "Lina", **changes: Any) -> Entry:
    own = OwnPlace(place=place, names=names or (place.name, place.name_ar))
    return new_entry("place", author=author, place=own, **changes)
