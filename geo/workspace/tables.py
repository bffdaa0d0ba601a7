"""The tables of a workspace, declared once: columns, types, allowed values, geometry and CRS.

Conventions, the same on disk and in memory:

- Text is never null: "" is "not known". Dates are text, ``YYYY-MM-DD`` or "", so that they compare as text.
- Lists are text joined by ``"; "`` (`join` and `split`); alternatives are JSON text.
- Whole numbers are ``Int64`` and decimals ``Float64`` (pandas' nullable types); ``<NA>`` is "not told".
- Geometry is longitude and latitude in EPSG:4326; a row whose place is unknown has a null geometry and stays.
- Text holds no U+0000 and no lone surrogate (GeoPackage cannot): both become U+FFFD, which keeps every offset.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely

from geo.errors import WorkspaceError
from geo.workspace.schema import CRS, PUBLISHER_GRADES, SCHEMAS, Column, Schema

__all__ = [
    "CRS",
    "LIST_SEPARATOR",
    "SCHEMAS",
    "Tables",
    "check",
    "clean_text",
    "empty",
    "empty_tables",
    "frame",
    "frame_of_columns",
    "join",
    "split",
]

LIST_SEPARATOR = "; "
MAX_FAULTS_SHOWN = 20

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True)
class Tables:
    """All tables of a workspace; ``metadata`` holds its version, hash, program version, times and credits.

    ``grades`` and ``views`` are what analysts noted (`geo.workspace.annotations`), not what was read; ``corrections``
    is a copy of their log (`geo.workspace.corrections`).
    """

    documents: pd.DataFrame
    mentions: geopandas.GeoDataFrame
    places: geopandas.GeoDataFrame
    events: geopandas.GeoDataFrame
    flows: geopandas.GeoDataFrame
    evidence: pd.DataFrame
    grades: pd.DataFrame = field(default_factory=lambda: empty("grades"))
    views: pd.DataFrame = field(default_factory=lambda: empty("views"))
    corrections: pd.DataFrame = field(default_factory=lambda: empty("corrections"))
    metadata: Mapping[str, str] = field(default_factory=dict)


def join(values: Iterable[str]) -> str:
    """Join a list for a text column; a separator inside a value becomes a comma, so that `split` gives as many back.

    Examples
    --------
    >>> join(["LNA", "GNA; Tripoli"]), join([])
    ('LNA; GNA, Tripoli', '')
    """
    return LIST_SEPARATOR.join(value.replace(";", ",") for value in values if value)


def split(text: str) -> tuple[str, ...]:
    """Take a joined list apart again.

    Examples
    --------
    >>> split("LNA; GNA"), split("")
    (('LNA', 'GNA'), ())
    """
    return tuple(part for part in text.split(LIST_SEPARATOR) if part)


def clean_text(text: str) -> str:
    r"""Replace what a GeoPackage cannot hold by U+FFFD, one for one, so that every offset stays true.

    Examples
    --------
    >>> clean_text("a\x00b") == "a\ufffdb"
    True
    """
    return _UNSTORABLE.sub("\ufffd", text)


def empty(name: str) -> Any:
    """Return the table of that name without rows: all columns, types, geometry and CRS in place."""
    return frame(name, [])


def empty_tables(metadata: Mapping[str, str] | None = None) -> Tables:
    """Return all tables without rows."""
    return Tables(**{name: empty(name) for name in SCHEMAS}, metadata=dict(metadata or {}))


def frame(name: str, rows: Iterable[Mapping[str, object]]) -> Any:
    """Build one table from rows; the geometry follows from the coordinates.

    Parameters
    ----------
    name : str
        A name of `geo.workspace.schema.SCHEMAS`.
    rows : iterable of mappings
        Column name -> value. A column that a row leaves out is "" (text), False (bool) or ``<NA>``.

    Returns
    -------
    DataFrame, or GeoDataFrame in EPSG:4326
        With the declared columns and types; for values and references see `check`.

    Raises
    ------
    WorkspaceError
        For an unknown table, a column that it does not have, or a value of the wrong type.

    Examples
    --------
    >>> frame("documents", [{"id": "a", "text": "نص"}]).loc[0, "publisher"]
    ''
    """
    schema = _schema(name)
    listed = list(rows)
    unknown = sorted({column for row in listed for column in row} - set(schema.names))
    if unknown:
        raise WorkspaceError(
            f"table {name}: no such column {', '.join(unknown)}; the columns are {', '.join(schema.names)}"
        )
    defaults: Mapping[str, object] = {"str": "", "bool": False}
    return frame_of_columns(
        name,
        {
            column.name: [row.get(column.name, defaults.get(column.dtype)) for row in listed]
            for column in schema.columns
        },
    )


def frame_of_columns(name: str, columns: Mapping[str, Sequence[object]]) -> Any:
    """Build one table from its columns, all of one length; like `frame`, for many rows."""
    schema = _schema(name)
    if not any(len(columns[column.name]) for column in schema.columns):
        return _blank(name).copy()
    return _filled(schema, columns)


@lru_cache(maxsize=len(SCHEMAS))
def _blank(name: str) -> Any:
    """Make a table without rows, once: an excerpt has several, and columns cost whether or not anything is in them."""
    return _filled(SCHEMAS[name], {column.name: [] for column in SCHEMAS[name].columns})


def _filled(schema: Schema, columns: Mapping[str, Sequence[object]]) -> Any:
    table = pd.DataFrame({column.name: _series(schema, column, columns[column.name]) for column in schema.columns})
    if schema.geometry is None:
        return table
    shapes = geopandas.GeoSeries(_shapes(schema, table), index=table.index, crs=CRS)
    return geopandas.GeoDataFrame(table, geometry=shapes, crs=CRS)


def check(tables: Tables) -> Tables:
    """Hold every table against its declaration and return them unchanged.

    Raises
    ------
    WorkspaceError
        One error with every fault: a missing or extra column, a wrong dtype or CRS, a null where none may be, a
        value out of its set or range, a key that occurs twice, a geometry that disagrees with its coordinates, a
        reference to a document, place or record that is not there.

    Examples
    --------
    >>> check(empty_tables()).documents.empty
    True
    """
    faults: list[str] = []
    sound = True
    for name, schema in SCHEMAS.items():
        found = _structure_faults(schema, getattr(tables, name))
        sound = sound and not found
        faults += found
        if not found:
            faults += _value_faults(schema, getattr(tables, name))
    if sound:
        faults += _reference_faults(tables)
    if faults:
        shown = faults[:MAX_FAULTS_SHOWN]
        more = f"\n- and {len(faults) - len(shown)} more" if len(faults) > len(shown) else ""
        raise WorkspaceError(
            f"the tables break their declaration in {len(faults)} place(s):\n- " + "\n- ".join(shown) + more
        )
    return tables


def _schema(name: str) -> Schema:
    if name not in SCHEMAS:
        raise WorkspaceError(f"no such table {name!r}; the tables are {', '.join(SCHEMAS)}")
    return SCHEMAS[name]


def _series(schema: Schema, column: Column, values: Sequence[object]) -> "pd.Series[Any]":
    where = f"table {schema.name}: {column.name}"
    if column.dtype == "str":
        wrong = [value for value in values if not isinstance(value, str)]
        if wrong:
            raise WorkspaceError(f'{where} is {wrong[0]!r}; expected text ("" where nothing is known)')
        values = [clean_text(str(value)) for value in values]
    if column.dtype == "bool" and not all(isinstance(value, bool | int) for value in values):
        raise WorkspaceError(f"{where} holds something other than true and false")
    try:
        return pd.Series(values, dtype=column.dtype)
    except (TypeError, ValueError) as error:
        raise WorkspaceError(f"{where} is not {column.dtype}: {error}") from error


def _shapes(schema: Schema, table: pd.DataFrame) -> Any:
    """Make each row's geometry from its coordinates; None where one of them is missing."""
    prefixes = ("",) if schema.geometry == "Point" else ("origin_", "destination_")
    names = [f"{prefix}{axis}" for prefix in prefixes for axis in ("lon", "lat")]
    numbers = table[names].to_numpy(dtype="float64", na_value=np.nan)
    shapes = np.full(len(table), None, dtype=object)
    known = ~np.isnan(numbers).any(axis=1)
    if known.any():
        told = numbers[known]
        shapes[known] = shapely.points(told) if len(prefixes) == 1 else shapely.linestrings(told.reshape(-1, 2, 2))
    return shapes


def _structure_faults(schema: Schema, table: Any) -> list[str]:
    """Columns, dtypes, CRS: what must hold before values can be looked at."""
    if not isinstance(table, pd.DataFrame):
        return [f"{schema.name}: a {type(table).__name__}; expected a table"]
    geometry = ["geometry"] if schema.geometry else []
    expected = [*schema.names, *geometry]
    faults = [f"{schema.name}: column {name} is missing" for name in expected if name not in table.columns]
    faults += [f"{schema.name}: column {name} is not declared" for name in table.columns if name not in expected]
    if not faults and list(table.columns) != expected:
        faults.append(f"{schema.name}: the columns stand in another order than declared")
    found = dict(zip(table.columns, table.dtypes, strict=True))
    faults += [
        f"{schema.name}: {column.name} is {found[column.name]}; expected {column.dtype}"
        for column in schema.columns
        if column.name in found and found[column.name] != _dtype(column.dtype)
    ]
    if schema.geometry and "geometry" in table.columns:
        if not isinstance(table, geopandas.GeoDataFrame):
            faults.append(f"{schema.name}: not a GeoDataFrame")
        elif table.crs != CRS:
            faults.append(f"{schema.name}: CRS is {table.crs}; expected {CRS}")
    return faults


@lru_cache(maxsize=8)
def _dtype(name: str) -> object:
    return pd.Series(dtype=name).dtype


def _value_faults(schema: Schema, table: Any) -> list[str]:
    if table.empty:
        return []
    faults: list[str] = []
    plain = pd.DataFrame(table)  # columns of a GeoDataFrame are slow to take out
    for column in schema.columns:
        faults += _column_faults(schema, column, plain[column.name])
    doubled = plain[list(schema.key)].duplicated()
    if doubled.any():
        first = table.loc[doubled, list(schema.key)].iloc[0].to_dict()
        faults.append(f"{schema.name}: {int(doubled.sum())} row(s) with a key that is there already, such as {first}")
    if schema.geometry:
        expected = geopandas.GeoSeries(_shapes(schema, table), index=table.index, crs=CRS)
        same = expected.geom_equals(table.geometry) | (expected.isna() & table.geometry.isna())
        if not same.all():
            faults.append(f"{schema.name}: the geometry of {int((~same).sum())} row(s) disagrees with the coordinates")
    if {"start", "end"} <= set(schema.names) and (table["start"] > table["end"]).any():
        faults.append(f"{schema.name}: a span that ends before it starts")
    if schema.name == "grades":
        faults += _grade_faults(table)
    return faults


def _grade_faults(grades: pd.DataFrame) -> list[str]:
    """A source is graded by a letter, what it says by a digit."""
    letters = grades["grade"].isin(PUBLISHER_GRADES)
    publishers = grades["subject"] == "publisher"
    wrong = grades[letters != publishers]
    return [
        f"grades: {row['subject']} {row['key']!r} has grade {row['grade']!r}; expected A to F for a publisher, "
        "1 to 6 for an event or flow"
        for row in wrong.head(3).to_dict("records")
    ]


def _column_faults(schema: Schema, column: Column, values: "pd.Series[Any]") -> list[str]:
    where = f"{schema.name}.{column.name}"
    missing = values.isna().to_numpy()
    if not column.nullable and missing.any():
        return [f"{where}: {int(missing.sum())} null(s); none is allowed"]
    told = set(values[~missing]) if column.values or column.pattern else set()
    if column.values:
        strange = sorted(told - set(column.values))
        return [f"{where}: {value!r}; expected one of {', '.join(column.values)}" for value in strange[:3]]
    if column.pattern:
        strange = sorted(value for value in told if not re.fullmatch(column.pattern, value))
        return [f"{where}: {value!r}; expected {column.expected}" for value in strange[:3]]
    if (column.low is None and column.high is None) or missing.all():
        return []
    numbers = values.to_numpy(dtype="float64", na_value=np.nan)[~missing]
    faults = []
    if column.low is not None and numbers.min() < column.low:
        faults.append(f"{where}: {_number(column, numbers.min())}; expected at least {column.low:g}")
    if column.high is not None and numbers.max() > column.high:
        faults.append(f"{where}: {_number(column, numbers.max())}; expected at most {column.high:g}")
    return faults


def _number(column: Column, value: float) -> int | float:
    return int(value) if column.dtype == "Int64" else float(value)


def _reference_faults(tables: Tables) -> list[str]:
    """Check that documents, places and records that a row points to are there."""
    documents, places = set(tables.documents["id"]), set(tables.places["id"])
    records = {"event": set(tables.events["event_id"]), "flow": set(tables.flows["id"])}
    pairs = [(name, "doc", documents) for name in ("mentions", "events", "flows", "evidence")]
    pairs += [("mentions", "place_id", places), ("events", "place_id", places)]
    pairs += [("flows", "origin_id", places), ("flows", "destination_id", places)]
    faults = []
    for name, column, known in pairs:
        lost = sorted(set(getattr(tables, name)[column]) - known - {""})
        if lost:
            faults.append(f"{name}.{column}: {len(lost)} that no table holds, such as {lost[0]!r}")
    for record, known in records.items():
        told = set(tables.evidence.loc[tables.evidence["record"] == record, "record_id"])
        faults += [f"evidence: {record} {one!r} is in no table" for one in sorted(told - known)[:3]]
        faults += [f"{record} {one!r} has no evidence" for one in sorted(known - told)[:3]]
    return faults
