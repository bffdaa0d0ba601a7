"""What a filter asks for: checked values, and how they are written in an address or on the command line.

What each criterion asks of a row is written in `geo.workspace.filters`, which applies it. This module needs no tables,
and so no geopandas: a command line can be parsed without it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from geo.errors import FilterError
from geo.model import EVENT_TYPES, STATUSES

__all__ = [
    "CREDIBILITIES",
    "KEYS",
    "RELIABILITIES",
    "UNJUDGED",
    "BBox",
    "DatesOf",
    "Filter",
    "from_mapping",
    "to_mapping",
]

BBox = tuple[float, float, float, float]
DatesOf = Literal["event", "report"]

RELIABILITIES = ("A", "B", "C", "D", "E", "F")
CREDIBILITIES = ("1", "2", "3", "4", "5", "6")
UNJUDGED = ("F", "6")
"""How far a source is reliable and an information credible, in NATO's codes (STANAG 2511, AJP-2.1), the best first.

The last of each, "cannot be judged", is that of whatever nobody has graded.
"""

KEYS: Mapping[str, str] = {
    "from": "date_from",
    "to": "date_to",
    "dates": "dates",
    "type": "types",
    "actor": "actors",
    "country": "countries",
    "status": "statuses",
    "min_precision": "min_precision",
    "publisher": "publishers",
    "claimant": "claimants",
    "side": "sides",
    "min_claimants": "min_claimants",
    "min_score": "min_score",
    "reliability": "reliabilities",
    "credibility": "credibilities",
    "text": "text",
    "bbox": "bbox",
}
"""The name of each criterion on the command line and in an address -> the field of `Filter`."""

NAMED = ("actors", "publishers", "claimants", "sides")
LISTED = frozenset(
    {"types", "countries", "statuses", "reliabilities", "credibilities"}
)  # values without commas, so that a comma parts them


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """What to show; without criteria, everything.

    Values are put in order and checked; dates may also come as ``YYYY-MM-DD``, types and countries in either case.
    ``dates`` says which days the two dates bound: of what happened ("event"), or of the reports ("report": what was
    known then). ``min_precision`` is the coarsest UCDP ``where_prec`` allowed (1 exact ... 7), ``min_score`` how sure
    the place must be (0 to 1), ``min_claimants`` how many independent claimants there must be. ``bbox`` is west,
    south, east, north in degrees (west above east: over the antimeridian).

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
    dates: DatesOf = "event"
    types: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    min_precision: int | None = None
    publishers: tuple[str, ...] = ()
    claimants: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    min_claimants: int | None = None
    min_score: float | None = None
    reliabilities: tuple[str, ...] = ()
    credibilities: tuple[str, ...] = ()
    text: str = ""
    bbox: BBox | None = None

    def __post_init__(self) -> None:
        def put(name: str, value: object) -> None:
            object.__setattr__(self, name, value)

        put("date_from", _day("date_from", self.date_from))
        put("date_to", _day("date_to", self.date_to))
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise FilterError(f"from {self.date_from} is after to {self.date_to}: expected the earlier day first")
        if self.dates not in ("event", "report"):
            raise FilterError(f"dates {self.dates!r}: expected event (when it happened) or report (when it was told)")
        put("types", _choice("type", self.types, EVENT_TYPES, str.upper))
        put("statuses", _choice("status", self.statuses, STATUSES, str.lower))
        put("countries", _countries(self.countries))
        for name in NAMED:
            put(name, _names(name, getattr(self, name)))
        put("reliabilities", _choice("reliability", self.reliabilities, RELIABILITIES, str.upper))
        put("credibilities", _choice("credibility", self.credibilities, CREDIBILITIES, str))
        put("min_precision", _precision(self.min_precision))
        put("min_claimants", _least(self.min_claimants))
        put("min_score", _score(self.min_score))
        put("text", _words(self.text))
        put("bbox", _bbox(self.bbox))

    def __bool__(self) -> bool:
        """Say whether any criterion is set."""
        return any(getattr(self, field.name) not in (None, (), "") for field in fields(self) if field.name != "dates")


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
        elif name in NAMED:
            criteria[name] = texts
        elif name == "bbox":
            criteria[name] = _numbers("bbox", [part for text in texts for part in text.split(",")])
        elif len(texts) > 1:
            raise FilterError(f"{key} is given {len(texts)} times ({', '.join(texts)}): expected once")
        elif name in {"min_precision", "min_claimants"}:
            criteria[name] = _whole(name, texts[0])
        elif name == "min_score":
            criteria[name] = _numbers(name, texts)[0]
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
        if value in (None, (), "") or (name == "dates" and value == "event"):
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


def _least(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise FilterError(f"min_claimants {value!r}: expected a whole number, such as 2")
    return value or None


def _score(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise FilterError(f"min_score {value!r}: expected a share from 0 to 1, such as 0.6")
    return float(value) or None


def _numbers(name: str, given: Iterable[object]) -> list[float]:
    numbers = []
    for value in given:
        try:
            numbers.append(float(str(value)))
        except ValueError:
            wanted = "a share from 0 to 1, such as 0.6" if name == "min_score" else "degrees, such as 32.1"
            raise FilterError(f"{name} {value!r} is no number: expected {wanted}") from None
    return numbers


def _whole(name: str, text: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", text):
        wanted = "from 1 (exact) to 7" if name == "min_precision" else "such as 2"
        raise FilterError(f"{name} {text!r}: expected a whole number {wanted}")
    return int(text)
