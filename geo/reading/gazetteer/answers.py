"""What online geocoders answer: the settings that say how to read it, places made of it, and the answers kept on disk.

Settings are data (``data/gazetteer/geocoders.toml``). Answers, "no such place" among them, are kept in files of their
own in the cache folder and never enter the gazetteer: most of them are under the ODbL.
"""

import json
import re
import sqlite3
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from geo.coordinates import check, distance_km
from geo.errors import GeocoderError
from geo.model import Kind, Place
from geo.reading.gazetteer.layout import DATA_FOLDER

__all__ = ["AnswerStore", "Failure", "Raw", "Service", "places_of", "settings"]

_SETTINGS = DATA_FOLDER / "geocoders.toml"
_LEAST_RADIUS_KM, _POINT_KM, _MOST_RADIUS_KM = 2.0, 0.5, 10_000.0
_ARABIC = re.compile("[\u0600-\u06ff]")
_LATIN = re.compile("[A-Za-z]")

Raw = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """Settings of one service, as ``geocoders.toml`` gives them; paths are keys of an answer joined by full stops."""

    title: str
    geopy: str
    source: str
    licence: str
    domain: str
    scheme: str
    interval_s: float
    arguments: Mapping[str, Any]
    shape: list[str]
    name: list[str]
    name_ar: list[str]
    country: str
    admin1: str
    id: list[str]
    kind: list[list[str]]
    kinds: str
    population: str = ""
    box: str = ""
    box_order: tuple[str, ...] = ()
    language_argument: str = ""
    languages: tuple[str, ...] = ()
    country_argument: str = ""
    demands_contact: bool = False
    demands_username: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """What to do when asking fails with one of ``on``: HTTP statuses and names of exceptions."""

    on: list[str]
    do: Literal["stop", "retry", "skip"]
    says: str
    advice: str


@lru_cache(maxsize=1)
def settings() -> dict[str, Any]:
    """Read ``geocoders.toml``: its services as `Service`, its failures as `Failure`, the rest as it stands there.

    Raises
    ------
    GeocoderError
        When the file cannot be read, or a service lacks a setting or has one that nobody knows.
    """
    try:
        tables = tomllib.loads(_SETTINGS.read_text(encoding="utf-8"))
        tables["service"] = {name: Service(**table) for name, table in tables["service"].items()}
        tables["failure"] = [Failure(**table) for table in tables["failure"]]
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise GeocoderError(f"{_SETTINGS.name} cannot be read: {error}") from error
    return tables


def places_of(service: Service, raw: list[Raw]) -> list[Place]:
    """Make places of a service's answers, in its order; what has no name or is of no known kind is left out.

    Raises
    ------
    LookupError, TypeError, AttributeError, ValueError
        When an answer is none: it has no position, or one off the Earth, or its parts are of other types.

    Examples
    --------
    >>> places_of(settings()["service"]["nominatim"], [])
    []
    """
    return [place for answer in raw if (place := _place(service, answer)) is not None]


def _place(service: Service, raw: Raw) -> Place | None:
    """Make a place of an answer; None of what has no name or is of no kind that a report names."""
    kind = _kind(service, raw)
    name = _first(raw, service.name, _LATIN) or _first(raw, service.name)
    if kind is None or not name:
        return None
    lon, lat = _position(raw)
    country, admin1 = str(_at(raw, service.country) or "").upper(), str(_at(raw, service.admin1) or "")
    source_id = "/".join(str(_at(raw, path)) for path in service.id)
    return Place(
        id=f"{service.source}:{source_id}",
        name=name,
        name_ar=_first(raw, service.name_ar, _ARABIC),
        kind=kind,
        country=country if re.fullmatch("[A-Z]{2}", country) else "",
        admin1="" if _ARABIC.search(admin1) else admin1,  # the gazetteer's are in English
        lat=lat,
        lon=lon,
        radius_km=_radius_km(service, raw, kind, lon, lat),
        source=service.source,
        source_id=source_id,
        licence=service.licence,
        population=_population(service, raw),
    )


def _at(raw: Any, path: str) -> Any:
    for key in path.split("."):
        raw = raw.get(key) if isinstance(raw, dict) else None
    return raw


def _first(raw: Raw, paths: list[str], script: re.Pattern[str] | None = None) -> str:
    names = (str(_at(raw, path) or "").strip() for path in paths)
    return next((name for name in names if name and (script is None or script.search(name))), "")


def _kind(service: Service, raw: Raw) -> Kind | None:
    kinds = settings()["kinds"][service.kinds]
    keys = (":".join(str(_at(raw, path)) for path in paths) for paths in service.kind)
    kind = next((kinds[key] for key in keys if key in kinds), None)
    if kind != "settlement":
        return kind
    population = _population(service, raw)
    return "city" if population >= 100_000 else "town" if population >= 5_000 else "village"


def _population(service: Service, raw: Raw) -> int:
    return max(0, int(_at(raw, service.population) or 0)) if service.population else 0


def _position(raw: Raw) -> tuple[float, float]:
    """Longitude and latitude: GeoJSON's where there is a geometry, else ``lon`` or ``lng`` and ``lat``."""
    if "geometry" in raw:
        lon, lat = raw["geometry"]["coordinates"][:2]
    else:
        lon, lat = raw["lon"] if "lon" in raw else raw["lng"], raw["lat"]
    return check(float(lon), float(lat))


def _radius_km(service: Service, raw: Raw, kind: Kind, lon: float, lat: float) -> float:
    """Distance to the farthest corner of the bounding box; what the kind usually reaches where there is none."""
    box = _at(raw, service.box) if service.box else None
    reach = 0.0
    if box:
        side = dict(zip(service.box_order, map(float, box), strict=True))
        corners = [(x, y) for x in (side["west"], side["east"]) for y in (side["south"], side["north"])]
        reach = max(distance_km(lon, lat, x, y) for x, y in corners)
    if reach < _POINT_KM:  # a box around a mere point says nothing of the place
        reach = float(settings()["radius_km"][kind])
    return round(min(_MOST_RADIUS_KM, max(_LEAST_RADIUS_KM, reach)), 1)


class AnswerStore:
    """What a service said, as it said it, with the day: one SQLite file a service, its licence inside."""

    def __init__(self, path: Path, service: Service, domain: str) -> None:
        self.path, self._service, self._domain = path, service, domain

    def read(self, key: tuple[str, str, str], now: datetime) -> list[Raw] | None:
        """Return what is known of a question; None when it was never asked, or too long ago."""
        with self._opened() as database:
            row = database.execute(
                "SELECT asked, answers FROM answers WHERE domain=? AND name=? AND language=? AND country=?",
                (self._domain, *key),
            ).fetchone()
            if row is None:
                return None
            answers: list[Raw] = json.loads(row[1])
            days = settings()["keep_days" if answers else "keep_empty_days"]
            return answers if now - datetime.fromisoformat(row[0]) <= timedelta(days=days) else None

    def write(self, key: tuple[str, str, str], answers: list[Raw], now: datetime) -> None:
        """Keep what the service said, an empty answer too, in place of what it said before."""
        with self._opened() as database, database:
            values = (self._domain, *key, now.isoformat(timespec="seconds"), json.dumps(answers, ensure_ascii=False))
            database.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?)", values)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path)) as database:
                with database:
                    database.execute(
                        "CREATE TABLE IF NOT EXISTS answers (domain TEXT, name TEXT, language TEXT, country TEXT, "
                        "asked TEXT, answers TEXT, PRIMARY KEY (domain, name, language, country))"
                    )
                    database.execute("CREATE TABLE IF NOT EXISTS credit (service TEXT PRIMARY KEY, licence TEXT)")
                    credit = (self._service.title, self._service.licence)
                    database.execute("INSERT OR IGNORE INTO credit VALUES (?, ?)", credit)
                yield database
        except (OSError, sqlite3.Error, ValueError) as error:
            raise GeocoderError(
                f"{self._service.title}: the answers kept in {self.path} cannot be used ({error}): delete the file or "
                "name another folder"
            ) from error
