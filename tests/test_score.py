"""The scorer: what counts as found, placed and right, and that nothing counts twice."""

from typing import Any

import pytest

from benchmarks.score import score_events, score_flows, score_mentions

POINT = {"country": "LY", "lat": 32.1, "lon": 20.1, "radius_km": 15, "kind": "city", "name": "Benghazi"}
NEAR = {**POINT, "lat": 32.12}
FAR = {**POINT, "lat": 34.0}
COUNTRY = {"country": "LY", "lat": 27.0, "lon": 17.0, "radius_km": 800, "kind": "country", "name": "Libya"}


def mention(start: int, end: int, role: str = "literal", **changes: Any) -> dict[str, Any]:
    return {"doc": "d", "start": start, "end": end, "text": "x", "role": role, **POINT, **changes}


def test_a_mention_counts_when_it_overlaps_and_is_placed_when_it_is_near() -> None:
    gold = [mention(0, 5), mention(10, 15), mention(20, 25), mention(30, 35, role="embedded")]
    said = [mention(0, 5), mention(11, 15, lat=34.0), mention(30, 35), mention(40, 45)]
    score = score_mentions(gold, said)
    assert (score.found, score.gold, score.predicted) == (2, 3, 4)
    assert (score.attributes["exact"], score.attributes["placed"]) == (0.5, 0.5)
    assert score.attributes["placed_f1"] == pytest.approx(2 * 1 / (3 + 4))
    assert score.attributes["embedded_taken"] == 1
    assert [row["start"] for row in score.missed] == [20]


def test_a_mention_serves_once() -> None:
    assert score_mentions([mention(0, 5), mention(5, 10)], [mention(0, 10)]).found == 1


def test_a_mention_in_another_country_or_unresolved_is_not_placed() -> None:
    for wrong in ({"country": "SY"}, {"lat": None, "lon": None}):
        assert score_mentions([mention(0, 5)], [mention(0, 5, **wrong)]).attributes["placed"] == 0.0


def test_an_embedded_prediction_neither_helps_nor_hurts() -> None:
    score = score_mentions([mention(0, 5)], [mention(0, 5, role="embedded")])
    assert (score.found, score.predicted, score.f1) == (0, 0, 0.0)


def gold_flow(**changes: Any) -> dict[str, Any]:
    return {
        "doc": "d",
        "origin_place": COUNTRY,
        "destination_place": POINT,
        "mode": "flight",
        "carrier": None,
        "count": 12,
        "status": "claimed",
        "claimed_by": "GNA Ministry of Interior",
        "date_from": "2020-03-01",
        "date_to": "2020-03-03",
        "sentence_start": 0,
        "sentence_end": 100,
        **changes,
    }


def said_flow(**changes: Any) -> dict[str, Any]:
    return {
        "doc": "d",
        "origin": COUNTRY,
        "destination": NEAR,
        "mode": "flight",
        "carrier": "",
        "count": 12,
        "status": "claimed",
        "claimed_by": "GNA",
        "date_from": "2020-03-02",
        "date_to": "2020-03-02",
        "start": 0,
        "end": 100,
        **changes,
    }


def test_a_flow_between_the_right_ends_is_found_with_its_attributes() -> None:
    score = score_flows([gold_flow()], [said_flow()])
    assert score.f1 == 1.0
    assert set(score.attributes.values()) == {1.0}


@pytest.mark.parametrize(
    "change",
    [
        {"destination": FAR},
        {"destination": None},
        {"destination": COUNTRY},
        {"origin": POINT},
        {"origin": {**COUNTRY, "country": "SY"}},
        {"doc": "other"},
    ],
)
def test_a_flow_with_a_wrong_end_is_not_found(change: dict[str, Any]) -> None:
    assert score_flows([gold_flow()], [said_flow(**change)]).found == 0


def test_an_unknown_end_is_answered_by_an_unknown_end_only() -> None:
    gold = gold_flow(origin_place=None)
    assert score_flows([gold], [said_flow(origin=None)]).found == 1
    assert score_flows([gold], [said_flow()]).found == 0


@pytest.mark.parametrize(
    ("change", "attribute"),
    [
        ({"mode": "sea"}, "mode"),
        ({"count": None}, "count"),
        ({"carrier": "Cham Wings"}, "carrier"),
        ({"status": "reported"}, "status"),
        ({"claimed_by": "Le Monde"}, "claimant"),
        ({"claimed_by": ""}, "claimant"),
        ({"date_from": "2020-05-01", "date_to": "2020-05-02"}, "date"),
        ({"date_from": None}, "date"),
        ({"date_from": "2020-02-01", "date_to": "2020-03-03"}, "date"),
        ({"start": 60, "end": 200}, "evidence"),
        ({"start": 0, "end": 300}, "evidence"),
    ],
)
def test_a_wrong_attribute_is_counted_as_that(change: dict[str, Any], attribute: str) -> None:
    attributes = score_flows([gold_flow()], [said_flow(**change)]).attributes
    assert [name for name, share in attributes.items() if share < 1.0] == [attribute]


def test_as_many_flows_are_paired_as_can_be() -> None:
    wide = gold_flow(destination_place={**POINT, "radius_km": 60, "kind": "region"})
    score = score_flows([wide, gold_flow()], [said_flow(), said_flow(destination={**POINT, "lat": 32.5})])
    assert score.found == 2


def gold_event(**changes: Any) -> dict[str, Any]:
    return {**gold_flow(), "type": "battle", "place_points": [POINT], **changes}


def said_event(**changes: Any) -> dict[str, Any]:
    return {**said_flow(), "type": "ASSAULT", "places": [NEAR], **changes}


def test_an_event_at_the_right_place_in_the_right_sentence_is_found() -> None:
    score = score_events([gold_event()], [said_event()])
    assert (score.f1, score.attributes["type"]) == (1.0, 1.0)


@pytest.mark.parametrize(
    "change",
    [{"places": [FAR]}, {"places": []}, {"places": [NEAR, FAR, FAR]}, {"start": 200, "end": 300}, {"doc": "e"}],
)
def test_an_event_elsewhere_is_not_found(change: dict[str, Any]) -> None:
    assert score_events([gold_event()], [said_event(**change)]).found == 0


@pytest.mark.parametrize(
    ("truth", "said", "share"),
    [("battle", "RETREAT", 1.0), ("battle", "CONSULT", 0.0), ("diplomacy", "AGREE", 1.0), ("protest", "ASSAULT", 0.0)],
)
def test_a_type_fits_its_group(truth: str, said: str, share: float) -> None:
    assert score_events([gold_event(type=truth)], [said_event(type=said)]).attributes["type"] == share


def test_the_type_of_other_is_not_judged() -> None:
    score = score_events([gold_event(type="other"), gold_event(type="battle")], [said_event(), said_event()])
    assert (score.found, score.attributes["type"]) == (2, 1.0)


def test_nothing_against_nothing_scores_nothing() -> None:
    for score in (score_mentions([], []), score_flows([], []), score_events([], [])):
        assert (score.precision, score.recall, score.f1) == (0.0, 0.0, 0.0)
