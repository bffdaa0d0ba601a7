"""Flows: what moves, how much of it, by what, by whom, when; and each movement of a document once.

The sentences were written for these tests.
"""

from collections import Counter
from datetime import date

import pytest

from tests.conftest import ReadsText

CARGO = [
    ("نقلت طائرات مقاتلين من دمشق إلى بنغازي", {"fighters"}),
    ("نقلت طائرات مرتزقة وخبراء من دمشق إلى بنغازي", {"fighters", "experts"}),
    ("نقلت سفينة أسلحة وذخائر من دمشق إلى بنغازي", {"arms"}),
    ("أرسل الجيش جنودا من دمشق إلى بنغازي", {"troops"}),
    ("نقلت حافلات مدنيين من دمشق إلى بنغازي", {"civilians"}),
    ("نقلت شاحنات مساعدات من دمشق إلى بنغازي", {"goods"}),
    ("سافر وفد من دمشق إلى بنغازي", {"delegation"}),
]


@pytest.mark.parametrize(("text", "cargo"), CARGO)
def test_what_moves(read_text: ReadsText, text: str, cargo: set[str]) -> None:
    assert set(read_text(text).flow("Damascus", "Benghazi").cargo) == cargo


MODE = [
    ("نقلت طائرة شحن ذخائر من دمشق إلى بنغازي", "flight"),
    ("وصلت إلى بنغازي رحلة جوية تقل مقاتلين من دمشق", "flight"),
    ("أبحرت سفينة تحمل ذخائر من دمشق إلى بنغازي", "sea"),
    ("عبرت قافلة شاحنات تحمل ذخائر من دمشق إلى بنغازي", "road"),
    ("نقل الجيش ذخائر من دمشق إلى بنغازي", "unknown"),
]


@pytest.mark.parametrize(("text", "mode"), MODE)
def test_how_it_moves(read_text: ReadsText, text: str, mode: str) -> None:
    assert read_text(text).flow("Damascus", "Benghazi").mode == mode


COUNT = [
    ("نقلت الشركة مقاتلين من دمشق إلى بنغازي على متن 12 رحلة جوية", 12, "flights"),
    ("نقلت طائرات 300 مقاتل من دمشق إلى بنغازي", 300, "fighters"),
    ("نقلت طائرات أربعة آلاف مقاتل من دمشق إلى بنغازي", 4000, "fighters"),
    ("نقلت طائرات خمسة وعشرين مقاتلا من دمشق إلى بنغازي", 25, "fighters"),
    ("نقلت طائرات اثني عشر خبيرا من دمشق إلى بنغازي", 12, "experts"),
    ("نقلت طائرات مقاتلين من دمشق إلى بنغازي براتب 800 دولار", None, ""),
    ("نقلت طائرات مقاتلين من دمشق إلى بنغازي بعد 48 ساعة", None, ""),
    ("نقلت طائرات عشرات المقاتلين من دمشق إلى بنغازي", None, ""),
    ("نقلت طائرات مقاتلين من دمشق إلى بنغازي عام 2020", None, ""),
]


@pytest.mark.parametrize(("text", "count", "unit"), COUNT)
def test_how_much_moves(read_text: ReadsText, text: str, count: int | None, unit: str) -> None:
    flow = read_text(text).flow("Damascus", "Benghazi")
    assert (flow.count, flow.unit) == (count, unit)


def test_a_single_named_traveller_is_one_person(read_text: ReadsText) -> None:
    flow = read_text("زار خليفة حفتر دمشق أمس").flow(None, "Damascus")
    assert (flow.cargo, flow.count, flow.unit) == (("person",), 1, "person")


CARRIER = [
    ("نقلت شركة أجنحة الشام مقاتلين من دمشق إلى بنغازي", "Cham Wings"),
    ("تسير «أجنحة الشام» رحلات بين دمشق وبنغازي", "Cham Wings"),
    ("تسير هيئة الاستثمار العسكري رحلات بين دمشق وبنغازي عبر شركة أجنحة الشام", "Cham Wings"),
    ("نقلت شركة فاغنر أسلحة من دمشق إلى بنغازي", "Wagner"),
    ("نقلت طائرات مقاتلين من دمشق إلى بنغازي", ""),
]


@pytest.mark.parametrize(("text", "carrier"), CARRIER)
def test_who_carries_it(read_text: ReadsText, text: str, carrier: str) -> None:
    found = read_text(text).flow("Damascus", "Benghazi").carrier
    assert carrier in found if carrier else found == ""


DATED = [
    ("نقلت طائرات مقاتلين من دمشق إلى بنغازي في الثالث من مارس 2020", date(2020, 3, 3), date(2020, 3, 3)),
    ("نقلت طائرات أمس مقاتلين من دمشق إلى بنغازي", date(2020, 3, 11), date(2020, 3, 11)),
    ("نقلت طائرات مقاتلين من دمشق إلى بنغازي في يناير الماضي", date(2020, 1, 1), date(2020, 1, 31)),
]


@pytest.mark.parametrize(("text", "first", "last"), DATED)
def test_when_it_moved(read_text: ReadsText, text: str, first: date, last: date) -> None:
    span = read_text(text).flow("Damascus", "Benghazi").date
    assert (span.date_from, span.date_to) == (first, last)


def test_what_has_happened_did_not_happen_after_publication(read_text: ReadsText) -> None:
    span = read_text("نقلت طائرات مقاتلين من دمشق إلى بنغازي").flow("Damascus", "Benghazi").date
    assert span.date_from is None
    assert span.date_to == date(2020, 3, 12)


def test_without_a_publication_date_relative_dates_stay_open(read_text: ReadsText) -> None:
    span = read_text("نقلت طائرات أمس مقاتلين من دمشق إلى بنغازي", published=None).flow("Damascus", "Benghazi").date
    assert (span.date_from, span.date_to) == (None, None)


NO_FLOW = [
    ("negated", "لم تنقل الطائرات مقاتلين من دمشق إلى بنغازي"),
    ("negated future", "لن ترسل الحكومة جنودا من دمشق إلى بنغازي"),
    ("without", "عادت الطائرة دون نقل مقاتلين من دمشق إلى بنغازي"),
    ("a meeting abroad", "التقى الوزير نظيره في بنغازي"),
    ("a statement abroad", "قال الوزير في بنغازي إن الحرب انتهت"),
    ("weather", "تصل كتلة هوائية باردة من تركيا إلى سوريا غدا"),
    ("weather", "تصل كتلة هوائية باردة إلى دمشق غدا"),
    ("weather", "وصلت درجة الحرارة في بغداد إلى خمسين"),
    ("bread prices", "وصل سعر الخبز في حلب إلى ألف ليرة"),
    ("news", "وصلت أصداء الخبر إلى بيروت"),
    ("a road", "يمتد الطريق من دمشق إلى حلب"),
    ("a distance", "تبعد البلدة عشرة كيلومترات من حمص"),
    ("football", "انتقل اللاعب من نادي بنغازي إلى نادي طرابلس في صفقة قياسية"),
    ("oil prices", "انتقلت الأسعار من لندن إلى نيويورك صعودا"),
    ("a film", "تنتقل كاميرا المخرج من دمشق إلى بيروت في الفيلم"),
    ("television", "نقلت القناة المباراة من بنغازي إلى ملايين المشاهدين في ليبيا"),
]


@pytest.mark.parametrize("text", [c[1] for c in NO_FLOW], ids=[c[0] for c in NO_FLOW])
def test_what_is_no_flow(read_text: ReadsText, text: str) -> None:
    assert read_text(text).ends == []


@pytest.mark.parametrize(
    "text",
    [
        "A cold front arrives in Damascus on Friday.",
        "Fighters backed by Turkey attacked the town near Idlib.",
        "The road runs from Damascus to Aleppo.",
        "Oil prices moved from London to New York in step.",
        "Relations between Damascus and Ankara soured.",
        "The striker moved from Benghazi to Tripoli for a record fee.",
        "The ministers met in Damascus.",
    ],
)
def test_what_is_no_flow_in_english(read_text: ReadsText, text: str) -> None:
    assert read_text(text, language="en").ends == []


def test_a_flow_told_twice_is_one_with_what_each_telling_adds(read_text: ReadsText) -> None:
    text = "نقلت طائرات مقاتلين من دمشق إلى بنغازي. ونقلت شركة أجنحة الشام 300 مقاتل من دمشق إلى بنغازي أمس."
    flow = read_text(text).flow("Damascus", "Benghazi")
    assert flow.count == 300
    assert flow.carrier == "Cham Wings"


def test_there_and_back_are_two_flows(read_text: ReadsText) -> None:
    text = "نقلت طائرة مقاتلين من دمشق إلى بنغازي. ونقلت طائرة جرحى من بنغازي إلى دمشق."
    assert sorted(read_text(text).ends) == [("Benghazi", "Damascus"), ("Damascus", "Benghazi")]


def test_other_cargo_between_the_same_places_is_another_flow(read_text: ReadsText) -> None:
    text = "نقلت طائرة مقاتلين من دمشق إلى بنغازي. ونقلت سفينة قمحا من دمشق إلى بنغازي."
    assert Counter(read_text(text).ends) == {("Damascus", "Benghazi"): 2}


def test_travellers_who_are_not_the_same_make_two_visits(read_text: ReadsText) -> None:
    text = "زار خليفة حفتر دمشق أمس. وكان عبد الهادي الحويج قد زار دمشق في فبراير."
    assert len([ends for ends in read_text(text).ends if ends[1] == "Damascus"]) == 2


def test_the_evidence_is_the_sentence_that_says_it(read_text: ReadsText) -> None:
    text = "كان الجو صحوا. نقلت طائرات مقاتلين من دمشق إلى بنغازي. ثم هدأ كل شيء."
    evidence = read_text(text).flow("Damascus", "Benghazi").evidence
    assert evidence.quote == "نقلت طائرات مقاتلين من دمشق إلى بنغازي."
    assert text[evidence.start : evidence.end] == evidence.quote


def test_ids_are_stable_and_differ_between_flows(read_text: ReadsText) -> None:
    text = "نقلت طائرات مقاتلين من دمشق إلى بنغازي. ونقلت سفينة أسلحة من موسكو إلى طبرق."
    once, again = ([flow.id for flow in read_text(text).flows] for _ in range(2))
    assert once == again
    assert len(set(once)) == len(once) == 2


def test_arms_shipped_by_a_base_go_on_from_there(read_text: ReadsText) -> None:
    text = "تستخدم مجموعة فاغنر قاعدة حميميم محطة لنقل الأسلحة إلى ليبيا"
    flow = read_text(text).flow("Hmeimim Air Base", "Libya")
    assert "arms" in flow.cargo


def test_a_delegation_of_the_east_goes_from_there(read_text: ReadsText) -> None:
    text = "وصل إلى دمشق وفد من حكومة شرق ليبيا"
    assert "delegation" in read_text(text).flow("eastern Libya", "Damascus").cargo


def test_english_flow_with_its_fields(read_text: ReadsText) -> None:
    text = "Cham Wings planes flew 300 fighters from Damascus to Benghazi on 3 March 2020, Le Monde said."
    flow = read_text(text, language="en").flow("Damascus", "Benghazi")
    assert (flow.mode, flow.cargo, flow.count, flow.carrier) == ("flight", ("fighters",), 300, "Cham Wings")
    assert (flow.date.date_from, flow.claim.status, flow.claim.claimed_by) == (date(2020, 3, 3), "claimed", "Le Monde")


# Ends by the first letters of their English names: how the gazetteer spells the rest is its affair.
OTHER_WARS = [
    ("ar", "وصلت أمس رحلة جوية من دمشق إلى شرق ليبيا", [("Damascus", "eastern Libya")]),
    ("ar", "وصلت أمس رحلة من دمشق إلى مطار بنينا في بنغازي", [("Damascus", "Benina")]),
    ("ar", "أقلعت طائرة من مطار معيتيقة إلى إسطنبول وعلى متنها 40 جريحا", [("Mitiga", "Istanbul")]),
    ("ar", "وصلت إلى ميناء الحديدة سفينة إيرانية محملة بالصواريخ", [(None, "Hodeidah")]),
    ("ar", "نقلت روسيا منظومات دفاع جوي من القرم إلى خيرسون", [("Crimea", "Kherson")]),
    ("ar", "عاد 200 لاجئ سوري من لبنان إلى ريف حمص عبر معبر جوسية", [("Lebanon", "Homs")]),
    ("ar", "فر آلاف المدنيين من الفاشر نحو تشاد", [("El Fasher", "Chad")]),
    ("ar", "أرسلت تركيا تعزيزات عسكرية إلى إدلب", [("Turkey", "Idlib")]),
    ("ar", "سحبت روسيا جنودها من قاعدة الجفرة إلى قاعدة حميميم", [("Jufra", "Hmeimim")]),
    ("ar", "هربت شبكة أسلحة من ليبيا إلى السودان عبر الكفرة", [("Libya", "Sudan")]),
    ("ar", "غادر وزير الخارجية القاهرة متوجها إلى طرابلس", [("Cairo", "Tripoli")]),
    ("ar", "سافر المبعوث من جنيف إلى صنعاء للقاء الحوثيين", [("Geneva", "Sanaa")]),
    ("ar", "انطلقت قافلة مساعدات من غازي عنتاب باتجاه إدلب", [("Gaziantep", "Idlib")]),
    ("ar", "سيزور الوزير بغداد الأسبوع المقبل", [(None, "Baghdad")]),
    ("ar", "ألغى الوزير زيارته إلى بغداد", []),
    ("ar", "لم يزر الوزير بغداد", []),
    ("ar", "اتهمت الوزارة شركة طيران بنقل مرتزقة من السودان إلى ليبيا", [("Sudan", "Libya")]),
    ("ar", "من المقرر أن تصل دفعة جديدة من المقاتلين إلى مصراتة قادمة من حلب", [("Aleppo", "Misrata")]),
    ("en", "Russia moved air defence systems from Crimea to Kherson.", [("Crimea", "Kherson")]),
    ("en", "Thousands fled from El Fasher to Chad.", [("El Fasher", "Chad")]),
    ("en", "A ship carrying weapons docked in Hodeidah.", [(None, "Hodeidah")]),
    ("en", "The minister will visit Baghdad next week.", [(None, "Baghdad")]),
    ("en", "The minister did not visit Baghdad.", []),
    (
        "en",
        "The foreign minister toured Algiers, Rabat and Khartoum.",
        [(None, "Algiers"), (None, "Rabat"), (None, "Khartoum")],
    ),
    ("en", "Turkey sent reinforcements to Idlib.", [("Turkey", "Idlib")]),
    ("en", "Some 2,000 fighters were flown from Syria to western Libya.", [("Syria", "western Libya")]),
    ("en", "The convoy travelled from Gaziantep to Idlib with food.", [("Gaziantep", "Idlib")]),
    ("en", "Smugglers moved arms from Libya to Chad.", [("Libya", "Chad")]),
]


@pytest.mark.parametrize(("language", "text", "expected"), OTHER_WARS)
def test_reports_of_other_wars_are_read_by_the_same_code(
    read_text: ReadsText, language: str, text: str, expected: list[tuple[str | None, str | None]]
) -> None:
    found = read_text(text, language=language).ends
    assert len(found) == len(expected), found
    for ends, wanted in zip(found, expected, strict=True):
        for name, part in zip(ends, wanted, strict=True):
            assert (name is None) == (part is None), found
            assert part is None or part[:4].casefold() in (name or "").casefold()
