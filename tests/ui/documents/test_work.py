"""What the page says of work that goes on outside of it."""

from pathlib import Path
from typing import Any

import pytest

from geo.ui.documents.work import _became, failures_csv, progress_words, title
from geo.ui.job_records import Failure, Job, Outcome
from geo.ui.strings import translator

SAY = translator("en")


def job(**changes: Any) -> Job:
    return Job(**{"id": "1", "workspace": Path("w.gpkg"), "kind": "add", "total": 12, "state": "running"} | changes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": "waiting"}, "waits until the work before it has ended"),
        ({}, "starting…"),
        ({"done": 1, "first": 5.0, "latest": 5.0}, "read 1 of 12"),
        ({"done": 3, "first": 5.0, "latest": 6.0}, "read 3 of 12 · 2.0 a second · about 4 s left"),
        ({"done": 2, "first": 0.0, "latest": 60.0}, "read 2 of 12 · 0.0 a second · about 10 min left"),
        ({"done": 2, "first": 0.0, "latest": 3600.0}, "read 2 of 12 · 0.0 a second · about 10.0 h left"),
        ({"done": 1, "failed": (Failure(name="a", reason="b"),)}, "read 1 of 12 · failed so far: 1"),
        ({"done": 12, "first": 0.0, "latest": 1.0}, "writing the workspace…"),
        ({"kind": "remove"}, "writing the workspace…"),
    ],
)
def test_progress_is_told_with_rate_and_time_left(changes: dict[str, Any], words: str) -> None:
    assert progress_words(job(**changes), SAY) == words


def test_a_job_is_named_with_who_asked_for_it() -> None:
    assert title(job(), SAY) == "Adding 12 documents"
    assert title(job(kind="remove", total=1, by="Amal"), SAY) == "Removing 1 document (asked for by Amal)"
    assert title(job(total=2), translator("ar")) == "إضافة: وثيقتان"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {
                "state": "done",
                "outcome": Outcome(added=("a",), unchanged=("b",), failed=(Failure(name="c", reason=""),)),
            },
            "Added: 1 · Unchanged: 1 · Failed: 1",
        ),
        ({"state": "done", "outcome": Outcome(revised=("a", "b"))}, "Added: 0 · Revised: 2"),
        ({"state": "done", "kind": "remove", "outcome": Outcome(removed=("a",))}, "Removed: 1"),
        ({"state": "cancelled"}, SAY("job_cancelled")),
        ({"state": "cancelled", "changed": True}, SAY("job_changed")),
        ({"state": "failed", "killed": 9}, SAY("job_killed", n=9)),
        ({"state": "failed", "fault": "the disk is full"}, SAY("job_broke", error="the disk is full")),
    ],
)
def test_what_became_of_a_job_is_told(changes: dict[str, Any], words: str) -> None:
    assert _became(job(**changes), SAY) == words


def test_a_name_is_no_formula_in_a_spreadsheet_and_keeps_its_letters() -> None:
    table = failures_csv([Failure(name="@SUM(1)", reason="-1"), Failure(name='تقرير "1"', reason="is,\nempty")])
    assert table.decode("utf-8-sig").splitlines()[1:] == ["'@SUM(1),'-1", '"تقرير ""1""","is,', 'empty"']
