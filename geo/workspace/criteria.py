"""What a filter asks for: checked values, and how they are written in an address or on the command line.

What each criterion asks of a row is written in `geo.workspace.filters`, which applies it. This module needs no tables,
and so no geopandas: a command line can be parsed without it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from geo.errors import FilterError
from geo.model import EVENT_TYPES, STATUSES

__all__ = ["KEYS", "BBox", "Filter", "from_mapping", "to_mapping"]

BBox = tuple[float, float, float, float]

KEYS: Mapping[str, str] = {
    "from": "date_from",
    "to": "date_to",
    "type": "types",
    "actor": "actors",
    "country": "countries",
    "status": "statuses",
    "min_precision": "min_precision",
    "publisher": "publishers",
    "claimant": "claimants",
    "text": "text",
    "bbox": "bbox",
}
"""The name of each criterion on the command line and in an address -> the field of `Filter`."""

LISTED = frozenset({"types", "countries", "statuses"})  # values without commas, so that a comma parts them


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """What to show; without criteria, everything.

    Values are put in order and checked; dates may also come as ``YYYY-MM-DD``, types and countries in either case.
    ``min_precision`` is the coarsest UCDP ``where_prec`` allowed (1 exact ... 7), ``bbox`` west, south, east, north in
    degrees (west above east: over the antimeridian).

    Raises
    ------
    FilterError
        Names the value that cannot be, and what is expected.

    Examples
    --------
    >>> Filter(types=("assault",), date_from=date(2020, 3, 1)).types
    ('ASSAULT',)
    """

    date_from: date | None = None
    date_to: date | None = None
    types: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    min_precision: int | None = None
    publishers: tuple[str, ...] = ()
    claimants: tuple[str, ...] = ()
    text: str = ""
    bbox: BBox | None = None

    def __post_init__(self) -> None:
        def put(name: str, value: object) -> None:
            object.__setattr__(self, name, value)

        put("date_from", _day("date_from", self.date_from))
        put("date_to", _day("date_to", self.date_to))
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise FilterError(f"from {self.date_from} is after to {self.date_to}: expected the earlier day first")
        put("types", _choice("type", self.types, EVENT_TYPES, str.upper))
        put("statuses", _choice("status", self.statuses, STATUSES, str.lower))
        put("countries", _countries(self.countries))
        for name in ("actors", "publishers", "claimants"):
            put(name, _names(name, getattr(self, name)))
        put("min_precision", _precision(self.min_precision))
        put("text", _words(self.text))
        put("bbox", _bbox(self.bbox))

    def __bool__(self) -> bool:
        """Say whether any criterion is set."""
        return any(getattr(self, field.name) not in (None, (), "") for field in fields(self))


def from_mapping(values: Mapping[str, Any]) -> Filter:
    """Make a filter from plain text, as an address or the command line gives it.

    Parameters
    ----------
    values : mapping
        A name of `KEYS` (``min-precision`` too) -> text, or a list of texts. Types, countries and statuses may stand
        in one text with commas between; names may not, for they may hold commas. What is empty or None is not set.

    Raises
    ------
    FilterError
        For a name or value that does not exist.

    Examples
    --------
    >>> from_mapping({"status": "claimed,denied", "from": "", "bbox": "9,19,26,34"}).statuses
    ('denied', 'claimed')
    """
    criteria: dict[str, Any] = {}
    for key, given in values.items():
        name = KEYS.get(key.replace("-", "_"))
        if name is None:
            raise FilterError(f"no criterion {key!r}: expected one of {', '.join(KEYS)}")
        listed = [given] if isinstance(given, str | int | float | date) else list(given or ())
        texts = [str(value).strip() for value in listed if str(value).strip()]
        if not texts:
            continue
        if name in LISTED:
            criteria[name] = [part.strip() for text in texts for part in text.split(",") if part.strip()]
        elif name in {"actors", "publishers", "claimants"}:
            criteria[name] = texts
        elif name == "bbox":
            criteria[name] = _numbers("bbox", [part for text in texts for part in text.split(",")])
        elif len(texts) > 1:
            raise FilterError(f"{key} is given {len(texts)} times ({', '.join(texts)}): expected once")
        elif name == "min_precision":
            criteria[name] = _whole(texts[0])
        else:
            criteria[name] = texts[0]
    return Filter(**criteria)


def to_mapping(criteria: Filter) -> dict[str, list[str]]:
    """Write a filter as plain text, for an address; `from_mapping` reads it back.

    Examples
    --------
    >>> to_mapping(Filter(countries=("LY",), min_precision=3))
    {'country': ['LY'], 'min_precision': ['3']}
    """
    written: dict[str, list[str]] = {}
    for key, name in KEYS.items():
        value = getattr(criteria, name)
        if value in (None, (), ""):
            continue
        if name == "bbox":
            written[key] = [",".join(repr(number) for number in value)]
        else:
            written[key] = [str(one) for one in value] if isinstance(value, tuple) else [str(value)]
    return written


def _day(name: str, value: object) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise FilterError(f"{name} {value!r} is no date: expected YYYY-MM-DD, such as 2020-03-03") from None


def _words(given: object) -> str:
    if not isinstance(given, str):
        raise FilterError(f"text {given!r}: expected words to look for")
    return given.strip()


def _choice(name: str, given: object, allowed: tuple[str, ...], case: Callable[[str], str]) -> tuple[str, ...]:
    found = {case(value) for value in _names(name, given)}
    for value in sorted(found - set(allowed)):
        raise FilterError(f"{name} {value!r} does not exist: expected one of {', '.join(allowed)}")
    return tuple(value for value in allowed if value in found)


def _countries(given: object) -> tuple[str, ...]:
    found = sorted({value.upper() for value in _names("country", given)})
    for value in found:
        if not re.fullmatch("[A-Z]{2}", value):
            raise FilterError(f"country {value!r} is no code: expected two letters of ISO 3166, such as LY")
    return tuple(found)


def _names(name: str, given: object) -> tuple[str, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise FilterError(f"{name} {given!r}: expected a list of texts")
    found = tuple(given)
    for value in found:
        if not isinstance(value, str) or not value.strip():
            raise FilterError(f"{name} {value!r}: expected a text that is not empty")
    return tuple(sorted({value.strip() for value in found}))


def _precision(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 7:
        raise FilterError(f"min_precision {value!r}: expected 1 (exact) to 7, UCDP's where_prec")
    return value


def _bbox(given: object) -> BBox | None:
    if given is None:
        return None
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise FilterError(f"bbox {given!r}: expected west, south, east, north in degrees")
    box = tuple(_numbers("bbox", given))
    if len(box) != 4 or not (-180 <= box[0] <= 180 and -180 <= box[2] <= 180 and -90 <= box[1] <= box[3] <= 90):
        raise FilterError(f"bbox {box}: expected west, south, east, north in degrees, such as 9,19,26,34")
    return box


def _numbers(name: str, given: Iterable[object]) -> list[float]:
    numbers = []
    for value in given:
        try:
            numbers.append(float(str(value)))
        except ValueError:
            raise FilterError(f"{name} {value!r} is no number: expected degrees, such as 32.1") from None
    return numbers


def _whole(text: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", text):
        raise FilterError(f"min_precision {text!r}: expected a whole number from 1 (exact) to 7")
    return int(text)
