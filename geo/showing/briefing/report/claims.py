"""Who claims what: a row for each claimant and record, however often that claimant says it.

Whoever is named as claiming it is the claimant; where nobody is, the outlet speaks for itself. A denial is no claim:
one that does not name who claims the thing stands under "not named".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.showing import labels
from geo.showing.briefing.words import briefing_words
from geo.showing.layers import Layers
from geo.workspace.tables import split
from geo.workspace.voices import voice_key

__all__ = ["Claim", "Claims", "SideOf", "list_claims"]

SideOf = Callable[[str], str]
"""The side of a claimant by its name, "" where it has none."""

Row = Mapping[Any, Any]

_MOST_NAMES = 3
_LEAST_EACH = 3  # claims of a claimant: of fewer claimants more is told


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """What one claimant says of one record, in words; ``said_at`` is where and when that stood."""

    claimant: str
    side: str
    when: str
    said_at: str
    claimed: str
    where: str
    status: str
    denied: str
    independent: str
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Claims:
    """The claims that are listed, how many there are in all, and of how many claimants."""

    rows: tuple[Claim, ...] = ()
    total: int = 0
    claimants: int = 0
    claimants_listed: int = 0


@dataclass(frozen=True, slots=True)
class _Said:
    """A claim before it is put into words: the telling, and the rows of its record (several places: several rows)."""

    telling: Row
    record: tuple[Row, ...]


def list_claims(layers: Layers, language: str, *, most: int, side_of: SideOf | None = None) -> Claims:
    """List claims by claimant, those with most claims first; each has as many rows as all have room for, at least 3.

    Parameters
    ----------
    most
        How many are listed at most.
    side_of
        Names the side of a claimant; without it a side is told where a record of that claimant alone has one.

    Examples
    --------
    >>> from geo.showing.layers import build_layers
    >>> from geo.workspace.tables import empty_tables
    >>> list_claims(build_layers(empty_tables()), "en", most=10).total
    0
    """
    by_claimant = _gathered(layers)
    order = sorted(by_claimant, key=lambda key: (not key, -len(by_claimant[key]), key))[: max(0, most)]
    each = max(_LEAST_EACH, _share([len(by_claimant[key]) for key in order], most))
    sides = _sides(layers, side_of)
    published = {
        str(row["id"]): str(row["published"]) for row in layers.tables.documents[["id", "published"]].to_dict("records")
    }
    rows: list[Claim] = []
    listed = 0
    for key in order:
        strongest = sorted(by_claimant[key], key=_weight)[: min(each, most - len(rows))]
        listed += bool(key and strongest)
        for number, said in enumerate(sorted(strongest, key=_by_date)):
            rows.append(_claim(said, sides, published, language, is_first=number == 0))
    return Claims(
        rows=tuple(rows),
        total=sum(map(len, by_claimant.values())),
        claimants=sum(bool(key) for key in by_claimant),
        claimants_listed=listed,
    )


def _gathered(layers: Layers) -> dict[str, list[_Said]]:
    """Return the claims by claimant, as names are compared; "" where a denial names none."""
    records: dict[tuple[str, str], list[Row]] = {}
    for row in pd.DataFrame(layers.events.drop(columns="geometry")).to_dict("records"):
        records.setdefault(("event", str(row["event_id"])), []).append(row)
    for row in pd.DataFrame(layers.flows.drop(columns="geometry")).to_dict("records"):
        records[("flow", str(row["id"]))] = [row]
    found: dict[str, dict[tuple[str, str], _Said]] = {}
    for telling in layers.tables.evidence.to_dict("records"):
        key = str(telling["record"]), str(telling["record_id"])
        if key in records:
            said = found.setdefault(voice_key(_claimant(telling)), {})
            said.setdefault(key, _Said(telling, tuple(records[key])))
    return {claimant: list(said.values()) for claimant, said in found.items()}


def _claimant(telling: Row) -> str:
    """Return who claims it: whoever is named, else the outlet, which is not the claimant of what it denies."""
    own = "" if telling["status"] == "denied" else str(telling["publisher"]) or str(telling["doc"])
    return str(telling["claimed_by"]) or own


def _share(counts: Sequence[int], most: int) -> int:
    """Return how many rows each may have at most, so that all have room."""
    each = max(counts, default=0)
    while each > 1 and sum(min(count, each) for count in counts) > most:
        each -= 1
    return each


def _weight(said: _Said) -> tuple[Any, ...]:
    row = said.record[0]
    return -int(row["n_claimants"]), -int(row["n_documents"]), *_by_date(said)


def _by_date(said: _Said) -> tuple[Any, ...]:
    row = said.record[0]
    return not row["date_from"], str(row["date_from"]), str(row["date_to"]), str(row["id"])


def _sides(layers: Layers, side_of: SideOf | None) -> SideOf:
    if side_of is not None:
        return side_of
    known: dict[str, str] = {}
    for table in (layers.events, layers.flows):
        for names, sides in zip(table["claimants"], table["sides"], strict=True):
            claimants, belonging = split(str(names)), split(str(sides))
            if len(claimants) == len(belonging) == 1:
                known[voice_key(claimants[0])] = belonging[0]
    return lambda name: known.get(voice_key(name), "")


def _claim(said: _Said, side_of: SideOf, published: Mapping[str, str], language: str, *, is_first: bool) -> Claim:
    telling, first = said.telling, said.record[0]
    is_flow = telling["record"] == "flow"
    name = _claimant(telling)
    deniers = dict.fromkeys([*split(str(first["denied_by"])), *split(str(telling["denied_by"]))])
    day = published.get(str(telling["doc"]), "")
    return Claim(
        claimant=(labels.isolated(name, language) if name else briefing_words("not_named", language)),
        side=_side(telling, name, side_of, language) if is_first else "",
        when=labels.date_words(str(first["date_from"]), str(first["date_to"]), language),
        said_at=labels.source_words(str(telling["publisher"]), day, language),
        claimed=labels.flow_title(first, language) if is_flow else labels.type_words(str(first["type"]), language),
        where=labels.flow_what(first, language) if is_flow else _where(said.record, language),
        status=labels.status_words(str(telling["status"]), language),
        denied=_named(tuple(deniers), language) or "\u2013",
        independent=_independent(first, language),
        sentence=str(telling["quote"]),
    )


def _side(telling: Row, name: str, side_of: SideOf, language: str) -> str:
    if name and not telling["claimed_by"]:
        return briefing_words("own_voice", language)
    side = side_of(name) if name else ""
    return briefing_words("side_is", language, side=labels.isolated(side, language)) if side else ""


def _where(rows: Sequence[Row], language: str) -> str:
    names = [labels.place_name(str(row["place"]), str(row["place_ar"]), language) for row in rows]
    return _named([name for name in dict.fromkeys(names) if name], language) or labels.words(language)["unknown_place"]


def _named(names: Sequence[str], language: str) -> str:
    listed = labels.words(language)["comma"].join(labels.isolated(name, language) for name in names[:_MOST_NAMES])
    return listed + (f" +{len(names) - _MOST_NAMES}" if len(names) > _MOST_NAMES else "")


def _independent(row: Row, language: str) -> str:
    """Say whether others than each other's echo say it too: of the record, by the count of the account."""
    names, n = len(split(str(row["claimants"]))), int(row["n_claimants"])
    if n <= 1:
        return briefing_words("only_voice" if names <= 1 else "one_voice", language, names=names)
    return briefing_words("independent_all" if n >= names else "independent_some", language, n=n, names=names)
