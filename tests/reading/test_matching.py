"""Runs of tokens that may be names: articles inside, abbreviations, fixed expressions, unknown names, names by sound.

The sentences were written for these tests.
"""

import pytest

from geo.model import Document
from geo.reading.gazetteer.index import Index
from geo.reading.matching import Match, find_matches
from geo.reading.text.analysis import analyse
from geo.reading.text.sounds import sounds_key, sounds_of
from tests.conftest import ReadsText


def matches(index: Index, text: str, language: str) -> list[tuple[str, Match]]:
    """Text of each match, with the match."""
    analysis = analyse(Document(id="d", text=text, language=language))
    found = [match for _, match in find_matches(analysis, index)]
    return [(text[analysis.tokens[m.first].start : analysis.tokens[m.last - 1].end], m) for m in found]


# --- Articles inside a name -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Deir ez Zor", "Deir ez-Zor"),
        ("Deir ez-Zor", "Deir ez-Zor"),
        ("Deir Ezzor", "Deir ez-Zor"),
        ("Dayr az Zawr", "Deir ez-Zor"),
        ("Deir al-Zor", "Deir ez-Zor"),
        ("Jisr ash Shughur", "Jisr al-Shughur"),
        ("Ma'arrat an Nu'man", "Maarrat al-Numan"),
        ("Ras al Ayn", "Ras al-Ayn"),
    ],
)
def test_an_article_in_small_letters_joins_a_name(read_text: ReadsText, spelling: str, name: str) -> None:
    read = read_text(f"Shelling was reported in {spelling} on Monday, Syrian activists said.", language="en")
    assert read.names == [spelling]
    place = read.mention(spelling).place
    assert place is not None
    assert place.name.startswith(name)


def test_a_preposition_that_looks_like_an_article_joins_nothing(read_text: ReadsText) -> None:
    assert read_text("They met on Monday at Aleppo.", language="en").names == ["Aleppo"]


# --- Abbreviations of areas -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "town", "state"),
    [
        ("A man from Springfield, Mo., was arrested.", "Springfield", "Missouri"),
        ("PARIS, Tex. - The county court met on Monday.", "PARIS", "Texas"),
        ("She moved from Toledo, OH to the coast.", "Toledo", "Ohio"),
        ("He was born in Durham, N.C., in 1950.", "Durham", "North Carolina"),
    ],
)
def test_an_area_is_abbreviated_after_its_town(read_text: ReadsText, text: str, town: str, state: str) -> None:
    place = read_text(text, language="en").mention(town).place
    assert place is not None
    assert (place.country, place.admin1) == ("US", state)


@pytest.mark.parametrize("text", ["In Me and you they trust.", "OK, he said. OR not.", "Miss Jones left."])
def test_an_abbreviation_without_a_town_before_it_is_a_word(read_text: ReadsText, text: str) -> None:
    assert read_text(text, language="en").names == []


# --- Fixed expressions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("عاد إلى مسقط رأسه في الجبل", "مسقط"),
        ("أعلنت الشركة حالة القوة القاهرة", "القاهرة"),
        ("خرجوا بعد صلاة المغرب", "المغرب"),
        ("يبلغ نصف قطر الكوكب ألف كيلومتر", "قطر"),
    ],
)
def test_the_words_of_a_fixed_expression_name_no_place(read_text: ReadsText, text: str, word: str) -> None:
    assert word not in read_text(text).names


@pytest.mark.parametrize(
    ("text", "word"),
    [("وصل الوفد إلى مسقط أمس", "مسقط"), ("عقد الاجتماع في القاهرة", "القاهرة"), ("سافر إلى المغرب", "المغرب")],
)
def test_the_same_words_elsewhere_do(read_text: ReadsText, text: str, word: str) -> None:
    assert word in read_text(text).names


# --- Names that no source has -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [("قصفت الطائرات حي الزهيرية القديم", "الزهيرية"), ("اندلعت اشتباكات في بلدة قرنفاشة مساء", "قرنفاشة")],
)
def test_a_name_after_a_word_that_opens_one_is_a_mention_without_a_place(
    read_text: ReadsText, text: str, name: str
) -> None:
    assert name in read_text(text).names


@pytest.mark.parametrize("text", ["زار قرية صغيرة قرب البحر", "تضررت بلدة فلسطينية", "في حي سكني مكتظ"])
def test_an_adjective_after_such_a_word_is_none(read_text: ReadsText, text: str) -> None:
    assert [mention for mention in read_text(text).mentions if mention.place is None] == []


# --- Names by their sound ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kilinochchi", "كيلينوتشي"),
        ("vavuniya", "فافونيا"),
        ("joshimath", "جوشيمات"),
        ("zamalka", "zamlka"),
        ("jisr shughur", "jisr shughour"),
    ],
)
def test_spellings_of_one_name_sound_alike(one: str, other: str) -> None:
    assert sounds_of(one) == sounds_of(other) != ""


@pytest.mark.parametrize(("one", "other"), [("aleppo", "homs"), ("guntur", "kandahar"), ("damascus", "دمشق")])
def test_other_names_sound_otherwise(one: str, other: str) -> None:
    assert sounds_of(one) != sounds_of(other)


def test_two_consonants_are_too_few_to_know_a_name_by() -> None:
    assert sounds_key("alma") == ""
    assert sounds_key("") == ""


def test_a_spelling_that_no_source_has_is_found_by_its_sound_and_scored_lower(read_text: ReadsText) -> None:
    text = "وقال الجيش السريلانكي إن قواته دخلت {} بعد معارك في كولومبو والعاصمة السريلانكية"
    found = read_text(text.format("كيلينوتشي")).mention("كيلينوتشي")
    assert found.place is not None
    assert found.place.name == "Kilinochchi"
    known = read_text(text.format("جفنا")).mention("جفنا")
    assert found.resolution.score < known.resolution.score


@pytest.mark.parametrize("text", ["وقال الجنود إنهم سيواصلون استهدافهما", "كان في مناجمها عمال"])
def test_a_word_with_an_ending_is_no_name_however_it_sounds(index: Index, text: str) -> None:
    assert [match for _, match in matches(index, text, "ar") if match.how == "sound"] == []


def test_letters_drawn_out_count_once(read_text: ReadsText) -> None:
    assert read_text("يا رب احفظ بيروووت واهلها").names == ["بيروووت"]
