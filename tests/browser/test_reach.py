"""Who reaches the pages, and what does not: keyboards, readers of screens, small screens; hostile documents."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser import steps
from tests.browser.conftest import Watched
from tests.browser.sample import ATTACKS
from tests.browser.steps import Reader

STORY, HOSTILE = "story.gpkg", "hostile.gpkg"
SCRIPT = ATTACKS[0]
EVIL_NAME = "<img src=x onerror=window.hacked=1>${1}.gpkg"

# Controls that nothing names, for readers of screens.
NAMELESS = """() => [...document.querySelectorAll(
  "button, input:not([type=hidden]), select, textarea, a[href], [role=button], [role=combobox],"
  + "[role=slider], [role=tab]")]
  .filter(one => {
    const by = (one.getAttribute("aria-labelledby") || "").split(" ").map(id => document.getElementById(id));
    const labels = [...(one.labels || [])].concat(by).map(label => label ? label.textContent : "");
    return ![one.getAttribute("aria-label"), one.textContent, one.title, ...labels].some(text => text && text.trim());
  }).map(one => one.outerHTML.slice(0, 200))"""

# Texts of our own classes whose contrast with what lies behind them is too low (WCAG 2.1, 1.4.3).
FAINT = """() => {
  const parse = text => {
    const all = (text.match(/[\\d.]+/g) || []).map(Number);
    return [...all.slice(0, 3), all[3] ?? 1];
  };
  const over = (top, low) => [0, 1, 2].map(at => top[at] * top[3] + low[at] * (1 - top[3]));
  const behind = one => {
    if (!one) return [255, 255, 255];
    const look = getComputedStyle(one);
    const drawn = look.backgroundImage.match(/rgba?\\([^)]*\\)/g) || [];
    const painted = drawn.map(parse).filter(colour => colour[3] > 0).pop() || parse(look.backgroundColor);
    return painted[3] >= 1 ? painted.slice(0, 3) : over(painted, behind(one.parentElement));
  };
  const light = colour => colour.map(part => part / 255)
    .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const ours = [...document.querySelectorAll("[class*='kh-'], [class^='k-'], [class*=' k-']")];
  const all = new Set(ours.flatMap(one => [one, ...one.querySelectorAll("*")]));
  const said = one => [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
  window.judged = 0;
  return [...all].filter(one => said(one) && one.checkVisibility() && !(one instanceof SVGElement)
      && !one.closest("[data-testid^='stE'] > style, script, style")).map(one => {
    window.judged += 1;
    const look = getComputedStyle(one), low = behind(one), ink = parse(look.color);
    for (let up = one; up; up = up.parentElement) ink[3] *= Number(getComputedStyle(up).opacity);
    const pair = [light(over(ink, low)), light(low)].sort((a, b) => b - a);
    const size = parseFloat(look.fontSize), large = size >= 24 || (size >= 18.66 && look.fontWeight >= 700);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    return ratio < (large ? 3 : 4.5) ? `${ratio.toFixed(2)} ${one.className} ${one.textContent.slice(0, 40)}` : "";
  }).filter(Boolean);
}"""
FOCUSED = """() => { const one = document.activeElement;
  return one ? [one.tagName, one.getAttribute("role") || "", one.getAttribute("aria-label") || "",
    one.className.baseVal ?? one.className, one.getAttribute("data-testid") || ""].join("|") : ""; }"""


@pytest.fixture(params=steps.LANGUAGES)
def reader(request: pytest.FixtureRequest, watched: Watched, address: str) -> Reader:
    return Reader(watched, address, request.param)


@pytest.fixture(params=steps.LANGUAGES)
def small(request: pytest.FixtureRequest, narrow: Watched, address: str) -> Reader:
    return Reader(narrow, address, request.param)


def _map_of(page: Page) -> Frame:
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


def _expect_readable(reader: Reader) -> None:
    """Every control has a name, every text of ours its contrast, on the page and on its map."""
    frames: list[Page | Frame] = [reader.page, *(one for one in reader.page.frames if "streamlit_folium" in one.url)]
    for frame in frames:
        assert frame.evaluate(NAMELESS) == []
        faint = frame.evaluate(FAINT)
        for _ in range(20):  # Streamlit fades what it is about to draw anew
            if not faint:
                break
            reader.page.wait_for_timeout(250)
            faint = frame.evaluate(FAINT)
        assert faint == []
    assert reader.page.evaluate("window.judged") > 5


def test_names_of_controls_and_contrast(reader: Reader) -> None:
    reader.open(workspace=STORY, sel="places:LY-tripoli")
    for name in ("more", "display", "overlays", "views"):
        reader.unfold(name)
    reader.enter("Tripoli · طرابلس" if reader.language == "en" else "طرابلس · Tripoli")
    reader.watched.map.locator(".leaflet-popup .k-card").wait_for()
    reader.watched.map.locator(".k-legend summary").click()
    _expect_readable(reader)
    reader.press("deselect")
    reader.side.locator(".kh-legend").wait_for()
    _expect_readable(reader)
    reader.page.get_by_role("tab", name=reader.say("missing")).click()
    reader.settle()
    _expect_readable(reader)
    reader.page.goto(reader.link("evidence", workspace=STORY, record="place:LY-benghazi"))
    reader.page.locator(".kh-told").wait_for()
    reader.settle()
    _expect_readable(reader)
    reader.open_page("documents", workspace=STORY)
    _expect_readable(reader)


def test_the_keyboard_goes_from_filters_to_the_map_to_the_table(watched: Watched, address: str) -> None:
    reader = Reader(watched, address, "en").open(workspace=STORY)
    reader.page.get_by_role("textbox", name=reader.say("search")).focus()
    passed: list[str] = []
    for _ in range(140):
        reader.page.keyboard.press("Tab")
        focused = str(reader.page.evaluate(FOCUSED))
        if focused.startswith("IFRAME"):
            focused = "MAP " + str(_map_of(reader.page).evaluate(FOCUSED))
        passed.append(focused)
        if "dataframe" in focused.lower() or focused.startswith("CANVAS"):
            break
    order = (
        r"checkbox|INPUT.*Places",
        r"\|When",
        r"INPUT\|combobox\|Event type",
        r"SUMMARY",
        r"MAP .*\|button\|(Tripoli|Benghazi|Damascus)",
        r"MAP .*k-tool-box",
        r"\|tab\|",
        r"stDataFrame|CANVAS",
    )
    found = [next((at for at, one in enumerate(passed) if re.search(words, one)), -1) for words in order]
    assert -1 not in found, dict(zip(order, found, strict=True)) | {"passed": passed}
    assert found == sorted(found)


def test_a_narrow_screen_has_everything(small: Reader) -> None:
    small.open(workspace=STORY)
    wide = "document.documentElement.scrollWidth"
    assert small.page.evaluate(wide) <= 390
    small.enter("Tripoli · طرابلس" if small.language == "en" else "طرابلس · Tripoli")
    map_box, side_box = small.frame.bounding_box(), small.side.bounding_box()
    assert map_box
    assert side_box
    assert side_box["y"] >= map_box["y"] + map_box["height"]
    assert side_box["x"] >= 0
    assert side_box["x"] + side_box["width"] <= 390
    for tool in (".k-tool-measure", ".k-tool-box", ".k-legend summary"):
        expect(small.watched.map.locator(tool)).to_be_in_viewport()
    small.page.get_by_role("tab", name=small.say("missing")).tap()
    small.settle()
    assert small.page.evaluate(wide) <= 390
    small.page.get_by_test_id("stExpandSidebarButton").tap()
    search = small.page.get_by_role("textbox", name=small.say("search"), exact=True)
    expect(search).to_be_in_viewport()
    search.fill("cham wings")
    search.press("Enter")
    small.settle()
    small.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").tap()
    small.expect_counts(flows=1, events=0)
    for page, query in (("evidence", {"record": "place:LY-benghazi"}), ("documents", {})):
        small.page.goto(small.link(page, workspace=STORY, **query))
        small.page.locator(".kh-text").first.wait_for()
        small.settle()
        assert small.page.evaluate(wide) <= 390
    small.expect_clean()


def test_hostile_texts_run_nothing_on_the_map_page(
    reader: Reader, own: Callable[[str, str], str], workspaces: Path
) -> None:
    name = own(HOSTILE, f"{reader.language}{EVIL_NAME}")
    reader.open(workspace=name, text="")
    reader.unfold("workspace")
    expect(reader.page.get_by_role("textbox", name=re.compile(workspaces.name))).to_have_value(name)
    for label in ("actor", "publisher", "claimant"):
        if label == "publisher":
            reader.unfold("more")
        box = reader.page.get_by_role("combobox", name=reader.say(label), exact=True)
        box.focus()
        box.press("ArrowDown")
        expect(reader.page.get_by_role("option").filter(has_text="<script>").first).to_be_visible()
        reader.page.keyboard.press("Escape")
    reader.unfold("views")
    reader.page.get_by_role("textbox", name=reader.say("view_new")).fill(SCRIPT)
    reader.press("view_save")
    reader.choose("view_saved", re.compile("<script>"))
    reader.unfold("overlays")
    reader.page.locator("input[type=file]").set_input_files(steps.layer_file(ATTACKS[1].replace("/", ""), SCRIPT))
    expect(reader.legend).to_contain_text("<img")
    evil = reader.watched.map.locator("path[aria-label*='onerror'], g[aria-label*='onerror']")
    for one in evil.all():
        one.dispatch_event("mouseover")
        one.focus()
        one.press("Enter")
    reader.settle()
    expect(reader.side).to_contain_text(SCRIPT)
    reader.press("deselect")
    assert any("<script>" in "".join(row.values()) for row in reader.rows())
    reader.page.get_by_role("tab", name=reader.say("missing")).click()
    reader.settle()
    reader.type_in("search", SCRIPT)
    reader.expect_clean()


def test_hostile_texts_run_nothing_on_the_evidence_page(reader: Reader) -> None:
    reader.open(workspace=HOSTILE)
    evil = reader.watched.map.locator(".leaflet-kharita-events-pane path[aria-label*='onerror']").first
    evil.focus()
    evil.press("Enter")
    reader.settle()
    reader.page.get_by_role("link", name=reader.say("to_evidence")).click()
    reader.page.locator(".kh-told").wait_for()
    reader.settle()
    expect(reader.page.locator(".kh-told")).to_contain_text(SCRIPT)
    expect(reader.page.locator(".kh-text")).to_contain_text(SCRIPT)
    expect(reader.page.locator(".kh-facts")).to_contain_text("<script>")
    reader.choose("grade_reliability", re.compile("^B"))
    reader.page.goto(reader.link("evidence", workspace=HOSTILE, record=f"event:{SCRIPT}"))
    expect(reader.page.get_by_test_id("stAlert")).to_contain_text("<script>")
    reader.page.goto(reader.link("evidence", workspace=SCRIPT.replace("/", "")))
    expect(reader.page.get_by_test_id("stAlert").first).to_contain_text("<script>")
    reader.open_page("documents", workspace=HOSTILE)
    reader.choose_row(1)
    expect(reader.page.locator(".kh-text")).to_contain_text(SCRIPT)
    assert reader.page.locator("a[href^='javascript']").count() == 0
    reader.expect_clean()
