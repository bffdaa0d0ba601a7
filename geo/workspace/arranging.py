"""Groups as analysts want them: tellings that they put together, or took out of their record."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from geo.workspace.account import Arrangement
from geo.workspace.grouping import Group
from geo.workspace.traits import Traits

__all__ = ["arrange"]

Name = tuple[str, str]  # document and id of a telling
Part = list[Traits]


def arrange(
    groups: Sequence[Group], arrangements: Iterable[Arrangement], name_of: Callable[[Traits], Name]
) -> list[tuple[Group, tuple[str, ...]]]:
    """Put groups together and take them apart, one arrangement after the other.

    Returns
    -------
    list of (Group, names)
        Each group with those who arranged it; as it was where nothing is said of it.

    Examples
    --------
    >>> arrange([], [], lambda traits: (traits.doc, ""))
    []
    """
    parts: dict[int, Part] = {number: list(group.members) for number, group in enumerate(groups)}
    by: dict[int, list[str]] = defaultdict(list)
    for one in arrangements:
        touched = [number for number, part in parts.items() if any(name_of(member) in one.tellings for member in part)]
        moved = _together(parts, touched) if one.kind == "together" else _apart(parts, touched, one, name_of)
        for number in moved:
            by[number].append(one.by)
    return [
        (_group(part) if by[number] else groups[number], tuple(dict.fromkeys(by[number])))
        for number, part in parts.items()
        if part
    ]


def _together(parts: dict[int, Part], touched: Sequence[int]) -> list[int]:
    """Bring parts into the first of them."""
    if len(touched) < 2:
        return list(touched)
    first, *others = touched
    for number in others:
        parts[first] = parts[first] + parts[number]
        parts[number] = []
    return [first]


def _apart(
    parts: dict[int, Part], touched: Sequence[int], one: Arrangement, name_of: Callable[[Traits], Name]
) -> list[int]:
    """Give the tellings a part of their own; where they are alone already nothing changes."""
    moved = []
    for number in touched:
        taken = [member for member in parts[number] if name_of(member) in one.tellings]
        left = [member for member in parts[number] if name_of(member) not in one.tellings]
        if left:
            new = len(parts)
            parts[number], parts[new] = left, taken
            moved += [number, new]
    return moved


def _group(part: Part) -> Group:
    first, *others = sorted(part, key=lambda member: member.order)
    group = Group(first)
    for member in others:
        group.add(member)
    return group
