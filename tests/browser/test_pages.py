"""The main path of each page in a real browser, in English and Arabic, as a reader goes it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from geo.showing import labels
from geo.showing.terms import term
from tests.browser import conftest, steps
from tests.browser.conftest import Watched
from tests.browser.sample import DENIAL, EIGHT_PLACES, WITNESS
from tests.browser.steps import Reader

STORY = "story.gpkg"
FLIGHT = "Damascus → Benghazi"
FLIGHT_AR = "دمشق ← بنغازي"


@pytest.fixture(params=steps.LANGUAGES)
def reader(request: pytest.FixtureRequest, watched: Watched, address: str) -> Reader:
    return Reader(watched, address, request.param)


def _flight(reader: Reader) -> str:
    return FLIGHT if reader.language == "en" else FLIGHT_AR


def test_read_filter_and_search(reader: Reader) -> None:
    reader.open(workspace=STORY)
    reader.until(lambda: set(EIGHT_PLACES if reader.language == "en" else EIGHT_PLACES.values()) <= reader.names())
    reader.expect_counts(places=7, events=12, flows=6, areas=5, documents=4)
    reader.choose("type", labels.type_words("ASSAULT", reader.language))
    reader.expect_counts(events=4)
    reader.expect_query(type="ASSAULT")
    expect(reader.legend).not_to_contain_text(labels.type_words("CONSULT", reader.language))
    reader.choose("status", labels.status_words("denied", reader.language))
    reader.expect_counts(events=1)
    reader.press("reset")
    reader.expect_counts(events=12, flows=6)
    reader.expect_query(type=None, status=None)
    reader.type_in("search", "اجنحه الشّام")  # as people type it: no hamza, another ending, a mark too many
    reader.expect_counts(events=0, flows=1, documents=1)
    reader.until(lambda: not any(row.get(reader.say("col_type")) for row in reader.rows()))
    reader.type_in("search", "cham wings")
    reader.expect_counts(flows=1)
    reader.type_in("search", "nothing of the kind")
    expect(reader.side).to_contain_text(reader.say("nothing_title"))
    reader.expect_clean()


def test_brush_the_time_and_know_what_was_known(reader: Reader) -> None:
    reader.open(workspace=STORY)
    first, last = (reader.page.get_by_role("slider").nth(number) for number in (0, 1))
    whole = [one.get_attribute("aria-valuetext") for one in (first, last)]
    reader.brush(0.3, 0.6)
    reader.expect_query(**{"from": "2020-02-19", "to": "2020-03-08"})
    reader.expect_counts(events=10, flows=4)
    expect(reader.summary).to_contain_text(reader.say("left_out", n=2))
    assert [one.get_attribute("aria-valuetext") for one in (first, last)] == _as_days(
        reader, "2020-02-19", "2020-03-08"
    )
    reader.drop_brush()
    reader.expect_query(**{"from": None, "to": None})
    reader.expect_counts(events=12, flows=6)
    assert [one.get_attribute("aria-valuetext") for one in (first, last)] == whole
    # What was known on 8 March: the witnesses' strike, not its denial.
    denied = f"{labels.type_words('ASSAULT', reader.language)} · "
    reader.tick("dates_report")
    reader.expect_query(dates="report")
    reader.settle()
    reader.expect_counts(events=12)
    last.press("ArrowLeft")
    reader.expect_query(to="2020-03-09")
    reader.expect_counts(events=1)
    reader.enter(denied + ("Benghazi" if reader.language == "en" else "بنغازي"))
    expect(reader.side).to_contain_text(DENIAL)
    expect(reader.side.locator(".kh-status-denied").first).to_be_visible()
    last.press("ArrowLeft")
    reader.expect_query(to="2020-03-08", dates="report")
    expect(reader.side).to_contain_text(WITNESS)
    expect(reader.side).not_to_contain_text(DENIAL)
    expect(reader.side.locator(".kh-status")).to_have_text([labels.status_words("claimed", reader.language)])
    reader.until(
        lambda: (
            [row[reader.say("col_status")] for row in reader.rows()]
            == [labels.status_words("claimed", reader.language)]
        )
    )
    reader.expect_clean()


def _as_days(reader: Reader, *days: str) -> list[str]:
    if reader.language == "ar":
        return list(days)
    return [labels.date_words(day, day, "en") for day in days]


def test_select_on_the_map_in_the_table_and_by_a_link(reader: Reader, browser: Browser) -> None:
    reader.open(workspace=STORY)
    reader.enter(_flight(reader))
    expect(reader.side.locator(".kh-quote").first).to_contain_text("أجنحة الشام")
    expect(reader.side).to_contain_text("Test Agency")
    reader.expect_selection("flows")
    # A box about Tripoli.
    reader.watched.map.locator(".k-tool-box").click()
    reader.drag_on_map((34, 11), (31, 16))
    west, south, east, north = (float(side) for side in reader.expect_selection("box").split(","))
    assert (round(west), round(south), round(east), round(north)) == (11, 31, 16, 34)
    places = {"Tripoli", "Tuweisha"} if reader.language == "en" else {"طرابلس", "الطويشة"}
    reader.until(lambda: {row[reader.say("col_place")] for row in reader.rows()} == places)
    expect(reader.side.locator(".kh-card")).to_have_count(4)
    expect(reader.page.get_by_text(reader.say("table_selected"))).to_be_visible()
    # A row of it.
    wanted = reader.rows()[1]
    reader.choose_row(1)
    expect(reader.side.locator(".kh-card")).to_have_count(1)
    expect(reader.side).to_contain_text(wanted[reader.say("col_type")])
    reader.expect_selection("events")
    expect(reader.watched.map.locator(".leaflet-kharita-ring-pane path").first).to_be_attached()
    # The link, in a browser that knows nothing of it, and once more.
    reader.look_at(33, 14, 7)
    reader.choose("type", labels.type_words("ASSAULT", reader.language))
    reader.choose("type", labels.type_words("THREATEN", reader.language))
    reader.expect_counts(events=5)
    _opens_the_same(reader, browser)
    reader.expect_clean()


def _opens_the_same(reader: Reader, browser: Browser) -> None:
    """Follow the address in a fresh context, and load it again there."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    other = Reader(conftest.watch(context.new_page()), reader.address, reader.language)
    try:
        other.watched.open(reader.page.url)
        for _ in ("followed", "loaded again"):
            other.expect_counts(events=5)
            expect(other.side.locator(".kh-card")).to_have_text(reader.side.locator(".kh-card").all_text_contents())
            assert other.view() == pytest.approx(reader.view(), abs=0.02)
            assert {**other.query, "view": ""} == {**reader.query, "view": ""}
            numbers = [[float(part) for part in one.query["view"].split(",")] for one in (other, reader)]
            assert numbers[0] == pytest.approx(numbers[1], abs=0.02)
            other.reload()
        other.expect_clean()
    finally:
        context.close()


def test_views_are_saved_opened_and_removed(reader: Reader, own: Callable[[str, str], str]) -> None:
    name = "Figure 3 <b>${1}</b>"
    reader.open(workspace=own(STORY, f"views-{reader.language}.gpkg"))
    reader.choose("type", labels.type_words("ASSAULT", reader.language))
    reader.look_at(33, 14, 7)
    view = reader.view()
    reader.unfold("views")
    reader.page.get_by_role("textbox", name=reader.say("view_new")).fill(name)
    reader.press("view_save")
    saved = reader.page.get_by_role("combobox", name=reader.say("view_saved"), exact=True)
    expect(saved).to_be_visible()
    reader.settle()
    reader.press("reset")
    expect(saved).to_be_visible()
    reader.look_at(20, 30, 4)
    reader.expect_counts(events=12)
    reader.choose("view_saved", name)
    reader.page.get_by_role("button").filter(has_text=re.compile(rf"{reader.say('view_open')}$")).click()
    reader.expect_query(type="ASSAULT")
    reader.expect_counts(events=4)
    reader.settle()
    reader.until(lambda: reader.view() == pytest.approx(view, abs=0.02))
    reader.press("view_remove")
    expect(saved).to_have_count(0)
    reader.expect_clean()


def test_precision_heat_and_date_time_groups(reader: Reader) -> None:
    reader.open(workspace=STORY)
    reader.tick("layer_heat")
    expect(reader.legend).to_contain_text(labels.words(reader.language)["heat_note"])
    reader.until(reader.heated)
    heat, events = reader.heated(), reader.drawn("events")
    reader.unfold("more")
    reader.choose("precision", labels.precision_words(1, reader.language))
    reader.expect_query(min_precision="1")
    reader.expect_counts(events=8, areas=0)
    reader.until(lambda: 0 < reader.heated() < heat)
    reader.until(lambda: 0 < reader.drawn("events") < events)
    reader.until(lambda: reader.drawn("areas") == 0)
    reader.until(
        lambda: (
            {row[reader.say("col_precision")] for row in reader.rows()} == {labels.precision_words(1, reader.language)}
        )
    )
    reader.unfold("display")
    reader.tick("dtg")
    reader.expect_query(dtg="1")
    reader.until(lambda: "01 MAR 20" in "".join(row[reader.say("col_date")] for row in reader.rows()))
    reader.enter(_tripoli(reader))
    expect(reader.side).to_contain_text("04 MAR 20")
    expect(reader.watched.map.locator(".leaflet-popup .k-card")).to_contain_text("MAR 20")
    reader.expect_clean()


def _tripoli(reader: Reader) -> str:
    return "Tripoli · طرابلس" if reader.language == "en" else "طرابلس · Tripoli"


@pytest.mark.usefixtures("index")
def test_places_layers_of_ones_own_and_what_is_missing(reader: Reader) -> None:
    reader.open(workspace=STORY)
    reader.type_in("place_box", "بنغازي")
    reader.page.get_by_role("combobox", name=reader.say("place_found")).wait_for()
    reader.settle()
    reader.until(lambda: reader.view()[:2] == pytest.approx((32.12, 20.06), abs=0.1))
    reader.type_in("place_box", "33SUS3081440234")  # in the west of Libya's capital
    reader.settle()
    reader.until(lambda: reader.view()[:2] == pytest.approx((32.887, 13.19), abs=0.05))
    expect(reader.page.get_by_test_id("stCaptionContainer").filter(has_text="32.88")).to_be_visible()
    reader.type_in("place_box", "zqzqzq")
    expect(reader.page.get_by_text(reader.say("place_none"))).to_be_visible()
    # A layer of one's own.
    evil = "<img src=x onerror=\"window.hacked='layer'\">${1}"
    reader.unfold("overlays")
    reader.page.locator("input[type=file]").set_input_files(steps.layer_file("<b onclick=1>Wells", evil))
    expect(reader.page.get_by_text("<b onclick=1>Wells").first).to_be_visible()
    source = reader.page.get_by_placeholder(reader.say("overlay_source_hint"))
    source.fill("Water office <i>")
    source.press("Enter")
    expect(reader.legend).to_contain_text("Water office <i>")
    expect(reader.legend).to_contain_text("<b onclick=1>Wells")
    expect(reader.watched.map.locator(".leaflet-kharita-overlays-pane path")).to_have_count(1)
    # What could not be placed.
    expect(reader.summary).to_contain_text(reader.say("unplaced_short", n=1))
    reader.page.get_by_role("tab", name=reader.say("missing")).click()
    reader.settle()
    reader.until(lambda: [row[reader.say("tray_name")] for row in reader.rows()] == ["كفر النور"])
    reader.until(lambda: reader.rows()[0][reader.say("col_quote")] == WITNESS)
    reader.tick(re.compile(f"^{reader.counted('undated_flows', 2)}$"))
    reader.until(lambda: len(reader.rows()) == 2)
    reader.choose_row(0)
    expect(reader.side.locator(".kh-card")).to_have_count(1)
    reader.expect_clean()


def test_all_the_evidence(reader: Reader, own: Callable[[str, str], str]) -> None:
    reader.open(workspace=own(STORY, f"grades-{reader.language}.gpkg"))
    benghazi = "Benghazi" if reader.language == "en" else "بنغازي"
    reader.enter(f"{labels.type_words('ASSAULT', reader.language)} · {benghazi}")
    reader.page.get_by_role("link", name=reader.say("to_evidence")).click()
    reader.page.locator(".kh-told").wait_for()
    reader.settle()
    told = reader.page.locator(".kh-told .kh-one")
    expect(told).to_have_count(2)
    said = told.locator(".kh-quote").evaluate_all(
        "all => all.map(one => { const two = one.cloneNode(true);"
        " two.querySelectorAll('small').forEach(tag => tag.remove()); return two.textContent.trim(); })"
    )
    assert set(said) == {DENIAL, WITNESS}
    assert told.locator(".kh-quote").first.evaluate("one => getComputedStyle(one).direction") == "rtl"
    expect(reader.page.get_by_role("heading", name=reader.say("disagreement"))).to_be_visible()
    # The witnesses' document beside it, and what its names may have meant.
    reader.choose("document_beside", re.compile("Morning Wire"))
    document = reader.page.locator(".kh-text")
    expect(document).to_contain_text("كفر النور")
    expect(document.locator("mark.literal")).to_have_text(["طرابلس", "بنغازي"])
    expect(document.locator("mark.unresolved")).to_have_text("كفر النور")
    reader.choose("naming_choose", re.compile("طرابلس"))
    expect(reader.page.locator(".kh-candidates .kh-winner")).to_contain_text("0.82")
    expect(reader.page.locator(".kh-candidates .kh-loser")).to_contain_text("0.31")
    ghosts = reader.watched.map.locator(".leaflet-kharita-events-pane path")
    expect(ghosts).to_have_count(2)
    dashed = [one.get_attribute("stroke-dasharray") for one in ghosts.all()]
    assert sorted(map(bool, dashed)) == [False, True]
    # A grade of the record, found again.
    grade = re.compile(f"^2 .*{term('credibility', '2', reader.language)}$")
    reader.choose("grade_credibility", grade)
    expect(reader.page.locator(".kh-top .kh-grade")).to_contain_text("2")
    reader.page.reload()
    reader.page.locator(".kh-told").wait_for()
    expect(reader.page.locator(".kh-top .kh-grade")).to_contain_text("2")
    # The map takes it as a filter.
    reader.page.get_by_role("link", name=reader.say("to_map")).click()
    reader.watched.map.locator(".k-label").first.wait_for()
    reader.settle()
    reader.unfold("more")
    reader.choose("credibility", grade)
    reader.expect_counts(events=1, flows=0)
    reader.expect_clean()


def test_the_documents(reader: Reader) -> None:
    reader.open_page("documents", workspace=STORY)
    outlets = ["Coast Wire", "Test Agency", "Evening Wire", "Morning Wire"]
    reader.until(lambda: [row[reader.say("col_publisher")] for row in reader.rows()] == outlets)
    reader.choose_row(3)
    document = reader.page.locator(".kh-text")
    expect(document).to_contain_text(WITNESS)
    assert document.evaluate("one => getComputedStyle(one).direction") == "rtl"
    expect(document.locator("mark.unresolved")).to_have_text("كفر النور")
    reader.type_in("search", "evening")
    expect(document).to_contain_text(DENIAL)
    reader.until(lambda: [row[reader.say("col_publisher")] for row in reader.rows()] == ["Evening Wire"])
    reader.expect_clean()
