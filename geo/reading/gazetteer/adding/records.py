"""A row of somebody's table or a feature of somebody's layer, before anybody knows what its columns mean."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

__all__ = ["Record", "Table"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """What one row says: values by column, and where it has a geometry, a point and how far it reaches from there.

    ``fault`` says in words why it cannot be used; then the rest is empty.
    """

    where: str
    values: Mapping[str, str] = field(default_factory=dict)
    position: tuple[float, float] | None = None
    reach_km: float = 0.0
    fault: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A file's columns and its records, read one by one; ``total`` is how many there are, 0 where nobody knows."""

    columns: tuple[str, ...]
    records: Iterator[Record]
    has_geometry: bool = False
    total: int = 0
