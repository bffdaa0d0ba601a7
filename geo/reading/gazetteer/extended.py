"""Places of one's own on top of the compiled gazetteer: made in memory, at once; the compiled one stays as it is."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain

import marisa_trie
import numpy as np

from geo import basemap
from geo.model import KINDS, Place
from geo.reading.gazetteer.compile import index_keys
from geo.reading.gazetteer.entries import Entry
from geo.reading.gazetteer.index import Columns, Index, Postings, Rows
from geo.reading.gazetteer.layout import CAPITAL, CONFIRMED, PLACE_DTYPE

__all__ = ["ANALYST", "extend", "located", "own_entry"]

ANALYST = "analyst"  # the source of a place that somebody added while reviewing
_POINTS = frozenset({"city", "town", "village", "neighbourhood", "site"})
_ADMIN1 = KINDS.index("admin1")
_LAST_AREA = 65_535  # areas that the gazetteer does not know are numbered downwards from here
_Area = tuple[str, str]  # its country and its name


def extend(index: Index, entries: Iterable[Entry]) -> Index:
    """Return an index with more places on top of another, which it asks for all others; the other stays as it is.

    Parameters
    ----------
    entries
        Places that the index does not have, as `own_entry` makes them; of several with the same id the last counts.

    Returns
    -------
    Index
        The same index where there are no entries. The new places are numbered from the other's length on.
    """
    latest = {entry.place.id: entry for entry in entries}
    if not latest:
        return index
    if isinstance(index, _Extended):
        latest = {entry.place.id: entry for entry in index.entries} | latest
        index = index.base
    return _Extended(index, tuple(latest.values()))


def own_entry(place: Place, names: Iterable[str] = ()) -> Entry:
    """Return the entry of a place that an analyst added, trusted under all of its names.

    Parameters
    ----------
    names
        Further spellings in Arabic or Latin letters; those in other scripts are of no use and harm nothing.

    Examples
    --------
    >>> place = Place(id="own:1", name="Kafr Nabl", kind="town", country="SY", lat=35.6, lon=36.6, radius_km=3)
    >>> entry = own_entry(place, ["كفرنبل"])
    >>> entry.place.source, entry.place.name_ar == "كفرنبل", len(entry.names)
    ('analyst', True, 2)
    """
    spellings = tuple(dict.fromkeys(name for name in (place.name, place.name_ar, *names) if name))
    arabic = place.name_ar or next((name for name in spellings if "\u0621" <= name[0] <= "\u064a"), "")
    return Entry(place=replace(place, name_ar=arabic, source=ANALYST), names=spellings, kept=True)


def located(place: Place, index: Index) -> Place:
    """Return a settlement or site with the country and the first-level area of its point, where it does not say them.

    The area is named as the index's own entry for that shape; "" where it has none. The shapes of a country are read
    when they are first asked for, which takes a moment: ask when a place is added, and keep the answer.
    """
    if place.kind not in _POINTS:
        return place
    country = place.country or basemap.country_at(place.lon, place.lat)
    if place.admin1 or not country:
        return replace(place, country=country)
    area = basemap.areas_near(country, [place.lon], [place.lat])[0]
    names = {shape: name for (_, name), shape, _ in reversed(_areas(index, {country}))}
    return replace(place, country=country, admin1=names.get(area, "") if area else "")


def _areas(index: Index, countries: Collection[str]) -> list[tuple[_Area, str, int]]:
    """First-level areas of countries: each with the name that places in it have, the key of its shape, its number."""
    columns = index.columns(np.arange(len(index)))
    there = np.isin(columns["country"], [index.country_number(country) for country in countries])
    rows = np.flatnonzero((columns["kind"] == _ADMIN1) & there)
    places = map(index.place, rows.tolist())
    numbers = columns["area"][rows].tolist()
    return [((area.country, area.admin1 or area.name), area.area, n) for area, n in zip(places, numbers, strict=True)]


class _Extended(Index):
    """An index that asks another for all places but its own."""

    def __init__(self, base: Index, entries: tuple[Entry, ...]) -> None:
        # Nothing of what Index reads from its folder is needed: the other index has it.
        self.folder = base.folder
        self.base = base
        self.entries = entries
        self._size = len(base)
        self._own = tuple(entry.place for entry in entries)
        countries = sorted(
            {place.country for place in self._own if base.country_number(place.country) == base.country_count}
        )
        self._new_countries = {code: base.country_count + number for number, code in enumerate(countries)}
        self._own_columns = self._columns_of(entries)
        postings: dict[str, list[int]] = defaultdict(list)
        for row, entry in enumerate(entries, start=self._size):
            for key, flags in index_keys(entry):
                postings[key].append(row | flags)
        self._own_postings = {key: np.array(packed, dtype=np.uint32) for key, packed in postings.items()}
        self._own_names = marisa_trie.Trie(postings)
        self._own_firsts = frozenset(key.split(" ", 1)[0] for key in postings if key[0] > " ")
        rows = [*enumerate(entries, start=self._size)]
        self._own_countries = {e.place.country: row for row, e in rows if e.place.kind == "country"}
        self._own_capitals = {e.place.country: row for row, e in reversed(rows) if e.capital}
        self._place = lru_cache(maxsize=20_000)(self._read_place)
        self._strongest = lru_cache(maxsize=20_000)(self._weigh)
        self._rows = lru_cache(maxsize=20_000)(self._read_rows)

    def __len__(self) -> int:
        return self._size + len(self._own)

    def starts_name(self, token: str) -> bool:
        return token in self._own_firsts or self.base.starts_name(token)

    def has_name(self, key: str) -> bool:
        return key in self._own_postings or self.base.has_name(key)

    def longer_names(self, beginning: str) -> Iterator[str]:
        return chain(self._own_names.iterkeys(f"{beginning} "), self.base.longer_names(beginning))

    def has_longer_name(self, beginning: str) -> bool:
        own = next(self._own_names.iterkeys(beginning), None)
        return own is not None or self.base.has_longer_name(beginning)

    def word_zipf(self, token: str) -> float:
        return self.base.word_zipf(token)

    def prefixes(self, text: str) -> list[str]:
        known, own = self.base.prefixes(text), self._own_names.prefixes(text)
        return sorted({*known, *own}, key=len) if own else known

    def postings(self, key: str) -> Postings:
        known, own = self.base.postings(key), self._own_postings.get(key)
        return known if own is None else np.concatenate((known, own))

    def columns(self, rows: Rows) -> Columns:
        own = rows >= self._size
        if not own.any():
            return self.base.columns(rows)
        found = np.empty(rows.shape, dtype=PLACE_DTYPE)
        found[~own] = self.base.columns(rows[~own])
        found[own] = self._own_columns[rows[own] - self._size]
        return found

    @property
    def country_count(self) -> int:
        return self.base.country_count + len(self._new_countries)

    def country_number(self, code: str) -> int:
        number = self.base.country_number(code)
        return number if number < self.base.country_count else self._new_countries.get(code, self.country_count)

    def zipf(self, key: str) -> float:
        return self.base.word_zipf(key) if key in self._own_postings else self.base.zipf(key)

    def country(self, code: str) -> Place | None:
        row = self._own_countries.get(code)
        return self.base.country(code) or (None if row is None else self.place(row))

    def capital(self, code: str) -> Place | None:
        row = self._own_capitals.get(code)
        return self.base.capital(code) or (None if row is None else self.place(row))

    def _read_place(self, row: int) -> Place:
        return self.base.place(row) if row < self._size else self._own[row - self._size]

    def _columns_of(self, entries: tuple[Entry, ...]) -> Columns:
        """Numbers of the own places, as `compile.py` writes those of all others."""
        areas = {area: n for area, _, n in reversed(_areas(self.base, {entry.place.country for entry in entries}))}
        unknown = _LAST_AREA
        out = np.zeros(len(entries), dtype=PLACE_DTYPE)
        for number, entry in enumerate(entries):
            place = entry.place
            area = (place.country, place.admin1 or (place.name if place.kind == "admin1" else ""))
            if area[1] and area not in areas:
                areas[area], unknown = unknown, unknown - 1
            out[number] = (
                place.lat,
                place.lon,
                place.radius_km,
                place.population,
                KINDS.index(place.kind),
                self.country_number(place.country),
                areas.get(area, 0),
                CONFIRMED * place.confirmed | CAPITAL * entry.capital,
            )
        return out
