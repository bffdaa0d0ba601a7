"""Finding names of places in a text: spans with what their surroundings say of their kind, and cues.

Nothing is decided here but spans: which place is meant, and whether any is, is `resolve.py`'s to weigh; what a name
does in its sentence is `roles.py`'s.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from geo.reading.cues import PERSON_CUES, PLACE_CUES, cues_of
from geo.reading.gazetteer.index import Index
from geo.reading.lexicon import Word, lexicon_for
from geo.reading.matching import MARKS, Match, find_matches
from geo.reading.rules import NameRules
from geo.reading.text.analysis import Analysis, SentenceSpan
from geo.reading.text.tokens import Token

__all__ = ["Found", "find_mentions"]

_AREAS = frozenset({"admin1", "admin2"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A run of tokens that is the name of at least one place.

    ``first`` and ``last`` (exclusive) are token numbers of the name without class words, ``lead`` that of the first
    class word or direction before it; ``start`` and ``end`` offsets into the text as read; ``offset`` the folded
    characters of the first token that are an attached particle; ``key`` that of the index under which its places
    stand, where it is ``known``; ``spelling`` what was written where only the sound is known; ``cues`` names of what
    speaks for or against a place, as ``data/gazetteer/weights.toml`` lists them.
    """

    lead: int
    first: int
    last: int
    start: int
    end: int
    offset: int
    key: str
    known: bool
    spelling: str = ""
    class_kinds: frozenset[str] = frozenset()
    modifier: str = ""
    cues: frozenset[str] = frozenset()
    sentence: int


def find_mentions(analysis: Analysis, index: Index) -> tuple[Found, ...]:
    """Find every run of tokens that may name a place, leftmost longest, none overlapping.

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
    look = lexicon_for(index, analysis.document.language).look
    matches = find_matches(analysis, index)
    return _with_persons([_found(analysis, index, look, match, number) for number, match in matches])


def _with_persons(found: Sequence[Found]) -> tuple[Found, ...]:
    """Mark names that a person bears elsewhere in the text ("Jordan Lincoln, 26 ... Lincoln said")."""
    persons = {(item.key, item.spelling) for item in found if item.cues & PERSON_CUES}
    return tuple(
        replace(item, cues=item.cues | {"person_elsewhere"})
        if (item.key, item.spelling) in persons and not item.cues & (PERSON_CUES | PLACE_CUES)
        else item
        for item in found
    )


def _found(analysis: Analysis, index: Index, look: Callable[[str], Word], match: Match, sentence_number: int) -> Found:
    sentence = analysis.sentences[sentence_number]
    tokens = analysis.tokens
    rules = look(tokens[match.first].text).rules
    assert rules is not None
    first, last, offset, kinds = _class_words_inside(tokens, rules, index, match)
    lead = match.first
    if match.how == "area":
        kinds = _AREAS
    elif not kinds:
        kinds, lead = _class_before(analysis, rules, sentence, match.first)
    modifier, lead = _direction_before(analysis, rules, sentence, lead)
    if not kinds and rules.has_case:
        kinds = _class_after(analysis, rules, sentence, match.last)
        if modifier and kinds & _AREAS:
            modifier = ""  # "the southern Kherson region" lies in the south, it is not the south of Kherson
        kinds = kinds or _class_of(analysis, rules, sentence, match.first)
    cues = cues_of(analysis, rules, sentence, match, lead)
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
        spelling=match.spelling,
        known=match.how != "unknown",
        class_kinds=kinds,
        modifier=modifier,
        cues=frozenset(cues),
        sentence=sentence_number,
    )


def _class_words_inside(
    tokens: tuple[Token, ...], rules: NameRules, index: Index, match: Match
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
        word = analysis.tokens[position].text
        class_word = rules.class_word(word)
        announces = class_word is not None and not class_word[1]
        if not announces and not rules.demonym(word):
            break
        gap = analysis.between(analysis.tokens[position], analysis.tokens[position + 1]).strip()
        if gap and gap not in MARKS:
            break
        if class_word and announces:
            return class_word[0], position
    return frozenset(), first


def _class_after(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, position: int) -> frozenset[str]:
    """Kinds announced by the word after a name ("Washington state", "Idlib province")."""
    class_word = rules.class_word(analysis.tokens[position].text) if position < sentence.last else None
    if class_word is None or class_word[1]:
        return frozenset()
    gap = analysis.between(analysis.tokens[position - 1], analysis.tokens[position])
    return class_word[0] if gap == " " else frozenset()


def _class_of(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, first: int) -> frozenset[str]:
    """Kinds announced before "of" ("the village of Strilecha"); not a site's: "the port of Odesa" is the town's."""
    before = first - 2
    if before < sentence.first or analysis.tokens[first - 1].text not in rules.words["not_in_names"]:
        return frozenset()
    class_word = rules.class_word(analysis.tokens[before].text)
    return class_word[0] if class_word and "site" not in class_word[0] else frozenset()


def _direction_before(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, first: int) -> tuple[str, int]:
    """Direction said of a name by the one or two words before it."""
    if first <= sentence.first or not rules.directs(analysis.tokens[first - 1].text):
        return "", first
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
