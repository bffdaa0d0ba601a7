"""The narrower record is linked to the broader one, and what happened to its plan; nothing else is."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings

from benchmarks.corroboration import make_readings
from geo.model import Claim, Reading
from geo.workspace import links
from geo.workspace.corroborate import corroborate
from geo.workspace.grouping import Group, group_tellings
from geo.workspace.traits import traits_of
from tests import builders as b
from tests.workspace.strategies import collections

SYRIA_TO_EAST = b.flow(id="wide", origin=b.SYRIA, destination=b.EAST_LIBYA, date=b.day("2020-03-01", "2020-03-31"))


def linked(name: str, *records: Any) -> dict[str, set[str]]:
    """Ids of tellings -> ids of the tellings that their record is linked to."""
    account = corroborate([b.reading(**{name: records})])
    names = {one.id: one.tellings[0].id for one in getattr(account, name)}
    return {names[one.id]: {names[other] for other in one.support.linked} for one in getattr(account, name)}


def test_damascus_to_benghazi_is_linked_to_syria_to_eastern_libya_and_not_equal() -> None:
    assert linked("flows", b.flow(id="narrow"), SYRIA_TO_EAST) == {"narrow": {"wide"}, "wide": set()}


def test_syria_to_benghazi_and_damascus_to_benghazi_are_linked_and_not_equal() -> None:
    broader = b.flow(id="broader", origin=b.SYRIA)
    assert linked("flows", b.flow(id="narrow"), broader) == {"narrow": {"broader"}, "broader": set()}


def test_flows_each_broader_at_one_end_are_not_linked() -> None:
    crossed = (b.flow(id="from", origin=b.SYRIA), b.flow(id="to", destination=b.LIBYA))
    assert linked("flows", *crossed) == {"from": set(), "to": set()}


@pytest.mark.parametrize(
    "change",
    [
        {"carrier": "Other Air"},
        {"cargo": ("arms",)},
        {"destination": b.TRIPOLI_LEBANON},
        {"origin": b.LIBYA, "destination": b.DAMASCUS},
        {"mode": "sea"},
        {"date": b.day("2020-06-03")},
        {"claim": Claim(status="planned")},
    ],
    ids="-".join,
)
def test_another_carrier_cargo_country_way_mode_or_time_is_no_link(change: dict[str, Any]) -> None:
    told = {"carrier": "Cham Wings", "cargo": ("fighters",)}
    wide = replace(SYRIA_TO_EAST, **told)
    assert linked("flows", b.flow(id="narrow", **told), wide)["narrow"] == {"wide"}
    assert linked("flows", b.flow(id="narrow", **{**told, **change}), wide)["narrow"] == set()


def test_a_flow_of_unknown_origin_is_broader_than_one_whose_origin_is_told() -> None:
    unknown = b.flow(id="unknown", origin=None)
    assert linked("flows", b.flow(id="known"), unknown) == {"known": {"unknown"}, "unknown": set()}


def test_an_event_in_a_town_is_linked_to_the_same_told_of_the_country() -> None:
    country = b.event(id="wide", places=(b.LIBYA,))
    assert linked("events", b.event(id="narrow"), country) == {"narrow": {"wide"}, "wide": set()}


def test_the_same_place_at_another_time_is_no_broader_one() -> None:
    winter = b.event(id="winter", places=(b.LIBYA,), date=b.day("2020-01-01", "2020-03-01"))
    spring = b.event(id="spring", places=(b.LIBYA,), date=b.day("2020-02-01", "2020-05-01"))
    assert linked("events", winter, spring) == {"winter": set(), "spring": set()}


def test_an_event_is_linked_to_its_plan() -> None:
    plan = b.event(id="plan", claim=Claim(status="planned"))
    assert linked("events", b.event(id="done"), plan) == {"done": {"plan"}, "plan": set()}


@settings(max_examples=40, deadline=None)
@given(collections())
def test_links_lead_to_other_records_of_the_account_never_back_to_themselves(readings: tuple[Reading, ...]) -> None:
    account = corroborate(readings)
    for records in (account.events, account.flows):
        ids = {one.id for one in records}
        assert all(set(one.support.linked) <= ids - {one.id} for one in records)


def grouped(readings: Iterable[Reading], name: str) -> list[Group]:
    return group_tellings(
        traits_of(telling, document=reading.document, index=index)
        for reading in readings
        for index, telling in enumerate(getattr(reading, name))
    )


@settings(max_examples=80, deadline=None)
@given(collections())
def test_blocks_hide_no_link(readings: tuple[Reading, ...]) -> None:
    for name in ("events", "flows"):
        groups = grouped(readings, name)
        ids = [str(number) for number in range(len(groups))]
        expected: dict[str, list[str]] = {key: [] for key in ids}
        for (key, group), (other_key, other) in product(zip(ids, groups, strict=True), repeat=2):
            wider = other.seed.broad or other.stance in links.FORETELLING
            alike = group.seed.kind == other.seed.kind and group.specifics & other.specifics
            if group is not other and wider and alike and links._linked(group, other):
                expected[key].append(other_key)
        assert links.link(groups, ids) == [tuple(sorted(expected[key])) for key in ids]


def comparisons_per_document(number: int) -> float:
    """How often two records are held against each other in a collection that grows with time."""
    readings = make_readings(number, growth="longer")
    calls, compare = 0, links._linked

    def counted(*groups: Any) -> bool:
        nonlocal calls
        calls += 1
        return compare(*groups)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(links, "_linked", counted)
        for name in ("events", "flows"):
            groups = grouped(readings, name)
            links.link(groups, [str(index) for index in range(len(groups))])
    return calls / number


def test_the_cost_of_linking_does_not_grow_with_the_number_of_documents() -> None:
    # Records of some months are held against each other: both collections are longer than that.
    assert comparisons_per_document(6000) < 1.25 * comparisons_per_document(2000)
