"""Legs: where a movement goes on to, lists of ends, ends told in two clauses, crossings, residents.

The sentences were written for these tests.
"""

import pytest

from tests.conftest import ReadsText

Ends = list[tuple[str | None, str | None]]


def check(read_text: ReadsText, language: str, text: str, ends: Ends) -> None:
    """Compare the ends of every flow of a text, in an order of their own: none of what is asked here hangs on it."""
    assert sorted(read_text(text, language=language).ends, key=str) == sorted(ends, key=str)


ONWARD: list[tuple[str, str, Ends]] = [
    (
        "ar",
        "نقلت طائرات مقاتلين من حلب إلى إسطنبول ثم إلى مصراتة",
        [("Aleppo", "Istanbul"), ("Istanbul", "Misrata")],
    ),
    (
        "ar",
        "نقلت طائرات مقاتلين من حلب إلى إسطنبول ومنها إلى مصراتة",
        [("Aleppo", "Istanbul"), ("Istanbul", "Misrata")],
    ),
    ("ar", "غادر الوفد دمشق إلى بيروت ومنها إلى القاهرة", [("Damascus", "Beirut"), ("Beirut", "Cairo")]),
    ("ar", "أبحرت السفينة من أوديسا إلى طرطوس ومنها إلى طبرق", [("Odesa", "Tartus"), ("Tartus", "Tobruk")]),
    ("ar", "وصل الوفد إلى القاهرة ثم توجه إلى طرابلس", [(None, "Cairo"), ("Cairo", "Tripoli")]),
    ("ar", "وصل مقاتلون إلى مصراتة، ومنها إلى طرابلس", [(None, "Misrata"), ("Misrata", "Tripoli")]),
    ("ar", "وصل المقاتلون إلى مصراتة، ثم توجهوا من هناك إلى طرابلس", [(None, "Misrata"), ("Misrata", "Tripoli")]),
    ("ar", "زار الوزير القاهرة ثم طرابلس", [(None, "Cairo"), ("Cairo", "Tripoli")]),
    (
        "en",
        "Planes flew fighters from Aleppo to Istanbul and then to Misrata.",
        [("Aleppo", "Istanbul"), ("Istanbul", "Misrata")],
    ),
    (
        "en",
        "The fighters were flown from Aleppo to Istanbul, then to Misrata.",
        [("Aleppo", "Istanbul"), ("Istanbul", "Misrata")],
    ),
    (
        "en",
        "The ship sailed from Odesa to Tartus and onward to Tobruk.",
        [("Odesa", "Tartus"), ("Tartus", "Tobruk")],
    ),
    (
        "en",
        "The fighters reached Gaziantep and were later flown to Misrata.",
        [(None, "Gaziantep"), ("Gaziantep", "Misrata")],
    ),
    ("en", "The minister visited Cairo and then Tripoli.", [(None, "Cairo"), ("Cairo", "Tripoli")]),
]

NOT_ONWARD: list[tuple[str, str, Ends]] = [
    ("ar", "نقلت طائرات مقاتلين من حلب إلى إسطنبول ثم عادت الطائرات", [("Aleppo", "Istanbul")]),
    ("ar", "نقلت طائرات مقاتلين من حلب إلى مصراتة ثم أطلقت تركيا سراح آخرين", [("Aleppo", "Misrata")]),
    (
        "en",
        "Planes flew fighters from Damascus to Benghazi while the minister was in Tobruk.",
        [("Damascus", "Benghazi")],
    ),
]


@pytest.mark.parametrize(("language", "text", "ends"), ONWARD + NOT_ONWARD)
def test_what_goes_on_starts_from_where_the_leg_before_ended(
    read_text: ReadsText, language: str, text: str, ends: Ends
) -> None:
    check(read_text, language, text, ends)


TAKEN_ON: list[tuple[str, Ends]] = [
    (
        "نقلت حافلات المقاتلين من عفرين إلى غازي عنتاب، ثم نقلتهم طائرات إلى مصراتة",
        [("Afrin", "Gaziantep"), ("Gaziantep", "Misrata")],
    ),
    ("وصل المقاتلون إلى طرابلس ونقلتهم حافلات إلى مصراتة", [(None, "Tripoli"), ("Tripoli", "Misrata")]),
    ("وصل المقاتلون إلى مصراتة. ومن هناك نقلتهم حافلات إلى طرابلس.", [(None, "Misrata"), ("Misrata", "Tripoli")]),
]


@pytest.mark.parametrize(("text", "ends"), TAKEN_ON)
def test_those_whom_a_verb_takes_up_go_on_from_where_they_were(read_text: ReadsText, text: str, ends: Ends) -> None:
    check(read_text, "ar", text, ends)


@pytest.mark.xfail(strict=True, reason='"and from there to" without a verb is not yet a leg')
def test_from_there_goes_on_without_a_verb(read_text: ReadsText) -> None:
    text = "The ship sailed from Odesa to Tartus and from there to Tobruk."
    check(read_text, "en", text, [("Odesa", "Tartus"), ("Tartus", "Tobruk")])


LISTED: list[tuple[str, str, Ends]] = [
    ("ar", "نقلت طائرات مقاتلين من دمشق واللاذقية إلى بنغازي", [("Damascus", "Benghazi"), ("Latakia", "Benghazi")]),
    ("ar", "نقلت طائرات مقاتلين من دمشق إلى بنغازي وطبرق", [("Damascus", "Benghazi"), ("Damascus", "Tobruk")]),
    ("ar", "وصلت سفن أسلحة إلى طبرق ومصراتة", [(None, "Tobruk"), (None, "Misrata")]),
    ("ar", "وصلت طائرة إلى بنغازي قادمة من دمشق واللاذقية", [("Damascus", "Benghazi"), ("Latakia", "Benghazi")]),
    (
        "en",
        "Planes flew fighters from Damascus and Latakia to Benghazi.",
        [("Damascus", "Benghazi"), ("Latakia", "Benghazi")],
    ),
    (
        "en",
        "Planes flew fighters from Damascus to Benghazi and Tobruk.",
        [("Damascus", "Benghazi"), ("Damascus", "Tobruk")],
    ),
    (
        "en",
        "Trucks brought weapons from Latakia, Tartus and Homs to Damascus.",
        [("Latakia", "Damascus"), ("Tartus", "Damascus"), ("Homs", "Damascus")],
    ),
    (
        "en",
        "Fighters were flown to Tripoli and Misrata from Istanbul.",
        [("Istanbul", "Tripoli"), ("Istanbul", "Misrata")],
    ),
    # what stands behind a comma says where it lies, not where else they went
    ("en", "Planes flew fighters from Damascus to Benghazi, a port in Libya.", [("Damascus", "Benghazi")]),
]


@pytest.mark.parametrize(("language", "text", "ends"), LISTED)
def test_places_listed_beside_an_end_are_ends_of_their_own(
    read_text: ReadsText, language: str, text: str, ends: Ends
) -> None:
    check(read_text, language, text, ends)


JOINED: list[tuple[str, str, Ends]] = [
    ("ar", "هبطت الطائرة في بنغازي بعد إقلاعها من اللاذقية", [("Latakia", "Benghazi")]),
    ("ar", "هبطت الطائرة في بنغازي بعد أن أقلعت من اللاذقية", [("Latakia", "Benghazi")]),
    ("ar", "أقلعت الطائرة من اللاذقية وهبطت في بنغازي", [("Latakia", "Benghazi")]),
    ("ar", "غادرت السفينة أوديسا ورست في طرطوس", [("Odesa", "Tartus")]),
    ("en", "The plane landed in Benghazi after taking off from Latakia.", [("Latakia", "Benghazi")]),
    ("en", "A cargo plane landed in Benghazi after leaving Latakia.", [("Latakia", "Benghazi")]),
    ("en", "The plane left Latakia and landed at Benghazi.", [("Latakia", "Benghazi")]),
    ("en", "The ship left Odesa and docked in Tartus.", [("Odesa", "Tartus")]),
    ("ar", "هبطت الطائرة في بنغازي بعد انتهاء الحرب في سوريا", [(None, "Benghazi")]),
    ("en", "The plane landed in Benghazi after a ceasefire in Syria.", [(None, "Benghazi")]),
]


@pytest.mark.parametrize(("language", "text", "ends"), JOINED)
def test_ends_told_in_two_clauses_belong_to_one_movement(
    read_text: ReadsText, language: str, text: str, ends: Ends
) -> None:
    check(read_text, language, text, ends)


PRONOUNS: list[tuple[str, str, Ends]] = [
    ("ar", "سيطرت القوات على سرت وفر منها آلاف المدنيين إلى مصراتة", [("Sirte", "Misrata")]),
    ("ar", "سيطرت القوات على سرت، وفر آلاف المدنيين منها إلى مصراتة", [("Sirte", "Misrata")]),
    ("en", "The army took Sirte, and thousands of civilians fled from there to Misrata.", [("Sirte", "Misrata")]),
    ("en", "Jets shelled Tarhuna. Hundreds of civilians fled from there to Misrata.", [("Tarhuna", "Misrata")]),
    ("ar", "سيطر الجيش على سرت، وقال الوزير إنها هادئة", []),
    ("ar", "وصلت قوات إلى سرت. وقال الوزير من هناك إن الحرب انتهت", [(None, "Sirte")]),
]


@pytest.mark.parametrize(("language", "text", "ends"), PRONOUNS)
def test_a_pronoun_takes_up_where_they_come_from(read_text: ReadsText, language: str, text: str, ends: Ends) -> None:
    check(read_text, language, text, ends)


CROSSINGS: list[tuple[str, str, Ends]] = [
    ("ar", "دخلت قافلة مساعدات عبر معبر باب الهوى إلى إدلب", [("Bab al-Hawa crossing", "Idlib")]),
    ("ar", "دخلت شحنة أسلحة عبر منفذ شحن إلى المهرة", [("Shahn crossing", "Al Mahrah")]),
    ("en", "An aid convoy entered Idlib through the Bab al-Hawa crossing.", [("Bab al-Hawa crossing", "Idlib")]),
    ("en", "A convoy crossed the Bab al-Hawa border post to Idlib.", [("Bab al-Hawa crossing", "Idlib")]),
    # a way through is where they come from only as long as nothing better is named
    ("ar", "دخلت قافلة مساعدات من تركيا عبر معبر باب الهوى إلى إدلب", [("Turkey", "Idlib")]),
    ("ar", "وصلت مساعدات إلى إدلب عبر معبر باب الهوى قادمة من تركيا", [("Turkey", "Idlib")]),
    ("ar", "أرسلت تركيا أسلحة إلى طرابلس عبر ميناء مصراتة", [("Turkey", "Tripoli")]),
    ("ar", "نقلت طائرات مقاتلين من دمشق إلى بنغازي عبر طبرق", [("Damascus", "Benghazi")]),
    ("en", "An aid convoy from Turkey entered Idlib through the Bab al-Hawa crossing.", [("Turkey", "Idlib")]),
    ("en", "Aid trucks reached Idlib from Gaziantep via Bab al-Hawa.", [("Gaziantep", "Idlib")]),
    ("en", "Soldiers crossed the border from Chad to Libya via Kufra.", [("Chad", "Libya")]),
    ("ar", "قال الوزير عبر التلفزيون إن وفدا وصل إلى دمشق", [(None, "Damascus")]),
]


@pytest.mark.parametrize(("language", "text", "ends"), CROSSINGS)
def test_a_crossing_is_an_end_only_where_nothing_better_is_named(
    read_text: ReadsText, language: str, text: str, ends: Ends
) -> None:
    check(read_text, language, text, ends)


ANOTHER: list[tuple[str, str, Ends]] = [
    (
        "ar",
        "انطلقت قافلة مساعدات من غازي عنتاب إلى إدلب. وتوجهت قافلة أخرى إلى عفرين.",
        [("Gaziantep", "Idlib"), ("Gaziantep", "Afrin")],
    ),
    (
        "en",
        "An aid convoy left Gaziantep for Idlib. Another convoy headed for Afrin.",
        [("Gaziantep", "Idlib"), ("Gaziantep", "Afrin")],
    ),
    # a minister is no second convoy
    (
        "ar",
        "انطلقت قافلة مساعدات من غازي عنتاب إلى إدلب. وتوجه الوزير إلى عفرين.",
        [("Gaziantep", "Idlib"), (None, "Afrin")],
    ),
    (
        "en",
        "An aid convoy left Gaziantep for Idlib. The minister headed for Afrin.",
        [("Gaziantep", "Idlib"), (None, "Afrin")],
    ),
    # where the first names no start, the second has none to share
    ("ar", "وصلت قافلة مساعدات إلى إدلب. ووصلت قافلة أخرى إلى عفرين.", [(None, "Idlib"), (None, "Afrin")]),
]


@pytest.mark.parametrize(("language", "text", "ends"), ANOTHER)
def test_another_like_it_starts_from_the_same_place(read_text: ReadsText, language: str, text: str, ends: Ends) -> None:
    check(read_text, language, text, ends)


def test_another_convoy_carries_what_the_first_did(read_text: ReadsText) -> None:
    text = "انطلقت قافلة مساعدات من غازي عنتاب إلى إدلب. وتوجهت قافلة أخرى إلى عفرين."
    assert read_text(text).flow("Gaziantep", "Afrin").cargo == ("goods",)


RESIDENTS: list[tuple[str, str, Ends]] = [
    ("ar", "نزح مئات من أهالي سرت إلى مصراتة", [("Sirte", "Misrata")]),
    ("ar", "فر أهالي سرت إلى مصراتة", [("Sirte", "Misrata")]),
    ("ar", "وصل نازحون من سكان سرت إلى مصراتة", [("Sirte", "Misrata")]),
    ("en", "Hundreds of residents of Sirte reached Misrata.", [("Sirte", "Misrata")]),
    ("en", "Families from Sirte fled to Misrata.", [("Sirte", "Misrata")]),
    ("en", "Residents of Damascus reached an agreement with the army in Homs.", []),
]


@pytest.mark.parametrize(("language", "text", "ends"), RESIDENTS)
def test_residents_come_from_where_they_live(read_text: ReadsText, language: str, text: str, ends: Ends) -> None:
    check(read_text, language, text, ends)


LOADS: list[tuple[str, str, Ends]] = [
    ("ar", "وصلت شحنة أسلحة إلى ميناء الخمس. ونقلت الشحنة لاحقا إلى مصراتة.", [("Khoms port", "Misrata")]),
    (
        "en",
        "A ship with arms docked in Khoms. The cargo was later moved by truck to Misrata.",
        [("Al Khums", "Misrata")],
    ),
    ("en", "Two armoured vehicles reached Khoms. The ministry moved its staff to Misrata.", []),
]


@pytest.mark.parametrize(("language", "text", "ends"), LOADS)
def test_a_load_moves_on_from_where_it_was_brought(read_text: ReadsText, language: str, text: str, ends: Ends) -> None:
    assert [pair for pair in read_text(text, language=language).ends if None not in pair] == ends
