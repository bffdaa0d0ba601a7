"""Text on slides: in the direction of its language, with fonts for both scripts, and nothing that XML cannot hold."""

import re
from typing import Any

from geo.showing.briefing.lines import clean, fitted, own_direction

__all__ = ["cut", "fill", "plain", "rgb"]

LATIN, ARABIC = "Calibri", "Arial"
_ISOLATES = re.compile("[\u2066-\u2069]")
_MARK = {False: "\u200e", True: "\u200f"}
_SPOKEN = {False: "en-GB", True: "ar-SA"}


def plain(text: str, *, rtl: bool) -> str:
    r"""Reduce a text to one line that XML can hold; isolates become marks of the line's own direction.

    Programs that show slides know those marks; not all of them know isolates (UAX 9).

    Examples
    --------
    >>> plain("a\x00\x0b b\n", rtl=False)
    'a b'
    """
    return _ISOLATES.sub(_MARK[rtl], clean(text, boxes=False)).strip()


def cut(text: str, room: float, size: float, *, rtl: bool = False, weight: str = "normal") -> str:
    """Cut a text so that it fits into so many points, as `geo.showing.briefing.lines.fitted` does for pages.

    Letters that the font of the pages lacks stay: the fonts of slides have more.
    """
    short, whole = fitted(text, room, size, rtl=rtl, weight=weight), clean(text, boxes=False).strip()
    return whole if len(short) >= len(whole) else whole[: len(short) - 1].rstrip() + short[-1]


def fill(
    paragraph: Any, text: str, *, size: float, rtl: bool, colour: str = "1D2530", bold: bool = False, own: bool = False
) -> None:
    """Write a text into a paragraph (of python-pptx).

    Parameters
    ----------
    rtl
        Whether the page is read from the right.
    own
        The text is in a language of its own, whatever the page's: it runs as it begins.
    """
    from pptx.util import Pt

    runs_left = own_direction(text, rtl=rtl) if own else rtl
    run = paragraph.add_run()
    run.text = plain(text, rtl=runs_left)
    font = run.font
    font.size, font.bold, font.name = Pt(size), bold, LATIN
    font.color.rgb = rgb(colour)
    _name_scripts(run, runs_left)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-pptx has no other door to the direction
    properties.set("algn", "r" if runs_left else "l")
    properties.set("rtl", "1" if runs_left else "0")


def _name_scripts(run: Any, rtl: bool) -> None:
    """Name the font of complex scripts and the language; python-pptx knows the Latin font only."""
    from pptx.oxml.ns import qn

    properties = run._r.get_or_add_rPr()  # noqa: SLF001
    properties.set("lang", _SPOKEN[rtl])
    script = properties.makeelement(qn("a:cs"), {"typeface": ARABIC})
    latin = properties.find(qn("a:latin"))
    latin.addnext(script)


def rgb(colour: str) -> Any:
    """Return a colour, such as "#1d2530", as python-pptx has it."""
    from pptx.dml.color import RGBColor

    make: Any = RGBColor.from_string
    return make(colour.removeprefix("#").upper())
