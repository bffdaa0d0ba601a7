"""Records put together and taken apart by analysts: who did it, which ids stay, what later documents join."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import Flow, Reading
from geo.workspace.account import Account, Arrangement, Merged
from geo.workspace.arranging import arrange
from geo.workspace.corroborate import corroborate
from tests import builders as b
from tests.workspace.strategies import collections


def told(doc: str, *flows: Flow, published: date = date(2020, 3, 10)) -> Reading:
    return b.reading(document=b.document(id=doc, published=published, publisher=f"Paper {doc}"), flows=flows)


def flow(doc: str, identity: str, **changes: Any) -> Flow:
    return b.flow(doc=doc, id=identity, **changes)


def together(*names: tuple[str, str], by: str = "Lina") -> Arrangement:
    return Arrangement(kind="together", tellings=frozenset(names), by=by)


def apart(*names: tuple[str, str], by: str = "Lina") -> Arrangement:
    return Arrangement(kind="apart", tellings=frozenset(names), by=by)


def merged(readings: Iterable[Reading], *arrangements: Arrangement) -> Account:
    return corroborate(readings, arrangements=arrangements)


def groups(account: Account) -> set[frozenset[tuple[str, str]]]:
    return {frozenset((one.doc, one.id) for one in record.tellings) for record in account.flows}


def record_of(account: Account, doc: str, identity: str) -> Merged[Flow]:
    return next(one for one in account.flows if any((t.doc, t.id) == (doc, identity) for t in one.tellings))


SAME = (told("a", flow("a", "f-1")), told("b", flow("b", "f-2")))
APART = (told("a", flow("a", "f-1")), told("b", flow("b", "f-2", origin=b.TRIPOLI)))


def test_nothing_said_nothing_changed() -> None:
    assert arrange([], [], lambda one: (one.doc, "")) == []
    assert merged(SAME) == merged(SAME, together(("x", "f-9")))
    assert merged(SAME) == merged(SAME, apart(("x", "f-9")))
    assert all(one.corrected_by == () for one in merged(SAME).flows)


def test_two_put_together_are_one_record_with_both_as_evidence() -> None:
    assert len(merged(APART).flows) == 2
    (record,) = merged(APART, together(("a", "f-1"), ("b", "f-2"))).flows
    assert {one.id for one in record.tellings} == {"f-1", "f-2"}
    assert record.support.documents == ("a", "b")
    assert record.corrected_by == ("Lina",)


def test_put_together_keeps_the_id_of_the_earliest() -> None:
    before = record_of(merged(APART), "a", "f-1").id
    (record,) = merged(APART, together(("a", "f-1"), ("b", "f-2"))).flows
    assert record.id == before


def test_what_is_together_already_says_who_thought_so() -> None:
    (record,) = merged(SAME, together(("a", "f-1"), ("b", "f-2"))).flows
    assert record.corrected_by == ("Lina",)
    assert record.id == merged(SAME).flows[0].id


def test_what_is_taken_out_is_a_record_of_its_own_and_the_rest_stays() -> None:
    account = merged(SAME, apart(("b", "f-2")))
    assert groups(account) == {frozenset({("a", "f-1")}), frozenset({("b", "f-2")})}
    assert record_of(account, "a", "f-1").id == merged(SAME).flows[0].id
    assert all(one.corrected_by == ("Lina",) for one in account.flows)


def test_what_stands_alone_already_stays_unmarked() -> None:
    assert merged(APART, apart(("b", "f-2"))) == merged(APART)
    assert merged(SAME, apart(("a", "f-1"), ("b", "f-2"))) == merged(SAME)


def test_one_after_the_other() -> None:
    names = ("a", "f-1"), ("b", "f-2")
    both = merged(APART, together(*names), apart(names[1], by="Omar"))
    assert len(both.flows) == 2
    assert record_of(both, "a", "f-1").corrected_by == ("Lina", "Omar")
    again = merged(APART, together(*names), apart(names[1], by="Omar"), together(*names, by="Sara"))
    assert [one.corrected_by for one in again.flows] == [("Lina", "Omar", "Sara")]


def test_of_three_one_is_taken_out_and_put_to_another() -> None:
    readings = (*SAME, told("c", flow("c", "f-3", origin=b.TRIPOLI)))
    account = merged(readings, apart(("b", "f-2")), together(("b", "f-2"), ("c", "f-3")))
    assert groups(account) == {frozenset({("a", "f-1")}), frozenset({("b", "f-2"), ("c", "f-3")})}


def test_taken_out_of_several_records_they_stay_several() -> None:
    twice = tuple(
        told(
            doc, flow(doc, f"f-{doc}"), flow(doc, f"g-{doc}", origin=b.TRIPOLI, evidence=b.evidence(doc=doc, start=50))
        )
        for doc in ("a", "b")
    )
    account = merged(twice, apart(("b", "f-b"), ("b", "g-b")))
    assert groups(account) == {frozenset({(d, f"{k}-{d}")}) for d in "ab" for k in "fg"}


def test_a_later_document_joins_what_was_put_together() -> None:
    names = together(("a", "f-1"), ("b", "f-2"))
    later = told("c", flow("c", "f-3"), published=date(2020, 3, 11))
    before, after = merged(APART, names), merged((*APART, later), names)
    assert groups(after) == {frozenset({("a", "f-1"), ("b", "f-2"), ("c", "f-3")})}
    assert [one.id for one in after.flows] == [one.id for one in before.flows]


def test_a_later_document_joins_the_rest_and_not_what_was_taken_out() -> None:
    later = told("c", flow("c", "f-3"), published=date(2020, 3, 11))
    account = merged((*SAME, later), apart(("b", "f-2")))
    assert groups(account) == {frozenset({("a", "f-1"), ("c", "f-3")}), frozenset({("b", "f-2")})}


def test_when_a_document_goes_the_others_stay_arranged() -> None:
    readings = (*APART, told("c", flow("c", "f-3", origin=b.SWEIDA)))
    names = together(("a", "f-1"), ("b", "f-2"), ("c", "f-3"))
    assert groups(merged(readings[1:], names)) == {frozenset({("b", "f-2"), ("c", "f-3")})}


def test_an_event_and_a_flow_are_never_one_record() -> None:
    reading = b.reading(events=(b.event(id="e-1"),), flows=(b.flow(id="f-1"),))
    account = merged([reading], together(("doc-1", "e-1"), ("doc-1", "f-1")))
    assert (len(account.events), len(account.flows)) == (1, 1)


@st.composite
def arrangements(draw: Any, readings: tuple[Reading, ...]) -> tuple[Arrangement, ...]:
    names = [(r.document.id, one.id) for r in readings for one in (*r.events, *r.flows)]
    if not names:
        return ()
    chosen = st.lists(st.sampled_from(names), min_size=1, max_size=4).map(frozenset)
    kinds = st.sampled_from(["together", "apart"])
    made = st.builds(Arrangement, kind=kinds, tellings=chosen, by=st.sampled_from(["Lina", "Omar"]))
    return tuple(draw(st.lists(made, max_size=4)))


@settings(max_examples=40, deadline=None)
@given(collections(most=4), st.data())
def test_every_telling_is_in_exactly_one_record_whatever_was_arranged(
    readings: tuple[Reading, ...], data: st.DataObject
) -> None:
    arranged = data.draw(arrangements(readings))
    account = corroborate(readings, arrangements=arranged)
    for kept, given_ in (
        (account.events, [(r.document.id, e.id) for r in readings for e in r.events]),
        (account.flows, [(r.document.id, f.id) for r in readings for f in r.flows]),
    ):
        assert sorted((t.doc, t.id) for one in kept for t in one.tellings) == sorted(given_)
        assert len({one.id for one in kept}) == len(kept)
    assert corroborate(reversed(readings), arrangements=arranged) == account
    if arranged:
        last = arranged[-1]
        for records in (account.events, account.flows):
            inside = [{(t.doc, t.id) in last.tellings for t in one.tellings} for one in records]
            if last.kind == "together":
                assert sum(True in found for found in inside) <= 1
            else:
                assert all(len(found) == 1 for found in inside)
