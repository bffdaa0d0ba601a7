"""Words of saying: verbs, denials, "according to", generic sources and titles of a language, inflected and folded.

All are data: ``claims.toml`` and ``titles.csv`` in the language's folder.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from geo.language import load
from geo.reading.frames import inflected_forms
from geo.reading.kept import Kept
from geo.reading.rules import rules_of
from geo.reading.tables import language_table
from geo.reading.text.tokens import name_key

__all__ = ["SayingWords", "may_attribute", "saying_words"]


@dataclass(frozen=True, slots=True)
class SayingWords:
    """Word groups of ``claims.toml``, each named as its section there; ``titles`` by their first word."""

    say: frozenset[str]
    present: frozenset[str]
    unsaid: frozenset[str]
    no_verbs: frozenset[str]
    weak: frozenset[str]
    blame: frozenset[str]
    perfect: frozenset[str]
    deny: frozenset[str]
    deny_back: frozenset[str]
    deny_weak: frozenset[str]
    deny_phrases: tuple[tuple[str, ...], ...]
    deny_predicates: tuple[tuple[str, ...], ...]
    request: frozenset[str]
    unasked: frozenset[str]
    within: frozenset[str]
    denied_objects: frozenset[str]
    denied_parts: frozenset[str]
    turned: frozenset[str]
    complementisers: frozenset[str]
    according: frozenset[str]
    fillers: frozenset[str]
    aside: frozenset[str]
    own_words: frozenset[str]
    sources: dict[str, str]
    labels: dict[str, str]
    addressee: frozenset[str]
    addressee_own: frozenset[str]
    starts: tuple[tuple[str, ...], ...]
    communique: tuple[tuple[str, ...], ...]
    titles: dict[str, tuple[tuple[tuple[str, ...], str], ...]]


@lru_cache(maxsize=16)
def saying_words(code: str) -> SayingWords:
    """Words of saying of a language; empty groups where it has none."""
    language = load(code)
    table = language_table(code, "claims")
    titles: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in language.rows("titles"):
        head, *rest = name_key(row["words"]).split()
        titles.setdefault(head, []).append((tuple(rest), row["english"]))
    return SayingWords(
        say=frozenset(_verbs(code, table.get("say", {}))),
        present=frozenset(_verbs(code, {"present": table.get("say", {}).get("present", [])})),
        unsaid=frozenset(map(name_key, table.get("say", {}).get("unsaid", []))),
        no_verbs=frozenset(map(name_key, table.get("say", {}).get("no_verbs", []))),
        weak=frozenset(_verbs(code, {"past": table.get("say", {}).get("weak", [])})),
        blame=frozenset(_verbs(code, table.get("blame", {}))),
        perfect=frozenset(map(name_key, table.get("say", {}).get("perfect", []))),
        deny=frozenset(_verbs(code, table.get("deny", {}))),
        within=frozenset(map(name_key, table.get("say", {}).get("within", []))),
        request=frozenset(_verbs(code, table.get("request", {}))),
        deny_phrases=_phrases(table, "phrases"),
        deny_predicates=_phrases(table, "predicates"),
        unasked=frozenset(map(name_key, table.get("request", {}).get("unasked", []))),
        deny_weak=frozenset(map(name_key, table.get("deny", {}).get("weak", []))),
        deny_back=frozenset(map(name_key, table.get("deny_back", {}).get("verbs", []))),
        denied_objects=frozenset(map(name_key, table.get("deny_back", {}).get("objects", []))),
        denied_parts=frozenset(map(name_key, table.get("deny_back", {}).get("parts", []))),
        turned=frozenset(map(name_key, table.get("say", {}).get("turned", []))),
        complementisers=frozenset(map(name_key, table.get("say", {}).get("complementisers", []))),
        according=frozenset(map(name_key, table.get("according", {}).get("words", []))),
        aside=frozenset(map(name_key, table.get("according", {}).get("aside", []))),
        fillers=frozenset(map(name_key, table.get("according", {}).get("fillers", []))),
        own_words=frozenset(map(name_key, table.get("according", {}).get("own_words", []))),
        sources={
            form: name
            for name, members in table.get("sources", {}).items()
            for member in members
            for form in _definite(code, name_key(member))
        },
        labels=table.get("labels", {}),
        addressee=frozenset(map(name_key, table.get("addressee", {}).get("particles", []))),
        addressee_own=frozenset(map(name_key, table.get("addressee", {}).get("own", []))),
        starts=tuple(tuple(name_key(start).split()) for start in table.get("continue", {}).get("starts", [])),
        communique=tuple(tuple(name_key(phrase).split()) for phrase in table.get("communique", {}).get("phrases", [])),
        titles={head: tuple(sorted(rows, key=lambda row: -len(row[0]))) for head, rows in titles.items()},
    )


@lru_cache(maxsize=16)
def may_attribute(code: str) -> Kept[str, bool]:
    """Whether each word may say, deny, ask or cite, or begin a phrase that does: few do, and only these are looked at.

    As the word stands or without an attached particle.
    """
    words, rules = saying_words(code), rules_of(code)
    firsts = {phrase[0] for phrase in (*words.deny_phrases, *words.deny_predicates)}
    opening = words.say | words.request | words.deny | words.deny_weak | words.deny_back | words.according | firsts
    return Kept(lambda word: any(form in opening for form, _ in rules.variants(word)))


def _phrases(table: dict[str, dict[str, list[str]]], name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(name_key(phrase).split()) for phrase in table.get("deny", {}).get(name, []))


def _verbs(code: str, table: dict[str, list[str]]) -> Iterator[str]:
    for column in ("past", "present", "participle"):
        for stem in table.get(column, []):
            yield from (name_key(form) for form in inflected_forms(code, stem, column))


def _definite(code: str, word: str) -> tuple[str, ...]:
    article = name_key(load(code).settings.get("article", ""))
    return (word, article + word, word + name_key("ا")) if article else (word,)
