import json
from pathlib import Path
from typing import Any

import pyogrio
import pytest

from geo.errors import ExportError
from geo.showing import export
from geo.showing.layers import Layers, build_layers
from geo.workspace.filters import Filter, apply
from geo.workspace.tables import empty_tables
from tests.browser.sample import ATTACKS, hostile_reading
from tests.builders import sample_tables
from tests.golden.make import SAMPLE, sample_geojson
from tests.showing.export import rfc7946
from tests.showing.export.conftest import MADE


@pytest.fixture(scope="module")
def layers() -> Layers:
    return build_layers(sample_tables())


def text_of(layers: Layers, layer: str = "all", form: str = "geojson", criteria: Filter | None = None) -> str:
    return b"".join(export.chunks(form, layers, layer=layer, criteria=criteria, made=MADE)).decode()


def features(layers: Layers, layer: str) -> list[dict[str, Any]]:
    return list(json.loads(text_of(layers, layer))["features"])


def test_the_sample_comes_out_as_it_did_before() -> None:
    assert sample_geojson() == json.loads(SAMPLE.read_text(encoding="utf-8")), "meant? python -m tests.golden.make"


@pytest.mark.parametrize("layer", [*export.EXPORT_LAYERS, "all"])
def test_each_layer_keeps_to_rfc_7946(layers: Layers, layer: str) -> None:
    assert rfc7946.faults(text_of(layers, layer)) == []


def test_each_row_is_a_feature_and_nothing_is_lost(layers: Layers) -> None:
    tables = layers.tables
    assert len(features(layers, "places")) == len(tables.places)
    assert len(features(layers, "mentions")) == len(tables.mentions)
    assert len(features(layers, "events")) == len(tables.events)
    assert len(features(layers, "flows")) == len(tables.flows)
    assert len(features(layers, "areas")) == len(layers.areas)
    counted = sum(len(features(layers, name)) for name in export.EXPORT_LAYERS)
    assert len(features(layers, "all")) == counted


def test_what_is_known_only_to_an_area_is_that_area_and_no_pin(layers: Layers) -> None:
    events = {feature["properties"]["place"]: feature for feature in features(layers, "events")}
    assert events["Libya"]["geometry"]["type"] == "Polygon"
    assert events["Tripoli"]["geometry"] == {"type": "Point", "coordinates": [13.1913, 32.8872]}
    assert events["Libya"]["properties"]["where_prec"] == 6


def test_an_event_at_two_places_is_two_features_with_one_event_id(layers: Layers) -> None:
    found = [one["properties"] for one in features(layers, "events") if one["properties"]["type"] == "MOBILIZE"]
    assert {one["place"] for one in found} == {"Ghouta", "As-Suwayda"}
    assert len({one["event_id"] for one in found}) == 1


def test_a_flow_is_a_straight_line_and_one_with_an_unknown_end_stays_without(layers: Layers) -> None:
    flows = features(layers, "flows")
    flight = next(one for one in flows if one["properties"]["carrier"] == "Cham Wings")
    assert flight["geometry"] == {"type": "LineString", "coordinates": [[36.2765, 33.5138], [20.0667, 32.1167]]}
    unknown = next(one for one in flows if one["properties"]["origin"] is None)
    assert unknown["geometry"] is None
    assert "bbox" not in unknown
    assert unknown["properties"]["destination"] == "Benghazi"


def test_an_unresolved_mention_stays_without_a_geometry(layers: Layers) -> None:
    unresolved = [one for one in features(layers, "mentions") if one["geometry"] is None]
    assert len(unresolved) == 1
    assert unresolved[0]["properties"]["text"] == "السويداء"


def test_evidence_claimant_and_status_come_along(layers: Layers) -> None:
    flow = next(one for one in features(layers, "flows") if one["properties"]["status"] == "denied")
    told = flow["properties"]
    assert told["denied_by"] == ["LNA"]
    assert told["claimed_by"] is None
    assert told["evidence"][0]["quote"].startswith("ونفت القيادة")
    assert told["evidence"][0]["publisher"] == "Test Agency"


def test_the_export_says_where_it_comes_from(layers: Layers) -> None:
    criteria = Filter(countries=("LY",), min_precision=3)
    about = json.loads(text_of(build_layers(apply(layers.tables, criteria)), "events", criteria=criteria))["kharita"]
    assert about["program"].startswith("Kharita")
    assert about["filter"] == {"country": ["LY"], "min_precision": ["3"]}
    assert any("GeoNames (CC BY 4.0)" in one for one in about["credits"])
    assert any("Natural Earth" in one for one in about["credits"])
    assert {source["publisher"] for source in about["sources"]} <= {"Test Agency", "Test Daily", "Test Wire"}
    assert set(about["workspace"]) == {"hash", "version", "updated", "program_version"}


def test_what_a_filter_by_date_left_out_is_counted(layers: Layers) -> None:
    criteria = Filter(date_from="2020-03-01")  # type: ignore[arg-type]
    about = json.loads(text_of(build_layers(apply(layers.tables, criteria)), criteria=criteria))["kharita"]
    assert about["left_out_for_want_of_a_date"]["events"] == 1


def test_the_same_tables_give_the_same_bytes(layers: Layers) -> None:
    assert text_of(layers) == text_of(build_layers(sample_tables()))


def test_an_empty_workspace_gives_an_empty_collection() -> None:
    collection = json.loads(text_of(build_layers(empty_tables())))
    assert collection["features"] == []
    assert "bbox" not in collection


def test_texts_that_try_to_break_out_stay_texts() -> None:
    from geo.workspace.corroborate import corroborate
    from geo.workspace.tabulate import tabulate

    text = text_of(build_layers(tabulate(corroborate([hostile_reading()]))))
    assert rfc7946.faults(text) == []
    collection = json.loads(text)
    quotes = [feature["properties"].get("quote") or "" for feature in collection["features"]]
    assert any(all(attack in quote for attack in ATTACKS) for quote in quotes)
    assert len(text.splitlines()) == text.count("\n")


def test_other_programs_read_every_layer_with_arabic_intact(layers: Layers, tmp_path: Path) -> None:
    for form in ("geojson", "geojsonl"):
        path = tmp_path / f"events.{form}"
        export.write(form, layers, path, layer="events")
        table = pyogrio.read_dataframe(path)
        assert len(table) == len(layers.tables.events)
        assert table.crs.to_epsg() == 4326
        assert "طرابلس" in set(table["place_ar"])


def test_a_line_of_the_line_by_line_format_is_a_whole_feature_with_its_credits(layers: Layers) -> None:
    lines = text_of(layers, form="geojsonl").splitlines()
    assert len(lines) == len(features(layers, "all"))
    for line in lines:
        feature = json.loads(line)
        assert feature["type"] == "Feature"
        assert any("GeoNames" in one for one in feature["kharita"]["credits"])


def test_formats_and_layers_that_do_not_exist_are_refused_by_name(layers: Layers, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no format 'shp': expected one of geojson"):
        export.write("shp", layers, tmp_path / "a")
    with pytest.raises(ExportError, match="no layer 'roads'"):
        export.write("geojson", layers, tmp_path / "a", layer="roads")
    assert not list(tmp_path.iterdir())
