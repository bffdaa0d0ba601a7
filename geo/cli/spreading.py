"""Options that say who reads documents: this process, several, or a cluster."""

import argparse
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.pipeline import Spread

__all__ = ["add_spread", "spread_of"]


def add_spread(command: argparse.ArgumentParser) -> None:
    """Let a command take ``--workers`` and ``--scheduler``."""
    who = command.add_mutually_exclusive_group()
    who.add_argument(
        "--workers",
        type=_count,
        default=1,
        metavar="N",
        help="read with so many processes (default: 1; 0: one for each processor); the result is the same",
    )
    who.add_argument(
        "--scheduler",
        default="",
        metavar="ADDRESS",
        help="read with the workers of a Dask cluster, such as tcp://127.0.0.1:8786 (docs/scale.md); the result is "
        "the same",
    )


def spread_of(given: argparse.Namespace) -> "Spread":
    """Return what the options say."""
    from geo.pipeline import Spread

    return Spread(workers=given.workers or os.cpu_count() or 1, scheduler=given.scheduler)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes: expected 0, 1, 2, ...")
    return int(text)
