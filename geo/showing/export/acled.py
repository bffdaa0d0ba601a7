"""Events in ACLED's columns: what ACLED's codebook has codes for, and a list of what it has none for, with the reason.

A coder's work is not done here: columns that need a judgement stay empty (``codebooks.toml``). What is only planned,
requested or denied is left out; so is what is known only to a country, or to more than a month.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo.precision import geo_precision, time_precision
from geo.showing.export.codebook import (
    HAPPENED,
    LeftOut,
    Row,
    Values,
    codebooks,
    coded_parts,
    day_of,
    first_and_rest,
    first_level,
    known,
    reason,
)
from geo.showing.export.content import Content
from geo.showing.export.parting import Part
from geo.showing.export.spots import place_of
from geo.showing.labels import country_name

__all__ = ["parts"]

_TYPES_FILE = Path(__file__).resolve().parents[3] / "data" / "events" / "acled.toml"


def parts(content: Content) -> Iterator[Part]:
    """Yield the table and the list of what is left out."""
    timestamp, admin1 = int(content.made.timestamp()), first_level(content)

    def code(row: Row) -> Values | LeftOut:
        return _left_out(row) or {**_values(row), "admin1": admin1.get(row["place_id"]), "timestamp": timestamp}

    yield from coded_parts(content, "acled", code)


def _left_out(row: Row) -> LeftOut | None:
    place = place_of(row)
    first, last = day_of(row["date_from"]), day_of(row["date_to"])
    if row["status"] not in HAPPENED:
        return reason("did_not_happen", status=row["status"])
    if not row["acled_event_type"]:
        return reason("no_type", type=f"{row['type']} {row['mode']}".strip())
    if place is None:
        return reason("no_place")
    if geo_precision(place) is None:
        return reason("too_wide", place=row["place"], kind=row["kind"])
    if first is None or last is None:
        return reason("no_date")
    return reason("too_long", most="a month") if time_precision(first, last) is None else None


def _values(row: Row) -> dict[str, object]:
    """Return the values of an event that has a place and a date."""
    day = _middle(row["date_from"], row["date_to"])
    place = place_of(row)
    actor, other_actors = first_and_rest(row["actors"])
    recipient, other_recipients = first_and_rest(row["recipients"])
    tolls = [row[f"fatalities_{name}"] for name in ("low", "best")]
    return {
        "event_id_cnty": row["id"],
        "event_date": day.isoformat(),
        "year": day.year,
        "time_precision": time_precision(day_of(row["date_from"]), day_of(row["date_to"])),
        "disorder_type": codebooks()["acled"]["disorder"].get(row["acled_event_type"], ""),
        "event_type": row["acled_event_type"],
        "sub_event_type": _sub_type(row["type"], row["mode"], row["acled_event_type"]),
        "actor1": actor,
        "assoc_actor_1": other_actors,
        "actor2": recipient,
        "assoc_actor_2": other_recipients,
        "country": country_name(row["country"], "en"),
        "admin2": row["place"] if row["kind"] == "admin2" else "",
        "location": row["place"],
        "latitude": row["lat"],
        "longitude": row["lon"],
        "geo_precision": geo_precision(place) if place else None,
        "source": row["publishers"],
        "notes": row["quote"],
        "fatalities": next((toll for toll in tolls if known(toll)), None),
    }


def _middle(date_from: str, date_to: str) -> date:
    """Return the middle day of an interval: the day that ACLED's coders give one that is known to a week or a month."""
    first, last = date.fromisoformat(date_from), date.fromisoformat(date_to)
    return first + (last - first) // 2


@lru_cache(maxsize=1)
def _modes() -> dict[str, Any]:
    return dict(tomllib.loads(_TYPES_FILE.read_text(encoding="utf-8"))["type"])


def _sub_type(kind: str, mode: str, event_type: str) -> str:
    """Return the sub-event type that a mode decides by itself; "" where the type alone would be a guess."""
    entry: Mapping[str, str] = _modes().get(kind, {}).get("mode", {}).get(mode, {})
    return entry["sub"] if entry.get("event") == event_type else ""
