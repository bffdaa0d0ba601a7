"""Which records say the same more broadly, or foretold it: linked, never made equal.

"Twelve flights from Syria to eastern Libya" and "flights from Damascus to Benghazi" may be the same flights; the texts
do not say so. The narrower record links to the broader one, and what happened to its plan or request.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

from geo.model import Place
from geo.workspace.grouping import BUCKET_DAYS, Group, window
from geo.workspace.traits import clash, contains

__all__ = ["link"]

FORETELLING = ("planned", "requested")
Block = tuple[object, ...]


def link(groups: Sequence[Group], ids: Sequence[str]) -> list[tuple[str, ...]]:
    """Return, for each group, the ids of the groups that it is linked to, sorted.

    Only groups of one kind, whose countries and 32-day spans meet, are compared.

    Examples
    --------
    >>> link([], [])
    []
    """
    index: dict[Block, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        if group.seed.broad or group.stance in FORETELLING:
            for block in _blocks(group, wider=False):
                index[block].append(number)
    result = []
    for number, group in enumerate(groups):
        near = {other for block in _blocks(group, wider=True) for other in index.get(block, ()) if other != number}
        result.append(tuple(sorted(ids[other] for other in near if _linked(group, groups[other]))))
    return result


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


def _blocks(group: Group, *, wider: bool) -> Iterator[Block]:
    """Name the blocks of a group: kind, the country at each end, 32-day span.

    With ``wider`` also those in which one that contains it may stand: an unknown end, or a place of several countries,
    has no country.
    """
    days = window(group.seed)
    if days is None:
        return
    ends = group.seed.ends if group.seed.kind == "flow" else group.seed.ends[:1]
    countries = [place.country if place else "" for place in ends]
    options = [sorted({country, ""}) if wider else [country] for country in countries]
    for first in product(*options):
        for span in range(days[0].toordinal() // BUCKET_DAYS, days[1].toordinal() // BUCKET_DAYS + 1):
            yield (group.seed.kind, *first, span)
