"""How much moves: people rather than what carries them, duals, numbers apart from what they count, and no other number.

The sentences were written for these tests.
"""

import pytest

from tests.conftest import ReadsText

Case = tuple[str, str, str, str, int | None, str]

PEOPLE: list[Case] = [
    ("ar", "نقلت طائرتان 300 مقاتل من دمشق إلى بنغازي", "Damascus", "Benghazi", 300, "fighters"),
    ("ar", "وصلت طائرتان على متنهما 300 مقاتل من دمشق إلى بنغازي", "Damascus", "Benghazi", 300, "fighters"),
    ("ar", "أقلعت ثلاث طائرات من دمشق إلى بنغازي وعلى متنها 300 مقاتل", "Damascus", "Benghazi", 300, "fighters"),
    ("ar", "نقلت 3 حافلات 120 مدنيا من دمشق إلى حمص", "Damascus", "Homs", 120, "people"),
    ("ar", "غادرت 10 حافلات على متنها 450 مسلحا حمص إلى إدلب", "Homs", "Idlib", 450, "fighters"),
    ("en", "Two planes flew 300 fighters from Damascus to Benghazi.", "Damascus", "Benghazi", 300, "fighters"),
    (
        "en",
        "Two planes with 300 fighters aboard flew from Damascus to Benghazi.",
        "Damascus",
        "Benghazi",
        300,
        "fighters",
    ),
    ("en", "Three buses took 120 civilians from Damascus to Homs.", "Damascus", "Homs", 120, "people"),
]

VEHICLES: list[Case] = [
    ("ar", "وصلت 5 شاحنات تحمل مساعدات من دمشق إلى حمص", "Damascus", "Homs", 5, "trucks"),
    ("ar", "نقلت طائرتان مقاتلين من دمشق إلى بنغازي", "Damascus", "Benghazi", 2, "flights"),
    ("ar", "أرسلت تركيا طائرتين محملتين بالأسلحة إلى مصراتة", "Turkey", "Misrata", 2, "flights"),
    ("ar", "نقلت سفينتان أسلحة من إسطنبول إلى مصراتة", "Istanbul", "Misrata", 2, "ships"),
    ("en", "Five trucks carried aid from Damascus to Homs.", "Damascus", "Homs", 5, "trucks"),
    ("en", "Two planes flew fighters from Damascus to Benghazi.", "Damascus", "Benghazi", 2, "flights"),
]

OTHER: list[Case] = [
    # a dual of persons, and numbers before the words between them and what they count
    ("ar", "أرسلت تركيا ضابطين إلى مصراتة", "Turkey", "Misrata", 2, "troops"),
    ("ar", "أرسل السودان 110 جنود آخرين إلى بنغازي", "Sudan", "Benghazi", 110, "troops"),
    ("en", "Sudan sent 110 more soldiers to Benghazi.", "Sudan", "Benghazi", 110, "troops"),
    (
        "en",
        "A further 110 soldiers were flown from Khartoum to Benghazi.",
        "Khartoum",
        "Benghazi",
        110,
        "troops",
    ),
    # a time of day, a type of plane
    ("ar", "نقلت طائرات مقاتلين من دمشق إلى بنغازي في الساعة 10:30", "Damascus", "Benghazi", None, ""),
    ("en", "Planes flew fighters from Damascus to Benghazi at 10:30.", "Damascus", "Benghazi", None, ""),
    ("en", "Russia flew fighters from Damascus to Benghazi on board a C-130.", "Damascus", "Benghazi", None, ""),
]


@pytest.mark.parametrize(("language", "text", "origin", "destination", "count", "unit"), PEOPLE + VEHICLES + OTHER)
def test_the_people_are_counted_and_else_what_carries_them(
    read_text: ReadsText, language: str, text: str, origin: str, destination: str, count: int | None, unit: str
) -> None:
    flow = read_text(text, language=language).flow(origin, destination)
    assert (flow.count, flow.unit) == (count, unit)


def test_so_many_of_their_soldiers(read_text: ReadsText) -> None:
    text = "Sudan said a further 110 of their soldiers had been flown from Khartoum to Benghazi."
    flow = read_text(text, language="en").flow("Khartoum", "Benghazi")
    assert (flow.count, flow.unit) == (110, "troops")


@pytest.mark.parametrize(
    ("language", "text", "killed"),
    [
        ("ar", "قصفت المدفعية طرابلس في 4 مارس 2020 وقتل عشرة مدنيين", 10),
        ("ar", "قصفت المدفعية طرابلس في 4 مارس 2020 وقتل مدنيون", None),
        ("ar", "قتل 12 مدنيا في قصف على طرابلس في 4 مارس 2020", 12),
        ("en", "Shelling hit Tripoli on 4 March 2020 and killed ten civilians.", 10),
        ("en", "Shelling hit Tripoli on 4 March 2020 and killed civilians.", None),
        ("en", "Shelling of Tripoli killed 12 civilians at 10:30.", 12),
    ],
)
def test_a_day_or_an_hour_is_no_number_of_the_killed(
    read_text: ReadsText, language: str, text: str, killed: int | None
) -> None:
    found = [event for event in read_text(text, language=language).reading.events if event.type == "ASSAULT"]
    assert [event.fatalities.best if event.fatalities else None for event in found] == [killed]
