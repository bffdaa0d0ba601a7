"""The words around the map: title, dates and counts above it; sources, credits and the state of the workspace below."""

from typing import TYPE_CHECKING, Any

from geo.showing import labels
from geo.showing.layers import Layers
from geo.showing.picture.setting import Account, Mark, Setting, account_of, filter_words
from geo.showing.picture.text import FONT, INK, MUTED, drawable, picture_words, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure
    from matplotlib.text import Text

__all__ = ["MARK_POINTS", "draw_words"]

MARK_POINTS = 12.0
"""Size of the letters of a handling mark: what FIRST asks for at the least."""

_TITLE_LONGEST = 90
_MOST_SOURCES = 40
_SMALL, _GAP = 7.5, 0.012
_NEAR, _FAR = 0.03, 0.02  # of the width: margins where reading begins, and where it ends


def draw_words(
    figure: "Figure", layers: Layers, *, language: str, shown: "Sequence[str]", title: str, setting: Setting
) -> None:
    """Write the words around the map."""
    page = _Page(figure, rtl=labels.direction(language) == "rtl")
    account = setting.account or account_of(layers)
    taken = page.mark(setting.mark, 0.955, "top"), page.mark(setting.mark, 0.026, "bottom")
    heading = shortened(drawable(title), _TITLE_LONGEST) or picture_words("title", language)
    page.line(0.955, heading, 19, INK, right=taken[0], weight="bold")
    page.line(0.905, _subtitle(account, layers, language, shown), 10.5, MUTED)
    said = labels.words(language)
    names = _sources(account, language)
    if names:
        page.line(0.04, picture_words("sources", language, names=names), _SMALL, MUTED, right=taken[1])
    state = page.state(0.017, _state(account, setting), right=taken[1])
    owners = " · ".join(said[key] for key in ("credit_basemap", "credit_places", "borders"))
    page.line(0.017, owners, _SMALL, MUTED, right=taken[1], end=state)


class _Page:
    """Writes lines on a figure, by shares of it, from where reading begins; none is longer than there is room."""

    def __init__(self, figure: "Figure", *, rtl: bool) -> None:
        self._figure = figure
        self._rtl = rtl

    def line(
        self, y: float, text: str, size: float, colour: str, *, right: float = 0.0, end: float = 0.0, **more: Any
    ) -> float:
        """Write a line from where reading begins; return how much of the width it takes.

        Parameters
        ----------
        right
            What is taken at the right edge of the page.
        end
            What is taken where reading ends, beside that.
        """
        room = 1 - _NEAR - _FAR - right - end
        x = 1 - _NEAR - right if self._rtl else _NEAR
        return self._put(x, y, text, size, room, colour=colour, ha="right" if self._rtl else "left", **more)

    def state(self, y: float, text: str, *, right: float) -> float:
        """Write a line where reading ends; return how much of the width it takes."""
        x = _FAR if self._rtl else 1 - _FAR - right
        look = {"colour": MUTED, "ha": "left" if self._rtl else "right"}
        return self._put(x, y, text, _SMALL, 0.45, **look) + _GAP

    def mark(self, mark: Mark | None, y: float, gid: str) -> float:
        """Write a handling mark at the right edge, whatever the language; return how much of the width it takes."""
        if mark is None:
            return 0.0
        ground = {"boxstyle": "square,pad=0.3", "facecolor": mark.ground, "edgecolor": "none"}
        look: dict[str, Any] = {"weight": "bold", "ha": "right", "bbox": ground, "gid": f"mark-{gid}"}
        return self._put(1 - _FAR, y, mark.text, MARK_POINTS, 0.4, colour=mark.colour, **look) + 2 * _GAP

    def _put(self, x: float, y: float, text: str, size: float, room: float, *, colour: str, **more: Any) -> float:
        look: dict[str, Any] = {
            "fontsize": size,
            "color": colour,
            "fontfamily": FONT,
            "parse_math": False,
            "va": "center",
        }
        text = " ".join(text.split())  # the spaces of a date are of many kinds
        drawn = self._figure.text(x, y, text, **look, **more)
        width = self._width(drawn)
        most = len(text)
        while width > room and most > 1:
            most = min(most - 1, int(most * room / width))
            drawn.set_text(shortened(text, max(1, most)))
            width = self._width(drawn)
        return width

    def _width(self, drawn: "Text") -> float:
        return float(drawn.get_window_extent().width) / float(self._figure.bbox.width)


def _subtitle(account: Account, layers: Layers, language: str, shown: "Sequence[str]") -> str:
    """Say when what is shown happened, when it was published, and how much of it there is."""
    parts = []
    for key, days in (("told", account.told), ("published", account.published)):
        if any(days):
            parts.append(picture_words(key, language, dates=labels.date_words(*days, language)))
    counted = [name for name in ("events", "flows", "places") if name in shown]
    counts = [labels.counted(name, layers.counts[name], language) for name in counted]
    counts.append(labels.counted("documents", account.documents, language))
    parts.append(labels.words(language)["comma"].join(counts))
    if account.updated:
        day = account.updated[:10]
        parts.append(picture_words("as_of", language, date=labels.date_words(day, day, language)))
    return "   ·   ".join(parts)


def _sources(account: Account, language: str) -> str:
    """Name the publishers, those of most documents first, with how many there are of each."""
    unknown = labels.words(language)["unknown_publisher"]
    ordered = sorted(account.sources.items(), key=lambda one: (-one[1], one[0]))
    named = [
        labels.isolated((drawable(name) or unknown) + (f" ×{n:,}" if n > 1 else ""), language)
        for name, n in ordered[:_MOST_SOURCES]
    ]
    more = [f"+{len(ordered) - _MOST_SOURCES}"] if len(ordered) > _MOST_SOURCES else []
    return labels.words(language)["comma"].join([*named, *more])


def _state(account: Account, setting: Setting) -> str:
    """Say which state of which workspace this is: in Latin letters, for a hash in Arabic is torn apart."""
    filters = drawable(filter_words(setting.criteria))
    told = [picture_words("filters", "en", filters=filters)] if filters else []
    return " · ".join(filter(None, ["Kharita", account.hash[:12], *told]))
