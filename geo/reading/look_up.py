"""Looking a name up: the places that it may mean before any text says which, and why each of them."""

from dataclasses import dataclass, replace

from geo.model import Place
from geo.reading.gazetteer.index import Index
from geo.reading.spelling import latin_letters, likeness
from geo.reading.text.sounds import sounds_key
from geo.reading.text.tokens import name_key

__all__ = ["Candidacy", "candidacies"]

_ALIKE = 0.85
_MOST_ALIKE = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidacy:
    """A place that a name may mean, with how strongly the gazetteer speaks for it before any text does, and why."""

    place: Place
    strength: float
    principal: bool
    trusted: bool
    why: str = ""


def candidacies(name: str, index: Index) -> tuple[Candidacy, ...]:
    """Places that a name may mean, strongest first; where none is spelled so, those that sound like it."""
    key = name_key(name)
    return _candidacies(index, key) or _alike(index, key)


def _candidacies(index: Index, key: str) -> tuple[Candidacy, ...]:
    """Places of a key of the index, strongest first."""
    rows, principal, trusted = index.unpack(index.postings(key))
    columns = zip(
        rows.tolist(), index.strengths(rows, trusted).tolist(), principal.tolist(), trusted.tolist(), strict=True
    )
    capitals = index.are_capitals(index.columns(rows)).tolist()
    found = [
        Candidacy(
            place=index.place(row),
            strength=round(strength, 2),
            principal=is_principal,
            trusted=is_trusted,
            why=_why(index.place(row), capital=capital, principal=is_principal, trusted=is_trusted),
        )
        for (row, strength, is_principal, is_trusted), capital in zip(columns, capitals, strict=True)
    ]
    return tuple(sorted(found, key=lambda item: (-item.strength, -item.place.population, item.place.id)))


def _why(place: Place, *, capital: bool, principal: bool, trusted: bool) -> str:
    """What speaks for a place before any text does, in words."""
    reasons = ["a hand-kept name" if trusted else "a listed name"]
    reasons += ["its principal one"] if principal else []
    reasons += ["a capital"] if capital else []
    reasons += ["a country"] if place.kind == "country" else []
    reasons += [f"{place.population:,} people"] if place.population else []
    return ", ".join(reasons)


def _alike(index: Index, key: str) -> tuple[Candidacy, ...]:
    """Places whose name sounds like a key and is spelled nearly so, the likest first."""
    sounds = sounds_key(key)
    if not sounds:
        return ()
    written = latin_letters(key)
    likest = sorted(
        ((likeness(written, found.place), found) for found in _candidacies(index, sounds)),
        key=lambda item: (-item[0], -item[1].strength),
    )
    return tuple(
        replace(found, why=f"sounds alike, spelled {like:.0%} alike")
        for like, found in likest[:_MOST_ALIKE]
        if like >= _ALIKE
    )
