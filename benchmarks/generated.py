"""Writes a workspace of as many made-up events as asked for, so that size can be measured.

    python benchmarks/generated.py 1000000 -o /tmp/million.gpkg
    python benchmarks/generated.py 10000 -o /tmp/ten.gpkg --seed 2

Nothing is read or merged: the tables are drawn as they would stand after that, in columns. Their shape is that of real
accounts: what happens clusters around forty centres and falls off steeply from the busiest place to the quietest,
seasons and offensives come and go over five years, some rows have no place or no date, one to three documents tell
each event, and every quotation, mention and offset is true to the made-up document that it points into. Flows are one
for every five events, most of them on a few hundred ways.

The same seed gives the same rows. The file keeps no readings: it is for showing, not for adding documents to.
"""

import argparse
import hashlib
import sys
import time
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

_ROOT = Path(__file__).resolve().parents[1]
if str(_ROOT) not in sys.path:  # run as a script, Python looks beside it and not in the project
    sys.path.insert(0, str(_ROOT))

import geo  # noqa: E402
from benchmarks.generated_documents import FIRST_DAY, Documents, Telling, day_texts, write_documents  # noqa: E402
from benchmarks.generated_records import (  # noqa: E402
    LENGTHS,
    Records,
    Said,
    draw_events,
    draw_flows,
    draw_ids,
    draw_tellings,
    gather,
    joined,
    name_voices,
)
from benchmarks.generated_world import World, make_world, place_columns, texts, words, zipf  # noqa: E402
from geo.model import CARGOES, EVENT_TYPES, STATUSES, TRANSPORT_MODES  # noqa: E402
from geo.precision import date_prec  # noqa: E402
from geo.reading.ontology import acled_event_type  # noqa: E402
from geo.workspace.geopackage import SCHEMA_VERSION, write_geopackage  # noqa: E402
from geo.workspace.schema import SCHEMAS, Column  # noqa: E402
from geo.workspace.tables import LIST_SEPARATOR, Tables, empty, frame_of_columns  # noqa: E402

__all__ = ["generate"]

Array = Any  # a numpy array
Generator = np.random.Generator

_MADE = "2026-01-01T00:00:00+00:00"  # the same seed gives the same file


def generate(path: str | Path, n_events: int, *, seed: int = 1) -> Path:
    """Write a workspace of that many made-up events.

    Parameters
    ----------
    path
        Ends in ``.gpkg``, in a folder that exists; a file that is there is replaced.
    n_events
        At least one. A few in a hundred happen at two places and have two rows.
    seed
        The same seed and number give the same rows.

    Returns
    -------
    Path
    """
    if n_events < 1:
        raise ValueError(f"{n_events} events: expected at least 1")
    rng = np.random.default_rng([seed, n_events])
    tables = _tables(make_world(np.random.default_rng(seed)), n_events, rng)
    metadata = {
        "schema_version": str(SCHEMA_VERSION),
        "program_version": geo.__version__,
        "version": "1",
        "hash": hashlib.sha256(f"generated {SCHEMA_VERSION} {n_events} {seed}".encode()).hexdigest(),
        "created": _MADE,
        "updated": _MADE,
        "documents": str(len(tables.documents)),
        "credits": "made up",
    }
    write_geopackage(tables, Path(path), readings=(), metadata=metadata)
    return Path(path)


def _tables(world: World, n_events: int, rng: Generator) -> Tables:
    """Draw records and tellings, write their documents, and lay all out."""

    def make_ids(prefix: str, number: int) -> Array:
        return draw_ids(prefix, number, rng)

    events, flows = draw_events(world, n_events, make_ids, rng), draw_flows(world, max(1, n_events // 5), make_ids, rng)
    voices, sides, voice_of = name_voices(world)
    told = draw_tellings((events, flows), voice_of, rng)
    documents = write_documents(world, told, voices, make_ids, rng)
    said = gather(told, documents, (voices, sides), (events, flows), make_ids, rng)
    columns = place_columns(world)
    mentions = {**documents.mentions, **_where(columns, documents.mentioned, "place_id", "name")}
    happened, moved = _event_columns(world, events, rng), _flow_columns(flows, rng)
    made = {
        "documents": _frame("documents", documents.columns),
        "mentions": _frame("mentions", mentions),
        "places": _frame("places", _place_rows(documents, told, columns)),
        "events": _frame("events", _event_rows(events, happened, said, columns)),
        "flows": _frame("flows", _flow_rows(flows, moved, said, columns)),
        "evidence": _frame("evidence", _evidence_rows(told, (happened, moved), said, columns)),
    }
    return Tables(**made, **{name: empty(name) for name in SCHEMAS if name not in made})


def _date_columns(day: Array, days: Array) -> dict[str, Array]:
    """Return the first and the last day; of the widest intervals every other one has no end."""
    iso = day_texts()["iso"]
    endless = (days == max(LENGTHS)) & (day % 2 == 0)
    return {
        "date_from": iso[np.where(days > 0, day - days + 1, -1)],
        "date_to": iso[np.where((days > 0) & ~endless, day, -1)],
    }


def _when_columns(records: Records) -> dict[str, Array]:
    columns = _date_columns(records.day, records.days)
    known = {length: date_prec(FIRST_DAY, FIRST_DAY + timedelta(days=length - 1)) for length in range(1, 301)}
    codes = np.array([np.nan, *(float(known[length] or np.nan) for length in range(1, 301))])
    spoken = day_texts()["en"][np.where(records.days > 0, records.day, -1)]
    return columns | {"date_text": spoken, "date_prec": np.where(columns["date_to"] == "", np.nan, codes[records.days])}


def _where(columns: Mapping[str, Array], at: Array, id_name: str, name: str, prefix: str = "") -> dict[str, Array]:
    """Take the columns that say where, under the names that a table has for them."""
    arabic = f"{name}_ar" if name != "name" else "name_ar"
    shared = ("country", "kind", "lat", "lon", "radius_km", "where_prec", "area")
    named = {id_name: columns["id"][at], name: columns["name"][at], arabic: columns["name_ar"][at]}
    return named | {f"{prefix}{column}": columns[column][at] for column in shared}


def _event_rows(
    events: Records, happened: Mapping[str, Array], said: Said, columns: Mapping[str, Array]
) -> dict[str, Array]:
    """Lay the events out: one row an event and place."""
    number = len(events.ids)
    shared = {**happened, **{name: values[:number] for name, values in said.columns.items()}}
    at = np.repeat(np.arange(number), 1 + (events.other >= 0))
    second = np.r_[False, at[1:] == at[:-1]]
    rows = {name: values[at] for name, values in shared.items()}
    place = np.where(second, events.other[at], events.place[at])
    rows["id"] = rows["event_id"] + np.where(second, ".2", ".1")
    return rows | _where(columns, place, "place_id", "place")


def _event_columns(world: World, events: Records, rng: Generator) -> dict[str, Array]:
    number = len(events.ids)
    listed = [["", *modes][:5] for modes in (_plover()["type"][name].get("modes", {}) for name in EVENT_TYPES)]
    modes = np.array([[row[column % len(row)] for column in range(5)] for row in listed], dtype=object)
    acled = [[acled_event_type(name, mode) for mode in row] for name, row in zip(EVENT_TYPES, modes, strict=True)]
    mode = rng.choice(5, size=number, p=(0.4, 0.25, 0.15, 0.1, 0.1))
    rank = rng.choice(world.parties.shape[1], size=(number, 4), p=zipf(world.parties.shape[1]))
    who = world.parties[events.country[:, None], rank]
    named = rng.random((number, 4)) < (0.9, 0.25, 0.55, 0.05)
    who = np.where(named, who, -1)
    contexts = texts(["", *sorted(_plover()["contexts"])])
    best = (rng.zipf(1.8, number) - 1).clip(0, 300)
    told = (events.sentence == EVENT_TYPES.index("ASSAULT")) & (rng.random(number) < 0.35)
    toll = {"low": best // 2, "best": best, "high": best + best // 2}
    return {
        "event_id": events.ids,
        "type": texts(EVENT_TYPES)[events.sentence],
        "mode": modes[events.sentence, mode],
        "context": contexts[np.minimum(rng.zipf(1.6, number), len(contexts)) - 1],
        "acled_event_type": np.array(acled, dtype=object)[events.sentence, mode],
        "actors": joined(world.actors, who[:, :2]),
        "recipients": joined(world.actors, who[:, 2:]),
        "status": texts(STATUSES)[events.status],
        "score": np.where(events.place < 0, np.nan, np.round(rng.beta(6, 1.5, number), 3)),
        **{f"fatalities_{name}": np.where(told, values, np.nan) for name, values in toll.items()},
        **_when_columns(events),
    }


def _plover() -> dict[str, Any]:
    return tomllib.loads((_ROOT / "data" / "events" / "plover.toml").read_text(encoding="utf-8"))


def _flow_columns(flows: Records, rng: Generator) -> dict[str, Array]:
    number, vocabulary = len(flows.ids), words()
    cargo = rng.choice(len(CARGOES), size=(number, 2), p=zipf(len(CARGOES)))
    cargo = np.where(rng.random((number, 2)) < (0.85, 0.15), cargo, -1)
    counted = rng.random(number) < 0.45
    units, carriers = texts(vocabulary["units"]), texts(vocabulary["carriers"])
    return {
        "id": flows.ids,
        "score": np.round(rng.beta(6, 1.5, number), 3),
        "mode": texts(TRANSPORT_MODES)[rng.choice(len(TRANSPORT_MODES), size=number, p=(0.5, 0.2, 0.1, 0.2))],
        "cargo": joined(texts(CARGOES), cargo),
        "carrier": np.where(rng.random(number) < 0.35, carriers[rng.integers(len(carriers), size=number)], ""),
        "count": np.where(counted, rng.zipf(1.7, number).clip(1, 5000), np.nan),
        "unit": np.where(counted, units[rng.integers(len(units), size=number)], ""),
        "status": texts(STATUSES)[flows.status],
        **_when_columns(flows),
    }


def _flow_rows(
    flows: Records, moved: Mapping[str, Array], said: Said, columns: Mapping[str, Array]
) -> dict[str, Array]:
    number = len(flows.ids)
    return {
        **moved,
        **{name: values[len(values) - number :] for name, values in said.columns.items()},
        **_where(columns, flows.place, "origin_id", "origin", "origin_"),
        **_where(columns, flows.other, "destination_id", "destination", "destination_"),
    }


def _evidence_rows(
    told: Telling,
    kinds: tuple[Mapping[str, Array], Mapping[str, Array]],
    said: Said,
    columns: Mapping[str, Array],
) -> dict[str, Array]:
    """Lay the tellings out by record, with what they tell: here all of a record tell the same."""
    order = said.order
    place, other = told.place[order], told.to[order]
    between = np.where((place >= 0) & (other >= 0), LIST_SEPARATOR, "").astype(object)
    alike: dict[str, Array] = {}
    for column in SCHEMAS["evidence"].columns:
        if column.name not in said.evidence and any(column.name in kind for kind in kinds):
            lacking = np.nan if column.dtype == "Int64" else ""
            parts = [kind.get(column.name, np.full(len(kind["status"]), lacking, dtype=object)) for kind in kinds]
            alike[column.name] = np.concatenate(parts)[told.record[order]]
    dates = _date_columns(told.day[order], told.days[order])
    return {**alike, **said.evidence, **dates, "place_ids": columns["id"][place] + between + columns["id"][other]}


def _place_rows(documents: Documents, told: Telling, columns: Mapping[str, Array]) -> dict[str, Array]:
    """List the places that anything uses, with how often they are named and in how many documents."""
    number = len(columns["id"]) - 1
    named, n_documents = documents.mentioned, len(documents.columns["id"])
    doc = np.r_[documents.mention_doc, documents.doc, documents.doc]
    place = np.r_[named, told.place, told.to]
    pairs = np.unique((place * n_documents + doc)[place >= 0])
    counts = {
        "n_mentions": np.bincount(named[named >= 0], minlength=number),
        "n_documents": np.bincount(pairs // n_documents, minlength=number),
    }
    used = np.flatnonzero(counts["n_documents"])
    used = used[np.argsort(columns["id"][used].astype(str))]
    return {name: values[used] for name, values in {**columns, **counts}.items()}


def _frame(name: str, columns: Mapping[str, Array]) -> Any:
    """Make a table of the columns that it declares; one that is not given has its default in every row."""
    number = len(next(iter(columns.values())))
    made: dict[str, Any] = {}
    for column in SCHEMAS[name].columns:
        values = columns.get(column.name)
        if values is None:
            values = [_default(column)] * number
        elif column.dtype == "bool":
            values = values.tolist()
        elif column.dtype != "str":
            missing = np.isnan(values.astype(float))
            kind = np.int64 if column.dtype == "Int64" else np.float64
            values = pd.array(np.where(missing, 0, values).astype(kind), dtype=column.dtype)
            values[missing] = pd.NA
        made[column.name] = values
    return frame_of_columns(name, made)


def _default(column: Column) -> object:
    if column.dtype == "str":
        return column.values[0] if column.values and "" not in column.values else ""
    return False if column.dtype == "bool" else None if column.nullable else int(column.low or 0)


def main() -> None:
    """Write the file asked for, and say how long it took."""
    parser = argparse.ArgumentParser(description="A workspace of made-up events.")
    parser.add_argument("events", type=int)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    begin = time.perf_counter()
    path = generate(asked.output, asked.events, seed=asked.seed)
    size = path.stat().st_size / 1e6
    print(f"{path}: {asked.events} events, {size:.1f} MB, {time.perf_counter() - begin:.1f} s")


if __name__ == "__main__":
    main()
