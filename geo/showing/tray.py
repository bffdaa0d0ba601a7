"""What is not on the map, and what has no date: their sentences, so that an empty area is not read as peace."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from geo.showing import labels
from geo.showing.cards import Piece, Sources, glimpse
from geo.showing.particulars import known
from geo.showing.terms import term
from geo.workspace.tables import Tables

__all__ = ["GROUPS", "Tray", "TrayGroup", "TrayRow", "tray"]

GROUPS = ("unplaced_mentions", "unplaced_events", "unplaced_flows", "undated_events", "undated_flows")
"""In the order in which they are shown; each is a key of ``[counted]`` in ``words.toml``."""

Row = Mapping[Any, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class TrayRow:
    """One thing left out: what it is called, its sentence, who published it, and why it is left out.

    ``record`` and ``id`` name the event or flow; both are "" for a mention.
    """

    record: str = ""
    id: str = ""
    doc: str
    name: str
    sentence: tuple[Piece, ...]
    language: str
    publisher: str
    published: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TrayGroup:
    """Things left out for one reason: how many there are, and the first of them."""

    key: str
    count: int = 0
    rows: tuple[TrayRow, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Tray:
    """The groups, in the order of `GROUPS`; one without rows is there too."""

    groups: tuple[TrayGroup, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many there are of each group."""
        return {group.key: group.count for group in self.groups}


def tray(tables: Tables, language: str = "en", *, limit: int = 200) -> Tray:
    """Gather what cannot be placed or dated.

    Parameters
    ----------
    tables
        Of a workspace, filtered as the map is.
    language
        Of the words; sentences stay as they are, and the reader's reasons for a name are English.
    limit
        How many rows of each group are listed; all are counted.

    Examples
    --------
    >>> from geo.workspace.tables import empty_tables
    >>> set(tray(empty_tables()).counts.values())
    {0}
    """
    chosen = {
        "unplaced_mentions": (tables.mentions[tables.mentions["place_id"] == ""], _mention),
        "unplaced_events": (_events(tables, _unplaced(tables.events)), _unplaced_event),
        "unplaced_flows": (tables.flows[_without_line(tables.flows)], _unplaced_flow),
        "undated_events": (_events(tables, _undated(tables.events)), _undated_event),
        "undated_flows": (tables.flows[_undated(tables.flows)], _undated_flow),
    }
    shown = {key: table.head(limit) for key, (table, _) in chosen.items()}
    sources = Sources(_narrowed(tables, {doc for table in shown.values() for doc in table["doc"]}))
    return Tray(
        groups=tuple(
            TrayGroup(key=key, count=len(table), rows=_listed(shown[key], make, sources, language))
            for key, (table, make) in chosen.items()
        )
    )


Make = Callable[[Sources, Row, str], TrayRow]


def _listed(table: pd.DataFrame, make: Make, sources: Sources, language: str) -> tuple[TrayRow, ...]:
    rows = pd.DataFrame(table.drop(columns="geometry", errors="ignore")).to_dict("records")
    return tuple(make(sources, row, language) for row in rows)


def _narrowed(tables: Tables, docs: set[str]) -> Tables:
    return replace(
        tables,
        documents=tables.documents[tables.documents["id"].isin(docs)],
        mentions=tables.mentions.head(0),
        evidence=tables.evidence.head(0),
    )


def _unplaced(events: pd.DataFrame) -> "pd.Series[bool]":
    return (events["place_id"] == "") | events["lat"].isna()


def _undated(table: pd.DataFrame) -> "pd.Series[bool]":
    return (table["date_from"] == "") & (table["date_to"] == "")


def _without_line(flows: pd.DataFrame) -> "pd.Series[bool]":
    """Say which flows have no line of their own on the map: an end unknown, or both the same."""
    unknown = flows["origin_lat"].isna() | flows["destination_lat"].isna()
    return unknown | (flows["origin_id"] == flows["destination_id"])


def _events(tables: Tables, chosen: "pd.Series[bool]") -> pd.DataFrame:
    """Return events of which every row is chosen, each once."""
    events = tables.events
    kept = set(events["event_id"]) - set(events.loc[~chosen, "event_id"])
    found: pd.DataFrame = events[events["event_id"].isin(kept)].drop_duplicates("event_id")
    return found


def _mention(sources: Sources, row: Row, language: str) -> TrayRow:
    telling = glimpse(sources, str(row["doc"]), int(row["start"]), int(row["end"]), language)
    return TrayRow(
        doc=str(row["doc"]),
        name=str(row["text"]),
        sentence=telling.pieces,
        language=telling.language,
        publisher=telling.publisher,
        published=telling.published,
        why=str(row["reason"]),
    )


def _record(sources: Sources, record: str, key: str, row: Row, name: str, why: str) -> TrayRow:
    document = sources.document(str(row["doc"]))
    return TrayRow(
        record=record,
        id=key,
        doc=str(row["doc"]),
        name=name,
        sentence=((str(row["quote"]), False),),
        language=str(document["language"]),
        publisher=str(document["publisher"]),
        published=str(document["published"]),
        why=why,
    )


def _unplaced_event(sources: Sources, row: Row, language: str) -> TrayRow:
    why = term("why", "no_position" if row["place_id"] else "no_place", language)
    return _record(sources, "event", str(row["event_id"]), row, labels.event_title(row, language), why)


def _unplaced_flow(sources: Sources, row: Row, language: str) -> TrayRow:
    reasons = [f"no_{end}" for end in ("origin", "destination") if not known(row[f"{end}_lat"])] or ["same_ends"]
    why = " · ".join(term("why", reason, language) for reason in reasons)
    return _record(sources, "flow", str(row["id"]), row, labels.flow_title(row, language), why)


def _undated_event(sources: Sources, row: Row, language: str) -> TrayRow:
    name = labels.event_title(row, language)
    return _record(sources, "event", str(row["event_id"]), row, name, _no_date(row, language))


def _undated_flow(sources: Sources, row: Row, language: str) -> TrayRow:
    return _record(sources, "flow", str(row["id"]), row, labels.flow_title(row, language), _no_date(row, language))


def _no_date(row: Row, language: str) -> str:
    text = str(row["date_text"])
    return term("why", "unread_date", language, text=text) if text else term("why", "no_date", language)
