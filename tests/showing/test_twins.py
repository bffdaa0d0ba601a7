"""The tables beside the map: the same rows, and what cannot be drawn."""

import pytest

from geo.showing.evidence import evidence_of
from geo.showing.layers import LAYERS, build_layers
from geo.showing.twins import twin
from geo.workspace.corroborate import corroborate
from geo.workspace.tables import empty_tables
from geo.workspace.tabulate import tabulate
from tests.builders import sample_readings

SAMPLE = build_layers(tabulate(corroborate(sample_readings())))


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_table_has_every_row_of_its_layer(layer: str, language: str) -> None:
    table = twin(SAMPLE, layer, language)
    assert set(table.index) == set(getattr(SAMPLE, layer)["id"])
    assert table.notna().all().all()


def test_a_flow_without_an_origin_is_in_the_table() -> None:
    table = twin(SAMPLE, "flows", "en")
    assert len(table[table["origin"] == ""]) == 1


@pytest.mark.parametrize("layer", LAYERS)
def test_every_row_leads_to_its_evidence(layer: str) -> None:
    for key in twin(SAMPLE, layer, "en").index:
        assert evidence_of(SAMPLE, layer, key, "en")


def test_words_stand_in_the_readers_language() -> None:
    assert "Assault" in set(twin(SAMPLE, "events", "en")["type"])
    assert "هجوم" in set(twin(SAMPLE, "events", "ar")["type"])


@pytest.mark.parametrize("layer", LAYERS)
def test_an_empty_layer_is_an_empty_table_with_its_columns(layer: str) -> None:
    empty = build_layers(empty_tables())
    assert list(twin(empty, layer, "en").columns) == list(twin(SAMPLE, layer, "en").columns)
    assert twin(empty, layer, "en").empty
