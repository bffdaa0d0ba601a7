"""What a page or a command asks of the gazetteer and the ontology, without reading a document."""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo.model import EventType, Place, stable_id
from geo.pipeline.one import index_with
from geo.reading.gazetteer.extended import located, own_entry
from geo.reading.gazetteer.index import open_index
from geo.reading.look_up import Candidacy, candidacies
from geo.reading.ontology import acled_event_type

if TYPE_CHECKING:
    from geo.reading.gazetteer.geocoders import Geocoder
    from geo.workspace.corrections.entries import OwnPlace

__all__ = ["acled_type", "default_workspace", "look_up", "new_place"]


def default_workspace() -> Path:
    """Workspace that the app opens when none is named: ``$KHARITA_WORKSPACE``, else one beside the program."""
    configured = os.environ.get("KHARITA_WORKSPACE")
    return Path(configured) if configured else Path(__file__).resolve().parents[2] / "workspaces" / "seeds.gpkg"


def look_up(
    name: str, *, geocoder: "Geocoder | None" = None, places: "tuple[OwnPlace, ...]" = ()
) -> tuple[Candidacy, ...]:
    """Places that a name may mean, strongest first; those that sound like it where none is spelled so.

    Empty when the gazetteer, the ``places`` that analysts added and the geocoder, if given, have none.

    Examples
    --------
    >>> [found.place.country for found in look_up("Tripoli")][:2]
    ['LY', 'LB']
    """
    known = candidacies(name, index_with(places))
    if known or geocoder is None:
        return known
    asked = geocoder.ask(name)
    return tuple(
        Candidacy(place=place, strength=0.0, principal=False, trusted=False, why=f"answered by {place.source}")
        for place in asked
    )


def new_place(place: Place) -> Place:
    """Return a place that an analyst describes with an id of its own, and the country and area that its point is in."""
    identity = stable_id("own", place.name, place.name_ar, place.kind, f"{place.lon:.5f}", f"{place.lat:.5f}")
    own = own_entry(replace(place, id=identity, source_id=identity), ()).place
    return located(own, open_index())


def acled_type(event_type: EventType, mode: str) -> str:
    """Return ACLED's event type of a type and mode; "" where none corresponds."""
    return acled_event_type(event_type, mode)
