"""Accuracy on what somebody looked at: counted from decisions in force against what is read automatically."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.coordinates import distance_km
from geo.model import Decision, Mention, Reading
from geo.workspace.corrections.accuracy import Accuracy, Score, Share, accuracy, wilson
from geo.workspace.corrections.entries import Entry, new_entry
from geo.workspace.corrections.log import Log
from tests import builders as b
from tests.workspace.corrections import making as m

READING = m.read()
FIRST, SECOND = m.target(READING), m.target(READING, number=1)
TRIPOLI = m.target(READING, "طرابلس")
SWEIDA = m.target(READING, "السويداء")


def of(*entries: Entry, readings: tuple[Reading, ...] = (READING,)) -> Accuracy:
    return accuracy(Log(entries=entries), readings)


def confirm(*targets: Any, **changes: Any) -> Entry:
    return new_entry("confirm", author="Lina", mentions=targets, **changes)


def counts(score: Score) -> tuple[int, ...]:
    return (score.right, score.wrong_place, score.unresolved, score.not_a_place, score.missed)


def with_mention(start: int, **changes: Any) -> Reading:
    def changed(one: Mention) -> Mention:
        return replace(one, **changes) if one.start == start else one

    return replace(READING, mentions=tuple(changed(one) for one in READING.mentions))


def test_nobody_looked() -> None:
    none = of()
    assert counts(none.together) == (0, 0, 0, 0, 0)
    assert none.looked_at.place == none.looked_at.role == Share(part=0, whole=0)
    assert none.looked_at.median_error_km is None
    assert of(readings=()) == none


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (m.means(FIRST, place=b.DAMASCUS), (1, 0, 0, 0, 0)),
        (confirm(FIRST), (1, 0, 0, 0, 0)),
        (confirm(replace(FIRST, was=None, was_role="")), (1, 0, 0, 0, 0)),
        (m.means(FIRST), (0, 1, 0, 0, 0)),
        (m.means(FIRST, place=None), (0, 1, 0, 0, 0)),
        (m.means(FIRST, place=None, is_place=False), (0, 0, 0, 1, 0)),
        (m.means(SWEIDA, place=b.SWEIDA), (0, 0, 0, 0, 1)),
        (m.means(SWEIDA, place=None, is_place=False), (1, 0, 0, 0, 0)),
        (m.own_place(), (0, 0, 0, 0, 0)),
        (new_entry("confirm", author="Lina", tellings=(m.telling(READING),)), (0, 0, 0, 0, 0)),
    ],
)
def test_what_a_decision_says_of_the_reading(entry: Entry, expected: tuple[int, ...]) -> None:
    assert counts(of(entry).looked_at) == expected
    assert of(entry).looked_at.looked_at == sum(expected)


def test_a_name_whose_place_could_not_be_told() -> None:
    unresolved = with_mention(FIRST.start, resolution=None)
    assert counts(of(m.means(FIRST), readings=(unresolved,)).looked_at) == (0, 0, 1, 0, 0)
    assert counts(of(m.means(FIRST, place=None), readings=(unresolved,)).looked_at) == (1, 0, 0, 0, 0)


def test_the_last_word_on_a_span_counts() -> None:
    found = of(m.means(FIRST), m.means(FIRST, place=b.DAMASCUS))
    assert counts(found.together) == (1, 0, 0, 0, 0)
    assert counts(of(m.means(FIRST, place=b.DAMASCUS), m.means(FIRST)).together) == (0, 1, 0, 0, 0)


def test_what_was_undone_counts_for_nothing() -> None:
    entry = m.means(FIRST)
    assert counts(of(entry, m.undo(entry)).together) == (0, 0, 0, 0, 0)


def test_to_confirm_a_correction_is_to_say_the_reading_was_wrong() -> None:
    corrected = replace(FIRST, was=m.ALEPPO)
    assert counts(of(m.means(FIRST), confirm(corrected)).together) == (0, 1, 0, 0, 0)
    assert counts(of(m.means(FIRST), confirm(replace(corrected, was=None, was_role=""))).together) == (0, 1, 0, 0, 0)


def test_what_was_confirmed_stays_the_answer_when_it_is_read_otherwise_later() -> None:
    worse = with_mention(FIRST.start, resolution=replace(READING.mentions[0].resolution, place=b.TRIPOLI))
    assert counts(of(confirm(FIRST), readings=(worse,)).together) == (0, 1, 0, 0, 0)


def test_what_is_read_better_later_is_right() -> None:
    better = with_mention(FIRST.start, resolution=replace(READING.mentions[0].resolution, place=m.ALEPPO))
    assert counts(of(m.means(FIRST), readings=(better,)).together) == (1, 0, 0, 0, 0)


def test_roles_are_judged_where_both_say_a_place() -> None:
    found = of(m.means(FIRST, role="metonym"), confirm(SECOND), m.means(SWEIDA), m.means(TRIPOLI, is_place=False))
    role = found.looked_at.role
    assert (role.part, role.whole, role.share) == (1, 2, 0.5)


def test_siblings_are_counted_apart_from_what_somebody_looked_at() -> None:
    found = of(m.means(FIRST, SECOND), confirm(TRIPOLI))
    assert counts(found.looked_at) == (1, 1, 0, 0, 0)
    assert counts(found.followed) == (0, 1, 0, 0, 0)
    assert counts(found.together) == (1, 2, 0, 0, 0)


def test_a_sibling_that_somebody_looks_at_later_is_one_looked_at() -> None:
    found = of(m.means(FIRST, SECOND), confirm(replace(SECOND, was=m.ALEPPO)))
    assert found.followed.looked_at == 0
    assert counts(found.looked_at) == (0, 2, 0, 0, 0)


def test_how_far_wrong_places_lie() -> None:
    near = replace(m.ALEPPO, id="near", lat=b.TRIPOLI.lat, lon=b.TRIPOLI.lon + 0.1)
    found = of(m.means(FIRST), m.means(SECOND), m.means(TRIPOLI, place=near), m.means(SWEIDA)).looked_at
    far_km = distance_km(b.DAMASCUS.lon, b.DAMASCUS.lat, m.ALEPPO.lon, m.ALEPPO.lat)
    near_km = distance_km(b.TRIPOLI.lon, b.TRIPOLI.lat, near.lon, near.lat)
    assert found.median_error_km == pytest.approx(far_km)
    assert found.mean_error_km == pytest.approx((2 * far_km + near_km) / 3)


def test_by_publisher_and_language_the_most_looked_at_first() -> None:
    other = m.read(id="other", publisher="Wire", language="en")
    found = of(confirm(m.target(other)), confirm(FIRST), m.means(SECOND), readings=(READING, other))
    assert [(name, score.looked_at, score.right) for name, score in found.by_publisher] == [
        ("Test Agency", 2, 1),
        ("Wire", 1, 1),
    ]
    assert [name for name, _ in found.by_language] == ["ar", "en"]


def test_what_is_not_there_any_more_is_counted_as_lost() -> None:
    gone = m.document("نص آخر")
    assert of(m.means(FIRST, SECOND), readings=(Reading(document=gone),)).lost == 2
    assert of(m.means(FIRST), readings=()).lost == 1
    moved = of(m.means(FIRST), readings=(m.read(m.REVISED),))
    assert (moved.lost, moved.looked_at.wrong_place) == (0, 1)


class TestWilson:
    @pytest.mark.parametrize(
        ("part", "whole", "low", "high"),
        # Newcombe (1998), Statistics in Medicine 17: table I, method 3
        [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
    )
    def test_against_published_values(self, part: int, whole: int, low: float, high: float) -> None:
        found = wilson(part, whole)
        assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))

    @given(st.integers(1, 10**6).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
    def test_the_share_lies_in_its_interval(self, counted: tuple[int, int]) -> None:
        found = wilson(*counted)
        assert found.share is not None
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= found.share + 1e-12
        assert found.share - 1e-12 <= found.high <= 1

    def test_of_none_nothing_is_known(self) -> None:
        assert wilson(0, 0) == Share(part=0, whole=0, share=None, low=None, high=None)


@given(st.lists(st.tuples(st.sampled_from([FIRST, SECOND, TRIPOLI, SWEIDA]), st.integers(0, 4)), max_size=8))
def test_every_span_is_counted_once(drawn: list[tuple[Any, int]]) -> None:
    decisions = [
        Decision(place=m.ALEPPO),
        Decision(place=b.DAMASCUS, role="metonym"),
        Decision(place=None),
        Decision(place=None, is_place=False),
    ]
    entries = [
        confirm(target)
        if which == 4
        else new_entry("mention", author="Lina", mentions=(target,), decision=decisions[which])
        for target, which in drawn
    ]
    found = of(*entries)
    spans = {target.start for target, which in drawn if target is not SWEIDA or which < 4}
    assert found.together.looked_at == sum(counts(found.together)) == len(spans)
