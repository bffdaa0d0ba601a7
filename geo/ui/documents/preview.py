"""A look at a document before it is added: its text with its places marked, and the events and flows read from it."""

import hashlib
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from geo.errors import DocumentError
from geo.model import Document
from geo.showing import labels
from geo.showing.cards import Card, Sources, event_tellings, flow_tellings
from geo.ui.document import marked_text, role_key
from geo.ui.documents.drafts import Draft
from geo.ui.evidence import cards_html
from geo.ui.strings import Translator
from geo.workspace.corrections.entries import OwnPlace
from geo.workspace.corrections.log import read_log
from geo.workspace.tables import Tables

__all__ = ["read_cards", "show"]

MOST_CHARACTERS = 200_000
MOST_CARDS = 60


def show(drafts: Sequence[Draft], path: Path, say: Translator) -> None:
    """Offer to look at one of the drafts as this workspace will read it, with the places that its analysts added."""
    number = st.selectbox(
        say("preview_choose"),
        range(len(drafts)),
        index=None,
        format_func=lambda one: f"{one + 1} · {drafts[one].document.title or drafts[one].document.id}",
        key="adding_preview",
        placeholder=say("preview_title"),
    )
    if number is None or number >= len(drafts):
        return
    document = drafts[number].document
    if len(document.text) > MOST_CHARACTERS:
        st.info(say("preview_long", n=f"{len(document.text):,}"), icon=":material/info:")
        return
    with st.spinner(say("preview_reading")):
        places = read_log(path).own_places
        tables = _read(_key(document, repr(places)), document, places)
    if isinstance(tables, DocumentError):
        st.html(f'<p class="kh-note" role="alert"><bdi dir="auto">{escape(str(tables))}</bdi></p>')
        return
    _draw(tables, say)


def _key(document: Document, places: str) -> str:
    parts = (document.id, document.text_hash, document.language, document.publisher, str(document.published))
    return hashlib.sha256(
        "\0".join((*parts, document.title, document.url, places)).encode("utf-8", "replace")
    ).hexdigest()


@st.cache_resource(max_entries=12, show_spinner=False)
def _read(key: str, _document: Document, _places: tuple[OwnPlace, ...]) -> Tables | DocumentError:  # noqa: ARG001
    """Read a document as it will be read, and merge what it tells with nothing else."""
    from geo import pipeline
    from geo.workspace.corroborate import corroborate
    from geo.workspace.tabulate import tabulate

    reading = pipeline.read_one(_document, places=_places)
    return reading if isinstance(reading, DocumentError) else tabulate(corroborate([reading]))


def _draw(tables: Tables, say: Translator) -> None:
    counts = {
        "places": len(tables.places),
        "events": tables.events["event_id"].nunique(),
        "flows": len(tables.flows),
    }
    told = " · ".join(labels.counted(name, n, say.language) for name, n in counts.items())
    st.html(f'<p class="kh-summary" dir="{labels.direction(say.language)}">{escape(told)}</p>')
    text, records = st.columns([3, 2], gap="medium")
    mentions: list[dict[Any, Any]] = tables.mentions.drop(columns="geometry").to_dict("records")
    with text, st.container(key="kh-preview-text"):
        st.html(role_key(say))
        st.html(marked_text(tables.documents.to_dict("records")[0], mentions, say))
    with records, st.container(key="kh-preview-records"):
        cards, more = read_cards(tables, say)
        if not cards:
            st.html(f'<p class="kh-hint">{escape(say("preview_none"))}</p>')
        st.html(cards_html(cards, say))
        if more:
            st.html(f'<p class="kh-more">{escape(say("preview_more", n=more))}</p>')


def read_cards(tables: Tables, say: Translator) -> tuple[tuple[Card, ...], int]:
    """Return the events and flows of a document as cards with their sentences, and how many more there are."""
    sources = Sources(tables)
    found = [
        (row, labels.event_title(row, say.language), event_tellings)
        for row in tables.events.drop_duplicates("event_id").to_dict("records")
    ] + [(row, labels.flow_title(row, say.language), flow_tellings) for row in tables.flows.to_dict("records")]
    cards = tuple(
        Card(
            title=title,
            subtitle=labels.date_words(row["date_from"], row["date_to"], say.language),
            tellings=tuple(tellings(sources, row, say.language, limit=1)),
        )
        for row, title, tellings in found[:MOST_CARDS]
    )
    return cards, max(0, len(found) - MOST_CARDS)
