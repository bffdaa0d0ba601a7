"""Structured settings of languages, read from disk once: several modules need the same ones."""

from functools import lru_cache
from typing import Any

from geo.language import load

__all__ = ["language_table"]


@lru_cache(maxsize=64)
def language_table(code: str, name: str) -> dict[str, Any]:
    """``NAME.toml`` of a language, which nobody changes; empty when there is no such file.

    Examples
    --------
    >>> "say" in language_table("ar", "claims"), language_table("ar", "nothing")
    (True, {})
    """
    return load(code).table(name)
