import base64
import json
import re
import sqlite3
from pathlib import Path
from xml.etree import ElementTree as ET

import pandas as pd
import pyogrio
import pytest

from geo.showing import export, style
from geo.showing.export.flat import flat
from geo.showing.layers import Layers
from tests.showing.export.conftest import MADE, content_of

STYLED = ("places", "mentions", "events", "event_areas", "flows", "flow_ends", "areas")
PARTED = {"events": ["events", "event_areas"], "flows": ["flows", "flow_ends"]}


@pytest.fixture(scope="module")
def path(layers: Layers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gpkg") / "a.gpkg"
    export.write("gpkg", layers, path, made=MADE)
    return path


@pytest.fixture(scope="module")
def qml(path: Path) -> dict[str, ET.Element]:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault").fetchall()
    return {name: ET.fromstring(text) for name, text in rows}


def values_of(table: pd.DataFrame) -> set[tuple[object, ...]]:
    rows = zip(*(table[name].tolist() for name in table.columns), strict=True)
    return {tuple(None if pd.isna(value) else value for value in row) for row in rows}


@pytest.mark.parametrize("layer", export.EXPORT_LAYERS)
def test_every_value_comes_back_arabic_included(layer: str, layers: Layers, path: Path) -> None:
    expected = flat(content_of(layers), layer)
    parts = PARTED.get(layer, [layer])
    found = pd.concat([pyogrio.read_dataframe(path, layer=part, read_geometry=False) for part in parts])
    assert values_of(found[list(expected.columns)]) == values_of(expected)
    arabic = {"events": "place_ar", "flows": "origin_ar"}.get(layer, "name_ar")
    assert any("ا" in str(value) for value in found[arabic])


def test_sqlite_alone_finds_the_same_rows(layers: Layers, path: Path) -> None:
    with sqlite3.connect(path) as connection:
        quotes = {row[0] for row in connection.execute("SELECT quote FROM evidence")}
        wide = connection.execute("SELECT DISTINCT place_ar FROM event_areas").fetchall()
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert quotes == set(layers.tables.evidence["quote"])
    assert ("ليبيا",) in wide


def test_what_is_known_only_to_an_area_is_no_point(path: Path) -> None:
    points, areas = (pyogrio.read_dataframe(path, layer=name) for name in ("events", "event_areas"))
    assert set(points.geometry.dropna().geom_type) == {"Point"}
    assert set(areas.geometry.geom_type) == {"MultiPolygon"}
    assert "Libya" in set(areas["place"])
    assert "Libya" not in set(points["place"])


def test_a_flow_is_its_curve_and_ends_where_it_ended(layers: Layers, path: Path) -> None:
    flows = pyogrio.read_dataframe(path, layer="flows")
    flight = flows[flows["carrier"] == "Cham Wings"].iloc[0]
    line = flight.geometry.geoms[0]
    assert len(line.coords) > 10
    assert line.coords[0] == pytest.approx((36.2765, 33.5138))
    assert line.coords[-1] == pytest.approx((20.0667, 32.1167))
    assert flows.geometry.notna().all()


def test_a_flow_with_one_known_end_stands_at_that_end(path: Path, qml: dict[str, ET.Element]) -> None:
    ends = pyogrio.read_dataframe(path, layer="flow_ends")
    assert list(ends["destination"]) == ["Benghazi"]
    assert (ends.geometry[0].x, ends.geometry[0].y) == pytest.approx((20.0667, 32.1167))
    values = {one.attrib["value"] for one in qml["flow_ends"].iter("category")}
    assert values == {"military|reported|in"}


def test_its_account_is_a_table(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT what, value FROM provenance").fetchall()
    told = dict(rows)
    assert told["made"] == "2026-03-04T05:06:07+00:00"
    assert json.loads(told["json"])["credits"]


@pytest.mark.parametrize("layer", STYLED)
def test_every_layer_has_its_style(layer: str, qml: dict[str, ET.Element]) -> None:
    assert qml[layer].find("renderer-v2") is not None


def test_every_look_of_an_event_has_its_class_and_its_own_picture(layers: Layers, qml: dict[str, ET.Element]) -> None:
    renderer = qml["events"].find(".//renderer-v2[@type='categorizedSymbol']")
    assert renderer is not None
    classes = {one.attrib["value"]: one.attrib["symbol"] for one in renderer.iter("category")}
    events = layers.events
    assert set(classes) == {f"{kind}|{status}" for kind, status in zip(events["type"], events["status"], strict=True)}
    pictures = {symbol.attrib["name"]: picture_of(symbol) for symbol in renderer.findall("symbols/symbol")}
    palette = style.load_palette()
    assert palette.events["ASSAULT"].colour in pictures[classes["ASSAULT|reported"]]
    assert palette.denied_colour in pictures[classes["AID|denied"]]
    assert "stroke-dasharray" in pictures[classes["COOPERATE|planned"]]
    assert "stroke-dasharray" not in pictures[classes["COOPERATE|reported"]]
    assert len(set(pictures.values())) == len(classes)


def picture_of(symbol: ET.Element) -> str:
    name = symbol.find("layer/Option/Option[@name='name']")
    assert name is not None
    return base64.b64decode(name.attrib["value"].removeprefix("base64:")).decode()


def test_flows_are_arrows_dashed_by_status(qml: dict[str, ET.Element]) -> None:
    renderer = qml["flows"].find("renderer-v2")
    assert renderer is not None
    for category in renderer.iter("category"):
        symbol = renderer.find(f"symbols/symbol[@name='{category.attrib['symbol']}']")
        assert symbol is not None
        assert symbol.find(".//Option[@value='filled_arrowhead']") is not None
        dashed = symbol.find(".//Option[@name='customdash']") is not None
        assert dashed == (not category.attrib["value"].endswith("|reported")), category.attrib["value"]


def test_legends_speak_the_language(layers: Layers, tmp_path: Path) -> None:
    export.write("gpkg", layers, tmp_path / "ar.gpkg", language="ar", layer="events")
    with sqlite3.connect(tmp_path / "ar.gpkg") as connection:
        text = connection.execute("SELECT styleQML FROM layer_styles WHERE f_table_name = 'events'").fetchone()[0]
    assert "هجوم · مذكور" in text


def test_hostile_texts_come_back_as_texts(hostile: Layers, tmp_path: Path) -> None:
    export.write("gpkg", hostile, tmp_path / "a.gpkg")
    with sqlite3.connect(tmp_path / "a.gpkg") as connection:
        found = {
            row[0] for table in ("events", "event_areas") for row in connection.execute(f"SELECT actors FROM {table}")
        }
        styles = " ".join(row[0] for row in connection.execute("SELECT styleQML FROM layer_styles"))
    assert found == set(hostile.tables.events["actors"])
    assert not re.search("hacked|alert", styles)
