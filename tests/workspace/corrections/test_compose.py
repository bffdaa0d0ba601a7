"""From ids and spans of a page to entries: with context, with what was before, and refused where it is not there."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo.errors import CorrectionError
from geo.model import Decision, Mention, Resolution
from geo.workspace.corrections import compose
from geo.workspace.corrections.compose import By, Named, Shown, Span
from geo.workspace.corrections.entries import Entry
from geo.workspace.corrections.log import append
from geo.workspace.excerpt import excerpt
from geo.workspace.store import Workspace
from tests.builders import BENGHAZI, TRIPOLI, TRIPOLI_LEBANON, document, event, evidence, flow, reading

TEXT = "قصف في طرابلس. ثم قصف في طرابلس مرة أخرى."
FIRST, SECOND = TEXT.index("طرابلس"), TEXT.rindex("طرابلس")
LINA = By("Lina", "as the map shows")


def _mention(doc: str, start: int, place: Any = TRIPOLI, **changes: Any) -> Mention:
    values: dict[str, Any] = {"role": "literal", **changes}
    return Mention(
        id=f"m-{start}",
        doc=doc,
        start=start,
        end=start + 6,
        text="طرابلس",
        resolution=Resolution(place=place, score=0.5, reason=""),
        **values,
    )


def _reading(doc: str, publisher: str, **more: Any) -> Any:
    said = evidence(doc=doc, start=0, end=14, quote=TEXT[:14])
    return reading(
        document=document(id=doc, text=TEXT, publisher=publisher),
        mentions=(_mention(doc, FIRST), _mention(doc, SECOND, **more)),
        events=(event(doc=doc, id=f"e-{doc}", places=(TRIPOLI,), evidence=said),),
        flows=(flow(doc=doc, id=f"f-{doc}", origin=TRIPOLI, destination=BENGHAZI, evidence=said),),
    )


def three_reports() -> list[Any]:
    """Return reports of two publishers that name one town, not all as the same place or in the same role."""
    return [
        _reading("a", "One"),
        _reading("b", "One", place=TRIPOLI_LEBANON),
        _reading("c", "Two", role="embedded"),
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Workspace.create(tmp_path / "w.gpkg", three_reports()).path


@pytest.fixture
def found(path: Path) -> Shown:
    return compose.shown(path, ("a", "b"))


def test_a_mention_is_told_with_its_context_and_what_it_was(found: Shown) -> None:
    entry = compose.mention_entry(found, [Span("a", FIRST, FIRST + 6)], Decision(place=TRIPOLI_LEBANON), by=LINA)
    target = entry.mentions[0]
    assert (entry.author, entry.reason, entry.basis) == ("Lina", "as the map shows", "")
    assert (target.text, target.before, target.was, target.was_role) == ("طرابلس", "قصف في ", TRIPOLI, "literal")
    assert entry.decision == Decision(place=TRIPOLI_LEBANON)


def test_a_word_that_was_not_read_as_a_name_can_be_decided(found: Shown) -> None:
    entry = compose.mention_entry(found, [Span("a", 0, 3)], Decision(place=BENGHAZI), by=LINA)
    assert (entry.mentions[0].text, entry.mentions[0].was) == ("قصف", None)


@pytest.mark.parametrize("span", [Span("a", 5, 5), Span("a", -1, 3), Span("a", 0, 10_000), Span("gone", 0, 3)])
def test_a_span_that_is_not_there_is_refused(found: Shown, span: Span) -> None:
    with pytest.raises(CorrectionError, match="look at it again"):
        compose.mention_entry(found, [span], Decision(place=None), by=LINA)


def test_the_basis_is_what_the_page_had_seen(path: Path, found: Shown) -> None:
    first = compose.confirm_entry(found, by=LINA, spans=[Span("a", FIRST, FIRST + 6)])
    append(path, first)
    again = compose.shown(path, ("a",))
    assert compose.confirm_entry(again, by=LINA, tellings=[Named("a", "e-a")]).basis == first.id
    assert compose.confirm_entry(found, by=LINA, tellings=[Named("a", "e-a")]).basis == ""


def test_what_is_shown_is_what_was_corrected_and_what_was_read_stays_at_hand(path: Path, found: Shown) -> None:
    span = Span("a", FIRST, FIRST + 6)
    append(path, compose.mention_entry(found, [span], Decision(place=TRIPOLI_LEBANON), by=LINA))
    again = compose.shown(path, ("a",))
    now, read = again.mention(span), again.read(span)
    assert now is not None
    assert read is not None
    assert (now.place, read.place) == (TRIPOLI_LEBANON, TRIPOLI)
    second = compose.mention_entry(again, [span], Decision(place=None), by=LINA)
    assert second.mentions[0].was == TRIPOLI_LEBANON


def test_a_change_names_its_fields_with_before_and_after(found: Shown) -> None:
    days = (date(2020, 3, 1), date(2020, 3, 3))
    values = {"status": "claimed", "claimed_by": "LNA", "date": days, "type": "PROTEST"}
    entry = compose.change_entry(found, [Named("a", "e-a"), Named("b", "e-b")], values, by=LINA, acled="Protests")
    assert entry.fields == ("status", "claimed_by", "date", "type")
    assert entry.event is not None
    assert entry.event_before is not None
    assert (entry.event.type, entry.event.claim.status, entry.event.claim.claimed_by) == ("PROTEST", "claimed", "LNA")
    assert (entry.event.date.date_from, entry.event.date.precision) == (days[0], 2)
    assert entry.event.acled_event_type == "Protests"
    assert entry.event_before.type == "ASSAULT"
    assert [(target.doc, target.id) for target in entry.tellings] == [("a", "e-a"), ("b", "e-b")]


def test_a_flow_gets_another_end(found: Shown) -> None:
    entry = compose.change_entry(found, [Named("a", "f-a")], {"origin": None}, by=LINA)
    assert entry.flow is not None
    assert entry.flow_before is not None
    assert (entry.flow.origin, entry.flow_before.origin) == (None, TRIPOLI)


def _no_telling(found: Shown) -> Entry:
    return compose.delete_entry(found, [Named("a", "e-none")], by=LINA)


def _no_field(found: Shown) -> Entry:
    return compose.change_entry(found, [Named("a", "e-a")], {"origin": None}, by=LINA)


def _no_record(found: Shown) -> Entry:
    return compose.change_entry(found, [], {"status": "claimed"}, by=LINA)


def _mixed(found: Shown) -> Entry:
    return compose.together_entry(found, [Named("a", "e-a"), Named("a", "f-a")], by=LINA)


def _alone(found: Shown) -> Entry:
    return compose.together_entry(found, [Named("a", "e-a")], by=LINA)


def _untyped(found: Shown) -> Entry:
    return compose.add_entry(found, Span("a", 0, 14), "event", {}, by=LINA)


def _nothing_said(found: Shown) -> Entry:
    return compose.add_entry(found, Span("a", 3, 4), "flow", {}, by=LINA)


def _nobody(found: Shown) -> Entry:
    return compose.confirm_entry(found, by=By("  "), tellings=[Named("a", "e-a")])


@pytest.mark.parametrize("make", [_no_telling, _no_field, _no_record, _mixed, _alone, _untyped, _nothing_said, _nobody])
def test_what_cannot_be_is_refused(found: Shown, make: Callable[[Shown], Entry]) -> None:
    with pytest.raises(CorrectionError):
        make(found)


def test_an_added_event_stands_on_its_sentence(path: Path, found: Shown) -> None:
    values = {"type": "PROTEST", "places": (BENGHAZI,), "date": (None, None)}
    entry = compose.add_entry(found, Span("b", 0, 14), "event", values, by=LINA)
    again = compose.add_entry(found, Span("b", 0, 14), "event", values, by=LINA)
    assert entry.event is not None
    assert again.event is not None
    assert entry.event.evidence.quote == TEXT[:14]
    assert entry.event.id != again.event.id
    append(path, entry)
    Workspace.open(path).refresh()
    events = Workspace.open(path).tables().events
    assert events[events["type"] == "PROTEST"][["place", "corrected_by"]].values.tolist() == [["Benghazi", "Lina"]]


def test_tellings_of_a_record_are_found_and_put_together_and_apart(path: Path) -> None:
    tables = Workspace.open(path).tables()
    key = tables.events["event_id"].iloc[0]
    tables = excerpt(path, events=(key,))
    named = compose.tellings_of(tables, "event", key)
    assert {one.doc for one in named} == {"a", "b", "c"}
    found = compose.shown(path, {one.doc for one in named})
    assert compose.apart_entry(found, named[:1], by=LINA).action == "apart"
    assert len(compose.together_entry(found, named, by=LINA).tellings) == 3
    assert compose.tellings_of(tables, "flow", key) == ()


def test_a_place_is_kept_under_every_name_once_and_undone(path: Path, found: Shown) -> None:
    entry = compose.place_entry(found, BENGHAZI, ["Benghazi", " بني غازي ", ""], by=LINA)
    assert entry.place is not None
    assert entry.place.names == ("Benghazi", "بنغازي", "بني غازي")
    log = append(path, entry)
    assert compose.undo_entry(log, entry.id, by=LINA).undoes == entry.id
    with pytest.raises(CorrectionError, match="holds no correction"):
        compose.undo_entry(log, "c-none", by=LINA)


def test_narrowing_leaves_what_lies_in_other_documents(found: Shown) -> None:
    spans = [Span("a", FIRST, FIRST + 6), Span("b", FIRST, FIRST + 6)]
    entry = compose.mention_entry(found, spans, Decision(place=None), by=LINA)
    assert [target.doc for target in compose.narrowed(entry, {"b"}).mentions] == ["b"]
