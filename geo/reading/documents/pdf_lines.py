"""Glyphs of a PDF page -> text in reading order, without knowing any PDF library.

A PDF says where each glyph stands, not in which order it is read. PDF programs keep Arabic in the order of writing, in
that of the page (left to right), or word by word in either; so lines that hold right-to-left letters are put in order
by position: the visual order, turned around, with numbers and Latin words turned back (the inverse of what the
Unicode bidirectional algorithm, UAX #9, does to show them). Lines without such letters keep the order of the file.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

__all__ = ["Glyph", "in_reading_order", "paragraphs"]

_SPACE_SHARE = 0.2  # of the size of the letters: a wider gap between two glyphs is a space
_NEW_PARAGRAPH = 1.35  # times the usual distance between lines
_LEADING = 1.25  # the distance between lines in sizes of letters, where a page has too few lines to tell
_WIDEST_LEADING = 2.0
_ENOUGH_LINES = 4
_SHORT_LINE = 0.85  # of the page's widest line: a line that ends a sentence before this ends a paragraph
_TALLER = 1.25  # a line set so much larger or smaller is a heading or a note
_ENDS = tuple('.!?؟۔…:»"”')
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_BRACKETS = frozenset("()[]{}«»")
_OPENING = frozenset("([{«")
# PDFium puts the space before a bracket behind it, and the other way round.
_OPENED = re.compile(r"(?<=\w)([(\[«])\s+")
_CLOSED = re.compile(r"\s+([)\]»])(?=\w)")
_FORMS = re.compile(r"[\ufb50-\ufdff\ufe70-\ufefc]")
_HYPHENATED = re.compile(r"[a-zà-ÿ][-\u00ad]$")

# In the turned line, by the classes of `_class`: Latin words with what is between them, and a number behind them (it
# stands before them here); and numbers, whose digits one separator may part. A hyphen parts numbers behind Arabic.
_LATIN_RUN = re.compile(r"(?:N[NCW]*)?L(?:[LNCW]*L)?")
_NUMBER_RUN = re.compile(r"N(?:C?N)*")
_RTL_RUN = re.compile(r"R(?:[RMNCW]*[RM])?")


class Glyph(NamedTuple):
    """A character and where it stands: left and right edge, base line (upwards), size of its letters; in points."""

    text: str
    left: float
    right: float
    base: float
    size: float

    @property
    def middle(self) -> float:
        """Where it stands from left to right."""
        return (self.left + self.right) / 2


Line = Sequence[Glyph]


def in_reading_order(line: Line, *, rtl: bool = False) -> str:
    """Write one line of glyphs as text.

    Parameters
    ----------
    line
        Glyphs and spaces in the order of the file; words may be in any order, and letters within a word.
    rtl
        Whether the page runs from right to left; else the line's own letters decide.

    Examples
    --------
    >>> word = [Glyph(letter, x, x + 5, 0, 10) for x, letter in zip((20, 15, 10), "وفد")]
    >>> in_reading_order(word) == in_reading_order(word[::-1]) == "وفد"
    True
    >>> in_reading_order([])
    ''
    """
    counts = _counts(line)
    if not counts["R"]:
        return " ".join("".join(glyph.text for glyph in line).split())
    visual = _visual(line)
    text = _turned(visual) if rtl or counts["R"] >= counts["L"] else _with_rtl_runs(visual)
    text = _CLOSED.sub(r"\1 ", _OPENED.sub(r" \1", text))
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _counts(line: Line) -> Counter[str]:
    return Counter(_class(glyph.text) for glyph in line)


def _class(text: str) -> str:
    """Reduce a character's bidirectional class: Right-to-left, Left-to-right, Number, separator (C), Mark, or W."""
    found = unicodedata.bidirectional(text[0])
    return {"R": "R", "AL": "R", "L": "L", "EN": "N", "AN": "N", "CS": "C", "NSM": "M"}.get(found, "W")


def _visual(line: Line) -> list[str]:
    """Return the characters from left to right, with a space between words."""
    words = [list(word) for is_space, word in groupby(line, lambda glyph: glyph.text.isspace()) if not is_space]
    if len(words) == 1:  # a program that writes no spaces: what stands apart is parted
        words = _parted(words[0])
    words.sort(key=lambda word: median(glyph.middle for glyph in word))
    spaced = [[_plain(glyph.text) for glyph in _by_position(word)] + [" "] for word in words]
    return [character for word in spaced for character in word][:-1]


def _parted(glyphs: list[Glyph]) -> list[list[Glyph]]:
    words: list[list[Glyph]] = []
    reach = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.middle):
        if not words or glyph.left - reach > _SPACE_SHARE * glyph.size:
            words.append([])
            reach = glyph.right
        words[-1].append(glyph)
        reach = max(reach, glyph.right)
    return words


def _by_position(word: list[Glyph]) -> list[Glyph]:
    """Sort glyphs from left to right; a mark stands just left of the letter that it is drawn on."""
    letters = [glyph for glyph in word if _class(glyph.text) != "M"]
    keyed = [(glyph.middle, 1, glyph) for glyph in letters]
    for mark in (glyph for glyph in word if _class(glyph.text) == "M"):
        under = [letter for letter in letters if letter.left < mark.middle < letter.right]
        base = min(under, key=lambda letter: abs(letter.middle - mark.middle), default=mark)
        keyed.append((base.middle, 0, mark))
    return [glyph for _, _, glyph in sorted(keyed, key=lambda one: one[:2])]


def _plain(text: str) -> str:
    """Write a letter drawn in one of its joined forms, or a ligature, as the letters themselves."""
    return unicodedata.normalize("NFKC", text) if _FORMS.search(text) else text


def _turned(visual: list[str]) -> str:
    """Turn a right-to-left line around; numbers and Latin words keep their order."""
    characters = visual[::-1]
    inside = [False] * len(characters)
    for start, end in _ltr_runs(characters):
        characters[start:end] = characters[start:end][::-1]
        inside[start:end] = [True] * (end - start)
    # A bracket is stored by its shape or by its meaning: only that the first of a pair opens it is sure.
    for outside in (True, False):
        _mend_brackets(characters, [flag != outside for flag in inside])
    return "".join(characters)


def _ltr_runs(characters: list[str]) -> list[tuple[int, int]]:
    classes = "".join(map(_class, characters))
    latin = []
    for found in _LATIN_RUN.finditer(classes):
        start, end = found.span()
        # The bracket that closes one inside of the run belongs to it: "GNA (Libya)".
        unpaired = sum(text in _BRACKETS for text in characters[start:end]) % 2
        start -= bool(start and unpaired and characters[start - 1] in _BRACKETS)
        latin.append((start, end))
    numbers = [found.span() for found in _NUMBER_RUN.finditer(classes)]
    return latin + [run for run in numbers if not any(start <= run[0] < end for start, end in latin)]


def _mend_brackets(characters: list[str], chosen: list[bool]) -> None:
    """Let brackets open and close in turn among the chosen characters, unless they do so already."""
    places = [place for place, text in enumerate(characters) if chosen[place] and text in _BRACKETS]
    depth, sound = 0, True
    for place in places:
        depth += 1 if characters[place] in _OPENING else -1
        sound = sound and depth >= 0
    if sound and depth == 0:
        return
    for number, place in enumerate(places):
        opens = number % 2 == 0
        if opens != (characters[place] in _OPENING):
            characters[place] = characters[place].translate(_MIRRORED)


def _with_rtl_runs(visual: list[str]) -> str:
    """Keep a left-to-right line; the right-to-left words in it are turned around."""
    pieces = []
    place = 0
    for found in _RTL_RUN.finditer("".join(map(_class, visual))):
        pieces += [*visual[place : found.start()], _turned(visual[found.start() : found.end()])]
        place = found.end()
    return "".join([*pieces, *visual[place:]])


@dataclass(frozen=True, slots=True)
class _Set:
    """A line as it is set on the page: its text and its measures."""

    text: str
    width: float
    base: float
    size: float


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
        counts = sum((_counts(line) for line in page), Counter[str]())
        lines = [
            _set(line, rtl=counts["R"] > counts["L"]) for line in page if any(not one.text.isspace() for one in line)
        ]
        usual = _usual_distance(lines)
        widest = max((line.width for line in lines), default=0.0)
        for number, line in enumerate(lines):
            if last is None or _parts(last, line, usual=usual, widest=widest, fresh_page=number == 0):
                written.append(line.text)
            else:
                written[-1] = _joined(written[-1], line.text)
            last = line
    return "\n".join(written)


def _set(line: Line, *, rtl: bool) -> _Set:
    seen = [glyph for glyph in line if not glyph.text.isspace()]
    return _Set(
        in_reading_order(line, rtl=rtl),
        max(glyph.right for glyph in seen) - min(glyph.left for glyph in seen),
        median(glyph.base for glyph in seen),
        median(glyph.size for glyph in seen),
    )


def _usual_distance(lines: Sequence[_Set]) -> float:
    """Return the distance between the lines of a paragraph on this page."""
    distances = [upper.base - lower.base for upper, lower in pairwise(lines) if upper.base > lower.base]
    by_size = _LEADING * median(line.size for line in lines) if lines else 0.0
    return min(median(distances), _WIDEST_LEADING * by_size) if len(distances) >= _ENOUGH_LINES else by_size


def _parts(last: _Set, line: _Set, *, usual: float, widest: float, fresh_page: bool) -> bool:
    """Say whether a paragraph ends between two lines."""
    if max(last.size, line.size) > _TALLER * min(last.size, line.size):
        return True
    if last.text.endswith(_ENDS) and (fresh_page or last.width < _SHORT_LINE * widest):
        return True
    return not fresh_page and last.base - line.base > _NEW_PARAGRAPH * usual


def _joined(upper: str, lower: str) -> str:
    """Put two lines of a paragraph together; a word that is broken at a hyphen becomes whole."""
    if _HYPHENATED.search(upper) and lower[:1].islower():
        return upper[:-1] + lower
    return f"{upper} {lower}"
