"""Which place a name means, if any: the best of its ranked candidates, with score, reason and what it beat.

`ranking.py` weighs the candidates. A mention whose best candidate, with the cues around the name, stays under the
threshold is no place, and dropped: "no place" beats a guess.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import exp, log

from geo.model import Mention, Resolution, Role, stable_id
from geo.reading.actors import FoundActor
from geo.reading.candidates import Ranked
from geo.reading.gazetteer.index import Index
from geo.reading.mentions import Found
from geo.reading.ranking import placeness, rank
from geo.reading.roles import role_of, sport_paragraphs
from geo.reading.text.analysis import Analysis
from geo.reading.weights import load_weights

__all__ = ["Placed", "focus_country", "resolve"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """A mention with the token run it came from: what events and flows build on."""

    mention: Mention
    found: Found
    capital: bool


def resolve(
    analysis: Analysis, found: tuple[Found, ...], index: Index, actors: tuple[FoundActor, ...] = ()
) -> tuple[Placed, ...]:
    """Decide what each found name means; names that are no places are left out.

    Parameters
    ----------
    found
        Names, from `find_mentions`.
    actors
        Actors of the same text, from `ActorNames.find`: a place inside a longer name is embedded.

    Returns
    -------
    tuple of Placed
        Mentions in order of the text, each with resolution and role.
    """
    by_sentence: dict[int, list[FoundActor]] = defaultdict(list)
    for actor in actors:
        by_sentence[actor.sentence].append(actor)
    sport = sport_paragraphs(analysis)
    placed: list[Placed] = []
    previous: tuple[Found, Role] | None = None
    threshold = load_weights()["threshold"]["place"]
    for item, ranked in zip(found, rank(analysis, found, index), strict=True):
        if ranked is None:
            placed.append(Placed(mention=_unresolved(analysis, item), found=item, capital=False))
            continue
        if placeness(item, ranked) < threshold:
            continue
        best = ranked.candidates[0]
        role = role_of(
            analysis,
            item,
            best.place,
            capital=best.capital,
            previous=previous,
            actors=tuple(by_sentence[item.sentence]),
            sport=sport,
        )
        previous = (item, role)
        placed.append(Placed(mention=_mention(analysis, item, role, ranked), found=item, capital=best.capital))
    return tuple(placed)


def focus_country(placed: tuple[Placed, ...]) -> str:
    """Country that a document speaks of most (ISO 3166 alpha-2): what "the country" means in it; "" for none."""
    counts = Counter(item.mention.place.country for item in placed if item.mention.place and item.mention.place.country)
    return min(counts, key=lambda code: (-counts[code], code)) if counts else ""


def _unresolved(analysis: Analysis, found: Found) -> Mention:
    """Mention of a place that no source knows: its class word says that it is one."""
    reason = "unresolved: a class word says it is a place, no source knows it"
    return _record(analysis, found, "literal", Resolution(place=None, score=0.0, reason=reason))


def _mention(analysis: Analysis, found: Found, role: Role, ranked: Ranked) -> Mention:
    best, *rest = ranked.candidates
    lead = best.score - (rest[0].score if rest else 0.0)
    threshold = load_weights()["threshold"]["place"]
    likely = _sigmoid(placeness(found, ranked) - threshold) * (_sigmoid(lead) if rest else 1.0)
    resolution = Resolution(
        place=best.place, score=round(_calibrated(likely), 3), reason=ranked.reason, alternatives=ranked.alternatives
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


def _calibrated(likely: float) -> float:
    """Share of mentions so likely by the weights that are right in the project's truth (``weights.toml``)."""
    weights = load_weights()["score"]
    bounded = min(max(likely, 1e-9), 1 - 1e-9)
    return _sigmoid(weights["slope"] * log(bounded / (1 - bounded)) + weights["offset"])


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-value)) if value > -500 else 0.0
