"""Ranking: how well each place that a name may mean fits its text, for all names of a document at once.

Every feature has a weight in log-odds (``data/gazetteer/weights.toml``). A candidate is scored by what it is (kept,
country, capital, population), by how it is called (class word, principal name, how common the word is) and by its
company: the countries that the document speaks of, the next name or demonym, and the other names of the text, which
vote for the candidates that lie near what they most likely mean or in the same first-level area.

Candidates of a document stand in arrays, one row each, those of one name together; names that stand in the same
surroundings are weighed once.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from geo.coordinates import EARTH_RADIUS_KM, fast_distance_km
from geo.model import KINDS, Candidate, Place
from geo.reading.gazetteer.index import Index
from geo.reading.lexicon import Word, lexicon_for
from geo.reading.mentions import Found
from geo.reading.rules import script_of
from geo.reading.spelling import latin_letters, likeness
from geo.reading.text.analysis import Analysis
from geo.reading.weights import load_weights

__all__ = ["Ranked", "Scored", "placeness", "rank"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]
Columns = npt.NDArray[Any]  # structured, of `compile.PLACE_DTYPE`

_NEAR_KM = 150.0
_KEPT_CANDIDATES = 6  # the best and five that it beat
_HOPELESS = 7.0  # log-odds behind the best: less than one in a thousand
_MOST_VOTERS = 400
_AT_ONCE = 2000  # candidates whose votes are counted at once, which bounds memory
_ROUNDS = 3
_SAID_NEAR = 0.2  # a vote that the reason mentions
_LEAST_SHARE = 0.02  # a sense less likely than this casts no vote
_IN_AREA = 0.7  # a vote for lying in the same first-level area, against 1 for lying at the same point
_OF_AREA = 0.35  # a vote of what lies in it for the area itself
_COMMAS = frozenset({",", "\u060c"})


class Scored(NamedTuple):
    """A candidate with its score in log-odds and what spoke for it, in words.

    ``own_say`` is true where the words right beside the name decided: such a name keeps its own sense in a document.
    """

    place: Place
    row: int
    score: float
    share: float
    capital: bool
    reasons: tuple[str, ...]


class _Company(NamedTuple):
    """What a name's own surroundings say: names that share all of it are weighed together."""

    key: str
    kinds: frozenset[str]
    directed: bool  # a direction is said of it: an area rather than a town
    beside: str
    inside: str  # key of the next name, which says where this one lies
    holds: str  # key of the name before, which lies in this one
    spelling: str  # as written, where the name is known by its sound only


@dataclass(slots=True)
class _Table:
    """Candidates of all companies; ``owner`` is the number of each one's company, ``starts`` where a company begins."""

    companies: list[_Company]
    owner: Numbers
    starts: Numbers
    row: Numbers
    principal: Bools
    trusted: Bools
    columns: Columns
    score: Floats
    share: Floats
    own_say: Bools
    near_row: Numbers

    def of(self, number: int) -> slice:
        """Where the candidates of a company stand."""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.owner)
        return slice(int(self.starts[number]), int(end))


def rank(analysis: Analysis, found: Sequence[Found], index: Index) -> "list[Ranked | None]":
    """Rank the candidates of every name of a text; None for a name that the gazetteer does not have."""
    companies = _companies(analysis, found, lexicon_for(index, analysis.document.language).look)
    numbers = {company: number for number, company in enumerate(dict.fromkeys(filter(None, companies)))}
    if not numbers:
        return [None] * len(found)
    cues = _cue_scores(found, companies, numbers)
    table = _table(index, list(numbers))
    _score_alone(table, index)
    _score_spelling(table, index)
    _score_focus(table, analysis, found, index)
    _score_pairs(table)
    _score_votes(table, cues)
    _agree(table, Counter(company for company in companies if company))
    ranked = [Ranked(table, index, number) for number in range(len(table.companies))]
    return [ranked[numbers[company]] if company else None for company in companies]


def placeness(found: Found, best: "Ranked") -> float:
    """Log-odds that a name is a place here at all: its best candidate's score and the cues around it."""
    return best.score + _cue_score(found.cues)


@lru_cache(maxsize=4096)
def _cue_score(cues: frozenset[str]) -> float:
    weights = load_weights()["cue"]
    return sum(weights[cue] for cue in cues)


def _cue_scores(found: Sequence[Found], companies: Sequence[_Company | None], numbers: dict[_Company, int]) -> Floats:
    """Best that any mention's cues say of each company."""
    scores = np.full(len(numbers), -np.inf)
    for item, company in zip(found, companies, strict=True):
        if company:
            number = numbers[company]
            scores[number] = max(scores[number], _cue_score(item.cues))
    return scores


def _companies(analysis: Analysis, found: Sequence[Found], look: Callable[[str], Word]) -> list[_Company | None]:
    """Company of each name; None for one that the gazetteer does not have."""
    joined = [_joined(analysis, look, found, number) for number in range(len(found))] + [False, False]
    paired = [joined[n + 1] and not joined[n] and not joined[n + 2] for n in range(len(found))]
    out: list[_Company | None] = []
    for number, item in enumerate(found):
        inside = found[number + 1].key if paired[number] else ""
        holds = found[number - 1].key if number and paired[number - 1] else ""
        company = _Company(
            item.key,
            item.class_kinds,
            bool(item.modifier) and not item.class_kinds,
            _beside(analysis, look, item),
            inside,
            holds,
            item.spelling,
        )
        out.append(company if item.known else None)
    return out


def _joined(analysis: Analysis, look: Callable[[str], Word], found: Sequence[Found], number: int) -> bool:
    """Whether a name may say where the one before it lies: "X, Y", "X in Y", "X, in northern Y"."""
    if number == 0:
        return False
    one, other = found[number - 1], found[number]
    between = other.lead - one.last
    if one.sentence != other.sentence or not 0 <= between <= 1:
        return False
    gap = analysis.between(analysis.tokens[one.last - 1], analysis.tokens[one.last]).strip(" .")
    if between == 1:
        return gap in {"", *_COMMAS} and look(analysis.tokens[one.last].text).inside
    if "particle" in other.cues:
        return False
    return gap in _COMMAS if other.lead == other.first else gap in {"", *_COMMAS} and bool(other.modifier)


def _beside(analysis: Analysis, look: Callable[[str], Word], found: Found) -> str:
    """Country whose demonym stands right after a name ("بنغازي الليبية"), or in apposition (", the Libyan capital")."""
    tokens, last = analysis.tokens, analysis.sentences[found.sentence].last
    position = found.last
    if position >= last:
        return ""
    gap = analysis.between(tokens[position - 1], tokens[position]).strip()
    apposition = gap in _COMMAS and tokens[position].text == "the" and position + 2 < last
    if gap and not apposition:
        return ""
    word = look(tokens[position + apposition].text)
    if apposition and (word.rules is None or word.rules.class_word(tokens[position + 2].text) is None):
        return ""
    return word.demonym


def _table(index: Index, companies: list[_Company]) -> _Table:
    postings = [index.postings(company.key) for company in companies]
    sizes = np.array([len(of_name) for of_name in postings])
    row, principal, trusted = index.unpack(np.concatenate(postings))
    total = int(sizes.sum())
    return _Table(
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
        near_row=np.full(total, -1),
    )


@lru_cache(maxsize=256)
def _are(kinds: frozenset[str]) -> Bools:
    """Whether each kind, by its number, is one of ``kinds``."""
    return np.array([kind in kinds for kind in KINDS])


_AREAS = _are(frozenset({"admin1", "admin2"}))
_WIDE = _are(frozenset({"admin1", "region"}))
_HOLDERS = _are(frozenset({"admin1", "admin2", "region"}))
_POINTS = _are(frozenset({"city", "town", "village", "neighbourhood", "site", "admin2"}))
_COUNTRY = KINDS.index("country")


def _score_alone(table: _Table, index: Index) -> None:
    """Score what each candidate is and how it is called, whatever else the text says."""
    weights = load_weights()["candidate"]
    zipf = np.array([index.zipf(company.key) for company in table.companies])[table.owner]
    excess = np.maximum(0.0, zipf - _expected_zipf(table))
    table.score += index.strengths(table.row, table.trusted) - weights["common_word"] * excess
    table.score += weights["principal_name"] * table.principal
    latin = np.array([script_of(company.key) == "Latn" for company in table.companies])[table.owner]
    table.score += weights["other_name"] * (latin & ~table.principal & ~table.trusted)
    kind = table.columns["kind"]
    asked = np.array([bool(company.kinds) for company in table.companies])[table.owner]
    fits = np.zeros(len(kind), dtype=bool)
    for number, company in enumerate(table.companies):
        if company.kinds:
            fits[table.of(number)] = _are(company.kinds)[kind[table.of(number)]]
    table.score += np.where(fits, weights["class_fits"], weights["class_contradicts"]) * asked
    directed = np.array([company.directed for company in table.companies])[table.owner]
    table.score += weights["directed_town"] * (directed & _POINTS[kind])
    is_area = _AREAS[kind]
    table.score += weights["admin1_unasked"] * (is_area & ~asked)
    table.score += weights["capital_of_namesake"] * (_namesake_capitals(table, index) & ~is_area & ~asked)
    for number, company in enumerate(table.companies):
        if company.beside:
            own = table.of(number)
            agrees = table.columns["country"][own] == index.country_number(company.beside)
            table.score[own] += np.where(agrees, weights["beside"], -weights["beside"])
            table.own_say[own] = True


def _expected_zipf(table: _Table) -> Floats:
    """How common the name of each candidate may be, on the Zipf scale, before it looks like an everyday word.

    A place of a million people is expected at 4.5, one of a thousand at 1.5; a hand-kept name at what is usual for its
    kind. What the name exceeds that by speaks for the everyday word.
    """
    usual_by_kind = load_weights()["expected_zipf"]
    usual = np.array([usual_by_kind[kind] for kind in KINDS])[table.columns["kind"]]
    population = table.columns["population"].astype(float)
    expected: Floats = np.maximum(1.5, np.log10(population + 1) - 1.5)
    kept = np.where((population > 0) & (usual < 6), expected + 0.5, usual)
    return np.where(table.trusted, kept, expected)


def _namesake_capitals(table: _Table, index: Index) -> Bools:
    """Capitals whose name may mean their country as well ("الجزائر")."""
    capital = index.are_capitals(table.columns)
    out = np.zeros(len(capital), dtype=bool)
    for position in np.flatnonzero(capital):
        others = table.columns[table.of(int(table.owner[position]))]
        same = (others["country"] == table.columns["country"][position]) & (others["kind"] == _COUNTRY)
        out[position] = bool(same.any())
    return out


def _score_spelling(table: _Table, index: Index) -> None:
    """Score how like its name each candidate of a name that is known by its sound only is spelled."""
    weight = load_weights()["candidate"]["spelling"]
    for number, company in enumerate(table.companies):
        if company.spelling:
            own = table.of(number)
            written = latin_letters(company.spelling)
            places = (index.place(int(row)) for row in table.row[own])
            table.score[own] += [weight * (likeness(written, place) - 1) for place in places]


def _score_focus(table: _Table, analysis: Analysis, found: Sequence[Found], index: Index) -> None:
    """Score the share of the document's attention that each candidate's country has without its own name."""
    counts: Counter[int] = Counter()
    for word in lexicon_for(index, analysis.document.language).words(analysis.tokens):
        if word.demonym:
            counts[index.country_number(word.demonym)] += 1
    own = _own_countries(table, index.country_number(""))
    says: dict[str, int] = defaultdict(int)
    for item in found:
        if item.key in own:
            counts[own[item.key]] += 1
            says[item.key] += 1
    total = counts.total()
    attention = np.zeros(index.country_count + 1)
    for number, count in counts.items():
        attention[number] = count
    attention[index.country_number("")] = 0
    lies_in = table.columns["country"]
    own_country = np.array([own.get(company.key, -1) for company in table.companies])[table.owner]
    own_count = np.array([says[company.key] for company in table.companies])[table.owner]
    table.share = (attention[lies_in] - own_count * (own_country == lies_in)) / (total - own_count + 1)
    table.score += load_weights()["candidate"]["focus"] * table.share


def _own_countries(table: _Table, nowhere: int) -> dict[str, int]:
    """Country that a name speaks of by itself: the only one that its hand-kept places lie in."""
    out: dict[str, int] = {}
    for number, company in enumerate(table.companies):
        own = table.of(number)
        countries = set(table.columns["country"][own][table.trusted[own]].tolist()) - {nowhere}
        if len(countries) == 1:
            out[company.key] = countries.pop()
    return out


def _score_votes(table: _Table, cues: Floats) -> None:
    """Let the other names of the text vote for candidates near what they most likely mean, or in the same area.

    Each name casts one vote, shared among its senses by how likely they are; what the votes make likelier votes again.
    """
    weights = load_weights()
    names = {key: number for number, key in enumerate(dict.fromkeys(company.key for company in table.companies))}
    alone = table.score.copy()
    likely = _likely(table, cues, weights["threshold"]["place"])
    voters = np.flatnonzero(likely >= _LEAST_SHARE)
    if len(voters) > _MOST_VOTERS:
        voters = np.sort(voters[np.argsort(-likely[voters], kind="stable")[:_MOST_VOTERS]])
    if len(names) < 2 or not len(voters):
        return
    name = np.array([names[company.key] for company in table.companies])[table.owner]
    voters = voters[np.argsort(name[voters], kind="stable")]
    close = _closeness_of_all(table, name, voters)
    firsts = np.flatnonzero(np.diff(name[voters], prepend=-1))
    for _ in range(_ROUNDS):
        votes = close * likely[voters]
        support = np.maximum.reduceat(votes, firsts, axis=1).sum(axis=1)
        table.score = alone + weights["candidate"]["near"] * np.log2(1 + support)
        likely = _likely(table, cues, weights["threshold"]["place"])
    nearest = votes.argmax(axis=1)
    strongest = votes[np.arange(len(nearest)), nearest]
    table.near_row = np.where(strongest > _SAID_NEAR, table.row[voters[nearest]], -1)


def _closeness_of_all(table: _Table, name: Numbers, voters: Numbers) -> npt.NDArray[np.float32]:
    """How close each candidate lies to each voter of another name, (candidates, voters)."""
    out = np.empty((len(name), len(voters)), dtype=np.float32)
    theirs = _unit_vectors(table.columns[voters])
    for begin in range(0, len(name), _AT_ONCE):
        part = slice(begin, begin + _AT_ONCE)
        away = _distances(_unit_vectors(table.columns[part]), theirs)
        out[part] = _closeness(table.columns[part], table.columns[voters], away)
    out[name[:, None] == name[voters][None, :]] = 0.0
    return out


def _likely(table: _Table, cues: Floats, threshold: float) -> Floats:
    """Probability of each candidate: its share among those of its name, times that the name is a place at all."""
    return _softmax(table) * _sure(table, cues, threshold)


def _softmax(table: _Table) -> Floats:
    """Share of each candidate among those of its name."""
    top = np.maximum.reduceat(table.score, table.starts)
    odds = np.exp(table.score - top[table.owner])
    return odds / np.add.reduceat(odds, table.starts)[table.owner]


def _sure(table: _Table, cues: Floats, threshold: float) -> Floats:
    """Probability that each candidate's name is a place at all, as far as is known by now."""
    best = np.maximum.reduceat(table.score, table.starts) + cues
    return (1 / (1 + np.exp(np.clip(threshold - best, -60, 60))))[table.owner]


def _unit_vectors(columns: Columns) -> Floats:
    lat, lon = np.radians(columns["lat"]), np.radians(columns["lon"])
    out = np.empty((len(columns), 3))
    out[:, 0], out[:, 1], out[:, 2] = np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)
    return out


def _distances(one: Floats, other: Floats) -> Floats:
    """Great-circle distances in kilometres between points given as unit vectors, (n, m)."""
    cosine = np.clip(one @ other.T, -1.0, 1.0)
    return EARTH_RADIUS_KM * np.arccos(cosine)


def _closeness(one: Columns, other: Columns, away: Floats) -> Floats:
    """How close candidates lie to voters, 0 to 1: by distance between points, or by a common first-level area."""
    points = _POINTS[one["kind"]][:, None] & _POINTS[other["kind"]][None, :]
    close = np.maximum(0.0, 1 - away / _NEAR_KM) * points
    area = one["area"][:, None]
    same = (area == other["area"][None, :]) & (area > 0)
    weight = np.where(_POINTS[one["kind"]], _IN_AREA, _OF_AREA)[:, None]
    closeness: Floats = np.maximum(close, weight * same)
    return closeness


def _score_pairs(table: _Table) -> None:
    """Raise what lies in what the next name means ("Tripoli, Lebanon", "Athens, Georgia"), and that too."""
    bonus = load_weights()["candidate"]["in_next_name"]
    number_of = {(c.key, c.inside): n for n, c in enumerate(table.companies) if c.inside}
    for outer, company in enumerate(table.companies):
        inner = number_of.get((company.holds, company.key)) if company.holds else None
        if inner is None:
            continue
        a, b = table.of(inner), table.of(outer)
        lies = _lies_in(table.columns[a], table.columns[b])
        for own, raised in ((a, lies.any(axis=1)), (b, lies.any(axis=0))):
            table.score[own] += bonus * raised
            table.own_say[own] |= raised.any()


def _lies_in(places: Columns, areas: Columns) -> Bools:
    """Whether each place lies in each area, (n, m): a country, or a first-level area or region that reaches it."""
    kind, area_kind = places["kind"][:, None], areas["kind"][None, :]
    same_country = places["country"][:, None] == areas["country"][None, :]
    by_area = (places["area"][:, None] == areas["area"][None, :]) & (areas["area"] > 0)[None, :]
    reaches = by_area | (_distances(_unit_vectors(places), _unit_vectors(areas)) <= areas["radius_km"][None, :])
    inside = _HOLDERS[area_kind] & ~_WIDE[kind] & reaches
    lies: Bools = same_country & (kind != _COUNTRY) & ((area_kind == _COUNTRY) | inside)
    return lies


def _agree(table: _Table, counts: Counter[_Company]) -> None:
    """Let the mentions of one name agree: scores are summed; a class word or a neighbour keeps its own say."""
    together: dict[str, list[int]] = defaultdict(list)
    for number, company in enumerate(table.companies):
        if not company.kinds:
            together[company.key].append(number)
    for numbers in together.values():
        if len(numbers) < 2:
            continue
        slices = [table.of(number) for number in numbers]
        weight = [counts[table.companies[number]] for number in numbers]
        mean = sum(w * table.score[s] for w, s in zip(weight, slices, strict=True)) / sum(weight)
        for own in slices:
            if not table.own_say[own].any():
                table.score[own] = mean


class Ranked:
    """Candidates of a name, best first; all but the best are read when they are asked for.

    Attributes
    ----------
    score : float
        Of the best, in log-odds.
    """

    __slots__ = ("_alternatives", "_index", "_number", "_order", "_reason", "_scored", "_table", "score")

    def __init__(self, table: _Table, index: Index, number: int) -> None:
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


def _reasons(table: _Table, index: Index, company: _Company, position: int) -> list[str]:
    place = index.place(int(table.row[position]))
    reasons = []
    if table.principal[position]:
        reasons.append("its principal name")
    if company.kinds:
        reasons.append(f"{'fits' if place.kind in company.kinds else 'does not fit'} the class word")
    if table.share[position] > 0:
        reasons.append(f"{table.share[position]:.0%} of the document is about {place.country}")
    if company.beside:
        reasons.append(f"the next word says {company.beside}")
    if table.near_row[position] >= 0:
        near = index.place(int(table.near_row[position]))
        away = fast_distance_km(place.lon, place.lat, near.lon, near.lat)
        reasons.append(f"{away:.0f} km from {near.name}" if away < _NEAR_KM else f"in the same area as {near.name}")
    if company.inside and table.own_say[position]:
        reasons.append("the next name is where it lies")
    if company.holds and table.own_say[position]:
        reasons.append("the name before lies in it")
    return reasons
