"""A small map of what a name may have meant: the place that won, and those that lost as ghosts."""

from collections.abc import Mapping, Sequence
from typing import Any

from geo.coordinates import to_latlon
from geo.showing import labels, style
from geo.showing.maps.gathered import rounded

__all__ = ["candidates_bounds", "candidates_spec"]

_DECIMALS = 4

Spec = dict[str, Any]


def candidates_spec(candidates: Sequence[Mapping[str, Any]], language: str) -> Spec:
    """Return the candidates as a layer; those without coordinates are left out, the winner comes first."""
    return {
        "name": "candidates",
        "direction": labels.direction(language),
        "colour": style.load_palette().place_colour,
        "candidates": [
            _candidate(one, language)
            for one in sorted(candidates, key=lambda one: (not one["won"], -float(one["score"]), one["place_id"]))
            if _placed(one)
        ],
    }


def _candidate(one: Mapping[str, Any], language: str) -> Spec:
    kind = labels.kind_words(str(one["kind"]), language)
    country = labels.country_name(str(one["country"]), language)
    separator = labels.words(language)["comma"]
    return {
        "id": str(one["place_id"]),
        "at": rounded([float(one["lon"]), float(one["lat"])], _DECIMALS),
        "name": labels.place_name(str(one["name"]), str(one["name_ar"]), language),
        "title": labels.place_title(one, language),
        "what": separator.join(part for part in (kind, country) if part),
        "score": f"{float(one['score']):.2f}",
        "score_name": labels.words(language)["score"],
        "reason": str(one["reason"]),
        "won": bool(one["won"]),
    }


def _placed(one: Mapping[str, Any]) -> bool:
    return all(one[name] is not None and float(one[name]) == float(one[name]) for name in ("lon", "lat"))


def candidates_bounds(candidates: Sequence[Mapping[str, Any]]) -> list[list[float]] | None:
    """Return the corners, latitude first, that hold all candidates; None where none has coordinates."""
    places = [(float(one["lon"]), float(one["lat"])) for one in candidates if _placed(one)]
    if not places:
        return None
    lons, lats = zip(*places, strict=True)
    return [list(to_latlon(min(lons), min(lats))), list(to_latlon(max(lons), max(lats)))]
