"""Words of the evidence page: every entry in both languages with the same gaps; the scales whole."""

import re
import tomllib
from pathlib import Path

import pytest

from geo.showing import terms as module
from geo.showing.labels import LANGUAGES
from geo.showing.terms import term, terms
from geo.showing.wording import FIELDS

GROUPS = tomllib.loads(Path(module.__file__).with_name("terms.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("group", "key"), [(group, key) for group, entries in GROUPS.items() for key in entries])
def test_every_term_stands_in_both_languages_with_the_same_gaps(group: str, key: str) -> None:
    entry = GROUPS[group][key]
    assert set(entry) == set(LANGUAGES)
    assert all(text.strip() for text in entry.values())
    assert sorted(re.findall(r"\{\w+\}", entry["en"])) == sorted(re.findall(r"\{\w+\}", entry["ar"]))


def test_the_scales_are_natos() -> None:
    assert list(terms("reliability", "en")) == list("ABCDEF")
    assert list(terms("credibility", "en")) == list("123456")
    assert term("reliability", "A", "en") == "completely reliable"
    assert term("credibility", "1", "ar") == "تؤكده مصادر أخرى"


def test_every_field_of_words_has_a_name() -> None:
    assert set(FIELDS) <= set(terms("fields", "ar"))


def test_an_unknown_language_speaks_english_and_an_unknown_key_itself() -> None:
    assert term("facts", "when", "xx") == "When"
    assert term("facts", "no such fact", "en") == "no such fact"


def test_a_text_that_looks_like_a_gap_is_filled_in_as_text() -> None:
    assert term("phrases", "as_written", "en", text="{text.__class__}") == "written “{text.__class__}”"
