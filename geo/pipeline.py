"""The hall: the only place where the wings meet and the stages are composed."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.errors import DocumentError
from geo.model import Document, EventType, Place, Reading, stable_id
from geo.reading.actors import FoundActor, load_actors
from geo.reading.claims import find_attributions
from geo.reading.dates import find_dates
from geo.reading.decisions import Decisions, decide
from geo.reading.denials import with_denials
from geo.reading.documents import notes, read_sources
from geo.reading.events import find_events
from geo.reading.flows import find_flows
from geo.reading.frames import find_hits
from geo.reading.gazetteer.extended import extend, located, own_entry
from geo.reading.gazetteer.index import Index, open_index
from geo.reading.look_up import Candidacy, candidacies
from geo.reading.mentions import find_mentions
from geo.reading.ontology import acled_event_type
from geo.reading.placing import place_refs
from geo.reading.resolve import Placed, focus_country, resolve
from geo.reading.sides import side_of
from geo.reading.telling import Telling
from geo.reading.text.analysis import analyse
from geo.reading.text.dateline import in_dateline
from geo.reading.theme import off_theme, theme_of

if TYPE_CHECKING:
    from geo.reading.gazetteer.geocoders import Geocoder
    from geo.workspace.corrections.compose import Shown
    from geo.workspace.corrections.entries import Entry, OwnPlace
    from geo.workspace.corrections.preview import Preview
    from geo.workspace.store import Workspace

__all__ = [
    "BuildReport",
    "Candidacy",
    "acled_type",
    "add",
    "build",
    "correct",
    "corrected_readings",
    "default_workspace",
    "look_up",
    "new_place",
    "preview",
    "read",
    "read_all",
    "read_one",
    "refresh",
    "remove",
]

MAX_CHARACTERS = 2_000_000
LOCK_SECONDS = 10.0  # as `geo.workspace.locks` has it, which is imported only when something is written
_NOTHING_DECIDED: Decisions = MappingProxyType({})
Progress = Callable[[str, int, int], None]
Failure = Callable[[DocumentError], None]
CREDITS = ("GeoNames (CC BY 4.0)", "Made with Natural Earth (public domain)")


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildReport:
    """What a build, an addition or a removal did: documents read, those that failed, and warnings in words.

    ``added``, ``revised``, ``unchanged`` and ``removed`` are ids of documents, where a workspace was there already.
    """

    read: int
    failed: tuple[DocumentError, ...] = ()
    warnings: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


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


def read_all(
    sources: Iterable[Path | str], *, published: date | None = None, geocoder: "Geocoder | None" = None
) -> Iterator[Reading | DocumentError]:
    """Read every document of files and folders; one that fails comes as its error, and the next goes on.

    Parameters
    ----------
    published
        Publication date of documents that do not say theirs.
    geocoder
        An online geocoder to ask for names that the gazetteer does not have; none is asked by default.
    """
    index = open_index()
    for document in read_sources(sources, published=published):
        yield document if isinstance(document, DocumentError) else _read_safely(document, index, geocoder)


def read_one(document: Document, *, places: "tuple[OwnPlace, ...]" = ()) -> Reading | DocumentError:
    """Read one document, knowing the places that analysts added; one that fails comes as its error, as `read_all`'s."""
    return _read_safely(document, _index(places))


def _read_safely(
    document: Document,
    index: Index,
    geocoder: "Geocoder | None" = None,
    decisions: Decisions = _NOTHING_DECIDED,
) -> Reading | DocumentError:
    """Read a document; what is too long, or a fault of ours, is reported by its name and stops no other document."""
    if len(document.text) > MAX_CHARACTERS:
        length = f"{len(document.text):,} characters are more than the {MAX_CHARACTERS:,} of a document"
        return DocumentError(document.id, f"{length}: split it")
    try:
        reading = read(document, index, decisions)
    except Exception as error:  # noqa: BLE001  (the boundary between documents: nothing is swallowed, it is reported)
        return DocumentError(document.id, f"reading it failed, please report this: {type(error).__name__}: {error}")
    if geocoder is None:
        return reading
    from geo.reading.gazetteer.geocoders import geocode_unresolved

    return geocode_unresolved(reading, geocoder)


def build(
    sources: Iterable[Path | str],
    workspace: Path,
    *,
    published: date | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build a workspace from files and folders; one that is there is replaced when the new one is whole.

    Parameters
    ----------
    progress
        Called after each document with its id, how many are done, and how many there are.

    Raises
    ------
    WorkspaceError
        When the workspace cannot be written. A document that fails is reported, not raised; where none could be read,
        nothing is written and a workspace that is there stays as it is.
    """
    from geo.workspace.corrections.log import read_log
    from geo.workspace.store import Workspace

    readings, report = _readings(sources, published, progress, places=read_log(workspace).own_places)
    if not readings and report.failed:
        return report
    workspace.parent.mkdir(parents=True, exist_ok=True)
    Workspace.create(workspace, readings, side_of=side_of, sources=CREDITS, reread=reread)
    return report


def add(
    sources: Iterable[Path | str],
    workspace: Path,
    *,
    published: date | None = None,
    progress: Progress | None = None,
    failure: Failure | None = None,
    lock_seconds: float = LOCK_SECONDS,
) -> BuildReport:
    """Add files and folders to a workspace; a document that is there already with the same text changes nothing.

    Parameters
    ----------
    progress
        As `build`.
    failure
        Called with what failed, before ``progress`` is called for it.
    lock_seconds
        How long to wait for another writer.

    Raises
    ------
    WorkspaceError
        When there is no such workspace, or it cannot be written.
    """
    from geo.workspace.corrections.log import read_log

    existing = _open(workspace, lock_seconds)
    readings, report = _readings(sources, published, progress, failure, places=read_log(workspace).own_places)
    change = existing.add(readings)
    return replace(report, added=change.added, revised=change.revised, unchanged=change.unchanged)


def remove(documents: Iterable[str], workspace: Path, *, lock_seconds: float = LOCK_SECONDS) -> BuildReport:
    """Remove documents from a workspace, with everything that rests on them alone.

    Raises
    ------
    WorkspaceError
        When there is no such workspace or document, or it cannot be written; nothing is removed then.
    """
    return BuildReport(read=0, removed=_open(workspace, lock_seconds).remove(*documents).removed)


def correct(workspace: Path, *entries: "Entry", force: bool = False, lock_seconds: float = LOCK_SECONDS) -> int:
    """Correct a workspace: keep the entries in its log, then bring its tables up to it.

    Returns
    -------
    int
        The workspace's version afterwards.

    Raises
    ------
    CorrectionConflictError
        When somebody corrected the same since the entry's basis; nothing was kept. ``force`` keeps it all the same.
    CorrectionError, WorkspaceError
        When an entry cannot stand in the log, or the log cannot be written; nothing was kept. A workspace that cannot
        be written after that is behind its log until the next write: nothing is lost.
    """
    from geo.workspace.corrections.log import append

    existing = _open(workspace, lock_seconds)
    append(workspace, *entries, force=force, lock_seconds=lock_seconds)
    return existing.refresh()


def preview(workspace: Path, *entries: "Entry") -> "Preview":
    """Say what entries would change, without keeping them."""
    return _open(workspace).preview(*entries)


def corrected_readings(workspace: Path, documents: Iterable[str]) -> "Shown":
    """Return documents of a workspace as they were read and as they are shown, with all that its log says of them."""
    from geo.workspace.corrections.compose import shown

    return shown(workspace, frozenset(documents), reread)


def new_place(place: Place) -> Place:
    """Return a place that an analyst describes with an id of its own, and the country and area that its point is in."""
    identity = stable_id("own", place.name, place.name_ar, place.kind, f"{place.lon:.5f}", f"{place.lat:.5f}")
    own = own_entry(replace(place, id=identity, source_id=identity), ()).place
    return located(own, open_index())


def acled_type(event_type: EventType, mode: str) -> str:
    """Return ACLED's event type of a type and mode; "" where none corresponds."""
    return acled_event_type(event_type, mode)


def refresh(workspace: Path, *, lock_seconds: float = LOCK_SECONDS) -> int:
    """Bring the tables of a workspace up to its log, where they are behind it, and return its version."""
    return _open(workspace, lock_seconds).refresh()


def reread(document: Document, decisions: Decisions, places: "tuple[OwnPlace, ...]" = ()) -> Reading:
    """Read a document again with what analysts decided of its mentions, knowing the places that they added."""
    return read(document, _index(places), decisions)


def _open(workspace: Path, lock_seconds: float = LOCK_SECONDS) -> "Workspace":
    from geo.workspace.store import Workspace

    return Workspace.open(workspace, side_of=side_of, sources=CREDITS, reread=reread, lock_seconds=lock_seconds)


@lru_cache(maxsize=4)
def _extended(index: Index, places: "tuple[OwnPlace, ...]") -> Index:
    return extend(index, (own_entry(own.place, own.names) for own in places))


def _index(places: "tuple[OwnPlace, ...]" = ()) -> Index:
    """Open the gazetteer with the places that analysts added on top."""
    return _extended(open_index(), places) if places else open_index()


def default_workspace() -> Path:
    """Workspace that the app opens when none is named: ``$KHARITA_WORKSPACE``, else one beside the program."""
    configured = os.environ.get("KHARITA_WORKSPACE")
    return Path(configured) if configured else Path(__file__).resolve().parents[1] / "workspaces" / "seeds.gpkg"


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
    known = candidacies(name, _index(places))
    if known or geocoder is None:
        return known
    asked = geocoder.ask(name)
    return tuple(
        Candidacy(place=place, strength=0.0, principal=False, trusted=False, why=f"answered by {place.source}")
        for place in asked
    )


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


def _readings(
    sources: Iterable[Path | str],
    published: date | None,
    progress: Progress | None,
    failure: Failure | None = None,
    places: "tuple[OwnPlace, ...]" = (),
) -> tuple[list[Reading], BuildReport]:
    documents = list(read_sources(sources, published=published))
    index = _index(places)
    readings: list[Reading] = []
    failed: list[DocumentError] = []
    for number, document in enumerate(documents, start=1):
        found = document if isinstance(document, DocumentError) else _read_safely(document, index)
        if isinstance(found, DocumentError):
            failed.append(found)
            if failure:
                failure(found)
        else:
            readings.append(found)
        if progress:
            progress(found.name if isinstance(found, DocumentError) else found.document.id, number, len(documents))
    warnings = tuple(warning for reading in readings for warning in reading.warnings)
    return readings, BuildReport(read=len(readings), failed=tuple(failed), warnings=warnings)


def _warnings(document: Document) -> tuple[str, ...]:
    undated = () if document.published else (f"{document.id}: no publication date: relative dates stay open",)
    return (*undated, *notes(document))
