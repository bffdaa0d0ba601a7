"""Online tiles, a choice and never the default: what there is stands in ``tiles.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geo.showing.style import Words

__all__ = ["TileSource", "tile_sources"]

_FILE = Path(__file__).with_name("tiles.toml")


@dataclass(frozen=True, kw_only=True, slots=True)
class TileSource:
    """A server of map tiles: its address with ``{z}``, ``{x}``, ``{y}``, and the attribution that it asks for."""

    words: Words
    url: str
    attribution: str
    max_zoom: int


@lru_cache(maxsize=1)
def tile_sources() -> Mapping[str, TileSource]:
    """Return the tile servers that may be chosen, by key.

    Examples
    --------
    >>> tile_sources()["relief"].max_zoom
    8
    """
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        key: TileSource(
            words={"en": entry["en"], "ar": entry["ar"]},
            url=entry["url"],
            attribution=entry["attribution"],
            max_zoom=entry["max_zoom"],
        )
        for key, entry in table.items()
    }
