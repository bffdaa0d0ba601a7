"""Ranking: how well each place that a name may mean fits its text, for all names of a document at once.

Every feature has a weight in log-odds (``data/gazetteer/weights.toml``). A candidate is scored by what it is (kept,
country, capital, population), by how it is called (class word, principal name, how common the word is) and by its
company: the countries that the document speaks of, the next name or demonym, and the other names of the text, which
vote for the candidates that lie near what they most likely mean or in the same first-level area.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from math import fsum, inf

import numpy as np

from geo.model import KINDS
from geo.reading.candidates import Bools, Columns, Floats, Ranked, Table, Weighed, table_of
from geo.reading.companies import Company, companies_of
from geo.reading.gazetteer.index import Index
from geo.reading.lexicon import lexicon_for
from geo.reading.mentions import Found
from geo.reading.rules import script_of
from geo.reading.spelling import LEAST_ALIKE, latin_letters, likeness
from geo.reading.text.analysis import Analysis
from geo.reading.votes import POINTS, are, distances, score_votes, unit_vectors
from geo.reading.weights import load_weights

__all__ = ["placeness", "rank"]


def rank(analysis: Analysis, found: Sequence[Found], index: Index) -> list[Ranked | None]:
    """Rank the candidates of every name of a text; None for a name that the gazetteer does not have."""
    companies = companies_of(analysis, found, lexicon_for(index, analysis.document.language).look)
    numbers = {company: number for number, company in enumerate(dict.fromkeys(filter(None, companies)))}
    if not numbers:
        return [None] * len(found)
    cues = _cue_scores(found, companies, numbers)
    table = table_of(index, list(numbers))
    _score_alone(table, index)
    _score_spelling(table, index)
    _score_focus(table, analysis, found, index)
    _score_pairs(table)
    score_votes(table, cues)
    _agree(table, Counter(company for company in companies if company))
    weighed = Weighed(table, index)
    ranked = [Ranked(weighed, number) for number in range(len(table.companies))]
    return [ranked[numbers[company]] if company else None for company in companies]


def placeness(found: Found, best: Ranked) -> float:
    """Log-odds that a name is a place here at all: its best candidate's score and the cues around it."""
    return best.score + _cue_score(found.cues)


@lru_cache(maxsize=4096)
def _cue_score(cues: frozenset[str]) -> float:
    weights = load_weights()["cue"]
    return fsum(weights[cue] for cue in cues)  # exact, whatever the order in which a set comes


def _cue_scores(found: Sequence[Found], companies: Sequence[Company | None], numbers: dict[Company, int]) -> Floats:
    """Best that any mention's cues say of each company."""
    scores = dict.fromkeys(numbers, -inf)
    for item, company in zip(found, companies, strict=True):
        if company:
            scores[company] = max(scores[company], _cue_score(item.cues))
    return np.array(list(scores.values()))


_AREAS = are(frozenset({"admin1", "admin2"}))
_WIDE = are(frozenset({"admin1", "region"}))
_HOLDERS = are(frozenset({"admin1", "admin2", "region"}))
_COUNTRY = KINDS.index("country")
_NEVER = -50.0
_ADMIN2 = KINDS.index("admin2")


def _score_alone(table: Table, index: Index) -> None:
    """Score what each candidate is and how it is called, whatever else the text says."""
    weights = load_weights()["candidate"]
    zipf = np.array([index.zipf(company.key) for company in table.companies])[table.owner]
    excess = np.maximum(0.0, zipf - _expected_zipf(table))
    table.score += index.strengths_of(table.columns, table.trusted) - weights["common_word"] * excess
    table.score += weights["principal_name"] * table.principal
    latin = np.array([script_of(company.key) == "Latn" for company in table.companies])[table.owner]
    table.score += weights["other_name"] * (latin & ~table.principal & ~table.trusted)
    kind = table.columns["kind"]
    asked = np.array([bool(company.kinds) for company in table.companies])[table.owner]
    for number, company in enumerate(table.companies):
        own = table.of(number) if company.kinds or company.directed else slice(0)
        if company.kinds:
            fits = are(company.kinds)[kind[own]]
            table.score[own] += np.where(fits, weights["class_fits"], weights["class_contradicts"])
        if company.directed:
            table.score[own] += weights["directed_town"] * POINTS[kind[own]]
    is_area = _AREAS[kind]
    table.score += weights["admin1_unasked"] * (is_area & ~asked)
    table.score += weights["admin2_unasked"] * ((kind == _ADMIN2) & ~asked)
    table.score += weights["capital_of_namesake"] * (_namesake_capitals(table, index) & ~is_area & ~asked)
    for number, company in enumerate(table.companies):
        if company.beside:
            own = table.of(number)
            agrees = table.columns["country"][own] == index.country_number(company.beside)
            table.score[own] += np.where(agrees, weights["beside"], -weights["beside"])
            table.own_say[own] = True


def _expected_zipf(table: Table) -> Floats:
    """How common the name of each candidate may be, on the Zipf scale, before it looks like an everyday word.

    A place of a million people is expected at 4.5, one of a thousand at 1.5; a hand-kept name at what is usual for its
    kind. What the name exceeds that by speaks for the everyday word.
    """
    usual = _usual_zipf()[table.columns["kind"]]
    population = table.columns["population"].astype(float)
    expected: Floats = np.maximum(1.5, np.log10(population + 1) - 1.5)
    kept = np.where((population > 0) & (usual < 6), expected + 0.5, usual)
    return np.where(table.trusted, kept, expected)


@lru_cache(maxsize=1)
def _usual_zipf() -> Floats:
    """How common the name of a hand-kept place may be, by the number of its kind."""
    by_kind = load_weights()["expected_zipf"]
    return np.array([by_kind[kind] for kind in KINDS])


def _namesake_capitals(table: Table, index: Index) -> Bools:
    """Capitals whose name may mean their country as well ("الجزائر")."""
    out = np.zeros(len(table.row), dtype=bool)
    owner, lies_in = table.owner, table.columns["country"]
    countries = np.flatnonzero(table.columns["kind"] == _COUNTRY)
    named = set(zip(owner[countries].tolist(), lies_in[countries].tolist(), strict=True))
    for position in np.flatnonzero(index.are_capitals(table.columns)).tolist() if named else ():
        out[position] = (int(owner[position]), int(lies_in[position])) in named
    return out


def _score_spelling(table: Table, index: Index) -> None:
    """Score how like its name each candidate of a name that is known by its sound only is spelled."""
    weight = load_weights()["candidate"]["spelling"]
    for number, company in enumerate(table.companies):
        if company.spelling:
            own = table.of(number)
            written = latin_letters(company.spelling)
            alike = np.array([likeness(written, index.place(int(row))) for row in table.row[own]])
            table.score[own] += np.where(alike < LEAST_ALIKE, _NEVER, weight * (alike - 1))


def _score_focus(table: Table, analysis: Analysis, found: Sequence[Found], index: Index) -> None:
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


def _own_countries(table: Table, nowhere: int) -> dict[str, int]:
    """Country that a name speaks of by itself: the only one that its hand-kept places lie in."""
    kept = np.flatnonzero(table.trusted)
    countries: dict[int, set[int]] = defaultdict(set)
    for owner, country in zip(table.owner[kept].tolist(), table.columns["country"][kept].tolist(), strict=True):
        countries[owner].add(country)
    own = ((table.companies[owner].key, found - {nowhere}) for owner, found in sorted(countries.items()))
    return {key: found.pop() for key, found in own if len(found) == 1}


def _score_pairs(table: Table) -> None:
    """Raise what lies in what the next name means ("Tripoli, Lebanon", "Athens, Georgia"), and that too."""
    bonus = load_weights()["candidate"]["in_next_name"]
    number_of = {(c.key, c.inside): n for n, c in enumerate(table.companies) if c.inside}
    for outer, company in enumerate(table.companies):
        inner = number_of.get((company.holds, company.key)) if company.holds else None
        if inner is None:
            continue
        a, b = table.of(inner), table.of(outer)
        lies = _lies_in(table.columns[a], table.columns[b])
        if not lies.any():
            continue
        for own, raised in ((a, lies.any(axis=1)), (b, lies.any(axis=0))):
            table.score[own] += bonus * raised
            table.own_say[own] |= raised.any()
            table.raised[own] |= raised


def _lies_in(places: Columns, areas: Columns) -> Bools:
    """Whether each place lies in each area, (n, m): a country, or a first-level area or region that reaches it."""
    kind, area_kind = places["kind"][:, None], areas["kind"][None, :]
    lies: Bools = (places["country"][:, None] == areas["country"][None, :]) & (kind != _COUNTRY)
    held = lies & _HOLDERS[area_kind] & ~_WIDE[kind]
    lies &= area_kind == _COUNTRY
    if held.any():  # the next name is seldom an area of the same country, and distances cost most
        by_area = (places["area"][:, None] == areas["area"][None, :]) & (areas["area"] > 0)[None, :]
        reaches = by_area | (distances(unit_vectors(places), unit_vectors(areas)) <= areas["radius_km"][None, :])
        lies |= held & reaches
    return lies


def _agree(table: Table, counts: Counter[Company]) -> None:
    """Let the mentions of one name agree: scores are summed; a class word or a neighbour keeps its own say."""
    together: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, company in enumerate(table.companies):
        if not company.kinds:
            together[company.name].append(number)
    for numbers in together.values():
        if len(numbers) < 2:
            continue
        slices = [table.of(number) for number in numbers]
        weight = [counts[table.companies[number]] for number in numbers]
        mean = sum(w * table.score[s] for w, s in zip(weight, slices, strict=True)) / sum(weight)
        for own in slices:
            if not table.own_say[own].any():
                table.score[own] = mean
