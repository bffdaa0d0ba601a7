"""What a map of many records sends: cells, bundles, shaded squares; small, and nothing lost in the sums."""

import json
import re
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiLineString

from geo.coordinates import flow_curve, split_antimeridian
from geo.showing import style
from geo.showing.layers import MAP_LAYERS, build_layers
from geo.showing.maps import map_data
from geo.showing.maps.gathered import compact, extent_of_cells, line_points, rounded
from geo.showing.maps.specs import bounds_of, layer_spec
from geo.workspace.tables import empty_tables
from tests.browser import crowd

MANY = crowd.crowd(crowd.cells(300), crowd.bundles(300))


@given(st.integers(1, 10**9 - 1))
def test_a_sum_in_a_ring_has_four_signs_at_most_and_never_says_too_much(n: int) -> None:
    text = compact(n)
    assert len(text) <= 4
    size = {"k": 1000, "M": 1_000_000}.get(text[-1], 1)
    assert float(text.rstrip("kM")) * size <= n


def test_cells_keep_every_event_by_its_type_in_the_palettes_order() -> None:
    spec = layer_spec(MANY, "events", "en")
    order = [style.load_palette().events[name].words["en"] for name in style.load_palette().events]
    names = [entry["name"] for entry in spec["types"]]
    assert names == [name for name in order if name in names]
    cells = MANY.cells.set_index("id")
    assert len(spec["cells"]) == 300
    for cell in spec["cells"]:
        told = {spec["types"][number]["name"]: n for number, n in cell["parts"]}
        wanted = {style.load_palette().events[kind].words["en"]: n for kind, n in cells.loc[cell["id"], "parts"]}
        assert told == wanted
        assert cell["n"] == sum(told.values())
        assert list(told) == [name for name in order if name in told]


def test_the_largest_ring_fits_into_the_smallest_cell() -> None:
    parts = [("ASSAULT", 10**7), ("AID", 5)]
    spec = layer_spec(crowd.crowd(crowd.cell(18, 29, parts)), "events", "en")
    assert 2 * (spec["cells"][0]["r"] + 1.5) <= 56


def test_the_fullest_cells_come_first_so_that_the_keyboard_meets_them_first() -> None:
    sums = [cell["n"] for cell in layer_spec(MANY, "events", "en")["cells"]]
    assert sums == sorted(sums, reverse=True)


def test_every_look_that_is_named_is_there() -> None:
    events, flows = (layer_spec(MANY, name, "ar") for name in ("events", "flows"))
    assert {entry["look"] for entry in events["types"]} <= set(events["looks"])
    for bundle in flows["bundles"]:
        assert flows["styles"][bundle["look"]]["colour"].startswith("#")
        assert sum(n for _, n in bundle["parts"]) > 0
        assert all(number < len(flows["statuses"]) for number, _ in bundle["parts"])


def test_a_bundle_tells_its_ends_in_the_readers_language() -> None:
    ways = crowd.bundles(1)
    (bundle,) = layer_spec(crowd.crowd(ways=ways), "flows", "ar")["bundles"]
    assert bundle["title"] == f"{ways.iloc[0]['origin_ar']} ← {ways.iloc[0]['destination_ar']}"
    assert bundle["id"] == ways.iloc[0]["id"]


@pytest.mark.parametrize("steps", [16, 24, 40])
def test_three_points_are_the_whole_curve(steps: int) -> None:
    curve = flow_curve(13.2, 32.9, 36.3, 33.5, steps=steps)
    points = line_points(LineString(curve), 6)
    assert points == [[round(value, 6) for value in curve[place]] for place in (0, steps // 2, steps)]


def test_a_way_over_the_antimeridian_goes_on_without_a_jump() -> None:
    pieces = split_antimeridian(flow_curve(170, 10, -170, 20, steps=16))
    longitudes = [lon for lon, _ in line_points(MultiLineString(pieces), 4)]
    assert longitudes[0] == 170
    assert longitudes[-1] == 190
    assert all(abs(b - a) < 10 for a, b in pairwise(longitudes))


@given(st.lists(st.lists(st.floats(-180, 180), max_size=3), max_size=3))
def test_rounding_keeps_the_nesting_and_makes_no_negative_zero(values) -> None:
    again = rounded(values, 2)
    assert [len(part) for part in again] == [len(part) for part in values]
    assert not re.search(r"-0\.0\b(?!\d)", json.dumps(again))


def test_heat_names_its_looks_once() -> None:
    spec = layer_spec(MANY, "heat", "en")
    assert len(spec["boxes"]) == 300
    assert {str(box[4]) for box in spec["boxes"]} == set(spec["levels"])
    west, south, east, north = spec["boxes"][0][:4]
    assert west < east
    assert south < north


def test_an_empty_map_sends_no_cells_bundles_or_squares() -> None:
    empty = build_layers(empty_tables())
    assert "cells" not in layer_spec(empty, "events", "en")
    assert "bundles" not in layer_spec(empty, "flows", "en")
    assert layer_spec(empty, "heat", "en")["boxes"] == []


def test_a_crowd_is_small() -> None:
    data = map_data(MANY, shown=MAP_LAYERS, notes=("12 events could not be placed",))
    assert data.size < 130_000
    assert map_data(MANY, shown=MAP_LAYERS, decimals=2).size < data.size


def test_the_first_view_of_cells_holds_nearly_all_events_and_not_the_farthest_one() -> None:
    far = crowd.cell(120, 60, [("AID", 1)])
    near = crowd.cell(18, 29, [("ASSAULT", 500)])
    both = crowd.crowd(pd.concat([near, far], ignore_index=True))
    assert extent_of_cells(both) == (18, 29, 20, 31)
    assert bounds_of(both) == [[29, 18], [31, 20]]
