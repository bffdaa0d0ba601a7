"""A few records of a workspace, with what is needed to show where they come from, however large the workspace is.

Rows are looked up by the indices that `geopackage` makes (a file that another program has rewritten may have lost
them: the same answer, slower). Everything comes from one state of the file.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.errors import WorkspaceError
from geo.workspace.geopackage import FID, check_columns, reading
from geo.workspace.schema import SCHEMAS
from geo.workspace.tables import Tables, check, clean_text, frame_of_columns, split

__all__ = ["MOST_MENTIONS", "excerpt", "plain_rows"]

MOST_MENTIONS = 200
_AT_ONCE = 500  # SQLite of before 2020 takes 999 variables a statement

Row = tuple[Any, ...]


def excerpt(
    path: Path,
    *,
    events: Collection[str] = (),
    flows: Collection[str] = (),
    places: Collection[str] = (),
    documents: Collection[str] = (),
    event_rows: Collection[int] = (),
    flow_rows: Collection[int] = (),
    texts: bool = True,
    most_mentions: int = MOST_MENTIONS,
) -> Tables:
    """Read the rows of some records and of what they rest on.

    Parameters
    ----------
    events, flows, places, documents : collections of str
        Ids; of an event its ``event_id``: all its rows. An id that is not there gives no row.
    event_rows, flow_rows : collections of int
        Rows by their number in the file (``fid``, as `geopackage.read_some` gives it): these rows alone.
    texts : bool
        Without them ``documents.text`` is "" everywhere, which spares most of the reading.
    most_mentions : int
        So many mentions of each of the ``places`` at most: one a document before a second.

    Returns
    -------
    Tables
        - the events and flows asked for, with all their evidence;
        - the documents asked for, and those that this evidence rests on, with all their mentions;
        - of the places asked for: mentions, and the documents of these (but not these documents' other mentions);
        - every place that any of these rows refers to;
        - grades of these records and of these documents' publishers. Views are left out (`read_annotations`).

        They keep to their declaration. What counts a whole workspace still does (``places.n_mentions``), and ``linked``
        may name a record that is not in the excerpt.

    Raises
    ------
    WorkspaceError
        As `geopackage.read_tables`.
    """
    with reading(path) as (connection, metadata):
        look = _Look(connection=connection, path=path, texts=texts)
        look.add("events", look.by("events", "event_id", events), look.by("events", FID, event_rows))
        look.add("flows", look.by("flows", "id", flows), look.by("flows", FID, flow_rows))
        look.add("evidence", *look.evidence())
        told = look.values("evidence", "doc") | look.values("events", "doc") | look.values("flows", "doc")
        whole = set(documents) | told
        named = [
            look.by("mentions", FID, look.some_mentions(place, most_mentions)) for place in sorted(set(places) - {""})
        ]
        look.add("mentions", look.by("mentions", "doc", whole), *named)
        look.add("documents", look.by("documents", "id", whole | look.values("mentions", "doc")))
        look.add("places", look.by("places", "id", look.places() | set(places)))
        look.add("grades", look.grades())
        tables = {name: frame_of_columns(name, look.columns(name)) for name in SCHEMAS}
    try:
        return check(Tables(**tables, metadata=metadata))
    except WorkspaceError as error:
        raise WorkspaceError(f"{path}: {error}") from error


@dataclass(frozen=True, kw_only=True, slots=True)
class _Look:
    """Rows found so far, by table and number, within one read transaction."""

    connection: sqlite3.Connection
    path: Path
    texts: bool
    found: dict[str, dict[int, Row]] = field(default_factory=dict)

    def add(self, table: str, *rows: Iterable[Row]) -> None:
        kept = self.found.setdefault(table, {})
        for some in rows:
            kept.update((row[0], row[1:]) for row in some)

    def by(self, table: str, column: str, values: Collection[Any]) -> Iterator[Row]:
        """Yield the rows of a table that have one of these values, each with its number first."""
        check_columns(self.connection, self.path, table, SCHEMAS[table].names)
        plain = {int(value) if column == FID else clean_text(value) for value in values}
        for some in _chunks(sorted(plain)):
            yield from self.select(table, f'"{column}" IN ({_marks(some)})', some)

    def select(self, table: str, where: str, values: Sequence[Any]) -> Iterator[Row]:
        left_out = {"text"} if table == "documents" and not self.texts else set()
        names = ("''" if name in left_out else f'"{name}"' for name in SCHEMAS[table].names)
        statement = f'SELECT "{FID}", {", ".join(names)} FROM "{table}" WHERE {where}'  # noqa: S608 - declared names
        yield from self.connection.execute(statement, values)

    def evidence(self) -> Iterator[Iterator[Row]]:
        """Yield the rows of evidence of the records found."""
        check_columns(self.connection, self.path, "evidence", SCHEMAS["evidence"].names)
        for record, ids in (("event", self.values("events", "event_id")), ("flow", self.values("flows", "id"))):
            for some in _chunks(sorted(ids)):
                yield self.select("evidence", f"record = ? AND record_id IN ({_marks(some)})", [record, *some])

    def some_mentions(self, place: str, most: int) -> set[int]:
        """Choose mentions of a place, one a document first; as many documents as needed are looked at, not all."""
        first = 'SELECT min("fid") FROM mentions WHERE place_id = ? GROUP BY place_id, doc LIMIT ?'
        more = 'SELECT "fid" FROM mentions WHERE place_id = ? ORDER BY place_id, doc LIMIT ?'
        place = clean_text(place)
        chosen = {number for (number,) in self.connection.execute(first, (place, most))}
        if len(chosen) < most:
            others = [number for (number,) in self.connection.execute(more, (place, 2 * most)) if number not in chosen]
            chosen.update(others[: most - len(chosen)])
        return chosen

    def values(self, table: str, column: str) -> set[str]:
        position = SCHEMAS[table].names.index(column)
        return {row[position] for row in self.found[table].values()} - {""}

    def places(self) -> set[str]:
        """Return the ids of all places that the rows found refer to."""
        used = [("events", "place_id"), ("flows", "origin_id"), ("flows", "destination_id"), ("mentions", "place_id")]
        ids = {one for table, column in used for one in self.values(table, column)}
        return ids | {one for joined in self.values("evidence", "place_ids") for one in split(joined)}

    def grades(self) -> Iterator[Row]:
        """Yield the grades that concern what was found; the table is small and read whole."""
        check_columns(self.connection, self.path, "grades", SCHEMAS["grades"].names)
        wanted = {("event", one) for one in self.values("events", "event_id")}
        wanted |= {("flow", one) for one in self.values("flows", "id")}
        wanted |= {("publisher", one) for one in self.values("documents", "publisher")}
        return (row for row in self.select("grades", "1", ()) if (row[1], row[2]) in wanted)

    def columns(self, table: str) -> Mapping[str, list[Any]]:
        """Return what was found of a table in the order in which it was written."""
        rows = [row for _, row in sorted(self.found.get(table, {}).items())]
        columns = {name: [row[position] for row in rows] for position, name in enumerate(SCHEMAS[table].names)}
        for column in SCHEMAS[table].columns:
            if column.dtype == "bool":
                columns[column.name] = [bool(value) for value in columns[column.name]]
        return columns


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def plain_rows(path: Path, table: str, numbers: Sequence[int]) -> list[dict[str, Any]]:
    """Read rows of one table by their numbers in the file, in the order given, as they stand there: for lists.

    What is not known is None (a number) or "" (a text); a row that is not there is left out.

    Raises
    ------
    WorkspaceError
        As `geopackage.read_tables`, for the columns of this table.
    """
    names = SCHEMAS[table].names
    with reading(path) as (connection, _):
        look = _Look(connection=connection, path=path, texts=True)
        found = {row[0]: row[1:] for row in look.by(table, FID, numbers)}
    return [dict(zip(names, found[number], strict=True)) for number in numbers if number in found]
