"""Which column of somebody's table is what, and rows in the gazetteer's own columns made by that.

Names that columns usually have are data (``data/gazetteer/columns.toml``); what is said outright overrules a guess.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from geo.coordinates import check
from geo.errors import CoordinateError, GazetteerError
from geo.model import KINDS, stable_id
from geo.positions import read_degrees
from geo.precision import VICINITY_KM
from geo.reading.gazetteer.adding.records import Record
from geo.reading.gazetteer.adding.rows import BadRow, Row, clean, clean_names, make_row
from geo.reading.gazetteer.layout import DATA_FOLDER
from geo.reading.gazetteer.sources import MOST_PEOPLE, read_csv
from geo.reading.text.tokens import name_key
from geo.vectors.tables import column_key

__all__ = ["Columns", "Options", "country_code", "match_columns", "row_of"]

_SETTINGS = DATA_FOLDER / "columns.toml"
_ARABIC = re.compile("[\u0600-\u06ff]")
_WIDEST_KM = 20_100.0  # half way round
_WORDS = {"yes": "yes", "true": "yes", "1": "yes", "no": "no", "false": "no", "0": "no", "": "no"}
_NO_LICENCE = "not stated"
_BY_OPTION = ("kind", "country", "radius_km", "licence")  # not guessed where the option is given


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What somebody says of a file that they add.

    ``columns`` names the file's column of a field; ``kind``, ``country``, ``licence`` and ``radius_km`` hold for rows
    that do not give theirs. ``name`` is the source's own, by which it is listed and taken out again.
    """

    name: str = ""
    trust: Literal["kept", "listed"] = "listed"
    licence: str = ""
    kind: str = ""
    country: str = ""
    radius_km: float | None = None
    layer: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """Columns of a file by field; ``guessed`` are the fields that nobody named."""

    of: Mapping[str, tuple[str, ...]]
    guessed: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ", ".join(
            f"{name} = {' + '.join(columns)}{' (guessed)' * (name in self.guessed)}"
            for name, columns in self.of.items()
        )


@lru_cache(maxsize=1)
def _guesses() -> Mapping[str, list[str]]:
    try:
        guesses: Mapping[str, list[str]] = tomllib.loads(_SETTINGS.read_text(encoding="utf-8"))["guess"]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise GazetteerError(f"{_SETTINGS.name} cannot be read: {error}") from error
    return guesses


def match_columns(columns: Sequence[str], options: Options, *, has_geometry: bool, name: str) -> Columns:
    """Match a file's columns to the gazetteer's: those that are named outright, the rest guessed by their names.

    Parameters
    ----------
    columns
        What the file has.
    has_geometry
        Whether its positions come with it; then latitude and longitude are wanted only if they are named.
    name
        Of the file, for the errors.

    Raises
    ------
    GazetteerError
        When a field or a column is named that does not exist, or a name, a kind or a position is not to be found.

    Examples
    --------
    >>> print(match_columns(["TITLE", "Y", "X"], Options(kind="site"), has_geometry=False, name="a.csv"))
    name = TITLE (guessed), lat = Y (guessed), lon = X (guessed)
    """
    given = options.columns
    unknown = next((name for name in given if name not in _guesses()), None)
    if unknown is not None:
        raise GazetteerError(f"--column {unknown}={given[unknown]}: expected one of {', '.join(_guesses())}")
    missing = next((column for column in given.values() if column not in columns), None)
    if missing is not None:
        raise GazetteerError(f"{name} has no column {missing!r}: it has {', '.join(map(repr, columns))}")
    named: dict[str, tuple[str, ...]] = {name: (column,) for name, column in given.items()}
    guessed = _guess([column for column in columns if column not in given.values()], options, has_geometry)
    of = {**guessed, **named}
    _require(of, options, has_geometry=has_geometry, name=name, columns=columns)
    return Columns(
        of={one: of[one] for one in _guesses() if one in of},
        guessed=tuple(guessed),
    )


def _guess(columns: Sequence[str], options: Options, has_geometry: bool) -> dict[str, tuple[str, ...]]:
    free = {column_key(column): column for column in reversed(columns)}
    told = {one for one in _BY_OPTION if getattr(options, one)} | set(options.columns)
    told |= {"lat", "lon"} if has_geometry else set()
    found: dict[str, tuple[str, ...]] = {}
    several = "names"
    for one, usual in sorted(_guesses().items(), key=lambda item: item[0] == several):
        there = [name for name in usual if name in free]
        if one in told or not there:
            continue
        taken = there if one == several else there[:1]
        found[one] = tuple(free.pop(name) for name in taken)
    return found


def _require(
    of: Mapping[str, tuple[str, ...]], options: Options, *, has_geometry: bool, name: str, columns: Sequence[str]
) -> None:
    there = f"its columns are {', '.join(map(repr, columns))}" if columns else "it has no columns"
    if not {"name", "name_ar"} & of.keys():
        raise GazetteerError(f"{name}: no column of names is known: say --column name=COLUMN; {there}")
    if not (has_geometry or {"lat", "lon"} <= of.keys()):
        raise GazetteerError(f"{name}: no position is known: say --column lat=COLUMN --column lon=COLUMN; {there}")
    if not ("kind" in of or options.kind):
        raise GazetteerError(f"{name}: no column of kinds is known: say --kind (such as site) or --column kind=COLUMN")


class _FaultError(Exception):
    """A field that cannot be understood, and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


def row_of(record: Record, columns: Columns, options: Options) -> Row | BadRow:
    """Make a row of a record.

    A radius that nobody gives is 25 km, or as far as the geometry reaches if that is more (or if it is confirmed).

    Examples
    --------
    >>> columns = Columns(of={"name": ("n",), "lat": ("y",), "lon": ("x",)})
    >>> record = Record(where="a.csv, line 2", values={"n": "Camp 7", "y": "32.5", "x": "13.2"})
    >>> row = row_of(record, columns, Options(name="camps", kind="site"))
    >>> row["name"], row["kind"], row["radius_km"], row["confirmed"]
    ('Camp 7', 'site', '25', 'no')
    """
    if record.fault:
        return BadRow(record.where, record.fault)
    try:
        return _row(record, {name: _values(record, of) for name, of in columns.of.items()}, options)
    except _FaultError as fault:
        column = " + ".join(columns.of.get(fault.field, ()))
        return BadRow(f"{record.where}, column {column}" if column else record.where, fault.reason)


def _values(record: Record, columns: tuple[str, ...]) -> str:
    return "|".join(clean(record.values.get(column, "")) for column in columns)


def _row(record: Record, values: Mapping[str, str], options: Options) -> Row:
    name_ar = values.get("name_ar", "")
    name = values.get("name", "") or name_ar
    name_ar = name_ar or (name if _ARABIC.search(name) else "")
    if not name or len(clean_names((name, name_ar))) != len({name, name_ar} - {""}):
        raise _FaultError("name", f"{name[:40]!r} is empty or too long to be a name" if name else "has no name")
    lon, lat = _position(record, values)
    confirmed = _one_of("confirmed", values, _WORDS)
    kind = _one_of("kind", values, {kind: kind for kind in KINDS} | {"": options.kind})
    source = values.get("source", "") or options.name
    row = {
        "name": name.replace("|", " "),
        "name_ar": name_ar.replace("|", " "),
        "kind": kind,
        "country": _country(values.get("country", "")) or options.country,
        "admin1": values.get("admin1", ""),
        "lat": f"{lat:.6f}",
        "lon": f"{lon:.6f}",
        "radius_km": f"{_radius_km(record, values, options, confirmed=confirmed == 'yes'):g}",
        "source": source,
        "source_id": values.get("source_id", ""),
        "licence": values.get("licence", "") or options.licence or _NO_LICENCE,
        "confirmed": confirmed,
        "population": _population(values.get("population", "")),
        "geonames_id": _geonames_id(values),
    }
    facts = (row[key] for key in ("source_id", "name", "lat", "lon", "kind"))
    identity = stable_id("added", options.name.casefold(), *facts)
    return make_row({"id": identity, **row}, _split(values.get("names", "")))


def _position(record: Record, values: Mapping[str, str]) -> tuple[float, float]:
    if "lat" not in values or "lon" not in values:
        if record.position is None:
            raise _FaultError("", "has no geometry")
        return record.position
    lat, lon = _degrees("lat", values["lat"]), _degrees("lon", values["lon"])
    try:
        return check(lon, lat)
    except CoordinateError as error:
        raise _FaultError("lon" if str(error).startswith("longitude") else "lat", str(error)) from error


def _degrees(field: str, text: str) -> float:
    """Read a latitude or longitude: a number, or degrees as people write them ("32°07′00″N")."""
    try:
        return _number(field, text)
    except _FaultError as fault:
        try:
            value, way = read_degrees(text)
        except CoordinateError:
            raise fault from None
        if way and (way in "EW") != (field == "lon"):
            raise fault
        return value


def _number(field: str, text: str) -> float:
    decimal = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    try:
        return float(decimal)
    except ValueError:
        raise _FaultError(field, f"{text[:40]!r} is no number" if text else "is empty") from None


def _radius_km(record: Record, values: Mapping[str, str], options: Options, *, confirmed: bool) -> float:
    text = values.get("radius_km", "")
    if text:
        radius_km = _number("radius_km", text)
        if not 0 < radius_km <= _WIDEST_KM:
            raise _FaultError("radius_km", f"{text!r} is no radius: expected km, more than 0")
        return radius_km
    reach_km = round(record.reach_km + 0.05, 1) if record.reach_km else 0.0
    if options.radius_km is not None:
        return max(options.radius_km, reach_km)
    return reach_km if confirmed and reach_km else max(VICINITY_KM, reach_km)


def _one_of(field: str, values: Mapping[str, str], known: Mapping[str, str]) -> str:
    given = values.get(field, "")
    found = known.get(given.casefold())
    if not found:
        raise _FaultError(field, f"{given[:40]!r} is none of {', '.join(filter(None, known))}")
    return found


@lru_cache(maxsize=1)
def _country_codes() -> Mapping[str, str]:
    """Codes of countries by their names' keys and by themselves."""
    codes: dict[str, str] = {}
    for entry in read_csv(DATA_FOLDER / "countries.csv"):
        for name in (entry.place.country, *entry.names):
            codes.setdefault(name_key(name), entry.place.country)
    return codes


def country_code(text: str) -> str:
    """Return the code of a country that is given by it or by a name; "" for "".

    Raises
    ------
    GazetteerError
        When there is no such country.

    Examples
    --------
    >>> country_code("ly"), country_code("Libya"), country_code("ليبيا"), country_code("")
    ('LY', 'LY', 'LY', '')
    """
    code = _country_codes().get(name_key(text), "") if text else ""
    if text and not code:
        raise GazetteerError(f"{text[:40]!r} is no country: expected a code such as LY, or a name")
    return code


def _country(text: str) -> str:
    try:
        return country_code(text)
    except GazetteerError as error:
        raise _FaultError("country", str(error)) from error


def _population(text: str) -> str:
    digits = re.sub(r"[ ,.']|\.0+$", "", text)
    if not re.fullmatch("[0-9]{0,10}", digits) or int(digits or 0) >= MOST_PEOPLE:
        raise _FaultError("population", f"{text[:40]!r} is not a number of people")
    return digits.lstrip("0")


def _geonames_id(values: Mapping[str, str]) -> str:
    """GeoNames' number of the place: in a column of its own, or where the row says that GeoNames is its source."""
    text = values.get("geonames_id", "")
    if not text and values.get("source", "").casefold() == "geonames":
        text = values.get("source_id", "")
    text = text.removesuffix(".0")
    if not re.fullmatch("[0-9]{0,12}", text):
        raise _FaultError("geonames_id", f"{text[:40]!r} is no number")
    return text


def _split(names: str) -> list[str]:
    """Take several names in one value apart, at the strongest separator that is there."""
    separator = next((sign for sign in "|;," if sign in names), "|")
    return names.split(separator)
