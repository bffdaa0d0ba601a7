"""Which words gave which field: nothing of the sentence is lost, nothing is marked twice, damaged JSON is no error."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.showing.wording import FIELDS, field_spans, word_pieces

_SPANS = st.lists(st.tuples(st.sampled_from(FIELDS[:-1]), st.integers(-5, 60), st.integers(-5, 70)), max_size=6)


@given(st.text(max_size=50), _SPANS, st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=4))
def test_the_pieces_are_the_sentence(text: str, spans, mentions) -> None:
    ordered = [(field, min(a, b), max(a, b) + 1) for field, a, b in spans]
    inside = [(min(span), min(max(span), len(text))) for span in mentions]
    assert "".join(piece for piece, _ in word_pieces(text, ordered, inside)) == text


def test_words_of_two_fields_are_cut_where_they_meet() -> None:
    pieces = word_pieces("abcdef", [("claimed_by", 0, 4), ("origin", 2, 6)])
    assert pieces == (("ab", ("claimed_by",)), ("cd", ("origin", "claimed_by")), ("ef", ("origin",)))


def test_a_place_that_gave_a_field_is_not_marked_as_a_mere_mention() -> None:
    assert ("Homs", ("origin",)) in word_pieces("from Homs", [("origin", 5, 9)], [(5, 9)])


def test_words_outside_of_the_sentence_mark_nothing() -> None:
    assert word_pieces("abc", [("date", -9, -2), ("date", 3, 8)]) == (("abc", ()),)


@pytest.mark.parametrize(
    "words",
    ["", "no JSON", "{}", "3", '[["origin", 3]]', '[["colour", 1, 2]]', '[["origin", "1", 2]]', '[["origin", 5, 5]]',
     '[["origin", -3, 5]]', "[null]"],
)  # fmt: skip
def test_damaged_words_are_left_out(words: str) -> None:
    assert field_spans({"words": words}) == ()


def test_good_words_beside_bad_ones_are_kept() -> None:
    assert field_spans({"words": json.dumps([["origin", 1, 4], ["origin", 9]])}) == (("origin", 1, 4),)
