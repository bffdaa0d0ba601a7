"""Matching: which runs of tokens may be names of places, leftmost longest, none overlapping.

A run is the longest that the gazetteer knows, its first token read with and without attached particles. Where the
gazetteer knows none, a name may still be the one after a word that opens one ("قرية ..."), the abbreviation of an area
after a comma ("Paris, Tex."), or, last, a word that no list of words has and that sounds like a name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from geo.reading.gazetteer.index import Index
from geo.reading.rules import NameRules, rules_for, script_of
from geo.reading.text.analysis import Analysis, SentenceSpan
from geo.reading.text.sounds import sounds_key
from geo.reading.text.tokens import Token, is_article

__all__ = ["MARKS", "Match", "capitalised", "find_matches", "rules_of"]

MARKS = "\"'“”«»‘’"
_MAX_TOKENS = 6
_JOINERS = frozenset({"", " ", "-", "\u2010", "\u2011", "\u2013", "'", "\u2019", "\u00a0", "_", ". "})
_TANWEEN = "\u064b"
_PARTICLE_COST = 0.8
_LISTED_ZIPF = 1.4  # a word listed as more frequent than this is one, however it sounds ...
_KNOWN_ZIPF = 2.6  # ... or than this, right after a word that places follow
_LEAST_LETTERS = 4
_SOUNDING_TOKENS = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A run of tokens that may be a name: ``last`` exclusive; ``offset`` folded characters of the first left out.

    ``how``: "name" as the index has it; "unknown" to it; "area", an abbreviation; "sound" alike only, ``key`` is then
    a key of sounds and ``spelling`` what was written.
    """

    first: int
    last: int
    offset: int
    key: str
    how: Literal["name", "unknown", "area", "sound"] = "name"
    spelling: str = ""


def find_matches(analysis: Analysis, index: Index) -> Iterator[tuple[int, Match]]:
    """Find the runs of a text, each with the number of its sentence."""
    for number, sentence in enumerate(analysis.sentences):
        position = sentence.first
        while position < sentence.last:
            token = analysis.tokens[position]
            rules = rules_of(analysis, token)
            if rules is None:
                position += 1
                continue
            skipped = _fixed_phrase(analysis, rules, sentence, position)
            if skipped:
                position += skipped
                continue
            match = _match_at(analysis, index, rules, sentence, position)
            if match is None:
                position += 1
                continue
            yield number, match
            position = match.last


def rules_of(analysis: Analysis, token: Token) -> NameRules | None:
    """Rules of the language that writes in a token's script."""
    script = script_of(token)
    return rules_for(script, analysis.document.language) if script else None


def capitalised(analysis: Analysis, token: Token) -> bool:
    """Whether a token begins with a capital, or has one behind an article ("al-Bab", "d'Ivoire")."""
    raw = analysis.document.text[token.start : token.end]
    return any(c.isupper() for c in raw[:1]) or (raw[:1].islower() and any(c.isupper() for c in raw[1:4]))


def _match_at(
    analysis: Analysis, index: Index, rules: NameRules, sentence: SentenceSpan, position: int
) -> Match | None:
    token = analysis.tokens[position]
    if rules.has_case and not capitalised(analysis, token):
        return None
    if _TANWEEN in analysis.document.text[token.start : token.end]:
        return None
    return (
        _area_abbreviation(analysis, rules, sentence, position)
        or _longest(analysis, index, rules, sentence, position)
        or _unknown(analysis, index, rules, sentence, position)
        or _by_sound(analysis, index, rules, sentence, position)
    )


def _fixed_phrase(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, position: int) -> int:
    """Length of the fixed expression that begins at a token ("مسقط رأسه"), whose words name no place; 0 for none."""
    for form, _ in rules.variants(analysis.tokens[position].text):
        for phrase in rules.phrases.get(form, ()):
            end = position + len(phrase)
            rest = analysis.tokens[position + 1 : min(end, sentence.last)]
            if tuple(token.text for token in rest) == phrase[1:]:
                return len(phrase)
    return 0


def _area_abbreviation(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, position: int) -> Match | None:
    """Abbreviation of a first-level area after a town and a comma ("Paris, Tex.", "Toledo, OH")."""
    if not rules.area_abbreviations or position <= sentence.first:
        return None
    tokens, text = analysis.tokens, analysis.document.text
    before, token = tokens[position - 1], tokens[position]
    if analysis.between(before, token) != ", " or not capitalised(analysis, before):
        return None
    found = rules.area_pattern.match(text, token.start)
    if found is None:
        return None
    last = position + 1
    while last < sentence.last and tokens[last].end <= found.end():
        last += 1
    return Match(position, last, 0, rules.area_abbreviations[found.group()], how="area")


def _longest(analysis: Analysis, index: Index, rules: NameRules, sentence: SentenceSpan, position: int) -> Match | None:
    """Best match that begins at a token: most tokens first, then the form with the strongest place."""
    best: tuple[int, float, Match] | None = None
    for form, offset in rules.variants(analysis.tokens[position].text):
        if not index.starts_name(form):
            continue
        for match in _matches(analysis, index, sentence, position, form, offset):
            if rules.has_case and not capitalised(analysis, analysis.tokens[match.last - 1]):
                continue
            if match.last - position == 1 and _is_class_word(analysis, rules, sentence, match):
                continue
            strength = index.strongest(match.key) - (_PARTICLE_COST if offset else 0.0)
            rank = (match.last - match.first, strength, match)
            if best is None or rank[:2] > best[:2]:
                best = rank
    return _apart(analysis, index, rules, best[2]) if best else None


def _matches(
    analysis: Analysis, index: Index, sentence: SentenceSpan, position: int, form: str, offset: int
) -> Iterator[Match]:
    """Names of the index that the tokens from one on spell, articles between them read or left out."""
    tokens = analysis.tokens
    words, ends = [form], [position + 1]
    plain, plain_ends = [form], [position + 1]
    for following in range(position + 1, min(position + _MAX_TOKENS, sentence.last)):
        token = tokens[following]
        if analysis.between(tokens[following - 1], token) not in _JOINERS:
            break
        words.append(token.text)
        ends.append(following + 1)
        if not is_article(token.text):
            plain.append(token.text)
            plain_ends.append(following + 1)
    yield from _prefixes(index, position, offset, words, ends)
    if len(plain) < len(words):
        yield from _prefixes(index, position, offset, plain, plain_ends)


def _prefixes(index: Index, position: int, offset: int, words: list[str], ends: list[int]) -> Iterator[Match]:
    phrase = " ".join(words)
    for key in index.prefixes(phrase):
        if len(key) == len(phrase) or phrase[len(key)] == " ":
            yield Match(position, ends[key.count(" ")], offset, key)


def _apart(analysis: Analysis, index: Index, rules: NameRules, match: Match) -> Match:
    """Take a place and the town it belongs to apart: "غوطة دمشق" is the Ghouta, then Damascus.

    So when the first word with the article names the same place, and the last word is a place of its own.
    """
    if match.last - match.first != 2 or not rules.article or match.offset:
        return match
    first, last = analysis.tokens[match.first].text, analysis.tokens[match.last - 1].text
    if first in rules.class_words or not any(posting.trusted for posting in index.rows(last)):
        return match
    same = {posting.row for posting in index.rows(match.key)} & {p.row for p in index.rows(rules.article + first)}
    return Match(match.first, match.first + 1, 0, rules.article + first) if same else match


def _is_class_word(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, match: Match) -> bool:
    """Whether a match is but a class word ("المدينة"), with no other class word before it to make it a name."""
    if rules.has_case or match.key not in rules.class_words:
        return False
    before = match.first - 1
    return before < sentence.first or rules.class_word(analysis.tokens[before].text) is None


def _unknown(analysis: Analysis, index: Index, rules: NameRules, sentence: SentenceSpan, position: int) -> Match | None:
    """Name that no source knows, right after a word that opens one ("قرية ..."); no adjective, and no common word.

    But after an opener without the article even a common word with it is a name ("حي الشعلة").
    """
    if position <= sentence.first or not rules.openers:
        return None
    before, token = analysis.tokens[position - 1], analysis.tokens[position]
    if not any(form in rules.openers for form, _ in rules.variants(before.text)):
        return None
    between = analysis.between(before, token).strip()
    if len(token.text) < 3 or (between and between not in MARKS) or rules.demonym(token.text):
        return None
    construct = bool(rules.article) and token.text.startswith(rules.article)
    everyday = index.is_common_word(token.text) or rules.has("everyday", token.text)
    if everyday and not construct:
        return None
    return Match(position, position + 1, 0, token.text, how="unknown")


def _by_sound(
    analysis: Analysis, index: Index, rules: NameRules, sentence: SentenceSpan, position: int
) -> Match | None:
    """Words that no list has and that sound like a name of the index; the most words that do."""
    before = analysis.tokens[position - 1].text if position > sentence.first else ""
    most = _KNOWN_ZIPF if before and rules.has("locatives", before) else _LISTED_ZIPF
    for form, offset in rules.variants(analysis.tokens[position].text):
        if len(form) < _LEAST_LETTERS or index.word_zipf(form) >= most:
            break
        words, best = [form], None
        for following in range(position + 1, position + _SOUNDING_TOKENS + 1):
            key = sounds_key(" ".join(words))
            if key and len(index.postings(key)):
                best = Match(position, following, offset, key, how="sound", spelling=" ".join(words))
            if following >= sentence.last or not _goes_on(analysis, index, rules, following):
                break
            words.append(analysis.tokens[following].text)
        if best:
            return best
    return None


def _goes_on(analysis: Analysis, index: Index, rules: NameRules, position: int) -> bool:
    """Whether a token may be a further word of an unknown name."""
    token = analysis.tokens[position]
    if analysis.between(analysis.tokens[position - 1], token) not in _JOINERS or token.is_number:
        return False
    if rules.has_case:
        return capitalised(analysis, token)
    return index.word_zipf(token.text) < _KNOWN_ZIPF
