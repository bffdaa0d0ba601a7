"""The map by itself in a real browser: what a change leaves alone, crowds, tools, the reader's own layers, ghosts.

The map stands on a page of its own; changes are put on it as streamlit-folium does it, with the text that it sends.
"""

import functools
import http.server
import itertools
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from streamlit_folium import _get_feature_group_string

from geo.coordinates import fast_distance_km
from geo.showing import maps
from geo.showing.layers import MAP_LAYERS, build_layers
from geo.workspace.corroborate import corroborate
from geo.workspace.tables import empty_tables
from geo.workspace.tabulate import tabulate
from tests.browser import crowd
from tests.browser.conftest import Watched
from tests.browser.sample import sample_reading

SAMPLE = build_layers(tabulate(corroborate([sample_reading()])))
EMPTY = build_layers(empty_tables())
CENTRE = {"center": [30.0, 20.0], "zoom": 6}

# What streamlit-folium's page does with a change, and what it would report.
HOST = """
window.heard = [];
window.map_div = Object.values(window).find((one) => one && one.kharita && one.getCenter);
window.closed = 0;
map_div.on("popupclose", () => (window.closed += 1));
const listen = (event) => event.layer && event.layer.toGeoJSON && window.heard.push(event.layer.toGeoJSON().properties);
const attach = () => Object.values(map_div._layers).forEach((layer) => layer.off("click", listen).on("click", listen));
attach();
window.change = (text) => {
  (window.feature_group || []).forEach((group) => map_div.removeLayer(group));
  (0, eval)(text);
  attach();
};
1
"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass
class Site:
    """A folder of pages, served on the loopback."""

    folder: Path
    address: str
    assets: maps.Assets

    def page(self, language: str, *, reporting: bool = True) -> str:
        name = f"{language}-{reporting}.html"
        if not (self.folder / name).exists():
            html = maps.base_map(self.assets, language=language, reporting=reporting).get_root().render()
            (self.folder / name).write_text(html, encoding="utf-8")
        return f"{self.address}/{name}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    (folder / "favicon.ico").touch()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Site(folder, f"http://127.0.0.1:{server.server_port}", maps.serve_assets(folder / "static", "/static"))
    server.shutdown()
    server.server_close()


@dataclass
class Shown:
    """A map on its page, and what it told the page."""

    watched: Watched
    site: Site

    @property
    def page(self):
        return self.watched.page

    def open(self, language: str = "en", *, reporting: bool = True) -> "Shown":
        self.page.goto(self.site.page(language, reporting=reporting))
        self.page.locator(".k-label").first.wait_for(timeout=45_000)
        self.page.evaluate(HOST)
        return self

    def show(self, layers=SAMPLE, **options: Any) -> "Shown":
        self.put(maps.map_data(layers, **options))
        return self

    def put(self, data: maps.MapData) -> None:
        text = _get_feature_group_string(maps.data_group(data), maps.base_map(self.site.assets))
        self.page.evaluate("(text) => { change(text); }", text)
        self.page.wait_for_timeout(60)

    def do(self, script: str) -> Any:
        return self.page.evaluate(script)

    def heard(self) -> list[dict[str, str]]:
        return self.do("window.heard")

    def symbol(self, label: str):
        return self.page.locator(f'[aria-label="{label}"]')

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        point = self.do(f"(() => {{ const p = map_div.latLngToContainerPoint([{lat}, {lon}]); return [p.x, p.y]; }})()")
        return point[0], point[1]

    def click(self, lat: float, lon: float, **options: Any) -> None:
        self.page.mouse.click(*self.at(lat, lon), **options)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        self.page.mouse.move(*end)
        self.page.mouse.up()
        self.page.wait_for_timeout(80)

    def view(self) -> list[float]:
        return self.do("[map_div.getCenter().lat, map_div.getCenter().lng, map_div.getZoom()]")


@pytest.fixture
def shown(watched: Watched, site: Site) -> Shown:
    return Shown(watched, site)


@pytest.fixture
def touched(narrow: Watched, site: Site) -> Shown:
    return Shown(narrow, site)


def tool(shown: Shown, name: str):
    return shown.page.locator(f".k-tool-{name}")


# ---- a change leaves alone what has not changed


def test_layers_that_have_not_changed_stay_untouched(shown: Shown) -> None:
    shown.open().show()
    shown.symbol("Benghazi · بنغازي").evaluate("one => { window.kept = one; }")
    shown.symbol("Assault · Tripoli").first.evaluate("one => { window.other = one; }")
    events = SAMPLE.symbols[SAMPLE.symbols["type"] == "ASSAULT"].reset_index(drop=True)
    shown.show(replace(SAMPLE, symbols=events))
    assert shown.do("window.kept.isConnected") is True
    assert shown.do("window.other.isConnected") is False
    assert shown.page.locator(".leaflet-kharita-events-pane path").count() == 1


def test_the_pop_up_of_a_layer_that_stays_is_not_touched(shown: Shown) -> None:
    shown.open().show()
    shown.page.locator(".k-label", has_text="Damascus").click()
    card = shown.page.locator(".leaflet-popup .k-card")
    expect(card).to_be_visible()
    card.evaluate("one => { window.card = one; }")
    shown.show(shown=("places", "events"))
    assert shown.do("window.card.isConnected") is True
    assert shown.do("window.closed") == 0


def test_a_pop_up_stays_open_when_its_own_layer_is_replaced(shown: Shown) -> None:
    shown.open().show()
    shown.symbol("Assault · Tripoli").focus()
    shown.page.keyboard.press("Enter")
    card = shown.page.locator(".leaflet-popup .k-card")
    expect(card).to_contain_text("Assault · Tripoli")
    card.evaluate("one => { window.card = one; }")
    events = SAMPLE.symbols[SAMPLE.symbols["place"] == "Tripoli"].reset_index(drop=True)
    shown.show(replace(SAMPLE, symbols=events))
    expect(card).to_contain_text("Assault · Tripoli")
    assert shown.do("window.card.isConnected") is True
    assert shown.do("window.closed") == 0
    assert shown.do("document.activeElement.getAttribute('aria-label')") == "Assault · Tripoli"


def test_new_words_come_into_the_open_pop_up(shown: Shown) -> None:
    shown.open().show(crowd.crowd(crowd.cell(18, 29, [("ASSAULT", 3), ("AID", 1)])), view=CENTRE)
    shown.symbol("4 events: Assault 3, Aid 1").click()
    card = shown.page.locator(".leaflet-popup .k-card")
    expect(card).to_contain_text("4 events")
    shown.show(crowd.crowd(crowd.cell(18, 29, [("ASSAULT", 5), ("AID", 1)])))
    expect(card).to_contain_text("6 events")
    assert shown.do("window.closed") == 0


def test_the_pop_up_of_what_is_gone_closes(shown: Shown) -> None:
    shown.open().show()
    shown.symbol("Assault · Tripoli").focus()
    shown.page.keyboard.press("Enter")
    expect(shown.page.locator(".leaflet-popup .k-card")).to_be_visible()
    shown.show(shown=("places", "areas"))
    expect(shown.page.locator(".leaflet-popup")).to_have_count(0)


def test_nothing_is_left_when_the_group_goes(shown: Shown) -> None:
    shown.open().show(notes=("a note",))
    shown.do("window.feature_group.forEach((group) => map_div.removeLayer(group))")
    expect(shown.page.locator(".leaflet-kharita-places-pane path")).to_have_count(0)
    expect(shown.page.locator(".k-legend")).to_have_count(0)


def test_the_legend_stays_folded_through_a_change(shown: Shown) -> None:
    shown.open().show()
    shown.page.locator(".k-legend summary").click()
    shown.show(shown=("places",))
    assert shown.page.locator(".k-legend").get_attribute("open") is None


def test_many_changes_leave_no_more_on_the_page_than_one(shown: Shown) -> None:
    many, fewer = (crowd.crowd(crowd.cells(n), crowd.bundles(n)) for n in (150, 149))
    shown.open().show(many, shown=MAP_LAYERS)
    before = shown.do("document.querySelectorAll('*').length")
    for _ in range(4):
        shown.show(fewer, shown=MAP_LAYERS).show(many, shown=MAP_LAYERS)
    assert shown.do("document.querySelectorAll('*').length") == pytest.approx(before, abs=12)


# ---- crowds


def test_rings_never_cover_one_another(shown: Shown) -> None:
    shown.open().show(crowd.crowd(crowd.cells(250)), view=crowd.VIEW, shown=("events",))
    rings = shown.do(
        "[...document.querySelectorAll('g.k-donut')].map((one) => { const b = one.getBoundingClientRect();"
        " return [b.x + b.width / 2, b.y + b.height / 2, b.width / 2]; })"
    )
    assert len(rings) > 150
    for one, other in itertools.combinations(rings, 2):
        apart = ((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5
        assert apart > one[2] + other[2] - 3


def test_a_ring_tells_its_sum_and_its_types(shown: Shown) -> None:
    shown.open().show(crowd.crowd(crowd.cell(18, 29, [("AID", 34), ("ASSAULT", 1200)])), view=CENTRE)
    ring = shown.page.locator("g.k-donut")
    assert ring.locator("text").text_content() == "1.2k"
    assert ring.locator("path").count() == 2
    ring.click()
    card = shown.page.locator(".leaflet-popup .k-card")
    expect(card).to_contain_text("1,234 events")
    assert card.locator(".k-parts li").all_inner_texts() == ["Aid\n34", "Assault\n1,200"]
    assert {"layer": "events", "id": "cell|18.00000,29.00000,20.00000,31.00000"} in shown.heard()


def test_a_cell_of_one_type_is_that_types_symbol_with_its_number(shown: Shown) -> None:
    shown.open().show(crowd.crowd(crowd.cell(18, 29, [("ASSAULT", 12)])), view=CENTRE)
    assert shown.page.locator("g.k-donut").count() == 0
    expect(shown.symbol("12 events: Assault 12")).to_have_count(1)
    expect(shown.page.locator(".k-badge")).to_have_text("12")


@pytest.mark.parametrize("how", ["double click", "button"])
def test_a_cell_is_entered(shown: Shown, how: str) -> None:
    shown.open().show(crowd.crowd(crowd.cell(18, 29, [("AID", 2), ("ASSAULT", 3)])), view=CENTRE)
    ring = shown.page.locator("g.k-donut")
    if how == "button":
        ring.click()
        shown.page.get_by_role("button", name="Zoom in here").click()
    else:
        ring.dblclick()
    shown.page.wait_for_timeout(700)
    lat, lon, zoom = shown.view()
    assert zoom > 7
    assert (lat, lon) == (pytest.approx(30, abs=0.1), pytest.approx(19, abs=0.1))


def test_the_keyboard_reaches_a_ring(shown: Shown) -> None:
    shown.open("ar").show(crowd.crowd(crowd.cell(18, 29, [("AID", 2), ("ASSAULT", 3)])), view=CENTRE, language="ar")
    ring = shown.page.locator("g.k-donut")
    ring.focus()
    ring.press("Enter")
    expect(shown.page.locator(".leaflet-popup .k-card")).to_contain_text("5 أحداث")
    assert ring.get_attribute("aria-label") == "5 أحداث: مساعدة 2، هجوم 3"
    title, close = (shown.page.locator(f".leaflet-popup {one}") for one in (".k-title bdi", "[aria-label='إغلاق']"))
    assert title.bounding_box()["x"] > close.bounding_box()["x"] + 100  # the title at the right, the button at the left


def test_a_bundle_lists_how_its_flows_are_told(shown: Shown) -> None:
    ways = crowd.bundles(1)
    shown.open().show(crowd.crowd(ways=ways))
    row = ways.iloc[0]
    way = shown.page.locator(".leaflet-kharita-flows-pane path[aria-label]")
    way.focus()
    way.press("Enter")
    lines = shown.page.locator(".leaflet-popup .k-parts li .k-n").all_inner_texts()
    assert lines == [f"{n:,}" for _, n in row["statuses"]]
    assert {"layer": "flows", "id": row["id"]} in shown.heard()


def test_shaded_squares_lie_below_everything_and_hear_no_mouse(shown: Shown) -> None:
    shown.open().show(crowd.crowd(crowd.cells(60)), view=crowd.VIEW, shown=("heat",))
    pane = shown.page.locator(".leaflet-kharita-heat-pane")
    assert pane.locator("canvas").count() == 1
    assert pane.evaluate("one => getComputedStyle(one).pointerEvents") == "none"
    assert shown.do(
        "kharita && +map_div.getPane('kharita-heat').style.zIndex < +map_div.getPane('kharita-areas').style.zIndex"
    )
    legend = shown.page.locator(".k-legend")
    expect(legend).to_contain_text("Density")
    assert re.fullmatch(r"\W*\d[\d,]*(–[\d,]+)?\W*", legend.locator(".k-name").first.inner_text())


# ---- the selection, the view


def test_a_selection_gets_a_halo_and_nothing_else_moves(shown: Shown) -> None:
    shown.open().show()
    shown.symbol("Benghazi · بنغازي").evaluate("one => { window.kept = one; }")
    place = SAMPLE.places.loc[SAMPLE.places["name"] == "Benghazi", "id"].item()
    shown.show(selected={"layer": "places", "id": place})
    halo = shown.page.locator(".leaflet-kharita-ring-pane path")
    assert halo.count() == 2
    box, dot = halo.first.bounding_box(), shown.symbol("Benghazi · بنغازي").bounding_box()
    assert box["x"] < dot["x"]
    assert box["x"] + box["width"] > dot["x"] + dot["width"]
    assert shown.do("window.kept.isConnected") is True
    shown.show()
    assert halo.count() == 0


@pytest.mark.parametrize(("layer", "pane"), [("flows", "halo"), ("areas", "halo"), ("events", "ring")])
def test_every_kind_of_thing_can_have_the_halo(shown: Shown, layer: str, pane: str) -> None:
    table = {"flows": SAMPLE.flows, "areas": SAMPLE.areas[SAMPLE.areas["drawn"] == "area"], "events": SAMPLE.symbols}[
        layer
    ]
    shown.open().show(selected={"layer": layer, "id": table["id"].iloc[0]})
    shown.page.wait_for_timeout(500)
    assert shown.page.locator(f".leaflet-kharita-{pane}-pane path").count() == 2


def test_what_is_selected_and_not_drawn_is_ringed_where_it_lies(shown: Shown) -> None:
    shown.open().show(view=CENTRE, selected={"layer": "events", "id": "none of these", "latlng": [30.0, 20.0]})
    box = shown.page.locator(".leaflet-kharita-ring-pane path").first.bounding_box()
    assert (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) == pytest.approx(shown.at(30, 20), abs=2)


def test_a_link_opens_its_own_view(shown: Shown) -> None:
    shown.open().show(view={"center": [34.0, 36.0], "zoom": 8})
    assert shown.view() == [pytest.approx(34, abs=0.01), pytest.approx(36, abs=0.01), 8]
    shown.show(view={"center": [10.0, 10.0], "zoom": 3}, shown=("places",))
    assert shown.view()[2] == 8


def test_a_jump_is_made_once(shown: Shown) -> None:
    jump = {"id": "Derna 1", "bounds": [[32.5, 22.4], [32.9, 22.9]]}
    shown.open().show(view=CENTRE).show(jump=jump)
    shown.page.wait_for_timeout(1500)
    assert shown.view()[:2] == [pytest.approx(32.7, abs=0.2), pytest.approx(22.6, abs=0.3)]
    shown.do("map_div.setView([25, 15], 5, { animate: false }); 1")
    shown.show(jump=jump, shown=("places",))
    assert shown.view() == [25, 15, 5]
    shown.show(jump={**jump, "id": "Derna 2"})
    shown.page.wait_for_timeout(1500)
    assert shown.view()[2] > 7


def test_no_flight_for_readers_who_asked_for_less_motion(shown: Shown) -> None:
    shown.page.emulate_media(reduced_motion="reduce")
    shown.open().show(view=CENTRE).show(jump={"id": "x", "bounds": [[32.5, 22.4], [32.9, 22.9]]})
    assert shown.view()[2] > 7  # there at once


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("view", [None, {"center": [29.6, 26.8], "zoom": 6}])
def test_no_name_lies_below_the_legend_at_first(shown: Shown, language: str, view: dict[str, object] | None) -> None:
    shown.open(language).show(language=language, view=view)
    legend = shown.page.locator(".k-legend").bounding_box()
    names = shown.page.locator(".k-label:not(.k-label-country)").all()
    assert len(names) >= 4
    for name in names:
        box = name.bounding_box()
        apart = box["x"] + box["width"] <= legend["x"] or box["y"] >= legend["y"] + legend["height"]
        assert apart or box["y"] + box["height"] < 0 or box["x"] > 1400, name.inner_text()


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


# ---- layers of the reader's own, ghosts


def test_a_layer_of_the_readers_own_shows_what_its_file_says(shown: Shown) -> None:
    shown.open().show(EMPTY, overlays=[crowd.own_layer()], view=CENTRE)
    drawn = shown.page.locator(".leaflet-kharita-overlays-pane path")
    assert drawn.count() == 8
    expect(shown.page.locator(".k-legend")).to_contain_text("Well office")
    expect(shown.page.locator(".k-label", has_text="Well 0")).to_be_visible()
    shown.symbol("Well 0").first.focus()
    shown.page.keyboard.press("Enter")
    rows = shown.page.locator(".leaflet-popup .k-properties tr").all_inner_texts()
    assert rows == ["label\tWell 0", "Well\tWell", "__proto__\tWell"]


def test_ghosts_are_hollow_and_dashed_and_the_winner_is_not(shown: Shown) -> None:
    shown.open()
    shown.put(maps.candidate_map_data(crowd.candidates(), "en"))
    drawn = shown.page.locator(".leaflet-kharita-events-pane path")
    assert drawn.count() == 3
    dashes = {one.get_attribute("aria-label"): one.get_attribute("stroke-dasharray") for one in drawn.all()}
    assert {label: bool(dash) for label, dash in dashes.items()} == {
        "Tripoli · طرابلس (score 0.82)": False,
        "Tripoli · طرابلس (score 0.31)": True,
        "Tripoli · طرابلس (score 0.12)": True,
    }
    for box in [one.bounding_box() for one in drawn.all()]:
        assert 0 < box["x"] < 1400
        assert 0 < box["y"] < 900
    expect(shown.page.locator(".k-label bdi", has_text="0.82")).to_be_visible()
    assert shown.page.locator(".k-tool, .k-legend").count() == 0
    shown.symbol("Tripoli · طرابلس (score 0.31)").click()
    expect(shown.page.locator(".leaflet-popup .k-card")).to_contain_text("named beside Benghazi")
    expect(shown.page.locator(".leaflet-popup .k-card")).to_contain_text("Lebanon")


# ---- hostile texts


@pytest.mark.parametrize("language", ["en", "ar"])
def test_hostile_texts_run_nothing_anywhere(shown: Shown, language: str) -> None:
    found, ways = crowd.cell(18, 29, [("AID", 2), ("ASSAULT", 3)]), crowd.bundles(3, name=crowd.ATTACK)
    shown.open(language).show(
        crowd.crowd(found, ways),
        language=language,
        shown=MAP_LAYERS,
        overlays=[crowd.own_layer(crowd.ATTACK)],
        notes=(crowd.ATTACK,),
        selected={"layer": crowd.ATTACK, "id": crowd.ATTACK, "latlng": [30, 20]},
        jump={"id": crowd.ATTACK, "bounds": [[26, 14], [34, 26]]},
    )
    _press_all(shown)
    shown.put(maps.candidate_map_data(crowd.candidates(crowd.ATTACK), language))
    shown.page.wait_for_timeout(200)
    _press_all(shown)
    assert shown.watched.hacked() == [None]
    assert shown.watched.outside == []
    assert shown.watched.errors == []


def _press_all(shown: Shown) -> None:
    drawn = shown.page.locator("[aria-label][role='button']:is(path, g)")
    assert drawn.count() >= 3
    for number in range(drawn.count()):
        drawn.nth(number).focus()
        drawn.nth(number).press("Enter")
        drawn.nth(number).dispatch_event("mouseover")
    assert "<script>" in shown.page.locator("body").inner_text()
