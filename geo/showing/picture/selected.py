"""What is selected, in a picture as on the map: a bright ring or outline with a dark edge, or the box drawn."""

from typing import Any

import numpy as np

from geo.showing.layers import Layers
from geo.showing.picture.ground import outline, seen_of
from geo.showing.picture.marks import Marks, unit_of
from geo.showing.picture.text import INK, page_of
from geo.showing.picture.view import Bounds, View

__all__ = ["GLOW", "draw_box", "draw_selected"]

GLOW = "#ffd60a"
_LOST = 18.0  # points: radius of the ring around an area that is shown by its name only


def draw_selected(view: View, layers: Layers, marks: Marks, selected: tuple[str, str]) -> bool:
    """Draw the halo of what is selected; say whether it is in the picture."""
    layer, _ = selected
    if layer == "areas":
        return _around_area(view, layers, selected[1])
    if layer == "flows":
        return _along_flow(view, marks, selected[1])
    return _around_spot(view, marks, selected)


def _around_spot(view: View, marks: Marks, selected: tuple[str, str]) -> bool:
    if selected not in marks.spots:
        return False
    x, y, radius = marks.spots[selected]
    _ring(view, x, y, radius + 4 * unit_of(view))
    return True


def _ring(view: View, x: float, y: float, radius: float) -> None:
    from matplotlib.patches import Circle

    for colour, width in ((INK, 4.5), (GLOW, 2.7)):
        look: dict[str, Any] = {"fill": False, "edgecolor": colour, "linewidth": width, "zorder": 5.35}
        view.axes.add_patch(Circle((x, y), radius, transform=page_of(view.axes), **look))


def _along_flow(view: View, marks: Marks, key: str) -> bool:
    lines = marks.ways.get(key, [])
    for colour, more in ((INK, 7.5), (GLOW, 5.2)):
        for line, width in lines:
            look: dict[str, Any] = {"color": colour, "linewidth": width + more, "zorder": 2.9}
            look |= {"transform": page_of(view.axes), "scalex": False, "scaley": False, "solid_capstyle": "butt"}
            view.axes.plot(*line.T, **look)
    return bool(lines)


def _around_area(view: View, layers: Layers, key: str) -> bool:
    from matplotlib.collections import PathCollection

    for row in layers.areas[layers.areas["id"] == key].to_dict("records"):
        if row["geometry"] is None:
            at = np.array([[float(row["label_lon"]), float(row["label_lat"])]])
            if not view.holds(*at[0]):
                return False
            x, y = view.to_pixels(at)[0]
            _ring(view, x, y, _LOST * unit_of(view))
            return True
        seen = seen_of(view, row["geometry"])
        if seen.is_empty:
            return False
        for colour, width in ((INK, 4.4), (GLOW, 2.6)):
            look: dict[str, Any] = {"facecolor": "none", "edgecolor": colour, "linewidth": width, "zorder": 2.8}
            view.axes.add_collection(PathCollection([outline(seen)], **look), autolim=False)
        return True
    return False


def draw_box(view: View, box: Bounds) -> None:
    """Draw the box that was chosen on the map: west, south, east, north."""
    from matplotlib.patches import Polygon

    west, south, east, north = box
    corners = view.to_pixels(np.array([(west, south), (east, south), (east, north), (west, north)]))
    look: dict[str, Any] = {
        "fill": False,
        "edgecolor": INK,
        "linewidth": 1.5,
        "linestyle": (0, (4.5, 3)),
        "zorder": 5.6,
    }
    view.axes.add_patch(Polygon(corners, transform=page_of(view.axes), **look))
