"""A language as data: one folder a language, found by its code, read but never interpreted here.

``geo/language/<code>/`` holds ``language.toml`` (settings), word lists (``NAME.txt``: one entry a line, ``#`` begins a
comment), tables (``NAME.csv``) and structured settings (``NAME.toml``). Folding and matching belong to the reading
wing. Adding a language is adding a folder: CONTRIBUTING.md says which files.
"""

import csv
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo.errors import LanguageError

__all__ = ["Language", "available", "load"]

_ROOT = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Language:
    """A language folder: its code, its settings and its data files."""

    code: str
    folder: Path
    settings: dict[str, Any]

    def words(self, name: str) -> tuple[str, ...]:
        """Entries of ``NAME.txt``, in order, comments and blank lines left out; empty when there is no such file."""
        path = self.folder / f"{name}.txt"
        if not path.exists():
            return ()
        lines = (line.split("#", 1)[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
        return tuple(line for line in lines if line)

    def rows(self, name: str) -> tuple[dict[str, str], ...]:
        """Rows of ``NAME.csv`` as dictionaries; empty when there is no such file.

        Raises
        ------
        LanguageError
            When a row has more or fewer fields than the header.
        """
        path = self.folder / f"{name}.csv"
        if not path.exists():
            return ()
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            rows = tuple(reader)
        for number, row in enumerate(rows, start=2):
            if None in row or None in row.values():
                raise LanguageError(f"{path.name} of language {self.code}: row {number} does not fit the header")
        return rows

    def table(self, name: str) -> dict[str, Any]:
        """``NAME.toml`` as a dictionary; empty when there is no such file.

        Raises
        ------
        LanguageError
            When the file is not TOML.
        """
        path = self.folder / f"{name}.toml"
        return _toml(path, self.code) if path.exists() else {}


def available() -> tuple[str, ...]:
    """Codes of the languages that have a folder.

    Examples
    --------
    >>> "ar" in available()
    True
    """
    return tuple(sorted(path.parent.name for path in _ROOT.glob("*/language.toml")))


@lru_cache(maxsize=32)
def load(code: str) -> Language:
    """Load a language by its code.

    Raises
    ------
    LanguageError
        When there is no such folder, or its ``language.toml`` is malformed.
    """
    folder = _ROOT / code
    if code not in available():
        raise LanguageError(f"no language {code!r}: there are {', '.join(available())}")
    return Language(code, folder, _toml(folder / "language.toml", code))


def _toml(path: Path, code: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LanguageError(f"{path.name} of language {code} is not TOML: {error}") from error
