"""What is known of a record in words: clauses in the reader's language, positions, what is not told."""

import pandas as pd
import pytest

from geo.model import Fatalities
from geo.showing.particulars import clause_words, event_facts, flow_facts, place_facts
from geo.workspace.corroborate import corroborate
from geo.workspace.tabulate import tabulate
from tests.builders import event, flow, place, reading


def _lines(facts) -> dict[str, tuple[str, ...]]:
    return {fact.key: (*fact.lines, *fact.names, *fact.codes) for fact in facts}


def _event(language: str = "en", **changes) -> dict[str, tuple[str, ...]]:
    events = tabulate(corroborate([reading(events=(event(**changes),))])).events
    return _lines(event_facts(events.drop(columns="geometry").to_dict("records"), language))


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("dates: 2020-03-03 (A) against 2020-03-05 (B)", "التواريخ: 2020-03-03 (A) مقابل 2020-03-05 (B)"),
        ("denied by LNA against what GNA said", "نفاه \u2068LNA\u2069 خلافا لما قاله \u2068GNA\u2069"),
        ("12 flights or 14", "12 flights or 14"),
        ("other: a against b", "other: a against b"),
    ],
)
def test_clauses_are_said_in_arabic_as_far_as_they_are_known(clause: str, expected: str) -> None:
    assert clause_words(clause, "ar") == expected
    assert clause_words(clause, "en") == clause


def test_deaths_told_as_a_range_keep_it() -> None:
    told = _event(fatalities=Fatalities(low=3, best=5, high=9))
    assert told["fatalities"] == ("5 killed · 3 to 9",)
    assert _event(fatalities=Fatalities(low=5, best=5, high=5))["fatalities"] == ("5 killed",)


def test_what_is_not_told_has_no_line() -> None:
    told = _event(places=(), actors=(), fatalities=None)
    assert not {"where", "actors", "fatalities", "context", "sides"} & set(told)


def test_an_unknown_end_of_a_flow_is_named_as_unknown() -> None:
    row = tabulate(corroborate([reading(flows=(flow(origin=None),))])).flows.to_dict("records")[0]
    assert _lines(flow_facts(row, "en"))["origin"] == ("unknown place",)


def test_a_position_at_the_pole_is_told() -> None:
    pole = place(name="Pole", lat=90.0, lon=0.0, kind="site", country="")
    codes = _event(places=(pole,))["where"]
    assert "90.0000, 0.0000" in codes


@pytest.mark.parametrize(
    ("radius", "grid"), [(0.0, "34S DA 11954 53752"), (5.0, "34S DA 1 5"), (60.0, "34S DA"), (900.0, "34S")]
)
def test_a_grid_reference_is_no_finer_than_the_place_is_known(radius: float, grid: str) -> None:
    codes = _event(places=(place(radius_km=radius),))["where"]
    assert codes[-1] == grid


def test_a_place_that_one_source_has_says_so() -> None:
    tables = tabulate(corroborate([reading(events=(event(places=(place(confirmed=False),)),))]))
    row = tables.places.to_dict("records")[0]
    assert _lines(place_facts(row, "en"))["confirmed"] == ("nothing confirms it",)
    assert pd.notna(row["radius_km"])
