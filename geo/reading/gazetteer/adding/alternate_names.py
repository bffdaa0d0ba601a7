"""GeoNames' alternateNamesV2: names by language for places that the gazetteer has, by GeoNames' id.

The table of all countries has 16 million lines in no order of places: names that are wanted are put aside on the disk
and gathered place by place, so that memory stays flat. Languages are those of ``geo/language/``.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from itertools import groupby
from operator import itemgetter

from geo.language import available
from geo.reading.gazetteer.adding.geonames import settings
from geo.reading.gazetteer.adding.rows import BadRow, Outcome, Row, clean_names, make_row
from geo.reading.gazetteer.entries import Entry
from geo.reading.gazetteer.sources import COLUMNS

__all__ = ["NAMES_COLUMNS", "read_names"]

NAMES_COLUMNS = (
    "alternateNameId",
    "geonameid",
    "isolanguage",
    "alternate_name",
    "isPreferredName",
    "isShortName",
    "isColloquial",
    "isHistoric",
    "from",
    "to",
)
_LEAST_COLUMNS = 4  # trailing ones that are empty may be missing
_BATCH = 5_000
_MARKED = 2  # short, and what else is taken: never a principal name

_Found = tuple[int, int, str, str]  # GeoNames' id, rank (preferred, plain, short), language, name


def read_names(lines: Iterable[tuple[int, bytes | None]], name: str, known: Mapping[int, Entry]) -> Iterator[Outcome]:
    """Read the names of known places, a row a place; the row has the place's own fields and the names.

    Parameters
    ----------
    lines
        Numbers and bytes, as `Lines` gives them.
    name
        Of the file, for what is said of bad rows.
    known
        The gazetteer's places by GeoNames' id.

    Yields
    ------
    dict, BadRow or None
        First None for each line that is left out, and lines that are none; then the places.

    Examples
    --------
    >>> list(read_names([], "alternateNamesV2.txt", {}))
    []
    """
    wanted = frozenset(known)
    languages = frozenset(code.encode() for code in available())
    with closing(sqlite3.connect("")) as aside:  # an empty name: a file of SQLite's own, gone when closed
        aside.execute("CREATE TABLE found (place INTEGER, rank INTEGER, language TEXT, name TEXT)")
        batch: list[_Found] = []
        for number, line in lines:
            found = _found(line, wanted, languages) if line != b"" else None
            if isinstance(found, tuple):
                batch.append(found)
            else:
                yield BadRow(f"{name}, line {number}", found) if found else None
            if len(batch) >= _BATCH:
                aside.executemany("INSERT INTO found VALUES (?, ?, ?, ?)", batch)
                batch.clear()
        aside.executemany("INSERT INTO found VALUES (?, ?, ?, ?)", batch)
        rows = aside.execute("SELECT place, rank, language, name FROM found ORDER BY place, rank, rowid")
        for place, group in groupby(rows, key=itemgetter(0)):
            yield _row(known[place], list(group))


def _found(line: bytes | None, wanted: frozenset[int], languages: frozenset[bytes]) -> "_Found | str | None":
    """Read a line: a name that is wanted, None for one that is not, or in words what is wrong with it."""
    if line is None:
        return "the line is too long"
    fields = line.split(b"\t")
    if not _LEAST_COLUMNS <= len(fields) <= len(NAMES_COLUMNS):
        return f"{len(fields)} columns, expected {len(NAMES_COLUMNS)} separated by tabs"
    language = fields[2].split(b"-", 1)[0]
    if language not in languages:
        return None
    if not (fields[1].isdigit() and len(fields[1]) <= 12):
        return f"column geonameid: {fields[1][:20]!r} is no number"
    place = int(fields[1])
    if place not in wanted:
        return None
    preferred, short, colloquial, historic, _, until = [*fields[4:], *[b""] * (10 - len(fields))]
    marks = {"short": short == b"1", "colloquial": colloquial == b"1", "historic": historic == b"1" or bool(until)}
    if any(marked and settings()["marks"][mark] == "leave" for mark, marked in marks.items()):
        return None
    try:
        text = fields[3].decode("utf-8")
    except UnicodeDecodeError as error:
        return f"column alternate_name: is not UTF-8 ({error.reason})"
    rank = _MARKED if any(marks.values()) else 0 if preferred == b"1" else 1
    return place, rank, language.decode(), text


def _row(entry: Entry, found: list[_Found]) -> Row:
    """Make a row of a place that is known and of the names that were found for it, the best first."""
    place = entry.place
    names = clean_names(name for _, _, _, name in found)
    arabic = clean_names(name for _, rank, language, name in found if language == "ar" and rank < _MARKED)
    values = {column: str(getattr(place, column, "")) for column in COLUMNS if column not in {"names", "parent"}}
    values |= {
        "name_ar": place.name_ar or (arabic[0] if arabic else ""),
        "confirmed": "yes" if place.confirmed else "no",
        "source": settings()["source"],
        "source_id": entry.geonames_id or place.source_id,
        "licence": settings()["licence"],
    }
    return make_row(values, names)
