"""The account: what all readings together say, each event and flow once, with every telling of it.

An event or flow as one document tells it is a *telling*; what several tellings say alike is one *merged* record.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from geo.model import Claim, Event, Evidence, Flow, Place, Reading
from geo.workspace.reprints import Reprint

__all__ = ["Account", "Arrangement", "Merged", "Spot", "Support", "Telling", "latest"]

Telling = Event | Flow
T = TypeVar("T", Event, Flow)


@dataclass(frozen=True, kw_only=True, slots=True)
class Support:
    """Who tells it, who says so, and where they disagree.

    ``documents`` are ids, ``claimants`` the distinct names that it is claimed by (an outlet in its own voice counts by
    its publisher), ``independent`` how many of them are not each other's echo, ``sides`` the sides they belong to.
    ``linked`` holds ids of records that say it more broadly or foretold it; they are not counted here.
    """

    documents: tuple[str, ...]
    publishers: tuple[str, ...]
    claimants: tuple[str, ...]
    independent: int
    sides: tuple[str, ...] = ()
    disagreements: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """An event at one of its places: who says that it was there. Others may tell the event of another place only."""

    place: Place
    claim: Claim
    evidence: Evidence
    support: Support


@dataclass(frozen=True, kw_only=True, slots=True)
class Merged(Generic[T]):
    """One event or flow with all its tellings, the best first; ``record`` holds what is shown of it.

    ``spots`` has one entry for each place of an event, in the order of ``record.places``; a flow has none.
    ``corrected_by`` names the analysts who corrected it or one of its tellings, put them together or took others out.
    """

    id: str
    record: T
    tellings: tuple[T, ...]
    support: Support
    spots: tuple[Spot, ...] = ()
    corrected_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrangement:
    """What an analyst said of tellings, each by its document and id.

    They tell one thing (``together``), or another than the rest of their record (``apart``).
    """

    kind: Literal["together", "apart"]
    tellings: frozenset[tuple[str, str]]
    by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """Readings by document id, and the merged events and flows by id; which of the documents are reprints."""

    readings: tuple[Reading, ...]
    events: tuple[Merged[Event], ...]
    flows: tuple[Merged[Flow], ...]
    reprints: Mapping[str, Reprint] = field(default_factory=dict, repr=False)


def latest(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Keep the last reading of each document id (a revision replaces what was read before), sorted by id.

    Examples
    --------
    >>> latest([])
    ()
    """
    by_id = {reading.document.id: reading for reading in readings}
    return tuple(by_id[key] for key in sorted(by_id))
