"""Layers as data for the page: safe inside of a script, small, complete."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Template

from geo.showing.layers import LAYERS, Layers, build_layers
from geo.showing.maps import folium_map
from geo.showing.maps.specs import bounds_of, layer_spec, script_json, tellings_for
from geo.workspace.corroborate import corroborate
from geo.workspace.tables import empty_tables
from geo.workspace.tabulate import tabulate
from tests.browser.sample import EIGHT_PLACES, hostile_reading, sample_reading
from tests.builders import document, event, evidence, flow, mention, place, reading


def _layers(*readings) -> Layers:
    return build_layers(tabulate(corroborate(readings or [sample_reading()])))


JSON = st.recursive(st.text() | st.integers(-(2**50), 2**50) | st.none() | st.booleans(), st.lists, max_leaves=8)


@given(JSON)
def test_a_value_comes_back_from_a_script_as_it_was(value) -> None:
    assert json.loads(script_json(value)) == value


@given(st.text())
def test_no_text_can_leave_the_script_or_start_markup(text: str) -> None:
    written = script_json({"text": text, text: 1})
    assert not set("<>&'`\u2028\u2029") & set(written)


@given(st.text("{%#}abc", max_size=12))
def test_no_text_is_a_template_on_the_server(text: str) -> None:
    # Branca compiles what an element writes as a Jinja template.
    written = script_json([text, {text: text}])
    assert Template(written).render() == written


def test_template_code_in_a_document_is_not_run(tmp_path) -> None:
    attack = "{{ 7 * 191 }} {% set x = 1 %} {# gone #} {{{{ 7 * 191 }}}}"
    told = reading(document=document(text=attack, title=attack), events=(event(evidence=evidence(quote=attack)),))
    folium_map.write_html(_layers(told), tmp_path / "map.html")
    html = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert "1337" not in re.sub(r"base64,[^\"]*", "", html)
    assert "# gone #}" in html


@pytest.mark.parametrize("layer", LAYERS)
def test_hostile_text_is_nowhere_raw(layer: str) -> None:
    written = script_json(layer_spec(_layers(hostile_reading(), sample_reading()), layer, "en"))
    assert "<script" not in written
    assert "`" not in written


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_symbol_has_a_card(layer: str, language: str) -> None:
    spec = layer_spec(_layers(), layer, language)
    ids = [feature["properties"]["id"] for feature in spec["features"]]
    assert ids
    assert set(ids) <= set(spec["cards"])
    assert spec["direction"] == ("rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize("layer", LAYERS)
def test_the_same_layers_make_the_same_text(layer: str) -> None:
    # streamlit-folium compares the text: another one would redraw the layer and close the pop-up.
    assert script_json(layer_spec(_layers(), layer, "en")) == script_json(layer_spec(_layers(), layer, "en"))


@pytest.mark.parametrize(("language", "names"), [("en", EIGHT_PLACES.keys()), ("ar", EIGHT_PLACES.values())])
def test_the_eight_places_are_named_in_both_languages(language: str, names) -> None:
    layers = _layers()
    found = {
        feature["properties"]["name"]
        for layer in ("places", "areas")
        for feature in layer_spec(layers, layer, language)["features"]
    }
    assert set(names) <= found


def test_shapes_that_the_page_has_are_not_sent() -> None:
    spec = layer_spec(_layers(), "areas", "en")
    sent = {feature["properties"]["name"]: feature["geometry"] is not None for feature in spec["features"]}
    assert not sent["Libya"]
    assert not sent["Idlib"]
    assert sent["eastern Libya"]
    assert sent["Ghouta"]
    assert len(script_json(spec)) < 60_000


def test_a_very_long_name_is_cut_on_the_map_and_whole_in_the_card() -> None:
    long = place(name="N" * 200, name_ar="")
    spec = layer_spec(_layers(reading(mentions=(mention(place=long),))), "places", "en")
    assert len(spec["features"][0]["properties"]["name"]) == 32
    assert next(iter(spec["cards"].values()))["title"] == "N" * 200


def test_an_area_label_carries_a_glyph_for_each_type_with_its_number() -> None:
    spec = layer_spec(_layers(), "areas", "en")
    libya = next(f["properties"] for f in spec["features"] if f["properties"]["name"] == "Libya")
    assert [glyph["n"] for glyph in libya["glyphs"]] == [1]
    assert spec["looks"][libya["glyphs"][0]["look"]]["struck"]


def test_the_first_view_has_its_corners_latitude_first() -> None:
    assert bounds_of(_layers(reading(mentions=(mention(),)))) == [[32.1167, 20.0667], [32.1167, 20.0667]]
    assert bounds_of(build_layers(empty_tables())) is None


def test_a_flow_with_one_known_end_stands_at_it() -> None:
    spec = layer_spec(_layers(reading(flows=(flow(origin=None),))), "flows", "en")
    (feature,) = spec["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [20.0667, 32.1167]}
    assert feature["properties"]["stub"] == "in"


def test_pop_ups_of_many_symbols_bring_fewer_sentences_and_say_how_many_are_left() -> None:
    assert [tellings_for(n) for n in (10, 400, 401, 2500, 2501, 10**6)] == [4, 4, 2, 1, 0, 0]
    spec = layer_spec(_layers(), "flows", "en", limit=0)
    assert all(card["tellings"] == [] and card["more"] == 1 for card in spec["cards"].values())
