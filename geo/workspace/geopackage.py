"""One GeoPackage, written whole or not at all, and read without guessing.

Written by pyogrio with the driver named; QGIS opens it as it is. Read by SQLite, which a GeoPackage is: GDAL would
guess the format from the content and follow what it finds there (a VRT named ``.gpkg`` reads another file), and would
open the file once a layer, so that a build that ends in between would give half the old account and half the new one.
One read transaction sees one state. What is read is the declared columns; geometry follows from the coordinates, so
that a point dragged in QGIS changes nothing here.
"""

import secrets
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from operator import itemgetter
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from geo.errors import WorkspaceError
from geo.workspace.disk import sync
from geo.workspace.schema import SCHEMAS
from geo.workspace.tables import Tables, check, clean_text, frame_of_columns

__all__ = [
    "FID",
    "SCHEMA_VERSION",
    "check_columns",
    "content_key",
    "editing",
    "read_annotation_tables",
    "read_columns",
    "read_metadata",
    "read_readings",
    "read_some",
    "read_tables",
    "reading",
    "remove_leftovers",
    "write_geopackage",
]

SCHEMA_VERSION = 3
SUFFIX = ".gpkg"
SQLITE_MAGIC = b"SQLite format 3\x00"
APPLICATION_IDS = (b"GPKG", b"GP10", b"GP11")
REBUILD = "move it away and build the workspace again"
ANNOTATIONS = ("grades", "views")
FID = "fid"
BUSY_SECONDS = 5.0
ROWS_AT_ONCE = 20_000
READING_COLUMNS = ("doc", "text_hash", "json")
LAYER_NOTES = {
    "documents": "The texts that were read",
    "mentions": "Spans that name a place",
    "places": "Places that a mention, event or flow uses",
    "events": "What is said to have happened: one row an event and place",
    "flows": "Movements from an origin to a destination",
    "evidence": "Every telling of an event or flow, with its sentence",
    "grades": "What analysts think of publishers, events and flows",
    "views": "Named views",
    "corrections": "What analysts corrected: a copy of the log beside the workspace",
}
INDICES = {
    "readings": (("doc",),),
    "documents": (("id",),),
    "mentions": (("doc",), ("place_id", "doc")),
    "places": (("id",),),
    "events": (("event_id",), ("id",), ("place_id",)),
    "flows": (("id",), ("origin_id",), ("destination_id",)),
    "evidence": (("record", "record_id"),),
}
"""What a few records are looked up by (`geo.workspace.excerpt`), however large the workspace is."""


def write_geopackage(
    tables: Tables, path: Path, *, readings: Iterable[tuple[str, str, str]], metadata: Mapping[str, str]
) -> None:
    """Write all tables to a new file beside ``path`` and put it in its place in one step.

    Whoever opens ``path`` meanwhile, or after the writer was killed, finds the old file whole.

    Parameters
    ----------
    tables : Tables
        Checked against their declaration first.
    path : Path
        Ends in ``.gpkg``, in a folder that exists.
    readings : iterable of (document id, text hash, JSON)
        What the account can be merged from again.
    metadata : mapping
        Replaces the metadata of ``tables``.
    """
    check_name(path)
    if not path.parent.is_dir():
        raise WorkspaceError(f"{path}: there is no folder {path.parent}; make it first, or choose another")
    check(tables)
    settle_journal(path)
    attributes = {
        "metadata": pd.DataFrame({"key": list(metadata), "value": [clean_text(one) for one in metadata.values()]}),
        "readings": pd.DataFrame(list(readings), columns=list(READING_COLUMNS)),
    }
    part = path.with_name(f"{_part_prefix(path)}{secrets.token_hex(8)}{SUFFIX}")
    try:
        _write_layers(tables, attributes, part)
        _index(part)
        rows = {name: len(getattr(tables, name)) for name in SCHEMAS}
        _count(part, rows | {name: len(table) for name, table in attributes.items()})
        sync(part)
        part.replace(path)
        sync(path.parent)
    except (OSError, DataLayerError, DataSourceError) as error:
        raise WorkspaceError(f"{path} cannot be written: {error}") from error
    finally:
        _remove(part)


def _write_layers(tables: Tables, attributes: Mapping[str, pd.DataFrame], part: Path) -> None:
    def write(table: pd.DataFrame, name: str, geometry: str | None) -> None:
        options = {"FID": "fid", "DESCRIPTION": LAYER_NOTES.get(name, ""), "IDENTIFIER": name}
        spatial = {"geometry_type": geometry, "layer_options": {"GEOMETRY_NAME": "geom", **options}}
        pyogrio.write_dataframe(
            table,
            part,
            layer=name,
            driver="GPKG",
            dataset_options={"VERSION": "1.3"},  # what QGIS of 2021 still opens without a warning
            promote_to_multi=False,
            **(spatial if geometry else {"layer_options": options}),
        )

    for name, schema in SCHEMAS.items():
        write(getattr(tables, name), name, schema.geometry)
    for name, table in attributes.items():
        write(table, name, None)


def _index(part: Path) -> None:
    connection = sqlite3.connect(part, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = OFF")  # the whole file is brought to the disk before it counts
        connection.execute("BEGIN")
        for name, keys in INDICES.items():
            for key in keys:
                columns = ", ".join(f'"{column}"' for column in key)
                connection.execute(f'CREATE INDEX "by_{name}_{"_".join(key)}" ON "{name}" ({columns})')
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise OSError(f"its indices cannot be made: {error}") from error
    finally:
        connection.close()


def _count(part: Path, expected: Mapping[str, int]) -> None:
    """Hold what is on disk against what was to be written, before it takes the old file's place."""
    with _connect(part) as connection:
        for name, rows in expected.items():
            found = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - declared names
            if found != rows:
                raise WorkspaceError(f"{found} of {rows} rows of {name} reached the disk")


def read_tables(path: Path) -> Tables:
    """Read all tables from one state of the file, and check them.

    Raises
    ------
    WorkspaceError
        For a file that is not there, is no GeoPackage or no workspace, is of a newer schema, misses a layer or column,
        or holds what its declaration does not allow.
    """
    with reading(path) as (connection, metadata):
        frames = {name: frame_of_columns(name, _columns(connection, path, name)) for name in SCHEMAS}
    try:
        return check(Tables(**frames, metadata=metadata))
    except WorkspaceError as error:
        raise WorkspaceError(f"{path}: {error}") from error


def read_metadata(path: Path) -> dict[str, str]:
    """Read the metadata alone: cheap enough to ask at every click whether the workspace has changed."""
    with reading(path) as (_, metadata):
        return metadata


def content_key(path: Path) -> tuple[str, str]:
    """Return version and hash of the account: what caches of it are to be keyed by.

    They stay as they are when an analyst sets a grade or saves a view, which does change the file and its time.
    """
    metadata = read_metadata(path)
    return metadata.get("version", ""), metadata.get("hash", "")


def read_annotation_tables(path: Path) -> dict[str, pd.DataFrame]:
    """Read what analysts noted, grades and views, as tables."""
    with reading(path) as (connection, _):
        return {name: frame_of_columns(name, _columns(connection, path, name)) for name in ANNOTATIONS}


def read_columns(path: Path, table: str, columns: Iterable[str]) -> dict[str, list[Any]]:
    """Read some columns of one table and no others; see `read_some`.

    Returns
    -------
    dict
        Column name -> values, ``fid`` first: the number that the file gives a row.
    """
    return read_some(path, {table: columns})[1][table]


def read_some(
    path: Path, wanted: Mapping[str, Iterable[str]]
) -> tuple[dict[str, str], dict[str, dict[str, list[Any]]]]:
    """Read the metadata and some columns of some tables from one state of the file, as it holds them.

    For what is too large to be read whole at each start: nothing is checked but that the columns are there. A column
    of type bool holds 0 and 1, a number or date that is not known None.

    Parameters
    ----------
    path : Path
        A workspace.
    wanted : mapping
        Table name -> names of declared columns.

    Returns
    -------
    metadata : dict
    tables : dict
        Table name -> column name -> values in the order of the rows, ``fid`` first (the row's number in the file).

    Raises
    ------
    WorkspaceError
        As `read_tables`, and for a table or a column that is not declared.
    """
    asked = {name: _declared(name, columns) for name, columns in wanted.items()}
    with reading(path) as (connection, metadata):
        return metadata, {name: _select(connection, path, name, columns) for name, columns in asked.items()}


def _declared(name: str, columns: Iterable[str]) -> tuple[str, ...]:
    listed = (FID, *(column for column in dict.fromkeys(columns) if column != FID))
    strange = sorted(set(listed[1:]) - set(SCHEMAS[name].names)) if name in SCHEMAS else []
    if name not in SCHEMAS or strange:
        what = (
            f"no such column {', '.join(strange)}" if strange else f"no such table; the tables are {', '.join(SCHEMAS)}"
        )
        raise WorkspaceError(f"table {name}: {what}")
    return listed


def read_readings(
    path: Path, *, documents: Collection[str] | None = None
) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """Read metadata and the stored readings as (document id, text hash, JSON): of all documents, or of those named."""
    with reading(path) as (connection, metadata):
        if documents is None:
            columns = _select(connection, path, "readings", READING_COLUMNS)
            rows = list(zip(*columns.values(), strict=True))
        else:
            check_columns(connection, path, "readings", READING_COLUMNS)
            statement = f"SELECT {', '.join(READING_COLUMNS)} FROM readings WHERE doc = ?"  # noqa: S608 - declared names
            rows = [row for doc in sorted(documents) for row in connection.execute(statement, (clean_text(doc),))]
        if not all(isinstance(value, str) for row in rows for value in row):
            raise WorkspaceError(f"{path}: its layer readings is damaged; {REBUILD}")
        return metadata, rows


def check_name(path: Path) -> None:
    """Refuse a name that GDAL might take for something else than a file."""
    if path.suffix != SUFFIX or str(path).startswith("/vsi") or "://" in str(path):
        raise WorkspaceError(f"{path}: a workspace is a file on this machine whose name ends in {SUFFIX}")


def remove_leftovers(path: Path) -> None:
    """Remove what killed writers left beside the file. Only for whoever holds the writers' lock."""
    for left in path.parent.glob(f"{_glob_escape(_part_prefix(path))}*"):
        _remove(left)


def settle_journal(path: Path) -> None:
    """Bring in what another program wrote beside the file, so that it is not applied to the new one.

    QGIS keeps a write-ahead log beside a GeoPackage that it has open; whoever is killed while changing one in place
    leaves a journal. SQLite would apply what is left over to whatever file stands in its place.
    """
    if _holds_something(path, "-journal") and path.exists():
        try:
            connection = sqlite3.connect(path, timeout=1, isolation_level=None)
            try:
                connection.execute("BEGIN IMMEDIATE")
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise WorkspaceError(f"{path} cannot be replaced: {_why(error)}") from error
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size and path.exists():
        try:
            with sqlite3.connect(path, timeout=1) as connection:
                busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            connection.close()
        except sqlite3.Error as error:
            raise WorkspaceError(f"{path} cannot be replaced: {log.name} beside it is damaged: {error}") from error
        if busy:
            raise WorkspaceError(f"{path} is open for writing in another program, such as QGIS; close it there first")
    for ending in ("-wal", "-shm", "-journal"):
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)


def _holds_something(path: Path, ending: str) -> bool:
    with suppress(OSError):
        return path.with_name(f"{path.name}{ending}").stat().st_size > 0
    return False


def _undo_half_change(path: Path) -> None:
    """Let SQLite undo what a killed program left half done in the file: it does so for whoever may write it."""
    with suppress(sqlite3.Error):  # whoever reads next says what is wrong
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        finally:
            connection.close()


@contextmanager
def editing(path: Path) -> Iterator[sqlite3.Connection]:
    """Change a workspace in place, in one transaction. Only for whoever holds the writers' lock.

    Raises
    ------
    WorkspaceError
        As `read_tables`; for a file that is read-only, and one that another program keeps locked. Nothing is changed
        then, nor when the body raises.
    """
    read_metadata(path)
    try:
        uri = f"{path.resolve().as_uri()}?mode=rw"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        finally:
            connection.close()  # rolls back what is not committed
    except sqlite3.Error as error:
        raise WorkspaceError(f"{path} cannot be changed: {_why(error)}") from error


def _why(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without what SQLite adds to a code
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return "it is open for writing in another program, such as QGIS; save or close it there first"
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN}:
        return "the file or its folder is read-only; give yourself the right to write, or work on a copy"
    return str(error)


@contextmanager
def _connect(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file for reading, in one transaction, when it is a GeoPackage by its first bytes."""
    check_name(path)
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        reason = "there is no such file; build it first" if isinstance(error, FileNotFoundError) else str(error)
        raise WorkspaceError(f"{path} cannot be read: {reason}") from error
    if not head.startswith(SQLITE_MAGIC) or head[68:72] not in APPLICATION_IDS:
        raise WorkspaceError(f"{path} is not a GeoPackage, whatever its name; give a workspace that `build` wrote")
    if _holds_something(path, "-journal"):
        _undo_half_change(path)
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA query_only = ON")
            connection.execute("BEGIN")
            yield connection
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise WorkspaceError(f"{path} is damaged or locked: {error}") from error


@contextmanager
def reading(path: Path) -> Iterator[tuple[sqlite3.Connection, dict[str, str]]]:
    """Open a workspace of this program's schema for reading, in one transaction, and yield it with its metadata."""
    with _connect(path) as connection:
        yield connection, _metadata(connection, path)


def _metadata(connection: sqlite3.Connection, path: Path) -> dict[str, str]:
    columns = _select(connection, path, "metadata", ("key", "value"))
    metadata = {str(key): str(value) for key, value in zip(columns["key"], columns["value"], strict=True)}
    found = metadata.get("schema_version", "")
    if not found.isascii() or not found.isdigit():
        raise WorkspaceError(f"{path} is a GeoPackage but not a workspace: it has no schema_version; {REBUILD}")
    if int(found) != SCHEMA_VERSION:
        age = "newer" if int(found) > SCHEMA_VERSION else "older"
        raise WorkspaceError(
            f"{path} has schema {found}, {age} than this program's {SCHEMA_VERSION}: "
            + ("update the program" if age == "newer" else REBUILD)
        )
    return metadata


def _columns(connection: sqlite3.Connection, path: Path, name: str) -> dict[str, list[Any]]:
    columns = _select(connection, path, name, SCHEMAS[name].names)
    for column in SCHEMAS[name].columns:
        if column.dtype == "bool":
            columns[column.name] = [bool(value) for value in columns[column.name]]
    return columns


def _select(connection: sqlite3.Connection, path: Path, name: str, columns: tuple[str, ...]) -> dict[str, list[Any]]:
    """Read columns of a table in the order in which they were written."""
    check_columns(connection, path, name, columns)
    quoted = ", ".join(f'"{column}"' for column in columns)
    cursor = connection.execute(f'SELECT {quoted} FROM "{name}" ORDER BY rowid')  # noqa: S608 - declared names
    values: dict[str, list[Any]] = {column: [] for column in columns}
    pick = [(kept, itemgetter(position)) for position, kept in enumerate(values.values())]
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        for kept, at in pick:
            kept.extend(map(at, rows))
    return values


def check_columns(connection: sqlite3.Connection, path: Path, name: str, columns: Iterable[str]) -> None:
    """Refuse a file in which a table (a view, which may do anything, is none) or one of its columns is missing."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)).fetchone()
    if not found:
        raise WorkspaceError(f"{path} is no whole workspace: the layer {name} is missing; {REBUILD}")
    there = {row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", (name,))}
    missing = [column for column in columns if column not in there]
    if missing:
        raise WorkspaceError(f"{path}: the layer {name} has no column {', '.join(missing)}; {REBUILD}")


def _part_prefix(path: Path) -> str:
    return f".{path.stem}.part-"


def _glob_escape(text: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in text)


def _remove(part: Path) -> None:
    for name in (part, part.with_name(f"{part.name}-journal"), part.with_name(f"{part.name}-wal")):
        with suppress(FileNotFoundError):
            name.unlink()
