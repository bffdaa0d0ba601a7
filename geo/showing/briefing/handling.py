"""Handling marks: the Traffic Light Protocol 2.0 as FIRST specifies it (first.org/tlp), never translated."""

from typing import TYPE_CHECKING

from geo.errors import ExportError
from geo.showing.briefing.lines import width_of, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["TLP", "TLP_SIZE", "check_tlp", "draw_mark", "mark_room"]

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


def mark_room(name: str) -> float:
    """Return how many points at the right end of a line a mark takes, with the air before it; 0 where there is none."""
    return width_of(f"TLP:{name}", TLP_SIZE, "bold") + 4 * _PAD if name else 0.0


def draw_mark(axes: "Axes", name: str) -> None:
    """Draw a mark at the right end of a block, whatever the language."""
    from matplotlib.patches import Rectangle

    if not name:
        return
    text = f"TLP:{name}"
    wide = mark_room(name) - 2 * _PAD
    right, high = axes.get_xlim()[1], axes.get_ylim()[1]
    ground = Rectangle((right - wide, 0), wide, high, facecolor=_GROUND, edgecolor="none")
    ground.set_gid("tlp")
    axes.add_patch(ground)
    look = {"size": TLP_SIZE, "weight": "bold", "colour": TLP[name], "rtl": False}
    write(axes, right - wide + _PAD, (high - TLP_SIZE * 0.73) / 2, text, **look)  # type: ignore[arg-type]
