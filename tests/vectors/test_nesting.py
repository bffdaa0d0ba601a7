"""Geometries nested so deep that reading them would end the program are refused; all others pass."""

import struct
from contextlib import suppress

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.vectors.nesting import require_shallow_wkb, require_shallow_wkt

SHAPES = [
    "POINT (1 2)",
    "POINT EMPTY",
    "POINT Z (1 2 3)",
    "LINESTRING (0 0, 1 1, 2 0)",
    "POLYGON ((0 0, 4 0, 4 4, 0 0), (1 0.5, 2 0.5, 2 1, 1 0.5))",
    "MULTIPOINT ((1 2), (3 4))",
    "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))",
    "GEOMETRYCOLLECTION (POINT (1 2), GEOMETRYCOLLECTION (MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0))), POINT (2 2)))",
    "GEOMETRYCOLLECTION EMPTY",
]
POINT = b"\x01\x01\x00\x00\x00" + struct.pack("<dd", 1, 2)
COLLECTION = {"<": b"\x01\x07\x00\x00\x00\x01\x00\x00\x00", ">": b"\x00\x00\x00\x00\x07\x00\x00\x00\x01"}


@pytest.mark.parametrize("wkt", SHAPES)
@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("flavor", ["iso", "extended"])
def test_what_people_draw_passes(wkt: str, order: int, flavor: str) -> None:
    shape = shapely.set_srid(shapely.from_wkt(wkt), 4326)
    require_shallow_wkb(shapely.to_wkb(shape, byte_order=order, flavor=flavor, include_srid=flavor == "extended"))
    require_shallow_wkt(wkt)


@pytest.mark.parametrize("orders", ["<", ">", "<>"])
def test_collections_without_end_are_refused(orders: str) -> None:
    nested = b"".join(COLLECTION[orders[n % len(orders)]] for n in range(100_000)) + POINT
    with pytest.raises(ValueError, match="collections within collections"):
        require_shallow_wkb(nested)
    with pytest.raises(ValueError, match="collections within collections"):
        require_shallow_wkt("GEOMETRYCOLLECTION(" * 9_000 + "POINT(1 2)" + ")" * 9_000)


@pytest.mark.parametrize("wkb", [b"", b"\x01", POINT[:3], COLLECTION["<"], b"\x01\x63\x00\x00\x00\x01\x00\x00\x00"])
def test_what_is_cut_short_or_unknown_is_refused(wkb: bytes) -> None:
    with pytest.raises(ValueError, match=r"cut short|not known"):
        require_shallow_wkb(wkb)


@given(st.binary(max_size=200))
def test_any_bytes_pass_or_are_refused(wkb: bytes) -> None:
    with suppress(ValueError):
        require_shallow_wkb(wkb)
