"""What a mention may mean: the candidates that it was weighed against, how far apart they are, and why one won."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.coordinates import fast_distance_km
from geo.showing import labels
from geo.showing.particulars import known
from geo.workspace.tables import Tables

__all__ = ["Contender", "Naming", "contenders", "decisive", "namings"]

Row = Mapping[Any, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Naming:
    """A mention in a document and what it was taken to mean; ``place_id`` is "" where it is unresolved."""

    id: str
    doc: str
    start: int
    end: int
    text: str
    role: str
    place_id: str
    place: str
    reason: str
    n_candidates: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Contender:
    """A place that a mention may mean. ``distance_km`` is from the winner; None for itself and where nothing won."""

    place_id: str
    name: str
    name_ar: str = ""
    kind: str = ""
    country: str = ""
    admin1: str = ""
    lat: float
    lon: float
    score: float | None = None
    reason: str = ""
    won: bool = False
    distance_km: float | None = None


def namings(tables: Tables, doc: str, language: str) -> tuple[Naming, ...]:
    """Return the mentions of a document in the order of the text."""
    own = tables.mentions[tables.mentions["doc"] == doc].sort_values(["start", "end"])
    return tuple(_naming(row, language) for row in pd.DataFrame(own.drop(columns="geometry")).to_dict("records"))


def _naming(row: Row, language: str) -> Naming:
    return Naming(
        id=str(row["id"]),
        doc=str(row["doc"]),
        start=int(row["start"]),
        end=int(row["end"]),
        text=str(row["text"]),
        role=str(row["role"]),
        place_id=str(row["place_id"]),
        place=labels.place_name(str(row["name"]), str(row["name_ar"]), language),
        reason=str(row["reason"]),
        n_candidates=len(_listed(row)) + bool(row["place_id"]),
    )


def decisive(found: Iterable[Naming], places: Iterable[str], start: int, end: int) -> Naming | None:
    """Choose the mention that places a record: of its places, within its sentence; else within it; else any.

    Examples
    --------
    >>> decisive((), ("kh:ly/benghazi",), 0, 10) is None
    True
    """
    wanted = set(places)

    def rank(one: Naming) -> tuple[bool, bool, bool, int]:
        inside = start <= one.start and one.end <= end
        return (not (inside and one.place_id in wanted), not inside, one.place_id not in wanted, one.start)

    return min(found, key=rank, default=None)


def contenders(tables: Tables, doc: str, mention_id: str) -> tuple[Contender, ...]:
    """Return what a mention was weighed against, the winner first; () for a mention that is not at hand.

    Examples
    --------
    >>> from geo.workspace.tables import empty_tables
    >>> contenders(empty_tables(), "a", "m-0")
    ()
    """
    found = tables.mentions[(tables.mentions["doc"] == doc) & (tables.mentions["id"] == mention_id)]
    if found.empty:
        return ()
    row = pd.DataFrame(found.drop(columns="geometry")).to_dict("records")[0]
    noted = {
        str(key): (str(name_ar), str(admin1))
        for key, name_ar, admin1 in zip(*(tables.places[name] for name in ("id", "name_ar", "admin1")), strict=True)
    }
    winner = _winner(row, noted)
    others = [_contender(one, winner, noted) for one in _listed(row) if one["place_id"] != row["place_id"]]
    return (*((winner,) if winner else ()), *others)


def _winner(row: Row, noted: Mapping[str, tuple[str, str]]) -> Contender | None:
    if not (row["place_id"] and known(row["lat"]) and known(row["lon"])):
        return None
    return Contender(
        place_id=str(row["place_id"]),
        name=str(row["name"]),
        name_ar=str(row["name_ar"]),
        kind=str(row["kind"]),
        country=str(row["country"]),
        admin1=noted.get(str(row["place_id"]), ("", ""))[1],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        score=float(row["score"]) if known(row["score"]) else None,
        reason=str(row["reason"]),
        won=True,
    )


def _contender(one: Row, winner: Contender | None, noted: Mapping[str, tuple[str, str]]) -> Contender:
    lat, lon = float(one["lat"]), float(one["lon"])
    name_ar, admin1 = noted.get(str(one["place_id"]), ("", ""))
    return Contender(
        place_id=str(one["place_id"]),
        name=str(one["name"]),
        name_ar=str(one.get("name_ar") or name_ar),
        kind=str(one.get("kind") or ""),
        country=str(one.get("country") or ""),
        admin1=str(one.get("admin1") or admin1),
        lat=lat,
        lon=lon,
        score=float(one["score"]),
        reason=str(one.get("reason") or ""),
        distance_km=fast_distance_km(winner.lon, winner.lat, lon, lat) if winner else None,
    )


def _listed(row: Row) -> list[Row]:
    """Read the alternatives, JSON as the workspace writes them, the best first."""
    text = str(row["alternatives"])
    listed: list[Row] = json.loads(text) if text else []
    return listed
