"""What the columns of the tables mean, in words: data in ``columns.toml``."""

import tomllib
from functools import lru_cache
from pathlib import Path

from geo.errors import WorkspaceError

__all__ = ["describe", "described"]

FILE = Path(__file__).with_name("columns.toml")
_ANY = "any"


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def describe(table: str, column: str) -> str:
    """Say what a column of a table means.

    Raises
    ------
    WorkspaceError
        For a column that the file does not describe.

    Examples
    --------
    >>> describe("events", "quote"), describe("evidence", "quote") == describe("events", "quote")
    ('The sentence that says it, as it stands in the document.', True)
    """
    words = _table().get(table, {}).get(column) or _table()[_ANY].get(column)
    if not words:
        raise WorkspaceError(f"{FILE.name} does not say what {table}.{column} is: add it to [{table}] or to [{_ANY}]")
    return words


def described() -> frozenset[tuple[str, str]]:
    """Return every table and column that the file speaks of; the table is "any" where it means all of them."""
    return frozenset((table, column) for table, columns in _table().items() for column in columns)
