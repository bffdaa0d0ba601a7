"""What a correction would change, before anybody keeps it: mentions, events and flows of the documents concerned."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from geo.model import Mention, Reading
from geo.workspace.account import Telling
from geo.workspace.corrections.anchors import trigger_of
from geo.workspace.corrections.entries import Entry
from geo.workspace.corrections.log import Log
from geo.workspace.corrections.replay import Orphan, Replayed, values_of

__all__ = ["MentionChange", "Preview", "TellingChange", "compare", "concerned_by", "within"]


@dataclass(frozen=True, kw_only=True, slots=True)
class MentionChange:
    """A mention before and after; None where it was not or will not be read as a place."""

    before: Mention | None
    after: Mention | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TellingChange:
    """An event or flow of one document before and after; None where it was not or will not be told."""

    before: Telling | None
    after: Telling | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """What changes, in the order of the documents, and what of the entries would find nothing."""

    mentions: tuple[MentionChange, ...] = ()
    tellings: tuple[TellingChange, ...] = ()
    orphans: tuple[Orphan, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """Ids of the documents in which something changes."""
        both: list[Mention | Telling | None] = []
        for change in self.mentions:
            both += (change.before, change.after)
        for told in self.tellings:
            both += (told.before, told.after)
        return tuple(sorted({one.doc for one in both if one is not None}))


def concerned_by(log: Log, entries: Iterable[Entry]) -> frozenset[str]:
    """Return the documents that entries speak of, also those of the entries that they undo.

    A place that is added, or no longer, concerns all documents that are read again for their corrected mentions.
    """
    listed = tuple(entries)
    grown = replace(log, entries=(*log.entries, *listed))
    meant = [one for one in map(grown.meant_by, listed) if one is not None]
    concerned = {doc for one in meant for doc in one.docs}
    if any(one.place is not None for one in meant):
        concerned |= {target.doc for one in grown.in_force for target in one.mentions}
    return frozenset(concerned)


def within(log: Log, documents: frozenset[str]) -> Log:
    """Return the log as far as it speaks of these documents; undoing and own places stay."""
    kept = (entry for entry in log.entries if entry.action in ("undo", "place") or entry.docs & documents)
    return replace(log, entries=tuple(_narrowed(entry, documents) for entry in kept))


def _narrowed(entry: Entry, documents: frozenset[str]) -> Entry:
    return replace(
        entry,
        mentions=tuple(target for target in entry.mentions if target.doc in documents),
        tellings=tuple(target for target in entry.tellings if target.doc in documents),
    )


def compare(before: Replayed, after: Replayed) -> Preview:
    """Say what differs between two states of the same documents."""
    mentions: list[MentionChange] = []
    tellings: list[TellingChange] = []
    for doc in sorted(after.readings):
        old, new = before.readings[doc], after.readings[doc]
        mentions += _mentions(old, new)
        tellings += _tellings(old, new)
    known = {(orphan.entry, orphan.targets) for orphan in before.orphans}
    return Preview(
        mentions=tuple(mentions),
        tellings=tuple(tellings),
        orphans=tuple(orphan for orphan in after.orphans if (orphan.entry, orphan.targets) not in known),
    )


def _mentions(old: Reading, new: Reading) -> list[MentionChange]:
    before = {(one.start, one.end): one for one in old.mentions}
    after = {(one.start, one.end): one for one in new.mentions}
    return [
        MentionChange(before=before.get(span), after=after.get(span))
        for span in sorted(before.keys() | after.keys())
        if _meaning(before.get(span)) != _meaning(after.get(span))
    ]


def _meaning(mention: Mention | None) -> tuple[object, ...] | None:
    """What of a mention a reader of the map sees: being confirmed changes nothing."""
    return None if mention is None else (mention.place.id if mention.place else "", mention.role)


def _tellings(old: Reading, new: Reading) -> list[TellingChange]:
    before = _by_words(old)
    after = _by_words(new)
    return [
        TellingChange(before=before.get(key), after=after.get(key))
        for key in sorted(before.keys() | after.keys())
        if _told(before.get(key)) != _told(after.get(key))
    ]


def _by_words(reading: Reading) -> dict[tuple[object, ...], Telling]:
    """Name each telling by where it stands; of several by the same words, by their order."""
    named: dict[tuple[object, ...], Telling] = {}
    tellings: tuple[Telling, ...] = (*reading.events, *reading.flows)
    for telling in tellings:
        place = (telling.evidence.start, *trigger_of(telling), type(telling).__name__)
        number = 0
        while (*place, number) in named:
            number += 1
        named[(*place, number)] = telling
    return named


def _told(telling: Telling | None) -> dict[str, object] | None:
    return None if telling is None else values_of(telling)
