"""What the gazetteer is made of: the project's own sources and those that somebody added."""

from collections.abc import Iterator
from pathlib import Path

from geo.reading.gazetteer.added import AddedSource, added_folder, added_sources
from geo.reading.gazetteer.layout import DATA_FOLDER
from geo.reading.gazetteer.sources import configuration, read_one

__all__ = ["list_sources"]

_BUILT_IN = "the program"


def list_sources(data: Path = DATA_FOLDER, *, folder: Path | None = None) -> Iterator[AddedSource]:
    """List all sources, the project's first, in their order; one of the project's has no day on which it was added.

    Raises
    ------
    GazetteerError
        When a source cannot be read.
    """
    for source in configuration(data):
        entries = list(read_one(source, data))
        licences = sorted({entry.place.licence for entry in entries if entry.place.licence})
        yield AddedSource(
            name=Path(str(source.get("file", source["reader"]))).stem,
            reader=source["reader"],
            trust=source.get("trust", "listed"),
            licence=", ".join(licences) or source.get("licence", ""),
            origin=_BUILT_IN,
            added="",
            rows=len(entries),
        )
    yield from added_sources(folder or added_folder())
