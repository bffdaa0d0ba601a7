"""Which tellings are one event or flow: two records put together, tellings taken out of one, one deleted."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import streamlit as st

from geo.errors import KharitaError
from geo.showing import labels
from geo.showing.dossier import Dossier
from geo.ui import author, workspaces
from geo.ui.review import keeping, presses, states
from geo.ui.review.items import Item
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace.corrections.compose import Named, Shown, apart_entry, delete_entry, tellings_of, together_entry
from geo.workspace.geopackage import read_columns
from geo.workspace.tables import split

__all__ = ["show"]

MOST_OFFERED = 200
_NEAR_DAYS = 7
_COLUMNS = {
    "event": ("event_id", "type", "place_id", "place", "place_ar", "date_from", "date_to"),
    "flow": (
        "id",
        "origin_id",
        "origin",
        "origin_ar",
        "destination_id",
        "destination",
        "destination_ar",
        "date_from",
        "date_to",
    ),
}


def show(
    path: Path,
    item: Item,
    following: Item | None,
    found: Shown,
    tellings: Sequence[Named],
    told: Dossier,
    key: str,
    say: Translator,
) -> None:
    """Offer to put this record together with another, to take tellings out of it, and to delete it."""
    with st.expander(say("arrange"), icon=":material/call_split:"):
        _merge(path, item, tellings, told, key, say)
        if len(tellings) > 1:
            _split(path, item, found, tellings, told, key, say)
        _delete(path, item, following, found, tellings, told, key, say)


def _merge(path: Path, item: Item, tellings: Sequence[Named], told: Dossier, key: str, say: Translator) -> None:
    linked = {link.id for link in told.links}
    table = _near(str(path), workspaces.stamp(path), item.record, item.id, frozenset(linked))
    titles = dict(zip(table["id"], _titles(table, item.record, say), strict=True))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        other = st.selectbox(
            say("merge_with"),
            list(titles),
            index=None,
            format_func=titles.__getitem__,
            key=f"merge_{key}",
            placeholder=say("merge_hint"),
        )
        pressed = presses.button(
            say("merge_now"),
            "merge_now",
            scope=key,
            icon=":material/merge:",
            disabled=other is None or not author.name(),
        )
    if not pressed or other is None:
        return
    more = tellings_of(states.record_tables(path, item.record, other), item.record, other)
    both = (*tellings, *more)
    try:
        whole = states.shown_of(path, frozenset(one.doc for one in both))
        entry = together_entry(whole, both, by=keeping.by())
    except KharitaError as error:
        presses.release()
        st.error(plain_label(str(error)))
        return
    keeping.keep(path, item, [entry], say("done_merged", what=told.title, other=titles[other]), say)


def _split(
    path: Path, item: Item, found: Shown, tellings: Sequence[Named], told: Dossier, key: str, say: Translator
) -> None:
    names = {Named(one.telling.doc, one.id.rsplit(":", 2)[1]): n for n, one in enumerate(told.told)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.multiselect(
            say("split_off"),
            [named for named in tellings if named in names],
            format_func=lambda one: f"{names[one] + 1} · {told.told[names[one]].telling.source}",
            key=f"split_{key}",
            placeholder=say("split_hint"),
        )
        pressed = presses.button(
            say("split_now"),
            "split_now",
            scope=key,
            icon=":material/call_split:",
            disabled=not chosen or len(chosen) == len(tellings) or not author.name(),
        )
    if pressed:
        entry = apart_entry(found, chosen, by=keeping.by())
        keeping.keep(path, item, [entry], say("done_split", what=told.title, n=len(chosen)), say)


def _delete(
    path: Path,
    item: Item,
    following: Item | None,
    found: Shown,
    tellings: Sequence[Named],
    told: Dossier,
    key: str,
    say: Translator,
) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input(
            say("delete_reason"), key=f"delete_reason_{key}", max_chars=2000, placeholder=say("delete_hint")
        )
        pressed = presses.button(
            say("delete_now"), "delete_now", scope=key, icon=":material/delete:", disabled=not author.name()
        )
    if pressed:
        entry = delete_entry(found, tellings, by=keeping.by(reason))
        keeping.keep(path, item, [entry], say("done_deleted", what=told.title), say, following=following)


def _titles(table: pd.DataFrame, record: str, say: Translator) -> list[str]:
    name = labels.event_title if record == "event" else labels.flow_title
    return [
        f"{name(row, say.language)} · {labels.date_words(row['date_from'], row['date_to'], say.language)}"
        for row in table.to_dict("records")
    ]


@st.cache_resource(max_entries=16, show_spinner=False)
def _near(
    path: str,
    stamp: workspaces.Stamp,  # noqa: ARG001  (part of the key)
    record: str,
    identity: str,
    linked: frozenset[str],
) -> pd.DataFrame:
    """Return the records of a kind that are most like one: linked to it, at its places, of its type, on its days."""
    columns = read_columns(Path(path), "events" if record == "event" else "flows", _COLUMNS[record])
    table = pd.DataFrame(columns, dtype=object).rename(columns={"event_id": "id"})
    own = table[table["id"] == identity]
    table = table[table["id"] != identity].drop_duplicates("id")
    if own.empty:
        return table.head(0)
    ends = ("place_id",) if record == "event" else ("origin_id", "destination_id")
    near = 4.0 * table["id"].isin(linked)
    for end in ends:
        near = near + 2.0 * table[end].isin(set(own[end]) - {""})
    if record == "event":
        near = near + 1.0 * table["type"].isin(set(own["type"]))
    day = _day(str(own["date_from"].iloc[0]))
    if day is not None:
        near = near + [_nearness(_day(str(other)), day) for other in table["date_from"]]
    order = near.astype(float).sort_values(ascending=False, kind="stable").index[:MOST_OFFERED]
    return table.loc[order]


def _nearness(one: date | None, other: date) -> float:
    return max(0.0, 1.0 - abs((one - other).days) / _NEAR_DAYS) if one else 0.0


def _day(text: str) -> date | None:
    parts = split(text)
    try:
        return date.fromisoformat(parts[0]) if parts else None
    except ValueError:
        return None
