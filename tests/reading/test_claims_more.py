"""Who says so, in forms of their own: communiques, colons, quoted names, surnames, asides, blame; requests and plans.

The sentences were written for these tests.
"""

from datetime import date

import pytest

from geo.model import Claim
from tests.conftest import ReadsText

MOVED = "مقاتلين من حلب إلى مصراتة"


def flight(read_text: ReadsText, text: str, language: str = "ar") -> Claim:
    """Claim of the flight from Aleppo to Misrata."""
    return read_text(text, language=language).flow("Aleppo", "Misrata").claim


def shelling(read_text: ReadsText, text: str, language: str = "ar") -> Claim:
    """Claim of the shelling of Tarhuna."""
    return read_text(text, language=language).event("ASSAULT", "Tarhuna").claim


# --- Communiques ------------------------------------------------------------------------------------------------------


ISSUED = [
    ("ar", f"بيان صادر عن قوات حفتر\nنقلت طائرات تركية {MOVED}.", "LNA"),
    ("ar", f"بيان صادر عن قوات حفتر\nكان الطقس باردا.\nنقلت طائرات تركية {MOVED}.", "LNA"),
    ("ar", f"بيان صادر عن وزارة الداخلية في حكومة الوفاق\nنقلت طائرات {MOVED}.", "GNA Ministry of Interior"),
    ("en", "Statement issued by the GNA\nPlanes flew fighters from Aleppo to Misrata.", "GNA"),
]


@pytest.mark.parametrize(("language", "text", "issuer"), ISSUED)
def test_all_of_a_communique_is_said_by_its_issuer(read_text: ReadsText, language: str, text: str, issuer: str) -> None:
    assert flight(read_text, text, language).claimed_by == issuer


ISSUERS = [
    (
        "ar",
        "بيان صادر عن قوات حفتر\nكان الطقس باردا في الأيام الماضية وأغلقت المدارس.\nقصفت قوات حكومة الوفاق ترهونة.",
        "claimed",
        "LNA",
    ),
    (
        "en",
        "Statement issued by the GNA\nSchools were shut for three days and roads closed.\nThe LNA shelled Tarhuna.",
        "claimed",
        "GNA",
    ),
    (
        "ar",
        "بيان صادر عن قوات حفتر\nكان الطقس باردا في الأيام الماضية وأغلقت المدارس.\nقصفت قواتنا مدينة ترهونة.",
        "reported",
        "LNA",
    ),
]


@pytest.mark.parametrize(("language", "text", "status", "issuer"), ISSUERS)
def test_an_issuer_claims_what_others_did_and_reports_its_own(
    read_text: ReadsText, language: str, text: str, status: str, issuer: str
) -> None:
    told = shelling(read_text, text, language)
    assert (told.status, told.claimed_by) == (status, issuer)


@pytest.mark.xfail(strict=True, reason="who acts is not looked for in the first eight words of a communique")
def test_an_issuer_claims_what_others_did_in_its_first_words_too(read_text: ReadsText) -> None:
    told = shelling(read_text, "بيان صادر عن حكومة الوفاق\nقصفت قوات حفتر مدينة ترهونة.")
    assert (told.status, told.claimed_by) == ("claimed", "GNA")


def test_another_speaker_in_a_communique_speaks_for_himself(read_text: ReadsText) -> None:
    text = f"بيان صادر عن حكومة الوفاق\nقصفت قوات حفتر ترهونة. وقالت صحيفة لوموند إن طائرات نقلت {MOVED}."
    assert flight(read_text, text).claimed_by == "Le Monde"
    assert shelling(read_text, text).claimed_by == "GNA"


def test_a_communique_that_is_only_mentioned_below_claims_nothing(read_text: ReadsText) -> None:
    text = "اجتماع في طرابلس\nقصفت قوات حفتر مدينة ترهونة. وصدر بيان صادر عن حكومة الوفاق."
    assert shelling(read_text, text) == Claim(status="reported")


# --- Before a colon ---------------------------------------------------------------------------------------------------


COLON = [
    ("ar", f"المرصد السوري: نقلت طائرات {MOVED}", "claimed", "SOHR"),
    ("ar", f"المرصد السوري لحقوق الإنسان: نقلت طائرات {MOVED}", "claimed", "SOHR"),
    ("en", "SOHR: planes flew fighters from Aleppo to Misrata.", "claimed", "SOHR"),
    ("en", "Syrian Observatory: planes flew fighters from Aleppo to Misrata.", "claimed", "SOHR"),
    # a country before a colon is what the text is about, and a time of day has a colon too
    ("ar", f"سوريا: نقلت طائرات {MOVED}", "reported", ""),
    ("ar", f"الساعة 10:30 نقلت طائرات {MOVED}", "reported", ""),
]


@pytest.mark.parametrize(("language", "text", "status", "claimant"), COLON)
def test_whoever_stands_before_a_colon_says_what_follows(
    read_text: ReadsText, language: str, text: str, status: str, claimant: str
) -> None:
    told = flight(read_text, text, language)
    assert (told.status, told.claimed_by) == (status, claimant)


# --- Quoted names, surnames, asides -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["نفت «سرايا الجبل» قصف ترهونة", "«سرايا الجبل» نفت قصف ترهونة"])
def test_a_name_in_quotation_marks_that_no_table_knows_denies(read_text: ReadsText, text: str) -> None:
    told = shelling(read_text, text)
    assert told.status == "denied"
    assert len(told.denied_by) == 1
    assert "Jabal" in told.denied_by[0]


def test_a_name_in_quotation_marks_that_no_table_knows_claims(read_text: ReadsText) -> None:
    told = flight(read_text, f"وأعلنت «كتائب أبو الفضل» أن طائرة نقلت {MOVED}")
    assert told.status == "claimed"
    assert "Abu" in told.claimed_by


@pytest.mark.parametrize("text", ["قصفت طائرات «الساحل» ترهونة", "قال لـ«الساحل» إن طائرات قصفت ترهونة"])
def test_what_is_quoted_is_no_speaker_without_a_verb_or_behind_to(read_text: ReadsText, text: str) -> None:
    assert shelling(read_text, text).claimed_by == ""


SURNAMES = [
    "Abdelhadi Drah, a spokesman, said rockets hit Sirte. Drah added that planes had shelled Tarhuna.",
    "Abdelhadi Drah, a spokesman, said rockets hit Sirte. Planes shelled Tarhuna, Drah added.",
    "The spokesman, Abdelhadi Drah, said rockets hit Sirte. Planes shelled Tarhuna, Drah said.",
]


@pytest.mark.parametrize("text", SURNAMES)
def test_a_surname_goes_back_to_whoever_was_named_in_full(read_text: ReadsText, text: str) -> None:
    told = shelling(read_text, text, "en")
    assert (told.status, told.claimed_by) == ("claimed", "Abdelhadi Drah (spokesman)")


def test_a_surname_of_nobody_named_before_goes_back_to_nobody(read_text: ReadsText) -> None:
    text = "Abdelhadi Drah, a spokesman, said rockets hit Sirte. Smith added that planes had shelled Tarhuna."
    assert "Drah" not in shelling(read_text, text, "en").claimed_by


ASIDES = [
    ("قصفت طائرات ترهونة، على ما أوضح قائد ميداني", "field commander"),
    ("قصفت طائرات ترهونة، كما أوضح قائد ميداني", "field commander"),
    ("قصفت طائرات ترهونة، على ما أوضح قائد ميداني لوكالة رويترز", "field commander"),
    ("قال القيادي أحمد العلي إن المعركة طويلة. وقصفت الطائرات، يقول القيادي، ترهونة.", "Ahmed al-Ali (commander)"),
]


@pytest.mark.parametrize(("text", "claimant"), ASIDES)
def test_an_aside_names_the_source_of_its_sentence(read_text: ReadsText, text: str, claimant: str) -> None:
    told = shelling(read_text, text)
    assert (told.status, told.claimed_by) == ("claimed", claimant)


# --- Blame ------------------------------------------------------------------------------------------------------------


BLAMED = [
    ("ar", "اتهمت حكومة الوفاق قوات حفتر بقصف ترهونة", "claimed", "GNA"),
    ("ar", "واتهم محمد قنونو قوات حفتر بقصف ترهونة", "claimed", "Mohammed Qanunu (GNA army spokesman)"),
    ("en", "The GNA accused the LNA of shelling Tarhuna.", "claimed", "GNA"),
    # whoever speaks of their own side's act reports it
    (
        "ar",
        "قال محمد قنونو إن قوات حكومة الوفاق قصفت ترهونة",
        "reported",
        "Mohammed Qanunu (GNA army spokesman)",
    ),
    ("en", "The GNA said its forces had shelled Tarhuna.", "reported", "GNA"),
]


@pytest.mark.parametrize(("language", "text", "status", "claimant"), BLAMED)
def test_blame_is_a_claim_and_a_sides_word_on_its_own_act_a_report(
    read_text: ReadsText, language: str, text: str, status: str, claimant: str
) -> None:
    told = shelling(read_text, text, language)
    assert (told.status, told.claimed_by) == (status, claimant)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", f"اتهمت تركيا روسيا بنقل {MOVED}"),
        ("en", "Turkey accused Russia of flying fighters from Aleppo to Misrata."),
    ],
)
def test_blame_for_a_movement_is_claimed(read_text: ReadsText, language: str, text: str) -> None:
    told = flight(read_text, text, language)
    assert (told.status, told.claimed_by) == ("claimed", "Turkey")


@pytest.mark.xfail(strict=True, reason="who accuses is taken for the sender where no origin is named")
def test_who_accuses_sends_nothing(read_text: ReadsText) -> None:
    assert read_text("اتهمت تركيا روسيا بإرسال مقاتلين إلى بنغازي").ends == [("Russia", "Benghazi")]


# --- Requests and plans -----------------------------------------------------------------------------------------------


NAMELESS = [
    ("ar", f"قال مسؤول طلب عدم ذكر اسمه إن طائرات نقلت {MOVED}"),
    ("ar", f"وقال المصدر الذي طلب عدم ذكر اسمه إن طائرة نقلت {MOVED}"),
    ("ar", f"ونقلت طائرات {MOVED}، بحسب مسؤول طلب عدم ذكر اسمه"),
    ("ar", f"قال مصدر طلب عدم الكشف عن هويته إن طائرات نقلت {MOVED}"),
    ("ar", f"قال مسؤول رفض ذكر اسمه إن طائرات نقلت {MOVED}"),
    ("en", "An official who asked not to be named said planes had flown fighters from Aleppo to Misrata."),
]


@pytest.mark.parametrize(("language", "text"), NAMELESS)
def test_to_ask_not_to_be_named_asks_for_nothing_that_is_told(read_text: ReadsText, language: str, text: str) -> None:
    told = flight(read_text, text, language)
    assert told.status == "claimed"
    assert told.claimed_by.casefold() in {"official", "source"}


ASKED = [
    ("ar", f"طلب خليفة حفتر نقل {MOVED}"),
    ("ar", f"قال مسؤول إن خليفة حفتر طلب نقل {MOVED}"),
    ("ar", f"دعت تركيا إلى نقل {MOVED}"),
    ("ar", f"طالبت قوات حفتر بنقل {MOVED}"),
    ("en", "An official said Turkey had asked to fly fighters from Aleppo to Misrata."),
]


@pytest.mark.parametrize(("language", "text"), ASKED)
def test_what_somebody_asks_for_is_requested(read_text: ReadsText, language: str, text: str) -> None:
    assert flight(read_text, text, language).status == "requested"


def test_what_a_country_asks_for_is_requested_too(read_text: ReadsText) -> None:
    assert flight(read_text, f"طلبت تركيا نقل {MOVED}").status == "requested"


PLANNED = [
    ("ar", "يعتزم الرئيس إيفاد وفد إلى دمشق", "Damascus", None),
    ("ar", "وصل الوزير إلى بيروت على أن يزور دمشق", "Damascus", None),
    ("ar", "وصل الوزير إلى بيروت على أن يزور دمشق في 20 مارس", "Damascus", date(2020, 3, 20)),
    ("ar", "سيصل الوفد إلى دمشق في 20 مارس", "Damascus", date(2020, 3, 20)),
    ("en", "Turkey intends to send a delegation to Damascus.", "Damascus", None),
    ("en", "The minister arrived in Beirut and will visit Damascus on 20 March.", "Damascus", date(2020, 3, 20)),
]


@pytest.mark.parametrize(("language", "text", "place", "first"), PLANNED)
def test_what_is_intended_is_planned_and_may_lie_ahead(
    read_text: ReadsText, language: str, text: str, place: str, first: date | None
) -> None:
    (flow,) = [
        found
        for found in read_text(text, language=language).flows
        if found.destination and found.destination.name == place
    ]
    assert (flow.claim.status, flow.date.date_from) == ("planned", first)


DONE = [
    ("ar", "وصل الوزير إلى دمشق على أن يزور بيروت في 20 مارس"),
    ("ar", "وصل الوفد إلى دمشق لحضور قمة تعقد في 20 مارس"),
    ("ar", "أوفد الرئيس وفدا إلى دمشق"),
    ("ar", "سافر الوفد من طرابلس إلى دمشق"),
    ("ar", "وصلت قوات إلى دمشق قبل اجتماع في 20 مارس 2020"),
    ("ar", "أرسلت تركيا مقاتلين إلى دمشق قبل القمة المقررة في 20 مارس 2020"),
    ("en", "Turkey sent fighters to Damascus ahead of talks on 20 March."),
    ("en", "The delegation arrived in Damascus for talks on 20 March 2020."),
]


@pytest.mark.parametrize(("language", "text"), DONE)
def test_what_a_past_verb_tells_is_done_whatever_date_stands_beside_it(
    read_text: ReadsText, language: str, text: str
) -> None:
    (flow,) = [
        found
        for found in read_text(text, language=language).flows
        if found.destination and found.destination.name == "Damascus"
    ]
    assert flow.claim.status == "reported"
    assert flow.date.date_to == date(2020, 3, 12)


TITLES = [
    (
        "Poland will send tanks to Lviv, Prime Minister Mateusz Morawiecki said.",
        "Mateusz Morawiecki (prime minister)",
    ),
    ("Shells fell on Kherson, deputy governor Ivan Petrov said.", "Ivan Petrov (deputy governor)"),
]


@pytest.mark.parametrize(("text", "speaker"), TITLES)
def test_a_person_is_named_with_the_whole_title(read_text: ReadsText, text: str, speaker: str) -> None:
    assert {event.claim.claimed_by for event in read_text(text, language="en").events} == {speaker}


UNSAID = [
    ("وأغلقت السلطات التونسية معبر رأس جدير مرتين، ولم توضح تركيا الأسباب", "Turkey"),
    ("قصفت طائرات تابعة للأمم المتحدة مواقع في درنة", "UN"),
]


@pytest.mark.parametrize(("text", "claimant"), UNSAID)
def test_what_nobody_said_is_nobodys_claim(read_text: ReadsText, text: str, claimant: str) -> None:
    events = read_text(text).events
    assert events
    assert claimant not in {event.claim.claimed_by for event in events}


def test_who_only_reports_takes_no_part(read_text: ReadsText) -> None:
    text = "Some 3,000 families fled Sirte to Tarhuna, the International Organization for Migration reported."
    (event,) = read_text(text, language="en").events
    assert event.claim.claimed_by == "International Organization for Migration"
    assert event.actors == ()


def test_a_truce_that_is_only_discussed_is_not_agreed(read_text: ReadsText) -> None:
    told = read_text(
        "Egypt's foreign minister met his Saudi counterpart in Riyadh to discuss a truce.", language="en"
    ).told
    assert told == [("CONSULT", ("Riyadh",))]
