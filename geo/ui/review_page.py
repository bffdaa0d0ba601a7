"""The review page: what is worth a look first, corrected or found right; records added by hand; the log of it all."""

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from geo.errors import KharitaError
from geo.ui import author, sidebar, workspaces
from geo.ui.records import Record, open_record
from geo.ui.review import add_box, keeping, log_box, mention_box, queue_box, record_box
from geo.ui.review.items import Item, chosen_item, note_address
from geo.ui.strings import LANGUAGES, Translator
from geo.ui.wording import plain_label

__all__ = ["show"]

PARTS = ("queue", "add", "log")
_STYLES = (Path(__file__).with_name("evidence.css"), Path(__file__).with_name("review.css"))


def show(say: Translator, *, to_evidence: Any = None) -> None:
    """Draw the page; ``to_evidence`` is the ``st.Page`` with all the evidence of a record."""
    for style in _STYLES:
        st.html(style)
    with st.sidebar:
        workspace_box = st.container()
    path = sidebar.choose_workspace(say, workspace_box)
    try:
        workspaces.stamp(path)
        keeping.catch_up(path, say)
        _draw(path, say, to_evidence)
    except KharitaError as error:
        st.error(plain_label(str(error)))


def _draw(path: Path, say: Translator, to_evidence: Any) -> None:
    keeping.take_up()
    st.html(f'<h1 class="kh-sr">{say("page_review")}</h1>')
    with st.container(key="kh-review-top", horizontal=True, vertical_alignment="bottom"):
        part = (
            st.segmented_control(
                say("review_part"),
                PARTS,
                default=PARTS[0],
                format_func=lambda one: say(f"review_part_{one}"),
                key="review_part",
                label_visibility="collapsed",
            )
            or PARTS[0]
        )
        author.ask(say)
    keeping.show_done(path, say)
    item = chosen_item()
    if part == "log":
        log_box.show(path, say)
    elif part == "add":
        add_box.show(path, item.doc if item else "", say)
    else:
        _queue(path, item, say, to_evidence)


def _queue(path: Path, item: Item | None, say: Translator, to_evidence: Any) -> None:
    with st.container(key="kh-review"):
        left, middle = st.columns([1, 3], gap="medium")
        with left:
            item, following, table = queue_box.choose(path, item, say)
        if item is None:
            return
        _write_address(path, item, say)
        with middle:
            box = mention_box if item.record == "mention" else record_box
            box.show(path, item, following, _reasons(table, item), say)
            if item.record != "mention" and to_evidence is not None:
                _to_evidence(item, say, to_evidence)


def _reasons(table: pd.DataFrame, item: Item) -> tuple[str, ...]:
    here = table[(table["record"] == item.record) & (table["id"] == item.id)]
    return tuple(here["reasons"].iloc[0]) if len(here) else ()


def _to_evidence(item: Item, say: Translator, to_evidence: Any) -> None:
    if st.button(say("to_evidence"), key="review_to_evidence", icon=":material/fact_check:", type="tertiary"):
        open_record(Record(item.record, item.id))
        st.switch_page(to_evidence)


def _write_address(path: Path, item: Item, say: Translator) -> None:
    """Write the item to the address, so that a link opens it again: in this language, of this workspace."""
    wanted = {"item": note_address(item)}
    if say.spoken != LANGUAGES[0]:
        wanted["lang"] = say.spoken
    if path != workspaces.start_path():
        wanted["workspace"] = path.relative_to(workspaces.root()).as_posix()
    if {key: st.query_params[key] for key in st.query_params} != wanted:
        st.query_params.from_dict(wanted)
