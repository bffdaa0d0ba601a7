"""What is drawn for the generated workspaces: when and where things happen, who tells each, and who says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.generated_documents import FLOW, Documents, Telling, day_texts
from benchmarks.generated_world import World, texts, words, zipf
from geo.model import EVENT_TYPES, STATUSES
from geo.workspace.tables import LIST_SEPARATOR

__all__ = [
    "LENGTHS",
    "Records",
    "Said",
    "draw_events",
    "draw_flows",
    "draw_ids",
    "draw_tellings",
    "gather",
    "joined",
    "name_voices",
]

Array = Any  # a numpy array
Generator = np.random.Generator

DAYS = 5 * 365 + 1
LENGTHS = (1, 3, 7, 30, 300)  # of the intervals that are told, in days


@dataclass(frozen=True, kw_only=True)
class Records:
    """Arrays that events and flows have alike, a row a record: positions, -1 for none; ``days`` 0: no date."""

    ids: Array
    country: Array
    place: Array
    other: Array
    day: Array
    days: Array
    status: Array
    sentence: Array


@dataclass(frozen=True, kw_only=True)
class Said:
    """Who tells a record and who says so: columns with a row a record, and with a row a telling, by ``order``."""

    columns: Mapping[str, Array]
    evidence: Mapping[str, Array]
    order: Array


def draw_ids(prefix: str, number: int, rng: Generator) -> Array:
    """Draw ids that look like those of `geo.model.stable_id`, sorted."""
    drawn = np.unique(rng.integers(0, 2**63, size=number + 64, dtype=np.int64))[:number]
    return texts([f"{prefix}-{one:016x}" for one in drawn.tolist()])


def _spots(world: World, number: int, rng: Generator) -> tuple[Array, Array]:
    """Draw where things happen: a town, its first-level area, its country, or nobody knows; and the country of each."""
    town = rng.choice(len(world.share), size=number, p=world.share)
    how = rng.choice(4, size=number, p=(0.9, 0.055, 0.025, 0.02))
    place = np.choose(how, (town, world.area_of[town], world.country_of[town], np.full(number, -1)))
    return place, world.country[town]


def _when(country: Array, countries: int, rng: Generator) -> tuple[Array, Array]:
    """Draw the last day of each, by the seasons and offensives of its country, and how many days are told (0: none)."""
    day, span = np.zeros(len(country), dtype=np.int64), np.arange(DAYS)
    for code in range(countries):
        share = 1 + 0.4 * np.sin(2 * np.pi * (span / 365.25 + rng.random()))
        for begin in rng.integers(0, DAYS, size=4):
            share = share + rng.uniform(1, 4) * np.exp(-(((span - begin) / rng.uniform(10, 60)) ** 2))
        here = np.flatnonzero(country == code)
        day[here] = np.searchsorted(np.cumsum(share / share.sum()), rng.random(len(here))).clip(0, DAYS - 1)
    days = rng.choice((*LENGTHS, 0), size=len(country), p=(0.84, 0.04, 0.03, 0.05, 0.01, 0.03))
    return day, np.minimum(days, day + 1)


def draw_events(world: World, number: int, make_ids: Any, rng: Generator) -> Records:
    """Draw events, a few of them at a second place too."""
    place, country = _spots(world, number, rng)
    second, _ = _spots(world, number, rng)
    day, days = _when(country, len(world.countries), rng)
    share = np.array([row[0] for row in (words()["types"][name] for name in EVENT_TYPES)], dtype=float)
    both = (place >= 0) & (second != place) & (rng.random(number) < 0.03)
    return Records(
        ids=make_ids("e", number),
        country=country,
        place=place,
        other=np.where(both, second, -1),
        day=day,
        days=days,
        status=_statuses(number, rng),
        sentence=rng.choice(len(EVENT_TYPES), size=number, p=share / share.sum()),
    )


def draw_flows(world: World, number: int, make_ids: Any, rng: Generator) -> Records:
    """Draw flows, most of them on the frequent ways, the rest between any two places; some lack an end."""
    way = world.pairs[rng.choice(len(world.pairs), size=number, p=zipf(len(world.pairs)))]
    anywhere = rng.random(number) < 0.15
    origin = np.where(anywhere, _spots(world, number, rng)[0], way[:, 0])
    goal = np.where(anywhere, _spots(world, number, rng)[0], way[:, 1])
    lost = rng.random(number)
    origin, goal = np.where(lost < 0.08, -1, origin), np.where(lost > 0.95, -1, goal)
    country = np.where(goal >= 0, world.country[goal], np.where(origin >= 0, world.country[origin], 0))
    day, days = _when(country, len(world.countries), rng)
    return Records(
        ids=make_ids("f", number),
        country=country,
        place=origin,
        other=goal,
        day=day,
        days=days,
        status=_statuses(number, rng),
        sentence=np.full(number, FLOW),
    )


def _statuses(number: int, rng: Generator) -> Array:
    share = {"denied": 0.05, "requested": 0.03, "planned": 0.06, "claimed": 0.24, "reported": 0.62}
    return rng.choice(len(STATUSES), size=number, p=[share[name] for name in STATUSES])


def name_voices(world: World) -> tuple[Array, Array, Array]:
    """Return all who claim or publish, sorted; their sides; and, by country and rank, who claims most often."""
    said = words()
    persons = {f"{said['persons'][row % 7]} ({name})": row for row, name in enumerate(world.actors.tolist())}
    sides = dict(zip(world.actors.tolist(), world.actor_sides.tolist(), strict=True))
    sides |= {name: world.actor_sides[row] for name, row in persons.items()}
    names = sorted({*sides, *world.publishers.tolist()})
    at = {name: row for row, name in enumerate(names)}
    of_actor = np.array([at[name] for name in world.actors.tolist()])
    of_person = np.array([at[name] for name in persons])
    both = np.stack([of_actor[world.parties], of_person[world.parties]], axis=2)
    return texts(names), texts([sides.get(name, "") for name in names]), both.reshape(len(world.parties), -1)


def draw_tellings(kinds: tuple[Records, Records], voice_of: Array, rng: Generator) -> Telling:
    """Draw one to three tellings of every record: all first ones, then all second ones, then all third."""
    whole = {
        name: np.concatenate([getattr(kind, name) for kind in kinds])
        for name in ("country", "place", "other", "day", "days", "status", "sentence")
    }
    often = rng.random(len(whole["day"]))
    record = np.concatenate([np.arange(len(often)), np.flatnonzero(often < 0.4), np.flatnonzero(often < 0.12)])
    number = np.repeat([0, 1, 2], [len(often), int((often < 0.4).sum()), int((often < 0.12).sum())])
    told = {name: values[record] for name, values in whole.items()}
    softer = (number > 0) & (rng.random(len(record)) < 0.1)
    status = np.where(softer, STATUSES.index("reported"), told["status"])
    rank = rng.choice(voice_of.shape[1], size=len(record), p=zipf(voice_of.shape[1]))
    silent = (status == STATUSES.index("reported")) & (rng.random(len(record)) < 0.75)
    return Telling(
        record=record,
        number=number,
        country=told["country"],
        sentence=told["sentence"],
        place=told["place"],
        to=told["other"],
        day=told["day"],
        days=told["days"],
        status=status,
        voice=np.where(silent, -1, voice_of[told["country"], rank]),
    )


def _spread(values: Array, told: Telling, empty_value: int = -1) -> Array:
    """Lay a value of every telling out as a row a record, three wide."""
    rows = np.full((int(told.record.max()) + 1, 3), empty_value, dtype=np.int64)
    rows[told.record, told.number] = values
    return rows


def _distinct(rows: Array) -> Array:
    """Sort every row and leave each position in it once; -1 is none and comes first."""
    ordered = np.sort(rows, axis=1)
    ordered[:, 1:][ordered[:, 1:] == ordered[:, :-1]] = -1
    return np.sort(ordered, axis=1)


def joined(names: Array, rows: Array) -> Array:
    """Join the names of every row; what occurs often is made once and shared."""
    base = len(names) + 1
    kept = _distinct(rows) + 1
    code = np.zeros(len(rows), dtype=np.int64)
    for column in range(kept.shape[1]):
        code = code * base + kept[:, column]
    _, first, back = np.unique(code, return_index=True, return_inverse=True)
    listed = [
        LIST_SEPARATOR.join(names[one - 1] for one in row if one and names[one - 1]) for row in kept[first].tolist()
    ]
    return texts(listed)[back]


def gather(
    told: Telling,
    documents: Documents,
    who: tuple[Array, Array],
    kinds: tuple[Records, Records],
    make_ids: Any,
    rng: Generator,
) -> Said:
    """Gather who tells and claims every record, and list the tellings by record."""
    (voices, sides), days = who, day_texts()["iso"]
    outlet = np.searchsorted(voices.astype(str), documents.columns["publisher"].astype(str))[documents.doc]
    denied, denier = told.status == STATUSES.index("denied"), np.roll(told.voice, 1)
    speaker = np.where(told.voice >= 0, told.voice, np.where(denied, -1, outlet))
    side_names, side_at = np.unique(sides.astype(str), return_inverse=True)
    side_names = texts(side_names.tolist())
    parties = np.where(sides[speaker] != "", len(voices) + side_at[speaker], speaker)
    publishing = _spread(documents.published, told)
    claimed = np.where(told.voice >= 0, voices[told.voice], "")
    first = len(publishing)  # the first tellings come first, in the records' order
    ids = np.concatenate([kind.ids for kind in kinds])
    reached = np.where(publishing < 0, np.iinfo(np.int64).max, publishing).min(axis=1)
    columns = {
        "claimed_by": claimed[:first],
        "chain": np.where(rng.random(first) < 0.08, "military sources", ""),
        "denied_by": np.where(denied & (denier >= 0), voices[denier], "")[:first],
        "publishers": joined(voices, _spread(outlet, told)),
        "claimants": joined(voices, _spread(speaker, told)),
        "sides": joined(side_names, np.where(_spread(speaker, told) < 0, -1, side_at[_spread(speaker, told)])),
        "n_documents": np.bincount(told.record),
        "n_claimants": (_distinct(_spread(np.where(speaker < 0, -1, parties), told)) >= 0).sum(axis=1),
        "disagreements": _disagreements(voices, _spread(outlet, told), rng),
        "linked": np.where(rng.random(first) < 0.03, np.roll(ids, 7), ""),
        "first_published": days[np.where(reached > DAYS + 40, -1, reached)],
        "last_published": days[publishing.max(axis=1)],
        **{name: getattr(documents, name)[:first] for name in ("start", "end", "quote")},
        "doc": documents.columns["id"][documents.doc[:first]],
    }
    return Said(
        columns=columns,
        evidence=_by_record(told, documents, ids, claimed, columns) | {"telling_id": make_ids("t", len(told.record))},
        order=_order(told),
    )


def _order(told: Telling) -> Array:
    return np.lexsort((told.number, told.record))


def _by_record(
    told: Telling, documents: Documents, ids: Array, claimed: Array, columns: Mapping[str, Array]
) -> dict[str, Array]:
    """List the tellings by record, with who tells each."""
    order, days = _order(told), day_texts()["iso"]
    denied = told.status == STATUSES.index("denied")
    spans = {name: getattr(documents, name) for name in ("start", "end", "quote", "words")} | {"claimed_by": claimed}
    return {name: values[order] for name, values in spans.items()} | {
        "record": np.where(told.sentence == FLOW, "flow", "event")[order].astype(object),
        "record_id": ids[told.record][order],
        "doc": documents.columns["id"][documents.doc][order],
        "chain": columns["chain"][told.record][order],
        "denied_by": np.where(denied, columns["denied_by"][told.record], "")[order],
        "status": texts(STATUSES)[told.status][order],
        "publisher": documents.columns["publisher"][documents.doc][order],
        "published": days[documents.published][order],
    }


def _disagreements(voices: Array, outlets: Array, rng: Generator) -> Array:
    """Let some of what two outlets tell differ in the toll."""
    found = texts([""] * len(outlets))
    for row in np.flatnonzero((outlets[:, 1] >= 0) & (rng.random(len(outlets)) < 0.08)).tolist():
        one, other = outlets[row, :2]
        found[row] = f"fatalities: {row % 5} ({voices[one]}) against {row % 5 + 2} ({voices[other]})"
    return found
