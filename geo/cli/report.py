"""The command that writes a report: several pages as PDF, or slides as PPTX."""

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from geo.cli.brief import STAGES, add_page_options, page_options, warn_of_later
from geo.cli.machine import add_stages, tell_stage
from geo.workspace.criteria import Filter

if TYPE_CHECKING:
    from geo.showing.layers import Layers

__all__ = ["add_report", "names_in"]

_MOST_PAGES = 40  # that a number may ask for: more is an atlas, and takes minutes
_MOST_CLAIMS = 1000


def names_in(listed: Iterable[str]) -> tuple[str, ...]:
    """Return the names in lists of names with commas between them, each once.

    Examples
    --------
    >>> names_in(["Damascus, Benghazi", "Damascus"])
    ('Damascus', 'Benghazi')
    """
    names = (name.strip() for text in listed for name in text.replace("\u060c", ",").split(","))
    return tuple(dict.fromkeys(name for name in names if name))


def add_report(
    command: argparse.ArgumentParser,
    *,
    criteria_of: Callable[[argparse.Namespace], Filter],
    layers_of: Callable[[Path, Filter], "Layers"],
) -> None:
    """Declare what the command takes, beside the workspace, the output and the filters.

    Parameters
    ----------
    criteria_of, layers_of
        How the command line reads its filters, and loads a workspace through them.
    """
    command.add_argument(
        "--places",
        action="append",
        default=[],
        metavar="NAMES",
        help="a page for each of these places, such as Damascus,Benghazi; may be given several times",
    )
    command.add_argument(
        "--flows",
        action="append",
        default=[],
        metavar="WAYS",
        help="a page for each of these ways, such as 'Damascus > Benghazi' ('?' is an end that nobody knows); may be "
        "given several times",
    )
    command.add_argument(
        "--most",
        type=_number(_MOST_PAGES),
        default=6,
        metavar="N",
        help="pages of the weightiest places and flows where none are named (default: 6)",
    )
    command.add_argument(
        "--most-claims",
        type=_number(_MOST_CLAIMS),
        default=60,
        metavar="N",
        help="claims that are listed (default: 60)",
    )
    add_page_options(command)
    add_stages(command, STAGES)
    command.set_defaults(run=lambda given: _report(given, criteria_of(given), layers_of))


def _number(most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or int(text) > most:
            raise argparse.ArgumentTypeError(f"{text!r}: expected a number from 0 to {most}")
        return int(text)

    return read


def _report(given: argparse.Namespace, criteria: Filter, layers_of: Callable[[Path, Filter], "Layers"]) -> int:
    from geo.reading.sides import side_of
    from geo.showing.briefing.report import ReportOptions, check_report, write_report

    check_report(given.output, overwrite=given.force)
    tell_stage(given, "reading", STAGES)
    layers = layers_of(given.workspace, criteria)
    warn_of_later(layers, given.as_of)
    tell_stage(given, "drawing", STAGES)
    options = ReportOptions(
        **page_options(given, criteria),
        places=names_in(given.places),
        flows=names_in(given.flows),
        most=given.most,
        most_claims=given.most_claims,
    )
    write_report(layers, given.output, options, overwrite=given.force, side_of=side_of)
    return 0
