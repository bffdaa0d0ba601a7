"""The legend of a picture: only what is in it, how it looks and how many; and what is not on the map."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.showing import labels
from geo.showing.layers import FlowMeasure, Layers, LegendEntry
from geo.showing.picture.marks import SCREEN_POINTS, draw_shape
from geo.showing.picture.selected import GLOW
from geo.showing.picture.text import INK, MUTED, picture_words, put, shortened
from geo.showing.style import HEAT_OPACITY, load_palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

__all__ = ["draw_key", "heat_entries", "stub_entries"]

_ROW, _HEADING, _NOTE, _GAP = 15.5, 18.0, 11.5, 7.0  # points
_SAMPLE = 26.0  # points: how wide the sample of a line is
_LONGEST = 34
_COLUMN_GAP = 10.0  # points
_HALVES = 2
_LEAST_SHARE = 0.82
_MOST_OUTSIDE, _OUTSIDE_A_LINE = 6, 2

_GROUPS = (
    ("legend_events", ("events",)),
    ("legend_flows", ("flows",)),
    ("legend_status", ("status",)),
    ("legend_places", ("places", "areas")),
    ("legend_heat", ("heat",)),
    ("legend_overlays", ("overlay",)),
)
_PATCHES = {"areas": 0.28, "heat": HEAT_OPACITY, "overlay": 0.6}  # layer -> opacity of its sample


@dataclass(frozen=True, slots=True)
class _Item:
    """One row: a heading, an entry with its sample, or a note."""

    text: str
    height: float
    entry: LegendEntry | None = None
    heading: bool = False


def draw_key(
    axes: "Axes",
    layers: Layers,
    *,
    language: str,
    shown: Sequence[str],
    missed: int = 0,
    outside: Sequence[str] = (),
    more: Sequence[LegendEntry] = (),
    said: Sequence[str] = (),
    flow_measure: FlowMeasure = "claimants",
    columns: int = 1,
    notes: bool = True,
    tight: float = 1.0,
) -> None:
    """Fill an axes with the legend, from the top; it is set smaller where it would not fit.

    Parameters
    ----------
    shown
        Names of the layers that are in the picture.
    missed
        How many of what carries records have no name in it for want of room.
    outside
        Names of places that carry records but lie beyond the edge of the map.
    more
        Entries that the layers' own legend has not: of heat, of the user's layers, of one end unknown; a kind of border
        and whatever else is of no layer stand with the places.
    said
        What else is to be said at the end, a line each.
    flow_measure
        What the width of a flow tells.
    columns
        How many columns the legend may take.
    notes
        Whether what is not on the map is said too.
    tight
        How high a row is, against a row of a slide.
    """
    items = _items(layers, language, shown, more, flow_measure)
    stubs = sum(entry.count for entry in more if entry.layer == "stub")
    items += _notes(layers, language, missed, outside, said, stubs) if notes else []
    items = [replace(item, height=item.height * tight) for item in items]
    box = axes.get_window_extent()
    unit = float(axes.figure.dpi) / 72
    rtl = labels.direction(language) == "rtl"
    listed = _columns(items, columns, room=box.height / unit)
    needed = max((sum(item.height for item in column) for column in listed), default=0.0) * unit
    scale = min(1.0, box.height / needed) if needed else 1.0
    axes.set_xlim(box.x0, box.x1)
    axes.set_ylim(box.y0, box.y1)
    gap = _COLUMN_GAP * unit
    wide = (box.width - gap * (columns - 1)) / columns
    drawn = []
    for number, column in enumerate(listed):
        left = box.x1 - wide - number * (wide + gap) if rtl else box.x0 + number * (wide + gap)
        top = box.y1
        for item in column:
            middle = top - item.height * unit * scale / 2
            drawn.append(_draw_item(axes, item, (left, left + wide), middle, scale=scale, unit=unit, rtl=rtl))
            top -= item.height * unit * scale
    _fit_names([one for one in drawn if one is not None])


def _fit_names(drawn: Sequence[tuple["Text", float]]) -> None:
    """Make the names of entries smaller, all by the same share, where one has no room; the longest by more."""
    shares = [min(1.0, room / text.get_window_extent().width) for text, room in drawn]
    common = max(min(shares, default=1.0), _LEAST_SHARE)
    for (text, _), share in zip(drawn, shares, strict=True):
        text.set_fontsize(float(text.get_fontsize()) * min(common, share))


def _columns(items: Sequence[_Item], columns: int, *, room: float) -> list[list[_Item]]:
    """Part the items into columns of about one height, a group after its heading together."""
    groups: list[list[_Item]] = []
    for item in items:
        if item.heading:
            groups.append([])
        groups[-1].append(item)
    starts = [0, *np.cumsum([len(group) for group in groups]).tolist()]
    cuts = combinations(starts[1:-1], min(columns, max(1, len(groups))) - 1)
    parts = min(([list(items[a:b]) for a, b in pairwise((0, *cut, len(items)))] for cut in cuts), key=_highest)
    if columns > _HALVES and _highest(parts) > room:
        # A long group may go on in the next column, where that spares all from being set smaller.
        inner = [n for n in range(2, len(items) - 1) if not items[n - 1].heading and items[n].entry is not None]
        places = sorted({*starts[1:-1], *inner})
        cuts = combinations(places, min(columns - 1, len(places)))
        parts = min(([list(items[a:b]) for a, b in pairwise((0, *cut, len(items)))] for cut in cuts), key=_highest)
    for part in parts[1:]:
        if part[0].heading:
            part[0] = replace(part[0], height=parts[0][0].height)  # at the top no air is wanted above one
    return parts


def _highest(columns: Sequence[Sequence[_Item]]) -> float:
    return max(sum(item.height for item in column) for column in columns)


def _items(
    layers: Layers, language: str, shown: Sequence[str], more: Sequence[LegendEntry], measure: FlowMeasure
) -> list[_Item]:
    said = labels.words(language)
    items: list[_Item] = []
    grouped = {part for _, parts in _GROUPS for part in parts} | {"stub"}
    for title, parts in _GROUPS:
        visible = {part for part in parts if part in shown or (part == "status" and {"events", "flows"} & set(shown))}
        entries = [entry for entry in layers.legend if entry.layer in visible]
        entries += [entry for entry in more if entry.layer in _added(parts)]
        entries += [entry for entry in more if entry.layer not in grouped] if "places" in parts else []
        if not entries:
            continue
        items.append(_Item(said[title], _HEADING + (_GAP if items else 0), heading=True))
        for entry in entries:
            name = entry.words[labels.spoken(language)]
            items.append(_Item(shortened(name, _LONGEST), _ROW, entry=entry))
        notes = {"legend_flows": (f"width_{measure}", "schematic"), "legend_heat": ("heat_note",)}
        items += [_Item(said[key], _NOTE) for key in notes.get(title, ())]
    return items


def _added(parts: Sequence[str]) -> tuple[str, ...]:
    """Return the layers whose entries come beside the layers' own legend, of a group."""
    return ("stub",) if "flows" in parts else tuple(part for part in parts if part in {"heat", "overlay"})


def stub_entries(layers: Layers) -> list[LegendEntry]:
    """Return the line of the legend for flows with one known end, if there are any."""
    count = int((layers.flows["stub"] != "").sum())
    if not count:
        return []
    words = {language: labels.words(language)["stub"] for language in labels.LANGUAGES}
    colour = load_palette().flows["unknown"].colour
    return [LegendEntry(layer="stub", key="stub", words=words, colour=colour, count=count)]


def heat_entries(layers: Layers) -> list[LegendEntry]:
    """Return the scale of the shading: each level with the counts that it stands for, the lowest first."""
    found = []
    for level, group in layers.heat.groupby("level", sort=True):
        least, most = int(group["n"].min()), int(group["n"].max())
        text = f"{least:,}" if least == most else f"{least:,}\u2013{most:,}"
        words = dict.fromkeys(labels.LANGUAGES, text)
        found.append(LegendEntry(layer="heat", key=str(level), words=words, colour=str(group["colour"].iloc[0])))
    return found


def _notes(
    layers: Layers, language: str, missed: int, outside: Sequence[str], said: Sequence[str], stubs: int
) -> list[_Item]:
    """Say what is not on the map; flows with one known end are, where they are drawn as ``stubs``."""
    missing = {
        "unplaced_mentions": layers.missing.mentions_unplaced,
        "unplaced_events": layers.missing.events_unplaced,
        "unplaced_flows": layers.missing.flows_unplaced - stubs,
    }
    notes = [labels.counted(key, count, language) for key, count in missing.items() if count]
    notes += [picture_words("unlabelled", language, n=missed)] if missed else []
    for number in range(0, min(len(outside), _MOST_OUTSIDE), _OUTSIDE_A_LINE):
        names = outside[number : number + _OUTSIDE_A_LINE]
        text = labels.words(language)["comma"].join(names)
        notes.append(picture_words("outside", language, names=text) if number == 0 else text)
    if len(outside) > _MOST_OUTSIDE:
        notes.append(picture_words("more_outside", language, n=len(outside) - _MOST_OUTSIDE))
    notes += said
    if not notes:
        return []
    heading = _Item(labels.words(language)["not_shown"], _HEADING + _GAP, heading=True)
    return [heading, *(_Item(note, _NOTE) for note in notes)]


def _draw_item(
    axes: "Axes", item: _Item, sides: tuple[float, float], middle: float, *, scale: float, unit: float, rtl: bool
) -> tuple["Text", float] | None:
    """Draw a row; of an entry return its name and the room for that, in pixels."""
    start, ahead = (sides[1], -1.0) if rtl else (sides[0], 1.0)
    side, other = ("right", "left") if rtl else ("left", "right")
    if item.heading:
        low = middle - max(0.0, item.height - _HEADING) * unit * scale / 2
        put(axes, start, low, item.text, size=9.5 * scale, weight="bold", ha=side, va="center")
        return None
    if item.entry is None:
        put(axes, start, middle, item.text, size=7 * scale, colour=MUTED, ha=side, va="center")
        return None
    centre = start + ahead * _SAMPLE * unit * scale / 2
    _draw_sample(axes, item.entry, centre, middle, scale=scale, unit=unit)
    text_at = start + ahead * (_SAMPLE + 6) * unit * scale
    text = put(axes, text_at, middle, item.text, size=8.5 * scale, colour=INK, ha=side, va="center")
    end = sides[0] if rtl else sides[1]
    count = f"{item.entry.count:,}" if item.entry.count else ""
    put(axes, end, middle, count, size=8.5 * scale, colour=MUTED, ha=other, va="center")
    return text, abs(end - text_at) - (6.0 * len(count) + 2) * unit * scale


def _draw_sample(axes: "Axes", entry: LegendEntry, x: float, y: float, *, scale: float, unit: float) -> None:
    """Draw how an entry looks on the map."""
    from matplotlib.patches import Circle, Rectangle

    half = _SAMPLE * unit * scale / 2
    look: dict[str, Any] = {"shape": entry.shape, "colour": entry.colour, "fill": entry.fill, "dash": entry.dash}
    look["struck"] = entry.struck
    middle = np.array([x, y])
    if entry.layer in _PATCHES:
        box = Rectangle((x - half * 0.7, y - 4.5 * unit * scale), half * 1.4, 9 * unit * scale)
        box.set(facecolor=entry.colour, alpha=_PATCHES[entry.layer], edgecolor="none")
        axes.add_patch(box)
        return
    if entry.layer == "selected":
        for colour, width in ((INK, 3.6), (GLOW, 2.2)):
            axes.add_patch(Circle((x, y), 5 * unit * scale, fill=False, edgecolor=colour, linewidth=width * scale))
        return
    if entry.layer == "stub":
        look = {"weight": "bold", "colour": entry.colour, "ha": "center", "va": "center"}
        put(axes, x, y, "?\u2192", size=8 * scale, **look)
        return
    if entry.layer in {"flows", "status", "border"}:
        start = x if entry.layer == "status" else x - half
        dash = (0, tuple(float(part) / 2 for part in entry.dash.split())) if entry.dash else "-"
        line: dict[str, Any] = {"color": entry.colour, "linewidth": 1.5 * scale, "linestyle": dash}
        axes.plot([start + 2 * unit, x + half], [y, y], scalex=False, scaley=False, **line)
    if entry.layer == "status":
        draw_shape(axes, middle - (half * 0.55, 0), 4.2 * scale, look)
    elif entry.layer not in {"flows", "border"}:
        radius = 3.5 if entry.layer == "places" else 7.0
        draw_shape(axes, middle, radius * SCREEN_POINTS * scale, look)
