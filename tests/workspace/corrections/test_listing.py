"""The log as rows: what each entry speaks of, from what to what, and whether it counts."""

import json
from dataclasses import replace
from typing import Any

from geo.workspace.corrections.entries import Entry, new_entry
from geo.workspace.corrections.listing import list_entries
from geo.workspace.corrections.log import Log
from geo.workspace.corrections.replay import Orphan
from geo.workspace.schema import CORRECTION_STATES, SCHEMAS
from geo.workspace.tables import frame
from tests.workspace.corrections import making as m

READING = m.read()
FIRST, SECOND = m.target(READING), m.target(READING, number=1)
FLOW = m.telling(READING)


def rows(*entries: Entry, orphans: tuple[Orphan, ...] = ()) -> list[dict[str, Any]]:
    return list_entries(Log(entries=entries), orphans)


def test_no_log_no_rows() -> None:
    assert rows() == []


def test_rows_are_those_of_the_table() -> None:
    found = rows(m.means(FIRST), m.own_place())
    assert set(found[0]) == set(SCHEMAS["corrections"].names)
    assert len(frame("corrections", found)) == 2


def test_states() -> None:
    one, two, three = m.means(FIRST), m.means(SECOND), m.means(SECOND)
    undo, again = m.undo(one), m.undo(two)
    back = m.undo(again)
    lost = (Orphan(entry=three.id, targets=(SECOND,), why="gone"),)
    found = rows(one, two, three, undo, again, back, orphans=lost)
    assert [row["state"] for row in found] == ["undone", "in force", "orphan", "undo", "undone", "undo"]
    assert [row["why"] for row in found] == ["", "", "gone", "", "", ""]
    assert {row["state"] for row in found} <= set(CORRECTION_STATES)


def test_a_mention_from_what_to_what() -> None:
    (row,) = rows(m.means(FIRST, reason="حلب لا دمشق"))
    assert (row["subject"], row["docs"], row["reason"]) == ("دمشق", "news", "حلب لا دمشق")
    assert json.loads(row["before"])["place"]["name"] == "Damascus"
    assert json.loads(row["after"])["place"]["name"] == "Aleppo"


def test_a_flow_from_what_to_what_in_the_fields_that_changed() -> None:
    changed = replace(READING.flows[0], cargo=("arms",), carrier="not told")
    entry = new_entry(
        "change",
        author="Lina",
        tellings=(FLOW,),
        flow=changed,
        flow_before=READING.flows[0],
        fields=("cargo",),
    )
    (row,) = rows(entry)
    assert json.loads(row["after"]) == {"cargo": ["arms"]}
    assert json.loads(row["before"])["cargo"] == []
    assert row["subject"] == READING.flows[0].evidence.quote


def test_an_undo_speaks_of_what_it_undoes_however_deep() -> None:
    chain = [m.means(FIRST)]
    for _ in range(1500):
        chain.append(m.undo(chain[-1]))
    found = rows(*chain)
    assert {row["subject"] for row in found} == {"دمشق"}
    assert found[-1]["undoes"] == chain[-2].id


def test_undoing_in_a_circle_speaks_of_nothing() -> None:
    one = replace(m.undo(m.means(FIRST)), id="c-1", undoes="c-2")
    assert [row["subject"] for row in rows(one, replace(one, id="c-2", undoes="c-1"))] == ["", ""]


def test_many_subjects_are_named_in_part() -> None:
    targets = [replace(FIRST, start=n, text=f"اسم {n}") for n in range(9)]
    (row,) = rows(m.means(*targets))
    assert row["subject"] == "اسم 0; اسم 1; اسم 2; اسم 3; اسم 4…"


def test_places_and_additions() -> None:
    added = replace(READING.flows[0], id="f-x")
    found = rows(m.own_place(), new_entry("add", author="Lina", flow=added))
    assert [row["subject"] for row in found] == ["Camp 7", added.evidence.quote]
    assert json.loads(found[0]["after"])["names"] == ["Camp 7", "السويداء"]
    assert json.loads(found[1]["after"])["origin"]["name"] == "Damascus"
    assert [row["before"] for row in found] == ["", ""]
