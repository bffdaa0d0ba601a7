"""Readings as JSON and back, exactly: what lets a workspace merge anew without reading its documents again.

A reading holds the same place many times (in mentions, alternatives, events), so that places are written once, in a
list of their own, and referred to by position. The records' own declarations in `geo.model` say what is read back:
a field that is missing, unknown or of the wrong type is an error, not a guess.
"""

import json
import re
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from geo.errors import WorkspaceError
from geo.model import Place, Reading

__all__ = ["READING_FORMAT", "from_json", "to_json"]

READING_FORMAT = 1
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
    places = tuple(_value(Place, one, (), "places", inline=True) for one in _list(packed.get("places"), "places"))
    reading: Reading = _value(Reading, packed.get("reading"), places, "reading")
    return reading


def _plain(value: Any, places: dict[Place, int]) -> Any:
    """Reduce a record to what JSON has."""
    if isinstance(value, Place):
        return places.setdefault(value, len(places))
    if is_dataclass(value):
        return _fields(value, places)
    if isinstance(value, tuple):
        return [_plain(one, places) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _fields(record: Any, places: dict[Place, int]) -> dict[str, Any]:
    return {field.name: _plain(getattr(record, field.name), places) for field in fields(record)}


@cache
def _hints(record: type) -> Mapping[str, Any]:
    return get_type_hints(record)


def _value(expected: Any, value: Any, places: tuple[Place, ...], where: str, *, inline: bool = False) -> Any:
    """Turn what JSON holds into what the record's declaration expects."""
    origin, arguments = get_origin(expected), get_args(expected)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        return _value(next(one for one in arguments if one is not types.NoneType), value, places, where)
    if origin is tuple:
        return tuple(_value(arguments[0], one, places, where) for one in _list(value, where))
    if origin is Literal:
        return _expect(value in arguments, value, where, f"one of {', '.join(map(str, arguments))}")
    if expected is Place and not inline:
        known = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(places)
        _expect(known, value, where, f"the position of a place, below {len(places)}")
        return places[value]
    if is_dataclass(expected) and isinstance(expected, type):
        return _record(expected, value, places, where)
    return _scalar(expected, value, where)


def _record(expected: type, value: Any, places: tuple[Place, ...], where: str) -> Any:
    hints = _hints(expected)
    if not isinstance(value, dict) or set(value) != set(hints):
        _expect(False, value, where, f"an object with {', '.join(hints)}")
    return expected(**{name: _value(hint, value[name], places, f"{where}.{name}") for name, hint in hints.items()})


def _scalar(expected: Any, value: Any, where: str) -> Any:
    if expected is date:
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            return _expect(False, value, where, "a date YYYY-MM-DD")
    if expected is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    right = isinstance(value, expected) and (expected is bool or not isinstance(value, bool))
    return _expect(right, value, where, expected.__name__)


def _list(value: Any, where: str) -> list[Any]:
    _expect(isinstance(value, list), value, where, "a list")
    listed: list[Any] = value
    return listed


def _expect(right: bool, value: Any, where: str, expected: str) -> Any:
    if not right:
        raise WorkspaceError(
            f"a stored reading is damaged: {where} is {str(value)[:80]!r}; expected {expected}: "
            "build the workspace again"
        )
    return value
