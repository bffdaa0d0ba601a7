"""An account as it was known by some day: records told again by those of their tellings that count.

A filter by the dates of reports leaves some tellings of a record out. What the record says of its telling (status,
claimant, deniers, publishers, sentence) then follows from the rest, by the rules of `geo.workspace.corroborate`: denied
if any telling is, else the strongest assertion; the shown sentence is the first, in the order of the evidence, that has
this status. What it says of the thing itself (place, date, cargo) stays as the whole account has it.

The number of claimants is that of different names among these tellings, and never more than the whole account's number
of independent ones: who is whose echo is only decided there.
"""

from collections import Counter
from typing import Any

import pandas as pd

from geo.model import STATUSES
from geo.workspace.tables import join, split

__all__ = ["as_known"]

_STRENGTH = {status: place for place, status in enumerate(("denied", *reversed(STATUSES[1:])))}  # the first counts


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
    left, all_ = Counter(evidence["record_id"]), Counter(whole["record_id"])
    cut = {key for key, n in left.items() if n < all_[key]}
    told = {str(key): _told(group) for key, group in evidence[evidence["record_id"].isin(cut)].groupby("record_id")}
    return {"events": _rewritten(events, "event_id", told), "flows": _rewritten(flows, "id", told)}


def _told(tellings: pd.DataFrame) -> dict[str, Any]:
    """Return the columns of a record that follow from its tellings."""
    rows: list[dict[Any, Any]] = tellings.to_dict("records")
    status = min((row["status"] for row in rows), key=_STRENGTH.__getitem__)
    shown = next(row for row in rows if row["status"] == status)
    outlets = [row["publisher"] or row["doc"] for row in rows]
    named = [
        row["claimed_by"] or ("" if row["status"] == "denied" else outlet)
        for row, outlet in zip(rows, outlets, strict=True)
    ]
    claimants = sorted(set(named) - {""})
    days = [row["published"] for row in rows if row["published"]]
    kept = ("claimed_by", "chain", "doc", "start", "end", "quote")
    return {name: shown[name] for name in kept} | {
        "status": status,
        "denied_by": join(dict.fromkeys(name for row in rows for name in split(row["denied_by"]))),
        "publishers": join(sorted(set(outlets))),
        "claimants": join(claimants),
        "n_documents": len({row["doc"] for row in rows}),
        "n_claimants": len({name.casefold() for name in claimants}),
        "first_published": min(days, default=""),
        "last_published": max(days, default=""),
        "disagreements": "",
    }


def _rewritten(table: Any, key: str, told: dict[str, dict[str, Any]]) -> Any:
    """Write what is told into the rows of the records that it is told of."""
    rows = table.index[table[key].isin(told)]
    if not len(rows):
        return table
    table = table.copy()
    values = [told[one] for one in table.loc[rows, key]]
    for name in values[0]:
        column = [value[name] for value in values]
        if name == "n_claimants":
            column = [min(n, known) for n, known in zip(column, table.loc[rows, name], strict=True)]
        table.loc[rows, name] = pd.Series(column, index=rows, dtype=table[name].dtype)
    return table
