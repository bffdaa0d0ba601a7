"""A briefing sheet: one page with a map, what is told at it, and where it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from geo.showing import style
from geo.showing.briefing.crowding import gathered, is_crowded, left_out
from geo.showing.briefing.grey import turn_grey
from geo.showing.briefing.handling import check_tlp, draw_mark, mark_room
from geo.showing.briefing.lines import block, write
from geo.showing.briefing.listing import Listing, list_records
from geo.showing.briefing.locator import draw_locator
from geo.showing.briefing.margins import Options, draw_footer, draw_heading, draw_notes, note_lines
from geo.showing.briefing.pages import DPI, Area, Page, Plan, page_of_name, plan_of
from geo.showing.briefing.table import draw_table, rows_in
from geo.showing.briefing.words import briefing_words
from geo.showing.layers import LAYERS, Layers, LegendEntry
from geo.showing.picture.crowds import draw_cells
from geo.showing.picture.ground import Box, draw_frame, draw_ground, has_disputed
from geo.showing.picture.key import draw_key
from geo.showing.picture.marks import Marks, draw_areas, draw_flows, draw_places, draw_symbols
from geo.showing.picture.names import draw_names
from geo.showing.picture.text import INK, MUTED
from geo.showing.picture.view import Bounds, View, beyond, bounds_of, fit_equal_area, told_positions

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Chart", "Sheet", "draw_chart", "draw_legend", "draw_sheet", "new_figure", "told_layers"]

_LETTERS = 0.84  # how large names on the map are, against those of a slide
_TIGHT = 0.78  # how close the rows of the key stand, against those of a slide


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """A drawn map: its view, the boxes of its names and of its symbols in pixels, and names that found no room."""

    view: View
    names: tuple[Box, ...]
    marks: tuple[Box, ...]
    missed: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A drawn sheet: the figure, its map, its list, and where its parts stand."""

    figure: "Figure"
    chart: Chart
    listing: Listing
    plan: Plan = field(repr=False)


def draw_sheet(layers: Layers, options: Options) -> Sheet:
    """Draw a sheet.

    Parameters
    ----------
    layers
        What is told, filtered before; see `geo.showing.layers.build_layers`.
    options
        What is asked of the page.

    Raises
    ------
    ExportError
        For a page or a handling mark that does not exist.
    """
    check_tlp(options.tlp)
    layers = told_layers(layers)
    page = page_of_name(options.page, landscape=options.landscape)
    plan = plan_of(page, rtl=options.rtl)
    figure = new_figure(page)
    draw_mark(block(figure, plan.top, 1), options.tlp)
    figure.axes[-1].set_label("tlp")
    draw_heading(block(figure, plan.heading, 2), layers, options)
    listing = list_records(layers, options.language, sum(rows_in(area.high) for area in plan.tables))
    shown = gathered(layers, listed=listing.numbers, flows=listing.letters) if is_crowded(layers) else layers
    chart = draw_chart(figure, plan.map, shown, options.language, listing, order=3)
    draw_legend(block(figure, plan.key, 4), layers, chart, options.language, columns=2 if page.is_lying else 1)
    draw_locator(block(figure, plan.locator, 5), chart.view)
    _draw_list(figure, plan.tables, listing, options)
    outside = beyond(layers, chart.view, options.language)
    more = left_out(layers, shown, options.language)
    notes = note_lines(layers, chart.view, options.language, missed=chart.missed, outside=outside, more=more)
    draw_notes(block(figure, plan.notes, 8), notes, options)
    bottom = block(figure, plan.bottom, 9)
    draw_footer(bottom, layers, options, room=mark_room(options.tlp))
    draw_mark(block(figure, plan.bottom, 10), options.tlp)
    figure.axes[-1].set_label("tlp")
    if options.grey:
        turn_grey(figure)
    return Sheet(figure=figure, chart=chart, listing=listing, plan=plan)


def told_layers(layers: Layers) -> Layers:
    """Leave out areas that are only named: on a page an area that is tinted tells something."""
    busy = (layers.areas["n_events"] + layers.areas["n_flows"] > 0) & layers.areas.geometry.notna()
    legend = [
        replace(entry, count=int(busy.sum())) if entry.layer == "areas" else entry
        for entry in layers.legend
        if entry.layer != "areas" or busy.any()
    ]
    return replace(layers, areas=layers.areas[busy].reset_index(drop=True), legend=tuple(legend))


def new_figure(page: Page) -> "Figure":
    """Return an empty page."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=page.inches, dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def draw_chart(
    figure: "Figure",
    area: Area,
    layers: Layers,
    language: str,
    listing: Listing,
    *,
    order: float,
    bounds: Bounds | None = None,
) -> Chart:
    """Draw the map of some layers into an area of a page, its records marked as they are listed.

    Parameters
    ----------
    order
        What is drawn, and read, after what.
    bounds
        West, south, east and north of what must be seen; what carries records unless given.
    """
    width, height = figure.get_size_inches() * 72
    axes = figure.add_axes((area.x / width, area.y / height, area.wide / width, area.high / height))
    axes.set_zorder(order)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set(edgecolor=INK, linewidth=0.8)
    view = fit_equal_area(axes, bounds or bounds_of(layers))
    marks = Marks(frame=view.pixels if bounds else None)
    draw_ground(view)
    marks.boxes += draw_frame(view, language, told_positions(layers))
    draw_areas(view, layers)
    draw_flows(view, layers, marks)
    draw_places(view, layers, marks)
    draw_symbols(view, layers, marks, listing.numbers)
    if len(layers.cells):
        draw_cells(view, layers, marks)
    symbols = tuple(marks.boxes)
    names, missed = draw_names(
        view, layers, marks, language=language, shown=LAYERS, letters=listing.letters, scale=_LETTERS
    )
    return Chart(view=view, names=tuple(names), marks=symbols, missed=missed)


def draw_legend(axes: "Axes", layers: Layers, chart: Chart, language: str, *, columns: int) -> None:
    """Draw the legend of a map into a block."""
    more: list[LegendEntry] = []
    if has_disputed(chart.view):
        words = {code: briefing_words("disputed", code) for code in ("en", "ar")}
        colour = style.load_palette().basemap["disputed"]
        more.append(LegendEntry(layer="border", key="disputed", words=words, colour=colour, dash="8 6"))
    draw_key(axes, layers, language=language, shown=LAYERS, more=more, columns=columns, notes=False, tight=_TIGHT)


def _draw_list(figure: "Figure", areas: Sequence[Area], listing: Listing, options: Options) -> None:
    """Draw the list into its columns, the first filled first; say where there is nothing to list."""
    items = list(listing.items)
    for number, area in enumerate(areas):
        axes = block(figure, area, 6 + number / 10)
        here, items = items[: rows_in(area.high)], items[rows_in(area.high) :]
        if here:
            draw_table(axes, here, language=options.language, rtl=options.rtl)
        elif number == 0:
            text = briefing_words("nothing", options.language)
            start = area.wide if options.rtl else 0.0
            write(axes, start, area.high - 12, text, size=8, rtl=options.rtl, colour=MUTED)
    if listing.items:
        _draw_list_note(figure, areas[0], listing, options)


def _draw_list_note(figure: "Figure", area: Area, listing: Listing, options: Options) -> None:
    """Say below the list what its marks mean and how it was chosen."""
    from geo.showing.briefing.lines import fitted

    values = {"n": len(listing.items), "all": listing.total}
    text = briefing_words("listed", options.language, **values)
    axes = block(figure, Area(area.x, area.y - 8.5, area.wide, 8), 7)
    start = area.wide if options.rtl else 0.0
    cut = fitted(text, area.wide, 6.2, rtl=options.rtl)
    write(axes, start, 1.5, cut, size=6.2, rtl=options.rtl, colour=MUTED)
