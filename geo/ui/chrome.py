"""What every page has around it: style, static files, and the state that pages share."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from geo.errors import KharitaError, WorkspaceError
from geo.showing import labels
from geo.showing.explore import WHOLE
from geo.showing.maps import Assets, serve_assets
from geo.ui import sidebar, workspaces
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace.annotations import Annotations, read_annotations
from geo.workspace.snapshot import Snapshot
from geo.workspace.tables import Tables

__all__ = ["Opened", "assets", "dress", "open_page", "open_workspace", "prepare"]

STATIC_FOLDER = Path(__file__).resolve().parents[2] / "static"  # beside app.py, where Streamlit serves it from
_HERE = Path(__file__).parent
# Streamlit's box for files speaks English: our own words are set in the place of its.
_FILE_BOX = """<style>
[data-testid="stFileUploaderDropzone"] button p {{ font-size: 0; }}
[data-testid="stFileUploaderDropzone"] button p::after {{ content: "{upload}"; font-size: 0.95rem; }}
[data-testid="stFileUploaderDropzoneInstructions"] span {{ font-size: 0; }}
[data-testid="stFileUploaderDropzoneInstructions"] span::after {{ content: "{limits}"; font-size: 0.85rem; }}
</style>"""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A workspace that is open: its file, its name within the folder, its columns, what analysts noted in it.

    ``tables`` is all of it where it is small enough to be drawn whole, else None. ``key`` names the content for caches.
    """

    path: Path
    name: str
    snapshot: Snapshot
    tables: Tables | None
    notes: Annotations
    key: tuple[str, workspaces.Stamp]


@st.cache_resource(show_spinner=False)
def assets() -> Assets:
    """Put Leaflet, our scripts and the base map where the page finds them; once for each start of the program."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return serve_assets(STATIC_FOLDER, f"/{base}/app/static" if base else "/app/static")


def prepare() -> None:
    """Put the map's files in place; the page stops with a message where that cannot be."""
    try:
        assets()
    except KharitaError as error:
        st.error(plain_label(str(error)))
        st.stop()


def dress(say: Translator) -> None:
    """Set the style of the page, right to left where the language is."""
    st.html(_HERE / "page.css")
    if labels.direction(say.language) == "rtl":
        st.html(_HERE / "page-rtl.css")
        st.html(_FILE_BOX.format(upload=say("upload"), limits=say("upload_limits")))


def open_page(say: Translator, box: Any) -> Opened:
    """Open the workspace that the reader chose in the box given; the page stops with a message where there is none."""
    path = sidebar.choose_workspace(say, box)
    try:
        return open_workspace(path, say)
    except WorkspaceError as error:
        st.error(plain_label(str(error)))
        st.stop()
        raise


def open_workspace(path: Path, say: Translator) -> Opened:
    """Open a workspace as it is now.

    Raises
    ------
    WorkspaceError
        For a file that is no workspace.
    """
    snapshot = workspaces.open_columns(path, say)
    facts = snapshot.facts
    small = facts.events.size + facts.flows.size + facts.places.size <= WHOLE
    return Opened(
        path=path,
        name=path.relative_to(workspaces.root()).as_posix(),
        snapshot=snapshot,
        tables=workspaces.open_tables(path) if small else None,
        notes=read_annotations(path),
        key=(str(path), (snapshot.version, snapshot.hash)),
    )
