"""What each criterion keeps, and what follows for evidence, places and documents."""

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings

from geo.model import Reading
from geo.workspace.corroborate import corroborate
from geo.workspace.filters import Filter, apply, left_out, plain_fold
from geo.workspace.schema import SCHEMAS
from geo.workspace.tables import Tables, check
from geo.workspace.tabulate import tabulate
from tests import builders as b
from tests.workspace.strategies import collections


@pytest.fixture(scope="module")
def tables() -> Tables:
    return b.sample_tables()


def kept(tables: Tables, **criteria: Any) -> Tables:
    return check(apply(tables, Filter(**criteria)))


def events(tables: Tables) -> set[tuple[str, str]]:
    return set(zip(tables.events["type"], tables.events["place"], strict=True))


def flows(tables: Tables) -> set[tuple[str, str]]:
    return set(zip(tables.flows["origin"], tables.flows["destination"], strict=True))


ALL_EVENTS = {
    ("ASSAULT", "Tripoli"),
    ("COOPERATE", "Damascus"),
    ("COOPERATE", "Benghazi"),
    ("MOBILIZE", "Ghouta"),
    ("MOBILIZE", "As-Suwayda"),
    ("AID", "Libya"),
    ("AID", "Benghazi"),
}
ALL_FLOWS = {
    ("Damascus", "Benghazi"),
    ("As-Suwayda", "Libya"),
    ("eastern Libya", "Damascus"),
    ("Syria", "eastern Libya"),
    ("", "Benghazi"),
}


def test_without_criteria_everything_stays(tables: Tables) -> None:
    assert apply(tables, Filter()) is tables
    assert events(tables) == ALL_EVENTS
    assert flows(tables) == ALL_FLOWS


@pytest.mark.parametrize(
    ("criteria", "event_rows", "flow_rows"),
    [
        ({"types": ("ASSAULT",)}, {("ASSAULT", "Tripoli")}, ALL_FLOWS),
        ({"statuses": ("denied",)}, {("AID", "Benghazi")}, {("As-Suwayda", "Libya")}),
        (
            {"statuses": ("claimed", "planned")},
            {("MOBILIZE", "Ghouta"), ("MOBILIZE", "As-Suwayda"), ("COOPERATE", "Benghazi")},
            {("Damascus", "Benghazi"), ("Syria", "eastern Libya")},
        ),
        (
            {"actors": ("lna",)},
            {("ASSAULT", "Tripoli"), ("AID", "Libya"), ("AID", "Benghazi")},
            set(),
        ),
        ({"actors": ("Cham Wings",)}, set(), {("Damascus", "Benghazi")}),
        (
            {"countries": ("SY",)},
            {("COOPERATE", "Damascus"), ("MOBILIZE", "Ghouta"), ("MOBILIZE", "As-Suwayda")},
            ALL_FLOWS - {("", "Benghazi")},
        ),
        ({"countries": ("TR",)}, set(), set()),
        (
            {"min_precision": 1},
            ALL_EVENTS - {("AID", "Libya"), ("MOBILIZE", "Ghouta")},
            {("Damascus", "Benghazi"), ("", "Benghazi")},
        ),
        (
            {"min_precision": 5},
            ALL_EVENTS - {("AID", "Libya")},
            {("Damascus", "Benghazi"), ("", "Benghazi"), ("eastern Libya", "Damascus")},
        ),
        (
            {"publishers": ("test daily",)},
            {("COOPERATE", "Damascus"), ("COOPERATE", "Benghazi")},
            {("eastern Libya", "Damascus")},
        ),
        ({"claimants": ("Salem Test (GNA spokesman)",)}, set(), {("Damascus", "Benghazi")}),
        ({"text": "مدنيين"}, {("ASSAULT", "Tripoli")}, set()),
        ({"text": "cham"}, set(), {("Damascus", "Benghazi")}),
        (
            {"date_from": date(2020, 3, 4), "date_to": date(2020, 3, 4)},
            {("ASSAULT", "Tripoli")},
            {("Damascus", "Benghazi")},
        ),
        ({"date_to": date(2020, 2, 10)}, set(), {("Syria", "eastern Libya")}),
        ({"date_from": date(2020, 4, 30)}, {("COOPERATE", "Benghazi")}, set()),
        ({"date_from": date(2020, 5, 1)}, set(), set()),
        (
            {"bbox": (36.0, 33.0, 37.0, 34.0)},
            {("COOPERATE", "Damascus"), ("MOBILIZE", "Ghouta")},
            {("Damascus", "Benghazi"), ("eastern Libya", "Damascus"), ("Syria", "eastern Libya")},
        ),
        (
            {"types": ("AID",), "statuses": ("denied",), "countries": ("LY",)},
            {("AID", "Benghazi")},
            {("As-Suwayda", "Libya")},
        ),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_each_criterion_keeps_what_it_asks_for(
    tables: Tables, criteria: dict[str, Any], event_rows: set[Any], flow_rows: set[Any]
) -> None:
    result = kept(tables, **criteria)
    assert events(result) == event_rows
    assert flows(result) == flow_rows


@pytest.mark.parametrize(
    ("criteria", "words"),
    [
        ({"countries": ("SY",)}, {"دمشق", "السويداء", "سوريا", "الغوطة"}),
        ({"publishers": ("Test Daily",)}, {"ليبيا", "دمشق", "بنغازي"}),
        ({"text": "Ghouta"}, {"الغوطة"}),
        ({"text": "السويدا"}, {"السويداء"}),
        ({"min_precision": 1, "publishers": ("Test Wire",)}, {"بنغازي"}),
        ({"date_to": date(2020, 3, 2)}, {"سوريا", "بنغازي", "الغوطة", "السويداء"}),
    ],
)
def test_mentions_are_kept_by_place_document_and_words(tables: Tables, criteria: Any, words: set[str]) -> None:
    assert set(kept(tables, **criteria).mentions["text"]) == words


def test_an_event_without_a_date_is_left_out_by_dates_and_counted_once(tables: Tables) -> None:
    result = kept(tables, date_from=date(2020, 1, 1))
    assert not [kind for kind, _ in events(result) if kind == "MOBILIZE"]
    assert left_out(result) == {"events": 1, "flows": 1, "mentions": 0}
    assert left_out(kept(tables, date_from=date(2020, 1, 1), types=("AID",)))["events"] == 0
    assert left_out(kept(tables, types=("AID",))) == {}


def test_an_interval_without_end_goes_on_and_one_without_beginning_counts_by_its_end() -> None:
    since = b.event(id="since", date=b.day("2020-03-01", date_to=None))
    until = b.event(id="until", type="AID", date=b.day("2020-03-01", date_from=None))
    tables = tabulate(corroborate([b.reading(events=(since, until))]))
    assert set(kept(tables, date_from=date(2021, 1, 1)).events["type"]) == {"ASSAULT"}
    assert set(kept(tables, date_to=date(2019, 1, 1)).events["type"]) == set()
    assert set(kept(tables, date_to=date(2020, 3, 1)).events["type"]) == {"ASSAULT", "AID"}


def test_an_event_at_several_places_keeps_those_that_pass(tables: Tables) -> None:
    assert events(kept(tables, bbox=(36.5, 32.5, 36.7, 32.9), types=("MOBILIZE",))) == {("MOBILIZE", "As-Suwayda")}


def test_evidence_places_and_documents_follow(tables: Tables) -> None:
    result = kept(tables, types=("ASSAULT",), statuses=("reported",), countries=("LB",))
    assert len(result.documents) == len(result.evidence) == len(result.places) == 0
    result = kept(tables, claimants=("Salem Test (GNA spokesman)",), text="أجنحة الشام")
    assert list(result.documents["id"]) == ["sample-flights"]
    assert set(result.places["name"]) == {"Damascus", "Benghazi"}
    assert set(result.evidence["record_id"]) == set(result.flows["id"])


def test_the_tables_given_stay_as_they_are(tables: Tables) -> None:
    before = {name: getattr(tables, name).copy() for name in SCHEMAS}
    kept(tables, countries=("LY",), date_from=date(2020, 3, 1))
    for name in SCHEMAS:
        pd.testing.assert_frame_equal(getattr(tables, name), before[name])


class TestBox:
    """A point is in a box or not; a place known only as an area may reach into it."""

    @pytest.mark.parametrize(
        ("place", "box", "inside"),
        [
            (b.BENGHAZI, (20.0667, 32.1167, 20.0667, 32.1167), True),
            (b.BENGHAZI, (20.1, 32.0, 21.0, 33.0), False),
            (b.LIBYA, (20.0, 32.0, 21.0, 33.0), True),
            (b.LIBYA, (36.0, 33.0, 37.0, 34.0), False),
            (b.BENGHAZI, (-180.0, -90.0, 180.0, 90.0), True),
            (b.BENGHAZI, (170.0, 0.0, -170.0, 90.0), False),
            (b.place(id="fj", name="Suva", country="FJ", lat=-18.1, lon=178.4), (170.0, -20.0, -170.0, 0.0), True),
            (b.place(id="ws", name="Apia", country="WS", lat=-13.8, lon=-171.8), (170.0, -20.0, -170.0, 0.0), True),
            (
                b.place(id="pole", name="Arctic", kind="sea", country="", lat=89.9, lon=0.0, radius_km=900.0),
                (179.0, 85.0, 180.0, 90.0),
                True,
            ),
        ],
    )
    def test_box(self, place: Any, box: Any, inside: bool) -> None:
        tables = tabulate(corroborate([b.reading(events=(b.event(places=(place,)),))]))
        assert (len(kept(tables, bbox=box).events) == 1) is inside

    def test_an_event_without_a_place_is_in_no_box(self) -> None:
        tables = tabulate(corroborate([b.reading(events=(b.event(places=()),))]))
        assert len(kept(tables, bbox=(-180.0, -90.0, 180.0, 90.0)).events) == 0
        assert len(kept(tables, min_precision=7).events) == 0


def test_words_are_compared_by_the_folding_that_is_passed_in(tables: Tables) -> None:
    assert len(apply(tables, Filter(text="x"), fold=lambda text: "x" if "مدنيين" in text else text).events) > 0


@pytest.mark.parametrize(
    ("one", "other"), [("إدلب", "ادلب"), ("بَنْغَازِي", "بنغازي"), ("بنغـــازي", "بنغازي"), ("TRIPOLI", "tripoli")]
)
def test_plain_folding_forgives_marks_case_and_tatweel(one: str, other: str) -> None:
    assert plain_fold(one) == plain_fold(other)


@settings(max_examples=30, deadline=None)
@given(collections(most=4))
def test_a_filter_that_everything_passes_counts_places_as_before(
    readings: tuple[Reading, ...],
) -> None:
    tables = tabulate(corroborate(readings))
    result = check(apply(tables, Filter(statuses=("denied", "requested", "planned", "claimed", "reported"))))
    for name in ("events", "flows", "mentions", "evidence", "places"):
        pd.testing.assert_frame_equal(getattr(result, name), getattr(tables, name))
