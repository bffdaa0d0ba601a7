"""What rests on some documents alone: what goes with them, and what stays because others tell it too."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from geo.workspace.geopackage import read_some
from geo.workspace.tables import split

__all__ = ["Counts", "Resting", "resting_on"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How many events, flows and places."""

    events: int = 0
    flows: int = 0
    places: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Resting:
    """What goes when some documents are removed, and what of theirs stays with others."""

    goes: Counts
    stays: Counts


def resting_on(path: Path, documents: Collection[str]) -> Resting:
    """Count what rests on these documents alone, and what on others as well.

    A record is counted by its tellings, a place by the mentions and records that use it. Merging anew may part what
    only these documents held together: the counts are of the account as it is.

    Raises
    ------
    WorkspaceError
        As `geo.workspace.geopackage.read_tables`.
    """
    wanted = {"evidence": ("record", "record_id", "doc", "place_ids"), "mentions": ("doc", "place_id")}
    tables = read_some(path, wanted)[1]
    evidence, mentions = tables["evidence"], tables["mentions"]
    chosen = set(documents)
    own: set[tuple[str, str]] = set()
    others: set[tuple[str, str]] = set()
    rows = zip(evidence["record"], evidence["record_id"], evidence["doc"], evidence["place_ids"], strict=True)
    for record, key, doc, place_ids in rows:
        tellers = own if doc in chosen else others
        tellers.add((str(record), str(key)))
        tellers.update(("place", place) for place in split(str(place_ids)))
    for doc, place in zip(mentions["doc"], mentions["place_id"], strict=True):
        if place:
            (own if doc in chosen else others).add(("place", str(place)))
    return Resting(goes=_count(own - others), stays=_count(own & others))


def _count(keys: Collection[tuple[str, str]]) -> Counts:
    found = [kind for kind, _ in keys]
    return Counts(events=found.count("event"), flows=found.count("flow"), places=found.count("place"))
