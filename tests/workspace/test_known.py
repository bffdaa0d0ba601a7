"""What was known by a day rests on the reports until then: places, voices, sources and sentences."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from geo.model import Claim, Reading
from geo.workspace.corroborate import corroborate
from geo.workspace.facts import facts_of
from geo.workspace.filters import Filter, apply, choose, left_out
from geo.workspace.summarise import count
from geo.workspace.tables import Tables, check
from geo.workspace.tabulate import tabulate
from tests import builders as b
from tests.workspace.strategies import START, collections, days

QUOTE = "قصفت طائرة مواقع في بنغازي وطرابلس."


def told(*said: tuple[str, int | None, dict[str, Any]]) -> Tables:
    """Return an account of one strike: (outlet, day of March or None, what its telling says)."""
    readings = [
        b.reading(
            document=b.document(
                id=outlet.lower(),
                text=f"{QUOTE} {outlet}",
                publisher=outlet,
                published=date(2020, 3, day) if day else None,
            ),
            events=(
                b.event(doc=outlet.lower(), evidence=b.evidence(doc=outlet.lower(), quote=QUOTE + outlet), **says),
            ),
        )
        for outlet, day, says in said
    ]
    return check(tabulate(corroborate(readings)))


def known(tables: Tables, day: int, since: int | None = None, **criteria: Any) -> Tables:
    first = date(2020, 3, since) if since else None
    return check(apply(tables, Filter(date_from=first, date_to=date(2020, 3, day), dates="report", **criteria)))


def test_an_event_is_known_only_where_somebody_had_told_it() -> None:
    tables = told(
        ("One", 5, {"places": (b.BENGHAZI,), "claim": Claim(claimed_by="GNA", status="claimed")}),
        ("Two", 9, {"places": (b.BENGHAZI, b.TRIPOLI)}),
    )
    assert set(tables.events["place"]) == {"Benghazi", "Tripoli"}
    early = known(tables, 6)
    assert early.events[["place", "status"]].to_numpy().tolist() == [["Benghazi", "claimed"]]
    assert set(known(tables, 9).events["place"]) == {"Benghazi", "Tripoli"}


def test_each_place_has_the_status_of_those_who_tell_of_it() -> None:
    tables = told(
        ("One", 5, {"places": (b.BENGHAZI, b.TRIPOLI), "claim": Claim(claimed_by="GNA", status="claimed")}),
        ("Two", 6, {"places": (b.BENGHAZI,)}),
        ("Three", 9, {"places": (b.BENGHAZI,)}),
    )
    whole = dict(zip(tables.events["place"], tables.events["status"], strict=True))
    assert whole == {"Benghazi": "reported", "Tripoli": "claimed"}
    for day in (7, 9):
        now = known(tables, day)
        assert dict(zip(now.events["place"], now.events["status"], strict=True)) == whole
        facts = facts_of(tables)
        chosen = choose(facts, Filter(date_to=date(2020, 3, day), dates="report", statuses=("claimed",)))
        assert [facts.events.texts["place"].at(row) for row in chosen.events.nonzero()[0]] == ["Tripoli"]


@pytest.mark.parametrize("first", [None, 2])
def test_a_voice_counts_that_spoke_again_in_the_days_asked_for(first: int | None) -> None:
    again = b.reading(
        document=b.document(id="again", text=f"{QUOTE} again", publisher="One", published=date(2020, 3, 7)),
        events=(b.event(doc="again", evidence=b.evidence(doc="again", quote=f"{QUOTE} again")),),
    )
    first_day = date(2020, 3, first) if first else None
    readings = [
        b.reading(
            document=b.document(id=outlet.lower(), text=f"{QUOTE} {outlet}", publisher=outlet, published=day),
            events=(b.event(doc=outlet.lower(), evidence=b.evidence(doc=outlet.lower(), quote=QUOTE + outlet)),),
        )
        for outlet, day in (("One", first_day), ("Two", date(2020, 3, 6)))
    ]
    tables = check(tabulate(corroborate([*readings, again])))
    assert known(tables, 8, since=5).events["n_claimants"].tolist() == [2]
    assert known(tables, 8, since=5, min_claimants=2).events["n_claimants"].tolist() == [2]


@pytest.mark.parametrize(
    "criteria",
    [
        {"publishers": ("Two",)},
        {"claimants": ("Two",)},
        {"text": "Two"},
        {"min_claimants": 2},
    ],
)
def test_who_spoke_later_is_not_found_before(criteria: dict[str, Any]) -> None:
    tables = told(("One", 5, {}), ("Two", 9, {}))
    assert known(tables, 6, **criteria).events.empty
    assert len(known(tables, 9, **criteria).events) == 1


def test_an_outlet_that_only_denies_claims_nothing() -> None:
    denial = Claim(denied_by=("LNA",), status="denied")
    tables = told(("One", 5, {}), ("Two", 6, {"claim": denial}), ("Three", 9, {}))
    assert known(tables, 7, claimants=("Two",)).events.empty
    assert len(known(tables, 7, publishers=("Two",)).events) == 1


def test_what_no_report_dates_is_left_out_and_counted_with_its_own_status() -> None:
    tables = told(("One", None, {}))
    now = known(tables, 9, statuses=("reported",), min_claimants=1)
    assert now.events.empty
    assert left_out(now)["events"] == 1


@settings(max_examples=40, deadline=None)
@given(collections(), days)
def test_tables_and_counts_of_what_was_known_agree(readings: tuple[Reading, ...], day: date) -> None:
    tables = tabulate(corroborate(readings))
    facts = facts_of(tables)
    criteria = Filter(date_from=START, date_to=max(day, START), dates="report")
    counts, kept = count(facts, choose(facts, criteria)), check(apply(tables, criteria))
    assert counts.events == kept.events["event_id"].nunique()
    assert counts.flows == len(kept.flows)
    assert (counts.documents, counts.places) == (len(kept.documents), len(kept.places))
    once = kept.events[kept.events["place_id"] != ""].drop_duplicates("event_id")
    lines = kept.flows[(kept.flows["origin_id"] != "") & (kept.flows["destination_id"] != "")]
    lines = lines[lines["origin_id"] != lines["destination_id"]]
    statuses = [*once["status"], *lines["status"]]
    assert dict(counts.statuses) == {status: statuses.count(status) for status in set(statuses)}


@settings(max_examples=30, deadline=None)
@given(collections(), days)
def test_what_was_known_is_what_an_account_of_the_reports_until_then_says(
    readings: tuple[Reading, ...], day: date
) -> None:
    """Where the same tellings are one record in both, which a later report may change."""
    by_then = [one for one in readings if one.document.published and one.document.published <= day]
    fresh = tabulate(corroborate(by_then))
    now = apply(tabulate(corroborate(readings)), Filter(date_to=day, dates="report"))
    for table, key in (("events", "event_id"), ("flows", "id")):
        one, other = (_by_tellings(account, table, key) for account in (fresh, now))
        for tellings in one.keys() & other.keys():
            assert one[tellings] == other[tellings]


def _by_tellings(tables: Tables, table: str, key: str) -> dict[Any, Any]:
    """Return what each record says of its telling, by the tellings that it has."""
    names = ["status", "n_documents", "publishers", "claimants", "first_published", "last_published"]
    names += ["place_id"] if table == "events" else []
    found = {}
    for record, rows in getattr(tables, table).groupby(key):
        own = tables.evidence[(tables.evidence["record_id"] == record) & (tables.evidence["record"] == table[:-1])]
        tellings = frozenset(zip(own["doc"], own["telling_id"], own["position"], strict=True))
        found[tellings] = sorted(map(tuple, rows[names].to_numpy().tolist()))
    return found
