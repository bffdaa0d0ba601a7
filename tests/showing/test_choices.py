"""What filters offer: only what occurs, the most frequent first."""

from datetime import date

from geo.showing.choices import choices, timeline
from geo.workspace.corroborate import corroborate
from geo.workspace.tabulate import tabulate
from tests.builders import day, event, reading, sample_readings

TABLES = tabulate(corroborate(sample_readings()))


def test_only_what_occurs_is_offered() -> None:
    offered = choices(TABLES)
    assert offered.types == ("COOPERATE", "AID", "MOBILIZE", "ASSAULT")
    assert set(offered.statuses) == {"reported", "claimed", "planned", "denied"}
    assert set(offered.publishers) == {"Test Agency", "Test Daily", "Test Wire"}


def test_the_most_frequent_stands_first() -> None:
    assert choices(TABLES).countries[:2] == ("LY", "SY")


def test_actors_recipients_and_carriers_are_offered_one_by_one() -> None:
    actors = choices(TABLES).actors
    assert {"LNA", "civilians", "Cham Wings", "Russia"} <= set(actors)
    assert not any(";" in actor for actor in actors)


def test_the_days_reach_from_the_first_to_the_last() -> None:
    offered = choices(TABLES)
    assert (offered.first, offered.last) == (date(2020, 2, 1), date(2020, 4, 30))


def test_the_timeline_counts_each_event_and_flow_with_a_date_once() -> None:
    offered = choices(TABLES)
    assert offered.first
    assert offered.last
    dated = TABLES.events[TABLES.events["date_from"] != ""]["event_id"].nunique()
    dated += int((TABLES.flows["date_from"] != "").sum())
    assert sum(timeline(TABLES, offered.first, offered.last)) == dated


def test_first_and_last_day_fall_into_the_first_and_last_bin() -> None:
    tables = tabulate(
        corroborate([reading(events=(event(date=day("2020-03-01")), event(type="AID", date=day("2020-03-10"))))])
    )
    assert timeline(tables, date(2020, 3, 1), date(2020, 3, 10), bins=10) == [1, 0, 0, 0, 0, 0, 0, 0, 0, 1]
