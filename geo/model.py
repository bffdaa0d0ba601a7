"""The records that travel through the house, from document to event.

All are frozen; a stage takes records and returns new ones. Longitude and latitude are decimal degrees in EPSG:4326,
radii kilometres, offsets code points into the document's text as read (end exclusive), dates whole days.
The vocabulary is ARCHITECTURE.md's; the enumerations here are the only list of each set of values.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal, get_args

Role = Literal["literal", "metonym", "embedded"]
Kind = Literal[
    "country",
    "admin1",
    "admin2",
    "region",
    "city",
    "town",
    "village",
    "neighbourhood",
    "site",
    "river",
    "sea",
    "continent",
]
Status = Literal["denied", "requested", "planned", "claimed", "reported"]
EventType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
TransportMode = Literal["flight", "road", "sea", "unknown"]
Cargo = Literal["fighters", "experts", "troops", "arms", "delegation", "person", "civilians", "goods"]

ROLES: tuple[Role, ...] = get_args(Role)
KINDS: tuple[Kind, ...] = get_args(Kind)
STATUSES: tuple[Status, ...] = get_args(Status)
EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)
TRANSPORT_MODES: tuple[TransportMode, ...] = get_args(TransportMode)
CARGOES: tuple[Cargo, ...] = get_args(Cargo)


def stable_id(prefix: str, *parts: object) -> str:
    """Make an id that depends on nothing but its parts, such as ``m-1f0c...`` (16 hexadecimal digits).

    Examples
    --------
    >>> stable_id("m", "text", 3, 7) == stable_id("m", "text", 3, 7)
    True
    """
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return f"{prefix}-{hashlib.sha256(joined.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


@lru_cache(maxsize=16)
def _sha256(text: str) -> str:
    """Hash a text once, however many of its mentions ask for it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A text with where it comes from. ``published`` is None when nobody knows; dates then stay open."""

    id: str
    text: str
    language: str
    title: str = ""
    publisher: str = ""
    published: date | None = None
    url: str = ""

    @property
    def text_hash(self) -> str:
        """SHA-256 of the text, hexadecimal: the same id with another hash is a revision."""
        return _sha256(self.text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """An entry of the gazetteer, or a part of one (kind ``region``, such as eastern Libya).

    ``radius_km`` says how far from the point the place may extend, and how unsure the point is. ``area`` is the key of
    its shape in the basemap (``country:LY``, ``admin1:SY:Muhafazat Idlib``, ``part:LY:east``), or "" where only
    the radius is known. ``country`` is ISO 3166 alpha-2, "" where a place belongs to several or none.
    """

    id: str
    name: str
    name_ar: str = ""
    kind: Kind
    country: str = ""
    admin1: str = ""
    lat: float
    lon: float
    radius_km: float
    area: str = ""
    source: str = ""
    source_id: str = ""
    licence: str = ""
    confirmed: bool = False
    population: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A place that a mention may mean, with its score (0 to 1) and the reason for it in words."""

    place: Place
    score: float
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolution:
    """What a mention was decided to mean: the place or None (unresolved), why, and what it was weighed against."""

    place: Place | None
    score: float
    reason: str
    alternatives: tuple[Candidate, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What an analyst decided of a span: the place that it names, in which role, or that it names no place at all.

    ``place`` is None where it names one that nobody can tell, and where ``is_place`` is False. ``by`` lists those who
    decided it.
    """

    place: Place | None
    role: Role = "literal"
    is_place: bool = True
    by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A span of a document that names a place; without attached clitics and class words.

    ``modifier`` is a direction in English ("east", "north-west") said of the toponym, or "". ``resolution`` is None
    until the mention has been resolved. ``corrected_by`` and ``automatic`` as in `Event`.
    """

    id: str
    doc: str
    start: int
    end: int
    text: str
    role: Role
    modifier: str = ""
    resolution: Resolution | None = None
    corrected_by: tuple[str, ...] = ()
    automatic: str = ""

    @property
    def place(self) -> Place | None:
        """The place it was resolved to, or None."""
        return self.resolution.place if self.resolution else None


@dataclass(frozen=True, kw_only=True, slots=True)
class DateSpan:
    """An interval of whole days and the words it came from; an open bound is None.

    ``precision`` is UCDP's ``date_prec`` (1 exact day ... 5 more than a month but within a year). ``note`` flags what
    a reader should know, such as a slip of the pen that was mended.
    """

    date_from: date | None = None
    date_to: date | None = None
    text: str = ""
    precision: int | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """The sentence that says it: a span of a document and its words."""

    doc: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldSpan:
    """The words that a field of a record comes from: offsets into the document's text, end exclusive."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """Who says so, through whom, who denies it, and what follows for its status.

    ``claimed_by`` is "" where the outlet speaks in its own voice; ``chain`` lists the sources behind the claimant,
    nearest first ("Le Monde", "military sources").
    """

    claimed_by: str = ""
    chain: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    status: Status = "reported"
    hedged: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Fatalities:
    """How many people are said to have been killed."""

    low: int
    best: int
    high: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """What is said to have happened at a place at a time.

    ``mode`` is PLOVER's event mode ("" where it has none for the type); ``context`` a tuple of PLOVER contexts;
    ``actors`` and ``recipients`` canonical English names; ``words`` are those that each field comes from.
    ``corrected_by`` names the analysts who corrected it, and ``automatic`` holds what was read before that, as JSON
    (field -> value; "" where nothing was read, or nothing corrected).
    """

    id: str
    doc: str
    type: EventType
    mode: str = ""
    context: tuple[str, ...] = ()
    acled_event_type: str = ""
    date: DateSpan = field(default_factory=DateSpan)
    places: tuple[Place, ...] = ()
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    fatalities: Fatalities | None = None
    claim: Claim = field(default_factory=Claim)
    evidence: Evidence
    words: tuple[FieldSpan, ...] = ()
    corrected_by: tuple[str, ...] = ()
    automatic: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """A movement that the text says: from an origin to a destination, either of which may be unknown (None).

    ``words`` are those that each field comes from; a field without words is one that the text leaves to its reader.
    ``corrected_by`` and ``automatic`` as in `Event`.
    """

    id: str
    doc: str
    origin: Place | None
    destination: Place | None
    mode: TransportMode = "unknown"
    cargo: tuple[Cargo, ...] = ()
    carrier: str = ""
    count: int | None = None
    unit: str = ""
    date: DateSpan = field(default_factory=DateSpan)
    claim: Claim = field(default_factory=Claim)
    evidence: Evidence
    words: tuple[FieldSpan, ...] = ()
    corrected_by: tuple[str, ...] = ()
    automatic: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """Everything that was read from one document, with warnings in words."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    events: tuple[Event, ...] = ()
    flows: tuple[Flow, ...] = ()
    warnings: tuple[str, ...] = ()
