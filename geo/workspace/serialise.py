"""Readings as JSON and back, exactly: what lets a workspace merge anew without reading its documents again.

A reading holds the same place many times (in mentions, alternatives, events), so that places are written once, in a
list of their own, and referred to by position. The records' own declarations in `geo.model` say what is read back:
a field that is missing, unknown or of the wrong type is an error, not a guess.
"""

import json
import re
import types
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from geo.errors import WorkspaceError
from geo.model import Place, Reading

__all__ = ["READING_FORMAT", "as_plain", "from_json", "from_plain", "to_json"]

READING_FORMAT = 3
Places = tuple[Place, ...]
Decode = Callable[[Any, Places], Any]

T = TypeVar("T")

_SIMPLE = frozenset({str, int, float, bool, types.NoneType})
_SURROGATE = re.compile("[\ud800-\udfff]")


def to_json(reading: Reading) -> str:
    """Write a reading as JSON, the same text for the same reading; any Unicode text survives.

    Examples
    --------
    >>> from geo.model import Document
    >>> reading = Reading(document=Document(id="a", text="نص", language="ar"))
    >>> from_json(to_json(reading)) == reading
    True
    """
    places: dict[Place, int] = {}
    content = _plain(reading, places)
    known = [_fields(place, places) for place in places]
    packed = {"format": READING_FORMAT, "places": known, "reading": content}
    text = json.dumps(packed, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    # A lone surrogate is no Unicode text and cannot be stored as UTF-8; JSON has an escape for it.
    return _SURROGATE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def from_json(text: str) -> Reading:
    """Read what `to_json` wrote.

    Raises
    ------
    WorkspaceError
        When it is not JSON, of a newer format, or does not hold what the records declare.
    """
    try:
        packed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WorkspaceError(f"a stored reading is not JSON: {error}; build the workspace again") from error
    if not isinstance(packed, dict) or packed.get("format") != READING_FORMAT:
        found = packed.get("format") if isinstance(packed, dict) else type(packed).__name__
        raise WorkspaceError(
            f"a stored reading has format {found!r}; this program reads {READING_FORMAT}: "
            "use the program that wrote it, or build the workspace again"
        )
    try:
        places = _within("places", _listed(_record(Place)), packed.get("places"), ())
        reading: Reading = _within("reading", _record(Reading), packed.get("reading"), places)
    except _Damage as damage:
        raise WorkspaceError(
            f"a stored reading is damaged: {'.'.join(reversed(damage.path))} is "
            f"{str(damage.value)[:80]!r}; expected {damage.expected}: build the workspace again"
        ) from None
    return reading


def as_plain(record: Any) -> dict[str, Any]:
    """Reduce any frozen record to what JSON has; the places in it are listed once, under ``places``."""
    places: dict[Place, int] = {}
    content = _fields(record, places)
    return {"places": [_fields(place, places) for place in places], "record": content}


def from_plain(kind: type[T], plain: Any) -> T:
    """Build the record that `as_plain` reduced.

    Raises
    ------
    WorkspaceError
        When it does not hold what the record declares.
    """
    if not isinstance(plain, dict):
        raise WorkspaceError(f"a stored {kind.__name__} is {str(plain)[:80]!r}; expected an object")
    try:
        places = _within("places", _listed(_record(Place)), plain.get("places"), ())
        expected: Any = kind
        found: T = _within(kind.__name__, _record(expected), plain.get("record"), places)
    except _Damage as damage:
        raise WorkspaceError(
            f"{'.'.join(reversed(damage.path))} is {str(damage.value)[:80]!r}; expected {damage.expected}"
        ) from None
    return found


class _Damage(Exception):  # noqa: N818 - told on as a WorkspaceError
    """A value that is not what the declaration expects; ``path`` grows, innermost first, on the way out."""

    def __init__(self, value: Any, expected: str) -> None:
        super().__init__(expected)
        self.value, self.expected = value, expected
        self.path: list[str] = []


def _plain(value: Any, places: dict[Place, int]) -> Any:
    """Reduce a record to what JSON has."""
    kind = type(value)
    if kind in _SIMPLE:
        return value
    if kind is Place:
        return places.setdefault(value, len(places))
    if kind is tuple:
        return [_plain(one, places) for one in value]
    return value.isoformat() if kind is date else _fields(value, places)


def _fields(record: Any, places: dict[Place, int]) -> dict[str, Any]:
    return {name: _plain(getattr(record, name), places) for name in _names(record.__class__)}


@cache
def _names(record: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record))


@cache
def _decoder(expected: Any) -> Decode:
    """Make the function that turns what JSON holds into what a declaration expects; once for each declaration."""
    origin, arguments = get_origin(expected), get_args(expected)
    if origin in (Union, types.UnionType):
        return _optional(_decoder(next(one for one in arguments if one is not types.NoneType)))
    if origin is tuple:
        return _listed(_decoder(arguments[0]))
    if origin is Literal:
        return _chosen(arguments)
    if expected is Place:
        return _referred
    if expected is date:
        return _day
    if expected is float:
        return _number
    return _simple(expected) if expected in _SIMPLE else _record(expected)


def _within(name: str, inner: Decode, value: Any, places: Places) -> Any:
    """Decode a named part; whoever reads of damage in it is told the way there."""
    try:
        return inner(value, places)
    except _Damage as damage:
        damage.path.append(name)
        raise


def _optional(inner: Decode) -> Decode:
    return lambda value, places: None if value is None else inner(value, places)


def _listed(inner: Decode) -> Decode:
    return lambda value, places: tuple([inner(one, places) for one in _list(value)])


def _chosen(allowed: tuple[str, ...]) -> Decode:
    known = frozenset(allowed)

    def decode(value: Any, _: Places) -> Any:
        if not isinstance(value, str) or value not in known:
            raise _Damage(value, f"one of {', '.join(allowed)}")
        return value

    return decode


def _simple(expected: type) -> Decode:
    def decode(value: Any, _: Places) -> Any:
        if type(value) is not expected:  # not isinstance: a bool is an int there
            raise _Damage(value, expected.__name__)
        return value

    return decode


def _referred(value: Any, places: Places) -> Place:
    if type(value) is not int or not 0 <= value < len(places):
        raise _Damage(value, f"the position of a place, below {len(places)}")
    return places[value]


def _day(value: Any, _: Places) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _Damage(value, "a date YYYY-MM-DD") from None


def _number(value: Any, _: Places) -> float:
    if type(value) not in (int, float):
        raise _Damage(value, "a number")
    return float(value)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _Damage(value, "a list")
    return value


@cache
def _record(record: type) -> Decode:
    """Make the function that builds a record from an object with exactly its fields."""
    decoders = {name: _decoder(hint) for name, hint in get_type_hints(record).items()}

    def decode(value: Any, places: Places) -> Any:
        if not isinstance(value, dict) or value.keys() != decoders.keys():
            raise _Damage(value, f"an object with {', '.join(decoders)}")
        content = {name: _within(name, inner, value[name], places) for name, inner in decoders.items()}
        return record(**content)

    return decode
