"""Files laid over the map, as Streamlit runs the box."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.showing.overlays import overlay_colours

CAMPS = b"name,lat,lon\nCamp 7,32.5,13.2\n"
ROADS = b"name;wkt\nRoad;LINESTRING (13 32, 14 33)\n;\n"


def _app(language: str) -> None:
    import json

    import streamlit as st

    from geo.ui.overlay_box import choose_overlays
    from geo.ui.strings import translator

    st.code(json.dumps(choose_overlays(translator(language))))


@pytest.fixture(params=["en", "ar"])
def app(request: pytest.FixtureRequest) -> AppTest:
    return AppTest.from_function(_app, args=(request.param,), default_timeout=30).run()


def upload(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader[0].set_value([(name, content, "application/octet-stream") for name, content in files])
    app.run()
    assert not app.exception
    return app


def specs(app: AppTest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(app.code[0].value)
    return found


def text(app: AppTest) -> str:
    return " ".join(str(one.proto.body) for one in app.get("html"))


def test_without_files_there_are_no_layers(app: AppTest) -> None:
    assert specs(app) == []
    assert not app.text_input


def test_files_become_layers_of_different_colours(app: AppTest) -> None:
    camps, roads = specs(upload(app, ("camps.csv", CAMPS), ("roads.csv", ROADS)))
    assert (camps["name"], camps["label_property"], camps["source"]) == ("camps.csv", "name", "")
    assert camps["features"]["features"][0]["geometry"] == {"type": "Point", "coordinates": [13.2, 32.5]}
    assert [camps["colour"], roads["colour"]] == list(overlay_colours()[:2])


def test_layers_stay_when_more_come_and_the_same_file_comes_once(app: AppTest) -> None:
    upload(app, ("camps.csv", CAMPS))
    upload(app, ("roads.csv", ROADS), ("again.csv", CAMPS))
    assert [one["name"] for one in specs(app)] == ["camps.csv", "roads.csv"]


def test_the_source_is_named(app: AppTest) -> None:
    upload(app, ("camps.csv", CAMPS))
    app.text_input[0].input(" UNHCR 2020 ").run()
    assert specs(app)[0]["source"] == "UNHCR 2020"


def test_a_layer_is_removed_and_its_colour_free_again(app: AppTest) -> None:
    upload(app, ("camps.csv", CAMPS), ("roads.csv", ROADS))
    app.button[0].click().run()
    assert [one["name"] for one in specs(app)] == ["roads.csv"]
    assert specs(upload(app, ("camps.csv", CAMPS)))[1]["colour"] == overlay_colours()[0]


def test_a_file_that_cannot_be_read_is_named_and_stops_no_other(app: AppTest) -> None:
    upload(app, ("bad.geojson", b"{"), ("camps.csv", CAMPS))
    assert [one["name"] for one in specs(app)] == ["camps.csv"]
    assert "bad.geojson is no GeoJSON" in text(app)
    upload(app, ("roads.csv", ROADS))
    assert "bad.geojson" not in text(app)


def test_there_are_no_more_layers_than_colours(app: AppTest) -> None:
    files = [(f"{n}.csv", CAMPS + f"B,1,{n}\n".encode()) for n in range(len(overlay_colours()) + 1)]
    upload(app, *files)
    assert len({one["colour"] for one in specs(app)}) == len(overlay_colours())
    assert f"{len(overlay_colours())}.csv" in text(app)


def test_a_hostile_name_is_shown_as_it_is(app: AppTest) -> None:
    name = "<img src=x onerror=alert(1)> ![x](https:a.png).csv"
    upload(app, (name, CAMPS), (f"bad{name}", b"{"))
    assert "<img" not in text(app)
    assert "&lt;img" in text(app)
    for label in (app.text_input[0].label, app.button[0].label):
        assert "![" not in label
        assert "1" in label


def test_what_is_left_out_is_said(app: AppTest) -> None:
    upload(app, ("roads.csv", ROADS + b"Bad;LINESTRING (1\n"))
    assert "roads.csv, line 4" in text(app)
