"""One document, the whole way: mentions, then places, then flows and events with who says so."""

from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.errors import DocumentError
from geo.model import Document, Reading
from geo.reading.actors import FoundActor, load_actors
from geo.reading.claims import find_attributions
from geo.reading.dates import find_dates
from geo.reading.decisions import Decisions, decide
from geo.reading.denials import with_denials
from geo.reading.documents import notes
from geo.reading.events import find_events
from geo.reading.flows import find_flows
from geo.reading.frames import find_hits
from geo.reading.gazetteer.extended import extend, own_entry
from geo.reading.gazetteer.index import Index, open_index
from geo.reading.mentions import find_mentions
from geo.reading.placing import place_refs
from geo.reading.resolve import Placed, focus_country, resolve
from geo.reading.telling import Telling
from geo.reading.text.analysis import analyse
from geo.reading.text.dateline import in_dateline
from geo.reading.theme import off_theme, theme_of

if TYPE_CHECKING:
    from geo.workspace.corrections.entries import OwnPlace

__all__ = ["MAX_CHARACTERS", "index_with", "read", "read_one", "reread"]

MAX_CHARACTERS = 2_000_000
_NOTHING_DECIDED: Decisions = MappingProxyType({})


def read(
    document: Document,
    index: Index | None = None,
    decisions: Decisions = _NOTHING_DECIDED,
) -> Reading:
    """Read one document: mentions, events and flows.

    Parameters
    ----------
    index
        The gazetteer; by default the project's own, compiled at first use.
    decisions
        What analysts decided of names, by span (code points, end exclusive): events and flows follow from it. One that
        cannot be applied, since its span holds no word of the text, is passed over: no mention has its span then.
    """
    index = index or open_index()
    analysis = analyse(document)
    actors = load_actors().find(analysis)
    runs = find_mentions(analysis, index)
    placed = decide(analysis, resolve(analysis, runs, index, actors), decisions, runs, index)
    actors = _without_places(actors, placed)
    people = {n for found in actors if found.actor.kind == "person" for n in range(found.first, found.last)}
    refs = place_refs(analysis, placed, index, focus_country(placed))
    refs = tuple(ref for ref in refs if ref.source != "demonym" or ref.first not in people)
    elsewhere = off_theme(analysis)
    attributions = find_attributions(analysis, actors, placed, index)
    named = {position for item in attributions for position in range(*item.voice)}
    named |= {position for ref in refs if ref.source == "name" for position in range(ref.first, ref.last)}
    named |= {position for found in actors for position in range(found.first + 1, found.last)}
    telling = Telling(
        analysis=analysis,
        hits=tuple(hit for hit in find_hits(analysis) if hit.first not in named),
        refs=tuple(ref for ref in refs if ref.role != "embedded" and ref.sentence not in elsewhere),
        embedded=tuple(ref for ref in refs if ref.role == "embedded"),
        actors=actors,
        attributions=attributions,
        dates=tuple(found for found in find_dates(analysis) if not in_dateline(document.text, found.start)),
    )
    telling = replace(telling, off_theme=theme_of(telling))
    flows = with_denials(telling, find_flows(telling, index))
    return Reading(
        document=document,
        mentions=tuple(item.mention for item in placed),
        events=with_denials(telling, find_events(telling, flows, index)),
        flows=flows,
        warnings=_warnings(document),
    )


def read_one(document: Document, *, places: "tuple[OwnPlace, ...]" = ()) -> Reading | DocumentError:
    """Read one document, knowing the places that analysts added; one that fails comes as its error, as `read_all`'s."""
    return _read_safely(document, index_with(places))


def reread(document: Document, decisions: Decisions, places: "tuple[OwnPlace, ...]" = ()) -> Reading:
    """Read a document again with what analysts decided of its mentions, knowing the places that they added."""
    return read(document, index_with(places), decisions)


def _read_safely(document: Document, index: Index) -> Reading | DocumentError:
    """Read a document; what is too long, or a fault of ours, is reported by its name and stops no other document."""
    if len(document.text) > MAX_CHARACTERS:
        length = f"{len(document.text):,} characters are more than the {MAX_CHARACTERS:,} of a document"
        return DocumentError(document.id, f"{length}: split it")
    try:
        return read(document, index)
    except Exception as error:  # noqa: BLE001  (the boundary between documents: nothing is swallowed, it is reported)
        return DocumentError(document.id, f"reading it failed, please report this: {type(error).__name__}: {error}")


@lru_cache(maxsize=4)
def _extended(index: Index, places: "tuple[OwnPlace, ...]") -> Index:
    return extend(index, (own_entry(own.place, own.names) for own in places))


def index_with(places: "tuple[OwnPlace, ...]" = ()) -> Index:
    """Open the gazetteer with the places that analysts added on top."""
    return _extended(open_index(), places) if places else open_index()


def _without_places(actors: tuple[FoundActor, ...], placed: tuple[Placed, ...]) -> tuple[FoundActor, ...]:
    """Leave out actors that are part of a place's longer name ("عين الأسد")."""
    spans = {
        token: (item.found.first, item.found.last)
        for item in placed
        if item.mention.place
        for token in range(item.found.first, item.found.last)
    }
    around = ((found, *spans.get(found.first, (found.first, found.first))) for found in actors)
    return tuple(
        found for found, first, last in around if not (found.last <= last and last - first > found.last - found.first)
    )


def _warnings(document: Document) -> tuple[str, ...]:
    undated = () if document.published else (f"{document.id}: no publication date: relative dates stay open",)
    return (*undated, *notes(document))
