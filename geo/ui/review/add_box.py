"""An event or flow that the reading missed, added by hand with the sentence that tells it."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

import streamlit as st

from geo.errors import KharitaError
from geo.model import Document
from geo.reading.text.analysis import analyse
from geo.showing.terms import term
from geo.ui import author
from geo.ui.document import marked_text, role_key, scroll_script
from geo.ui.documents import listing
from geo.ui.review import actions, keeping, presses, record_form, scope_box, states
from geo.ui.review.record_box import acled_of
from geo.ui.review.words import shorten
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace.corrections.compose import Shown, Span, add_entry
from geo.workspace.corrections.entries import Entry
from geo.workspace.corrections.log import digest_of

__all__ = ["show"]

MOST_LISTED = 2000
Record = Literal["event", "flow"]
_EMPTY: dict[Record, dict[str, object]] = {
    "event": {"date": (None, None), "status": "reported"},
    "flow": {"date": (None, None), "status": "reported", "mode": "unknown"},
}


def show(path: Path, doc: str, say: Translator) -> None:
    """Offer a document, its sentences, and the fields of what one of them tells; ``doc`` is offered first."""
    titles = listing.titles(path)
    if not titles:
        st.info(say("empty_title"), icon=":material/info:")
        return
    options = list(titles)[:MOST_LISTED]
    if doc in titles and doc not in options:
        options.insert(0, doc)
    chosen = st.selectbox(
        say("document"),
        options,
        index=options.index(doc) if doc in options else 0,
        format_func=lambda one: titles[one] if titles[one] == one else f"{titles[one]} ({one})",
        key="add_record_doc",
    )
    found = states.shown_of(path, frozenset({chosen}))
    document = found.document(chosen)
    key = f"add_{chosen}"
    left, right = st.columns([6, 5], gap="medium")
    with left:
        sentence = _sentence(document, key, say)
        record: Record = (
            st.segmented_control(
                say("add_record_kind"),
                ("event", "flow"),
                default="event",
                format_func=lambda one: term("records", one, say.language),
                key=f"add_record_{key}",
            )
            or "event"
        )
    with right:
        _document(path, document, sentence, say)
    with left:
        _fields(path, found, document, sentence, record, key, say)


def _sentence(document: Document, key: str, say: Translator) -> Span | None:
    spans = [Span(document.id, one.start, one.end) for one in analyse(document).sentences]
    return st.selectbox(
        say("col_quote"),
        spans,
        index=None,
        format_func=lambda one: shorten(document.text[one.start : one.end], 160),
        key=f"add_sentence_{key}",
        placeholder=say("add_sentence_hint"),
    )


def _document(path: Path, document: Document, sentence: Span | None, say: Translator) -> None:
    tables = states.document_tables(path, document.id)
    rows = tables.documents.to_dict("records")
    frame = (sentence.start, sentence.end) if sentence else None
    st.html(role_key(say))
    with st.container(key="kh-document"):
        st.html(marked_text(rows[0], tables.mentions.drop(columns="geometry").to_dict("records"), say, frame=frame))
    if frame:
        st.html(scroll_script(rows[0], frame), unsafe_allow_javascript=True)


def _fields(
    path: Path, found: Shown, document: Document, sentence: Span | None, record: Record, key: str, say: Translator
) -> None:
    held = _EMPTY[record]
    nearby = {one.place.id: one.place for one in found.readings[document.id].mentions if one.place}
    inside = [
        one.place
        for one in found.readings[document.id].mentions
        if one.place and sentence and sentence.start <= one.start and one.end <= sentence.end
    ]
    places = [*inside, *nearby.values()]
    values = record_form.edit(record, held, f"{record}_{key}", places, found.log.own_places, say)
    told = {name: value for name, value in values.items() if value not in (None, "", ())}
    ready = sentence is not None and (record == "flow" or values.get("type") is not None)
    entry = _entry(found, sentence, record, told) if sentence is not None and ready else None
    if entry is not None:
        shown = scope_box.preview_of(path, digest_of(path), f"{key}|{record}|{sentence}|{told!r}", [entry], say)
        if shown is not None:
            scope_box.show_preview(shown, [entry], say)
    reason = actions.reason_box(key, say)
    with st.container(key="kh-actions", horizontal=True, vertical_alignment="center"):
        pressed = presses.button(
            say("add_record_now"),
            "add_record_now",
            scope=key,
            type="primary",
            icon=":material/add:",
            shortcut="Alt+K",
            disabled=entry is None or not author.name(),
        )
        if not author.name():
            st.caption(f":material/person: {say('author_missing')}")
        elif not ready:
            st.caption(say("add_record_missing"))
    if pressed and sentence is not None and entry is not None:
        quote = shorten(document.text[sentence.start : sentence.end], 60)
        keeping.keep(path, None, [replace(entry, reason=reason.strip())], say("done_added", what=quote), say)


def _entry(found: Shown, sentence: Span, record: Record, told: dict[str, object]) -> Entry | None:
    acled = acled_of(told, {}) if record == "event" else None
    try:
        return add_entry(found, sentence, record, told, by=keeping.by(preview=True), acled=acled or "")
    except KharitaError as error:
        st.error(plain_label(str(error)))
        return None
