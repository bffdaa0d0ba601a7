"""What a picture tells of: areas, flows, places and event symbols, in the looks of the palette.

Sizes come in pixels of a screen, as the layers have them; on paper one is a ninety-sixth of an inch.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.showing import style
from geo.showing.layers import Layers
from geo.showing.picture.ground import Box, outline, seen_of
from geo.showing.picture.text import INK, halo, page_of, put
from geo.showing.picture.view import View

__all__ = [
    "SCREEN_POINTS",
    "Marks",
    "Row",
    "draw_areas",
    "draw_flow",
    "draw_flows",
    "draw_places",
    "draw_row",
    "draw_shape",
    "draw_symbols",
    "unit_of",
]

Row = Mapping[Any, Any]

SCREEN_POINTS = 0.75
_GAP = 1.5  # points between two symbols
_SOFT_RINGS = 6
_SOFT_SHARE = 0.12  # of an area's breadth fades out where no border is known
_HEAD_POINTS = 6.0
_PAIR = 2
_LETTERS = {"·": 2.9, "–": 3.9}  # points; digits take more
_LEAST_POINTS = 2
_BEYOND = 80.0  # pixels beyond the frame to which a line is drawn
_ENDS = ("origin", "destination")
_SIDES = ((0.0, 1.0), (0.0, -1.0), (1.0, 0.0), (-1.0, 0.0), (0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7))


@dataclass(slots=True)
class Marks:
    """What is taken on the page already, in pixels: boxes of symbols and dots, and the lines of flows.

    ``frame`` is the edge of a map that shows a part of what there is: what lies beyond it is cut off, and no symbol is
    set there. ``spots`` and ``ways`` are where what the map knows by layer and id was drawn: middle and radius, lines
    and their widths in points.
    """

    boxes: list[Box] = field(default_factory=list)
    lines: list[NDArray[np.float64]] = field(default_factory=list)
    frame: Box | None = None
    spots: dict[tuple[str, str], tuple[float, float, float]] = field(default_factory=dict)
    ways: dict[str, list[tuple[NDArray[np.float64], float]]] = field(default_factory=dict)

    def note(self, layer: str, key: str, at: NDArray[np.float64], radius: float) -> None:
        """Take down where something was drawn."""
        self.spots[layer, key] = (float(at[0]), float(at[1]), radius)

    def is_free(self, box: Box) -> bool:
        """Say whether nothing is there yet."""
        if self.frame is not None and not _is_within(box, self.frame):
            return False
        return not any(
            box[0] < other[2] and box[2] > other[0] and box[1] < other[3] and box[3] > other[1] for other in self.boxes
        )

    def is_crossed(self, box: Box) -> bool:
        """Say whether a flow runs through it."""
        west, south, east, north = box
        for line in self.lines:
            x, y = line.T
            if ((x > west) & (x < east) & (y > south) & (y < north)).any():
                return True
        return False


def _is_within(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def unit_of(view: View) -> float:
    """Return the pixels to a point."""
    return float(view.axes.figure.dpi) / 72


def draw_areas(view: View, layers: Layers) -> None:
    """Draw what is known only to an area as that area; where its edge is not known, it fades out."""
    from matplotlib.collections import PathCollection

    def draw(shape: Any, **look: Any) -> None:
        seen = seen_of(view, shape)
        if not seen.is_empty:
            view.axes.add_collection(PathCollection([outline(seen)], **look), autolim=False)

    for row in layers.areas.to_dict("records"):
        shape = row["geometry"]
        if shape is None:
            continue
        colour, opacity = row["colour"], float(row["opacity"])
        if row["drawn"] == "vicinity" or str(row["area"]).startswith(("part:", "circle:", "sector:")):
            thin = 1 - (1 - opacity) ** (1 / _SOFT_RINGS)
            for ring in _fading(shape):
                draw(ring, facecolor=colour, edgecolor="none", alpha=thin, zorder=2)
            continue
        draw(shape, facecolor=colour, edgecolor="none", alpha=opacity, zorder=2)
        if opacity > style.area_opacity(0):
            draw(shape, facecolor="none", edgecolor=colour, linewidth=0.9, alpha=0.7, zorder=2.1)


def _fading(shape: Any) -> list[Any]:
    """Return the shape and ever smaller ones inside of it: laid on one another, they fade towards the edge."""
    west, south, east, north = shape.bounds
    depth = _SOFT_SHARE * min(east - west, north - south)
    rings = [shape.buffer(-depth * number / _SOFT_RINGS) for number in range(_SOFT_RINGS)]
    return [ring for ring in rings if not ring.is_empty]


def draw_flows(view: View, layers: Layers, marks: Marks) -> None:
    """Draw flows as curves with arrowheads, the least told first so that the most told lie on top."""
    drawn = layers.flows[layers.flows.geometry.notna()].sort_values(["amount", "id"])
    dots = dict(zip(layers.places["id"], layers.places["radius_px"], strict=True))
    unit = unit_of(view)
    for row in drawn.to_dict("records"):
        away = {end: (float(dots.get(row[f"{end}_id"], 0)) * SCREEN_POINTS + 1.5) * unit for end in _ENDS}
        parts = shapely.get_parts(row["geometry"])
        for number, part in enumerate(parts):
            line = view.to_pixels(shapely.get_coordinates(part))
            is_last = number == len(parts) - 1
            start = away["origin"] if number == 0 else 0.0
            end = away["destination"] if is_last and row["destination_id"] in dots else 0.0
            draw_flow(view, row, line, marks, ends=(start, end), has_head=is_last)


def draw_flow(
    view: View, row: Row, line: NDArray[np.float64], marks: Marks, *, ends: tuple[float, float], has_head: bool
) -> None:
    """Draw a flow along a line in pixels.

    Parameters
    ----------
    ends
        How many pixels of the line are left free at its start and its end.
    has_head
        Whether the line ends in an arrowhead.
    """
    line = _trimmed(_trimmed(line, ends[0], 0.0), 0.0, ends[1]) if len(line) > 1 else line
    for part, is_end in _visible(line, marks.frame):
        _draw_flow(view, row, part, has_head=has_head and is_end, is_whole=len(part) == len(line))
        marks.lines.append(_dense(part, 3 * unit_of(view)))
        marks.ways.setdefault(str(row["id"]), []).append((part, float(row["width"]) * SCREEN_POINTS))


def _visible(line: NDArray[np.float64], frame: Box | None) -> list[tuple[NDArray[np.float64], bool]]:
    """Return the pieces of a line that are within a frame or just beyond it, and whether each has the line's end.

    A line from one continent to the next is millions of pixels long where a map shows a street.
    """
    if len(line) < _LEAST_POINTS:
        return []
    if frame is None or _is_within((*line.min(axis=0), *line.max(axis=0)), frame):
        return [(line, True)]
    cut = shapely.clip_by_rect(shapely.linestrings(line), *shapely.box(*frame).buffer(_BEYOND).bounds)
    pieces = [shapely.get_coordinates(piece) for piece in shapely.get_parts(cut)]
    return [(piece, bool(np.allclose(piece[-1], line[-1]))) for piece in pieces if len(piece) >= _LEAST_POINTS]


def _draw_flow(view: View, row: Row, line: NDArray[np.float64], *, has_head: bool, is_whole: bool) -> None:
    from matplotlib.patches import Polygon

    width = float(row["width"]) * SCREEN_POINTS
    unit = unit_of(view)
    head = (_HEAD_POINTS + 1.6 * width) * unit
    shaft = _trimmed(line, 0.0, 0.8 * head) if has_head else line
    dashes = _dashes(str(row["dash"]), float(row["width"]))
    look: dict[str, Any] = {
        "transform": page_of(view.axes),
        "scalex": False,
        "scaley": False,
        "solid_capstyle": "butt",
        "dash_capstyle": "butt",
    }
    if len(shaft) > 1:
        view.axes.plot(*shaft.T, color="white", linewidth=width + 2, alpha=0.75, zorder=3, **look)
        view.axes.plot(*shaft.T, color=row["colour"], linewidth=width, linestyle=dashes, zorder=3.1, **look)
    if has_head:
        tip, back = line[-1], _at_distance(line[::-1], head)
        along = (tip - back) / (math.dist(tip, back) or 1.0)
        across = np.array([-along[1], along[0]]) * head * 0.42
        corners = [tip, back + across, back + along * head * 0.2, back - across]
        patch = Polygon(corners, transform=page_of(view.axes), facecolor=row["colour"], zorder=3.3)
        patch.set(edgecolor="white", linewidth=0.6)
        view.axes.add_patch(patch)
    if row["struck"] and (is_whole or has_head):
        middle = _at_distance(line, _length(line) / 2)
        cross = {"shape": "cross", "colour": row["colour"], "fill": "full", "dash": "", "struck": False}
        draw_shape(view.axes, middle, 5.0, cross)


def _dashes(dash: str, width: float) -> Any:
    """Turn dashes in pixels into matplotlib's, which are counted in widths of the line."""
    if not dash:
        return "-"
    return (0, tuple(float(part) / width for part in dash.split()))


def _length(line: NDArray[np.float64]) -> float:
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def _at_distance(line: NDArray[np.float64], distance: float) -> NDArray[np.float64]:
    """Return the point so far along a line; its end where it is shorter."""
    reached = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    return np.array([np.interp(distance, reached, line[:, axis]) for axis in (0, 1)])


def _dense(line: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    """Return points along a line that stand no farther apart than a step."""
    reached = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    at = np.linspace(0.0, reached[-1], max(2, math.ceil(reached[-1] / step) + 1))
    return np.column_stack([np.interp(at, reached, line[:, axis]) for axis in (0, 1)])


def _trimmed(line: NDArray[np.float64], start: float, end: float) -> NDArray[np.float64]:
    """Cut so many pixels off the ends of a line; a line shorter than that is cut to nothing."""
    reached = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    total = reached[-1]
    if total <= start + end:
        return line[:0]
    inner = line[(reached > start) & (reached < total - end)]
    return np.vstack([_at_distance(line, start), inner, _at_distance(line, total - end)])


def draw_places(view: View, layers: Layers, marks: Marks) -> None:
    """Draw the dots of places; those that are only named are fainter."""
    from matplotlib.patches import Circle

    unit, page = unit_of(view), page_of(view.axes)
    for row in layers.places.sort_values(["n_mentions", "id"]).to_dict("records"):
        if not view.holds(row["lon"], row["lat"]):
            continue
        x, y = view.to_pixels(np.array([[row["lon"], row["lat"]]]))[0]
        radius = float(row["radius_px"]) * SCREEN_POINTS * unit
        busy = row["n_events"] > 0 or row["n_flows"] > 0
        dot = Circle((x, y), radius, transform=page, facecolor=row["colour"], edgecolor="white", zorder=4)
        dot.set_linewidth(0.8)
        dot.set_alpha(1.0 if busy else 0.55)
        view.axes.add_patch(dot)
        marks.note("places", str(row["id"]), np.array([x, y]), radius)
        marks.boxes.append((x - radius, y - radius, x + radius, y + radius))


def draw_symbols(view: View, layers: Layers, marks: Marks, numbers: Mapping[str, int] | None = None) -> None:
    """Draw the symbols of events beside their place, or in the area that they are known to.

    Parameters
    ----------
    numbers
        Id of a row of ``layers.events`` -> the number that leads to it in a list beside the map.
    """
    radii = dict(zip(layers.places["id"], layers.places["radius_px"], strict=True))
    spots: list[tuple[float, float, float, list[Row]]] = []
    for place_id, group in layers.symbols.groupby("place_id", sort=True):
        point = group.iloc[0]["geometry"]
        spots.append((point.x, point.y, float(radii.get(place_id, 0.0)), group.to_dict("records")))
    spots += _area_spots(layers)
    for lon, lat, radius_px, rows in sorted(spots, key=lambda spot: (-len(spot[3]), spot[0], spot[1])):
        if view.holds(lon, lat):
            draw_row(view, np.array([lon, lat]), radius_px, rows, marks, numbers)


def _area_spots(layers: Layers) -> list[tuple[float, float, float, list[Row]]]:
    """Return, for each area, where its symbols go and the strongest event of each type known only to it."""
    strength = {name: rank for rank, name in enumerate(style.load_palette().statuses)}
    at = layers.events[~layers.events["drawn"].isin(["point", "none"])]
    at = at.assign(rank=at["status"].map(strength).astype(int)).sort_values(["place_id", "type", "rank", "id"])
    places = {row["id"]: row for row in layers.areas.to_dict("records")}
    found: list[tuple[float, float, float, list[Row]]] = []
    for place_id, group in at.groupby("place_id", sort=True):
        if place_id not in places:
            continue
        rows: list[Row] = []
        for _, same in group.groupby("type", sort=True):
            radius = style.symbol_radius(len(same))
            rows.append({**same.iloc[0].to_dict(), "n": len(same), "radius_px": radius, "event_ids": tuple(same["id"])})
        area = places[place_id]
        found.append((float(area["label_lon"]), float(area["label_lat"]), 0.0, rows))
    return found


def draw_row(
    view: View,
    position: NDArray[np.float64],
    radius_px: float,
    rows: Sequence[Row],
    marks: Marks,
    numbers: Mapping[str, int] | None = None,
    *,
    reach: float | None = None,
) -> bool:
    """Draw the symbols of one spot in a row, as near to it as there is room; a thin line leads to one farther off.

    Return whether they are drawn: with a ``reach``, in points, they are left out where no room is so near.
    """
    unit = unit_of(view)
    spot = view.to_pixels(position[None, :])[0]
    radii = [float(row["radius_px"]) * SCREEN_POINTS * unit for row in rows]
    tags = [_tag(row, numbers or {}) for row in rows]
    counts = [sum(_width(part, unit) for part in tag) for tag in tags]
    wide = sum(2 * radius + count for radius, count in zip(radii, counts, strict=True)) + _GAP * unit * (len(rows) - 1)
    tall = 2 * max(radii)
    away = (radius_px * SCREEN_POINTS + _GAP) * unit if radius_px else 0.0
    box, is_apart = _room(spot, wide, tall, away, marks)
    if reach is not None and not (marks.is_free(box) and _gap(spot, box) <= reach * unit):
        return False
    marks.boxes.append(box)
    left, middle = box[0], (box[1] + box[3]) / 2
    if is_apart:
        end = (np.clip(spot[0], box[0] + radii[0], box[2] - radii[0]), middle)
        line: dict[str, Any] = {"color": "#8a93a0", "linewidth": 0.7, "zorder": 3.5, "transform": page_of(view.axes)}
        view.axes.plot([spot[0], end[0]], [spot[1], end[1]], scalex=False, scaley=False, **line)
    for row, radius, tag, count in zip(rows, radii, tags, counts, strict=True):
        at = np.array([left + radius, middle])
        draw_shape(view.axes, at, radius / unit, row)
        marks.note("events", str(row["id"]), at, radius)
        _write_tag(view, left + 2 * radius + unit, middle, tag)
        left += 2 * radius + count + _GAP * unit
    return True


def _gap(spot: NDArray[np.float64], box: Box) -> float:
    """Return how far a box is from a spot, in pixels."""
    across = max(box[0] - spot[0], 0.0, spot[0] - box[2])
    along = max(box[1] - spot[1], 0.0, spot[1] - box[3])
    return math.hypot(across, along)


def _tag(row: Row, numbers: Mapping[str, int]) -> tuple[str, str]:
    """Return the numbers of a symbol's events in the list, and how many it stands for where that does not say it."""
    listed = sorted({numbers[name] for name in row["event_ids"] if name in numbers})
    n = int(row["n"])
    return _ranges(listed), f"×{n}" if n > max(1, len(listed)) else ""


def _ranges(numbers: Sequence[int]) -> str:
    """Write ascending numbers, three and more in a row by the first and the last.

    Examples
    --------
    >>> _ranges([1, 2, 4, 5, 6, 9]), _ranges([])
    ('1·2·4–6·9', '')
    """
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return "·".join(f"{part[0]}–{part[-1]}" if len(part) > _PAIR else "·".join(map(str, part)) for part in parts)


def _width(text: str, unit: float) -> float:
    return (4.0 + sum(_LETTERS.get(letter, 4.7) for letter in text)) * unit if text else 0.0


def _write_tag(view: View, x: float, y: float, tag: tuple[str, str]) -> None:
    """Write the numbers white on dark, and the count in plain."""
    listed, count = tag
    unit = unit_of(view)
    look: dict[str, Any] = {"va": "center", "zorder": 5.2, "transform": page_of(view.axes)}
    if listed:
        badge = {"boxstyle": "round,pad=0.18,rounding_size=0.4", "facecolor": INK, "edgecolor": "white"}
        middle = x + _width(listed, unit) / 2
        put(view.axes, middle, y, listed, size=6, colour="white", weight="bold", ha="center", **look, bbox=badge)
    if count:
        put(view.axes, x + _width(listed, unit), y, count, size=6.5, ha="left", **look, path_effects=halo(2))


def _room(spot: NDArray[np.float64], wide: float, tall: float, away: float, marks: Marks) -> tuple[Box, bool]:
    """Find room for a box by a spot: touching it if that can be, else farther and farther off; and say whether it is.

    Where a place is told of by a dot, the box stands beside it; in an area it may stand on the spot itself.
    """
    x, y = float(spot[0]), float(spot[1])

    def around(dx: float, dy: float) -> Box:
        return x + dx - wide / 2, y + dy - tall / 2, x + dx + wide / 2, y + dy + tall / 2

    rings = [away] if away else []
    rings += [(away or 0.3 * tall) + step * tall for step in (0.5, 1.0, 1.6, 2.3, 3.2)]
    near = [] if away else [(around(0, 0), False)]
    for number, ring in enumerate(rings):
        for dx, dy in _SIDES:
            box = around(dx * (ring + wide / 2), dy * (ring + tall / 2))
            near.append((box, bool(number or not away)))
    free = [one for one in near if marks.is_free(one[0])]
    clear = [one for one in free if not marks.is_crossed(one[0])]
    return next(iter(clear[:1] or free[:1] or near[:1]))


def draw_shape(axes: Any, middle: NDArray[np.float64], radius_points: float, row: Row) -> None:
    """Draw a shape of the palette on any axes at a point of the page."""
    from matplotlib.patches import Circle, PathPatch, Polygon

    radius = radius_points * float(axes.figure.dpi) / 72
    colour = str(row["colour"])
    face = {"full": colour, "tint": style.tint(colour), "empty": "white"}[row["fill"]]
    points = style.load_palette().shapes.get(str(row["shape"]), ())
    dash = str(row["dash"])
    edge = "white" if row["fill"] == "full" else colour
    page = page_of(axes)
    look: dict[str, Any] = {"transform": page, "facecolor": face, "edgecolor": edge, "joinstyle": "round", "zorder": 5}
    look["linewidth"] = 0.7 if row["fill"] == "full" else 1.1
    look["linestyle"] = (0, tuple(float(part) / 2.2 for part in dash.split())) if dash else "-"
    if points:
        shape: Any = Polygon(middle + radius * np.array(points), closed=True, **look)
    else:
        shape = Circle(tuple(middle), radius, **look)
    shape.set_path_effects(halo(2.2))
    axes.add_patch(shape)
    if row["struck"]:
        from matplotlib.path import Path

        reach = radius * 1.15
        stroke = Path([middle - reach, middle + reach])
        axes.add_patch(PathPatch(stroke, transform=page, edgecolor=colour, linewidth=1.2, zorder=5.1))
