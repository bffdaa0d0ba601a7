"""What a viewport shows of a workspace that is too large to be drawn whole: counts by cell, bundles of flows.

The places most told of in view are dots and areas as on any map. Events are symbols of their own where few of them are
in view, and cells otherwise; so are flows, and bundles. Counts, legend and what is missing are those of the filter,
whatever the view: moving the map changes what is drawn, not what is known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import geopandas
import pandas as pd
from shapely.geometry import LineString, MultiLineString, Point, box
from shapely.geometry.base import BaseGeometry

from geo import coordinates
from geo.showing import style
from geo.showing.layers import (
    BUNDLE_COLUMNS,
    CELL_COLUMNS,
    HEAT_COLUMNS,
    FlowMeasure,
    Layers,
    Missing,
    areas_layer,
    build_layers,
    places_layer,
)
from geo.showing.summary import legend_of
from geo.workspace.facts import Facts
from geo.workspace.summarise import Bundle, Cell, Counts, Spot, Summary
from geo.workspace.tables import CRS, Tables, empty_tables, split

__all__ = ["heat_layer", "layer_counts", "viewport_layers"]

_PLACE_TEXTS = ("id", "name", "name_ar", "kind", "country", "area")
_PLACE_NUMBERS = ("lat", "lon", "radius_km", "where_prec")
_MOST_GLYPHS = 3
_BOW = 0.2
_STEPS = 16


def viewport_layers(
    facts: Facts,
    counts: Counts,
    summary: Summary,
    *,
    detail: Tables | None = None,
    flow_measure: FlowMeasure = "claimants",
    palette: style.Palette | None = None,
) -> Layers:
    """Make the layers of a viewport.

    Parameters
    ----------
    facts, counts, summary
        See `geo.workspace.facts`, `geo.workspace.summarise`.
    detail
        The rows in view, where there are few: events and flows that stand for themselves. Whichever table is empty is
        shown by cells or bundles.
    flow_measure
        What a flow's width tells.

    Examples
    --------
    >>> from geo.workspace.facts import facts_of
    >>> from geo.workspace.filters import Filter, choose
    >>> from geo.workspace.summarise import count, summarise
    >>> facts = facts_of(empty_tables())
    >>> counts = count(facts, choose(facts, Filter()))
    >>> viewport_layers(facts, counts, summarise(facts, counts, (0, 0, 10, 10), 5)).counts["events"]
    0
    """
    palette = palette or style.load_palette()
    drawn = build_layers(detail, flow_measure=flow_measure, palette=palette) if detail else _nothing()
    points = places_layer(_place_rows(facts, summary.points), palette)
    areas = areas_layer(places_layer(_place_rows(facts, summary.areas), palette), palette)
    glyphs = {facts.places.texts["id"].at(spot.place): _most_told(spot) for spot in summary.areas}
    numbers = layer_counts(facts, counts)
    return replace(
        drawn,
        places=points,
        areas=areas.assign(glyphs=pd.Series([glyphs[name] for name in areas["id"]], index=areas.index, dtype=object)),
        cells=drawn.cells if len(drawn.events) else _cells(summary.cells),
        bundles=drawn.bundles if len(drawn.flows) else _bundles(facts, summary.bundles, flow_measure, palette),
        counts=numbers,
        legend=legend_of(
            palette,
            types=counts.types,
            classes=_classes(counts.cargoes, palette),
            statuses=counts.statuses,
            areas=numbers["areas"],
            places=numbers["places"],
        ),
        missing=Missing(
            mentions_unplaced=counts.unplaced["mentions"],
            events_unplaced=counts.unplaced["events"],
            flows_unplaced=counts.unplaced["flows"],
            events_undated=counts.undated["events"],
            flows_undated=counts.undated["flows"],
        ),
    )


@lru_cache(maxsize=1)
def _nothing() -> Layers:
    return build_layers(empty_tables())


def heat_layer(cells: Sequence[Cell], palette: style.Palette | None = None) -> geopandas.GeoDataFrame:
    """Shade cells by their number of events, in five steps that each double or more; see `Layers` for the columns.

    Examples
    --------
    >>> len(heat_layer(()))
    0
    """
    palette = palette or style.load_palette()
    most = max((cell.n for cell in cells), default=1)
    rows = []
    for cell in cells:
        level = style.heat_level(cell.n, most)
        rows.append((_cell_id(cell), cell.n, level, palette.heat[level], style.HEAT_OPACITY))
    return _frame(rows, HEAT_COLUMNS, [box(*cell.box) for cell in cells])


def _frame(
    rows: Sequence[tuple[Any, ...]], columns: Sequence[str], shapes: Sequence[BaseGeometry]
) -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(pd.DataFrame(rows, columns=list(columns)), geometry=list(shapes), crs=CRS)


def _most_told(spot: Spot) -> tuple[tuple[str, str, int], ...]:
    """Keep the types that an area's name has room for."""
    return tuple(sorted(spot.types, key=lambda one: -one[2])[:_MOST_GLYPHS])


def _cell_id(cell: Cell) -> str:
    return "cell|" + ",".join(f"{value:.5f}" for value in cell.box)


def _cells(cells: Sequence[Cell]) -> geopandas.GeoDataFrame:
    rows = [(_cell_id(cell), cell.n, cell.types, *cell.box, style.cell_radius(cell.n)) for cell in cells]
    return _frame(rows, CELL_COLUMNS, [Point(cell.lon, cell.lat) for cell in cells])


def _place_rows(facts: Facts, spots: Sequence[Spot]) -> pd.DataFrame:
    places = facts.places
    numbers = [spot.place for spot in spots]
    columns: dict[str, Any] = {
        name: pd.Series([places.texts[name].at(number) for number in numbers], dtype=str) for name in _PLACE_TEXTS
    }
    columns |= {name: pd.Series(places.numbers[name][numbers], dtype="Float64") for name in _PLACE_NUMBERS}
    for name in ("n_mentions", "n_events", "n_flows"):
        columns[name] = pd.Series([getattr(spot, name) for spot in spots], dtype=int)
    return pd.DataFrame(columns).astype({"where_prec": "Int64"})


def _bundles(
    facts: Facts, bundles: Sequence[Bundle], measure: FlowMeasure, palette: style.Palette
) -> geopandas.GeoDataFrame:
    rows, shapes = [], []
    amounts = [one.amounts["count"] or one.n if measure == "count" else one.amounts[measure] for one in bundles]
    for one, amount in zip(bundles, amounts, strict=True):
        ends = [_end(facts, place) for place in (one.origin, one.destination)]
        look = palette.statuses[one.statuses[-1][0]]  # the strongest: statuses run from denied to reported
        classes = _classes(dict(one.cargoes), palette)
        colour = palette.denied_colour if look.struck else palette.flows[max(classes, key=classes.__getitem__)].colour
        rows.append(
            (
                f"bundle|{ends[0]['id']}|{ends[1]['id']}",
                *(end[name] for end in ends for name in ("id", "name", "name_ar")),
                one.n,
                tuple(reversed(one.statuses)),
                amount,
                colour,
                look.dash,
                look.struck,
                style.bundle_width(amount, max(amounts)),
            )
        )
        shapes.append(_curve(facts, one))
    return _frame(rows, BUNDLE_COLUMNS, shapes)


def _end(facts: Facts, place: int) -> Mapping[str, str]:
    return {name: facts.places.texts[name].at(place) for name in ("id", "name", "name_ar")}


def _curve(facts: Facts, bundle: Bundle) -> BaseGeometry:
    lon, lat = facts.places.numbers["lon"], facts.places.numbers["lat"]
    ends = [float(axis[place]) for place in (bundle.origin, bundle.destination) for axis in (lon, lat)]
    pieces = coordinates.split_antimeridian(coordinates.flow_curve(*ends, bow=_BOW, steps=_STEPS))
    return LineString(pieces[0]) if len(pieces) == 1 else MultiLineString(pieces)


def _classes(cargoes: Mapping[str, int], palette: style.Palette) -> dict[str, int]:
    """Count flows by the class that their cargo belongs to."""
    found: dict[str, int] = {}
    for cargo, n in cargoes.items():
        name = palette.flow_class(split(cargo))
        found[name] = found.get(name, 0) + n
    return found


def layer_counts(facts: Facts, counts: Counts) -> dict[str, int]:
    """Count what passes a filter by layer of the map: places and areas, events and flows."""
    named = (counts.mentions_at > 0) | (counts.events_at.sum(axis=1) > 0) | (counts.flows_at > 0)
    return {
        "areas": int((named & ~facts.is_point).sum()),
        **counts.drawn,
        "places": int((named & facts.is_point).sum()),
    }
