"""Scores what was read against what a person annotated, row by row as the command line writes them.

A row of truth or prediction is a dictionary, one line of JSON: mentions have spans, flows an origin and a destination,
events places; the annotated ones give those as ``origin_place``, ``destination_place`` and ``place_points``. The
definitions are those of ``tests/truth/README.md``:

- A mention is found when an unembedded prediction overlaps it, each serving once; it is *placed* when the prediction's
  point lies within the truth's radius and in its country.
- A flow is found when both ends are the truth's. An area wants an area: a pin in it is another claim.
- An event is found when its evidence is the truth's sentence (half of it at least, and at most two and a half times as
  long), one of the truth's places is among its own, and at least half of its own are the truth's.
- Flows and events are paired one to one, as many as can be; the attributes are shares of those found.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from geo.coordinates import distance_km

__all__ = ["EVENT_GROUPS", "Row", "Score", "score_events", "score_flows", "score_mentions"]

Row = Mapping[str, Any]

EVENT_GROUPS: dict[str, frozenset[str]] = {
    group: frozenset(types.split())
    for group, types in {
        "diplomacy": "AGREE CONCEDE CONSULT COOPERATE REJECT REQUEST SUPPORT",
        "battle": "ASSAULT RETREAT",
        "offensive": "ASSAULT MOBILIZE",
        "air_or_drone_strike": "ASSAULT",
        "deployment": "AGREE AID ASSAULT COOPERATE MOBILIZE REQUEST RETREAT",
        "recruitment": "AID MOBILIZE REQUEST",
        "arms_transfer": "AID COOPERATE MOBILIZE",
        "flight": "AID COOPERATE MOBILIZE",
        "base_request": "REQUEST",
        "statement_or_threat": "ACCUSE AGREE CONCEDE CONSULT REJECT REQUEST SUPPORT THREATEN",
        "sanction": "COERCE SANCTION",
        "protest": "PROTEST",
        "other": "",
    }.items()
}
"""PLOVER types that fit each type of the truth; "other" is not judged."""

_PIN_KINDS = frozenset({"city", "town", "site", "neighbourhood"})
_PIN_SLACK_KM = 20.0
_WIDE_KM = 100.0
_TOO_WIDE_FOR_A_PIN_KM = 150.0
_GENERIC_CLAIMANT = frozenset({"the", "and", "source", "ministry"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """Counts of truth, predictions and what of both was paired, with shares of the found ones by attribute.

    ``missed`` and ``extra`` are the rows left over on either side: to look at, never for a set that only measures.
    """

    gold: int
    predicted: int
    found: int
    attributes: dict[str, float] = field(default_factory=dict)
    missed: tuple[Row, ...] = ()
    extra: tuple[Row, ...] = ()

    @property
    def precision(self) -> float:
        """Share of the predictions that are found."""
        return self.found / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the truth that is found."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return _f1(self.found, self.gold, self.predicted)


def _f1(found: int, gold: int, predicted: int) -> float:
    """F1 from counts: twice the found over both sides together.

    Examples
    --------
    >>> _f1(3, 4, 5), _f1(0, 0, 0)
    (0.6666666666666666, 0.0)
    """
    return 2 * found / (gold + predicted) if gold + predicted else 0.0


def score_mentions(gold: Sequence[Row], predicted: Sequence[Row]) -> Score:
    """Score mentions: overlap, exact spans, roles, points, and embedded names that were taken for places.

    Returns
    -------
    Score
        Attributes: ``exact``, ``role``, ``placed`` (shares of the found), ``placed_f1`` (over both sides),
        ``embedded_taken`` (a count).
    """
    free: dict[str, list[Row]] = defaultdict(list)
    for row in predicted:
        if row.get("role") != "embedded":
            free[row["doc"]].append(row)
    total = sum(map(len, free.values()))
    places = [row for row in gold if row.get("role") != "embedded"]
    everywhere = {document: tuple(rows) for document, rows in free.items()}
    pairs, missed = [], []
    for row in places:
        best = max(free[row["doc"]], key=lambda other: _overlap(row, other), default=None)
        if best is None or _overlap(row, best) <= 0:
            missed.append(row)
            continue
        free[row["doc"]].remove(best)
        pairs.append((row, best))
    embedded = [row for row in gold if row.get("role") == "embedded"]
    taken = sum(any(_overlap(row, other) > 0 for other in everywhere.get(row["doc"], ())) for row in embedded)
    placed = sum(_is_placed(row, other) for row, other in pairs)
    return Score(
        gold=len(places),
        predicted=total,
        found=len(pairs),
        attributes={
            "exact": _share(pairs, lambda row, other: (row["start"], row["end"]) == (other["start"], other["end"])),
            "role": _share(pairs, lambda row, other: row["role"] == other["role"]),
            "placed": placed / len(pairs) if pairs else 0.0,
            "placed_f1": _f1(placed, len(places), total),
            "embedded_taken": taken,
        },
        missed=tuple(missed),
        extra=tuple(row for rows in free.values() for row in rows),
    )


def score_flows(gold: Sequence[Row], predicted: Sequence[Row]) -> Score:
    """Score flows: both ends, then mode, count, carrier, status, claimant, date and evidence of those found."""

    def fits(row: Row, other: Row) -> bool:
        ends = (("origin_place", "origin"), ("destination_place", "destination"))
        return all(_is_same_place(row[truth], other.get(said)) for truth, said in ends)

    pairs, missed, extra = _paired(gold, predicted, fits, prefer=_is_evidence)
    return Score(
        gold=len(gold),
        predicted=len(predicted),
        found=len(pairs),
        attributes={
            "mode": _share(pairs, lambda row, other: (row["mode"] or "unknown") == (other.get("mode") or "unknown")),
            "count": _share(pairs, lambda row, other: row["count"] == other.get("count")),
            "carrier": _share(pairs, lambda row, other: _names_agree(row["carrier"], other.get("carrier"))),
            "evidence": _share(pairs, _is_evidence),
            **_told(pairs),
        },
        missed=missed,
        extra=extra,
    )


def score_events(gold: Sequence[Row], predicted: Sequence[Row]) -> Score:
    """Score events: sentence and places, then type, status, claimant and date of those found."""

    def fits(row: Row, other: Row) -> bool:
        if not _is_evidence(row, other):
            return False
        said = other.get("places") or []
        right = sum(any(_is_same_place(truth, place) for truth in row["place_points"]) for place in said)
        return right > 0 and 2 * right >= len(said)

    pairs, missed, extra = _paired(gold, predicted, fits, prefer=_is_type)
    judged = [(row, other) for row, other in pairs if EVENT_GROUPS[row["type"]]]
    return Score(
        gold=len(gold),
        predicted=len(predicted),
        found=len(pairs),
        attributes={"type": _share(judged, _is_type), **_told(pairs)},
        missed=missed,
        extra=extra,
    )


def _told(pairs: Sequence[tuple[Row, Row]]) -> dict[str, float]:
    """Shares of found records whose status, claimant and date are right."""
    return {
        "status": _share(pairs, lambda row, other: row["status"] == other.get("status")),
        "claimant": _share(
            pairs, lambda row, other: _names_agree(row["claimed_by"], other.get("claimed_by"), ignore=_GENERIC_CLAIMANT)
        ),
        "date": _share(pairs, _is_date),
    }


def _share(pairs: Sequence[tuple[Row, Row]], holds: Callable[[Row, Row], bool]) -> float:
    return sum(map(bool, (holds(row, other) for row, other in pairs))) / len(pairs) if pairs else 0.0


def _overlap(one: Row, other: Row) -> int:
    """Characters that two spans of one document share; negative for spans apart."""
    return int(min(one["end"], other["end"]) - max(one["start"], other["start"]))


def _is_placed(truth: Row, said: Row) -> bool:
    """Whether a mention's point is where the truth allows it, and not in another country."""
    if truth.get("lat") is None or said.get("lat") is None:
        return False
    if truth.get("country") and said.get("country") and truth["country"] != said["country"]:
        return False
    return _km_apart(truth, said) <= float(truth["radius_km"])


def _km_apart(one: Row, other: Row) -> float:
    return distance_km(one["lon"], one["lat"], other["lon"], other["lat"])


def _is_same_place(truth: Row | None, said: Row | None) -> bool:
    """Whether a place of a record is the truth's: unknown for unknown, an area for an area, a pin for a pin."""
    if truth is None or not said:
        return truth is None and not said
    if truth.get("lat") is None or said.get("lat") is None:
        return bool(truth.get("lat") is None and truth["name"].casefold() == (said.get("name") or "").casefold())
    radius_km, wanted_km = float(said.get("radius_km") or 0), float(truth["radius_km"])
    if truth["kind"] == "country":
        wide = said.get("kind") == "country" or radius_km >= 0.3 * wanted_km
        return bool(said.get("country") == truth["country"] and wide)
    elsewhere = truth.get("country") and said.get("country") and truth["country"] != said["country"]
    too_wide = said.get("kind") == "country" or (truth["kind"] in _PIN_KINDS and radius_km > _TOO_WIDE_FOR_A_PIN_KM)
    too_narrow = wanted_km > _WIDE_KM and radius_km < wanted_km / 4
    if elsewhere or too_wide or too_narrow:
        return False
    return _km_apart(truth, said) <= max(_PIN_SLACK_KM, wanted_km)


def _is_evidence(truth: Row, said: Row) -> bool:
    """Whether a record's evidence is the truth's sentence."""
    length = truth["sentence_end"] - truth["sentence_start"]
    shared = _overlap({"start": truth["sentence_start"], "end": truth["sentence_end"]}, said)
    return bool(2 * shared >= length and said["end"] - said["start"] <= 2.5 * length)


def _is_type(truth: Row, said: Row) -> bool:
    return said.get("type") in EVENT_GROUPS[truth["type"]]


def _names_agree(truth: str | None, said: str | None, *, ignore: frozenset[str] = frozenset()) -> bool:
    """Whether two names share a word of three letters or more; nothing agrees with nothing only."""
    if not truth:
        return not said
    words = [set(re.findall(r"\w{3,}", (name or "").casefold())) - ignore for name in (truth, said)]
    return bool(words[0] & words[1])


def _is_date(truth: Row, said: Row) -> bool:
    """Whether a date overlaps the truth's, has the bounds that it has, and is at most twice as wide plus a week."""
    wanted = [_day(truth.get(bound)) for bound in ("date_from", "date_to")]
    given = [_day(said.get(bound)) for bound in ("date_from", "date_to")]
    if any(bound is not None and other is None for bound, other in zip(wanted, given, strict=True)):
        return False
    (first, last), (begins, ends) = wanted, given
    if (last is not None and begins is not None and begins > last) or (
        first is not None and ends is not None and ends < first
    ):
        return False
    if first is None or last is None or begins is None or ends is None:
        return True
    return ends - begins <= 2 * (last - first) + 7


def _day(text: str | None) -> int | None:
    return date.fromisoformat(text).toordinal() if text else None


def _paired(
    gold: Sequence[Row],
    predicted: Sequence[Row],
    fits: Callable[[Row, Row], bool],
    *,
    prefer: Callable[[Row, Row], bool],
) -> tuple[list[tuple[Row, Row]], tuple[Row, ...], tuple[Row, ...]]:
    """Pair truth and predictions one to one, as many as can be; where there is a choice, as `prefer` likes.

    The largest pairing is found by augmenting paths (Kuhn 1955).
    """
    choices: list[list[int]] = []
    for row in gold:
        fitting = [n for n, other in enumerate(predicted) if other["doc"] == row["doc"] and fits(row, other)]
        choices.append(sorted(fitting, key=lambda n: not prefer(row, predicted[n])))
    owner: dict[int, int] = {}

    def settle(number: int, tried: set[int]) -> bool:
        for choice in choices[number]:
            if choice in tried:
                continue
            tried.add(choice)
            if choice not in owner or settle(owner[choice], tried):
                owner[choice] = number
                return True
        return False

    for number in range(len(gold)):
        settle(number, set())
    pairs = [(gold[number], predicted[choice]) for choice, number in sorted(owner.items(), key=lambda item: item[1])]
    served = set(owner.values())
    missed = tuple(row for number, row in enumerate(gold) if number not in served)
    return pairs, missed, tuple(row for number, row in enumerate(predicted) if number not in owner)
