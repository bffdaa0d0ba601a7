"""The parts of a page: lines, words, lists, places on the page, projection, greys."""

import tomllib
from datetime import UTC, date, datetime
from string import Formatter

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from geo.showing import style
from geo.showing.briefing.grey import GREYS, grey_of
from geo.showing.briefing.lines import fitted, runs, width_of, wrapped
from geo.showing.briefing.listing import list_records
from geo.showing.briefing.pages import PAGES, Area, page_of_name, plan_of
from geo.showing.briefing.words import WORDS_FILE, time_words
from geo.showing.layers import Layers
from geo.showing.picture.projection import EqualArea
from tests.browser.sample import sample_reading
from tests.showing.picture.test_picture import crowd, layers_of


@pytest.fixture(scope="module")
def layers() -> Layers:
    return layers_of(sample_reading())


def test_every_word_is_there_in_both_languages_with_the_same_gaps() -> None:
    for name, entry in tomllib.loads(WORDS_FILE.read_text(encoding="utf-8")).items():
        gaps = [{part[1] for part in Formatter().parse(entry[code]) if part[1]} for code in ("en", "ar")]
        assert entry["en"], name
        assert entry["ar"], name
        assert gaps[0] == gaps[1], name


def test_times_are_date_time_groups() -> None:
    assert time_words(datetime(2020, 3, 12, 6, 30, tzinfo=UTC), "en") == "120630Z MAR 20"
    assert time_words(date(2020, 12, 1), "en") == "01 DEC 20"
    assert time_words(date(2020, 3, 12), "ar").replace("\u2066", "").startswith("12 مارس 2020 · 12 MAR 20")


@pytest.mark.parametrize(
    ("text", "rtl", "pieces"),
    [
        ("", False, []),
        ("12 flights", False, ["12 flights"]),
        ("3 مارس 2020", True, ["3 مارس 2020"]),
        ("بحسب Le Monde 2", True, ["بحسب ", "Le Monde 2"]),
        ("said by \u2068قناة ليبيا 218\u2069, BBC", False, ["said by ", "قناة ليبيا 218", ", BBC"]),
    ],
)
def test_a_text_is_parted_where_its_direction_changes(text: str, rtl: bool, pieces: list[str]) -> None:
    assert [run.text for run in runs(text, rtl=rtl)] == pieces


@pytest.mark.parametrize("text", ["one two three four five six", "واحد اثنان ثلاثة أربعة خمسة ستة", "a" * 300])
@pytest.mark.parametrize("room", [10.0, 37.0, 80.0])
def test_a_text_is_cut_to_its_room(text: str, room: float) -> None:
    cut = fitted(text, room, 8, rtl="و" in text)
    assert cut.endswith("…")
    assert width_of(cut, 8) <= room + 1


def test_a_text_is_broken_into_lines() -> None:
    lines = wrapped("one two three four five six seven", 60, 8, lines=2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(width_of(line, 8) <= 61 for line in lines)
    assert wrapped("", 60, 8, lines=2) == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("landscape", [True, False])
@pytest.mark.parametrize("rtl", [True, False])
def test_the_parts_of_a_page_stand_apart_on_it(name: str, landscape: bool, rtl: bool) -> None:
    page = page_of_name(name, landscape=landscape)
    plan = plan_of(page, rtl=rtl)
    areas = [plan.top, plan.heading, plan.map, plan.locator, plan.key, *plan.tables, plan.notes, plan.bottom]
    for number, area in enumerate(areas):
        assert area.x >= 0
        assert area.y >= 0
        assert area.x + area.wide <= page.wide
        assert area.y + area.high <= page.high
        assert not any(_meet(area, other) for other in areas[number + 1 :]), (area, number)
    assert page.is_lying is landscape


def _meet(one: Area, two: Area) -> bool:
    across = min(one.x + one.wide, two.x + two.wide) - max(one.x, two.x)
    upwards = min(one.y + one.high, two.y + two.high) - max(one.y, two.y)
    return across > 0.1 and upwards > 0.1


def test_the_list_holds_events_and_flows_by_date(layers: Layers) -> None:
    listing = list_records(layers, "en", 8)
    assert len(listing.items) == 8
    marks = [item.number for item in listing.items]
    numbers = [mark for mark in marks if mark.isdigit()]
    assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
    assert marks[len(numbers) :] == list("ABCDEFGH"[: 8 - len(numbers)])
    assert listing.total == layers.events["event_id"].nunique() + len(layers.flows)
    assert {int(number) for number in numbers} == set(listing.numbers.values())
    assert all(item.said and item.status and item.where for item in listing.items)


def test_a_list_takes_no_more_than_there_is_room_for(layers: Layers) -> None:
    assert list_records(layers, "en", 0).items == ()
    assert len(list_records(crowd(1), "ar", 500).items) == list_records(crowd(1), "ar", 500).total


def test_an_equal_area_plane_goes_there_and_back_and_keeps_areas() -> None:
    from shapely.geometry import Polygon, box

    plane = EqualArea(20.0, 30.0)
    positions = np.array([[20.0, 30.0], [5.0, 10.0], [45.0, 42.0]])
    assert plane.to_positions(plane.to_plane(positions)) == pytest.approx(positions, abs=1e-6)
    near, far = plane.shape(box(20, 30, 21, 31)).area, plane.shape(box(44, 30, 45, 31)).area
    assert near == pytest.approx(far, rel=1e-3)
    assert plane.to_plane(np.zeros((0, 2))).shape == (0, 2)
    assert plane.shape(Polygon()).is_empty


def test_longitudes_run_on_over_the_date_line() -> None:
    plane = EqualArea(179.0, 50.0)
    back = plane.to_positions(plane.to_plane(np.array([[175.0, 50.0], [183.0, 50.0]])))
    assert back[:, 0] == pytest.approx([175.0, 183.0])


def test_each_colour_that_tells_something_has_a_grey_of_its_own() -> None:
    palette = style.load_palette()
    families = [colour for colour, _ in palette.families.values()]
    flows = [flow.colour for flow in palette.flows.values()]
    for colours in (families, flows):
        lights = sorted(to_rgb(grey_of(colour))[0] for colour in colours)
        assert min(np.diff(lights)) > 0.1
    assert {colour.lower() for colour in (*families, *flows, palette.area_colour, palette.denied_colour)} == set(GREYS)
