"""What stands around the map of a page: title, time, notes, footer; in one place for sheets and pages of reports."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import geo
from geo.showing import labels
from geo.showing.briefing.lines import fitted, write
from geo.showing.briefing.words import briefing_words, time_words
from geo.showing.layers import Layers
from geo.showing.picture.text import INK, MUTED, picture_words
from geo.showing.tray import tray
from geo.workspace.criteria import Filter, to_mapping

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from geo.showing.picture.view import View

__all__ = [
    "Options",
    "as_of_words",
    "draw_footer",
    "draw_heading",
    "draw_notes",
    "extent_words",
    "filter_words",
    "map_note",
    "note_lines",
    "unplaced_words",
    "write_heading",
]

_MOST_SOURCES = 12
_MOST_OUTSIDE = 6
_NOTE, _LEADING = 6.4, 8.6


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What is asked of a page.

    Attributes
    ----------
    page, landscape
        See `geo.showing.briefing.pages.page_of_name`.
    language
        Of the reader: "en" or "ar".
    title
        A plain one where it is empty.
    tlp
        One of `geo.showing.briefing.handling.TLP`, or "" for none.
    grey
        In shades of grey.
    as_of
        The state that the page tells; that of the workspace where it is None.
    criteria
        The filter that the layers were put through, for the footer.
    """

    page: str = "a4"
    landscape: bool = True
    language: str = "en"
    title: str = ""
    tlp: str = ""
    grey: bool = False
    as_of: date | datetime | None = None
    criteria: Filter = field(default_factory=Filter)

    @property
    def rtl(self) -> bool:
        """Say whether reading begins at the right."""
        return labels.direction(self.language) == "rtl"


def draw_heading(axes: "Axes", layers: Layers, options: Options) -> None:
    """Write title and, below it, the time of what is told and how much of it there is."""
    title = options.title.strip() or briefing_words("title", options.language)
    when = as_of_words(layers, options)
    parts = [(when, True)] if when else []
    parts += [(text, False) for text in extent_words(layers, options.language)]
    write_heading(axes, title, parts, options)


def write_heading(axes: "Axes", title: str, parts: Sequence[tuple[str, bool]], options: Options) -> None:
    """Write a title and, below it, one line of parts, each of them strong or not; what has no room is left out."""
    wide, rtl = axes.get_xlim()[1], options.rtl
    start = wide if rtl else 0.0
    size = 17.0
    cut = fitted(title, wide, size, rtl=rtl, weight="bold") or briefing_words("title", options.language)
    write(axes, start, 22, cut, size=size, rtl=rtl, weight="bold")
    x, ahead = start, -1.0 if rtl else 1.0
    room = wide
    for text, is_strong in parts:
        cut = fitted(text, room, 8.6, rtl=rtl)
        colour, weight = (INK, "bold") if is_strong else (MUTED, "normal")
        used = write(axes, x, 7, cut, size=8.6, rtl=rtl, colour=colour, weight=weight) + 16
        x += ahead * used
        room -= used
        if room < 40:
            return


def as_of_words(layers: Layers, options: Options) -> str:
    """Say which state a page tells: "As of 120630Z MAR 20"; "" where nobody knows."""
    when = as_of(layers, options)
    return briefing_words("as_of", options.language, group=time_words(when, options.language)) if when else ""


def as_of(layers: Layers, options: Options) -> date | datetime | None:
    """Return the time of the state that a page tells: the one asked for, else when the workspace was last changed."""
    if options.as_of is not None:
        return options.as_of
    updated = layers.tables.metadata.get("updated", "")
    try:
        return datetime.fromisoformat(updated).astimezone(UTC)
    except ValueError:
        return None


def extent_words(layers: Layers, language: str) -> list[str]:
    """Say when what is told happened, and how much there is."""
    tables = layers.tables
    days = [
        day
        for table in (tables.events, tables.flows)
        for column in ("date_from", "date_to")
        for day in table[column]
        if day
    ]
    told = [briefing_words("told", language, dates=labels.date_words(min(days), max(days), language))] if days else []
    counts = [labels.counted(name, layers.counts[name], language) for name in ("events", "flows")]
    counts.append(labels.counted("documents", len(tables.documents), language))
    return [*told, labels.words(language)["comma"].join(counts)]


def note_lines(
    layers: Layers, view: "View", language: str, *, missed: int = 0, outside: Sequence[str] = (), more: str = ""
) -> list[tuple[str, str]]:
    """Return the notes below the map, each with its heading: sources, what is not on the map, the map, credits.

    ``more`` is said of the map before anything else.
    """
    heading, note = map_note(view, language)
    credit = [briefing_words(name, language) for name in ("credit_places", "credit_shapes")]
    return [
        (briefing_words("sources", language), _sources(layers, language)),
        (briefing_words("unplaced", language), unplaced_words(layers, language, missed, outside)),
        (heading, f"{more} \u00b7 {note}" if more else note),
        (briefing_words("credits", language), " · ".join(credit)),
    ]


def map_note(view: "View", language: str) -> tuple[str, str]:
    """Return the note on borders and projection, after its heading."""
    kind = "cylindrical" if view.projection.is_straight else "equal_area"
    projection = briefing_words(kind, language, middle=_middle(view, language))
    return briefing_words("map_note", language), f"{briefing_words('borders', language)} · {projection}"


def _middle(view: "View", language: str) -> str:
    lat, lon = view.latitude, (view.west + view.east) / 2
    lon = (lon + 180) % 360 - 180
    north = picture_words("side_n" if lat >= 0 else "side_s", language)
    east = picture_words("side_e" if lon >= 0 else "side_w", language)
    comma = labels.words(language)["comma"]
    written = [f"{abs(lat):.0f}\u00b0 {north}"]
    if not view.projection.is_straight:
        written.append(f"{abs(lon):.0f}\u00b0 {east}")
    return comma.join(written)


def _sources(layers: Layers, language: str) -> str:
    documents = layers.tables.documents
    if documents.empty:
        return "\u2013"
    unknown = labels.words(language)["unknown_publisher"]
    counts = documents["publisher"].replace("", unknown).value_counts()
    ordered = sorted(counts.items(), key=lambda one: (-one[1], str(one[0])))
    comma = labels.words(language)["comma"]
    named = [
        labels.isolated(str(name), language) + (f" \u00d7{n}" if n > 1 else "") for name, n in ordered[:_MOST_SOURCES]
    ]
    more = f" +{len(ordered) - _MOST_SOURCES}" if len(ordered) > _MOST_SOURCES else ""
    days = [day for day in documents["published"] if day]
    dates = f" · {labels.date_words(min(days), max(days), language)}" if days else ""
    return f"{comma.join(named)}{more}{dates}"


def unplaced_words(layers: Layers, language: str, missed: int = 0, outside: Sequence[str] = ()) -> str:
    """Say how much could not be placed, what lies beyond the edge, and how many names found no room."""
    comma = labels.words(language)["comma"]
    counts = [
        labels.counted(group.key, group.count, language)
        for group in tray(layers.tables, language, limit=0).groups
        if group.count
    ]
    parts = [comma.join(counts)] if counts else []
    if outside:
        names = comma.join(labels.isolated(name, language) for name in outside[:_MOST_OUTSIDE])
        names += f" +{len(outside) - _MOST_OUTSIDE}" if len(outside) > _MOST_OUTSIDE else ""
        parts.append(picture_words("outside", language, names=names))
    if missed:
        parts.append(picture_words("unlabelled", language, n=missed))
    return " · ".join(parts) or briefing_words("none_unplaced", language)


def draw_notes(axes: "Axes", lines: Sequence[tuple[str, str]], options: Options) -> None:
    """Write notes, a line each, cut to the page; see `note_lines`."""
    wide, top, rtl = axes.get_xlim()[1], axes.get_ylim()[1], options.rtl
    start, ahead = (wide, -1.0) if rtl else (0.0, 1.0)
    y = top - _LEADING
    for heading, text in lines:
        used = write(axes, start, y, heading, size=_NOTE, rtl=rtl, weight="bold", colour=MUTED) + 6
        write(
            axes, start + ahead * used, y, fitted(text, wide - used, _NOTE, rtl=rtl), size=_NOTE, rtl=rtl, colour=MUTED
        )
        y -= _LEADING + 1.2


def draw_footer(axes: "Axes", layers: Layers, options: Options, *, room: float, page: str = "") -> None:
    """Write the state of the workspace and the filters: in Latin letters and from the left in every language.

    Parameters
    ----------
    room
        How many points at the right are taken by the handling mark.
    page
        Which page it is, such as "3 / 12"; written before that.
    """
    wide = axes.get_xlim()[1] - room
    if page:
        wide -= write(axes, wide, 5.5, page, size=8.0, rtl=False, at_end=True, weight="bold", colour=MUTED) + 12
    state = layers.tables.metadata.get("hash", "")[:16]
    parts = [f"Kharita {geo.__version__}"]
    parts += [briefing_words("workspace", options.language, hash=state)] if state else []
    parts.append(filter_words(options))
    write(axes, 0.0, 5.5, fitted(" · ".join(parts), wide, 6.4), size=6.4, rtl=False, colour=MUTED)


def filter_words(options: Options) -> str:
    """Name the filters as the command line has them."""
    criteria = to_mapping(options.criteria)
    filters = "; ".join(f"{key}={','.join(values)}" for key, values in criteria.items())
    key = "filters" if filters else "unfiltered"
    return briefing_words(key, options.language, filters=filters)
