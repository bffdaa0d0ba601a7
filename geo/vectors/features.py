"""One feature of somebody's layer, or row of their table, before anybody knows what its columns mean."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geo.vectors.systems import SHAPE_FAULTS

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Feature", "Layer", "with_geometry"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Feature:
    """What one feature says: where it stands, its values by column, its geometry where it has one.

    ``fault`` says in words why it cannot be used; then the rest is empty.
    """

    where: str
    values: Mapping[str, Any] = field(default_factory=dict)
    geometry: "BaseGeometry | None" = None
    fault: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Layer:
    """A file's columns and its features, read one by one; ``total`` is how many there are, 0 where nobody knows."""

    columns: tuple[str, ...]
    features: Iterator[Feature]
    total: int = 0


def with_geometry(where: str, values: Mapping[str, Any], make: "Callable[[], BaseGeometry]") -> Feature:
    """Return a feature with the geometry that is made, or with the fault that the making ends in."""
    from shapely.errors import ShapelyError

    try:
        return Feature(where=where, values=values, geometry=make())
    except (*SHAPE_FAULTS, ShapelyError) as error:
        return Feature(where=f"{where}, geometry", fault=f"cannot be understood ({error})")
