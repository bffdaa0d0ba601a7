"""KMZ for Google Earth: places, areas, events and flows in folders, with times, symbols, and sentences in the balloons.

What KML cannot draw is told otherwise: it knows no dashes, so that a line that is not plainly reported is thinner and
fainter; a flow's arrow is a picture on its middle, turned the way it went.
"""

from collections.abc import Iterator

from geo.showing.export.content import Content
from geo.showing.export.kml import document, pictures
from geo.showing.export.parting import Part, zipped

__all__ = ["DOCUMENT", "chunks"]

DOCUMENT = "doc.kml"  # the first file of the archive is the one that is shown


def chunks(content: Content) -> Iterator[bytes]:
    """Yield the file: ``doc.kml`` and the pictures that it uses."""
    drawn = (Part(name=name, chunks=(picture,)) for name, picture in pictures(content).items())
    return zipped([Part(name=DOCUMENT, chunks=(document(content),)), *drawn], content.made)
