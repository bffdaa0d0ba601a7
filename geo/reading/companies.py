"""Company: what a name's own surroundings say, by which its candidates are weighed."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from geo.reading.lexicon import Word
from geo.reading.mentions import Found
from geo.reading.text.analysis import Analysis

__all__ = ["Company", "companies_of"]

_COMMAS = frozenset({",", "\u060c"})


class Company(NamedTuple):
    """What a name's own surroundings say: names that share all of it are weighed together."""

    key: str
    kinds: frozenset[str]
    directed: bool  # a direction is said of it: an area rather than a town
    beside: str
    inside: str  # key of the next name, which says where this one lies
    holds: str  # key of the name before, which lies in this one
    spelling: str  # as written, where the name is known by its sound only

    @property
    def name(self) -> tuple[str, str]:
        """What tells one name of a text from another: its key, and where that is a sound only, how it was written."""
        return self.key, self.spelling


def companies_of(analysis: Analysis, found: Sequence[Found], look: Callable[[str], Word]) -> list[Company | None]:
    """Company of each name; None for one that the gazetteer does not have."""
    joined = [_joined(analysis, look, found, number) for number in range(len(found))] + [False, False]
    paired = [joined[n + 1] and not joined[n] and not joined[n + 2] for n in range(len(found))]
    out: list[Company | None] = []
    for number, item in enumerate(found):
        inside = found[number + 1].key if paired[number] else ""
        holds = found[number - 1].key if number and paired[number - 1] else ""
        company = Company(
            item.key,
            item.class_kinds,
            bool(item.modifier) and not item.class_kinds,
            _beside(analysis, look, item),
            inside,
            holds,
            item.spelling,
        )
        out.append(company if item.known else None)
    return out


def _joined(analysis: Analysis, look: Callable[[str], Word], found: Sequence[Found], number: int) -> bool:
    """Whether a name may say where the one before it lies: "X, Y", "X in Y", "X, in northern Y"."""
    if number == 0:
        return False
    one, other = found[number - 1], found[number]
    between = other.lead - one.last
    if one.sentence != other.sentence or not 0 <= between <= 1:
        return False
    gap = analysis.between(analysis.tokens[one.last - 1], analysis.tokens[one.last]).strip(" .")
    if between == 1:
        return gap in {"", *_COMMAS} and look(analysis.tokens[one.last].text).inside
    if "particle" in other.cues:
        return False
    return gap in _COMMAS if other.lead == other.first else gap in {"", *_COMMAS} and bool(other.modifier)


def _beside(analysis: Analysis, look: Callable[[str], Word], found: Found) -> str:
    """Country whose demonym stands right after a name ("بنغازي الليبية"), or in apposition (", the Libyan capital")."""
    tokens, last = analysis.tokens, analysis.sentences[found.sentence].last
    position = found.last
    if position >= last:
        return ""
    opens = tokens[position].text == "the" and position + 2 < last
    if not opens and not look(tokens[position].text).demonym:
        return ""
    gap = analysis.between(tokens[position - 1], tokens[position]).strip()
    apposition = gap in _COMMAS and opens
    if gap and not apposition:
        return ""
    word = look(tokens[position + apposition].text)
    if apposition and (word.rules is None or word.rules.class_word(tokens[position + 2].text) is None):
        return ""
    return word.demonym
