"""Tellings of one record beside each other: a row a telling, a column a field, and which values stand against others.

A value stands against another when both cannot be meant: days that exclude each other (a day within the other's month
is no disagreement), ranges of deaths that do not meet, lists of actors or cargoes that have nothing in common, what one
denies or only expects and the other says has happened, another number of the same unit, other places. What is not told
is no disagreement, and another claimant is none either: that others say the same is what corroborates it. A value is
marked when it stands against more than half of the others, so that of three tellings the one that is alone is marked,
and of two both.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.model import CARGOES
from geo.showing import labels, style
from geo.showing.particulars import comma, known
from geo.showing.terms import term
from geo.workspace.tables import split

__all__ = ["Cell", "Comparison", "Names", "compare", "told_values"]

_ALWAYS = ("status", "claimed_by")
_CORE = ("date", "places", "count", "fatalities")
_WHERE_APART = ("type", "mode", "cargo", "carrier", "actors", "recipients", "denied_by")
_LAST_DAY = "9999-12-31"

Row = Mapping[Any, Any]
Names = Mapping[str, str]
"""Places by their id, in the reader's words."""

Key = tuple[Any, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """What a telling says of a field, in words ("" where it says nothing), and whether it stands against the others."""

    words: str = ""
    differs: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Columns (fields) and rows of cells, in the order of the tellings."""

    fields: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()

    @property
    def disagree(self) -> bool:
        """Whether any value is marked."""
        return any(cell.differs for row in self.rows for cell in row)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Value:
    key: Key
    words: str


def compare(rows: Sequence[Row], names: Names, language: str) -> Comparison:
    """Lay the tellings of a record side by side.

    Parameters
    ----------
    rows
        Of the evidence table.
    names
        Of the places that they name.
    language
        Of the words.

    Examples
    --------
    >>> compare([], {}, "en").fields
    ()
    """
    values = [_values(row, names, language) for row in rows]
    told = {field: [value[field] for value in values if field in value] for field in _COLUMNS}
    marked = {field: _marked(field, [value.key for value in told[field]]) for field in _COLUMNS}
    shown = [field for field in _COLUMNS if told[field] and (field not in _WHERE_APART or marked[field])]
    return Comparison(
        fields=tuple(shown) if rows else (),
        rows=tuple(
            tuple(
                Cell(words=value[field].words, differs=value[field].key in marked[field]) if field in value else Cell()
                for field in shown
            )
            for value in values
        ),
    )


_COLUMNS = (*_CORE, *_ALWAYS, *_WHERE_APART)


def told_values(row: Row, names: Names, language: str) -> dict[str, str]:
    """Return what a telling itself says of each field, in words; a field that it does not tell is left out."""
    return {field: value.words for field, value in _values(row, names, language).items()}


def _values(row: Row, names: Names, language: str) -> dict[str, _Value]:
    found = {field: make(row, names, language) for field, make in _MAKERS.items()}
    return {field: value for field, value in found.items() if value is not None}


def _date(row: Row, _names: Names, language: str) -> _Value | None:
    first, last = str(row["date_from"]), str(row["date_to"])
    if not (first or last):
        return None
    return _Value(key=(first, last or _LAST_DAY), words=labels.date_words(first, last, language))


def _places(row: Row, names: Names, language: str) -> _Value | None:
    ids = split(str(row["place_ids"]))
    listed = [labels.isolated(names.get(one, one), language) for one in ids]
    return _Value(key=tuple(sorted(ids)), words=comma(language).join(listed)) if ids else None


def _count(row: Row, _names: Names, language: str) -> _Value | None:
    count = row.get("count")
    if count is None or not known(count):
        return None
    unit = str(row.get("unit") or "")
    return _Value(key=(int(count), unit), words=labels.amount({"count": int(count), "unit": unit}, language))


def _fatalities(row: Row, _names: Names, language: str) -> _Value | None:
    toll = [row.get(f"fatalities_{name}") for name in ("low", "best", "high")]
    if not all(known(number) for number in toll):
        return None
    low, best, high = (int(number) for number in toll if number is not None)
    if low == high:
        return _Value(key=(low, high), words=str(best))
    return _Value(key=(low, high), words=term("phrases", "between", language, low=low, high=high))


def _status(row: Row, _names: Names, language: str) -> _Value | None:
    return _Value(key=(row["status"],), words=labels.status_words(str(row["status"]), language))


def _claimed_by(row: Row, _names: Names, language: str) -> _Value | None:
    name = str(row["claimed_by"])
    words = labels.isolated(name, language) if name else term("phrases", "own_voice", language)
    return _Value(key=(name,), words=words)


def _type(row: Row, _names: Names, language: str) -> _Value | None:
    kind = str(row.get("type") or "")
    known = kind in style.load_palette().events
    return _Value(key=(kind,), words=labels.type_words(kind, language) if known else kind) if kind else None


def _mode(row: Row, _names: Names, language: str) -> _Value | None:
    mode = str(row.get("mode") or "")
    transport = style.load_palette().transport
    words = transport[mode][labels.spoken(language)] if mode in transport else mode
    return _Value(key=(mode,), words=words) if mode not in {"", "unknown"} else None


def _cargo(row: Row, _names: Names, language: str) -> _Value | None:
    named = split(str(row.get("cargo") or ""))
    palette, spoken = style.load_palette(), labels.spoken(language)
    words = [palette.cargoes[name][spoken] if name in CARGOES else name for name in named]
    return _Value(key=tuple(sorted(named)), words=comma(language).join(words)) if named else None


def _list(field: str) -> Callable[[Row, Names, str], _Value | None]:
    def make(row: Row, _names: Names, language: str) -> _Value | None:
        named = split(str(row.get(field) or ""))
        words = comma(language).join(labels.isolated(name, language) for name in named)
        return _Value(key=tuple(sorted(named)), words=words) if named else None

    return make


_MAKERS: Mapping[str, Callable[[Row, Names, str], _Value | None]] = {
    "date": _date,
    "places": _places,
    "count": _count,
    "fatalities": _fatalities,
    "status": _status,
    "claimed_by": _claimed_by,
    "type": _type,
    "mode": _mode,
    "cargo": _cargo,
    "carrier": _list("carrier"),
    "actors": _list("actors"),
    "recipients": _list("recipients"),
    "denied_by": _list("denied_by"),
}


def _marked(field: str, keys: Iterable[Key]) -> frozenset[Key]:
    """Return the values that stand against more than half of the other tellings that say anything of the field."""
    counts = Counter(keys)
    others = sum(counts.values()) - 1
    against = _AGAINST.get(field, _unequal)
    return frozenset(
        key for key in counts if 2 * sum(n for other, n in counts.items() if against(key, other)) > others > 0
    )


def _unequal(one: Key, other: Key) -> bool:
    return one != other


def _apart(one: Key, other: Key) -> bool:
    """Say whether two ranges (first, last) do not meet."""
    return bool(one[0] > other[1] or other[0] > one[1])


def _numbers_apart(one: Key, other: Key) -> bool:
    return bool(one[1] == other[1] and one[0] != other[0])  # of one unit: flights and fighters are two things


def _disjoint(one: Key, other: Key) -> bool:
    return set(one).isdisjoint(other)


def _course(key: Key) -> str:
    """Say what a status makes of a thing: denied, still to come, or done."""
    return {"denied": "denied", "requested": "to come", "planned": "to come"}.get(key[0], "done")


_AGAINST: Mapping[str, Callable[[Key, Key], bool]] = {
    "date": _apart,
    "fatalities": _apart,
    "count": _numbers_apart,
    "claimed_by": lambda _one, _other: False,
    "status": lambda one, other: _course(one) != _course(other),
    **dict.fromkeys(("cargo", "carrier", "actors", "recipients", "denied_by"), _disjoint),
}
