"""Documents as they stand, kept for all sessions as long as neither the workspace nor its log has changed."""

from pathlib import Path

import streamlit as st

from geo.ui import workspaces
from geo.workspace.corrections.compose import Shown
from geo.workspace.corrections.log import digest_of
from geo.workspace.excerpt import excerpt
from geo.workspace.queue import Queue, read_queue
from geo.workspace.tables import Tables

__all__ = ["document_tables", "queue_of", "record_tables", "shown_of"]


def shown_of(path: Path, documents: frozenset[str]) -> Shown:
    """Return documents as they were read and as they are shown."""
    return _shown(str(path), workspaces.stamp(path), digest_of(path), documents)


@st.cache_resource(max_entries=16, show_spinner=False)
def _shown(path: str, stamp: workspaces.Stamp, digest: str, documents: frozenset[str]) -> Shown:  # noqa: ARG001
    from geo.pipeline import corrected_readings

    return corrected_readings(Path(path), documents)


def queue_of(path: Path) -> Queue:
    """Return the queue of a workspace."""
    return _queue(str(path), workspaces.stamp(path))


@st.cache_resource(max_entries=3, show_spinner=False)
def _queue(path: str, stamp: workspaces.Stamp) -> Queue:  # noqa: ARG001  (part of the key)
    return read_queue(Path(path))


def document_tables(path: Path, doc: str) -> Tables:
    """Return a document with its mentions."""
    return _document(str(path), workspaces.stamp(path), doc)


@st.cache_resource(max_entries=12, show_spinner=False)
def _document(path: str, stamp: workspaces.Stamp, doc: str) -> Tables:  # noqa: ARG001  (part of the key)
    return excerpt(Path(path), documents=(doc,))


def record_tables(path: Path, record: str, identity: str) -> Tables:
    """Return an event or flow with all that it rests on."""
    return _record(str(path), workspaces.stamp(path), record, identity)


@st.cache_resource(max_entries=12, show_spinner=False)
def _record(path: str, stamp: workspaces.Stamp, record: str, identity: str) -> Tables:  # noqa: ARG001
    if record == "flow":
        return excerpt(Path(path), flows=(identity,))
    return excerpt(Path(path), events=(identity,))
