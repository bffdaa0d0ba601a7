"""What stands for many in a picture: shaded squares, rings, bundles of flows; and arrows with one known end."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.showing import style
from geo.showing.layers import Layers
from geo.showing.picture.ground import Box, outline, seen_of
from geo.showing.picture.marks import (
    SCREEN_POINTS,
    Marks,
    Row,
    draw_flow,
    draw_row,
    unit_of,
)
from geo.showing.picture.text import INK, halo, page_of, put
from geo.showing.picture.view import View

__all__ = ["draw_area_glyphs", "draw_bundles", "draw_cells", "draw_heat", "draw_stubs", "moved_apart", "short_number"]

_THICK = 0.3  # of a ring's radius
_STEPS = 30  # in which rings are moved apart
_LEAST_TURN = 9.0  # degrees: a share that would not be seen is drawn so wide
_GLYPH_REACH = 14.0  # points from an area's middle to its symbols
_STUB_POINTS = 20.0
_AROUND = (215, 325, 145, 35, 180, 0, 250, 290, 110, 70, 270, 90)  # degrees, the best first, as on the map


def draw_heat(view: View, layers: Layers) -> None:
    """Shade the squares of the map by their number of events."""
    from matplotlib.collections import PathCollection

    for _, group in layers.heat.groupby("level", sort=True):
        seen = [seen_of(view, shape) for shape in group.geometry]
        paths = [outline(shape) for shape in seen if not shape.is_empty]
        squares = PathCollection(paths, facecolor=str(group["colour"].iloc[0]), edgecolor="none", zorder=1.9)
        squares.set_alpha(float(group["opacity"].iloc[0]))
        view.axes.add_collection(squares, autolim=False)


def draw_cells(view: View, layers: Layers, marks: Marks) -> None:
    """Draw a ring for each cell, a segment for each family of types, the sum in the middle; the fullest first.

    A ring stands near where most of its events are: where two would hide each other they are moved apart a little.
    """
    cells = layers.cells.sort_values(["n", "id"], ascending=[False, True])
    rows = [row for row in cells.to_dict("records") if view.holds(row["geometry"].x, row["geometry"].y)]
    if not rows:
        return
    radii = np.array([float(row["radius_px"]) * SCREEN_POINTS * unit_of(view) for row in rows])
    at = view.to_pixels(np.array([[row["geometry"].x, row["geometry"].y] for row in rows]))
    for row, spot, radius in zip(rows, moved_apart(at, radii), radii, strict=True):
        _draw_ring(view, spot, float(radius), row, marks)


def moved_apart(at: NDArray[np.float64], radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """Move circles that lie on one another apart, none farther than its own radius; the larger move less.

    Examples
    --------
    >>> moved_apart(np.array([[0.0, 0.0], [1.0, 0.0]]), np.array([1.0, 1.0])).round(1).tolist()
    [[-0.5, 0.0], [1.5, 0.0]]
    """
    spots = at.copy()
    share = radii[None, :] ** 2 / (radii[:, None] ** 2 + radii[None, :] ** 2)  # of a gap, what the first of two goes
    for _ in range(_STEPS):
        between = spots[:, None, :] - spots[None, :, :]
        far = np.hypot(between[..., 0], between[..., 1])
        lap = np.clip(radii[:, None] + radii[None, :] - far, 0.0, None)
        np.fill_diagonal(lap, 0.0)
        if not lap.any():
            break
        way = between / np.where(far > 0, far, 1.0)[..., None]
        same = (far == 0) & (lap > 0)
        way[same] = np.where(np.triu(np.ones_like(far), 1)[same][:, None] > 0, (-1.0, 0.0), (1.0, 0.0))
        moved = spots + (way * (lap * share)[..., None]).sum(axis=1) - at
        length = np.hypot(*moved.T)
        spots = at + moved * np.minimum(1.0, radii / np.where(length > 0, length, 1.0))[:, None]
    return np.asarray(spots, dtype=float)


def _draw_ring(view: View, at: NDArray[np.float64], radius: float, row: Row, marks: Marks) -> None:
    from matplotlib.patches import Circle, Wedge

    page, unit = page_of(view.axes), unit_of(view)
    ground = Circle(tuple(at), radius + unit, transform=page, facecolor="white", edgecolor=INK, linewidth=0.4)
    ground.set(alpha=0.94, zorder=5)
    view.axes.add_patch(ground)
    turn = 90.0  # from the top, clockwise
    for colour, share in _segments(row["parts"]):
        look: dict[str, Any] = {"facecolor": colour, "edgecolor": "white", "linewidth": 0.5, "zorder": 5.1}
        wedge = Wedge(tuple(at), radius, turn - share, turn, width=_THICK * radius, transform=page, **look)
        view.axes.add_patch(wedge)
        turn -= share
    text = short_number(int(row["n"]))
    size = max(5.0, min(8.0, radius / unit * 1.5 / max(2.1, 0.62 * len(text))))
    look = {"ha": "center", "va": "center_baseline", "transform": page, "zorder": 5.2, "clip_on": True}
    put(view.axes, at[0], at[1], text, size=size, **look)
    marks.note("events", str(row["id"]), at, radius)
    marks.boxes.append((at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius))


def _segments(parts: Sequence[tuple[str, int]]) -> list[tuple[str, float]]:
    """Return the colours of a ring and the degrees of each: every family is seen, all together are the whole ring."""
    palette = style.load_palette()
    families: dict[str, int] = {}
    for kind, n in parts:
        colour = palette.events[kind].colour
        families[colour] = families.get(colour, 0) + n
    total = sum(families.values()) or 1
    wide = {colour: max(_LEAST_TURN, 360 * n / total) for colour, n in families.items()}
    scale = 360 / (sum(wide.values()) or 1)
    return [(colour, turn * scale) for colour, turn in wide.items()]


def short_number(n: int) -> str:
    """Write a number so that it fits a ring.

    Examples
    --------
    >>> short_number(950), short_number(1234), short_number(45_600), short_number(2_000_000)
    ('950', '1.2k', '45k', '2M')
    """
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if n >= size:
            return f"{n // size}{letter}" if n >= 10 * size else f"{n * 10 // size / 10:g}{letter}"
    return str(n)


def draw_bundles(view: View, layers: Layers, marks: Marks) -> None:
    """Draw all flows between two places as one curve, the smallest first."""
    drawn = layers.bundles[layers.bundles.geometry.notna()].sort_values(["n", "id"])
    away = 5.0 * unit_of(view)
    for row in drawn.to_dict("records"):
        parts = shapely.get_parts(row["geometry"])
        for number, part in enumerate(parts):
            line = view.to_pixels(shapely.get_coordinates(part))
            ends = (away if number == 0 else 0.0, away if number == len(parts) - 1 else 0.0)
            draw_flow(view, row, line, marks, ends=ends, has_head=number == len(parts) - 1)


def draw_area_glyphs(view: View, layers: Layers, marks: Marks) -> int:
    """Draw the symbols of what is known only to an area, where its events are counted and not at hand.

    Return how many areas have no room for theirs: among many rings they would hide each other.
    """
    palette = style.load_palette()
    missed = 0
    for area in layers.areas.to_dict("records"):
        lon, lat = float(area["label_lon"]), float(area["label_lat"])
        if not area["glyphs"] or not view.holds(lon, lat):
            continue
        rows = [_glyph(palette, str(area["id"]), *glyph) for glyph in area["glyphs"]]
        missed += not draw_row(view, np.array([lon, lat]), 0.0, rows, marks, reach=_GLYPH_REACH)
    return missed


def _glyph(palette: style.Palette, area: str, kind: str, status: str, n: int) -> Row:
    look, event = palette.statuses[status], palette.events[kind]
    return {
        "id": f"{area}|{kind}",
        "colour": palette.denied_colour if look.struck else event.colour,
        "shape": event.shape,
        "fill": look.fill,
        "dash": look.dash,
        "struck": look.struck,
        "n": n,
        "radius_px": style.symbol_radius(n),
        "event_ids": (),
    }


def draw_stubs(view: View, layers: Layers, marks: Marks) -> None:
    """Draw flows with one known end: a short arrow into it or out of it, with a question mark."""
    radii = dict(zip(layers.places["id"], layers.places["radius_px"], strict=True))
    for row in layers.flows[layers.flows["stub"] != ""].sort_values(["amount", "id"]).to_dict("records"):
        end = "destination" if row["stub"] == "in" else "origin"
        lon, lat = float(row[f"{end}_lon"]), float(row[f"{end}_lat"])
        if view.holds(lon, lat):
            _draw_stub(view, row, np.array([lon, lat]), float(radii.get(row[f"{end}_id"], 0.0)), marks)


def _draw_stub(view: View, row: Row, position: NDArray[np.float64], radius_px: float, marks: Marks) -> None:
    unit = unit_of(view)
    at = view.to_pixels(position[None, :])[0]
    near = (radius_px * SCREEN_POINTS + 2) * unit
    far = near + _STUB_POINTS * unit

    def point(degrees: float, distance: float) -> NDArray[np.float64]:
        angle = math.radians(degrees)
        return np.asarray(at + distance * np.array([math.cos(angle), math.sin(angle)]), dtype=float)

    def around(spot: NDArray[np.float64]) -> Box:
        reach = 4.5 * unit
        return spot[0] - reach, spot[1] - reach, spot[0] + reach, spot[1] + reach

    def spots(degrees: float) -> list[Box]:
        return [around(point(degrees, distance)) for distance in ((near + far) / 2, far, far + 5 * unit)]

    angle = next((one for one in _AROUND if all(map(marks.is_free, spots(one)))), _AROUND[0])
    line = np.vstack([point(angle, far), point(angle, near)])
    line = line if row["stub"] == "in" else line[::-1]
    draw_flow(view, row, line, marks, ends=(0.0, 0.0), has_head=True)
    look: dict[str, Any] = {"ha": "center", "va": "center", "transform": page_of(view.axes), "zorder": 3.4}
    look |= {"colour": row["colour"], "weight": "bold", "clip_on": True, "path_effects": halo(2)}
    x, y = point(angle, far + 5 * unit)
    put(view.axes, x, y, "?", size=8, **look)
    marks.boxes += spots(angle)
