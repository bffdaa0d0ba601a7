"""Claims: who says it, through whom, who denies it, and the status that follows.

The sentences were written for these tests.
"""

from collections.abc import Callable

import pytest

from geo.model import Claim, Status
from geo.reading.actors import FoundActor, load_actors
from geo.reading.claims import Attribution, Speaker, claim_for
from geo.reading.telling import Telling
from tests.conftest import ReadsText

Tells = Callable[..., Telling]


def speakers(telling: Telling) -> list[tuple[str, str]]:
    """How and by whom each thing is said, in order of the text."""
    return [(item.how, item.speaker.label) for item in telling.attributions]


SAID = [
    ("قالت وزارة الداخلية في حكومة الوفاق إن الطريق مغلق", "GNA Ministry of Interior"),
    ("وأكد محمد قنونو أن المطار مغلق", "Mohammed Qanunu (GNA army spokesman)"),
    ("ذكرت صحيفة لوموند أن المطار مغلق", "Le Monde"),
    ("أفادت وكالة سانا بأن الوفد غادر", "SANA"),
    ("كشف موقع «صوت دمشق» أن الوفد غادر", "Sawt Dimashq"),
    ("أعلن خليفة حفتر أن الحرب انتهت", "Haftar"),
    ("تركيا أكدت أن الهدنة صامدة", "Turkey"),
    ("قال مصدر عسكري إن الطريق مغلق", "military source"),
    ("تحدث شهود عيان عن انفجار كبير", "witnesses"),
    ("قال المتحدث باسم قوات حفتر إن الطريق مغلق", "LNA spokesman"),
]


@pytest.mark.parametrize(("text", "label"), SAID)
def test_a_verb_of_saying_has_its_speaker(tell: Tells, text: str, label: str) -> None:
    found = speakers(tell(text))
    assert [how for how, _ in found] == ["say"]
    assert label in found[0][1]


ACCORDING = [
    ("وصلت شحنة جديدة، وفق صحيفة لوموند", "Le Monde"),
    ("وصلت شحنة جديدة بحسب وكالة سانا", "SANA"),
    ("وصلت شحنة جديدة، حسبما ذكرت وكالة سانا", "SANA"),
    ("ووفقا لما أوردته صحيفة لوموند وصلت شحنة", "Le Monde"),
    ("نقلا عن مصادر عسكرية وصلت شحنة", "military sources"),
]


@pytest.mark.parametrize(("text", "label"), ACCORDING)
def test_according_to_has_its_source(tell: Tells, text: str, label: str) -> None:
    assert label in [who for _, who in speakers(tell(text))]


DENIED = [
    ("نفى محمد قنونو أن يكون الطريق مغلقا", "Mohammed Qanunu"),
    ("ونفت وزارة الداخلية في حكومة الوفاق وصول مقاتلين", "GNA Ministry of Interior"),
    ("تنفي تركيا إرسال مقاتلين", "Turkey"),
    ("فند محمد قنونو النبأ", "Mohammed Qanunu"),
]


@pytest.mark.parametrize(("text", "label"), DENIED)
def test_a_denial_has_who_denies(tell: Tells, text: str, label: str) -> None:
    assert any(how.startswith("deny") and label in who for how, who in speakers(tell(text)))


@pytest.mark.parametrize(
    "text",
    [
        "وصلت الشحنة إلى الميناء",
        "وزارة الداخلية في حكومة الوفاق مغلقة اليوم",
        "نقلت السفينة الشحنة إلى الميناء",
        "سجل الفريق هدفا في آخر دقيقة",
        "",
    ],
)
def test_where_nobody_says_it_there_is_no_attribution(tell: Tells, text: str) -> None:
    assert speakers(tell(text)) == []


def test_the_ministry_goes_back_to_the_ministry_that_spoke(tell: Tells) -> None:
    text = (
        "قالت وزارة الداخلية في حكومة الوفاق إن الطريق مغلق. وكان الطقس باردا. وأضافت الوزارة أن شحنة وصلت إلى بنغازي."
    )
    assert speakers(tell(text))[-1] == ("say", "GNA Ministry of Interior")


def test_the_newspaper_goes_back_to_the_newspaper_and_not_to_the_ministry(tell: Tells) -> None:
    text = (
        "ذكرت صحيفة لوموند أن شحنة وصلت. وقالت وزارة الداخلية في حكومة الوفاق إنها تحقق. "
        "وأوضحت الصحيفة أن الشحنة جاءت من دمشق."
    )
    assert speakers(tell(text))[-1] == ("say", "Le Monde")


def test_a_verb_without_a_subject_goes_back_to_whoever_spoke(tell: Tells) -> None:
    text = "قال محمد قنونو إن الطريق مغلق. وأضاف أن شحنة وصلت إلى بنغازي."
    assert [label for _, label in speakers(tell(text))] == ["Mohammed Qanunu (GNA army spokesman)"] * 2


def test_by_his_own_words_goes_back_to_whoever_spoke(tell: Tells) -> None:
    text = "قال محمد قنونو إن الطريق مغلق. وهو إغلاق مؤقت، بحسب وصفه."
    assert speakers(tell(text))[-1][1] == "Mohammed Qanunu (GNA army spokesman)"


def test_speakers_of_one_text_do_not_speak_in_the_next(tell: Tells) -> None:
    tell("قالت وزارة الداخلية في حكومة الوفاق إن الطريق مغلق.")
    assert all("GNA" not in label for _, label in speakers(tell("وأضافت الوزارة أن شحنة وصلت إلى بنغازي.")))


ENGLISH = [
    ("The GNA said the road was closed.", "GNA"),
    ("Turkey said that the truce was holding.", "Turkey"),
    ("A shipment arrived, according to Le Monde.", "Le Monde"),
    ("The road is closed, a military source said.", "source"),
]


@pytest.mark.parametrize(("text", "label"), ENGLISH)
def test_english_speakers(tell: Tells, text: str, label: str) -> None:
    assert any(label in who for _, who in speakers(tell(text, language="en")))


# --- Status -----------------------------------------------------------------------------------------------------------

GNA = Speaker(label="GNA", side="GNA", kind="government")
PAPER = Speaker(label="Le Monde", source_class="newspaper", kind="outlet")


def said(speaker: Speaker, how: str = "say") -> Attribution:
    return Attribution(speaker=speaker, sentence=0, scope=0, content=2, verb=0, how=how)


def claim(*attributions: Attribution, base: Status = "reported") -> Claim:
    """Claim of an act of the LNA's."""
    agent = FoundActor(actor=load_actors().by_name["LNA"], first=4, last=5, sentence=0)
    return claim_for(attributions, sentence=0, position=5, base=base, actors=(agent,))


def test_in_the_outlets_own_voice_it_is_reported() -> None:
    assert claim() == Claim(status="reported")


@pytest.mark.parametrize("base", ["requested", "planned", "reported"])
def test_a_denial_goes_before_all_else(base: Status) -> None:
    found = claim(said(GNA, "deny"), base=base)
    assert (found.status, found.denied_by) == ("denied", ("GNA",))


@pytest.mark.parametrize("base", ["requested", "planned"])
def test_what_is_asked_for_or_still_to_come_stays_so_whoever_says_it(base: Status) -> None:
    found = claim(said(GNA), base=base)
    assert (found.status, found.claimed_by) == (base, "GNA")


@pytest.mark.parametrize("speaker", [GNA, PAPER])
def test_on_the_word_of_a_party_or_of_another_outlet_it_is_claimed(speaker: Speaker) -> None:
    found = claim(said(speaker))
    assert (found.status, found.claimed_by) == ("claimed", speaker.label)


def test_what_another_sentence_attributes_does_not_count_here() -> None:
    elsewhere = Attribution(speaker=GNA, sentence=1, scope=20, content=22, verb=20, how="say")
    assert claim(elsewhere) == Claim(status="reported")


MOVED = "مقاتلين من دمشق إلى بنغازي"
STATUS = [
    (f"نقلت طائرة {MOVED} أمس", "reported", ""),
    (f"قالت وزارة الداخلية في حكومة الوفاق إن طائرة نقلت {MOVED}", "claimed", "GNA Ministry of Interior"),
    (f"ذكرت صحيفة لوموند أن طائرة نقلت {MOVED}", "claimed", "Le Monde"),
    (f"نقلت طائرة {MOVED}، وفق صحيفة لوموند", "claimed", "Le Monde"),
    (f"ستنقل طائرة {MOVED} غدا", "planned", ""),
    (f"يعتزم خليفة حفتر نقل {MOVED}", "planned", ""),
    (f"قال محمد قنونو إن طائرة ستنقل {MOVED}", "planned", "Mohammed Qanunu"),
    (f"طلب خليفة حفتر نقل {MOVED}", "requested", ""),
    (f"قال محمد قنونو إن خليفة حفتر طلب نقل {MOVED}", "requested", "Mohammed Qanunu"),
    (f"نفى محمد قنونو أن تكون طائرة نقلت {MOVED}", "denied", ""),
    (f"نفى محمد قنونو أن يكون خليفة حفتر طلب نقل {MOVED}", "denied", ""),
]


@pytest.mark.parametrize(("text", "status", "claimant"), STATUS)
def test_the_status_of_a_movement(read_text: ReadsText, text: str, status: str, claimant: str) -> None:
    told = read_text(text).flow("Damascus", "Benghazi").claim
    assert told.status == status
    if claimant:
        assert claimant in told.claimed_by
    elif status == "reported":
        assert told.claimed_by == ""


def test_a_denial_names_who_denies_and_not_as_claimant(read_text: ReadsText) -> None:
    told = read_text(f"نفى محمد قنونو أن تكون طائرة نقلت {MOVED}").flow("Damascus", "Benghazi").claim
    assert "Mohammed Qanunu" in told.denied_by[0]


def test_a_denial_in_the_next_sentence_denies_what_was_said_before(read_text: ReadsText) -> None:
    text = f"قالت وزارة الداخلية في حكومة الوفاق إن طائرة نقلت {MOVED}. ونفى المتحدث باسم قوات حفتر ذلك."
    told = read_text(text).flow("Damascus", "Benghazi").claim
    assert told.status == "denied"
    assert told.claimed_by == "GNA Ministry of Interior"
    assert any("LNA" in who for who in told.denied_by)


def test_an_official_on_his_own_sides_act_reports_it(read_text: ReadsText) -> None:
    text = "قال محمد قنونو إن قوات حكومة الوفاق نقلت مقاتلين من مصراتة إلى سرت"
    told = read_text(text).flow("Misrata", "Sirte").claim
    assert told.status == "reported"
    assert "Mohammed Qanunu" in told.claimed_by


def test_an_official_on_the_other_sides_act_claims_it(read_text: ReadsText) -> None:
    text = "قال محمد قنونو إن قوات حفتر نقلت مقاتلين من بنغازي إلى سرت"
    assert read_text(text).flow("Benghazi", "Sirte").claim.status == "claimed"


def test_the_source_behind_the_claimant_is_kept(read_text: ReadsText) -> None:
    text = f"ذكرت صحيفة لوموند، نقلا عن مصادر عسكرية، أن طائرة نقلت {MOVED}"
    told = read_text(text).flow("Damascus", "Benghazi").claim
    assert "Le Monde" in (told.claimed_by, *told.chain)
    assert any("military" in who for who in (told.claimed_by, *told.chain))


@pytest.mark.parametrize(("text", "hedged"), [(f"يرجح أن طائرة نقلت {MOVED}", True), (f"نقلت طائرة {MOVED}", False)])
def test_what_is_only_supposed_is_hedged(read_text: ReadsText, text: str, hedged: bool) -> None:
    assert read_text(text).flow("Damascus", "Benghazi").claim.hedged is hedged


FLOWN = "fighters from Damascus to Benghazi"
MORE_STATUS = [
    ("ar", f"صرح الناطق باسم الأمم المتحدة بأن طائرة نقلت {MOVED}", "claimed", "UN"),
    ("ar", f"كشفت وكالة رويترز أن طائرة نقلت {MOVED}", "claimed", "Reuters"),
    ("ar", f"بحسب مصادر محلية، نقلت طائرة {MOVED}", "claimed", "local sources"),
    ("ar", f"أفاد المرصد السوري لحقوق الإنسان بأن طائرة نقلت {MOVED}", "claimed", "SOHR"),
    ("ar", f"زعمت وسائل إعلام أن طائرة نقلت {MOVED}", "claimed", "media"),
    ("ar", f"أكد مسؤول في حكومة الوفاق أن طائرة نقلت {MOVED}", "claimed", "GNA"),
    ("ar", f"قال وزير الداخلية في حكومة الوفاق فتحي باشاغا إن طائرة نقلت {MOVED}", "claimed", "Fathi Bashagha"),
    ("ar", f"نقلت طائرة {MOVED}، حسبما قال مصدر أمني لوكالة رويترز", "claimed", "security source"),
    ("ar", f"وقال: «نقلت طائرة {MOVED}»", "reported", ""),
    ("ar", f"لا صحة لنقل طائرة {MOVED}، بحسب قوات حفتر", "denied", ""),
    ("ar", f"قال محمد قنونو إن نقل طائرة {MOVED} محض أكاذيب", "denied", ""),
    ("ar", f"وكذبت قوات حفتر نقل طائرة {MOVED}", "denied", ""),
    ("ar", f"دعت قوات حفتر إلى نقل {MOVED}", "requested", ""),
    ("ar", f"قد تنقل طائرة {MOVED}", "planned", ""),
    ("ar", f"تستعد شركة أجنحة الشام لنقل {MOVED}", "planned", ""),
    ("ar", f"من المتوقع نقل {MOVED}", "planned", ""),
    ("en", f"Reuters reported that a plane flew {FLOWN}.", "claimed", "Reuters"),
    ("en", f"A plane flew {FLOWN}, the GNA interior ministry said.", "claimed", "GNA"),
    ("en", f"According to local sources, a plane flew {FLOWN}.", "claimed", "sources"),
    ("en", f"The LNA denied that a plane flew {FLOWN}.", "denied", ""),
    ("en", f"A plane will fly {FLOWN} next week.", "planned", ""),
    ("en", f"The LNA asked Damascus to fly {FLOWN}.", "requested", ""),
    ("en", f"A plane flew {FLOWN}.", "reported", ""),
    ("en", f"The GNA says Cham Wings is flying {FLOWN}.", "claimed", "GNA"),
]


@pytest.mark.parametrize(("language", "text", "status", "claimant"), MORE_STATUS)
def test_the_status_of_a_movement_in_other_words(
    read_text: ReadsText, language: str, text: str, status: str, claimant: str
) -> None:
    told = read_text(text, language=language).flow("Damascus", "Benghazi").claim
    assert told.status == status
    assert claimant in told.claimed_by


@pytest.mark.xfail(strict=True, reason='a movement told with "may have" is not yet one')
def test_analysts_who_suppose_speak_for_themselves(read_text: ReadsText) -> None:
    result = read_text(f"Planes may have flown {FLOWN}, analysts say.", language="en")
    assert "analyst" in result.flow("Damascus", "Benghazi").claim.claimed_by
