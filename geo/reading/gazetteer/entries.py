"""An entry of the gazetteer: a place with every name that it is known by."""

from dataclasses import dataclass

from geo.model import Place

__all__ = ["Entry"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A place with every name it is known by.

    ``kept`` is true for hand-kept places, whose ``names`` are trusted; ``listed_names`` are those that another source
    adds to a kept place, and are not; ``kept_names`` are hand-kept names of a place that is not. ``geonames_id`` is
    GeoNames' number of a place that another source tells of.
    """

    place: Place
    names: tuple[str, ...]
    kept: bool
    capital: bool = False
    listed_names: tuple[str, ...] = ()
    kept_names: tuple[str, ...] = ()
    geonames_id: str = ""
