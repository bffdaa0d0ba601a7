"""The side that a claimant belongs to, by its label: a party of the actors' table, or an office of a state."""

from collections.abc import Mapping
from functools import lru_cache

from geo.language import load
from geo.reading.actors import load_actors

__all__ = ["side_of"]


def side_of(claimant: str) -> str:
    """Side of a claimant by its label ("GNA Ministry of Interior", "Mohammed Qanunu (GNA army spokesman)"), or ""."""
    names = load_actors().by_name
    name, _, office = claimant.partition(" (")
    for candidate in (claimant, name, office.rstrip(")")):
        if candidate in names:
            return names[candidate].side
    words = office.rstrip(")").split() or claimant.split()
    for length in range(len(words), 0, -1):
        actor = names.get(" ".join(words[:length]))
        if actor:
            return actor.side
    return _side_of_office(words)


def _side_of_office(words: list[str]) -> str:
    """Side of an office of a state by its words ("Syrian foreign minister"), or ""."""
    if not words or " ".join(words[1:]) not in _titles():
        return ""
    state = load_actors().states.get(_nations().get(words[0].casefold(), ""))
    return state.side if state else ""


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    return frozenset(row["english"] for row in load("ar").rows("titles"))


@lru_cache(maxsize=1)
def _nations() -> Mapping[str, str]:
    return {row["stem"]: row["country"] for row in load("en").rows("demonyms")}
