"""What analysts corrected: the actions ``list``, ``undo``, ``export``, ``import`` and ``accuracy`` of the program."""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from geo.cli.terminal import one_line
from geo.errors import CorrectionError

if TYPE_CHECKING:
    from geo.workspace.corrections.accuracy import Accuracy, Score, Share
    from geo.workspace.corrections.exchange import Conflict, Exchange
    from geo.workspace.corrections.log import Log

__all__ = ["add_correction_actions"]

_DONE, _FAILED = 0, 1
_SHOWN_SUBJECT = 60
Actions: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - argparse has no public name for it

_IMPORT_HELP = """\
Adds what a colleague corrected, from a file that `corrections export` wrote or from their log itself. What is known
is passed over; entries about documents that are not here are kept until the document comes.

Where they and you say something else of the same, that is a conflict: it is listed, theirs is left out, and the exit
status is 1. Decide with --take: `mine` leaves all of theirs out, `theirs` lets all of them count, and an ID lets that
one count (may be given several times).
"""


def add_correction_actions(actions: Actions) -> None:
    """Declare what can be done with the log of corrections of a workspace."""
    command = _action(actions, "list", "list what was corrected, with its id, and whether it counts", _list)
    command.add_argument("--orphans", action="store_true", help="only what is not in its document any more")
    command.add_argument("--json", action="store_true", help="one JSON object a line, with all that is known of it")
    command = _action(actions, "undo", "undo a correction, or undo an undoing", _undo)
    command.add_argument("id", metavar="ID", help="as `corrections list` shows it")
    command.add_argument("--author", required=True, metavar="NAME", help="who undoes it")
    command.add_argument("--reason", default="", metavar="TEXT", help="why")
    command = _action(actions, "export", "write corrections to a file for a colleague", _export)
    command.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="the file to write (.jsonl)")
    command.add_argument("--since", default="", metavar="ID", help="only what came after this one")
    command.add_argument("--author", default="", metavar="NAME", help="only what this author did")
    command.add_argument("--force", action="store_true", help="replace the file if it is there")
    command = _action(actions, "import", "add what a colleague corrected; conflicts are shown", _import)
    command.description = _IMPORT_HELP
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--author", required=True, metavar="NAME", help="who brings them in")
    command.add_argument(
        "--take", action="append", default=[], metavar="ID|theirs|mine", help="which of those in conflict count"
    )
    command = _action(actions, "accuracy", "say how often the reading was right where somebody looked", _accuracy)
    command.add_argument("--json", action="store_true", help="as JSON")


def _action(actions: Actions, name: str, text: str, run: object) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = actions.add_parser(name, help=text)
    command.add_argument("workspace", type=Path, metavar="WORKSPACE")
    command.set_defaults(run=run)
    return command


def _log(workspace: Path) -> "Log":
    """Read the log of a workspace that is there, and say what of it cannot be read."""
    from geo.workspace.corrections.log import log_path, read_log
    from geo.workspace.store import Workspace

    Workspace.open(workspace)
    log = read_log(workspace)
    _warn_of_damage(log, log_path(workspace))
    return log


def _warn_of_damage(log: "Log", path: Path) -> None:
    for number in log.damaged:
        print(f"kharita: warning: {one_line(str(path))}, line {number}: cannot be read, passed over", file=sys.stderr)


def _list(given: argparse.Namespace) -> int:
    from geo import pipeline
    from geo.workspace.store import Workspace

    _log(given.workspace)
    workspace = Workspace.open(given.workspace)
    if workspace.is_behind:  # only the tables know what is an orphan
        pipeline.refresh(given.workspace)
    rows = workspace.tables().corrections
    if given.orphans:
        rows = rows[rows["state"] == "orphan"]
    if given.json:
        for row in rows.to_dict("records"):
            print(json.dumps(row, ensure_ascii=False))
        return _DONE
    print("id\ttime\tauthor\taction\tsubject\tstate")
    for row in rows.to_dict("records"):
        state = f"{row['state']}: {row['why']}" if row["why"] else row["state"]
        fields = (row["id"], row["changed"][:16], row["author"], row["action"], _short(row["subject"]), state)
        print("\t".join(map(one_line, fields)))
    return _DONE


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_SUBJECT else f"{text[: _SHOWN_SUBJECT - 1]}\u2026"


def _undo(given: argparse.Namespace) -> int:
    from geo import pipeline
    from geo.workspace.corrections.entries import new_entry

    log = _log(given.workspace)
    undone = log.entry(given.id)
    if undone.id in log.cancelled:
        raise CorrectionError(f"{undone.id} is undone already: to have it again, undo its undoing")
    entry = new_entry("undo", author=given.author, reason=given.reason, undoes=undone.id, basis=log.last)
    pipeline.correct(given.workspace, entry)
    print(f"{undone.id} undone by {entry.id}")
    return _DONE


def _export(given: argparse.Namespace) -> int:
    from geo.workspace.corrections.exchange import choose_entries, write_entries

    entries = choose_entries(_log(given.workspace), since=given.since, author=given.author)
    write_entries(entries, given.output, overwrite=given.force)
    print(f"{one_line(str(given.output))}: {_counted(len(entries), 'correction')}")
    return _DONE


def _import(given: argparse.Namespace) -> int:
    from geo import pipeline
    from geo.workspace.corrections.exchange import compare_logs, import_entries, read_entries

    mine, theirs = _log(given.workspace), read_entries(given.file)
    _warn_of_damage(theirs, given.file)
    found = compare_logs(mine, theirs)
    take = _taken(given.take, found)
    done = import_entries(given.workspace, theirs, by=given.author, take=take)
    pipeline.refresh(given.workspace)
    open_ones = [] if "mine" in given.take else [one for one in found.conflicts if one.theirs.id not in take]
    for conflict in open_ones:
        _tell(conflict)
    parts = [f"{_counted(len(done.added), 'correction')} added"]
    parts += [f"{len(done.known)} known"] if done.known else []
    parts += [f"{len(done.left_out)} left out"] if done.left_out else []
    print(f"{one_line(str(given.file))}: {', '.join(parts)}")
    return _FAILED if open_ones or theirs.damaged else _DONE


def _taken(asked: list[str], found: "Exchange") -> set[str]:
    in_conflict = {conflict.theirs.id for conflict in found.conflicts}
    if {"mine", "theirs"} <= set(asked) or ("mine" in asked and len(set(asked)) > 1):
        raise CorrectionError("--take mine leaves all of theirs out: it goes with nothing else")
    return in_conflict if "theirs" in asked else {one for one in asked if one != "mine"}


def _tell(conflict: "Conflict") -> None:
    """Say what they and we say of the same."""
    from geo.workspace.corrections.listing import list_entries
    from geo.workspace.corrections.log import Log

    theirs, *mine = list_entries(Log(entries=(conflict.theirs, *conflict.mine)))
    against = "; ".join(map(_said, mine))
    text = f"conflict about {_short(str(theirs['subject']))!r}: {_said(theirs)}; here {against}"
    print(f"kharita: {one_line(text)}", file=sys.stderr)


def _said(row: Mapping[str, object]) -> str:
    """Name who says what: a place by its name, other fields with their values."""
    after = json.loads(str(row["after"]) or "{}")
    place = after.get("place")
    if after.get("is_place") is False:
        what = "no place"
    elif "place" in after:
        what = f"{place['name']} ({place['country'] or place['id']})" if place else "a place that cannot be told"
        what += f", {after['role']}" if "role" in after else ""
    else:
        what = ", ".join(f"{name} {json.dumps(value, ensure_ascii=False)}" for name, value in after.items())
    return f"{row['author']} ({row['id']}) {row['action']} {what}".rstrip()


def _accuracy(given: argparse.Namespace) -> int:
    from geo.workspace.corrections.accuracy import accuracy
    from geo.workspace.store import Workspace

    found = accuracy(_log(given.workspace), Workspace.open(given.workspace).readings())
    if given.json:
        print(json.dumps(asdict(found), ensure_ascii=False))
        return _DONE
    _print_accuracy(found)
    return _DONE


def _print_accuracy(found: "Accuracy") -> None:
    print("mentions\tcount\tplace right\trole right\twrong\tunresolved\tno place\tmissed\tmedian km\tmean km")
    rows = [("looked at", found.looked_at), ("followed", found.followed), ("together", found.together)]
    rows += [(f"publisher {name or '-'}", score) for name, score in found.by_publisher]
    rows += [(f"language {name}", score) for name, score in found.by_language]
    for name, score in rows:
        print("\t".join(map(one_line, (name, *_fields(score)))))
    if found.lost:
        print(f"kharita: warning: {_counted(found.lost, 'mention')} not there any more, not counted", file=sys.stderr)


def _fields(score: "Score") -> tuple[str, ...]:
    errors_km = (score.median_error_km, score.mean_error_km)
    return (
        *(str(score.looked_at), _share(score.place), _share(score.role)),
        *(str(count) for count in (score.wrong_place, score.unresolved, score.not_a_place, score.missed)),
        *("-" if one is None else f"{one:.0f}" for one in errors_km),
    )


def _share(share: "Share") -> str:
    if share.share is None or share.low is None or share.high is None:
        return "-"
    return f"{share.part} ({share.share:.0%}, 95 %: {share.low:.0%} to {share.high:.0%})"


def _counted(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number:,} {what}s"
