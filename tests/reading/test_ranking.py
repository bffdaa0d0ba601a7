"""Ranking: the company that a name keeps decides which of its namesakes it means, and whether it is a person's.

The sentences were written for these tests.
"""

import pytest

from tests.conftest import ReadsText

LAMAR = "The Lamar County commissioners met in Paris on Monday. Bonham, Honey Grove and Sulphur Springs sent mayors."


def test_small_towns_together_outweigh_a_far_capital(read_text: ReadsText) -> None:
    place = read_text(LAMAR, language="en").mention("Paris").place
    assert place is not None
    assert place.admin1 == "Texas"


def test_without_them_the_capital_is_meant(read_text: ReadsText) -> None:
    place = read_text("The ministers met in Paris on Monday.", language="en").mention("Paris").place
    assert place is not None
    assert place.country == "FR"


def test_a_county_is_that_of_the_towns_around_it(read_text: ReadsText) -> None:
    read = read_text("Greene County deputies stopped a car near Ozark, Nixa and Republic.", language="en")
    place = read.mention("Greene County").place
    assert place is not None
    assert (place.kind, place.admin1) == ("admin2", "Missouri")


def test_the_reason_names_what_a_place_is_near_to(read_text: ReadsText) -> None:
    reason = read_text(LAMAR, language="en").mention("Sulphur Springs").resolution.reason
    assert "km from" in reason


@pytest.mark.parametrize(("country", "demonym"), [("LY", "Libyan"), ("LB", "Lebanese")])
def test_an_apposition_says_which_one(read_text: ReadsText, country: str, demonym: str) -> None:
    read = read_text(f"In Tripoli, the {demonym} city, a bakery opened. Beirut and Benghazi were quiet.", language="en")
    place = read.mention("Tripoli").place
    assert place is not None
    assert place.country == country


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("اشتباكات جنوبي العاصمة طرابلس الليبية", {"city"}),
        ("قصف على شمال حلب السورية", {"admin1", "city"}),
        ("A storm crossed northern Lebanon and Beirut.", {"country", "region", "admin1"}),
    ],
)
def test_a_direction_is_said_of_an_area_unless_a_word_says_town(
    read_text: ReadsText, text: str, kinds: set[str]
) -> None:
    read = read_text(text, language="ar" if text[0] > "z" else "en")
    place = read.mentions[0].place
    assert place is not None
    assert place.kind in kinds


# --- Persons ----------------------------------------------------------------------------------------------------------


def test_a_name_that_a_person_bears_in_the_text_is_a_person_again(read_text: ReadsText) -> None:
    read = read_text("Jordan Lincoln, 26, drove up from Racine. Lincoln was not hurt, a deputy said.", language="en")
    assert read.names == ["Racine"]


def test_the_same_name_is_a_place_where_none_bears_it(read_text: ReadsText) -> None:
    read = read_text("He drove from Omaha to Lincoln in Nebraska.", language="en")
    assert "Lincoln" in read.names


def test_a_place_keeps_its_name_beside_a_person_who_bears_it(read_text: ReadsText) -> None:
    read = read_text("Jordan Lincoln, 26, was born in Lincoln, Nebraska.", language="en")
    assert read.names.count("Lincoln") == 1


def test_an_age_after_a_name_is_a_persons(read_text: ReadsText) -> None:
    assert read_text("The driver, Kent, 41, was not hurt.", language="en").names == []


# --- Clubs ------------------------------------------------------------------------------------------------------------

MATCH = "تعادل {0} مع {1} بهدف لكل فريق في مباراة الجولة العاشرة من الدوري، وسجل المهاجم هدف التعادل في الدقيقة الأخيرة"


def test_a_towns_name_is_its_club_in_a_report_of_a_match(read_text: ReadsText) -> None:
    assert read_text(MATCH.format("فالنسيا", "إشبيلية")).names == []


def test_a_town_where_the_match_was_played_is_a_place(read_text: ReadsText) -> None:
    assert read_text(MATCH.format("الفريق", "ضيفه") + " في مدينة فالنسيا").names == ["فالنسيا"]


def test_outside_of_sport_a_towns_name_is_the_town(read_text: ReadsText) -> None:
    assert read_text("شهدت فالنسيا أمطارا غزيرة أمس").names == ["فالنسيا"]


# --- What is said of each candidate -----------------------------------------------------------------------------------


def test_only_the_candidate_that_lies_there_says_that_the_next_name_is_where_it_lies(read_text: ReadsText) -> None:
    resolution = read_text("They met in Tripoli, Lebanon.", language="en").mention("Tripoli").resolution
    assert "the next name is where it lies" in resolution.reason
    assert resolution.place is not None
    assert resolution.place.country == "LB"
    others = [one for one in resolution.alternatives if one.place.country != "LB"]
    assert others
    assert not [one for one in others if "where it lies" in one.reason]


def test_words_that_only_sound_alike_are_weighed_apart(read_text: ReadsText) -> None:
    text = "دخل الجيش السريلانكي بلدة كيلينوتشي قرب جفنا في سريلانكا، وقال الضابط السريلانكي غلنشاي إن المعركة انتهت"
    found = {mention.text: mention.place for mention in read_text(text).mentions}
    assert found["كيلينوتشي"] is not None
    assert found["كيلينوتشي"].name == "Kilinochchi"
    assert "غلنشاي" not in found
