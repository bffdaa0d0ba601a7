"""Everything behind a symbol or a row: no sentence left out, disagreements named, found by any of its keys."""

from dataclasses import fields, replace

import pytest

from geo.showing.evidence import MAX_CARDS, evidence_of
from geo.showing.layers import Layers, build_layers
from geo.workspace.corroborate import corroborate
from geo.workspace.tables import Tables
from geo.workspace.tabulate import tabulate
from tests.browser.sample import sample_reading
from tests.builders import BENGHAZI, DAMASCUS, event, evidence, reading


def _layers(*readings) -> Layers:
    return build_layers(tabulate(corroborate(readings or [sample_reading(), sample_reading("two", "Other")])))


def test_a_symbol_brings_every_event_with_every_telling() -> None:
    layers = _layers()
    symbol = layers.symbols[(layers.symbols["place"] == "Tripoli") & (layers.symbols["type"] == "ASSAULT")].iloc[0]
    cards = evidence_of(layers, "events", symbol["id"], "en")
    assert [card.title for card in cards] == ["Assault · Tripoli"] * 2
    assert [len(card.tellings) for card in cards] == [2, 2]
    assert cards[0].subtitle.endswith("1 independent claimant · 2 documents")


@pytest.mark.parametrize("column", ["id", "event_id"])
def test_an_event_is_found_by_its_row_and_by_its_id(column: str) -> None:
    layers = _layers()
    assert len(evidence_of(layers, "events", layers.events[column].iloc[0], "en")) >= 1


def test_a_flow_brings_its_tellings() -> None:
    layers = _layers()
    key = layers.flows.loc[layers.flows["carrier"] == "Cham Wings", "id"].iloc[0]
    (card,) = evidence_of(layers, "flows", key, "en")
    assert card.title == "Damascus → Benghazi"
    assert [telling.doc for telling in card.tellings] == ["sample", "two"]


def test_a_place_brings_its_events_its_flows_and_the_sentences_that_name_it() -> None:
    titles = [card.title for card in evidence_of(_layers(), "places", DAMASCUS.id, "en")]
    assert titles[:2] == ["Consult · Damascus", "Cooperate · Damascus"]
    assert set(titles[2:4]) == {"eastern Libya → Damascus", "Damascus → Benghazi"}
    assert titles[4:] == ["Damascus · دمشق"]


def test_an_area_brings_what_is_known_only_to_it() -> None:
    titles = [card.title for card in evidence_of(_layers(), "areas", "country-LY", "en")]
    assert "Accuse · Libya" in titles
    assert "Hmeimim air base → Libya" in titles


def test_disagreements_are_named() -> None:
    layers = _layers()
    layers = replace(layers, flows=layers.flows.assign(disagreements="12 flights or 14; 1 March or 3 March"))
    (card,) = evidence_of(layers, "flows", layers.flows["id"].iloc[0], "en")
    assert card.notes == ("12 flights or 14", "1 March or 3 March")


def test_what_is_not_shown_has_no_evidence() -> None:
    assert evidence_of(_layers(), "places", "nowhere", "en") == ()
    assert evidence_of(_layers(), "events", "none|ASSAULT", "en") == ()
    assert evidence_of(_layers(), "flows", "f-0", "en") == ()


def test_more_than_a_reader_can_take_in_is_counted() -> None:
    events = tuple(
        event(
            places=(BENGHAZI,), actors=(f"Actor {number}",), evidence=evidence(start=number * 50, quote=f"س {number}")
        )
        for number in range(MAX_CARDS + 5)
    )
    layers = _layers(reading(events=events))
    symbol = layers.symbols["id"].iloc[0]
    cards = evidence_of(layers, "events", symbol, "en")
    assert len(cards) == MAX_CARDS
    assert cards[-1].more == 5


def test_the_tables_are_left_alone() -> None:
    layers = _layers()
    before = {field.name: len(getattr(layers.tables, field.name)) for field in fields(Tables)}
    evidence_of(layers, "places", DAMASCUS.id, "en")
    assert before == {field.name: len(getattr(layers.tables, field.name)) for field in fields(Tables)}


@pytest.mark.parametrize("layer", ["events", "flows", "places", "areas", "heat", "box"])
@pytest.mark.parametrize("key", ["cell|10,30,12,32", "bundle|LY-benghazi|LY-tripoli", "10,30,12,32"])
def test_a_cell_a_bundle_and_a_box_are_resolved_by_whoever_shows_them(layer: str, key: str) -> None:
    assert evidence_of(_layers(), layer, key, "en") == ()
