"""The record of a place as a sentence uses it, and the words of a language that lead up to places."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from geo.model import Place, Role
from geo.reading.tables import language_table
from geo.reading.text.tokens import name_key

__all__ = ["WIDE_KINDS", "PlaceRef", "Preposition", "Source", "region_words"]

Preposition = Literal["", "origin", "destination", "location", "between", "via"]
Source = Literal["name", "region", "demonym"]
WIDE_KINDS = frozenset({"country", "admin1", "admin2", "region", "continent"})


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceRef:
    """A place as a sentence uses it.

    ``lead`` is the first token of its group (class word or direction), ``first`` to ``last`` (exclusive) its name;
    ``offset`` counts the folded characters of its first token that are an attached particle. ``source`` says whether a
    name, a described region or only a demonym stands for it.
    """

    place: Place
    lead: int
    first: int
    last: int
    sentence: int
    preposition: Preposition
    source: Source
    role: Role = "literal"
    capital: bool = False
    offset: int = 0


@lru_cache(maxsize=64)
def region_words(code: str, name: str) -> frozenset[str]:
    """Words of a list of a language's ``regions.toml``, folded."""
    return frozenset(map(name_key, language_table(code, "regions").get(name, [])))
