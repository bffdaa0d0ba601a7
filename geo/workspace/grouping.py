"""Tellings into groups that tell the same thing: by blocks of place, time and type, in one pass, in a fixed order.

Tellings are taken in an order of their own (`Traits.order`), so that the order of documents does not matter. Sharp
dates come first. A telling with a long or open interval, or without a date, joins an earlier group only when exactly
one fits: when two fit, the text does not say which, and it stays apart.

Only groups that share a block are compared, and by their summary, not member by member, so that the cost grows with
the number of tellings. Blocks are kind and place, and with them: four days, for sharp dates (and one specific, such as
a person or a cargo, where the place is an area: nothing else makes two tellings of a country the same); 32 days and one
specific, which vaguer tellings of other documents must have in common; or the document.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from geo.workspace.traits import SEPARATOR, Traits, clash, same_numbers, tolerance_days

__all__ = ["LONG_DAYS", "SHORT_DAYS", "Group", "group_tellings", "spans", "window"]

SHORT_DAYS = 4
LONG_DAYS = 32
RECENT_DAYS = 31
LONGEST_DAYS = 400

Block = tuple[str, str, str, object, str]  # family, kind, place key, time or document, specific
Rank = tuple[bool, int, int, tuple[object, ...]]


class Group:
    """Tellings of one thing, with the summary that a further telling is held against.

    ``span`` is the latest beginning and the earliest end among its sharp tellings: whatever overlaps both overlaps
    all. ``keys`` are the places that all tellings have in common.
    """

    def __init__(self, seed: Traits) -> None:
        self.seed = seed
        self.members: list[Traits] = []
        self.by_doc: dict[str, list[Traits]] = defaultdict(list)
        self.keys = seed.keys
        self.span = seed.span
        self.stance = seed.stance
        self.people: frozenset[str] = frozenset()
        self.cargo: frozenset[str] = frozenset()
        self.specifics: frozenset[str] = frozenset()
        self.mode = self.carrier = ""
        self.blocks: set[Block] = set()
        self.add(seed)

    def add(self, traits: Traits) -> None:
        """Take a telling in and bring the summary up to date."""
        self.members.append(traits)
        self.by_doc[traits.doc].append(traits)
        self.keys = self.keys & traits.keys
        self.people = self.people | traits.people
        self.cargo = self.cargo | traits.cargo
        self.specifics = self.specifics | traits.specifics
        self.mode = self.mode or traits.mode
        self.carrier = self.carrier or traits.carrier
        if self.stance == "denied":
            self.stance = traits.stance
        if self.span and traits.span:
            self.span = (max(self.span[0], traits.span[0]), min(self.span[1], traits.span[1]))

    def rank(self, traits: Traits) -> Rank | None:
        """Say how well a telling fits, smallest best, or None when it does not."""
        if self._contradicts(traits):
            return None
        gap = self._gap_days(traits)
        if gap is None:
            return None
        shared = len(self.specifics & traits.specifics)
        here = traits.doc in self.by_doc
        firm = gap == 0 and not traits.broad and (here or traits.grade == self.seed.grade == 0)
        if not (firm or shared):
            return None
        return (gap > 0, -shared, gap, self.seed.order)

    def _contradicts(self, traits: Traits) -> bool:
        if not self.keys & traits.keys or traits.kind != self.seed.kind:
            return True
        if "denied" not in {self.stance, traits.stance} and self.stance != traits.stance:
            return True
        pairs: tuple[tuple[frozenset[str] | str, frozenset[str] | str], ...] = (
            (self.mode, traits.mode),
            (self.carrier, traits.carrier),
            (self.people, traits.people),
            (self.cargo, traits.cargo),
        )
        if any(clash(ours, theirs) for ours, theirs in pairs):
            return True
        return not all(same_numbers(traits, other) for other in self.by_doc.get(traits.doc, ()))

    def _gap_days(self, traits: Traits) -> int | None:
        """Days between the telling's dates and the group's, 0 when they overlap, None when too far apart."""
        if self.span and traits.span:
            gap = max((traits.span[0] - self.span[1]).days, (self.span[0] - traits.span[1]).days, 0)
            allowed = 0 if traits.doc in self.by_doc else tolerance_days(traits.kind)
            return gap if gap <= allowed else None
        if traits.grade == self.seed.grade == 1:
            return _same_interval(self.seed, traits)
        if traits.grade == self.seed.grade == 2:
            return _anchors_apart(self.seed, traits)
        if traits.grade == 2 and traits.doc in self.by_doc:
            return None if traits.last and self.seed.first and traits.last < self.seed.first else 0
        ours, theirs = window(self.seed), window(traits)
        if ours is None or theirs is None:
            return None
        return 0 if ours[0] <= theirs[1] and theirs[0] <= ours[1] else None


def window(traits: Traits) -> tuple[date, date] | None:
    """Return the days that a telling may speak of, bounded; None when nothing at all is known of them.

    An open end is the publication date, or `LONGEST_DAYS` later. A telling without a beginning is taken to speak of
    the `RECENT_DAYS` before its end, or before its publication (and after that, for what is planned). This decides
    only what is compared; it is never shown as a date.
    """
    first, last = traits.first, traits.last
    if first is None:
        if traits.anchor is None:
            return None
        recent = timedelta(days=RECENT_DAYS)
        ahead = recent if traits.stance in {"planned", "requested"} and last is None else timedelta(0)
        return _clip(traits.anchor, -recent), _clip(traits.anchor, ahead)
    longest = _clip(first, timedelta(days=LONGEST_DAYS))
    if last is None:
        published = traits.published
        last = published if published and published >= first else longest
    return first, min(last, longest)


def group_tellings(tellings: Iterable[Traits]) -> list[Group]:
    """Group the tellings that tell the same thing.

    Returns
    -------
    list of Group
        Every telling is in exactly one group. The same whatever the order of ``tellings``.

    Examples
    --------
    >>> group_tellings([])
    []
    """
    groups: list[Group] = []
    index: dict[Block, list[Group]] = defaultdict(list)
    for traits in sorted(tellings, key=lambda one: one.order):
        group = _find(traits, index)
        if group is None:
            group = Group(traits)
            groups.append(group)
        else:
            group.add(traits)
        for block in _homes(group, traits):
            if block not in group.blocks:
                group.blocks.add(block)
                index[block].append(group)
    return groups


def _find(traits: Traits, index: dict[Block, list[Group]]) -> Group | None:
    """Return the group that a telling joins: the best among its peers, the only one among sharper ones."""
    fitting: dict[int, tuple[Rank, Group]] = {}
    for group in _candidates(traits, index):
        rank = group.rank(traits)
        if rank is not None:
            fitting[id(group)] = (rank, group)
    sharper = [group for _, group in fitting.values() if group.seed.grade < traits.grade]
    if len(sharper) == 1:
        return sharper[0]
    peers = [(rank, group) for rank, group in fitting.values() if group.seed.grade == traits.grade]
    return min(peers, key=lambda pair: pair[0])[1] if peers else None


def _candidates(traits: Traits, index: dict[Block, list[Group]]) -> Iterator[Group]:
    seen: set[int] = set()
    for block in _visits(traits):
        for group in index.get(block, ()):
            if id(group) not in seen:
                seen.add(id(group))
                yield group


def _homes(group: Group, traits: Traits) -> Iterator[Block]:
    """Name the blocks in which a group is to be found once it has taken the telling in.

    A vaguer telling that joined a dated group does not spread it over all the days that it may speak of itself.
    """
    timed = traits if traits.grade == group.seed.grade else group.seed
    for kind, key in _places(traits):
        yield ("document", kind, key, traits.doc, "")
        if timed.span:
            for days in spans(timed, length_days=SHORT_DAYS):
                for specific in _needed(traits):
                    yield ("short", kind, key, days, specific)
        for span in spans(timed, length_days=LONG_DAYS):
            for specific in traits.specifics:
                yield ("long", kind, key, span, specific)


def _visits(traits: Traits) -> Iterator[Block]:
    """Name the blocks in which a group that a telling fits may be found."""
    margin = tolerance_days(traits.kind)
    for kind, key in _places(traits):
        if traits.span:
            for days in spans(traits, length_days=SHORT_DAYS, margin=margin):
                for specific in _needed(traits):
                    yield ("short", kind, key, days, specific)
            continue
        yield ("document", kind, key, traits.doc, "")
        for span in spans(traits, length_days=LONG_DAYS, margin=margin):
            for specific in sorted(traits.specifics):
                yield ("long", kind, key, span, specific)


def _needed(traits: Traits) -> list[str]:
    """List what a sharp telling must share one of: nothing at a place that is no area; there, the day is enough."""
    return sorted(traits.specifics) if traits.broad else [""]


def _places(traits: Traits) -> list[tuple[str, str]]:
    if traits.kind == "flow" and traits.keys == {SEPARATOR}:
        return []  # from nowhere known to nowhere known: nothing to compare it by
    return [(traits.kind, key) for key in sorted(traits.keys)]


def spans(traits: Traits, *, length_days: int, margin: int = 0) -> Iterator[int]:
    """Number the spans of so many days that a telling may speak of; -1 where nothing is known of its time."""
    days = window(traits)
    if days is None:
        yield -1
    else:
        first, last = days[0].toordinal() - margin, days[1].toordinal() + margin
        yield from range(first // length_days, last // length_days + 1)


def _same_interval(one: Traits, other: Traits) -> int | None:
    """Hold two long or open intervals against each other: the same bounds, or nearly."""
    gap = 0
    for ours, theirs in ((one.first, other.first), (one.last, other.last)):
        if (ours is None) != (theirs is None):
            return None
        if ours is not None and theirs is not None:
            gap = max(gap, abs((ours - theirs).days))
    return gap if gap <= tolerance_days(one.kind) else None


def _anchors_apart(one: Traits, other: Traits) -> int | None:
    """Hold two tellings without a beginning against each other by the days that they look back from."""
    if one.doc == other.doc:
        return 0
    if one.anchor is None or other.anchor is None:
        return 0 if one.anchor is other.anchor else None
    return 0 if abs((one.anchor - other.anchor).days) <= RECENT_DAYS else None


def _clip(start: date, days: timedelta) -> date:
    try:
        return start + days
    except OverflowError:
        return date.max if days > timedelta(0) else date.min
