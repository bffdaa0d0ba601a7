"""The map where it would be too full to be read: events in rings, the flows and places with most behind them."""

from collections.abc import Collection
from dataclasses import replace

import geopandas
import numpy as np
import pandas as pd
from shapely.geometry import Point

from geo.showing import style
from geo.showing.briefing.words import briefing_words
from geo.showing.layers import CELL_COLUMNS, Layers
from geo.showing.picture.view import bounds_of
from geo.workspace.tables import CRS

__all__ = ["MOST_FLOWS", "MOST_SYMBOLS", "gathered", "is_crowded", "left_out"]

MOST_SYMBOLS = 80  # on a map of half a page
MOST_FLOWS = 40
_ACROSS = 12  # squares of a map, whose events share a ring
_MARKED = 30  # places that keep their dot and name


def is_crowded(layers: Layers) -> bool:
    """Say whether there are more symbols or flows than a map of a page has room for."""
    return len(layers.symbols) > MOST_SYMBOLS or len(layers.flows) > MOST_FLOWS


def gathered(layers: Layers, *, listed: Collection[str] = (), flows: Collection[str] = ()) -> Layers:
    """Gather events into rings, a square of the map each; leave out lesser flows and places.

    Parameters
    ----------
    listed
        Ids of rows of ``layers.events`` that keep their symbol, since a list beside the map leads to them.
    flows
        Ids of flows that stay whatever is behind them.
    """
    if len(layers.symbols) > MOST_SYMBOLS:
        layers = _in_rings(layers, frozenset(listed))
    order = ["kept", "n_claimants", "n_documents", "id"]
    ranked = layers.flows.assign(kept=layers.flows["id"].isin(list(flows)))
    ranked = ranked.sort_values(order, ascending=[False, False, False, True]).head(max(MOST_FLOWS, len(flows)))
    return replace(layers, flows=ranked.sort_index().drop(columns="kept"))


def left_out(layers: Layers, shown: Layers, language: str) -> str:
    """Say what was gathered or left out; "" where nothing was."""
    said = []
    if len(shown.cells):
        said.append(briefing_words("rings", language, n=len(shown.places), all=len(layers.places)))
    if len(shown.flows) < len(layers.flows):
        said.append(briefing_words("flows_shown", language, n=len(shown.flows), all=len(layers.flows)))
    return " \u00b7 ".join(said)


def _in_rings(layers: Layers, listed: frozenset[str]) -> Layers:
    own = layers.symbols[[not listed.isdisjoint(ids) for ids in layers.symbols["event_ids"]]]
    alone = {name for ids in own["event_ids"] for name in ids}
    west, south, east, north = bounds_of(layers)
    side = max(east - west, north - south, 1.0) / _ACROSS
    others = layers.events[~layers.events["id"].isin([*alone, *listed])]
    spots = pd.concat([others[others["drawn"] == "point"][["id", "lon", "lat", "type"]], _in_areas(layers, others)])
    squares = spots.assign(
        column=np.floor(spots["lon"].astype(float) / side).astype(int),
        row=np.floor(spots["lat"].astype(float) / side).astype(int),
    ).astype({"lon": float, "lat": float})
    rows, points = [], []
    for (column, row), group in squares.groupby(["column", "row"], sort=True):
        left, low = float(group["column"].iloc[0]) * side, float(group["row"].iloc[0]) * side
        counts = group["type"].value_counts(sort=False)
        parts = tuple((str(kind), int(n)) for kind, n in sorted(counts.items()))
        edges = (left, low, left + side, low + side)
        rows.append((f"cell|{column}|{row}", len(group), parts, *edges, style.cell_radius(len(group))))
        points.append(Point(group["lon"].mean(), group["lat"].mean()))
    table = pd.DataFrame(rows, columns=list(CELL_COLUMNS))
    places = layers.places.assign(records=layers.places["n_events"] + layers.places["n_flows"])
    ranked = places.assign(own=places["id"].isin(own["place_id"]))
    ranked = ranked.sort_values(["own", "records", "id"], ascending=[False, False, True])
    kept = ranked.head(max(_MARKED, int(ranked["own"].sum()))).sort_index().drop(columns="own")
    hidden = layers.events["id"].isin(list(spots["id"]))
    return replace(
        layers,
        events=layers.events.assign(drawn=layers.events["drawn"].where(~hidden, "none")),
        cells=geopandas.GeoDataFrame(table, geometry=geopandas.GeoSeries(points, crs=CRS)),
        symbols=own,
        places=kept.drop(columns="records"),
    )


def _in_areas(layers: Layers, events: pd.DataFrame) -> pd.DataFrame:
    """Return events that are known to an area alone where its symbols would go."""
    areas = layers.areas[["id", "label_lon", "label_lat"]].rename(columns={"id": "place_id"})
    told = events[~events["drawn"].isin(["point", "none"])][["id", "place_id", "type"]]
    found = pd.DataFrame(told).merge(areas, on="place_id").dropna(subset=["label_lon", "label_lat"])
    return found.rename(columns={"label_lon": "lon", "label_lat": "lat"})[["id", "lon", "lat", "type"]]
