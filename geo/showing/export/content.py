"""What an export holds: layers that are shown, which of them were asked for, and where they come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from geo.showing.export.features import Feature, make_features
from geo.showing.export.provenance import Selection, account
from geo.showing.layers import Layers
from geo.workspace.criteria import Filter

__all__ = ["Content", "make_content"]


@dataclass(frozen=True, kw_only=True)
class Content:
    """Layers, the names of those to be written, in order, and what the export says of itself.

    ``language`` is that of words that the program adds (titles, a map); values of tables are the same in all.
    """

    layers: Layers
    names: tuple[str, ...]
    provenance: Mapping[str, Any]
    made: datetime
    language: str = "en"

    @cached_property
    def features(self) -> tuple[Feature, ...]:
        """The rows of all its layers as GeoJSON features."""
        return make_features(self.layers, self.names)


def make_content(
    layers: Layers,
    names: Sequence[str],
    *,
    criteria: Filter | None = None,
    selection: Selection | None = None,
    language: str = "en",
    made: datetime | None = None,
) -> Content:
    """Put together what an export holds; ``made`` is now unless told otherwise, in UTC and whole seconds."""
    when = (made or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    told = account(layers.tables, names, made=when, criteria=criteria, selection=selection)
    return Content(layers=layers, names=tuple(names), provenance=told, made=when, language=language)
