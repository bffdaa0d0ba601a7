"""What is worth a look first: names whose place is in doubt, records whose sources disagree, and what much rests on.

Read from the columns of a workspace alone, a table at a time, so that a hundred thousand mentions take about a second.
What somebody has corrected or found right has left the queue.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geo.workspace.geopackage import read_some
from geo.workspace.tables import join, split

__all__ = ["COLUMNS", "REASONS", "Queue", "narrow", "read_queue"]

REASONS = ("low_score", "close_second", "unresolved", "unplaced", "disagree", "heavy")
"""Why something is in the queue; words for them are the page's."""

LOW_SCORE = 0.5  # below it the reading itself would rather not bet on the place
CLOSE = 0.15  # a second candidate this near might as well have won
HEAVY_RECORDS = 3  # events and flows that rest on one mention
HEAVY_VOICES = 3  # independent claimants, or documents, of one record
HEAVY_KILLED = 10

WEIGHTS = {
    # A doubt by itself, from 0 to this much: a place that is wrong misleads more than one that is missing.
    "low_score": 1.0,
    "close_second": 0.8,
    "unresolved": 0.6,
    "unplaced": 0.4,
    "disagree": 0.9,
    # What much rests on is looked at even where nothing speaks against it, but after what is in doubt.
    "heavy": 0.3,
}
STAKE = 0.5
"""How much what rests on a thing lifts it: a doubt on which nothing rests counts once, on ten records about twice."""

COLUMNS = (
    *("record", "id", "doc", "start", "text", "place", "place_ar", "type", "publisher", "country"),
    *("reasons", "rank", "rests", "score", "corrected_by"),
)
_WANTED = {
    "documents": ("id", "publisher"),
    "mentions": (
        *("id", "doc", "start", "end", "text", "role", "place_id", "name", "name_ar", "country"),
        *("score", "alternatives", "corrected_by"),
    ),
    "events": (
        *("event_id", "type", "place_id", "place", "place_ar", "country", "score", "fatalities_best"),
        *("publishers", "n_documents", "n_claimants", "disagreements", "doc", "start", "corrected_by"),
    ),
    "flows": (
        *("id", "origin", "origin_ar", "destination", "destination_ar", "origin_country", "destination_country"),
        *("score", "publishers", "n_documents", "n_claimants", "disagreements", "doc", "start", "corrected_by"),
    ),
    "evidence": ("record", "record_id", "doc", "start", "end", "place_ids"),
}

Frame = pd.DataFrame
Floats = Any  # a numpy array of floats


@dataclass(frozen=True, kw_only=True, slots=True)
class Queue:
    """All that can be looked at, what is most worth it first.

    ``table`` has `COLUMNS`: ``record`` is "mention", "event" or "flow"; ``reasons`` codes of `REASONS`, the weightiest
    first, none where nothing speaks for a look, or where somebody has looked; ``publisher`` and ``country`` may be
    several, joined; of a flow ``place`` is both ends with a tab between; ``rests`` counts the events and flows that
    rest on a mention, or the documents that tell a record.
    """

    table: Frame

    @property
    def waiting(self) -> int:
        """How many wait for a look."""
        return int((self.table["rank"] > 0).sum())

    @property
    def reviewed(self) -> int:
        """How many were corrected or found right."""
        return int((self.table["corrected_by"] != "").sum())


def read_queue(path: Path) -> Queue:
    """Read what is worth a look in a workspace.

    Raises
    ------
    WorkspaceError
        For a file that cannot be read.
    """
    _, tables = read_some(path, _WANTED)
    # Plain objects: what follows goes through texts one by one, which Arrow's strings make slow.
    frames = {name: pd.DataFrame(columns, dtype=object) for name, columns in tables.items()}
    parts = [_mentions(frames), _events(frames["events"]), _flows(frames["flows"])]
    table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    order = ["rank", "record", "doc", "start", "id"]
    table = table.sort_values(order, ascending=[False, True, True, True, True])
    return Queue(table=table.reset_index(drop=True))


def narrow(
    queue: Queue,
    *,
    everything: bool = False,
    records: Collection[str] = (),
    reasons: Collection[str] = (),
    publishers: Collection[str] = (),
    countries: Collection[str] = (),
) -> Frame:
    """Return the rows of a queue that have any of each of what is asked for; nothing asked: all that wait.

    ``everything`` also gives what nothing speaks for, and what was reviewed.
    """
    table = queue.table if everything else queue.table[queue.table["rank"] > 0]
    if records:
        table = table[table["record"].isin(list(records))]
    for name, wanted in (("publisher", publishers), ("country", countries)):
        if wanted:
            joined = {text: bool(set(split(text)) & set(wanted)) for text in table[name].unique()}
            table = table[table[name].map(joined).astype(bool)]
    if reasons:
        asked = set(reasons)
        table = table[[bool(asked & set(row)) for row in table["reasons"]]]
    return table


def _mentions(frames: dict[str, Frame]) -> Frame:
    """Names; what is inside of another name places nothing and is passed over."""
    table = frames["mentions"]
    table = table[table["role"] != "embedded"].reset_index(drop=True)
    score, second = _numbers(table["score"]), _seconds(table)
    rests = _resting(table, frames["evidence"])
    unresolved = (table["place_id"] == "").to_numpy(dtype=bool)
    doubts = {
        "low_score": np.where(unresolved, 0, _below(score, LOW_SCORE)),
        "close_second": np.where(unresolved, 0, _below(score - second, CLOSE)),
        "unresolved": unresolved.astype(float),
        "heavy": (rests >= HEAVY_RECORDS).astype(float),
    }
    publishers = dict(zip(frames["documents"]["id"], frames["documents"]["publisher"], strict=True))
    columns = {
        "record": "mention",
        **{name: table[name] for name in ("id", "doc", "start", "text", "country", "corrected_by")},
        "place": table["name"],
        "place_ar": table["name_ar"],
        "type": "",
        "publisher": [publishers.get(doc, "") for doc in table["doc"]],
        "rests": rests,
        "score": score,
    }
    return _ranked(columns, doubts, np.log1p(rests))


def _events(rows: Frame) -> Frame:
    """Events, one row each however many places they have."""
    one = rows.drop_duplicates("event_id").reset_index(drop=True)
    several = rows[rows["event_id"].isin(rows.loc[rows["event_id"].duplicated(), "event_id"])]
    told: dict[str, tuple[list[str], list[str]]] = {}
    for key, country, clauses in zip(
        several["event_id"], several["country"], several["disagreements"], strict=True
    ):  # its places may lie in several countries, and sources may disagree on any of them
        countries, disagreements = told.setdefault(key, ([], []))
        countries.append(country)
        disagreements.append(clauses)
    for name, part in (("country", 0), ("disagreements", 1)):
        one[name] = [
            join(dict.fromkeys(filter(None, told[key][part]))) if key in told else text
            for key, text in zip(one["event_id"], one[name], strict=True)
        ]
    killed = np.nan_to_num(_numbers(one["fatalities_best"]))
    doubts = _of_records(one, killed) | {"unplaced": (one["place_id"] == "").to_numpy(dtype=float)}
    columns = {
        "record": "event",
        "id": one["event_id"],
        "text": "",
        **{name: one[name] for name in ("doc", "start", "place", "place_ar", "type", "country", "corrected_by")},
        "publisher": one["publishers"],
        "rests": one["n_documents"],
        "score": _numbers(one["score"]),
    }
    return _ranked(columns, doubts, _voices(one) + np.log1p(killed))


def _flows(rows: Frame) -> Frame:
    """Flows; one that lacks both ends places nothing."""
    nowhere = (rows["origin"] == "") & (rows["destination"] == "")
    doubts = _of_records(rows, np.zeros(len(rows))) | {"unplaced": nowhere.to_numpy(dtype=float)}
    ends = zip(rows["origin_country"], rows["destination_country"], strict=True)
    columns = {
        "record": "flow",
        **{name: rows[name] for name in ("id", "doc", "start", "corrected_by")},
        "text": "",
        "place": _joined(rows, "origin", "destination"),
        "place_ar": _joined(rows, "origin_ar", "destination_ar"),
        "type": "",
        "country": [join(dict.fromkeys(code for code in pair if code)) for pair in ends],
        "publisher": rows["publishers"],
        "rests": rows["n_documents"],
        "score": _numbers(rows["score"]),
    }
    return _ranked(columns, doubts, _voices(rows))


def _joined(rows: Frame, origin: str, destination: str) -> list[str]:
    """Both ends in one text, in the order of the movement; the page puts its own arrow between."""
    return [f"{first}\t{last}" for first, last in zip(rows[origin], rows[destination], strict=True)]


def _of_records(rows: Frame, killed: Floats) -> dict[str, Floats]:
    voices = np.maximum(_numbers(rows["n_claimants"]), _numbers(rows["n_documents"]))
    return {
        "disagree": (rows["disagreements"] != "").to_numpy(dtype=float),
        "low_score": _below(_numbers(rows["score"]), LOW_SCORE),
        "heavy": ((voices >= HEAVY_VOICES) | (killed >= HEAVY_KILLED)).astype(float),
    }


def _voices(rows: Frame) -> Floats:
    return np.log1p(_numbers(rows["n_claimants"]) + _numbers(rows["n_documents"]))


def _ranked(columns: dict[str, Any], doubts: dict[str, Floats], stake: Floats) -> Frame:
    """Name the reasons, the weightiest first, and rank by doubt and stake; what was reviewed has neither."""
    table = pd.DataFrame(columns, index=pd.RangeIndex(len(stake)))
    reviewed = (table["corrected_by"] != "").to_numpy(dtype=bool)
    weighed = {name: np.where(reviewed, 0, WEIGHTS[name] * degrees) for name, degrees in doubts.items()}
    total = sum(weighed.values(), np.zeros(len(stake)))
    reasons: list[tuple[str, ...]] = [()] * len(stake)
    for at in np.flatnonzero(total > 0).tolist():
        found = sorted((-degrees[at], name) for name, degrees in weighed.items() if degrees[at] > 0)
        reasons[at] = tuple(name for _, name in found)
    table["reasons"] = reasons
    table["rank"] = np.round(total * (1 + STAKE * stake), 4)
    return table[list(COLUMNS)]


def _below(values: Floats, limit: float) -> Floats:
    """How far values fall short of a limit, 0 to 1; what is not known falls short of nothing."""
    return np.nan_to_num(np.clip((limit - values) / limit, 0, 1))


def _numbers(column: Any) -> Floats:
    return pd.to_numeric(column).to_numpy(dtype=float, na_value=np.nan)


def _seconds(mentions: Frame) -> Floats:
    """Return the score of the best other candidate of each mention; NaN where nothing else was weighed."""
    pairs = zip(mentions["alternatives"], mentions["place_id"], strict=True)
    return np.array([_second(text, place) for text, place in pairs], dtype=float)


@lru_cache(maxsize=20_000)
def _second(alternatives: str, place: str) -> float:
    """Read the first that is another place: the alternatives stand in order, the best first."""
    if not alternatives:
        return float("nan")
    listed = json.loads(alternatives)
    return next((float(one["score"]) for one in listed if one["place_id"] != place), float("nan"))


def _resting(mentions: Frame, evidence: Frame) -> Floats:
    """Count the events and flows that rest on each mention: told of its place in the sentence that it stands in."""
    placed = mentions.loc[mentions["place_id"] != "", ["doc", "place_id", "start", "end"]].reset_index(names="at")
    told = evidence[evidence["place_ids"] != ""]
    places = pd.Series([split(joined) for joined in told["place_ids"]], index=told.index, dtype=object)
    told = told.assign(place_id=places).explode("place_id")
    both = placed.merge(told, on=["doc", "place_id"], suffixes=("", "_told"))
    inside = both[(both["start_told"] <= both["start"]) & (both["end"] <= both["end_told"])]
    counts = inside[["at", "record", "record_id"]].drop_duplicates().groupby("at").size()
    return counts.reindex(range(len(mentions)), fill_value=0).to_numpy(dtype=float)
