"""The tables of a workspace as columns of numbers: what filters and counts read, a million rows in milliseconds.

A text becomes a code into the list of the column's values, a date the number of its day (0: not known), a number not
told NaN. Nothing here is changed once made, so that many readers may share it. The sentences themselves are folded for
searching when somebody searches for the first time.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from geo.model import EVENT_TYPES, STATUSES
from geo.precision import POINT_KINDS
from geo.workspace.tables import Tables, split
from geo.workspace.voices import voice_key

__all__ = ["WANTED", "Codes", "Evidence", "Facts", "Fold", "Rows", "Tellings", "facts_of"]

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
    "evidence": (("record_id", "doc", "claimed_by", "publisher", "status"), (), ("published",)),  # more: `Late`
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
Fold = Callable[[str], str]
Late = Callable[[str], Sequence[str]]
"""Gives a column of the evidence that is only read when somebody asks for it: ``quote``, ``place_ids``."""


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
    """The tellings: the record that each belongs to, its status, day and voice (-1: a denial in nobody's name)."""

    record: Array
    status: Array
    published: Array
    voice: Array
    doc: Codes
    publisher: Codes
    claimed_by: Codes
    by_record: Array
    starts: Array


@dataclass(frozen=True, slots=True, eq=False)
class Tellings:
    """Each row of events or flows with each telling of its record, in the order of the rows.

    ``here`` says whether the telling tells it of this row's place: others may tell an event of another place only.
    """

    row: Array
    telling: Array
    here: Array


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The different pairs of places that flows run between; ``of_flow`` says which is each flow's (-1: an open end)."""

    origins: Array
    destinations: Array
    of_flow: Array


@dataclass(frozen=True, eq=False)
class Facts:
    """All columns. Events and flows are also known by the number of their record: ``event_record``, ``flow_record``.

    Places are numbered by their rows in ``places``; -1 is no place. What follows from the columns is worked out when it
    is first asked for and then kept: readers in several threads may do so twice, to the same end.
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
    late: Late = field(repr=False)

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
    def event_tellings(self) -> Tellings:
        """Each event row with the tellings of its event."""
        told = _tellings(self.event_record, self.evidence)
        spoken = _codes(self.late("place_ids"))
        return replace(told, here=_named_in(spoken, told.telling, self.events.texts["place_id"], told.row))

    @cached_property
    def flow_tellings(self) -> Tellings:
        """Each flow with its tellings."""
        return _tellings(self.flow_record, self.evidence)

    @cached_property
    def first_report(self) -> Array:
        """Day of each record's first report; 0 where none has a date."""
        days = np.where(self.evidence.published > 0, self.evidence.published, _NEVER)
        first = np.full(self.n_records, _NEVER, dtype=np.int32)
        np.minimum.at(first, self.evidence.record, days)
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

    @cached_property
    def drawn_flows(self) -> Array:
        """Say which flows are on the map: with a line, or an arrow into or out of the one end that is known."""
        origin, destination = self.flow_ends
        return origin != destination

    @cached_property
    def flow_lines(self) -> Array:
        """Say which flows have a line: two known ends that are not the same."""
        origin, destination = self.flow_ends
        return (origin >= 0) & (destination >= 0) & (origin != destination)

    def place_number(self, place_id: str) -> int | None:
        """Return the number of a place by its id; None for one that is not there."""
        return self._place_rows.get(place_id)

    def record_number(self, table: str, record_id: str) -> int | None:
        """Return the number of an event (by ``event_id`` or a row's id) or a flow; None for one that is not there."""
        if table == "flows":
            return self._flow_numbers.get(record_id)
        found = self._event_numbers.get(record_id)
        return self._event_numbers.get(record_id.rpartition(".")[0]) if found is None else found

    @cached_property
    def _place_rows(self) -> dict[str, int]:
        ids = self.places.texts["id"]
        return {ids.values[code]: row for row, code in enumerate(ids.codes.tolist())}

    @cached_property
    def _event_numbers(self) -> dict[str, int]:
        return _numbers_of(self.events.texts["event_id"], self.event_record)

    @cached_property
    def _flow_numbers(self) -> dict[str, int]:
        return _numbers_of(self.flows.texts["id"], self.flow_record)

    @cached_property
    def event_begins(self) -> Array:
        """The day on which each event row's interval begins (ends, where no beginning is known); 0 for no date."""
        return _begins(self.events)

    @cached_property
    def flow_begins(self) -> Array:
        """The same for flows."""
        return _begins(self.flows)

    @cached_property
    def events_in_order(self) -> Array:
        """The rows of events by date, those without one last, else in the table's order."""
        return _in_order(self.event_begins)

    @cached_property
    def flows_in_order(self) -> Array:
        """The same for flows."""
        return _in_order(self.flow_begins)

    @cached_property
    def span(self) -> tuple[int, int]:
        """The first and the last day that an event or flow may have happened on; 0 where none is known."""
        rows = [table.days[name] for table in (self.events, self.flows) for name in ("date_from", "date_to")]
        return _span(np.concatenate(rows))

    @cached_property
    def report_span(self) -> tuple[int, int]:
        """The first and the last day of the reports; 0 where none is known."""
        return _span(self.evidence.published)

    def folded_quotes(self, fold: Fold) -> Any:
        """Return all sentences of the evidence folded, as one Arrow array: made at the first search, then kept."""
        import pyarrow as pa

        if fold not in self._folded:
            self._folded[fold] = pa.array([fold(quote) for quote in self.late("quote")], type=pa.large_string())
        return self._folded[fold]

    @cached_property
    def _folded(self) -> dict[Fold, Any]:
        return {}

    def _place_numbers(self, ids: Codes) -> Array:
        return _rows_of(ids, self.places.texts["id"])

    def _document_numbers(self, ids: Codes) -> Array:
        return _rows_of(ids, self.documents.texts["id"])


def _begins(rows: Rows) -> Array:
    first, last = rows.days["date_from"], rows.days["date_to"]
    return np.where(first > 0, first, last)


def _in_order(days: Array) -> Array:
    return np.argsort(np.where(days > 0, days, _NEVER), kind="stable")


def _numbers_of(ids: Codes, record: Array) -> dict[str, int]:
    """Return the record that each id of a column belongs to."""
    of = np.zeros(len(ids.values), dtype=np.int64)
    of[ids.codes] = record
    return dict(zip(ids.values, of.tolist(), strict=True))


def _span(days: Array) -> tuple[int, int]:
    known = days[days > 0]
    return (int(known.min()), int(known.max())) if len(known) else (0, 0)


def _rows_of(ids: Codes, keys: Codes) -> Array:
    """Return the row of each id in a table whose key column is given; -1 for none."""
    rows = {keys.values[code]: row for row, code in enumerate(keys.codes.tolist())}
    known = np.array([rows.get(name, -1) for name in ids.values], dtype=np.int32)
    return known[ids.codes] if len(known) else np.zeros(0, dtype=np.int32)


def facts_of(columns: Mapping[str, Columns] | Tables, *, late: Late | None = None) -> Facts:
    """Make columns of numbers from the tables of a workspace.

    Parameters
    ----------
    columns
        All tables, or table -> column -> values for what `WANTED` names (and ``fid``, which the file knows rows by).
    late
        Gives further columns of the evidence; those of the tables unless given, and empty texts without tables.

    Examples
    --------
    >>> from geo.workspace.tables import empty_tables
    >>> facts_of(empty_tables()).events.size
    0
    """
    if isinstance(columns, Tables):
        evidence = columns.evidence
        late = late or (lambda name: evidence[name].tolist())
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
        late=late or (lambda _name: [""] * rows["evidence"].size),
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
    """Number the values of a column; a text that is not there (another program may leave it so) is an empty one."""
    codes, found = pd.factorize(np.asarray(values, dtype=object), use_na_sentinel=False)
    return Codes(codes.astype(np.int32), tuple(value if isinstance(value, str) else "" for value in found.tolist()))


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
    by_record = np.argsort(record, kind="stable")
    return Evidence(
        record=record,
        status=rows.texts["status"].coded(STATUSES),
        published=rows.days["published"],
        voice=_voices(rows),
        doc=rows.texts["doc"],
        publisher=rows.texts["publisher"],
        claimed_by=rows.texts["claimed_by"],
        by_record=by_record,
        starts=np.searchsorted(record[by_record], np.arange(n_records + 1)),
    )


def _voices(rows: Rows) -> Array:
    """Number whose word each telling is: the claimant's, else the outlet's; a plain denial is nobody's claim."""
    numbers: dict[str, int] = {}

    def numbered(column: Codes) -> Array:
        return np.array(
            [numbers.setdefault(voice_key(name), len(numbers)) if name else -1 for name in column.values] + [-1]
        )[column.codes]

    claimed, outlet, doc = (numbered(rows.texts[name]) for name in ("claimed_by", "publisher", "doc"))
    denied = rows.texts["status"].where(lambda status: status == "denied")
    own = np.where(denied, -1, np.where(outlet >= 0, outlet, doc))
    return np.where(claimed >= 0, claimed, own)


def _tellings(record: Array, evidence: Evidence) -> Tellings:
    """Set each row beside all tellings of its record."""
    starts = evidence.starts[record]
    counts = evidence.starts[record + 1] - starts
    row = np.repeat(np.arange(len(record), dtype=np.int32), counts)
    before = np.cumsum(counts) - counts
    telling = evidence.by_record[np.arange(len(row)) + np.repeat(starts - before, counts)]
    return Tellings(row, telling, np.ones(len(row), dtype=bool))


def _named_in(lists: Codes, which: Array, names: Codes, row: Array) -> Array:
    """Say for pairs of a list (ids joined) and a name whether the one has the other."""
    size = max(1, len(names.values))
    codes, keys = pd.factorize(lists.codes[which].astype(np.int64) * size + names.codes[row])
    pairs = (divmod(key, size) for key in keys.tolist())
    found = [names.values[name] in split(lists.values[listed]) for listed, name in pairs]
    return np.array(found, dtype=bool)[codes]
