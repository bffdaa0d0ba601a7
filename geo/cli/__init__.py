"""The command line: arguments in, files and lines out; no geography and no language of its own.

Exit status: 0 all done; 1 something failed, one line each on standard error that names it, and the rest is written;
2 the command was not understood. Everything heavy is imported by the command that needs it.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import geo
from geo.cli.brief import add_brief
from geo.cli.corrections import add_correction_actions
from geo.cli.exporting import add_export_options, export
from geo.cli.filtering import add_filters, filter_of
from geo.cli.gazetteer import add_gazetteer_actions
from geo.cli.machine import AddingLines, add_progress, result_line
from geo.cli.report import add_report
from geo.cli.spreading import add_spread, spread_of
from geo.cli.terminal import Progress, one_line
from geo.errors import DocumentError, ExportError, FilterError, KharitaError
from geo.workspace.criteria import Filter

if TYPE_CHECKING:
    from geo.model import Place
    from geo.pipeline import BuildReport
    from geo.reading.gazetteer.geocoders import Geocoder
    from geo.showing.layers import Layers
    from geo.workspace.tables import Tables

__all__ = ["main", "make_parser"]

DONE, FAILED, MISUSED = 0, 1, 2
PATIENT_SECONDS = 600.0  # a program that starts this one waits for other writers, as nobody is there to try again
WHATS = ("mentions", "events", "flows", "all")
LAYER_NAMES = ("places", "mentions", "events", "flows", "areas", "all")
SHOWN_LAYERS = ("areas", "flows", "events", "places")
LANGUAGES = ("en", "ar")
APP_FILE = Path(__file__).resolve().parents[2] / "app.py"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    parser = make_parser()
    try:
        given = parser.parse_args(arguments)
    except SystemExit as stop:  # argparse leaves by itself: 0 after help, 2 after a mistake
        return int(stop.code or 0)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    run: Callable[[argparse.Namespace], int] = given.run
    try:
        status = run(given)
        sys.stdout.flush()
    except FilterError as error:
        return _say(error, MISUSED)
    except KharitaError as error:
        return _say(error, FAILED)
    except BrokenPipeError:
        # Whoever read the output has seen enough. Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return 130
    return status


def _say(error: Exception, status: int) -> int:
    print(f"kharita: {one_line(str(error))}", file=sys.stderr)
    return status


def make_parser() -> argparse.ArgumentParser:
    """Declare all commands."""
    parser = argparse.ArgumentParser(
        prog="python -m geo", description="Kharita: a conflict map drawn from the text of the news."
    )
    parser.add_argument("--version", action="version", version=f"Kharita {geo.__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_extract(commands)
    _add_build(commands)
    _add_remove(commands)
    _add_export(commands)
    _add_map(commands)
    _add_brief(commands)
    _add_report(commands)
    _add_gazetteer(commands)
    _add_corrections(commands)
    _add_app(commands)
    return parser


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - argparse has no public name for it


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date: expected YYYY-MM-DD, such as 2020-03-12") from None


def _add_sources(command: argparse.ArgumentParser, *, name: str = "sources") -> None:
    command.add_argument(
        name,
        nargs="+",
        metavar="FILE" if name == "files" else "SOURCE",
        help=".txt, .html, .pdf, .docx, .jsonl (also .gz, .zst), .csv or .parquet files, or .zip archives or folders "
        "of them (a sources.toml in these is read)",
    )
    command.add_argument(
        "--fetch",
        action="store_true",
        help="also fetch what is no file but the address of a page (http, https) or object store (s3 and so on)",
    )
    command.add_argument(
        "--published",
        type=_day,
        metavar="DATE",
        help="publication date (YYYY-MM-DD) of documents for which none is given elsewhere",
    )


def _sources(paths: list[str], given: argparse.Namespace) -> list[str]:
    """Return the paths, and as addresses to be fetched those that are some, where that was asked for."""
    if not given.fetch:
        return paths
    from geo.reading.documents import StoreAddress, WebAddress, is_address, is_store

    return [StoreAddress(one) if is_store(one) else WebAddress(one) if is_address(one) else one for one in paths]


def _add_output(command: argparse.ArgumentParser, metavar: str) -> None:
    command.add_argument("-o", "--output", type=Path, required=True, metavar=metavar, help="the file to write")
    command.add_argument("--force", action="store_true", help="replace the file if it is there")


# ---- extract -----------------------------------------------------------------------------------------------------


def _add_extract(commands: Commands) -> None:
    command = commands.add_parser("extract", help="read documents and write what they tell as JSON Lines")
    _add_sources(command, name="files")
    command.add_argument("--what", choices=WHATS, default="all", help="one kind of record, or all (the default)")
    add_spread(command)
    _add_online(command)
    command.set_defaults(run=_extract)


def _extract(given: argparse.Namespace) -> int:
    from geo import pipeline
    from geo.showing.export.jsonl import rows, to_line

    failed = False
    with Progress() as progress:
        for number, found in enumerate(
            pipeline.read_all(
                _sources(given.files, given),
                published=given.published,
                geocoder=_geocoder(given),
                spread=spread_of(given),
            ),
            start=1,
        ):
            if isinstance(found, DocumentError):
                failed = True
                progress.say(f"kharita: {found}")
                continue
            for warning in found.warnings:
                progress.say(f"kharita: warning: {warning}")
            progress(found.document.id, number, 0)
            lines = [to_line(row) for row in rows(found, given.what)]
            if lines:
                progress.clear()
                sys.stdout.write("\n".join(lines) + "\n")
                sys.stdout.flush()
    return FAILED if failed else DONE


# ---- build, add --------------------------------------------------------------------------------------------------


def _add_build(commands: Commands) -> None:
    command = commands.add_parser("build", help="read documents into a new workspace, or one that replaces an old one")
    _add_sources(command)
    command.add_argument("-o", "--output", type=Path, required=True, metavar="WORKSPACE", help="a .gpkg file")
    add_spread(command)
    command.set_defaults(run=_build)
    command = commands.add_parser("add", help="add documents to a workspace; what is there already changes nothing")
    command.add_argument("workspace", type=Path, metavar="WORKSPACE")
    _add_sources(command)
    add_spread(command)
    add_progress(command)
    command.set_defaults(run=_add)


def _add_remove(commands: Commands) -> None:
    command = commands.add_parser("remove", help="remove documents from a workspace, with all that rests on them alone")
    command.add_argument("workspace", type=Path, metavar="WORKSPACE")
    command.add_argument(
        "documents", nargs="+", metavar="DOC", help="ids of documents, as the documents page lists them"
    )
    add_progress(command)
    command.set_defaults(run=_remove)


def _build(given: argparse.Namespace) -> int:
    from geo import pipeline
    from geo.workspace.geopackage import check_name

    check_name(given.output)  # before the work, not after it
    with Progress() as progress:
        report = pipeline.build(
            _sources(given.sources, given),
            given.output,
            published=given.published,
            spread=spread_of(given),
            progress=progress,
        )
    return _report(report, given.output)


def _add(given: argparse.Namespace) -> int:
    from geo import pipeline

    if given.progress:
        lines = AddingLines()
        report = pipeline.add(
            _sources(given.sources, given),
            given.workspace,
            published=given.published,
            spread=spread_of(given),
            progress=lines,
            failure=lines.fail,
            lock_seconds=PATIENT_SECONDS,
        )
        print(result_line(report), flush=True)
        return FAILED if report.failed else DONE
    with Progress() as progress:
        report = pipeline.add(
            _sources(given.sources, given),
            given.workspace,
            published=given.published,
            spread=spread_of(given),
            progress=progress,
        )
    return _report(report, given.workspace)


def _remove(given: argparse.Namespace) -> int:
    from geo import pipeline

    if given.progress:
        report = pipeline.remove(given.documents, given.workspace, lock_seconds=PATIENT_SECONDS)
        print(result_line(report), flush=True)
        return DONE
    report = pipeline.remove(given.documents, given.workspace)
    counted = "1 document" if len(report.removed) == 1 else f"{len(report.removed)} documents"
    print(f"{given.workspace}: {counted} removed")
    return DONE


def _report(report: "BuildReport", workspace: Path) -> int:
    for warning in report.warnings:
        print(f"kharita: warning: {one_line(warning)}", file=sys.stderr)
    for error in report.failed:
        print(f"kharita: {one_line(str(error))}", file=sys.stderr)
    counted = "1 document" if report.read == 1 else f"{report.read} documents"
    if report.resumed:
        print(f"{workspace}: {report.resumed} of them had been read before the last build was stopped", file=sys.stderr)
    print(f"{workspace}: {counted} read" + (f", {len(report.failed)} failed" if report.failed else ""))
    return FAILED if report.failed else DONE


# ---- export, map -------------------------------------------------------------------------------------------------


def _add_export(commands: Commands) -> None:
    command = commands.add_parser("export", help="write layers of a workspace for other programs")
    add_export_options(command, LAYER_NAMES, LANGUAGES)
    _add_output(command, "FILE")
    add_filters(command)
    command.set_defaults(run=_export)


def _export(given: argparse.Namespace) -> int:
    _, *beside = export(given, filter_of(given), _layers)
    if beside:
        print("\n".join(map(str, (given.output, *beside))))
    return DONE


def _add_map(commands: Commands) -> None:
    command = commands.add_parser("map", help="draw the map: one .html file that opens anywhere, or a .png picture")
    command.add_argument("workspace", type=Path, metavar="WORKSPACE")
    _add_output(command, "FILE.(html|png)")
    command.add_argument("--language", choices=LANGUAGES, default="en", help="of names and words (default: en)")
    command.add_argument("--title", default="", help="title of the picture (.png)")
    command.add_argument(
        "--layers",
        type=_shown,
        default=SHOWN_LAYERS,
        metavar="NAMES",
        help=f"what to draw, such as places,flows (default: {','.join(SHOWN_LAYERS)})",
    )
    add_filters(command)
    command.set_defaults(run=_map)


def _add_brief(commands: Commands) -> None:
    command = commands.add_parser("brief", help="write a briefing sheet: one page with map, list and sources")
    command.add_argument("workspace", type=Path, metavar="WORKSPACE")
    _add_output(command, "FILE.(png|pdf|svg)")
    add_brief(command, criteria_of=filter_of, layers_of=_layers)
    add_filters(command)


def _add_report(commands: Commands) -> None:
    command = commands.add_parser("report", help="write a report of several pages: cover, places, timeline, claims")
    command.add_argument("workspace", type=Path, metavar="WORKSPACE")
    _add_output(command, "FILE.(pdf|pptx)")
    add_report(command, criteria_of=filter_of, layers_of=_layers)
    add_filters(command)


def _shown(text: str) -> tuple[str, ...]:
    names = {name.strip() for name in text.split(",") if name.strip()}
    if not names or names - set(SHOWN_LAYERS):
        raise argparse.ArgumentTypeError(f"{text!r}: expected some of {','.join(SHOWN_LAYERS)}")
    return tuple(name for name in SHOWN_LAYERS if name in names)


def _map(given: argparse.Namespace) -> int:
    from geo.showing.export import check_target

    suffix = given.output.suffix.lower()
    if suffix not in {".html", ".png"}:
        return _say(ExportError(f"{given.output}: expected a name that ends in .html or .png"), MISUSED)
    criteria = filter_of(given)
    check_target(given.output, overwrite=given.force)
    layers = _layers(given.workspace, criteria)
    if suffix == ".png":
        from geo.showing.picture import write_picture

        look = {"shown": given.layers, "language": given.language, "title": given.title}
        write_picture(layers, given.output, overwrite=given.force, **look)
    else:
        from geo.showing.maps import write_html

        write_html(layers, given.output, language=given.language, shown=given.layers)
    return DONE


def _layers(workspace: Path, criteria: Filter, tables: "Tables | None" = None) -> "Layers":
    """Load a workspace, or take its tables, and keep what the filter asks for; say what is left out without a date."""
    from geo.reading.text.folding import fold
    from geo.showing.layers import build_layers
    from geo.workspace.filters import apply, left_out
    from geo.workspace.store import load

    tables = apply(load(workspace) if tables is None else tables, criteria, fold=fold)
    for name, n in left_out(tables).items():
        if n:
            print(f"kharita: warning: {n} {name} left out: they have no date", file=sys.stderr)
    return build_layers(tables)


# ---- gazetteer ---------------------------------------------------------------------------------------------------


def _add_gazetteer(commands: Commands) -> None:
    group = commands.add_parser("gazetteer", help="look places up by name; add places of your own")
    actions = group.add_subparsers(title="actions", required=True, metavar="ACTION")
    search = actions.add_parser("search", help="list the places that a name may mean, the strongest first")
    search.add_argument("name", nargs="+", metavar="NAME")
    search.add_argument("--in", dest="text", metavar="TEXT", help="say what the name means in this text, and why")
    _add_online(search)
    search.set_defaults(run=_search)
    add_gazetteer_actions(actions)


def _add_online(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--online",
        choices=("nominatim", "photon", "geonames"),
        help="also ask this service for what the gazetteer does not have (KHARITA_CONTACT says who asks)",
    )


def _geocoder(given: argparse.Namespace) -> "Geocoder | None":
    if not given.online:
        return None
    from geo.reading.gazetteer.geocoders import open_geocoder

    return open_geocoder(given.online, username=os.environ.get("KHARITA_GEONAMES_USER"))


def _search(given: argparse.Namespace) -> int:
    from geo import pipeline

    name = " ".join(given.name)
    if given.text:
        return _search_in(name, given.text)
    found = pipeline.look_up(name, geocoder=_geocoder(given))
    if not found:
        return _say(KharitaError(f"no place is named {name!r}; try another spelling, Arabic or English"), FAILED)
    for one in found:
        print("\t".join(map(one_line, (f"{one.strength:.2f}", *_place_fields(one.place), one.why or "-"))))
    return DONE


def _search_in(name: str, text: str) -> int:
    """Say what a name means in a text: the place, why, and what it was weighed against."""
    from geo import pipeline
    from geo.model import Document
    from geo.reading.documents import detect
    from geo.reading.text.tokens import name_key

    reading = pipeline.read(Document(id="text", text=text, language=detect(text).code or "en"))
    mentions = [mention for mention in reading.mentions if name_key(mention.text) == name_key(name)]
    if not mentions:
        return _say(KharitaError(f"{name!r} is read as no place in that text"), FAILED)
    for mention in mentions:
        resolution = mention.resolution
        if resolution is None:
            continue
        where = _place_fields(mention.place) if mention.place else ("unresolved",)
        print("\t".join(map(one_line, (f"{resolution.score:.2f}", *where, f"{mention.role}; {resolution.reason}"))))
        for other in resolution.alternatives:
            print("\t".join(map(one_line, (f"{other.score:.2f}", *_place_fields(other.place), other.reason or "-"))))
    return DONE


def _place_fields(place: "Place") -> tuple[str, ...]:
    return (
        *(place.name, place.name_ar or "-", place.kind, place.country or "-"),
        *(f"{place.lat:.4f},{place.lon:.4f}", f"{place.radius_km:g} km", place.source or "-", place.id),
    )


# ---- corrections -------------------------------------------------------------------------------------------------


def _add_corrections(commands: Commands) -> None:
    group = commands.add_parser("corrections", help="list what was corrected, undo it, hand it on, take it from others")
    add_correction_actions(group.add_subparsers(title="actions", required=True, metavar="ACTION"))


# ---- app ---------------------------------------------------------------------------------------------------------


def _add_app(commands: Commands) -> None:
    command = commands.add_parser("app", help="open the map in a browser")
    command.add_argument("workspace", type=Path, nargs="?", metavar="WORKSPACE", help="default: the seed documents'")
    command.add_argument("--port", type=int, default=8501, help="of the page on this machine (default: 8501)")
    command.set_defaults(run=_app)


def _app(given: argparse.Namespace) -> int:
    import subprocess

    environment = dict(os.environ)
    if given.workspace is not None:
        if not given.workspace.is_file():
            return _say(KharitaError(f"{given.workspace}: there is no such workspace; build it first"), FAILED)
        environment["KHARITA_WORKSPACE"] = str(given.workspace.resolve())
    command = [sys.executable, "-m", "streamlit", "run", str(APP_FILE), f"--server.port={given.port}"]
    return subprocess.run(command, cwd=APP_FILE.parent, env=environment, check=False).returncode  # noqa: S603
