"""All documents of files and folders, in their order: here, in several processes, or on the machines of a cluster.

Whatever reads them, the readings are the same and come in the same order.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import DocumentError
from geo.model import Document, Reading
from geo.pipeline.one import read_one
from geo.reading.documents import read_sources

if TYPE_CHECKING:
    from geo.reading.gazetteer.geocoders import Geocoder
    from geo.workspace.corrections.entries import OwnPlace

__all__ = ["HERE", "Spread", "read_all", "read_documents"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """Who reads: so many processes of this machine (``workers``), or the Dask cluster at an address (``scheduler``)."""

    workers: int = 1
    scheduler: str = ""


HERE = Spread()


def read_all(
    sources: Iterable[Path | str],
    *,
    published: date | None = None,
    geocoder: "Geocoder | None" = None,
    spread: Spread = HERE,
) -> Iterator[Reading | DocumentError]:
    """Read every document of files and folders; one that fails comes as its error, and the next goes on.

    Parameters
    ----------
    published
        Publication date of documents that do not say theirs.
    geocoder
        An online geocoder to ask for names that the gazetteer does not have; none is asked by default. It is asked
        from here, whoever reads.
    spread
        Who reads.

    Raises
    ------
    ClusterError
        When there is no cluster at the address, or it cannot work for this program.
    """
    answers = read_documents(read_sources(sources, published=published), spread=spread)
    if geocoder is None:
        yield from answers
        return
    from geo.reading.gazetteer.geocoders import geocode_unresolved

    for answer in answers:
        yield answer if isinstance(answer, DocumentError) else geocode_unresolved(answer, geocoder)


def read_documents(
    documents: Iterable[Document | DocumentError],
    *,
    places: "tuple[OwnPlace, ...]" = (),
    spread: Spread = HERE,
) -> Iterator[Reading | DocumentError]:
    """Read documents in their order, knowing the ``places`` that analysts added; errors among them are handed on."""
    if spread.scheduler:
        from geo.pipeline.cluster import Cluster
        from geo.pipeline.crew import read_by

        yield from read_by(Cluster(spread.scheduler), documents, places)
    elif spread.workers > 1:
        from geo.pipeline.crew import read_by
        from geo.pipeline.processes import Processes

        yield from read_by(Processes(spread.workers), documents, places)
    else:
        for document in documents:
            yield document if isinstance(document, DocumentError) else read_one(document, places=places)
