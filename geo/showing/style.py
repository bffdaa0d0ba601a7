"""How things look: colours, shapes and their names, read from ``data/palette.toml``; sizes and widths by amount.

Nothing here draws. The map in the browser and the picture for a briefing read the same values, so that both look alike.
"""

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from geo.errors import KharitaError
from geo.model import CARGOES, EVENT_TYPES, STATUSES, TRANSPORT_MODES

__all__ = [
    "HEAT_OPACITY",
    "PALETTE_FILE",
    "EventStyle",
    "FlowStyle",
    "Palette",
    "StatusStyle",
    "StyleError",
    "Words",
    "area_opacity",
    "bundle_width",
    "cell_radius",
    "flow_width",
    "heat_level",
    "load_palette",
    "place_radius",
    "symbol_radius",
    "tint",
]

PALETTE_FILE = Path(__file__).resolve().parents[2] / "data" / "palette.toml"

Words = Mapping[str, str]
"""A name by language code: ``{"en": ..., "ar": ...}``."""

HEAT_OPACITY = 0.62
"""Of the shaded squares: the base map shows through."""

Fill = Literal["full", "tint", "empty"]
Point = tuple[float, float]


class StyleError(KharitaError, ValueError):
    """The palette misses an entry, or an entry is malformed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventStyle:
    """How an event type looks: its family's colour and its own shape (a key of ``Palette.shapes``)."""

    family: str
    colour: str
    shape: str
    words: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusStyle:
    """How a status looks: what fills a symbol, the dashes of lines and outlines, whether it is struck through."""

    fill: Fill
    dash: str
    struck: bool
    words: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class FlowStyle:
    """How a class of flows looks, and which cargoes belong to it."""

    colour: str
    cargo: tuple[str, ...]
    words: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Palette:
    """Everything in ``data/palette.toml``. Shapes are outlines within the unit circle, y up; no points: a circle."""

    families: Mapping[str, tuple[str, Words]]
    events: Mapping[str, EventStyle]
    statuses: Mapping[str, StatusStyle]
    flows: Mapping[str, FlowStyle]
    cargoes: Mapping[str, Words]
    transport: Mapping[str, Words]
    units: Mapping[str, Mapping[str, Words]]
    precision: Mapping[int, Words]
    place_colour: str
    place_words: Words
    area_colour: str
    area_words: Words
    denied_colour: str
    heat: tuple[str, ...]
    basemap: Mapping[str, str]
    shapes: Mapping[str, tuple[Point, ...]]

    def flow_class(self, cargo: tuple[str, ...]) -> str:
        """Return the class of flows that a list of cargoes belongs to: what fights comes first.

        Examples
        --------
        >>> load_palette().flow_class(("delegation", "arms")), load_palette().flow_class(())
        ('military', 'unknown')
        """
        found = [name for name, style in self.flows.items() if set(cargo) & set(style.cargo)]
        return found[0] if found else "unknown"


@lru_cache(maxsize=4)
def load_palette(path: Path = PALETTE_FILE) -> Palette:
    """Read a palette.

    Raises
    ------
    StyleError
        When the file cannot be read, an event type, status, cargo or transport mode has no entry, or an entry names a
        shape or family that is not there. The message names the entry.

    Examples
    --------
    >>> load_palette().events["ASSAULT"].shape
    'star_5'
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        palette = _palette(table)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise StyleError(f"{path.name}: cannot be read: {error}; restore it from the repository") from error
    except (KeyError, TypeError, ValueError) as error:
        raise StyleError(f"{path.name}: an entry is missing or malformed: {error!r}") from error
    faults = _faults(palette)
    if faults:
        raise StyleError(f"{path.name}: " + "; ".join(faults))
    return palette


def _words(entry: Mapping[str, Any]) -> Words:
    return {"en": str(entry["en"]), "ar": str(entry["ar"])}


def _palette(table: Mapping[str, Any]) -> Palette:
    families = {name: (str(entry["colour"]), _words(entry)) for name, entry in table["families"].items()}
    return Palette(
        families=families,
        events={
            name: EventStyle(
                family=entry["family"],
                colour=families[entry["family"]][0],
                shape=entry["shape"],
                words=_words(entry),
            )
            for name, entry in table["events"].items()
        },
        statuses={
            name: StatusStyle(fill=entry["fill"], dash=entry["dash"], struck=entry["struck"], words=_words(entry))
            for name, entry in table["statuses"].items()
        },
        flows={
            name: FlowStyle(colour=entry["colour"], cargo=tuple(entry["cargo"]), words=_words(entry))
            for name, entry in table["flows"].items()
        },
        cargoes={name: _words(entry) for name, entry in table["cargoes"].items()},
        transport={name: _words(entry) for name, entry in table["transport"].items()},
        units={name: {code: dict(forms) for code, forms in entry.items()} for name, entry in table["units"].items()},
        precision={int(code): _words(entry) for code, entry in table["precision"].items()},
        place_colour=table["places"]["colour"],
        place_words=_words(table["places"]),
        area_colour=table["areas"]["colour"],
        area_words=_words(table["areas"]),
        denied_colour=table["denied"]["colour"],
        heat=tuple(table["heat"]["colours"]),
        basemap=dict(table["basemap"]),
        shapes={name: tuple((float(x), float(y)) for x, y in outline) for name, outline in table["shapes"].items()},
    )


def _faults(palette: Palette) -> list[str]:
    wanted: dict[str, tuple[Iterable[object], Mapping[Any, object]]] = {
        "events": (EVENT_TYPES, palette.events),
        "statuses": (STATUSES, palette.statuses),
        "cargoes": (CARGOES, palette.cargoes),
        "transport": (TRANSPORT_MODES, palette.transport),
        "precision": (range(1, 8), palette.precision),
    }
    faults = [
        f"[{table}] has no entry {value!r}"
        for table, (values, found) in wanted.items()
        for value in values
        if value not in found
    ]
    faults += [
        f"[events.{name}] names the shape {style.shape!r}, which [shapes] does not have"
        for name, style in palette.events.items()
        if style.shape not in palette.shapes
    ]
    return faults + ([] if "unknown" in palette.flows else ["[flows] has no entry 'unknown'"])


def place_radius(n_mentions: int) -> float:
    """Return a place's radius in pixels: its area grows with the mentions, within limits.

    Examples
    --------
    >>> place_radius(1), place_radius(100_000)
    (3.5, 9.0)
    """
    return round(min(9.0, 2.5 + math.sqrt(max(1, n_mentions))), 1)


def symbol_radius(n: int) -> float:
    """Return the radius in pixels of a symbol that stands for n events at one place.

    Examples
    --------
    >>> symbol_radius(1), symbol_radius(8)
    (7.0, 10.0)
    """
    return round(min(12.0, 7.0 + math.log2(max(1, n))), 1)


def flow_width(n: int) -> float:
    """Return a flow's width in pixels: one step for each doubling, so that twelve flights still look like a line.

    Examples
    --------
    >>> flow_width(1), flow_width(4), flow_width(1000)
    (2.0, 4.8, 9.0)
    """
    return round(min(9.0, 2.0 + 1.4 * math.log2(max(1, n))), 1)


def bundle_width(amount: int, most: int) -> float:
    """Return the width in pixels of a bundle of flows, where the widest has ``most``: by the square root of its share.

    Examples
    --------
    >>> bundle_width(1, 100), bundle_width(25, 100), bundle_width(100, 100)
    (2.0, 4.2, 7.0)
    """
    return round(1.5 + 5.5 * math.sqrt(min(1.0, max(1, amount) / max(1, most))), 1)


def cell_radius(n: int) -> float:
    """Return the radius in pixels of the ring that stands for n events of a cell.

    Examples
    --------
    >>> cell_radius(1), cell_radius(100), cell_radius(1_000_000)
    (11.0, 18.0, 26.0)
    """
    return round(min(26.0, 11.0 + 3.5 * math.log10(max(1, n))), 1)


def heat_level(n: int, most: int) -> int:
    """Return the step, 0 to 4, of a square with n events where the fullest has ``most``: equal steps of the logarithm.

    Examples
    --------
    >>> [heat_level(n, 10_000) for n in (1, 10, 100, 1000, 10_000)]
    [0, 1, 2, 3, 4]
    """
    if most <= 1:
        return 0
    return min(4, int(4 * math.log(max(1, n)) / math.log(most) + 1e-9))


def area_opacity(n_records: int) -> float:
    """Return an area's opacity: faint where it is only named, more with every event and flow known only to it.

    Examples
    --------
    >>> area_opacity(0), area_opacity(1), area_opacity(500)
    (0.06, 0.14, 0.28)
    """
    return 0.06 if n_records <= 0 else round(min(0.28, 0.14 + 0.03 * math.log2(n_records)), 3)


def tint(colour: str, share: float = 0.35) -> str:
    """Thin a colour with white; ``share`` is how much of it stays.

    Examples
    --------
    >>> tint("#000000", 0.5), tint("#0072B2", 1)
    ('#808080', '#0072b2')
    """
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)
