"""Which place a name means, if any: ranked candidates with score, reason and the alternatives they beat.

Every feature has a weight in log-odds (``data/gazetteer/weights.toml``). A candidate is scored by what it is (kept,
country, capital, population), by how it is called (class word, principal name) and by its company: the countries that
the document speaks of, the name beside it, the places that are already sure. A mention whose best candidate stays
under the threshold is no place, and dropped: "no place" beats a guess. One name has one sense in a document unless
its own surroundings say otherwise.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from math import exp, log10

from geo.coordinates import fast_distance_km
from geo.model import Candidate, Mention, Place, Resolution, Role, stable_id
from geo.reading.actors import FoundActor
from geo.reading.gazetteer.index import Index, Posting
from geo.reading.mentions import Found
from geo.reading.roles import role_of
from geo.reading.rules import rules_for, script_of
from geo.reading.text.analysis import Analysis
from geo.reading.weights import load_weights

__all__ = ["Placed", "focus_country", "resolve"]

_ALTERNATIVES = 5
_NEAR_KM = 150.0
_EXACT_KINDS = frozenset({"city", "town", "village", "neighbourhood", "site"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """A mention with the token run it came from: what events and flows build on."""

    mention: Mention
    found: Found
    capital: bool


@dataclass(frozen=True, slots=True)
class _Scored:
    row: int
    place: Place
    score: float
    reasons: tuple[str, ...]
    own_say: bool = False


def resolve(
    analysis: Analysis, found: tuple[Found, ...], index: Index, actors: tuple[FoundActor, ...] = ()
) -> tuple[Placed, ...]:
    """Decide what each found name means; names that are no places are left out.

    Parameters
    ----------
    found
        Names with their candidates, from `find_mentions`.
    actors
        Actors of the same text, from `ActorNames.find`: a place inside a longer name is embedded.

    Returns
    -------
    tuple of Placed
        Mentions in order of the text, each with resolution and role.
    """
    focus = _focus(analysis, found, index)
    first_pass = _rank_all(analysis, index, found, focus, ())
    sure = _sure_places(found, first_pass)
    ranked = _rank_all(analysis, index, found, focus, sure)
    ranked = _one_sense(found, _paired(analysis, found, ranked))
    by_sentence: dict[int, list[FoundActor]] = defaultdict(list)
    for actor in actors:
        by_sentence[actor.sentence].append(actor)
    placed: list[Placed] = []
    previous: tuple[Found, Role] | None = None
    threshold = load_weights()["threshold"]["place"]
    for item, candidates in zip(found, ranked, strict=True):
        if not candidates:
            if not item.postings:
                placed.append(Placed(mention=_unresolved(analysis, item), found=item, capital=False))
            continue
        if _placeness(item, candidates[0]) < threshold:
            continue
        best = candidates[0]
        capital = index.is_capital(best.row)
        role = role_of(
            analysis, item, best.place, capital=capital, previous=previous, actors=tuple(by_sentence[item.sentence])
        )
        previous = (item, role)
        placed.append(Placed(mention=_mention(analysis, item, role, candidates), found=item, capital=capital))
    return tuple(placed)


def focus_country(placed: tuple[Placed, ...]) -> str:
    """Country that a document speaks of most (ISO 3166 alpha-2): what "the country" means in it; "" for none."""
    counts = Counter(item.mention.place.country for item in placed if item.mention.place and item.mention.place.country)
    return min(counts, key=lambda code: (-counts[code], code)) if counts else ""


@dataclass(frozen=True, slots=True)
class _Focus:
    """How often a document speaks of each country: by its people and by names; ``own`` counts what each name adds."""

    counts: Counter[str]
    own: dict[str, Counter[str]]

    def share(self, key: str, country: str) -> float:
        """Share of the attention that a country has without what the name ``key`` itself adds to it."""
        own = self.own.get(key, Counter())
        return (self.counts[country] - own[country]) / (self.counts.total() - own.total() + 1)


def _focus(analysis: Analysis, found: tuple[Found, ...], index: Index) -> _Focus:
    counts: Counter[str] = Counter()
    own: dict[str, Counter[str]] = defaultdict(Counter)
    for token in analysis.tokens:
        rules = rules_for(script_of(token), analysis.document.language)
        country = rules.demonym(token.text) if rules else ""
        if country:
            counts[country] += 1
    for item in found:
        countries = {index.place(posting.row).country for posting in item.postings if posting.trusted} - {""}
        if len(countries) == 1:
            country = countries.pop()
            counts[country] += 1
            own[item.key][country] += 1
    return _Focus(counts, own)


def _rank_all(
    analysis: Analysis, index: Index, found: tuple[Found, ...], focus: _Focus, sure: tuple[Place, ...]
) -> list[list[_Scored]]:
    """Candidates of every mention; names in the same company are weighed once."""
    known: dict[tuple[str, frozenset[str], str], list[_Scored]] = {}
    out = []
    for item in found:
        company = (item.key, item.class_kinds, _beside(analysis, item))
        if company not in known:
            known[company] = _rank(analysis, index, item, focus, sure)
        out.append(known[company])
    return out


def _rank(analysis: Analysis, index: Index, found: Found, focus: _Focus, sure: tuple[Place, ...]) -> list[_Scored]:
    """Candidates of a mention, best first; ties go to the larger place, then to the smaller id."""
    beside = _beside(analysis, found)
    scored = [_score(index, found, posting, focus, sure, beside) for posting in found.postings]
    return sorted(scored, key=lambda item: (-item.score, -item.place.population, item.place.id))


def _beside(analysis: Analysis, found: Found) -> str:
    """Country whose demonym stands right after the name ("بنغازي الليبية"), or ""."""
    sentence = analysis.sentences[found.sentence]
    if found.last >= sentence.last:
        return ""
    if analysis.between(analysis.tokens[found.last - 1], analysis.tokens[found.last]).strip():
        return ""
    token = analysis.tokens[found.last]
    rules = rules_for(script_of(token), analysis.document.language)
    return rules.demonym(token.text) if rules else ""


def _score(
    index: Index,
    found: Found,
    posting: Posting,
    focus: _Focus,
    sure: tuple[Place, ...],
    beside: str,
) -> _Scored:
    place = index.place(posting.row)
    weights = load_weights()["candidate"]
    score, reasons = index.strength(posting) - _commonness(index, found.key, posting), []
    if posting.principal:
        score += weights["principal_name"]
        reasons.append("its principal name")
    if found.class_kinds:
        fits = place.kind in found.class_kinds
        score += weights["class_fits"] if fits else weights["class_contradicts"]
        reasons.append(f"{'fits' if fits else 'does not fit'} the class word")
    elif place.kind in {"admin1", "admin2"}:
        score += weights["admin1_unasked"]
    elif index.is_capital(posting.row) and _names_its_country(index, found, place):
        score += weights["capital_of_namesake"]
    share = focus.share(found.key, place.country) if place.country else 0.0
    if share:
        score += weights["focus"] * share
        reasons.append(f"{share:.0%} of the document is about {place.country}")
    if beside:
        score += weights["beside"] if beside == place.country else -weights["beside"]
        reasons.append(f"the next word says {beside}")
    if place.kind in _EXACT_KINDS:
        others = (other for other in sure if other.id != place.id)
        closest = min((fast_distance_km(place.lon, place.lat, other.lon, other.lat) for other in others), default=None)
        if closest is not None and closest < _NEAR_KM:
            score += weights["near"] * (1 - closest / _NEAR_KM)
            reasons.append(f"{closest:.0f} km from a sure place of the text")
    return _Scored(posting.row, place, score, tuple(reasons), own_say=bool(beside))


def _names_its_country(index: Index, found: Found, capital: Place) -> bool:
    """Whether a name may mean a capital's country as well ("الجزائر")."""
    others = (index.place(posting.row) for posting in found.postings)
    return any(other.kind == "country" and other.country == capital.country for other in others)


def _commonness(index: Index, key: str, posting: Posting) -> float:
    """Penalty of a name that is a more common word than such a place would make it, on the Zipf scale.

    A place of a million people is expected at 4.5, one of a thousand at 1.5; a hand-kept name at what is usual for its
    kind. What the name exceeds that by speaks for the everyday word.
    """
    weights = load_weights()
    place = index.place(posting.row)
    expected = max(1.5, log10(place.population + 1) - 1.5)
    if posting.trusted:
        usual = weights["expected_zipf"][place.kind]
        expected = expected + 0.5 if place.population and usual < 6 else usual
    excess = max(0.0, index.zipf(key) - expected)
    return excess * weights["candidate"]["common_word"]


def _paired(analysis: Analysis, found: tuple[Found, ...], ranked: list[list[_Scored]]) -> list[list[_Scored]]:
    """Raise candidates that lie in what the next name means ("Tripoli, Lebanon", "Athens, Georgia"), and that too."""
    bonus = load_weights()["candidate"]["in_next_name"]
    out = [list(candidates) for candidates in ranked]
    joined = [_after_comma(analysis, found, number) for number in range(len(found))]
    for number in range(len(found) - 1):
        follows = number + 2 < len(found) and joined[number + 2]
        if not joined[number + 1] or joined[number] or follows:  # more than two are a list, not a place and its area
            continue
        pairs = [
            (a, b)
            for a in out[number]
            for b in out[number + 1]
            if a.place.kind != "country" and a.place.country == b.place.country and _lies_in(a.place, b.place)
        ]
        if pairs:
            inner, outer = {a.row for a, _ in pairs}, {b.row for _, b in pairs}
            out[number] = _raised(out[number], inner, bonus, "the next name is where it lies")
            out[number + 1] = _raised(out[number + 1], outer, bonus, "the name before lies in it")
    return out


def _after_comma(analysis: Analysis, found: tuple[Found, ...], number: int) -> bool:
    """Whether a name follows the one before it, parted by a comma alone."""
    if number == 0:
        return False
    one, other = found[number - 1], found[number]
    if (
        one.sentence != other.sentence
        or other.lead != one.last
        or other.lead != other.first
        or "particle" in other.cues
    ):
        return False
    return analysis.between(analysis.tokens[one.last - 1], analysis.tokens[other.lead]).strip() in {",", "،"}


def _lies_in(place: Place, area: Place) -> bool:
    if area.kind == "country":
        return True
    inside = fast_distance_km(place.lon, place.lat, area.lon, area.lat) <= area.radius_km
    return area.kind in {"admin1", "region"} and place.kind not in {"admin1", "region"} and inside


def _raised(candidates: list[_Scored], rows: set[int], bonus: float, reason: str) -> list[_Scored]:
    raised = [
        replace(c, score=c.score + bonus, reasons=(*c.reasons, reason), own_say=True) if c.row in rows else c
        for c in candidates
    ]
    return sorted(raised, key=lambda item: (-item.score, -item.place.population, item.place.id))


def _sure_places(found: tuple[Found, ...], ranked: list[list[_Scored]]) -> tuple[Place, ...]:
    """Places of names whose best candidate leaves no doubt: far ahead of the second and above the threshold."""
    weights = load_weights()
    sure = {}
    for item, candidates in zip(found, ranked, strict=True):
        if not candidates or candidates[0].place.kind not in _EXACT_KINDS:
            continue
        lead = candidates[0].score - (candidates[1].score if len(candidates) > 1 else 0.0)
        if lead >= 2.0 and _placeness(item, candidates[0]) >= weights["threshold"]["place"] + 2.0:
            sure[candidates[0].place.id] = candidates[0].place
    return tuple(sure[identity] for identity in sorted(sure))


def _placeness(found: Found, best: _Scored) -> float:
    """Log-odds that the name is a place here at all: its best candidate's score and the cues around it."""
    cues = load_weights()["cue"]
    return best.score + sum(cues[cue] for cue in found.cues)


def _one_sense(found: tuple[Found, ...], ranked: list[list[_Scored]]) -> list[list[_Scored]]:
    """Let the mentions of one name in a document agree: their scores are summed, class words keep their own say."""
    totals: dict[str, Counter[int]] = defaultdict(Counter)
    for item, candidates in zip(found, ranked, strict=True):
        if not item.class_kinds:
            for candidate in candidates:
                totals[item.key][candidate.row] += candidate.score  # type: ignore[assignment]
    out = []
    for item, candidates in zip(found, ranked, strict=True):
        if item.class_kinds or len(candidates) < 2 or candidates[0].own_say:
            out.append(candidates)
            continue
        total = totals[item.key]
        out.append(sorted(candidates, key=lambda candidate: (-total[candidate.row], candidate.place.id)))
    return out


def _unresolved(analysis: Analysis, found: Found) -> Mention:
    """Mention of a place that no source knows: its class word says that it is one."""
    reason = "unresolved: a class word says it is a place, no source knows it"
    return _record(analysis, found, "literal", Resolution(place=None, score=0.0, reason=reason))


def _mention(analysis: Analysis, found: Found, role: Role, candidates: list[_Scored]) -> Mention:
    best, rest = candidates[0], candidates[1:]
    lead = best.score - (rest[0].score if rest else 0.0)
    threshold = load_weights()["threshold"]["place"]
    score = _sigmoid(_placeness(found, best) - threshold) * (_sigmoid(lead) if rest else 1.0)
    reasons = ", ".join(best.reasons) or "the only place of this name"
    beat = f"; beat {rest[0].place.name} ({rest[0].place.country or rest[0].place.kind})" if rest else ""
    kind = f"{best.place.kind}{', ' + best.place.country if best.place.country else ''}"
    resolution = Resolution(
        place=best.place,
        score=round(score, 3),
        reason=f"{best.place.name} ({kind}): {reasons}{beat}",
        alternatives=tuple(
            Candidate(place=other.place, score=round(_share(candidates, other), 3), reason=", ".join(other.reasons))
            for other in rest[:_ALTERNATIVES]
        ),
    )
    return _record(analysis, found, role, resolution)


def _record(analysis: Analysis, found: Found, role: Role, resolution: Resolution) -> Mention:
    document = analysis.document
    return Mention(
        id=stable_id("m", document.text_hash, found.start, found.end),
        doc=document.id,
        start=found.start,
        end=found.end,
        text=document.text[found.start : found.end],
        role=role,
        modifier=found.modifier,
        resolution=resolution,
    )


def _share(candidates: list[_Scored], one: _Scored) -> float:
    """Softmax of a candidate's score among all."""
    top = candidates[0].score
    return exp(one.score - top) / sum(exp(candidate.score - top) for candidate in candidates)


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-value)) if value > -500 else 0.0
