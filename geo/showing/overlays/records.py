"""What a layer of the user's own is once it is read, and what of its file it leaves out."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geo.showing import labels, style
from geo.showing.style import StyleError

__all__ = ["LeftOut", "Overlay", "left_out_words", "overlay_colours", "to_spec"]

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """What is not shown, or not as it was: a key of ``words.toml``, how many (0: all), and the first of them."""

    what: str
    n: int = 0
    first: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlay:
    """A layer of the user's own: a GeoJSON FeatureCollection in EPSG:4326, small enough for the page.

    ``source`` is what the user says of where it comes from; ``label_property`` names a feature, "" where none does;
    ``bbox`` is west, south, east, north.
    """

    name: str
    source: str = ""
    format: str
    features: Mapping[str, Any]
    count: int
    bbox: Bounds
    label_property: str = ""
    skipped: tuple[LeftOut, ...] = ()


def to_spec(overlay: Overlay, colour: str) -> Mapping[str, Any]:
    """Return a layer as the map wants it: its name, source, colour, features and the property that names them."""
    return {
        "name": overlay.name,
        "source": overlay.source,
        "colour": colour,
        "features": overlay.features,
        "label_property": overlay.label_property,
    }


def left_out_words(left_out: LeftOut, language: str) -> str:
    """Say what of a file is not shown, and which was the first.

    Examples
    --------
    >>> left_out_words(LeftOut(what="overlay_empty", n=2), "en")
    '2 features without a geometry'
    >>> left_out_words(LeftOut(what="overlay_bad", n=1, first="a.csv, line 3: lat: is empty"), "en")
    '1 feature cannot be used (a.csv, line 3: lat: is empty)'
    """
    said = labels.counted(left_out.what, left_out.n, language) if left_out.n else labels.words(language)[left_out.what]
    return f"{said} ({labels.isolated(left_out.first, language)})" if left_out.first else said


@lru_cache(maxsize=1)
def overlay_colours() -> tuple[str, ...]:
    """Return the colours of the user's layers, in the order in which they are given out (``data/palette.toml``).

    Raises
    ------
    StyleError
        When the palette has none.

    Examples
    --------
    >>> len(set(overlay_colours())) == len(overlay_colours()) > 2
    True
    """
    try:
        colours: list[str] = tomllib.loads(style.PALETTE_FILE.read_text(encoding="utf-8"))["overlays"]["colours"]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise StyleError(f"{style.PALETTE_FILE.name}: [overlays] colours cannot be read: {error}") from error
    return tuple(colours)
