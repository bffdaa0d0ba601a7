"""Drafts: what each document is to the workspace, what a reader changes of it, and how it is handed on."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from geo.model import Document
from geo.reading.documents import preview_bytes, read_sources
from geo.reading.documents.content import MAX_ID
from geo.ui.documents.drafts import Draft, draft_of, edited, free_id, judge, renamed, to_lines, undated, with_day

ARABIC = "وصل الوفد إلى دمشق."
DAY = date(2020, 3, 1)


def draft(identity: str = "a", text: str = ARABIC, **changes: Any) -> Draft:
    return draft_of(Document(id=identity, text=text, language="ar", **changes))


def known(*documents: Document) -> dict[str, str]:
    return {document.id: document.text_hash for document in documents}


def test_each_draft_is_told_by_its_id_and_its_text() -> None:
    there = known(draft("a").document, draft("b", "غادر الوفد.").document)
    drafts = [
        draft("a"),  # the same
        draft("b", "غادر الوفد بنغازي."),
        draft("c", "غادر الوفد."),  # the text of b
        draft("d", "جديد."),
        draft("e", "جديد."),  # the text of d
        draft("d", "آخر."),
    ]
    verdicts = judge(drafts, there)
    assert [(verdict.standing, verdict.of) for verdict in verdicts] == [
        ("there", "a"),
        ("revision", "b"),
        ("there", "b"),
        ("new", ""),
        ("twice", "d"),
        ("taken", "d"),
    ]
    assert [verdict.adds for verdict in verdicts] == [False, True, False, True, False, False]


def test_no_drafts_have_no_verdicts() -> None:
    assert judge([], {"a": "x"}) == ()


@pytest.mark.parametrize("identity", ["", "  ", "a\nb", "x" * (MAX_ID + 1), "\ud800"])
def test_an_id_that_none_can_be_is_not_added_even_when_wanted(identity: str) -> None:
    (verdict,) = judge([replace(draft(identity), wanted=True)], {})
    assert (verdict.standing, verdict.adds) == ("bad_id", False)


def test_what_a_reader_leaves_out_stands_in_nobodys_way() -> None:
    first, second = judge([replace(draft("a"), wanted=False), draft("b")], {})
    assert not first.adds
    assert (second.standing, second.adds) == ("new", True)


def test_a_taken_id_gets_a_number_or_is_a_revision() -> None:
    there = known(draft("a", "قديم.").document, draft("a-2", "أقدم.").document)
    drafts = (draft("a"), draft("a-3", "سوى ذلك."), draft("b", "سواه."))
    new = renamed(drafts, there, revise=False)
    assert [one.document.id for one in new] == ["a-4", "a-3", "b"]
    assert [verdict.standing for verdict in judge(new, there)] == ["new"] * 3
    back = renamed(new, there, revise=True)
    assert [one.document.id for one in back] == ["a", "a-3", "b"]
    assert judge(back, there)[0].standing == "revision"


def test_what_is_there_with_the_same_text_keeps_its_id() -> None:
    (one,) = renamed((draft("a"),), known(draft("a").document), revise=False)
    assert one.document.id == "a"


def test_an_id_that_somebody_typed_stays() -> None:
    there = known(draft("a", "قديم.").document)
    (one,) = renamed((edited(draft("a"), {"id": "mine"}),), there, revise=False)
    assert one.document.id == "mine"


def test_a_free_id_is_no_longer_than_an_id_may_be() -> None:
    assert len(free_id("x" * MAX_ID, {"x" * MAX_ID})) <= MAX_ID


def test_a_row_changes_what_it_names_and_nothing_else() -> None:
    before = draft("a", published=DAY, publisher="P")
    after = edited(before, {"title": " T\n u ", "published": "2020-05-06T00:00:00.000", "language": "en", "id": ""})
    assert after.document == replace(
        before.document, title="T u", published=date(2020, 5, 6), language="en", publisher="P"
    )
    assert any("seems to be Arabic" in note for note in after.notes)
    assert edited(after, {"published": None}).document.published is None
    assert edited(after, {"published": "soon", "language": "fr"}).document == after.document
    assert edited(before, {"adds": False}).wanted is False


def test_a_day_is_asked_for_and_never_guessed() -> None:
    drafts = (draft("a", published=DAY), draft("b", "سواه."), replace(draft("c", "ثالث."), wanted=False))
    assert undated(drafts, judge(drafts, {})) == 1
    given_day = with_day(drafts, date(2021, 1, 1))
    assert [one.document.published for one in given_day] == [DAY, date(2021, 1, 1), date(2021, 1, 1)]
    assert undated(given_day, judge(given_day, {})) == 0
    assert with_day(drafts, None) == drafts


def test_a_file_says_its_language_where_it_is_mixed() -> None:
    mixed = "وصل الوفد إلى دمشق يوم الأحد. " * 3 + "The delegation then left for the coast by way of Cairo."
    (found,) = preview_bytes(mixed.encode(), name="folder/mixed.txt")
    assert not isinstance(found, Exception)
    one = draft_of(found)
    assert (one.document.id, one.source) == ("mixed", "mixed.txt")
    assert any(note.startswith("mixed") for note in one.notes)


TEXTS = some.text(some.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1).filter(str.strip)


@given(text=TEXTS, title=some.text(some.characters(categories=("L", "N", "P")), max_size=20))
def test_lines_are_read_back_as_the_same_documents(
    tmp_path_factory: pytest.TempPathFactory, text: str, title: str
) -> None:
    one = draft("a b", text, title=title, published=DAY, url="https://example.org/ش")
    path: Path = tmp_path_factory.mktemp("lines") / "x.jsonl"
    path.write_text("".join(f"{line}\n" for line in to_lines([one])), encoding="utf-8")
    assert list(read_sources([path])) == [one.document]
