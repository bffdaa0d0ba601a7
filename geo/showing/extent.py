"""What a map or a picture should show first: where things happened, without what lies far away alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.showing.layers import Layers

__all__ = ["Box", "extent_of"]

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

_FAR_SHARE = 0.2  # of what happened may lie beyond the edge
_LEAST_GAIN = 1.12  # how much larger all the rest must become for it
_WIDE_DEGREES = 15.0  # an area wider than this counts by its middle


@dataclass(frozen=True, slots=True)
class _Spot:
    box: Box
    weight: int


def extent_of(layers: Layers) -> Box | None:
    """Return the box that holds nearly all of what happened; of what is named, if nothing did; None for no place.

    A visit from another continent or a capital that is only named does not shrink all the rest: the farthest spots are
    left out one after the other, as long as they carry a small share of the records and the rest gains by it.

    Examples
    --------
    >>> from geo.showing.layers import build_layers
    >>> from geo.workspace.tables import empty_tables
    >>> extent_of(build_layers(empty_tables())) is None
    True
    """
    spots = _spots(layers)
    busy = [spot for spot in spots if spot.weight]
    kept = _focus(busy or spots)
    return _hull(kept) if kept else None


def _spots(layers: Layers) -> list[_Spot]:
    found = []
    for table in (layers.places, layers.areas):
        for row in table.to_dict("records"):
            if row["geometry"] is None:
                continue
            west, south, east, north = row["geometry"].bounds
            if max(east - west, north - south) > _WIDE_DEGREES:
                west, south, east, north = (row["label_lon"], row["label_lat"]) * 2
            found.append(_Spot((west, south, east, north), int(row["n_events"] + row["n_flows"])))
    return found


def _focus(spots: Sequence[_Spot]) -> list[_Spot]:
    kept = list(spots)
    budget = _FAR_SHARE * sum(spot.weight for spot in spots)
    while len(kept) > 2:
        size = _size(_hull(kept))
        gain, farthest = max(
            ((size / _size(_hull([*kept[:place], *kept[place + 1 :]])), place) for place in _edge(kept)),
            key=lambda pair: pair[0],
        )
        if gain < _LEAST_GAIN or kept[farthest].weight > budget:
            return kept
        budget -= kept.pop(farthest).weight
    return kept


def _edge(spots: Sequence[_Spot]) -> set[int]:
    """Return where the spots stand that touch the hull: only they can make it smaller."""
    places = range(len(spots))
    lowest = {min(places, key=lambda place: spots[place].box[side]) for side in (0, 1)}
    return lowest | {max(places, key=lambda place: spots[place].box[side]) for side in (2, 3)}


def _hull(spots: Sequence[_Spot]) -> Box:
    wests, souths, easts, norths = zip(*(spot.box for spot in spots), strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _size(box: Box) -> float:
    return (box[2] - box[0] + 1) * (box[3] - box[1] + 1)
