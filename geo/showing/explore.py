"""A workspace through a filter, as a page explores it: what passes, what the map shows of it, what a selection holds.

A workspace that is small is drawn whole: everything that passes is sent once. A larger one is drawn by viewport (see
`geo.showing.viewport`). Either way counts, lists and evidence come from the columns and from the few rows that are
asked for.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from geo.model import EVENT_TYPES
from geo.showing.cards import Card
from geo.showing.evidence import evidence_of
from geo.showing.layers import FlowMeasure, Layers, build_layers
from geo.showing.tray import Tray, tray
from geo.showing.viewport import heat_layer, layer_counts, viewport_layers
from geo.workspace.excerpt import excerpt, plain_rows
from geo.workspace.filters import Chosen, Filter, Fold, Grades, apply
from geo.workspace.snapshot import Snapshot
from geo.workspace.summarise import Counts, Summary, cells, count, in_cell, in_view, summarise, timeline
from geo.workspace.tables import Tables

__all__ = ["BINS", "WHOLE", "Exploration", "Frame", "Held", "explore", "frame_around", "frame_of"]

WHOLE = 800
"""Rows of events, flows and places up to which a workspace is drawn whole: what is sent stays under 300 KB."""

BINS = 60
MOST_CARDS = 25
_DETAIL = 120  # events or flows in view that stand for themselves
_IN_TRAY = 100  # rows of each group of the tray, of a workspace that is too large to be drawn whole
_HOME_SHARE = 0.03  # of what happened may lie beyond each edge of the first view
_HEAT_PIXELS = 32
_MOST_HEAT = 900
_TILE = 256
_KM_PER_DEGREE = 111.2
_LEAST_DEGREES = 0.4
_WORLD = (-180.0, -85.0, 180.0, 85.0)

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the map shows: a box in degrees and a whole zoom level. Small moves of the map leave it as it is."""

    box: Box
    level: int


def frame_of(box: Box, zoom: float) -> Frame:
    """Widen a view to whole tiles of its zoom level, so that what is sent stays the same while the map moves a little.

    Examples
    --------
    >>> frame_of((10, 20, 30, 34), 4.5) == frame_of((11, 21, 31, 33), 4)
    True
    """
    level = max(0, math.floor(zoom))
    across = 2**level
    west, north = _tile(box[0], box[3], across)
    east, south = _tile(box[2], box[1], across)
    if box[2] - box[0] >= 360 or (east + 1 - west) >= across:
        return Frame(_WORLD, level)
    corners = (
        west / across * 360 - 180,
        _latitude(min(across, math.floor(south) + 1) / across),
        (math.floor(east) + 1) / across * 360 - 180,
        _latitude(max(0, math.floor(north)) / across),
    )
    return Frame((_around(corners[0]), corners[1], _around(corners[2]), corners[3]), level)


def _around(lon: float) -> float:
    """Bring a longitude beyond the antimeridian back onto the globe."""
    return lon - 360 * math.floor((lon + 180) / 360) if abs(lon) > 180 else lon


def frame_around(lon: float, lat: float, zoom: float, *, wide: int = 1600, high: int = 1000) -> Frame:
    """Return the frame of a window of so many pixels about a point.

    Examples
    --------
    >>> frame_around(20, 30, 5).level
    5
    """
    across = _TILE * 2.0**zoom
    degrees = 360 / across
    shrunk = math.cos(math.radians(lat))
    half = (wide / 2 * degrees, high / 2 * degrees * shrunk)
    box = (lon - half[0], max(-85.0, lat - half[1]), lon + half[0], min(85.0, lat + half[1]))
    return frame_of(box, zoom)


def _tile(lon: float, lat: float, across: int) -> tuple[int, float]:
    """Return the column of a longitude (beyond the map's edge too) and the row of a latitude, in tiles."""
    sine = math.sin(math.radians(max(-85.0, min(85.0, lat))))
    return math.floor((lon + 180) / 360 * across), (0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)) * across


def _latitude(share: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * share))))


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Which rows of events and flows a selection holds, and the place that it is (""): all others follow from them."""

    events: Any
    flows: Any
    place: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Exploration:
    """A snapshot through a filter. ``tables`` is the whole account where it is small enough to be drawn whole."""

    snapshot: Snapshot
    criteria: Filter
    chosen: Chosen
    counts: Counts
    tables: Tables | None
    fold: Fold

    @cached_property
    def passing(self) -> Tables | None:
        """The rows that pass, of a workspace that is drawn whole."""
        return apply(self.tables, self.criteria, fold=self.fold) if self.tables is not None else None

    def layer_counts(self) -> dict[str, int]:
        """Count what passes by layer of the map: places and areas, events and flows."""
        return layer_counts(self.snapshot.facts, self.counts)

    def home(self) -> Frame:
        """Return a frame that holds nearly all of what happened; of what is named, if nothing did."""
        facts, counts = self.snapshot.facts, self.counts
        weight = counts.events_at.sum(axis=1) + counts.flows_at
        weight = weight if weight.any() else counts.mentions_at
        if not weight.any():
            return Frame(_WORLD, 2)
        west, east = _middle(facts.places.numbers["lon"], weight)
        south, north = _middle(facts.places.numbers["lat"], weight)
        zoom = math.log2(1200 / _TILE * 360 / max(0.5, east - west, 1.5 * (north - south)))
        return frame_of((west, south, east, north), min(9.0, zoom))

    def bounds(self, held: Held) -> Box | None:
        """Return the box of the places that a selection has; None where it has none."""
        facts = self.snapshot.facts
        at = [facts.event_place[held.events], *(end[held.flows] for end in facts.flow_ends)]
        places = np.unique(np.concatenate(at))
        places = places[places >= 0]
        if not len(places):
            return None
        lon, lat = (facts.places.numbers[axis][places] for axis in ("lon", "lat"))
        reach = np.nan_to_num(facts.places.numbers["radius_km"][places]) / _KM_PER_DEGREE
        around = np.maximum(reach, _LEAST_DEGREES)
        box = ((lon - around).min(), (lat - around).min(), (lon + around).max(), (lat + around).max())
        west, south, east, north = (float(edge) for edge in box)
        return max(-180.0, west), max(-85.0, south), min(180.0, east), min(85.0, north)

    def symbol_of(self, layer: str, key: str, held: Held) -> tuple[str, str]:
        """Return layer and id by which the map knows a selection: an event is part of the symbol of its place."""
        facts = self.snapshot.facts
        if layer != "events" or key.startswith("cell|") or not len(held.events):
            return layer, key
        row = int(held.events[0])
        place = facts.events.texts["place_id"].at(row)
        number = facts.place_number(place)
        if number is not None and not facts.is_point[number]:
            return "areas", place
        return layer, f"{place}|{facts.events.texts['type'].at(row)}"

    def record_of(self, layer: str, key: str) -> str:
        """Return the record that a selection is, as the evidence page's address writes it; "" for several."""
        if layer in {"places", "areas"}:
            return f"place:{key}"
        held = None if key.startswith(("cell|", "bundle|")) else self.held_by(layer, key, None)
        facts = self.snapshot.facts
        if held is not None and layer == "events" and len(np.unique(facts.event_record[held.events])) == 1:
            return f"event:{facts.events.texts['event_id'].at(int(held.events[0]))}"
        if held is not None and layer == "flows" and len(held.flows) == 1:
            return f"flow:{facts.flows.texts['id'].at(int(held.flows[0]))}"
        return ""

    def tray(self, language: str) -> Tray:
        """Gather what passes and is not on the map or has no date."""
        if self.passing is not None:
            return tray(self.passing, language)
        facts, counts = self.snapshot.facts, self.counts
        lost = {
            "unplaced_events": self.chosen.events & (facts.event_place < 0),
            "undated_events": self.chosen.events & (facts.event_begins == 0),
            "unplaced_flows": self.chosen.flows & ~facts.flow_lines,
            "undated_flows": self.chosen.flows & (facts.flow_begins == 0),
        }
        few = {name: np.flatnonzero(mask)[:_IN_TRAY] for name, mask in lost.items()}
        unnamed = np.flatnonzero(self.chosen.mentions & (facts.mention_place < 0))[:_IN_TRAY]
        docs = [facts.mentions.texts["doc"].at(int(row)) for row in unnamed]
        events, flows = (np.union1d(few[f"unplaced_{name}"], few[f"undated_{name}"]) for name in ("events", "flows"))
        gathered = tray(self.rows(Held(events, flows), documents=docs), language, limit=_IN_TRAY)
        numbers = {f"unplaced_{name}": n for name, n in counts.unplaced.items()}
        numbers |= {f"undated_{name}": n for name, n in counts.undated.items()}
        return Tray(groups=tuple(replace(group, count=numbers[group.key]) for group in gathered.groups))

    def timeline(self) -> tuple[Any, int, int]:
        """Count over time whatever passes, by the dates that the filter bounds."""
        return timeline(self.snapshot.facts, self.chosen, bins=BINS, reports=self.criteria.dates == "report")

    def summary(self, frame: Frame) -> Summary:
        """Count what a view shows by cell and by pair of places."""
        return summarise(self.snapshot.facts, self.counts, frame.box, frame.level)

    def layers(self, frame: Frame | None, *, flow_measure: FlowMeasure, heat: bool = False) -> Layers:
        """Return the layers of the map: of all, or of a view of what is too large."""
        frame = frame or Frame(_WORLD, 2)
        if self.passing is not None:
            layers = build_layers(self.passing, flow_measure=flow_measure)
        else:
            summary = self.summary(frame)
            layers = viewport_layers(
                self.snapshot.facts, self.counts, summary, detail=self._detail(frame), flow_measure=flow_measure
            )
        if not heat:
            return layers
        found = cells(self.snapshot.facts, self.counts, frame.box, frame.level, pixels=_HEAT_PIXELS, most=_MOST_HEAT)
        return replace(layers, heat=heat_layer(found))

    def _detail(self, frame: Frame) -> Tables | None:
        """Read the events and the flows in view, each where there are few."""
        events, flows = self._in_view(frame.box)
        few = [rows if len(rows) <= _DETAIL else rows[:0] for rows in (events, flows)]
        return self.rows(Held(few[0], few[1])) if len(few[0]) + len(few[1]) else None

    def _in_view(self, box: Box) -> tuple[Any, Any]:
        facts = self.snapshot.facts
        seen = np.append(in_view(facts, box), False)  # the last stands for no place: -1
        ends = facts.flow_ends
        events = self.chosen.events & seen[facts.event_place]
        flows = self.chosen.flows & (seen[ends[0]] | seen[ends[1]])
        return np.flatnonzero(events), np.flatnonzero(flows)

    def rows(self, held: Held, *, texts: bool = True, documents: Sequence[str] = ()) -> Tables:
        """Read rows with their evidence, as the filter lets them be known; and documents with their mentions."""
        tables = excerpt(
            self.snapshot.path,
            event_rows=self.snapshot.facts.events.fid[held.events].tolist(),
            flow_rows=self.snapshot.facts.flows.fid[held.flows].tolist(),
            places=[held.place] if held.place else [],
            documents=documents,
            texts=texts,
        )
        known = Filter(date_from=self.criteria.date_from, date_to=self.criteria.date_to, dates="report")
        return apply(tables, known, fold=self.fold) if self.chosen.told is not None else tables

    def held_by(self, layer: str, key: str, frame: Frame | None) -> Held | None:
        """Return what a symbol of the map, a row of a table or a box stands for; None for what is not shown.

        Parameters
        ----------
        layer
            ``places``, ``areas``, ``events``, ``flows`` or ``box``.
        key
            As the map names it: a place's id, ``<place id>|<type>``, an event's or a flow's id, ``cell|<box>``,
            ``bundle|<origin id>|<destination id>``, ``west,south,east,north``.
        """
        find: dict[str, Callable[[str, Frame | None], Held | None]] = {
            "places": self._at_place,
            "areas": self._at_place,
            "events": self._of_events,
            "flows": self._of_flows,
            "box": lambda box, _frame: self._in_box(box),
        }
        return find[layer](key, frame) if layer in find else None

    def _at_place(self, key: str, _frame: Frame | None) -> Held | None:
        facts = self.snapshot.facts
        place = facts.place_number(key)
        if place is None:
            return None
        ends = facts.flow_ends
        return Held(
            np.flatnonzero(self.chosen.events & (facts.event_place == place)),
            np.flatnonzero(self.chosen.flows & ((ends[0] == place) | (ends[1] == place))),
            key,
        )

    def _of_events(self, key: str, _frame: Frame | None) -> Held | None:
        if key.startswith("cell|"):
            return self._in_cell(key.removeprefix("cell|"))
        facts = self.snapshot.facts
        place_id, _, kind = key.rpartition("|")
        place = facts.place_number(place_id)
        if place is not None and kind in EVENT_TYPES:
            mask = (facts.event_place == place) & (facts.event_type == EVENT_TYPES.index(kind))
        else:
            mask = self._event_rows(key)
        found = np.flatnonzero(self.chosen.events & mask)
        return Held(found, found[:0]) if len(found) else None

    def _event_rows(self, key: str) -> Any:
        """Say which rows an event has by its id; by a row's id (``<event id>.<number>``) only that one."""
        facts = self.snapshot.facts
        record = facts.record_number("events", key)
        mask = np.zeros(facts.events.size, dtype=bool)
        if record is None:
            return mask
        rows = np.flatnonzero(facts.event_record == record)
        number = key.rpartition(".")[2]
        if facts.events.texts["event_id"].at(rows[0]) != key:
            rows = rows[int(number) - 1 : int(number)] if number.isdecimal() and int(number) else rows[:0]
        mask[rows] = True
        return mask

    def _of_flows(self, key: str, frame: Frame | None) -> Held | None:
        facts = self.snapshot.facts
        if key.startswith("bundle|"):
            pairs = self._pairs_of(key, frame)
            mask = np.isin(facts.flow_pairs.of_flow, pairs)
        else:
            record = facts.record_number("flows", key)
            mask = facts.flow_record == record if record is not None else np.zeros(facts.flows.size, dtype=bool)
        found = np.flatnonzero(self.chosen.flows & mask)
        return Held(found[:0], found) if len(found) else None

    def _pairs_of(self, key: str, frame: Frame | None) -> tuple[int, ...]:
        ids = self.snapshot.facts.places.texts["id"]
        for bundle in self.summary(frame or Frame(_WORLD, 2)).bundles:
            if key == f"bundle|{ids.at(bundle.origin)}|{ids.at(bundle.destination)}":
                return bundle.pairs
        return ()

    def _in_cell(self, text: str) -> Held | None:
        """Return what a cell counts; unlike a box it has not all of its edges, which are the next cells'."""
        box = _box(text)
        if box is None or not 0 < box[2] - box[0] <= 360:
            return None
        facts = self.snapshot.facts
        places = np.append(in_cell(facts, box), False)  # the last stands for no place: -1
        found = np.flatnonzero(self.chosen.events & places[facts.event_place])
        return Held(found, found[:0])

    def _in_box(self, text: str) -> Held | None:
        box = _box(text)
        return Held(*self._in_view(box)) if box else None

    def listed(
        self, layer: str, held: Held | None, *, limit: int, offset: int = 0
    ) -> tuple[Sequence[Mapping[Any, Any]], int]:
        """Return some rows of events or flows for a table, the earliest first, and how many there are in all."""
        mask = getattr(self.chosen, layer)
        if held is not None:
            mask = np.zeros(len(mask), dtype=bool)
            mask[getattr(held, layer)] = True
        rows = self.snapshot.listed(layer, mask, limit=limit, offset=offset)
        if self.chosen.told is None:
            numbers = getattr(self.snapshot.facts, layer).fid[rows].tolist()
            return plain_rows(self.snapshot.path, layer, numbers), int(mask.sum())
        chosen = Held(rows, rows[:0]) if layer == "events" else Held(rows[:0], rows)
        known = getattr(self.rows(chosen, texts=False), layer).drop(columns="geometry")
        order = np.argsort(np.argsort(rows))  # from the order of the file to that of the list
        return known.iloc[order].to_dict("records"), int(mask.sum())

    def evidence(self, layer: str, key: str, held: Held, language: str) -> tuple[tuple[Card, ...], int]:
        """Return the cards of what a selection holds, and how many records it leaves out."""
        facts = self.snapshot.facts
        events, n_events = _first_records(facts.event_record, held.events)
        shown, n_flows = (events, held.flows[:MOST_CARDS]), len(held.flows)
        layers = build_layers(self.rows(Held(shown[0], shown[1], held.place)))
        if layer in {"places", "areas"}:
            cards = evidence_of(layers, layer, key, language)
        else:
            ids = [("events", facts.events.texts["event_id"].at(row)) for row in shown[0]]
            ids += [("flows", facts.flows.texts["id"].at(row)) for row in shown[1]]
            cards = tuple(card for name, one in dict.fromkeys(ids) for card in evidence_of(layers, name, one, language))
        return cards, n_events + n_flows - min(n_events, MOST_CARDS) - len(shown[1])


def _first_records(record: Any, rows: Any) -> tuple[Any, int]:
    """Return the rows of the first few records, and how many records there are: an event may have several rows."""
    found, first = np.unique(record[rows], return_index=True)
    few = found[np.argsort(first)][:MOST_CARDS]
    return rows[np.isin(record[rows], few)], len(found)


def _box(text: str) -> Box | None:
    """Read west, south, east and north; None for anything else."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return (west, south, east, north) if all(map(math.isfinite, (west, south, east, north))) else None


def _middle(positions: Any, weight: Any) -> tuple[float, float]:
    """Return between where nearly all of the weight lies."""
    order = np.argsort(positions)
    share = np.cumsum(weight[order]) / weight.sum()
    low, high = np.searchsorted(share, _HOME_SHARE), np.searchsorted(share, 1 - _HOME_SHARE)
    return float(positions[order[low]]), float(positions[order[min(int(high), len(order) - 1)]])


def explore(
    snapshot: Snapshot, criteria: Filter, *, fold: Fold, grades: Grades, tables: Tables | None = None
) -> Exploration:
    """Look at a workspace through a filter.

    Parameters
    ----------
    tables
        All of the workspace, where it has at most `WHOLE` events and flows and is to be drawn whole.
    """
    chosen = snapshot.choose(criteria, fold=fold, grades=grades)
    return Exploration(
        snapshot=snapshot,
        criteria=criteria,
        chosen=chosen,
        counts=count(snapshot.facts, chosen),
        tables=tables,
        fold=fold,
    )
