"""Places taken up again: "the city", "من القاعدة", "العاصمة الليبية", "the Yemeni coast".

The sentences were written for these tests.
"""

import pytest

from tests.conftest import ReadsText

Ends = list[tuple[str | None, str | None]]


def check(read_text: ReadsText, language: str, text: str, ends: Ends) -> None:
    """Compare the ends of every flow of a text, in an order of their own: none of what is asked here hangs on it."""
    assert sorted(read_text(text, language=language).ends, key=str) == sorted(ends, key=str)


TAKEN_UP: list[tuple[str, str, Ends]] = [
    (
        "ar",
        "قصفت طائرات مسيرة قاعدة الجفرة. وأقلعت طائرة من القاعدة إلى طبرق.",
        [("Al Jufra air base", "Tobruk")],
    ),
    (
        "ar",
        "وصلت السفينة إلى ميناء مصراتة. ونقلت شاحنات أسلحة من الميناء إلى طرابلس.",
        [(None, "Misrata port"), ("Misrata port", "Tripoli")],
    ),
    (
        "ar",
        "وصلت طائرة إلى مطار معيتيقة. وغادرت حافلات من المطار إلى مصراتة.",
        [(None, "Mitiga Airport"), ("Mitiga Airport", "Misrata")],
    ),
    ("ar", "قصفت طائرات ترهونة. ونزح مئات المدنيين من المدينة إلى مصراتة.", [("Tarhuna", "Misrata")]),
    ("en", "Jets shelled Tarhuna. Hundreds of civilians fled the city for Misrata.", [("Tarhuna", "Misrata")]),
    ("en", "Jets shelled Tarhuna. Hundreds of civilians fled from the city to Misrata.", [("Tarhuna", "Misrata")]),
    # a city is no base, and the city's mayor no place
    ("ar", "قصفت طائرات ترهونة. ونزح مئات المدنيين من القاعدة إلى مصراتة.", [(None, "Misrata")]),
    ("en", "Jets shelled Tarhuna. Hundreds of civilians fled from the base to Misrata.", [(None, "Misrata")]),
    ("en", "Jets shelled Tarhuna. The city's mayor fled to Misrata.", [(None, "Misrata")]),
]


@pytest.mark.parametrize(("language", "text", "ends"), TAKEN_UP)
def test_a_noun_takes_up_the_last_place_of_its_kind(read_text: ReadsText, language: str, text: str, ends: Ends) -> None:
    check(read_text, language, text, ends)


STRUCK: list[tuple[str, str, list[str]]] = [
    ("ar", "سيطرت القوات على ترهونة. وقصفت طائرات المدينة أمس.", ["Tarhuna"]),
    ("ar", "نقل الجيش أسلحة إلى قاعدة الجفرة. وقصفت طائرات مسيرة القاعدة.", ["Al Jufra air base"]),
    ("ar", "وصل المقاتلون إلى مصراتة. وقتل ثلاثة في المدينة.", ["Misrata"]),
    ("en", "Troops took Tarhuna. Jets shelled the city.", ["Tarhuna"]),
    ("ar", "سيطرت القوات على ترهونة. وقصفت طائرات سرت أمس.", ["Sirte"]),
    ("ar", "قال المتحدث إن المدينة هادئة.", []),
]


@pytest.mark.parametrize(("language", "text", "places"), STRUCK)
def test_what_is_struck_again_needs_no_name(read_text: ReadsText, language: str, text: str, places: list[str]) -> None:
    events = [event for event in read_text(text, language=language).events if event.type == "ASSAULT"]
    assert [place.name for event in events for place in event.places] == places


DESCRIBED: list[tuple[str, str, Ends]] = [
    ("ar", "وصل الوفد من القاهرة إلى العاصمة الليبية مساء أمس", [("Cairo", "Tripoli")]),
    ("ar", "وصل مقاتلون من حلب إلى العاصمة الليبية أمس", [("Aleppo", "Tripoli")]),
    ("ar", "نقلت طائرات مقاتلين من حلب إلى الأراضي الليبية", [("Aleppo", "Libya")]),
    ("en", "Fighters were flown from Aleppo to Libyan territory.", [("Aleppo", "Libya")]),
    ("en", "A ship carried weapons from Iran to the Yemeni coast.", [("Iran", "Yemen")]),
    ("en", "A ship carrying weapons reached the Yemeni coast.", [(None, "Yemen")]),
    ("ar", "قال الوزير إن العاصمة الليبية هادئة", []),
]


@pytest.mark.parametrize(("language", "text", "ends"), DESCRIBED)
def test_a_demonym_says_whose_capital_or_coast_it_is(
    read_text: ReadsText, language: str, text: str, ends: Ends
) -> None:
    check(read_text, language, text, ends)
