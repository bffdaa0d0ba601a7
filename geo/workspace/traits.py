"""What two tellings are compared by, and whether they may be the same thing.

The rules, in short; `geo.workspace.grouping` applies them to groups of tellings:

- the same kind of record (an event's type; a flow) and the same place by id: both ends of a flow; of an event any
  place that is no area, or, where it has none, all its areas. Damascus is not Syria: a broader place is a link, never
  an equality;
- stance: what is said to have happened, what is planned and what is asked for are three different things; a denial
  goes with any of them;
- nothing contradicts: two modes, two carriers, two cargoes or two sets of people that have nothing in common;
  within one document also two dates apart, two numbers of the same unit or two death tolls;
- dates overlap, or lie a few days apart (`TOLERANCE_DAYS`; a day for fighting, which goes on day by day);
- where the date or the place alone does not make it firm (dates apart, no date, an area), they must have a
  specific in common: a person or party, the carrier, a cargo, a known mode.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from geo.coordinates import fast_distance_km
from geo.model import Document, Event, Flow, Kind, Place
from geo.workspace.account import Telling

__all__ = [
    "SEPARATOR",
    "SHARP_DAYS",
    "Grade",
    "Stance",
    "Traits",
    "clash",
    "contains",
    "is_area",
    "same_numbers",
    "tolerance_days",
    "traits_of",
]

Grade = Literal[0, 1, 2]  # sharp, ranged, undated
Stance = Literal["happened", "planned", "requested", "denied"]

SEPARATOR = "\x1f"
SHARP_DAYS = 7
TOLERANCE_DAYS = 3
FIGHTING_TOLERANCE_DAYS = 1
AREA_KINDS: frozenset[Kind] = frozenset({"country", "admin1", "sea", "continent"})
WIDE_REGION_KM = 30.0  # a region such as the Ghouta is a place; eastern Libya is an area


@dataclass(frozen=True, kw_only=True, slots=True)
class Traits:
    """A telling reduced to what it is compared by.

    ``kind`` is the event's type or "flow"; ``keys`` what the same thing has in common with it: the id of any of an
    event's places that is no area, else all its areas together; both ends of a flow. ``ends`` are the places
    themselves, ``specifics`` people, mode, carrier and cargo, each marked with what it is. ``grade`` says how the date
    is known: 0 within a week, 1 a longer interval or an open end, 2 no beginning; ``anchor`` is the day that such a
    telling looks back from. ``order`` is the same whatever the order in which documents come.
    """

    kind: str
    keys: frozenset[str]
    ends: tuple[Place | None, ...]
    broad: bool
    first: date | None
    last: date | None
    grade: Grade
    anchor: date | None
    published: date | None
    stance: Stance
    people: frozenset[str]
    mode: str
    carrier: str
    cargo: frozenset[str]
    specifics: frozenset[str]
    numbers: tuple[tuple[str, int, int], ...]
    doc: str
    order: tuple[object, ...]

    @property
    def span(self) -> tuple[date, date] | None:
        """The days of a sharp date, else None."""
        return (self.first, self.last) if self.grade == 0 and self.first and self.last else None


def traits_of(telling: Telling, *, document: Document, index: int) -> Traits:
    """Reduce a telling to what it is compared by; ``index`` is its position within the reading.

    Examples
    --------
    >>> from geo.model import Evidence
    >>> spoken = Evidence(doc="a", start=0, end=1, quote="x")
    >>> event = Event(id="e-1", doc="a", type="PROTEST", evidence=spoken)
    >>> traits_of(event, document=Document(id="a", text="x", language="ar"), index=0).grade
    2
    """
    first, last = telling.date.date_from, telling.date.date_to
    grade = _grade(first, last)
    ends = telling.places if isinstance(telling, Event) else (telling.origin, telling.destination)
    known = [place for place in ends if place is not None]
    people = frozenset() if isinstance(telling, Flow) else _people(telling)
    mode = "" if telling.mode == "unknown" else telling.mode
    carrier = " ".join(telling.carrier.casefold().split()) if isinstance(telling, Flow) else ""
    cargo: frozenset[str] = frozenset(telling.cargo) if isinstance(telling, Flow) else frozenset()
    return Traits(
        kind="flow" if isinstance(telling, Flow) else telling.type,
        keys=_flow_keys(ends) if isinstance(telling, Flow) else _event_keys(known),
        ends=ends,
        broad=_is_broad(ends, flow=isinstance(telling, Flow)),
        first=first,
        last=last,
        grade=grade,
        anchor=last or document.published if grade == 2 else None,
        published=document.published,
        stance=_stance(telling),
        people=people,
        mode=mode,
        carrier=carrier,
        cargo=cargo,
        specifics=_specifics(people, cargo, mode, carrier),
        numbers=_numbers(telling),
        doc=document.id,
        order=(grade, first or date.max, last or date.max, document.published or date.max, document.id, index),
    )


def _specifics(people: frozenset[str], cargo: frozenset[str], mode: str, carrier: str) -> frozenset[str]:
    marked = [("person", people), ("cargo", cargo), ("mode", (mode,)), ("carrier", (carrier,))]
    return frozenset(f"{what}:{value}" for what, values in marked for value in values if value)


def is_area(place: Place | None) -> bool:
    """Say whether a place is too wide for two things there at one time to be the same; an unknown one is."""
    if place is None:
        return True
    return place.kind in AREA_KINDS or (place.kind == "region" and place.radius_km > WIDE_REGION_KM)


def _is_broad(ends: tuple[Place | None, ...], *, flow: bool) -> bool:
    """A flow is as vague as its vaguer end; an event is where the sharpest of its places is."""
    return any(is_area(place) for place in ends) if flow else all(is_area(place) for place in ends)


def _flow_keys(ends: tuple[Place | None, ...]) -> frozenset[str]:
    return frozenset({SEPARATOR.join(place.id if place else "" for place in ends)})


def _event_keys(places: list[Place]) -> frozenset[str]:
    sharp = frozenset(place.id for place in places if not is_area(place))
    return sharp or frozenset({SEPARATOR.join(sorted(place.id for place in places))})


def _people(event: Event) -> frozenset[str]:
    return frozenset(name.casefold() for name in (*event.actors, *event.recipients))


def _numbers(telling: Telling) -> tuple[tuple[str, int, int], ...]:
    """Return (unit, low, high) of what was counted."""
    if isinstance(telling, Flow):
        return ((telling.unit, telling.count, telling.count),) if telling.count is not None else ()
    toll = telling.fatalities
    return (("fatalities", toll.low, toll.high),) if toll else ()


def _grade(first: date | None, last: date | None) -> Grade:
    if first is None:
        return 2  # "until the publication date" bounds the past, and says no more of when than nothing does
    if last is None or (last - first).days > SHARP_DAYS:
        return 1
    return 0


def _stance(telling: Telling) -> Stance:
    status = telling.claim.status
    return "happened" if status == "claimed" or status == "reported" else status


def tolerance_days(kind: str) -> int:
    """Say how many days two tellings' dates may lie apart.

    Examples
    --------
    >>> tolerance_days("ASSAULT"), tolerance_days("flow")
    (1, 3)
    """
    return FIGHTING_TOLERANCE_DAYS if kind == "ASSAULT" else TOLERANCE_DAYS


def clash(one: frozenset[str] | str, other: frozenset[str] | str) -> bool:
    """Say whether two values exclude each other: both told, and nothing in common.

    Examples
    --------
    >>> clash("flight", "sea"), clash("flight", ""), clash(frozenset({"a", "b"}), frozenset({"b"}))
    (True, False, False)
    """
    if isinstance(one, str) or isinstance(other, str):
        return bool(one and other and one != other)
    return bool(one and other and one.isdisjoint(other))


def same_numbers(one: Traits, other: Traits) -> bool:
    """Say whether no number of one, of a unit that the other has as well, contradicts the other's."""
    return all(
        unit != their_unit or (low <= their_high and their_low <= high)
        for unit, low, high in one.numbers
        for their_unit, their_low, their_high in other.numbers
    )


def contains(outer: Place | None, inner: Place | None) -> bool:
    """Say whether one place lies within another, or is it; an unknown place (None) may be anywhere.

    A country contains what has its code; any other place what lies within its radius, is smaller and is not of another
    country. It serves to link records, never to make them equal, so that a circle is good enough.

    Examples
    --------
    >>> syria = Place(id="1", name="Syria", kind="country", country="SY", lat=35.0, lon=38.0, radius_km=370.0)
    >>> damascus = Place(id="2", name="Damascus", kind="city", country="SY", lat=33.5, lon=36.3, radius_km=12.0)
    >>> contains(syria, damascus), contains(damascus, syria), contains(None, syria)
    (True, False, True)
    """
    if outer is None:
        return True
    if inner is None:
        return False
    if outer.id == inner.id:
        return True
    if outer.kind == "country":
        return bool(outer.country) and outer.country == inner.country
    if inner.radius_km >= outer.radius_km or (outer.country and inner.country and outer.country != inner.country):
        return False
    return fast_distance_km(outer.lon, outer.lat, inner.lon, inner.lat) <= outer.radius_km
