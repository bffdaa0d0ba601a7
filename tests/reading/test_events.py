"""Events: what is said to have happened at a place, one for each thing told, and none in peaceful news.

The sentences were written for these tests.
"""

from datetime import date

import pytest

from tests.conftest import ReadsText

TYPES = [
    ("قصفت المدفعية أحياء مدينة درنة", "ASSAULT", ("Derna",)),
    ("شنت طائرات غارات جوية على مطار معيتيقة", "ASSAULT", None),
    ("اندلعت اشتباكات عنيفة في الزاوية غربي ليبيا بين فصيلين", "ASSAULT", None),
    ("سيطرت القوات على مدينة ترهونة", "ASSAULT", ("Tarhuna",)),
    ("انفجرت سيارة مفخخة في بنغازي", "ASSAULT", ("Benghazi",)),
    ("اغتيل ضابط في درعا", "ASSAULT", ("Daraa",)),
    ("انسحبت القوات من مدينة درنة", "RETREAT", ("Derna",)),
    ("حاصرت القوات مدينة درنة", "COERCE", ("Derna",)),
    ("اعتقلت الشرطة عشرة ناشطين في بنغازي", "COERCE", ("Benghazi",)),
    ("تظاهر المئات في السويداء", "PROTEST", ("As-Suwayda",)),
    ("التقى الوزير نظيره في موسكو", "CONSULT", ("Moscow",)),
    ("وقع الطرفان مذكرة تفاهم في دمشق", "AGREE", ("Damascus",)),
    ("سلمت الحكومة مبنى السفارة الليبية في دمشق للوفد", "COOPERATE", ("Damascus",)),
    ("حشد الجيش قواته في درنة", "MOBILIZE", ("Derna",)),
    ("أفرج الفصيل عن أسرى في مصراتة", "RETREAT", ("Misrata",)),
]


@pytest.mark.parametrize(("text", "kind", "places"), TYPES)
def test_an_event_has_its_type_and_its_places(
    read_text: ReadsText, text: str, kind: str, places: tuple[str, ...] | None
) -> None:
    events = read_text(text).events
    assert [event.type for event in events] == [kind]
    if places:
        assert tuple(place.name for place in events[0].places) == places


@pytest.mark.parametrize(
    ("text", "mode", "acled"),
    [
        ("شنت طائرات غارات جوية على درنة", "aerial", "Explosions/Remote violence"),
        ("اندلعت اشتباكات في درنة", "firearms", "Battles"),
        ("انفجرت سيارة مفخخة في درنة", "explosives", "Explosions/Remote violence"),
        ("اغتيل ضابط في درنة", "assassinate", "Violence against civilians"),
        ("تظاهر المئات في درنة", "demo", "Protests"),
    ],
)
def test_the_mode_decides_acleds_type(read_text: ReadsText, text: str, mode: str, acled: str) -> None:
    (event,) = read_text(text).events
    assert (event.mode, event.acled_event_type) == (mode, acled)


NONE = [
    ("negated", "لم تقصف القوات درنة"),
    ("negated future", "لن تهاجم القوات مدينة درنة"),
    ("negated present", "لا توجد اشتباكات في درنة"),
    ("no place", "قصفت المدفعية موقعا مجهولا"),
    ("a ministry is no visit", "قالت وزارة الصحة في طرابلس إن اللقاح متوفر"),
    ("weather", "تشهد بنغازي طقسا معتدلا"),
    ("weather", "تصل كتلة باردة إلى دمشق غدا"),
    ("football", "سجل المهاجم هدفا في مباراة بنغازي"),
    ("a match as a battle", "يخوض فريق بنغازي معركة الهبوط أمام فريق طرابلس في الدوري"),
    ("goals as shells", "قصف المهاجم مرمى الأهلي في طرابلس بكرة قوية"),
    ("oil prices", "ارتفعت أسعار النفط في لندن"),
    ("a film", "عرض فيلم عن الحرب في مهرجان قرطاج بتونس"),
    ("biography", "ولد الكاتب في حلب ودرس الطب"),
]


@pytest.mark.parametrize("text", [c[1] for c in NONE], ids=[c[0] for c in NONE])
def test_what_is_no_event(read_text: ReadsText, text: str) -> None:
    assert read_text(text).told == []


def test_nothing_happens_at_a_place_that_is_only_part_of_a_name(read_text: ReadsText) -> None:
    assert read_text("ذكرت صحيفة «الشرق الأوسط» أن اشتباكات اندلعت في الحي").told == []


def test_a_governments_decision_did_not_happen_at_its_seat(read_text: ReadsText) -> None:
    result = read_text("اتهمت دمشق خصومها بقصف مدينة حماة")
    assert all("Damascus" not in places for _, places in result.told)


ONE = [
    ("شن الجيش هجوما على درنة وقصف أحياءها وقتل خمسة من سكانها", "ASSAULT"),
    ("زار الوزير دمشق والتقى فيها نظيره وأجرى محادثات", "CONSULT"),
]


@pytest.mark.parametrize(("text", "kind"), ONE)
def test_several_words_for_one_thing_are_one_event(read_text: ReadsText, text: str, kind: str) -> None:
    assert [event.type for event in read_text(text).events] == [kind]


def test_an_event_told_again_later_is_one(read_text: ReadsText) -> None:
    text = "قصفت المدفعية مدينة درنة أمس. وكان الجو صحوا. وأوقع قصف درنة خمسة قتلى."
    assert [kind for kind, places in read_text(text).told if "Derna" in places] == ["ASSAULT"]


def test_two_things_in_one_sentence_are_two_events(read_text: ReadsText) -> None:
    text = "قصفت المدفعية مدينة درنة، وتظاهر المئات في بنغازي"
    assert sorted(read_text(text).told) == [("ASSAULT", ("Derna",)), ("PROTEST", ("Benghazi",))]


def test_the_ends_of_a_flight_are_no_places_of_a_shelling_in_the_same_sentence(read_text: ReadsText) -> None:
    text = "وصلت أمس رحلة من دمشق إلى شرق ليبيا، وقصفت المدفعية درنة"
    assert [places for kind, places in read_text(text).told if kind == "ASSAULT"] == [("Derna",)]


def test_the_same_at_two_places_in_a_list_is_one_event_with_both(read_text: ReadsText) -> None:
    (event,) = read_text("قصفت المدفعية درنة وترهونة").events
    assert [place.name for place in event.places] == ["Derna", "Tarhuna"]


def test_an_area_is_the_place_where_the_text_knows_no_town(read_text: ReadsText) -> None:
    (event,) = read_text("اندلعت معارك في شمال غرب سوريا").events
    assert event.places[0].name == "north-western Syria"
    assert event.places[0].kind == "region"


STATUS = [
    ("قصفت المدفعية درنة أمس", "reported", ""),
    ("قال محمد قنونو إن قوات حفتر قصفت درنة", "claimed", "Mohammed Qanunu"),
    ("ذكرت صحيفة لوموند أن المدفعية قصفت درنة", "claimed", "Le Monde"),
    ("ستقصف القوات درنة غدا", "planned", ""),
    ("نفى محمد قنونو أن تكون القوات قصفت درنة", "denied", ""),
]


@pytest.mark.parametrize(("text", "status", "claimant"), STATUS)
def test_the_status_of_an_event(read_text: ReadsText, text: str, status: str, claimant: str) -> None:
    claims = [event.claim for event in read_text(text).events if event.type == "ASSAULT"]
    assert [claim.status for claim in claims] == [status]
    if claimant:
        assert claimant in claims[0].claimed_by


def test_a_request_for_a_base_is_requested_and_a_denial_of_it_denied(read_text: ReadsText) -> None:
    asked = read_text("طلب خليفة حفتر إقامة قاعدة عسكرية روسية في شرق ليبيا").event("REQUEST", "eastern Libya")
    denied = read_text("نفى أحمد المسماري طلب إقامة قاعدة عسكرية روسية في شرق ليبيا").event("REQUEST", "eastern Libya")
    assert asked.claim.status == "requested"
    assert denied.claim.status == "denied"
    assert any("Mismari" in who for who in denied.claim.denied_by)


FATALITIES = [
    ("قتل خمسة مدنيين في قصف على درنة", 5),
    ("قتل 12 مدنيا في قصف على درنة", 12),
    ("أسفر القصف على درنة عن مقتل 7 أشخاص", 7),
    ("أوقع القصف على درنة 3 قتلى", 3),
    ("قصفت المدفعية درنة 12 مرة", None),
    ("أصيب 9 مدنيين في قصف على درنة", None),
]


@pytest.mark.parametrize(("text", "dead"), FATALITIES)
def test_fatalities_where_told(read_text: ReadsText, text: str, dead: int | None) -> None:
    (event,) = read_text(text).events
    assert (event.fatalities.best if event.fatalities else None) == dead
    if event.fatalities:
        assert event.fatalities.low <= event.fatalities.best <= event.fatalities.high


DATED = [
    ("قصفت المدفعية درنة أمس", date(2020, 3, 11), date(2020, 3, 11)),
    ("قصفت المدفعية درنة في 4 أبريل 2019", date(2019, 4, 4), date(2019, 4, 4)),
    ("منذ 4 من أبريل/نيسان الماضي يشن خليفة حفتر هجوما على طرابلس", date(2019, 4, 4), None),
    ("قصفت المدفعية درنة", None, date(2020, 3, 12)),
]


@pytest.mark.parametrize(("text", "first", "last"), DATED)
def test_when_it_happened(read_text: ReadsText, text: str, first: date | None, last: date | None) -> None:
    (event,) = read_text(text).events
    assert event.date.date_from == first
    if last:
        assert event.date.date_to == last


def test_who_did_it_and_to_whom(read_text: ReadsText) -> None:
    (event,) = read_text("هاجمت قوات حفتر مواقع حكومة الوفاق في درنة").events
    assert "LNA" in event.actors
    assert "GNA" in event.recipients


def test_the_evidence_is_the_sentence_that_says_it(read_text: ReadsText) -> None:
    text = "كان الجو صحوا. قصفت المدفعية درنة. ثم هدأ كل شيء."
    (event,) = read_text(text).events
    assert event.evidence.quote == "قصفت المدفعية درنة."
    assert text[event.evidence.start : event.evidence.end] == event.evidence.quote


def test_ids_are_stable_and_differ_between_events(read_text: ReadsText) -> None:
    text = "قصفت المدفعية درنة. وتظاهر المئات في بنغازي."
    once, again = ([event.id for event in read_text(text).events] for _ in range(2))
    assert once == again
    assert len(set(once)) == len(once) == 2


@pytest.mark.parametrize("text", ["", "   ", "أخبار متفرقة", "درنة", "بنغازي ودمشق وطرابلس"])
def test_without_anything_told_there_is_no_event(read_text: ReadsText, text: str) -> None:
    assert read_text(text).told == []


ENGLISH = [
    ("The army shelled Derna.", "ASSAULT", "Derna"),
    ("Air strikes hit Benghazi on Monday.", "ASSAULT", "Benghazi"),
    ("Hundreds protested in As-Suwayda.", "PROTEST", "As-Suwayda"),
    ("The two sides signed a memorandum in Damascus.", "AGREE", "Damascus"),
    ("Troops withdrew from Tarhuna.", "RETREAT", "Tarhuna"),
]


@pytest.mark.parametrize(("text", "kind", "place"), ENGLISH)
def test_english_events(read_text: ReadsText, text: str, kind: str, place: str) -> None:
    assert read_text(text, language="en").told == [(kind, (place,))]


@pytest.mark.parametrize(
    "text",
    [
        "Benghazi beat Tripoli in a tense battle for third place.",
        "A heat wave hit Damascus.",
        "Oil prices fell in London after a strike by traders.",
        "The army did not shell Derna.",
        "The film festival opened in Beirut.",
    ],
)
def test_what_is_no_event_in_english(read_text: ReadsText, text: str) -> None:
    assert [kind for kind, _ in read_text(text, language="en").told if kind in {"ASSAULT", "RETREAT", "MOBILIZE"}] == []


OTHER_WARS = [
    ("ar", "قتل 11 شخصا في انفجار سيارة مفخخة في عفرين", "ASSAULT", "Afrin", 11),
    ("ar", "استهدفت طائرة مسيرة قاعدة الوطية", "ASSAULT", "Watiya", None),
    ("ar", "سقطت قذائف هاون على أحياء في تعز وأصيب طفلان", "ASSAULT", "Ta", None),
    ("ar", "أعلن الجيش السوداني استعادة السيطرة على أم درمان", "ASSAULT", "Omdurman", None),
    ("ar", "اغتال مسلحون مجهولون ضابطا في درعا", "ASSAULT", "Daraa", None),
    ("ar", "عقدت محادثات سلام في جنيف بين الطرفين", "CONSULT", "Geneva", None),
    ("ar", "فتحت روسيا قنصلية في بنغازي", "COOPERATE", "Benghazi", None),
    ("ar", "توصل الطرفان إلى وقف لإطلاق النار في الحديدة", "AGREE", "Hodeidah", None),
    ("ar", "أسقطت الدفاعات الجوية طائرة مسيرة فوق ترهونة", "ASSAULT", "Tarhuna", None),
    ("en", "A car bomb killed 11 people in Afrin.", "ASSAULT", "Afrin", 11),
    ("en", "A drone struck al-Watiya airbase.", "ASSAULT", "Watiya", None),
    ("en", "Sudan's army retook Omdurman.", "ASSAULT", "Omdurman", None),
    ("en", "Peace talks were held in Geneva.", "CONSULT", "Geneva", None),
    ("en", "Russian missiles hit Kharkiv overnight, killing three people.", "ASSAULT", "Kharkiv", 3),
]


@pytest.mark.parametrize(("language", "text", "kind", "place", "dead"), OTHER_WARS)
def test_reports_of_other_wars_are_read_by_the_same_code(
    read_text: ReadsText, language: str, text: str, kind: str, place: str, dead: int | None
) -> None:
    result = read_text(text, language=language)
    assert [found for found, _ in result.told] == [kind]
    (event,) = result.events
    assert [place in where.name for where in event.places] == [True], result.told
    assert (event.fatalities.best if event.fatalities else None) == dead


PEACE = [
    ("ar", "توفي المخرج في دمشق عن سبعين عاما"),
    ("ar", "افتتح معرض الكتاب في الرياض"),
    ("ar", "خسر المنتخب أمام ضيفه في بغداد"),
    ("ar", "احتفل أهالي حمص بالعيد"),
    ("ar", "انهار مبنى قديم في حلب بسبب الأمطار"),
    ("ar", "قتل ثلاثة في حادث سير في طرابلس"),
    ("ar", "تفاوض النادي مع مدرب من تونس"),
    ("en", "Three people died in a car crash in Tripoli."),
    ("en", "A book fair opened in Riyadh."),
    ("en", "An old building collapsed in Aleppo after rain."),
    ("en", "Stocks fell sharply in Tokyo."),
    ("en", "The team beat Iraq in Baghdad with a late strike."),
    ("en", "A court in Tripoli sentenced two men for fraud."),
]


@pytest.mark.parametrize(("language", "text"), PEACE)
def test_news_without_a_conflict_has_no_event_of_one(read_text: ReadsText, language: str, text: str) -> None:
    assert read_text(text, language=language).told == []


def test_people_who_flee_are_told_of(read_text: ReadsText) -> None:
    assert [places for _, places in read_text("نزحت مئات العائلات من معرة النعمان").told] != []
