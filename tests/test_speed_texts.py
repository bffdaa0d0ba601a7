"""The texts of the speed benchmark, and the bare scan that everything is compared with."""

from random import Random

import pytest

from benchmarks.speed import bare_scan
from benchmarks.speed_texts import LONGEST, SHORTEST, generated, generated_text, own_texts
from geo.model import Document
from geo.reading.gazetteer.index import Index, open_index
from geo.reading.text.analysis import analyse


@pytest.fixture(scope="module")
def index() -> Index:
    return open_index()


def test_the_same_seed_makes_the_same_texts_and_another_seed_others(index: Index) -> None:
    first = list(generated(4, index, seed=7))
    assert first == list(generated(4, index, seed=7))
    assert {document.text for document in first}.isdisjoint(document.text for document in generated(4, index, seed=8))


def test_texts_are_of_the_lengths_of_articles_in_both_languages(index: Index) -> None:
    made = list(generated(20, index))
    assert {document.language for document in made} == {"ar", "en"}
    assert all(len(document.text) >= SHORTEST for document in made)
    assert sum(len(document.text) <= LONGEST for document in made) >= 18  # the last paragraph may go over


@pytest.mark.parametrize("length", [500, 20_000])
def test_a_text_is_about_as_long_as_asked_and_names_several_places(index: Index, length: int) -> None:
    text = generated_text(length, "en", index, Random(3))
    assert length <= len(text) < length + 3_000
    assert len({text[: len(text) // 2], text[len(text) // 2 :]}) == 2
    assert bare_scan(Document(id="a", text=text, language="en"), index)


def test_own_texts_are_long_enough_and_of_the_language_asked_for() -> None:
    arabic = own_texts("ar")
    assert arabic
    assert all(document.language == "ar" and len(document.text) >= SHORTEST for document in arabic)
    assert len(own_texts()) == len(arabic) + len(own_texts("en"))


def test_the_bare_scan_matches_the_longest_names_from_the_left(index: Index) -> None:
    document = Document(id="a", text="A convoy left Deir ez-Zor for Benghazi.", language="en")
    words = [token.text for token in analyse(document).tokens]
    found = [" ".join(words[first:last]) for first, last in bare_scan(document, index)]
    assert "deir zor" in found
    assert "benghazi" in found


def test_the_bare_scan_of_nothing_finds_nothing(index: Index) -> None:
    assert bare_scan(Document(id="a", text="", language="ar"), index) == []
