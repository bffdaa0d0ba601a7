"""Spelling: how like a place's name a written word is, across scripts and ways of transliterating."""

from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from geo.language import load
from geo.model import Place
from geo.reading.rules import rules_for, script_of
from geo.reading.text.tokens import name_key

__all__ = ["LEAST_ALIKE", "latin_letters", "likeness"]

LEAST_ALIKE = 0.65  # what only sounds like a name and is spelled less like it is another word


@lru_cache(maxsize=16)
def _letters(code: str) -> dict[str, str]:
    return dict(load(code).table("transliteration").get("letters", {}))


@lru_cache(maxsize=4096)
def latin_letters(folded: str) -> str:
    """Write a folded word letter by letter in Latin, vowels only where it writes them.

    Examples
    --------
    >>> latin_letters("كيلينوتشي"), latin_letters("zamlka")
    ('kilinutshi', 'zamlka')
    """
    script = script_of(folded)
    rules = rules_for(script, "") if script else None
    letters = _letters(rules.code) if rules else {}
    return "".join(letters.get(letter, letter) for letter in folded) if letters else folded


def likeness(written: str, place: Place) -> float:
    """How like a place's principal names a word in Latin letters is, 0 to 1.

    Examples
    --------
    >>> mannar = Place(id="x", name="Mannar", kind="town", country="LK", lat=9.0, lon=79.9, radius_km=3)
    >>> likeness("mannar", mannar)
    1.0
    """
    return max([JaroWinkler.similarity(written, name) for name in _latin_names(place.name, place.name_ar)])


@lru_cache(maxsize=16_384)
def _latin_names(*names: str) -> tuple[str, ...]:
    return tuple(latin_letters(name_key(name)) for name in names if name)
