"""Counts instead of rows: what passes a filter by place, and what a viewport shows of it by cell and by pair of places.

`count` goes through all rows once for each filter; `summarise` then needs only the places and the pairs that flows
run between, so that panning costs the same whatever the number of events. Cells are squares of `CELL_PIXELS` on the
screen (Web Mercator, as the map draws it), so that their number follows from the window and not from the data.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.model import EVENT_TYPES, STATUSES
from geo.workspace.criteria import BBox
from geo.workspace.facts import Facts
from geo.workspace.filters import Chosen

__all__ = [
    "CELL_PIXELS",
    "Bundle",
    "Cell",
    "Counts",
    "Spot",
    "Summary",
    "cells",
    "count",
    "documents_of",
    "in_cell",
    "in_view",
    "summarise",
    "timeline",
]

CELL_PIXELS = 64
TILE_PIXELS = 256
MAX_CELLS = 600
MAX_BUNDLES = 60
MAX_PLACES = 80
MAX_AREAS = 60
_LIMIT_LAT = 85.0511  # where Web Mercator ends

Array = Any  # a numpy array


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Counts:
    """What passes a filter, counted.

    Attributes
    ----------
    events_at : array (places, event types)
        Event rows at each place (a row of ``facts.places``).
    mentions_at, flows_at : array (places)
    flows_between : array (pairs of places, statuses)
        See `Facts.flow_pairs` for the pairs.
    cargo_between : array (pairs, cargoes)
        The columns are the values of the flows' ``cargo``.
    amount_between : mapping
        "claimants", "documents", "count" -> array (pairs): the most of any flow, or the sum of the numbers moved.
    areas_at : array (places, event types, statuses), or one row where no event lies in an area
        Event rows at places that are areas; see ``area_rows``.
    area_rows : mapping
        Place -> its row in ``areas_at``.
    types, statuses, cargoes : mapping
        Type of event, status of events and flows, cargo of flows -> how many records are on the map; of flows those
        that have a line.
    events, flows, mentions, documents, places : int
        How many there are (an event at two places counts once).
    drawn : mapping
        "events", "flows" -> how many are on the map: see `Facts.drawn_flows`.
    unplaced, undated : mapping
        "mentions", "events" -> how many have no place, "flows" -> no line; "events", "flows" -> no date.
    """

    events_at: Array
    mentions_at: Array
    flows_at: Array
    flows_between: Array
    cargo_between: Array
    amount_between: Mapping[str, Array]
    areas_at: Array
    area_rows: Mapping[int, int]
    types: Mapping[str, int]
    statuses: Mapping[str, int]
    cargoes: Mapping[str, int]
    events: int
    flows: int
    mentions: int
    documents: int
    places: int
    drawn: Mapping[str, int]
    unplaced: Mapping[str, int]
    undated: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A square of the map and the events at points in it; ``lon`` and ``lat`` are their middle."""

    box: BBox
    lon: float
    lat: float
    n: int
    types: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Bundle:
    """All flows between two places, or between what lies in the same two cells.

    ``origin`` and ``destination`` number the places most told of; ``pairs`` are the pairs bundled.
    """

    origin: int
    destination: int
    pairs: tuple[int, ...]
    n: int
    statuses: tuple[tuple[str, int], ...]
    cargoes: tuple[tuple[str, int], ...]
    amounts: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """A place in view, by its number, and how much there is of it.

    ``types`` tells the events of an area: type, strongest status, how many.
    """

    place: int
    n_mentions: int
    n_events: int
    n_flows: int
    types: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """What a viewport shows, the most told first; ``left_out`` counts the bundles for which there is no room."""

    cells: tuple[Cell, ...]
    bundles: tuple[Bundle, ...]
    points: tuple[Spot, ...]
    areas: tuple[Spot, ...]
    left_out: int


def count(facts: Facts, chosen: Chosen) -> Counts:
    """Count what passes a filter: the only step that reads every row."""
    n_places = facts.places.size
    at, kinds = facts.event_place[chosen.events], facts.event_type[chosen.events]
    placed = at >= 0
    key = at[placed].astype(np.int64) * len(EVENT_TYPES) + kinds[placed]
    events_at = np.bincount(key, minlength=n_places * len(EVENT_TYPES)).reshape(n_places, len(EVENT_TYPES))
    mentioned = facts.mention_place[chosen.mentions]
    mentions_at = np.bincount(mentioned[mentioned >= 0], minlength=n_places)
    ends = [end[chosen.flows] for end in facts.flow_ends]
    flows_at = sum(np.bincount(end[end >= 0], minlength=n_places) for end in ends)
    between, cargo, amounts = _between(facts, chosen)
    area_rows, areas_at = _areas(facts, at[placed], kinds[placed], chosen.event_status[chosen.events][placed])
    once = _once(facts, chosen.events)
    shown = once[facts.event_place[once] >= 0]
    lines = np.flatnonzero(chosen.flows & facts.flow_lines)
    n_flows = int(np.count_nonzero(chosen.flows))
    return Counts(
        events_at=events_at,
        mentions_at=mentions_at,
        flows_at=flows_at,
        flows_between=between,
        cargo_between=cargo,
        amount_between=amounts,
        areas_at=areas_at,
        area_rows=area_rows,
        types=_named(EVENT_TYPES, facts.event_type[shown]),
        statuses=_named(STATUSES, np.concatenate([chosen.event_status[shown], chosen.flow_status[lines]])),
        cargoes=_named(facts.flows.texts["cargo"].values, facts.flows.texts["cargo"].codes[lines]),
        events=len(once),
        flows=n_flows,
        mentions=int(chosen.mentions.sum()),
        documents=int(documents_of(facts, chosen, once).sum()),
        places=int(((mentions_at > 0) | (events_at.sum(axis=1) > 0) | (flows_at > 0)).sum()),
        drawn={"events": len(shown), "flows": int(np.count_nonzero(chosen.flows & facts.drawn_flows))},
        unplaced={
            "mentions": int(np.count_nonzero(mentioned < 0)),
            "events": len(once) - len(shown),
            "flows": n_flows - len(lines),
        },
        undated={
            "events": int(np.count_nonzero(facts.event_begins[once] == 0)),
            "flows": int(np.count_nonzero(facts.flow_begins[chosen.flows] == 0)),
        },
    )


def _named(order: tuple[str, ...], codes: Array) -> dict[str, int]:
    counted = np.bincount(codes, minlength=len(order)).tolist()
    return {name: n for name, n in zip(order, counted, strict=True) if n}


def _once(facts: Facts, mask: Array) -> Array:
    """Return the rows that pass, of an event at several places the first: it has several rows."""
    several = facts.several_places
    rows = several[mask[several]]
    _, first = np.unique(facts.event_record[rows], return_index=True)
    once = mask.copy()
    once[several] = False
    once[rows[first]] = True
    return np.flatnonzero(once)


def documents_of(facts: Facts, chosen: Chosen, events: Array) -> Array:
    """Say which documents what passes rests on; ``events`` are the rows of events that count."""
    told = np.zeros(facts.n_records, dtype=bool)
    told[facts.event_record[events]] = True
    told[facts.flow_record[chosen.flows]] = True
    spoken = told[facts.evidence.record]
    if chosen.told is not None:
        spoken &= chosen.told
    used = np.zeros(facts.documents.size, dtype=bool)
    if used.size:
        used[facts.evidence_document[spoken]] = True
        used[facts.mention_document[chosen.mentions]] = True
    return used


def _areas(facts: Facts, at: Array, kinds: Array, status: Array) -> tuple[dict[int, int], Array]:
    """Count the events at areas by type and status."""
    wide = ~facts.is_point[at]
    places, row = np.unique(at[wide], return_inverse=True)
    shape = (len(EVENT_TYPES), len(STATUSES))
    key = (row * shape[0] + kinds[wide]) * shape[1] + status[wide]
    counted = np.bincount(key, minlength=len(places) * shape[0] * shape[1]).reshape(len(places), *shape)
    return {place: number for number, place in enumerate(places.tolist())}, counted


def _between(facts: Facts, chosen: Chosen) -> tuple[Array, Array, dict[str, Array]]:
    pairs = facts.flow_pairs
    of = pairs.of_flow[chosen.flows]
    known = of >= 0
    of, status = of[known].astype(np.int64), chosen.flow_status[chosen.flows][known]
    size = len(pairs.origins)
    between = np.bincount(of * len(STATUSES) + status, minlength=size * len(STATUSES)).reshape(size, len(STATUSES))
    cargo = facts.flows.texts["cargo"]
    kinds = max(1, len(cargo.values))
    carried = np.bincount(of * kinds + cargo.codes[chosen.flows][known], minlength=size * kinds).reshape(size, kinds)
    amounts = {}
    for name, column in (("claimants", "n_claimants"), ("documents", "n_documents"), ("count", "count")):
        values = np.nan_to_num(facts.flows.numbers[column][chosen.flows][known])
        amounts[name] = np.bincount(of, weights=values, minlength=size).astype(np.int64)
    return between, carried, amounts


def timeline(facts: Facts, chosen: Chosen, *, bins: int = 60, reports: bool = False) -> tuple[Array, int, int]:
    """Count events and flows over time.

    Returns
    -------
    counts : array
        Records a bin, by the day on which their interval begins (or of their first report).
    first, last : int
        The first and the last day of all that the facts hold (`date.toordinal`); 0 where nothing has a date.
    """
    first, last = facts.report_span if reports else facts.span
    if not first:
        return np.zeros(bins, dtype=np.int64), 0, 0
    days = _days(facts, chosen, reports=reports)
    place = (days[days > 0] - first) * bins // (last - first + 1)
    return np.bincount(place, minlength=bins), first, last


def _days(facts: Facts, chosen: Chosen, *, reports: bool) -> Array:
    once = _once(facts, chosen.events)
    if reports:
        return facts.first_report[np.concatenate([facts.event_record[once], facts.flow_record[chosen.flows]])]
    return np.concatenate([facts.event_begins[once], facts.flow_begins[chosen.flows]])


def in_view(facts: Facts, box: BBox) -> Array:
    """Say which places lie in a box (west above east: over the antimeridian)."""
    west, south, east, north = box
    lon, lat = facts.places.numbers["lon"], facts.places.numbers["lat"]
    width = 360.0 if east - west >= 360 else (east - west) % 360
    inside: Array = ((lon - west) % 360 <= width) & (lat >= south) & (lat <= north)
    return inside


def summarise(facts: Facts, counts: Counts, box: BBox, zoom: float) -> Summary:
    """Say what a viewport shows.

    Parameters
    ----------
    facts, counts
        The columns, and what of them passes: see `count`.
    box
        West, south, east, north in degrees.
    zoom
        Of the map, 0 (the world in one tile) and up.
    """
    seen = in_view(facts, box)
    level = math.floor(zoom)
    total = counts.events_at.sum(axis=1)
    bundles, left_out = _bundles(facts, counts, seen, level)
    return Summary(
        cells=cells(facts, counts, box, zoom),
        bundles=bundles,
        points=_spots(counts, total, seen & facts.is_point, MAX_PLACES),
        areas=_spots(counts, total, ~facts.is_point & _reaches(facts, box), MAX_AREAS),
        left_out=left_out,
    )


def _reaches(facts: Facts, box: BBox) -> Array:
    """Say which places may reach into a box, by the circle that holds them."""
    west, south, east, north = box
    lon, lat = facts.places.numbers["lon"], facts.places.numbers["lat"]
    reach = np.nan_to_num(facts.places.numbers["radius_km"]) / 111.2
    sideways = np.minimum(reach / np.maximum(np.cos(np.radians(lat)), 0.1), 180)
    width = 360.0 if east - west >= 360 else (east - west) % 360
    along = ((lon - west + sideways) % 360 <= width + 2 * sideways) | (width + 2 * sideways >= 360)
    reached: Array = along & (lat >= south - reach) & (lat <= north + reach)
    return reached


def _across(level: int, pixels: int = CELL_PIXELS) -> int:
    """Return how many cells go around the world at a zoom level."""
    return TILE_PIXELS // pixels << level


def _grid(lon: Array, lat: Array, across: int) -> tuple[Array, Array]:
    """Return the columns and the rows of the cells in which places lie."""
    sine = np.sin(np.radians(np.clip(lat, -_LIMIT_LAT, _LIMIT_LAT)))
    x = (lon + 180) / 360
    y = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)
    columns, rows = (np.clip(np.floor(part * across), 0, across - 1).astype(np.int64) for part in (x, y))
    return columns, rows


def in_cell(facts: Facts, box: BBox) -> Array:
    """Say which places are counted in a cell, by its box (rounded to 5 decimals at most)."""
    west, south, east, north = box
    across = max(1, round(360 / (east - west)))
    columns, rows = _grid(facts.places.numbers["lon"], facts.places.numbers["lat"], across)
    cell = _grid(np.array((west + east) / 2), np.array((south + north) / 2), across)
    inside: Array = facts.is_point & (columns == cell[0]) & (rows == cell[1])
    return inside


def cells(
    facts: Facts, counts: Counts, box: BBox, zoom: float, *, pixels: int = CELL_PIXELS, most: int = MAX_CELLS
) -> tuple[Cell, ...]:
    """Count the events at points by cell, the fullest first; see `summarise` for the viewport.

    Parameters
    ----------
    pixels
        How wide a cell is on the screen: a divisor of 256.
    most
        How many cells at most; the fullest stay.
    """
    across = _across(math.floor(zoom), pixels)
    columns, rows = _grid(facts.places.numbers["lon"], facts.places.numbers["lat"], across)
    shown = in_view(facts, box) & facts.is_point & (counts.events_at.sum(axis=1) > 0)
    places = np.flatnonzero(shown)
    keys, cell = np.unique(rows[places] * across + columns[places], return_inverse=True)
    events = counts.events_at[places]
    by_type = np.stack([np.bincount(cell, weights=column, minlength=len(keys)) for column in events.T], axis=1)
    weight = events.sum(axis=1).astype(float)
    total = np.bincount(cell, weights=weight, minlength=len(keys))
    middle = [
        np.bincount(cell, weights=weight * facts.places.numbers[axis][places], minlength=len(keys)) / total
        for axis in ("lon", "lat")
    ]
    found = []
    for place in np.argsort(-total, kind="stable")[:most].tolist():
        row, column = divmod(int(keys[place]), across)
        found.append(
            Cell(
                box=_cell_box(column, row, across),
                lon=float(middle[0][place]),
                lat=float(middle[1][place]),
                n=int(total[place]),
                types=_typed(by_type[place].astype(np.int64)),
            )
        )
    return tuple(found)


def _cell_box(column: int, row: int, across: int) -> BBox:
    def lat(edge: int) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * edge / across))))

    return (column / across * 360 - 180, lat(row + 1), (column + 1) / across * 360 - 180, lat(row))


def _typed(numbers: Array) -> tuple[tuple[str, int], ...]:
    return tuple((name, n) for name, n in zip(EVENT_TYPES, numbers.tolist(), strict=True) if n)


def _spots(counts: Counts, events: Array, shown: Array, most: int) -> tuple[Spot, ...]:
    """List places in view, those with records before those that are only named."""
    records = events + counts.flows_at
    places = np.flatnonzero(shown & ((records > 0) | (counts.mentions_at > 0)))
    order = np.lexsort((-counts.mentions_at[places], -records[places]))[:most]
    return tuple(
        Spot(
            place=place,
            n_mentions=int(counts.mentions_at[place]),
            n_events=int(events[place]),
            n_flows=int(counts.flows_at[place]),
            types=_looks(counts, place),
        )
        for place in places[order].tolist()
    )


def _looks(counts: Counts, place: int) -> tuple[tuple[str, str, int], ...]:
    """List the events of an area by type, each with the strongest status that it is told with."""
    row = counts.area_rows.get(place)
    if row is None:
        return ()
    found = []
    for name, by_status in zip(EVENT_TYPES, counts.areas_at[row].tolist(), strict=True):
        told = [status for status, n in zip(STATUSES, by_status, strict=True) if n]
        if told:
            found.append((name, told[-1], sum(by_status)))
    return tuple(found)


def _bundles(facts: Facts, counts: Counts, seen: Array, level: int) -> tuple[tuple[Bundle, ...], int]:
    """Bundle the pairs with an end in view: points of one cell together, areas by themselves."""
    pairs = facts.flow_pairs
    n = counts.flows_between.sum(axis=1)
    shown = np.flatnonzero((n > 0) & (seen[pairs.origins] | seen[pairs.destinations]))
    across = _across(level)
    columns, rows = _grid(facts.places.numbers["lon"], facts.places.numbers["lat"], across)
    # An area is a bundle's end by itself, told from the cells by a number of its own.
    spot = np.where(facts.is_point, rows * across + columns, across * across + np.arange(facts.places.size))
    ends = np.stack([spot[pairs.origins[shown]], spot[pairs.destinations[shown]]], axis=1)
    keys, of = np.unique(ends, axis=0, return_inverse=True)
    total = np.bincount(of, weights=n[shown], minlength=len(keys))
    ranked = [key for key in np.argsort(-total, kind="stable").tolist() if keys[key][0] != keys[key][1]]
    by_bundle = np.argsort(of, kind="stable")
    starts = np.searchsorted(of[by_bundle], np.arange(len(keys) + 1))
    found = []
    for key in ranked[:MAX_BUNDLES]:
        members = shown[by_bundle[starts[key] : starts[key + 1]]]
        lead = int(members[np.argmax(n[members])])
        statuses = zip(STATUSES, counts.flows_between[members].sum(axis=0).tolist(), strict=True)
        cargoes = zip(
            facts.flows.texts["cargo"].values, counts.cargo_between[members].sum(axis=0).tolist(), strict=True
        )
        found.append(
            Bundle(
                origin=int(pairs.origins[lead]),
                destination=int(pairs.destinations[lead]),
                pairs=tuple(members.tolist()),
                n=int(total[key]),
                statuses=tuple((name, number) for name, number in statuses if number),
                cargoes=tuple((name, number) for name, number in cargoes if number),
                amounts={name: int(values[members].sum()) for name, values in counts.amount_between.items()},
            )
        )
    return tuple(found), max(0, len(ranked) - MAX_BUNDLES)
