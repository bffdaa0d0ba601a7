"""Names of persons in Latin letters: a known given name as it is usually written, the rest letter by letter."""

import pytest

from geo.model import Document
from geo.reading.names import latin_name, transliterate
from geo.reading.rules import rules_for
from geo.reading.text.analysis import analyse


def name_in(text: str, language: str = "ar") -> str:
    analysis = analyse(Document(id="t", text=text, language=language))
    rules = rules_for("Arab" if language == "ar" else "Latn", language)
    assert rules is not None
    return latin_name(analysis, rules, 0, len(analysis.tokens))


@pytest.mark.parametrize(
    ("word", "latin"),
    [
        ("محمد", "Mohammed"),
        ("خليفة", "Khalifa"),
        ("قنونو", "Qanunu"),
        ("شاهين", "Shahin"),
        ("الدرسي", "al-Darasi"),
        ("غانم", "Ghanim"),
        ("الكيلاني", "al-Kilani"),
    ],
)
def test_a_name_is_written_in_latin_letters(word: str, latin: str) -> None:
    written = transliterate("ar", word)
    # Short vowels are not written in Arabic: what they are is a guess, the consonants are not.
    assert _skeleton(written) == _skeleton(latin)
    assert written.startswith("al-") == word.startswith("ال")


def _skeleton(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter not in "aeiou-").replace("mm", "m")


@pytest.mark.parametrize("word", ["قنونو", "الكيلاني", "عيسى", "هدى", "سُليمان", "ثريّا", "گولان"])
def test_nothing_but_latin_letters_comes_out(word: str) -> None:
    written = transliterate("ar", word)
    assert written
    assert written.isascii()
    assert written.removeprefix("al-")[0].isupper()


def test_a_name_in_latin_letters_stays_as_it_is() -> None:
    assert transliterate("en", "Haftar") == "Haftar"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("العميد محمد قنونو قال", "Mohammed Qanunu"),
        ("الوزير أحمد علي شاهين في المدينة", "Ahmed Ali Shahin"),
        ("القيادي خالد الدرسي، من سكان المدينة", "Khaled al-Darasi"),
    ],
)
def test_a_given_name_and_what_follows_is_a_person(text: str, name: str) -> None:
    assert _skeleton(name_in(text)) == _skeleton(name)


@pytest.mark.parametrize("text", ["وصلت الطائرة إلى المطار", "قال محمد إن الطريق مقطوع", "", "قال أحمد في بيان"])
def test_no_person_is_made_of_other_words(text: str) -> None:
    assert name_in(text) == ""
