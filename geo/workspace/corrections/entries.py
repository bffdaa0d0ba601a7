"""An entry of the log of corrections: who changed what, when, why, from what to what.

What an entry speaks of is told so that it can be found again: by its id, by its offsets in a text with this hash, and,
should the text be revised, by the words around it. An entry is never changed; a later one undoes it.
"""

import math
import re
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, get_args

from geo import coordinates
from geo.errors import CoordinateError, CorrectionError
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
MAX_NAMES = 100
MAX_NAME = 200
MOST = 10**12
_ID = re.compile(r"[A-Za-z0-9_.:-]{1,80}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})", re.ASCII)


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
    if not _is_author(entry.author):
        raise CorrectionError(f"{entry.author[:40]!r} is no author: give a name of 1 to {MAX_AUTHOR} characters")
    if entry.imported_by and not _is_author(entry.imported_by):
        raise CorrectionError(f"{entry.imported_by[:40]!r} is no name: give one of 1 to {MAX_AUTHOR} characters")
    if not _ID.fullmatch(entry.id) or not _is_time(entry.time):
        raise CorrectionError(
            f"{entry.id[:40]!r} of {entry.time[:40]!r} is no id with a time: let `new_entry` give them"
        )
    if len(entry.reason) > MAX_REASON or any(unicodedata.category(letter) == "Cs" for letter in entry.reason):
        raise CorrectionError(
            f"the reason has {len(entry.reason):,} characters; at most {MAX_REASON:,} of text are kept"
        )
    if len(entry.mentions) + len(entry.tellings) > MAX_TARGETS:
        raise CorrectionError(f"one correction changes at most {MAX_TARGETS:,} things: choose a narrower scope")
    fault = _fault(entry) or next((found for record in (entry.event, entry.flow) if (found := _untellable(record))), "")
    fault = fault or next((found for place in _places(entry) if (found := _nowhere(place))), "")
    if fault:
        raise CorrectionError(f"a correction ({entry.action}) {fault}")
    return entry


def _is_time(text: str) -> bool:
    try:
        return bool(_TIME.fullmatch(text) and datetime.fromisoformat(text))
    except ValueError:
        return False


def _is_author(name: str) -> bool:
    return bool(name.strip()) and len(name) <= MAX_AUTHOR and name.isprintable()


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
            return _unfounded(record) if record else "holds neither event nor flow"
        case "delete" | "apart":
            return "" if entry.tellings else "names no record"
        case "together":
            return "" if len(entry.tellings) > 1 else "names fewer than two records"
        case "place":
            named = entry.place and any(entry.place.names) and len(entry.place.names) <= MAX_NAMES
            if not named or any(len(name) > MAX_NAME for name in (entry.place.names if entry.place else ())):
                return f"holds no place with a name: give 1 to {MAX_NAMES} of at most {MAX_NAME} characters"
            return ""
        case "undo":
            return "" if entry.undoes else "does not say which entry it undoes"


def _unfounded(record: Event | Flow) -> str:
    """Say what is wrong with the sentence of a record that was added."""
    said = record.evidence
    if not said.quote.strip() or said.doc != record.doc or not 0 <= said.start < said.end:
        return "does not say in which sentence of which document it was read"
    return ""


def _untellable(record: Event | Flow | None) -> str:
    """Say which value of a record no table could hold."""
    if record is None:
        return ""
    when = record.date
    if when.date_from and when.date_to and when.date_from > when.date_to:
        return f"ends on {when.date_to}, before it begins on {when.date_from}"
    if when.precision is not None and not 1 <= when.precision <= 5:
        return f"has a date of precision {when.precision}; expected 1 to 5"
    numbers: tuple[int, ...]
    if isinstance(record, Flow):
        numbers = (record.count or 0,)
    else:
        toll = record.fatalities
        numbers = (toll.low, toll.best, toll.high) if toll else ()
        if toll and not toll.low <= toll.best <= toll.high:
            return f"has fatalities from {toll.low} to {toll.high}, at best {toll.best}; expected them in order"
    wrong = [number for number in numbers if not 0 <= number <= MOST]
    return f"has the number {wrong[0]}; expected 0 to {MOST:,}" if wrong else ""


def _places(entry: Entry) -> Iterator[Place | None]:
    yield entry.decision.place if entry.decision else None
    yield entry.place.place if entry.place else None
    for target in entry.mentions:
        yield target.was
    for event in (entry.event, entry.event_before):
        yield from event.places if event else ()
    for flow in (entry.flow, entry.flow_before):
        yield from (flow.origin, flow.destination) if flow else ()


def _nowhere(place: Place | None) -> str:
    """Say what is wrong with where a place lies."""
    if place is None:
        return ""
    try:
        coordinates.check(place.lon, place.lat)
    except CoordinateError as error:
        return f"names a place whose {error}"
    if not place.id or not (math.isfinite(place.radius_km) and place.radius_km >= 0):
        return f"names a place {place.id[:40]!r} with the radius {place.radius_km}; expected an id, and 0 km or more"
    return ""
