"""The tables beside the map: what each layer shows, row for row, in the reader's words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from geo.coordinates import decimals_for, format_decimal, mgrs_for
from geo.errors import CoordinateError
from geo.showing import labels
from geo.showing.layers import Layers
from geo.showing.particulars import known

__all__ = ["listing", "twin"]

Row = Mapping[Any, Any]
Cells = dict[str, Callable[[Row, str], object]]


def _text(name: str) -> Callable[[Row, str], object]:
    return lambda row, _language: str(row[name])


def _number(name: str) -> Callable[[Row, str], object]:
    return lambda row, _language: int(row[name])


def _date(row: Row, language: str) -> str:
    return labels.date_words(row["date_from"], row["date_to"], language) if row["date_from"] or row["date_to"] else ""


def _precision(row: Row, language: str) -> str:
    return "" if not known(row["where_prec"]) else labels.precision_words(int(row["where_prec"]), language)


def _position(row: Row, language: str) -> str:  # noqa: ARG001
    """Write decimal degrees and the military grid, no finer than the place is known."""
    if not known(row["lat"]):
        return ""
    lon, lat = float(row["lon"]), float(row["lat"])
    radius_km = float(row["radius_km"]) if known(row["radius_km"]) else 0.0
    try:
        grid = f" · {mgrs_for(lon, lat, radius_km)}"
    except CoordinateError:
        grid = ""  # the grid has no place there
    return f"{format_decimal(lon, lat, places=decimals_for(radius_km))}{grid}"


_EVENTS: Cells = {
    "date": _date,
    "type": lambda row, language: labels.type_words(row["type"], language),
    "place": lambda row, language: labels.place_name(row["place"], row["place_ar"], language),
    "country": lambda row, language: labels.country_name(row["country"], language),
    "precision": _precision,
    "position": _position,
    "actors": _text("actors"),
    "recipients": _text("recipients"),
    "status": lambda row, language: labels.status_words(row["status"], language),
    "claimed_by": _text("claimed_by"),
    "denied_by": _text("denied_by"),
    "publishers": _text("publishers"),
    "claimants": _number("n_claimants"),
    "quote": _text("quote"),
}
_FLOWS: Cells = {
    "date": _date,
    "origin": lambda row, language: labels.place_name(row["origin"], row["origin_ar"], language),
    "destination": lambda row, language: labels.place_name(row["destination"], row["destination_ar"], language),
    "what": labels.flow_what,
    **{name: _EVENTS[name] for name in ("status", "claimed_by", "denied_by", "publishers", "claimants", "quote")},
}
_PLACES: Cells = {
    "place": labels.place_title,
    "kind": lambda row, language: labels.kind_words(row["kind"], language),
    "country": lambda row, language: labels.country_name(row["country"], language),
    "precision": _precision,
    "position": _position,
    "mentions": _number("n_mentions"),
    "events": _number("n_events"),
    "flows": _number("n_flows"),
    "source": _text("source"),
}
_CELLS: Mapping[str, Cells] = {"events": _EVENTS, "flows": _FLOWS, "places": _PLACES, "areas": _PLACES}


def twin(layers: Layers, layer: str, language: str) -> pd.DataFrame:
    """Return a layer as a table to be read: what cannot be drawn is in it too.

    Parameters
    ----------
    layers
        See `geo.showing.layers.build_layers`.
    layer
        One of `geo.showing.layers.LAYERS`.
    language
        Of words and dates.

    Returns
    -------
    DataFrame
        See `listing`. Sorted by date, places by mentions.
    """
    table = {"events": layers.events, "flows": layers.flows, "places": layers.places, "areas": layers.areas}[layer]
    rows = pd.DataFrame(table.drop(columns="geometry"))
    by = ["date_from", "id"] if layer in {"events", "flows"} else ["n_mentions"]
    rows = rows.sort_values(by, ascending=layer in {"events", "flows"}, kind="stable")
    return listing(rows.to_dict("records"), layer, language)


def listing(rows: Sequence[Row], layer: str, language: str) -> pd.DataFrame:
    """Return rows of the workspace as a table to be read, in their order.

    The index holds the key that `geo.showing.evidence.evidence_of` knows the row by.

    Examples
    --------
    >>> list(listing([], "flows", "en").columns)[:3]
    ['date', 'origin', 'destination']
    """
    cells = _CELLS[layer]
    listed = [[cell(row, language) for cell in cells.values()] for row in rows]
    return pd.DataFrame(listed, columns=list(cells), index=pd.Index([str(row["id"]) for row in rows], name="id"))
