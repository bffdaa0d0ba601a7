"""Where tellings of one thing disagree, in words: kept and shown, never averaged.

Each disagreement is one clause, such as ``dates: 2020-03-03 (Test Agency) against 2020-03-05 (Test Daily)``: what the
shown telling says comes first, and behind each value who tells it.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from geo.model import DateSpan, Document, Event, Flow
from geo.workspace.account import Telling
from geo.workspace.voices import outlet

__all__ = ["date_words", "disagreements"]

MOST_OUTLETS = 3


def disagreements(tellings: Sequence[Telling], documents: Mapping[str, Document]) -> tuple[str, ...]:
    """Say where the tellings, the shown one first, disagree on dates, places, numbers or whether it happened.

    Examples
    --------
    >>> disagreements((), {})
    ()
    """
    clauses = []
    units = {telling.unit for telling in tellings if isinstance(telling, Flow) and telling.count is not None}
    if _dates_apart(tellings):
        clauses.append(_clause("dates", tellings, documents, lambda telling: date_words(telling.date)))
    clauses.append(_clause("places", tellings, documents, _places))
    clauses += [_clause("count", tellings, documents, partial(_count, unit=unit)) for unit in sorted(units)]
    clauses += [_clause("fatalities", tellings, documents, _toll), _denial(tellings, documents)]
    return tuple(clause for clause in clauses if clause)


def date_words(span: DateSpan) -> str:
    """Write a date as words that need no context; "" for none.

    Examples
    --------
    >>> from datetime import date
    >>> date_words(DateSpan(date_from=date(2020, 3, 1), date_to=date(2020, 3, 1)))
    '2020-03-01'
    >>> date_words(DateSpan(date_from=date(2020, 3, 1))), date_words(DateSpan())
    ('from 2020-03-01', '')
    """
    if span.date_from is None and span.date_to is None:
        return ""
    if span.date_from is None:
        return f"until {span.date_to}"
    if span.date_to is None:
        return f"from {span.date_from}"
    return str(span.date_from) if span.date_from == span.date_to else f"{span.date_from} to {span.date_to}"


def _dates_apart(tellings: Sequence[Telling]) -> bool:
    """Say whether two tellings' dates exclude each other; a day within the other's month is no disagreement."""
    firsts = [telling.date.date_from for telling in tellings if telling.date.date_from]
    lasts = [telling.date.date_to for telling in tellings if telling.date.date_to]
    return bool(firsts and lasts) and max(firsts) > min(lasts)


def _places(telling: Telling) -> str:
    if not isinstance(telling, Event):
        return ""  # the two ends of a flow are what it is told by: other ends are another flow
    return ", ".join(sorted({place.name for place in telling.places}))


def _count(telling: Telling, *, unit: str) -> str:
    if not isinstance(telling, Flow) or telling.count is None or telling.unit != unit:
        return ""
    return f"{telling.count} {unit}".rstrip()


def _toll(telling: Telling) -> str:
    if not isinstance(telling, Event) or telling.fatalities is None:
        return ""
    toll = telling.fatalities
    return str(toll.best) if toll.low == toll.high else f"{toll.low} to {toll.high}"


def _clause(
    name: str, tellings: Sequence[Telling], documents: Mapping[str, Document], words: Callable[[Telling], str]
) -> str:
    """Write what the tellings say of one matter, or "" when those that say anything agree."""
    tellers: dict[str, list[str]] = {}
    for telling in tellings:
        value = words(telling)
        if value:
            tellers.setdefault(value, []).append(outlet(documents[telling.doc]))
    if len(tellers) < 2:
        return ""
    return f"{name}: " + " against ".join(f"{value} ({_who(names)})" for value, names in tellers.items())


def _denial(tellings: Sequence[Telling], documents: Mapping[str, Document]) -> str:
    deniers = [name for telling in tellings for name in telling.claim.denied_by]
    denying = [telling for telling in tellings if telling.claim.status == "denied"]
    asserting = [telling for telling in tellings if telling.claim.status != "denied"]
    if not (denying and asserting):
        return ""
    deniers = deniers or [outlet(documents[telling.doc]) for telling in denying]
    said = [telling.claim.claimed_by or outlet(documents[telling.doc]) for telling in asserting]
    return f"denied by {_who(deniers)} against what {_who(said)} said"


def _who(names: Sequence[str]) -> str:
    unique = sorted(set(names))
    more = f" and {len(unique) - MOST_OUTLETS} more" if len(unique) > MOST_OUTLETS else ""
    return ", ".join(unique[:MOST_OUTLETS]) + more
