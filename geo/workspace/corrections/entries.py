"""An entry of the log of corrections: who changed what, when, why, from what to what.

What an entry speaks of is told so that it can be found again: by its id, by its offsets in a text with this hash, and,
should the text be revised, by the words around it. An entry is never changed; a later one undoes it.
"""

import secrets
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, get_args

from geo.errors import CorrectionError
from geo.model import Decision, Event, Flow, Place

__all__ = [
    "ACTIONS",
    "EVENT_FIELDS",
    "FLOW_FIELDS",
    "Action",
    "Entry",
    "MentionTarget",
    "OwnPlace",
    "Target",
    "TellingTarget",
    "checked",
    "new_entry",
]

Action = Literal["mention", "confirm", "change", "delete", "add", "together", "apart", "place", "undo"]
ACTIONS: tuple[Action, ...] = get_args(Action)
EVENT_FIELDS = (
    *("type", "mode", "date", "places", "actors", "recipients", "fatalities"),
    *("status", "claimed_by", "denied_by"),
)
FLOW_FIELDS = (
    *("origin", "destination", "mode", "cargo", "carrier", "count", "unit", "date"),
    *("status", "claimed_by", "denied_by"),
)
MAX_AUTHOR = 120
MAX_REASON = 2_000
MAX_TARGETS = 100_000


@dataclass(frozen=True, kw_only=True, slots=True)
class MentionTarget:
    """A span of a document, with up to 40 characters on both sides, and the place and role that it had.

    ``key`` tells spans of one state of a text apart; `geo.workspace.corrections.anchors` finds the span in another.
    """

    doc: str
    text_hash: str
    start: int
    end: int
    text: str
    before: str = ""
    after: str = ""
    was: Place | None = None
    was_role: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two targets the same."""
        return ("mention", self.doc, self.text_hash, str(self.start), str(self.end))


@dataclass(frozen=True, kw_only=True, slots=True)
class TellingTarget:
    """An event or flow as one document tells it: its id, its sentence, and the words that it was read by.

    ``kind`` is the event's type or "flow"; ``trigger_start`` is -1 where nothing but the sentence is known.
    """

    record: Literal["event", "flow"]
    doc: str
    text_hash: str
    id: str
    kind: str
    start: int
    end: int
    quote: str
    trigger_start: int = -1
    trigger_end: int = -1

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two targets the same: where they stand, not the id, which follows from what was read."""
        span = (self.trigger_start, self.trigger_end) if self.trigger_start >= 0 else (self.start, self.end)
        return (self.record, self.doc, self.text_hash, *map(str, span))


Target = MentionTarget | TellingTarget


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnPlace:
    """A place new to the gazetteer, with every name that it is to be found by."""

    place: Place
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One correction; what is filled follows from ``action``.

    - ``mention``: each of ``mentions`` means ``decision``; ``confirm``: each of them is right as it was read;
    - ``change``: ``fields`` of the ``tellings`` become those of ``event`` or ``flow``, from those of ``event_before``
      or ``flow_before``; ``delete``: the ``tellings`` go;
    - ``add``: ``event`` or ``flow`` was missed; its evidence says in which sentence;
    - ``together``: the ``tellings`` tell one thing; ``apart``: they tell another thing than the rest of their record;
    - ``place``: ``place`` is known from now on;
    - ``undo``: the entry ``undoes`` does not count any more (which may be an undo itself).

    ``basis`` is the last entry that the author had seen, "" for none: what others corrected since is a conflict.
    ``time`` is UTC. ``imported_by`` names who brought the entry in from another log.
    """

    id: str
    action: Action
    author: str
    time: str
    reason: str = ""
    basis: str = ""
    mentions: tuple[MentionTarget, ...] = ()
    tellings: tuple[TellingTarget, ...] = ()
    decision: Decision | None = None
    fields: tuple[str, ...] = ()
    event: Event | None = None
    flow: Flow | None = None
    event_before: Event | None = None
    flow_before: Flow | None = None
    place: OwnPlace | None = None
    undoes: str = ""
    imported_by: str = ""

    @property
    def targets(self) -> tuple[Target, ...]:
        """Mentions and tellings that it speaks of."""
        return (*self.mentions, *self.tellings)

    @property
    def keys(self) -> frozenset[tuple[str, ...]]:
        """What two corrections of the same thing have in common."""
        return frozenset(target.key for target in self.targets)

    @property
    def docs(self) -> frozenset[str]:
        """Documents that it speaks of."""
        added = {record.doc for record in (self.event, self.flow) if record is not None and self.action == "add"}
        return frozenset({target.doc for target in self.targets} | added)


def new_entry(action: Action, *, author: str, **content: object) -> Entry:
    """Make an entry with an id and a time of its own.

    Raises
    ------
    CorrectionError
        For an entry that cannot stand in the log (see `checked`).
    """
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    entry = Entry(id=f"c-{secrets.token_hex(8)}", action=action, author=" ".join(author.split()), time=now)
    return checked(replace(entry, **content))  # type: ignore[arg-type]


def checked(entry: Entry) -> Entry:
    """Return an entry that can stand in the log.

    Raises
    ------
    CorrectionError
        Naming what is missing: an author; what is corrected, and to what.
    """
    if not entry.author.strip() or len(entry.author) > MAX_AUTHOR or not entry.author.isprintable():
        raise CorrectionError(f"{entry.author[:40]!r} is no author: give a name of 1 to {MAX_AUTHOR} characters")
    if len(entry.reason) > MAX_REASON or any(unicodedata.category(letter) == "Cs" for letter in entry.reason):
        raise CorrectionError(
            f"the reason has {len(entry.reason):,} characters; at most {MAX_REASON:,} of text are kept"
        )
    if len(entry.mentions) + len(entry.tellings) > MAX_TARGETS:
        raise CorrectionError(f"one correction changes at most {MAX_TARGETS:,} things: choose a narrower scope")
    fault = _fault(entry)
    if fault:
        raise CorrectionError(f"a correction ({entry.action}) {fault}")
    return entry


def _fault(entry: Entry) -> str:
    record = entry.event or entry.flow
    allowed = EVENT_FIELDS if entry.event else FLOW_FIELDS
    match entry.action:
        case "mention":
            return "" if entry.mentions and entry.decision else "names no mention, or not what it means"
        case "confirm":
            return "" if entry.mentions or entry.tellings else "names nothing that is right"
        case "change":
            strange = [field for field in entry.fields if field not in allowed]
            if strange:
                return f"has no field {', '.join(strange)}; expected {', '.join(allowed)}"
            return "" if entry.tellings and record and entry.fields else "names no record, or not what changes in it"
        case "add":
            return "" if record else "holds neither event nor flow"
        case "delete" | "apart":
            return "" if entry.tellings else "names no record"
        case "together":
            return "" if len(entry.tellings) > 1 else "names fewer than two records"
        case "place":
            return "" if entry.place and any(entry.place.names) else "holds no place with a name"
        case "undo":
            return "" if entry.undoes else "does not say which entry it undoes"
