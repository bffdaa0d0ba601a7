"""What two tellings are compared by, and whether they may be the same thing.

The rules, in short; `geo.workspace.grouping` applies them to groups of tellings:

- the same kind of record (an event's type; a flow) and the same place or places by id. Damascus is not Syria: a
  broader place is a link, never an equality;
- stance: what is said to have happened, what is planned and what is asked for are three different things; a denial
  goes with any of them;
- nothing contradicts: two modes, two carriers, two cargoes or two sets of people that have nothing in common;
  within one document also two dates apart, two numbers of the same unit or two death tolls;
- dates overlap, or lie a few days apart (`TOLERANCE_DAYS`; a day for fighting, which goes on day by day);
- where the date or the place alone does not make it firm (dates apart, no date, a whole country), they must have a
  specific in common: a person or party, the carrier, a cargo, a known mode.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from geo.coordinates import fast_distance_km
from geo.model import Document, Event, Flow, Kind, Place
from geo.workspace.account import Telling

__all__ = [
    "AREA_KINDS",
    "SHARP_DAYS",
    "Grade",
    "Stance",
    "Traits",
    "clash",
    "contains",
    "same_numbers",
    "tolerance_days",
    "traits_of",
]

Grade = Literal[0, 1, 2]  # sharp, ranged, undated
Stance = Literal["happened", "planned", "requested", "denied"]

SHARP_DAYS = 7
TOLERANCE_DAYS = 3
FIGHTING_TOLERANCE_DAYS = 1
AREA_KINDS: frozenset[Kind] = frozenset({"country", "admin1", "region", "sea", "continent"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Traits:
    """A telling reduced to what it is compared by.

    ``kind`` is the event's type or "flow"; ``keys`` the ids of an event's places, or one key for a flow's two ends;
    ``ends`` the places themselves, ``specifics`` people, mode, carrier and cargo, each marked
    with what it is. ``grade`` says how the date is known: 0 within a week, 1 a longer or open interval,
    2 not at all. ``order`` is the same whatever the order in which documents come.
    """

    kind: str
    keys: frozenset[str]
    ends: tuple[Place | None, ...]
    broad: bool
    first: date | None
    last: date | None
    grade: Grade
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
        keys=_keys(ends, one=isinstance(telling, Flow)),
        ends=ends,
        broad=not known or any(place.kind in AREA_KINDS for place in known) or len(known) < len(ends),
        first=first,
        last=last,
        grade=grade,
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


def _keys(ends: tuple[Place | None, ...], *, one: bool) -> frozenset[str]:
    """Return the ids that tellings must have in common: any place of an event, both ends of a flow."""
    ids = [place.id if place else "" for place in ends]
    return frozenset({"\x1f".join(ids)}) if one else frozenset(ids or [""])


def _people(event: Event) -> frozenset[str]:
    return frozenset(name.casefold() for name in (*event.actors, *event.recipients))


def _numbers(telling: Telling) -> tuple[tuple[str, int, int], ...]:
    """Return (unit, low, high) of what was counted."""
    if isinstance(telling, Flow):
        return ((telling.unit, telling.count, telling.count),) if telling.count is not None else ()
    toll = telling.fatalities
    return (("fatalities", toll.low, toll.high),) if toll else ()


def _grade(first: date | None, last: date | None) -> Grade:
    if first is None and last is None:
        return 2
    if first is None or last is None or (last - first).days > SHARP_DAYS:
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
