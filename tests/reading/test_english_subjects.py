"""English attributions: subjects before their verb, behind it, between commas; denials of what was told before."""

from datetime import date

import pytest

from tests.conftest import ReadsText

PUBLISHED = date(2021, 6, 15)

SPEAKERS = [
    ("A senior Ukrainian officer said Russia was shelling Izium.", "Senior Ukrainian officer"),
    ("Rockets hit Misrata, two local journalists said.", "Local journalists"),
    ("Two residents of Melitopol contacted by phone said rockets had hit Izium.", "Residents of Melitopol"),
    ("The governor, Oleh Syniehubov, said rockets had hit Izium.", "Oleh Syniehubov (governor)"),
    ("Rockets hit Izium, said Malek Merset, a rescue spokesman.", "Malek Merset (rescue spokesman)"),
    ("Rockets hit Izium, according to the regional governor.", "Regional governor"),
    ("Moscow said rebels had shelled Aleppo.", "Russia"),
    ("Hezbollah told Reuters that Israel had bombed Baalbek.", "Hezbollah"),
]

PLACES = [
    ("Rebels shelled the rebel-held suburbs of Idlib.", ["Idlib"]),
    ("ADEN (Wire) - Rebels shelled Taiz.", ["Taiz"]),
    ("Rebels shelled Tripoli, Lebanon.", ["Tripoli (Lebanon)"]),
    ("In Gulu, rebels attacked the convoy of Uganda's president.", ["Gulu"]),
    ("Turkish-backed rebels and Malta-flagged ships shelled Misrata.", ["Misrata"]),
]

ENDS = [
    ("A ship carrying wheat left the port of Odesa for Tripoli, Lebanon.", [("Odesa", "Tripoli (Lebanon)")]),
    ("300 recruits arrived in Tripoli from camps in Gaziantep.", [("Gaziantep", "Tripoli")]),
    ("Libya sent arms to the front-line town of Sirte from the base at Sabha.", [("Sabha", "Sirte")]),
    ("Soldiers fled Izium. Troops left the town for Kharkiv.", [("Izium", "Kharkiv")]),
    ("Flights from Kabul to Doha were suspended.", []),
]


@pytest.mark.parametrize(("text", "speaker"), SPEAKERS)
def test_the_subject_of_a_verb_of_saying_speaks(read_text: ReadsText, text: str, speaker: str) -> None:
    (event,) = read_text(text, language="en", published=PUBLISHED).events
    assert event.claim.claimed_by == speaker


@pytest.mark.parametrize(("text", "places"), PLACES)
def test_words_around_a_place_belong_to_it_or_tell_of_none(read_text: ReadsText, text: str, places: list[str]) -> None:
    events = read_text(text, language="en", published=PUBLISHED).events
    assert [place.name for event in events for place in event.places] == places


@pytest.mark.parametrize(("text", "ends"), ENDS)
def test_both_ends_are_found_across_a_group(
    read_text: ReadsText, text: str, ends: list[tuple[str | None, str | None]]
) -> None:
    assert sorted(read_text(text, language="en", published=PUBLISHED).ends, key=str) == sorted(ends, key=str)


@pytest.mark.parametrize(
    "text",
    [
        "The rebels accuse Damascus of ferrying gunmen from Mayadin to Idlib. SANA denied that anyone had crossed.",
        "Turkey has flown fighters from Gaziantep to Baku, rebels said; Ankara rejected the allegation.",
    ],
)
def test_a_denial_goes_back_to_what_was_told(read_text: ReadsText, text: str) -> None:
    (flow,) = read_text(text, language="en", published=PUBLISHED).flows
    assert flow.claim.status == "denied"


def test_denying_a_part_in_it_denies_no_event(read_text: ReadsText) -> None:
    text = "Gunmen killed twelve civilians in Taiz. The rebels denied any involvement."
    (event,) = read_text(text, language="en", published=PUBLISHED).events
    assert event.claim.status == "reported"


@pytest.mark.parametrize(
    "text",
    ["Rockets hit Misrata, according to SANA.", "Drones struck Marib, the United Nations said."],
)
def test_what_an_outlet_or_a_monitor_says_is_a_claim(read_text: ReadsText, text: str) -> None:
    (event,) = read_text(text, language="en", published=PUBLISHED).events
    assert event.claim.status == "claimed"
