"""Weights of the resolver's features: data that an analyst can read and change."""

import tomllib
from functools import lru_cache
from pathlib import Path

from geo.errors import GazetteerError
from geo.reading.gazetteer.layout import DATA_FOLDER

__all__ = ["load_weights"]


@lru_cache(maxsize=4)
def load_weights(path: Path = DATA_FOLDER / "weights.toml") -> dict[str, dict[str, float]]:
    """Read the weights, in log-odds, by group and feature.

    Raises
    ------
    GazetteerError
        When the file cannot be read.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise GazetteerError(f"{path.name} cannot be read: {error}") from error
    return {group: {name: float(value) for name, value in table.items()} for group, table in tables.items()}
