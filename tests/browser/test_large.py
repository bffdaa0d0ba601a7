"""A workspace that is too large to be drawn whole: what the viewport shows is counted, and no more is sent."""

import re

import pytest
from playwright.sync_api import expect

from geo.showing import labels
from tests.browser import steps
from tests.browser.conftest import Watched
from tests.browser.steps import Reader

MOST_BYTES = 300_000
LEVANT = (34.8, 38.5, 6)
NUMBER = re.compile(r"-?\d+\.\d+")


@pytest.fixture(params=steps.LANGUAGES)
def reader(request: pytest.FixtureRequest, watched: Watched, address: str, large: str) -> Reader:
    return Reader(watched, address, request.param).open(workspace=large)


def test_cells_follow_the_viewport_and_little_is_sent(reader: Reader) -> None:
    reader.look_at(*LEVANT)
    seen = reader.ids("events")
    assert sum(one.startswith("cell|") for one in seen) > 5
    assert sum(one.startswith("bundle|") for one in reader.ids("flows")) > 5
    # A filter.
    before = reader.summary.inner_text()
    del reader.watched.received[:]
    assault = labels.type_words("ASSAULT", reader.language)
    reader.choose("type", assault, typed=assault)
    expect(reader.summary).not_to_have_text(before)
    reader.settle()
    assert 0 < sum(reader.watched.received) < MOST_BYTES
    filtered = reader.ids("events")
    # A pan, far enough for other tiles.
    del reader.watched.received[:]
    reader.look_at(30, 15, 6)
    assert reader.ids("events") != filtered
    assert 0 < sum(reader.watched.received) < MOST_BYTES
    reader.expect_clean()


def test_a_cell_narrows_the_table_and_nearer_are_single_symbols(reader: Reader) -> None:
    reader.look_at(*LEVANT)
    cells = reader.watched.map.locator(".leaflet-kharita-events-pane g.k-donut")
    cells.last.focus()  # the fewest are drawn last
    cells.last.press("Enter")
    key = reader.expect_selection("events")
    assert key.startswith("cell|")
    expect(reader.page.get_by_text(reader.say("table_selected"))).to_be_visible()
    expect(reader.side.locator(".kh-card").first).to_be_visible()
    west, south, east, north = (float(side) for side in key.partition("|")[2].split(","))
    within = [_position(row[reader.say("col_position")]) for row in reader.rows()]
    assert within
    near = 0.01  # a position is written no finer than it is known
    assert all(south - near <= lat <= north + near and west - near <= lon <= east + near for lat, lon in within)
    # Where little happened, each event has its symbol.
    reader.look_at(*within[0], 13)
    shown = reader.ids("events")
    assert shown
    assert not any(one.startswith("cell|") for one in shown)
    reader.expect_clean()


def _position(words: str) -> tuple[float, float]:
    """Read latitude and longitude."""
    lat, lon = NUMBER.findall(words)[:2]
    return float(lat), float(lon)
