"""Matching: which runs of tokens may be names of places, leftmost longest, none overlapping.

A run is the longest that the gazetteer knows, its first token read with and without attached particles. Where the
gazetteer knows none, a name may still be the one after a word that opens one ("قرية ..."), the abbreviation of an area
after a comma ("Paris, Tex."), or, last, a word that no list of words has and that sounds like a name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from geo.reading.gazetteer.index import Index
from geo.reading.lexicon import Form, Word, lexicon_for
from geo.reading.rules import NameRules
from geo.reading.text.analysis import Analysis, SentenceSpan
from geo.reading.text.sounds import sounds_key
from geo.reading.text.tokens import Token, is_article

__all__ = ["MARKS", "Match", "capitalised", "find_matches"]

MARKS = "\"'“”«»‘’"
_MAX_TOKENS = 6
_JOINERS = frozenset({"", " ", "-", "\u2010", "\u2011", "\u2013", "'", "\u2019", "\u00a0", "_", ". "})
_TANWEEN = "\u064b"
_PARTICLE_COST = 0.8
_SOUNDING_TOKENS = 3
_LEAST_SOUNDS = 4  # consonants of a name without a capital, where nothing announces a place
_SETTLED = frozenset({"town", "village", "neighbourhood", "admin1", "admin2"})
_NO_WORD = Word(rules=None)


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
    tokens = analysis.tokens
    words = lexicon_for(index, analysis.document.language).words(tokens)
    for number, sentence in enumerate(analysis.sentences):
        position, before = sentence.first, _NO_WORD
        while position < sentence.last:
            word = words[position]
            if (word.dull and not before.opens) or (word.cased and not capitalised(analysis, tokens[position])):
                position, before = position + 1, word
                continue
            skipped = _fixed_phrase(analysis, word, sentence, position) if word.phrases else 0
            match = None if skipped else _match_at(analysis, index, word, before, sentence, position)
            if match:
                yield number, match
            position = match.last if match else position + (skipped or 1)
            before = words[position - 1]


def capitalised(analysis: Analysis, token: Token) -> bool:
    """Whether a token begins with a capital, or has one behind an article ("al-Bab", "d'Ivoire")."""
    text = analysis.document.text
    first = text[token.start]
    if first.isupper():
        return True
    if text[token.start : token.end].islower():
        return False
    behind = text[token.start + 1 : min(token.start + 4, token.end)]
    return first.islower() and not behind.islower() and any(map(str.isupper, behind))


def _match_at(
    analysis: Analysis, index: Index, word: Word, before: Word, sentence: SentenceSpan, position: int
) -> Match | None:
    token, rules = analysis.tokens[position], word.rules
    if rules is None:
        return None
    text = analysis.document.text
    if _TANWEEN in text[token.start : token.end]:
        return None
    after_comma = bool(rules.area_abbreviations) and text[token.start - 2 : token.start] == ", "
    match = _area_abbreviation(analysis, rules, sentence, position) if after_comma else None
    if match is not None and not len(index.postings(match.key)):
        match = None
    if match is None and word.forms:
        match = _longest(analysis, index, rules, word.forms, sentence, position)
    if match is None and before.opens:
        match = _unknown(analysis, index, rules, position)
    if match is None and (word.strange or (word.uncommon and before.locative)):
        least = 1 if rules.has_case or before.locative or before.opens else _LEAST_SOUNDS
        match = _by_sound(analysis, index, rules, sentence, position, least)
    return match


def _fixed_phrase(analysis: Analysis, word: Word, sentence: SentenceSpan, position: int) -> int:
    """Length of the fixed expression that begins at a token ("مسقط رأسه"), whose words name no place; 0 for none."""
    for phrase in word.phrases:
        end = min(position + len(phrase), sentence.last)
        if tuple(token.text for token in analysis.tokens[position + 1 : end]) == phrase[1:]:
            return len(phrase)
    return 0


def _area_abbreviation(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, position: int) -> Match | None:
    """Abbreviation of a first-level area after a town and a comma ("Paris, Tex.", "Toledo, OH")."""
    if position <= sentence.first:
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


def _longest(
    analysis: Analysis,
    index: Index,
    rules: NameRules,
    forms: tuple[Form, ...],
    sentence: SentenceSpan,
    position: int,
) -> Match | None:
    """Best match that begins at a token: most tokens first, then the form with the strongest place."""
    best: Match | None = None
    rest = _rest(analysis, index, rules, forms, sentence, position)
    for form in forms:
        for last, key in _ends(index, rules, position, form, rest):
            if best is not None and last < best.last:
                continue
            if rules.has_case and not capitalised(analysis, analysis.tokens[last - 1]):
                continue
            match = Match(position, last, form.offset, key)
            if last - position == 1 and not _may_stand(analysis, rules, sentence, match):
                continue
            if best is None or last > best.last or _strength(index, match) > _strength(index, best):
                best = match
    return _apart(analysis, index, rules, best) if best else None


def _strength(index: Index, match: Match) -> float:
    return index.strongest(match.key) - (_PARTICLE_COST if match.offset else 0.0)


def _rest(
    analysis: Analysis,
    index: Index,
    rules: NameRules,
    forms: tuple[Form, ...],
    sentence: SentenceSpan,
    position: int,
) -> list[tuple[str, int]]:
    """Words that may go on a name that begins at a token, each with the number of the token after it.

    None where no name goes on with the first of them, which is soon found out, and so of most words.
    """
    rest: list[tuple[str, int]] = []
    longer = [form for form in forms if form.seconds is None or form.seconds]
    if not longer:
        return rest
    tokens, text = analysis.tokens, analysis.document.text
    before = tokens[position]
    for following in range(position + 1, min(position + _MAX_TOKENS, sentence.last)):
        token = tokens[following]
        if text[before.end : token.start] not in _JOINERS:
            break
        first = not rest and not (rules.has_case and is_article(token.text))
        if first and not any(_goes_on_with(index, form, token.text) for form in longer):
            break
        rest.append((token.text, following + 1))
        before = token
    return rest


def _goes_on_with(index: Index, form: Form, word: str) -> bool:
    """Whether names may begin with a form and a word."""
    if form.seconds is None:
        return index.has_longer_name(f"{form.text} {word}")
    return word in form.seconds


def _ends(
    index: Index, rules: NameRules, position: int, form: Form, rest: list[tuple[str, int]]
) -> Iterator[tuple[int, str]]:
    """Names of the index that a form and the words after it spell: the token after each, and its key.

    Articles between the words are read or left out.
    """
    if form.stands_alone:
        yield position + 1, form.text
    if not rest or (form.seconds is not None and not form.seconds):
        return
    yield from _longer(index, form.text, rest)
    if rules.has_case and any(is_article(word) for word, _ in rest):
        yield from _longer(index, form.text, [(word, end) for word, end in rest if not is_article(word)])


def _longer(index: Index, form: str, rest: list[tuple[str, int]]) -> Iterator[tuple[int, str]]:
    """Names of more than one word."""
    phrase = " ".join([form, *(word for word, _ in rest)])
    for key in index.prefixes(phrase):
        words = key.count(" ")
        if words and (len(key) == len(phrase) or phrase[len(key)] == " "):
            yield rest[words - 1][1], key


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


def _may_stand(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, match: Match) -> bool:
    """Whether a match of one word is more than a class word ("المدينة"), which only another before it makes a name."""
    if rules.has_case or match.key not in rules.class_words:
        return True
    before = match.first - 1
    return before >= sentence.first and rules.class_word(analysis.tokens[before].text) is not None


def _unknown(analysis: Analysis, index: Index, rules: NameRules, position: int) -> Match | None:
    """Name that no source knows, right after a word that opens one ("قرية ..."); no adjective, and no common word.

    But after the word for a settlement even a common word with the article is a name ("حي الشعلة").
    """
    token = analysis.tokens[position]
    between = analysis.between(analysis.tokens[position - 1], token).strip()
    if len(token.text) < 3 or (between and between not in MARKS) or rules.demonym(token.text):
        return None
    opened = rules.class_word(analysis.tokens[position - 1].text)
    settled = opened is not None and bool(opened[0] & _SETTLED)
    construct = settled and bool(rules.article) and token.text.startswith(rules.article)
    everyday = index.is_common_word(token.text) or rules.has("everyday", token.text)
    if everyday and not construct:
        return None
    return Match(position, position + 1, 0, token.text, how="unknown")


def _by_sound(
    analysis: Analysis, index: Index, rules: NameRules, sentence: SentenceSpan, position: int, least: int
) -> Match | None:
    """Words that no list has and that sound like a name of the index: the most words that do.

    An attached particle is part of the name unless the words sound the same without it ("وغونتور"), or like a name only
    then. A sound of fewer consonants than ``least`` is none.
    """
    best: Match | None = None
    for form, offset in rules.variants(analysis.tokens[position].text):
        words = [form]
        for following in range(position + 1, position + _SOUNDING_TOKENS + 1):
            key = sounds_key(" ".join(words))
            better = best is None or following > best.last or key == best.key
            if len(key) > least and better and len(index.postings(key)):
                best = Match(position, following, offset, key, how="sound", spelling=" ".join(words))
            if following >= sentence.last or not _goes_on(analysis, index, rules, following):
                break
            words.append(analysis.tokens[following].text)
    return best


def _goes_on(analysis: Analysis, index: Index, rules: NameRules, position: int) -> bool:
    """Whether a token may be a further word of an unknown name."""
    token = analysis.tokens[position]
    if analysis.between(analysis.tokens[position - 1], token) not in _JOINERS or token.is_number:
        return False
    if rules.has_case:
        return capitalised(analysis, token)
    return lexicon_for(index, analysis.document.language).look(token.text).uncommon
