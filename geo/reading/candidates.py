"""Candidates: the places that the names of a text may mean, in arrays, and what comes of weighing them.

Candidates of a document stand in arrays, one row each, those of one name together; names that stand in the same company
are weighed once.
"""

from dataclasses import dataclass
from math import exp
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from geo.coordinates import fast_distance_km
from geo.model import Candidate, Place
from geo.reading.companies import Company
from geo.reading.gazetteer.index import Index

__all__ = ["NEAR_KM", "Bools", "Columns", "Floats", "Numbers", "Ranked", "Scored", "Table", "table_of"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]
Columns = npt.NDArray[Any]  # structured, of `layout.PLACE_DTYPE`

NEAR_KM = 150.0
_KEPT_CANDIDATES = 6  # the best and five that it beat
_HOPELESS = 7.0  # log-odds behind the best: less than one in a thousand


class Scored(NamedTuple):
    """A candidate with its score in log-odds and what spoke for it, in words."""

    place: Place
    row: int
    score: float
    share: float
    capital: bool
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Table:
    """Candidates of all companies; ``owner`` is the number of each one's company, ``starts`` where a company begins.

    ``share`` is the share of the text's attention that a candidate's country has; ``near_row`` the place of another
    name that speaks most for it, or -1; ``own_say`` is true where the words right beside a name decide, which then
    keeps its own sense in a text, ``raised`` where the name beside it says so of this very candidate.
    """

    companies: list[Company]
    owner: Numbers
    starts: Numbers
    row: Numbers
    principal: Bools
    trusted: Bools
    columns: Columns
    score: Floats
    share: Floats
    own_say: Bools
    raised: Bools
    near_row: Numbers

    def of(self, number: int) -> slice:
        """Where the candidates of a company stand."""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.owner)
        return slice(int(self.starts[number]), int(end))


def table_of(index: Index, companies: list[Company]) -> Table:
    """Every candidate of every company, not weighed yet."""
    postings = [index.postings(company.key) for company in companies]
    sizes = np.array([len(of_name) for of_name in postings])
    row, principal, trusted = index.unpack(np.concatenate(postings))
    total = int(sizes.sum())
    return Table(
        companies=companies,
        owner=np.repeat(np.arange(len(companies)), sizes),
        starts=np.concatenate(([0], np.cumsum(sizes)[:-1])),
        row=row,
        principal=principal,
        trusted=trusted,
        columns=index.columns(row),
        score=np.zeros(total),
        share=np.zeros(total),
        own_say=np.zeros(total, dtype=bool),
        raised=np.zeros(total, dtype=bool),
        near_row=np.full(total, -1),
    )


class Ranked:
    """Candidates of a name, best first; all but the best are read when they are asked for.

    Attributes
    ----------
    score : float
        Of the best, in log-odds.
    """

    __slots__ = ("_alternatives", "_index", "_number", "_order", "_reason", "_scored", "_table", "score")

    def __init__(self, table: Table, index: Index, number: int) -> None:
        own = table.of(number)
        scores = table.score[own].tolist()
        if len(scores) == 1:
            order = [own.start]
        else:
            ties = zip(table.columns["population"][own].tolist(), table.row[own].tolist(), strict=True)
            ranks = [(-score, -population, row) for score, (population, row) in zip(scores, ties, strict=True)]
            order = [own.start + position for position in sorted(range(len(ranks)), key=ranks.__getitem__)]
        self.score: float = scores[order[0] - own.start]
        least = self.score - _HOPELESS
        kept = [at for at in order[2:_KEPT_CANDIDATES] if scores[at - own.start] > least]
        self._table, self._index, self._number, self._order = table, index, number, order[:2] + kept
        self._scored: tuple[Scored, ...] | None = None
        self._alternatives: tuple[Candidate, ...] | None = None
        self._reason: str | None = None

    @property
    def candidates(self) -> tuple[Scored, ...]:
        """The best, the one that it beat, and up to four more that are not hopeless.

        Ties go to the larger place, then to the one that the gazetteer has first.
        """
        if self._scored is None:
            own = self._table.of(self._number)
            best = self.score
            total = float(np.exp(self._table.score[own] - best).sum())
            self._scored = tuple(self._scored_at(position, best, total) for position in self._order)
        return self._scored

    @property
    def reason(self) -> str:
        """Why the best candidate is meant, in words."""
        if self._reason is None:
            best, *rest = self.candidates
            place = best.place
            reasons = ", ".join(best.reasons) or "the only place of this name"
            beat = f"; beat {rest[0].place.name} ({rest[0].place.country or rest[0].place.kind})" if rest else ""
            kind = f"{place.kind}, {place.country}" if place.country else place.kind
            self._reason = f"{place.name} ({kind}): {reasons}{beat}"
        return self._reason

    @property
    def alternatives(self) -> tuple[Candidate, ...]:
        """What the best candidate beat, as mentions record it."""
        if self._alternatives is None:
            self._alternatives = tuple(
                Candidate(place=other.place, score=round(other.share, 3), reason=", ".join(other.reasons))
                for other in self.candidates[1:]
            )
        return self._alternatives

    def _scored_at(self, position: int, best: float, total: float) -> Scored:
        table, index = self._table, self._index
        score, row = float(table.score[position]), int(table.row[position])
        return Scored(
            place=index.place(row),
            row=row,
            score=score,
            share=exp(score - best) / total,
            capital=bool(index.are_capitals(table.columns[position])),
            reasons=tuple(_reasons(table, index, table.companies[self._number], position)),
        )


def _reasons(table: Table, index: Index, company: Company, position: int) -> list[str]:
    place = index.place(int(table.row[position]))
    reasons = []
    if table.principal[position]:
        reasons.append("its principal name")
    if company.kinds:
        reasons.append(f"{'fits' if place.kind in company.kinds else 'does not fit'} the class word")
    if table.share[position] > 0:
        reasons.append(f"{table.share[position]:.0%} of the document is about {place.country}")
    if company.beside == place.country != "":
        reasons.append(f"the next word says {company.beside}")
    if table.near_row[position] >= 0:
        near = index.place(int(table.near_row[position]))
        away = fast_distance_km(place.lon, place.lat, near.lon, near.lat)
        reasons.append(f"{away:.0f} km from {near.name}" if away < NEAR_KM else f"in the same area as {near.name}")
    if company.inside and table.raised[position]:
        reasons.append("the next name is where it lies")
    if company.holds and table.raised[position]:
        reasons.append("the name before lies in it")
    return reasons
