"""How sure the place of a record is: the score of the name that it rests on.

A record has its places from names in the sentences that tell it, and each name was resolved with a score (0 to 1). For
one place of an event, told by these sentences, the first of these that any sentence has:

1. the best score of a mention that was resolved to that place;
2. where the place is a part ("eastern Libya", "south of Homs"): that of a mention of what it is a part of;
3. that of a mention of an area in the same country that contains it.

Where no name in the sentences decides it (a country behind "Syrian", "the city" of a sentence before), nobody scored
the place and the score is None. A flow is as sure as the less sure of its ends; an end without a score is left out.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from geo.coordinates import distance_km
from geo.model import Event, Evidence, Flow, Kind, Mention, Place, Reading
from geo.parts import DIRECTIONS
from geo.workspace.account import Merged

__all__ = ["Scores"]

_AREAS: frozenset[Kind] = frozenset({"country", "admin1", "admin2", "region"})


class Scores:
    """The mentions of some readings, ready to be asked how sure a place is.

    Examples
    --------
    >>> from geo.model import Evidence
    >>> libya = Place(id="LY", name="Libya", kind="country", country="LY", lat=27, lon=17, radius_km=900)
    >>> Scores([]).best(libya, [Evidence(doc="a", start=0, end=9, quote="")]) is None
    True
    """

    def __init__(self, readings: Iterable[Reading]) -> None:
        self._mentions = {
            reading.document.id: sorted(
                (mention for mention in reading.mentions if mention.place), key=lambda mention: mention.start
            )
            for reading in readings
        }
        self._starts = {doc: [mention.start for mention in found] for doc, found in self._mentions.items()}

    def of_event(self, merged: Merged[Event], place: Place) -> float | None:
        """Score one place of an event by the sentences that tell it of that place."""
        return self.best(
            place, (one.evidence for one in merged.tellings if place.id in {spot.id for spot in one.places})
        )

    def of_flow(self, merged: Merged[Flow]) -> float | None:
        """Score a flow by the less sure of its ends."""
        flow = merged.record
        ends = [
            (flow.origin, [one.evidence for one in merged.tellings if _same(one.origin, flow.origin)]),
            (flow.destination, [one.evidence for one in merged.tellings if _same(one.destination, flow.destination)]),
        ]
        scores = [self.best(place, spans) for place, spans in ends if place]
        return min((score for score in scores if score is not None), default=None)

    def best(self, place: Place, spans: Iterable[Evidence]) -> float | None:
        """Return the best score of a mention in these sentences that decides the place."""
        near = [mention for span in spans for mention in self._within(span)]
        whole = _whole(place.id)
        for decides in (
            lambda other: other.id == place.id,
            lambda other: other.id == whole,
            lambda other: _contains(other, place),
        ):
            scores = [score for other, score in _scored(near) if decides(other)]
            if scores:
                return max(scores)
        return None

    def _within(self, span: Evidence) -> Iterator[Mention]:
        starts: Sequence[int] = self._starts.get(span.doc, ())
        for number in range(bisect_left(starts, span.start), bisect_left(starts, span.end)):
            mention = self._mentions[span.doc][number]
            if mention.end <= span.end:
                yield mention


def _scored(mentions: Iterable[Mention]) -> Iterator[tuple[Place, float]]:
    for mention in mentions:
        if mention.resolution and mention.resolution.place:
            yield mention.resolution.place, mention.resolution.score


def _same(one: Place | None, other: Place | None) -> bool:
    return one is not None and other is not None and one.id == other.id


def _whole(place_id: str) -> str:
    """Return the id of what a part belongs to (``LY/east`` -> ``LY``), "" for what is no part."""
    whole, _, direction = place_id.rpartition("/")
    return whole if direction in DIRECTIONS else ""


def _contains(outer: Place, inner: Place) -> bool:
    if outer.id == inner.id or not inner.country or outer.country != inner.country or outer.kind not in _AREAS:
        return False
    if inner.kind == "country":
        return False
    if outer.kind == "country" or (outer.kind == "admin1" and outer.name == inner.admin1):
        return True
    wider = outer.radius_km > inner.radius_km
    return wider and distance_km(outer.lon, outer.lat, inner.lon, inner.lat) <= outer.radius_km
