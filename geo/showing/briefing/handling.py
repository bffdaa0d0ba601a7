"""Handling marks: the Traffic Light Protocol 2.0 as FIRST specifies it (first.org/tlp), never translated."""

from typing import TYPE_CHECKING

from geo.errors import ExportError
from geo.showing.briefing.lines import width_of, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["TLP", "TLP_SIZE", "check_tlp", "draw_mark"]

TLP = {
    "RED": "#FF2B2B",
    "AMBER+STRICT": "#FFC000",
    "AMBER": "#FFC000",
    "GREEN": "#33FF00",
    "CLEAR": "#FFFFFF",
}
"""Colour of the letters of each mark; what is behind them is black."""

TLP_SIZE = 12.0
_GROUND = "#000000"
_PAD = 5.0


def check_tlp(name: str) -> None:
    """Say no to a mark that is none.

    Raises
    ------
    ExportError
        When it is neither "" nor one of `TLP`.
    """
    if name and name not in TLP:
        raise ExportError(f"no handling mark TLP:{name}: expected one of {', '.join(TLP)}")


def draw_mark(axes: "Axes", name: str) -> float:
    """Draw a mark at the right end of a block, whatever the language, and return the room that it takes."""
    from matplotlib.patches import Rectangle

    if not name:
        return 0.0
    text = f"TLP:{name}"
    wide = width_of(text, TLP_SIZE, "bold") + 2 * _PAD
    right, high = axes.get_xlim()[1], axes.get_ylim()[1]
    ground = Rectangle((right - wide, 0), wide, high, facecolor=_GROUND, edgecolor="none")
    ground.set_gid("tlp")
    axes.add_patch(ground)
    look = {"size": TLP_SIZE, "weight": "bold", "colour": TLP[name], "rtl": False}
    write(axes, right - wide + _PAD, (high - TLP_SIZE * 0.73) / 2, text, **look)  # type: ignore[arg-type]
    return wide + 2 * _PAD
