"""Compiling the gazetteer: from entries to the files of a memory-mapped index in the user's cache folder.

The index holds, for every name's key (folded tokens joined by spaces, or how a name sounds), which places it may mean;
`index.py` reads it. Files: ``names.marisa`` and ``firsts.marisa`` (tries), ``words.marisa`` and ``words.npy`` (words
and how common they are), ``postings.npy`` and ``offsets.npy`` (places of each name), ``zipf.npy`` (how common each name
is as a word), ``places.npy`` (numbers of each place), ``strings.bin`` and ``strings.npy`` (its texts), ``tables.json``
(code lists).
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import log10
from pathlib import Path

import marisa_trie
import numpy as np

from geo.language import available, load
from geo.model import KINDS, Place
from geo.reading.gazetteer.areas import with_areas
from geo.reading.gazetteer.entries import Entry
from geo.reading.gazetteer.layout import CAPITAL, CONFIRMED, PLACE_DTYPE, PRIMARY, TRUSTED, ZIPF_SCALE
from geo.reading.text.folding import fold
from geo.reading.text.sounds import sounds_key
from geo.reading.text.tokens import name_key

__all__ = ["compile_index", "index_keys"]

_LATIN_ARTICLE = "the "  # "The Kremlin" is found as "Kremlin"
_CODE = re.compile(r"[A-Z0-9]{2,4}$")
_MAX_TOKENS = 7
_NO_AREA = ("", "")


def compile_index(entries: Iterable[Entry], folder: Path) -> None:
    """Write the index of ``entries`` into ``folder``, which must exist."""
    entries = with_areas(list(entries))
    countries = sorted({entry.place.country for entry in entries})
    country_code = {country: number for number, country in enumerate(countries)}
    areas = sorted({_area(entry.place) for entry in entries} - {_NO_AREA})
    area_numbers = {_NO_AREA: 0} | {area: number for number, area in enumerate(areas, start=1)}
    places = np.zeros(len(entries), dtype=PLACE_DTYPE)
    keys: dict[str, list[int]] = defaultdict(list)
    texts, ends = [], []
    size = 0
    for row, entry in enumerate(entries):
        place = entry.place
        flags = CONFIRMED * place.confirmed | CAPITAL * entry.capital
        places[row] = (
            place.lat,
            place.lon,
            place.radius_km,
            place.population,
            KINDS.index(place.kind),
            country_code[place.country],
            area_numbers[_area(place)],
            flags,
        )
        fields = (
            place.id,
            place.name,
            place.name_ar or _arabic_name((*entry.kept_names, *entry.names)),
            place.admin1,
            place.area,
            place.source,
            place.source_id,
            place.licence,
        )
        text = "\x1f".join(fields).encode("utf-8")
        size += len(text)
        texts.append(text)
        ends.append(size)
        for key, flags_of_name in index_keys(entry):
            keys[key].append(row | flags_of_name)
    np.save(folder / "places.npy", places)
    np.save(folder / "strings.npy", np.array([0, *ends], dtype="<u4"))
    (folder / "strings.bin").write_bytes(b"".join(texts))
    _save_names(keys, folder)
    country_rows = {e.place.country: row for row, e in enumerate(entries) if e.place.kind == "country" and e.kept}
    capital_rows = {e.place.country: row for row, e in reversed([*enumerate(entries)]) if e.capital}
    tables = {"countries": countries, "country_rows": country_rows, "capital_rows": capital_rows}
    (folder / "tables.json").write_text(json.dumps(tables), encoding="utf-8")


def _area(place: Place) -> tuple[str, str]:
    """First-level area that a place lies in, or is: its country and its name."""
    name = place.admin1 or (place.name if place.kind == "admin1" else "")
    return (place.country, name) if name else _NO_AREA


def index_keys(entry: Entry) -> Iterator[tuple[str, int]]:
    """Keys under which an entry is found, each once, with its posting's flags (``PRIMARY``, ``TRUSTED``).

    Examples
    --------
    >>> from geo.model import Place
    >>> place = Place(id="x", name="Al Bayda", kind="city", country="LY", lat=32.8, lon=21.7, radius_km=9)
    >>> [key for key, _ in index_keys(Entry(place=place, names=("Al Bayda", "البيضاء"), kept=True))]
    ['bayda', 'البيضا']
    """
    principal = {entry.place.name, entry.place.name_ar}
    seen: dict[str, int] = {}
    for names, trusted in ((entry.names, entry.kept), (entry.kept_names, True), (entry.listed_names, False)):
        for name in names:
            if not _indexable(name) or (_CODE.match(name) and not trusted):
                continue
            key = name_key(name).removeprefix(_LATIN_ARTICLE)
            if len(key) >= 2 and not key.isdigit() and key.count(" ") < _MAX_TOKENS:
                flags = (PRIMARY if name in principal else 0) | (TRUSTED if trusted else 0)
                seen[key] = seen.get(key, 0) | flags
    yield from seen.items()
    flags = TRUSTED if entry.kept else 0
    yield from ((key, flags) for key in _sounds(entry, seen) if key)


def _sounds(entry: Entry, keys: Iterable[str]) -> set[str]:
    """Keys of sounds of a place: of all names of a hand-kept one, of the principal names of others."""
    principal = {name_key(name) for name in (entry.place.name, entry.place.name_ar) if name}
    return {sounds_key(key) for key in keys if entry.kept or key in principal}


def _indexable(name: str) -> bool:
    """Whether a name is in Latin or Arabic script throughout."""
    scripts = {unicodedata.name(c, "").split(" ", 1)[0] for c in name if c.isalpha()}
    return bool(scripts) and (scripts <= {"LATIN", "MODIFIER"} or scripts == {"ARABIC"})


def _arabic_name(names: Iterable[str]) -> str:
    """First name in Arabic letters that Arabic itself uses (Persian, Urdu and Kurdish have letters of their own)."""
    for name in names:
        letters = [c for c in name if c.isalpha()]
        if letters and all("\u0621" <= c <= "\u064a" for c in letters):
            return name
    return ""


def _save_words(frequencies: dict[str, float], folder: Path) -> None:
    """How common each word of each language's list is: what tells a word from a name that no source knows."""
    words = marisa_trie.Trie(frequencies)
    words.save(str(folder / "words.marisa"))
    zipf = np.fromiter((frequencies[words.restore_key(n)] for n in range(len(words))), "f4", len(words))
    np.save(folder / "words.npy", np.round(np.maximum(zipf, 0) * ZIPF_SCALE).astype("u1"))


def word_frequencies() -> dict[str, float]:
    """How common each folded word is in each language that has a list, on the Zipf scale (log10 per 10^9 words).

    The lists are wordfreq's; ``language.toml`` names the one that a language uses as ``frequency_list``.
    """
    from wordfreq import get_frequency_dict

    totals: dict[str, float] = defaultdict(float)
    for code in available():
        name = load(code).settings.get("frequency_list")
        if name:
            for word, frequency in get_frequency_dict(name, wordlist="best").items():
                totals[fold(word)] += frequency
    return {word: log10(frequency) + 9 for word, frequency in totals.items() if frequency > 1e-9}


def _save_names(keys: dict[str, list[int]], folder: Path) -> None:
    trie = marisa_trie.Trie(keys)
    firsts = {key.split(" ", 1)[0] for key in keys if key[0] > " "}
    postings: list[int] = []
    offsets = [0]
    for number in range(len(trie)):
        postings.extend(keys[trie.restore_key(number)])
        offsets.append(len(postings))
    frequencies = word_frequencies()
    _save_words(frequencies, folder)
    zipf = np.fromiter((frequencies.get(trie.restore_key(n), 0.0) for n in range(len(trie))), "f4", len(trie))
    np.save(folder / "zipf.npy", np.round(zipf * ZIPF_SCALE).astype("u1"))
    trie.save(str(folder / "names.marisa"))
    marisa_trie.Trie(firsts).save(str(folder / "firsts.marisa"))
    np.save(folder / "postings.npy", np.array(postings, dtype="<u4"))
    np.save(folder / "offsets.npy", np.array(offsets, dtype="<u4"))
