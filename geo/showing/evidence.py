"""Everything behind one symbol or row: its records with every sentence that tells them, none left out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from geo.showing import labels
from geo.showing.cards import Card, Sources, event_tellings, flow_tellings, mention_tellings
from geo.showing.layers import Layers
from geo.workspace.tables import Tables, split

__all__ = ["evidence_of"]

MAX_CARDS = 60  # a reader who wants more narrows the filter; the count says how many there are
MAX_MENTIONS = 40
_SUMMARISED = ("cell|", "bundle|")

Row = Mapping[Any, Any]


def evidence_of(layers: Layers, layer: str, key: str, language: str) -> tuple[Card, ...]:
    """Return the records behind a symbol, each with all its tellings.

    Parameters
    ----------
    layers
        What is shown.
    layer
        ``places``, ``areas``, ``events`` or ``flows``.
    key
        As the map names it: a place's id, ``<place id>|<type>`` of an event symbol, a flow's id; also an event's row
        id or ``event_id``, as a table names it.
    language
        For words and dates; sentences stay as they are.

    Returns
    -------
    tuple of Card
        At most 60; the last one's ``more`` counts the rest. Empty when it is not among what is shown, and for a cell or
        a bundle of a summary: whoever shows one knows the records in it and asks for them.
    """
    if key.startswith(_SUMMARISED):
        return ()
    find: Callable[[Layers, str], tuple[pd.DataFrame, pd.DataFrame, str]] = {
        "places": _of_place,
        "areas": _of_place,
        "events": _of_symbol,
        "flows": _of_flow,
    }.get(layer, _of_nothing)
    events, flows, place_id = find(layers, key)
    sources = Sources(_narrowed(layers.tables, events, flows, place_id))
    cards = [_event_card(sources, row, language) for row in events.head(MAX_CARDS).to_dict("records")]
    cards += [_flow_card(sources, row, language) for row in flows.head(MAX_CARDS - len(cards)).to_dict("records")]
    if place_id:
        cards += _mentions_card(layers, sources, place_id, language)
    left = len(events) + len(flows) - MAX_CARDS
    if left > 0:
        cards[-1] = replace(cards[-1], more=left)
    return tuple(cards)


def _of_symbol(layers: Layers, key: str) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    named = layers.symbols[layers.symbols["id"] == key]
    ids = set(named["event_ids"].iloc[0]) if len(named) else {key}
    chosen = layers.events[layers.events["id"].isin(ids) | (layers.events["event_id"] == key)]
    return chosen.sort_values(["date_from", "id"]), layers.flows.head(0), ""


def _of_flow(layers: Layers, key: str) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    return layers.events.head(0), layers.flows[layers.flows["id"] == key], ""


def _of_nothing(layers: Layers, _key: str) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    return layers.events.head(0), layers.flows.head(0), ""


def _of_place(layers: Layers, key: str) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    events = layers.events[layers.events["place_id"] == key].sort_values(["date_from", "id"])
    ends = (layers.flows["origin_id"] == key) | (layers.flows["destination_id"] == key)
    return events, layers.flows[ends].sort_values(["date_from", "id"]), key


def _narrowed(tables: Tables, events: pd.DataFrame, flows: pd.DataFrame, place_id: str) -> Tables:
    """Keep the rows that the cards can need, so that a click costs the same in a large workspace."""
    records = set(events["event_id"]) | set(flows["id"])
    evidence = tables.evidence[tables.evidence["record_id"].isin(records)]
    own = tables.mentions[tables.mentions["place_id"] == place_id] if place_id else tables.mentions.head(0)
    docs = set(evidence["doc"]) | set(own["doc"])
    return replace(
        tables,
        documents=tables.documents[tables.documents["id"].isin(docs)],
        mentions=tables.mentions[tables.mentions["doc"].isin(docs)],
        evidence=evidence,
    )


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


def _event_card(sources: Sources, row: Row, language: str) -> Card:
    when = labels.date_words(row["date_from"], row["date_to"], language)
    return Card(
        title=labels.event_title(row, language),
        subtitle=_joined([when, labels.place_what(row, language), _support(row, language)]),
        tellings=tuple(event_tellings(sources, row, language)),
        notes=split(str(row["disagreements"])),
    )


def _flow_card(sources: Sources, row: Row, language: str) -> Card:
    when = labels.date_words(row["date_from"], row["date_to"], language)
    return Card(
        title=labels.flow_title(row, language),
        subtitle=_joined([when, labels.flow_what(row, language), _support(row, language)]),
        tellings=tuple(flow_tellings(sources, row, language)),
        notes=split(str(row["disagreements"])),
    )


def _support(row: Row, language: str) -> str:
    """Say how many stand behind it: claimants apart from documents, for one side's echo is no corroboration."""
    return _joined(
        [
            labels.counted("claimants", int(row["n_claimants"]), language),
            labels.counted("documents", int(row["n_documents"]), language),
        ]
    )


def _mentions_card(layers: Layers, sources: Sources, place_id: str, language: str) -> list[Card]:
    places = pd.concat([layers.places, layers.areas])
    found = places[places["id"] == place_id].to_dict("records")
    if not found:
        return []
    row = found[0]
    total = len(sources.named(place_id))
    tellings = mention_tellings(sources, place_id, language, limit=MAX_MENTIONS)
    return [
        Card(
            title=labels.place_title(row, language),
            subtitle=_joined([labels.place_what(row, language), labels.counted("mentions", total, language)]),
            tellings=tuple(tellings),
            more=total - len(tellings),
        )
    ]
