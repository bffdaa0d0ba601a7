"""Distances, swaps, curves and how positions are written."""

import math
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geo import coordinates
from geo.coordinates import (
    arrowhead,
    bearing,
    check,
    circle,
    compass,
    destination,
    distance_km,
    fast_distance_km,
    flow_curve,
    format_decimal,
    format_dms,
    format_mgrs,
    from_mgrs,
    line_to_latlon,
    mgrs_for,
    round6,
    sector,
    split_antimeridian,
    to_latlon,
    unwrap,
)
from geo.errors import CoordinateError

DAMASCUS = (36.2765, 33.5138)
BENGHAZI = (20.0686, 32.1167)

longitudes = st.floats(-180, 180)
latitudes = st.floats(-85, 85)


def test_every_public_name_exists():
    assert all(hasattr(coordinates, name) for name in coordinates.__all__)


# Positions


@pytest.mark.parametrize(
    ("lon", "lat", "message"),
    [
        (181, 0, "longitude 181 is out of range"),
        (0, -91, "latitude -91 is out of range"),
        (32.1, 120.5, "are the two swapped"),
        (math.nan, 0, "longitude nan is not a number"),
        (0, math.inf, "latitude inf is not a number"),
        ("20", 32, "longitude '20' is not a number"),
        (20, None, "latitude None is not a number"),
        (True, 0, "longitude True is not a number"),
    ],
)
def test_what_is_no_position_is_refused(lon, lat, message):
    with pytest.raises(CoordinateError, match=message):
        check(lon, lat)


def test_a_position_comes_back_as_floats():
    assert check(-180, 90) == (-180.0, 90.0)
    assert all(isinstance(value, float) for value in check(20, 32))


def test_swapping_puts_latitude_first():
    assert to_latlon(*BENGHAZI) == (32.1167, 20.0686)
    assert line_to_latlon([DAMASCUS, BENGHAZI]) == [(33.5138, 36.2765), (32.1167, 20.0686)]
    assert line_to_latlon([]) == []


def test_six_decimals_and_no_negative_zero():
    assert round6(13.1801234567) == 13.180123
    assert str(round6(-0.0000001)) == "0.0"


# Distances and bearings


def test_the_geodesic_is_karneys():
    # GeographicLib's own example: Wellington to Salamanca, 19959679.267 m.
    assert distance_km(174.81, -41.32, -5.50, 40.96) == pytest.approx(19959.679267, abs=1e-5)


@settings(deadline=None)
@given(lon1=longitudes, lat1=latitudes, lon2=longitudes, lat2=latitudes)
def test_the_quick_distance_is_within_one_percent_and_symmetric(lon1, lat1, lon2, lat2):
    quick = fast_distance_km(lon1, lat1, lon2, lat2)
    assert quick == pytest.approx(fast_distance_km(lon2, lat2, lon1, lat1), abs=1e-6)
    assert quick == pytest.approx(distance_km(lon1, lat1, lon2, lat2), rel=0.01, abs=0.001)


def test_distance_refuses_a_swapped_position():
    with pytest.raises(CoordinateError, match="swapped"):
        distance_km(33.5, 136.3, 20, 32)


@pytest.mark.parametrize(
    ("there", "wind"),
    [
        ((20, 33), "north"),
        ((21, 33), "north-east"),
        ((21, 32), "east"),
        ((21, 31), "south-east"),
        ((20, 31), "south"),
        ((19, 31), "south-west"),
        ((19, 32), "west"),
        ((19, 33), "north-west"),
    ],
)
def test_bearings_have_the_name_of_their_wind(there, wind):
    assert compass(bearing(20, 32, *there)) == wind


def test_the_bearing_between_equal_positions_is_zero():
    assert bearing(20, 32, 20, 32) == 0


@settings(deadline=None)
@given(lon=longitudes, lat=latitudes, degrees=st.floats(0, 360), length_km=st.floats(0.1, 5000))
def test_a_destination_is_as_far_as_was_asked(lon, lat, degrees, length_km):
    end = destination(lon, lat, bearing_degrees=degrees, length_km=length_km)
    assert distance_km(lon, lat, *end) == pytest.approx(length_km, abs=1e-5)


# Rings


def signed_area(ring):
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


@settings(deadline=None)
@given(lon=longitudes, lat=st.floats(-60, 60), radius_km=st.floats(1, 1500))
def test_circles_are_closed_counter_clockwise_and_without_jumps(lon, lat, radius_km):
    ring = circle(lon, lat, radius_km=radius_km)
    assert ring[0] == pytest.approx(ring[-1])
    assert signed_area(ring) > 0
    assert all(abs(b[0] - a[0]) < 180 for a, b in pairwise(ring))
    assert abs(ring[0][0] - lon) <= 180


def test_a_sector_starts_and_ends_at_its_town_and_runs_counter_clockwise():
    ring = sector(13.19, 32.89, radius_km=40, towards=180)
    assert ring[0] == ring[-1] == (13.19, 32.89)
    assert signed_area(ring) > 0
    assert all(lat < 32.89 for _, lat in ring[1:-1])


@pytest.mark.parametrize("radius_km", [0, -1, math.nan, math.inf, 10_001])
def test_a_radius_that_is_none_is_refused(radius_km):
    with pytest.raises(CoordinateError, match="radius of"):
        circle(20, 32, radius_km=radius_km)


# The antimeridian


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ([], []),
        ([(10, 0), (20, 0)], [[(10, 0), (20, 0)]]),
        ([(170, 0), (190, 10)], [[(170, 0), (180, 5)], [(-180, 5), (-170, 10)]]),
        ([(-170, 0), (-190, 10)], [[(-170, 0), (-180, 5)], [(180, 5), (170, 10)]]),
        ([(190, 0), (200, 0)], [[(-170, 0), (-160, 0)]]),
        ([(180, 0), (190, 0)], [[(-180, 0), (-170, 0)]]),
        ([(190, 0), (180, 0)], [[(-170, 0), (-180, 0)]]),
        (
            [(170, 0), (190, 0), (170, 1)],
            [[(170, 0), (180, 0)], [(-180, 0), (-170, 0), (-180, 0.5)], [(180, 0.5), (170, 1)]],
        ),
    ],
)
def test_lines_are_cut_at_the_antimeridian(line, pieces):
    assert split_antimeridian(line) == pieces


@settings(deadline=None)
@given(lon1=longitudes, lat1=latitudes, lon2=longitudes, lat2=latitudes)
def test_cut_curves_stay_in_range_and_join_up_again(lon1, lat1, lon2, lat2):
    pieces = split_antimeridian(flow_curve(lon1, lat1, lon2, lat2))
    assert pieces
    assert all(-180 <= lon <= 180 for piece in pieces for lon, _ in piece)
    assert all(len(piece) >= 2 for piece in pieces)
    for before, after in pairwise(pieces):
        assert abs(before[-1][0]) == abs(after[0][0]) == 180
        assert before[-1][1] == after[0][1]


def test_unwrapping_starts_near_what_was_asked():
    assert unwrap([(-179, 0), (179, 0)], near=180) == [(181, 0), (179, 0)]
    assert unwrap([]) == []


# Curves


@settings(deadline=None)
@given(lon1=longitudes, lat1=latitudes, lon2=longitudes, lat2=latitudes)
def test_curves_start_and_end_where_they_should_and_take_the_short_way(lon1, lat1, lon2, lat2):
    curve = flow_curve(lon1, lat1, lon2, lat2)
    assert curve[0] == (lon1, lat1)
    assert (curve[-1][0] - lon2) % 360 == pytest.approx(0, abs=1e-9) or (curve[-1][0] - lon2) % 360 > 359.999
    assert curve[-1][1] == lat2
    assert abs(curve[-1][0] - lon1) <= 180
    assert all(abs(lat) <= 90 for _, lat in curve)


def test_there_and_back_are_bowed_to_the_right_and_stay_apart():
    there, back = flow_curve(*DAMASCUS, *BENGHAZI), flow_curve(*BENGHAZI, *DAMASCUS)
    # Westwards the right hand is north, eastwards it is south.
    assert there[12][1] > 33.4
    assert back[12][1] < 32.2
    assert there[12][1] - back[12][1] > 1


@settings(deadline=None)
@given(lon=st.floats(-179, 179), lat=st.floats(-80, 80), degrees=st.floats(0, 359), length_km=st.floats(0.01, 3000))
def test_a_curve_lies_right_of_its_chord_at_any_length_and_bearing(lon, lat, degrees, length_km):
    end = destination(lon, lat, bearing_degrees=degrees, length_km=length_km)
    assume(abs(end[1]) < 84)
    curve = flow_curve(lon, lat, *end)
    (x1, y1), (xm, ym), (x2, y2) = (coordinates._mercator(*curve[at]) for at in (0, 12, -1))
    cross = (x2 - x1) * (ym - y1) - (y2 - y1) * (xm - x1)
    chord = math.hypot(x2 - x1, y2 - y1)
    assert cross / chord**2 == pytest.approx(-0.1, rel=0.01)


def test_a_curve_of_no_length_is_its_end_twice():
    assert flow_curve(20, 32, 20, 32) == [(20, 32), (20, 32)]
    assert flow_curve(180, 10, -180, 10) == [(180, 10), (180, 10)]


def test_a_curve_has_as_many_steps_as_asked():
    assert len(flow_curve(0, 0, 10, 0, steps=7)) == 8
    assert flow_curve(0, 0, 10, 0, steps=1) == [(0, 0), (10, 0)]
    with pytest.raises(CoordinateError, match="expected 1 or more"):
        flow_curve(0, 0, 10, 0, steps=0)


def test_a_curve_refuses_what_is_no_position():
    with pytest.raises(CoordinateError):
        flow_curve(0, 0, 10, 100)


# Arrowheads


def test_an_arrowhead_points_along_the_curve_and_has_its_size():
    curve = flow_curve(*DAMASCUS, *BENGHAZI)
    tip, left, right, again = arrowhead(curve, 100)
    assert tip == again == curve[-1]
    base = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
    assert distance_km(*base, *tip) == pytest.approx(100, rel=0.02)
    assert distance_km(*left, *right) == pytest.approx(80, rel=0.03)
    assert compass(bearing(*base, *tip)) in {"west", "south-west"}


@settings(deadline=None)
@given(lon1=longitudes, lat1=latitudes, lon2=longitudes, lat2=latitudes, size_km=st.floats(0.1, 5000))
def test_arrowheads_are_counter_clockwise_and_no_longer_than_their_curve(lon1, lat1, lon2, lat2, size_km):
    curve = flow_curve(lon1, lat1, lon2, lat2)
    assume(math.dist(curve[0], curve[-1]) > 1e-6)
    ring = arrowhead(curve, size_km)
    flat = [coordinates._mercator(*position) for position in ring]
    assert signed_area(flat) > 0
    assert math.dist(flat[0], flat[1]) < math.dist(coordinates._mercator(*curve[0]), flat[0])


def test_a_line_of_no_length_or_closed_has_no_arrowhead():
    assert arrowhead([(20, 32), (20, 32)], 10) == []
    assert arrowhead([(20, 32)], 10) == []


# How positions are written


@pytest.mark.parametrize(
    ("lon", "lat", "dms", "decimal"),
    [
        (20.0686, 32.1167, "32°07′00″N 20°04′07″E", "32.1167, 20.0686"),
        (-58.38, -34.6, "34°36′00″S 58°22′48″W", "-34.6000, -58.3800"),
        (0, 0, "00°00′00″N 00°00′00″E", "0.0000, 0.0000"),
        (-0.00001, -0.00001, "00°00′00″N 00°00′00″E", "0.0000, 0.0000"),
        (59.99999, 9.99999, "10°00′00″N 60°00′00″E", "10.0000, 60.0000"),
        (-180, 90, "90°00′00″N 180°00′00″W", "90.0000, -180.0000"),
    ],
)
def test_positions_are_written_latitude_first(lon, lat, dms, decimal):
    assert format_dms(lon, lat) == dms
    assert format_decimal(lon, lat) == decimal


def test_decimals_may_be_chosen():
    assert format_decimal(20.0686, 32.1167, places=1) == "32.1, 20.1"


# The military grid

PUBLISHED = [
    # (lon, lat, reference): the example of the kept library.
    (-93.0, 42.0, "15T WG 00000 49776"),
    # The false origins that the grid is defined by: the equator at a central meridian, and the two poles (UPS).
    (3.0, 0.0, "31N EA 00000 00000"),
    (0.0, 90.0, "Z AH 00000 00000"),
    (0.0, -90.0, "B AN 00000 00000"),
]


@pytest.mark.parametrize(("lon", "lat", "expected"), PUBLISHED)
def test_published_positions_have_their_published_reference(lon, lat, expected):
    (lon1, lat1), _ = from_mgrs(expected)
    assert distance_km(lon, lat, lon1, lat1) < 0.002
    assert format_mgrs(lon, lat, precision=3).split()[1] == expected.split()[1]
    assert format_mgrs(lon1, lat1) == expected


def test_well_known_positions_have_their_well_known_squares():
    """The Washington Monument (FGDC-STD-011-2001), and the square of Honolulu that the grid is told by."""
    assert format_mgrs(-77.03524, 38.88947, precision=4) == "18S UJ 2348 0647"
    (lon, lat), _ = from_mgrs("4Q FJ 1234 6789")
    assert distance_km(lon, lat, -(157 + 54 / 60 + 57.89 / 3600), 21 + 24 / 60 + 35.43 / 3600) < 0.01


@given(longitudes, st.floats(-79.9, 83.9))
def test_the_digits_are_those_of_the_position_in_utm(lon, lat):
    pyproj = pytest.importorskip("pyproj")
    zone, _, easting, northing = format_mgrs(lon, lat).split()
    number, south = int(zone[:-1]), zone[-1] < "N"
    utm = pyproj.Transformer.from_crs(4326, (32700 if south else 32600) + number, always_xy=True)
    for metres, digits in zip(utm.transform(lon, lat), (easting, northing), strict=True):
        assert abs((metres - int(digits) + 50_000) % 100_000 - 50_000) < 2


@given(st.floats(-180, 180), st.floats(-90, 90), st.integers(0, 5))
def test_a_reference_leads_back_into_its_square(lon, lat, precision):
    (lon1, lat1), side_km = from_mgrs(format_mgrs(lon, lat, precision=precision))
    assert side_km == 100 / 10**precision
    assert distance_km(lon, lat, lon1, lat1) <= 0.72 * side_km * 1.01 + 0.001


@pytest.mark.parametrize(
    ("radius_km", "expected"),
    [
        (0, "34S DA 12133 53747"),
        (0.001, "34S DA 12133 53747"),
        (0.0011, "34S DA 1213 5374"),
        (0.1, "34S DA 121 537"),
        (1, "34S DA 12 53"),
        (10, "34S DA 1 5"),
        (10.1, "34S DA"),
        (100, "34S DA"),
        (800, "34S"),
    ],
)
def test_a_grid_reference_is_no_finer_than_the_place_is_known(radius_km, expected):
    assert mgrs_for(20.06859, 32.11667, radius_km) == expected


@pytest.mark.parametrize("radius_km", [-1, math.nan, math.inf])
def test_a_radius_that_is_none_has_no_grid_reference(radius_km):
    with pytest.raises(CoordinateError, match="expected 0 or more"):
        mgrs_for(20, 32, radius_km)


@pytest.mark.parametrize("precision", [-1, 6, 2.5])
def test_digits_that_no_reference_has_are_refused(precision):
    with pytest.raises(CoordinateError, match="digits of a grid reference"):
        format_mgrs(20, 32, precision=precision)


def test_what_is_no_position_has_no_grid_reference():
    with pytest.raises(CoordinateError, match="are the two swapped"):
        format_mgrs(32, 120)


@pytest.mark.parametrize("text", ["34s da 12133 53747", " 34SDA1213353747 ", "34S DA 1213353747"])
def test_a_reference_is_read_however_it_is_grouped(text):
    (lon, lat), side_km = from_mgrs(text)
    assert (round(lon, 4), round(lat, 4), side_km) == (20.0686, 32.1167, 0.001)


@pytest.mark.parametrize(
    "text", ["", "34S", "34S DA 1", "34S IA 12 12", "99S DA 1 1", "Tripoli", "34S DA 123456 123456"]
)
def test_what_is_no_reference_is_refused(text):
    with pytest.raises(CoordinateError, match="no grid reference: expected one such as"):
        from_mgrs(text)
