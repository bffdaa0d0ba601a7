"""Quotation marks stand in one place, and nowhere in the reading wing again."""

import re
from pathlib import Path

import pytest

from geo.reading.text.quotes import CLOSING, GAP, MARKS, OPENING
from tests.conftest import ReadsText

READING = Path(__file__).resolve().parents[2] / "geo" / "reading"
# What joins marks to letters, brackets or the ends of sentences for a purpose of its own.
OWN = {"quotes.py", "analysis.py", "matching.py", "subjects.py", "subject_first.py", "pdf_lines.py", "speakers.py"}


def test_what_opens_or_closes_is_a_mark_and_parts_no_words() -> None:
    assert OPENING | CLOSING < MARKS
    assert set(GAP) >= OPENING | CLOSING
    assert all(len(mark) == 1 for mark in MARKS)


def test_no_module_keeps_a_set_of_marks_of_its_own() -> None:
    sets = re.compile(r"^_[A-Z_]+ = .*«.*»", re.MULTILINE)
    strays = [path.name for path in READING.rglob("*.py") if sets.search(path.read_text(encoding="utf-8"))]
    assert sorted(set(strays) - OWN) == []


@pytest.mark.parametrize(("opening", "closing"), [("«", "»"), ("“", "”"), ('"', '"')])
def test_a_party_in_quotation_marks_of_any_kind_speaks(read_text: ReadsText, opening: str, closing: str) -> None:
    text = f"قال موقع {opening}عين ليبيا{closing} إن القوات قصفت مدينة سرت أمس."
    assert read_text(text).event("ASSAULT", "Sirte").claim.claimed_by
