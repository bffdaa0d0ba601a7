"""What the layers hold in sum: the lines of the legend, and what cannot be shown, counted."""

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas
import pandas as pd

from geo.showing import style
from geo.workspace.tables import Tables

__all__ = ["LegendEntry", "Missing", "count_missing", "legend_entries", "legend_of"]


@dataclass(frozen=True, kw_only=True, slots=True)
class LegendEntry:
    """One line of the legend: what it stands for, how it looks, and how many of it are shown."""

    layer: str
    key: str
    words: style.Words
    colour: str
    shape: str = ""
    fill: style.Fill = "full"
    dash: str = ""
    struck: bool = False
    count: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Missing:
    """What cannot be drawn or dated, counted, so that an empty area is not read as peace."""

    mentions_unplaced: int = 0
    events_unplaced: int = 0
    flows_unplaced: int = 0
    events_undated: int = 0
    flows_undated: int = 0


def count_missing(tables: Tables, *, events: geopandas.GeoDataFrame, flows: geopandas.GeoDataFrame) -> Missing:
    """Count what the layers of these tables cannot show."""
    placed = set(events.loc[events["drawn"] != "none", "event_id"])
    undated = events[(events["date_from"] == "") & (events["date_to"] == "")]
    return Missing(
        mentions_unplaced=int((tables.mentions["place_id"] == "").sum()),
        events_unplaced=len(set(events["event_id"]) - placed),
        flows_unplaced=int(flows.geometry.isna().sum()),
        events_undated=int(undated["event_id"].nunique()),
        flows_undated=int(((flows["date_from"] == "") & (flows["date_to"] == "")).sum()),
    )


def legend_entries(
    palette: style.Palette,
    *,
    places: geopandas.GeoDataFrame,
    areas: geopandas.GeoDataFrame,
    events: geopandas.GeoDataFrame,
    flows: geopandas.GeoDataFrame,
) -> tuple[LegendEntry, ...]:
    """List what is shown, with how much of it: event types, classes of flows, statuses, areas, places."""
    shown = events[events["drawn"] != "none"]
    types = shown.groupby("type")["event_id"].nunique().to_dict()
    classes = flows[flows.geometry.notna()]["flow_class"].value_counts().to_dict()
    # Statuses of events and flows together: the same dashes mean the same on both.
    told = pd.concat([shown.drop_duplicates("event_id")["status"], flows[flows.geometry.notna()]["status"]])
    statuses = told.value_counts().to_dict()
    return legend_of(palette, types=types, classes=classes, statuses=statuses, areas=len(areas), places=len(places))


def legend_of(
    palette: style.Palette,
    *,
    types: Mapping[str, int],
    classes: Mapping[str, int],
    statuses: Mapping[str, int],
    areas: int,
    places: int,
) -> tuple[LegendEntry, ...]:
    """List what is shown by how much there is of it: event types, classes of flows, statuses, areas, places."""
    entries = [
        LegendEntry(
            layer="events", key=name, words=entry.words, colour=entry.colour, shape=entry.shape, count=types[name]
        )
        for name, entry in palette.events.items()
        if name in types
    ]
    entries += [
        LegendEntry(layer="flows", key=name, words=entry.words, colour=entry.colour, count=classes[name])
        for name, entry in palette.flows.items()
        if name in classes
    ]
    entries += [
        LegendEntry(
            layer="status",
            key=name,
            words=look.words,
            colour=palette.denied_colour if look.struck else palette.place_colour,
            fill=look.fill,
            dash=look.dash,
            struck=look.struck,
            count=statuses[name],
        )
        for name, look in palette.statuses.items()
        if name in statuses
    ]
    for layer, colour, words, n in (
        ("areas", palette.area_colour, palette.area_words, areas),
        ("places", palette.place_colour, palette.place_words, places),
    ):
        if n:
            entries.append(LegendEntry(layer=layer, key=layer, words=words, colour=colour, count=n))
    return tuple(entries)
