import re

import pytest

from geo.language import available
from geo.model import Document
from geo.reading.documents.languages import _data, detect, language_code, notes

ARABIC = "وصل الوفد من شرق ليبيا إلى دمشق، والتقى مسؤولين في المدينة بعد أن غادر بنغازي. "
ENGLISH = "The delegation from eastern Libya arrived in Damascus and met officials of the city. "


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ARABIC, "ar"),
        (ENGLISH, "en"),
        ("دمشق", "ar"),
        ("Benghazi", "en"),
        ("كلمة " * 100_000, "ar"),
        ("ك" * 300_000, "ar"),
    ],
)
def test_arabic_and_english_are_known_even_from_a_word(text: str, code: str) -> None:
    assert detect(text).code == code


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("هیئت لیبیایی به دمشق رسید و با مقامات سوری دیدار کرد که این دیدار برای بازگشایی سفارت است. ", "Persian"),
        ("لیبیا کا وفد دمشق پہنچ گیا ہے اور شام کے حکام سے ملاقات کی جو سفارت خانے کے لیے تھی۔ ", "Urdu"),
        ("La délégation est arrivée à Damas et a rencontré les responsables de la ville dans le palais. ", "French"),
        ("Die Delegation ist in Damaskus und hat die Stadt mit dem Minister und der Regierung besucht. ", "German"),
        ("Heyet Şam'a geldi ve bir gün sonra yetkililer ile görüştü, bu ziyaret için de çok bekledi. ", "Turkish"),
    ],
)
def test_a_language_that_is_not_read_is_named_and_not_guessed(text: str, name: str) -> None:
    found = detect(text * 3)
    assert (found.code, found.name) == ("", name)


@pytest.mark.parametrize(
    ("text", "said"),
    [("Делегация прибыла", "Cyrillic"), ("代表团抵达大马士革", "Cjk"), ("12 - 34", "no letters"), ("", "no letters")],
)
def test_a_script_that_is_not_read_is_named(text: str, said: str) -> None:
    assert said in detect(text).name
    assert not detect(text).code


def test_arabic_typed_with_persian_letters_stays_arabic() -> None:
    assert detect(ARABIC.replace("ي", "ی").replace("ك", "ک")).code == "ar"


def test_names_quoted_in_latin_letters_do_not_make_a_text_mixed() -> None:
    assert not detect(ARABIC * 3 + "(Cham Wings, Reuters)").second
    assert detect(ARABIC + ENGLISH).second == "Arabic"
    assert detect(ARABIC * 2 + ENGLISH).second == "English"


FRENCH = "La délégation est arrivée à Damas et a rencontré les responsables de la ville dans le palais. "
PERSIAN = "هیئت لیبیایی به دمشق رسید و با مقامات سوری دیدار کرد که این دیدار برای بازگشایی سفارت است. "


@pytest.mark.parametrize(
    ("first", "other", "code", "names"),
    [
        (ENGLISH * 6, FRENCH * 4, "en", ("English", "French")),
        (FRENCH * 9, ENGLISH * 3, "", ("French", "English")),
        (ARABIC * 6, PERSIAN * 4, "ar", ("Arabic", "Persian")),
        (ARABIC * 6, ENGLISH * 4, "ar", ("Arabic", "English")),
        (ARABIC * 6, "Делегация прибыла в Дамаск. " * 8, "ar", ("Arabic", "text in Cyrillic letters")),
    ],
)
def test_languages_that_are_mixed_are_told_apart_with_their_shares(
    first: str, other: str, code: str, names: tuple[str, str]
) -> None:
    n_first, n_other = (sum(map(str.isalpha, part)) for part in (first, other))
    for text in (f"{first}\n{other}", f"{other}\n{first}"):
        found = detect(text)
        assert (found.code, found.name, found.second) == (code, *names)
        assert found.shares == (
            (names[0], pytest.approx(n_first / (n_first + n_other))),
            (names[1], pytest.approx(n_other / (n_first + n_other))),
        )
        assert re.fullmatch(rf"\d+% {names[0]}, \d+% {names[1]}", found.in_words)


@pytest.mark.parametrize("text", [ARABIC * 8 + "\n" + FRENCH, ENGLISH * 10, ENGLISH * 8 + "\n" + FRENCH])
def test_a_sentence_of_another_language_does_not_make_a_text_mixed(text: str) -> None:
    found = detect(text)
    assert found.second == ""
    assert found.in_words == found.name


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        (ARABIC, True),
        (ENGLISH, True),
        ("The delegation left.", True),
        ("دمشق", False),
        ("Benghazi, Tripoli, Tobruk", False),
        ("La délégation arrive", False),
        ("كلمة " * 1000, False),
        ("", False),
    ],
)
def test_what_is_too_little_to_tell_by_is_not_sure(text: str, sure: bool) -> None:
    assert detect(text).is_sure is sure


@pytest.mark.parametrize(
    ("told", "code"),
    [("ar", "ar"), ("AR-LY", "ar"), ("eng", "en"), ("Arabic", "ar"), ("", ""), ("und", ""), ("fr", "fr")],
)
def test_what_sources_say_of_a_language_is_reduced_to_its_code(told: str, code: str) -> None:
    assert language_code(told) == code


def test_notes_say_what_is_mixed_or_at_odds_and_name_the_document() -> None:
    def said(text: str) -> list[str]:
        return list(notes(Document(id="a", text=text, language="ar")))

    assert said(ARABIC) == []
    assert said("دمشق") == ["a: too short, or without common words, to be sure that it is Arabic: look whether it is"]
    assert said(ARABIC * 2 + ENGLISH)[0].startswith("a: mixed (64% Arabic, 36% English): all of it is read by")
    assert "seems to be English" in said(ENGLISH)[0]


def test_every_language_that_is_read_has_its_words_and_script() -> None:
    table = _data()
    for code in available():
        assert table["languages"][code]["script"] in table["scripts"]
    for entry in table["languages"].values():
        assert entry["name"]
        assert len(entry["words"]) >= 15
