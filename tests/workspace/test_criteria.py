"""A filter holds only values that exist, and goes to plain text and back."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import FilterError
from geo.model import EVENT_TYPES, STATUSES
from geo.workspace.criteria import KEYS, Filter, from_mapping, to_mapping

name = st.text(min_size=1, max_size=8).filter(lambda text: text.strip() == text)
names = st.lists(name, max_size=3).map(tuple)
days = st.none() | st.dates()
degrees = st.floats(-90, 90)


@st.composite
def filters(draw: Any) -> Filter:
    first, last = draw(days), draw(days)
    if first and last and first > last:
        first, last = last, first
    west, south, east, north = (draw(degrees) for _ in range(4))
    return Filter(
        date_from=first,
        date_to=last,
        types=draw(st.lists(st.sampled_from(EVENT_TYPES)).map(tuple)),
        actors=draw(names),
        countries=draw(st.lists(st.sampled_from(["LY", "SY", "TR"])).map(tuple)),
        statuses=draw(st.lists(st.sampled_from(STATUSES)).map(tuple)),
        min_precision=draw(st.none() | st.integers(1, 7)),
        publishers=draw(names),
        claimants=draw(names),
        sides=draw(names),
        dates=draw(st.sampled_from(["event", "report"])),
        min_claimants=draw(st.none() | st.integers(1, 9)),
        min_score=draw(st.none() | st.floats(0.01, 1)),
        reliabilities=draw(st.lists(st.sampled_from("ABCDEF")).map(tuple)),
        credibilities=draw(st.lists(st.sampled_from("123456")).map(tuple)),
        text=draw(st.just("") | name),
        bbox=draw(st.none() | st.just((west, min(south, north), east, max(south, north)))),
    )


@settings(max_examples=150, deadline=None)
@given(filters())
def test_a_filter_survives_being_written_into_an_address(criteria: Filter) -> None:
    assert from_mapping(to_mapping(criteria)) == criteria


def test_every_criterion_has_a_name_in_addresses() -> None:
    assert set(KEYS.values()) == set(Filter.__dataclass_fields__)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ({}, Filter()),
        ({"from": "", "status": None, "actor": [], "text": "  "}, Filter()),
        ({"from": "2020-03-01", "to": "2020-03-31"}, Filter(date_from=date(2020, 3, 1), date_to=date(2020, 3, 31))),
        ({"type": "assault,aid"}, Filter(types=("AID", "ASSAULT"))),
        ({"type": ["ASSAULT", "AID"]}, Filter(types=("AID", "ASSAULT"))),
        ({"country": "ly, sy"}, Filter(countries=("LY", "SY"))),
        ({"claimant": "Name (party, office)"}, Filter(claimants=("Name (party, office)",))),
        ({"min-precision": "3"}, Filter(min_precision=3)),
        ({"min_precision": 3}, Filter(min_precision=3)),
        ({"bbox": "9,19,26,34"}, Filter(bbox=(9.0, 19.0, 26.0, 34.0))),
        ({"bbox": [9, 19, 26, 34]}, Filter(bbox=(9.0, 19.0, 26.0, 34.0))),
        ({"text": " بنغازي "}, Filter(text="بنغازي")),
    ],
)
def test_plain_text_is_read(given_text: dict[str, Any], expected: Filter) -> None:
    assert from_mapping(given_text) == expected


def test_a_filter_without_criteria_is_false() -> None:
    assert not Filter()
    assert Filter(countries=("LY",))
    assert Filter(bbox=(0.0, 0.0, 0.0, 0.0))


@pytest.mark.parametrize(
    ("given_text", "named"),
    [
        ({"colour": "red"}, r"no criterion 'colour': expected one of from, to, dates, type"),
        ({"from": "soon"}, r"date_from 'soon' is no date: expected YYYY-MM-DD"),
        ({"to": "2020-02-30"}, r"'2020-02-30' is no date"),
        ({"from": "2020-03-02", "to": "2020-03-01"}, r"from 2020-03-02 is after to 2020-03-01"),
        ({"from": ["2020-03-02", "2020-03-01"]}, r"from is given 2 times"),
        ({"type": "RAID"}, r"type 'RAID' does not exist: expected one of AGREE, CONSULT"),
        ({"status": "rumoured"}, r"status 'rumoured' does not exist: expected one of denied"),
        ({"country": "Libya"}, r"country 'LIBYA' is no code: expected two letters"),
        ({"min_precision": "8"}, r"min_precision 8: expected 1"),
        ({"min_precision": "fine"}, r"min_precision 'fine': expected a whole number"),
        ({"bbox": "9,19,26"}, r"expected west, south, east, north"),
        ({"bbox": "9,34,26,19"}, r"expected west, south, east, north"),
        ({"bbox": "9,19,26,nan"}, r"expected west, south, east, north"),
        ({"bbox": "9,19,26,north"}, r"bbox 'north' is no number"),
    ],
)
def test_what_cannot_be_is_refused_by_name(given_text: dict[str, Any], named: str) -> None:
    with pytest.raises(FilterError, match=named):
        from_mapping(given_text)


@pytest.mark.parametrize(
    "criteria",
    [{"types": "ASSAULT"}, {"actors": [""]}, {"actors": 3}, {"text": 3}, {"min_precision": True}, {"bbox": "9"}],
)
def test_values_of_the_wrong_kind_are_refused(criteria: dict[str, Any]) -> None:
    with pytest.raises(FilterError, match="expected"):
        Filter(**criteria)
