"""What each criterion keeps, and what follows for evidence, places and documents."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings

from geo.model import Claim, Reading
from geo.workspace.corroborate import corroborate
from geo.workspace.filters import Filter, apply, left_out, plain_fold
from geo.workspace.schema import SCHEMAS
from geo.workspace.tables import Tables, check, frame
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


def told_twice() -> Tables:
    """A strike that one outlet claims on 5 March, another reports on 7 March, and a third denies on 9 March."""
    quote = "قصفت طائرة مواقع في بنغازي."
    said = [
        ("one", "First Wire", 5, Claim(claimed_by="GNA", status="claimed")),
        ("two", "Second Wire", 7, Claim()),
        ("three", "Third Wire", 9, Claim(denied_by=("LNA",), status="denied")),
    ]
    readings = [
        b.reading(
            document=b.document(id=name, text=f"{quote} {name}", publisher=outlet, published=date(2020, 3, day)),
            events=(b.event(doc=name, claim=claim, evidence=b.evidence(doc=name, quote=quote)),),
        )
        for name, outlet, day, claim in said
    ]
    return check(tabulate(corroborate(readings, side_of=lambda name: {"GNA": "west", "LNA": "east"}.get(name, ""))))


@pytest.mark.parametrize(
    ("day", "status", "n_documents", "n_claimants", "publishers"),
    [
        (4, None, 0, 0, ""),
        (5, "claimed", 1, 1, "First Wire"),
        (8, "reported", 2, 2, "First Wire; Second Wire"),
        (9, "denied", 3, 2, "First Wire; Second Wire; Third Wire"),
    ],
)
def test_what_was_known_on_a_day_rests_on_the_reports_until_then(
    day: int, status: str | None, n_documents: int, n_claimants: int, publishers: str
) -> None:
    known = kept(told_twice(), date_to=date(2020, 3, day), dates="report")
    if status is None:
        assert known.events.empty
        assert known.evidence.empty
        return
    (row,) = known.events.to_dict("records")
    assert row["status"] == status
    assert (row["n_documents"], row["n_claimants"], row["publishers"]) == (n_documents, n_claimants, publishers)
    assert len(known.evidence) == n_documents
    assert row["quote"] in set(known.evidence["quote"])


def test_a_status_is_asked_of_what_was_known() -> None:
    tables = told_twice()
    criteria: dict[str, Any] = {"date_to": date(2020, 3, 8), "dates": "report"}
    assert len(kept(tables, **criteria, statuses=("reported",)).events) == 1
    assert kept(tables, **criteria, statuses=("denied",)).events.empty
    assert len(kept(tables, statuses=("denied",)).events) == 1


def test_reports_without_a_date_are_left_out_by_dates_of_reports_and_counted() -> None:
    undated = b.reading(document=b.document(published=None), events=(b.event(),), mentions=(b.mention(),))
    result = apply(tabulate(corroborate([undated])), Filter(date_to=date(2020, 3, 8), dates="report"))
    assert result.events.empty
    assert left_out(result) == {"events": 1, "flows": 0, "mentions": 1}


@pytest.mark.parametrize(
    ("criteria", "n_events"),
    [
        ({"min_claimants": 2}, 1),
        ({"min_claimants": 3}, 0),
        ({"min_claimants": 2, "date_to": date(2020, 3, 5), "dates": "report"}, 0),
        ({"sides": ("west",)}, 1),
        ({"sides": ("east",)}, 0),  # it only denies
        ({"sides": ("north",)}, 0),
    ],
)
def test_claimants_are_counted_and_their_sides_asked_for(criteria: dict[str, Any], n_events: int) -> None:
    assert len(kept(told_twice(), **criteria).events) == n_events


def test_a_score_is_asked_of_the_place_and_what_has_none_passes(tables: Tables) -> None:
    events = tables.events.assign(score=[0.4, 0.9, None, 0.9, 0.9, 0.9, 0.5]).astype({"score": "Float64"})
    scored = replace(tables, events=events)
    passing = apply(scored, Filter(min_score=0.5)).events
    assert passing["id"].tolist() == events["id"].tolist()[1:]


def graded(tables: Tables, *grades: tuple[str, str, str]) -> Tables:
    when = "2020-03-10T06:30:00+00:00"
    rows = [{"subject": subject, "key": key, "grade": grade, "changed": when} for subject, key, grade in grades]
    return replace(tables, grades=frame("grades", rows))


def test_the_grade_of_a_source_keeps_what_it_tells(tables: Tables) -> None:
    judged = graded(tables, ("publisher", "Test Daily", "B"))
    assert set(kept(judged, reliabilities=("A", "B")).evidence["publisher"]) == {"Test Daily"}
    assert set(kept(judged, reliabilities=("B",)).mentions["doc"]) == {"sample-delegation"}
    assert kept(judged, reliabilities=("A",)).events.empty


def test_what_nobody_has_graded_cannot_be_judged(tables: Tables) -> None:
    judged = graded(tables, ("publisher", "Test Daily", "B"))
    assert "Test Daily" not in set(kept(judged, reliabilities=("F",)).evidence["publisher"])
    assert events(kept(tables, reliabilities=("F",))) == ALL_EVENTS


def test_the_credibility_of_a_record_is_its_own(tables: Tables) -> None:
    event = tables.events.loc[0, "event_id"]
    flow = tables.flows.loc[0, "id"]
    judged = graded(tables, ("event", event, "2"), ("flow", flow, "3"))
    assert set(kept(judged, credibilities=("2",)).events["event_id"]) == {event}
    assert kept(judged, credibilities=("2",)).flows.empty
    assert kept(judged, credibilities=("2", "3")).flows["id"].tolist() == [flow]
    assert len(kept(judged, credibilities=("6",)).flows) == len(tables.flows) - 1
