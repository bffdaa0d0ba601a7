"""The record of a date expression, and how what it says is set against its leading word and the publication date."""

from dataclasses import dataclass
from datetime import date, timedelta

from geo.model import DateSpan
from geo.precision import date_prec
from geo.reading.dates.meaning import Basis, Context, Meaning, Relation
from geo.reading.dates.periods import DAY

__all__ = ["FoundDate", "found_date"]

_HISTORY = timedelta(days=365)
# From this length on, a time that publication lies in can be still to come in part ("will be held this month").
_WEEK = 6 * DAY
_Bounds = tuple[date | None, date | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundDate:
    """A date expression: its words' raw span and sentence (by index), and the days that it bounds.

    ``span`` is the time it says: for ``relation`` "since" from then until publication, for "until" up to then, for
    "duration" the stretch up to publication, for "vague" ("recently", "now") no more than a frame. ``named`` is what
    the words themselves name: with "since 2012" the year 2012, when what is told may have happened once.
    ``anchored`` is false where nothing bounds it (relative words without a publication date or a date before): both
    bounds are then None. ``basis`` says what it counts from; ``future`` that it lies after publication or is still to
    come; ``history`` that what it names ended more than a year before publication.
    """

    start: int
    end: int
    sentence: int
    span: DateSpan
    named: DateSpan
    relation: Relation = "at"
    basis: Basis = "text"
    anchored: bool = True
    future: bool = False
    history: bool = False


def found_date(text: str, start: int, sentence: int, *, meaning: Meaning, lead: str, context: Context) -> FoundDate:
    """Make the record of an expression from its words, where they stand, its meaning and what surrounds it."""
    relation, span, named, future = _bound(meaning, lead, context)
    published = context.published
    return FoundDate(
        start=start,
        end=start + len(text),
        sentence=sentence,
        span=_span(span, text, meaning.note),
        named=_span(named, text, meaning.note),
        relation=relation,
        basis=meaning.basis,
        anchored=span != (None, None),
        future=future,
        history=bool(published and named[1] and published - named[1] > _HISTORY),
    )


def _span(bounds: _Bounds, text: str, note: str) -> DateSpan:
    return DateSpan(date_from=bounds[0], date_to=bounds[1], text=text, precision=date_prec(*bounds), note=note)


def _bound(meaning: Meaning, lead: str, context: Context) -> tuple[Relation, _Bounds, _Bounds, bool]:
    """Relation, span, what is named, and whether it is still to come."""
    relation = meaning.relation
    if relation == "at" and lead:
        relation = "since" if lead in {"since", "after"} else "until"
    if meaning.interval is None:
        return relation, (None, None), (None, None), meaning.future
    published = context.published
    first, last, future = _clipped(meaning, context, relation)
    named: _Bounds = (first, last)
    if meaning.open_end:
        return relation, (first, None), (first, None), future
    if relation == "since":
        if lead == "after":
            first = meaning.interval[1] + DAY
            future = published is not None and first > published
            named = (first, None) if future or published is None else (first, published)
        return relation, (first, None if future else published), named, future
    if relation == "until":
        return relation, (None, first - DAY if lead == "before" else last), named, future
    return relation, named, named, future


def _clipped(meaning: Meaning, context: Context, relation: Relation) -> tuple[date, date, bool]:
    """Bounds cut at publication, unless what is meant is still to come."""
    assert meaning.interval
    first, last = meaning.interval
    published = context.published
    if published is None or meaning.future or last <= published:
        return first, last, meaning.future
    if first > published:
        return first, last, True
    if relation == "until":
        return first, last, True
    if context.future and relation == "at" and last - first >= _WEEK:
        return published, last, True
    return first, published, False
