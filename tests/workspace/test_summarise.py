"""Counts by place, cell and pair say the same as the rows that they stand for."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from geo.model import Reading
from geo.workspace.corroborate import corroborate
from geo.workspace.facts import WANTED, Facts, facts_of
from geo.workspace.filters import Filter, apply, choose
from geo.workspace.summarise import Counts, Summary, count, in_view, summarise, timeline
from geo.workspace.tables import Tables, empty_tables
from geo.workspace.tabulate import tabulate
from tests import builders as b
from tests.workspace.strategies import collections

WORLD = (-180.0, -85.0, 180.0, 85.0)
LIBYA = (9.0, 19.0, 26.0, 34.0)


@pytest.fixture(scope="module")
def tables() -> Tables:
    return b.sample_tables()


def counted(facts: Facts, **criteria: Any) -> Counts:
    return count(facts, choose(facts, Filter(**criteria)))


def shown(tables: Tables, box: Any = WORLD, zoom: float = 5, **criteria: Any) -> Summary:
    facts = facts_of(tables)
    return summarise(facts, counted(facts, **criteria), box, zoom)


def test_an_empty_workspace_shows_nothing() -> None:
    facts = facts_of(empty_tables())
    counts = count(facts, choose(facts, Filter()))
    assert (counts.events, counts.flows, counts.mentions, counts.documents, counts.places) == (0, 0, 0, 0, 0)
    summary = summarise(facts, counts, WORLD, 3)
    assert (summary.cells, summary.bundles, summary.points, summary.areas) == ((), (), (), ())
    assert timeline(facts, choose(facts, Filter()))[0].sum() == 0


@pytest.mark.parametrize(
    "criteria",
    [
        {},
        {"types": ("AID", "COOPERATE")},
        {"statuses": ("claimed",)},
        {"date_from": date(2020, 3, 1)},
        {"date_to": date(2020, 3, 5), "dates": "report"},
        {"text": "الغوطة"},
        {"countries": ("SY",), "min_precision": 2},
    ],
)
def test_the_counts_are_those_of_the_rows_that_pass(tables: Tables, criteria: dict[str, Any]) -> None:
    counts = counted(facts_of(tables), **criteria)
    kept = apply(tables, Filter(**criteria))
    assert counts.events == kept.events["event_id"].nunique()
    assert counts.flows == len(kept.flows)
    assert counts.mentions == len(kept.mentions)
    assert counts.documents == len(kept.documents)
    assert counts.unplaced["mentions"] == int((kept.mentions["place_id"] == "").sum())
    once = kept.events.drop_duplicates("event_id")
    assert dict(counts.types) == once["type"].value_counts().to_dict()
    lines = kept.flows[kept.flows["origin_lat"].notna() & kept.flows["destination_lat"].notna()]
    statuses = [*once["status"], *lines["status"]]
    assert dict(counts.statuses) == {status: statuses.count(status) for status in set(statuses)}


@settings(max_examples=40, deadline=None)
@given(collections())
def test_no_event_at_a_point_is_lost_in_the_cells(readings: list[Reading]) -> None:
    made = tabulate(corroborate(readings))
    points = {"city", "town", "village", "neighbourhood", "site"}
    for zoom in (0, 4, 11):
        summary = shown(made, zoom=zoom)
        assert sum(cell.n for cell in summary.cells) == int(made.events["kind"].isin(points).sum())
        assert sum(n for cell in summary.cells for _, n in cell.types) == sum(cell.n for cell in summary.cells)


def test_towns_that_lie_close_together_share_a_cell_until_the_map_comes_near(tables: Tables) -> None:
    far, near = shown(tables, zoom=0), shown(tables, zoom=7)
    assert len(far.cells) < len(near.cells)
    assert sum(cell.n for cell in far.cells) == sum(cell.n for cell in near.cells)
    for cell in near.cells:
        west, south, east, north = cell.box
        assert west <= cell.lon <= east
        assert south <= cell.lat <= north


def test_only_what_is_in_view_is_counted(tables: Tables) -> None:
    summary = shown(tables, LIBYA)
    assert {cell.n for cell in summary.cells} == {1, 2}  # Tripoli; Benghazi, told of twice
    assert all(9 <= cell.lon <= 26 for cell in summary.cells)


def test_flows_of_the_same_way_are_one_bundle_with_their_statuses(tables: Tables) -> None:
    summary = shown(tables)
    facts = facts_of(tables)
    names = facts.places.texts["name"]
    ends = {
        (names.values[names.codes[one.origin]], names.values[names.codes[one.destination]]): one
        for one in summary.bundles
    }
    assert set(ends) == {
        ("Damascus", "Benghazi"),
        ("As-Suwayda", "Libya"),
        ("eastern Libya", "Damascus"),
        ("Syria", "eastern Libya"),
    }
    assert ends["Syria", "eastern Libya"].amounts["count"] == 12
    assert ends["As-Suwayda", "Libya"].statuses == (("denied", 1),)


def test_flows_within_a_cell_are_not_drawn_and_those_far_away_neither(tables: Tables) -> None:
    assert not [one for one in shown(tables, zoom=0).bundles if one.origin == one.destination]
    assert shown(tables, (100.0, 0.0, 110.0, 10.0)).bundles == ()


def test_a_view_over_the_antimeridian_sees_both_its_sides() -> None:
    fiji = b.place(name="Suva", country="FJ", lat=-18.1, lon=178.4)
    samoa = b.place(name="Apia", country="WS", lat=-13.8, lon=-171.8)
    report = b.reading(events=(b.event(places=(fiji,)), b.event(places=(samoa,), type="AID")))
    facts = facts_of(tabulate(corroborate([report])))
    assert in_view(facts, (170.0, -30.0, -165.0, 0.0)).all()
    assert not in_view(facts, (-165.0, -30.0, 170.0, 0.0)).any()


def test_the_timeline_holds_every_dated_record_once(tables: Tables) -> None:
    facts = facts_of(tables)
    bins, first, last = timeline(facts, choose(facts, Filter()), bins=12)
    assert bins.sum() == 5 + 4  # events and flows with a date
    assert date.fromordinal(first) == date(2020, 2, 1)
    assert date.fromordinal(last) == date(2020, 4, 30)
    reports, first, last = timeline(facts, choose(facts, Filter()), bins=7, reports=True)
    assert reports.sum() == tables.events["event_id"].nunique() + len(tables.flows)
    assert (date.fromordinal(first), date.fromordinal(last)) == (date(2020, 3, 2), date(2020, 3, 8))


def test_the_facts_are_numbers_and_know_each_row() -> None:
    facts = facts_of(b.sample_tables())
    assert facts.events.size == 7
    assert facts.events.fid.tolist() == list(range(1, 8))
    assert np.isnan(facts.flows.numbers["origin_lat"]).sum() == 1
    assert (facts.event_place >= 0).all()


def test_a_date_or_text_that_another_program_emptied_is_not_known() -> None:
    tables = b.sample_tables()
    columns = {
        name: {column: getattr(tables, name)[column].to_numpy(dtype=object) for part in parts for column in part}
        | {"fid": np.arange(1, len(getattr(tables, name)) + 1)}
        for name, parts in WANTED.items()
    }
    columns["events"]["date_from"][0] = columns["events"]["date_to"][0] = columns["events"]["mode"][0] = None
    facts = facts_of(columns)
    assert facts.event_begins[0] == 0
    assert facts.events.texts["mode"].at(0) == ""
    assert facts.event_begins[1:].tolist() == facts_of(tables).event_begins[1:].tolist()
