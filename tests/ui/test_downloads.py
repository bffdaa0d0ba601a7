"""Files of exactly what is shown."""

import json

import pytest

from geo.showing.layers import LAYERS, build_layers
from geo.ui import downloads
from geo.workspace.corroborate import corroborate
from geo.workspace.filters import Filter, apply
from geo.workspace.tabulate import tabulate
from tests.browser.sample import sample_reading

TABLES = tabulate(corroborate([sample_reading()]))


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_is_written_as_it_is_shown(layer: str) -> None:
    layers = build_layers(TABLES)
    collection = json.loads(downloads._geojson(layers, layer, Filter()))
    # The file of places holds those too that the map draws as areas.
    expected = TABLES.places if layer == "places" else getattr(layers, layer)
    assert collection["type"] == "FeatureCollection"
    assert len(collection["features"]) == len(expected)


def test_a_filter_narrows_the_file_too() -> None:
    criteria = Filter(types=("ASSAULT",))
    layers = build_layers(apply(TABLES, criteria))
    collection = json.loads(downloads._geojson(layers, "events", criteria))
    assert {feature["properties"]["type"] for feature in collection["features"]} == {"ASSAULT"}
    assert len(collection["features"]) == 3


def test_the_picture_is_a_png() -> None:
    assert downloads._picture(build_layers(TABLES), LAYERS, "en").startswith(b"\x89PNG")
