"""Votes: the names of a text speak for the candidates that lie near what they most likely mean, or in the same area."""

from collections.abc import Iterator
from functools import lru_cache
from math import cos

import numpy as np
import numpy.typing as npt

from geo.coordinates import EARTH_RADIUS_KM
from geo.model import KINDS
from geo.reading.candidates import NEAR_KM, Bools, Columns, Floats, Numbers, Table
from geo.reading.weights import load_weights

__all__ = ["POINTS", "are", "distances", "score_votes", "unit_vectors"]

Singles = npt.NDArray[np.float32]

_MOST_VOTERS = 400
_AT_ONCE = 2000  # candidates whose distances and votes are worked out at once
_ROUNDS = 3
_SAID_NEAR = 0.2  # a vote that the reason mentions
_LEAST_SHARE = 0.02  # a sense less likely than this casts no vote
_IN_AREA = 0.7  # a vote for lying in the same first-level area, against 1 for lying at the same point
_COSINE_NEAR = cos(1.001 * NEAR_KM / EARTH_RADIUS_KM)  # of the angle between points that may be near each other
_OF_AREA = 0.35  # a vote of what lies in it for the area itself


@lru_cache(maxsize=256)
def are(kinds: frozenset[str]) -> Bools:
    """Whether each kind, by its number, is one of ``kinds``."""
    return np.array([kind in kinds for kind in KINDS])


POINTS = are(frozenset({"city", "town", "village", "neighbourhood", "site", "admin2"}))


def score_votes(table: Table, cues: Floats) -> None:
    """Let the other names of the text vote for candidates near what they most likely mean, or in the same area.

    Each name casts one vote, shared among its senses by how likely they are; what the votes make likelier votes again.
    """
    weights = load_weights()
    names = {name: number for number, name in enumerate(dict.fromkeys(company.name for company in table.companies))}
    alone = table.score.copy()
    likely = _likely(table, cues, weights["threshold"]["place"])
    voters = np.flatnonzero(likely >= _LEAST_SHARE)
    if len(voters) > _MOST_VOTERS:
        voters = np.sort(voters[np.argsort(-likely[voters], kind="stable")[:_MOST_VOTERS]])
    if len(names) < 2 or not len(voters):
        return
    name = np.array([names[company.name] for company in table.companies])[table.owner]
    voters = voters[np.argsort(name[voters], kind="stable")]
    close, voting, voted = _closeness_of_all(table, name, voters)
    if not len(voted):
        return
    voters = voters[voting]
    firsts = np.flatnonzero(np.diff(name[voters], prepend=-1))
    for _ in range(_ROUNDS):
        support = np.concatenate([_support(part, firsts) for part in _votes(close, likely[voters])])
        table.score[voted] = alone[voted] + weights["candidate"]["near"] * np.log2(1 + support)
        likely = _likely(table, cues, weights["threshold"]["place"])
    begin = 0
    for votes in _votes(close, likely[voters]):
        part = voted[begin : begin + votes.shape[1]]
        nearest = votes.argmax(axis=0)
        strongest = votes[nearest, np.arange(votes.shape[1])]
        table.near_row[part] = np.where(strongest > _SAID_NEAR, table.row[voters[nearest]], -1)
        begin += votes.shape[1]


def _votes(close: Singles, likely: Floats) -> Iterator[Singles]:
    """Votes of all voters for some of the candidates at a time, (voters, candidates)."""
    weight = likely.astype(np.float32)[:, None]
    for begin in range(0, close.shape[1], _AT_ONCE):
        yield close[:, begin : begin + _AT_ONCE] * weight


def _support(votes: Singles, firsts: Numbers) -> Floats:
    """Sum of the votes for each candidate, the strongest of each name."""
    support: Floats = np.maximum.reduceat(votes, firsts, axis=0).sum(axis=0, dtype=np.float64)
    return support


def _closeness_of_all(table: Table, name: Numbers, voters: Numbers) -> tuple[Singles, Numbers, Numbers]:
    """How close candidates lie to voters of another name, (voters, candidates); of which voters, of which candidates.

    Most pairs lie far apart: voters without any candidate near them, and candidates without any voter, are left out.
    """
    kind, area = table.columns["kind"], table.columns["area"]
    points, vectors = POINTS[kind], unit_vectors(table.columns)
    found: list[tuple[Numbers, Numbers, Floats]] = []
    for begin in range(0, len(name), _AT_ONCE):
        part = slice(begin, begin + _AT_ONCE)
        cosine = vectors[part] @ vectors[voters].T
        near = (cosine > _COSINE_NEAR) & points[part, None] & points[voters]
        same = (area[part, None] == area[voters]) & (area[part, None] > 0)
        flat = np.flatnonzero((near | same) & (name[part, None] != name[voters]))
        candidates, voting = np.divmod(flat, len(voters))
        by_area = np.where(points[part][candidates], _IN_AREA, _OF_AREA) * same.ravel()[flat]
        # Only the angle of points that may be near each other counts: that of others would come out below 0.
        away = EARTH_RADIUS_KM * np.arccos(np.maximum(np.minimum(cosine.ravel()[flat], 1.0), -1.0))
        by_distance = np.where(near.ravel()[flat], 1 - away / NEAR_KM, 0.0)
        found.append((voting, candidates + begin, np.maximum(by_area, by_distance)))
    rows, columns, values = (np.concatenate(parts) for parts in zip(*found, strict=True))
    some_voters, row = _numbered(rows, len(voters))
    some_candidates, column = _numbered(columns, len(name))
    close = np.zeros((len(some_voters), len(some_candidates)), dtype=np.float32)
    close[row, column] = values
    return close, some_voters, some_candidates


def _numbered(used: Numbers, count: int) -> tuple[Numbers, Numbers]:
    """Of the numbers under ``count`` those that are used, in order; and the place of each use among them."""
    is_used = np.zeros(count, dtype=bool)
    is_used[used] = True
    return np.flatnonzero(is_used), (np.cumsum(is_used) - 1)[used]


def _likely(table: Table, cues: Floats, threshold: float) -> Floats:
    """Probability of each candidate: its share among those of its name, times that the name is a place at all."""
    top = np.maximum.reduceat(table.score, table.starts)
    odds = np.exp(table.score - top[table.owner])
    share = odds / np.add.reduceat(odds, table.starts)[table.owner]
    away = np.minimum(np.maximum(threshold - (top + cues), -60.0), 60.0)
    return share * (1 / (1 + np.exp(away)))[table.owner]


def unit_vectors(columns: Columns) -> Floats:
    """Points of places as unit vectors from the Earth's centre, (n, 3)."""
    lat, lon = np.radians(columns["lat"]), np.radians(columns["lon"])
    out = np.empty((len(columns), 3))
    out[:, 0], out[:, 1], out[:, 2] = np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)
    return out


def distances(one: Floats, other: Floats) -> Floats:
    """Great-circle distances in kilometres between points given as unit vectors, (n, m)."""
    cosine = np.clip(one @ other.T, -1.0, 1.0)
    return EARTH_RADIUS_KM * np.arccos(cosine)
