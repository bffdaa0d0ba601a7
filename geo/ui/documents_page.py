"""The documents page: what the account rests on; each document with its places marked by their role."""

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from geo.model import ROLES
from geo.showing import labels
from geo.showing.layers import build_layers
from geo.showing.twins import document_table
from geo.ui import chrome
from geo.ui.evidence import safe_link
from geo.ui.strings import Translator

__all__ = ["marked_text", "show"]

Row = Mapping[Any, Any]


def show(say: Translator) -> None:
    """Draw the page."""
    opened = chrome.open_page(say, st.sidebar.container())
    table = document_table(build_layers(opened.tables), say.language)
    st.caption(say("documents_hint"))
    chosen = st.dataframe(
        table.rename(columns={name: say(f"col_{name}") for name in table.columns}),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            say("col_published"): st.column_config.TextColumn(width="small"),
            say("col_publisher"): st.column_config.TextColumn(width="medium"),
            say("col_mentions"): st.column_config.NumberColumn(width="small"),
        },
        key="documents",
    )
    rows = chosen["selection"]["rows"]
    if not len(table):
        return
    doc = table.index[rows[0] if rows and rows[0] < len(table) else 0]
    documents = opened.tables.documents
    document = documents[documents["id"] == doc].to_dict("records")[0]
    mentions = opened.tables.mentions
    found = mentions[mentions["doc"] == doc].sort_values("start").to_dict("records")
    st.html(_key(say))
    st.html(marked_text(document, found, say))


def _head(document: Row, say: Translator) -> str:
    source = labels.source_words(document["publisher"], document["published"], say.language)
    link = safe_link(str(document["url"]))
    if link:
        word = escape(say("source_link"))
        after = f' · <a href="{escape(link)}" target="_blank" rel="noopener noreferrer">{word}</a>'
    else:
        after = ""
    title = escape(str(document["title"] or document["id"]))
    return f'<h3>{title}</h3><p class="kh-source" dir="{labels.direction(say.language)}">{escape(source)}{after}</p>'


def _key(say: Translator) -> str:
    marks = "".join(f'<mark class="{role}">{escape(say(f"role_{role}"))}</mark>' for role in ROLES)
    unresolved = f'<mark class="unresolved">{escape(say("unresolved"))}</mark>'
    return f'<p class="kh-key kh-text-key">{marks}{unresolved}</p>'


def marked_text(document: Row, mentions: list[Row], say: Translator) -> str:
    """Return a document's text with its mentions marked; each tells on hovering what it was taken to mean."""
    text = str(document["text"])
    parts, place = [], 0
    for row in mentions:
        start, end = int(row["start"]), int(row["end"])
        if start < place:  # one within another: the outer one is marked
            continue
        role = row["role"] if row["place_id"] else "unresolved"
        name = labels.place_name(row["name"], row["name_ar"], say.language) or say("unresolved")
        title = f"{name} · {row['reason']}" if row["reason"] else name
        parts.append(escape(text[place:start]))
        parts.append(f'<mark class="{escape(role)}" title="{escape(title)}">{escape(text[start:end])}</mark>')
        place = end
    parts.append(escape(text[place:]))
    language = str(document["language"])
    direction = "rtl" if labels.direction(language) == "rtl" else "auto"
    return (
        f'<div class="kh-text" dir="{direction}">{_head(document, say)}<div class="kh-words">'
        f'<bdi dir="{direction}" lang="{escape(language)}">{"".join(parts)}</bdi></div></div>'
    )
