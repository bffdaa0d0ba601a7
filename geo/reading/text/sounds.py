"""Sounds: how a name sounds, roughly and in any script, to find it when it is spelled as no source spells it.

A name's consonants are written in a few classes (P for b and p, K for k, g, j, q ...); vowels and half vowels are left
out, doubled letters count once. Which letters stand for which class is a language's data (``sounds.csv``).
"""

import re
from functools import lru_cache

from geo.language import available, load

__all__ = ["sounds_key", "sounds_of"]

_PREFIX = "\x01"  # keys of sounds stand beside keys of names in one index


@lru_cache(maxsize=1)
def _table() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {row["letters"]: row["sound"] for code in available() for row in load(code).rows("sounds")}
    longest_first = sorted(table, key=lambda letters: (-len(letters), letters))
    return re.compile(rf"({'|'.join(map(re.escape, longest_first))})\1*"), table


@lru_cache(maxsize=20_000)
def sounds_of(key: str) -> str:
    """Consonants of a folded name by class, the words of several run together.

    Examples
    --------
    >>> sounds_of("kilinochchi"), sounds_of("كيلينوتشي"), sounds_of("vavuniya")
    ('KLNS', 'KLNS', 'FFN')
    """
    pattern, table = _table()
    return "".join(table[match.group(1)] for match in pattern.finditer(key))


def sounds_key(key: str) -> str:
    """Key under which the index keeps how a name sounds; "" for a number and for fewer than three consonants."""
    sounds = "" if any(map(str.isdigit, key)) else sounds_of(key)
    return _PREFIX + sounds if len(sounds) >= 3 else ""
