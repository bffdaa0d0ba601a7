"""Corrections handed to a colleague as a file, and taken from one: compared first, a choice where the two differ."""

import io
from pathlib import Path
from typing import Any

import streamlit as st

from geo.errors import KharitaError, WorkspaceError
from geo.ui import author
from geo.ui.review import presses
from geo.ui.review.words import entry_words
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace.corrections.exchange import Exchange, compare_logs, import_entries, read_entries
from geo.workspace.corrections.log import Log, log_path, read_log, to_line

__all__ = ["show"]

MOST_SHOWN = 50
MAX_MB = 20  # as the box for files says in every language
_IMPORTED, _TURN = "exchange_done", "exchange_turn"


def show(path: Path, say: Translator) -> None:
    """Offer the log as a file, and to bring in a colleague's."""
    st.html(f'<h2 class="kh-part">{say("exchange")}</h2>')
    log = read_log(path)
    st.download_button(
        say("exchange_export", n=len(log.entries)),
        data=lambda: b"".join(to_line(entry) for entry in read_log(path).entries),
        file_name=log_path(path).name,
        mime="application/jsonl",
        key="exchange_export",
        on_click="ignore",
        icon=":material/download:",
        disabled=not log.entries,
    )
    told = st.session_state.pop(_IMPORTED, "")
    if told:
        st.info(plain_label(told), icon=":material/info:")
    turn = int(st.session_state.get(_TURN, 0))
    file = st.file_uploader(say("exchange_import"), type=["jsonl"], key=f"exchange_file_{turn}", max_upload_size=MAX_MB)
    if file is None:
        return
    try:
        theirs = _read(file.getvalue())
    except KharitaError as error:
        st.error(plain_label(str(error)))
        return
    _offer(path, log, theirs, say)


@st.cache_resource(max_entries=4, show_spinner=False)
def _read(content: bytes) -> Log:
    return read_entries(io.BytesIO(content))


def _offer(path: Path, log: Log, theirs: Log, say: Translator) -> None:
    found = compare_logs(log, theirs)
    st.caption(
        say("exchange_found", new=len(found.new), known=len(found.known), conflicts=len(found.conflicts))
        + (f" {say('exchange_damaged', n=len(theirs.damaged))}" if theirs.damaged else "")
    )
    taken = _choices(found, say)
    pressed = presses.button(
        say("exchange_now"),
        "exchange_now",
        type="primary",
        icon=":material/merge:",
        disabled=not author.name() or not (found.new or taken),
    )
    if not author.name():
        st.caption(f":material/person: {say('author_missing')}")
    if pressed:
        _bring_in(path, theirs, taken, say)


def _choices(found: Exchange, say: Translator) -> tuple[str, ...]:
    """Show each conflict with both sides, and return the ids of theirs that are to count."""
    taken = []
    for conflict in found.conflicts[:MOST_SHOWN]:
        with st.container(border=True, key=f"kh-exchange-{conflict.theirs.id}"):
            mine = "; ".join(entry_words(one, say) for one in conflict.mine)
            choice: Any = st.radio(
                say("exchange_conflict"),
                ("mine", "theirs"),
                captions=[plain_label(mine), plain_label(entry_words(conflict.theirs, say))],
                format_func=lambda one: say(f"exchange_{one}"),
                key=f"exchange_choice_{conflict.theirs.id}",
            )
        if choice == "theirs":
            taken.append(conflict.theirs.id)
    if len(found.conflicts) > MOST_SHOWN:
        st.caption(say("preview_more_changes", n=len(found.conflicts) - MOST_SHOWN))
    return tuple(taken)


def _bring_in(path: Path, theirs: Log, taken: tuple[str, ...], say: Translator) -> None:
    from geo.pipeline import refresh

    with st.spinner(say("review_keeping")):
        presses.release()
        try:
            done = import_entries(path, theirs, by=author.name(), take=taken)
            words = say("exchange_done", added=len(done.added), left=len(done.left_out))
            st.session_state[_TURN] = int(st.session_state.get(_TURN, 0)) + 1
        except KharitaError as error:
            words = str(error)
        else:
            try:
                refresh(path)
            except WorkspaceError as error:  # kept in the log: the next write shows it
                words = f"{words} {say('review_behind')} ({error})"
        st.session_state[_IMPORTED] = words
    st.rerun()
