"""A table on a page: rows of two lines, columns in the direction of reading, each text cut to its room."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geo.showing.briefing.lines import fitted, write
from geo.showing.briefing.listing import Item
from geo.showing.briefing.words import briefing_words
from geo.showing.picture.text import INK, MUTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["ROW_HIGH", "draw_table", "rows_in"]

ROW_HIGH = 18.4
_HEAD_HIGH = 19.0
_SIZE, _SMALL = 7.0, 6.3
_RULE = "#c9ced6"
_BAND = "#f3f5f7"
_PAD = 5.0

# Name, share of the width, and what stands below it in the same row; the last of these runs to the end.
_COLUMNS = (
    ("number", 0.052, ""),
    ("when", 0.22, ""),
    ("where", 0.29, "precision"),
    ("what", 0.318, "said"),
    ("status", 0.12, ""),
)
_TO_END = "said"


def rows_in(high: float) -> int:
    """Return how many rows a table so high has room for."""
    return max(0, int((high - _HEAD_HIGH) / ROW_HIGH))


def draw_table(axes: "Axes", items: Sequence[Item], *, language: str, rtl: bool) -> None:
    """Draw the head and the rows, from the top of a block."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    wide, top = axes.get_xlim()[1], axes.get_ylim()[1]
    starts = _starts(wide)

    def put(name: str, y: float, text: str, *, size: float = _SIZE, to_end: bool = False, **look: Any) -> None:
        start, room = starts[name]
        room = (wide - start if to_end else room) - _PAD
        cut = fitted(text, room, size, rtl=rtl, weight=look.get("weight", "normal"))
        write(axes, wide - start if rtl else start, y, cut, size=size, rtl=rtl, **look)

    for name, _, below in _COLUMNS:
        put(name, top - 7.5, briefing_words(name, language), size=_SMALL, weight="bold", colour=MUTED)
        if below:
            put(name, top - 15.3, briefing_words(below, language), size=_SMALL, colour=MUTED)
    axes.add_line(Line2D([0, wide], [top - _HEAD_HIGH + 1] * 2, color=INK, linewidth=0.8))
    for number, item in enumerate(items):
        high = top - _HEAD_HIGH - number * ROW_HIGH
        if number % 2:
            band = Rectangle((0, high - ROW_HIGH + 0.9), wide, ROW_HIGH, facecolor=_BAND, edgecolor="none", zorder=0)
            axes.add_patch(band)
        for name, _, _ in _COLUMNS:
            weight = "bold" if name in {"number", "where"} else "normal"
            put(name, high - 7.3, getattr(item, name), weight=weight)
        for name, _, below in _COLUMNS:
            if below:
                look: dict[str, Any] = {"size": _SMALL, "to_end": below == _TO_END, "colour": MUTED}
                put(name, high - 15.2, getattr(item, below), **look)
    foot = top - _HEAD_HIGH - len(items) * ROW_HIGH + 0.9
    axes.add_line(Line2D([0, wide], [foot, foot], color=_RULE, linewidth=0.6))


def _starts(wide: float) -> dict[str, tuple[float, float]]:
    """Return where each column starts from where reading begins, and how wide it is."""
    starts, at = {}, 0.0
    for name, share, _ in _COLUMNS:
        starts[name] = (at + 1.5, share * wide)
        at += share * wide
    return starts
