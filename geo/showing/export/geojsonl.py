"""GeoJSON, one feature a line, for programs that read a stream: each line is whole and says where it comes from."""

from collections.abc import Iterator

from geo.showing.export.content import Content
from geo.showing.export.geojson import to_json

__all__ = ["chunks"]


def chunks(content: Content) -> Iterator[bytes]:
    """Yield the file, feature by feature.

    A line has no room for the whole account of the export; ``kharita`` names program, workspace and credits.
    """
    provenance = content.provenance
    short = {
        "program": provenance["program"],
        "workspace": provenance["workspace"]["hash"],
        "made": provenance["made"],
        "filter": provenance["filter"],
        "selection": provenance["selection"],
        "credits": provenance["credits"],
    }
    for feature in content.features:
        yield to_json({**feature.as_dict(), "kharita": short}) + b"\n"
