"""What a user adds to the gazetteer: the actions ``add``, ``sources`` and ``remove`` of the command line."""

import argparse
import sys
from typing import TYPE_CHECKING, TypeAlias

from geo.cli.terminal import Progress, one_line
from geo.errors import GazetteerError
from geo.model import KINDS

if TYPE_CHECKING:
    from geo.reading.gazetteer.adding.add import AddReport
    from geo.reading.gazetteer.adding.columns import Options

__all__ = ["add_gazetteer_actions"]

_DONE, _FAILED, _MISUSED = 0, 1, 2
Actions: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - argparse has no public name for it

_ADD_HELP = """\
Adds places of your own. Which form a file has, its ending says:

  .zip .txt          GeoNames: a country (LY.zip), or names by language (alternateNamesV2.zip) of places
                     that the gazetteer has; they are taken in the languages that Kharita reads
  .csv .tsv          a table; its columns are guessed by their names, and what was guessed is said
  .geojson .gpkg     a layer; of lines and areas a point on them and how far they reach from there
  geonames:LY        fetched from GeoNames (also geonames:alternatenames, geonames:alternatenames/LY)

A radius that nobody gives is 25 km, and a place is not confirmed unless the file says so. Rows that
cannot be used are skipped, counted and listed; the exit status is then 1. The gazetteer is compiled
anew when it is next used.
"""


def add_gazetteer_actions(actions: Actions) -> None:
    """Declare the actions that change what the gazetteer is made of."""
    _declare_add(actions)
    command = actions.add_parser("sources", help="list what the gazetteer is made of: rows, licence, trust, when added")
    command.set_defaults(run=_sources)
    command = actions.add_parser("remove", help="take sources that were added out again")
    command.add_argument("name", nargs="+", metavar="NAME", help="as `gazetteer sources` lists it")
    command.set_defaults(run=_remove)


def _declare_add(actions: Actions) -> None:
    command = actions.add_parser(
        "add",
        help="add a file of places: GeoNames, CSV, GeoJSON, GeoPackage",
        description=_ADD_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("paths", nargs="+", metavar="PATH", help="a file, or geonames:XX with a country's code")
    command.add_argument("--source", default="", metavar="NAME", help="its name (default: the file's, without ending)")
    command.add_argument("--replace", action="store_true", help="take the place of an added source of that name")
    command.add_argument(
        "--trust",
        choices=("kept", "listed"),
        default="listed",
        help="kept: chosen by hand, outweighs listings; listed (the default): one listing among others",
    )
    group = command.add_argument_group("tables and layers", "an option holds for rows that do not say it themselves")
    group.add_argument(
        "--column",
        action="append",
        type=_column,
        default=[],
        metavar="FIELD=COLUMN",
        help="such as name=TITLE or lat=Y; may be given several times",
    )
    group.add_argument("--kind", choices=KINDS, default="", metavar="KIND", help=", ".join(KINDS))
    group.add_argument("--country", default="", metavar="CODE", help="such as LY")
    group.add_argument("--licence", default="", metavar="TEXT", help="such as 'CC BY 4.0' (default: not stated)")
    group.add_argument("--radius-km", type=_radius_km, metavar="KM", help="how far a place may extend (default: 25)")
    group.add_argument("--layer", default="", metavar="NAME", help="of a GeoPackage that has several")
    command.set_defaults(run=_add)


def _column(text: str) -> tuple[str, str]:
    name, equals, column = text.partition("=")
    if not (name.strip() and equals and column.strip()):
        raise argparse.ArgumentTypeError(f"{text!r}: expected FIELD=COLUMN, such as name=TITLE")
    return name.strip(), column.strip()


def _radius_km(text: str) -> float:
    try:
        radius_km = float(text)
    except ValueError:
        radius_km = 0.0
    if not 0 < radius_km <= 20_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no radius: expected km, more than 0")
    return radius_km


def _add(given: argparse.Namespace) -> int:
    from geo.reading.gazetteer.adding.columns import Options

    if given.source and len(given.paths) > 1:
        print("kharita: --source names one file: add the others by themselves", file=sys.stderr)
        return _MISUSED
    options = Options(
        name=given.source,
        trust=given.trust,
        licence=given.licence,
        kind=given.kind,
        country=given.country,
        radius_km=given.radius_km,
        layer=given.layer,
        columns=dict(given.column),
    )
    return max(_add_one(path, options, overwrite=given.replace) for path in given.paths)


def _add_one(path: str, options: "Options", *, overwrite: bool) -> int:
    from geo.reading.gazetteer.adding.add import add_source

    with Progress(unit="rows") as progress:

        def fetching(name: str, done: int, total: int) -> None:
            progress.unit = "MB"
            progress(name, done, total)

        def reading(name: str, done: int, total: int) -> None:
            progress.unit = "rows"
            progress(name, done, total)

        try:
            report = add_source(path, options, overwrite=overwrite, progress=reading, fetching=fetching)
        except GazetteerError as error:
            progress.say(f"kharita: {error}")
            return _FAILED
    return _tell(report)


def _tell(report: "AddReport") -> int:
    """Say what was added, what was guessed and what was skipped."""
    source = report.source
    for row in report.bad:
        print(f"kharita: {one_line(str(row))}", file=sys.stderr)
    if report.bad_rows > len(report.bad):
        print(f"kharita: ... and {report.bad_rows - len(report.bad):,} more rows", file=sys.stderr)
    if source.licence == "not stated":
        print(f"kharita: warning: {one_line(source.name)}: no licence is stated: say --licence", file=sys.stderr)
    if report.columns:
        print(f"{one_line(source.name)}: columns {one_line(report.columns)}")
    places = _counted(source.rows, "place")
    parts = [f"{places} added" if source.reader == "csv" else f"names of {places} added"]
    parts += [f"{_counted(report.left_out, 'row')} left out"] if report.left_out else []
    parts += [f"{_counted(report.bad_rows, 'bad row')} skipped"] if report.bad_rows else []
    print(f"{one_line(source.name)}: {', '.join(parts)}")
    return _FAILED if report.bad_rows else _DONE


def _counted(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number:,} {what}s"


def _sources(_given: argparse.Namespace) -> int:
    from geo.reading.gazetteer.adding.listing import list_sources

    print("name\trows\tlicence\ttrust\tadded\tfrom")
    for one in list_sources():
        fields = (one.name, str(one.rows), one.licence or "-", one.trust, one.added or "-", one.origin)
        print("\t".join(map(one_line, fields)))
    return _DONE


def _remove(given: argparse.Namespace) -> int:
    from geo.reading.gazetteer.added import added_folder, remove

    status = _DONE
    for name in given.name:
        try:
            gone = remove(added_folder(), name)
        except GazetteerError as error:
            print(f"kharita: {one_line(str(error))}", file=sys.stderr)
            status = _FAILED
        else:
            print(f"{one_line(gone.name)}: {_counted(gone.rows, 'row')} taken out")
    return status
