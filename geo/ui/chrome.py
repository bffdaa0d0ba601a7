"""What every page has around it: style, static files, and the state that pages share."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from geo.errors import KharitaError, WorkspaceError
from geo.showing import labels
from geo.showing.maps import Assets, serve_assets
from geo.ui import sidebar, workspaces
from geo.ui.strings import Translator
from geo.workspace.tables import Tables

__all__ = ["Opened", "assets", "dress", "open_page", "prepare"]

STATIC_FOLDER = Path(__file__).resolve().parents[2] / "static"  # beside app.py, where Streamlit serves it from
_HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A workspace that is open: its name within the folder, its tables, and a key that names both for caches."""

    name: str
    tables: Tables
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
        st.error(str(error))
        st.stop()


def dress(language: str) -> None:
    """Set the style of the page, right to left where the language is."""
    st.html(_HERE / "page.css")
    if labels.direction(language) == "rtl":
        st.html(_HERE / "page-rtl.css")


def open_page(say: Translator, box: Any) -> Opened:
    """Open the workspace that the reader chose in the box given; the page stops with a message where there is none."""
    path = sidebar.choose_workspace(say, box)
    name = path.relative_to(workspaces.root()).as_posix()
    try:
        return Opened(name=name, tables=workspaces.open_tables(path, say), key=(str(path), workspaces.stamp(path)))
    except WorkspaceError as error:
        st.error(str(error))
        st.stop()
        raise
