"""Denials: of what another party claimed in a sentence before, of what the same sentence tells, and what is none.

The sentences were written for these tests.
"""

import pytest

from geo.model import Claim
from tests.conftest import ReadsText

SHELLED = "قالت قوات حفتر إن حكومة الوفاق قصفت ترهونة."
FLOWN = "قالت قوات حفتر إن طائرات نقلت مقاتلين من حلب إلى مصراتة."
EN_SHELLED = "The GNA said the LNA had shelled Tarhuna."
EN_FLOWN = "The LNA said planes had flown fighters from Aleppo to Misrata."


def shelling(read_text: ReadsText, language: str, text: str) -> Claim:
    """Claim of the shelling of Tarhuna."""
    return read_text(text, language=language).event("ASSAULT", "Tarhuna").claim


def flight(read_text: ReadsText, language: str, text: str) -> Claim:
    """Claim of the flight from Aleppo to Misrata."""
    return read_text(text, language=language).flow("Aleppo", "Misrata").claim


DENIED_SHELLING = [
    ("ar", f"{SHELLED} ونفت حكومة الوفاق ذلك.", "LNA", "GNA"),
    ("ar", f"{SHELLED} ونفت حكومة الوفاق هذه الاتهامات.", "LNA", "GNA"),
    ("ar", "قالت قوات حفتر إن حكومة الوفاق قصفت ترهونة، وهو ما نفته حكومة الوفاق.", "LNA", "GNA"),
    ("en", f"{EN_SHELLED} The LNA denied shelling the city.", "GNA", "LNA"),
    ("en", f"{EN_SHELLED} The LNA rejected the report.", "GNA", "LNA"),
    ("en", f"{EN_SHELLED} The LNA dismissed the claim.", "GNA", "LNA"),
    ("en", f"{EN_SHELLED} Russia denied it.", "GNA", "Russia"),
    ("en", "The GNA accused the LNA of shelling Tarhuna, but the LNA denied it.", "GNA", "LNA"),
]


@pytest.mark.parametrize(("language", "text", "claimant", "denier"), DENIED_SHELLING)
def test_a_later_denial_names_who_claims_and_who_denies_an_event(
    read_text: ReadsText, language: str, text: str, claimant: str, denier: str
) -> None:
    told = shelling(read_text, language, text)
    assert (told.status, told.claimed_by, told.denied_by) == ("denied", claimant, (denier,))


DENIED_FLIGHT = [
    ("ar", f"{FLOWN} ونفت تركيا ذلك.", "Turkey"),
    ("ar", f"{FLOWN} وكان الطقس باردا. ونفت تركيا هذه الأنباء.", "Turkey"),
    ("ar", f"{FLOWN} ونفى مسؤول تركي صحة التقرير.", "Turkish official"),
    ("en", f"{EN_FLOWN} Turkey denied sending fighters to Misrata.", "Turkey"),
    ("en", f"{EN_FLOWN} Turkey denied the claim.", "Turkey"),
    ("en", f"{EN_FLOWN} Turkey rejected the accusation.", "Turkey"),
]


@pytest.mark.parametrize(("language", "text", "denier"), DENIED_FLIGHT)
def test_a_later_denial_names_who_claims_and_who_denies_a_movement(
    read_text: ReadsText, language: str, text: str, denier: str
) -> None:
    told = flight(read_text, language, text)
    assert (told.status, told.claimed_by, told.denied_by) == ("denied", "LNA", (denier,))


def test_an_event_and_its_flow_are_denied_alike(read_text: ReadsText) -> None:
    result = read_text(f"{FLOWN} ونفت تركيا ذلك.")
    assert result.event("MOBILIZE", "Aleppo", "Misrata").claim == result.flow("Aleppo", "Misrata").claim


NOT_DENIED_SHELLING = [
    ("another place", "ar", f"{SHELLED} ونفت حكومة الوفاق وجود أسرى لديها في سبها."),
    ("another place", "en", f"{EN_SHELLED} The LNA denied that it had shelled Sirte."),
    ("another place", "en", f"{EN_SHELLED} The LNA denied that the army was in Sirte."),
    ("a part in it", "ar", f"{SHELLED} ونفت حكومة الوفاق مسؤوليتها عن الهجوم."),
    ("a part in it", "en", f"{EN_SHELLED} The LNA denied any role."),
    ("a part in it", "en", f"{EN_SHELLED} The LNA denied any link."),
    ("a part in it", "en", f"{EN_SHELLED} The LNA denied responsibility."),
    ("a part in it", "en", "The GNA accused the LNA of shelling Tarhuna. The LNA denied any involvement."),
    ("its own claim", "en", f"{EN_SHELLED} The GNA denied a truce."),
    (
        "told too long before",
        "en",
        f"{EN_SHELLED} Five were hurt. Schools were shut. Bread ran out. Shops closed. The LNA denied the claim.",
    ),
]


@pytest.mark.parametrize(
    ("language", "text"),
    [case[1:] for case in NOT_DENIED_SHELLING],
    ids=[case[0] for case in NOT_DENIED_SHELLING],
)
def test_a_denial_of_something_else_denies_no_event(read_text: ReadsText, language: str, text: str) -> None:
    told = shelling(read_text, language, text)
    assert (told.status, told.denied_by) == ("claimed", ())


NOT_DENIED_FLIGHT = [
    ("another act", "ar", f"{FLOWN} ونفت تركيا قصف إدلب."),
    ("another act", "en", f"{EN_FLOWN} Turkey denied shelling Idlib."),
    ("another place", "ar", f"{FLOWN} ونفت تركيا أن تكون لها قوات في صنعاء."),
    ("a part in it", "en", f"{EN_FLOWN} Turkey denied any link to the flights."),
]


@pytest.mark.parametrize(
    ("language", "text"), [case[1:] for case in NOT_DENIED_FLIGHT], ids=[case[0] for case in NOT_DENIED_FLIGHT]
)
def test_a_denial_of_something_else_denies_no_movement(read_text: ReadsText, language: str, text: str) -> None:
    told = flight(read_text, language, text)
    assert (told.status, told.claimed_by, told.denied_by) == ("claimed", "LNA", ())


NEARER = [
    (
        "ar",
        (
            "ذكرت صحيفة لوموند أن سفينة نقلت أسلحة إلى مصراتة. وذكرت وكالة رويترز أن طائرة نقلت مقاتلين إلى طبرق. "
            "ونفت قوات حفتر وصول مقاتلين إلى طبرق."
        ),
    ),
    (
        "en",
        (
            "Reuters said a ship had carried arms to Misrata. Le Monde said a plane had flown fighters to Tobruk. "
            "The LNA denied that any fighters had reached Tobruk."
        ),
    ),
    (
        "en",
        (
            "Le Monde said a plane had flown fighters to Tobruk. Reuters said a ship had carried arms to Misrata. "
            "The LNA denied that any fighters had reached Tobruk."
        ),
    ),
]


@pytest.mark.parametrize(("language", "text"), NEARER)
def test_of_two_claims_the_one_of_the_same_place_is_denied(read_text: ReadsText, language: str, text: str) -> None:
    result = read_text(text, language=language)
    assert result.flow(None, "Tobruk").claim.denied_by == ("LNA",)
    assert result.flow(None, "Misrata").claim.status == "claimed"


IN_ITS_SENTENCE = [
    ("وقال محمد قنونو إنه لا صحة لنقل مقاتلين من حلب إلى مصراتة", "Mohammed Qanunu"),
    ("قال محمد قنونو إن نقل مقاتلين من حلب إلى مصراتة محض أكاذيب", "Mohammed Qanunu"),
    ("قال محمد قنونو إن الحديث عن نقل مقاتلين من حلب إلى مصراتة لا أساس له", "Mohammed Qanunu"),
    ("لا صحة لنقل مقاتلين من حلب إلى مصراتة، بحسب قوات حفتر", "LNA"),
    ("نفت قوات حفتر نقل مقاتلين من حلب إلى مصراتة", "LNA"),
]


@pytest.mark.parametrize(("text", "denier"), IN_ITS_SENTENCE)
def test_no_truth_and_nothing_but_lies_deny_what_they_are_said_of(read_text: ReadsText, text: str, denier: str) -> None:
    told = flight(read_text, "ar", text)
    assert (told.status, told.claimed_by) == ("denied", "")
    assert any(denier in who for who in told.denied_by)


def test_no_truth_in_the_reports_denies_what_was_said_before(read_text: ReadsText) -> None:
    told = flight(read_text, "ar", f"{FLOWN} وقال المتحدث باسم حكومة الوفاق إنه لا صحة لهذه الأنباء.")
    assert (told.status, told.claimed_by) == ("denied", "LNA")
    assert any("GNA" in who for who in told.denied_by)


def test_health_is_no_truth(read_text: ReadsText) -> None:
    """ "صحة" is both; only "لا صحة" denies."""
    told = shelling(read_text, "ar", "قال محمد قنونو إن طائرات قصفت ترهونة، وإن صحة الجرحى جيدة")
    assert told.status == "claimed"


def test_what_one_side_tells_and_the_other_denies_is_one_event(read_text: ReadsText) -> None:
    text = "اتهمت حكومة الوفاق قوات حفتر بقصف ترهونة. ونفت قوات حفتر قصف المدينة."
    told = shelling(read_text, "ar", text)
    assert (told.status, told.claimed_by, told.denied_by) == ("denied", "GNA", ("LNA",))


def test_denying_a_part_in_it_denies_no_event_in_arabic(read_text: ReadsText) -> None:
    told = shelling(read_text, "ar", f"{SHELLED} ونفت حكومة الوفاق أي صلة لها بالقصف.")
    assert told.status == "claimed"
