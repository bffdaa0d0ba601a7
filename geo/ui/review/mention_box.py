"""A name in its sentence, with what it may mean: found right, or corrected, here or wherever else it stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

from geo.errors import KharitaError
from geo.model import Document, Mention, Place
from geo.showing import labels
from geo.ui.document import marked_text, role_key, scroll_script
from geo.ui.review import actions, keeping, meaning, presses, scope_box, states
from geo.ui.review.items import Item, widget_key
from geo.ui.review.meaning import Meaning
from geo.ui.review.words import corrected_html, decision_words, place_words
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace.corrections.compose import Shown, Span, confirm_entry, mention_entry, place_entry
from geo.workspace.corrections.entries import Entry
from geo.workspace.corrections.log import digest_of
from geo.workspace.corrections.siblings import Scope, Siblings
from geo.workspace.tables import Tables

__all__ = ["show"]

_ENDS = re.compile(r"[.!?؟۔…\n]")
_WIDEST = 320  # characters of a sentence on either side of a name


def show(path: Path, item: Item, following: Item | None, reasons: Sequence[str], say: Translator) -> None:
    """Draw a mention with what can be said of it."""
    tables = states.document_tables(path, item.doc)
    found = states.shown_of(path, frozenset({item.doc}))
    rows = tables.mentions[tables.mentions["id"] == item.id].to_dict("records")
    span = Span(item.doc, int(rows[0]["start"]), int(rows[0]["end"])) if rows else _gone(found, item)
    if span is None:
        st.info(say("review_gone"), icon=":material/info:")
        return
    keeping.basis_of(path, item, found.log)
    now, read = found.mention(span), found.read(span)
    document = found.document(item.doc)
    text = document.text[span.start : span.end]
    _head(document, text, now, reasons, say)
    st.html(_sentence(document, span, say))
    key = widget_key("m", item)
    candidates = meaning.candidates_of(now, read)
    with st.container(key="kh-choosing"):
        left, right = st.columns([6, 5], gap="medium")
        with left:
            chosen = meaning.choose(key, now, candidates, found.log.own_places, text, say)
        with right:
            meaning.draw_map(key, now, candidates, found.log.own_places, _near(found, span), say)
    scope, siblings = scope_box.choose_scope(path, key, span, now, text, say)
    _act(path, item, following, _Act(found, span, now, chosen, scope, siblings), key, say)
    _document(tables, span, say)


def _near(found: Shown, span: Span) -> Place | None:
    """Return the place named nearest to a span: where an unknown one is likely to lie."""
    placed = [one for one in found.readings[span.doc].mentions if one.place and one.start != span.start]
    return min(placed, key=lambda one: abs(one.start - span.start)).place if placed else None


def _gone(found: Shown, item: Item) -> Span | None:
    """Return where a mention stood that somebody found to be no place: it can be corrected again."""
    if item.doc not in found.automatic:
        return None
    here = (one for one in found.automatic[item.doc].mentions if one.id == item.id)
    return next((Span(item.doc, one.start, one.end) for one in here), None)


def _head(document: Document, text: str, now: Mention | None, reasons: Sequence[str], say: Translator) -> None:
    direction = labels.direction(say.language)
    arrow = escape(labels.words(say.language)["arrow"])
    place = escape(place_words(now.place, say) if now else say("meaning_none"))
    score = f" · {now.resolution.score:.2f}" if now and now.resolution and now.place else ""
    why = f'<bdi dir="ltr" lang="en">{escape(now.resolution.reason)}</bdi>' if now and now.resolution else ""
    because = f"{escape(say('why'))}: " if why else ""
    chips = "".join(f'<span class="kh-chip">{escape(say(f"reason_{one}"))}</span>' for one in reasons)
    source = labels.source_words(document.publisher, str(document.published or ""), say.language)
    title = escape(document.title or document.id)
    corrected = ""
    if now and now.corrected_by:
        name = now.place.name if now.place else ""
        corrected = corrected_html("; ".join(now.corrected_by), now.automatic, say, now=name)
    st.html(
        f'<header class="kh-item" dir="{direction}"><p class="kh-sub">{escape(say("record_mention"))} · '
        f'<bdi dir="auto">{title}</bdi> · {escape(source)}</p>'
        f'<h2><bdi dir="auto">{escape(text)}</bdi> {arrow} <bdi dir="auto">{place}</bdi></h2>'
        f'<p class="kh-why">{chips} {because}{why}{score}</p>{corrected}</header>'
    )


def _sentence(document: Document, span: Span, say: Translator) -> str:
    """Return the sentence about a name, in its own direction, with the name marked."""
    text = document.text
    before = [one.end() for one in _ENDS.finditer(text, max(0, span.start - _WIDEST), span.start)]
    after = _ENDS.search(text, span.end, min(len(text), span.end + _WIDEST))
    start = before[-1] if before else max(0, span.start - _WIDEST)
    end = after.end() if after else min(len(text), span.end + _WIDEST)
    direction = "rtl" if labels.direction(document.language) == "rtl" else "auto"
    words = (
        f"{escape(text[start : span.start].lstrip())}<mark>{escape(text[span.start : span.end])}</mark>"
        f"{escape(text[span.end : end].rstrip())}"
    )
    return (
        f'<blockquote class="kh-quote kh-review-quote" dir="{direction}" aria-label="{escape(say("col_quote"))}">'
        f'<bdi dir="{direction}" lang="{escape(document.language)}">{words}</bdi></blockquote>'
    )


@dataclass(frozen=True, slots=True)
class _Act:
    """What the page knows when something is to be done."""

    found: Shown
    span: Span
    now: Mention | None
    chosen: Meaning
    scope: Scope
    siblings: Siblings


def _act(path: Path, item: Item, following: Item | None, act: _Act, key: str, say: Translator) -> None:
    """Show what would change, and offer to keep it, to find it right, or to go on."""
    changed = act.chosen.changed and act.chosen.decision is not None
    reason = ""
    if act.chosen.missing:
        st.caption(f":material/info: {plain_label(act.chosen.missing)}")
    if changed:
        _preview(path, act, key, say)
        reason = actions.reason_box(key, say)
    right = act.now is not None and not act.chosen.changed
    pressed = actions.row(path, item, following, right=right, changed=changed, say=say)
    if pressed:
        _keep(path, item, following, act, reason, confirm=pressed == "confirm", say=say)


def _preview(path: Path, act: _Act, key: str, say: Translator) -> None:
    entries = _entries(path, act, "", preview=True)
    if not entries:
        return
    decided = f"{key}|{act.chosen.decision!r}|{act.scope}|{len(act.siblings.spans[act.scope])}|{act.siblings.decided}"
    found = scope_box.preview_of(path, digest_of(path), decided, entries, say)
    if found is not None:
        scope_box.show_preview(found, entries, say)


def _entries(path: Path, act: _Act, reason: str, *, preview: bool = False) -> list[Entry]:
    """Compose what is to be kept: the place first, where it is new, then what the names mean."""
    by = keeping.by(reason, preview=preview)
    decision, spans = act.chosen.decision, act.siblings.spans[act.scope]
    if decision is None:
        return []
    try:
        found = states.shown_of(path, frozenset(span.doc for span in spans))
        entries = [mention_entry(found, spans, decision, by=by)]
        new = act.chosen.new
        if new is not None and new.place is not None:
            entries.insert(0, place_entry(found, new.place, new.names, by=by))
    except KharitaError as error:
        st.error(plain_label(str(error)))
        return []
    return entries


def _keep(
    path: Path, item: Item, following: Item | None, act: _Act, reason: str, *, confirm: bool, say: Translator
) -> None:
    text = labels.isolated(act.found.document(item.doc).text[act.span.start : act.span.end], say.language)
    if confirm:
        spans = act.siblings.alike[act.scope]
        found = states.shown_of(path, frozenset(span.doc for span in spans))
        entries = [confirm_entry(found, by=keeping.by(), spans=spans)]
        words = say("done_confirmed", what=text, n=f"{len(spans):,}")
    else:
        entries = _entries(path, act, reason)
        decision = act.chosen.decision
        meant = decision_words(decision, say) if decision else ""
        words = say("done_mention", what=text, meaning=meant, n=f"{len(act.siblings.spans[act.scope]):,}")
    if not entries:
        presses.release()
        return
    keeping.keep(path, item, entries, words, say, following=following)


def _document(tables: Tables, span: Span, say: Translator) -> None:
    """Show the document about the name, and what is told in its sentence."""
    rows = tables.documents[tables.documents["id"] == span.doc].to_dict("records")
    if not rows:
        return
    with st.expander(say("document"), expanded=True):
        st.html(role_key(say))
        with st.container(key="kh-document"):
            mentions = tables.mentions.drop(columns="geometry").to_dict("records")
            st.html(marked_text(rows[0], mentions, say, frame=(span.start, span.end)))
        st.html(scroll_script(rows[0], (span.start, span.end)), unsafe_allow_javascript=True)
