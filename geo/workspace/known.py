"""An account as it was known by some day: records told again by those of their tellings that count.

A filter by the dates of reports leaves some tellings of a record out. What the record says of its telling (status,
claimant, deniers, publishers, sentence) then follows from the rest, by the rules of `geo.workspace.corroborate`: denied
if any telling is, else the strongest assertion; the shown sentence is the first, in the order of the evidence, that has
this status. An event at several places is known at those that a telling which counts tells it of, each by those
tellings alone. `Known` says so of rows as numbers, `as_known` writes it into tables.

Three things stay as the whole account has them, where an account made of these documents alone might say otherwise:

- which tellings are of one record: a later document may have brought two records together;
- what a record says of the thing itself: its day, cargo, toll, and its places where no telling that counts names any;
- who is whose echo: the number of claimants is that of different names among these tellings, and never more than the
  whole account's number of independent ones.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from geo.model import STATUSES
from geo.workspace.criteria import Filter
from geo.workspace.facts import Facts, Tellings
from geo.workspace.tables import join, split
from geo.workspace.voices import voice_key

__all__ = ["Known", "KnownRows", "as_known", "days_between", "known_rows"]

_STRENGTH = {status: place for place, status in enumerate(("denied", *reversed(STATUSES[1:])))}  # the first counts
_DENIED_RANK = len(STATUSES)

Mask = Any  # an array of booleans
Array = Any
Telling = dict[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class KnownRows:
    """What was known of the rows of events or flows.

    ``passing`` says which were known at all, ``undated`` of which no report has a day; ``status`` is a place in
    `STATUSES` (the whole account's where nothing was known). ``pairs`` are the tellings that each row rests on.
    """

    passing: Mask
    undated: Mask
    status: Array
    pairs: Tellings

    def told_by(self, tellings: Mask) -> Mask:
        """Say which rows rest on one of these tellings."""
        told = np.zeros(len(self.passing), dtype=bool)
        told[self.pairs.row[tellings[self.pairs.telling]]] = True
        return told

    def voices(self, voice: Array) -> Array:
        """Count the different voices that each row rests on."""
        said = voice[self.pairs.telling]
        size = int(voice.max(initial=0)) + 1
        rows = np.unique(self.pairs.row[said >= 0].astype(np.int64) * size + said[said >= 0]) // size
        return np.bincount(rows, minlength=len(self.passing))


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What was known in the days of reports that a filter asks for; ``told`` says which tellings count."""

    told: Mask
    events: KnownRows
    flows: KnownRows

    @classmethod
    def of(cls, facts: Facts, criteria: Filter) -> "Known | None":
        """Return what was known; None for a filter that asks nothing of reports."""
        if criteria.dates == "event" or not (criteria.date_from or criteria.date_to):
            return None
        told = days_between(facts.evidence.published, criteria)
        return cls(
            told,
            known_rows(facts, facts.event_tellings, told, facts.event_record, facts.event_status),
            known_rows(facts, facts.flow_tellings, told, facts.flow_record, facts.flow_status),
        )


def days_between(days: Array, criteria: Filter) -> Mask:
    """Say which days lie between the filter's; a day that is not known does not, unless none are asked for."""
    if not (criteria.date_from or criteria.date_to):
        return np.ones(len(days), dtype=bool)
    mask = days > 0
    if criteria.date_from:
        mask &= days >= criteria.date_from.toordinal()
    if criteria.date_to:
        mask &= days <= criteria.date_to.toordinal()
    return mask


def known_rows(facts: Facts, pairs: Tellings, told: Mask, record: Array, status: Array) -> KnownRows:
    """Say what was known of each row: by the tellings that count and tell it of its place, where there are any."""
    size = len(record)
    counts = told[pairs.telling]
    here = counts & pairs.here
    named = np.bincount(pairs.row[here], minlength=size) > 0
    anywhere = np.bincount(record[named], minlength=facts.n_records) > 0  # else the places are the whole account's
    rests = here | (counts & ~anywhere[record][pairs.row])
    kept = Tellings(pairs.row[rests], pairs.telling[rests], pairs.here[rests])
    passing = np.bincount(kept.row, minlength=size) > 0
    dated = np.bincount(pairs.row[facts.evidence.published[pairs.telling] > 0], minlength=size) > 0
    return KnownRows(passing, ~dated, np.where(passing, _statuses(facts, kept, size), status), kept)


def _statuses(facts: Facts, pairs: Tellings, size: int) -> Array:
    """Return each row's status by the tellings that it rests on: denied if any is, else the strongest assertion."""
    # STATUSES runs from denied to reported: the strongest assertion is the highest, and denied stands above all.
    status = facts.evidence.status[pairs.telling]
    rank = np.where(status == STATUSES.index("denied"), _DENIED_RANK, status).astype(np.int8)
    best = np.zeros(size, dtype=np.int8)
    if len(rank):
        starts = np.flatnonzero(np.diff(pairs.row, prepend=-1))
        best[pairs.row[starts]] = np.maximum.reduceat(rank, starts)
    return np.where(best == _DENIED_RANK, STATUSES.index("denied"), best).astype(np.int8)


def as_known(events: Any, flows: Any, evidence: pd.DataFrame, *, whole: pd.DataFrame) -> dict[str, Any]:
    """Return events and flows as their remaining evidence tells them.

    Parameters
    ----------
    events, flows
        Rows of the workspace's tables.
    evidence
        The tellings that count, in the order of the table.
    whole
        All tellings, those included.
    """
    left, total = Counter(evidence["record_id"]), Counter(whole["record_id"])
    cut = {key for key, n in left.items() if n < total[key]}
    counting, all_ = (_by_record(table[table["record_id"].isin(cut)]) for table in (evidence, whole))
    return {
        "events": _rewritten(events, "event_id", counting, all_),
        "flows": _rewritten(flows, "id", counting, all_),
    }


def _by_record(evidence: pd.DataFrame) -> dict[str, list[Telling]]:
    found: dict[str, list[Telling]] = defaultdict(list)
    for row in evidence.to_dict("records"):
        found[str(row["record_id"])].append(row)
    return found


def _rewritten(table: Any, key: str, left: dict[str, list[Telling]], whole: dict[str, list[Telling]]) -> Any:
    """Write what is told into the rows of which some tellings do not count."""
    told: dict[Any, dict[str, Any]] = {}
    place_ids = table["place_id"] if "place_id" in table else [""] * len(table)
    for index, one, place in zip(table.index, table[key], place_ids, strict=True):
        if one in left:
            here = _here(left[one], place)
            if len(here) < len(_here(whole[one], place)):
                told[index] = _told(here)
    if not told:
        return table
    table = table.copy()
    rows = list(told)
    for name in told[rows[0]]:
        column = [value[name] for value in told.values()]
        if name == "n_claimants":
            column = [min(n, known) for n, known in zip(column, table.loc[rows, name], strict=True)]
        table.loc[rows, name] = pd.Series(column, index=rows, dtype=table[name].dtype)
    return table


def _here(tellings: list[Telling], place: str) -> list[Telling]:
    """Return the tellings that name a place; all, where none does or nobody asks."""
    return [one for one in tellings if place in split(one["place_ids"])] or tellings


def _told(rows: list[Telling]) -> dict[str, Any]:
    """Return the columns of a record that follow from its tellings."""
    status = min((row["status"] for row in rows), key=_STRENGTH.__getitem__)
    shown = next(row for row in rows if row["status"] == status)
    outlets = [row["publisher"] or row["doc"] for row in rows]
    named: dict[str, str] = {}
    for row, outlet in zip(rows, outlets, strict=True):
        name = row["claimed_by"] or ("" if row["status"] == "denied" else outlet)
        if name:
            named.setdefault(voice_key(name), name)
    days = [row["published"] for row in rows if row["published"]]
    kept = ("claimed_by", "chain", "doc", "start", "end", "quote")
    return {name: shown[name] for name in kept} | {
        "status": status,
        "denied_by": join(dict.fromkeys(name for row in rows for name in split(row["denied_by"]))),
        "publishers": join(sorted(set(outlets))),
        "claimants": join(sorted(named.values())),
        "n_documents": len({row["doc"] for row in rows}),
        "n_claimants": len(named),
        "first_published": min(days, default=""),
        "last_published": max(days, default=""),
        "disagreements": "",
    }
