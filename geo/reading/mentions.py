"""Finding names of places in a text: spans with their candidates and the cues that speak for or against each.

A name is the longest run of tokens that the gazetteer knows, its first token read with and without attached
particles. Nothing is decided here but spans: which place is meant, and whether any is, is `resolve.py`'s to weigh;
what a name does in its sentence is `roles.py`'s.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from geo.reading.gazetteer.index import Index
from geo.reading.rules import NameRules, rules_for, script_of
from geo.reading.text.analysis import Analysis, SentenceSpan
from geo.reading.text.tokens import Token

__all__ = ["Found", "find_mentions"]

_MAX_TOKENS = 6
_JOINERS = frozenset({"", " ", "-", "\u2010", "\u2011", "\u2013", "'", "\u2019", "\u00a0", "_", ". "})
_MARKS = "\"'“”«»‘’"
_AREAS = frozenset({"admin1", "admin2"})
_TANWEEN = "\u064b"


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A run of tokens that is the name of at least one place.

    ``first`` and ``last`` (exclusive) are token numbers of the name without class words, ``lead`` that of the first
    class word or direction before it; ``start`` and ``end`` offsets into the text as read; ``offset`` the folded
    characters of the first token that are an attached particle; ``known`` whether the index has the name; ``cues`` names of what speaks for or against a place, as ``data/gazetteer/weights.toml`` lists them.
    """

    lead: int
    first: int
    last: int
    start: int
    end: int
    offset: int
    key: str
    known: bool
    class_kinds: frozenset[str] = frozenset()
    modifier: str = ""
    cues: frozenset[str] = frozenset()
    sentence: int


@dataclass(frozen=True, slots=True)
class _Match:
    """A key of the index that a token run spells: ``last`` exclusive; ``offset`` folded characters left out."""

    first: int
    last: int
    offset: int
    key: str


def find_mentions(analysis: Analysis, index: Index) -> tuple[Found, ...]:
    """Find every run of tokens that names a place in the index, leftmost longest, none overlapping.

    Parameters
    ----------
    analysis
        The text, from `analyse`.
    index
        The compiled gazetteer.

    Returns
    -------
    tuple of Found
        In order of the text; also those that `resolve` will judge to be no places.
    """
    found = []
    for number, sentence in enumerate(analysis.sentences):
        position = sentence.first
        while position < sentence.last:
            match = _longest(analysis, index, sentence, position) or _unknown(analysis, index, sentence, position)
            if match is None:
                position += 1
                continue
            found.append(_found(analysis, index, match, number))
            position = match.last
    return tuple(found)


def _rules(analysis: Analysis, token: Token) -> NameRules | None:
    script = script_of(token)
    return rules_for(script, analysis.document.language) if script else None


def _longest(analysis: Analysis, index: Index, sentence: SentenceSpan, position: int) -> _Match | None:
    """Best match that begins at a token: most tokens first, then the form with the strongest place."""
    token = analysis.tokens[position]
    rules = _rules(analysis, token)
    if rules is None or (rules.has_case and not _capitalised(analysis, token)):
        return None
    if _TANWEEN in analysis.document.text[token.start : token.end]:
        return None
    best: tuple[int, float, _Match] | None = None
    for form, offset in rules.variants(token.text):
        if not index.starts_name(form):
            continue
        for match in _matches(analysis, index, sentence, position, form, offset):
            if rules.has_case and not _capitalised(analysis, analysis.tokens[match.last - 1]):
                continue
            if match.last - position == 1 and _is_class_word(analysis, rules, sentence, match):
                continue
            strength = index.strongest(match.key) - (0.8 if offset else 0.0)
            rank = (match.last - match.first, strength, match)
            if best is None or rank[:2] > best[:2]:
                best = rank
    return _apart(analysis, index, rules, best[2]) if best else None


def _apart(analysis: Analysis, index: Index, rules: NameRules, match: _Match) -> _Match:
    """Take a place and the town it belongs to apart: "غوطة دمشق" is the Ghouta, then Damascus.

    So when the first word with the article names the same place, and the last word is a place of its own.
    """
    if match.last - match.first != 2 or not rules.article or match.offset:
        return match
    first, last = analysis.tokens[match.first].text, analysis.tokens[match.last - 1].text
    if first in rules.class_words or not any(posting.trusted for posting in index.rows(last)):
        return match
    same = {posting.row for posting in index.rows(match.key)} & {p.row for p in index.rows(rules.article + first)}
    return _Match(match.first, match.first + 1, 0, rules.article + first) if same else match


def _is_class_word(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, match: _Match) -> bool:
    """Whether a match is but a class word ("المدينة"), with no other class word before it to make it a name."""
    if rules.has_case or match.key not in rules.class_words:
        return False
    before = match.first - 1
    return before < sentence.first or rules.class_word(analysis.tokens[before].text) is None


def _unknown(analysis: Analysis, index: Index, sentence: SentenceSpan, position: int) -> _Match | None:
    """Name that no source knows, right after a word that opens one ("قرية ..."); no common word or adjective."""
    token = analysis.tokens[position]
    rules = _rules(analysis, token)
    if rules is None or position <= sentence.first or not rules.openers:
        return None
    before = analysis.tokens[position - 1].text
    if not any(form in rules.openers for form, _ in rules.variants(before)):
        return None
    between = analysis.between(analysis.tokens[position - 1], token).strip()
    if len(token.text) < 3 or (between and between not in _MARKS):
        return None
    if index.is_common_word(token.text) or rules.demonym(token.text) or rules.has("everyday", token.text):
        return None
    return _Match(position, position + 1, 0, token.text)


def _matches(
    analysis: Analysis, index: Index, sentence: SentenceSpan, position: int, form: str, offset: int
) -> Iterator[_Match]:
    parts = [form]
    for following in range(position + 1, min(position + _MAX_TOKENS, sentence.last)):
        if analysis.between(analysis.tokens[following - 1], analysis.tokens[following]) not in _JOINERS:
            break
        parts.append(analysis.tokens[following].text)
    phrase = " ".join(parts)
    for key in index.prefixes(phrase):
        if len(key) == len(phrase) or phrase[len(key)] == " ":
            yield _Match(position, position + key.count(" ") + 1, offset, key)


def _capitalised(analysis: Analysis, token: Token) -> bool:
    raw = analysis.document.text[token.start : token.end]
    return any(c.isupper() for c in raw[:1]) or (raw[:1].islower() and any(c.isupper() for c in raw[1:4]))


def _found(analysis: Analysis, index: Index, match: _Match, sentence_number: int) -> Found:
    sentence = analysis.sentences[sentence_number]
    tokens = analysis.tokens
    rules = _rules(analysis, tokens[match.first])
    assert rules is not None
    first, last, offset, kinds = _class_words_inside(tokens, rules, index, match)
    lead = match.first
    if not kinds:
        kinds, lead = _class_before(analysis, rules, sentence, match.first)
    modifier, lead = _direction_before(analysis, rules, sentence, lead)
    if not kinds and rules.has_case:
        kinds = _class_after(analysis, rules, sentence, match.last)
        if modifier and kinds & _AREAS:
            modifier = ""  # "the southern Kherson region" lies in the south, it is not the south of Kherson
        kinds = kinds or _class_of(analysis, rules, sentence, match.first)
    cues = _cues_of(analysis, rules, sentence, match) | _cues_before(analysis, rules, sentence, lead)
    if kinds:
        cues.add("class_word")
    if modifier:
        cues.add("direction")
    if offset:
        cues.add("particle")
    start, end = _span(analysis, tokens[first], tokens[last - 1], offset)
    return Found(
        lead=lead,
        first=first,
        last=match.last,
        start=start,
        end=end,
        offset=offset,
        key=match.key,
        known=len(index.postings(match.key)) > 0,
        class_kinds=kinds,
        modifier=modifier,
        cues=frozenset(cues),
        sentence=sentence_number,
    )


def _class_words_inside(
    tokens: tuple[Token, ...], rules: NameRules, index: Index, match: _Match
) -> tuple[int, int, int, frozenset[str]]:
    """Trim class words off a name: first and last token, characters left out, kinds announced.

    "مطار معيتيقة الدولي" names معيتيقة; in "الولايات المتحدة" the first word is no class word, since the place is none.
    """
    first, last, offset = match.first, match.last, match.offset
    kinds: frozenset[str] = frozenset()
    while first < last - 1:
        class_word = rules.class_word(tokens[first].text)
        if class_word is None or class_word[1]:
            break
        rest = match.key.split(" ", first + 1 - match.first)[-1]
        fits = any(index.place(posting.row).kind in class_word[0] for posting in index.rows(match.key))
        if not fits and not any(posting.trusted for posting in index.rows(rest)):
            break
        kinds, first, offset = class_word[0], first + 1, 0
    while kinds and last - 1 > first and rules.is_exactly("trailing_words", tokens[last - 1].text):
        last -= 1
    return first, last, offset, kinds


def _cues_of(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, match: _Match) -> set[str]:
    """What a name itself says of being a place."""
    token = analysis.tokens[match.first]
    cues = set()
    if match.last - match.first > 1:
        cues.add("several_words")
    else:
        word = token.text[match.offset :]
        if rules.is_exactly("everyday", word) or (word in rules.class_words and not rules.has_case):
            cues.add("everyday")
        if rules.is_exactly("adjectival", word) and _noun_follows(analysis, rules, sentence, match.last):
            cues.add("acronym_adjective")
        if len(match.key) <= 3:
            cues.add("short")
        if rules.demonym(match.key):
            cues.add("demonym")
        if _adverbial_adjective(analysis, rules, sentence, match):
            cues.add("adjective")
    if analysis.document.text[token.start - 1 : token.start] == "#":
        cues.add("hashtag")
    return cues


def _span(analysis: Analysis, first: Token, last: Token, offset: int) -> tuple[int, int]:
    """Span of a name in the text as read, ``offset`` folded characters of its first token left out."""
    if not offset:
        return first.start, last.end
    return analysis.folded.raw_span(first.folded_start + offset, last.folded_end)[0], last.end


def _class_before(
    analysis: Analysis, rules: NameRules, sentence: SentenceSpan, first: int
) -> tuple[frozenset[str], int]:
    """Kinds announced by the word before a name, a demonym between them allowed ("العاصمة السورية دمشق")."""
    for back in (1, 2):
        position = first - back
        if position < sentence.first:
            break
        gap = analysis.between(analysis.tokens[position], analysis.tokens[position + 1]).strip()
        if gap and gap not in _MARKS:
            break
        word = analysis.tokens[position].text
        class_word = rules.class_word(word)
        if class_word and not class_word[1]:
            return class_word[0], position
        if not rules.demonym(word):
            break
    return frozenset(), first


def _class_after(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, position: int) -> frozenset[str]:
    """Kinds announced by the word after a name ("Washington state", "Idlib province")."""
    if position >= sentence.last or analysis.between(analysis.tokens[position - 1], analysis.tokens[position]) != " ":
        return frozenset()
    class_word = rules.class_word(analysis.tokens[position].text)
    return class_word[0] if class_word and not class_word[1] else frozenset()


def _class_of(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, first: int) -> frozenset[str]:
    """Kinds announced before "of" ("the village of Strilecha"); not a site's: "the port of Odesa" is the town's."""
    before = first - 2
    if before < sentence.first or analysis.tokens[first - 1].text not in rules.words["not_in_names"]:
        return frozenset()
    class_word = rules.class_word(analysis.tokens[before].text)
    return class_word[0] if class_word and "site" not in class_word[0] else frozenset()


def _direction_before(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, first: int) -> tuple[str, int]:
    """Direction said of a name by the one or two words before it."""
    for length in (2, 1):
        position = first - length
        if position < sentence.first:
            continue
        words = [analysis.tokens[number].text for number in range(position, first)]
        if any(
            analysis.between(analysis.tokens[n], analysis.tokens[n + 1]).strip(" -") for n in range(position, first)
        ):
            continue
        for form, _ in rules.variants(words[0]):
            direction = rules.directions.get(" ".join((form, *words[1:])))
            if direction:
                return direction, position
    return "", first


def _cues_before(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, first: int) -> set[str]:
    """What the word before a name (its class word and direction left out) says of it."""
    if first <= sentence.first:
        return set()
    token = analysis.tokens[first - 1]
    word = token.text
    cues = set()
    between = analysis.between(token, analysis.tokens[first]).strip()
    if rules.has("locatives", word):
        cues.add("locative")
    if between == "." and rules.is_exactly("person_titles", word):
        return cues | {"title_before"}
    if between and between not in _MARKS:
        return cues
    raw = analysis.document.text[token.start : token.end]
    if not rules.has_case and rules.has("given_names", word) and raw not in rules.raw_words:
        cues.add("given_name_before")
    if rules.has_case and _is_given_name_like(analysis, rules, first - 1):
        cues.add("given_name_capital")
    if rules.has("person_titles", word):
        cues.add("title_before")
    if rules.has_case and _is_surname_place(analysis, rules, sentence, first):
        cues.add("capital_before")
    return cues


def _noun_follows(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, position: int) -> bool:
    """Whether a lower-case word that is no verb or preposition follows: then the name before it is an adjective."""
    if position >= sentence.last:
        return False
    token = analysis.tokens[position]
    if analysis.between(analysis.tokens[position - 1], token).strip():
        return False
    known = any(rules.is_exactly(group, token.text) for group in ("locatives", "agency_verbs", "conjunctions"))
    return analysis.document.text[token.start].islower() and not known


def _is_surname_place(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, first: int) -> bool:
    """Whether a capitalised word inside the sentence stands before a name, so that the name is a surname."""
    token = analysis.tokens[first - 1]
    if first - 1 <= sentence.first or not _capitalised(analysis, token):
        return False
    known = any(
        rules.is_exactly(group, token.text) for group in ("locatives", "person_titles", "capitalised", "agency_verbs")
    )
    described = rules.demonym(token.text) or token.text in rules.directions or token.text in rules.class_words
    return not known and not described


def _is_given_name_like(analysis: Analysis, rules: NameRules, position: int) -> bool:
    token = analysis.tokens[position]
    return _capitalised(analysis, token) and rules.is_exactly("given_names", token.text)


def _adverbial_adjective(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, match: _Match) -> bool:
    """Whether a country's name is spelled like an indefinite accusative adjective after its noun ("وفدا سوريا")."""
    if match.last - match.first > 1 or match.offset or match.first <= sentence.first or rules.has_case:
        return False
    name, before = match.key, analysis.tokens[match.first - 1].text
    if not name.endswith("ا") or not rules.demonym(name[:-1]):
        return False
    noun = before.endswith("ا") and not before.endswith(("ها", "هما")) and len(before) > 3
    return noun and not rules.has("locatives", before)
