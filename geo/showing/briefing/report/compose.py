"""The pages of a report, drawn: figures in order, each with its heading, handling marks and number."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from geo.showing.briefing.crowding import gathered, is_crowded, left_out
from geo.showing.briefing.drawing import Chart, draw_chart, draw_legend, new_figure, told_layers
from geo.showing.briefing.grey import turn_grey
from geo.showing.briefing.handling import check_tlp, draw_mark, mark_room
from geo.showing.briefing.lines import block, fitted, own_direction, wrapped, write
from geo.showing.briefing.listing import Listing
from geo.showing.briefing.locator import draw_locator
from geo.showing.briefing.margins import draw_footer, map_note, unplaced_words, write_heading
from geo.showing.briefing.pages import Area, Page, page_of_name
from geo.showing.briefing.report.chapters import Chapter, in_view, list_chapter
from geo.showing.briefing.report.claims import Claim
from geo.showing.briefing.report.contents import (
    CHAPTER_COLUMNS,
    CLAIM_COLUMNS,
    SOURCE_COLUMNS,
    Contents,
    parted,
)
from geo.showing.briefing.report.layout import ChapterPlan, chapter_plan, page_bands
from geo.showing.briefing.report.sources import Note, notes_of
from geo.showing.briefing.report.timeline_plot import draw_timeline
from geo.showing.briefing.table import Column, draw_table, rows_in
from geo.showing.layers import Layers
from geo.showing.picture.text import INK, MUTED
from geo.showing.picture.view import beyond

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Drawn", "draw_map", "draw_pages", "named_once", "starts_of"]

_QUOTED_LYING, _QUOTED_UPRIGHT, _CLAIM_QUOTED = 2, 1, 1
_LINE = 9.4
_FOOT = 2 * _LINE + 4
_NUMBER = 26.0  # points that numbers at the end of a line take
_NO_LIST = Listing(numbers={}, letters={})
_COVER_LYING, _COVER_UPRIGHT = 0.66, 0.48


_NoteLine = tuple[str, bool, bool]
"""A line of the notes, whether it is a heading, and whether it runs to the left."""


@dataclass(slots=True)
class Drawn:
    """The pages of a report: figures, their titles, and which of them begin a part (for bookmarks)."""

    figures: list["Figure"] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page to be drawn: its title, what stands below that, and what draws its body."""

    title: str
    parts: Sequence[tuple[str, bool]]
    draw: Callable[["Figure", Area], None]


class _Press:
    """Draws the pages of one report."""

    def __init__(self, contents: Contents, *, with_notes: bool) -> None:
        self.contents = contents
        self.with_notes = with_notes
        self.options = contents.options
        self.page: Page = page_of_name(self.options.page, landscape=self.options.landscape)
        self.bands = page_bands(self.page)
        self.drawn = Drawn()
        self.layers = told_layers(contents.layers)
        self.starts: list[tuple[str, int]] = []

    def run(self) -> Drawn:
        """Draw all pages; the titles of all are known before, for the first names them."""
        leaves = list(self._leaves())
        self.starts = starts_of([leaf.title for leaf in leaves])
        for number, leaf in enumerate(leaves, start=1):
            self._draw(leaf, number, len(leaves))
        return self.drawn

    def _leaves(self) -> Iterator[_Leaf]:
        contents, body = self.contents, self.bands.body
        say = contents.say
        yield _Leaf(contents.title, contents.parts, self._cover)
        for chapter in contents.chapters:
            parts = [(part, number == 0) for number, part in enumerate(chapter.parts)]
            yield _Leaf(chapter.title, parts, _bound(self._chapter, chapter))
        if contents.timeline.total:
            yield _Leaf(say("timeline"), contents.parts, self._timeline)
        tables: tuple[tuple[str, Sequence[object], tuple[Column, ...], int, str], ...] = (
            ("claims", contents.claims.rows, CLAIM_COLUMNS, _CLAIM_QUOTED, self._claims_note()),
            ("sources", contents.sources.rows, SOURCE_COLUMNS, 0, self._sources_note()),
        )
        for key, rows, columns, quoted, note in tables:
            if not rows:
                continue
            for some in parted(rows, rows_in(body.high - _FOOT, quoted)):
                yield _Leaf(say(key), contents.parts, _bound(self._table, (named_once(some), columns, quoted, note)))
        notes = self._notes() if self.with_notes else []
        for lines in parted(notes, self._note_lines()) if notes else ():
            yield _Leaf(say("notes"), (), _bound(self._note_page, lines))

    def _draw(self, leaf: _Leaf, number: int, total: int) -> None:
        figure = new_figure(self.page)
        bands, options = self.bands, self.options
        draw_mark(block(figure, bands.top, 1), options.tlp)
        figure.axes[-1].set_label("tlp")
        write_heading(block(figure, bands.heading, 2), leaf.title, leaf.parts, options)
        leaf.draw(figure, bands.body)
        foot = block(figure, bands.bottom, 90)
        draw_footer(foot, self.layers, options, room=mark_room(options.tlp), page=f"{number} / {total}")
        draw_mark(block(figure, bands.bottom, 91), options.tlp)
        figure.axes[-1].set_label("tlp")
        if options.grey:
            turn_grey(figure)
        self.drawn.figures.append(figure)
        self.drawn.titles.append(leaf.title)

    def _cover(self, figure: "Figure", body: Area) -> None:
        """Draw the map of everything, and beside it figures and contents."""
        options, lying = self.options, self.page.is_lying
        share = _COVER_LYING if lying else _COVER_UPRIGHT
        plan = chapter_plan(body, is_lying=lying, rtl=options.rtl, map_share=share)
        shown = gathered(self.layers) if is_crowded(self.layers) else self.layers
        chart = draw_map(figure, plan, shown, options.language, _NO_LIST, bounds=None)
        self.drawn.charts.append(chart)
        more = left_out(self.layers, shown, options.language)
        self._draw_note(figure, plan.note, chart, with_outside=True, more=more)
        axes = block(figure, plan.list, 20)
        wide = plan.list.wide
        half = wide if lying else (wide - 24) / 2
        y = self._draw_figures(axes, plan.list.high, half, 0.0)
        below = (y - 14, 0.0) if lying else (plan.list.high, half + 24)
        self._draw_contents(axes, *below, half)

    def _draw_figures(self, axes: "Axes", top: float, wide: float, start: float) -> float:
        """Write the figures, a line each, closer together where they would not fit."""
        y = self._head(axes, top, start, self.contents.say("figures"), wide)
        highs = [11.5 if figure.inner else 14.5 for figure in self.contents.figures]
        scale = min(1.0, (y - 4) / sum(highs))
        for figure, high in zip(self.contents.figures, highs, strict=True):
            size = (7.6 if figure.inner else 9.2) * min(1.0, scale + 0.1)
            y -= high * scale
            look: dict[str, Any] = {"size": size, "colour": MUTED if figure.inner else INK}
            indent = 10.0 if figure.inner else 0.0
            words = fitted(figure.words, wide - indent - 46, size, rtl=self.options.rtl)
            self._put(axes, start + indent, y, words, **look)
            self._number(axes, start + wide, y, figure.value, weight="normal" if figure.inner else "bold", **look)
        return y

    def _number(self, axes: "Axes", end: float, y: float, value: int, *, size: float, **look: Any) -> None:
        """Write a number at the end of a line; numbers stand below one another by their last digit."""
        x = axes.get_xlim()[1] - end + _NUMBER if self.options.rtl else end
        write(axes, x, y, f"{value:,}", size=size, rtl=False, at_end=True, **look)

    def _draw_contents(self, axes: "Axes", top: float, start: float, wide: float) -> None:
        y = self._head(axes, top, start, self.contents.say("contents"), wide)
        for title, page in self.starts[1:]:
            y -= 13.0
            if y < 2:
                return
            self._put(axes, start, y, fitted(title, wide - 40, 8.2, rtl=self.options.rtl), size=8.2)
            self._number(axes, start + wide, y, page, size=8.2, colour=MUTED)

    def _head(self, axes: "Axes", top: float, start: float, text: str, wide: float) -> float:
        """Write the heading of a list with a rule below it, and return where that is."""
        from matplotlib.lines import Line2D

        self._put(axes, start, top - 10, text, size=10.5, weight="bold")
        ends = [start, start + wide]
        if self.options.rtl:
            ends = [axes.get_xlim()[1] - end for end in ends]
        axes.add_line(Line2D(ends, [top - 15, top - 15], color=INK, linewidth=0.8))
        return top - 17

    def _put(self, axes: "Axes", start: float, y: float, text: str, *, size: float, **look: Any) -> None:
        x = axes.get_xlim()[1] - start if self.options.rtl else start
        write(axes, x, y, text, size=size, rtl=self.options.rtl, **look)

    def _chapter(self, chapter: Chapter, figure: "Figure", body: Area) -> None:
        options = self.options
        plan = chapter_plan(body, is_lying=self.page.is_lying, rtl=options.rtl)
        high = plan.list.high - _FOOT
        quoted = _QUOTED_LYING if self.page.is_lying else _QUOTED_UPRIGHT
        listing = list_chapter(chapter, options.language, rows_in(high, quoted))
        chart = draw_map(figure, plan, chapter.layers, options.language, listing, bounds=chapter.bounds)
        self.drawn.charts.append(chart)
        self._draw_note(figure, plan.note, chart)
        table = Area(plan.list.x, plan.list.y + _FOOT, plan.list.wide, high)
        if not listing.items:
            self._nothing(block(figure, table, 20), "nothing")
            return
        look: dict[str, Any] = {"columns": CHAPTER_COLUMNS, "quoted": quoted}
        draw_table(block(figure, table, 20), listing.items, language=options.language, rtl=options.rtl, **look)
        note = self.contents.say("chapter_listed", n=len(listing.items), all=listing.total)
        self._small(block(figure, Area(plan.list.x, plan.list.y, plan.list.wide, 2 * _LINE), 21), note)

    def _nothing(self, axes: "Axes", key: str) -> None:
        self._put(axes, 0.0, axes.get_ylim()[1] - 14, self.contents.say(key), size=9, colour=MUTED)

    def _small(self, axes: "Axes", text: str) -> None:
        """Write a remark of two lines at the foot of a block."""
        y, wide = axes.get_ylim()[1], axes.get_xlim()[1]
        for line in wrapped(text, wide, 6.4, lines=2, rtl=self.options.rtl):
            y -= 8.4
            self._put(axes, 0.0, y, line, size=6.4, colour=MUTED)

    def _draw_note(
        self, figure: "Figure", area: Area, chart: Chart, *, with_outside: bool = False, more: str = ""
    ) -> None:
        """Write below a map what its borders and its projection are, and on the cover what is not on it."""
        language = self.options.language
        heading, about = map_note(chart.view, language)
        notes = [(heading, " · ".join(filter(None, [more, about])))]
        if with_outside:
            outside = beyond(self.layers, chart.view, language)
            told = unplaced_words(self.layers, language, 0 if more else chart.missed, outside)
            notes.append((self.contents.say("unplaced"), told))
        axes = block(figure, area, 19)
        y = area.high
        for heading, text in notes:
            for line in wrapped(f"{heading}: {text}", area.wide, 6.4, lines=2, rtl=self.options.rtl):
                y -= 8.2
                self._put(axes, 0.0, y, line, size=6.4, colour=MUTED)

    def _timeline(self, figure: "Figure", body: Area) -> None:
        timeline = self.contents.timeline
        room = 2 * _LINE + 12
        area = Area(body.x, body.y + room, body.wide, body.high - room)
        draw_timeline(block(figure, area, 20), timeline, language=self.options.language, rtl=self.options.rtl)
        note = self.contents.say("note_timeline", n=timeline.spanning, all=timeline.total)
        self._small(block(figure, Area(body.x, body.y, body.wide, 2 * _LINE), 21), note)

    def _table(self, what: tuple[Sequence[object], tuple[Column, ...], int, str], figure: "Figure", body: Area) -> None:
        rows, columns, quoted, note = what
        area = Area(body.x, body.y + _FOOT, body.wide, body.high - _FOOT)
        look: dict[str, Any] = {"columns": columns, "quoted": quoted}
        draw_table(block(figure, area, 20), rows, language=self.options.language, rtl=self.options.rtl, **look)
        self._small(block(figure, Area(body.x, body.y, body.wide, 2 * _LINE), 21), note)

    def _claims_note(self) -> str:
        claims = self.contents.claims
        counts = {"n": len(claims.rows), "all": claims.total}
        return self.contents.say("claims_listed", **counts, listed=claims.claimants_listed, claimants=claims.claimants)

    def _sources_note(self) -> str:
        sources = self.contents.sources
        return self.contents.say("sources_listed", n=len(sources.rows), all=sources.total)

    def _note_lines(self) -> int:
        columns = 2 if self.page.is_lying else 1
        return int(self.bands.body.high / (_LINE + 2)) * columns

    def _notes(self) -> list[_NoteLine]:
        """Return the lines of the notes: text, whether it is a heading, whether it runs to the left."""
        contents, options = self.contents, self.options
        notes: Sequence[Note] = notes_of(
            contents.layers, options, subjects=contents.subjects, timeline=contents.timeline
        )
        wide = self._note_wide()
        high = int(self.bands.body.high / (_LINE + 2))
        lines: list[_NoteLine] = []
        for heading, paragraphs in notes:
            some: list[_NoteLine] = [(heading, True, options.rtl)]
            for paragraph in paragraphs:
                rtl = own_direction(paragraph, rtl=options.rtl)
                some += [(line, False, rtl) for line in wrapped(paragraph, wide, 7.4, lines=8, rtl=rtl)]
            left = -len(lines) % high  # of the column
            air = left if len(some) >= left else min(left, 1)
            lines += [("", False, options.rtl)] * (air if len(some) <= high else min(left, 1))
            lines += some
        return lines

    def _note_wide(self) -> float:
        return (self.bands.body.wide - 24) / 2 if self.page.is_lying else self.bands.body.wide

    def _note_page(self, lines: Sequence[_NoteLine], figure: "Figure", body: Area) -> None:
        axes = block(figure, body, 20)
        wide, each = self._note_wide(), int(body.high / (_LINE + 2))
        for number, (text, is_head, rtl) in enumerate(lines):
            column, row = divmod(number, each)
            start = column * (wide + 24)
            left = body.wide - start - wide if self.options.rtl else start
            y = body.high - (row + 1) * (_LINE + 2) + 2
            look: dict[str, Any] = {"weight": "bold" if is_head else "normal", "size": 8.2 if is_head else 7.4}
            write(axes, left + wide if rtl else left, y, text, rtl=rtl, colour=INK if is_head else MUTED, **look)


def draw_pages(contents: Contents, *, notes: bool = True) -> Drawn:
    """Draw the pages of a report, with its notes or without.

    Raises
    ------
    ExportError
        For a page or a handling mark that does not exist.
    """
    check_tlp(contents.options.tlp)
    return _Press(contents, with_notes=notes).run()


def draw_map(
    figure: "Figure",
    plan: ChapterPlan,
    layers: Layers,
    language: str,
    listing: Listing,
    *,
    bounds: tuple[float, float, float, float] | None,
) -> Chart:
    """Draw a map with its legend and the small map of where it is."""
    chart = draw_chart(figure, plan.map, layers, language, listing, order=3, bounds=bounds)
    draw_legend(block(figure, plan.key, 4), in_view(layers, chart.view), chart, language, columns=plan.columns)
    draw_locator(block(figure, plan.locator, 5), chart.view)
    return chart


def named_once(rows: Sequence[object]) -> list[object]:
    """Take the name of a claimant from all rows but the first of a page that has it."""
    found: list[object] = []
    last = None
    for row in rows:
        if isinstance(row, Claim):
            found.append(replace(row, claimant="") if row.claimant == last else row)
            last = row.claimant
        else:
            found.append(row)
    return found


def _bound(draw: Callable[[Any, "Figure", Area], None], first: object) -> Callable[["Figure", Area], None]:
    return lambda figure, body: draw(first, figure, body)


def starts_of(titles: Sequence[str]) -> list[tuple[str, int]]:
    """Return where each part begins: pages that follow one of the same title belong to it."""
    return [(title, n) for n, title in enumerate(titles, start=1) if n == 1 or titles[n - 2] != title]
