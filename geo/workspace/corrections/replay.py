"""Corrections applied to what was read automatically: mentions first, then events and flows, in the order of the log.

A document with corrected mentions is read again with what was decided of them, so that its events and flows follow;
then each telling that was corrected is changed, left out or added. What an entry speaks of and is no longer there is an
orphan: it is kept in the log, listed, and applied again should its words come back.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from geo.model import ROLES, Claim, Decision, Document, Event, Flow, Mention, Place, Reading
from geo.workspace.account import Arrangement, Telling
from geo.workspace.corrections.anchors import find_evidence, find_span, find_telling, trigger_of
from geo.workspace.corrections.entries import Entry, MentionTarget, OwnPlace, Target
from geo.workspace.corrections.log import Log

__all__ = ["Orphan", "Replayed", "Reread", "confirmed", "replay", "values_of"]

Decisions = Mapping[tuple[int, int], Decision]
Reread = Callable[[Document, Decisions, tuple[OwnPlace, ...]], Reading]
"""Reads a document again with what was decided of its mentions, knowing the places that analysts added."""

_CLAIM_FIELDS = ("status", "claimed_by", "denied_by")


@dataclass(frozen=True, kw_only=True, slots=True)
class Orphan:
    """An entry, by its id, with those of its targets that are not there any more."""

    entry: str
    targets: tuple[Target, ...] = ()
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Replayed:
    """Readings by document id with the corrections in them, what belongs together, and what was not found."""

    readings: Mapping[str, Reading]
    arrangements: tuple[Arrangement, ...] = ()
    orphans: tuple[Orphan, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Missed:
    """Targets not found, by entry; filled while replaying."""

    targets: dict[str, list[Target]] = field(default_factory=lambda: defaultdict(list))
    why: dict[str, str] = field(default_factory=dict)

    def add(self, entry: Entry, target: Target | None, why: str) -> None:
        self.why[entry.id] = why
        found = self.targets[entry.id]
        if target is not None:
            found.append(target)


def replay(readings: Mapping[str, Reading], log: Log, reread: Reread | None = None) -> Replayed:
    """Apply what is in force of a log.

    Parameters
    ----------
    readings
        Document id -> what was read automatically.
    reread
        Reads a document again with decisions; without it mentions are changed, and events and flows do not follow.

    Returns
    -------
    Replayed
        The same readings, but for the documents that were corrected.
    """
    by_doc: dict[str, list[Entry]] = defaultdict(list)
    for entry in log.in_force:
        for doc in entry.docs:
            by_doc[doc].append(entry)
    again = partial(_again, reread, log.own_places) if reread else None
    missed = _Missed()
    corrected = dict(readings)
    arranged: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for doc, entries in sorted(by_doc.items()):
        if doc not in readings:
            for entry in entries:
                for target in _targets(entry, doc) or [None]:
                    missed.add(entry, target, f"there is no document {doc}")
            continue
        corrected[doc] = _replayed(readings[doc], entries, again, missed, arranged)
    orphans = (
        Orphan(entry=entry.id, targets=tuple(missed.targets[entry.id]), why=missed.why[entry.id])
        for entry in log.in_force
        if entry.id in missed.why
    )
    return Replayed(readings=corrected, arrangements=_arrangements(log, arranged), orphans=tuple(orphans))


def values_of(telling: Telling) -> dict[str, Any]:
    """Return what a telling tells, field by field, as JSON has it: places by id and name, dates as text."""
    values: dict[str, Any] = {
        "mode": telling.mode,
        "date_from": _day(telling.date.date_from),
        "date_to": _day(telling.date.date_to),
        "status": telling.claim.status,
        "claimed_by": telling.claim.claimed_by,
        "denied_by": list(telling.claim.denied_by),
    }
    if isinstance(telling, Event):
        toll = telling.fatalities
        return values | {
            "type": telling.type,
            "places": [_named(place) for place in telling.places],
            "actors": list(telling.actors),
            "recipients": list(telling.recipients),
            "fatalities": [toll.low, toll.best, toll.high] if toll else None,
        }
    return values | {
        "origin": _named(telling.origin),
        "destination": _named(telling.destination),
        "cargo": list(telling.cargo),
        "carrier": telling.carrier,
        "count": telling.count,
        "unit": telling.unit,
    }


def _named(place: Place | None) -> dict[str, str] | None:
    return None if place is None else {"id": place.id, "name": place.name, "country": place.country}


def _day(day: object) -> str:
    return str(day) if day else ""


def _replayed(
    reading: Reading,
    entries: Sequence[Entry],
    again: Callable[[Document, Decisions], Reading] | None,
    missed: _Missed,
    arranged: dict[str, set[tuple[str, str]]],
) -> Reading:
    """Apply the entries that speak of one document, in their order."""
    document = reading.document
    decisions, owners = _decisions(reading, entries, missed)
    if decisions:
        fresh = again(document, decisions) if again else _with_decisions(reading, decisions)
        _miss_unapplied(fresh, decisions, owners, missed)
        reading = _following(reading, fresh, decisions)
    tellings: list[Telling] = [*reading.events, *reading.flows]
    for entry in entries:
        if entry.action == "add":
            _add(entry, document, tellings, missed)
        for target in entry.tellings:
            if target.doc != document.id:
                continue
            found = find_telling(target, tellings, document)
            if not found:
                missed.add(entry, target, "its event or flow is not told there any more")
            elif entry.action in ("together", "apart"):
                arranged[entry.id] |= {(document.id, tellings[at].id) for at in found}
            else:
                _apply(entry, tellings, found)
    return replace(
        reading,
        events=tuple(one for one in tellings if isinstance(one, Event)),
        flows=tuple(one for one in tellings if isinstance(one, Flow)),
    )


def _again(reread: Reread, places: tuple[OwnPlace, ...], document: Document, decisions: Decisions) -> Reading:
    return reread(document, decisions, places)


def _decisions(
    reading: Reading, entries: Iterable[Entry], missed: _Missed
) -> tuple[dict[tuple[int, int], Decision], dict[tuple[int, int], tuple[Entry, MentionTarget]]]:
    """Return what the last entry that speaks of each span decided, and which entry that was."""
    decided: dict[tuple[int, int], Decision] = {}
    owners: dict[tuple[int, int], tuple[Entry, MentionTarget]] = {}
    document = reading.document
    read = {(mention.start, mention.end): mention for mention in reading.mentions}
    for entry in entries:
        for target in entry.mentions:
            if target.doc != document.id:
                continue
            span = find_span(target, document)
            if span is None:
                missed.add(entry, target, "its words are not in the text any more, or not only once")
                continue
            decision = entry.decision or confirmed(target) or _as_read(read.get(span), decided.get(span))
            if decision is None:
                missed.add(entry, target, "what it confirms is not read there any more")
                continue
            decided[span] = replace(decision, by=(entry.author,))
            owners[span] = (entry, target)
    return decided, owners


def confirmed(target: MentionTarget) -> Decision | None:
    """Return what somebody had before them who found a mention right; None where the entry does not tell.

    That is what stays, whatever the mention is read as later: they saw nothing else.
    """
    return Decision(place=target.was, role=target.was_role) if target.was_role in ROLES else None


def _as_read(mention: Mention | None, decided: Decision | None) -> Decision | None:
    """Return the decision that leaves a mention as it is: as decided before, else as it was read."""
    if decided is not None:
        return decided
    return None if mention is None else Decision(place=mention.place, role=mention.role)


def _with_decisions(reading: Reading, decisions: Decisions) -> Reading:
    """Change mentions alone, where nobody can read the document again."""
    mentions = []
    for mention in reading.mentions:
        decision = decisions.get((mention.start, mention.end))
        if decision is None:
            mentions.append(mention)
        elif decision.is_place and mention.resolution:
            resolution = replace(mention.resolution, place=decision.place, score=1.0 if decision.place else 0.0)
            mentions.append(replace(mention, role=decision.role, resolution=resolution, corrected_by=decision.by))
    return replace(reading, mentions=tuple(mentions))


def _miss_unapplied(
    reading: Reading,
    decisions: Decisions,
    owners: Mapping[tuple[int, int], tuple[Entry, MentionTarget]],
    missed: _Missed,
) -> None:
    """Report decisions that reading could not follow: a span that holds no word."""
    read = {(mention.start, mention.end) for mention in reading.mentions}
    for span, decision in decisions.items():
        if decision.is_place and span not in read:
            entry, target = owners[span]
            missed.add(entry, target, "its words cannot be read as a name")


def _following(automatic: Reading, fresh: Reading, decisions: Decisions) -> Reading:
    """Mark the events and flows that are others because mentions were decided, with what was read before."""
    events = {(one.evidence.start, *trigger_of(one)): one for one in automatic.events}
    flows = {(one.evidence.start, *trigger_of(one)): one for one in automatic.flows}
    known: set[Telling] = {*automatic.events, *automatic.flows}
    everybody = tuple(sorted({name for decision in decisions.values() for name in decision.by}))

    def marked(telling: Any, before: Mapping[tuple[int, int, int], Any]) -> Any:
        if telling in known:
            return telling
        old = before.get((telling.evidence.start, *trigger_of(telling)))
        here = {
            name
            for (start, end), decision in decisions.items()
            if telling.evidence.start <= start and end <= telling.evidence.end
            for name in decision.by
        }
        if old is not None and not here and values_of(old) == values_of(telling):
            return telling
        return replace(telling, corrected_by=tuple(sorted(here)) or everybody, automatic=_written(old))

    return replace(
        fresh,
        events=tuple(marked(one, events) for one in fresh.events),
        flows=tuple(marked(one, flows) for one in fresh.flows),
    )


def _written(telling: Telling | None) -> str:
    if telling is None:
        return ""
    return telling.automatic or json.dumps(values_of(telling), ensure_ascii=False, sort_keys=True)


def _apply(entry: Entry, tellings: list[Telling], found: Sequence[int]) -> None:
    """Change, leave out or confirm the tellings at these positions."""
    if entry.action == "delete":
        for at in reversed(found):
            del tellings[at]
        return
    for at in found:
        telling = tellings[at]
        by = tuple(dict.fromkeys((*telling.corrected_by, entry.author)))
        marked = replace(telling, corrected_by=by, automatic=_written(telling))
        tellings[at] = _changed(marked, entry) if entry.action == "change" else marked


def _changed(telling: Telling, entry: Entry) -> Telling:
    wanted = entry.event if isinstance(telling, Event) else entry.flow
    if wanted is None:
        return telling
    claim: Claim = telling.claim
    fields: dict[str, Any] = {}
    for name in entry.fields:
        if name in _CLAIM_FIELDS:
            claim = replace(claim, **{name: getattr(wanted.claim, name)})
        elif name == "date":
            fields["date"] = replace(wanted.date, text=telling.date.text)
        else:
            fields[name] = getattr(wanted, name)
    if isinstance(telling, Event) and isinstance(wanted, Event) and {"type", "mode"} & set(entry.fields):
        fields["acled_event_type"] = wanted.acled_event_type
    return replace(telling, claim=claim, **fields)


def _add(entry: Entry, document: Document, tellings: list[Telling], missed: _Missed) -> None:
    """Add the event or flow that somebody read, where its sentence still stands."""
    added = entry.event or entry.flow
    if added is None or added.doc != document.id:
        return
    quote = added.evidence.quote
    same = document.text[added.evidence.start : added.evidence.end] == quote
    evidence = added.evidence if same else find_evidence(added.evidence, "", document)
    if evidence is None:
        missed.add(entry, None, "its sentence is not in the text any more, or not only once")
        return
    tellings.append(replace(added, evidence=evidence, words=(), corrected_by=(entry.author,), automatic=""))


def _arrangements(log: Log, arranged: Mapping[str, set[tuple[str, str]]]) -> tuple[Arrangement, ...]:
    return tuple(
        Arrangement(
            kind="together" if entry.action == "together" else "apart",
            tellings=frozenset(arranged[entry.id]),
            by=entry.author,
        )
        for entry in log.in_force
        if entry.action in ("together", "apart") and arranged.get(entry.id)
    )


def _targets(entry: Entry, doc: str) -> list[Target | None]:
    return [target for target in entry.targets if target.doc == doc]
