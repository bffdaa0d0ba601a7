"""Rules of names: particles come off a word without eating names that begin so; word lists, directions, demonyms."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.reading.rules import NameRules, rules_for, script_of
from geo.reading.text.folding import Folded, fold
from geo.reading.text.tokens import tokenise


@pytest.fixture(scope="module")
def arabic() -> NameRules:
    rules = rules_for("Arab", "ar")
    assert rules is not None
    return rules


@pytest.fixture(scope="module")
def english() -> NameRules:
    rules = rules_for("Latn", "en")
    assert rules is not None
    return rules


@pytest.mark.parametrize(
    ("word", "form", "left_out"),
    [
        ("وبدمشق", "دمشق", 2),
        ("بدمشق", "دمشق", 1),
        ("فلبنان", "لبنان", 1),
        ("ولبنان", "لبنان", 1),
        ("كحلب", "حلب", 1),
        ("لحلب", "حلب", 1),
        ("للقاهرة", "القاهرة", 1),
        ("وللقاهرة", "القاهرة", 2),
        ("بالقاهرة", "القاهرة", 1),
        ("للاذقية", "اللاذقية", 1),
        ("وكحماة", "حماة", 2),
        ("فلطرابلس", "طرابلس", 2),
    ],
)
def test_particles_come_off(arabic: NameRules, word: str, form: str, left_out: int) -> None:
    assert (fold(form), left_out) in arabic.variants(fold(word))


@pytest.mark.parametrize("word", ["بيروت", "بانياس", "ليبيا", "لبنان", "واشنطن", "كوباني", "فاس", "بنغازي", "لندن"])
def test_a_name_that_begins_like_a_particle_is_never_split(arabic: NameRules, word: str) -> None:
    assert arabic.variants(fold(word)) == ((fold(word), 0),)


@given(st.text(alphabet="وفبكلامدشقنرست", min_size=1, max_size=10))
@settings(deadline=None)
def test_a_word_comes_first_among_its_forms_and_two_letters_remain(word: str) -> None:
    rules = rules_for("Arab", "ar")
    assert rules is not None
    forms = rules.variants(fold(word))
    assert forms[0] == (fold(word), 0)
    stretched = any(letter * 3 in fold(word) for letter in word)
    assert all((0 if stretched else 1) <= left_out < len(word) for _, left_out in forms[1:])
    assert stretched or all(len(form) >= 2 for form, _ in forms[1:])


@pytest.mark.parametrize(
    ("text", "script"), [("دمشق", "Arab"), ("Damascus", "Latn"), ("12", ""), ("٢٠٢٠", ""), ("کوبانی", "Arab")]
)
def test_a_token_has_the_script_of_its_first_letter(text: str, script: str) -> None:
    assert script_of(tokenise(Folded(text))[0].text) == script


def test_each_script_asks_the_language_that_writes_it_whatever_the_document_is_in() -> None:
    arabic, english = rules_for("Arab", "en"), rules_for("Latn", "ar")
    assert arabic is not None
    assert english is not None
    assert (arabic.code, english.code) == ("ar", "en")


def test_a_script_that_no_language_writes_has_no_rules() -> None:
    assert rules_for("Cyrl", "ar") is None
    assert rules_for("", "ar") is None


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("ليبي", "LY"),
        ("الليبية", "LY"),
        ("والليبيين", "LY"),
        ("السوريون", "SY"),
        ("سوريتان", "SY"),
        ("للتركية", "TR"),
        ("الروس", ""),
        ("دمشق", ""),
        ("ليبيا", ""),
    ],
)
def test_an_arabic_demonym_in_any_inflection_gives_its_country(arabic: NameRules, word: str, country: str) -> None:
    assert arabic.demonym(fold(word)) == country


@pytest.mark.parametrize(("word", "country"), [("libyan", "LY"), ("syrians", "SY"), ("libya", ""), ("turkish", "TR")])
def test_an_english_demonym_gives_its_country(english: NameRules, word: str, country: str) -> None:
    assert english.demonym(word) == country


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("مدينة", "city"),
        ("بمدينة", "city"),
        ("المدينة", "city"),
        ("محافظة", "admin1"),
        ("ولاية", "admin1"),
        ("قضاء", "admin2"),
        ("قاعدة", "site"),
        ("مطار", "site"),
        ("لمطار", "site"),
        ("معبر", "site"),
        ("محور", "neighbourhood"),
        ("مخيم", "site"),
        ("حي", "neighbourhood"),
        ("ريف", "admin1"),
        ("جبل", "region"),
        ("نهر", "river"),
        ("خليج", "sea"),
    ],
)
def test_a_class_word_announces_its_kinds(arabic: NameRules, word: str, kind: str) -> None:
    found = arabic.class_word(fold(word))
    assert found is not None
    assert kind in found[0]


@pytest.mark.parametrize("word", ["رئيس", "في", "دمشق", "حكومة", "وصل"])
def test_other_words_announce_nothing(arabic: NameRules, word: str) -> None:
    assert arabic.class_word(fold(word)) is None


@pytest.mark.parametrize(
    ("words", "direction"),
    [
        ("شرق", "east"),
        ("شرقي", "east"),
        ("غربي", "west"),
        ("شمالي", "north"),
        ("جنوبي", "south"),
        ("وسط", "centre"),
        ("شمال غرب", "north-west"),
        ("شمالي غربي", "north-west"),
        ("جنوب شرقي", "south-east"),
    ],
)
def test_arabic_directions(arabic: NameRules, words: str, direction: str) -> None:
    assert arabic.directions[words] == direction


@pytest.mark.parametrize(
    ("words", "direction"),
    [
        ("eastern", "east"),
        ("north west", "north-west"),
        ("north western", "north-west"),
        ("south of", "south"),
        ("central", "centre"),
    ],
)
def test_english_directions(english: NameRules, words: str, direction: str) -> None:
    assert english.directions[words] == direction


@pytest.mark.parametrize(
    ("group", "word", "expected"),
    [
        ("locatives", "في", True),
        ("locatives", "وفي", True),
        ("person_titles", "اللواء", True),
        ("institutions", "جامعة", True),
        ("institutions", "بجامعة", True),
        ("everyday", "البيضاء", True),
        ("everyday", "دمشق", False),
        ("metonym_before", "ضد", True),
    ],
)
def test_word_lists_are_read_with_and_without_particles(
    arabic: NameRules, group: str, word: str, expected: bool
) -> None:
    assert arabic.has(group, fold(word)) is expected


def test_a_list_read_exactly_takes_no_particle_off(arabic: NameRules) -> None:
    assert arabic.is_exactly("locatives", fold("في"))
    assert not arabic.is_exactly("locatives", fold("وفي"))


@pytest.mark.parametrize(
    ("verb", "agrees"), [("أكدت", True), ("تسعى", True), ("ستواصل", True), ("أكد", False), ("يسعى", False)]
)
def test_a_state_is_feminine_in_arabic(arabic: NameRules, verb: str, agrees: bool) -> None:
    assert arabic.agrees_with_state(fold(verb)) is agrees
