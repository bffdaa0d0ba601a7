"""The same thing told several times becomes one record, with all its tellings, who says so and where they disagree.

What may be the same is decided in `geo.workspace.traits` and `geo.workspace.grouping`, who counts as a claimant in
`geo.workspace.voices`, what is said more broadly elsewhere in `geo.workspace.links`. This module composes the record:

- **status**: ``denied`` when any telling is denied (somebody denies it; whoever claims it is still shown); otherwise
  the strongest assertion among the tellings: reported, then claimed, then planned, then requested.
- **which telling is shown**: one that has the record's status, not hedged, with the sharpest date and the most
  detail, the earliest published. Its date, numbers, evidence and claimant are shown as they are. What it does not
  tell (mode, carrier, count, toll) is taken from the next that does. Nothing is averaged.
- **places**: an event at several places says for each who tells it of that place (`Spot`): a symbol on the map leads
  to a sentence that names it, and is never more certain than those who do.
- **lists** (actors, recipients, places, cargo, contexts, deniers) hold what any telling says, the shown one's first.
- **corrections**: what an analyst corrected in a telling is in the telling already; groups are as analysts put them
  together or took them apart (`geo.workspace.arranging`).
- **ids** come from the earliest telling (by publication date, document and position), so that a record keeps its id
  when later documents tell it again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from geo.model import Claim, Document, Event, Flow, Place, Reading, Status, stable_id
from geo.workspace.account import Account, Arrangement, Merged, Spot, Support, Telling, latest
from geo.workspace.arranging import arrange
from geo.workspace.disagreements import disagreements
from geo.workspace.grouping import Group, group_tellings
from geo.workspace.links import link
from geo.workspace.reprints import Reprint, reprints
from geo.workspace.traits import Traits, traits_of
from geo.workspace.voices import claimants, independent, outlet

__all__ = ["corroborate"]

STRENGTH: tuple[Status, ...] = ("reported", "claimed", "planned", "requested", "denied")

T = TypeVar("T", Event, Flow)
V = TypeVar("V")
Order = tuple[date, str, int]


def corroborate(
    readings: Iterable[Reading],
    *,
    side_of: Callable[[str], str] | None = None,
    arrangements: Sequence[Arrangement] = (),
) -> Account:
    """Merge what the readings tell into one account.

    Parameters
    ----------
    readings : iterable of Reading
        In any order. Of two readings of one document id the last one counts.
    side_of : callable, optional
        Names the side of a claimant ("" when it has none); the actors' table knows. Without it no sides are told, and
        two offices of one side count as two claimants.
    arrangements : sequence of Arrangement
        What analysts put together or took apart, in the order in which they did.

    Returns
    -------
    Account
        Readings by document id; events and flows by id. Every telling is in exactly one record. The same whatever
        the order of the readings.

    Examples
    --------
    >>> corroborate([])
    Account(readings=(), events=(), flows=())
    """
    kept = latest(readings)
    documents = {reading.document.id: reading.document for reading in kept}
    merger = _Merger(
        documents=documents,
        side_of=side_of,
        reprints=reprints(documents.values()),
        arrangements=tuple(arrangements),
    )
    return Account(
        readings=kept,
        events=merger.merge([(reading.document, reading.events) for reading in kept], prefix="e"),
        flows=merger.merge([(reading.document, reading.flows) for reading in kept], prefix="f"),
        reprints=merger.reprints,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Merger:
    """What merging needs to know besides the tellings: their documents, reprints of others, the sides of claimants."""

    documents: Mapping[str, Document]
    side_of: Callable[[str], str] | None
    reprints: Mapping[str, Reprint]
    arrangements: tuple[Arrangement, ...]

    def merge(self, told: Sequence[tuple[Document, tuple[T, ...]]], *, prefix: str) -> tuple[Merged[T], ...]:
        by_order: dict[tuple[object, ...], T] = {}
        traits: list[Traits] = []
        for document, tellings in told:
            for index, telling in enumerate(tellings):
                one = traits_of(telling, document=document, index=index)
                traits.append(one)
                by_order[one.order] = telling
        arranged = arrange(group_tellings(traits), self.arrangements, lambda one: (one.doc, by_order[one.order].id))
        groups = [group for group, _ in arranged]
        ids = _ids(prefix, groups, by_order)
        merged = [
            self.record(key, [(by_order[one.order], one) for one in group.members], linked, by)
            for key, (group, by), linked in zip(ids, arranged, link(groups, ids), strict=True)
        ]
        return tuple(sorted(merged, key=lambda one: one.id))

    def record(
        self, key: str, pairs: Sequence[tuple[T, Traits]], linked: tuple[str, ...], arranged_by: tuple[str, ...]
    ) -> Merged[T]:
        """Compose one record from the tellings of a group."""
        status: Status = _status([telling for telling, _ in pairs])

        def rank(pair: tuple[T, Traits]) -> tuple[object, ...]:
            return (*_worth(pair[0], pair[1], status), *_age(pair[1]))

        tellings: tuple[T, ...] = tuple(telling for telling, _ in sorted(pairs, key=rank))
        support = replace(self.support(tellings), disagreements=disagreements(tellings, self.documents), linked=linked)
        record = _shown(key, tellings, status)
        spots = self.spots(record, tellings, support)
        by = _union((*(telling.corrected_by for telling in tellings), arranged_by))
        return Merged(id=key, record=record, tellings=tellings, support=support, spots=spots, corrected_by=by)

    def support(self, tellings: Sequence[Telling]) -> Support:
        """Say who tells it and who says so."""
        names = claimants(tellings, self.documents)
        sides = {self.side_of(name) for name in names} if self.side_of else set()
        return Support(
            documents=tuple(sorted({telling.doc for telling in tellings})),
            publishers=tuple(sorted({outlet(self.documents[telling.doc]) for telling in tellings})),
            claimants=names,
            independent=independent(tellings, self.documents, side_of=self.side_of, reprints=self.reprints),
            sides=tuple(sorted(sides - {""})),
        )

    def spots(self, record: Telling, tellings: Sequence[Telling], support: Support) -> tuple[Spot, ...]:
        """Say for each place of an event who tells that it was there, the tellings being in order."""
        if not isinstance(record, Event):
            return ()
        spots = []
        for place in record.places:
            here = [one for one in tellings if isinstance(one, Event) and place.id in {at.id for at in one.places}]
            if len(here) == len(tellings):
                spots.append(Spot(place=place, claim=record.claim, evidence=record.evidence, support=support))
                continue
            own = replace(self.support(here), disagreements=support.disagreements, linked=support.linked)
            claim = _claim(here, _status(here))
            spots.append(Spot(place=place, claim=claim, evidence=here[0].evidence, support=own))
        return tuple(spots)


def _age(traits: Traits) -> Order:
    index = traits.order[-1]
    assert isinstance(index, int)
    return (traits.published or date.max, traits.doc, index)


def _ids(prefix: str, groups: Sequence[Group], by_order: Mapping[tuple[object, ...], Telling]) -> list[str]:
    """Name each group by its earliest telling: its document and its id there."""
    ids: dict[str, None] = {}
    for group in groups:
        earliest = min(group.members, key=_age)
        key = stable_id(prefix, earliest.doc, by_order[earliest.order].id)
        if key in ids:  # two tellings of one document under one id, told apart by their position
            key = stable_id(prefix, earliest.doc, by_order[earliest.order].id, earliest.order[-1])
        ids[key] = None
    return list(ids)


def _status(tellings: Sequence[Telling]) -> Status:
    told = {telling.claim.status for telling in tellings}
    return "denied" if "denied" in told else next(status for status in STRENGTH if status in told)


def _worth(telling: Telling, traits: Traits, status: Status) -> tuple[bool, bool, int, int]:
    """Order tellings by what they are worth showing: the smallest first."""
    said = telling.claim
    details: list[object] = [traits.people, traits.mode, traits.carrier, traits.cargo, traits.numbers]
    return (said.status != status, said.hedged, traits.grade, -sum(bool(detail) for detail in details))


def _shown(key: str, tellings: Sequence[T], status: Status) -> T:
    """Compose what is shown from the tellings, the best first."""
    best = tellings[0]
    claim = _claim(tellings, status)
    if isinstance(best, Event):
        events = [telling for telling in tellings if isinstance(telling, Event)]
        return replace(
            best,
            id=key,
            mode=_first(event.mode for event in events),
            context=_union(event.context for event in events),
            acled_event_type=_first(event.acled_event_type for event in events),
            places=tuple(_by_id(place for event in events for place in event.places)),
            actors=_union(event.actors for event in events),
            recipients=_union(event.recipients for event in events),
            fatalities=next((event.fatalities for event in events if event.fatalities), None),
            claim=claim,
        )
    flows = [telling for telling in tellings if isinstance(telling, Flow)]
    counted = next((flow for flow in flows if flow.count is not None), best)
    return replace(
        best,
        id=key,
        mode=next((flow.mode for flow in flows if flow.mode != "unknown"), "unknown"),
        cargo=_union(flow.cargo for flow in flows),
        carrier=_first(flow.carrier for flow in flows),
        count=counted.count,
        unit=counted.unit,
        claim=claim,
    )


def _claim(tellings: Sequence[Telling], status: Status) -> Claim:
    """Say who claims it: the shown telling's claimant, or, where it names none but has to, the next that does."""
    best = tellings[0].claim
    said = best
    if not best.claimed_by and status != "reported":
        said = next((telling.claim for telling in tellings if telling.claim.claimed_by), best)
    return Claim(
        claimed_by=said.claimed_by,
        chain=said.chain,
        denied_by=_union(telling.claim.denied_by for telling in tellings),
        status=status,
        hedged=all(telling.claim.hedged for telling in tellings),
    )


def _by_id(places: Iterable[Place]) -> Iterable[Place]:
    found: dict[str, Place] = {}
    for place in places:
        found.setdefault(place.id, place)
    return found.values()


def _first(values: Iterator[str]) -> str:
    return next((value for value in values if value), "")


def _union(lists: Iterable[tuple[V, ...]]) -> tuple[V, ...]:
    return tuple(dict.fromkeys(value for values in lists for value in values))
