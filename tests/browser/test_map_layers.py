"""The map by itself in a real browser: what a change leaves alone, crowds, selection and view, own layers, ghosts."""

import itertools
import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from geo.showing import maps
from geo.showing.layers import MAP_LAYERS
from tests.browser import crowd
from tests.browser.alone import CENTRE, EMPTY, SAMPLE, Shown

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


BOXES = """all => all.map(one => {
  const box = one.getBoundingClientRect();
  return [one.innerText, box.left, box.top, box.right, box.bottom];
})"""


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("view", [None, {"center": [29.6, 26.8], "zoom": 6}])
def test_no_name_lies_below_the_legend_at_first(shown: Shown, language: str, view: dict[str, object] | None) -> None:
    shown.open(language).show(language=language, view=view)
    legend = shown.page.locator(".k-legend").bounding_box()
    names = shown.page.locator(".k-label:not(.k-label-country)").evaluate_all(BOXES)
    assert len(names) >= 4
    for name, left, top, right, bottom in names:
        apart = right <= legend["x"] or top >= legend["y"] + legend["height"]
        assert apart or bottom < 0 or left > 1400, name


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
