"""Tokens: words and numbers with exact spans, and the keys under which names are kept."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.reading.text.folding import Folded, fold
from geo.reading.text.tokens import Token, name_key, tokenise

TRICKY = "ابتةىيءأآـًَُِّ\u0654\u200c\u200f٠١5 -_#.,،:'’\"«»\nal-eEsSß㋀½ﷲAZ"
TEXTS = st.text() | st.text(alphabet=TRICKY)


def texts_of(text: str) -> list[str]:
    return [token.text for token in tokenise(Folded(text))]


def spans_of(text: str) -> list[str]:
    return [text[token.start : token.end] for token in tokenise(Folded(text))]


@given(TEXTS)
@settings(deadline=None, max_examples=500)
def test_spans_are_in_bounds_in_order_and_not_empty(text: str) -> None:
    folded = Folded(text)
    tokens = tokenise(folded)
    for token in tokens:
        assert 0 <= token.start < token.end <= len(text)
        assert 0 <= token.folded_start < token.folded_end <= len(folded.text)
        assert token.text
    for before, after in itertools.pairwise(tokens):
        assert before.folded_end <= after.folded_start
        assert before.start <= after.start
        assert before.end <= after.end


@given(TEXTS)
@settings(deadline=None, max_examples=500)
def test_a_span_folds_back_to_its_token(text: str) -> None:
    folded = Folded(text)
    for token in tokenise(folded):
        of_span = fold(text[token.start : token.end])
        assert folded.text[token.folded_start : token.folded_end] in of_span
        assert of_span.replace("'", "").endswith(token.text) or token.text in of_span.replace("'", "")


@given(st.text(alphabet="ابتث جحخد.,\n"))
@settings(deadline=None)
def test_in_plain_arabic_tokens_are_the_words(text: str) -> None:
    assert texts_of(text) == fold(text).replace(".", " ").replace(",", " ").split()


@given(TEXTS)
@settings(deadline=None)
def test_every_letter_is_in_a_token(text: str) -> None:
    folded = Folded(text)
    covered = [False] * len(folded.text)
    for token in tokenise(folded):
        covered[token.folded_start : token.folded_end] = [True] * (token.folded_end - token.folded_start)
    # Of a possessive "'s" the token takes nothing: it is grammar, not name.
    left = "".join(c for c, inside in zip(folded.text, covered, strict=True) if c.isalpha() and not inside)
    assert set(left) <= {"s"}


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("وصلت 12 رحلة", ["وصلت", "12", "رحله"]),
        ("الـ3 من آذار", ["ال", "3", "من", "اذار"]),
        ("1,500 دولار", ["1,500", "دولار"]),
        ("٢٫٥ مليون", ["2٫5", "مليون"]),
        ("السويداء-24", ["السويدا", "24"]),
        ("#دير_الزور", ["دير", "الزور"]),
        ("near As-Suwayda's gate", ["near", "suwayda", "gate"]),
        ("the al-Bab front", ["the", "bab", "front"]),
        ("Deir ez-Zor", ["deir", "zor"]),
        ("Az Zawiyah port", ["zawiyah", "port"]),
        ("As Tripoli fell", ["as", "tripoli", "fell"]),
        ("Sana'a and Ta'izz", ["sanaa", "and", "taizz"]),
        ("", []),
        ("«،.؟»", []),
    ],
)
def test_a_text_is_split_into(text: str, tokens: list[str]) -> None:
    assert texts_of(text) == tokens


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("near As-Suwayda's gate", ["near", "As-Suwayda", "gate"]),
        ("في دِمَشقَ الآن", ["في", "دِمَشقَ", "الآن"]),
        ("Ṣan‘ā’ fell", ["Ṣan‘ā", "fell"]),
    ],
)
def test_a_span_keeps_the_article_and_marks_and_leaves_the_possessive(text: str, spans: list[str]) -> None:
    assert spans_of(text) == spans


@pytest.mark.parametrize(
    ("text", "is_number"), [("12", True), ("1,500", True), ("٢٠٢٠", True), ("اثنان", False), ("B12", False)]
)
def test_a_number_knows_that_it_is_one(text: str, is_number: bool) -> None:
    first: Token = tokenise(Folded(text))[0]
    assert first.is_number is is_number


SPELLINGS = [
    ("As-Suwayda", ["as-Suwayda", "AS-SUWAYDA", "as suwayda", "As Suwayda’", "Suwayda"]),
    ("Al Bayda", ["al-Bayda", "AL-BAYDA", "Bayda", "al bayda'"]),
    ("Deir ez-Zor", ["Deir Ez Zor", "Deir-ez-Zor", "deir ez-zor", "Deir el-Zor", "DEIR EZ-ZOR", "Deir al Zor"]),
    ("السويداء", ["السُويداء", "السويدا", "السّويداء"]),
    ("دير الزور", ["دير_الزور", "دَير الزّور", "دير\u00a0الزور"]),
]


@pytest.mark.parametrize(("name", "spelling"), [(name, other) for name, others in SPELLINGS for other in others])
def test_spellings_of_one_name_share_a_key(name: str, spelling: str) -> None:
    assert name_key(spelling) == name_key(name)


@pytest.mark.parametrize(("one", "other"), [("البيضاء", "بيضاء"), ("Homs", "Hama"), ("دير الزور", "ديرالزور")])
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(TEXTS)
@settings(deadline=None)
def test_a_key_is_its_tokens_joined_by_single_spaces(text: str) -> None:
    key = name_key(text)
    assert key == " ".join(key.split(" ")).strip()
    assert "  " not in key
