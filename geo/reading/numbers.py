"""Counts in words and digits: "12", "140 ألف", "أربعة آلاف", "twenty", "eleven hundred"."""

from dataclasses import dataclass
from functools import lru_cache

from geo.language import load
from geo.reading.rules import NameRules
from geo.reading.text.tokens import Token, name_key

__all__ = ["read_number"]


@dataclass(frozen=True, slots=True)
class _Numerals:
    values: dict[str, int]
    multipliers: dict[str, int]
    joiners: frozenset[str]


@lru_cache(maxsize=16)
def _numerals(code: str) -> _Numerals:
    table = load(code).table("numbers")
    return _Numerals(
        values={name_key(word): int(value) for value, words in table.get("values", {}).items() for word in words},
        multipliers={
            name_key(word): int(value) for value, words in table.get("multipliers", {}).items() for word in words
        },
        joiners=frozenset(map(name_key, table.get("joiners", []))),
    )


def read_number(rules: NameRules, tokens: tuple[Token, ...], position: int, end: int) -> tuple[int, int] | None:
    """Read the number that begins at a token: its value and the token after it; None where there is none.

    Digits may hold thousands separators; number words of a language are in its ``numbers.toml``.
    """
    numerals = _numerals(rules.code)
    value, last = _one(rules, numerals, tokens[position])
    if value is None:
        return None
    position = last = position + 1
    while position < end:
        word = tokens[position].text
        multiplier = _lookup(rules, numerals.multipliers, word)
        more, _ = _one(rules, numerals, tokens[position])
        if multiplier:
            value, last = value * multiplier, position + 1
        elif more is not None and more < value and _is_joined(rules, numerals, tokens, position):
            value, last = value + more, position + 1
        elif word not in numerals.joiners:
            break
        position += 1
    return value, last


def _is_joined(rules: NameRules, numerals: _Numerals, tokens: tuple[Token, ...], position: int) -> bool:
    """Whether a number word goes on the one before: "and" before it, attached ("خمسة وعشرون") or as a word."""
    word = tokens[position].text
    if tokens[position - 1].text in numerals.joiners:
        return True
    return not tokens[position].is_number and word not in numerals.values and bool(rules.prefixes)


def _one(rules: NameRules, numerals: _Numerals, token: Token) -> tuple[int | None, int]:
    if token.is_number:
        digits = token.text.replace(",", "").replace("٬", "")
        return (int(digits), 1) if digits.isdigit() and len(digits) < 10 else (None, 0)
    value = _lookup(rules, numerals.values, token.text)
    if value is None:
        value = _lookup(rules, numerals.multipliers, token.text)
    return value, 1


def _lookup(rules: NameRules, table: dict[str, int], word: str) -> int | None:
    return next((table[form] for form, _ in rules.variants(word) if form in table), None)
