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
    assert said(ARABIC * 2 + ENGLISH)[0].startswith("a: mixed: much of it is in Latin letters")
    assert "seems to be English" in said(ENGLISH)[0]


def test_every_language_that_is_read_has_its_words_and_script() -> None:
    table = _data()
    for code in available():
        assert table["languages"][code]["script"] in table["scripts"]
    for entry in table["languages"].values():
        assert entry["name"]
        assert len(entry["words"]) >= 15
