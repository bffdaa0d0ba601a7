"""GeoJSON text sequences (RFC 8142): a record separator before each feature, so that a torn one costs only itself."""

from collections.abc import Iterator

from geo.showing.export import geojsonl
from geo.showing.export.content import Content

__all__ = ["chunks"]

_RECORD_SEPARATOR = b"\x1e"


def chunks(content: Content) -> Iterator[bytes]:
    """Yield the file, feature by feature; each says where it comes from, as `geojsonl` has it."""
    for line in geojsonl.chunks(content):
        yield _RECORD_SEPARATOR + line
