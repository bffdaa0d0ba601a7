"""Cutting parts of shapes that are not countries: simple ones, whose parts are known, and awkward ones."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box

from geo.errors import BasemapError
from geo.parts import DIRECTIONS, central_point, main_body, part, polygons, wrapped

SQUARE = box(0, 0, 10, 10)


def true_area(geometry):
    """On the unit sphere, through Lambert's cylindrical equal-area projection."""
    return shapely.transform(
        geometry, lambda xy: np.column_stack([np.radians(xy[:, 0]), np.sin(np.radians(xy[:, 1]))])
    ).area


@pytest.mark.parametrize(
    ("direction", "bounds"),
    [
        ("east", (5.5, 0, 10, 10)),
        ("west", (0, 0, 4.5, 10)),
        ("north", (0, 5.48, 10, 10)),
        ("south", (0, 0, 10, 4.48)),
        ("north-east", (5, 4.98, 10, 10)),
        ("south-west", (0, 0, 5, 4.98)),
        ("centre", (2.5, 2.49, 7.5, 7.48)),
    ],
)
def test_parts_of_a_square(direction, bounds):
    assert part(SQUARE, direction).bounds == pytest.approx(bounds, abs=0.02)


def test_a_shape_along_the_other_diagonal_still_has_a_corner():
    sickle = shapely.LineString([(0, 10), (10, 0)]).buffer(0.5)
    corner = part(sickle, "north-east")
    assert corner.is_valid
    assert 0.2 * sickle.area < corner.area < 0.3 * sickle.area


def test_the_centre_of_a_ring_is_not_empty():
    ring = Point(20, 20).buffer(10).difference(Point(20, 20).buffer(9.5))
    centre = part(ring, "centre")
    assert centre.area > 0
    assert centre.within(ring.buffer(1e-6))


def test_an_unknown_direction_is_refused():
    with pytest.raises(BasemapError, match="'up' is unknown: expected one of north"):
        part(SQUARE, "up")


@settings(max_examples=100, deadline=None)
@given(
    west=st.integers(-175_00, 150_00).map(lambda hundredths: hundredths / 100),
    south=st.integers(-80_00, 60_00).map(lambda hundredths: hundredths / 100),
    width=st.integers(5, 20_00).map(lambda hundredths: hundredths / 100),
    height=st.integers(5, 15_00).map(lambda hundredths: hundredths / 100),
    direction=st.sampled_from(DIRECTIONS),
)
def test_a_part_of_any_box_is_valid_and_of_its_share(west, south, width, height, direction):
    whole = box(west, south, west + width, south + height)
    cut = part(whole, direction)
    assert cut.is_valid
    assert cut.within(whole.buffer(1e-6))
    share = true_area(cut) / true_area(whole)
    assert share == pytest.approx(0.45 if direction in {"north", "east", "south", "west"} else 0.25, abs=1e-3)


@settings(max_examples=40, deadline=None)
@given(
    points=st.lists(st.tuples(st.integers(-60, 60), st.integers(-60, 60)), min_size=3, max_size=8),
    direction=st.sampled_from(DIRECTIONS),
)
def test_a_part_of_any_awkward_shape_is_not_empty(points, direction):
    whole = shapely.LineString(points).buffer(0.3)
    cut = part(whole, direction)
    assert cut.is_valid
    assert cut.area > 0
    assert cut.within(whole.buffer(1e-6))


def test_the_main_body_leaves_far_islands_out_and_chains_in():
    whole = shapely.union_all([SQUARE, box(14, 0, 15, 1), box(19, 0, 20, 1), box(40, 0, 41, 1)])
    assert main_body(whole).bounds == (0, 0, 20, 10)


def test_a_country_on_both_sides_of_the_antimeridian_is_one_body():
    fiji = shapely.union_all([box(177, -19, 179.9, -17), box(-179.9, -18, -179, -17)])
    assert main_body(fiji).bounds == pytest.approx((177, -19, 181, -17))
    assert part(fiji, "east").bounds[0] == pytest.approx(-179.9)


def test_wrapping_back_keeps_the_area():
    assert wrapped(box(170, 0, 190, 10)).area == pytest.approx(200)
    assert wrapped(SQUARE) is SQUARE


def test_the_central_point_of_a_sickle_lies_in_it_near_its_centroid():
    sickle = Point(0, 0).buffer(10).difference(Point(4, 0).buffer(9))
    point = central_point(sickle)
    assert sickle.contains(point)
    assert point.distance(sickle.centroid) < 8


def test_lines_and_points_are_left_out():
    mixed = shapely.GeometryCollection([SQUARE, Point(50, 50), shapely.LineString([(0, 0), (60, 60)])])
    assert polygons(mixed).equals(SQUARE)
    assert polygons(shapely.GeometryCollection([Point(1, 1)])).is_empty
