"""What passes a filter: the same one for map, table, export and command line.

What each criterion asks of a row. All that are set must hold; within one, any of its values will do.

=================== ================================== ========================== ==========================
criterion           events                             flows                      mentions
=================== ================================== ========================== ==========================
date_from/_to       the interval overlaps              the same                   the document's publication
... of reports      a telling was published then       the same                   the document's publication
types               PLOVER type                        left alone                 left alone
actors              an actor or a recipient            the carrier                left alone
countries           of the place                       of either end              of the place
statuses            status                             status                     left alone
min_precision       ``where_prec`` at most this        of every end that is known of the place
min_score           of the place                       of the less sure end       of the place
publishers          of any telling                     of any telling             of the document
claimants, sides    any claimant                       any claimant               left alone
min_claimants       independent claimants              the same                   left alone
reliabilities       of the source of any telling       the same                   of the document's source
credibilities       of the record                      of the record              left alone
text                a sentence, a name, a date's words the same                   the words, the place
bbox                the place touches the box          either end touches it      the place touches it
=================== ================================== ========================== ==========================

A row without a date (a document without a publication date) is left out when dates are asked for, and counted: see
`left_out`. An interval without an end goes on; one without a beginning counts by its end. A row without a place fails
whatever asks for one; one without a score passes any. A place known only as an area (``where_prec`` 4 and more) touches
a box when the square around its circle does. An event at several places keeps the places that pass. Evidence stays
complete for the records that stay; places are those that a row that stays uses, counted anew; documents those that
such a row rests on.

Filtered by the dates of reports, the account is what was known then: a record has the status that follows from the
tellings of these days alone, and no more claimants than spoke in them (`geo.workspace.known` writes its other columns
anew). Sources and records that nobody has graded are F and 6, "cannot be judged".
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.model import EVENT_TYPES, STATUSES
from geo.workspace.criteria import KEYS, UNJUDGED, BBox, Filter, from_mapping, to_mapping
from geo.workspace.facts import Evidence, Facts, Rows, facts_of
from geo.workspace.known import as_known
from geo.workspace.tables import LIST_SEPARATOR, Tables, join

__all__ = [
    "KEYS",
    "Chosen",
    "Filter",
    "Grades",
    "apply",
    "choose",
    "from_mapping",
    "left_out",
    "plain_fold",
    "to_mapping",
]

AREA_PREC = 4
KM_PER_DEGREE = 111.2
LEFT_OUT = "left_out_undated_"
NO_RANK = len(STATUSES)
EVENT_TEXT = ("place", "place_ar", "actors", "recipients", "claimants", "denied_by", "date_text", "type", "mode")
FLOW_TEXT = ("origin", "origin_ar", "destination", "destination_ar", "carrier", "claimants", "denied_by", "date_text")
MENTION_TEXT = ("text", "name", "name_ar")

Fold = Callable[[str], str]
Grades = Mapping[tuple[str, str], str]
"""(subject, key) -> grade; the subject is "publisher", "event" or "flow"."""
Mask = Any  # an array of booleans, one a row


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Chosen:
    """What passes a filter: masks over the rows of the facts.

    ``event_status`` and ``flow_status`` are places in `STATUSES`: as they follow from what was known. ``told`` says
    which tellings count (None: all). ``undated`` counts what was left out for want of a date: events, flows, mentions.
    """

    events: Mask
    flows: Mask
    mentions: Mask
    event_status: Any
    flow_status: Any
    told: Mask | None
    undated: Mapping[str, int]


def plain_fold(text: str) -> str:
    """Reduce letters to what people mean by them: no case, no marks (Arabic vowels and hamzas among them), no tatweel.

    Examples
    --------
    >>> plain_fold("بَنْغازي") == plain_fold("بنغـازي"), plain_fold("Élan")
    (True, 'elan')
    """
    parts = unicodedata.normalize("NFKD", text).replace("\u0640", "")
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold()


def choose(facts: Facts, criteria: Filter, *, fold: Fold = plain_fold, grades: Grades | None = None) -> Chosen:
    """Say which rows pass.

    Parameters
    ----------
    facts
        The columns: `geo.workspace.facts.facts_of`.
    criteria
        Without criteria, everything passes.
    fold
        Makes texts comparable for ``text``. The reading wing's folding is richer than `plain_fold`, and this wing does
        not import that one: whoever composes the two passes it in.
    grades
        Of sources and records.
    """
    known = _Known.of(facts, criteria)
    words = _Words(facts, criteria, fold)
    graded = _Graded(facts, criteria, grades or {})
    masks = {
        "events": _events(facts, criteria, known) & words.events() & graded.records("event"),
        "flows": _flows(facts, criteria, known) & words.flows() & graded.records("flow"),
        "mentions": _mentions(facts, criteria) & words.mentions() & graded.mentions(),
    }
    dated = _Dated(facts, criteria, known)
    kept = {name: mask & dated.passing[name] for name, mask in masks.items()}
    return Chosen(
        **kept,
        event_status=known.event_status,
        flow_status=known.flow_status,
        told=known.told,
        undated={name: dated.count(name, mask) for name, mask in masks.items()} if dated.asked else {},
    )


def apply(tables: Tables, criteria: Filter, *, fold: Fold = plain_fold) -> Tables:
    """Keep what the filter asks for.

    Parameters
    ----------
    tables : Tables
        Of a workspace; they stay as they are. Their grades are those that the filter goes by.
    criteria : Filter
        Without criteria, everything stays.
    fold : callable
        As `choose` wants it.

    Returns
    -------
    Tables
        The rows that pass, in their order; the metadata tells what was left out for want of a date (`left_out`).
    """
    if not criteria:
        return tables
    chosen = choose(facts_of(tables), criteria, fold=fold, grades=grades_of(tables))
    kept = {
        name: getattr(tables, name)[getattr(chosen, name)].reset_index(drop=True)
        for name in ("events", "flows", "mentions")
    }
    evidence = tables.evidence if chosen.told is None else tables.evidence[chosen.told]
    records = set(kept["events"]["event_id"]) | set(kept["flows"]["id"])
    evidence = evidence[evidence["record_id"].isin(records)].reset_index(drop=True)
    if chosen.told is not None:
        kept |= as_known(kept["events"], kept["flows"], evidence, whole=tables.evidence)
    documents = set(kept["mentions"]["doc"]) | set(evidence["doc"])
    counted = {f"{LEFT_OUT}{name}": str(count) for name, count in chosen.undated.items()}
    return Tables(
        **kept,
        evidence=evidence,
        documents=tables.documents[tables.documents["id"].isin(documents)].reset_index(drop=True),
        places=_places(tables.places, evidence=evidence, **kept),
        grades=tables.grades,
        views=tables.views,
        metadata={**tables.metadata, **counted},
    )


def grades_of(tables: Tables) -> dict[tuple[str, str], str]:
    """Return the grades that stand in the tables."""
    grades = tables.grades
    return {
        (subject, key): grade
        for subject, key, grade in zip(grades["subject"], grades["key"], grades["grade"], strict=True)
    }


def left_out(tables: Tables) -> dict[str, int]:
    """Say how many events, flows and mentions a filter by date left out because nobody knows their date.

    Only those are counted that pass everything else.
    """
    return {
        key.removeprefix(LEFT_OUT): int(value) for key, value in tables.metadata.items() if key.startswith(LEFT_OUT)
    }


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What was known in the days asked for: which tellings count, and what follows for each row.

    ``records`` says of each record whether any telling counts, ``dated`` whether any has a day at all; both None when
    nothing is asked of reports.
    """

    told: Mask | None
    records: Mask | None
    dated: Mask | None
    event_status: Any
    flow_status: Any
    event_claimants: Any
    flow_claimants: Any

    @classmethod
    def of(cls, facts: Facts, criteria: Filter) -> "_Known":
        claimants = [rows.numbers["n_claimants"] for rows in (facts.events, facts.flows)]
        if criteria.dates == "event" or not (criteria.date_from or criteria.date_to):
            return cls(None, None, None, facts.event_status, facts.flow_status, *claimants)
        evidence = facts.evidence
        told = _between(evidence.published, criteria)
        status = _status_by_record(evidence, told, facts.n_records)
        spoken = _count(evidence.record[told & evidence.first_of_voice], facts.n_records)
        numbers = (facts.event_record, facts.flow_record)
        return cls(
            told,
            _count(evidence.record[told], facts.n_records) > 0,
            _count(evidence.record[evidence.published > 0], facts.n_records) > 0,
            *(status[record] for record in numbers),
            *(np.minimum(n, spoken[record]) for n, record in zip(claimants, numbers, strict=True)),
        )


def _count(numbers: Any, size: int) -> Any:
    return np.bincount(numbers, minlength=size)


def _status_by_record(evidence: Evidence, told: Mask, n_records: int) -> Any:
    """Return each record's status by the tellings that count: denied if any is, else the strongest assertion."""
    # STATUSES runs from denied to reported: the strongest assertion is the highest, and denied stands above all.
    rank = np.where(evidence.status == STATUSES.index("denied"), NO_RANK, evidence.status)
    rank = np.where(told, rank, -1)[evidence.by_record]
    if not n_records or not len(rank):
        return np.zeros(n_records, dtype=np.int8)
    best = np.maximum.reduceat(rank, np.minimum(evidence.starts, len(rank) - 1))
    return np.where((best == NO_RANK) | (best < 0), STATUSES.index("denied"), best).astype(np.int8)


class _Dated:
    """Whether rows lie in the days asked for: by their own dates, or by those of the reports."""

    def __init__(self, facts: Facts, criteria: Filter, known: _Known) -> None:
        self.asked = bool(criteria.date_from or criteria.date_to)
        self._facts = facts
        published = facts.documents.days["published"]
        documents = facts.mention_document
        when = np.where(documents >= 0, published[documents], 0) if len(published) else np.zeros(len(documents))
        self.passing: dict[str, Mask] = {"mentions": _between(when, criteria)}
        self._undated: dict[str, Mask] = {"mentions": when == 0}
        for name, record in (("events", facts.event_record), ("flows", facts.flow_record)):
            rows: Rows = getattr(facts, name)
            if known.records is not None and known.dated is not None:
                self.passing[name], self._undated[name] = known.records[record], ~known.dated[record]
            else:
                first, last = rows.days["date_from"], rows.days["date_to"]
                self.passing[name], self._undated[name] = _overlaps(first, last, criteria), (first == 0) & (last == 0)

    def count(self, name: str, mask: Mask) -> int:
        """Count what passes everything else and has no date."""
        lost = mask & self._undated[name]
        return len(np.unique(self._facts.event_record[lost])) if name == "events" else int(lost.sum())


def _between(days: Any, criteria: Filter) -> Mask:
    """Say which days lie between the filter's; a day that is not known does not, unless none are asked for."""
    if not (criteria.date_from or criteria.date_to):
        return np.ones(len(days), dtype=bool)
    mask = days > 0
    if criteria.date_from:
        mask &= days >= criteria.date_from.toordinal()
    if criteria.date_to:
        mask &= days <= criteria.date_to.toordinal()
    return mask


def _overlaps(first: Any, last: Any, criteria: Filter) -> Mask:
    """Say which intervals overlap the filter's.

    An interval without a beginning is a bound ("by the day of publication"), not a span of all the time before it: it
    counts by its end. One without an end goes on.
    """
    if not (criteria.date_from or criteria.date_to):
        return np.ones(len(first), dtype=bool)
    mask = (first > 0) | (last > 0)
    if criteria.date_from:
        mask &= (last == 0) | (last >= criteria.date_from.toordinal())
    if criteria.date_to:
        mask &= np.where(first > 0, first, last) <= criteria.date_to.toordinal()
    return mask


def _events(facts: Facts, criteria: Filter, known: _Known) -> Mask:
    rows = facts.events
    mask = _said(rows, criteria, known.event_status, known.event_claimants)
    if criteria.types:
        mask &= _codes_among(facts.event_type, EVENT_TYPES, criteria.types)
    if criteria.actors:
        names = _joined(criteria.actors)
        mask &= rows.texts["actors"].among(names) | rows.texts["recipients"].among(names)
    return mask & _place(rows, criteria)


def _flows(facts: Facts, criteria: Filter, known: _Known) -> Mask:
    rows = facts.flows
    mask = _said(rows, criteria, known.flow_status, known.flow_claimants)
    if criteria.actors:
        mask &= rows.texts["carrier"].among(_joined(criteria.actors))
    if criteria.countries:
        wanted = set(criteria.countries)
        mask &= rows.texts["origin_country"].where(wanted.__contains__) | rows.texts["destination_country"].where(
            wanted.__contains__
        )
    if criteria.min_precision is not None:
        ends = [rows.numbers[f"{end}_where_prec"] for end in ("origin", "destination")]
        coarse = (ends[0] > criteria.min_precision) | (ends[1] > criteria.min_precision)
        mask &= ~coarse & ~(np.isnan(ends[0]) & np.isnan(ends[1]))
    mask &= _sure(rows, criteria)
    if criteria.bbox:
        mask &= _touches(rows, criteria.bbox, "origin_") | _touches(rows, criteria.bbox, "destination_")
    return mask


def _mentions(facts: Facts, criteria: Filter) -> Mask:
    mask = _place(facts.mentions, criteria)
    if criteria.publishers:
        documents = facts.documents
        named = documents.texts["publisher"].among(_joined(criteria.publishers))
        unnamed = documents.texts["publisher"].where(lambda name: not name)  # such an outlet goes by its document's id
        of = named | (unnamed & documents.texts["id"].among(_joined(criteria.publishers)))
        mask &= (of[facts.mention_document] if len(of) else False) & (facts.mention_document >= 0)
    return mask


def _said(rows: Rows, criteria: Filter, status: Any, claimants: Any) -> Mask:
    """Hold status, publishers and claimants against the filter: for events and flows alike."""
    mask = np.ones(rows.size, dtype=bool)
    if criteria.statuses:
        mask &= _codes_among(status, STATUSES, criteria.statuses)
    for name in ("publishers", "claimants", "sides"):
        wanted = getattr(criteria, name)
        if wanted:
            mask &= rows.texts[name].among(_joined(wanted))
    if criteria.min_claimants is not None:
        mask &= claimants >= criteria.min_claimants
    return mask


def _codes_among(codes: Any, order: Iterable[str], wanted: Iterable[str]) -> Mask:
    """Say which codes stand for one of the values wanted."""
    names = set(wanted)
    passes: Mask = np.array([value in names for value in order])[codes]
    return passes


def _place(rows: Rows, criteria: Filter) -> Mask:
    """Hold the one place of a row against the filter."""
    mask = _sure(rows, criteria)
    if criteria.countries:
        mask &= rows.texts["country"].where(set(criteria.countries).__contains__)
    if criteria.min_precision is not None:
        mask &= rows.numbers["where_prec"] <= criteria.min_precision  # NaN is not
    if criteria.bbox:
        mask &= _touches(rows, criteria.bbox)
    return mask


def _sure(rows: Rows, criteria: Filter) -> Mask:
    if criteria.min_score is None:
        return np.ones(rows.size, dtype=bool)
    return ~(rows.numbers["score"] < criteria.min_score)


def _touches(rows: Rows, box: BBox, prefix: str = "") -> Mask:
    """Say which rows' places lie in a box, or, known only as an area, may reach into it."""
    west, south, east, north = box
    lat, lon, radius, prec = (rows.numbers[f"{prefix}{name}"] for name in ("lat", "lon", "radius_km", "where_prec"))
    reach = np.where(prec >= AREA_PREC, radius / KM_PER_DEGREE, 0.0)
    sideways = np.minimum(reach / np.maximum(np.cos(np.radians(lat)), 0.01), 180.0)
    width = (east - west) % 360 if east != west + 360 else 360.0
    eastward = (lon - west + sideways) % 360  # from where the place would just touch the western edge
    along = (eastward <= width + 2 * sideways) | (width + 2 * sideways >= 360)
    across = (lat >= south - reach) & (lat <= north + reach)
    mask: Mask = along & across & ~np.isnan(lat)
    return mask


def _joined(names: Iterable[str]) -> list[str]:
    return [join([name]) for name in names]


class _Words:
    """What the words looked for are found in."""

    def __init__(self, facts: Facts, criteria: Filter, fold: Fold) -> None:
        self._facts = facts
        self._fold = fold
        self._needle = fold(criteria.text) if criteria.text else ""
        self._told: Mask | None = None
        if criteria.text:
            self._told = np.zeros(facts.n_records, dtype=bool)
            self._told[facts.evidence.record[self._quoted()]] = True

    def _quoted(self) -> Mask:
        import pyarrow.compute as pc

        found = pc.match_substring(self._facts.folded_quotes(self._fold), self._needle)
        mask: Mask = found.to_numpy(zero_copy_only=False).astype(bool)
        return mask

    def events(self) -> Mask:
        return self._in(self._facts.events, self._facts.event_record, EVENT_TEXT)

    def flows(self) -> Mask:
        return self._in(self._facts.flows, self._facts.flow_record, FLOW_TEXT)

    def mentions(self) -> Mask:
        return self._in(self._facts.mentions, None, MENTION_TEXT)

    def _in(self, rows: Rows, record: Any, columns: Iterable[str]) -> Mask:
        if self._told is None:
            return np.ones(rows.size, dtype=bool)
        mask = np.zeros(rows.size, dtype=bool) if record is None else self._told[record]
        for column in columns:
            mask = mask | rows.texts[column].where(lambda value: self._needle in self._fold(value))
        return mask


class _Graded:
    """Whether sources and records have one of the grades asked for; what nobody graded cannot be judged."""

    def __init__(self, facts: Facts, criteria: Filter, grades: Grades) -> None:
        self._facts = facts
        self._criteria = criteria
        self._grades = grades
        self._sources: Mask | None = None
        if criteria.reliabilities:
            tellings = facts.evidence.publisher.where(self._reliable)
            self._sources = np.zeros(facts.n_records, dtype=bool)
            self._sources[facts.evidence.record[tellings]] = True

    def _reliable(self, publisher: str) -> bool:
        return self._grades.get(("publisher", publisher), UNJUDGED[0]) in self._criteria.reliabilities

    def records(self, subject: str) -> Mask:
        facts = self._facts
        rows, record = (facts.events, facts.event_record) if subject == "event" else (facts.flows, facts.flow_record)
        mask = np.ones(rows.size, dtype=bool) if self._sources is None else self._sources[record]
        wanted = self._criteria.credibilities
        if wanted:
            ids = rows.texts["event_id" if subject == "event" else "id"]
            mask = mask & ids.where(lambda one: self._grades.get((subject, one), UNJUDGED[1]) in wanted)
        return mask

    def mentions(self) -> Mask:
        facts = self._facts
        if self._sources is None:
            return np.ones(facts.mentions.size, dtype=bool)
        reliable = facts.documents.texts["publisher"].where(self._reliable)
        mask: Mask = reliable[facts.mention_document] & (facts.mention_document >= 0)
        return mask


def _places(places: Any, *, events: Any, flows: Any, mentions: Any, evidence: Any) -> Any:
    """Keep the places that a row uses; count again how often and in how many documents."""
    import pandas as pd

    listed = evidence["place_ids"].str.split(LIST_SEPARATOR)
    told = evidence[["record_id", "doc"]].assign(place=listed).explode("place").astype("str")
    at = [events[["event_id", "place_id"]].set_axis(["record_id", "place"], axis=1)]
    at += [flows[["id", f"{end}_id"]].set_axis(["record_id", "place"], axis=1) for end in ("origin", "destination")]
    spoken = pd.concat(at).merge(told, on=["record_id", "place"])[["place", "doc"]]
    named = mentions[["place_id", "doc"]].set_axis(["place", "doc"], axis=1)
    documents = pd.concat([spoken, named]).drop_duplicates().groupby("place").size()
    counts = named.groupby("place").size()
    kept = places[places["id"].isin(documents.index)].reset_index(drop=True)
    kept["n_mentions"] = kept["id"].map(counts).fillna(0).astype("Int64")
    kept["n_documents"] = kept["id"].map(documents).fillna(0).astype("Int64")
    return kept
