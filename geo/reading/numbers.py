"""Counts in words and digits: "12", "140 ألف", "أربعة آلاف", "twenty", "eleven hundred"."""

from dataclasses import dataclass
from functools import lru_cache

from geo.language import load
from geo.reading.kept import Kept
from geo.reading.rules import NameRules, rules_of
from geo.reading.text.tokens import Token, name_key

__all__ = ["read_number"]

_TEN, _THOUSAND, _DIGITS = 10, 1000, 10


@dataclass(frozen=True, slots=True)
class _Numerals:
    values: dict[str, int]
    multipliers: dict[str, int]
    units_before_ten: dict[str, int]
    ten: frozenset[str]
    joiners: frozenset[str]


@lru_cache(maxsize=16)
def _numerals(code: str) -> _Numerals:
    table = load(code).table("numbers")

    def by_word(section: str) -> dict[str, int]:
        return {name_key(word): int(value) for value, words in table.get(section, {}).items() for word in words}

    return _Numerals(
        values=by_word("values"),
        multipliers=by_word("multipliers"),
        units_before_ten=by_word("units_before_ten"),
        ten=frozenset(map(name_key, table.get("ten", []))),
        joiners=frozenset(map(name_key, table.get("joiners", []))),
    )


@lru_cache(maxsize=16)
def _may_begin(code: str) -> Kept[str, bool]:
    """Whether a number may begin with each word."""
    rules, numerals = rules_of(code), _numerals(code)
    tables = numerals.values, numerals.multipliers, numerals.units_before_ten
    return Kept(lambda word: word[0].isdigit() or any(_lookup(rules, table, word) is not None for table in tables))


def read_number(rules: NameRules, tokens: tuple[Token, ...], position: int, end: int) -> tuple[int, int] | None:
    """Read the number that begins at a token: its value and the token after it; None where there is none.

    Digits may hold thousands separators; number words of a language are in its ``numbers.toml``.
    """
    if not _may_begin(rules.code)[tokens[position].text]:
        return None
    numerals = _numerals(rules.code)
    first = _first(rules, numerals, tokens, position, end)
    if first is None:
        return None
    total, (group, position) = 0, first
    while position < end:
        word = tokens[position].text
        multiplier = _lookup(rules, numerals.multipliers, word)
        if multiplier is not None:
            if multiplier >= _THOUSAND:
                total, group = total + max(group, 1) * multiplier, 0
            else:
                group = max(group, 1) * multiplier
        elif (
            word in numerals.joiners
            and position + 1 < end
            and _value(rules, numerals, tokens[position + 1]) is not None
        ):
            pass
        else:
            more = _value(rules, numerals, tokens[position])
            if more is None or not _goes_on(rules, numerals, tokens, position, group, more):
                break
            group += more
        position += 1
    return total + group, position


def _first(
    rules: NameRules, numerals: _Numerals, tokens: tuple[Token, ...], position: int, end: int
) -> tuple[int, int] | None:
    """Value of the first word or of a unit and "ten", and the token after it."""
    follows_ten = position + 1 < end and tokens[position + 1].text in numerals.ten
    value = _value(rules, numerals, tokens[position])
    if follows_ten:
        unit = _lookup(rules, numerals.units_before_ten, tokens[position].text)
        if unit is None and value is not None and 0 < value < _TEN:
            unit = value
        if unit is not None:
            return unit + _TEN, position + 2
    if value is None:
        value = _lookup(rules, numerals.multipliers, tokens[position].text)
    return None if value is None else (value, position + 1)


def _goes_on(
    rules: NameRules, numerals: _Numerals, tokens: tuple[Token, ...], position: int, group: int, more: int
) -> bool:
    """Whether a number word goes on the ones before it.

    By "and", attached ("خمسة وعشرون") or a word of its own; or as tens and units do ("twenty-five").
    """
    if tokens[position].is_number:
        return False
    word = tokens[position].text
    joined = tokens[position - 1].text in numerals.joiners or (bool(rules.prefixes) and word not in numerals.values)
    if joined:
        return group == 0 or more < group or (group < _TEN and more % _TEN == 0)
    return group == 0 or (group >= 2 * _TEN and group % _TEN == 0 and more < _TEN)


def _value(rules: NameRules, numerals: _Numerals, token: Token) -> int | None:
    if token.is_number:
        digits = token.text.replace(",", "").replace("٬", "")
        return int(digits) if digits.isdigit() and len(digits) < _DIGITS else None
    return _lookup(rules, numerals.values, token.text)


def _lookup(rules: NameRules, table: dict[str, int], word: str) -> int | None:
    return next((table[form] for form, _ in rules.variants(word) if form in table), None)
