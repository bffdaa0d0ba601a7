"""The timeline of a report, drawn: a row of bars for what is told as done, what moved, what is planned, what is denied.

All rows have one scale, so that a bar twice as high is twice as many, wherever it stands.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo.showing import labels
from geo.showing.briefing.lines import width_of, write
from geo.showing.briefing.report.timeline import SLOTS, Bars, Panel, Timeline
from geo.showing.briefing.words import briefing_words
from geo.showing.picture.text import INK, MUTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_timeline"]

_RULE = "#d5d9e0"
_GUTTER = 24.0  # for the numbers of the axis
_HEAD = 21.0  # above a row: its name and its kinds
_FOOT = 25.0  # below the last row: dates
_BESIDE = 34.0  # of a bar beside the axis, with the air around it
_LEAST_ROW = 15.0
_BAR = 0.78  # of its room
_WIDEST_BAR = 46.0
_TICK_ROOM = 54.0
_LEAST_STEP = 13.0  # points between two lines of the scale
_STEPS = (1, 2, 5)
_EACH = {
    "day": (1, 2, 7, 14),
    "week": (1, 2, 4, 8, 13, 26),
    "month": (1, 2, 3, 6, 12, 24, 60),
    "year": (1, 2, 5, 10, 25, 50),
}
_FORMATS = {"day": "d MMM", "week": "d MMM", "month": "MMM", "year": "y"}


class _Paper:
    """A block to draw on from where reading begins: in Arabic time runs to the left."""

    def __init__(self, axes: "Axes", *, rtl: bool) -> None:
        self.axes, self.rtl = axes, rtl
        self.wide, self.high = float(axes.get_xlim()[1]), float(axes.get_ylim()[1])

    def bar(self, start: float, y: float, wide: float, high: float, **look: Any) -> None:
        from matplotlib.patches import Rectangle

        left = self.wide - start - wide if self.rtl else start
        self.axes.add_patch(Rectangle((left, y), wide, high, **look))

    def line(self, start: float, end: float, y: float, **look: Any) -> None:
        from matplotlib.lines import Line2D

        ends = [self.wide - start, self.wide - end] if self.rtl else [start, end]
        self.axes.add_line(Line2D(ends, [y, y], **look))

    def text(self, start: float, y: float, text: str, *, at_end: bool = False, **look: Any) -> float:
        x = self.wide - start if self.rtl else start
        return write(self.axes, x, y, text, rtl=self.rtl, at_end=at_end, **look)

    def centred(self, middle: float, y: float, text: str, *, size: float, **look: Any) -> None:
        half = width_of(text, size) / 2
        self.text(middle - half, y, text, size=size, **look)


def draw_timeline(axes: "Axes", timeline: Timeline, *, language: str, rtl: bool) -> None:
    """Fill a block with the rows of a timeline."""
    paper = _Paper(axes, rtl=rtl)
    if not timeline.panels:
        paper.text(0.0, paper.high - 14, briefing_words("no_dates", language), size=9, colour=MUTED)
        return
    slots = [slot for slot in SLOTS if any(panel.beside(slot) for panel in timeline.panels)]
    before = _BESIDE if "earlier" in slots else 0.0
    after = _BESIDE * sum(slot != "earlier" for slot in slots)
    start, end = _GUTTER + before, paper.wide - after - 4
    heights, unit = _rows(timeline.panels, paper.high)
    at = {"earlier": _GUTTER + _BESIDE / 2}
    at |= {slot: end + _BESIDE * (n + 0.5) for n, slot in enumerate(slot for slot in slots if slot != "earlier")}
    top = paper.high
    for panel, high in zip(timeline.panels, heights, strict=True):
        low = top - _HEAD - high
        _draw_head(paper, panel, top, language)
        _draw_scale(paper, low, high, unit, (start, end))
        each = (end - start) / max(1, len(timeline.starts))
        for number in range(len(timeline.starts)):
            _draw_bar(
                paper,
                panel,
                [bars.counts[number] for bars in panel.bars],
                start + (number + 0.5) * each,
                low,
                unit,
                each,
            )
        for slot in slots:
            _draw_bar(paper, panel, [bars.beside[slot] for bars in panel.bars], at[slot], low, unit, _BESIDE * 0.8)
            paper.line(at[slot] - _BESIDE * 0.4, at[slot] + _BESIDE * 0.4, low, color=INK, linewidth=0.8)
        top = low
    for slot in slots:
        paper.centred(at[slot], top - 10, briefing_words(slot, language), size=6.8, colour=INK)
    _draw_dates(paper, timeline, (start, end), top, language)


def _rows(panels: Sequence[Panel], high: float) -> tuple[list[float], float]:
    """Return how high each row is, and how high one record is."""
    room = high - _FOOT - _HEAD * len(panels) - 6
    unit = room / max(1, sum(panel.highest for panel in panels))
    for _ in panels:  # a row that is made higher takes room from the others
        low = [panel.highest for panel in panels if panel.highest * unit < _LEAST_ROW]
        rest = sum(panel.highest for panel in panels if panel.highest * unit >= _LEAST_ROW)
        unit = min(unit, (room - _LEAST_ROW * len(low)) / rest) if rest else unit
    unit = min(unit, 40.0)
    return [max(_LEAST_ROW, panel.highest * unit) for panel in panels], unit


def _draw_head(paper: _Paper, panel: Panel, top: float, language: str) -> None:
    """Write what a row counts, and name its kinds beside their look."""
    total = sum(bars.total for bars in panel.bars)
    text = f"{briefing_words(f'panel_{panel.key}', language)}: {total}"
    x = paper.text(0.0, top - 12, text, size=8.5, weight="bold") + 16
    for bars in panel.bars:
        paper.bar(x, top - 12.5, 8.5, 7.0, **_look(panel, bars))
        name = f"{bars.words[labels.spoken(language)]} {bars.total}"
        x += 11.5
        x += paper.text(x, top - 12, name, size=7.2, colour=MUTED) + 12


def _draw_scale(paper: _Paper, low: float, high: float, unit: float, ends: tuple[float, float]) -> None:
    step = _step(unit)
    for value in range(0, int(high / unit + 1e-6) + 1, step):
        y = low + value * unit
        is_ground = value == 0
        look: dict[str, Any] = {"color": INK if is_ground else _RULE, "linewidth": 0.8 if is_ground else 0.5}
        paper.line(*ends, y, zorder=0.5, **look)
        paper.text(_GUTTER - 5, y - 2.3, str(value), size=6.5, colour=MUTED, at_end=True)


def _step(unit: float) -> int:
    """Return how many records there are between two lines of the scale."""
    size = 1
    while True:
        for step in _STEPS:
            if step * size * unit >= _LEAST_STEP:
                return step * size
        size *= 10


def _draw_bar(
    paper: _Paper, panel: Panel, counts: Sequence[int], middle: float, low: float, unit: float, room: float
) -> None:
    """Draw the kinds of a bar on one another, and their sum above where there is room."""
    wide = min(_WIDEST_BAR, max(0.8, room * _BAR))
    y = low
    for bars, count in zip(panel.bars, counts, strict=True):
        if count:
            paper.bar(middle - wide / 2, y, wide, count * unit, zorder=2, **_look(panel, bars))
            y += count * unit
    total = sum(counts)
    if total and room >= 11:
        paper.centred(middle, y + 2, str(total), size=6.5, colour=INK)


def _look(panel: Panel, bars: Bars) -> dict[str, Any]:
    """Return how a kind looks: what is planned is empty, what is denied hatched, as symbols on the map are."""
    if panel.key == "pending":
        dash = (0, (2, 1.4)) if bars.key == "requested" else "-"
        return {"facecolor": "white", "edgecolor": bars.colour, "linewidth": 1.0, "linestyle": dash}
    if panel.key == "denied":
        return {"facecolor": "white", "edgecolor": bars.colour, "linewidth": 0.8, "hatch": "/////"}
    return {"facecolor": bars.colour, "edgecolor": "white", "linewidth": 0.4}


def _draw_dates(paper: _Paper, timeline: Timeline, ends: tuple[float, float], low: float, language: str) -> None:
    """Write below the bars which days they stand for: each, or every second, seventh and so on."""
    start, end = ends
    slot = (end - start) / max(1, len(timeline.starts))
    each = next((n for n in _EACH[timeline.unit] if n * slot >= _TICK_ROOM), _EACH[timeline.unit][-1])
    year = None
    for number, day in enumerate(timeline.starts):
        if _is_ticked(timeline.unit, number, day, each):
            middle = start + (number + 0.5) * slot
            paper.bar(middle - 0.3, low - 3, 0.6, 3, facecolor=INK, edgecolor="none")
            paper.centred(middle, low - 10, _written(timeline.unit, day, language), size=6.8, colour=INK)
            if day.year != year and timeline.unit != "year":
                paper.centred(middle, low - 19, str(day.year), size=6.8, colour=MUTED, weight="normal")
                year = day.year
    if timeline.starts:
        paper.text(start, low - _FOOT - 3, briefing_words(f"by_{timeline.unit}", language), size=6.5, colour=MUTED)


def _is_ticked(unit: str, number: int, day: date, each: int) -> bool:
    if unit == "month":
        return ((day.year * 12 + day.month - 1) % each) == 0
    if unit == "year":
        return day.year % each == 0
    return number % each == 0


@lru_cache(maxsize=512)
def _written(unit: str, day: date, language: str) -> str:
    from babel.dates import format_date

    locale = {"en": "en_GB", "ar": "ar"}[labels.spoken(language)]
    return str(format_date(day, _FORMATS[unit], locale=locale))
