"""Flows as origins and destinations, one row a flow: what kepler.gl draws as arcs by itself.

kepler.gl joins columns named ``..._lat`` and ``..._lng`` into points and pairs of points into arcs. Without a byte
order mark, which it would take for a part of the first name.
"""

from collections.abc import Iterator

from geo.showing.export.codebook import LeftOut, Row, known, left_out_part, reason
from geo.showing.export.content import Content
from geo.showing.export.parting import Part
from geo.showing.export.separated import cell, written

__all__ = ["COLUMNS", "parts"]

_ENDS = {"origin": "origin", "dest": "destination"}
_PER_END = {"lat": "lat", "lng": "lon", "name": "", "name_ar": "ar", "country": "country", "kind": "kind"} | {
    "radius_km": "radius_km",
    "where_prec": "where_prec",
}
_TOLD = (
    *("count", "unit", "mode", "cargo", "carrier", "date_from", "date_to", "date_prec", "status"),
    *("claimed_by", "claimants", "n_claimants", "publishers", "n_documents", "score", "doc", "start", "end", "quote"),
    *("corrected_by", "automatic"),
)
COLUMNS = {
    "id": "id",
    **{
        f"{short}_{name}": f"{end}_{column}" if column else end
        for short, end in _ENDS.items()
        for name, column in _PER_END.items()
    },
    **{name: name for name in _TOLD},
}
"""The table's columns -> those of the workspace's flows."""


def parts(content: Content) -> Iterator[Part]:
    """Yield the table and the list of flows without two known ends."""
    rows = content.layers.tables.flows.to_dict("records")
    found = [(row, _left_out(row)) for row in rows]
    kept = ([cell(row[column]) for column in COLUMNS.values()] for row, why in found if why is None)
    yield Part(name="flows.csv", chunks=written(list(COLUMNS), kept, mark=""))
    yield left_out_part(((row, "flow", _both(row), why) for row, why in found if why is not None), mark="")


def _left_out(row: Row) -> LeftOut | None:
    missing = [end for end in _ENDS.values() if not known(row[f"{end}_lat"])]
    if missing:
        return reason("no_end", ends=" and the ".join(missing))
    return reason("same_end") if row["origin_id"] == row["destination_id"] else None


def _both(row: Row) -> str:
    return " - ".join(row[end] or "?" for end in _ENDS.values())
