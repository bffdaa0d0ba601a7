"""Blocks spare comparisons, they decide nothing: the same groups as if all were compared, at a cost that stays flat."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from benchmarks.corroboration import make_readings
from geo.model import Reading
from geo.workspace import grouping
from geo.workspace.grouping import Group, group_tellings, window
from geo.workspace.traits import Traits, traits_of
from tests import builders as b
from tests.workspace.strategies import collections


def traits(readings: tuple[Reading, ...], name: str) -> list[Traits]:
    return [
        traits_of(telling, document=reading.document, index=index)
        for reading in readings
        for index, telling in enumerate(getattr(reading, name))
    ]


def members(groups: list[Group]) -> list[list[Any]]:
    return [[one.order for one in group.members] for group in groups]


def every_group(_: Traits, index: dict[Any, list[Group]]) -> Iterator[Group]:
    yield from {id(group): group for groups in index.values() for group in groups}.values()


@settings(max_examples=80, deadline=None)
@given(collections())
def test_blocks_hide_no_group_that_fits(readings: tuple[Reading, ...]) -> None:
    for name in ("events", "flows"):
        tellings = traits(readings, name)
        # A flow from nowhere known to nowhere known is in no block at all: it is compared with nothing, on purpose.
        tellings = [one for one in tellings if one.keys != {"\x1f"}]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(grouping, "_candidates", every_group)
            expected = members(group_tellings(tellings))
        assert members(group_tellings(tellings)) == expected


def stream(number: int) -> list[Traits]:
    """One event a document, ten documents a day, at twenty places."""
    places = [b.place(id=f"p{index}", name=f"Place {index}") for index in range(20)]
    tellings = []
    for index in range(number):
        day = date(2019, 1, 1) + timedelta(days=index // 10)
        span = [b.day(day.isoformat()), b.day(None), b.day((day - timedelta(days=40)).isoformat(), day.isoformat())]
        event = b.event(
            id=f"e-{index}", places=(places[index * 7 % 20],), actors=(f"Actor {index % 3}",), date=span[index % 3]
        )
        document = b.document(id=f"doc-{index:06}", published=day)
        tellings.append(traits_of(event, document=document, index=0))
    return tellings


def one_event(number: int) -> list[Traits]:
    """One event, which every document tells of the town, or of the country without saying who did it."""
    readings = make_readings(number, growth="louder")
    bare = [b.reading(document=b.document(id=f"bare-{index}"), events=(BARE,)) for index in range(number // 4)]
    return traits((*readings, *bare), "events")


BARE = b.event(places=(b.LIBYA,), actors=())


def comparisons_per_telling(tellings: list[Traits]) -> float:
    """How many groups a telling is compared with."""
    calls, rank = 0, Group.rank

    def counted(group: Group, telling: Traits) -> Any:
        nonlocal calls
        calls += 1
        return rank(group, telling)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Group, "rank", counted)
        group_tellings(tellings)
    return calls / len(tellings)


@pytest.mark.parametrize(
    "other", [{"type": "AID"}, {"places": (b.TRIPOLI,)}, {"places": (b.LIBYA,)}, {"date": b.day("2020-03-20")}]
)
def test_what_differs_in_type_place_or_time_is_not_even_compared(other: dict[str, Any]) -> None:
    events = (b.event(), b.event(**other))
    readings = [b.reading(document=b.document(id=doc), events=(one,)) for doc, one in zip("ab", events, strict=True)]
    assert comparisons_per_telling(traits(tuple(readings), "events")) == 0
    assert comparisons_per_telling(traits((readings[0], replace(readings[1], events=events[:1])), "events")) == 0.5


@pytest.mark.parametrize("make", [stream, one_event])
def test_the_cost_of_a_telling_does_not_grow_with_the_number_of_documents(make: Any) -> None:
    assert comparisons_per_telling(make(8000)) < 1.5 * comparisons_per_telling(make(1000)) + 1


@pytest.mark.parametrize(
    ("span", "published", "days"),
    [
        (b.day("2020-03-03"), None, ("2020-03-03", "2020-03-03")),
        (b.day(None), date(2020, 3, 10), ("2020-02-08", "2020-03-10")),
        (b.day(None), None, None),
        (b.day("2020-01-01", date_to=None), date(2020, 3, 10), ("2020-01-01", "2020-03-10")),
        (b.day("2020-01-01", date_to=None), None, ("2020-01-01", "2021-02-04")),
        (b.day("2020-01-01", date_from=None), date(2020, 3, 10), ("2019-12-01", "2020-01-01")),
        (b.day(None), date.min, ("0001-01-01", "0001-01-01")),
        (b.day("9999-12-30", date_to=None), None, ("9999-12-30", "9999-12-31")),
    ],
)
def test_the_days_that_a_telling_may_speak_of_are_bounded(span: Any, published: Any, days: Any) -> None:
    event = traits_of(b.event(date=span), document=b.document(published=published), index=0)
    expected = tuple(date.fromisoformat(day) for day in days) if days else None
    assert window(event) == expected
