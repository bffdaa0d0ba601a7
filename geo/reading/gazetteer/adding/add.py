"""Adding a file to the gazetteer: told by its form, read row by row, kept beside the project's own sources.

A bad row is skipped, counted and named; a file of nothing but bad rows is refused.
"""

import csv
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from geo.errors import GazetteerError
from geo.reading.gazetteer.added import AddedSource, added_folder, keep, require_free
from geo.reading.gazetteer.adding.alternate_names import NAMES_COLUMNS, read_names
from geo.reading.gazetteer.adding.archives import Limits, open_lines
from geo.reading.gazetteer.adding.columns import Options, country_code, match_columns, row_of
from geo.reading.gazetteer.adding.download import PREFIX, fetch, is_known
from geo.reading.gazetteer.adding.geonames import COUNTRY_COLUMNS, read_country, settings
from geo.reading.gazetteer.adding.layers import open_geojson, open_geopackage
from geo.reading.gazetteer.adding.records import Table
from geo.reading.gazetteer.adding.rows import ROW_COLUMNS, BadRow, Outcome, clean
from geo.reading.gazetteer.adding.tables import open_csv
from geo.reading.gazetteer.entries import Entry
from geo.reading.gazetteer.layout import DATA_FOLDER
from geo.reading.gazetteer.sources import read_sources

__all__ = ["AddReport", "Progress", "add_source", "suggested_name"]

_SHOWN = 5
_LONGEST_NAME = 64
_TELL_EVERY = 1_000
_TABLES = (".csv", ".tsv", ".geojson", ".json", ".gpkg")
_GEONAMES = (".txt", ".zip")

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class AddReport:
    """What became of a file: the source as it is listed, what was guessed of it, and rows that were skipped.

    ``left_out`` counts rows that are whole but no places that the gazetteer wants; ``bad`` are the first bad rows.
    """

    source: AddedSource
    columns: str = ""
    left_out: int = 0
    bad_rows: int = 0
    bad: tuple[BadRow, ...] = ()


@dataclass(slots=True)
class _Count:
    rows: int = 0
    left_out: int = 0
    bad_rows: int = 0
    bad: list[BadRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Reading:
    """An opened file: what kind of source it is, its licence, its rows, what is said of its columns, how many rows."""

    reader: str
    licence: str
    rows: Iterator[Outcome]
    columns: str = ""
    total: int = 0


def suggested_name(what: str) -> str:
    """Name a source by its file, or by what is asked of GeoNames.

    Examples
    --------
    >>> suggested_name("maps/Camps 2020.csv"), suggested_name("geonames:ly"), suggested_name("/tmp/LY.zip")
    ('Camps 2020', 'geonames-LY', 'LY')
    """
    if is_known(what):
        head, _, code = what[len(PREFIX) :].rpartition("/")
        code = code.upper() if len(code) == 2 else code.lower()
        return "-".join(filter(None, ("geonames", head.lower(), code)))
    return clean(Path(what).stem)


def add_source(
    what: str,
    options: Options | None = None,
    *,
    overwrite: bool = False,
    folder: Path | None = None,
    data: Path = DATA_FOLDER,
    progress: Progress | None = None,
    fetching: Progress | None = None,
) -> AddReport:
    """Add a file, or one of GeoNames' that is fetched first, to the user's part of the gazetteer.

    Parameters
    ----------
    what
        A path (CSV, GeoJSON, GeoPackage, a country file or alternate names of GeoNames, packed or not), or
        ``geonames:LY``, ``geonames:alternatenames``, ``geonames:alternatenames/LY``.
    overwrite
        Take the place of a source of the same name.
    folder
        Of the user's sources; by default the user's own.
    data
        The project's sources, which names by GeoNames' id are looked up in.
    progress, fetching
        Called with a name, how many rows (megabytes) are done, and how many there are (0: not known).

    Raises
    ------
    GazetteerError
        When it cannot be fetched, is of no known form, lacks what a place needs, has no good row, or when its name is
        taken. Nothing is added then.
    """
    folder = folder or added_folder()
    options = options or Options()
    name = _checked(options.name or suggested_name(what))
    options = replace(options, name=name, country=country_code(options.country), licence=clean(options.licence))
    if not overwrite:
        require_free(folder, options.name)
    with _local(what, fetching) as path, _opened(path, options, data, folder) as reading:
        count = _Count()
        with _part(folder) as part:
            with part.open("w", encoding="utf-8", newline="") as file:
                _write(reading, file, count, lambda rows: progress and progress(options.name, rows, reading.total))
            if not count.rows:
                raise GazetteerError(f"{path.name} gives no place to the gazetteer: {_why(count)}")
            source = AddedSource(
                name=options.name,
                reader=reading.reader,
                trust=options.trust,
                licence=reading.licence,
                origin=what if is_known(what) else path.name,
                added=datetime.now(UTC).date().isoformat(),
                rows=count.rows,
            )
            source = keep(folder, source, part, overwrite=overwrite)
    return AddReport(
        source=source,
        columns=reading.columns,
        left_out=count.left_out,
        bad_rows=count.bad_rows,
        bad=tuple(count.bad),
    )


def _checked(name: str) -> str:
    if not name or clean(name) != name or len(name) > _LONGEST_NAME:
        raise GazetteerError(f"{name!r} is no name for a source: say --source, up to {_LONGEST_NAME} plain letters")
    return name


def _why(count: _Count) -> str:
    if count.bad:
        return f"bad rows: {count.bad_rows:,}, the first: {count.bad[0]}"
    return f"rows of no use here: {count.left_out:,}" if count.left_out else "it has no rows"


@contextmanager
def _local(what: str, progress: Progress | None) -> Iterator[Path]:
    """Give the path of a file, fetched into a temporary folder if need be."""
    if not is_known(what):
        path = Path(what)
        if not path.is_file():
            raise GazetteerError(f"{what}: there is no such file")
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="kharita-") as folder:
        yield fetch(what, Path(folder), progress=progress)


@contextmanager
def _part(folder: Path) -> Iterator[Path]:
    """Give a temporary name in the folder, and leave nothing under it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".adding-", suffix=".part", dir=folder)
        os.close(handle)
    except OSError as error:
        raise GazetteerError(f"{folder} cannot be written: {error.strerror or error}") from error
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _write(reading: _Reading, file: IO[str], count: _Count, tell: Callable[[int], object]) -> None:
    """Write the good rows and count the others."""
    writer = csv.DictWriter(file, ROW_COLUMNS, lineterminator="\n")
    writer.writeheader()
    seen: dict[str, int] = {}
    for number, outcome in enumerate(reading.rows, start=1):
        if number % _TELL_EVERY == 0:
            tell(number)
        if outcome is None:
            count.left_out += 1
        elif isinstance(outcome, BadRow):
            count.bad_rows += 1
            if len(count.bad) < _SHOWN:
                count.bad.append(outcome)
        elif outcome["id"] not in seen:
            seen[outcome["id"]] = number
            count.rows += 1
            writer.writerow(outcome)
        else:
            count.left_out += 1


@contextmanager
def _opened(path: Path, options: Options, data: Path, folder: Path) -> Iterator[_Reading]:
    """Open a file by its ending; what it holds must bear that out."""
    suffix = path.suffix.lower()
    if suffix in _GEONAMES:
        with _open_geonames(path, options, data, folder) as reading:
            yield reading
        return
    if suffix in {".csv", ".tsv"}:
        opened = open_csv(path)
    elif suffix in {".geojson", ".json"}:
        opened = open_geojson(path)
    elif suffix == ".gpkg":
        opened = open_geopackage(path, options.layer)
    else:
        raise GazetteerError(f"{path.name}: expected a file that ends in {', '.join((*_TABLES, *_GEONAMES))}")
    if options.layer and suffix != ".gpkg":
        raise GazetteerError(f"{path.name}: --layer is for GeoPackage, and this has no layers")
    with opened as table:
        yield _from_table(table, options, path.name)


def _from_table(table: Table, options: Options, name: str) -> _Reading:
    columns = match_columns(table.columns, options, has_geometry=table.has_geometry, name=name)
    rows = (row_of(record, columns, options) for record in table.records)
    licence = options.licence or ("as its rows say" if "licence" in columns.of else "not stated")
    return _Reading("csv", licence, rows, str(columns), table.total)


@contextmanager
def _open_geonames(path: Path, options: Options, data: Path, folder: Path) -> Iterator[_Reading]:
    """Open a file of GeoNames: its first line tells a country file from alternate names."""
    given = {
        **{f"--{name.replace('_', '-')}": getattr(options, name) for name in ("licence", "kind", "country", "layer")},
        "--radius-km": options.radius_km,
        "--column": options.columns,
    }
    unfit = next((option for option, value in given.items() if value not in ("", None, {})), None)
    if unfit:
        raise GazetteerError(
            f"{path.name}: {unfit} is for tables and layers; a file of GeoNames says these things itself"
        )
    limits = Limits(**settings()["limits"])
    with open_lines(path, limits) as first:
        width = next((line.count(b"\t") + 1 for _, line in first if line), 0)
    licence = settings()["licence"]
    with open_lines(path, limits) as lines:
        if width == len(COUNTRY_COLUMNS):
            yield _Reading("csv", licence, read_country(lines, path.name))
        elif 4 <= width <= len(NAMES_COLUMNS):
            yield _Reading("names", licence, read_names(lines, path.name, _by_geonames_id(data, folder)))
        else:
            raise GazetteerError(
                f"{path.name} is no file of GeoNames: its first line has {width} columns, expected "
                f"{len(COUNTRY_COLUMNS)} (a country) or {len(NAMES_COLUMNS)} (alternate names) separated by tabs"
            )


def _by_geonames_id(data: Path, folder: Path) -> dict[int, Entry]:
    known: dict[int, Entry] = {}
    for entry in read_sources(data, added=folder):
        identity = entry.geonames_id or (entry.place.source == "geonames" and entry.place.source_id) or ""
        if identity.isascii() and identity.isdigit():
            known[int(identity)] = entry
    return known
