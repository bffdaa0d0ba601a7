"""Text in pictures: in one font that comes with matplotlib, taken as it is, with nothing in it that is a command."""

import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.showing import labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text
    from matplotlib.transforms import Transform

__all__ = ["FONT", "INK", "MUTED", "bare", "drawable", "halo", "page_of", "picture_words", "put", "shortened"]

FONT = "DejaVu Sans"
"""Comes with matplotlib, has Latin and Arabic, and so makes the same picture on every machine."""

INK = "#1d2530"
MUTED = "#5d6673"

_WORDS_FILE = Path(__file__).with_name("words.toml")
_MISSING = "\u25a1"


@lru_cache(maxsize=1)
def _words_data() -> dict[str, dict[str, str]]:
    return tomllib.loads(_WORDS_FILE.read_text(encoding="utf-8"))


def picture_words(key: str, language: str, **values: object) -> str:
    """Return words of the picture in a language, filled in.

    Examples
    --------
    >>> picture_words("kilometres", "en", n=200)
    '200 km'
    """
    entry = _words_data()[key]
    return entry[labels.spoken(language)].format(**values)


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    from matplotlib.font_manager import findfont, get_font

    return frozenset(get_font(findfont(FONT)).get_charmap())


def bare(text: str) -> str:
    r"""Reduce a text of a document to one line without anything that is no letter, mark, sign or space.

    Examples
    --------
    >>> bare("دمشق \n  A\x00\u202e")
    'دمشق A'
    """
    kept = (letter for letter in text if letter.isspace() or unicodedata.category(letter)[0] != "C")
    return " ".join("".join(kept).split())


def drawable(text: str) -> str:
    r"""Reduce a text of a document to one line that can be drawn: a letter that the font lacks becomes a box.

    Examples
    --------
    >>> drawable("دمشق \n  A\x00"), drawable("東")
    ('دمشق A', '□')
    """
    return "".join(letter if ord(letter) in _glyphs() else _MISSING for letter in bare(text))


def shortened(text: str, most: int) -> str:
    """Cut a long text at a word.

    Examples
    --------
    >>> shortened("one two three", 8), shortened("one", 8)
    ('one two…', 'one')
    """
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    space = cut.rfind(" ") if text[most - 1] != " " else most - 1
    return (cut[:space] if space > most // 2 else cut).rstrip() + "…"


def put(axes: "Axes", x: float, y: float, text: str, *, size: float, colour: str = INK, **more: Any) -> "Text":
    """Draw a text that means nothing but itself: a dollar sign begins no formula."""
    return axes.text(x, y, drawable(text), fontsize=size, color=colour, fontfamily=FONT, parse_math=False, **more)


def page_of(axes: "Axes") -> "Transform":
    """Return the pixels of the page as they are now, to place things by; they stay where they are at another dpi."""
    from matplotlib.transforms import Affine2D

    figure = axes.get_figure(root=True)
    assert figure is not None
    moved: Transform = Affine2D().scale(1 / figure.dpi) + figure.dpi_scale_trans
    return moved


def halo(width: float = 2.5, colour: str = "white", alpha: float = 0.9) -> list[Any]:
    """Return an outline that keeps letters and lines legible on anything."""
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=width, foreground=colour, alpha=alpha)]
