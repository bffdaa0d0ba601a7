"""What the page of one place or one flow shows: its records, what else is drawn there, and how far its map reaches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.coordinates import distance_km
from geo.showing import labels, style
from geo.showing.briefing.listing import Listing, list_records
from geo.showing.briefing.report.choosing import UNKNOWN, Subject
from geo.showing.layers import Layers
from geo.showing.picture.view import Bounds, View
from geo.showing.summary import legend_entries

__all__ = ["Chapter", "chapter_of", "in_view", "list_chapter"]

Row = Mapping[Any, Any]

_NEAR_KM = 65.0  # from a town to the edge of its map, at least
_NEIGHBOUR_KM = 150.0  # so far off, others that carry records are taken in
_NEIGHBOURS = 2
_WIDE_AREA = 20.0  # degrees: of a country wider than this only the middle must be seen
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter:
    """A page on a place or a flow.

    Attributes
    ----------
    title, parts
        Its heading, and what stands below that.
    layers
        What is drawn.
    own
        The same with nothing but the records that the page is about: those that it lists.
    bounds
        What its map must show.
    """

    subject: Subject
    title: str
    parts: tuple[str, ...]
    layers: Layers
    own: Layers
    bounds: Bounds


def chapter_of(layers: Layers, subject: Subject, language: str) -> Chapter:
    """Gather what the page of a subject shows; see `geo.showing.briefing.report.choosing.choose_subjects`."""
    rows = {str(row["id"]): row for table in (layers.places, layers.areas) for row in table.to_dict("records")}
    ends = [rows[name] for name in subject.ids if name in rows]
    events, flows = layers.events, layers.flows
    if subject.kind == "place":
        touching = flows["origin_id"].isin(subject.ids) | flows["destination_id"].isin(subject.ids)
    else:
        touching = (flows["origin_id"] == subject.ids[0]) & (flows["destination_id"] == subject.ids[1])
    own_flows = flows[touching]
    own_events = events[events["place_id"].isin([name for name in subject.ids if name])]
    areas = layers.areas[layers.areas["id"].isin(subject.ids)]
    is_near = events["drawn"].isin(["point"]) | events["place_id"].isin(subject.ids)
    seen = events[is_near] if subject.kind == "place" else own_events
    shown = replace(
        layers,
        areas=areas.reset_index(drop=True),
        events=seen,
        symbols=layers.symbols[layers.symbols["place_id"].isin(seen["place_id"])],
        flows=own_flows,
    )
    own = replace(shown, events=own_events)
    boxes = [_box(row) for row in ends]
    if subject.kind == "place":
        boxes += _neighbours(layers, ends[0])
    else:
        boxes += [tuple(line.bounds) for line in own_flows.geometry.dropna()]
    return Chapter(
        subject=subject,
        title=_title(subject, rows, language),
        parts=_parts(subject, ends, own, language),
        layers=shown,
        own=own,
        bounds=_hull(boxes),
    )


def list_chapter(chapter: Chapter, language: str, most: int) -> Listing:
    """List the records of a page; on that of a flow its flows come first. Flows are named by their ends."""
    listing = list_records(chapter.own, language, most)
    items = [
        replace(item, what=f"{item.where} · {item.what}" if item.what else item.where)
        if chapter.subject.kind == "flow" or not item.number.isdigit()
        else item
        for item in listing.items
    ]
    if chapter.subject.kind == "flow":
        items.sort(key=lambda item: item.number.isdigit())
    return replace(listing, items=tuple(items))


def in_view(layers: Layers, view: View) -> Layers:
    """Reduce the legend of some layers to what is in a picture."""
    events = layers.events[_held(view, layers.events)]
    areas = layers.areas
    at_areas = layers.events[layers.events["place_id"].isin(areas["id"])]
    events = layers.events[layers.events.index.isin({*events.index, *at_areas.index})]
    places = layers.places[_held(view, layers.places)]
    legend = legend_entries(style.load_palette(), places=places, areas=areas, events=events, flows=layers.flows)
    return replace(layers, legend=legend)


def _held(view: View, table: pd.DataFrame) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    known = table["lon"].notna() & table["lat"].notna()
    at = table.loc[known, ["lon", "lat"]].to_numpy(dtype=float)
    left, bottom, right, top = view.limits
    x, y = view.projection.to_plane(at).T if len(at) else np.zeros((2, 0))
    held = np.zeros(len(table), dtype=bool)
    held[known.to_numpy(dtype=bool)] = (x >= left) & (x <= right) & (y >= bottom) & (y <= top)
    return held


def _box(row: Row) -> Bounds:
    """Return what must be seen of a place: of an area its shape, of a point what is around it."""
    shape = row["geometry"]
    if row["drawn"] != "point" and isinstance(shape, BaseGeometry):
        west, south, east, north = shape.bounds
        if max(east - west, north - south) <= _WIDE_AREA:
            return west, south, east, north
        lon, lat = float(row["label_lon"]), float(row["label_lat"])
        half = _WIDE_AREA / 2
        return lon - half, max(-85.0, lat - half), lon + half, min(85.0, lat + half)
    radius: float = 0.0 if pd.isna(row["radius_km"]) else float(row["radius_km"])
    return _square(float(row["lon"]), float(row["lat"]), max(_NEAR_KM, 2 * radius))


def _square(lon: float, lat: float, half_km: float) -> Bounds:
    high = half_km / _KM_PER_DEGREE
    wide = high / max(0.1, float(np.cos(np.radians(lat))))
    return lon - wide, lat - high, lon + wide, lat + high


def _neighbours(layers: Layers, row: Row) -> list[Bounds]:
    """Return the nearest points that carry records, so that a town does not stand alone on its map."""
    if row["drawn"] != "point":
        return []
    lon, lat = float(row["lon"]), float(row["lat"])
    busy = layers.places[layers.places["n_events"] + layers.places["n_flows"] > 0]
    found = []
    for other in busy[["id", "lon", "lat"]].to_dict("records"):
        away = distance_km(lon, lat, float(other["lon"]), float(other["lat"]))
        if other["id"] != row["id"] and away <= _NEIGHBOUR_KM:
            found.append((away, str(other["id"]), float(other["lon"]), float(other["lat"])))
    return [(x, y, x, y) for _, _, x, y in sorted(found)[:_NEIGHBOURS]]


def _hull(boxes: Sequence[Bounds]) -> Bounds:
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _title(subject: Subject, rows: Mapping[str, Row], language: str) -> str:
    if subject.kind == "place":
        return labels.place_title(rows[subject.ids[0]], language)
    names = [_name(rows[name], language) if name in rows else UNKNOWN for name in subject.ids]
    return f" {labels.words(language)['arrow']} ".join(names)


def _name(row: Row, language: str) -> str:
    return labels.isolated(labels.place_name(str(row["name"]), str(row["name_ar"]), language), language)


def _parts(subject: Subject, ends: Sequence[Row], own: Layers, language: str) -> tuple[str, ...]:
    """Say what kind of place it is and in which country, and how much is told of it."""
    comma = labels.words(language)["comma"]
    about = []
    if subject.kind == "place":
        about = [f"{labels.place_what(ends[0], language)}{_country(ends[0], language)}"]
    counts = comma.join(
        [
            labels.counted("events", own.events["event_id"].nunique(), language),
            labels.counted("flows", len(own.flows), language),
        ]
    )
    return (*about, counts)


def _country(row: Row, language: str) -> str:
    if row["kind"] == "country" or not row["country"]:
        return ""
    return f" · {labels.country_name(str(row['country']), language)}"
