"""``export``: what of a workspace, in which format, into which file."""

import argparse
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geo.cli.machine import add_stages, tell_stage
from geo.errors import ExportError
from geo.workspace.criteria import Filter

if TYPE_CHECKING:
    from geo.showing.explore import Frame
    from geo.showing.layers import Layers
    from geo.workspace.tables import Tables

__all__ = ["add_export_options", "export"]

RECORDS = ("event", "flow", "place")
SELECTABLE = ("places", "areas", "events", "flows", "box")
MEASURES = ("claimants", "documents", "count")
STAGES = ("reading", "writing")
_VIEW_NUMBERS, _MOST_ZOOM = 5, 30

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
    command.add_argument(
        "--only",
        type=_only,
        metavar="LAYER:ID",
        help="only what a symbol of the map or a box holds, of what passes the filters: the `sel` of the map page's "
        "address, such as places:PLACE-ID, 'events:PLACE-ID|ASSAULT' or box:10,20,40,40",
    )
    command.add_argument(
        "--view",
        type=_view,
        metavar="W,S,E,N,ZOOM",
        help="the part of the map in which --only names a bundle of flows (write --view=-10,20,40,40,6)",
    )
    command.add_argument(
        "--flow-width",
        choices=MEASURES,
        default=MEASURES[0],
        help="what the width of a flow tells (default: claimants)",
    )
    add_stages(command, STAGES)


def _only(text: str) -> tuple[str, str]:
    layer, _, key = text.partition(":")
    if layer not in SELECTABLE or not key:
        raise argparse.ArgumentTypeError(f"{text!r}: expected one of {', '.join(SELECTABLE)}, a colon and an id")
    return layer, key


def _view(text: str) -> "Frame":
    from geo.showing.explore import Frame

    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != _VIEW_NUMBERS or not all(map(math.isfinite, numbers)) or not 0 <= numbers[-1] <= _MOST_ZOOM:
        raise argparse.ArgumentTypeError(f"{text!r}: expected west,south,east,north,zoom, such as 10,20,40,40,6")
    west, south, east, north, zoom = numbers
    return Frame((west, south, east, north), int(zoom))


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
    if given.only and given.record:
        raise ExportError("--only and --record: say one of them")
    exports.check_export(form, given.output, layer=given.layer, overwrite=given.force)
    tell_stage(given, "reading", STAGES)
    layers = _layers(given, criteria, layers_of)
    tell_stage(given, "writing", STAGES)
    written = exports.write(
        form,
        layers,
        given.output,
        layer=given.layer,
        criteria=criteria,
        selection=dict([given.only]) if given.only else _told(given.record),
        language=given.language,
        overwrite=given.force,
    )
    return written[:1] if given.progress else written  # a line of what lies beside is no line of progress


def _layers(given: argparse.Namespace, criteria: Filter, layers_of: LayersOf) -> "Layers":
    """Read what is asked for, styled as the map shows it."""
    from geo.showing.layers import build_layers

    if given.only:
        return build_layers(_held(given, criteria), flow_measure=given.flow_width)
    layers = layers_of(given.workspace, criteria, _selected(given.workspace, given.record) if given.record else None)
    return layers if given.flow_width == MEASURES[0] else build_layers(layers.tables, flow_measure=given.flow_width)


def _held(given: argparse.Namespace, criteria: Filter) -> "Tables":
    """Read what a symbol of the map or a box holds of what passes the filters, as the map page does.

    Raises
    ------
    ExportError
        When it holds nothing.
    """
    from geo.reading.text.folding import fold
    from geo.showing.explore import explore
    from geo.workspace.annotations import read_annotations
    from geo.workspace.snapshot import open_snapshot

    grades = dict(read_annotations(given.workspace).grades)
    exploration = explore(open_snapshot(given.workspace), criteria, fold=fold, grades=grades)
    layer, key = given.only
    held = exploration.held_by(layer, key, given.view)
    if held is None:
        raise ExportError(
            f"--only {':'.join(given.only)}: {given.workspace.name} has no such thing that passes the filters"
        )
    return exploration.rows(held)


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
