"""What is shown, as files for other programs: one module a format, one registry.

A format is a module here with a function ``chunks(content)`` that yields the bytes of the file, and an entry in
`FORMATS`. Files are written whole or not at all. Modules are imported when they are used, so that a command that
exports nothing starts without them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import ExportError
from geo.showing.export.files import check_target, write_whole

if TYPE_CHECKING:
    from geo.showing.layers import Layers
    from geo.workspace.criteria import Filter

__all__ = ["EXPORT_LAYERS", "FORMATS", "Format", "check_target", "chunks", "write", "write_whole"]

EXPORT_LAYERS = ("places", "mentions", "events", "flows", "areas")
"""What can be exported by itself; ``all`` is all of them in one file."""

ALL = "all"


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """A file format: the module that writes it, how its files end, and what it is called."""

    module: str
    suffix: str
    media_type: str
    title: str


FORMATS: Mapping[str, Format] = {
    "geojson": Format(
        module="geojson", suffix=".geojson", media_type="application/geo+json", title="GeoJSON (RFC 7946)"
    ),
    "geojsonl": Format(
        module="geojsonl",
        suffix=".geojsonl",
        media_type="application/geo+json-seq",
        title="GeoJSON, one feature a line",
    ),
}


def chunks(form: str, layers: "Layers", *, layer: str = ALL, criteria: "Filter | None" = None) -> Iterator[bytes]:
    """Yield the bytes of an export, piece by piece.

    Parameters
    ----------
    form
        A name of `FORMATS`.
    layers
        What is shown, and nothing else: see `geo.showing.layers.build_layers`.
    layer
        One of `EXPORT_LAYERS`, or ``all``.
    criteria
        The filter that the tables were put through, for the export's own account of itself.

    Raises
    ------
    ExportError
        For a format or layer that does not exist.
    """
    if form not in FORMATS:
        raise ExportError(f"no format {form!r}: expected one of {', '.join(FORMATS)}")
    if layer not in (*EXPORT_LAYERS, ALL):
        raise ExportError(f"no layer {layer!r}: expected one of {', '.join(EXPORT_LAYERS)} or {ALL}")
    from geo.showing.export.features import make_content

    names = EXPORT_LAYERS if layer == ALL else (layer,)
    pieces: Iterator[bytes] = import_module(f"{__name__}.{FORMATS[form].module}").chunks(
        make_content(layers, names, criteria=criteria)
    )
    return pieces


def write(
    form: str,
    layers: "Layers",
    path: Path,
    *,
    layer: str = ALL,
    criteria: "Filter | None" = None,
    overwrite: bool = False,
) -> None:
    """Write an export to a file, whole or not at all.

    Parameters
    ----------
    form, layers, layer, criteria
        See `chunks`.
    path
        A file that is there already is left alone, unless ``overwrite`` says otherwise.

    Raises
    ------
    ExportError
        For a format or layer that does not exist, a file that is there, or a folder that cannot be written to.
    """
    check_target(path, overwrite=overwrite)
    write_whole(path, chunks(form, layers, layer=layer, criteria=criteria), overwrite=overwrite)
