"""Positions as people write them: decimal degrees, degrees with minutes and seconds, the military grid.

Digits may be Arabic, the decimal sign a comma, the ways words in Arabic or English (``positions.toml``).
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from geo.coordinates import Position, check, from_mgrs
from geo.errors import CoordinateError

__all__ = ["read_degrees", "read_position"]

_WAYS_FILE = Path(__file__).with_suffix(".toml")
_LONGEST = 100
_EXPECTED = "expected degrees such as 32.1167, 20.0686 or 32°07′00″N 20°04′07″E, or a grid reference"
_SIGNS = str.maketrans({"−": "-", "٫": ".", "،": ",", "؛": ";", "º": "°", "˚": "°"})
_MARKS = re.compile(r"""[°'"′″’”:]|(?<=[0-9])d(?![a-z])""", re.IGNORECASE)
_NUMBER = re.compile(r"([-+]?)([0-9]{1,3}(?:[.,][0-9]+)?)")
_SEPARATORS = (r"\s*[;/|]\s*", r"\s*,\s+", r"\s*,\s*", r"\s+")  # from the surest to one that also stands within
_AXES = {"N": "lat", "S": "lat", "E": "lon", "W": "lon", "": ""}
_SIXTIETHS = (1, 60, 3600)


@lru_cache(maxsize=1)
def _ways() -> Mapping[str, str]:
    """Ways by their words, the longest first."""
    data: dict[str, list[str]] = tomllib.loads(_WAYS_FILE.read_text(encoding="utf-8"))["ways"]
    pairs = [(word.casefold(), way) for way, words in data.items() for word in words]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


def read_degrees(text: str) -> tuple[float, str]:
    """Read one longitude or latitude: its degrees, and the way that it says ("N", "S", "E", "W" or "").

    Raises
    ------
    CoordinateError
        When it is none.

    Examples
    --------
    >>> read_degrees("32,5"), read_degrees("20°30′00″W"), read_degrees("٣٢٫٥ شمالا")
    ((32.5, ''), (-20.5, 'W'), (32.5, 'N'))
    """
    found = _degrees(_plain(text))
    if found is None:
        raise CoordinateError(f"{text[:40]!r} are no degrees: expected such as 32.1167, or 32°07′00″N")
    return found


def read_position(text: str) -> Position:
    """Read a position, latitude first unless its ways say otherwise, or a grid reference: the middle of its square.

    Returns
    -------
    (lon, lat)
        Decimal degrees.

    Raises
    ------
    CoordinateError
        When it is none, or not on Earth.

    Examples
    --------
    >>> read_position("32.1, 20.1"), read_position("32,1 20,1"), read_position("20°30′E 32°30′N")
    ((20.1, 32.1), (20.1, 32.1), (20.5, 32.5))
    >>> [round(degrees, 2) for degrees in read_position("34S DA 12133 53747")]
    [20.07, 32.12]
    """
    if len(text) > _LONGEST:
        raise CoordinateError(f"{text[:40]!r} is too long to be a position: {_EXPECTED}")
    plain = _plain(text)
    for first, second in _halves(plain):
        one, other = _degrees(first), _degrees(second)
        if one and other and _are_both(one[1], other[1]):
            swapped = _AXES[one[1]] == "lon" or _AXES[other[1]] == "lat"
            return check(one[0], other[0]) if swapped else check(other[0], one[0])
    try:
        return from_mgrs(text)[0]
    except CoordinateError as error:
        raise CoordinateError(f"{text[:40]!r} is no position: {_EXPECTED}") from error


def _are_both(one: str, other: str) -> bool:
    """Tell whether two ways can be those of one position: not both of north and south, nor of east and west."""
    return not _AXES[one] or _AXES[one] != _AXES[other]


def _plain(text: str) -> str:
    """Write digits and signs as ASCII does, without marks of direction; blanks once."""
    shown = "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
        for sign in text.translate(_SIGNS)
        if unicodedata.category(sign) != "Cf"
    )
    return " ".join(shown.casefold().split())


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """Cut a text in two wherever both halves may be degrees, at the surest separator first."""
    for separator in _SEPARATORS:
        for cut in re.finditer(separator, text):
            first, second = text[: cut.start()], text[cut.end() :]
            if len(_NUMBER.findall(first)) == len(_NUMBER.findall(second)):
                yield first, second


def _degrees(text: str) -> tuple[float, str] | None:
    """Read degrees; None for what is none."""
    way, rest = _way(text)
    parts = _MARKS.sub(" ", rest).split()
    numbers = [_NUMBER.fullmatch(part) for part in parts]
    if not 1 <= len(parts) <= len(_SIXTIETHS) or None in numbers:
        return None
    told = [(number[1], number[2].replace(",", ".")) for number in numbers if number]
    whole, smaller = told[:-1], told[1:]
    if any("." in value for _, value in whole) or any(sign or float(value) >= 60 for sign, value in smaller):
        return None
    if told[0][0] and way:
        return None  # a sign and a way: nobody knows whether both turn it
    value = sum(float(number) / sixtieth for (_, number), sixtieth in zip(told, _SIXTIETHS, strict=False))
    return (-value if told[0][0] == "-" or way in ("S", "W") else value), way


def _way(text: str) -> tuple[str, str]:
    """Take the word that says the way off a text's end or beginning."""
    for word, way in _ways().items():
        if text.endswith(word):
            return way, text[: -len(word)].strip()
        if text.startswith(word):
            return way, text[len(word) :].strip()
    return "", text
