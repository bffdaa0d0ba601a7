import io
import math
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from geo.showing import style
from geo.showing.export.symbols import _dashed, arrow_png, event_symbol, symbol_png, symbol_svg

PALETTE = style.load_palette()


def picture(kind: str, status: str) -> Image.Image:
    return Image.open(io.BytesIO(symbol_png(event_symbol(kind, status, PALETTE))))


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


@pytest.mark.parametrize("status", PALETTE.statuses)
@pytest.mark.parametrize("kind", PALETTE.events)
def test_every_look_of_the_palette_is_drawn_as_svg_and_as_png(kind: str, status: str) -> None:
    symbol = event_symbol(kind, status, PALETTE)
    ET.fromstring(symbol_svg(symbol))
    assert picture(kind, status).size == (64, 64)


def test_what_is_reported_is_full_of_its_colour_and_what_is_planned_is_white() -> None:
    full, empty = (picture("COOPERATE", status).getpixel((32, 32)) for status in ("reported", "planned"))
    assert full == (*rgb(PALETTE.events["COOPERATE"].colour), 255)
    assert empty == (255, 255, 255, 255)


def test_what_is_denied_is_grey_and_struck_through() -> None:
    symbol = event_symbol("COOPERATE", "denied", PALETTE)
    assert symbol.struck
    assert symbol.edge == PALETTE.denied_colour
    middle = picture("COOPERATE", "denied").getpixel((32, 32))
    assert middle[:3] == pytest.approx(rgb(PALETTE.denied_colour), abs=8)


def test_two_types_look_different() -> None:
    pictures = {symbol_png(event_symbol(kind, "reported", PALETTE)) for kind in PALETTE.events}
    assert len(pictures) == len(PALETTE.events)


def test_an_arrow_points_north() -> None:
    arrow = Image.open(io.BytesIO(arrow_png("#882255"))).getchannel("A")
    top, bottom = (sum(1 for x in range(64) if arrow.getpixel((x, y)) > 128) for y in (14, 46))
    assert 0 < top < bottom


def test_dashes_keep_their_share_of_the_line() -> None:
    runs = _dashed([(0, 0), (10, 0), (10, 10)], [2, 3])
    length = sum(math.dist(a, b) for run in runs for a, b in pairwise(run))
    assert length == pytest.approx(20 * 2 / 5)
    assert _dashed([(0, 0), (1, 1)], []) == [[(0, 0), (1, 1)]]
