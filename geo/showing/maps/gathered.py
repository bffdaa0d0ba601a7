"""What a map of many records sends instead of them: cells with their events counted, bundles of flows, shaded boxes.

Short keys, no text twice, ways by three points: a change of the view must stay small however much lies behind it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from shapely.geometry.base import BaseGeometry

from geo.coordinates import unwrap
from geo.showing import labels, style
from geo.showing.extent import Box
from geo.showing.layers import Layers

__all__ = ["bundles_spec", "cells_spec", "compact", "extent_of_cells", "heat_spec", "line_points", "rounded"]

_LARGEST_CELL_PX = 26.0  # cells lie 56 to 64 pixels apart: two rings side by side must not touch
_CURVE_POINTS = 3
_SHOWN_SHARE = 0.97  # of all events: what lies alone far away does not shrink the rest

Spec = dict[str, Any]


def rounded(values: Any, decimals: int) -> Any:
    """Round the numbers of nested lists; never to a negative zero.

    Examples
    --------
    >>> rounded([[1.23456, -0.00001], [2, 3]], 4)
    [[1.2346, 0.0], [2, 3]]
    """
    if isinstance(values, list | tuple):
        return [rounded(value, decimals) for value in values]
    return round(values, decimals) + 0


def compact(n: int) -> str:
    """Write a number with three signs at most, for the middle of a ring.

    Examples
    --------
    >>> [compact(n) for n in (7, 999, 1234, 45_678, 999_999, 1_250_000)]
    ['7', '999', '1.2k', '45k', '999k', '1.2M']
    """
    for size, sign in ((1_000_000, "M"), (1000, "k")):
        if n >= size:
            tenths = n * 10 // size  # cut, not rounded: 999,999 is no million
            return f"{tenths // 10}{sign}" if tenths >= 100 or tenths % 10 == 0 else f"{tenths / 10:.1f}{sign}"
    return str(n)


def line_points(shape: BaseGeometry, decimals: int) -> list[list[float]]:
    """Return a way as the page wants it: start, middle and end of a curve; all its points over the antimeridian.

    The curves of `geo.coordinates.flow_curve` are quadratic: three points are the whole curve.
    """
    parts = [list(part.coords) for part in getattr(shape, "geoms", [shape])]
    points = [(float(lon), float(lat)) for part in parts for lon, lat, *_ in part]
    whole = [list(point) for point in unwrap(points)]
    if len(parts) == 1 and len(whole) > _CURVE_POINTS and len(whole) % 2:
        whole = [whole[0], whole[len(whole) // 2], whole[-1]]
    return [list(point) for point in rounded(whole, decimals)]


def cells_spec(layers: Layers, language: str, looks: dict[str, Spec], *, decimals: int) -> Spec:
    """Return the cells of the layers, and the event types that they name by number.

    A cell's box is in its id; the page reads it from there.
    """
    palette = style.load_palette()
    rows = layers.cells.to_dict("records")
    types = [name for name in palette.events if any(name == kind for row in rows for kind, _ in row["parts"])]
    number = {name: place for place, name in enumerate(types)}
    return {
        "types": [
            {"name": labels.type_words(name, language), "look": _full_look(palette, name, looks)} for name in types
        ],
        "cells": [
            {
                "id": str(row["id"]),
                "at": rounded([row["geometry"].x, row["geometry"].y], decimals),
                "n": int(row["n"]),
                "sum": compact(int(row["n"])),
                "title": labels.counted("events", int(row["n"]), language),
                "parts": [[number[kind], int(n)] for kind, n in row["parts"]],
                "r": min(_LARGEST_CELL_PX, round(float(row["radius_px"]), 1)),
            }
            for row in sorted(rows, key=lambda row: (-row["n"], row["id"]))
        ],
    }


def extent_of_cells(layers: Layers) -> Box:
    """Return the box that holds the fullest cells, together nearly all of the events."""
    cells = layers.cells.sort_values(["n", "id"], ascending=[False, True])
    before = cells["n"].cumsum() - cells["n"]
    kept = cells[before < _SHOWN_SHARE * cells["n"].sum()]
    return (
        float(kept["west"].min()),
        float(kept["south"].min()),
        float(kept["east"].max()),
        float(kept["north"].max()),
    )


def _full_look(palette: style.Palette, name: str, looks: dict[str, Spec]) -> str:
    """Put the look of an event type, told as certain, into the table of looks; return its key."""
    kind = palette.events[name]
    key = f"{kind.shape}-{kind.colour}-full-0"
    outline = [list(point) for point in palette.shapes[kind.shape]]
    look = {"outline": outline, "colour": kind.colour, "tint": style.tint(kind.colour), "fill": "full", "struck": False}
    looks.setdefault(key, look)
    return key


def bundles_spec(layers: Layers, language: str, *, decimals: int) -> Spec:
    """Return the bundles of the layers; looks and statuses are named by number."""
    palette = style.load_palette()
    statuses = list(palette.statuses)
    styles: dict[tuple[str, str, bool], int] = {}
    found = [
        _bundle(row, styles, statuses, language, decimals)
        for row in layers.bundles.sort_values(["n", "id"]).to_dict("records")
        if row["geometry"] is not None
    ]
    return {
        "styles": [{"colour": colour, "dash": dash, "struck": struck} for colour, dash, struck in styles],
        "statuses": [_status_entry(palette, name, language) for name in statuses],
        "bundles": found,
    }


def _bundle(
    row: Mapping[Any, Any],
    styles: dict[tuple[str, str, bool], int],
    statuses: Sequence[str],
    language: str,
    decimals: int,
) -> Spec:
    look = (str(row["colour"]), str(row["dash"]), bool(row["struck"]))
    return {
        "id": str(row["id"]),
        "line": line_points(row["geometry"], decimals),
        "title": labels.flow_title(row, language),
        "what": labels.counted("flows", int(row["n"]), language),
        "n": compact(int(row["n"])) if row["n"] > 1 else "",
        "look": styles.setdefault(look, len(styles)),
        "w": round(float(row["width"]), 1),
        "parts": [[statuses.index(name), int(n)] for name, n in row["statuses"]],
    }


def _status_entry(palette: style.Palette, name: str, language: str) -> Spec:
    look = palette.statuses[name]
    return {
        "name": labels.status_words(name, language),
        "colour": palette.denied_colour if look.struck else palette.place_colour,
        "tint": style.tint(palette.place_colour),
        "fill": look.fill,
        "dash": look.dash,
        "struck": look.struck,
    }


def heat_spec(layers: Layers, *, decimals: int) -> Spec:
    """Return the shaded boxes, and how each level looks."""
    looks: dict[int, Spec] = {}
    boxes = []
    for row in layers.heat.to_dict("records"):
        level = int(row["level"])
        looks.setdefault(level, {"colour": str(row["colour"]), "opacity": float(row["opacity"])})
        boxes.append([*rounded(row["geometry"].bounds, decimals), level])
    return {"name": "heat", "levels": {str(level): looks[level] for level in sorted(looks)}, "boxes": boxes}
