import math
from itertools import pairwise

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import basemap
from geo.showing.export.shapes import bbox_of, cover, line_member, member, reduced
from tests.showing.export import rfc7946

LON, LAT = st.floats(-180, 180), st.floats(-90, 90)


def as_collection(geometry: object) -> str:
    import json

    box = bbox_of(geometry)  # type: ignore[arg-type]
    feature = {"type": "Feature", "id": 1, "bbox": box, "geometry": geometry, "properties": {}}
    return json.dumps({"type": "FeatureCollection", "bbox": box, "features": [feature]})


def test_rings_are_turned_and_closed_and_holes_run_the_other_way() -> None:
    shape = shapely.Polygon([(0, 0), (0, 9), (9, 9), (9, 0)], [[(3, 3), (6, 3), (6, 6), (3, 6)]])
    assert not rfc7946.faults(as_collection(member(shape)))


def test_a_polygon_past_the_antimeridian_is_cut_there() -> None:
    found = member(shapely.box(170, -10, 195, 10))
    assert found is not None
    assert found["type"] == "MultiPolygon"
    assert not rfc7946.faults(as_collection(found))
    assert bbox_of(found) == (170, -10, -165, 10)


@pytest.mark.parametrize(
    "key", ["country:LY", "country:FJ", "country:NO", "admin1:SY:Muhafazat Idlib", "part:country:LY:east"]
)
def test_outlines_of_the_basemap_stay_valid_and_close_to_what_they_were(key: str) -> None:
    whole = basemap.shape(key)
    small = reduced(whole)
    assert small.is_valid
    assert small.symmetric_difference(whole).area < 0.03 * whole.area
    assert shapely.get_num_coordinates(small) <= shapely.get_num_coordinates(whole)
    assert not rfc7946.faults(as_collection(member(small)))


def test_a_country_of_many_islands_takes_kilobytes_not_megabytes() -> None:
    import json

    assert len(json.dumps(member(reduced(basemap.shape("country:CA"))))) < 300_000


def test_russia_is_bounded_across_the_antimeridian_and_not_around_the_globe() -> None:
    west, _, east, _ = bbox_of(member(reduced(basemap.shape("country:RU")))) or (0, 0, 0, 0)
    assert 15 < west < 30
    assert -175 < east < -160


@given(LON, LAT, LON, LAT)
def test_a_line_between_any_two_places_is_sound_and_keeps_its_ends(x1: float, y1: float, x2: float, y2: float) -> None:
    found = line_member((x1, y1), (x2, y2))
    if found is None:
        assert (x1, y1) == (x2, y2)
        return
    pieces = found["coordinates"] if found["type"] == "MultiLineString" else [found["coordinates"]]
    assert pieces[0][0][1] == pytest.approx(y1, abs=1e-6)
    assert pieces[-1][-1][1] == pytest.approx(y2, abs=1e-6)
    assert math.cos(math.radians(pieces[-1][-1][0] - x2)) == pytest.approx(1)
    assert all(-180 <= lon <= 180 for piece in pieces for lon, _ in piece)
    assert all(abs(one[0] - two[0]) <= 180 for piece in pieces for one, two in pairwise(piece))


def test_nothing_has_no_geometry_and_no_bounds() -> None:
    assert member(None) is None
    assert member(shapely.Polygon()) is None
    assert bbox_of(None) is None
    assert cover([None]) is None


def test_bounds_of_several_cross_the_antimeridian_only_where_one_does() -> None:
    assert cover([(-170, 0, -160, 1), (170, 0, 175, 1)]) == (-170, 0, 175, 1)
    assert cover([(175, 0, -175, 1), (-170, 0, -160, 1), (160, -3, 165, 1)]) == (160, -3, -160, 1)
