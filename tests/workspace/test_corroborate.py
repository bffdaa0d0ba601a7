"""The same thing told several times becomes one record; what differs stays apart; nothing is lost."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import Claim, Event, Fatalities, Flow, Reading
from geo.workspace.corroborate import corroborate
from tests import builders as b
from tests.workspace.strategies import collections

ROOT = Path(__file__).resolve().parents[2]
MARCH = date(2020, 3, 10)


def told(doc: str, *records: Any, **document: Any) -> Reading:
    """A reading of a document that tells these events and flows."""
    mine = [replace(one, doc=doc, evidence=replace(one.evidence, doc=doc)) for one in records]
    return b.reading(
        document=b.document(**{"id": doc, "text": f"نص {doc}", "publisher": f"Outlet {doc}", **document}),
        events=tuple(one for one in mine if isinstance(one, Event)),
        flows=tuple(one for one in mine if isinstance(one, Flow)),
    )


def merged_events(*readings: Reading) -> Any:
    return corroborate(readings).events


def merged_flows(*readings: Reading) -> Any:
    return corroborate(readings).flows


class TestWhatIsTheSame:
    def test_the_same_event_in_two_documents_is_one_record_with_both_tellings(self) -> None:
        (only,) = merged_events(told("a", b.event()), told("b", b.event()))
        assert {telling.doc for telling in only.tellings} == {"a", "b"}
        assert only.support.documents == ("a", "b")
        assert only.support.publishers == ("Outlet a", "Outlet b")

    def test_the_same_event_told_twice_in_one_document_is_one_record(self) -> None:
        again = b.event(evidence=b.evidence(start=80, quote="ثانية"))
        (only,) = merged_events(told("a", b.event(), again))
        assert len(only.tellings) == 2
        assert only.support.documents == ("a",)
        assert only.support.independent == 1

    @pytest.mark.parametrize(
        "other",
        [
            {"type": "AID"},
            {"places": (b.TRIPOLI,)},
            {"places": (b.LIBYA,)},
            {"places": ()},
            {"date": b.day("2020-03-05")},
            {"actors": ("GNA",)},
            {"claim": Claim(status="planned")},
            {"claim": Claim(status="requested")},
        ],
        ids="-".join,
    )
    def test_what_differs_in_type_place_time_people_or_stance_stays_apart(self, other: dict[str, Any]) -> None:
        assert len(merged_events(told("a", b.event()), told("b", b.event(**other)))) == 2

    def test_two_modes_that_are_told_contradict(self) -> None:
        shelling, strike = b.event(mode="artillery"), b.event(mode="airstrike")
        assert len(merged_events(told("a", shelling), told("b", strike))) == 2
        assert len(merged_events(told("a", shelling), told("b", b.event(mode="")))) == 1

    @pytest.mark.parametrize(
        ("change", "records"),
        [
            ({"carrier": "Other Air"}, 2),
            ({"carrier": "CHAM  wings"}, 1),
            ({"carrier": ""}, 1),
            ({"cargo": ("arms",)}, 2),
            ({"cargo": ("fighters", "arms")}, 1),
            ({"cargo": ()}, 1),
            ({"mode": "sea"}, 2),
            ({"mode": "unknown"}, 1),
            ({"origin": b.SYRIA}, 2),
            ({"origin": None}, 2),
            ({"destination": b.TRIPOLI}, 2),
            ({"origin": b.BENGHAZI, "destination": b.DAMASCUS}, 2),
            ({"count": 5}, 1),
        ],
    )
    def test_flows_merge_unless_ends_mode_carrier_or_cargo_contradict(
        self, change: dict[str, Any], records: int
    ) -> None:
        base = {"carrier": "Cham Wings", "cargo": ("fighters",), "count": 12, "unit": "flights"}
        assert len(merged_flows(told("a", b.flow(**base)), told("b", b.flow(**{**base, **change})))) == records

    def test_an_event_at_two_places_merges_with_one_at_either_but_does_not_make_these_one(self) -> None:
        both = b.event(places=(b.BENGHAZI, b.TRIPOLI))
        assert len(merged_events(told("a", both), told("b", b.event()))) == 1
        records = merged_events(told("a", both), told("b", b.event()), told("c", b.event(places=(b.TRIPOLI,))))
        assert sorted(len(one.tellings) for one in records) == [1, 2]

    def test_events_that_share_only_an_area_are_not_the_same(self) -> None:
        ghouta, syria = b.event(places=(b.GHOUTA, b.LIBYA)), b.event(places=(b.LIBYA, b.SYRIA))
        assert len(merged_events(told("a", ghouta), told("b", syria))) == 2
        assert len(merged_events(told("a", syria), told("b", b.event(places=(b.SYRIA, b.LIBYA))))) == 1

    def test_a_place_that_one_of_two_tells_is_backed_by_that_one_alone(self) -> None:
        both = b.event(places=(b.BENGHAZI, b.TRIPOLI), evidence=b.evidence(quote="في بنغازي وطرابلس"))
        claimed = Claim(claimed_by="GNA", status="claimed")
        (only,) = merged_events(told("a", replace(both, claim=claimed)), told("b", b.event()))
        benghazi, tripoli = only.spots
        assert (benghazi.place, benghazi.claim.status, benghazi.support.documents) == (
            b.BENGHAZI,
            "reported",
            ("a", "b"),
        )
        assert (tripoli.place, tripoli.claim, tripoli.support.documents) == (b.TRIPOLI, claimed, ("a",))
        assert (tripoli.support.independent, benghazi.support.independent) == (1, 2)
        assert tripoli.evidence.quote == "في بنغازي وطرابلس"

    def test_two_tolls_in_one_document_are_two_events_but_in_two_documents_a_disagreement(self) -> None:
        few = b.event(fatalities=Fatalities(low=2, best=2, high=2))
        many = b.event(fatalities=Fatalities(low=30, best=30, high=30), evidence=b.evidence(start=60))
        assert len(merged_events(told("a", few, many))) == 2
        (only,) = merged_events(told("a", few), told("b", many))
        assert only.support.disagreements == ("fatalities: 2 (Outlet a) against 30 (Outlet b)",)

    def test_flights_and_people_counted_in_one_document_may_be_one_flow(self) -> None:
        flights = b.flow(count=12, unit="flights")
        people = b.flow(count=300, unit="people", evidence=b.evidence(start=60))
        more = b.flow(count=5, unit="flights", evidence=b.evidence(start=90))
        assert len(merged_flows(told("a", flights, people))) == 1
        assert len(merged_flows(told("a", flights, people, more))) == 2


class TestDates:
    @pytest.mark.parametrize(("gap", "records"), [(0, 1), (1, 1), (2, 2)])
    def test_fighting_a_day_apart_may_be_one_battle_two_days_apart_not(self, gap: int, records: int) -> None:
        later = b.event(date=b.day(f"2020-03-0{3 + gap}"))
        assert len(merged_events(told("a", b.event()), told("b", later))) == records

    @pytest.mark.parametrize(("gap", "records"), [(3, 1), (4, 2)])
    def test_anything_else_may_lie_three_days_apart(self, gap: int, records: int) -> None:
        later = b.flow(date=b.day(f"2020-03-0{3 + gap}"))
        assert len(merged_flows(told("a", b.flow()), told("b", later))) == records

    def test_dates_apart_need_something_in_common(self) -> None:
        bare, later = b.flow(mode="unknown"), b.flow(mode="unknown", date=b.day("2020-03-05"))
        assert len(merged_flows(told("a", bare), told("b", later))) == 2

    def test_two_dates_of_one_document_are_two_events(self) -> None:
        assert len(merged_events(told("a", b.event(), b.event(date=b.day("2020-03-04"))))) == 2

    def test_days_in_a_row_do_not_chain_into_one_event(self) -> None:
        records = merged_events(*(told(f"d{day}", b.event(date=b.day(f"2020-03-0{day}"))) for day in range(1, 9)))
        assert len(records) == 4
        assert all(len(one.tellings) == 2 for one in records)

    def test_a_month_joins_the_only_day_that_fits_and_no_day_when_two_fit(self) -> None:
        month = b.flow(date=b.day("2020-03-01", "2020-03-31"))
        early, late = b.flow(date=b.day("2020-03-03")), b.flow(date=b.day("2020-03-20"))
        assert len(merged_flows(told("a", early), told("m", month))) == 1
        assert len(merged_flows(told("a", early), told("b", late), told("m", month))) == 3

    def test_what_a_later_telling_adds_lets_a_vaguer_one_join(self) -> None:
        bare, named = b.event(actors=()), b.event(actors=("GNA",))
        month = b.event(actors=("GNA",), date=b.day("2020-03-01", "2020-03-31"))
        (only,) = merged_events(told("a", bare), told("b", named), told("c", month))
        assert only.support.documents == ("a", "b", "c")

    def test_the_sharpest_date_is_shown(self) -> None:
        month = b.flow(date=b.day("2020-03-01", "2020-03-31", text="في آذار"))
        (only,) = merged_flows(told("a", month), told("b", b.flow(date=b.day("2020-03-03"))))
        assert only.record.date == b.day("2020-03-03")
        assert only.support.disagreements == ()

    def test_an_undated_telling_joins_the_dated_one_shortly_before_its_publication(self) -> None:
        undated = b.flow(date=b.day(None))
        assert len(merged_flows(told("a", b.flow()), told("b", undated, published=MARCH))) == 1
        assert len(merged_flows(told("a", b.flow()), told("b", undated, published=date(2020, 6, 1)))) == 2
        assert len(merged_flows(told("a", b.flow()), told("b", undated, published=None))) == 2

    def test_undated_tellings_merge_when_published_about_the_same_time(self) -> None:
        undated = b.flow(date=b.day(None))
        readings = [told(doc, undated, published=day) for doc, day in (("a", MARCH), ("b", date(2020, 3, 20)))]
        assert len(merged_flows(*readings)) == 1
        assert len(merged_flows(*readings, told("c", undated, published=date(2021, 3, 20)))) == 2

    def test_a_bound_is_no_date_two_tellings_bounded_by_their_publication_merge(self) -> None:
        """Readers bound what has happened by the day of publication; that is when the document spoke, no more."""
        readings = []
        for doc, bound in (("a", "2020-03-04"), ("b", "2020-03-12")):
            flow = b.flow(date=b.day(bound, date_from=None), carrier="Cham Wings")
            readings.append(told(doc, flow, published=date.fromisoformat(bound)))
        (only,) = merged_flows(*readings)
        assert only.support.disagreements == ()
        year_later = told("c", b.flow(date=b.day("2021-03-12", date_from=None)), published=date(2021, 3, 12))
        assert len(merged_flows(*readings, year_later)) == 2

    def test_what_is_bounded_does_not_join_what_came_after(self) -> None:
        before = b.flow(date=b.day("2020-03-01", date_from=None))
        assert len(merged_flows(told("a", before, b.flow()))) == 2
        assert len(merged_flows(told("a", b.flow(date=b.day("2020-03-09", date_from=None)), b.flow()))) == 1

    def test_two_flows_from_nowhere_known_to_nowhere_known_stay_apart(self) -> None:
        lost = b.flow(origin=None, destination=None, cargo=("arms",))
        assert len(merged_flows(told("a", lost), told("b", lost))) == 2

    def test_a_whole_country_on_the_same_day_needs_something_in_common(self) -> None:
        bare = b.event(places=(b.LIBYA,), actors=())
        assert len(merged_events(told("a", bare), told("b", bare))) == 2
        by_lna = b.event(places=(b.LIBYA,))
        assert len(merged_events(told("a", by_lna), told("b", by_lna))) == 1


class TestStatus:
    @pytest.mark.parametrize(
        ("statuses", "shown"),
        [
            (("claimed", "reported"), "reported"),
            (("claimed", "claimed"), "claimed"),
            (("reported", "denied"), "denied"),
            (("planned", "denied"), "denied"),
            (("planned", "planned"), "planned"),
        ],
    )
    def test_a_denial_shows_else_the_strongest_assertion(self, statuses: tuple[Any, ...], shown: str) -> None:
        tellings = [b.event(claim=Claim(claimed_by="GNA", status=status)) for status in statuses]
        (only,) = merged_events(*(told(str(number), one) for number, one in enumerate(tellings)))
        assert only.record.claim.status == shown

    def test_a_claim_and_its_denial_are_both_kept_and_the_disagreement_is_said(self) -> None:
        claim = b.flow(claim=Claim(claimed_by="GNA", status="claimed"))
        denial = b.flow(claim=Claim(denied_by=("LNA",), status="denied"))
        (only,) = merged_flows(told("a", claim), told("b", denial))
        assert {telling.claim.status for telling in only.tellings} == {"claimed", "denied"}
        assert only.record.claim.denied_by == ("LNA",)
        assert only.record.claim.claimed_by == "GNA"
        assert only.support.claimants == ("GNA",)
        assert only.support.disagreements == ("denied by LNA against what GNA said",)

    def test_all_who_deny_it_are_kept(self) -> None:
        denials = [b.flow(claim=Claim(denied_by=(name,), status="denied")) for name in ("LNA", "Russia")]
        (only,) = merged_flows(*(told(str(number), one) for number, one in enumerate(denials)))
        assert only.record.claim.denied_by == ("LNA", "Russia")

    def test_the_shown_sentence_has_the_status_shown(self) -> None:
        claim = b.flow(claim=Claim(claimed_by="GNA", status="claimed"), evidence=b.evidence(quote="قالت الوفاق"))
        report = b.flow(evidence=b.evidence(quote="هبطت طائرة"))
        (only,) = merged_flows(told("a", claim), told("b", report))
        assert only.record.evidence.quote == "هبطت طائرة"
        assert only.record.claim.claimed_by == ""
        assert only.support.claimants == ("GNA", "Outlet b")


class TestSupport:
    def test_five_reprints_of_one_ministry_are_five_documents_and_one_claimant(self) -> None:
        ministry = b.event(claim=Claim(claimed_by="Syrian Foreign Ministry", status="claimed"))
        (only,) = merged_events(*(told(str(number), ministry) for number in range(5)))
        assert only.support.documents == ("0", "1", "2", "3", "4")
        assert len(only.support.publishers) == 5
        assert only.support.claimants == ("Syrian Foreign Ministry",)
        assert only.support.independent == 1

    def test_two_documents_of_one_publisher_are_one_publisher(self) -> None:
        (only,) = merged_events(*(told(doc, b.event(), publisher="Wire") for doc in "ab"))
        assert (only.support.documents, only.support.publishers) == (("a", "b"), ("Wire",))
        assert only.support.independent == 1

    def test_two_sides_that_tell_it_are_both_named(self) -> None:
        names = ("GNA", "LNA")
        claims = [b.event(actors=(), claim=Claim(claimed_by=name, status="claimed")) for name in names]
        readings = [told(name, claim) for name, claim in zip(names, claims, strict=True)]
        (only,) = corroborate(readings, side_of={"GNA": "west", "LNA": "east"}.get).events
        assert (only.support.sides, only.support.independent) == (("east", "west"), 2)


class TestIdsAndOrder:
    def test_the_id_stays_when_a_later_document_tells_it_again(self) -> None:
        (alone,) = merged_events(told("m", b.event(), published=date(2020, 3, 4)))
        (both,) = merged_events(
            told("a", b.event(), published=date(2020, 3, 8)), told("m", b.event(), published=date(2020, 3, 4))
        )
        assert alone.id == both.id

    def test_the_id_stays_when_a_later_document_tells_it_more_sharply(self) -> None:
        month = told("m", b.flow(date=b.day("2020-03-01", "2020-03-31")), published=date(2020, 3, 4))
        (alone,) = merged_flows(month)
        (both,) = merged_flows(month, told("a", b.flow(), published=date(2020, 3, 8)))
        assert (both.id, both.record.date) == (alone.id, b.day())

    def test_two_tellings_under_one_id_keep_two_ids(self) -> None:
        first, second = b.event(id="e-1"), b.event(id="e-1", places=(b.TRIPOLI,))
        assert len({one.id for one in merged_events(told("a", first, second))}) == 2

    def test_of_two_readings_of_one_document_the_last_counts(self) -> None:
        old, new = told("a", b.event()), told("a", b.event(type="AID"), text="نص جديد")
        assert [one.record.type for one in merged_events(old, new)] == ["AID"]

    def test_two_offices_of_one_side_are_one_claimant(self) -> None:
        offices = [b.event(claim=Claim(claimed_by=name, status="claimed")) for name in ("GNA army", "Ministry")]
        readings = [told(str(number), one) for number, one in enumerate(offices)]
        (known,) = corroborate(readings, side_of=lambda name: "GNA").events
        (unknown,) = corroborate(readings, side_of=lambda name: "").events
        assert (known.support.independent, unknown.support.independent) == (1, 2)
        assert (known.support.sides, unknown.support.sides) == (("GNA",), ())

    def test_sides_are_told_by_whoever_knows_them(self) -> None:
        claim = b.event(claim=Claim(claimed_by="GNA", status="claimed"))
        account = corroborate([told("a", claim)], side_of={"GNA": "western Libya"}.get)
        assert account.events[0].support.sides == ("western Libya",)


def _ids_by_earliest(readings: tuple[Reading, ...]) -> dict[tuple[str, str], str]:
    """Document and id of each record's earliest telling -> the record's id."""
    published = {one.document.id: one.document.published or date.max for one in readings}
    position = {
        (reading.document.id, telling.id): number
        for reading in readings
        for tellings in (reading.events, reading.flows)
        for number, telling in enumerate(tellings)
    }
    account = corroborate(readings)
    earliest = {
        merged.id: min((published[one.doc], one.doc, position[one.doc, one.id], one.id) for one in merged.tellings)
        for merged in (*account.events, *account.flows)
    }
    return {(doc, telling): key for key, (_, doc, _, telling) in earliest.items()}


@settings(max_examples=60, deadline=None)
@given(collections(), st.sets(st.integers(0, 4)))
def test_a_record_keeps_its_id_as_long_as_its_earliest_telling_is_the_same(
    readings: tuple[Reading, ...], without: set[int]
) -> None:
    every = _ids_by_earliest(readings)
    fewer = _ids_by_earliest(tuple(one for number, one in enumerate(readings) if number not in without))
    assert {key: fewer[key] for key in fewer.keys() & every.keys()} == {
        key: every[key] for key in fewer.keys() & every.keys()
    }


@settings(max_examples=60, deadline=None)
@given(collections())
def test_what_is_shown_was_told_so_and_numbers_that_differ_are_said(readings: tuple[Reading, ...]) -> None:
    account = corroborate(readings)
    for merged in (*account.events, *account.flows):
        assert merged.record.date in [telling.date for telling in merged.tellings]
        said = (merged.record.claim.claimed_by, merged.record.claim.chain)
        assert said in [(telling.claim.claimed_by, telling.claim.chain) for telling in merged.tellings]
    for event in account.events:
        tolls = {telling.fatalities for telling in event.tellings} - {None}
        assert event.record.fatalities in (tolls or {None})
        assert len(tolls) < 2 or _clauses(event, "fatalities")
        places = {frozenset(place.id for place in telling.places) for telling in event.tellings} - {frozenset()}
        assert (len(places) > 1) == bool(_clauses(event, "places"))
    for flow in account.flows:
        counts = {(telling.count, telling.unit) for telling in flow.tellings if telling.count is not None}
        assert (flow.record.count, flow.record.unit) in counts or not counts
        for unit in {unit for _, unit in counts}:
            told_counts = {f"{count} {unit}" for count, other in counts if other == unit}
            clauses = [clause for clause in _clauses(flow, "count") if unit in clause]
            assert len(clauses) == (len(told_counts) > 1)
            assert all(told_count in clause for clause in clauses for told_count in told_counts)


def _clauses(merged: Any, name: str) -> list[str]:
    return [clause for clause in merged.support.disagreements if clause.startswith(f"{name}: ")]


@pytest.mark.parametrize("growth", ["denser", "louder"])
def test_the_account_does_not_depend_on_the_run_of_the_program(growth: str) -> None:
    """Sets of words come in another order in every run; nothing that is shown may follow it."""
    code = f"""
from hashlib import sha256
from benchmarks.corroboration import make_readings, side_of
from geo.workspace.corroborate import corroborate
account = corroborate(make_readings(150, growth={growth!r}), side_of=side_of)
print(sha256(repr((account.events, account.flows)).encode()).hexdigest())
"""
    told_hashes = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told_hashes) == 1


def test_two_disagreements_on_one_flow_are_both_kept_beside_what_is_shown() -> None:
    few = b.flow(count=5, unit="flights", date=b.day("2020-03-03"))
    many = b.flow(count=12, unit="flights", date=b.day("2020-03-05"))
    (only,) = merged_flows(told("a", few), told("b", many))
    assert (only.record.count, only.record.date) == (5, few.date)
    assert only.support.disagreements == (
        "dates: 2020-03-03 (Outlet a) against 2020-03-05 (Outlet b)",
        "count: 5 flights (Outlet a) against 12 flights (Outlet b)",
    )


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_order_of_documents_does_not_matter(data: Any) -> None:
    readings = data.draw(collections())
    assert corroborate(data.draw(st.permutations(readings))) == corroborate(readings)


@settings(max_examples=60, deadline=None)
@given(collections())
def test_nothing_is_lost_in_a_merge(readings: tuple[Reading, ...]) -> None:
    account = corroborate(readings)
    for name in ("events", "flows"):
        given_tellings = [(one.doc, one.id) for reading in readings for one in getattr(reading, name)]
        kept = [(one.doc, one.id) for merged in getattr(account, name) for one in merged.tellings]
        assert sorted(kept) == sorted(given_tellings)
        assert len({merged.id for merged in getattr(account, name)}) == len(getattr(account, name))
    for event in account.events:
        for field in ("places", "actors", "recipients", "context"):
            tellings = {value for telling in event.tellings for value in getattr(telling, field)}
            assert set(getattr(event.record, field)) == tellings
    for flow in account.flows:
        assert set(flow.record.cargo) == {cargo for telling in flow.tellings for cargo in telling.cargo}
    for merged in (*account.events, *account.flows):
        deniers = {name for telling in merged.tellings for name in telling.claim.denied_by}
        assert set(merged.record.claim.denied_by) == deniers
        assert merged.record.evidence in [telling.evidence for telling in merged.tellings]


@settings(max_examples=60, deadline=None)
@given(collections())
def test_what_is_merged_never_contradicts_itself(readings: tuple[Reading, ...]) -> None:
    account = corroborate(readings)
    for event in account.events:
        assert len({telling.type for telling in event.tellings}) == 1
        assert len({telling.mode for telling in event.tellings} - {""}) <= 1
        places = [{place.id for place in telling.places} for telling in event.tellings]
        assert set.intersection(*places) or not any(places)
        assert [spot.place for spot in event.spots] == list(event.record.places)
        for spot in event.spots:
            here = [one for one in event.tellings if spot.place.id in {place.id for place in one.places}]
            assert set(spot.support.documents) == {one.doc for one in here}
            assert spot.evidence in [one.evidence for one in here]
    for flow in account.flows:
        ends = {(telling.origin, telling.destination) for telling in flow.tellings}
        assert len(ends) == 1
        assert len({" ".join(telling.carrier.casefold().split()) for telling in flow.tellings} - {""}) <= 1
    for merged in (*account.events, *account.flows):
        stances = {telling.claim.status for telling in merged.tellings} - {"denied"}
        assert stances <= {"claimed", "reported"} or len(stances) <= 1


@settings(max_examples=40, deadline=None)
@given(collections(), st.integers(0, 4))
def test_adding_a_document_again_changes_nothing(readings: tuple[Reading, ...], which: int) -> None:
    again = readings[which : which + 1]
    assert corroborate((*readings, *again)) == corroborate(readings)


@pytest.mark.parametrize("readings", [(), (b.reading(),)])
def test_an_account_of_nothing_is_empty(readings: tuple[Reading, ...]) -> None:
    account = corroborate(readings)
    assert account.events == ()
    assert account.flows == ()
