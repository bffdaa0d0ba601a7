"""What a report says of its own ground: the documents that it rests on, its figures, and notes on how it was made."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

import geo
from geo.showing import labels
from geo.showing.briefing.margins import filter_words, unplaced_words
from geo.showing.briefing.report.choosing import Subject
from geo.showing.briefing.report.claims import Claims
from geo.showing.briefing.report.options import ReportOptions
from geo.showing.briefing.report.timeline import Timeline
from geo.showing.briefing.words import briefing_words
from geo.showing.layers import Layers
from geo.showing.terms import term
from geo.showing.tray import tray
from geo.workspace.filters import grades_of, left_out
from geo.workspace.tables import split

__all__ = ["Figure", "Note", "Source", "Sources", "key_figures", "list_sources", "notes_of"]

MOST_SOURCES = 100
_MOST_UNPLACED = 6
_HASH = 12

Row = Mapping[Any, Any]
Note = tuple[str, tuple[str, ...]]
"""A heading, and paragraphs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A document in words: who published it, what it is called, when; how much it tells, and whose reprint it is."""

    number: str
    publisher: str
    grade: str
    title_of: str
    address: str
    published: str
    written_in: str
    tells: str
    reprint_head: str
    fingerprint: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sources:
    """The documents that are listed, and how many there are in all."""

    rows: tuple[Source, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its words; one that is a part of the one before it is ``inner``."""

    value: int
    words: str
    inner: bool = False


def list_sources(layers: Layers, language: str) -> Sources:
    """List the documents by date, then publisher; those without a date last."""
    tables = layers.tables
    documents = tables.documents.drop(columns="text").to_dict("records")
    ordered = sorted(documents, key=lambda row: (not row["published"], row["published"], row["publisher"], row["id"]))
    numbers = {str(row["id"]): n for n, row in enumerate(ordered, start=1)}
    told = tables.evidence.groupby("doc")["record_id"].nunique().to_dict()
    grades = grades_of(tables)
    return Sources(
        rows=tuple(
            _source(row, numbers, int(told.get(row["id"], 0)), grades, language) for row in ordered[:MOST_SOURCES]
        ),
        total=len(ordered),
    )


def _source(
    row: Row, numbers: Mapping[str, int], told: int, grades: Mapping[tuple[str, str], str], language: str
) -> Source:
    grade = grades.get(("publisher", str(row["publisher"])), "")
    known: str = "" if pd.isna(row["likeness"]) else f"{float(row['likeness']):.0%}"
    reprint = ""
    if row["reprint_of"]:
        original = numbers.get(str(row["reprint_of"]))
        key = "reprint_of" if original else "reprint"
        reprint = briefing_words(key, language, number=original, share=known)
    publisher = str(row["publisher"])
    day = str(row["published"])
    return Source(
        number=str(numbers[str(row["id"])]),
        publisher=labels.isolated(publisher, language) if publisher else labels.words(language)["unknown_publisher"],
        grade=f"{grade} · {term('reliability', grade, language)}" if grade else "",
        title_of=labels.isolated(str(row["title"]) or str(row["id"]), language),
        address=labels.isolated(str(row["url"]), language),
        published=labels.date_words(day, day, language),
        written_in=str(row["language"]),
        tells=str(told),
        reprint_head=reprint,
        fingerprint=str(row["text_hash"])[:_HASH],
    )


def key_figures(layers: Layers, claims: Claims, language: str) -> tuple[Figure, ...]:
    """Count what is told, and of it what is not on the map, has no date, is denied or planned; and who tells it."""
    tables, missing = layers.tables, layers.missing
    events = layers.events.drop_duplicates("event_id")
    found = []
    for key, table, unplaced, undated in (
        ("events", events, missing.events_unplaced, missing.events_undated),
        ("flows", layers.flows, missing.flows_unplaced, missing.flows_undated),
    ):
        statuses = Counter(map(str, table["status"]))
        pending = statuses["planned"] + statuses["requested"]
        found.append((len(table), f"figure_{key}", False))
        inner = (
            (unplaced, f"unplaced_{key}"),
            (undated, "undated"),
            (statuses["denied"], "denied"),
            (pending, "pending"),
        )
        found += [(value, f"figure_{name}", True) for value, name in inner if value]
    publishers = {str(name) for name in tables.documents["publisher"] if name}
    reprints = int((tables.documents["reprint_of"] != "").sum())
    found += [(len(tables.documents), "figure_documents", False)]
    found += [(reprints, "figure_reprints", True)] if reprints else []
    found += [(len(publishers), "figure_publishers", False), (claims.claimants, "figure_claimants", False)]
    if missing.mentions_unplaced:
        found.append((missing.mentions_unplaced, "figure_names", False))
    return tuple(Figure(value, briefing_words(key, language), inner) for value, key, inner in found)


def notes_of(
    layers: Layers,
    options: ReportOptions,
    *,
    subjects: tuple[Subject, ...],
    timeline: Timeline,
    missed: int = 0,
    outside: tuple[str, ...] = (),
) -> tuple[Note, ...]:
    """Write the notes: what is not on the maps, how pages were chosen and are read, credits, how to make it again."""
    language = options.language

    def say(key: str, **values: object) -> str:
        return briefing_words(key, language, **values)

    chosen = "chosen_by_name" if options.places or options.flows else "chosen_by_weight"
    state = layers.tables.metadata
    made = [f"Kharita {geo.__version__}", filter_words(options)]
    made += [say("workspace", hash=state["hash"])] if state.get("hash") else []
    notes = [(say("unplaced"), (unplaced_words(layers, language, missed, outside), *_unplaced(layers, language)))]
    if subjects:
        notes.append((say("note_pages"), (say(chosen, n=len(subjects)),)))
    if timeline.total:
        notes.append((say("timeline"), (say("note_timeline", n=timeline.spanning, all=timeline.total),)))
        notes.append((say("claims"), (say("note_claims"),)))
    notes += [
        (say("note_places"), (say("note_precision"),)),
        (say("note_borders"), (say("borders"),)),
        (say("credits"), tuple(_credits(layers, language))),
        (say("note_made"), tuple(made)),
    ]
    undated = sum(left_out(layers.tables).values())
    if undated:
        notes.insert(1, (say("undated"), (say("left_out", n=undated),)))
    return tuple(notes)


def _unplaced(layers: Layers, language: str) -> list[str]:
    """List the first records without a place, with their sentence and why; names alone are only counted."""
    groups = tray(layers.tables, language, limit=_MOST_UNPLACED).groups
    rows = [row for group in groups if group.key in {"unplaced_events", "unplaced_flows"} for row in group.rows]
    found = []
    for row in rows[:_MOST_UNPLACED]:
        sentence = "".join(text for text, _ in row.sentence)
        parts = [row.name, row.why, labels.source_words(row.publisher, row.published, language)]
        found += [" · ".join(parts), sentence]
    left = sum(group.count for group in groups if group.key in {"unplaced_events", "unplaced_flows"}) - len(found) // 2
    return [*found, f"+{left}"] if left else found


def _credits(layers: Layers, language: str) -> list[str]:
    """Name whose the places and shapes are, with the licences of the gazetteers that were used."""
    places = layers.tables.places
    used = sorted({(str(a), str(b)) for a, b in zip(places["source"], places["licence"], strict=True) if b})
    named = [f"{source} ({licence})" if source else licence for source, licence in used]
    told = [briefing_words("credit_places", language), briefing_words("credit_shapes", language)]
    more = [*named, *split(layers.tables.metadata.get("credits", ""))]
    return [*told, *(one for one in dict.fromkeys(more) if one not in told)]
