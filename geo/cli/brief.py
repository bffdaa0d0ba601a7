"""The command that writes a briefing sheet: one page as PNG, PDF or SVG."""

import argparse
import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cli.machine import add_stages, tell_stage
from geo.workspace.criteria import Filter

if TYPE_CHECKING:
    from geo.showing.layers import Layers

__all__ = ["add_brief", "add_page_options", "moment", "page_options", "warn_of_later"]

PAGES = ("a4", "letter", "16:9")
MARKS = ("RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR")
LANGUAGES = ("en", "ar")
STAGES = ("reading", "drawing")

_GROUP = re.compile(r"(\d{2})(\d{2})(\d{2})Z\s*([A-Z]{3})\s*(\d{2})", re.IGNORECASE)
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def moment(text: str) -> date | datetime:
    """Read a day, a time, or a date-time group.

    Raises
    ------
    argparse.ArgumentTypeError
        For anything else.

    Examples
    --------
    >>> moment("2020-03-12"), moment("120630Z MAR 20")
    (datetime.date(2020, 3, 12), datetime.datetime(2020, 3, 12, 6, 30, tzinfo=datetime.timezone.utc))
    """
    try:
        group = _GROUP.fullmatch(text.strip())
        if group:
            day, hour, minute, month, year = group.groups()
            return datetime(
                2000 + int(year), _MONTHS.index(month.upper()) + 1, int(day), int(hour), int(minute), tzinfo=UTC
            )
        if len(text) == len("2020-03-12"):
            return date.fromisoformat(text)
        when = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no time: expected 2020-03-12, 2020-03-12T06:30Z, or '120630Z MAR 20'"
        ) from None
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)


def add_brief(
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
    add_page_options(command)
    add_stages(command, STAGES)
    command.set_defaults(run=lambda given: _brief(given, criteria_of(given), layers_of))


def add_page_options(command: argparse.ArgumentParser) -> None:
    """Declare what is asked of every page, of a sheet or a report: size, language, title, handling mark, time."""
    command.add_argument("--page", choices=PAGES, default="a4", help="its size (default: a4)")
    side = command.add_mutually_exclusive_group()
    side.add_argument("--landscape", dest="landscape", action="store_true", default=True, help="lying (the default)")
    side.add_argument("--portrait", dest="landscape", action="store_false", help="upright")
    command.add_argument("--language", choices=LANGUAGES, default="en", help="of the page (default: en)")
    command.add_argument("--title", default="", help="a plain one unless given")
    command.add_argument(
        "--tlp", choices=MARKS, default="", help="handling mark of the Traffic Light Protocol 2.0, at top and bottom"
    )
    command.add_argument("--grey", action="store_true", help="in shades of grey")
    command.add_argument(
        "--as-of",
        type=moment,
        metavar="TIME",
        help="the state that the page tells, as 2020-03-12, 2020-03-12T06:30Z or '120630Z MAR 20' (default: when the "
        "workspace was last changed); it leaves nothing out, for that say --dates report --to DAY",
    )


def page_options(given: argparse.Namespace, criteria: Filter) -> dict[str, Any]:
    """Return what was asked of the pages, as `geo.showing.briefing.Options` takes it."""
    names = ("page", "landscape", "language", "title", "tlp", "grey", "as_of")
    return {**{name: getattr(given, name) for name in names}, "criteria": criteria}


def _brief(given: argparse.Namespace, criteria: Filter, layers_of: Callable[[Path, Filter], "Layers"]) -> int:
    from geo.showing.briefing import Options, check_sheet, write_sheet

    check_sheet(given.output, overwrite=given.force)
    tell_stage(given, "reading", STAGES)
    layers = layers_of(given.workspace, criteria)
    warn_of_later(layers, given.as_of)
    tell_stage(given, "drawing", STAGES)
    options = Options(**page_options(given, criteria))
    write_sheet(layers, given.output, options, overwrite=given.force)
    return 0


def warn_of_later(layers: "Layers", when: date | datetime | None) -> None:
    """Say on standard error how many documents are younger than the time that the pages tell."""
    later = _published_later(layers, when)
    if later:
        counted = "1 document was" if later == 1 else f"{later} documents were"
        print(
            f"kharita: warning: {counted} published after the time of the page; --dates report --to leaves them out",
            file=sys.stderr,
        )


def _published_later(layers: "Layers", when: date | datetime | None) -> int:
    if when is None:
        return 0
    last = when.date() if isinstance(when, datetime) else when
    return sum(1 for day in layers.tables.documents["published"] if day and date.fromisoformat(day) > last)
