"""Words of the evidence page, by group and key: data in ``terms.toml`` beside this file."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from geo.showing import style
from geo.showing.labels import spoken

__all__ = ["term", "terms"]

_FILE = Path(__file__).with_name("terms.toml")


@lru_cache(maxsize=1)
def _groups() -> dict[str, dict[str, style.Words]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def terms(group: str, language: str) -> Mapping[str, str]:
    """Return a group's words in a language, in the order of the file; English for one that it does not speak.

    Examples
    --------
    >>> terms("reliability", "en")["B"], list(terms("credibility", "ar"))
    ('usually reliable', ['1', '2', '3', '4', '5', '6'])
    """
    return {key: entry[spoken(language)] for key, entry in _groups()[group].items()}


def term(group: str, key: str, language: str, **values: object) -> str:
    """Return one word of a group with its values filled in; the key itself where the group has no such word.

    Examples
    --------
    >>> term("facts", "when", "en"), term("phrases", "km", "en", n=12), term("fields", "colour", "en")
    ('When', '12 km', 'colour')
    """
    text = terms(group, language).get(key, key)
    return text.format(**values) if values else text
