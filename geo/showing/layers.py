"""What is drawn and how it looks, for the tables of a workspace: tables with style, no renderer.

What is known only to a province, a region or a country is an area (its own shape from the basemap), never a point; an
informal region without a shape is its vicinity (a circle of its radius); a town, a village, a site is a point. Events
at one point are gathered into one symbol for each type there, so that none hides another. Flows are curves bowed to
one hand; several of the same way get lanes of their own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import geopandas
import pandas as pd
from shapely.geometry import LineString, MultiLineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo import coordinates
from geo.errors import BasemapError
from geo.precision import POINT_KINDS
from geo.showing import style
from geo.showing.summary import LegendEntry, Missing, count_missing, legend_entries
from geo.workspace.tables import CRS, Tables, split

__all__ = [
    "LAYERS",
    "MAP_LAYERS",
    "Drawn",
    "FlowMeasure",
    "Layers",
    "LegendEntry",
    "Missing",
    "areas_layer",
    "build_layers",
    "drawn_as",
    "no_bundles",
    "no_cells",
    "no_heat",
    "places_layer",
]

LAYERS = ("areas", "flows", "events", "places")
"""The layers of pictures and exports, from the lowest to the highest."""

MAP_LAYERS = ("heat", *LAYERS)
"""The layers of the map in the browser."""

CELL_COLUMNS = ("id", "n", "parts", "west", "south", "east", "north", "radius_px")
HEAT_COLUMNS = ("id", "n", "level", "colour", "opacity")
BUNDLE_COLUMNS = (
    *("id", "origin_id", "origin", "origin_ar", "destination_id", "destination", "destination_ar", "n", "statuses"),
    *("amount", "colour", "dash", "struck", "width"),
)

Drawn = Literal["point", "area", "vicinity", "label", "none"]
FlowMeasure = Literal["claimants", "documents", "count"]
ShapeOf = Callable[[str], BaseGeometry]

_WIDEST_VICINITY_KM = 1500  # a circle wider than this says nothing: seas and continents get their name only
_STEPS = 40  # of a curve: smooth on a screen, and short enough to send
_LANES = (0.2, 0.3, 0.12, 0.4, 0.5, 0.05)  # how far flows of the same way bow, the most told first


def no_cells() -> geopandas.GeoDataFrame:
    """Return the cells of a map that shows every symbol."""
    return _frame(pd.DataFrame(columns=list(CELL_COLUMNS)), [])


def no_bundles() -> geopandas.GeoDataFrame:
    """Return the bundles of a map that shows every flow."""
    return _frame(pd.DataFrame(columns=list(BUNDLE_COLUMNS)), [])


def no_heat() -> geopandas.GeoDataFrame:
    """Return the shaded squares of a map without them."""
    return _frame(pd.DataFrame(columns=list(HEAT_COLUMNS)), [])


@dataclass(frozen=True, kw_only=True)
class Layers:
    """Tables with style, all in EPSG:4326, for the rows of ``tables``.

    Attributes
    ----------
    places : GeoDataFrame of points
        Columns of the workspace's places, and ``drawn``, ``colour``, ``radius_px``, ``n_events``, ``n_flows``.
    areas : GeoDataFrame of polygons (null geometry where only the name can be shown)
        Places known as an area: the same columns, and ``opacity``, ``label_lon``, ``label_lat``, ``glyphs`` (tuple of
        event type, strongest status, number: what is known only to this area).
    events : GeoDataFrame of points (null geometry where drawn as an area or not at all)
        One row an event and place, with ``drawn``, ``family``, ``colour``, ``shape``, ``fill``, ``dash``, ``struck``.
    symbols : GeoDataFrame of points
        One row a point place and event type: ``place_id``, ``type``, ``status`` (the strongest), ``n``, ``event_ids``
        (tuple of row ids of ``events``), and how it looks.
    flows : GeoDataFrame of lines (null geometry where an end is unknown)
        With ``flow_class``, ``colour``, ``dash``, ``struck``, ``width``, ``amount``, ``lane``, and ``stub``: "in" where
        only the destination is known, "out" where only the origin is, "" else.
    cells : GeoDataFrame of points
        Instead of ``symbols`` where there are too many: one row a square of the map, with ``n`` events, ``parts``
        (tuple of event type and number), its edges ``west``, ``south``, ``east``, ``north``, and ``radius_px``.
    bundles : GeoDataFrame of lines
        Instead of ``flows`` where there are too many: one row a pair of places, with its ends, ``n`` flows,
        ``statuses`` (tuple of status and number), ``amount``, and how it looks.
    heat : GeoDataFrame of polygons
        Squares of the map shaded by their number of events: ``n``, ``level`` (0 to 4), ``colour``, ``opacity``.
    legend : tuple of LegendEntry
        Only what is shown.
    counts : mapping
        Layer -> how many places, areas, events (not rows) and flows (stubs too).
    missing : Missing
    tables : Tables
        What all this was made from.
    """

    places: geopandas.GeoDataFrame
    areas: geopandas.GeoDataFrame
    events: geopandas.GeoDataFrame
    symbols: geopandas.GeoDataFrame
    flows: geopandas.GeoDataFrame
    legend: tuple[LegendEntry, ...]
    counts: Mapping[str, int]
    missing: Missing
    tables: Tables
    cells: geopandas.GeoDataFrame = field(default_factory=no_cells)
    bundles: geopandas.GeoDataFrame = field(default_factory=no_bundles)
    heat: geopandas.GeoDataFrame = field(default_factory=no_heat)


def build_layers(
    tables: Tables,
    *,
    flow_measure: FlowMeasure = "claimants",
    palette: style.Palette | None = None,
    shape_of: ShapeOf | None = None,
) -> Layers:
    """Make the layers of a workspace's tables (filtered before: see `geo.workspace.filters`).

    Parameters
    ----------
    tables
        The tables; left as they are.
    flow_measure
        What a flow's width tells: independent claimants, documents, or the number moved where one is told.
    palette
        Colours and shapes; those of ``data/palette.toml`` unless given.
    shape_of
        From a place's ``area`` key to its geometry; the basemap's unless given.

    Examples
    --------
    >>> from geo.workspace.tables import empty_tables
    >>> build_layers(empty_tables()).counts
    {'areas': 0, 'flows': 0, 'events': 0, 'places': 0}
    """
    palette = palette or style.load_palette()
    shape_of = shape_of or _basemap_shape
    events = _events(tables, palette)
    flows = _flows(tables, palette, flow_measure)
    places = _places(tables, events, palette)
    areas = areas_layer(places[places["drawn"] != "point"], palette, shape_of)
    areas = areas.assign(glyphs=_glyphs(areas["id"], events, palette))
    points = places[places["drawn"] == "point"].reset_index(drop=True)
    symbols = _symbols(events, palette)
    return Layers(
        places=points,
        areas=areas,
        events=events,
        symbols=symbols,
        flows=flows,
        legend=legend_entries(palette, places=points, areas=areas, events=events, flows=flows),
        counts={
            "areas": len(areas),
            "flows": int((flows.geometry.notna() | (flows["stub"] != "")).sum()),
            "events": int(events.loc[events["drawn"] != "none", "event_id"].nunique()),
            "places": len(points),
        },
        missing=count_missing(tables, events=events, flows=flows),
        tables=tables,
    )


def drawn_as(kind: str, area: str, radius_km: float | None) -> Drawn:
    """Say how a place is drawn: a point, its own area, the circle of its vicinity, its name only, or not at all.

    Examples
    --------
    >>> drawn_as("city", "", 12), drawn_as("country", "country:LY", 900), drawn_as("region", "", 18)
    ('point', 'area', 'vicinity')
    >>> drawn_as("continent", "", 4000), drawn_as("", "", None)
    ('label', 'none')
    """
    if kind in POINT_KINDS:
        return "point"
    if not kind:
        return "none"
    if area:
        return "area"
    return "vicinity" if radius_km is not None and 0 < radius_km <= _WIDEST_VICINITY_KM else "label"


def _basemap_shape(key: str) -> BaseGeometry:
    from geo import basemap

    return basemap.shape(key)


def _drawn(table: pd.DataFrame) -> list[Drawn]:
    """Say for each row how its place is drawn; a row without coordinates is not."""
    radii: list[float | None] = [None if pd.isna(radius) else float(radius) for radius in table["radius_km"]]
    drawn = [drawn_as(*row) for row in zip(table["kind"], table["area"], radii, strict=True)]
    return ["none" if pd.isna(lat) else how for how, lat in zip(drawn, table["lat"], strict=True)]


def _frame(table: pd.DataFrame, shapes: Iterable[BaseGeometry | None]) -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(table, geometry=geopandas.GeoSeries(list(shapes), index=table.index, crs=CRS))


def _events(tables: Tables, palette: style.Palette) -> geopandas.GeoDataFrame:
    table = pd.DataFrame(tables.events.drop(columns="geometry")).reset_index(drop=True)
    kinds = [palette.events[name] for name in table["type"]]
    looks = [palette.statuses[name] for name in table["status"]]
    table = table.assign(
        drawn=pd.Series(_drawn(table), dtype=str),
        family=pd.Series([kind.family for kind in kinds], dtype=str),
        colour=pd.Series(
            [palette.denied_colour if look.struck else kind.colour for kind, look in zip(kinds, looks, strict=True)],
            dtype=str,
        ),
        shape=pd.Series([kind.shape for kind in kinds], dtype=str),
        fill=pd.Series([look.fill for look in looks], dtype=str),
        dash=pd.Series([look.dash for look in looks], dtype=str),
        struck=pd.Series([look.struck for look in looks], dtype=bool),
    )
    ends = zip(table["drawn"], table["lon"], table["lat"], strict=True)
    return _frame(table, [Point(lon, lat) if drawn == "point" else None for drawn, lon, lat in ends])


def _symbols(events: geopandas.GeoDataFrame, palette: style.Palette) -> geopandas.GeoDataFrame:
    """Gather the events drawn as points: one row a place and type, the strongest status deciding the look."""
    strength = {name: rank for rank, name in enumerate(palette.statuses)}
    drawn = pd.DataFrame(events[events["drawn"] == "point"])
    drawn = drawn.assign(strength=drawn["status"].map(strength).astype(int)).sort_values(
        ["place_id", "type", "strength", "date_from", "id"]
    )
    ids = drawn.groupby(["place_id", "type"])["id"].agg(tuple)  # in the order of the sorted rows
    table = drawn.drop_duplicates(["place_id", "type"]).reset_index(drop=True)
    table = table.assign(event_ids=pd.Series(list(ids), index=table.index, dtype=object))
    table = table.assign(
        id=table["place_id"] + "|" + table["type"],
        n=pd.Series([len(names) for names in table["event_ids"]], index=table.index, dtype=int),
    )
    table = table.assign(radius_px=pd.Series([style.symbol_radius(n) for n in table["n"]], dtype=float))
    columns = ["id", "place_id", "place", "place_ar", "type", "status", "n", "event_ids", "radius_px", *_LOOK]
    return _frame(table[columns], table["geometry"])


_LOOK = ("family", "colour", "shape", "fill", "dash", "struck")


def _flows(tables: Tables, palette: style.Palette, measure: FlowMeasure) -> geopandas.GeoDataFrame:
    table = pd.DataFrame(tables.flows.drop(columns="geometry")).reset_index(drop=True)
    classes = [palette.flow_class(split(cargo)) for cargo in table["cargo"]]
    looks = [palette.statuses[name] for name in table["status"]]
    amounts = [_amount(row, measure) for row in table.to_dict("records")]
    table = table.assign(
        flow_class=pd.Series(classes, dtype=str),
        colour=pd.Series(
            [
                palette.denied_colour if look.struck else palette.flows[name].colour
                for name, look in zip(classes, looks, strict=True)
            ],
            dtype=str,
        ),
        dash=pd.Series([look.dash for look in looks], dtype=str),
        struck=pd.Series([look.struck for look in looks], dtype=bool),
        amount=pd.Series(amounts, dtype=int),
        width=pd.Series([style.flow_width(amount) for amount in amounts], dtype=float),
    )
    order = table.sort_values(["amount", "id"], ascending=[False, True])
    lanes = order.groupby(["origin_id", "destination_id"], sort=False).cumcount().reindex(table.index)
    table = table.assign(lane=lanes.astype(int) if len(table) else pd.Series(dtype=int))
    rows = table.to_dict("records")
    table = table.assign(stub=pd.Series([_stub(row) for row in rows], dtype=str))
    return _frame(table, [_curve(row) for row in rows])


def _stub(row: Mapping[Any, Any]) -> str:
    """Say which way a flow with one known end goes there: into it or out of it."""
    known = [not pd.isna(row[f"{end}_lat"]) for end in ("origin", "destination")]
    return {(True, False): "out", (False, True): "in"}.get((known[0], known[1]), "")


def _amount(row: Mapping[Any, Any], measure: FlowMeasure) -> int:
    if measure == "count" and not pd.isna(row["count"]):
        return int(row["count"])
    return int(row["n_documents" if measure == "documents" else "n_claimants"])


def _curve(row: Mapping[Any, Any]) -> BaseGeometry | None:
    ends = [row[name] for name in ("origin_lon", "origin_lat", "destination_lon", "destination_lat")]
    if any(pd.isna(value) for value in ends) or row["origin_id"] == row["destination_id"]:
        return None
    bow = _LANES[row["lane"] % len(_LANES)]
    curve = coordinates.flow_curve(*(float(value) for value in ends), bow=bow, steps=_STEPS)
    pieces = coordinates.split_antimeridian(curve)
    return LineString(pieces[0]) if len(pieces) == 1 else MultiLineString(pieces)


def _places(tables: Tables, events: geopandas.GeoDataFrame, palette: style.Palette) -> geopandas.GeoDataFrame:
    table = pd.DataFrame(tables.places.drop(columns="geometry")).reset_index(drop=True)
    n_events = events.groupby("place_id")["event_id"].nunique()
    ends = pd.concat([tables.flows["origin_id"], tables.flows["destination_id"]]).value_counts()
    return places_layer(
        table.assign(
            n_events=table["id"].map(n_events).fillna(0).astype(int),
            n_flows=table["id"].map(ends).fillna(0).astype(int),
        ),
        palette,
    )


def places_layer(table: pd.DataFrame, palette: style.Palette) -> geopandas.GeoDataFrame:
    """Style places: rows of the workspace's places with ``n_events`` and ``n_flows``, indexed from 0; see `Layers`."""
    table = table.assign(
        colour=palette.place_colour,
        radius_px=pd.Series([style.place_radius(int(n)) for n in table["n_mentions"]], dtype=float),
    )
    table = table.assign(drawn=pd.Series(_place_drawn(table), dtype=str))
    return _frame(table, [Point(*ends) for ends in zip(table["lon"], table["lat"], strict=True)])


def _place_drawn(table: pd.DataFrame) -> list[Drawn]:
    """Say how each place is drawn; what is wider than a country and only named gets its name and no more."""
    idle = (table["n_events"] + table["n_flows"] == 0) & (table["country"] == "")
    drawn = zip(_drawn(table), idle, strict=True)
    return ["label" if alone and how in {"area", "vicinity"} else how for how, alone in drawn]


def _glyphs(ids: "pd.Series[str]", events: geopandas.GeoDataFrame, palette: style.Palette) -> "pd.Series[Any]":
    """List for each area the types of the events known only to it."""
    strength = {name: rank for rank, name in enumerate(palette.statuses)}
    wide = events[~events["drawn"].isin(("point", "none"))]
    found: dict[str, list[tuple[str, str, int]]] = {}
    for (place, kind), group in wide.groupby(["place_id", "type"], sort=True):
        strongest = min(group["status"], key=strength.__getitem__)
        found.setdefault(str(place), []).append((str(kind), str(strongest), len(group)))
    return pd.Series([tuple(found.get(name, ())) for name in ids], index=ids.index, dtype=object)


def areas_layer(
    table: geopandas.GeoDataFrame, palette: style.Palette, shape_of: ShapeOf | None = None
) -> geopandas.GeoDataFrame:
    """Give each place that is no point its shape; the widest first, so that a part lies on its whole."""
    shape_of = shape_of or _basemap_shape
    shapes = [_area_shape(row, shape_of) for row in table.to_dict("records")]
    labels = [
        shape.representative_point() if shape is not None else point
        for shape, point in zip(shapes, table.geometry, strict=True)
    ]
    listed = pd.DataFrame(table.drop(columns="geometry")).assign(
        colour=palette.area_colour,
        opacity=[style.area_opacity(int(n)) for n in table["n_events"] + table["n_flows"]],
        label_lon=pd.Series([point.x for point in labels], index=table.index, dtype=float),
        label_lat=pd.Series([point.y for point in labels], index=table.index, dtype=float),
        drawn=[how if shape is not None else "label" for how, shape in zip(table["drawn"], shapes, strict=True)],
        size=pd.Series([0.0 if shape is None else shape.area for shape in shapes], index=table.index, dtype=float),
    )
    ordered = _frame(listed, shapes).sort_values(["size", "id"], ascending=[False, True])
    return ordered.drop(columns="size").reset_index(drop=True)


def _area_shape(row: Mapping[Any, Any], shape_of: ShapeOf) -> BaseGeometry | None:
    """Return the shape of an area, else the circle of its vicinity, else None (only its name can be shown)."""
    if row["drawn"] == "label":
        return None
    if row["drawn"] == "area":
        try:
            return shape_of(str(row["area"]))
        except BasemapError:  # a key of a newer or hand-edited gazetteer: the radius still says how far it reaches
            pass
    radius = row["radius_km"]
    if pd.isna(radius) or not 0 < radius <= _WIDEST_VICINITY_KM:
        return None
    return Polygon(coordinates.circle(float(row["lon"]), float(row["lat"]), radius_km=float(radius)))
