"""Which documents that wait print again what another one printed: among themselves, or in the workspace."""

from collections import ChainMap
from collections.abc import Mapping, MutableMapping, Sequence
from datetime import date
from pathlib import Path

import streamlit as st

from geo.model import Document
from geo.ui import workspaces
from geo.workspace.geopackage import read_metadata, read_some
from geo.workspace.reprints import Reprint, Sketch, reprints

__all__ = ["comparable", "reprints_among"]

MOST_COMPARED = 5_000  # documents of a workspace: a second or two; the workspace itself has no such bound


def comparable(path: Path) -> bool:
    """Say whether a workspace is small enough to be looked through while a page is drawn."""
    count = read_metadata(path).get("documents", "")
    return count.isdecimal() and int(count) <= MOST_COMPARED


def reprints_among(drafts: Sequence[Document], path: Path) -> Mapping[str, Reprint]:
    """Find the drafts that are reprints, by the rules by which the workspace will find them.

    A draft that has the id of a document there stands in its place.
    """
    if not comparable(path):
        return {}
    key = tuple((one.id, one.text_hash, one.publisher, str(one.published), one.url) for one in drafts)
    return _among(str(path), workspaces.stamp(path), key, drafts)


@st.cache_resource(max_entries=4, show_spinner=False)
def _among(
    path: str,
    stamp: workspaces.Stamp,
    key: tuple[tuple[str, ...], ...],  # noqa: ARG001  (stands for the drafts)
    _drafts: Sequence[Document],
) -> Mapping[str, Reprint]:
    """Compare once for all runs of a page in which nothing changed that counts (``key``)."""
    there, sketches = _there(path, stamp)
    own = {document.id: document for document in _drafts}
    found = reprints([*own.values(), *(one for one in there if one.id not in own)], sketches=ChainMap({}, sketches))
    return {doc: copy for doc, copy in found.items() if doc in own}


@st.cache_resource(max_entries=1, show_spinner=False)
def _there(
    path: str,
    stamp: workspaces.Stamp,  # noqa: ARG001  (part of the key)
) -> tuple[tuple[Document, ...], MutableMapping[str, Sketch]]:
    """Read the documents of a workspace and reduce them once to what is compared of them."""
    columns = ("id", "text", "language", "publisher", "published", "url")
    rows = read_some(Path(path), {"documents": columns})[1]["documents"]
    documents = tuple(
        Document(
            id=str(doc),
            text=str(text),
            language=str(language),
            publisher=str(publisher),
            published=date.fromisoformat(published) if published else None,
            url=str(url),
        )
        for doc, text, language, publisher, published, url in zip(*(rows[name] for name in columns), strict=True)
    )
    sketches: dict[str, Sketch] = {}
    reprints(documents, sketches=sketches)
    return documents, sketches
