"""A small map of what a name may have meant: the place that won, and those that lost as ghosts."""

from collections.abc import Mapping, Sequence
from typing import Any

from geo.coordinates import destination, to_latlon
from geo.showing import labels, style
from geo.showing.maps.gathered import rounded

__all__ = ["candidates_bounds", "candidates_spec"]

_DECIMALS = 4
_REACH_KM = {"continent": 3000, "sea": 500, "country": 600, "region": 150, "river": 150, "admin1": 100, "admin2": 30}
"""How far about a candidate is shown, by its kind: whoever looks at Libya's point wants to see Libya."""
_REACH_OTHERS_KM = 3

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
    """Return the corners, latitude first, that hold all candidates and what is about them; None for no coordinates."""
    corners = [corner for one in candidates if _placed(one) for corner in _corners(one)]
    if not corners:
        return None
    lons, lats = zip(*corners, strict=True)
    return [list(to_latlon(min(lons), min(lats))), list(to_latlon(max(lons), max(lats)))]


def _corners(one: Mapping[str, Any]) -> list[tuple[float, float]]:
    """Return longitude and latitude of what lies as far from a candidate as is shown of it, on four sides."""
    lon, lat = float(one["lon"]), float(one["lat"])
    reach = _REACH_KM.get(str(one["kind"]), _REACH_OTHERS_KM)
    ends = [destination(lon, lat, bearing_degrees=bearing, length_km=reach) for bearing in (0, 90, 180, 270)]
    # A candidate beside the date line, or near a pole, is shown by its point alone on that side.
    return [(lon, lat), *(end for end in ends if abs(end[0] - lon) < 90)]
