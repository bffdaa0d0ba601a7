"""The reader's own layers: everything that can be drawn, nothing that is trusted."""

import json

import pytest

from geo.showing.layers import build_layers
from geo.showing.maps import map_data
from geo.showing.maps.overlays import overlay_entries, overlay_spec
from geo.showing.maps.specs import script_json
from geo.workspace.tables import empty_tables
from tests.browser import crowd


def _with(*features: object, **other: object) -> dict[str, object]:
    return crowd.own_layer() | {"features": {"type": "FeatureCollection", "features": list(features)}} | other


def _sent(overlay: dict[str, object]) -> list[dict[str, object]]:
    return overlay_spec([overlay], "en", decimals=4)["overlays"][0]["features"]


def test_every_type_of_geometry_is_sent_and_a_collection_piece_by_piece() -> None:
    types = [feature["geometry"]["type"] for feature in _sent(crowd.own_layer())]
    assert types == ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "Point"]


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        "Point",
        {},
        {"type": "Point"},
        {"type": "Point", "coordinates": []},
        {"type": "Point", "coordinates": [float("nan"), 1]},
        {"type": "Point", "coordinates": [float("inf"), 1]},
        {"type": "Point", "coordinates": ["1", "2"]},
        {"type": "LineString", "coordinates": [[1, 2], [3, True]]},
        {"type": "Circle", "coordinates": [1, 2]},
        {"type": "GeometryCollection", "geometries": None},
    ],
)
def test_what_cannot_be_drawn_is_left_out(geometry: object) -> None:
    assert _sent(_with({"type": "Feature", "geometry": geometry, "properties": {}})) == []


def test_properties_are_pairs_of_short_texts_in_the_files_order() -> None:
    properties = {"__proto__": None, "b": 1.5, "a": "x" * 1000, **{f"p{number}": number for number in range(100)}}
    point = {"type": "Point", "coordinates": [1.23456789, 2]}
    (feature,) = _sent(_with({"type": "Feature", "geometry": point, "properties": properties}))
    assert feature["properties"][:2] == [["__proto__", ""], ["b", "1.5"]]
    assert len(feature["properties"]) == 40
    assert max(len(text) for pair in feature["properties"] for text in pair) == 300
    assert feature["geometry"]["coordinates"] == [1.2346, 2]


@pytest.mark.parametrize(("by", "title"), [("label", "A"), ("", ""), ("not there", "")])
def test_a_feature_is_named_by_the_property_that_was_chosen(by: str, title: str) -> None:
    point = {"type": "Point", "coordinates": [1, 2]}
    feature = {"type": "Feature", "geometry": point, "properties": {"label": "A"}}
    assert _sent(_with(feature, label_property=by))[0]["title"] == title


def test_a_feature_without_properties_is_drawn_too() -> None:
    point = {"type": "Point", "coordinates": [1, 2]}
    assert _sent(_with({"type": "Feature", "geometry": point, "properties": None}))[0]["properties"] == []


def test_the_legend_names_each_layer_its_source_and_its_number() -> None:
    (entry,) = overlay_entries([crowd.own_layer("Wells")])
    assert (entry["name"], entry["source"], entry["count"]) == ("Wells", "Wells office", 7)
    extras = json.loads(map_data(build_layers(empty_tables()), overlays=[crowd.own_layer("Wells")]).extras)
    assert extras["legend"]["groups"][-1]["entries"][0]["name"] == "Wells"


def test_hostile_texts_are_nowhere_raw() -> None:
    written = script_json(overlay_spec([crowd.own_layer(crowd.ATTACK)], "ar", decimals=4))
    assert not set("<>&'`") & set(written)
