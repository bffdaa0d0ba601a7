"""Numbers: digits and number words of both languages; what only looks like a number is none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.reading.numbers import read_number
from geo.reading.rules import rules_for
from geo.reading.text.folding import Folded
from geo.reading.text.tokens import tokenise


def number(text: str) -> int | None:
    """The number that a text begins with."""
    found = _read(text)
    return found[0] if found else None


def rest(text: str) -> str:
    """The word after it."""
    tokens, found = tokenise(Folded(text)), _read(text)
    assert found is not None
    return tokens[found[1]].text


def _read(text: str) -> tuple[int, int] | None:
    tokens = tuple(tokenise(Folded(text)))
    script, code = ("Latn", "en") if text.isascii() and text[:1].isalpha() else ("Arab", "ar")
    rules = rules_for(script, code)
    assert rules is not None
    return read_number(rules, tokens, 0, len(tokens))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12 رحلة", 12),
        ("٢٣ مقاتلا", 23),
        ("1,500 مقاتل", 1500),
        ("140 ألف نازح", 140_000),
        ("ثلاثة جنود", 3),
        ("ثلاث رحلات", 3),
        ("عشرة آلاف مقاتل", 10_000),
        ("أربعة آلاف نازح", 4000),
        ("خمسة وعشرون مقاتلا", 25),
        ("مئة وخمسين مسلحا", 150),
        ("ثلاثمئة مرتزق", 300),
        ("ألفي مقاتل", 2000),
        ("ألف مقاتل", 1000),
        ("مليون نازح", 1_000_000),
        ("3 ملايين", 3_000_000),
        ("أحد عشر شهرا", 11),
        ("اثنا عشر قتيلا", 12),
        ("اثنتي عشرة رحلة", 12),
        ("خمسة عشر جنديا", 15),
        ("ست عشرة رحلة", 16),
        ("ألف وخمسمئة مقاتل", 1500),
        ("ثلاثة آلاف وخمسمئة", 3500),
    ],
)
def test_an_arabic_number(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twelve flights", 12),
        ("twenty five men", 25),
        ("twenty-five men", 25),
        ("three hundred fighters", 300),
        ("eleven hundred", 1100),
        ("two thousand troops", 2000),
        ("one hundred and fifty", 150),
        ("two dozen trucks", 24),
        ("one million", 1_000_000),
    ],
)
def test_an_english_number(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    "text",
    ["مقاتلون كثر", "عشرات القتلى", "مئات المقاتلين", "رحلتين", "دمشق", "واحة الجفرة", "fighters came", "several men"],
)
def test_what_is_no_number(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("12 رحلة جوية", "رحله"),
        ("140 ألف نازح", "نازح"),
        ("خمسة وعشرون مقاتلا", "مقاتلا"),
        ("three hundred fighters left", "fighters"),
    ],
)
def test_what_is_counted_follows(text: str, after: str) -> None:
    assert rest(text) == after


def test_two_numbers_side_by_side_are_not_added() -> None:
    assert number("3 2 1") == 3
    assert number("800 و1500 دولار") == 800


def test_a_decimal_or_endless_number_counts_nothing() -> None:
    assert number("2.5 كيلومتر") is None
    assert number("12345678901234567890 مقاتل") is None


@given(st.integers(0, 999_999_999))
@settings(deadline=None)
def test_digits_in_any_script_and_with_separators_are_read(value: int) -> None:
    arabic = str(value).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert number(f"{value} مقاتل") == number(f"{value:,} مقاتل") == number(f"{arabic} مقاتل") == value


@given(st.lists(st.sampled_from(["ألف", "ثلاثة", "و", "مئة", "12", "وعشرون", "مليون", "كلمة"]), min_size=1, max_size=8))
@settings(deadline=None)
def test_reading_ends_inside_the_text_and_moves_on(words: list[str]) -> None:
    tokens = tuple(tokenise(Folded(" ".join(words))))
    rules = rules_for("Arab", "ar")
    assert rules is not None
    for position in range(len(tokens)):
        found = read_number(rules, tokens, position, len(tokens))
        assert found is None or (position < found[1] <= len(tokens) and found[0] >= 0)
