"""Answers kept by key: each worked out once, never more of them than was said."""

import pytest

from geo.reading.kept import Kept
from geo.reading.rules import rules_for
from geo.reading.text.folding import fold


def test_an_answer_is_worked_out_once() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    kept = Kept(length)
    assert [kept["دمشق"], kept["حلب"], kept["دمشق"]] == [4, 3, 4]
    assert asked == ["دمشق", "حلب"]


def test_no_more_are_kept_than_was_said_and_answers_stay_right() -> None:
    kept = Kept(str.upper, most=3)
    for number in range(100):
        assert kept[f"w{number}"] == f"W{number}"
        assert len(kept) <= 3


def test_an_answer_of_none_is_kept_too() -> None:
    asked: list[str] = []
    kept = Kept(asked.append)
    assert kept["a"] is None
    assert kept["a"] is None
    assert asked == ["a"]


def test_a_failure_is_not_kept() -> None:
    kept = Kept({"a": 1}.__getitem__)
    assert kept["a"] == 1
    with pytest.raises(KeyError):
        kept["b"]
    assert "b" not in kept


def test_rules_answer_the_same_however_often_they_are_asked() -> None:
    rules = rules_for("Arab", "ar")
    assert rules is not None
    words = [fold(word) for word in ("وليبيا", "بمدينة", "الليبية", "كتاب", "")]
    first = [(rules.variants(w), rules.class_word(w), rules.demonym(w), rules.has("locatives", w)) for w in words]
    again = [(rules.variants(w), rules.class_word(w), rules.demonym(w), rules.has("locatives", w)) for w in words]
    assert first == again
    assert rules.demonym(fold("الليبية")) == "LY"
    assert rules.demonym("كتاب") == ""
