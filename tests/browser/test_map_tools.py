"""The map's tools in a real browser: positions, measuring, boxes; by mouse, keyboard and finger."""

import itertools
import re

import pytest
from playwright.sync_api import expect

from geo.coordinates import fast_distance_km
from tests.browser.alone import CENTRE, Shown, tool

# ---- tools


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_position_under_the_cursor_is_latitude_first_and_left_to_right(shown: Shown, language: str) -> None:
    shown.open(language).show(language=language, view=CENTRE)
    shown.page.mouse.move(*shown.at(30, 20))
    line = shown.page.locator(".k-position")
    lat, lon = map(float, line.inner_text().split(", "))
    assert (lat, lon) == (pytest.approx(30, abs=0.02), pytest.approx(20, abs=0.02))
    assert re.fullmatch(r"-?\d+\.\d{4}, -?\d+\.\d{4}", line.inner_text())
    assert line.evaluate("one => getComputedStyle(one).direction") == "ltr"


def test_the_position_of_the_last_tap(touched: Shown) -> None:
    touched.open().show(view=CENTRE)
    touched.page.touchscreen.tap(*touched.at(30, 20))
    expect(touched.page.locator(".k-position")).to_contain_text(re.compile(r"^(30\.0|29\.9)"))


def test_lengths_and_areas_on_the_sphere(shown: Shown) -> None:
    shown.open()
    length = "kharita.sphere.distance(L.latLng(32.1167, 20.0686), L.latLng(33.5138, 36.2765))"
    assert shown.do(length) == pytest.approx(fast_distance_km(20.0686, 32.1167, 36.2765, 33.5138), rel=1e-9)
    # A quarter of the northern hemisphere: an eighth of the sphere.
    eighth = "kharita.sphere.area([L.latLng(0, 0), L.latLng(0, 90), L.latLng(90, 0)])"
    assert shown.do(eighth) == pytest.approx(4 * 3.141592653589793 * 6371.0088**2 / 8, rel=1e-9)
    # A degree at the equator, over the antimeridian, and the same the other way round.
    degree = "kharita.sphere.area([L.latLng(0, 179.5), L.latLng(0, -179.5), L.latLng(1, -179.5), L.latLng(1, 179.5)])"
    assert shown.do(degree) == pytest.approx(12364, rel=1e-3)
    assert shown.do(degree.replace("area([", "area([].concat(").replace("])", ").reverse())")) == pytest.approx(
        shown.do(degree)
    )
    cap = "kharita.sphere.area([0, 60, 120, 180, 240, 300].map((lng) => L.latLng(89, lng)))"
    assert shown.do(cap) == pytest.approx(2.598 * 111.195**2, rel=1e-2)
    assert shown.do("kharita.sphere.area([L.latLng(1, 1), L.latLng(1, 1), L.latLng(1, 1)])") == 0


def test_measuring_tells_the_way_and_the_area(shown: Shown) -> None:
    shown.open().show(view=CENTRE)
    tool(shown, "measure").click()
    assert tool(shown, "measure").get_attribute("aria-pressed") == "true"
    panel = shown.page.locator(".k-panel")
    shown.click(30, 18)
    shown.click(30, 20)
    way = float(re.search(r"([\d.]+)\W* km", panel.inner_text())[1])
    assert way == pytest.approx(fast_distance_km(18, 30, 20, 30), rel=0.01)
    shown.click(32, 20)
    expect(panel).to_contain_text("km²")
    shown.page.keyboard.press("Enter")
    assert tool(shown, "measure").get_attribute("aria-pressed") == "false"
    area = float(re.search(r"([\d.,]+)\W* km²", panel.inner_text())[1].replace(",", ""))
    assert area == pytest.approx(0.5 * 222.4 * 192, rel=0.02)
    shown.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert shown.page.locator(".leaflet-kharita-tools-pane path").count() == 0


def test_measuring_hears_every_click_and_the_map_none(shown: Shown) -> None:
    shown.open().show()
    tool(shown, "measure").click()
    before = shown.view()
    label = shown.page.locator(".k-label", has_text="Damascus").bounding_box()
    shown.page.mouse.click(label["x"] + 5, label["y"] + 5)
    shown.page.mouse.dblclick(label["x"] - 200, label["y"] + 40)
    assert shown.page.locator(".leaflet-popup").count() == 0
    assert shown.heard() == []
    assert shown.view() == before
    assert shown.page.locator(".leaflet-kharita-tools-pane path[fill='#ffffff']").count() == 2
    assert tool(shown, "measure").get_attribute("aria-pressed") == "false"


def test_measuring_by_the_keyboard(shown: Shown) -> None:
    shown.open("ar").show(view=CENTRE, language="ar")
    tool(shown, "measure").focus()
    shown.page.keyboard.press("Enter")
    shown.page.keyboard.press(" ")
    shown.do("map_div.panBy([200, 0], { animate: false }); 1")
    shown.page.keyboard.press(" ")
    panel = shown.page.locator(".k-panel")
    expect(panel).to_contain_text("المسافة")
    expect(panel).to_contain_text("كم")
    shown.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_measuring_by_the_finger(touched: Shown) -> None:
    touched.open().show(view=CENTRE)
    tool(touched, "measure").tap()
    touched.page.touchscreen.tap(*touched.at(30, 19))
    touched.page.touchscreen.tap(*touched.at(30, 21))
    way = float(re.search(r"([\d.]+)\W* km", touched.page.locator(".k-panel").inner_text())[1])
    assert way == pytest.approx(fast_distance_km(19, 30, 21, 30), rel=0.02)
    assert touched.heard() == []


def test_a_box_by_the_finger(touched: Shown) -> None:
    touched.open().show(view=CENTRE)
    tool(touched, "box").tap()
    start, end = touched.at(31, 19), touched.at(29, 21)
    for kind, at in (("pointerdown", start), ("pointermove", end), ("pointerup", end)):
        event = {
            "clientX": at[0],
            "clientY": at[1],
            "pointerType": "touch",
            "isPrimary": True,
            "button": 0,
            "bubbles": True,
        }
        touched.page.locator(".folium-map").dispatch_event(kind, event)
    touched.page.wait_for_timeout(100)
    (told,) = touched.heard()
    assert [float(side) for side in told["id"].split(",")] == pytest.approx([19, 29, 21, 31], abs=0.05)


def test_moving_the_map_while_measuring_adds_no_point(shown: Shown) -> None:
    shown.open().show(view=CENTRE)
    tool(shown, "measure").click()
    shown.click(30, 18)
    shown.drag((700, 500), (600, 450))
    shown.page.wait_for_timeout(600)
    assert shown.view()[:2] != [30, 20]
    assert shown.page.locator(".leaflet-kharita-tools-pane path[fill='#ffffff']").count() == 1


def test_a_box_is_dragged_and_reported(shown: Shown) -> None:
    shown.open().show(view=CENTRE)
    before = shown.view()
    tool(shown, "box").click()
    shown.drag(shown.at(32, 18), shown.at(28, 22))
    (told,) = shown.heard()
    assert told["layer"] == "box"
    west, south, east, north = map(float, told["id"].split(","))
    assert (west, south, east, north) == tuple(pytest.approx(side, abs=0.03) for side in (18, 28, 22, 32))
    assert shown.view() == before
    assert tool(shown, "box").get_attribute("aria-pressed") == "false"
    shown.show(box=(18.0, 28.0, 22.0, 32.0))
    shown.page.get_by_role("button", name="Remove the box").click()
    assert shown.heard()[-1] == {"layer": "box", "id": ""}
    assert shown.page.locator(".leaflet-kharita-tools-pane path").count() == 0


def test_the_box_that_the_page_gives_is_drawn_until_it_is_gone(shown: Shown) -> None:
    shown.open().show(view=CENTRE, box=(18.0, 28.0, 22.0, 32.0))
    drawn = shown.page.locator(".leaflet-kharita-tools-pane path")
    box = drawn.first.bounding_box()
    assert (box["x"], box["y"]) == pytest.approx(shown.at(32, 18), abs=4)
    assert shown.heard() == []
    shown.show()
    assert drawn.count() == 0


def test_escape_drops_the_box_and_a_click_is_none(shown: Shown) -> None:
    shown.open().show(view=CENTRE)
    tool(shown, "box").click()
    shown.page.mouse.move(500, 400)
    shown.page.mouse.down()
    shown.page.mouse.move(700, 600)
    shown.page.keyboard.press("Escape")
    shown.page.mouse.up()
    assert shown.page.locator(".leaflet-kharita-tools-pane path").count() == 0
    tool(shown, "box").click()
    shown.page.mouse.click(600, 500)
    assert shown.heard() == []
    shown.page.keyboard.press("Escape")
    shown.drag((600, 500), (500, 450))
    assert shown.view()[:2] != [30, 20]  # the map is dragged again


def test_the_view_is_the_box_by_the_keyboard(shown: Shown) -> None:
    shown.open().show(view=CENTRE)
    tool(shown, "box").focus()
    shown.page.keyboard.press("Enter")
    shown.page.keyboard.press("Enter")
    (told,) = shown.heard()
    corners = shown.do("map_div.getBounds().toBBoxString()")
    assert list(map(float, told["id"].split(","))) == pytest.approx(list(map(float, corners.split(","))), abs=0.001)


@pytest.mark.parametrize("active", [False, True])
def test_shift_and_drag_still_zooms_to_a_box(shown: Shown, active: bool) -> None:
    shown.open().show(view=CENTRE)
    if active:
        tool(shown, "box").click()
    shown.page.keyboard.down("Shift")
    shown.drag((500, 350), (700, 500))
    shown.page.keyboard.up("Shift")
    shown.page.wait_for_timeout(600)
    assert shown.view()[2] > 7
    assert shown.heard() == []


def test_a_box_beyond_the_edge_of_the_world_lies_in_it(shown: Shown) -> None:
    shown.open().show(view={"center": [30.0, 380.0], "zoom": 6})
    tool(shown, "box").click()
    shown.page.keyboard.press("Enter")
    sides = [float(side) for side in shown.heard()[0]["id"].split(",")]
    assert -180 <= sides[0] < 20 < sides[2] <= 180


def test_no_box_where_nobody_listens(shown: Shown) -> None:
    shown.open(reporting=False).show()
    assert tool(shown, "box").count() == 0
    assert tool(shown, "measure").count() == 1


@pytest.mark.parametrize(("language", "name"), [("en", "Measure distance and area"), ("ar", "قياس المسافة والمساحة")])
def test_the_tools_are_named_and_large_enough(shown: Shown, language: str, name: str) -> None:
    shown.open(language).show(language=language)
    button = shown.page.get_by_role("button", name=name)
    assert button.get_attribute("title") == name
    assert button.bounding_box()["width"] == pytest.approx(30, abs=1)


def test_the_tools_fit_a_finger_and_nothing_overlaps_on_a_narrow_screen(touched: Shown) -> None:
    touched.open().show(notes=("12 events could not be placed",))
    boxes = [
        touched.page.locator(one).bounding_box()
        for one in (".k-tools", ".k-legend", ".leaflet-control-scale", ".leaflet-control-attribution")
    ]
    assert tool(touched, "box").bounding_box()["height"] >= 44
    for one, other in itertools.combinations(boxes, 2):
        across = one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
        down = one["y"] + one["height"] <= other["y"] + 1 or other["y"] + other["height"] <= one["y"] + 1
        assert across or down
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
