"""The map of everything where it would be too full to be read: events in rings, and places with most records."""

from dataclasses import replace

import geopandas
import numpy as np
import pandas as pd
from shapely.geometry import Point

from geo.showing import style
from geo.showing.layers import CELL_COLUMNS, Layers
from geo.showing.picture.view import bounds_of
from geo.workspace.tables import CRS

__all__ = ["MOST_SYMBOLS", "gathered", "is_crowded"]

MOST_SYMBOLS = 80  # on a map of half a page
_ACROSS = 18  # squares of a map, whose events share a ring
_MARKED = 30  # places that keep their dot and name


def is_crowded(layers: Layers) -> bool:
    """Say whether there are more symbols than a map of a page has room for."""
    return len(layers.symbols) > MOST_SYMBOLS


def gathered(layers: Layers) -> Layers:
    """Gather events that are known to a point into rings, a square of the map each; leave out the lesser places."""
    west, south, east, north = bounds_of(layers)
    side = max(east - west, north - south, 1.0) / _ACROSS
    drawn = layers.events[layers.events["drawn"] == "point"]
    squares = pd.DataFrame(
        {
            "column": np.floor(drawn["lon"].astype(float) / side).astype(int),
            "row": np.floor(drawn["lat"].astype(float) / side).astype(int),
            "lon": drawn["lon"].astype(float),
            "lat": drawn["lat"].astype(float),
            "type": drawn["type"],
        }
    )
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
    kept = places.sort_values(["records", "id"], ascending=[False, True]).head(_MARKED).sort_index()
    return replace(
        layers,
        cells=geopandas.GeoDataFrame(table, geometry=geopandas.GeoSeries(points, crs=CRS)),
        symbols=layers.symbols.head(0),
        places=kept.drop(columns="records"),
    )
