"""Which record the evidence page shows: chosen on the map, named in the address, or followed from another one."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from geo.errors import WorkspaceError
from geo.reading.text.folding import fold
from geo.showing import labels
from geo.showing.dossier import RECORDS, links
from geo.ui import state
from geo.workspace.excerpt import excerpt
from geo.workspace.geopackage import read_some
from geo.workspace.tables import Tables
from geo.workspace.whereabouts import event_of, records_at

__all__ = [
    "Record",
    "chosen_record",
    "find_places",
    "open_record",
    "parse_record",
    "record_address",
    "rows_of",
    "titled",
]

_MAX = 500  # characters of an address
_MOST_FOUND = 40
_LAYERS = {"events": "event", "flows": "flow", "places": "place", "areas": "place"}


class Record(NamedTuple):
    """An ``event``, ``flow`` or ``place`` by its id."""

    kind: str
    id: str


def parse_record(text: str) -> Record | None:
    """Read a record from an address; None for what is none.

    Examples
    --------
    >>> parse_record("event:e-1f0c"), parse_record("place:kh:ly/benghazi"), parse_record("e-1f0c")
    (Record(kind='event', id='e-1f0c'), Record(kind='place', id='kh:ly/benghazi'), None)
    """
    kind, _, key = text.partition(":")
    return Record(kind, key) if kind in RECORDS and 0 < len(key) <= _MAX else None


def record_address(record: Record) -> str:
    """Write a record as an address does.

    Examples
    --------
    >>> record_address(Record("flow", "f-12"))
    'flow:f-12'
    """
    return f"{record.kind}:{record.id}"


def open_record(record: Record) -> None:
    """Let the evidence page show this record, and the map select it."""
    st.session_state["record"] = record_address(record)
    layer = next(name for name, kind in _LAYERS.items() if kind == record.kind)
    state.select(layer, record.id, "link")
    st.session_state["selection_read"] = (layer, record.id)


def chosen_record(path: Path) -> Record | None:
    """Return what the reader chose last: by the address, on the map, or on the page itself."""
    named = str(st.query_params.get("record", ""))
    if named and named != st.session_state.get("record_read"):
        st.session_state["record_read"] = named
        record = parse_record(named)
        if record is not None and named != st.session_state.get("record"):
            open_record(record)
    selection = state.selection()
    chosen = (selection.layer, selection.id) if selection else None
    if chosen is not None and chosen != st.session_state.get("selection_read"):
        st.session_state["selection_read"] = chosen
        record = _selected(path, *chosen)
        if record is not None:
            st.session_state["record"] = record_address(record)
    return parse_record(str(st.session_state.get("record", "")))


def _selected(path: Path, layer: str, key: str) -> Record | None:
    """Return the record that a selection on the map means; of a symbol of several events the first."""
    kind = _LAYERS.get(layer, "")
    if not kind or key.startswith(("cell|", "bundle|")):
        return None
    if kind != "event":
        return Record(kind, key)
    try:
        place, bar, type_ = key.rpartition("|")
        found = records_at(path, place, kind=type_, most=1).events if bar else (event_of(path, key),)
    except WorkspaceError:  # the page itself will say what is wrong with the file
        return None
    return Record("event", found[0]) if found and found[0] else None


def rows_of(path: Path, record: Record) -> Tables:
    """Read the rows of a record with what it rests on; of a place also the records there.

    Raises
    ------
    WorkspaceError
        For a file that cannot be read.
    """
    if record.kind == "place":
        here = records_at(path, record.id)
        return excerpt(path, places=(record.id,), events=here.events, flows=here.flows)
    if record.kind == "flow":
        return excerpt(path, flows=(record.id,))
    return excerpt(path, events=(event_of(path, record.id),))


def titled(path: Path, records: Sequence[Record], language: str) -> dict[Record, str]:
    """Name records by what they are and when; one that is not there is left out."""
    tables = excerpt(
        path,
        events=[one.id for one in records if one.kind == "event"],
        flows=[one.id for one in records if one.kind == "flow"],
        texts=False,
    )
    return {Record(link.record, link.id): link.title for link in links(tables, language)}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Named:
    """A place with its names folded, to be found by."""

    record: Record
    title: str
    folded: str
    n_mentions: int


@st.cache_resource(max_entries=4, show_spinner=False)
def _places(path: str, stamp: Any, language: str) -> tuple[_Named, ...]:  # noqa: ARG001  (part of the key)
    wanted = ("id", "name", "name_ar", "kind", "country", "n_mentions")
    table = read_some(Path(path), {"places": wanted})[1]["places"]
    rows = zip(*(table[name] for name in wanted), strict=True)
    return tuple(
        _Named(
            record=Record("place", key),
            title=" · ".join(
                part
                for part in (
                    labels.place_title({"name": name, "name_ar": name_ar}, language),
                    labels.kind_words(kind, language),
                    labels.country_name(country, language),
                )
                if part
            ),
            folded=f"{fold(name)} {fold(name_ar)}".casefold(),
            n_mentions=n_mentions,
        )
        for key, name, name_ar, kind, country, n_mentions in rows
    )


def find_places(path: Path, stamp: Any, words: str, language: str) -> dict[Record, str]:
    """Find places by a part of their name in either script, however it is spelt; the most named first."""
    wanted = fold(words).casefold().strip()
    if not wanted:
        return {}
    found = [one for one in _places(str(path), stamp, language) if wanted in one.folded]
    found.sort(key=lambda one: (-one.n_mentions, one.title))
    return {one.record: one.title for one in found[:_MOST_FOUND]}
