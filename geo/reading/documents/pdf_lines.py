"""Glyphs of a PDF page -> text in reading order, without knowing any PDF library.

A PDF says where each glyph stands, not in which order it is read. PDF programs keep Arabic in the order of writing, in
that of the page (left to right), or word by word in either; so lines that hold right-to-left letters are put in order
by position: the visual order, turned around, with numbers and Latin words turned back (the inverse of what the
Unicode bidirectional algorithm, UAX #9, does to show them). Lines without such letters keep the order of the file.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

__all__ = ["Glyph", "in_reading_order", "paragraphs"]

_SPACE_SHARE = 0.18  # of a line's height: a wider gap between two glyphs is a space
_NEW_PARAGRAPH = 1.6  # times the usual distance between lines
_USUAL_DISTANCE = 1.6  # of a line's height, where a page has too few lines to tell
_SHORT_LINE = 0.85  # of the page's widest line: a line that ends a sentence before this ends a paragraph
_TALLER = 1.25  # a line set so much larger or smaller is a heading or a note
_ENDS = tuple('.!?؟۔…:»"”')
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_BRACKETS = re.compile(r"[()\[\]{}«»]")
_OPENING = frozenset("([{«")
_FORMS = re.compile(r"[\ufb50-\ufdff\ufe70-\ufefc]")
_HYPHENATED = re.compile(r"[a-zà-ÿ][-\u00ad]$")

# In the turned line, by the classes of `_class`: Latin words with what is between them, and a number behind them (which
# stands before them here); and numbers, whose digits one separator may part. A hyphen parts numbers behind Arabic letters.
_LATIN_RUN = re.compile(r"(?:N[NCW]*)?L(?:[LNCW]*L)?")
_NUMBER_RUN = re.compile(r"N(?:C?N)*")
_RTL_RUN = re.compile(r"R(?:[RMNCW]*[RM])?")


class Glyph(NamedTuple):
    """A character and its box on the page, in points, y upwards."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        """Where it stands from left to right."""
        return (self.left + self.right) / 2


Line = Sequence[Glyph]


def in_reading_order(line: Line) -> str:
    """Write one line of glyphs as text.

    Parameters
    ----------
    line
        Glyphs in the order of the file; spaces may be among them or not.

    Examples
    --------
    >>> word = [Glyph(letter, x, 0, x + 5, 10) for x, letter in zip((20, 15, 10), "وفد")]
    >>> in_reading_order(word) == in_reading_order(word[::-1]) == "وفد"
    True
    >>> in_reading_order([])
    ''
    """
    if not any(_class(glyph.text) == "R" for glyph in line):
        return " ".join("".join(glyph.text for glyph in line).split())
    visual = _spaced(_by_position(line))
    classes = "".join(_class(text) for text in visual)
    text = _turned(visual) if classes.count("R") >= classes.count("L") else _with_rtl_runs(visual, classes)
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _class(text: str) -> str:
    """Reduce a character's bidirectional class: Right-to-left, Left-to-right, Number, separator (C), Mark, or W."""
    found = unicodedata.bidirectional(text[0])
    return {"R": "R", "AL": "R", "L": "L", "EN": "N", "AN": "N", "CS": "C", "NSM": "M"}.get(found, "W")


def _by_position(line: Line) -> list[Glyph]:
    """Sort glyphs from left to right, spaces left out; a mark stands just left of the letter that it is drawn on."""
    letters = [glyph for glyph in line if not glyph.text.isspace() and _class(glyph.text) != "M"]
    keyed = [(glyph.middle, 1, glyph) for glyph in letters]
    for mark in (glyph for glyph in line if _class(glyph.text) == "M"):
        under = [letter for letter in letters if letter.left < mark.middle < letter.right]
        base = min(under, key=lambda letter: abs(letter.middle - mark.middle), default=mark)
        keyed.append((base.middle, 0, mark))
    return [glyph for _, _, glyph in sorted(keyed, key=lambda one: one[:2])]


def _spaced(visual: list[Glyph]) -> list[str]:
    """Return the characters, with a space wherever two neighbours stand apart."""
    height = median(glyph.top - glyph.bottom for glyph in visual)
    characters: list[str] = []
    reach = visual[0].left
    for glyph in visual:
        if glyph.left - reach > _SPACE_SHARE * height:
            characters.append(" ")
        characters.append(_plain(glyph.text))
        reach = max(reach, glyph.right)
    return characters


def _plain(text: str) -> str:
    """Write a letter drawn in one of its joined forms, or a ligature, as the letters themselves."""
    return unicodedata.normalize("NFKC", text) if _FORMS.search(text) else text


def _turned(visual: list[str]) -> str:
    """Turn a right-to-left line around; numbers and Latin words keep their order."""
    characters = visual[::-1]
    classes = "".join(_class(text) for text in characters)
    outside = [True] * len(characters)
    for start, end in _ltr_runs(classes):
        characters[start:end] = characters[start:end][::-1]
        outside[start:end] = [False] * (end - start)
    # A bracket is stored by its shape or by its meaning; of a pair the one that opens must come first.
    first = next((text for text, free in zip(characters, outside, strict=True) if free and _BRACKETS.match(text)), "")
    if first and first not in _OPENING:
        pairs = zip(characters, outside, strict=True)
        characters = [text.translate(_MIRRORED) if free else text for text, free in pairs]
    return "".join(characters)


def _ltr_runs(classes: str) -> list[tuple[int, int]]:
    latin = [found.span() for found in _LATIN_RUN.finditer(classes)]
    numbers = [found.span() for found in _NUMBER_RUN.finditer(classes)]
    return latin + [run for run in numbers if not any(start <= run[0] < end for start, end in latin)]


def _with_rtl_runs(visual: list[str], classes: str) -> str:
    """Keep a left-to-right line; the right-to-left words in it are turned around."""
    pieces = []
    place = 0
    for found in _RTL_RUN.finditer(classes):
        pieces += [*visual[place : found.start()], _turned(visual[found.start() : found.end()])]
        place = found.end()
    return "".join([*pieces, *visual[place:]])


@dataclass(frozen=True, slots=True)
class _Set:
    """A line as it is set on the page: its text and its measures."""

    text: str
    left: float
    right: float
    base: float
    height: float


def paragraphs(pages: Iterable[Sequence[Line]]) -> str:
    """Write the lines of all pages as text, one paragraph a line.

    A PDF holds no paragraphs. A new one begins where the distance between lines or the size of the letters changes, and
    behind a line that ends a sentence before the others end.

    Examples
    --------
    >>> paragraphs([])
    ''
    """
    written: list[str] = []
    last: _Set | None = None
    for page in pages:
        lines = [_set(line) for line in page]
        lines = [line for line in lines if line.text]
        usual = _usual_distance(lines)
        widest = max((line.right - line.left for line in lines), default=0.0)
        fresh_page = True
        for line in lines:
            if last is None or _parts(last, line, usual=usual, widest=widest, fresh_page=fresh_page):
                written.append(line.text)
            else:
                written[-1] = _joined(written[-1], line.text)
            last, fresh_page = line, False
    return "\n".join(written)


def _set(line: Line) -> _Set:
    text = in_reading_order(line)
    seen = [glyph for glyph in line if not glyph.text.isspace()]
    if not text or not seen:
        return _Set("", 0, 0, 0, 0)
    return _Set(
        text,
        min(glyph.left for glyph in seen),
        max(glyph.right for glyph in seen),
        median(glyph.bottom for glyph in seen),
        median(glyph.top - glyph.bottom for glyph in seen),
    )


def _usual_distance(lines: Sequence[_Set]) -> float:
    """Return the distance between the lines of a paragraph on this page; 0 where it has one line only."""
    distances = [upper.base - lower.base for upper, lower in pairwise(lines) if upper.base > lower.base]
    if len(distances) >= 3:
        return median(distances)
    return _USUAL_DISTANCE * median(line.height for line in lines) if lines else 0.0


def _parts(last: _Set, line: _Set, *, usual: float, widest: float, fresh_page: bool) -> bool:
    """Say whether a paragraph ends between two lines."""
    if max(last.height, line.height) > _TALLER * min(last.height, line.height):
        return True
    if last.text.endswith(_ENDS) and (fresh_page or last.right - last.left < _SHORT_LINE * widest):
        return True
    return not fresh_page and last.base - line.base > _NEW_PARAGRAPH * usual


def _joined(upper: str, lower: str) -> str:
    """Put two lines of a paragraph together; a word that is broken at a hyphen becomes whole."""
    if _HYPHENATED.search(upper) and lower[:1].islower():
        return upper[:-1] + lower
    return f"{upper} {lower}"
