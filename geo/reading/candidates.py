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

__all__ = ["NEAR_KM", "Bools", "Columns", "Floats", "Numbers", "Ranked", "Scored", "Table", "Weighed", "table_of"]

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


class Weighed:
    """A table that has been weighed, column by column as lists.

    What is asked of it, one candidate at a time, is a few candidates of each name: numpy's own numbers would be slow.
    """

    __slots__ = (
        "_odds",
        "capital",
        "index",
        "near_row",
        "order",
        "principal",
        "raised",
        "row",
        "score",
        "share",
        "table",
    )

    def __init__(self, table: Table, index: Index) -> None:
        self.table, self.index = table, index
        self.score: list[float] = table.score.tolist()
        self.row: list[int] = table.row.tolist()
        self.share: list[float] = table.share.tolist()
        self.principal: list[bool] = table.principal.tolist()
        self.raised: list[bool] = table.raised.tolist()
        self.near_row: list[int] = table.near_row.tolist()
        self.capital: list[bool] = index.are_capitals(table.columns).tolist()
        smaller = (-table.columns["population"].astype(np.int64)).tolist()
        self.order = list(zip((-table.score).tolist(), smaller, self.row, strict=True))
        top = np.maximum.reduceat(table.score, table.starts)
        self._odds: Floats = np.exp(table.score - top[table.owner])

    def odds(self, own: slice) -> float:
        """Sum of the odds of a name's candidates against its best."""
        return float(self._odds[own].sum())


class Ranked:
    """Candidates of a name, best first; all but the best are read when they are asked for.

    Attributes
    ----------
    score : float
        Of the best, in log-odds.
    """

    __slots__ = ("_alternatives", "_number", "_order", "_reason", "_scored", "_weighed", "score")

    def __init__(self, weighed: Weighed, number: int) -> None:
        own = weighed.table.of(number)
        order = [own.start]
        if own.stop - own.start > 1:
            order = sorted(range(own.start, own.stop), key=weighed.order.__getitem__)
        self.score: float = weighed.score[order[0]]
        least = self.score - _HOPELESS
        kept = [at for at in order[2:_KEPT_CANDIDATES] if weighed.score[at] > least]
        self._weighed, self._number, self._order = weighed, number, order[:2] + kept
        self._scored: tuple[Scored, ...] | None = None
        self._alternatives: tuple[Candidate, ...] | None = None
        self._reason: str | None = None

    @property
    def candidates(self) -> tuple[Scored, ...]:
        """The best, the one that it beat, and up to four more that are not hopeless.

        Ties go to the larger place, then to the one that the gazetteer has first.
        """
        if self._scored is None:
            total = self._weighed.odds(self._weighed.table.of(self._number))
            self._scored = tuple(self._scored_at(position, total) for position in self._order)
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

    def _scored_at(self, position: int, total: float) -> Scored:
        weighed = self._weighed
        score, row = weighed.score[position], weighed.row[position]
        place = weighed.index.place(row)
        return Scored(
            place=place,
            row=row,
            score=score,
            share=exp(score - self.score) / total,
            capital=weighed.capital[position],
            reasons=tuple(_reasons(weighed, place, weighed.table.companies[self._number], position)),
        )


def _reasons(weighed: Weighed, place: Place, company: Company, position: int) -> list[str]:
    reasons = []
    if weighed.principal[position]:
        reasons.append("its principal name")
    if company.kinds:
        reasons.append(f"{'fits' if place.kind in company.kinds else 'does not fit'} the class word")
    if weighed.share[position] > 0:
        reasons.append(f"{weighed.share[position]:.0%} of the document is about {place.country}")
    if company.beside == place.country != "":
        reasons.append(f"the next word says {company.beside}")
    if weighed.near_row[position] >= 0:
        near = weighed.index.place(weighed.near_row[position])
        away = fast_distance_km(place.lon, place.lat, near.lon, near.lat)
        reasons.append(f"{away:.0f} km from {near.name}" if away < NEAR_KM else f"in the same area as {near.name}")
    if company.inside and weighed.raised[position]:
        reasons.append("the next name is where it lies")
    if company.holds and weighed.raised[position]:
        reasons.append("the name before lies in it")
    return reasons
