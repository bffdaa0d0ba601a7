"""The hall: the only place where the wings meet and the stages are composed.

`one` takes a document the whole way; `many` takes all documents of files and folders, in this process, in several
(`crew`) or on the machines of a cluster (`cluster`); `building` keeps what was read in a workspace, and goes on where a
build was stopped (`unfinished`); `asking` answers what a page asks besides.
"""

from geo.pipeline.asking import acled_type, default_workspace, look_up, new_place
from geo.pipeline.building import (
    BuildReport,
    add,
    build,
    correct,
    corrected_readings,
    preview,
    refresh,
    remove,
)
from geo.pipeline.many import Spread, read_all
from geo.pipeline.one import MAX_CHARACTERS, read, read_one, reread
from geo.reading.look_up import Candidacy

__all__ = [
    "MAX_CHARACTERS",
    "BuildReport",
    "Candidacy",
    "Spread",
    "acled_type",
    "add",
    "build",
    "correct",
    "corrected_readings",
    "default_workspace",
    "look_up",
    "new_place",
    "preview",
    "read",
    "read_all",
    "read_one",
    "refresh",
    "remove",
    "reread",
]
