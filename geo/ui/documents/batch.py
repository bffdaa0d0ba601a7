"""What was read in this session and waits to be added: kept in the session, of one reading at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from geo.errors import DocumentError
from geo.model import Document
from geo.reading.documents import ReadDocument
from geo.ui.documents.drafts import Draft, draft_of, edited, failure_name, renamed
from geo.ui.job_records import Failure

__all__ = ["Batch", "batch", "change", "collect", "discard", "keep", "table_key", "take_edits"]

MOST_DOCUMENTS = 2_000
MOST_CHARACTERS = 64_000_000
_KEPT, _TURN = "adding_batch", "adding_turn"

Found = ReadDocument | Document | DocumentError


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Drafts, what could not be read, and whether ids that are taken mean revisions. ``left_out``: there was more."""

    drafts: tuple[Draft, ...] = ()
    failed: tuple[Failure, ...] = ()
    revise: bool = False
    left_out: bool = False


def collect(found: Iterable[Found], *, folder: str = "") -> Batch:
    """Take up what is read, as much of it as a page can hold."""
    drafts: list[Draft] = []
    failed: list[Failure] = []
    characters = 0
    for one in found:
        if isinstance(one, DocumentError):
            failed.append(Failure(name=failure_name(one, folder), reason=one.reason))
            continue
        draft = draft_of(one)
        characters += len(draft.document.text)
        if len(drafts) == MOST_DOCUMENTS or characters > MOST_CHARACTERS:
            return Batch(drafts=tuple(drafts), failed=tuple(failed), left_out=True)
        drafts.append(draft)
    return Batch(drafts=tuple(drafts), failed=tuple(failed))


def batch() -> Batch | None:
    """Return what waits in this session; None for nothing."""
    found = st.session_state.get(_KEPT)
    return found if isinstance(found, Batch) else None


def keep(found: Batch, known: Mapping[str, str], *, revise: bool) -> None:
    """Let this wait in the place of what waited before; ids that are taken are settled as told."""
    drafts = renamed(found.drafts, known, revise=revise)
    st.session_state[_KEPT] = replace(found, drafts=drafts, revise=revise)
    _turn()


def change(make: Callable[[tuple[Draft, ...]], tuple[Draft, ...]]) -> None:
    """Change the drafts that wait."""
    now = batch()
    if now is not None:
        st.session_state[_KEPT] = replace(now, drafts=make(now.drafts))
        _turn()


def discard() -> None:
    """Let nothing wait any more."""
    st.session_state.pop(_KEPT, None)
    _turn()


def table_key() -> str:
    """Name the table of drafts: anew after every change, for what was changed stands in the drafts then."""
    return f"adding_table_{st.session_state.get(_TURN, 0)}"


def _turn() -> None:
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def take_edits() -> None:
    """Take what a reader changed in the table into the drafts."""
    told: Mapping[str, Any] = st.session_state.get(table_key()) or {}
    rows: Mapping[int, Mapping[str, Any]] = told.get("edited_rows") or {}

    def make(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
        return tuple(_edited(drafts, rows))

    change(make)


def _edited(drafts: tuple[Draft, ...], rows: Mapping[int, Mapping[str, Any]]) -> Iterator[Draft]:
    for number, draft in enumerate(drafts):
        yield edited(draft, rows[number]) if number in rows else draft
