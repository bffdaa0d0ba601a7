"""The map page in a real browser, with everything but the app itself out of reach."""

import itertools
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo.showing.layers import build_layers
from geo.showing.maps import write_html
from geo.workspace.store import load
from tests.browser.conftest import Watched
from tests.browser.sample import EIGHT_PLACES

VIEW = "JSON.stringify([window.map.getCenter(), window.map.getZoom()])"


def _names(watched: Watched) -> set[str]:
    return set(watched.map.locator(".k-label bdi").all_inner_texts())


def _symbol(watched: Watched, label: str):
    return watched.map.locator(f'path[aria-label="{label}"]')


def test_nothing_outside_is_asked_for_and_nothing_fails(watched: Watched, address: str) -> None:
    watched.open(address)
    watched.page.get_by_role("link", name="Documents").click()
    watched.settle()
    assert watched.outside == []
    assert watched.failed == []
    assert watched.errors == []


def test_the_eight_places_are_read_off_the_map(watched: Watched, address: str) -> None:
    watched.open(address)
    assert set(EIGHT_PLACES) <= _names(watched)


def test_the_eight_places_are_read_off_the_map_in_arabic(watched: Watched, address: str) -> None:
    watched.open(f"{address}?lang=ar")
    assert set(EIGHT_PLACES.values()) <= _names(watched)
    label = watched.map.locator(".k-label bdi", has_text="بنغازي").first
    assert label.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert watched.errors == []


def test_no_name_covers_another(watched: Watched, address: str) -> None:
    watched.open(address)
    boxes = [one.bounding_box() for one in watched.map.locator(".k-label").all()]
    for one, other in itertools.combinations([box for box in boxes if box], 2):
        apart_across = one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
        apart_down = one["y"] + one["height"] <= other["y"] + 1 or other["y"] + other["height"] <= one["y"] + 1
        assert apart_across or apart_down


def test_no_event_hides_another(watched: Watched, address: str) -> None:
    watched.open(address)
    boxes = [one.bounding_box() for one in watched.map.locator(".leaflet-kharita-events-pane path").all()]
    assert len(boxes) == 6
    for one, other in itertools.combinations([box for box in boxes if box], 2):
        centres = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in (one, other)]
        apart = max(abs(centres[0][0] - centres[1][0]), abs(centres[0][1] - centres[1][1]))
        assert apart >= 10


def test_a_country_is_its_area_and_a_town_a_dot(watched: Watched, address: str) -> None:
    watched.open(address)
    libya = _symbol(watched, "Libya · ليبيا").bounding_box()
    benghazi = _symbol(watched, "Benghazi · بنغازي").bounding_box()
    assert libya
    assert benghazi
    assert libya["width"] > 200
    assert benghazi["width"] < 25


def test_a_pop_up_shows_the_arabic_sentence_right_to_left(watched: Watched, address: str) -> None:
    watched.open(address)
    watched.map.locator(".k-label", has_text="Damascus").click()
    card = watched.map.locator(".leaflet-popup .k-card")
    sentence = card.locator(".k-quote bdi").first
    expect(sentence).to_contain_text("أجنحة الشام")
    assert sentence.get_attribute("dir") == "rtl"
    assert sentence.get_attribute("lang") == "ar"
    assert sentence.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert sentence.locator("mark").inner_text() == "دمشق"
    expect(card).to_contain_text("Test Agency, 10 Mar 2020")
    expect(card).to_contain_text("city · exact place")


def test_a_flow_is_reached_by_the_keyboard_and_tells_who_claims_it(watched: Watched, address: str) -> None:
    watched.open(address)
    way = _symbol(watched, "Damascus → Benghazi")
    way.focus()
    way.press("Enter")
    card = watched.map.locator(".leaflet-popup .k-card")
    expect(card).to_contain_text("Claimed by Salem Test (GNA spokesman)")
    expect(card).to_contain_text("Cham Wings")
    expect(card.locator(".k-status").first).to_have_text("Claimed")


def test_what_is_selected_has_its_evidence_beneath_and_the_pop_up_stays(watched: Watched, address: str) -> None:
    watched.open(address)
    watched.in_map("window.untouched = true")
    watched.map.locator(".k-label", has_text="Damascus").click()
    evidence = watched.page.locator(".kh-cards")
    expect(evidence).to_be_visible(timeout=15_000)
    expect(evidence).to_contain_text("Damascus → Benghazi")
    sentence = evidence.locator(".kh-quote bdi").first
    assert sentence.get_attribute("dir") == "rtl"
    assert sentence.locator("mark").count() >= 1
    watched.settle()
    expect(watched.map.locator(".leaflet-popup .k-card")).to_be_visible()
    assert watched.in_map("window.untouched") is True


def test_a_filter_changes_the_symbols_and_keeps_the_view(watched: Watched, address: str) -> None:
    watched.open(address)
    watched.in_map("window.untouched = true; window.map.setView([33.5, 36.3], 7, {animate: false}); 1")
    before = watched.in_map(VIEW)
    box = watched.page.get_by_role("combobox", name="Event type")
    box.click()
    watched.page.get_by_role("option", name="Assault").click()
    watched.page.keyboard.press("Escape")
    expect(watched.page.locator(".kh-summary")).to_contain_text("3 events")
    watched.settle()
    legend = watched.map.locator(".k-legend")
    expect(legend).to_contain_text("Assault")
    expect(legend).not_to_contain_text("Consult")
    assert watched.in_map(VIEW) == before
    assert watched.in_map("window.untouched") is True
    assert "type=ASSAULT" in watched.page.url
    assert watched.errors == []


def test_a_link_opens_the_same_view(watched: Watched, address: str) -> None:
    watched.open(f"{address}?type=ASSAULT&layers=events,places")
    expect(watched.page.locator(".kh-summary")).to_contain_text("3 events")
    assert watched.map.locator(".leaflet-kharita-flows-pane path[aria-label]").count() == 0


def test_a_layer_is_switched_off(watched: Watched, address: str) -> None:
    watched.open(address)
    flows = watched.map.locator(".leaflet-kharita-flows-pane path[aria-label]")
    assert flows.count() == 6
    watched.page.get_by_text(re.compile(r"^Flows \(6\)$")).click()
    expect(flows).to_have_count(0)
    expect(watched.map.locator(".k-legend")).not_to_contain_text("Fighters")


def test_the_credits_stand_on_the_map_without_a_flag(watched: Watched, address: str) -> None:
    watched.open(address)
    line = watched.map.locator(".leaflet-control-attribution")
    expect(line).to_contain_text("GeoNames (CC BY 4.0)")
    expect(line).to_contain_text("Natural Earth (public domain)")
    assert line.locator("svg").count() == 0
    expect(watched.map.locator(".leaflet-control-scale")).to_contain_text("km")


def test_tiles_are_asked_for_only_when_chosen(watched: Watched, address: str) -> None:
    watched.open(address)
    assert watched.outside == []
    watched.page.get_by_text("Display", exact=True).click()
    watched.settle()
    watched.page.get_by_text("Satellite (Esri)").click()
    expect(watched.map.locator(".leaflet-control-attribution")).to_contain_text("Esri")
    watched.settle()
    assert watched.outside
    assert {url.split("/")[2] for url in watched.outside} == {"server.arcgisonline.com"}
    watched.page.get_by_text("Offline", exact=True).click()
    watched.settle()
    asked = len(watched.outside)
    watched.in_map("window.map.setZoom(4); 1")
    watched.settle()
    assert len(watched.outside) == asked


def test_the_table_is_the_maps_twin_and_leads_to_the_evidence(watched: Watched, address: str) -> None:
    watched.open(address)
    watched.page.get_by_role("tab", name="Table").click()
    grid = watched.page.locator("[data-testid='stDataFrame']:visible")
    grid.scroll_into_view_if_needed()
    watched.settle()
    box = grid.bounding_box()
    assert box
    watched.page.mouse.click(box["x"] + 16, box["y"] + 52)
    expect(watched.page.locator(".st-key-kh-side .kh-cards")).to_contain_text("Mobilize · Ghouta")


def test_the_exported_file_holds_what_is_shown(watched: Watched, address: str) -> None:
    watched.open(f"{address}?type=ASSAULT")
    watched.page.get_by_text("Download", exact=True).click()
    watched.settle()
    with watched.page.expect_download() as started:
        watched.page.get_by_text(re.compile(r"^Download kharita-\w+\.geojson$")).click()
    collection = json.loads(started.value.path().read_text(encoding="utf-8"))
    assert started.value.suggested_filename.endswith(".geojson")
    told = [feature["properties"] for feature in collection["features"]]
    assert [row["type"] for row in told if row["layer"] == "events"] == ["ASSAULT"] * 3
    assert collection["kharita"]["filter"] == {"type": ["ASSAULT"]}


def test_the_page_is_usable_on_a_narrow_screen(narrow: Watched, address: str) -> None:
    narrow.open(address)
    assert narrow.page.evaluate("document.documentElement.scrollWidth") <= 390
    narrow.map.locator(".k-label", has_text="Benghazi").tap()
    card = narrow.map.locator(".leaflet-popup .k-card")
    expect(card).to_be_visible()
    narrow.settle()  # the map moves until all of the card is in view
    box = card.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert narrow.errors == []


def test_the_side_panel_is_out_of_sight_on_a_narrow_screen_in_arabic_too(narrow: Watched, address: str) -> None:
    narrow.open(f"{address}?lang=ar")
    expect(narrow.page.get_by_text("نوع الحدث")).not_to_be_in_viewport()
    narrow.page.get_by_test_id("stExpandSidebarButton").tap()
    expect(narrow.page.get_by_text("نوع الحدث")).to_be_in_viewport()


def test_a_map_in_one_file_opens_without_a_server(watched: Watched, workspaces: Path, tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    write_html(build_layers(load(workspaces / "hostile.gpkg")), page)
    watched.page.goto(page.as_uri())
    watched.page.locator(".k-label").first.wait_for(timeout=20_000)
    names = set(watched.page.locator(".k-label bdi").all_inner_texts())
    assert set(EIGHT_PLACES) <= names
    assert watched.outside == []
    assert watched.errors == []
    assert watched.hacked() == [None]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_hostile_document_runs_nothing(watched: Watched, address: str, language: str) -> None:
    watched.open(f"{address}?workspace=hostile.gpkg&lang={language}")
    paths = watched.map.locator("path[aria-label]")
    for number in range(paths.count()):
        paths.nth(number).focus()
        paths.nth(number).press("Enter")
        watched.page.wait_for_timeout(60)
    watched.settle()
    evil = watched.map.locator("path[aria-label*='onerror']")
    assert evil.count() >= 3  # the place, its event, its flow
    evil.first.focus()
    evil.first.press("Enter")
    card = watched.map.locator(".leaflet-popup .k-card").last  # the one before may still be fading
    expect(card).to_contain_text("<script>window.hacked='script'</script>")
    expect(watched.page.locator(".kh-cards")).to_contain_text("<script>window.hacked='script'</script>")
    watched.page.get_by_role("tab").nth(1).click()
    watched.settle()
    watched.page.get_by_role("link").filter(has_text=re.compile("Documents|الوثائق")).click()
    watched.settle()
    expect(watched.page.locator(".kh-text")).to_be_visible()
    assert [value for value in watched.hacked() if value] == []
    assert watched.outside == []
    assert watched.errors == []
    assert watched.page.locator("a[href^='javascript']").count() == 0


def test_the_payload_is_small(watched: Watched, workspaces: Path) -> None:
    from geo.showing.maps import map_data

    data = map_data(build_layers(load(workspaces / "sample.gpkg")))
    assert data.size < 120_000
    for part in data.layers:
        json.loads(part)
