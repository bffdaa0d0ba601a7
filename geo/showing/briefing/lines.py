"""Text on a page: measured, cut to its room, wrapped, and written run by run where two directions meet."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo.showing.briefing.pages import DPI
from geo.showing.picture.text import FONT, INK, bare, drawable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from geo.showing.briefing.pages import Area

__all__ = [
    "Run",
    "block",
    "clean",
    "fitted",
    "leans_right_to_left",
    "own_direction",
    "runs",
    "width_of",
    "wrapped",
    "write",
]

_RLM = "\u200f"
_OPEN, _CLOSE = "\u2068", "\u2069"
_SPACE = 0.318  # of the size: a space of DejaVu Sans
_AIR = 0.06  # of the size: between runs, whose first and last letters lean over their ends
_ELLIPSIS = "\u2026"
_ISOLATES = re.compile("[\u2066-\u2069]")  # one that opens, one that closes, in turn
_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")  # vowel signs: written by no newspaper, torn apart by readers of PDF


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text that runs one way."""

    text: str
    rtl: bool


def block(figure: "Figure", area: "Area", order: float) -> "Axes":
    """Add axes without a frame whose units are points from the lower left corner of an area.

    Parameters
    ----------
    order
        What is drawn, and read, after what.
    """
    from matplotlib.ticker import NullLocator

    width, height = figure.get_size_inches() * 72
    axes = figure.add_axes((area.x / width, area.y / height, area.wide / width, area.high / height))
    axes.set_axis_off()
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(NullLocator())  # ticks that nobody sees take longer than the rest of a page
    axes.set_xlim(0, area.wide)
    axes.set_ylim(0, area.high)
    axes.set_zorder(order)
    return axes


def runs(text: str, *, rtl: bool) -> tuple[Run, ...]:
    """Part a text where its direction changes, in reading order; what stands in isolates (UAX 9) by itself.

    Examples
    --------
    >>> [run.text for run in runs("Flight of Cham Wings", rtl=False)]
    ['Flight of Cham Wings']
    >>> [(run.text, run.rtl) for run in runs("رحلة Cham Wings (جديدة)", rtl=True)]
    [('رحلة ', True), ('Cham Wings', False), (' (جديدة)', True)]
    """
    found: list[Run] = []
    for number, part in enumerate(_ISOLATES.split(text)):
        if not part:
            continue
        sides = _sides(part, leans_right_to_left(part, otherwise=rtl) if number % 2 else rtl)
        start = 0
        for place in range(1, len(part) + 1):
            if place == len(part) or sides[place] != sides[start]:
                found.append(Run(part[start:place], sides[start]))
                start = place
    return tuple(found)


def leans_right_to_left(text: str, *, otherwise: bool) -> bool:
    """Say which way a text begins to run.

    Examples
    --------
    >>> leans_right_to_left("3 رحلات", otherwise=False), leans_right_to_left("2020", otherwise=True)
    (True, True)
    """
    kinds = map(unicodedata.bidirectional, text)
    strong = next((kind for kind in kinds if kind in {"L", "R", "AL"}), None)
    return otherwise if strong is None else strong != "L"


def own_direction(text: str, *, rtl: bool) -> bool:
    """Say whether a text that may be of any language runs to the left on a page that does so, or does not.

    Examples
    --------
    >>> own_direction("Natural Earth، ملك عام", rtl=True), own_direction("Homs", rtl=True)
    (True, False)
    """
    if rtl and any(map(_leans, text)):
        return True
    return leans_right_to_left(text, otherwise=rtl)


def _sides(text: str, rtl: bool) -> list[bool]:
    """Say for each letter whether it runs to the left; what is neither goes with both its neighbours, or the text."""
    strong: list[bool | None] = []
    last: bool | None = None
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in {"R", "AL"}:
            last = True
        elif kind == "L":
            last = False
        strong.append(last if kind in {"R", "AL", "L", "EN", "AN", "NSM"} else None)
    sides: list[bool] = []
    ahead: list[bool | None] = [None] * len(text)
    following: bool | None = None
    for place in range(len(text) - 1, -1, -1):
        following = strong[place] if strong[place] is not None else following
        ahead[place] = following
    before: bool | None = None
    for place, side in enumerate(strong):
        if side is not None:
            before = side
            sides.append(side)
        else:
            sides.append(before if before is not None and before == ahead[place] else rtl)
    return sides


@lru_cache(maxsize=4096)
def width_of(text: str, size: float, weight: str = "normal") -> float:
    """Return how wide a text of one direction is, in points: as a PDF sets it, or a picture, whichever is wider.

    Pictures set letters on whole pixels, which makes a line a hundredth or two wider or closer.
    """
    from matplotlib.font_manager import FontProperties, get_font
    from matplotlib.ft2font import LoadFlags

    bare = text.strip()
    spaces = (len(text) - len(bare)) * _SPACE * size
    if not bare:
        return spaces
    font = get_font(_font_file(weight))
    font.set_size(size, 72)
    font.set_text(bare, 0.0, flags=LoadFlags.NO_HINTING)
    smooth = float(font.get_width_height()[0]) / 64
    properties = FontProperties(family=FONT, size=size, weight=weight)
    hinted, _, _ = _measure().get_text_width_height_descent(bare, properties, ismath=False)
    return max(smooth, float(hinted) * 72 / DPI) + spaces


@lru_cache(maxsize=1)
def _measure() -> Any:
    from matplotlib.backends.backend_agg import RendererAgg

    make: Any = RendererAgg
    return make(1, 1, DPI)


@lru_cache(maxsize=4)
def _font_file(weight: str) -> str:
    from matplotlib.font_manager import FontProperties, findfont

    return str(findfont(FontProperties(family=FONT, weight=weight)))


def _width(text: str, size: float, weight: str, rtl: bool) -> float:
    pieces = runs(text, rtl=rtl)
    return sum(width_of(run.text, size, weight) for run in pieces) + _AIR * size * max(0, len(pieces) - 1)


def fitted(text: str, room: float, size: float, *, rtl: bool = False, weight: str = "normal") -> str:
    """Cut a text so that it fits into so many points, with an ellipsis; at a word where one ends near.

    Examples
    --------
    >>> fitted("one two three four", 40, 8), fitted("one", 40, 8)
    ('one two…', 'one')
    """
    text = clean(text).strip()
    if _width(text, size, weight, rtl) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if _width(text[:middle].rstrip() + _ELLIPSIS, size, weight, rtl) <= room:
            low = middle
        else:
            high = middle - 1
    cut = text[:low]
    space = cut.rfind(" ")
    if low < len(text) and text[low] != " " and space > low // 2:
        cut = cut[:space]
    return cut.rstrip(" ،,;؛·") + _ELLIPSIS


def wrapped(text: str, room: float, size: float, *, lines: int, rtl: bool = False) -> list[str]:
    """Break a text into at most so many lines; the last ends in an ellipsis where it does not hold the rest."""
    words = clean(text).split()
    found: list[str] = []
    while words and len(found) < lines - 1:
        taken = 1
        while taken < len(words) and _width(" ".join(words[: taken + 1]), size, "normal", rtl) <= room:
            taken += 1
        found.append(fitted(" ".join(words[:taken]), room, size, rtl=rtl))
        words = words[taken:]
    if words:
        found.append(fitted(" ".join(words), room, size, rtl=rtl))
    return found


def clean(text: str, *, boxes: bool = True) -> str:
    """Reduce a text to one line without vowel signs; isolates stay.

    Parameters
    ----------
    boxes
        Letters that the font lacks become boxes; a text that another font will show keeps them.
    """
    parts = _ISOLATES.split(_MARKS.sub("", text))
    drawn = [_one_line(part, drawable if boxes else bare) for part in parts]
    return "".join(part + (_OPEN if number % 2 == 0 else _CLOSE) for number, part in enumerate(drawn[:-1])) + drawn[-1]


def _one_line(part: str, reduce: Callable[[str], str]) -> str:
    """Return a part of a text on one line, with the spaces at its ends."""
    drawn = reduce(part)
    if not drawn:
        return " " if part.isspace() else ""
    return (" " if part[0].isspace() else "") + drawn + (" " if part[-1].isspace() else "")


def write(
    axes: "Axes",
    x: float,
    y: float,
    text: str,
    *,
    size: float,
    rtl: bool,
    colour: str = INK,
    weight: str = "normal",
    at_end: bool = False,
) -> float:
    """Write a line that begins (or with ``at_end`` ends) at a point of a block, and return how wide it is.

    Nothing in a text is a command; in a text that runs to the left, "begins" is its right end.
    """
    pieces = runs(clean(text), rtl=rtl)
    widths = [width_of(run.text, size, weight) for run in pieces]
    ahead, air = (-1.0 if rtl else 1.0), _AIR * size
    cursor = x - ahead * (sum(widths) + air * (len(pieces) - 1)) if at_end else x
    for run, wide in zip(pieces, widths, strict=True):
        bare = run.text.strip()
        if bare:
            first = len(run.text) - len(run.text.lstrip() if run.rtl == rtl else run.text.rstrip())
            gap = first * _SPACE * size
            _put(axes, cursor + ahead * gap, y, Run(bare, run.rtl), size=size, color=colour, weight=weight, rtl=rtl)
        cursor += ahead * (wide + air)
    return sum(widths) + air * (len(pieces) - 1)


def _put(axes: "Axes", x: float, y: float, run: Run, *, size: float, rtl: bool, **look: Any) -> None:
    text = run.text
    if run.rtl and not any(map(_leans, text)):
        text = f"{_RLM}{text}{_RLM}"  # a bracket by itself would not know which way it opens
    look |= {"fontsize": size, "fontfamily": FONT, "parse_math": False, "va": "baseline"}
    axes.text(x, y, text, ha="right" if rtl else "left", **look)


def _leans(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in {"R", "AL"}
