"""The list of what waits for a look: filtered, searched, the most urgent first, a few at a time."""

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from geo.showing import labels
from geo.ui.review.items import RECORDS, Item, of_row, open_item
from geo.ui.review.keeping import renew
from geo.ui.review.scope_box import alike
from geo.ui.review.states import queue_of
from geo.ui.review.words import shorten
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace.queue import REASONS, Queue, narrow
from geo.workspace.tables import split

__all__ = ["choose", "following", "title_of"]

AT_ONCE = 10
MOST_SEARCHED = 200_000
_PAGE = "queue_page"


def choose(path: Path, chosen: Item | None, say: Translator) -> tuple[Item | None, Item | None, pd.DataFrame]:
    """Draw the list; return what is chosen (the first where nothing is), what follows it, and the rows listed."""
    queue = queue_of(path)
    st.html(_head(queue, say))
    table = _filtered(queue, say)
    if table.empty:
        st.html(f'<p class="kh-hint">{say("queue_empty") if queue.waiting else say("queue_done")}</p>')
        return chosen, None, table
    if chosen is None:
        chosen = of_row(table.iloc[0])
    _list(path, table, chosen, say)
    return chosen, following(table, chosen), table


def following(table: pd.DataFrame, chosen: Item) -> Item | None:
    """Return what comes after an item: the first where it is none of the list; None where there is nothing else."""
    at = _position(table, chosen)
    if at is None:
        return of_row(table.iloc[0])
    return of_row(table.iloc[(at + 1) % len(table)]) if len(table) > 1 else None


def _position(table: pd.DataFrame, item: Item) -> int | None:
    here = (table["record"] == item.record) & (table["id"] == item.id)
    if item.record == "mention":
        here &= table["doc"] == item.doc
    found = here.to_numpy().nonzero()[0]
    return int(found[0]) if len(found) else None


def _head(queue: Queue, say: Translator) -> str:
    share = queue.reviewed / max(1, queue.reviewed + queue.waiting)
    words = say("queue_counts", waiting=f"{queue.waiting:,}", reviewed=f"{queue.reviewed:,}")
    return (
        f'<div class="kh-progress" dir="{labels.direction(say.language)}"><p>{words}</p>'
        f'<meter min="0" max="1" value="{share:.3f}" aria-hidden="true"></meter></div>'
    )


def _filtered(queue: Queue, say: Translator) -> pd.DataFrame:
    """Offer the filters, and return the rows that pass them."""
    words = st.text_input(
        say("search"),
        key="queue_words",
        max_chars=100,
        placeholder=say("queue_search"),
        icon=":material/search:",
        label_visibility="collapsed",
        on_change=_first_page,
    )
    with st.expander(say("queue_filters"), icon=":material/filter_list:"):
        reasons = st.multiselect(
            say("queue_reasons"),
            REASONS,
            format_func=lambda one: say(f"reason_{one}"),
            key="queue_reasons",
            placeholder=say("any"),
            on_change=_first_page,
        )
        records = st.multiselect(
            say("queue_records"),
            RECORDS,
            format_func=lambda one: say(f"record_{one}"),
            key="queue_records",
            placeholder=say("any"),
            on_change=_first_page,
        )
        publishers = _several("publisher", queue, "publisher", say)
        countries = _several("country", queue, "country", say)
        everything = st.checkbox(say("queue_everything"), key="queue_everything", on_change=_first_page)
    table = narrow(
        queue,
        everything=everything,
        records=records,
        reasons=reasons,
        publishers=publishers,
        countries=countries,
    )
    return _with_words(table, words) if words.strip() else table


def _several(label: str, queue: Queue, column: str, say: Translator) -> list[str]:
    joined = queue.table[column].unique()
    options = sorted({one for text in joined for one in split(str(text))})
    held = st.session_state.get(f"queue_{column}")
    if held:
        st.session_state[f"queue_{column}"] = [one for one in held if one in options]
    return st.multiselect(
        say(f"{label}"),
        options,
        format_func=lambda one: labels.country_name(one, say.language) if column == "country" else one,
        key=f"queue_{column}",
        placeholder=say("any"),
        on_change=_first_page,
    )


def _with_words(table: pd.DataFrame, words: str) -> pd.DataFrame:
    """Return the rows whose name, as written or as placed, has these words, however they are spelled."""
    wanted = alike(words)
    columns = [table[name] for name in ("text", "place", "place_ar")]
    known: dict[str, bool] = {}
    passed = []
    for texts in zip(*columns, strict=True):
        for text in texts:
            if text not in known:
                known[text] = wanted in alike(text)
        passed.append(any(known[text] for text in texts))
    return table[passed]


def _first_page() -> None:
    st.session_state[_PAGE] = 0


def _list(path: Path, table: pd.DataFrame, chosen: Item, say: Translator) -> None:
    pages = (len(table) - 1) // AT_ONCE + 1
    page = min(max(0, int(st.session_state.get(_PAGE, 0))), pages - 1)
    with st.container(key="kh-queue"):
        for number, row in enumerate(table.iloc[page * AT_ONCE : (page + 1) * AT_ONCE].to_dict("records")):
            item = of_row(row)
            st.button(
                _label(row, say),
                key=f"queue_{page}_{number}",
                type="secondary" if item == chosen else "tertiary",
                width="stretch",
                on_click=_open,
                args=(path, item),
            )
    if pages > 1:
        _turn(page, pages, len(table), say)


def _turn(page: int, pages: int, total: int, say: Translator) -> None:
    """Offer the pages of the list."""
    with st.container(key="kh-queue-pages", horizontal=True, vertical_alignment="center", gap="small"):
        back, on = (
            ("chevron_right", "chevron_left")
            if labels.direction(say.language) == "rtl"
            else (
                "chevron_left",
                "chevron_right",
            )
        )
        st.button(
            say("queue_back"),
            key="queue_back",
            icon=f":material/{back}:",
            disabled=not page,
            on_click=_go,
            args=(page - 1,),
        )
        st.caption(
            say("table_part", first=page * AT_ONCE + 1, last=min(total, (page + 1) * AT_ONCE), total=f"{total:,}")
        )
        st.button(
            say("queue_on"),
            key="queue_on",
            icon=f":material/{on}:",
            disabled=page + 1 >= pages,
            on_click=_go,
            args=(page + 1,),
        )


def _go(page: int) -> None:
    st.session_state[_PAGE] = page


def _open(path: Path, item: Item) -> None:
    renew(path, item)
    open_item(item)


def _label(row: Any, say: Translator) -> str:
    """Write a row of the list: what it is, and in small letters why it is there."""
    reasons = [say(f"reason_{one}") for one in row["reasons"]]
    if row["corrected_by"]:
        reasons.append(f"✓ {row['corrected_by']}")
    publisher = shorten(str(row["publisher"]), 40)
    small = " · ".join(part for part in (*reasons, publisher) if part)
    return f"**{plain_label(title_of(row, say))}** :small[{plain_label(small)}]"


def title_of(row: Any, say: Translator) -> str:
    """Name a row of the queue: a name with its place, or what happened or moved where."""
    language = say.language
    arrow = labels.words(language)["arrow"]
    if row["record"] == "mention":
        place = labels.isolated(labels.place_name(str(row["place"]), str(row["place_ar"]), language), language)
        return f"{labels.isolated(shorten(str(row['text']), 40), language)} {arrow} {place or say('unresolved')}"
    if row["record"] == "flow":
        names = str(row["place"]).split("\t"), str(row["place_ar"]).split("\t")
        ends = {"origin": names[0][0], "destination": names[0][-1]}
        return labels.flow_title(ends | {"origin_ar": names[1][0], "destination_ar": names[1][-1]}, language)
    return labels.event_title(row, language)
