"""Pictures of the map as it is, and files of a large workspace: asked for, watched, cancelled, fetched, opened."""

import io
import json
from pathlib import Path

import numpy as np
import pyogrio
import pytest
from PIL import Image
from playwright.sync_api import Locator, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from geo.showing import labels
from tests.browser import steps
from tests.browser.conftest import Watched
from tests.browser.steps import Reader

DAMASCUS, BENGHAZI = (33.5, 36.3, 8), (32.1, 20.1, 8)
PATIENT = 180_000  # a process starts, reads and writes while other tests do the same
LINK = "a.kh-file"


@pytest.fixture(params=steps.LANGUAGES)
def reader(request: pytest.FixtureRequest, watched: Watched, address: str) -> Reader:
    return Reader(watched, address, request.param)


def picture(reader: Reader) -> bytes:
    """Press the button once, and return what is downloaded; again where the page was being drawn anew just then."""
    button = reader.page.get_by_role("button", name=reader.say("download_picture"), exact=False).first
    for seconds in (45, 45, 180):
        try:
            with reader.page.expect_download(timeout=seconds * 1000) as got:
                button.click()
        except PlaywrightTimeoutError:
            continue
        assert got.value.suggested_filename == "kharita-map.png"
        return Path(got.value.path()).read_bytes()
    raise AssertionError("the picture never came")


def opened(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as drawn:
        return drawn.convert("RGB")


def unlike(one: bytes, other: bytes) -> float:
    """Say which share of two pictures' points differ."""
    first, second = (np.asarray(opened(data)).astype(int) for data in (one, other))
    return float((abs(first - second).sum(axis=2) > 60).mean())


def test_the_picture_is_of_what_the_map_shows_now(reader: Reader) -> None:
    reader.open()
    reader.look_at(*DAMASCUS)
    first = picture(reader)
    assert opened(first).size == (2000, 1125)
    assert picture(reader) == first
    reader.look_at(*BENGHAZI)
    assert unlike(first, picture(reader)) > 0.05
    reader.expect_clean()


def test_layers_filters_and_the_mark_are_those_of_the_page(reader: Reader) -> None:
    reader.open()
    plain = picture(reader)
    reader.page.locator("[data-testid='stPopover'] button").filter(has_text="TLP").first.click()
    reader.page.get_by_text("TLP:AMBER+STRICT", exact=True).click()
    reader.settle()
    reader.page.keyboard.press("Escape")
    marked = np.asarray(opened(picture(reader))).astype(int)
    amber = abs(marked - (255, 192, 0)).sum(axis=2) < 40
    right = amber[:, marked.shape[1] * 4 // 5 :]
    assert right[: marked.shape[0] // 8].sum() > 500
    assert right[-marked.shape[0] // 8 :].sum() > 500
    assault = labels.type_words("ASSAULT", reader.language)
    before = reader.summary.inner_text()
    reader.choose("type", assault, typed=assault)
    expect(reader.summary).not_to_have_text(before)
    reader.settle()
    assert picture(reader) != plain
    reader.expect_clean()


def popover(reader: Reader, key: str) -> None:
    reader.page.locator("[data-testid='stPopover'] button").filter(has_text=reader.say(key)).first.click()
    reader.settle()


def make(reader: Reader) -> Locator:
    return reader.page.locator(".st-key-file_make_export button").first


def test_the_picture_of_a_large_workspace_is_of_the_view(reader: Reader, large: str) -> None:
    reader.open(workspace=large)
    reader.look_at(*DAMASCUS)
    first = picture(reader)
    assert opened(first).size == (2000, 1125)
    reader.look_at(30, 15, 5)
    assert unlike(first, picture(reader)) > 0.05
    reader.expect_clean()


def test_a_file_of_a_large_workspace_is_made_and_holds_what_is_shown(
    reader: Reader, large: str, tmp_path: Path
) -> None:
    # Each language asks for a file of its own: one that lies there already would not be made again.
    kind = {"en": "ASSAULT", "ar": "AID"}[reader.language]
    reader.open(workspace=large, type=kind)
    n = int("".join(filter(str.isdigit, reader.page.locator(".kh-summary").inner_text().split("·")[1])))
    popover(reader, "download")
    make(reader).click()
    link = reader.page.locator(LINK).first
    expect(link).to_be_visible(timeout=PATIENT)
    # Whoever comes anew finds the same file, made once.
    reader.reload()
    popover(reader, "download")
    make(reader).click()
    reader.settle()
    with reader.page.expect_download(timeout=PATIENT) as got:
        reader.page.locator(LINK).first.click()
    target = tmp_path / got.value.suggested_filename
    got.value.save_as(target)
    assert target.name == "kharita-large.geojson"
    told = json.loads(target.read_text(encoding="utf-8"))
    assert told["kharita"]["filter"] == {"type": [kind]}
    events = [one["properties"] for one in told["features"] if one["properties"]["layer"] == "events"]
    assert {one["type"] for one in events} == {kind}
    assert len({one["event_id"] for one in events if one["place_id"]}) == n
    assert pyogrio.read_info(target)["features"] == len(told["features"])
    reader.expect_clean()


def test_work_on_a_file_is_cancelled_and_the_page_goes_on(watched: Watched, address: str, large: str) -> None:
    reader = Reader(watched, address, "en").open(workspace=large, status="claimed")
    popover(reader, "download")
    reader.choose("export_format", reader.say("format_xlsx"), typed="Excel")
    make(reader).click()
    cancel = reader.page.locator("[class*='st-key-file_cancel_'] button").first
    cancel.click(timeout=PATIENT)
    expect(cancel).to_have_count(0, timeout=PATIENT)
    expect(reader.page.get_by_text(reader.say("file_cancelled")).first).to_be_visible(timeout=PATIENT)
    assert reader.page.locator(LINK).filter(has_text=".xlsx").count() == 0
    reader.page.keyboard.press("Escape")
    reader.settle()
    reader.expect_clean()
