"""GeoNames' country files (``LY.zip``, ``LY.txt``): 19 columns, one feature a line.

Which features become places is data: ``data/gazetteer/geonames/feature_codes.csv`` and ``geonames.toml``. The columns
are those of https://download.geonames.org/export/dump/readme.txt.
"""

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from geo.coordinates import check
from geo.errors import CoordinateError, GazetteerError
from geo.reading.gazetteer.adding.rows import BadRow, Outcome, clean, clean_names, make_row
from geo.reading.gazetteer.layout import DATA_FOLDER
from geo.reading.gazetteer.sources import MOST_PEOPLE

__all__ = ["COUNTRY_COLUMNS", "feature_kinds", "read_country", "settings"]

_FOLDER = DATA_FOLDER / "geonames"
COUNTRY_COLUMNS = (
    "geonameid",
    "name",
    "asciiname",
    "alternatenames",
    "latitude",
    "longitude",
    "feature_class",
    "feature_code",
    "country_code",
    "cc2",
    "admin1_code",
    "admin2_code",
    "admin3_code",
    "admin4_code",
    "population",
    "elevation",
    "dem",
    "timezone",
    "modification_date",
)


@lru_cache(maxsize=1)
def settings() -> Mapping[str, Any]:
    """Read ``geonames.toml``: licence, marks of names, sizes of settlements, limits, where files are fetched.

    Raises
    ------
    GazetteerError
        When the file cannot be read.
    """
    path = _FOLDER / "geonames.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GazetteerError(f"{path.name} cannot be read: {error}") from error


@lru_cache(maxsize=1)
def feature_kinds() -> Mapping[tuple[str, str], tuple[str, float]]:
    """Kind and radius in km of a place by GeoNames' class and code of its feature; what is missing is no place.

    Raises
    ------
    GazetteerError
        When the file cannot be read.

    Examples
    --------
    >>> feature_kinds()["S", "AIRB"]
    ('site', 25.0)
    >>> ("R", "RD") in feature_kinds()
    False
    """
    path = _FOLDER / "feature_codes.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            return {(row["class"], row["code"]): (row["kind"], float(row["radius_km"])) for row in rows}
    except (OSError, ValueError, KeyError, csv.Error) as error:
        raise GazetteerError(f"{path.name} cannot be read: {error}") from error


def read_country(lines: Iterable[tuple[int, bytes | None]], name: str) -> Iterator[Outcome]:
    """Read the lines of a country file into rows.

    Parameters
    ----------
    lines
        Numbers and bytes, as `Lines` gives them.
    name
        Of the file, for what is said of bad rows.

    Yields
    ------
    dict, BadRow or None
        A place; a line that is none; None for a feature that is no place, such as a road.

    Examples
    --------
    >>> list(read_country([], "LY.txt"))
    []
    """
    for number, line in lines:
        if line == b"":
            continue
        where = f"{name}, line {number}"
        try:
            yield _row(_fields(line))
        except _FaultError as fault:
            yield BadRow(f"{where}{fault.column and f', column {fault.column}'}", fault.reason)


class _FaultError(Exception):
    """A column that cannot be understood, and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


def _fields(line: bytes | None) -> dict[str, str]:
    if line is None:
        raise _FaultError("", "the line is too long")
    try:
        values = line.decode("utf-8").split("\t")
    except UnicodeDecodeError as error:
        raise _FaultError("", f"is not UTF-8 ({error.reason} at byte {error.start})") from error
    if len(values) != len(COUNTRY_COLUMNS):
        raise _FaultError("", f"{len(values)} columns, expected {len(COUNTRY_COLUMNS)} separated by tabs")
    return dict(zip(COUNTRY_COLUMNS, values, strict=True))


def _row(fields: Mapping[str, str]) -> Outcome:
    feature = feature_kinds().get((fields["feature_class"], fields["feature_code"]))
    if feature is None:
        return None
    kind, radius_km = feature
    name = clean(fields["name"]) or clean(fields["asciiname"])
    if not name or not clean_names([name]):
        raise _FaultError("name", f"{name[:40]!r} is empty or too long to be a name")
    identity = fields["geonameid"]
    if not re.fullmatch("[0-9]{1,12}", identity):
        raise _FaultError("geonameid", f"{identity!r} is no number")
    lon, lat = _position(fields)
    people = _population(fields["population"])
    country = fields["country_code"]
    if not re.fullmatch("([A-Z]{2})?", country):
        raise _FaultError("country_code", f"{country!r} is no code such as LY")
    values = {
        "id": f"gn:{identity}",
        "name": name,
        "kind": _settlement(people) if kind == "settlement" else kind,
        "country": country,
        "lat": f"{lat:.6g}",
        "lon": f"{lon:.7g}",
        "radius_km": f"{radius_km:g}",
        "source": settings()["source"],
        "source_id": identity,
        "licence": settings()["licence"],
        # An area's people do not make its name more likely than its seat's.
        "population": str(people) if fields["feature_class"] == "P" and people else "",
    }
    return make_row(values, [fields["asciiname"], *fields["alternatenames"].split(",")])


def _position(fields: Mapping[str, str]) -> tuple[float, float]:
    for column in ("latitude", "longitude"):
        try:
            float(fields[column])
        except ValueError:
            raise _FaultError(column, f"{fields[column]!r} is no number") from None
    try:
        return check(float(fields["longitude"]), float(fields["latitude"]))
    except CoordinateError as error:
        raise _FaultError(str(error).split(" ", 1)[0], str(error)) from error


def _population(text: str) -> int:
    if not re.fullmatch("[0-9]{0,10}", text) or int(text or 0) >= MOST_PEOPLE:
        raise _FaultError("population", f"{text!r} is not a number of people")
    return int(text or 0)


def _settlement(people: int) -> str:
    kinds: dict[str, int] = settings()["settlement"]
    return next(kind for kind, least in kinds.items() if people >= least)
