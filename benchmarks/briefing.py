"""Prints what a briefing sheet, and a page of a report, take against a bare geopandas plot of the same layers.

    python benchmarks/briefing.py                        # a workspace built of the seeds, eight pairs
    python benchmarks/briefing.py WORKSPACE --pairs 20
    python benchmarks/briefing.py --only report

The bare plot draws the countries and first-level areas of the region, the areas, flows, event symbols and places with
geopandas' own `plot`, without a name, a legend or a list, on the same page and at the same resolution. Both are drawn
in turn in one process, after one of each that does not count (fonts, shapes and caches are then at hand to both); what
counts is the median of the ratios of the pairs. A page of a report is the whole report by the number of its pages, be
they maps, tables or notes; of the pages with a map alone another report is made, of nothing else. The bare plot of a
PDF is saved as PDF, too.
"""

import argparse
import io
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

_ROOT = Path(__file__).resolve().parents[1]
if str(_ROOT) not in sys.path:  # run as a script, Python looks beside it and not in the project
    sys.path.insert(0, str(_ROOT))

import geopandas  # noqa: E402

from geo import basemap  # noqa: E402
from geo.showing.briefing import Options, sheet  # noqa: E402
from geo.showing.briefing.pages import DPI, page_of_name  # noqa: E402
from geo.showing.briefing.report import ReportOptions, report  # noqa: E402
from geo.showing.briefing.report.claims import Claims  # noqa: E402
from geo.showing.briefing.report.compose import draw_pages  # noqa: E402
from geo.showing.briefing.report.contents import contents_of  # noqa: E402
from geo.showing.briefing.report.sources import Sources  # noqa: E402
from geo.showing.briefing.saving import saved_pages  # noqa: E402
from geo.showing.layers import Layers, build_layers  # noqa: E402
from geo.showing.picture.view import bounds_of  # noqa: E402
from geo.workspace.store import load  # noqa: E402

__all__ = ["bare_plot", "main", "map_pages", "measure", "measure_report"]

MOST = 3.0
MOST_PAGE = 2.0


def bare_plot(layers: Layers, ground: Sequence[geopandas.GeoDataFrame], form: str = "png") -> bytes:
    """Draw the layers as geopandas does by itself, and return a file of that form."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=page_of_name("a4").inches, dpi=DPI)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    west, south, east, north = bounds_of(layers)
    for table in ground:
        table.plot(ax=axes, facecolor="none", edgecolor="grey", linewidth=0.5)
    tables = (layers.areas, layers.flows, layers.symbols, layers.places)
    for table, colour in zip(tables, ("pink", "purple", "orange", "black"), strict=True):
        drawn = table[table.geometry.notna()]
        if len(drawn):
            drawn.plot(ax=axes, color=colour)
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    memory = io.BytesIO()
    figure.savefig(memory, format=form, dpi=DPI)
    return memory.getvalue()


def map_pages(layers: Layers, options: ReportOptions) -> tuple[bytes, int]:
    """Draw the pages of a report that have a map, and no others; return their PDF and how many they are."""
    contents = contents_of(layers, options)
    only = replace(contents, timeline=replace(contents.timeline, total=0), claims=Claims(), sources=Sources())
    figures = draw_pages(only, notes=False).figures
    return saved_pages(figures), len(figures)


def measure_report(layers: Layers, pairs: int, language: str) -> dict[str, list[tuple[float, float]]]:
    """Return for pages of all kinds, and for pages with a map, the seconds of one and of a bare plot, by pair."""
    ground = ground_of(layers)
    options = ReportOptions(language=language, tlp="AMBER")
    figures = {"any": len(draw_pages(contents_of(layers, options)).figures), "map": map_pages(layers, options)[1]}
    draws: dict[str, Callable[[], object]] = {
        "any": lambda: report(layers, "pdf", options),
        "map": lambda: map_pages(layers, options),
    }

    def bare() -> object:
        return bare_plot(layers, ground, "pdf")

    bare()
    found: dict[str, list[tuple[float, float]]] = {kind: [] for kind in draws}
    for _ in range(pairs):
        for kind, draw in draws.items():
            found[kind].append((_seconds(draw) / figures[kind], _seconds(bare)))
    return found


def ground_of(layers: Layers) -> list[geopandas.GeoDataFrame]:
    """Read the countries and areas that are in the picture, ahead of the clock."""
    west, south, east, north = bounds_of(layers)
    with tempfile.TemporaryDirectory() as folder:
        paths = basemap.browser_layers(Path(folder))
        return [geopandas.read_file(paths[name]).cx[west:east, south:north] for name in ("countries", "areas")]


def _seconds(draw: Callable[[], object]) -> float:
    start = perf_counter()
    draw()
    return perf_counter() - start


def measure(layers: Layers, pairs: int, form: str = "png", language: str = "en") -> list[tuple[float, float]]:
    """Return for each pair the seconds of a sheet and of a bare plot."""
    ground = ground_of(layers)

    def whole() -> object:
        return sheet(layers, form, Options(language=language, tlp="AMBER"))

    def bare() -> object:
        return bare_plot(layers, ground)

    whole(), bare()
    return [(_seconds(whole), _seconds(bare)) for _ in range(pairs)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return 1 where a sheet or a page takes too long."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", nargs="?", type=Path)
    parser.add_argument("--pairs", type=int, default=8)
    parser.add_argument("--only", choices=("sheet", "report"), help="measure these alone")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = given.workspace
        if path is None:
            from geo.pipeline import build

            path = Path(folder) / "seeds.gpkg"
            build([str(_ROOT / "seeds")], path)
        layers = build_layers(load(path))
    slow = _print_sheets(layers, given.pairs) if given.only != "report" else False
    return int((_print_reports(layers, given.pairs) if given.only != "sheet" else False) or slow)


def _print_sheets(layers: Layers, pairs: int) -> bool:
    """Print a line for each form and language, and say whether one takes too long."""
    slow = False
    print("form  language  sheet s  bare s  ratio")
    for form, language in (("png", "en"), ("png", "ar"), ("pdf", "en"), ("svg", "en")):
        seconds = measure(layers, pairs, form, language)
        ratio = median(one / other for one, other in seconds)
        slow |= ratio > MOST
        ours, bare = (median(column) for column in zip(*seconds, strict=True))
        print(f"{form:4}  {language:8}  {ours:7.2f}  {bare:6.2f}  {ratio:5.2f}")
    return slow


def _print_reports(layers: Layers, pairs: int) -> bool:
    """Print a line for each kind of pages and language, and say whether a page takes too long."""
    slow = False
    print("pages  language  page s  bare s  ratio")
    for language in ("en", "ar"):
        for kind, seconds in measure_report(layers, pairs, language).items():
            ratio = median(one / other for one, other in seconds)
            slow |= kind == "any" and ratio > MOST_PAGE
            ours, bare = (median(column) for column in zip(*seconds, strict=True))
            print(f"{kind:5}  {language:8}  {ours:6.2f}  {bare:6.2f}  {ratio:5.2f}", flush=True)
    return slow


if __name__ == "__main__":
    sys.exit(main())
