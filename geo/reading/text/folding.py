"""Folding: one spelling for all the ways in which the same word is written, with a way back to the exact characters.

Folded text is what every later stage of reading matches on. Folding drops vowel marks, tatweel, zero-width and
direction marks and the lone hamza; unifies alef, ya, ta-marbuta and Persian, Urdu and Kurdish letter forms; turns
Arabic-Indic digits into ASCII; lower-cases Latin letters and drops their diacritics. It works character by character,
so precomposed and decomposed input fold alike, and folding twice changes nothing.
"""

import unicodedata
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

__all__ = ["Folded", "fold"]

# Lone hamza, tatweel, the half rings of transliterations, the high hamza of Kazakh.
_DROPPED = "\u0621\u0640\u02bf\u02be\u02bb\u0674"
_APOSTROPHES = "'\u2018\u2019\u02bc\u02b9\u0060\u00b4\u2032\uff07"
_LETTERS = {
    # Arabic: letters that are written for one another, and the forms that other languages of the script use.
    "\u0671": "\u0627",
    "\u0649": "\u064a",
    "\u06cc": "\u064a",
    "\u06d2": "\u064a",
    "\u06d0": "\u064a",
    "\u06ce": "\u064a",
    "\u0629": "\u0647",
    "\u06c3": "\u0647",
    "\u06be": "\u0647",
    "\u06c1": "\u0647",
    "\u06d5": "\u0647",
    "\u06c0": "\u0647",
    "\u06a9": "\u0643",
    "\u06aa": "\u0643",
    "\u06af": "\u0643",
    "\u067e": "\u0628",
    "\u0686": "\u062c",
    "\u0698": "\u0632",
    "\u06a4": "\u0641",
    "\u06a5": "\u0641",
    "\u06c6": "\u0648",
    "\u06c7": "\u0648",
    "\u06b5": "\u0644",
    "\u0695": "\u0631",
    # Latin letters that have no decomposition.
    "\u00f8": "o",
    "\u0142": "l",
    "\u0111": "d",
    "\u00f0": "d",
    "\u0131": "i",
    "\u00df": "ss",
    "\u00e6": "ae",
    "\u0153": "oe",
    "\u00fe": "th",
    "\u0127": "h",
    "_": " ",
}


# Marks and the lone hamza fold to nothing but belong to the word they end.
_TRAILING = frozenset("\u0621" + "".join(chr(c) for c in range(0x300, 0x1E00) if unicodedata.category(chr(c)) == "Mn"))


def _fold_character(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    if character in _DROPPED:
        return ""
    out = []
    for part in unicodedata.normalize("NFKD", character):
        category = unicodedata.category(part)
        if category in {"Mn", "Me", "Cf"} or part in _DROPPED:
            continue
        if category in {"Cc", "Zs", "Zl", "Zp"}:
            out.append(part if part in "\n\t" else "\n" if part in "\r\x0b\x0c\x85\u2028\u2029" else " ")
        elif category == "Nd":
            out.append(str(unicodedata.digit(part)))
        else:
            lower = part.casefold()
            # A casefolded letter may decompose again (U+0130 does); what is left is plain.
            lower = "".join(c for c in unicodedata.normalize("NFKD", lower) if unicodedata.category(c) != "Mn")
            out.append("".join(_LETTERS.get(c, "'" if c in _APOSTROPHES else c) for c in lower if c not in _DROPPED))
    return "".join(out)


class _Table(dict[int, str]):
    """Translation table that works out each character once, when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        self[code] = folded
        return folded


class _Lengths(dict[str, int]):
    def __missing__(self, character: str) -> int:
        length = len(_TABLE[ord(character)])
        self[character] = length
        return length


_TABLE = _Table()
_LENGTHS = _Lengths()


def fold(text: str) -> str:
    """Fold a text; see the module's docstring for the rules.

    Examples
    --------
    >>> fold("السُّويداء"), fold("Ṣan‘ā’"), fold("")
    ('السويدا', "san'a'", '')
    """
    return text.translate(_TABLE)


class Folded:
    """A text and its folded form, with the exact way back from offsets into the one to offsets into the other."""

    __slots__ = ("__dict__", "raw", "text")

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.text = fold(raw)

    @cached_property
    def _starts(self) -> list[int] | None:
        """Folded offset at which each raw character begins; None when the two run side by side."""
        lengths = list(map(_LENGTHS.__getitem__, self.raw))
        if len(self.text) == len(self.raw) and lengths.count(1) == len(lengths):
            return None
        return list(accumulate(lengths, initial=0))

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Span of the raw text that folded characters ``start`` to ``end`` (exclusive, not empty) came from.

        Vowel marks and a hamza that follow the last letter belong to it and are taken in.

        Examples
        --------
        >>> folded = Folded("في دِمَشقَ.")
        >>> folded.raw[slice(*folded.raw_span(3, 7))] == "دِمَشقَ"
        True
        """
        starts = self._starts
        raw_start, raw_end = start, end
        if starts is not None:
            raw_start = bisect_right(starts, start) - 1
            raw_end = bisect_right(starts, end - 1)
        while raw_end < len(self.raw) and self.raw[raw_end] in _TRAILING:
            raw_end += 1
        return raw_start, raw_end
