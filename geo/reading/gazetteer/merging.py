"""One place told of by several sources: which entries are the same, and what each gives to the one that is kept."""

from collections import defaultdict
from dataclasses import replace

from geo.coordinates import fast_distance_km
from geo.reading.gazetteer.entries import Entry
from geo.reading.text.tokens import name_key

__all__ = ["Merger"]

_AREAS = ("country", "admin1", "admin2")

Key = tuple[str, str]


class Merger:
    """Takes entries in order of authority; one of a place that is there gives it names, and changes no field of it."""

    def __init__(self) -> None:
        self._entries: dict[Key, Entry] = {}
        self._areas: dict[tuple[str, str, str], list[Key]] = {}

    def take(self, entry: Entry) -> None:
        """Take an entry of the project's own sources."""
        self._put(_identity(entry), entry)

    def take_added(self, entry: Entry) -> None:
        """Take an entry of a source that somebody added.

        Such sources list countries and provinces too, under ids that the hand-kept ones do not have: the same one is
        the country of the same code, or the area of the same kind, country and name nearby.
        """
        key = _identity(entry)
        if key not in self._entries and entry.place.kind in _AREAS:
            key = self._same_area(entry) or key
        self._put(key, entry)

    def take_names(self, entry: Entry) -> None:
        """Take the names of an entry, if its place is there."""
        key = _identity(entry)
        if key in self._entries:
            self._put(key, entry)

    def entries(self) -> list[Entry]:
        """All places, in the order in which they came."""
        return list(self._entries.values())

    def _put(self, key: Key, entry: Entry) -> None:
        known = self._entries.get(key)
        self._entries[key] = _merge(known, entry) if known else entry

    def _same_area(self, entry: Entry) -> Key | None:
        """Find the one hand-kept area that an entry must mean: by its principal name first, then by any."""
        self._areas = self._areas or self._kept_areas()
        place = entry.place
        names = ("",) if place.kind == "country" else (place.name, *entry.names)
        for some in (names[:1], names):
            keys = {"" if not name else name_key(name) for name in some}
            found = {key for name in keys for key in self._areas.get((place.kind, place.country, name), ())}
            near = [key for key in found if not names[0] or self._is_near(key, entry)]
            if len(near) == 1:
                return near[0]
        return None

    def _kept_areas(self) -> dict[tuple[str, str, str], list[Key]]:
        areas: dict[tuple[str, str, str], list[Key]] = defaultdict(list)
        for key, entry in self._entries.items():
            place = entry.place
            if entry.kept and place.kind in _AREAS and place.country:
                names = {""} if place.kind == "country" else {name_key(name) for name in entry.names}
                for name in names:
                    areas[place.kind, place.country, name].append(key)
        return areas

    def _is_near(self, key: Key, entry: Entry) -> bool:
        known, place = self._entries[key].place, entry.place
        apart_km = fast_distance_km(known.lon, known.lat, place.lon, place.lat)
        return apart_km <= known.radius_km + place.radius_km


def _identity(entry: Entry) -> Key:
    place = entry.place
    if entry.geonames_id:
        return ("geonames", entry.geonames_id)
    return (place.source, place.source_id) if place.source == "geonames" and place.source_id else ("id", place.id)


def _merge(known: Entry, other: Entry) -> Entry:
    """Keep the fields of the entry of higher authority; take the other's further names and its population."""
    place = replace(
        known.place,
        population=max(known.place.population, other.place.population),
        name_ar=known.place.name_ar or other.place.name_ar,
    )
    new = dict.fromkeys(name for name in other.names if name not in known.names and name not in known.listed_names)
    capital = known.capital or other.capital
    if other.kept and not known.kept:
        return replace(known, place=place, kept_names=(*known.kept_names, *other.names), capital=capital)
    if other.kept or not known.kept:
        return replace(known, place=place, names=(*known.names, *new), capital=capital)
    return replace(known, place=place, listed_names=(*known.listed_names, *new), capital=capital)
