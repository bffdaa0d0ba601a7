"""Analysis: sentences cover every token, in order, and end where a reader would end them."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import Document
from geo.reading.text.analysis import Analysis, analyse

TRICKY = 'ابتءَـ\u200f\u200b5٣ab .!؟?…"»)\n\r\x0b\x1c\x85\u2028\u2029'
TEXTS = st.text() | st.text(alphabet=TRICKY)


def analysed(text: str, language: str = "ar") -> Analysis:
    return analyse(Document(id="t", text=text, language=language))


def sentences(text: str, language: str = "ar") -> list[str]:
    return [text[span.start : span.end] for span in analysed(text, language).sentences]


@given(TEXTS)
@settings(deadline=None, max_examples=500)
def test_sentences_cover_every_token_once_in_order(text: str) -> None:
    analysis = analysed(text)
    position = 0
    for sentence in analysis.sentences:
        assert sentence.first == position
        assert sentence.last > sentence.first
        position = sentence.last
    assert position == len(analysis.tokens)


@given(TEXTS)
@settings(deadline=None, max_examples=500)
def test_a_sentence_spans_its_tokens_and_no_white_space_around_them(text: str) -> None:
    analysis = analysed(text)
    for sentence in analysis.sentences:
        words = analysis.words(sentence)
        assert sentence.start <= words[0].start
        assert words[-1].end <= sentence.end
        quote = text[sentence.start : sentence.end]
        assert quote == quote.strip()


@given(TEXTS)
@settings(deadline=None)
def test_sentences_do_not_overlap_and_paragraphs_only_grow(text: str) -> None:
    spans = analysed(text).sentences
    for before, after in itertools.pairwise(spans):
        assert before.end <= after.start
        assert before.paragraph <= after.paragraph


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("text", ["", "   ", "\n\n", "...", "«»"])
def test_a_text_without_a_word_has_no_sentence(text: str, language: str) -> None:
    assert sentences(text, language) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وصل الوفد. ثم غادر!\nعاد", ["وصل الوفد.", "ثم غادر!", "عاد"]),
        ("هل سقطت المدينة؟ لا أحد يعلم…", ["هل سقطت المدينة؟", "لا أحد يعلم…"]),
        ("قال: «انسحبنا.» ثم صمت.", ["قال: «انسحبنا.»", "ثم صمت."]),
        ("بلغ الارتفاع 2.5 متر.", ["بلغ الارتفاع 2.5 متر."]),
        ("قال د. سالم إن الطريق مقطوع. وغادر", ["قال د. سالم إن الطريق مقطوع.", "وغادر"]),
        ("عنوان بلا نقطة\n\nنص الخبر.", ["عنوان بلا نقطة", "نص الخبر."]),
    ],
)
def test_arabic_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The convoy left. It never arrived.", ["The convoy left.", "It never arrived."]),
        ("Gen. Salem met Dr. Karam in Sirte. They talked.", ["Gen. Salem met Dr. Karam in Sirte.", "They talked."]),
        ("J. K. Adams left at 5.30 a.m. yesterday.", ["J. K. Adams left at 5.30 a.m. yesterday."]),
        ('"We left." He sighed.', ['"We left."', "He sighed."]),
        ("The U.S. envoy came. He left.", ["The U.S. envoy came.", "He left."]),
    ],
)
def test_english_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text, "en") == expected


def test_paragraphs_are_numbered_by_line() -> None:
    spans = analysed("واحد. اثنان.\nثلاثة.").sentences
    assert [span.paragraph for span in spans] == [0, 0, 1]


def test_the_text_between_two_tokens_is_what_parts_them() -> None:
    analysis = analysed("دمشق، بنغازي")
    assert analysis.between(*analysis.tokens) == "، "
