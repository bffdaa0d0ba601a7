"""Briefing sheets: one page with the map, drawn by matplotlib without a browser, as PNG, PDF or SVG.

The same layers and options give the same bytes on the same versions of the libraries: the font comes with matplotlib,
nothing is random, and no time is written into a file. The parts (chart, key, table, margins, handling marks) stand in
modules of their own, so that the pages of a report are made of them too.
"""

from pathlib import Path

from geo.errors import ExportError
from geo.showing.briefing.handling import TLP
from geo.showing.briefing.margins import Options
from geo.showing.briefing.pages import DPI, PAGES
from geo.showing.briefing.saving import FORMS
from geo.showing.export.files import check_target, write_whole
from geo.showing.layers import Layers

__all__ = ["FORMS", "PAGES", "TLP", "Options", "check_sheet", "sheet", "write_sheet"]


def sheet(layers: Layers, form: str, options: Options | None = None) -> bytes:
    """Draw a sheet and return it as a file's bytes.

    Parameters
    ----------
    layers
        What is told, filtered before.
    form
        One of `FORMS`.
    options
        Page, language, title, handling mark and so on.

    Raises
    ------
    ExportError
        For a form, page or handling mark that does not exist.
    """
    from geo.showing.briefing.drawing import draw_sheet
    from geo.showing.briefing.saving import saved
    from geo.showing.picture.text import drawable

    _check_form(form)
    options = options or Options()
    drawn = draw_sheet(layers, options)
    return saved(drawn.figure, form, dpi=DPI, title=drawable(options.title))


def write_sheet(layers: Layers, path: Path, options: Options | None = None, *, overwrite: bool = False) -> None:
    """Draw a sheet into a file whose ending says its form; whole or not at all.

    Raises
    ------
    ExportError
        As `sheet`, and when the file is there and may not be overwritten, or cannot be written.
    """
    form = check_sheet(path, overwrite=overwrite)
    write_whole(path, [sheet(layers, form, options)], overwrite=overwrite)


def check_sheet(path: Path, *, overwrite: bool = False) -> str:
    """Return the form that a file's name asks for; say early when it cannot be written.

    Raises
    ------
    ExportError
        As `write_sheet`.
    """
    form = path.suffix.lower().removeprefix(".")
    _check_form(form)
    check_target(path, overwrite=overwrite)
    return form


def _check_form(form: str) -> None:
    if form not in FORMS:
        raise ExportError(f"no form {form!r} of a sheet: name a file that ends in .{', .'.join(FORMS)}")
