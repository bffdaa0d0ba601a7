"""How often the reading was right where somebody looked: corrections as a growing set of answers.

What was decided last of each span is held against the reading kept in the workspace, which is always the automatic
one. So the numbers are of the program and the gazetteer as the documents were last read: after either changed and the
documents were read again, they say how good it is now. What a target notes as its place before (``was``) only tells
what somebody confirmed.

An analyst looks at one mention; others of the same name may follow. These are right or wrong by the dozen, and nobody
looked at each, so that the two are counted apart. Nor is a corrected workspace a sample: people look where they doubt.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean, median
from typing import Literal

from geo.coordinates import distance_km
from geo.model import Decision, Document, Mention, Reading
from geo.workspace.corrections.anchors import find_span
from geo.workspace.corrections.entries import Entry, MentionTarget
from geo.workspace.corrections.log import Log
from geo.workspace.corrections.replay import confirmed

__all__ = ["Accuracy", "Score", "Share", "accuracy", "wilson"]

Verdict = Literal["right", "wrong place", "unresolved", "not a place", "missed"]
Span = tuple[str, int, int]  # document, start, end
_Z = 1.959964  # of a normal distribution, for 95 %


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """A part of a whole, with the bounds of its 95 % interval; all three None where there is nothing to judge by."""

    part: int
    whole: int
    share: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """What came of a number of spans.

    ``looked_at`` is the sum of the next five: ``right``; ``wrong_place``; ``unresolved`` (read as a place, but as none
    that could be told); ``not_a_place`` (read as one); ``missed`` (not read as one). ``place`` is the share of right
    ones, ``role`` that of right roles among those that are places and were read as such. The distances in km are of
    the wrong places, None where there is none.
    """

    looked_at: int
    right: int
    wrong_place: int
    unresolved: int
    not_a_place: int
    missed: int
    place: Share
    role: Share
    median_error_km: float | None = None
    mean_error_km: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Accuracy:
    """Scores of the mentions that somebody looked at, of those that followed them, and of both together.

    ``by_publisher`` and ``by_language`` are of those looked at, the most looked at first. ``lost`` counts targets whose
    document or words are not there any more.
    """

    looked_at: Score
    followed: Score
    together: Score
    by_publisher: tuple[tuple[str, Score], ...] = ()
    by_language: tuple[tuple[str, Score], ...] = ()
    lost: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class _Judged:
    document: Document
    verdict: Verdict
    role_right: bool | None
    error_km: float | None
    looked_at: bool


def accuracy(log: Log, readings: Iterable[Reading]) -> Accuracy:
    """Count how often readings were right, by what is in force of a log.

    Parameters
    ----------
    readings
        As `Workspace.readings` returns them: what was read automatically.

    Examples
    --------
    >>> accuracy(Log(), []).looked_at.place
    Share(part=0, whole=0, share=None, low=None, high=None)
    """
    by_doc = {reading.document.id: reading for reading in readings}
    mentions = {
        (doc, mention.start, mention.end): mention for doc, reading in by_doc.items() for mention in reading.mentions
    }
    decided: dict[Span, Decision] = {}
    looked: set[Span] = set()
    lost = 0
    for entry in log.in_force:
        for number, target in enumerate(entry.mentions):
            reading = by_doc.get(target.doc)
            found = find_span(target, reading.document) if reading else None
            if found is None:
                lost += 1
                continue
            span = (target.doc, *found)
            decision = _decision(entry, target, decided.get(span), mentions.get(span))
            if decision is not None:
                decided[span] = decision
                looked |= {span} if number == 0 else set()
    judged = [
        _judged(by_doc[span[0]].document, mentions.get(span), decision, looked_at=span in looked)
        for span, decision in decided.items()
    ]
    first = [one for one in judged if one.looked_at]
    return Accuracy(
        looked_at=_score(first),
        followed=_score([one for one in judged if not one.looked_at]),
        together=_score(judged),
        by_publisher=_by(first, lambda one: one.document.publisher),
        by_language=_by(first, lambda one: one.document.language),
        lost=lost,
    )


def wilson(part: int, whole: int) -> Share:
    """Return a share with its 95 % interval (Wilson 1927, J Am Stat Assoc 22), which is sound for few as for many.

    Examples
    --------
    >>> found = wilson(8, 10)
    >>> round(found.low, 2), round(found.high, 2)
    (0.49, 0.94)
    """
    if not whole:
        return Share(part=0, whole=0)
    share, square = part / whole, _Z * _Z / whole
    middle = share + square / 2
    reach = _Z * math.sqrt(share * (1 - share) / whole + square / (4 * whole))
    low, high = (middle - reach) / (1 + square), (middle + reach) / (1 + square)
    return Share(part=part, whole=whole, share=share, low=max(0.0, low), high=min(1.0, high))


def _decision(entry: Entry, target: MentionTarget, before: Decision | None, read: Mention | None) -> Decision | None:
    """Return what an entry says of a span, as `replay` takes it."""
    said = entry.decision or confirmed(target) or before
    return said or (Decision(place=read.place, role=read.role) if read else None)


def _judged(document: Document, read: Mention | None, decision: Decision, *, looked_at: bool) -> _Judged:
    """Hold what was read of a span against what was decided of it."""
    verdict = _verdict(read, decision)
    error_km = None
    if verdict == "wrong place" and read and read.place and decision.place:
        here, there = read.place, decision.place
        error_km = distance_km(here.lon, here.lat, there.lon, there.lat)
    return _Judged(
        document=document,
        verdict=verdict,
        role_right=read.role == decision.role if read and decision.is_place else None,
        error_km=error_km,
        looked_at=looked_at,
    )


def _verdict(read: Mention | None, decision: Decision) -> Verdict:
    if not decision.is_place:
        return "not a place" if read else "right"
    if read is None:
        return "missed"
    if read.place is None:
        return "unresolved" if decision.place else "right"
    return "right" if decision.place is not None and decision.place.id == read.place.id else "wrong place"


def _score(judged: Iterable[_Judged]) -> Score:
    listed = list(judged)
    counts = _counted(one.verdict for one in listed)
    roles = [one.role_right for one in listed if one.role_right is not None]
    errors_km = [one.error_km for one in listed if one.error_km is not None]
    return Score(
        looked_at=len(listed),
        right=counts["right"],
        wrong_place=counts["wrong place"],
        unresolved=counts["unresolved"],
        not_a_place=counts["not a place"],
        missed=counts["missed"],
        place=wilson(counts["right"], len(listed)),
        role=wilson(sum(roles), len(roles)),
        median_error_km=median(errors_km) if errors_km else None,
        mean_error_km=fmean(errors_km) if errors_km else None,
    )


def _counted(verdicts: Iterable[Verdict]) -> Mapping[Verdict, int]:
    counts: dict[Verdict, int] = defaultdict(int)
    for verdict in verdicts:
        counts[verdict] += 1
    return counts


def _by(judged: Iterable[_Judged], name_of: Callable[[_Judged], str]) -> tuple[tuple[str, Score], ...]:
    groups: dict[str, list[_Judged]] = defaultdict(list)
    for one in judged:
        groups[name_of(one)].append(one)
    return tuple((name, _score(group)) for name, group in sorted(groups.items(), key=lambda it: (-len(it[1]), it[0])))
