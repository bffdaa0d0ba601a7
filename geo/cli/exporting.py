"""``export``: what of a workspace, in which format, into which file."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import ExportError
from geo.workspace.criteria import Filter

if TYPE_CHECKING:
    from geo.showing.layers import Layers
    from geo.workspace.tables import Tables

__all__ = ["add_export_options", "export"]

RECORDS = ("event", "flow", "place")

LayersOf = Callable[..., "Layers"]


def add_export_options(command: argparse.ArgumentParser, layer_names: Sequence[str], languages: Sequence[str]) -> None:
    """Declare what is the export's own; output and filters are those of other commands, too."""
    from geo.showing.export import FORMATS

    command.add_argument("workspace", type=Path, metavar="WORKSPACE")
    command.add_argument(
        "--layer", choices=layer_names, default="all", help="which layer (default: all; tables: a .zip of all)"
    )
    command.add_argument(
        "--format",
        choices=tuple(FORMATS),
        help="which format (default: as the file's name ends; geojson where that says nothing)",
    )
    command.add_argument("--language", choices=languages, default="en", help="of words that are added (default: en)")
    command.add_argument(
        "--record",
        type=_record,
        action="append",
        default=[],
        metavar="KIND:ID",
        help="only this event, flow or place and what it rests on, such as event:e-1f0c; may be given several times",
    )


def _record(text: str) -> tuple[str, str]:
    kind, _, key = text.partition(":")
    if kind not in RECORDS or not key:
        raise argparse.ArgumentTypeError(f"{text!r}: expected one of {', '.join(RECORDS)}, a colon and an id")
    return kind, key


def export(given: argparse.Namespace, criteria: Filter, layers_of: LayersOf) -> tuple[Path, ...]:
    """Write the export; return the files, the one that was asked for first.

    Parameters
    ----------
    given
        The arguments.
    criteria
        The filters among them.
    layers_of
        From a workspace, a filter and, if they are read already, its tables, to the layers.

    Raises
    ------
    ExportError
        As `geo.showing.export.write`; for a record that the workspace does not hold; where the file is the workspace.
    """
    from geo.showing import export as exports

    form = given.format or exports.format_of(given.output)
    if given.output.exists() and given.workspace.exists() and given.output.samefile(given.workspace):
        raise ExportError(f"{given.output} is the workspace itself: an export cannot take its place; name another file")
    exports.check_export(form, given.output, layer=given.layer, overwrite=given.force)
    tables = _selected(given.workspace, given.record) if given.record else None
    return exports.write(
        form,
        layers_of(given.workspace, criteria, tables),
        given.output,
        layer=given.layer,
        criteria=criteria,
        selection=_told(given.record),
        language=given.language,
        overwrite=given.force,
    )


def _told(records: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    return {kind: ", ".join(key for one, key in records if one == kind) for kind in dict(records)}


def _selected(workspace: Path, records: Sequence[tuple[str, str]]) -> "Tables":
    """Read the records that were asked for, with what they rest on.

    Raises
    ------
    ExportError
        For one that the workspace does not hold.
    """
    from geo.workspace.excerpt import excerpt

    wanted = {kind: [key for one, key in records if one == kind] for kind in RECORDS}
    tables = excerpt(workspace, events=wanted["event"], flows=wanted["flow"], places=wanted["place"])
    ids = {"event": tables.events["event_id"], "flow": tables.flows["id"], "place": tables.places["id"]}
    for kind, key in records:
        if key not in set(ids[kind]):
            raise ExportError(f"{workspace} has no {kind} {key!r}; its evidence page and its exports say its id")
    return tables
