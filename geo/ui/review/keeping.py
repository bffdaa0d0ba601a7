"""Keeping what was corrected: in the log first, then in the tables; conflicts are shown and never overwritten silently.

What is kept is said with a button that undoes it. A correction is composed by what the page showed when its item was
opened, so that what somebody else corrected since is found, also when the page has drawn it meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from geo.errors import CorrectionConflictError, CorrectionError, WorkspaceError
from geo.ui import author
from geo.ui.review import presses
from geo.ui.review.items import Item, address_of, open_item
from geo.ui.review.words import entry_words
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace.corrections.compose import By, undo_entry
from geo.workspace.corrections.entries import Entry
from geo.workspace.corrections.log import Log, read_log

__all__ = ["basis_of", "by", "catch_up", "keep", "renew", "show_conflict", "show_done", "take_up", "undo"]

LOCK_SECONDS = 5.0  # a build that writes has its turn; what is corrected meanwhile is in the log
_NOBODY, _OUTCOMES = "-", "review_outcomes"
_DONE, _CONFLICT, _BASIS, _FAULT = "review_done", "review_conflict", "review_basis", "review_fault"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Done:
    """What was kept last, and whether the tables show it already."""

    entries: tuple[str, ...]
    words: str
    shown: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Conflict:
    """What could not be kept because others corrected the same meanwhile."""

    item: str
    entries: tuple[Entry, ...]
    others: tuple[str, ...]
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Outcome:
    """What became of a correction: kept, in conflict or refused; and what is to be shown next."""

    path: Path
    done: _Done | None = None
    conflict: _Conflict | None = None
    fault: str = ""
    item: Item | None = None
    following: Item | None = None


def by(reason: str = "", *, preview: bool = False) -> By:
    """Say who corrects, and why; for a preview also somebody who has not given a name."""
    return By(author.name() or (_NOBODY if preview else ""), reason)


def basis_of(path: Path, item: Item | None, log: Log) -> str:
    """Return the last entry that had been made when this item was opened here."""
    known: dict[str, str] = st.session_state.setdefault(_BASIS, {})
    return known.setdefault(f"{path}|{address_of(item) if item else ''}", log.last)


def renew(path: Path, item: Item | None) -> None:
    """Take what is in the log now as seen: for an item that is opened anew."""
    known: dict[str, str] = st.session_state.setdefault(_BASIS, {})
    known.pop(f"{path}|{address_of(item) if item else ''}", None)


def keep(
    path: Path,
    item: Item | None,
    entries: Sequence[Entry],
    words: str,
    say: Translator,
    *,
    following: Item | None = None,
    force: bool = False,
) -> None:
    """Keep corrections, say so, and go on to the next item; on a conflict stay and show it.

    Parameters
    ----------
    item
        What was corrected: its basis counts.
    words
        What was done, for the message.
    following
        What to show next; None stays.
    """
    with st.spinner(say("review_keeping")):
        _keep(path, item, entries, words, following=following, force=force)
    st.rerun()


def _keep(
    path: Path, item: Item | None, entries: Sequence[Entry], words: str, *, following: Item | None, force: bool
) -> None:
    """Keep corrections and note what became of them: after the first line on the disk nothing can cut this short.

    Any use of the session's state may end a run, so that what became of it goes into a list that is at hand already.
    """
    from geo.pipeline import correct

    basis = basis_of(path, item, read_log(path))
    based = tuple(replace(entry, basis=basis) if entry.action != "undo" else entry for entry in entries)
    ids = tuple(entry.id for entry in based)
    outcomes: list[_Outcome] = st.session_state.setdefault(_OUTCOMES, [])
    presses.release()
    shown = True
    try:
        correct(path, *based, force=force, lock_seconds=LOCK_SECONDS)
    except CorrectionConflictError as error:
        conflict = _Conflict(item=address_of(item) if item else "", entries=based, others=error.entries, words=words)
        outcomes.append(_Outcome(path=path, conflict=conflict, fault="" if item else str(error)))
        return
    except (CorrectionError, WorkspaceError) as error:
        kept = {one.id for one in read_log(path).entries}
        if not kept.issuperset(ids):
            outcomes.append(_Outcome(path=path, fault=str(error)))
            return
        shown = False
    done = _Done(entries=ids, words=words, shown=shown)
    outcomes.append(_Outcome(path=path, done=done, item=item, following=following))


def take_up() -> None:
    """Take up what became of corrections: to be called before the page is drawn; again and again it does the same."""
    outcomes: list[_Outcome] = st.session_state.get(_OUTCOMES, [])
    while outcomes:
        one = outcomes[0]
        if one.fault:
            st.session_state[_FAULT] = one.fault
        if one.conflict is not None:
            st.session_state[_CONFLICT] = one.conflict
        if one.done is not None:
            st.session_state.pop(_CONFLICT, None)
            st.session_state[_DONE] = one.done
            renew(one.path, one.item)
        if one.following is not None:
            open_item(one.following)
            renew(one.path, one.following)
        del outcomes[0]


def undo(path: Path, identities: Sequence[str], words: str, say: Translator) -> None:
    """Undo entries of the log, the last first."""
    log = read_log(path)
    try:
        entries = [undo_entry(log, identity, by=by()) for identity in reversed(identities)]
    except CorrectionError as error:
        presses.release()
        st.session_state[_FAULT] = str(error)
        st.rerun()
    keep(path, None, entries, say("review_undone", what=words), say)


def show_done(path: Path, say: Translator) -> None:
    """Say what was kept last, with a button that undoes it; say what could not be kept."""
    fault = st.session_state.pop(_FAULT, "")
    if fault:
        st.error(plain_label(fault), icon=":material/error:")
    done: _Done | None = st.session_state.get(_DONE)
    if done is None:
        return
    with st.container(key="kh-done", horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/check_circle: {plain_label(done.words)}", width="stretch")
        pressed = presses.button(
            say("review_undo"),
            "review_undo",
            scope=" ".join(done.entries),
            icon=":material/undo:",
            shortcut="Alt+Z",
            disabled=not author.name(),
        )
        st.button(say("job_close"), key="review_done_close", type="tertiary", on_click=_forget)
    if not done.shown:
        st.info(say("review_behind"), icon=":material/hourglass_top:")
    if pressed:
        undo(path, done.entries, done.words, say)


def _forget() -> None:
    st.session_state.pop(_DONE, None)


def show_conflict(path: Path, item: Item, say: Translator) -> None:
    """Show what others corrected of this item meanwhile, and offer to correct it all the same or to leave it."""
    found: _Conflict | None = st.session_state.get(_CONFLICT)
    if found is None or found.item != address_of(item):
        return
    log = read_log(path)
    others = [entry for entry in log.entries if entry.id in found.others]
    with st.container(key="kh-conflict", border=True):
        st.markdown(f":material/group: **{plain_label(say('review_conflict'))}**")
        for other in others:
            st.markdown(f"- {plain_label(entry_words(other, say))}")
        st.caption(say("review_conflict_yours", what=plain_label(found.words)))
        with st.container(horizontal=True):
            force = presses.button(say("review_force"), "review_force", scope=found.item, type="primary")
            st.button(say("review_leave"), key="review_leave", on_click=_leave, args=(path, item))
    if force:
        keep(path, item, found.entries, found.words, say, force=True)


def _leave(path: Path, item: Item) -> None:
    st.session_state.pop(_CONFLICT, None)
    renew(path, item)


@st.cache_resource(max_entries=8, show_spinner=False)
def _caught_up(path: str, digest: str) -> str:  # noqa: ARG001  (tried once for each state of the log)
    from geo.pipeline import refresh

    try:
        refresh(Path(path), lock_seconds=LOCK_SECONDS)
    except WorkspaceError as error:
        return str(error)
    return ""


def catch_up(path: Path, say: Translator) -> None:
    """Bring a workspace that is behind its log up to it, once; say so where that cannot be done now."""
    from geo.workspace.corrections.log import digest_of
    from geo.workspace.store import Workspace

    if not Workspace(path=path).is_behind:
        return
    with st.spinner(say("review_keeping")):
        fault = _caught_up(str(path), digest_of(path))
    if fault and Workspace(path=path).is_behind:
        st.info(f"{say('review_behind')} {plain_label(fault)}", icon=":material/hourglass_top:")
