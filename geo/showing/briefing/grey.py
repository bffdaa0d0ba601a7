"""A drawn figure in shades of grey: what is told by colour is told by lightness, shape and dashes."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["GREYS", "grey_of", "turn_grey"]

GREYS = {
    "#0072b2": "#5a5a5a",  # agreement and talks
    "#009e73": "#808080",  # aid and cooperation
    "#e69f00": "#a0a0a0",  # accusation and threat
    "#d55e00": "#1c1c1c",  # force and coercion
    "#882255": "#111111",  # fighters and arms
    "#332288": "#6e6e6e",  # people and goods
    "#555555": "#9a9a9a",  # cargo not told
    "#cc79a7": "#7d7d7d",  # known to an area only
    "#7a7a7a": "#909090",  # denied
}
"""Colours of the palette -> greys that are farther apart than their own lightness is."""

_KEPT = "tlp"  # the standard says in which colours a handling mark stands


def grey_of(colour: Any) -> Any:
    """Return the grey of a colour, as opaque as it was.

    Examples
    --------
    >>> grey_of("#D55E00"), grey_of("#ffffff"), grey_of("none")
    ('#1c1c1cff', '#ffffffff', 'none')
    """
    from matplotlib.colors import to_hex, to_rgba

    red, green, blue, alpha = to_rgba(colour)
    if not alpha:
        return "none"
    known = GREYS.get(to_hex((red, green, blue)))
    if known:
        return to_hex((*to_rgba(known)[:3], alpha), keep_alpha=True)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return to_hex((light, light, light, alpha), keep_alpha=True)


def turn_grey(figure: "Figure") -> None:
    """Turn everything in a figure grey, but handling marks."""
    from matplotlib.collections import Collection
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch
    from matplotlib.text import Text

    for axes in figure.axes:
        if axes.get_label() == _KEPT:
            continue
        axes.set_facecolor(grey_of(axes.get_facecolor()))
        for artist in axes.findobj():
            if isinstance(artist, Text | Line2D):
                artist.set_color(grey_of(artist.get_color()))
            elif isinstance(artist, Patch):
                edge, face = artist.get_edgecolor(), artist.get_facecolor()
                artist.set(facecolor=grey_of(face), edgecolor=grey_of(edge))
            elif isinstance(artist, Collection):
                for get, put in (
                    (artist.get_facecolor, artist.set_facecolor),
                    (artist.get_edgecolor, artist.set_edgecolor),
                ):
                    shades = [grey_of(colour) for colour in get()]
                    put(shades or "none")
