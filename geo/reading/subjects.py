"""Subjects of verbs of saying in languages that put the subject first: "the ministry said", "X, the governor, said".

They also stand behind the verb where a sentence is turned round ("..., said X, a spokesman for the ministry"). Which
words join clauses, point back or stand before a noun is the language's data (``claims.toml``, section ``subject``).
"""

from dataclasses import dataclass
from functools import lru_cache

from geo.reading.frames import verb_forms
from geo.reading.rules import NameRules
from geo.reading.tables import language_table
from geo.reading.text.analysis import Analysis, SentenceSpan
from geo.reading.text.tokens import name_key

__all__ = ["after_verb", "before_verb", "is_closing", "is_noun", "name_beside", "noun_phrase", "subject_words"]

_BREAKS = frozenset(',;:—–()[]"“”«»„\n')
_LONGEST = 16
_LEFT = 5
_RIGHT = 7
_TAIL = 9
# Determiners that are subjects of their own too ("some say").
_PRONOMINAL = frozenset({"that", "this", "some", "both", "all", "most", "many", "no", "any", "others"})


@dataclass(frozen=True, slots=True)
class _Subject:
    joins: frozenset[str]
    relatives: frozenset[str]
    pronouns: frozenset[str]
    determiners: frozenset[str]
    links: frozenset[str]
    auxiliaries: frozenset[str]
    sources: frozenset[str]


@lru_cache(maxsize=16)
def subject_words(code: str) -> _Subject:
    """Words of a language that part or make up subjects."""
    claims = language_table(code, "claims")
    table = claims.get("subject", {})
    names = ("joins", "relatives", "pronouns", "determiners", "links", "auxiliaries")
    sources = (word for members in claims.get("sources", {}).values() for word in members)
    return _Subject(
        **{name: frozenset(map(name_key, table.get(name, []))) for name in names},
        sources=frozenset(map(name_key, sources)),
    )


def before_verb(analysis: Analysis, code: str, sentence: SentenceSpan, verb: int) -> tuple[int, int]:
    """Tokens (end exclusive) of the subject before a verb; empty where there is none.

    What stands between commas is looked through: a relative clause is left out, an apposition taken in.
    """
    words = subject_words(code)
    end = verb
    start = _chunk_start(analysis, sentence, end)
    if start < end:
        return _after_join(analysis, words, start, end), end
    crossed = 0
    while crossed < 2 and start > sentence.first:
        crossed += 1
        end = start
        start = _chunk_start(analysis, sentence, end, past_break=True)
        head = analysis.tokens[start].text
        if head in words.relatives or head in words.links or analysis.tokens[start].is_number:
            continue
        if crossed == 1 and start > sentence.first and end - start <= _LEFT:
            wider = _chunk_start(analysis, sentence, start, past_break=True)
            if start - wider <= _TAIL:
                return _after_join(analysis, words, wider, start), verb
        return _after_join(analysis, words, start, end), end
    return verb, verb


def _chunk_start(analysis: Analysis, sentence: SentenceSpan, end: int, *, past_break: bool = False) -> int:
    """First token of the run before ``end`` that no punctuation parts."""
    start = end
    while start > sentence.first and end - start < _LONGEST:
        if start < len(analysis.tokens) and not (past_break and start == end):
            gap = analysis.between(analysis.tokens[start - 1], analysis.tokens[start])
            if not _BREAKS.isdisjoint(gap):
                break
        start -= 1
    return start


def _after_join(analysis: Analysis, words: _Subject, start: int, end: int) -> int:
    """Start of the last clause of a run: after a conjunction, unless a relative clause follows the subject."""
    if any(analysis.tokens[position].text in words.relatives for position in range(start + 1, end)):
        return start
    for position in range(end - 1, start - 1, -1):
        if analysis.tokens[position].text in words.joins and position + 1 < end:
            return position + 1
    return start


def after_verb(analysis: Analysis, code: str, sentence: SentenceSpan, verb: int) -> tuple[int, int]:
    """Tokens of what may be the subject behind a verb; empty where a clause with a verb of its own follows."""
    start = verb + 1
    end = start
    crossed = 0
    while end < sentence.last and end - start < _TAIL + _RIGHT:
        gap = analysis.between(analysis.tokens[end - 1], analysis.tokens[end])
        if not _BREAKS.isdisjoint(gap):
            if end == start or crossed or "," not in gap:
                break
            crossed += 1
        if is_finite(analysis, code, end):
            return start, start
        end += 1
    return start, end


def is_closing(analysis: Analysis, code: str, sentence: SentenceSpan, verb: int) -> bool:
    """Whether nothing that is said follows a verb of saying ("..., the ministry said on Monday")."""
    for position in range(verb + 1, min(sentence.last, verb + _TAIL)):
        if not _BREAKS.isdisjoint(analysis.between(analysis.tokens[position - 1], analysis.tokens[position])):
            return True
        if is_finite(analysis, code, position):
            return False
    return sentence.last - verb <= _TAIL


def is_finite(analysis: Analysis, code: str, position: int) -> bool:
    """Whether a token is an auxiliary or a form of a known verb."""
    word, words = analysis.tokens[position].text, subject_words(code)
    return word in words.auxiliaries or (word in verb_forms(code) and word not in words.sources)


def is_noun(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, position: int, *, present: bool) -> bool:
    """Whether a word that may be a verb is none: behind a determiner ("a claim", "an estimated 300") or a demonym."""
    if position == sentence.first:
        return False
    determiners = subject_words(rules.code).determiners
    back = 1 if not present or analysis.tokens[position].text.endswith("s") else _LEFT - 2
    near = analysis.tokens[max(sentence.first, position - back) : position]
    return (present and bool(rules.demonym(near[-1].text))) or any(
        token.text in determiners and token.text not in _PRONOMINAL for token in near
    )


def noun_phrase(analysis: Analysis, code: str, head: int, first: int, last: int) -> str:
    """What a text calls a source, without the article: "Senior Ukrainian officer", "Residents of Melitopol"."""
    words = subject_words(code)
    tokens, text = analysis.tokens, analysis.document.text
    start = head
    while start > first and head - start < _LEFT:
        before = tokens[start - 1]
        if before.text in words.determiners or before.text in words.links or before.is_number:
            break
        if not _BREAKS.isdisjoint(analysis.between(before, tokens[start])):
            break
        start -= 1
    end = head + 1
    while end < last and not text[tokens[end].start].isupper():
        if tokens[end].text in words.links or tokens[end].text in words.relatives:
            break
        if not _BREAKS.isdisjoint(analysis.between(tokens[end - 1], tokens[end])) or is_finite(analysis, code, end):
            break
        end += 1
    end = _with_tail(analysis, code, words, end, last)
    phrase = text[tokens[start].start : tokens[end - 1].end]
    return phrase[:1].upper() + phrase[1:]


def _with_tail(analysis: Analysis, code: str, words: _Subject, start: int, last: int) -> int:
    """End of a noun phrase with the "of ..." or "for the ..." behind it."""
    tokens, text = analysis.tokens, analysis.document.text
    if start >= last or tokens[start].text not in words.links:
        return start
    if not _BREAKS.isdisjoint(analysis.between(tokens[start - 1], tokens[start])):
        return start
    position, taken = start + 1, 0
    while position < min(last, start + _RIGHT):
        token = tokens[position]
        if not _BREAKS.isdisjoint(analysis.between(tokens[position - 1], token)) or is_finite(analysis, code, position):
            break
        if token.text not in words.determiners:
            lower_after_name = not text[token.start].isupper() and text[tokens[position - 1].start].isupper()
            if taken and lower_after_name and token.text not in words.sources:
                break
            taken += 1
            if taken > 4:
                break
        position += 1
    return position if taken else start


def name_beside(analysis: Analysis, rules: NameRules, first: int, last: int, taken: frozenset[int]) -> str:
    """Name of a person in a run of tokens: two or more capitalised words, none of them in ``taken``; "" for none."""
    tokens, text = analysis.tokens, analysis.document.text
    words = subject_words(rules.code)
    run: list[int] = []
    for position in range(first, last + 1):
        good = (
            position < last
            and position not in taken
            and text[tokens[position].start].isupper()
            and not rules.demonym(tokens[position].text)
            and not any(tokens[position].text in group for group in (words.determiners, words.sources, words.joins))
        )
        parted = bool(run) and good and bool(analysis.between(tokens[position - 1], tokens[position]).strip("-. "))
        if good and not parted:
            run.append(position)
            continue
        if len(run) > 1:
            break
        run = [position] if good else []
    return text[tokens[run[0]].start : tokens[run[-1]].end] if len(run) > 1 else ""
