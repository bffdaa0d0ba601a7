"""Places that a text takes up again without their name: "rebels shelled the city", "troops left the town for Gao"."""

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache

from geo.reading.frames import groups_of, verb_forms
from geo.reading.kept import Kept
from geo.reading.place_ref import PlaceRef
from geo.reading.rules import NameRules, rules_for, rules_of, script_of
from geo.reading.tables import language_table
from geo.reading.text.analysis import Analysis
from geo.reading.text.tokens import name_key

__all__ = ["with_anaphors"]

_SENTENCES = 2
_SETTLED = ("city", "town", "village", "site", "neighbourhood", "admin1", "admin2", "region", "country")


def with_anaphors(analysis: Analysis, refs: list[PlaceRef]) -> list[PlaceRef]:
    """Add what "the city" or "the base" goes back to: the last place of its kind, at most two sentences before.

    Only in a sentence that names no other place, or right behind a verb.
    """
    by_sentence: dict[int, list[PlaceRef]] = defaultdict(list)
    for ref in refs:
        by_sentence[ref.sentence].append(ref)
    out = list(refs)
    for number, sentence in enumerate(analysis.sentences):
        rules = rules_for(script_of(analysis.tokens[sentence.first].text), analysis.document.language)
        words = _anaphors(rules.code) if rules else None
        if rules is None or words is None or not words.nouns:
            continue
        may_go_back = _may_go_back(rules.code)
        behind = range(sentence.first + 1, sentence.last)
        positions = [n for n in behind if may_go_back[analysis.tokens[n].text]]
        if not positions:
            continue
        taken = {n for ref in by_sentence[number] for n in range(ref.lead, ref.last)}
        near = [ref for n in range(number - _SENTENCES, number + 1) for ref in by_sentence.get(n, ()) if _named(ref)]
        here = {ref.place.id for ref in by_sentence[number] if _named(ref)}
        for position in positions:
            kinds, offset = _kinds(rules, words, analysis, position)
            if not kinds or position in taken:
                continue
            meant = next((ref for ref in reversed(near) if ref.first < position and ref.place.kind in kinds), None)
            adverb = analysis.tokens[position].text in words.adverbs
            lead = position - 1 if words.articles and not adverb else position
            governed = _is_governed(rules, analysis.tokens[lead - 1].text)
            if meant and not _goes_on(analysis, position, sentence.last) and (governed or here <= {meant.place.id}):
                out.append(replace(meant, lead=lead, first=position, last=position + 1, sentence=number, offset=offset))
    return sorted(out, key=lambda ref: (ref.first, ref.last))


@dataclass(frozen=True, slots=True)
class _Anaphors:
    """Articles that are words of their own, the kinds of place that each noun goes back to, and adverbs of place."""

    articles: frozenset[str]
    adverbs: frozenset[str]
    nouns: dict[str, tuple[str, ...]]


@lru_cache(maxsize=16)
def _anaphors(code: str) -> _Anaphors:
    table = dict(language_table(code, "regions").get("anaphors", {}))
    articles = frozenset(map(name_key, table.pop("articles", [])))
    adverbs = frozenset(map(name_key, table.pop("adverbs", [])))
    return _Anaphors(articles, adverbs, {name_key(noun): tuple(kinds) for noun, kinds in table.items()})


@lru_cache(maxsize=16)
def _may_go_back(code: str) -> Kept[str, bool]:
    """Whether each word may go back to a place: most sentences have none that does."""
    rules, words = rules_of(code), _anaphors(code)
    return Kept(lambda word: word in words.adverbs or any(form in words.nouns for form, _ in rules.variants(word)))


def _kinds(rules: NameRules, words: _Anaphors, analysis: Analysis, position: int) -> tuple[tuple[str, ...], int]:
    """Kinds of place that a token goes back to, and the length of the particle attached before it.

    Behind its article where that is a word of its own; else the noun carries it and may carry a particle too.
    """
    text = analysis.tokens[position].text
    if text in words.adverbs and position:
        governed = _is_governed(rules, analysis.tokens[position - 1].text)
        return (_SETTLED if governed else ()), 0
    if words.articles:
        behind = analysis.tokens[position - 1].text in words.articles
        return (words.nouns.get(text, ()) if behind else ()), 0
    for form, offset in rules.variants(text):
        if form in words.nouns:
            return words.nouns[form], offset
    return (), 0


def _is_governed(rules: NameRules, word: str) -> bool:
    """Whether a word before a place makes it an end of something: a verb, "from", "to"."""
    groups = groups_of(rules.code)
    directed = groups.has("cue", "origin", rules, word) or groups.has("cue", "destination", rules, word)
    return directed or word in verb_forms(rules.code)


def _named(ref: PlaceRef) -> bool:
    return ref.source == "name" and ref.role == "literal"


def _goes_on(analysis: Analysis, position: int, last: int) -> bool:
    """Whether a noun is not the whole of what it names: "the city of ...", "the town hall", "the city's mayor"."""
    token, text = analysis.tokens[position], analysis.document.text
    if text[token.end : token.end + 1] in {"'", "\u2019", "-"}:
        return True
    following = analysis.tokens[position + 1] if position + 1 < last else None
    if following is None or analysis.between(token, following) != " ":
        return False
    return following.text == "of" or text[following.start].isupper()
