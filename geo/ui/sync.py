"""What others change is seen without a reload: a light look at the workspace's version, some seconds apart.

The page is drawn anew only when the version has moved, and says whose correction it was. Nothing of a workspace is read
but its metadata, and its log when there is something to say.
"""

from pathlib import Path

import streamlit as st

from geo.errors import KharitaError
from geo.showing import labels
from geo.ui import workspaces
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace.corrections.log import read_log

__all__ = ["EVERY_SECONDS", "watch"]

EVERY_SECONDS = 4.0
_SEEN, _SAY = "sync_seen", "sync_say"


def watch(say: Translator) -> None:
    """Look after what others change: to be called once in each run, before the page."""
    path = _path()
    for words in st.session_state.pop(_SAY, ()):
        st.toast(words, icon=":material/group:")
    if path is None:
        return
    _note(path)
    _look(say)


def _path() -> Path | None:
    """Return the workspace that is open, None where it is not there (yet)."""
    name = str(st.session_state.get("workspace") or workspaces.start_path().name)
    try:
        found = (workspaces.root() / name).resolve()
        return found if found.is_relative_to(workspaces.root()) and found.is_file() else None
    except (OSError, ValueError):
        return None


def _state(path: Path) -> tuple[str, workspaces.Stamp] | None:
    try:
        return str(path), workspaces.stamp(path)
    except KharitaError:  # the page itself says what is wrong with the file
        return None


def _note(path: Path) -> None:
    """Take the workspace as it is now as seen: whoever runs the page sees it."""
    state = _state(path)
    if state is None:
        st.session_state.pop(_SEEN, None)
        return
    held = st.session_state.get(_SEEN)
    if held is None or held[0] != state:
        st.session_state[_SEEN] = (state, _last(path))


def _last(path: Path) -> str:
    try:
        return read_log(path).last
    except KharitaError:
        return ""


@st.fragment(run_every=EVERY_SECONDS)
def _look(say: Translator) -> None:
    path, held = _path(), st.session_state.get(_SEEN)
    if path is None or held is None:
        return
    state = _state(path)
    if state is None or state == held[0] or state[0] != held[0][0]:
        return
    st.session_state[_SAY] = _news(path, held[1], say)
    st.session_state[_SEEN] = (state, _last(path))
    st.rerun(scope="app")


def _news(path: Path, last: str, say: Translator) -> tuple[str, ...]:
    """Say who corrected something after an entry, else that the workspace has changed."""
    try:
        entries = read_log(path).entries
    except KharitaError:
        entries = ()
    known = [entry.id for entry in entries]
    new = entries[known.index(last) + 1 if last in known else 0 :]
    authors = dict.fromkeys(entry.author for entry in new)
    if not authors:
        return (say("sync_changed"),)
    names = labels.words(say.language)["comma"].join(labels.isolated(name, say.language) for name in authors)
    return (plain_label(say("sync_corrected", name=names, n=len(new))),)
