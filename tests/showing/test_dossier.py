"""A record in full: facts with their precision, every telling with its words, what it says otherwise, its shown one."""

import json

import pandas as pd
import pytest

from geo.model import Claim, FieldSpan
from geo.showing import dossier as module
from geo.showing.dossier import Dossier, dossier
from geo.workspace.corroborate import corroborate
from geo.workspace.tables import Tables, empty_tables
from geo.workspace.tabulate import tabulate
from tests.browser.sample import ATTACKS, hostile_reading, sample_reading
from tests.builders import (
    BENGHAZI,
    DAMASCUS,
    TRIPOLI,
    day,
    document,
    event,
    evidence,
    flow,
    mention,
    reading,
    sample_tables,
)

TEXT = "وصلت طائرة من دمشق إلى بنغازي أمس."


def _tables(*readings) -> Tables:
    return tabulate(corroborate(readings))


def _flight(doc: str, count: int | None = None, **changes):
    words = (FieldSpan(field="origin", start=14, end=18), FieldSpan(field="destination", start=23, end=29))
    return reading(
        document=document(id=doc, text=TEXT, publisher=f"Publisher {doc}"),
        mentions=(
            mention(doc=doc, start=14, text="دمشق", place=DAMASCUS),
            mention(doc=doc, start=23, text="بنغازي", place=BENGHAZI),
        ),
        flows=(
            flow(
                doc=doc, count=count, unit="flights" if count else "", words=words,
                evidence=evidence(doc=doc, start=0, end=len(TEXT), quote=TEXT), **changes,
            ),
        ),
    )  # fmt: skip


def _flow_dossier(*readings, language: str = "en") -> Dossier:
    tables = _tables(*readings)
    found = dossier(tables, "flow", tables.flows["id"].iloc[0], language)
    assert found is not None
    return found


def _facts(found: Dossier) -> dict[str, tuple[str, ...]]:
    return {fact.key: (*fact.lines, *fact.names, *fact.codes) for fact in found.facts}


def test_a_flow_tells_its_ends_with_precision_coordinates_and_grid() -> None:
    facts = _facts(_flow_dossier(_flight("a", 12)))
    assert facts["origin"][0] == "Damascus · دمشق"
    assert "exact place (UCDP 1) · within 12 km" in facts["origin"]
    assert "33.5138, 36.2765" in facts["origin"]
    assert facts["origin"][-1] == "37S BT"
    assert facts["count"] == ("12 flights",)
    assert facts["when"][0] == "3 Mar 2020 · exact day (UCDP 1)"


def test_claimants_stand_apart_from_documents() -> None:
    claim = Claim(claimed_by="GNA", status="claimed")
    facts = _facts(_flow_dossier(_flight("a", claim=claim), _flight("b", claim=claim)))
    assert facts["claimants"] == ("1 independent claimant", "GNA")
    assert facts["documents"] == ("2 documents", "Publisher a", "Publisher b")


def test_the_words_of_a_sentence_are_marked_by_their_field() -> None:
    (told,) = _flow_dossier(_flight("a")).told
    assert ("دمشق", ("origin",)) in told.words
    assert ("بنغازي", ("destination",)) in told.words
    assert "".join(text for text, _ in told.words) == TEXT


def test_a_quotation_that_is_not_the_texts_own_is_left_unmarked() -> None:
    other = evidence(start=0, end=5, quote="another sentence")
    tables = _tables(reading(flows=(flow(evidence=other, words=(FieldSpan(field="origin", start=0, end=3),)),)))
    found = dossier(tables, "flow", tables.flows["id"].iloc[0], "en")
    assert found is not None
    assert found.told[0].words == (("another sentence", ()),)


def test_tellings_that_count_otherwise_disagree_in_words_and_in_the_table() -> None:
    found = _flow_dossier(_flight("a", 12), _flight("b", 14), language="ar")
    assert found.comparison.disagree
    assert found.disagreements[0].startswith("العدد: ")
    assert " مقابل " in found.disagreements[0]
    assert any(fact.key == "count" for told in found.told for fact in told.own)


def test_what_a_telling_says_like_the_record_is_not_said_twice() -> None:
    assert all(told.own == () for told in _flow_dossier(_flight("a", 12), _flight("b", 12)).told)


def test_the_shown_telling_is_the_one_the_record_quotes() -> None:
    tables = sample_tables()
    for row in tables.flows.to_dict("records"):
        found = dossier(tables, "flow", row["id"], "en")
        assert found is not None
        assert (found.told[found.shown].telling.doc, found.told[found.shown].start) == (row["doc"], row["start"])


@pytest.mark.parametrize("column", ["id", "event_id"])
def test_an_event_is_found_by_its_row_and_by_its_id(column: str) -> None:
    tables = sample_tables()
    for row in tables.events.to_dict("records"):
        found = dossier(tables, "event", row[column], "en")
        assert found is not None
        assert found.id == row["event_id"]


def test_an_event_at_two_places_tells_both() -> None:
    told = event(places=(BENGHAZI, TRIPOLI))
    tables = _tables(reading(events=(told,)))
    found = dossier(tables, "event", tables.events["event_id"].iloc[0], "en")
    assert found is not None
    assert [fact.lines[0] for fact in found.facts if fact.key == "where"] == ["Benghazi · بنغازي", "Tripoli · طرابلس"]
    assert set(found.places) == {BENGHAZI.id, TRIPOLI.id}


def test_a_place_tells_its_entry_who_names_it_and_what_happened_there() -> None:
    tables = _tables(sample_reading())
    found = dossier(tables, "place", DAMASCUS.id, "en")
    assert found is not None
    assert _facts(found)["names"] == ("Damascus", "دمشق")
    assert _facts(found)["confirmed"] == ("more than one source has it",)
    assert {link.title.split(" · ")[0] for link in found.links if link.record == "event"} == {"Consult", "Cooperate"}
    assert {link.record for link in found.links} == {"event", "flow"}
    texts = tables.documents.set_index("id")["text"]
    assert all(texts[told.telling.doc][told.start : told.end] == "دمشق" for told in found.told)
    assert len(found.told) + found.more == tables.places.set_index("id").loc[DAMASCUS.id, "n_mentions"]


def test_more_tellings_than_a_reader_can_take_in_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_TOLD", 2)
    found = _flow_dossier(*(_flight(doc) for doc in "abcde"))
    assert (len(found.told), found.more) == (2, 3)
    assert len(found.comparison.rows) == 2


def test_a_hedged_telling_says_so_and_how_its_date_is_written() -> None:
    found = _flow_dossier(_flight("a", claim=Claim(hedged=True), date=day("2020-03-02", text="أمس")))
    assert found.told[0].hedged
    assert found.told[0].date_text == "أمس"


@pytest.mark.parametrize(("record", "key"), [("event", "e-0"), ("flow", ""), ("place", "nowhere"), ("cell", "x")])
def test_what_is_not_there_has_no_dossier(record: str, key: str) -> None:
    assert dossier(sample_tables(), record, key, "en") is None
    assert dossier(empty_tables(), record, key, "en") is None


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_hostile_document_has_a_dossier_of_plain_text(language: str) -> None:
    tables = _tables(hostile_reading())
    rows = [("event", tables.events["event_id"].iloc[0]), ("flow", tables.flows["id"].iloc[0])]
    for record, key in [*rows, ("place", tables.places["id"].iloc[0])]:
        found = dossier(tables, record, key, language)
        assert found is not None
        assert "&lt;" not in repr(found)
        assert ATTACKS[0] in json.dumps([found.title, [told.words for told in found.told]], ensure_ascii=False)


def test_the_tables_are_left_alone() -> None:
    tables = sample_tables()
    before = tables.evidence.copy()
    dossier(tables, "flow", tables.flows["id"].iloc[0], "en")
    pd.testing.assert_frame_equal(tables.evidence, before)


def test_a_reader_who_wants_date_time_groups_gets_them_in_either_language() -> None:
    assert _facts(_flow_dossier(_flight("a"), language="en-x-dtg"))["when"][0].startswith("03 MAR 20")
    found = _flow_dossier(_flight("a", 12), _flight("b", 14), language="ar-x-dtg")
    assert found.disagreements[0].startswith("العدد: ")
    assert found.title == "دمشق ← بنغازي"
