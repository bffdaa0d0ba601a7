"""The tray: what is not on the map and what has no date, counted in full, with sentences and reasons."""

import pytest

from geo.model import Resolution
from geo.showing.labels import counted
from geo.showing.layers import build_layers
from geo.showing.tray import GROUPS, Tray, tray
from geo.workspace.corroborate import corroborate
from geo.workspace.tabulate import tabulate
from tests.browser.sample import hostile_reading, sample_reading
from tests.builders import BENGHAZI, DAMASCUS, day, document, event, evidence, flow, mention, reading

TEXT = "وصل وفد إلى قرية مجهولة."


def _tray(*readings, language: str = "en", limit: int = 200) -> Tray:
    return tray(tabulate(corroborate(readings)), language, limit=limit)


def _rows(found: Tray, key: str):
    return next(group.rows for group in found.groups if group.key == key)


def test_a_name_that_no_source_knows_is_quoted_with_its_reason() -> None:
    lost = mention(start=17, text="مجهولة", resolution=Resolution(place=None, score=0, reason="no source knows it"))
    found = _tray(reading(document=document(text=TEXT, publisher="Test Agency"), mentions=(lost,)))
    (row,) = _rows(found, "unplaced_mentions")
    assert (row.name, row.publisher, row.why) == ("مجهولة", "Test Agency", "no source knows it")
    assert ("مجهولة", True) in row.sentence
    assert row.id == ""


def test_events_without_a_place_and_flows_with_an_unknown_end_say_why() -> None:
    told = evidence(start=0, end=len(TEXT), quote=TEXT)
    found = _tray(
        reading(
            document=document(text=TEXT),
            events=(event(places=(), evidence=told),),
            flows=(flow(origin=None, evidence=told),),
        )
    )
    (one,) = _rows(found, "unplaced_events")
    assert (one.record, one.why) == ("event", "the sentence names no place for it")
    assert one.sentence == ((TEXT, False),)
    (two,) = _rows(found, "unplaced_flows")
    assert (two.record, two.why) == ("flow", "where it came from is not told")


def test_a_flow_that_ends_where_it_began_has_no_line() -> None:
    (row,) = _rows(_tray(reading(flows=(flow(origin=BENGHAZI, destination=BENGHAZI),))), "unplaced_flows")
    assert row.why == "it begins and ends at one place"


def test_an_event_with_one_known_place_is_on_the_map() -> None:
    assert _tray(reading(events=(event(places=(BENGHAZI, DAMASCUS)),))).counts["unplaced_events"] == 0


def test_what_has_no_date_tells_the_words_that_gave_none() -> None:
    found = _tray(reading(events=(event(date=day(None, text="قبل مدة")),), flows=(flow(date=day(None)),)))
    assert [row.why for row in _rows(found, "undated_events")] == ["“قبل مدة” gives no day"]
    assert [row.why for row in _rows(found, "undated_flows")] == ["no date is told"]


def test_all_are_counted_and_the_first_listed() -> None:
    events = tuple(
        event(places=(), actors=(f"Actor {n}",), evidence=evidence(start=n * 50, quote=f"س {n}")) for n in range(9)
    )
    found = _tray(reading(events=events), limit=4)
    assert found.counts["unplaced_events"] == 9
    assert len(_rows(found, "unplaced_events")) == 4


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_group_can_be_counted_in_words(language: str) -> None:
    found = _tray(sample_reading(), hostile_reading(), language=language)
    assert tuple(found.counts) == GROUPS
    assert all(str(n) in counted(key, n, language) or n in {0, 1, 2} for key, n in found.counts.items())


def test_the_tray_counts_what_the_map_says_is_missing() -> None:
    tables = tabulate(corroborate([sample_reading(), hostile_reading()]))
    missing, counts = build_layers(tables).missing, tray(tables).counts
    assert counts["unplaced_mentions"] == missing.mentions_unplaced
    assert counts["unplaced_flows"] == missing.flows_unplaced
    assert counts["undated_events"] == missing.events_undated
    assert counts["undated_flows"] == missing.flows_undated == 2
