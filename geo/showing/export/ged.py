"""Events in the columns of UCDP GED: deadly uses of armed force, and a list of all others with the reason.

UCDP's definition of an event (codebook, "Definition of event"): an incident where armed force was used by an organised
actor against another organised actor, or against civilians, resulting in at least one direct death. Whether the
actors are organised ones is a coder's judgement; the rest is held against what the texts say.
"""

from collections.abc import Iterator, Mapping

from geo.showing.export.codebook import (
    HAPPENED,
    LeftOut,
    Row,
    Values,
    coded_parts,
    first_level,
    known,
    reason,
)
from geo.showing.export.content import Content
from geo.showing.export.parting import Part
from geo.showing.export.spots import place_of
from geo.showing.labels import country_name

__all__ = ["parts", "priogrid"]

FORCE = "ASSAULT"
_TOLLS = ("low", "best", "high")
_AREA_PREC = 4
_CELLS_PER_DEGREE = 2
_CELLS_PER_ROW = 720
_NO_CODE = frozenset({"continent"})  # UCDP puts every event in a country, or in international waters or airspace


def parts(content: Content) -> Iterator[Part]:
    """Yield the table and the list of what is left out."""
    tables, adm_1 = content.layers.tables, first_level(content)
    documents = {row["id"]: row for row in tables.documents.to_dict("records")}
    sources: dict[str, dict[str, Row]] = {}
    for row in tables.evidence[tables.evidence["record"] == "event"].to_dict("records"):
        if row["doc"] in documents:
            sources.setdefault(row["record_id"], {})[row["doc"]] = documents[row["doc"]]

    def code(row: Row) -> Values | LeftOut:
        return _left_out(row) or {
            **_values(row),
            "adm_1": adm_1.get(row["place_id"]),
            **_sources(sources.get(row["event_id"], {})),
        }

    yield from coded_parts(content, "ged", code)


def _left_out(row: Row) -> LeftOut | None:
    if row["status"] not in HAPPENED:
        return reason("did_not_happen", status=row["status"])
    if row["type"] != FORCE:
        return reason("no_force", type=row["type"])
    if not any(known(toll) and toll >= 1 for toll in _tolls(row).values()):
        return reason("no_death")
    if place_of(row) is None:
        return reason("no_place")
    if row["kind"] in _NO_CODE:
        return reason("too_wide", place=row["place"], kind=row["kind"])
    if not (row["date_from"] and row["date_to"]):
        return reason("no_date")
    return None if known(row["date_prec"]) else reason("too_long", most="a year")


def _tolls(row: Row) -> Mapping[str, int]:
    return {name: row[f"fatalities_{name}"] for name in _TOLLS}


def _values(row: Row) -> dict[str, object]:
    exact = row["where_prec"] < _AREA_PREC
    return {
        "id": row["id"],
        "year": int(row["date_from"][:4]),
        "side_a": row["actors"],
        "side_b": row["recipients"],
        "source_original": row["claimed_by"],
        "where_prec": row["where_prec"],
        "where_coordinates": row["place"],
        "adm_2": row["place"] if row["kind"] == "admin2" else "",
        "latitude": row["lat"],
        "longitude": row["lon"],
        "geom_wkt": f"POINT ({row['lon']!r} {row['lat']!r})",
        "priogrid_gid": priogrid(row["lon"], row["lat"]) if exact else None,
        "country": country_name(row["country"], "en"),
        "date_prec": row["date_prec"],
        "date_start": row["date_from"],
        "date_end": row["date_to"],
        "deaths_unknown": row["fatalities_best"],
        **_tolls(row),
    }


def _sources(documents: Mapping[str, Row]) -> dict[str, object]:
    """Return the columns on sources. What stands between the separators of GED loses them itself."""
    told = list(documents.values())
    return {
        "number_of_sources": len(told),
        "source_article": ";".join(
            '"' + ",".join(_plain(row[name]) for name in ("publisher", "published", "title")) + '"' for row in told
        ),
        "source_office": ";".join(_plain(row["publisher"]) for row in told),
        "source_date": ";".join(row["published"] for row in told),
        "source_headline": ";".join(_plain(row["title"]) for row in told),
    }


def _plain(text: str) -> str:
    return text.replace(";", ",").replace('"', "'")


def priogrid(lon: float, lat: float) -> int:
    """Return the number of PRIO-GRID's cell that holds a position: from 1 in the south-west, eastward, row by row.

    Tollefsen, Strand and Buhaug 2012, PRIO-GRID: A unified spatial data structure, J. Peace Research 49(2), 363-374.

    Examples
    --------
    >>> priogrid(-179.9, -89.9), priogrid(69.17, 34.53), priogrid(180, 90)
    (1, 179779, 259200)
    """
    column = min(_CELLS_PER_ROW - 1, int((lon + 180) * _CELLS_PER_DEGREE))
    row = min(_CELLS_PER_ROW // 2 - 1, int((lat + 90) * _CELLS_PER_DEGREE))
    return row * _CELLS_PER_ROW + column + 1
