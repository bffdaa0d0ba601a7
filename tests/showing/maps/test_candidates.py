"""The small map of what a name may have meant."""

import json

import pytest

from geo.showing.maps import candidate_map_data
from tests.browser import crowd


def _candidates(language: str = "en") -> list[dict[str, object]]:
    (layer,) = candidate_map_data(crowd.candidates(), language).layers
    return json.loads(layer)["candidates"]


def test_the_winner_comes_first_then_the_best_losers() -> None:
    assert [(one["id"], one["won"]) for one in _candidates()] == [("a", True), ("b", False), ("c", False)]


def test_a_candidate_without_a_position_is_on_no_map() -> None:
    assert "d" not in {one["id"] for one in _candidates()}
    nowhere = [one | {"lat": float("nan"), "lon": float("nan")} for one in crowd.candidates() if one["place_id"] != "d"]
    data = candidate_map_data(nowhere, "en")
    assert json.loads(data.layers[0])["candidates"] == []
    assert json.loads(data.extras)["bounds"] is None


def test_the_view_holds_them_all() -> None:
    bounds = json.loads(candidate_map_data(crowd.candidates(), "en").extras)["bounds"]
    assert bounds == [pytest.approx([32.88, 13.19], abs=0.1), pytest.approx([37.51, 35.83], abs=0.1)]


def test_a_country_is_seen_whole_and_a_town_from_near() -> None:
    libya = {
        "place_id": "ly",
        "name": "Libya",
        "name_ar": "",
        "kind": "country",
        "country": "LY",
        "lat": 28.0,
        "lon": 17.0,
    }
    town = libya | {"place_id": "b", "kind": "town"}
    (south, west), (north, east) = _bounds(libya | {"score": 1.0, "won": True, "reason": ""})
    assert north - south > 8
    assert east - west > 8
    (south, west), (north, east) = _bounds(town | {"score": 1.0, "won": True, "reason": ""})
    assert 0 < north - south < 0.2


def _bounds(candidate: dict[str, object]) -> list[list[float]]:
    found: list[list[float]] = json.loads(candidate_map_data([candidate], "en").extras)["bounds"]
    return found


@pytest.mark.parametrize(
    ("language", "name", "what", "score"),
    [("en", "Tripoli", "city, Libya", "score"), ("ar", "طرابلس", "مدينة، ليبيا", "الدرجة")],
)
def test_candidates_speak_the_readers_language(language: str, name: str, what: str, score: str) -> None:
    winner = _candidates(language)[0]
    assert (winner["name"], winner["what"], winner["score_name"], winner["score"]) == (name, what, score, "0.82")


def test_no_candidates_make_an_empty_map() -> None:
    data = candidate_map_data([], "en")
    assert json.loads(data.layers[0])["candidates"] == []
