"""A table on a page: rows of two lines and a sentence, columns in the direction of reading, texts cut to their room."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.showing.briefing.lines import fitted, leans_right_to_left, wrapped, write
from geo.showing.briefing.words import briefing_words
from geo.showing.picture.text import INK, MUTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["LISTED", "Column", "draw_table", "row_high", "rows_in"]

_ROW, _LINE = 18.4, 8.3
_HEAD_HIGH = 19.0
_SIZE, _SMALL = 7.0, 6.3
_RULE = "#c9ced6"
_BAND = "#f3f5f7"
_PAD = 5.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column: the attribute of a row that stands in it, its share of the width, and what stands below that.

    With ``to_end`` what stands below runs to the end of the row, over the columns after it.
    """

    name: str
    share: float
    below: str = ""
    bold: bool = False
    to_end: bool = False


LISTED = (
    Column(name="number", share=0.052, bold=True),
    Column(name="when", share=0.22),
    Column(name="where", share=0.29, below="precision", bold=True),
    Column(name="what", share=0.318, below="said", to_end=True),
    Column(name="status", share=0.12),
)
"""Columns of the list beside a map; see `geo.showing.briefing.listing.Item`."""


def row_high(quoted: int = 0) -> float:
    """Return how high a row is that has so many lines of a sentence, in points."""
    return _ROW + quoted * _LINE


def rows_in(high: float, quoted: int = 0) -> int:
    """Return how many rows a table so high has room for."""
    return max(0, int((high - _HEAD_HIGH) / row_high(quoted)))


def draw_table(
    axes: "Axes",
    rows: Sequence[object],
    *,
    language: str,
    rtl: bool,
    columns: Sequence[Column] = LISTED,
    quoted: int = 0,
) -> None:
    """Draw the head and the rows, from the top of a block.

    Parameters
    ----------
    rows
        Each has the attributes that the columns name, and ``sentence`` where sentences are quoted.
    quoted
        How many lines of its sentence stand below a row.
    """
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    wide, top = axes.get_xlim()[1], axes.get_ylim()[1]
    starts = _starts(columns, wide)
    each = row_high(quoted)

    def put(name: str, y: float, text: str, *, size: float = _SIZE, to_end: bool = False, **look: Any) -> None:
        start, room = starts[name]
        room = (wide - start if to_end else room) - _PAD
        cut = fitted(text, room, size, rtl=rtl, weight=look.get("weight", "normal"))
        write(axes, wide - start if rtl else start, y, cut, size=size, rtl=rtl, **look)

    for column in columns:
        put(column.name, top - 7.5, briefing_words(column.name, language), size=_SMALL, weight="bold", colour=MUTED)
        if column.below:
            put(column.name, top - 15.3, briefing_words(column.below, language), size=_SMALL, colour=MUTED)
    axes.add_line(Line2D([0, wide], [top - _HEAD_HIGH + 1] * 2, color=INK, linewidth=0.8))
    for number, row in enumerate(rows):
        high = top - _HEAD_HIGH - number * each
        if number % 2:
            band = Rectangle((0, high - each + 0.9), wide, each, facecolor=_BAND, edgecolor="none", zorder=0)
            axes.add_patch(band)
        for column in columns:
            put(column.name, high - 7.3, getattr(row, column.name), weight="bold" if column.bold else "normal")
        for column in columns:
            if column.below:
                look: dict[str, Any] = {"size": _SMALL, "to_end": column.to_end, "colour": MUTED}
                put(column.name, high - 15.2, getattr(row, column.below), **look)
        if quoted:
            _draw_sentence(
                axes, str(getattr(row, "sentence", "")), high - 15.2, starts[columns[1].name][0], quoted, rtl
            )
    foot = top - _HEAD_HIGH - len(rows) * each + 0.9
    axes.add_line(Line2D([0, wide], [foot, foot], color=_RULE, linewidth=0.6))


def _draw_sentence(axes: "Axes", text: str, y: float, start: float, lines: int, rtl: bool) -> None:
    """Write a sentence below the second column to the end of the row, from the side from which its own script runs."""
    wide = axes.get_xlim()[1]
    own = leans_right_to_left(text, otherwise=rtl)
    left, right = (_PAD, wide - start) if rtl else (start, wide - _PAD)
    for line in wrapped(text, right - left, _SMALL, lines=lines, rtl=own):
        y -= _LINE
        write(axes, right if own else left, y, line, size=_SMALL, rtl=own)


def _starts(columns: Sequence[Column], wide: float) -> dict[str, tuple[float, float]]:
    """Return where each column starts from where reading begins, and how wide it is."""
    starts, at = {}, 0.0
    for column in columns:
        starts[column.name] = (at + 1.5, column.share * wide)
        at += column.share * wide
    return starts
