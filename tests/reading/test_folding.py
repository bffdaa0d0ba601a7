"""Folding: one spelling for all the ways to write a word, and an exact way back, for any text whatever."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.reading.text.folding import Folded, fold

# Any text, and text dense in what folding is about: marks, tatweel, hamza, joiners, direction marks, ligatures.
TRICKY = (
    "ابتةهىيئؤءأإآٱکگیپچڤـًٌَُِّْٰ\u0653\u0654\u0655ﻻﷲ٠١۲۳"
    "\u200b\u200c\u200d\u200e\u200f\u202b\u2066\ufeff\u2028\n"
    "'’ʿʾ -_#.،ßæİıǅŉﬁ½㋀e\u0301"
)
TEXTS = st.text() | st.text(alphabet=TRICKY) | st.text(alphabet=TRICKY + "aEz")

ALIKE = [
    ("vowel marks", "دِمَشْق", "دمشق"),
    ("shadda and damma", "السُّويداء", "السويداء"),
    ("tanween", "تركيًا", "تركيا"),
    ("tatweel", "بنـــغازي", "بنغازي"),
    ("alef with hamza above", "أنقرة", "انقرة"),
    ("alef with hamza below", "إدلب", "ادلب"),
    ("alef with madda", "آذار", "اذار"),
    ("alef wasla", "ٱلقاهرة", "القاهرة"),
    ("alef maqsura", "حمى", "حمي"),
    ("ta marbuta", "طرابلسة", "طرابلسه"),
    ("final hamza", "صنعاء", "صنعا"),
    ("Persian ya and kaf", "یبرود کوبانی", "يبرود كوباني"),
    ("Kurdish heh and o", "هەولێر", "ههولير"),
    ("Persian gaf, as in Arabic-script Persian", "گرگان", "كركان"),
    ("Arabic-Indic digits", "٢٠١٩", "2019"),
    ("Persian digits", "۱۲", "12"),
    ("zero-width non-joiner", "می\u200cرود", "ميرود"),
    ("right-to-left mark", "\u200fدمشق\u200f", "دمشق"),
    ("direction isolates", "\u2067دمشق\u2069", "دمشق"),
    ("byte order mark", "\ufeffدمشق", "دمشق"),
    ("presentation forms", "ﺩﻣﺸﻖ", "دمشق"),
    ("lam-alef ligature", "ﻻذقية", "لاذقية"),
    ("hashtag's underscore", "دير_الزور", "دير الزور"),
    ("no-break space", "دير\u00a0الزور", "دير الزور"),
    ("Latin capitals", "BENGHAZI", "benghazi"),
    ("Latin diacritics", "Ṭarābulus", "tarabulus"),
    ("Turkish dotless i", "Diyarbakır", "diyarbakir"),
    ("Turkish dotted capital", "İdlib", "idlib"),
    ("sharp s", "Gießen", "giessen"),
    ("stroked letters", "Łódź Ørsta", "lodz orsta"),
    ("apostrophes", "San‘a’ Sanʼa", "san'a' san'a"),
    ("half rings", "Maʿarrat", "maarrat"),
    ("full-width letters", "Ｉｄｌｉｂ", "idlib"),
]

APART = [
    ("سرت", "صرت"),
    ("حماة", "حمص"),
    ("عين", "غين"),
    ("درنة", "درعا"),
    ("باب", "ناب"),
    ("Douma", "Duma"),
]


@pytest.mark.parametrize(("written", "plain"), [case[1:] for case in ALIKE], ids=[case[0] for case in ALIKE])
def test_two_ways_to_write_a_word_fold_alike(written: str, plain: str) -> None:
    assert fold(written) == fold(plain)


@pytest.mark.parametrize(("one", "other"), APART)
def test_words_of_different_letters_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_empty_text_folds_to_nothing() -> None:
    assert fold("") == Folded("").text == ""


def test_a_lone_surrogate_neither_fails_nor_shifts_what_follows() -> None:
    folded = Folded("\ud800 دِمَشق")
    start = folded.text.index("دمشق")
    assert folded.raw[slice(*folded.raw_span(start, start + 4))] == "دِمَشق"


@given(TEXTS)
@settings(deadline=None, max_examples=300)
@example("\u0130\u0345\u1e9e\u0600\u0674")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
@settings(deadline=None, max_examples=300)
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_folding_goes_character_by_character(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)


@st.composite
def folded_spans(draw: st.DrawFn) -> tuple[Folded, int, int]:
    folded = Folded(draw(TEXTS.filter(lambda text: bool(fold(text)))))
    start = draw(st.integers(0, len(folded.text) - 1))
    return folded, start, draw(st.integers(start + 1, len(folded.text)))


@given(folded_spans())
@settings(deadline=None, max_examples=500)
def test_a_folded_span_maps_back_to_exactly_the_characters_it_came_from(span: tuple[Folded, int, int]) -> None:
    folded, start, end = span
    raw_start, raw_end = folded.raw_span(start, end)
    assert 0 <= raw_start < raw_end <= len(folded.raw)
    # The first character is the one whose folding holds the first folded character ...
    assert len(fold(folded.raw[:raw_start])) <= start < len(fold(folded.raw[: raw_start + 1]))
    # ... and the last that folds to anything is the one whose folding holds the last.
    last = raw_end - 1
    while not fold(folded.raw[last]):
        last -= 1
    assert len(fold(folded.raw[:last])) < end <= len(fold(folded.raw[: last + 1]))


@given(st.text(alphabet=[c for c in TRICKY if len(fold(c)) <= 1]).filter(lambda text: bool(fold(text))), st.data())
@settings(deadline=None, max_examples=300)
def test_a_folded_span_folds_to_itself_where_no_character_folds_to_several(text: str, data: st.DataObject) -> None:
    folded = Folded(text)
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    assert fold(folded.raw[slice(*folded.raw_span(start, end))]) == folded.text[start:end]


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("في دِمَشقَ.", "دمشق", "دِمَشقَ"),
        ("إلى صنعاء غدا", "صنعا", "صنعاء"),
        ("مدينة ﻻذقية", "لاذقيه", "ﻻذقية"),
        ("a Gießen b", "giessen", "Gießen"),
        ("مـديـنـة", "مدينه", "مـديـنـة"),
    ],
)
def test_vowel_marks_and_hamza_after_the_last_letter_belong_to_the_word(text: str, word: str, expected: str) -> None:
    folded = Folded(text)
    start = folded.text.index(word)
    assert folded.raw[slice(*folded.raw_span(start, start + len(word)))] == expected
