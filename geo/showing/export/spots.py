"""The place of an event's row as a record again, so that `geo.precision` can be asked about it."""

from collections.abc import Mapping
from typing import Any

from geo.model import Place
from geo.showing.export.codebook import known

__all__ = ["place_of"]


def place_of(row: Mapping[Any, Any]) -> Place | None:
    """Return the place of an event's row; None where it has none."""
    if not row["kind"] or not known(row["lat"]):
        return None
    return Place(
        id=row["place_id"],
        name=row["place"],
        name_ar=row["place_ar"],
        kind=row["kind"],
        country=row["country"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        radius_km=float(row["radius_km"]) if known(row["radius_km"]) else 0.0,
        area=row["area"],
        # A place that was exact when it was read stays so: the row does not say whether it is confirmed.
        confirmed=row["where_prec"] == 1,
    )
