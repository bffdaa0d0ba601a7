"""Where an export comes from, told in each: workspace, filters, selection, program, time, sources, credits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import geo
from geo.workspace.criteria import Filter, to_mapping
from geo.workspace.filters import left_out
from geo.workspace.tables import Tables, split

__all__ = ["CREDITS", "Selection", "account", "account_rows"]

CREDITS = ("Places: GeoNames (CC BY 4.0)", "Shapes: made with Natural Earth (public domain)")
LICENCES = (
    {
        "what": "places",
        "source": "GeoNames",
        "licence": "CC BY 4.0",
        "address": "https://creativecommons.org/licenses/by/4.0/",
    },
    {
        "what": "shapes of countries and first-level areas",
        "source": "Natural Earth",
        "licence": "public domain",
        "address": "https://www.naturalearthdata.com/about/terms-of-use/",
    },
)
NOTES = {
    "places": "A place is its reference point; kind, radius_km and where_prec (UCDP) say how far it stands for.",
    "mentions": "A mention is the reference point of the place that it was read as; start and end are code points.",
    "events": "An event known only to an area has that area's outline; one told at several places is a feature each.",
    "flows": "A flow is a straight line between the reference points of its ends, not the way that anything went.",
    "areas": "Outlines of places that are no points, reduced in detail; borders are de facto.",
}
_WORKSPACE = ("hash", "version", "updated", "program_version")
_DOCUMENT_COLUMNS = ("id", "title", "publisher", "published", "url", "language")
_LICENCE_COLUMNS = ("source", "licence")

Selection = Mapping[str, str]
"""What the reader has selected beside the filters: the layer and the id, such as ``{"event": "e-1f0c..."}``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Line:
    """One line of the account as a table has it."""

    what: str
    value: str


def account(
    tables: Tables,
    names: Sequence[str],
    *,
    made: datetime,
    criteria: Filter | None = None,
    selection: Selection | None = None,
) -> dict[str, Any]:
    """Tell where an export of these tables comes from, as plain data that JSON can hold.

    Parameters
    ----------
    tables
        What is exported, filtered before.
    names
        Names of its layers.
    made
        When the export was made, with a time zone.
    criteria, selection
        What the tables were put through.
    """
    metadata = tables.metadata
    told = (part for part in split(metadata.get("credits", "")) if part)
    undated = {name: n for name, n in left_out(tables).items() if n}
    return {
        "program": f"Kharita {geo.__version__}",
        "made": made.isoformat(timespec="seconds"),
        "workspace": {key: metadata.get(key) or None for key in _WORKSPACE},
        "layers": list(names),
        "filter": to_mapping(criteria) if criteria else {},
        "selection": dict(selection or {}),
        **({"left_out_for_want_of_a_date": undated} if undated else {}),
        "sources": [_told(row) for row in tables.documents[list(_DOCUMENT_COLUMNS)].to_dict("records")],
        "credits": list(dict.fromkeys([*CREDITS, *told])),
        "licences": [*map(dict, LICENCES), *_licences(tables)],
        "notes": [NOTES[name] for name in names if name in NOTES],
    }


def _licences(tables: Tables) -> list[dict[str, Any]]:
    """List under which licence the gazetteers' sources gave the places that are used."""
    used = tables.places[list(_LICENCE_COLUMNS)].drop_duplicates().sort_values(list(_LICENCE_COLUMNS))
    return [{"what": "places", **_told(row)} for row in used.to_dict("records") if row["licence"]]


def _told(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {key: value or None for key, value in row.items()}


def account_rows(provenance: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Write the account as lines of two columns, for formats that have tables and no nesting.

    Examples
    --------
    >>> account_rows({"program": "Kharita 1", "filter": {"type": ["ASSAULT"]}, "sources": []})
    [('program', 'Kharita 1'), ('filter.type', 'ASSAULT')]
    """
    return [(line.what, line.value) for key, value in provenance.items() for line in _lines(key, value)]


def _lines(key: str, value: object) -> Iterator[_Line]:
    if isinstance(value, Mapping):
        for inner, part in value.items():
            yield from _lines(f"{key}.{inner}", part)
    elif isinstance(value, list | tuple):
        if all(isinstance(part, str) for part in value):
            yield from (_Line(what=key, value=part) for part in value)
        else:
            for number, part in enumerate(value, start=1):
                yield from _lines(f"{key}.{number}", part)
    elif value is not None:
        yield _Line(what=key, value=str(value))
