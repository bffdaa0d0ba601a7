"""The palette's symbols for other programs: as SVG (QGIS draws it), and as PNG (Google Earth draws no SVG).

The same shapes, colours, fillings, dashes and strokes as on the map: `geo.showing.style`.
"""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from geo.showing import style

__all__ = ["Symbol", "arrow_png", "event_symbol", "place_symbol", "stub_svg", "symbol_png", "symbol_svg"]

_PIXELS = 64
_WHITE = "#ffffff"
_FINER = 4  # drawn so many times larger, then made smaller: smooth edges
_REACH = 0.78  # of half the picture: room for outline and halo
_LINE = 0.085  # width of an outline, of half the picture
_BOLD = 0.14  # of one that tells something by its colour and dashes
_HALO = 0.2
_STROKE_REACH = 1.0
_CIRCLE_STEPS = 48
_DASH_UNIT = 0.045  # of half the picture for each pixel of the palette's dashes

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Symbol:
    """How a symbol looks: an outline within the unit circle (y up), colours, dashes, a stroke through it."""

    outline: tuple[Point, ...]
    face: str
    edge: str
    dash: tuple[float, ...] = ()
    struck: bool = False

    @property
    def width(self) -> float:
        """Width of the outline, of half the picture."""
        return _LINE if self.edge == _WHITE else _BOLD


def event_symbol(kind: str, status: str, palette: style.Palette) -> Symbol:
    """Return how an event type looks when it is told with a status."""
    look, told = palette.events[kind], palette.statuses[status]
    colour = palette.denied_colour if told.struck else look.colour
    return Symbol(
        outline=_outline(palette.shapes[look.shape]),
        face={"full": colour, "tint": style.tint(colour), "empty": _WHITE}[told.fill],
        edge=_WHITE if told.fill == "full" else colour,
        dash=tuple(float(part) for part in told.dash.split()),
        struck=told.struck,
    )


def place_symbol(palette: style.Palette) -> Symbol:
    """Return how a place looks."""
    return Symbol(outline=_outline(()), face=palette.place_colour, edge=_WHITE)


def _outline(points: Sequence[Point]) -> tuple[Point, ...]:
    if points:
        return tuple(points)
    turns = (2 * math.pi * step / _CIRCLE_STEPS for step in range(_CIRCLE_STEPS))
    return tuple((math.cos(turn), math.sin(turn)) for turn in turns)


def symbol_svg(symbol: Symbol) -> str:
    """Write a symbol as an SVG picture of 100 by 100."""
    path = "M" + " L".join(f"{_at(x):.1f},{_at(-y):.1f}" for x, y in symbol.outline) + " Z"
    dashes = " ".join(f"{part * _DASH_UNIT * 50:.1f}" for part in symbol.dash)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    low, high = _at(-_STROKE_REACH), _at(_STROKE_REACH)
    stroke = (
        f'<path d="M{low:.1f},{high:.1f} L{high:.1f},{low:.1f}" stroke="{symbol.edge}"'
        f' stroke-width="{symbol.width * 50:.1f}"/>'
        if symbol.struck
        else ""
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" viewBox="0 0 100 100">'
        f'<path d="{path}" fill="{_WHITE}" stroke="{_WHITE}" stroke-width="{_HALO * 50:.1f}" stroke-linejoin="round"/>'
        f'<path d="{path}" fill="{symbol.face}" stroke="{symbol.edge}" stroke-width="{symbol.width * 50:.1f}"'
        f' stroke-linejoin="round"{dashed}/>{stroke}</svg>'
    )


def stub_svg(colour: str, dash: str, *, into: bool) -> str:
    """Write an arrow into the middle of the picture, or out of it, with a question mark at its other end, as SVG."""
    dashes = " ".join(f"{float(part) * 1.4:.1f}" for part in dash.split())
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    line, head, mark = (
        ("M18,18 L40,40", "47,47 28,42 42,28", (10, 21)) if into else ("M54,46 L78,22", "84,16 80,32 68,20", (90, 14))
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" viewBox="0 0 100 100">'
        f'<path d="{line}" fill="none" stroke="{colour}" stroke-width="6"{dashed}/>'
        f'<polygon points="{head}" fill="{colour}"/>'
        f'<text x="{mark[0]}" y="{mark[1]}" fill="{colour}" font-family="DejaVu Sans" font-size="28"'
        ' font-weight="bold" text-anchor="middle">?</text></svg>'
    )


def _at(value: float) -> float:
    return 50 + 50 * _REACH * value


def symbol_png(symbol: Symbol) -> bytes:
    """Draw a symbol as a PNG picture with a transparent ground."""
    from PIL import ImageDraw

    picture, half = _canvas()
    draw = ImageDraw.Draw(picture)
    points = [(half + half * _REACH * x, half - half * _REACH * y) for x, y in symbol.outline]
    width = round(half * symbol.width)
    _trace(draw, [*points, points[0]], _WHITE, round(half * _HALO))
    draw.polygon(points, fill=symbol.face)
    for run in _dashed([*points, points[0]], [part * _DASH_UNIT * half for part in symbol.dash]):
        _trace(draw, run, symbol.edge, width)
    if symbol.struck:
        near, far = half - half * _REACH, half + half * _REACH
        _trace(draw, [(near, far), (far, near)], symbol.edge, width)
    return _png(picture)


def arrow_png(colour: str) -> bytes:
    """Draw the head of an arrow that points north, as a PNG picture."""
    from PIL import ImageDraw

    picture, half = _canvas()
    draw = ImageDraw.Draw(picture)
    points = [(half, half * 0.25), (half * 1.6, half * 1.65), (half, half * 1.3), (half * 0.4, half * 1.65)]
    _trace(draw, [*points, points[0]], _WHITE, round(half * _HALO))
    draw.polygon(points, fill=colour)
    return _png(picture)


def _canvas() -> tuple[Any, float]:
    from PIL import Image

    size = _PIXELS * _FINER
    return Image.new("RGBA", (size, size), (255, 255, 255, 0)), size / 2


def _png(picture: Any) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    picture.resize((_PIXELS, _PIXELS), Image.Resampling.LANCZOS).save(file, format="PNG")
    return file.getvalue()


def _trace(draw: Any, points: Sequence[Point], colour: str, width: int) -> None:
    """Draw a line with round joints."""
    draw.line(list(points), fill=colour, width=width, joint="curve")
    for x, y in points:
        draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=colour)


def _dashed(points: Sequence[Point], dashes: Sequence[float]) -> list[list[Point]]:
    """Cut a line into its dashes; whole where there are none.

    Examples
    --------
    >>> _dashed([(0, 0), (4, 0)], [1, 2])
    [[(0, 0), (1.0, 0.0)], [(3.0, 0.0), (4, 0)]]
    """
    if not dashes:
        return [list(points)]
    runs: list[list[Point]] = [[points[0]]]
    drawn, place, left = True, 0, dashes[0]
    for start, end in pairwise(points):
        length = math.dist(start, end)
        done = 0.0
        while length - done > left:
            done += left
            share = done / length
            at = (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
            if drawn:
                runs[-1].append(at)
            else:
                runs.append([at])
            drawn, place = not drawn, (place + 1) % len(dashes)
            left = dashes[place]
        left -= length - done
        if drawn:
            runs[-1].append(end)
    return runs
