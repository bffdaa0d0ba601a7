"""Which records say the same more broadly, or foretold it: linked, never made equal.

"Twelve flights from Syria to eastern Libya" and "flights from Damascus to Benghazi" may be the same flights; the texts
do not say so. The narrower record links to the broader one, and what happened to its plan or request. The two must
have something specific in common (a person or party, a cargo, the carrier, the mode): place and month alone are chance.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import product

from geo.model import Place
from geo.workspace.grouping import LONG_DAYS, SHORT_DAYS, Group, spans, window
from geo.workspace.traits import SEPARATOR, clash, contains

__all__ = ["link"]

FORETELLING = ("planned", "requested")
Span = tuple[int, int]  # how many days it has, and its number
Block = tuple[str, str, Span, str]  # kind, place key, span of days, specific


def link(groups: Sequence[Group], ids: Sequence[str]) -> list[tuple[str, ...]]:
    """Return, for each group, the ids of the groups that it is linked to, sorted.

    Only groups that share kind, a specific and a span of days are compared (four days where the wider one's date is
    sharp, else 32), and of these only such as tell the same place or one around it.

    Examples
    --------
    >>> link([], [])
    []
    """
    index: dict[Block, list[int]] = defaultdict(list)
    wider = [number for number, group in enumerate(groups) if group.seed.broad or group.stance in FORETELLING]
    for number in wider:
        group = groups[number]
        for key, span, specific in product(_keys(group), _told_spans(group), group.specifics):
            index[group.seed.kind, key, span, specific].append(number)
    around = _Around([groups[number] for number in wider])
    result = []
    for number, group in enumerate(groups):
        keys = around.keys(group)
        near = {
            other
            for key, span, specific in product(keys, _near_spans(group) if keys else (), group.specifics)
            for other in index.get((group.seed.kind, key, span, specific), ())
        }
        found = (ids[other] for other in near if other != number and _linked(group, groups[other]))
        result.append(tuple(sorted(found)))
    return result


def _keys(group: Group) -> list[str]:
    """List the keys under which a wider group is found: both ends of a flow, each place of an event."""
    if group.seed.kind == "flow":
        return sorted(group.seed.keys)
    return sorted({place.id for place in group.seed.ends if place})


def _told_spans(group: Group) -> list[Span]:
    """List the spans under which a wider group is found."""
    length = SHORT_DAYS if group.seed.span else LONG_DAYS
    return [(length, number) for number in spans(group.seed, length_days=length)]


def _near_spans(group: Group) -> list[Span]:
    """List the spans under which the wider groups of a group's days are found."""
    return [(length, number) for length in (SHORT_DAYS, LONG_DAYS) for number in spans(group.seed, length_days=length)]


class _Around:
    """For each place, the places around it (itself among them) that a wider group tells; None for an unknown end."""

    def __init__(self, wider: Sequence[Group]) -> None:
        self._told = {(group.seed.kind, key) for group in wider for key in _keys(group)}
        self._by_country: dict[str, dict[str, Place | None]] = defaultdict(dict)
        for place in (end for group in wider for end in group.seed.ends):
            self._by_country[place.country if place else ""][place.id if place else ""] = place
        self._known: dict[str, list[str]] = {}

    def keys(self, group: Group) -> list[str]:
        """List the place keys under which a group may stand that is told of the same place or around it."""
        kind, ends = group.seed.kind, group.seed.ends
        if kind == "flow":
            keys = {SEPARATOR.join(pair) for pair in product(*(self._ids(end) for end in ends))}
        else:
            keys = set(self._ids(ends[0])) if ends else set()
        return sorted(key for key in keys if (kind, key) in self._told)

    def _ids(self, place: Place | None) -> list[str]:
        if place is None:
            return [""]
        if place.id not in self._known:
            near = self._by_country[""] | self._by_country[place.country]
            self._known[place.id] = [key for key, outer in near.items() if contains(outer, place)]
        return self._known[place.id]


def _linked(group: Group, other: Group) -> bool:
    """Say whether ``other`` tells what the group tells, more broadly or beforehand."""
    pairs: tuple[tuple[frozenset[str] | str, frozenset[str] | str], ...] = (
        (group.mode, other.mode),
        (group.carrier, other.carrier),
        (group.people, other.people),
        (group.cargo, other.cargo),
    )
    if any(clash(ours, theirs) for ours, theirs in pairs) or not _overlap(group, other):
        return False
    within, same = _within(group.seed.ends, other.seed.ends, flow=group.seed.kind == "flow")
    if not within:
        return False
    if other.stance in FORETELLING and group.stance not in FORETELLING:
        return True
    return not same and (group.stance == other.stance or "denied" in {group.stance, other.stance})


def _overlap(group: Group, other: Group) -> bool:
    ours, theirs = window(group.seed), window(other.seed)
    return bool(ours and theirs and ours[0] <= theirs[1] and theirs[0] <= ours[1])


def _within(inner: tuple[Place | None, ...], outer: tuple[Place | None, ...], *, flow: bool) -> tuple[bool, bool]:
    """Say whether all places of one record lie within those of another, and whether they are the same places."""
    same = [place.id if place else "" for place in inner] == [place.id if place else "" for place in outer]
    if flow:
        within = all(contains(theirs, ours) for ours, theirs in zip(inner, outer, strict=True))
    else:
        within = bool(inner and outer) and all(any(contains(theirs, ours) for theirs in outer) for ours in inner)
    return within, same
