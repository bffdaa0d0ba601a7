"""The hall: where the wings meet and the stages are composed."""

from geo.model import Document, Reading
from geo.reading.actors import load_actors
from geo.reading.claims import find_attributions
from geo.reading.dates import find_dates
from geo.reading.events import find_events
from geo.reading.flows import find_flows
from geo.reading.frames import find_hits
from geo.reading.gazetteer.index import Index, open_index
from geo.reading.mentions import find_mentions
from geo.reading.placing import place_refs
from geo.reading.resolve import focus_country, resolve
from geo.reading.telling import Telling
from geo.reading.text.analysis import analyse

__all__ = ["read"]


def read(document: Document, index: Index | None = None) -> Reading:
    """Read one document: mentions, events and flows.

    Parameters
    ----------
    index
        The gazetteer; by default the project's own, compiled at first use.
    """
    index = index or open_index()
    analysis = analyse(document)
    actors = load_actors().find(analysis)
    placed = resolve(analysis, find_mentions(analysis, index), index, actors)
    telling = Telling(
        analysis=analysis,
        hits=find_hits(analysis),
        refs=place_refs(analysis, placed, index, focus_country(placed)),
        actors=actors,
        attributions=find_attributions(analysis, actors),
        dates=find_dates(analysis),
    )
    return Reading(
        document=document,
        mentions=tuple(item.mention for item in placed),
        events=find_events(telling),
        flows=find_flows(telling, index),
    )
