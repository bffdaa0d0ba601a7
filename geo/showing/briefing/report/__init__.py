"""Reports: several pages as PDF, or as slides (PPTX): cover, places and flows, timeline, claims, sources, notes.

The pages are made of the parts of a sheet, and the slides of the same contents: titles, tables and notes as text of
their own, maps and timeline as pictures. The same layers and options give the same bytes.
"""

from pathlib import Path

from geo.errors import ExportError
from geo.showing.briefing.report.claims import SideOf
from geo.showing.briefing.report.options import MOST_CHAPTERS, MOST_CLAIMS, ReportOptions
from geo.showing.export.files import check_target, write_whole
from geo.showing.layers import Layers

__all__ = [
    "MOST_CHAPTERS",
    "MOST_CLAIMS",
    "REPORT_FORMS",
    "ReportOptions",
    "check_report",
    "report",
    "write_report",
]

REPORT_FORMS = ("pdf", "pptx")


def report(layers: Layers, form: str, options: ReportOptions | None = None, *, side_of: SideOf | None = None) -> bytes:
    """Make a report and return it as a file's bytes.

    Parameters
    ----------
    layers
        What is told, filtered before.
    form
        One of `REPORT_FORMS`; slides are 16:9 whatever page is asked for.
    options
        Places and flows, page, language, title, handling mark and so on.
    side_of
        Names the side of a claimant (`geo.reading.sides.side_of`); without it sides are told where the account does.

    Raises
    ------
    ExportError
        For a form, page or handling mark that does not exist, and a place or flow that is not told of.
    """
    from geo.showing.briefing.report.contents import contents_of

    _check_form(form)
    contents = contents_of(layers, options or ReportOptions(), side_of=side_of)
    if form == "pptx":
        from geo.showing.briefing.report.slides import slides

        return slides(contents)
    from geo.showing.briefing.report.compose import draw_pages, starts_of
    from geo.showing.briefing.saving import saved_pages
    from geo.showing.picture.text import bare

    drawn = draw_pages(contents)
    bookmarks = [(bare(title), page - 1) for title, page in starts_of(drawn.titles)]
    language = contents.options.language
    return saved_pages(drawn.figures, title=bare(contents.title), language=language, bookmarks=bookmarks)


def write_report(
    layers: Layers,
    path: Path,
    options: ReportOptions | None = None,
    *,
    overwrite: bool = False,
    side_of: SideOf | None = None,
) -> None:
    """Make a report in a file whose ending says its form; whole or not at all.

    Raises
    ------
    ExportError
        As `report`, and when the file is there and may not be overwritten, or cannot be written.
    """
    form = check_report(path, overwrite=overwrite)
    write_whole(path, [report(layers, form, options, side_of=side_of)], overwrite=overwrite)


def check_report(path: Path, *, overwrite: bool = False) -> str:
    """Return the form that a file's name asks for; say early when it cannot be written.

    Raises
    ------
    ExportError
        As `write_report`.
    """
    form = path.suffix.lower().removeprefix(".")
    _check_form(form)
    check_target(path, overwrite=overwrite)
    return form


def _check_form(form: str) -> None:
    if form not in REPORT_FORMS:
        raise ExportError(f"no form {form!r} of a report: name a file that ends in .{' or .'.join(REPORT_FORMS)}")
