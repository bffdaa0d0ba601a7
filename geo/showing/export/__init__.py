"""What is shown, as files for other programs: one module a format, one registry.

A format is an entry in `FORMATS` and a module here: with a function ``chunks(content)`` that yields the bytes of the
one file that holds everything, or, where a layer is a file of its own (a table), with ``parts(content)`` that yields
these. Files are written whole or not at all. Modules are imported when they are used, so that a command that exports
nothing starts without them. `docs/exports.md` says what stands in each format.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import ExportError
from geo.showing.export.files import check_target, safe_name, write_whole

if TYPE_CHECKING:
    from geo.showing.export.content import Content
    from geo.showing.export.provenance import Selection
    from geo.showing.layers import Layers
    from geo.workspace.criteria import Filter

__all__ = [
    "ALL",
    "EXPORT_LAYERS",
    "FORMATS",
    "Format",
    "check_export",
    "check_target",
    "chunks",
    "file_name",
    "format_of",
    "safe_name",
    "write",
    "write_whole",
]

EXPORT_LAYERS = ("places", "mentions", "events", "flows", "areas")
"""What can be exported by itself; ``all`` is all of them in one file."""

ALL = "all"
ZIP = ".zip"


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """A file format: the module that writes it, how its files end, and what it is called.

    ``layers`` is what it can hold. With ``parted`` each layer is a file of its own, several go into a .zip. ``account``
    says whether a file tells where it comes from; beside or among others that is done by a file ``provenance.json``.
    """

    module: str
    suffix: str
    media_type: str
    title: str
    layers: tuple[str, ...] = EXPORT_LAYERS
    parted: bool = False
    account: bool = True


FORMATS: Mapping[str, Format] = {
    "geojson": Format(
        module="geojson", suffix=".geojson", media_type="application/geo+json", title="GeoJSON (RFC 7946)"
    ),
    "geojsonl": Format(
        module="geojsonl", suffix=".geojsonl", media_type="application/x-ndjson", title="GeoJSON, one feature a line"
    ),
    "geojsonseq": Format(
        module="geojsonseq",
        suffix=".geojsons",
        media_type="application/geo+json-seq",
        title="GeoJSON text sequence (RFC 8142)",
    ),
    "gpkg": Format(
        module="geopackage", suffix=".gpkg", media_type="application/geopackage+sqlite3", title="GeoPackage for QGIS"
    ),
    "kmz": Format(
        module="kmz", suffix=".kmz", media_type="application/vnd.google-earth.kmz", title="KMZ for Google Earth"
    ),
    "parquet": Format(
        module="geoparquet",
        suffix=".parquet",
        media_type="application/vnd.apache.parquet",
        title="GeoParquet 1.1",
        parted=True,
    ),
    "csv": Format(
        module="separated", suffix=".csv", media_type="text/csv", title="CSV for Excel", parted=True, account=False
    ),
    "xlsx": Format(
        module="workbook",
        suffix=".xlsx",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        title="Excel workbook",
    ),
    "html": Format(module="page", suffix=".html", media_type="text/html", title="The map in one HTML file"),
    "acled": Format(
        module="acled",
        suffix=".csv",
        media_type="text/csv",
        title="Events in ACLED's columns (CSV)",
        layers=("events",),
        parted=True,
        account=False,
    ),
    "ged": Format(
        module="ged",
        suffix=".csv",
        media_type="text/csv",
        title="Events in the columns of UCDP GED (CSV)",
        layers=("events",),
        parted=True,
        account=False,
    ),
    "kepler": Format(
        module="pairs",
        suffix=".csv",
        media_type="text/csv",
        title="Flows as origins and destinations for kepler.gl (CSV)",
        layers=("flows",),
        parted=True,
        account=False,
    ),
}


def format_of(path: Path) -> str:
    """Return the format that a file's name asks for by its ending; GeoJSON where it says nothing.

    Examples
    --------
    >>> format_of(Path("events.xlsx")), format_of(Path("events.csv")), format_of(Path("events"))
    ('xlsx', 'csv', 'geojson')
    """
    named = (name for name, form in FORMATS.items() if form.suffix == path.suffix.lower())
    return next(named, "geojson")


def file_name(form: str, *, layer: str = ALL, packed: bool = False, stem: str = "kharita") -> str:
    """Name the file of an export; see `chunks`. The stem may be any text, such as a workspace's name: it is made safe.

    Examples
    --------
    >>> file_name("geojson"), file_name("csv", layer="events"), file_name("csv")
    ('kharita.geojson', 'kharita-events.csv', 'kharita-csv.zip')
    >>> file_name("gpkg", stem="../Tripoli, 4 March")
    'Tripoli-4-March.gpkg'
    """
    _check(form, layer)
    about = safe_name(stem) + ("" if layer == ALL else f"-{layer}")
    if _is_packed(form, layer, packed=packed):
        return f"{about}-{form}{ZIP}"
    return f"{about}{f'-{form}' if FORMATS[form].layers != EXPORT_LAYERS else ''}{FORMATS[form].suffix}"


def chunks(
    form: str,
    layers: "Layers",
    *,
    layer: str = ALL,
    criteria: "Filter | None" = None,
    selection: "Selection | None" = None,
    language: str = "en",
    made: datetime | None = None,
    packed: bool = False,
) -> Iterator[bytes]:
    """Yield the bytes of an export, piece by piece.

    Parameters
    ----------
    form
        A name of `FORMATS`.
    layers
        What is shown, and nothing else: see `geo.showing.layers.build_layers`.
    layer
        One of `EXPORT_LAYERS`, or ``all``: of a format whose layers are files of their own, a .zip of these.
    criteria, selection
        The filter that the tables were put through, and what was selected, for the export's own account of itself.
    language
        Of the words that the program adds: titles, the map, the direction of sheets.
    made
        When: now unless told otherwise. With the same time the same tables give the same bytes (but for a
        GeoPackage, which notes its own time, and HTML, whose elements folium numbers at random).
    packed
        Also one layer's files as a .zip with all that goes with them: what is left out and why, where it comes from.

    Raises
    ------
    ExportError
        For a format that does not exist, and a layer that it does not hold.
    """
    _check(form, layer)
    content = _content(form, layers, layer, criteria=criteria, selection=selection, language=language, made=made)
    module = import_module(f"{__name__}.{FORMATS[form].module}")
    if not FORMATS[form].parted:
        pieces: Iterator[bytes] = module.chunks(content)
        return pieces
    from geo.showing.export.parting import account_part, zipped

    if _is_packed(form, layer, packed=packed):
        return zipped([*module.parts(content), account_part(content)], content.made)
    return iter(next(iter(module.parts(content))).chunks)


def write(
    form: str,
    layers: "Layers",
    path: Path,
    *,
    layer: str = ALL,
    criteria: "Filter | None" = None,
    selection: "Selection | None" = None,
    language: str = "en",
    made: datetime | None = None,
    overwrite: bool = False,
) -> tuple[Path, ...]:
    """Write an export to a file, whole or not at all, and return all files that were written.

    A table's account of itself, and the list of what it had to leave out, stand in files beside it; in a .zip, where
    the path ends so, they stand in that.

    Parameters
    ----------
    form, layers, layer, criteria, selection, language, made
        See `chunks`.
    path
        A file that is there already is left alone, unless ``overwrite`` says otherwise.

    Raises
    ------
    ExportError
        For a format or layer that does not exist, several layers in one table, a file that is there, or a folder that
        cannot be written to.
    """
    check_export(form, path, layer=layer, overwrite=overwrite)
    content = _content(form, layers, layer, criteria=criteria, selection=selection, language=language, made=made)
    module = import_module(f"{__name__}.{FORMATS[form].module}")
    if not FORMATS[form].parted:
        write_whole(path, module.chunks(content), overwrite=overwrite)
        return (path,)
    from geo.showing.export.parting import account_part, zipped

    parts = list(module.parts(content))
    if path.suffix.lower() == ZIP:
        write_whole(path, zipped([*parts, account_part(content)], content.made), overwrite=overwrite)
        return (path,)
    main, *more = parts if FORMATS[form].account else [*parts, account_part(content)]
    beside = {path.with_name(f"{path.stem}.{part.name}"): part for part in more}
    for target in beside:
        check_target(target, overwrite=overwrite)
    for target, part in (*beside.items(), (path, main)):
        write_whole(target, part.chunks, overwrite=overwrite)
    return (path, *beside)


def check_export(form: str, path: Path, *, layer: str = ALL, overwrite: bool = False) -> None:
    """Say early whether an export can be written so, before the work for it is done; see `write` for what it raises."""
    _check(form, layer)
    if FORMATS[form].parted and len(_names(form, layer)) > 1 and path.suffix.lower() != ZIP:
        raise ExportError(
            f"{path}: {form} has a file for each layer: name a {ZIP} file, or one layer ({', '.join(EXPORT_LAYERS)})"
        )
    check_target(path, overwrite=overwrite)


def _content(form: str, layers: "Layers", layer: str, **more: object) -> "Content":
    from geo.showing.export.content import make_content

    return make_content(layers, _names(form, layer), **more)  # type: ignore[arg-type]


def _names(form: str, layer: str) -> tuple[str, ...]:
    return FORMATS[form].layers if layer == ALL else (layer,)


def _check(form: str, layer: str) -> None:
    if form not in FORMATS:
        raise ExportError(f"no format {form!r}: expected one of {', '.join(FORMATS)}")
    if layer not in (*EXPORT_LAYERS, ALL):
        raise ExportError(f"no layer {layer!r}: expected one of {', '.join(EXPORT_LAYERS)} or {ALL}")
    if layer not in (*FORMATS[form].layers, ALL):
        raise ExportError(f"{form} holds {' and '.join(FORMATS[form].layers)} only, not {layer}")


def _is_packed(form: str, layer: str, *, packed: bool) -> bool:
    return FORMATS[form].parted and (packed or len(_names(form, layer)) > 1)
