"""Decisions: what an analyst says of a name stands, and events, flows and claims follow; other names keep their place.

The sentences were written for these tests.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.model import ROLES, Decision, Document, Mention, Place, Reading
from geo.pipeline import look_up, read
from geo.reading.gazetteer.index import Index

SEEDS = sorted((Path(__file__).resolve().parents[2] / "seeds").glob("*.txt"))
FLIGHT = "نقلت طائرات مقاتلين من طرابلس إلى بنغازي أمس. وقصفت المدفعية بلدة كفرزبلطانة شمال حلب."
TRIPOLI_LB = Place(
    id="kh:lb/tripoli", name="Tripoli (Lebanon)", kind="city", country="LB", lat=34.43, lon=35.84, radius_km=5
)
SPOT = Place(id="own:1", name="Wadi Spot", kind="village", country="LY", lat=30.5, lon=17.5, radius_km=3)

Decisions = Mapping[tuple[int, int], Decision]
Reads = Callable[..., Reading]


def span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


@pytest.fixture(scope="module")
def reads(index: Index) -> Reads:
    def reading(text: str, decisions: Decisions | None = None, language: str = "ar") -> Reading:
        document = Document(id="t", text=text, language=language, published=date(2020, 3, 12))
        return read(document, index, decisions or {})

    return reading


def mention_at(reading: Reading, at: tuple[int, int]) -> Mention | None:
    return next((mention for mention in reading.mentions if (mention.start, mention.end) == at), None)


def ends(reading: Reading) -> list[tuple[str | None, str | None]]:
    return [(f.origin.id if f.origin else None, f.destination.id if f.destination else None) for f in reading.flows]


def places_told(reading: Reading) -> set[str]:
    return {place.id for event in reading.events for place in event.places}


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_without_a_decision_that_concerns_it_a_text_is_read_as_ever(reads: Reads, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    reading = reads(text)
    assert reading.mentions
    assert reading == reads(text, {(10**9, 10**9 + 5): Decision(place=SPOT, by=("Amal",))})
    assert not any(mention.corrected_by or mention.automatic for mention in reading.mentions)


def test_a_decided_place_stands_with_what_was_read_before(reads: Reads) -> None:
    at = span(FLIGHT, "طرابلس")
    before, after = reads(FLIGHT), reads(FLIGHT, {at: Decision(place=TRIPOLI_LB, by=("Amal", "Omar"))})
    was, mention = mention_at(before, at), mention_at(after, at)
    assert was
    assert was.resolution
    assert was.place
    assert mention
    assert mention.resolution
    assert (mention.id, mention.place, mention.corrected_by) == (was.id, TRIPOLI_LB, ("Amal", "Omar"))
    assert (mention.resolution.score, mention.resolution.reason) == (1.0, "decided by Amal, Omar")
    assert mention.resolution.alternatives[0].place == was.place
    assert mention.resolution.alternatives[0].score == was.resolution.score
    assert TRIPOLI_LB not in [other.place for other in mention.resolution.alternatives]
    automatic = json.loads(mention.automatic)
    assert (automatic["place_id"], automatic["country"], automatic["role"]) == (was.place.id, "LY", "literal")
    assert (automatic["lat"], automatic["lon"]) == (was.place.lat, was.place.lon)
    assert automatic["score"] == was.resolution.score
    assert list(automatic) == sorted(automatic)


def test_flows_and_events_follow_a_decision(reads: Reads) -> None:
    after = reads(FLIGHT, {span(FLIGHT, "طرابلس"): Decision(place=TRIPOLI_LB, by=("Amal",))})
    assert [origin for origin, _ in ends(after)] == [TRIPOLI_LB.id]
    assert TRIPOLI_LB.id in places_told(after)


def test_other_names_keep_their_places(reads: Reads) -> None:
    at = span(FLIGHT, "طرابلس")
    before, after = reads(FLIGHT), reads(FLIGHT, {at: Decision(place=TRIPOLI_LB, by=("Amal",))})
    assert [m for m in before.mentions if m.start != at[0]] == [m for m in after.mentions if m.start != at[0]]


def test_a_decision_for_the_place_that_was_read_confirms_it(reads: Reads) -> None:
    at = span(FLIGHT, "بنغازي")
    was = mention_at(reads(FLIGHT), at)
    assert was
    assert was.resolution
    mention = mention_at(reads(FLIGHT, {at: Decision(place=was.place, by=("Amal",))}), at)
    assert mention
    assert mention.resolution
    assert mention.resolution.score == 1.0
    assert mention.resolution.alternatives == was.resolution.alternatives
    assert mention.corrected_by == ("Amal",)


def test_what_is_no_place_is_in_no_record(reads: Reads) -> None:
    at = span(FLIGHT, "بنغازي")
    before = reads(FLIGHT)
    was = mention_at(before, at)
    after = reads(FLIGHT, {at: Decision(place=None, is_place=False, by=("Amal",))})
    assert was
    assert was.place
    assert was.place.id in places_told(before)
    assert mention_at(after, at) is None
    assert was.place.id not in places_told(after)
    assert was.place.id not in {end for pair in ends(after) for end in pair}


def test_a_place_that_cannot_be_told_is_unresolved(reads: Reads) -> None:
    at = span(FLIGHT, "طرابلس")
    mention = mention_at(reads(FLIGHT, {at: Decision(place=None, by=("Amal",))}), at)
    assert mention
    assert mention.resolution
    assert mention.place is None
    assert mention.resolution.reason == "decided by Amal: a place that cannot be told"
    assert mention.resolution.score == 0.0
    assert mention.resolution.alternatives[0].place.country == "LY"


def test_an_unresolved_name_gets_its_place_and_its_event(reads: Reads) -> None:
    at = span(FLIGHT, "كفرزبلطانة")
    before = mention_at(reads(FLIGHT), at)
    assert before is not None
    assert before.place is None
    after = reads(FLIGHT, {at: Decision(place=SPOT, by=("Amal",))})
    mention = mention_at(after, at)
    assert mention
    assert mention.place == SPOT
    assert json.loads(mention.automatic) == {
        **dict.fromkeys(("place_id", "name", "country", "kind", "lat", "lon", "score")),
        "role": "literal",
    }
    assert SPOT.id in places_told(after)


@pytest.mark.parametrize(
    ("text", "words", "language"),
    [
        ("نقلت طائرات مقاتلين من العلندة إلى بنغازي أمس.", "العلندة", "ar"),
        ("Planes carried fighters from Qwartblex to Benghazi yesterday.", "Qwartblex", "en"),
    ],
)
def test_a_missed_name_becomes_an_end_of_a_flow(reads: Reads, text: str, words: str, language: str) -> None:
    at = span(text, words)
    assert mention_at(reads(text, language=language), at) is None
    after = reads(text, {at: Decision(place=SPOT, by=("Amal",))}, language)
    mention = mention_at(after, at)
    assert mention
    assert mention.place == SPOT
    assert (mention.text, mention.automatic, mention.corrected_by) == (words, "", ("Amal",))
    assert [origin for origin, _ in ends(after)] == [SPOT.id]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("وصل وفد من دمشق إلى بنغازي بالطائرة", "الطائرة"),  # cut from its particle
        ("قصفت المدفعية قرية شديدة القدم", "شديدة القدم"),  # two words
        ("قصفت المدفعية «العلندة» أمس", "«العلندة»"),  # with its marks
    ],
)
def test_a_missed_name_keeps_the_span_that_was_marked(reads: Reads, text: str, words: str) -> None:
    mention = mention_at(reads(text, {span(text, words): Decision(place=SPOT, by=("Amal",))}), span(text, words))
    assert mention is not None
    assert mention.text == words


def test_the_particle_before_a_missed_name_says_where(reads: Reads) -> None:
    text = "وقع انفجار بالعلندة أمس وقتل ثلاثة جنود."
    after = reads(text, {span(text, "العلندة"): Decision(place=SPOT, by=("Amal",))})
    assert SPOT.id in places_told(after)


def test_a_direction_before_a_missed_name_is_a_part_of_its_place(reads: Reads) -> None:
    text = "نقلت طائرات مقاتلين من شرق العلندة إلى بنغازي أمس."
    after = reads(text, {span(text, "العلندة"): Decision(place=SPOT, by=("Amal",))})
    assert [origin for origin, _ in ends(after)] == [f"{SPOT.id}/east"]


def test_a_part_of_a_place_is_not_divided_again(reads: Reads) -> None:
    text = "نقلت طائرات مقاتلين من شرق ليبيا إلى دمشق أمس."
    east = next(flow.origin for flow in reads(text).flows)
    assert east is not None
    assert east.id.endswith("/east")
    after = reads(text, {span(text, "ليبيا"): Decision(place=east, by=("Amal",))})
    assert [origin for origin, _ in ends(after)] == [east.id]


def test_a_decided_role_counts(reads: Reads) -> None:
    at = span(FLIGHT, "طرابلس")
    was = mention_at(reads(FLIGHT), at)
    assert was
    assert was.place
    after = reads(FLIGHT, {at: Decision(place=was.place, role="embedded", by=("Amal",))})
    mention = mention_at(after, at)
    assert mention
    assert mention.role == "embedded"
    assert was.place.id not in [origin for origin, _ in ends(after)]


def test_a_marked_name_takes_the_place_of_what_overlaps_it(reads: Reads) -> None:
    text = "انقطع الماء عن سوق بنغازي القديم يوم الأحد"
    wide, narrow = span(text, "سوق بنغازي القديم"), span(text, "بنغازي")
    assert mention_at(reads(text), narrow) is not None
    after = reads(text, {wide: Decision(place=SPOT, by=("Amal",))})
    assert [(mention.start, mention.end) for mention in after.mentions] == [wide]


def test_of_two_decided_spans_that_overlap_one_stands_whatever_their_order(reads: Reads) -> None:
    text = "انقطع الماء عن سوق بنغازي القديم يوم الأحد"
    wide, narrow = span(text, "سوق بنغازي القديم"), span(text, "بنغازي")
    one, other = Decision(place=SPOT, by=("Amal",)), Decision(place=TRIPOLI_LB, by=("Omar",))
    assert reads(text, {wide: one, narrow: other}) == reads(text, {narrow: other, wide: one})
    assert [m.place for m in reads(text, {wide: one, narrow: other}).mentions] == [SPOT]


@pytest.mark.parametrize("at", [(-3, 2), (0, 0), (5, 3), (80, 99999), (6, 7), (99999, 100000)])
def test_a_decision_that_cannot_be_applied_changes_nothing(reads: Reads, at: tuple[int, int]) -> None:
    text = "انقطع  الماء عن بنغازي"
    assert reads(text, {at: Decision(place=SPOT, by=("Amal",))}) == reads(text)


def test_claims_follow_a_decided_role(reads: Reads) -> None:
    text = "قالت طرابلس إن الطائرات قصفت حلب أمس"
    claimed = {
        role: [event.claim.claimed_by for event in after.events]
        for role in ROLES
        for after in [reads(text, {span(text, "طرابلس"): Decision(place=TRIPOLI_LB, role=role, by=("Amal",))})]
    }
    assert claimed == {"literal": [""], "metonym": ["Lebanon"], "embedded": [""]}


@pytest.mark.parametrize(("name", "is_one"), [("Damascus", True), ("Aleppo", False)])
def test_a_decided_capital_is_known_as_one(reads: Reads, name: str, is_one: bool) -> None:
    """Where a sentence names no place as such, its event is at the capital that stands for its government."""
    place = next(found.place for found in look_up(name) if (found.place.country, found.place.kind) == ("SY", "city"))
    text = "اتفقت العلندة مع الوفد على وقف إطلاق النار"
    after = reads(text, {span(text, "العلندة"): Decision(place=place, role="metonym", by=("Amal",))})
    assert [mention.role for mention in after.mentions] == ["metonym"]
    assert (place.id in places_told(after)) is is_one


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.one_of(
        st.text(max_size=60), st.sampled_from([FLIGHT, "The St. Louis-based firm of al-Bab's mayor, 1.5 km"])
    ),
    spans=st.lists(st.tuples(st.integers(-2, 100), st.integers(-2, 100)), max_size=5),
    decision=st.builds(
        Decision, place=st.sampled_from([SPOT, TRIPOLI_LB, None]), is_place=st.booleans(), by=st.just(("Amal",))
    ),
)
def test_any_decision_on_any_text_is_read(
    reads: Reads, text: str, spans: list[tuple[int, int]], decision: Decision
) -> None:
    reading = reads(text, dict.fromkeys(spans, decision))
    bounds = [(mention.start, mention.end) for mention in reading.mentions]
    assert all(text[m.start : m.end] == m.text for m in reading.mentions)
    assert all(end <= start for (_, end), (start, _) in pairwise(bounds))
    assert {m.corrected_by for m in reading.mentions if (m.start, m.end) in set(spans)} <= {("Amal",)}
