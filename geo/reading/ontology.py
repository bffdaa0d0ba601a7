"""The ontology of events: PLOVER's types with their weight, and ACLED's event type where one corresponds.

Both are data: ``data/events/ontology.toml`` and ``data/events/acled.toml``.
"""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo.errors import LanguageError
from geo.model import Cargo, EventType

__all__ = ["acled_event_type", "movement_type", "weight_of"]

_FOLDER = Path(__file__).resolve().parents[2] / "data" / "events"


@lru_cache(maxsize=4)
def _table(name: str) -> dict[str, Any]:
    path = _FOLDER / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise LanguageError(f"{path.name} cannot be read: {error}") from error


def weight_of(event_type: EventType) -> int:
    """How much a type says when several words tell of one thing: the weightiest names it."""
    return int(_table("ontology")["type"][event_type]["weight"])


def acled_event_type(event_type: EventType, mode: str) -> str:
    """ACLED's event type of a PLOVER type and mode (``data/events/acled.toml``); "" where none corresponds."""
    table = _table("acled")["type"].get(event_type, {})
    return str(table.get("mode", {}).get(mode, table).get("event", ""))


def movement_type(cargo: tuple[Cargo, ...]) -> tuple[EventType, str]:
    """Event type and mode of a movement, by what moves: the first kind of cargo that the ontology names."""
    table = _table("ontology")["movement"]
    for kind in (*cargo, "unknown"):
        if kind in table:
            return table[kind]["type"], table[kind]["mode"]
    return table["unknown"]["type"], table["unknown"]["mode"]
