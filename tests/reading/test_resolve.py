"""Resolution: which place a name means, by context, with reason and alternatives; and an honest "unresolved".

The sentences were written for these tests.
"""

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.coordinates import distance_km
from geo.model import Place
from geo.pipeline import look_up
from tests.conftest import ReadsText


@dataclass(frozen=True, slots=True)
class Where:
    """Where a place is, as an atlas says, and how far off a gazetteer may be."""

    country: str
    lat: float
    lon: float
    within_km: float
    kinds: tuple[str, ...]

    def holds(self, place: Place | None) -> bool:
        if place is None or place.country != self.country or place.kind not in self.kinds:
            return False
        return distance_km(self.lon, self.lat, place.lon, place.lat) <= self.within_km


TOWN = ("city", "town")
BENGHAZI = Where("LY", 32.12, 20.07, 15, TOWN)
TRIPOLI = Where("LY", 32.89, 13.19, 15, TOWN)
TRIPOLI_LEBANON = Where("LB", 34.44, 35.84, 10, TOWN)
DAMASCUS = Where("SY", 33.51, 36.29, 15, TOWN)
GHOUTA = Where("SY", 33.5, 36.4, 25, ("region",))
SWEIDA = Where("SY", 32.71, 36.57, 45, (*TOWN, "admin1"))
IDLIB = Where("SY", 35.93, 36.63, 60, (*TOWN, "admin1"))
HMEIMIM = Where("SY", 35.41, 35.95, 8, ("site",))
TUWEISHA = Where("LY", 32.72, 13.12, 25, ("neighbourhood", "town", "village", "region"))
AL_BAYDA_LIBYA = Where("LY", 32.76, 21.74, 10, TOWN)
AL_BAYDA_YEMEN = Where("YE", 13.99, 45.57, 60, (*TOWN, "admin1"))

EIGHT = [
    ("بنغازي", BENGHAZI, "احترق مستودع في بنغازي، وقال مسؤول ليبي إن الخسائر كبيرة"),
    ("طرابلس", TRIPOLI, "انقطع الماء عن طرابلس ومصراتة، وقالت السلطات الليبية إن الإصلاح بدأ"),
    ("دمشق", DAMASCUS, "ازدحمت شوارع دمشق قبل العيد"),
    ("الغوطة", GHOUTA, "هجر أهالي الغوطة قرب دمشق بساتينهم"),
    ("السويداء", SWEIDA, "احتج تجار السويداء جنوبي سوريا على الضرائب"),
    ("إدلب", IDLIB, "امتلأت مخيمات إدلب بالنازحين"),
    ("حميميم", HMEIMIM, "هبطت طائرة شحن في قاعدة حميميم"),
    ("الطويشة", TUWEISHA, "تبادل الطرفان القصف في محور الطويشة جنوب طرابلس الليبية"),
]


@pytest.mark.parametrize(
    ("name", "where", "text"), EIGHT, ids=[case[1].country + str(n) for n, case in enumerate(EIGHT)]
)
def test_the_eight_places_of_the_project(read_text: ReadsText, name: str, where: Where, text: str) -> None:
    assert where.holds(read_text(text).mention(name).place)


ENGLISH_EIGHT = [
    ("Benghazi", BENGHAZI, "A warehouse burned in Benghazi."),
    ("Tripoli", TRIPOLI, "Water was cut in Tripoli and Misrata, Libyan officials said."),
    ("Damascus", DAMASCUS, "The streets of Damascus were full before the feast."),
    ("Ghouta", GHOUTA, "Farmers left Ghouta near Damascus."),
    ("Sweida", SWEIDA, "Shopkeepers in Sweida in southern Syria protested."),
    ("Idlib", IDLIB, "Camps in Idlib are full."),
    ("Hmeimim", HMEIMIM, "A cargo plane landed at Hmeimim air base."),
    ("Tuweisha", TUWEISHA, "Shelling went on around Tuweisha south of Tripoli in Libya."),
]


@pytest.mark.parametrize(("name", "where", "text"), ENGLISH_EIGHT, ids=[case[0] for case in ENGLISH_EIGHT])
def test_the_eight_places_in_english(read_text: ReadsText, name: str, where: Where, text: str) -> None:
    assert where.holds(read_text(text, language="en").mention(name).place)


def test_tripoli_of_libya_beats_the_lebanese_which_stays_as_alternative(read_text: ReadsText) -> None:
    resolution = read_text("اجتمع المجلس الرئاسي في طرابلس").mention("طرابلس").resolution
    assert resolution is not None
    assert TRIPOLI.holds(resolution.place)
    assert any(TRIPOLI_LEBANON.holds(other.place) for other in resolution.alternatives)
    assert "beat" in resolution.reason


BOTH_SIDES = [
    ("طرابلس", TRIPOLI_LEBANON, "أعلن الجيش اللبناني ضبط زورق قبالة طرابلس كان متجها من لبنان إلى قبرص"),
    ("طرابلس", TRIPOLI_LEBANON, "تظاهر العشرات في بيروت وطرابلس وصيدا"),
    ("طرابلس", TRIPOLI, "تظاهر العشرات في بنغازي وطرابلس وسبها"),
    ("طرابلس", TRIPOLI, "أعلنت السلطات الليبية إغلاق مدارس طرابلس"),
    ("البيضاء", AL_BAYDA_YEMEN, "قال مسؤول يمني إن الحوثيين قصفوا قرى في محافظة البيضاء وسط اليمن"),
    ("البيضاء", AL_BAYDA_LIBYA, "اجتمع البرلمان الليبي في مدينة البيضاء شرقي ليبيا"),
    ("دوما", Where("SY", 33.57, 36.4, 8, TOWN), "سقط صاروخ على دوما في غوطة دمشق"),
    ("الجزائر", Where("DZ", 28, 3, 400, ("country",)), "أغلقت الجزائر حدودها مع ليبيا"),
    ("الجزائر العاصمة", Where("DZ", 36.75, 3.05, 20, ("city",)), "هبطت الطائرة في الجزائر العاصمة"),
    ("السويداء", Where("SY", 32.7, 36.57, 50, ("admin1",)), "أضربت قرى محافظة السويداء كلها"),
    ("السويداء", Where("SY", 32.71, 36.57, 8, TOWN), "أضربت محال مدينة السويداء كلها"),
    ("حماة", Where("SY", 35.13, 36.75, 10, TOWN), "قصفت أحياء مدينة حماة"),
    ("الزاوية", Where("LY", 32.76, 12.73, 10, TOWN), "اشتباكات في مدينة الزاوية غربي ليبيا"),
]


@pytest.mark.parametrize(("name", "where", "text"), BOTH_SIDES)
def test_a_name_of_several_places_is_decided_by_context(
    read_text: ReadsText, name: str, where: Where, text: str
) -> None:
    assert where.holds(read_text(text).mention(name).place)


ENGLISH_SIDES = [
    ("Tripoli", TRIPOLI_LEBANON, "Soldiers patrolled Tripoli, Lebanon, after the clash."),
    ("Tripoli", TRIPOLI_LEBANON, "The Lebanese army searched homes in Tripoli and Beirut."),
    ("Tripoli", TRIPOLI, "Schools in Tripoli, Libya, were closed."),
    ("Tripoli", TRIPOLI, "Militias clashed in Tripoli on Sunday."),
    ("Washington", Where("US", 38.9, -77.04, 20, ("city",)), "The envoy returned to Washington for talks."),
    ("Washington", Where("US", 47.4, -120.3, 350, ("admin1",)), "Fires burned across Washington state near Seattle."),
    ("Athens", Where("GR", 37.98, 23.73, 15, ("city",)), "The minister flew to Athens."),
    ("Athens", Where("US", 33.96, -83.38, 15, TOWN), "The shop opened in Athens, Georgia."),
    ("Georgia", Where("GE", 42, 43.5, 200, ("country",)), "Crowds in Tbilisi waved the flag of Georgia."),
]


@pytest.mark.parametrize(("name", "where", "text"), ENGLISH_SIDES)
def test_an_english_name_of_several_places_is_decided_by_context(
    read_text: ReadsText, name: str, where: Where, text: str
) -> None:
    assert where.holds(read_text(text, language="en").mention(name).place)


def test_one_name_has_one_sense_in_a_document(read_text: ReadsText) -> None:
    text = "قال الجيش اللبناني إن دورية دخلت طرابلس. ولم تعلق طرابلس على النبأ. ثم هدأت طرابلس."
    places = {mention.place.country for mention in read_text(text).mentions if mention.place}
    assert places == {"LB"}


def test_each_of_two_senses_in_a_document_is_kept_where_the_text_says_so(read_text: ReadsText) -> None:
    text = "A ship left Tripoli, Libya, on Monday. It reached Tripoli, Lebanon, on Friday."
    found = [m.place.country for m in read_text(text, language="en").mentions if m.text == "Tripoli" and m.place]
    assert found == ["LY", "LB"]


def test_a_village_that_no_source_knows_is_unresolved_and_says_so(read_text: ReadsText) -> None:
    mention = read_text("احترقت قرية الزرقوطية بالكامل").mention("الزرقوطية")
    assert mention.place is None
    assert mention.resolution is not None
    assert mention.resolution.reason.startswith("unresolved")


@pytest.mark.parametrize("text", ["احترق الزرقوطي بالكامل", "زار بلوتونيا صديقه", "Zarquta burned."])
def test_an_unknown_word_without_a_class_word_is_no_place(read_text: ReadsText, text: str) -> None:
    assert read_text(text).names == []


def test_small_far_away_villages_need_more_evidence_than_a_capital(read_text: ReadsText) -> None:
    text = "قال المدير إن النور مهم، وإن السلام يعم القرية، وإن الوحدة قوة، والسد عال"
    assert read_text(text).names == []


PLAIN = [
    "دمشق",
    "طرابلس",
    "Tripoli",
    "البيضاء",
    "إدلب",
    "Damascus",
    "لبنان",
    "اليمن",
    "،",
    ".",
    "في",
    "من",
    "إلى",
    "قرية",
]


@given(st.lists(st.sampled_from(PLAIN), min_size=1, max_size=12))
@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_mention_has_a_score_a_reason_and_alternatives_that_are_other_places(
    read_text: ReadsText, words: list[str]
) -> None:
    for mention in read_text(" ".join(words)).mentions:
        resolution = mention.resolution
        assert resolution is not None
        assert 0.0 <= resolution.score <= 1.0
        assert resolution.reason
        others = [candidate.place.id for candidate in resolution.alternatives]
        assert len(others) == len(set(others))
        if resolution.place:
            assert resolution.place.id not in others


@pytest.mark.parametrize(
    ("name", "country"),
    [("Tripoli", "LY"), ("طرابلس", "LY"), ("حميميم", "SY"), ("البيضاء", "LY"), ("دمشق", "SY"), ("Lebanon", "LB")],
)
def test_looking_a_name_up_lists_the_strongest_place_first(name: str, country: str) -> None:
    found = look_up(name)
    assert found[0].place.country == country
    assert [one.strength for one in found] == sorted((one.strength for one in found), reverse=True)


def test_looking_up_what_nobody_knows_finds_nothing() -> None:
    assert look_up("الزرقوطية") == ()
    assert look_up("") == ()
