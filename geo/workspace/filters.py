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

Filtered by the dates of reports, the account is what was known then (`geo.workspace.known`): status, publishers,
claimants, sources and sentences are those of the tellings of these days alone, and so are the places of an event that
is told at several. Only ``sides`` are those of the whole account. Sources and records that nobody has graded are F and
6, "cannot be judged".
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.model import EVENT_TYPES, STATUSES
from geo.workspace.criteria import KEYS, UNJUDGED, BBox, Filter, from_mapping, to_mapping
from geo.workspace.facts import Evidence, Facts, Fold, Rows, facts_of
from geo.workspace.known import Known, KnownRows, as_known, days_between
from geo.workspace.tables import LIST_SEPARATOR, Tables, join

__all__ = [
    "KEYS",
    "Chosen",
    "Filter",
    "Fold",
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
EVENT_TEXT = ("place", "place_ar", "actors", "recipients", "claimants", "denied_by", "date_text", "type", "mode")
FLOW_TEXT = ("origin", "origin_ar", "destination", "destination_ar", "carrier", "claimants", "denied_by", "date_text")
MENTION_TEXT = ("text", "name", "name_ar")
SAID = frozenset({"claimants", "denied_by"})  # texts that say who told it

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
    known = Known.of(facts, criteria)
    words = _Words(facts, criteria, fold, known)
    graded = _Graded(facts, criteria, grades or {}, known)
    masks = {
        "events": graded.records("event", words.events(_events(facts, criteria, known))),
        "flows": graded.records("flow", words.flows(_flows(facts, criteria, known))),
        "mentions": graded.mentions(words.mentions(_mentions(facts, criteria))),
    }
    dated = _Dated(facts, criteria, known)
    return Chosen(
        **{name: dated.kept(name, mask) for name, mask in masks.items()},
        event_status=known.events.status if known else facts.event_status,
        flow_status=known.flows.status if known else facts.flow_status,
        told=known.told if known else None,
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
        corrections=tables.corrections,
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


class _Dated:
    """Whether rows lie in the days asked for: by their own dates, or by those of the reports."""

    def __init__(self, facts: Facts, criteria: Filter, known: Known | None) -> None:
        self.asked = bool(criteria.date_from or criteria.date_to)
        self._facts = facts
        self.passing: dict[str, Mask] = {}
        self._undated: dict[str, Mask] = {}
        if not self.asked:
            return
        published = np.append(facts.documents.days["published"], 0)  # the last stands for no document: -1
        when = published[facts.mention_document]
        self.passing["mentions"], self._undated["mentions"] = days_between(when, criteria), when == 0
        for name in ("events", "flows"):
            if known is not None:
                rows: KnownRows = getattr(known, name)
                self.passing[name], self._undated[name] = rows.passing, rows.undated
            else:
                days = getattr(facts, name).days
                first, last = days["date_from"], days["date_to"]
                self.passing[name], self._undated[name] = _overlaps(first, last, criteria), (first == 0) & (last == 0)

    def kept(self, name: str, mask: Mask) -> Mask:
        """Return what passes everything else and lies in these days."""
        return mask & self.passing[name] if self.asked else mask

    def count(self, name: str, mask: Mask) -> int:
        """Count what passes everything else and has no date."""
        lost = mask & self._undated[name]
        return len(np.unique(self._facts.event_record[lost])) if name == "events" else int(lost.sum())


def _overlaps(first: Any, last: Any, criteria: Filter) -> Mask:
    """Say which intervals overlap the filter's.

    An interval without a beginning is a bound ("by the day of publication"), not a span of all the time before it: it
    counts by its end. One without an end goes on.
    """
    mask = (first > 0) | (last > 0)
    if criteria.date_from:
        mask &= (last == 0) | (last >= criteria.date_from.toordinal())
    if criteria.date_to:
        mask &= np.where(first > 0, first, last) <= criteria.date_to.toordinal()
    return mask


def _events(facts: Facts, criteria: Filter, known: Known | None) -> Mask:
    rows = facts.events
    mask = _said(facts, criteria, rows, facts.event_status, known.events if known else None)
    if criteria.types:
        mask &= _codes_among(facts.event_type, EVENT_TYPES, criteria.types)
    if criteria.actors:
        names = _joined(criteria.actors)
        mask &= rows.texts["actors"].among(names) | rows.texts["recipients"].among(names)
    return mask & _place(rows, criteria)


def _flows(facts: Facts, criteria: Filter, known: Known | None) -> Mask:
    rows = facts.flows
    mask = _said(facts, criteria, rows, facts.flow_status, known.flows if known else None)
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
        mask &= np.append(of, False)[facts.mention_document]  # the last stands for no document: -1
    return mask


def _said(facts: Facts, criteria: Filter, rows: Rows, status: Any, known: KnownRows | None) -> Mask:
    """Hold status, publishers and claimants against the filter: for events and flows alike."""
    mask = np.ones(rows.size, dtype=bool)
    if criteria.statuses:
        mask &= _codes_among(known.status if known else status, STATUSES, criteria.statuses)
    if criteria.sides:
        mask &= rows.texts["sides"].among(_joined(criteria.sides))
    for name, spoke in (("publishers", _published_by), ("claimants", _claimed_by)):
        wanted = _joined(getattr(criteria, name))
        if wanted:
            mask &= known.told_by(spoke(facts.evidence, wanted)) if known else rows.texts[name].among(wanted)
    if criteria.min_claimants is not None:
        claimants = rows.numbers["n_claimants"]
        if known:
            claimants = np.where(known.passing, np.minimum(claimants, known.voices(facts.evidence.voice)), claimants)
        mask &= claimants >= criteria.min_claimants
    return mask


def _published_by(evidence: Evidence, names: list[str]) -> Mask:
    """Say which tellings an outlet of such a name printed; one without a name goes by its document's id."""
    return evidence.publisher.among(names) | (
        evidence.publisher.where(lambda name: not name) & evidence.doc.among(names)
    )


def _claimed_by(evidence: Evidence, names: list[str]) -> Mask:
    """Say which tellings are the word of such a name: of a claimant, else of the outlet unless it only denies."""
    own = evidence.claimed_by.where(lambda name: not name) & (evidence.status != STATUSES.index("denied"))
    return evidence.claimed_by.among(names) | (own & _published_by(evidence, names))


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

    def __init__(self, facts: Facts, criteria: Filter, fold: Fold, known: Known | None) -> None:
        self._facts = facts
        self._fold = fold
        self._known = known
        self._needle = fold(criteria.text) if criteria.text else ""
        self._quoted = self._quotes() if criteria.text else None

    def _quotes(self) -> Mask:
        import pyarrow.compute as pc

        found = pc.match_substring(self._facts.folded_quotes(self._fold), self._needle)
        mask: Mask = found.to_numpy(zero_copy_only=False).astype(bool)
        return mask

    def events(self, mask: Mask) -> Mask:
        rows = self._known.events if self._known else None
        return self._in(mask, self._facts.events, EVENT_TEXT, self._facts.event_record, rows)

    def flows(self, mask: Mask) -> Mask:
        rows = self._known.flows if self._known else None
        return self._in(mask, self._facts.flows, FLOW_TEXT, self._facts.flow_record, rows)

    def mentions(self, mask: Mask) -> Mask:
        return self._in(mask, self._facts.mentions, MENTION_TEXT)

    def _in(
        self, mask: Mask, rows: Rows, columns: Iterable[str], record: Any = None, known: KnownRows | None = None
    ) -> Mask:
        if self._quoted is None:
            return mask
        found = np.zeros(rows.size, dtype=bool)
        if record is not None:
            found |= _told_by(self._facts, self._quoted, record, known)
        for column in columns:
            if known is not None and column in SAID:  # by whomever, whenever
                continue
            found |= rows.texts[column].where(self._has)
        if known is not None:
            found |= known.told_by(self._facts.evidence.claimed_by.where(self._has))
        return mask & found

    def _has(self, value: str) -> bool:
        return self._needle in self._fold(value)


def _told_by(facts: Facts, tellings: Mask, record: Any, known: KnownRows | None) -> Mask:
    """Say which rows rest on one of these tellings: of all of their record, or of what was known."""
    if known is not None:
        return known.told_by(tellings)
    told = np.zeros(facts.n_records, dtype=bool)
    told[facts.evidence.record[tellings]] = True
    return told[record]


class _Graded:
    """Whether sources and records have one of the grades asked for; what nobody graded cannot be judged."""

    def __init__(self, facts: Facts, criteria: Filter, grades: Grades, known: Known | None) -> None:
        self._facts = facts
        self._criteria = criteria
        self._grades = grades
        self._known = known

    def _reliable(self, publisher: str) -> bool:
        return self._grades.get(("publisher", publisher), UNJUDGED[0]) in self._criteria.reliabilities

    def records(self, subject: str, mask: Mask) -> Mask:
        facts, name = self._facts, f"{subject}s"
        record = facts.event_record if subject == "event" else facts.flow_record
        if self._criteria.reliabilities:
            known = getattr(self._known, name) if self._known else None
            mask = mask & _told_by(facts, facts.evidence.publisher.where(self._reliable), record, known)
        if self._criteria.credibilities:
            mask = mask & self._credible(subject, record)
        return mask

    def _credible(self, subject: str, record: Any) -> Mask:
        """Say which rows' records have a grade asked for: only the few that are graded are looked up."""
        wanted = self._criteria.credibilities
        passes = np.full(self._facts.n_records, UNJUDGED[1] in wanted)
        for (of, key), grade in self._grades.items():
            number = self._facts.record_number(f"{subject}s", key) if of == subject else None
            if number is not None:
                passes[number] = grade in wanted
        return passes[record]

    def mentions(self, mask: Mask) -> Mask:
        if not self._criteria.reliabilities:
            return mask
        reliable = np.append(self._facts.documents.texts["publisher"].where(self._reliable), False)
        return mask & reliable[self._facts.mention_document]


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
    used = pd.concat([*(table["place"] for table in at), named["place"]])
    kept = places[places["id"].isin(used)].reset_index(drop=True)
    kept["n_mentions"] = kept["id"].map(counts).fillna(0).astype("Int64")
    kept["n_documents"] = kept["id"].map(documents).fillna(0).astype("Int64")
    return kept
