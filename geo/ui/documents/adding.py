"""The panel that adds documents: ways in, a table of what was read to check and change, a look at each, the start."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from geo.errors import WorkspaceError
from geo.language import available
from geo.showing import labels
from geo.ui import author, workspaces
from geo.ui.documents import preview, sources, work
from geo.ui.documents.batch import Batch, batch, change, discard, keep, table_key, take_edits
from geo.ui.documents.drafts import Draft, Verdict, judge, to_lines, undated, with_day
from geo.ui.documents.reprints import comparable, reprints_among
from geo.ui.grids import begin_at_the_start, in_order
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace.geopackage import read_some
from geo.workspace.reprints import Reprint

__all__ = ["draft_rows", "show"]

_FAULT = "adding_fault"
_COLUMNS = ("adds", "standing", "id", "title", "published", "language", "publisher", "notes", "length", "source")
_EDITABLE = ("adds", "id", "title", "publisher", "published", "language")
_MOST_FAILED = 200


def show(path: Path, say: Translator) -> None:
    """Draw the panel for a workspace."""
    waiting = batch()
    known = _known(str(path), workspaces.stamp(path))
    with (
        st.expander(say("add_title"), icon=":material/note_add:", expanded=waiting is not None),
        st.container(key="kh-adding"),
    ):
        sources.choose(known, say)
        if waiting is not None:
            _check(waiting, known, path, say)


@st.cache_resource(max_entries=2, show_spinner=False)
def _known(path: str, stamp: workspaces.Stamp) -> Mapping[str, str]:  # noqa: ARG001  (part of the key)
    """Read which documents there are: id -> hash of the text."""
    documents = read_some(Path(path), {"documents": ("id", "text_hash")})[1]["documents"]
    return dict(zip(map(str, documents["id"]), map(str, documents["text_hash"]), strict=True))


def _check(waiting: Batch, known: Mapping[str, str], path: Path, say: Translator) -> None:
    """Let the reader check what was read, and add it."""
    _failed(waiting, say)
    if not waiting.drafts:
        st.info(say("add_nothing"), icon=":material/info:")
        st.button(say("add_drop"), on_click=discard, key="adding_drop")
        return
    verdicts = judge(waiting.drafts, known)
    st.html(
        f'<h3 class="kh-part">{escape(say("add_found"))}</h3><p class="kh-hint">{escape(say("add_found_hint"))}</p>'
    )
    _clashes(waiting, known, say)
    _table(waiting.drafts, verdicts, path, say)
    may = _days(waiting.drafts, verdicts, say)
    preview.show(waiting.drafts, path, say)
    _start(waiting.drafts, verdicts, path, say, may=may)


def _failed(waiting: Batch, say: Translator) -> None:
    if not waiting.failed:
        return
    lines = "".join(
        f'<li><bdi>{escape(one.name)}</bdi> · <bdi dir="auto">{escape(one.reason)}</bdi></li>'
        for one in waiting.failed[:_MOST_FAILED]
    )
    head = escape(say("add_failed_title", n=len(waiting.failed)))
    st.html(f'<div class="kh-note" role="alert"><b>{head}</b><ul class="kh-notes">{lines}</ul></div>')


def _clashes(waiting: Batch, known: Mapping[str, str], say: Translator) -> None:
    """Ask whether ids that the workspace has with another text mean revisions or other documents."""
    drafts = waiting.drafts
    if not any(one.own_id in known and known[one.own_id] != one.document.text_hash for one in drafts):
        return
    key = f"adding_revise_{table_key()}"
    chosen = st.radio(
        say("add_clash"),
        (False, True),
        index=int(waiting.revise),
        format_func=lambda revise: say("add_clash_revise") if revise else say("add_clash_new"),
        key=key,
        horizontal=True,
    )
    if chosen != waiting.revise:
        keep(waiting, known, revise=bool(chosen))
        st.rerun()


# ---- the table


def _table(drafts: Sequence[Draft], verdicts: Sequence[Verdict], path: Path, say: Translator) -> None:
    copies = reprints_among([one.document for one in drafts], path)
    if not comparable(path):
        st.caption(say("add_compare_none"))
    rows = draft_rows(drafts, verdicts, copies, say)
    column = st.column_config
    frame = pd.DataFrame(rows)
    frame["published"] = pd.to_datetime(frame["published"])  # a column of days even where none is known
    st.data_editor(
        frame,
        alt=say("add_found"),
        hide_index=True,
        num_rows="fixed",
        disabled=[name for name in rows[0] if name not in _EDITABLE],
        column_order=in_order(_COLUMNS, say),
        column_config={
            "adds": column.CheckboxColumn(say("col_add"), width=70),
            "standing": column.TextColumn(say("col_standing"), width=215),
            "id": column.TextColumn(say("col_id"), width=130, required=True, max_chars=200),
            "title": column.TextColumn(say("col_title"), width=200, max_chars=500),
            "published": column.DateColumn(
                say("col_published"), min_value=date(1900, 1, 1), format="YYYY-MM-DD", width=115
            ),
            "language": column.SelectboxColumn(
                say("col_language"),
                options=list(available()),
                format_func=lambda code: sources.language_words(str(code), say),
                required=True,
                width=105,
            ),
            "publisher": column.TextColumn(say("col_publisher"), width=150, max_chars=500),
            "notes": column.TextColumn(say("col_notes"), width=260),
            "length": column.NumberColumn(say("col_length"), format="localized", width=90),
            "source": column.TextColumn(say("col_from"), width=150),
        },
        key=table_key(),
        on_change=take_edits,
    )
    begin_at_the_start(table_key(), say)


def draft_rows(
    drafts: Sequence[Draft], verdicts: Sequence[Verdict], copies: Mapping[str, Reprint], say: Translator
) -> list[dict[str, Any]]:
    """Return the rows of the table: a document each, in the reader's words."""
    rows = []
    for draft, verdict in zip(drafts, verdicts, strict=True):
        document = draft.document
        rows.append(
            {
                "adds": verdict.adds,
                "id": document.id,
                "title": document.title,
                "publisher": document.publisher,
                "published": document.published,
                "language": document.language,
                "length": len(document.text),
                "standing": _standing(verdict, copies.get(document.id), say),
                "notes": "; ".join(_notes(draft, say)),
                "source": draft.source,
            }
        )
    return rows


def _standing(verdict: Verdict, copy: Reprint | None, say: Translator) -> str:
    words = say(f"standing_{verdict.standing}", **({"of": verdict.of} if verdict.of else {}))
    if copy is None or verdict.standing not in {"new", "revision"}:
        return words
    return say("standing_reprint", standing=words, of=copy.of, share=f"{100 * copy.likeness:.0f}")


def _notes(draft: Draft, say: Translator) -> list[str]:
    notes = [] if draft.document.published else [say("note_no_day")]
    if draft.created and not draft.document.published:
        notes.append(say("note_created", day=draft.created.isoformat()))
    return [*notes, *draft.notes]


# ---- days, and the start


def _days(drafts: Sequence[Draft], verdicts: Sequence[Verdict], say: Translator) -> bool:
    """Ask for the day of publication of those that have none; return whether they may be added."""
    missing = undated(drafts, verdicts)
    if not missing:
        return True
    st.html(f'<p class="kh-note">{escape(say("add_undated", n=missing))}</p>')
    left, middle, right = st.columns([2, 2, 2], vertical_alignment="bottom")
    with left:
        day = st.date_input(
            say("add_day"),
            value=None,
            min_value=date(1900, 1, 1),
            key=f"adding_day_{table_key()}",
            format="YYYY-MM-DD",
        )
    with middle:
        st.button(
            say("add_day_set"),
            disabled=not isinstance(day, date),
            on_click=change,
            args=(lambda waiting: with_day(waiting, day if isinstance(day, date) else None),),
            key="adding_day_set",
            width="stretch",
        )
    with right:
        return st.checkbox(say("add_day_none"), key=f"adding_undated_{table_key()}")


def _start(drafts: Sequence[Draft], verdicts: Sequence[Verdict], path: Path, say: Translator, *, may: bool) -> None:
    chosen = [draft for draft, verdict in zip(drafts, verdicts, strict=True) if verdict.adds]
    fault = st.session_state.pop(_FAULT, "")
    if fault:
        st.error(plain_label(fault))
    start, drop, _ = st.columns([2, 1, 3])
    with start:
        st.button(
            say("add_now", n=labels.counted("documents", len(chosen), say.language)),
            disabled=not chosen or not may,
            type="primary",
            icon=":material/add:",
            on_click=_add,
            args=(path, chosen),
            help=say("add_taken_up"),
            key="adding_now",
            width="stretch",
        )
    with drop:
        st.button(say("add_drop"), on_click=discard, key="adding_drop", width="stretch")


def _add(path: Path, chosen: Sequence[Draft]) -> None:
    """Hand the documents to a job of the workspace."""
    names = [draft.document.id for draft in chosen]
    try:
        work.registry().add(path, to_lines(chosen), names=names, by=author.name())
    except WorkspaceError as error:
        st.session_state[_FAULT] = str(error)
        return
    discard()
