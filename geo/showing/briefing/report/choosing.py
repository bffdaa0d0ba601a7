"""Which places and flows have a page of their own: those that are named, else the weightiest.

The weight of a place is the sum, over its events and flows, of how many independent claimants stand behind each; that
of a way (from one place to another) the same over its flows. Where two weigh the same, the one with more records comes
first, then by name. A third of the pages are kept for flows, as long as there are so many places and flows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.errors import ExportError
from geo.showing import labels
from geo.showing.briefing.report.options import ReportOptions
from geo.showing.layers import Layers
from geo.workspace.filters import plain_fold

__all__ = ["Subject", "choose_subjects", "weightiest_places"]

Bounds = tuple[float, float, float, float]
Row = Mapping[Any, Any]

UNKNOWN = "?"
_ARROWS = ("→", "←", ">")
_FLOW_SHARE = 3  # one page in so many is a flow's
_NAMED = 8  # names in a message


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What a page is about: a place, or the flows of one way; by the ids of its places ("" for an unknown end)."""

    kind: Literal["place", "flow"]
    ids: tuple[str, ...]
    weight: int = 0
    records: int = 0


def choose_subjects(layers: Layers, options: ReportOptions) -> tuple[Subject, ...]:
    """Return what has a page, places before flows.

    Raises
    ------
    ExportError
        For a name that no place, or no flow, of these layers has.

    Examples
    --------
    >>> from geo.showing.layers import build_layers
    >>> from geo.workspace.tables import empty_tables
    >>> choose_subjects(build_layers(empty_tables()), ReportOptions())
    ()
    """
    if options.places or options.flows:
        places = [one for name in options.places for one in _places_named(layers, name)]
        flows = [one for name in options.flows for one in _flows_named(layers, name)]
        return tuple(dict.fromkeys([*places, *flows]))
    places, flows = _weighed_places(layers), _weighed_flows(layers)
    for_flows = min(len(flows), max(options.most // _FLOW_SHARE, options.most - len(places)))
    for_places = max(0, min(len(places), options.most - for_flows))
    return (*places[:for_places], *flows[:for_flows])


def weightiest_places(layers: Layers, most: int) -> list[Row]:
    """Return the rows of the places that weigh most, for whoever is to choose among them."""
    rows = {str(row["id"]): row for row in _place_rows(layers)}
    return [rows[subject.ids[0]] for subject in _weighed_places(layers)[:most]]


def _weighed_places(layers: Layers) -> list[Subject]:
    """Return the places that carry records and can be shown on a map, the weightiest first."""
    shown = {str(row["id"]): row for row in _place_rows(layers) if _can_be_shown(row)}
    events = pd.DataFrame(layers.events[["place_id", "n_claimants"]])
    ends = [
        layers.flows[[f"{end}_id", "n_claimants"]].set_axis(["place_id", "n_claimants"], axis=1)
        for end in ("origin", "destination")
    ]
    # A flow that ends where it began counts there once.
    ends[1] = ends[1][layers.flows["origin_id"] != layers.flows["destination_id"]]
    told = pd.concat([events, *map(pd.DataFrame, ends)])
    return _ordered(told, ["place_id"], "place", lambda ids: str(shown[ids[0]]["name"]) if ids[0] in shown else "")


def _weighed_flows(layers: Layers) -> list[Subject]:
    """Return the ways with both ends known, the weightiest first."""
    drawn = pd.DataFrame(layers.flows[layers.flows.geometry.notna()])
    names = {str(row["id"]): str(row["name"]) for row in _place_rows(layers)}
    return _ordered(drawn, ["origin_id", "destination_id"], "flow", lambda ids: " ".join(names.get(i, i) for i in ids))


def _ordered(told: pd.DataFrame, by: Sequence[str], kind: Literal["place", "flow"], name_of: Any) -> list[Subject]:
    if told.empty:
        return []
    sums = (
        told.assign(n_claimants=told["n_claimants"].astype(int)).groupby(list(by))["n_claimants"].agg(["sum", "size"])
    )
    found = []
    for key, row in sums.iterrows():
        ids = tuple(map(str, key)) if isinstance(key, tuple) else (str(key),)
        name = name_of(ids)
        if name:
            subject = Subject(kind=kind, ids=ids, weight=int(row["sum"]), records=int(row["size"]))
            found.append(((-subject.weight, -subject.records, name, ids), subject))
    return [subject for _, subject in sorted(found, key=lambda one: one[0])]


def _place_rows(layers: Layers) -> Iterator[Row]:
    for table in (layers.places, layers.areas):
        yield from table.to_dict("records")


def _can_be_shown(row: Row) -> bool:
    return isinstance(row["geometry"], BaseGeometry)


def _is_named(row: Row, name: str) -> bool:
    wanted = plain_fold(name.strip())
    return name.strip() == str(row["id"]) or wanted in {plain_fold(str(row["name"])), plain_fold(str(row["name_ar"]))}


def _places_named(layers: Layers, name: str) -> list[Subject]:
    found = [row for row in _place_rows(layers) if name.strip() and _is_named(row, name)]
    if not any(map(_can_be_shown, found)):
        known = sorted({str(row["name"]) for row in _place_rows(layers) if row["n_events"] + row["n_flows"]})
        told = f": expected one of {', '.join(known[:_NAMED])}" if known else ""
        more = f" and {len(known) - _NAMED} more" if len(known) > _NAMED else ""
        raise ExportError(f"no place {name!r} is on this map{told}{more}")
    return [Subject(kind="place", ids=(str(row["id"]),)) for row in found if _can_be_shown(row)]


def _flows_named(layers: Layers, name: str) -> list[Subject]:
    ends = _ends_of(name)
    flows = layers.flows
    origins, destinations = (_ids_named(layers, end) for end in ends)
    chosen = flows[flows["origin_id"].isin(origins) & flows["destination_id"].isin(destinations)]
    known = {str(row["id"]) for row in _place_rows(layers) if _can_be_shown(row)}
    pairs = list(dict.fromkeys(zip(chosen["origin_id"], chosen["destination_id"], strict=True)))
    pairs = [pair for pair in pairs if set(pair) & known]
    if not pairs:
        told = sorted({labels.flow_title(row, "en") for row in flows.to_dict("records")})
        expected = f": expected one of {'; '.join(told[:_NAMED])}" if told else ""
        more = f" and {len(told) - _NAMED} more" if len(told) > _NAMED else ""
        raise ExportError(f"no flow {name!r} is told of{expected}{more}")
    return [Subject(kind="flow", ids=(str(origin), str(destination))) for origin, destination in pairs]


def _ends_of(name: str) -> tuple[str, str]:
    for arrow in _ARROWS:
        first, found, last = name.partition(arrow)
        if found:
            return (last.strip(), first.strip()) if arrow == "←" else (first.strip(), last.strip())
    raise ExportError(f"{name!r} names no flow: expected two places, such as 'Damascus > Benghazi'")


def _ids_named(layers: Layers, name: str) -> set[str]:
    if name in {"", UNKNOWN}:
        return {""}
    return {str(row["id"]) for row in _place_rows(layers) if _is_named(row, name)}
