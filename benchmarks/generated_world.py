"""The world of the generated workspaces: its places, parties and outlets, and what is chosen how often.

Centres are real (``generated.toml``), countries and first-level areas are the gazetteer's own with their real shapes;
towns around the centres, their names and the outlets are made up. A world depends on nothing but its seed.
"""

import csv
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geo import basemap
from geo.model import Kind, Place
from geo.precision import where_prec

__all__ = ["World", "make_world", "place_columns", "texts", "words", "zipf"]

Array = Any  # a numpy array
Generator = np.random.Generator

_DATA = Path(__file__).resolve().parents[1] / "data"
TOWNS = 150  # around each centre
PARTIES = 16  # of each country, with those of others that take part there
PUBLISHERS = 60
SOURCES = "made up"
_RADII: Mapping[Kind, float] = {"city": 12, "town": 5, "village": 2, "site": 2}


@dataclass(frozen=True, kw_only=True)
class World:
    """What events happen to. Positions in ``places`` are what the other fields refer to.

    ``share`` says how often something happens in a town (0 for areas); ``country`` is the position of a place's country
    in ``countries``; ``area_of``, ``country_of`` and ``centre_of`` lead from a place to the areas that hold it and to
    its centre; ``parties`` has one row a country, the most frequent first, with positions in ``actors``; ``pairs`` are
    frequent ways of flows.
    """

    places: tuple[Place, ...]
    countries: tuple[str, ...]
    share: Array
    country: Array
    area_of: Array
    country_of: Array
    centre_of: Array
    alternatives: Array
    actors: Array
    actor_sides: Array
    parties: Array
    publishers: Array
    pairs: Array


@lru_cache(maxsize=1)
def words() -> Mapping[str, Any]:
    """Read the words and centres."""
    said = tomllib.loads((Path(__file__).parent / "generated.toml").read_text(encoding="utf-8"))
    return {**said, **said["words"]}


def texts(values: Sequence[str]) -> Array:
    """Return texts as an array of objects, so that rows share them."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def zipf(n: int, *, shift: float = 1.5) -> Array:
    """Return shares of ``n`` things that fall as the rank rises, and sum to one."""
    share = 1.0 / (np.arange(n) + shift)
    return share / share.sum()


def make_world(rng: Generator) -> World:
    """Draw the places around the centres, and who acts and writes there."""
    said = words()
    countries = tuple(sorted({centre[2] for centre in said["centres"]}))
    towns = [town for centre in said["centres"] for town in _towns(centre, said, rng)]
    areas = list(_areas(countries))
    keys = [*_area_keys(towns, areas), *(place.area for place in areas)]
    names = {place.area: place.name for place in areas if place.kind == "admin1"}
    places = (*(replace(town, admin1=names.get(key, "")) for town, key in zip(towns, keys, strict=False)), *areas)
    share = np.concatenate([centre[5] * zipf(TOWNS, shift=0.5) for centre in said["centres"]] + [np.zeros(len(areas))])
    at = {place.area: number for number, place in enumerate(places) if place.area}
    actors, sides, parties = _parties(countries)
    return World(
        places=places,
        countries=countries,
        share=share / share.sum(),
        country=np.array([countries.index(place.country) for place in places]),
        area_of=np.array([at[key] for key in keys]),
        country_of=np.array([at[f"country:{place.country}"] for place in places]),
        centre_of=np.array([row - row % TOWNS if row < len(towns) else row for row in range(len(places))]),
        alternatives=texts([_alternatives(places, row, rng) for row in range(len(places))]),
        actors=texts(actors),
        actor_sides=texts(sides),
        parties=parties,
        publishers=texts(_publishers(said)),
        pairs=_pairs(share, at, countries, rng),
    )


def _towns(centre: Sequence[Any], said: Mapping[str, Any], rng: Generator) -> Iterator[Place]:
    """Draw the towns around a centre, on land of its country, the busiest first; the first is the centre itself."""
    name, name_ar, country, lon, lat, _ = centre
    yield _place(name, name_ar, "city", country, lon, lat)
    for number, (east, north) in enumerate(_spots(country, lon, lat, rng), start=1):
        kind: Kind = ("city", "town", "village", "site")[int(rng.choice(4, p=(0.03, 0.27, 0.6, 0.1)))]
        if kind == "site":
            site, second = _one(said["sites"], rng), _one(said["seconds"], rng)
            named = (f"{second[0]} {site[0]}", f"{site[1]} {second[1]}")
        else:
            first, second = _one(said["firsts"], rng), _one(said["seconds"], rng)
            named = (f"{first[0]} {second[0]}", f"{first[1]} {second[1]}")
        unsure = rng.random() < 0.05
        yield _place(*named, kind, country, east, north, radius_km=30 if unsure else None, number=number, of=name)


def _one(values: Sequence[Any], rng: Generator) -> Any:
    return values[int(rng.integers(len(values)))]


def _spots(country: str, lon: float, lat: float, rng: Generator) -> list[tuple[float, float]]:
    """Draw points around a centre, most of them near, all of them in its country."""
    shape = basemap.shape(f"country:{country}")
    shapely.prepare(shape)
    spots: list[tuple[float, float]] = []
    while len(spots) < TOWNS - 1:
        width = rng.choice((0.08, 0.3, 0.9), size=400, p=(0.35, 0.4, 0.25))
        drawn = rng.normal(size=(400, 2)) * width[:, None] + (lon, lat)
        inside = shapely.contains_xy(shape, drawn[:, 0], drawn[:, 1])
        spots += [(round(float(x), 4), round(float(y), 4)) for x, y in drawn[inside]]
    return spots[: TOWNS - 1]


def _place(
    name: str,
    name_ar: str,
    kind: Kind,
    country: str,
    lon: float,
    lat: float,
    *,
    radius_km: float | None = None,
    number: int = 0,
    of: str = "",
) -> Place:
    where = f"{of or name}-{number}".lower().replace(" ", "-")
    return Place(
        id=f"made:{country.lower()}/{where}",
        name=name,
        name_ar=name_ar,
        kind=kind,
        country=country,
        lon=lon,
        lat=lat,
        radius_km=radius_km or _RADII[kind],
        source=SOURCES,
        source_id=where,
        licence="CC0-1.0",
        confirmed=not radius_km,
    )


def _areas(countries: Sequence[str]) -> Iterator[Place]:
    """Take countries and first-level areas from the gazetteer, each shape once."""
    known, seen = frozenset(basemap.keys()), set()
    for path in sorted((_DATA / "gazetteer").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                area = row.get("area", "")
                wanted = row.get("country") in countries and row.get("kind") in {"country", "admin1"}
                if wanted and area in known and area not in seen:
                    seen.add(area)
                    yield Place(
                        id=row["id"],
                        name=row["name"],
                        name_ar=row["name_ar"],
                        kind="country" if row["kind"] == "country" else "admin1",
                        country=row["country"],
                        lon=float(row["lon"]),
                        lat=float(row["lat"]),
                        radius_km=float(row["radius_km"]),
                        area=area,
                        source=row["source"],
                        source_id=row["source_id"],
                        licence=row["licence"],
                        confirmed=row["confirmed"] == "yes",
                    )


def _area_keys(towns: Sequence[Place], areas: Sequence[Place]) -> list[str]:
    """Find the first-level area of every town, where the gazetteer knows it, else its country."""
    known = {place.area for place in areas}
    found: dict[str, str] = {}
    for country in sorted({town.country for town in towns}):
        here = [town for town in towns if town.country == country]
        near = basemap.areas_near(country, [town.lon for town in here], [town.lat for town in here])
        found |= {town.id: key if key in known else f"country:{country}" for town, key in zip(here, near, strict=True)}
    return [found[town.id] for town in towns]


def _alternatives(places: Sequence[Place], number: int, rng: Generator) -> str:
    """Write one to three others that a mention of this place might have meant, as the workspace does."""
    chosen = [places[one] for one in rng.integers(len(places), size=int(rng.integers(1, 4))) if one != number]
    scores = sorted((round(float(score), 3) for score in rng.uniform(0.05, 0.5, size=len(chosen))), reverse=True)
    listed = [
        {
            "place_id": place.id,
            "name": place.name,
            "country": place.country,
            "kind": place.kind,
            "lat": place.lat,
            "lon": place.lon,
            "score": score,
            "reason": "the same name; farther from the others of the text",
        }
        for place, score in zip(chosen, scores, strict=True)
    ]
    return json.dumps(listed, ensure_ascii=False) if listed else ""


def _parties(countries: Sequence[str]) -> tuple[list[str], list[str], Array]:
    """Choose the actors of each country from the project's own list: names, sides, and a row of positions a country."""
    with (_DATA / "actors.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in {"government", "armed", "organisation", "group"}]
    chosen: dict[str, str] = {}
    listed = []
    for country in countries:
        here = [row for row in rows if row["country"] == country]
        rest = [row for row in rows if row["country"] in {"US", "RU", "TR", "IR", ""}]
        taken = (here + rest)[:PARTIES]
        chosen |= {row["name"]: row["side"] for row in taken}
        listed.append([row["name"] for row in taken])
    names = sorted(chosen)
    at = {name: number for number, name in enumerate(names)}
    return names, [chosen[name] for name in names], np.array([[at[name] for name in row] for row in listed])


def _publishers(said: Mapping[str, Any]) -> list[str]:
    """Make the names of outlets, sorted."""
    named = [f"{centre[0]} {paper[0]}" for paper in said["papers"] for centre in said["centres"]]
    return sorted(named[:: len(named) // PUBLISHERS][:PUBLISHERS])


def _pairs(share: Array, at: Mapping[str, int], countries: Sequence[str], rng: Generator) -> Array:
    """Draw some hundred ways between places, the most frequent first: towns as a rule, now and then a country."""
    ends = rng.choice(len(share), size=(900, 2), p=np.sqrt(share) / np.sqrt(share).sum())
    whole = rng.random((900, 2)) < 0.12
    nations = np.array([at[f"country:{code}"] for code in countries])
    ends = np.where(whole, rng.choice(nations, size=(900, 2)), ends)
    ends = np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0)
    return rng.permutation(ends)[:400]


def place_columns(world: World) -> dict[str, Array]:
    """Return the columns of all places, to be taken by position; -1, the last, is no place."""
    names = ("id", "name", "name_ar", "kind", "country", "admin1", "area", "source", "source_id", "licence")
    columns: dict[str, Array] = {name: texts([*(getattr(place, name) for place in world.places), ""]) for name in names}
    for name in ("lat", "lon", "radius_km"):
        columns[name] = np.array([*(getattr(place, name) for place in world.places), np.nan], dtype=float)
    columns["confirmed"] = np.array([*(place.confirmed for place in world.places), False])
    columns["where_prec"] = np.array([*(where_prec(place) for place in world.places), np.nan])
    return columns
