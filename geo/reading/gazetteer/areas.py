"""Which first-level area a place lies in, for sources that do not say it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from geo import basemap
from geo.reading.gazetteer.entries import Entry

__all__ = ["with_areas"]

_POINTS = frozenset({"city", "town", "village", "neighbourhood", "site"})


def with_areas(entries: Sequence[Entry]) -> list[Entry]:
    """Give every settlement or site that names no first-level area the one whose shape holds it, or is next to it.

    The area is named as the gazetteer's own entry for that shape; where it has none, the place stays without.
    """
    names = {entry.place.area: entry.place.name for entry in entries if entry.kept and entry.place.area}
    wanting: dict[str, list[int]] = defaultdict(list)
    for row, entry in enumerate(entries):
        if not entry.place.admin1 and entry.place.kind in _POINTS:
            wanting[entry.place.country].append(row)
    out = list(entries)
    for country, rows in wanting.items():
        places = [entries[row].place for row in rows]
        keys = basemap.areas_near(country, [place.lon for place in places], [place.lat for place in places])
        for row, key in zip(rows, keys, strict=True):
            name = names.get(key, "")
            if name:
                out[row] = replace(entries[row], place=replace(entries[row].place, admin1=name))
    return out
