"""Options that keep only a part of a workspace: the filters of `geo.workspace.criteria`."""

import argparse

from geo.workspace.criteria import KEYS, Filter, from_mapping

__all__ = ["add_filters", "filter_of"]

_HELP = {
    "from": "only what may have happened on this day or later (YYYY-MM-DD)",
    "to": "only what may have happened on this day or earlier (YYYY-MM-DD)",
    "dates": "what --from and --to bound: event (when it happened, the default) or report (what was known then)",
    "type": "only events of these types, such as ASSAULT,CONSULT",
    "actor": "only what this actor, recipient or carrier has a part in; may be given several times",
    "country": "only places in these countries, such as LY,SY",
    "status": "only what is told so: denied, requested, planned, claimed, reported",
    "min_precision": "only places known at least so precisely: 1 (exact) to 7 (UCDP where_prec)",
    "publisher": "only what this outlet tells; may be given several times",
    "claimant": "only what rests on this claimant; may be given several times",
    "side": "only what somebody of this side claims; may be given several times",
    "min_claimants": "only what so many independent claimants tell",
    "min_score": "only places that are at least so sure: 0 to 1",
    "reliability": "only what a source of these grades tells: A (reliable) to F (cannot be judged), such as A,B",
    "credibility": "only information of these grades: 1 (confirmed) to 6 (cannot be judged), such as 1,2",
    "text": "only what has these words in its sentence or names",
    "bbox": "only places in this box: west,south,east,north (write --bbox=-10,20,40,40)",
}


def add_filters(command: argparse.ArgumentParser) -> None:
    """Let a command take every filter."""
    group = command.add_argument_group("filters", "all that are given must hold")
    for key in KEYS:
        flag = f"--{key.replace('_', '-')}"
        metavar = key.rpartition("_")[2].upper()
        group.add_argument(flag, dest=f"filter_{key}", action="append", metavar=metavar, help=_HELP[key])


def filter_of(given: argparse.Namespace) -> Filter:
    """Return what the options ask for.

    Raises
    ------
    FilterError
        For what no filter understands.
    """
    return from_mapping({key: getattr(given, f"filter_{key}") for key in KEYS})
