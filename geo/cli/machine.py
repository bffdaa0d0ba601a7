"""Progress and results for another program to read: one JSON object a line on standard output.

A line for each document: ``{"done": 2, "total": 5, "name": "report", "failure": ""}``, where ``failure`` says why it
failed and ``name`` then names it; at the end one line ``{"result": {...}}`` with what the call did. What is no JSON, or
a command that ends without a result, means that nothing is known to have been written.
"""

import argparse
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.errors import DocumentError
    from geo.pipeline import BuildReport

__all__ = ["AddingLines", "add_progress", "add_stages", "progress_json", "result_line", "tell_stage"]


def add_progress(command: argparse.ArgumentParser) -> None:
    """Let a command take ``--progress json``."""
    command.add_argument(
        "--progress",
        choices=("json",),
        help="for another program: a line of JSON on standard output for each document, "
        '{"done": 2, "total": 5, "name": ..., "failure": ""}, and at the end {"result": {"added": [...], '
        '"revised": [...], "unchanged": [...], "removed": [...], "failed": [{"name": ..., "reason": ...}], '
        '"warnings": [...]}}; waits ten minutes for other writers',
    )


def add_stages(command: argparse.ArgumentParser, stages: Sequence[str]) -> None:
    """Let a command that makes a file take ``--progress json``."""
    command.add_argument(
        "--progress",
        choices=("json",),
        help="for another program: a line of JSON on standard output when a part of the work begins, "
        f'{{"done": 0, "total": {len(stages)}, "name": "{stages[0]}", "failure": ""}}; parts: {", ".join(stages)}',
    )


def tell_stage(given: argparse.Namespace, name: str, stages: Sequence[str]) -> None:
    """Say that a part of the work begins, where that was asked for."""
    if given.progress:
        print(progress_json(name, stages.index(name), len(stages)), flush=True)


class AddingLines:
    """Writes a line for each document that was read; whoever no longer listens ends the work (a broken pipe)."""

    def __init__(self) -> None:
        self._failure: DocumentError | None = None

    def fail(self, error: "DocumentError") -> None:
        """Take note of why the next document failed."""
        self._failure = error

    def __call__(self, name: str, done: int, total: int) -> None:
        """Write how far the work is."""
        failure, self._failure = self._failure, None
        print(progress_json(name, done, total, failure.reason if failure else ""), flush=True)


def progress_json(name: str, done: int, total: int, failure: str = "") -> str:
    """Write a line of progress.

    Examples
    --------
    >>> progress_json("a", 1, 2)
    '{"done": 1, "total": 2, "name": "a", "failure": ""}'
    """
    return json.dumps({"done": done, "total": total, "name": name, "failure": failure})


def result_line(report: "BuildReport") -> str:
    """Write what a call did as the last line of its output."""
    return json.dumps(
        {
            "result": {
                "added": report.added,
                "revised": report.revised,
                "unchanged": report.unchanged,
                "removed": report.removed,
                "failed": [{"name": error.name, "reason": error.reason} for error in report.failed],
                "warnings": report.warnings,
            }
        }
    )
