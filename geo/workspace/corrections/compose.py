"""From what a page knows, ids and spans of rows, to entries of the log: with their context, and what was there before.

A page draws a state of the workspace; what it lets be corrected is looked up in that state (`shown`), and an entry says
which one that was (``basis``), so that what somebody else corrected meanwhile is a conflict and not overwritten.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple

from geo.errors import CorrectionError
from geo.model import DateSpan, Decision, Document, Event, Evidence, Flow, Mention, Place, Reading, stable_id
from geo.precision import date_prec
from geo.workspace.account import Telling
from geo.workspace.corrections.anchors import mention_target, telling_target
from geo.workspace.corrections.entries import Entry, MentionTarget, OwnPlace, TellingTarget, new_entry
from geo.workspace.corrections.log import Log, read_log
from geo.workspace.corrections.preview import within
from geo.workspace.corrections.replay import Reread, replay
from geo.workspace.geopackage import read_readings
from geo.workspace.serialise import from_json
from geo.workspace.tables import Tables

__all__ = [
    "RADIUS_KM",
    "By",
    "Named",
    "Shown",
    "Span",
    "add_entry",
    "apart_entry",
    "change_entry",
    "confirm_entry",
    "delete_entry",
    "mention_entry",
    "narrowed",
    "place_entry",
    "shown",
    "tellings_of",
    "together_entry",
    "undo_entry",
]

RADIUS_KM: Mapping[str, float] = {
    "city": 15.0,
    "town": 6.0,
    "village": 3.0,
    "neighbourhood": 3.0,
    "site": 3.0,
    "admin1": 80.0,
    "admin2": 25.0,
    "region": 100.0,
    "river": 100.0,
    "sea": 300.0,
    "country": 500.0,
    "continent": 3000.0,
}
"""How far a place of each kind may extend from a point that somebody clicked, unless they say it more sharply."""


class Span(NamedTuple):
    """A span of a document's text, end exclusive."""

    doc: str
    start: int
    end: int


class Named(NamedTuple):
    """A telling by its document and its id."""

    doc: str
    id: str


class By(NamedTuple):
    """Who corrects, and why."""

    author: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """Some documents in one state: as they were read (``automatic``) and as they are shown, by document id."""

    log: Log
    automatic: Mapping[str, Reading]
    readings: Mapping[str, Reading]

    def document(self, doc: str) -> Document:
        """Return a document; `CorrectionError` where it is not there."""
        if doc not in self.readings:
            raise CorrectionError(f"the workspace holds no document {doc[:80]!r} any more: look at it again")
        return self.readings[doc].document

    def mention(self, span: Span) -> Mention | None:
        """Return the mention at a span, None where no place is read there (any more)."""
        self.document(span.doc)
        here = (one for one in self.readings[span.doc].mentions if (one.start, one.end) == (span.start, span.end))
        return next(here, None)

    def read(self, span: Span) -> Mention | None:
        """Return the mention at a span as it was read automatically."""
        self.document(span.doc)
        here = (one for one in self.automatic[span.doc].mentions if (one.start, one.end) == (span.start, span.end))
        return next(here, None)

    def telling(self, named: Named) -> Telling:
        """Return a telling; `CorrectionError` where it is not there."""
        self.document(named.doc)
        reading = self.readings[named.doc]
        tellings: tuple[Telling, ...] = (*reading.events, *reading.flows)
        for one in tellings:
            if one.id == named.id:
                return one
        raise CorrectionError(f"{named.doc[:80]!r} does not tell {named.id[:40]!r} any more: look at it again")


def shown(path: Path, documents: Collection[str], reread: Reread | None = None) -> Shown:
    """Read some documents of a workspace as they stand now, with what its log says of them.

    Raises
    ------
    WorkspaceError
        For a file or a log that cannot be read.
    """
    log = read_log(path)
    automatic = {doc: from_json(text) for doc, _, text in read_readings(path, documents=set(documents))[1]}
    replayed = replay(automatic, within(log, frozenset(automatic)), reread)
    return Shown(log=log, automatic=automatic, readings=replayed.readings)


# ---- mentions


def mention_entry(found: Shown, spans: Iterable[Span], decision: Decision, *, by: By) -> Entry:
    """Say what spans mean: a place, one that nobody can tell (``place`` None), or no place at all.

    Raises
    ------
    CorrectionError
        For a span that is not within its text, and no spans at all.
    """
    targets = tuple(_mention_target(found, span) for span in spans)
    return _entry("mention", found, by, mentions=targets, decision=replace(decision, by=()))


def confirm_entry(found: Shown, *, by: By, spans: Iterable[Span] = (), tellings: Iterable[Named] = ()) -> Entry:
    """Say that mentions or tellings are right as they stand."""
    mentions = tuple(_mention_target(found, span) for span in spans)
    return _entry("confirm", found, by, mentions=mentions, tellings=_telling_targets(found, tellings))


def _mention_target(found: Shown, span: Span) -> MentionTarget:
    document = found.document(span.doc)
    if not 0 <= span.start < span.end <= len(document.text):
        raise CorrectionError(f"{span.start} to {span.end} is no span of {span.doc[:80]!r}: look at it again")
    target = mention_target(document, span.start, span.end)
    mention = found.mention(span)
    return replace(target, was=mention.place, was_role=mention.role) if mention else target


def narrowed(entry: Entry, documents: Collection[str]) -> Entry:
    """Return an entry as far as it speaks of some documents: for a preview of what would take too long as a whole."""
    return replace(
        entry,
        mentions=tuple(target for target in entry.mentions if target.doc in documents),
        tellings=tuple(target for target in entry.tellings if target.doc in documents),
    )


# ---- events and flows


def tellings_of(tables: Tables, record: str, key: str) -> tuple[Named, ...]:
    """Return every telling of a record, the best first, from tables that hold its evidence."""
    evidence = tables.evidence
    rows = evidence[(evidence["record"] == record) & (evidence["record_id"] == key)]
    named = (Named(str(doc), str(one)) for doc, one in zip(rows["doc"], rows["telling_id"], strict=True))
    return tuple(dict.fromkeys(named))


def change_entry(
    found: Shown, tellings: Iterable[Named], values: Mapping[str, Any], *, by: By, acled: str | None = None
) -> Entry:
    """Change fields of a record: of all the tellings given.

    Parameters
    ----------
    values
        Field (see `geo.workspace.corrections.entries`) -> value as the records hold it; ``date`` a pair of days, either
        of which may be None.
    acled
        ACLED's event type of the new type and mode; None leaves it.

    Raises
    ------
    CorrectionError
        Where nothing changes, the tellings are not there, or a value cannot stand.
    """
    named = tuple(tellings)
    if not named:
        raise CorrectionError("a change names no record: choose one")
    before = found.telling(named[0])
    after = _with(before, values)
    if isinstance(after, Event) and acled is not None:
        after = replace(after, acled_event_type=acled)
    sides: dict[str, Any] = (
        {"event": after, "event_before": before}
        if isinstance(before, Event)
        else {"flow": after, "flow_before": before}
    )
    return _entry("change", found, by, tellings=_telling_targets(found, named), fields=tuple(values), **sides)


def delete_entry(found: Shown, tellings: Iterable[Named], *, by: By) -> Entry:
    """Say that no such thing is told: these tellings go."""
    named = tuple(tellings)
    return _entry("delete", found, by, tellings=_telling_targets(found, named), **_before(found, named))


def together_entry(found: Shown, tellings: Iterable[Named], *, by: By) -> Entry:
    """Say that tellings, with the records they are in, tell one thing.

    Raises
    ------
    CorrectionError
        For events and flows mixed, or fewer than two.
    """
    targets = _telling_targets(found, tellings)
    if len({target.record for target in targets}) > 1:
        raise CorrectionError("an event and a flow cannot be put together: choose two of a kind")
    return _entry("together", found, by, tellings=targets)


def apart_entry(found: Shown, tellings: Iterable[Named], *, by: By) -> Entry:
    """Say that tellings tell another thing than the rest of their record."""
    return _entry("apart", found, by, tellings=_telling_targets(found, tellings))


def add_entry(
    found: Shown,
    sentence: Span,
    record: Literal["event", "flow"],
    values: Mapping[str, Any],
    *,
    by: By,
    acled: str = "",
) -> Entry:
    """Add an event or flow that was missed, by the sentence that tells it.

    Parameters
    ----------
    values
        As `change_entry`; an event needs its ``type``.

    Raises
    ------
    CorrectionError
        For a span that is no sentence of the document, and values that cannot stand.
    """
    document = found.document(sentence.doc)
    quote = document.text[sentence.start : sentence.end]
    if not quote.strip():
        raise CorrectionError("no sentence tells it: choose one in the document")
    said = Evidence(doc=document.id, start=sentence.start, end=sentence.end, quote=quote)
    identity = stable_id(record[0], "added", document.id, sentence.start, secrets.token_hex(8))
    if record == "flow":
        empty = Flow(id=identity, doc=document.id, origin=None, destination=None, evidence=said)
        return _entry("add", found, by, flow=_with(empty, values))
    if "type" not in values:
        raise CorrectionError("an event needs a type: choose one")
    event = Event(id=identity, doc=document.id, type=values["type"], evidence=said, acled_event_type=acled)
    return _entry("add", found, by, event=_with(event, values))


_OF_CLAIMS = ("status", "claimed_by", "denied_by")


def _with(telling: Telling, values: Mapping[str, Any]) -> Any:
    """Return a telling with other values."""
    claim = replace(telling.claim, **{name: values[name] for name in _OF_CLAIMS if name in values})
    others = {name: value for name, value in values.items() if name not in (*_OF_CLAIMS, "date")}
    if "date" in values:
        others["date"] = _date_span(*values["date"], text=telling.date.text)
    try:
        return replace(telling, claim=claim, **others)
    except TypeError as error:
        raise CorrectionError(f"{', '.join(values)}: no such field of this record ({error})") from error


def _date_span(first: date | None, last: date | None, *, text: str) -> DateSpan:
    return DateSpan(date_from=first, date_to=last, text=text, precision=date_prec(first, last))


def _before(found: Shown, named: tuple[Named, ...]) -> dict[str, Any]:
    if not named:
        return {}
    one = found.telling(named[0])
    return {"event_before": one} if isinstance(one, Event) else {"flow_before": one}


def _telling_targets(found: Shown, tellings: Iterable[Named]) -> tuple[TellingTarget, ...]:
    return tuple(telling_target(found.document(named.doc), found.telling(named)) for named in tellings)


# ---- places, and undoing


def place_entry(found: Shown, place: Place, names: Iterable[str], *, by: By) -> Entry:
    """Say that a place is known from now on, by these names."""
    spelled = tuple(dict.fromkeys(name.strip() for name in (place.name, place.name_ar, *names) if name.strip()))
    return _entry("place", found, by, place=OwnPlace(place=place, names=spelled))


def undo_entry(log: Log, identity: str, *, by: By) -> Entry:
    """Undo an entry of the log; an undo that is undone lets its entry count again."""
    log.entry(identity)
    return new_entry("undo", author=by.author, reason=by.reason, basis=log.last, undoes=identity)


def _entry(action: Any, found: Shown, by: By, **content: Any) -> Entry:
    return new_entry(action, author=by.author, reason=by.reason.strip(), basis=found.log.last, **content)
