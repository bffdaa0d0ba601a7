"""Which workspace is open: found within a configured folder, built from the seeds at first start, kept in a cache.

Caches are shared by all readers and keyed by the workspace's content, so that a new version is read once, and grades or
views that somebody notes read nothing again. What they hold is never changed.
"""

import os
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from geo.errors import WorkspaceError
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace import store
from geo.workspace.geopackage import content_key
from geo.workspace.snapshot import Snapshot, open_snapshot
from geo.workspace.tables import Tables

__all__ = [
    "ROOT_VARIABLE",
    "START_VARIABLE",
    "ensure_built",
    "locate",
    "open_columns",
    "open_tables",
    "root",
    "stamp",
    "start_path",
]

ROOT_VARIABLE = "KHARITA_ROOT"
START_VARIABLE = "KHARITA_WORKSPACE"
SEEDS = Path(__file__).resolve().parents[2] / "seeds"

Stamp = tuple[str, str]
"""What changes whenever the account does: the workspace's version and hash."""


def start_path() -> Path:
    """Return the workspace that the app opens: that of ``KHARITA_WORKSPACE``, else the default one."""
    from geo.pipeline import default_workspace

    return default_workspace().resolve()


def root() -> Path:
    """Return the folder that workspaces are opened from: ``KHARITA_ROOT``, else where the first one lies."""
    named = os.environ.get(ROOT_VARIABLE, "")
    return Path(named).resolve() if named else start_path().parent.resolve()


def locate(name: str, folder: Path, say: Translator) -> Path:
    """Find a workspace by what a reader typed, within the folder and nowhere else.

    Raises
    ------
    WorkspaceError
        When the path leads out of the folder (also by a link), or nothing is there.
    """
    try:
        path = (folder / name).resolve()
        inside, there = path.is_relative_to(folder.resolve()), path.is_file()
    except (OSError, ValueError):  # a null character, a name too long
        inside = there = False
    if not inside:
        raise WorkspaceError(say("workspace_outside", path=name, root=folder.name))
    if not there:
        raise WorkspaceError(say("workspace_missing", path=name))
    return path


def stamp(path: Path) -> Stamp:
    """Return what changes whenever the account does.

    Raises
    ------
    WorkspaceError
        For a file that is no workspace.
    """
    return content_key(path)


def ensure_built(path: Path, say: Translator) -> None:
    """Build the first workspace from the seeds, if it is not there, and say so while it goes on."""
    if path.is_file():
        return
    place = st.empty()
    with place.container(), st.status(say("building"), expanded=True):
        bar = st.progress(0.0)

        def progress(name: str, n: int, total: int) -> None:
            bar.progress(min(1.0, n / max(1, total)), text=say("building_step", name=name, n=n, total=total))

        failed = _build(str(path), progress)
    place.empty()
    st.toast(say("built"), icon=":material/check:")
    for failure in failed:
        st.warning(plain_label(failure))


@st.cache_resource(show_spinner=False)
def _build(path: str, _progress: Callable[[str, int, int], None]) -> tuple[str, ...]:
    """Build once, however many readers come at the same time; return what failed, in words."""
    from geo.pipeline import build

    if Path(path).is_file():
        return ()
    return tuple(str(error) for error in build([SEEDS], Path(path), progress=_progress).failed)


def open_columns(path: Path, say: Translator) -> Snapshot:
    """Read the columns of a workspace, once for all readers as long as its content stays the same."""
    return _snapshot(str(path), stamp(path), say("loading"))


@st.cache_resource(max_entries=3, show_spinner=False)
def _snapshot(path: str, stamp: Stamp, _message: str) -> Snapshot:  # noqa: ARG001  (part of the key)
    with st.spinner(_message):
        return open_snapshot(Path(path))


def open_tables(path: Path) -> Tables:
    """Read all of a workspace: only of one that is small enough to be drawn whole."""
    return _tables(str(path), stamp(path))


@st.cache_resource(max_entries=3, show_spinner=False)
def _tables(path: str, stamp: Stamp) -> Tables:  # noqa: ARG001  (part of the key)
    return store.load(Path(path))
