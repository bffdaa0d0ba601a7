"""Finding again what an entry speaks of, when its document was revised or read anew.

A span is the same where the text has not changed; in another state of the text it is where its words stand between the
same words, and only one place in the text is so. A telling is the one of that id; else the only one of its kind in the
same sentence (by its words, wherever it now stands) that was read by the same words.
"""

from collections.abc import Iterable

from geo.model import Document, Event, Evidence, Flow
from geo.workspace.account import Telling
from geo.workspace.corrections.entries import MentionTarget, TellingTarget

__all__ = ["CONTEXT", "find_evidence", "find_span", "find_telling", "mention_target", "telling_target", "trigger_of"]

CONTEXT = 40
"""Characters on both sides of a span that are kept to find it by."""


def mention_target(document: Document, start: int, end: int) -> MentionTarget:
    """Describe a span of a document so that it can be found again."""
    text = document.text
    return MentionTarget(
        doc=document.id,
        text_hash=document.text_hash,
        start=start,
        end=end,
        text=text[start:end],
        before=text[max(0, start - CONTEXT) : start],
        after=text[end : end + CONTEXT],
    )


def telling_target(document: Document, telling: Telling) -> TellingTarget:
    """Describe a telling so that it can be found again."""
    start, end = trigger_of(telling)
    is_event = isinstance(telling, Event)
    return TellingTarget(
        record="event" if is_event else "flow",
        doc=document.id,
        text_hash=document.text_hash,
        id=telling.id,
        kind=telling.type if isinstance(telling, Event) else "flow",
        start=telling.evidence.start,
        end=telling.evidence.end,
        quote=telling.evidence.quote,
        trigger_start=start,
        trigger_end=end,
    )


def trigger_of(telling: Telling) -> tuple[int, int]:
    """Span of the word that a telling was read by; (-1, -1) where none is told."""
    return next(((span.start, span.end) for span in telling.words if span.field == "trigger"), (-1, -1))


def find_span(target: MentionTarget, document: Document) -> tuple[int, int] | None:
    """Return where a span stands now, or None."""
    if target.text_hash == document.text_hash:
        return target.start, target.end
    text = document.text
    for width in (CONTEXT, CONTEXT // 4):
        before = target.before[-width:] if target.before else ""
        at = _only(text, before + target.text + target.after[:width])
        if at is not None:
            start = at + len(before)
            return start, start + len(target.text)
    return None


def find_evidence(evidence: Evidence, text_hash: str, document: Document) -> Evidence | None:
    """Return where a sentence stands now, or None."""
    if text_hash == document.text_hash:
        return evidence
    at = _only(document.text, evidence.quote)
    if at is None:
        return None
    return Evidence(doc=document.id, start=at, end=at + len(evidence.quote), quote=evidence.quote)


def find_telling(target: TellingTarget, tellings: Iterable[Telling], document: Document) -> list[int]:
    """Return the positions of the tellings meant: one, several of one id, or none where it is gone or not clear."""
    listed = list(tellings)
    record = Event if target.record == "event" else Flow
    same = [at for at, one in enumerate(listed) if isinstance(one, record) and one.id == target.id]
    if same:
        return same
    moved = 0
    start = target.start
    if target.text_hash != document.text_hash:
        at = _only(document.text, target.quote)
        if at is None:
            return []
        start, moved = at, at - target.start
    here = [at for at, one in enumerate(listed) if isinstance(one, record) and one.evidence.start == start]
    trigger = (target.trigger_start + moved, target.trigger_end + moved)
    by_word = [at for at in here if target.trigger_start >= 0 and trigger_of(listed[at]) == trigger]
    kind = [at for at in here if _kind(listed[at]) == target.kind]
    for found in (by_word, [at for at in by_word if at in kind], kind if target.trigger_start < 0 else []):
        if len(found) == 1:
            return found
    return []


def _kind(telling: Telling) -> str:
    return telling.type if isinstance(telling, Event) else "flow"


def _only(text: str, words: str) -> int | None:
    """Return where words stand in a text, if they stand there once."""
    at = text.find(words) if words else -1
    return at if at >= 0 and text.find(words, at + 1) < 0 else None
