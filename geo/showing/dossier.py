"""All that is known of one record, as plain data without markup: facts, every telling, where they differ.

A record is an ``event``, a ``flow`` or a ``place``, with its id. Whoever shows a dossier sets its texts as text.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from geo.showing import labels, particulars
from geo.showing.cards import Sources, Telling, mention_tellings, telling_of
from geo.showing.comparison import Comparison, compare, told_values
from geo.showing.particulars import Fact
from geo.showing.terms import term
from geo.showing.wording import WordPiece, field_spans, word_pieces
from geo.workspace.tables import Tables, split

__all__ = ["MAX_TOLD", "RECORDS", "Dossier", "Link", "Told", "dossier", "links"]

RECORDS = ("event", "flow", "place")
MAX_TOLD = 100  # of a record; how many more there are is counted
_MAX_LINKS = 60
_APART = frozenset({"status", "claimed_by", "denied_by", "date"})  # a telling's card tells them anyway

Row = Mapping[Any, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One telling in full: whose it is, its sentence by the words of each field, and what it says otherwise.

    ``own`` holds what the telling says where that differs from what the record shows; ``start`` and ``end`` are the
    sentence's offsets into the document's text.
    """

    id: str
    start: int
    end: int
    telling: Telling
    words: tuple[WordPiece, ...] = ()
    own: tuple[Fact, ...] = ()
    date_text: str = ""
    hedged: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """Another record that a dossier leads to."""

    record: str
    id: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Dossier:
    """All that is known of a record.

    Attributes
    ----------
    places : tuple of str
        Ids of the places that it is at: the mention of one of them is what places it.
    more : int
        Tellings that are not among ``told``.
    disagreements : tuple of str
        Clauses in words.
    links : tuple of Link
        Of an event or flow what is told more broadly elsewhere, of a place what is said to have happened there.
    shown : int
        Which telling the record takes its sentence and its date from, as a position in ``told``.
    """

    record: str
    id: str
    title: str
    subtitle: str = ""
    facts: tuple[Fact, ...] = ()
    told: tuple[Told, ...] = ()
    more: int = 0
    comparison: Comparison = field(default_factory=Comparison)
    disagreements: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    places: tuple[str, ...] = ()
    shown: int = 0

    @property
    def documents(self) -> tuple[str, ...]:
        """Ids of the documents that tell it, each once, in the order of the tellings."""
        return tuple(dict.fromkeys(told.telling.doc for told in self.told))

    @property
    def publishers(self) -> tuple[str, ...]:
        """Publishers of these documents, each once; one without a name is left out."""
        return tuple(dict.fromkeys(told.telling.publisher for told in self.told if told.telling.publisher))


def dossier(tables: Tables, record: str, key: str, language: str) -> Dossier | None:
    """Gather what is known of a record.

    Parameters
    ----------
    tables
        Holding at least the record's rows, its evidence, the documents and their mentions, and the places.
    record
        One of `RECORDS`.
    key
        An event's ``event_id`` (or row id), a flow's id, a place's id.
    language
        Of words and dates; sentences stay as they are.

    Returns
    -------
    Dossier or None
        None where the tables do not hold the record.

    Examples
    --------
    >>> from geo.workspace.tables import empty_tables
    >>> dossier(empty_tables(), "event", "e-0", "en") is None
    True
    """
    make = {"event": _of_event, "flow": _of_flow, "place": _of_place}.get(record)
    return make(tables, key, language) if make else None


def _rows(table: pd.DataFrame) -> list[dict[Any, Any]]:
    return pd.DataFrame(table.drop(columns="geometry", errors="ignore")).to_dict("records")


def _of_event(tables: Tables, key: str, language: str) -> Dossier | None:
    events = tables.events
    rows = _rows(events[(events["event_id"] == key) | (events["id"] == key)])
    if not rows:
        return None
    key = str(rows[0]["event_id"])
    rows = _rows(events[events["event_id"] == key])
    first = rows[0]
    places = tuple(str(row["place_id"]) for row in rows if row["place_id"])
    names = [
        labels.isolated(labels.place_name(row["place"], row["place_ar"], language), language)
        for row in rows
        if row["place_id"]
    ]
    where = particulars.comma(language).join(names) or labels.words(language)["unknown_place"]
    return _with_tellings(
        tables,
        first,
        Dossier(
            record="event",
            id=key,
            title=f"{labels.type_words(str(first['type']), language)} · {where}",
            subtitle=labels.date_words(str(first["date_from"]), str(first["date_to"]), language),
            facts=particulars.event_facts(rows, language),
            disagreements=tuple(dict.fromkeys(clause for row in rows for clause in _clauses(row, language))),
            links=_linked(tables, "event", rows, language),
            places=places,
        ),
        language,
    )


def _of_flow(tables: Tables, key: str, language: str) -> Dossier | None:
    rows = _rows(tables.flows[tables.flows["id"] == key])
    if not rows:
        return None
    row = rows[0]
    return _with_tellings(
        tables,
        row,
        Dossier(
            record="flow",
            id=key,
            title=labels.flow_title(row, language),
            subtitle=labels.date_words(str(row["date_from"]), str(row["date_to"]), language),
            facts=particulars.flow_facts(row, language),
            disagreements=_clauses(row, language),
            links=_linked(tables, "flow", rows, language),
            places=tuple(str(row[name]) for name in ("origin_id", "destination_id") if row[name]),
        ),
        language,
    )


def _with_tellings(tables: Tables, shown: Row, base: Dossier, language: str) -> Dossier:
    """Add every telling, the earliest published first, and lay them beside each other."""
    evidence = tables.evidence
    own = evidence[(evidence["record"] == base.record) & (evidence["record_id"] == base.id)]
    rows = _rows(own.sort_values(["published", "doc", "start"], kind="stable"))
    kept = rows[:MAX_TOLD]
    names = _names(tables, language)
    record = told_values({**shown, "place_ids": "; ".join(base.places)}, names, language)
    sources = Sources(tables)
    told = tuple(_told(sources, row, base, record, names, language) for row in kept)
    own_span = [(row["doc"], row["start"]) == (shown["doc"], shown["start"]) for row in kept]
    return replace(
        base,
        told=told,
        more=len(rows) - len(kept),
        comparison=compare(kept, names, language),
        shown=own_span.index(True) if any(own_span) else 0,
    )


def _told(
    sources: Sources, row: Row, base: Dossier, record: Mapping[str, str], names: Mapping[str, str], language: str
) -> Told:
    start, end, quote = int(row["start"]), int(row["end"]), str(row["quote"])
    # Offsets are into the document's text: they fit the quotation only where it is the text's own words.
    fits = len(quote) == end - start
    marks = sources.marks(str(row["doc"]), start, end, frozenset()) if fits else []
    spans = [(name, first - start, last - start) for name, first, last in field_spans(row)] if fits else []
    values = told_values(row, names, language)
    own = [
        Fact(key=name, label=term("fields", name, language), lines=(words,))
        for name, words in values.items()
        if name not in _APART and words != record.get(name)
    ]
    return Told(
        id=f"{row['doc']}:{row['telling_id']}:{row.get('position', 1)}",
        start=start,
        end=end,
        telling=telling_of(sources, row, frozenset(base.places), language),
        words=word_pieces(quote, spans, [(first - start, last - start) for first, last in marks]),
        own=tuple(own),
        date_text=str(row.get("date_text") or ""),
        hedged=bool(row.get("hedged") or False),
    )


def _names(tables: Tables, language: str) -> dict[str, str]:
    places = tables.places
    return {
        str(key): labels.place_name(str(name), str(name_ar), language)
        for key, name, name_ar in zip(places["id"], places["name"], places["name_ar"], strict=True)
    }


def _clauses(row: Row, language: str) -> tuple[str, ...]:
    return tuple(particulars.clause_words(clause, language) for clause in split(str(row["disagreements"])))


def _linked(tables: Tables, record: str, rows: Iterable[Row], language: str) -> tuple[Link, ...]:
    """Name the records that these say more sharply or more broadly; one whose row is not at hand by its id."""
    ids = list(dict.fromkeys(one for row in rows for one in split(str(row["linked"]))))[:_MAX_LINKS]
    known = {link.id: link for link in links(tables, language)}
    return tuple(known.get(one, Link(record=record, id=one, title=one)) for one in ids)


def links(tables: Tables, language: str) -> list[Link]:
    """Name the events and flows of the tables, the earliest first."""
    events = tables.events.drop_duplicates("event_id").sort_values(["date_from", "event_id"])
    found = [_link("event", row["event_id"], labels.event_title(row, language), row, language) for row in _rows(events)]
    flows = _rows(tables.flows.sort_values(["date_from", "id"]))
    return found + [_link("flow", row["id"], labels.flow_title(row, language), row, language) for row in flows]


def _link(record: str, key: str, title: str, row: Row, language: str) -> Link:
    when = labels.date_words(str(row["date_from"]), str(row["date_to"]), language)
    return Link(record=record, id=str(key), title=f"{title} · {when}")


def _of_place(tables: Tables, key: str, language: str) -> Dossier | None:
    rows = _rows(tables.places[tables.places["id"] == key])
    if not rows:
        return None
    row = rows[0]
    sources = Sources(tables)
    named: dict[str, Iterator[tuple[int, int]]] = {
        doc: iter(spans) for doc, spans in _by_document(sources.named(key)).items()
    }
    tellings = mention_tellings(sources, key, language, limit=MAX_TOLD)
    # A document's mentions come in its own order among the tellings.
    told = tuple(_named(telling, *next(named[telling.doc])) for telling in tellings)
    return Dossier(
        record="place",
        id=key,
        title=labels.place_title(row, language),
        subtitle=labels.place_what(row, language),
        facts=particulars.place_facts(row, language),
        told=told,
        more=max(0, int(row["n_mentions"]) - len(told)),
        links=tuple(links(_here(tables, key), language)[:_MAX_LINKS]),
        places=(key,),
    )


def _by_document(named: Sequence[tuple[str, int, int]]) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for doc, start, end in sorted(named):
        spans.setdefault(doc, []).append((start, end))
    return spans


def _named(telling: Telling, start: int, end: int) -> Told:
    words = tuple((text, ("mention",) if marked else ()) for text, marked in telling.pieces)
    return Told(id=f"{telling.doc}:{start}", start=start, end=end, telling=telling, words=words)


def _here(tables: Tables, place_id: str) -> Tables:
    flows = tables.flows
    return replace(
        tables,
        events=tables.events[tables.events["place_id"] == place_id],
        flows=flows[(flows["origin_id"] == place_id) | (flows["destination_id"] == place_id)],
    )
