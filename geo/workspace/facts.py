"""The tables of a workspace as columns of numbers: what filters and counts read, a million rows in milliseconds.

A text becomes a code into the list of the column's values, a date the number of its day (0: not known), a number not
told NaN. Nothing here is changed once made, so that many readers may share it. The sentences themselves are folded for
searching when somebody searches for the first time.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from geo.model import EVENT_TYPES, STATUSES
from geo.precision import POINT_KINDS
from geo.workspace.tables import Tables, split

__all__ = ["WANTED", "Codes", "Evidence", "Facts", "Rows", "facts_of"]

WANTED: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "events": (
        (
            *("event_id", "type", "mode", "status", "place_id", "place", "place_ar", "country", "kind"),
            *("actors", "recipients", "publishers", "claimants", "sides", "denied_by", "date_text"),
        ),
        ("lat", "lon", "radius_km", "where_prec", "score", "n_claimants"),
        ("date_from", "date_to"),
    ),
    "flows": (
        (
            *("id", "mode", "cargo", "carrier", "status"),
            *(f"{end}{part}" for end in ("origin", "destination") for part in ("_id", "", "_ar", "_country", "_kind")),
            *("publishers", "claimants", "sides", "denied_by", "date_text"),
        ),
        (
            *(f"{end}_{part}" for end in ("origin", "destination") for part in ("lat", "lon", "radius_km")),
            *("origin_where_prec", "destination_where_prec", "score", "n_claimants", "n_documents", "count"),
        ),
        ("date_from", "date_to"),
    ),
    "mentions": (
        ("doc", "text", "place_id", "name", "name_ar", "country", "kind"),
        ("lat", "lon", "radius_km", "where_prec", "score"),
        (),
    ),
    "evidence": (("record_id", "doc", "claimed_by", "publisher", "status"), (), ("published",)),
    "documents": (("id", "publisher"), (), ("published",)),
    "places": (
        ("id", "name", "name_ar", "kind", "country", "area"),
        ("lat", "lon", "radius_km", "where_prec"),
        (),
    ),
}
"""Table -> (texts, numbers, dates): what of each table is kept as columns."""

Array = Any  # a numpy array
_NEVER = date.max.toordinal()
Columns = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """A column of texts: ``values[codes[row]]``."""

    codes: Array
    values: tuple[str, ...]

    def at(self, row: int) -> str:
        """Return the text of one row."""
        return self.values[int(self.codes[row])]

    def where(self, test: Callable[[str], bool]) -> Array:
        """Say for each row whether its text passes a test, asked once for each value."""
        passes = np.fromiter((test(value) for value in self.values), dtype=bool, count=len(self.values))
        return passes[self.codes] if len(passes) else np.zeros(len(self.codes), dtype=bool)

    def among(self, names: Iterable[str]) -> Array:
        """Say which rows list one of the names (texts joined by `geo.workspace.tables.join`), whatever their case."""
        wanted = {name.casefold() for name in names}
        return self.where(lambda value: any(part.casefold() in wanted for part in split(value)))

    def coded(self, order: Sequence[str]) -> Array:
        """Return the place of each row's text in a fixed order of values, as small numbers."""
        places = {value: place for place, value in enumerate(order)}
        known = np.array([places[value] for value in self.values], dtype=np.int8)
        return known[self.codes] if len(known) else np.zeros(0, dtype=np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A table: its texts, numbers and days by column; ``fid`` is what the file knows each row by."""

    size: int
    texts: Mapping[str, Codes]
    numbers: Mapping[str, Array]
    days: Mapping[str, Array]
    fid: Array


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """The tellings: the record that each belongs to, its status and day, and whether it is its voice's first."""

    record: Array
    status: Array
    published: Array
    first_of_voice: Array
    doc: Codes
    publisher: Codes
    by_record: Array
    starts: Array


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The different pairs of places that flows run between; ``of_flow`` says which is each flow's (-1: an open end)."""

    origins: Array
    destinations: Array
    of_flow: Array


@dataclass(frozen=True, eq=False)
class Facts:
    """All columns. Events and flows are also known by the number of their record: ``event_record``, ``flow_record``.

    ``place_of`` numbers the places (the rows of ``places``); -1 is no place.
    """

    events: Rows
    flows: Rows
    mentions: Rows
    places: Rows
    documents: Rows
    evidence: Evidence
    n_records: int
    event_record: Array
    flow_record: Array
    quotes: Callable[[], Sequence[str]] = field(repr=False)
    _cache: dict[str, Any] = field(default_factory=dict, repr=False)

    @cached_property
    def event_type(self) -> Array:
        """Type of each event row, as its place in `EVENT_TYPES`."""
        return self.events.texts["type"].coded(EVENT_TYPES)

    @cached_property
    def event_status(self) -> Array:
        """Status of each event row, as its place in `STATUSES`."""
        return self.events.texts["status"].coded(STATUSES)

    @cached_property
    def flow_status(self) -> Array:
        """Status of each flow, as its place in `STATUSES`."""
        return self.flows.texts["status"].coded(STATUSES)

    @cached_property
    def event_place(self) -> Array:
        """Number of each event row's place."""
        return self._place_numbers(self.events.texts["place_id"])

    @cached_property
    def mention_place(self) -> Array:
        """Number of each mention's place."""
        return self._place_numbers(self.mentions.texts["place_id"])

    @cached_property
    def flow_ends(self) -> tuple[Array, Array]:
        """Numbers of the places where flows begin and end."""
        ends = [self._place_numbers(self.flows.texts[f"{end}_id"]) for end in ("origin", "destination")]
        return ends[0], ends[1]

    @cached_property
    def is_point(self) -> Array:
        """Say of each place whether it is drawn as a point."""
        return self.places.texts["kind"].where(lambda kind: kind in POINT_KINDS)

    @cached_property
    def mention_document(self) -> Array:
        """Row of each mention's document."""
        return self._document_numbers(self.mentions.texts["doc"])

    @cached_property
    def evidence_document(self) -> Array:
        """Row of each telling's document."""
        return self._document_numbers(self.evidence.doc)

    @cached_property
    def first_report(self) -> Array:
        """Day of each record's first report; 0 where none has a date."""
        days = np.where(self.evidence.published > 0, self.evidence.published, _NEVER)[self.evidence.by_record]
        if not len(days):
            return np.zeros(self.n_records, dtype=np.int32)
        first = np.minimum.reduceat(days, np.minimum(self.evidence.starts, len(days) - 1))
        return np.where(first == _NEVER, 0, first)

    @cached_property
    def flow_pairs(self) -> Pairs:
        """The pairs of places that flows run between."""
        origin, destination = self.flow_ends
        key = np.where((origin < 0) | (destination < 0), -1, origin.astype(np.int64) * self.places.size + destination)
        keys, of = np.unique(key, return_inverse=True)
        unknown = bool(len(keys)) and keys[0] == -1
        return Pairs(*np.divmod(keys[int(unknown) :], max(1, self.places.size)), of - int(unknown))

    @cached_property
    def several_places(self) -> Array:
        """Rows of the events that are told at several places: they have a row for each."""
        many = np.bincount(self.event_record, minlength=self.n_records) > 1
        return np.flatnonzero(many[self.event_record])

    def place_number(self, place_id: str) -> int | None:
        """Return the number of a place by its id; None for one that is not there."""
        if "places" not in self._cache:
            ids = self.places.texts["id"]
            self._cache["places"] = {ids.at(row): row for row in range(self.places.size)}
        number: int | None = self._cache["places"].get(place_id)
        return number

    def record_number(self, table: str, record_id: str) -> int | None:
        """Return the number of an event (by ``event_id`` or a row's id) or a flow; None for one that is not there."""
        column = self.events.texts["event_id"] if table == "events" else self.flows.texts["id"]
        wanted = (record_id, record_id.rpartition(".")[0])
        code = next((code for code, value in enumerate(column.values) if value in wanted), None)
        if code is None:
            return None
        record = self.event_record if table == "events" else self.flow_record
        return int(record[int(np.argmax(column.codes == code))])

    def begins(self, table: str) -> Array:
        """Return the day on which each row's interval begins (ends, where no beginning is known); 0 for no date."""
        if table not in self._cache:
            days = getattr(self, table).days
            self._cache[table] = np.where(days["date_from"] > 0, days["date_from"], days["date_to"])
        return self._cache[table]

    @cached_property
    def span(self) -> tuple[int, int]:
        """The first and the last day that an event or flow may have happened on; 0 where none is known."""
        rows = [table.days[name] for table in (self.events, self.flows) for name in ("date_from", "date_to")]
        return _span(np.concatenate(rows))

    @cached_property
    def report_span(self) -> tuple[int, int]:
        """The first and the last day of the reports; 0 where none is known."""
        return _span(self.evidence.published)

    def in_order(self, table: str) -> Array:
        """Return the rows of a table by date, those without one last, else in the table's order."""
        key = f"order {table}"
        if key not in self._cache:
            days = self.begins(table)
            self._cache[key] = np.argsort(np.where(days > 0, days, _NEVER), kind="stable")
        return self._cache[key]

    def folded_quotes(self, fold: Callable[[str], str]) -> Any:
        """Return all sentences of the evidence folded, as one Arrow array: made at the first search, then kept."""
        import pyarrow as pa

        if "quotes" not in self._cache:
            self._cache["quotes"] = pa.array([fold(quote) for quote in self.quotes()], type=pa.large_string())
        return self._cache["quotes"]

    def _place_numbers(self, ids: Codes) -> Array:
        return _rows_of(ids, self.places.texts["id"])

    def _document_numbers(self, ids: Codes) -> Array:
        return _rows_of(ids, self.documents.texts["id"])


def _span(days: Array) -> tuple[int, int]:
    known = days[days > 0]
    return (int(known.min()), int(known.max())) if len(known) else (0, 0)


def _rows_of(ids: Codes, keys: Codes) -> Array:
    """Return the row of each id in a table whose key column is given; -1 for none."""
    rows = {keys.values[code]: row for row, code in enumerate(keys.codes.tolist())}
    known = np.array([rows.get(name, -1) for name in ids.values], dtype=np.int32)
    return known[ids.codes] if len(known) else np.zeros(0, dtype=np.int32)


def facts_of(columns: Mapping[str, Columns] | Tables, *, quotes: Callable[[], Sequence[str]] | None = None) -> Facts:
    """Make columns of numbers from the tables of a workspace.

    Parameters
    ----------
    columns
        All tables, or table -> column -> values for what `WANTED` names (and ``fid``, which the file knows rows by).
    quotes
        Gives the sentence of each row of evidence when somebody searches; those of the tables unless given.

    Examples
    --------
    >>> from geo.workspace.tables import empty_tables
    >>> facts_of(empty_tables()).events.size
    0
    """
    if isinstance(columns, Tables):
        evidence = columns.evidence
        quotes = quotes or evidence["quote"].tolist
        columns = {name: _frame_columns(getattr(columns, name), name) for name in WANTED}
    rows = {name: _rows(columns[name], *wanted) for name, wanted in WANTED.items()}
    records, numbered = _numbered(
        rows["events"].texts["event_id"], rows["flows"].texts["id"], rows["evidence"].texts["record_id"]
    )
    return Facts(
        events=rows["events"],
        flows=rows["flows"],
        mentions=rows["mentions"],
        places=rows["places"],
        documents=rows["documents"],
        evidence=_evidence(rows["evidence"], numbered[2], records),
        n_records=records,
        event_record=numbered[0],
        flow_record=numbered[1],
        quotes=quotes or tuple,
    )


def _frame_columns(table: Any, name: str) -> dict[str, Any]:
    wanted = [column for part in WANTED[name] for column in part]
    return {column: table[column].to_numpy(dtype=object) for column in wanted} | {"fid": np.arange(1, len(table) + 1)}


def _rows(columns: Columns, texts: Sequence[str], numbers: Sequence[str], days: Sequence[str]) -> Rows:
    fid = np.asarray(columns["fid"], dtype=np.int64)
    return Rows(
        size=len(fid),
        texts={name: _codes(columns[name]) for name in texts},
        numbers={name: _floats(columns[name]) for name in numbers},
        days={name: _days(columns[name]) for name in days},
        fid=fid,
    )


def _codes(values: Sequence[Any]) -> Codes:
    codes, found = pd.factorize(np.asarray(values, dtype=object))
    return Codes(codes.astype(np.int32), tuple(found.tolist()))


def _floats(values: Sequence[Any]) -> Array:
    return pd.to_numeric(pd.Series(values, dtype=object), errors="coerce").to_numpy(dtype="float64", na_value=np.nan)


def _days(values: Sequence[Any]) -> Array:
    """Number the days (`date.toordinal`); 0 where none is known."""
    column = _codes(values)
    known = np.array([date.fromisoformat(text).toordinal() if text else 0 for text in column.values], dtype=np.int32)
    return known[column.codes] if len(known) else np.zeros(0, dtype=np.int32)


def _numbered(*columns: Codes) -> tuple[int, list[Array]]:
    """Number the records that several columns name, the same in each."""
    numbers: dict[str, int] = {}
    found = []
    for column in columns:
        known = np.array([numbers.setdefault(name, len(numbers)) for name in column.values], dtype=np.int32)
        found.append(known[column.codes] if len(known) else np.zeros(0, dtype=np.int32))
    return len(numbers), found


def _evidence(rows: Rows, record: Array, n_records: int) -> Evidence:
    """Sort out whose word each telling is: the claimant's, else the outlet's; a plain denial is nobody's claim."""
    status = rows.texts["status"].coded(STATUSES)
    claimed, outlet = rows.texts["claimed_by"], rows.texts["publisher"]
    doc = rows.texts["doc"]
    known = {name.casefold(): place for place, name in enumerate(claimed.values) if name}
    said = np.array([known.get(name.casefold(), -1) for name in claimed.values], dtype=np.int64)
    own = np.array([known.get(name.casefold(), len(known) + place) for place, name in enumerate(outlet.values)])
    unknown = np.array([not name for name in outlet.values], dtype=bool)
    voice = said[claimed.codes] if rows.size else np.zeros(0, dtype=np.int64)
    if rows.size:
        mine = np.where(unknown[outlet.codes], len(known) + len(outlet.values) + doc.codes, own[outlet.codes])
        silent = (voice < 0) & (status == STATUSES.index("denied"))
        voice = np.where(voice < 0, np.where(silent, -1, mine), voice)
    published = rows.days["published"]
    order = np.lexsort((published, voice, record))
    fresh = np.ones(rows.size, dtype=bool)
    fresh[1:] = (record[order][1:] != record[order][:-1]) | (voice[order][1:] != voice[order][:-1])
    first = np.zeros(rows.size, dtype=bool)
    first[order] = fresh
    by_record = np.argsort(record, kind="stable")
    return Evidence(
        record=record,
        status=status,
        published=published,
        first_of_voice=first & (voice >= 0),
        doc=doc,
        publisher=outlet,
        by_record=by_record,
        starts=np.searchsorted(record[by_record], np.arange(n_records)),
    )
