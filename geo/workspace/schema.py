"""What stands in the tables of a workspace: columns, types, allowed values, keys and geometry, declared once.

`geo.workspace.tables` builds and checks tables by these declarations; the conventions are written there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from geo.model import EVENT_TYPES, KINDS, ROLES, STATUSES, TRANSPORT_MODES

__all__ = ["CORRECTION_STATES", "CRS", "PUBLISHER_GRADES", "RECORD_GRADES", "SCHEMAS", "SUBJECTS", "Column", "Schema"]

CRS = "EPSG:4326"

Dtype = Literal["str", "Int64", "Float64", "bool"]
Geometry = Literal["Point", "LineString"]

SUBJECTS = ("publisher", "event", "flow")
PUBLISHER_GRADES = tuple("ABCDEF")
"""Reliability of a source in the Admiralty system, NATO's AJP-2.1: A completely reliable to E unreliable, F unknown."""
RECORD_GRADES = tuple("123456")
"""Credibility of information in the same system: 1 confirmed by other sources to 5 improbable, 6 unknown."""
CORRECTION_STATES = ("in force", "undone", "orphan", "undo")

_DATE = r"(?:\d{4}-\d{2}-\d{2})?"
_TIME = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column: its name, pandas dtype, whether ``<NA>`` may stand in it, and what may stand in it.

    ``values`` lists the allowed texts (empty: any); ``low`` and ``high`` bound a number, ends included; ``pattern``
    is a regular expression that the whole text matches, ``expected`` what it asks for in words.
    """

    name: str
    dtype: Dtype = "str"
    nullable: bool = False
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    pattern: str = ""
    expected: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Schema:
    """A table: its columns in order, what makes a row unique, and its geometry (None: an attribute table)."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    geometry: Geometry | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, without the geometry."""
        return tuple(column.name for column in self.columns)


def _text(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name=name) for name in names)


def _whole(*names: str, nullable: bool = False, low: float | None = 0, high: float | None = None) -> tuple[Column, ...]:
    return tuple(Column(name=name, dtype="Int64", nullable=nullable, low=low, high=high) for name in names)


def _choice(name: str, values: Sequence[str], *, or_empty: bool = False) -> Column:
    return Column(name=name, values=(*(("",) if or_empty else ()), *values))


def _dates(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name=name, pattern=_DATE, expected="a date YYYY-MM-DD or nothing") for name in names)


def _point(prefix: str = "", *, nullable: bool = True) -> tuple[Column, ...]:
    return (
        Column(name=f"{prefix}lat", dtype="Float64", nullable=nullable, low=-90, high=90),
        Column(name=f"{prefix}lon", dtype="Float64", nullable=nullable, low=-180, high=180),
        Column(name=f"{prefix}radius_km", dtype="Float64", nullable=nullable, low=0),
    )


def _changed() -> Column:
    return Column(name="changed", pattern=_TIME, expected="a time such as 2020-03-10T06:30:00+00:00")


def _score() -> Column:
    return Column(name="score", dtype="Float64", nullable=True, low=0, high=1)


def _where_prec(prefix: str = "", *, nullable: bool = True) -> tuple[Column, ...]:
    return _whole(f"{prefix}where_prec", nullable=nullable, low=1, high=7)


def _kind(name: str = "kind", *, or_empty: bool = True) -> Column:
    return _choice(name, KINDS, or_empty=or_empty)


def _end(end: str) -> tuple[Column, ...]:
    """Columns of one end of a flow, prefixed ``origin`` or ``destination``."""
    return (
        *_text(f"{end}_id", end, f"{end}_ar", f"{end}_country"),
        _kind(f"{end}_kind"),
        *_point(f"{end}_"),
        *_text(f"{end}_area"),
        *_where_prec(f"{end}_"),
    )


_WHEN = (*_dates("date_from", "date_to"), *_text("date_text"), *_whole("date_prec", nullable=True, low=1, high=5))
_SAID = (
    *_text("claimed_by", "chain", "denied_by"),
    _choice("status", STATUSES),
    *_text("publishers", "claimants", "sides"),
    *_whole("n_documents", low=1),
    *_whole("n_claimants"),  # 0 where all that is told is a denial
    *_text("disagreements", "linked"),
    *_dates("first_published", "last_published"),
)
_CORRECTED = _text("corrected_by", "automatic")
_TOLL = _whole("fatalities_low", "fatalities_best", "fatalities_high", nullable=True)
_SPAN = (*_text("doc"), *_whole("start", "end"))

SCHEMAS: Mapping[str, Schema] = {
    schema.name: schema
    for schema in (
        Schema(
            name="documents",
            columns=(
                *_text("id", "text", "language", "title", "publisher"),
                *_dates("published"),
                *_text("url", "text_hash", "reprint_of"),
                Column(name="likeness", dtype="Float64", nullable=True, low=0, high=1),
            ),
            key=("id",),
        ),
        Schema(
            name="mentions",
            columns=(
                *_text("id"),
                *_SPAN,
                *_text("text"),
                _choice("role", ROLES),
                *_text("modifier", "place_id", "name", "name_ar", "country"),
                _kind(),
                *_point(),
                *_where_prec(),
                _score(),
                *_text("reason", "alternatives"),
                *_CORRECTED,
            ),
            key=("doc", "id"),
            geometry="Point",
        ),
        Schema(
            name="places",
            columns=(
                *_text("id", "name", "name_ar"),
                _kind(or_empty=False),
                *_text("country", "admin1"),
                *_point(nullable=False),
                *_text("area"),
                *_where_prec(nullable=False),
                *_text("source", "source_id", "licence"),
                Column(name="confirmed", dtype="bool"),
                *_whole("n_mentions", "n_documents"),
            ),
            key=("id",),
            geometry="Point",
        ),
        Schema(
            name="events",
            columns=(
                *_text("id", "event_id"),
                _choice("type", EVENT_TYPES),
                *_text("mode", "context", "acled_event_type"),
                *_WHEN,
                *_text("place_id", "place", "place_ar", "country"),
                _kind(),
                *_point(),
                *_text("area"),
                *_where_prec(),
                _score(),
                *_text("actors", "recipients"),
                *_TOLL,
                *_SAID,
                *_SPAN,
                *_text("quote"),
                *_CORRECTED,
            ),
            key=("id",),
            geometry="Point",
        ),
        Schema(
            name="flows",
            columns=(
                *_text("id"),
                *_end("origin"),
                *_end("destination"),
                _score(),
                _choice("mode", TRANSPORT_MODES),
                *_text("cargo", "carrier"),
                *_whole("count", nullable=True),
                *_text("unit"),
                *_WHEN,
                *_SAID,
                *_SPAN,
                *_text("quote"),
                *_CORRECTED,
            ),
            key=("id",),
            geometry="LineString",
        ),
        Schema(
            name="evidence",
            columns=(
                _choice("record", ("event", "flow")),
                *_text("record_id", "telling_id"),
                *_whole("position", low=1),
                *_SPAN,
                *_text("quote"),
                _choice("type", EVENT_TYPES, or_empty=True),
                *_text("mode", "cargo", "carrier"),
                *_whole("count", nullable=True),
                *_text("unit"),
                *_TOLL,
                *_text("actors", "recipients", "claimed_by", "chain", "denied_by"),
                _choice("status", STATUSES),
                Column(name="hedged", dtype="bool"),
                *_dates("date_from", "date_to"),
                *_text("date_text", "place_ids", "publisher"),
                *_dates("published"),
                *_text("words"),
                *_CORRECTED,
            ),
            key=("record", "record_id", "doc", "telling_id", "position"),
        ),
        Schema(
            name="grades",
            columns=(
                _choice("subject", SUBJECTS),
                *_text("key"),
                _choice("grade", (*PUBLISHER_GRADES, *RECORD_GRADES)),
                *_text("author"),
                _changed(),
            ),
            key=("subject", "key"),
        ),
        Schema(name="views", columns=(*_text("name", "address", "author"), _changed()), key=("name",)),
        Schema(
            name="corrections",
            columns=(
                *_text("id"),
                _choice("state", CORRECTION_STATES),
                *_text("action", "author"),
                _changed(),
                *_text("reason", "docs", "subject", "before", "after", "undoes", "why", "imported_by", "entry"),
            ),
            key=("id",),
        ),
    )
}
"""The tables by name. What their columns mean where the name does not say it:

``reprint_of``, ``likeness`` of a document
    Whose reprint it is (a document's id, "" for none), and the share of the shorter text's runs of words that both
    have (`geo.workspace.reprints`).
``score`` of a mention, event or flow
    How sure the place is, 0 to 1 (`geo.workspace.scores`); ``<NA>`` where no name decides it.
``first_published``, ``last_published``
    Of the documents that tell the record; of an event at several places, those that tell it of the row's place.
``evidence``
    One row a telling, with what that telling says itself, not what was made of all: ``type`` is "" for a flow,
    ``mode`` an event's or a means of transport. ``position`` counts the tellings of one id in one document (a text
    that says the same thing twice). ``words`` is JSON, ``[[field, start, end], ...]``: the words that each field
    comes from, as offsets into the document's text, "" for none.
``grades``
    What an analyst thinks of a publisher (``key`` its name; A to F), or of an event or flow (``key`` its id; 1 to 6).
``corrected_by``, ``automatic``
    Analysts who corrected the row (`geo.workspace.corrections`), joined, and what was read before that, as JSON; ""
    where nobody did, and where nothing was read.
``corrections``
    A copy of the log beside the workspace, for other programs: what each entry speaks of (``subject``), from what to
    what, as JSON, and whether it is in force; ``why`` says of an orphan what is not there any more. ``entry`` is its
    line of the log, from which a log that was lost is written again.
``views``
    Named views: the address (query) that shows one again.
"""
