"""An event or a flow with all that tells it: found right, its fields corrected, put together, taken apart, deleted."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from geo.errors import KharitaError
from geo.model import Place
from geo.showing import labels
from geo.showing.dossier import Dossier, dossier
from geo.ui.document import marked_text, role_key, scroll_script
from geo.ui.dossier import head_html, tellings_html
from geo.ui.review import actions, arrange_box, keeping, record_form, scope_box, states
from geo.ui.review.items import Item, open_item, widget_key
from geo.ui.review.words import corrected_html, field_name, row_values
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace.corrections.compose import Named, Shown, change_entry, confirm_entry, tellings_of
from geo.workspace.corrections.entries import Entry
from geo.workspace.corrections.log import digest_of
from geo.workspace.geopackage import read_columns
from geo.workspace.tables import Tables

__all__ = ["acled_of", "show"]

_TELLING = "review_telling"


def show(path: Path, item: Item, following: Item | None, reasons: Sequence[str], say: Translator) -> None:
    """Draw an event or flow with what can be said of it."""
    tables = states.record_tables(path, item.record, item.id)
    told = dossier(tables, item.record, item.id, say.language)
    if told is None:
        _follow(path, item)
        st.info(say("review_gone"), icon=":material/info:")
        return
    tellings = tellings_of(tables, item.record, item.id)
    if tellings:
        st.session_state[_TELLING] = (item, tellings[0])
    found = states.shown_of(path, frozenset(one.doc for one in tellings))
    keeping.basis_of(path, item, found.log)
    _head(tables, item, told, reasons, say)
    try:
        records = [found.telling(named) for named in tellings]
    except KharitaError as error:  # the log is ahead of the tables: what was kept is not shown yet
        st.info(f"{say('review_behind')} {plain_label(str(error))}", icon=":material/hourglass_top:")
        return
    key = widget_key("r", item)
    with st.container(key="kh-choosing"):
        left, right = st.columns([6, 5], gap="medium")
        with left:
            held = record_form.values_of_tellings(records)
            nearby = _nearby(found, tellings)
            after = record_form.edit(item.record, held, key, nearby, found.log.own_places, say)
        with right:
            _told(tables, told, key, say)
    changed = record_form.changed_fields(held, after)
    _act(path, item, following, found, tellings, changed, key, say)
    arrange_box.show(path, item, following, found, tellings, told, key, say)


def _follow(path: Path, item: Item) -> None:
    """Go on to the record that tells what this one told: put together or taken apart, it may have another id."""
    held: tuple[Item, Named] | None = st.session_state.pop(_TELLING, None)
    if held is None or held[0] != item:
        return
    columns = read_columns(path, "evidence", ("record", "record_id", "doc", "telling_id"))
    rows = zip(*(columns[name] for name in ("record", "record_id", "doc", "telling_id")), strict=True)
    found = next((key for record, key, *named in rows if record == item.record and Named(*named) == held[1]), None)
    if found is not None:
        open_item(Item(item.record, found))
        st.rerun()


def _nearby(found: Shown, tellings: Sequence[Named]) -> list[Place]:
    """Return the places that the documents name, those first that are named most."""
    counted: dict[str, tuple[int, Place]] = {}
    for doc in dict.fromkeys(named.doc for named in tellings):
        for mention in found.readings[doc].mentions:
            if mention.place:
                n, _ = counted.get(mention.place.id, (0, mention.place))
                counted[mention.place.id] = (n + 1, mention.place)
    return [place for _, place in sorted(counted.values(), key=lambda one: -one[0])]


def _head(tables: Tables, item: Item, told: Dossier, reasons: Sequence[str], say: Translator) -> None:
    rows: Any = tables.events if item.record == "event" else tables.flows
    row = rows.iloc[0]
    direction = labels.direction(say.language)
    chips = "".join(f'<span class="kh-chip">{escape(say(f"reason_{one}"))}</span>' for one in reasons)
    st.html(head_html(told, "", say))
    corrected = corrected_html(
        str(row["corrected_by"]), str(row["automatic"]), say, now=row_values(rows.to_dict("records"))
    )
    if chips or corrected:
        st.html(f'<div class="kh-item" dir="{direction}">{chips}{corrected}</div>')
    for clause in told.disagreements:
        st.html(f'<p class="kh-note" dir="{direction}">{escape(clause)}</p>')


def _told(tables: Tables, told: Dossier, key: str, say: Translator) -> None:
    """Show every telling, and the document of one of them."""
    with st.container(key="kh-review-told"):
        at = told.shown
        if len(told.told) > 1:
            at = st.selectbox(
                say("document_beside"),
                range(len(told.told)),
                index=told.shown,
                format_func=lambda number: f"{number + 1} · {told.told[number].telling.source}",
                key=f"beside_{key}",
            )
        if not told.told:
            return
        st.html(tellings_html(told.told, lambda _: "", at, say))
        if told.more:
            st.html(f'<p class="kh-more">{say("more_tellings", n=told.more)}</p>')
    one = told.told[at]
    rows = tables.documents[tables.documents["id"] == one.telling.doc].to_dict("records")
    if not rows:
        return
    mentions = tables.mentions[tables.mentions["doc"] == one.telling.doc].drop(columns="geometry").to_dict("records")
    with st.expander(say("document"), expanded=True):
        st.html(role_key(say))
        with st.container(key="kh-document"):
            st.html(marked_text(rows[0], mentions, say, frame=(one.start, one.end)))
        st.html(scroll_script(rows[0], (one.start, one.end)), unsafe_allow_javascript=True)


def acled_of(changed: dict[str, Any], held: dict[str, Any]) -> str | None:
    """Return ACLED's event type where a type or mode is another one, else None."""
    from geo.pipeline import acled_type

    if not {"type", "mode"} & changed.keys() or "type" not in {**held, **changed}:
        return None
    both = {**held, **changed}
    return acled_type(both["type"], both.get("mode", ""))


def _act(
    path: Path,
    item: Item,
    following: Item | None,
    found: Shown,
    tellings: Sequence[Named],
    changed: dict[str, Any],
    key: str,
    say: Translator,
) -> None:
    """Show what would change, and offer to keep it, to find it right, or to go on."""
    held = record_form.values_of_tellings([found.telling(named) for named in tellings])
    entry = _change(found, tellings, changed, held) if changed else None
    reason = ""
    if entry is not None:
        shown = scope_box.preview_of(path, digest_of(path), f"{key}|{changed!r}", [entry], say)
        if shown is not None:
            scope_box.show_preview(shown, [entry], say)
        reason = actions.reason_box(key, say)
    pressed = actions.row(path, item, following, right=not changed, changed=entry is not None, say=say)
    title = labels.isolated(_title(path, item, say), say.language)
    if pressed == "confirm":
        right = confirm_entry(found, by=keeping.by(), tellings=tellings)
        words = say("done_confirmed", what=title, n=len(tellings))
        keeping.keep(path, item, [right], words, say, following=following)
    if pressed == "keep" and entry is not None:
        fields = labels.words(say.language)["comma"].join(field_name(one, say) for one in changed)
        words = say("done_changed", what=title, fields=fields)
        keeping.keep(path, item, [replace(entry, reason=reason.strip())], words, say)


def _title(path: Path, item: Item, say: Translator) -> str:
    found = dossier(states.record_tables(path, item.record, item.id), item.record, item.id, say.language)
    return found.title if found else item.id


def _change(found: Shown, tellings: Sequence[Named], changed: dict[str, Any], held: dict[str, Any]) -> Entry | None:
    try:
        return change_entry(found, tellings, changed, by=keeping.by(preview=True), acled=acled_of(changed, held))
    except KharitaError as error:
        st.error(plain_label(str(error)))
        return None
