"""The narrower record is linked to the broader one, and what happened to its plan; nothing else is."""

from typing import Any

import pytest
from hypothesis import given, settings

from geo.model import Claim, Reading
from geo.workspace.corroborate import corroborate
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


@pytest.mark.parametrize(
    "change",
    [
        {"destination": b.TRIPOLI_LEBANON},
        {"origin": b.LIBYA, "destination": b.DAMASCUS},
        {"mode": "sea"},
        {"date": b.day("2020-06-03")},
        {"claim": Claim(status="planned")},
    ],
    ids="-".join,
)
def test_another_country_way_mode_or_time_is_no_link(change: dict[str, Any]) -> None:
    assert linked("flows", b.flow(id="narrow", **change), SYRIA_TO_EAST)["narrow"] == set()


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
