"""What the review page looks at: a mention, an event or a flow, named in the address."""

from typing import Any, NamedTuple

import streamlit as st

__all__ = ["Item", "address_of", "chosen_item", "of_row", "open_item", "parse_item", "widget_key"]

RECORDS = ("mention", "event", "flow")
_CHOSEN, _READ = "review_item", "review_item_read"
_MAX = 1_000


class Item(NamedTuple):
    """A mention by its document and id, an event or flow by its id."""

    record: str
    id: str
    doc: str = ""


def parse_item(text: str) -> Item | None:
    """Read an item from an address; None for what is none.

    Examples
    --------
    >>> parse_item("event:e-1"), parse_item("mention:a:b:m-1"), parse_item("place:x")
    (Item(record='event', id='e-1', doc=''), Item(record='mention', id='m-1', doc='a:b'), None)
    """
    record, _, rest = text.partition(":")
    if record not in RECORDS or not 0 < len(rest) <= _MAX:
        return None
    if record != "mention":
        return Item(record, rest)
    doc, colon, identity = rest.rpartition(":")
    return Item(record, identity, doc) if colon and doc and identity else None


def address_of(item: Item) -> str:
    """Write an item as an address does."""
    return ":".join(part for part in (item.record, item.doc, item.id) if part)


def of_row(row: Any) -> Item:
    """Name the item of a row of the queue."""
    return Item(str(row["record"]), str(row["id"]), str(row["doc"]) if row["record"] == "mention" else "")


def open_item(item: Item | None) -> None:
    """Let the page show this item; None: whatever is first."""
    if item is None:
        st.session_state.pop(_CHOSEN, None)
    else:
        st.session_state[_CHOSEN] = address_of(item)


def chosen_item() -> Item | None:
    """Return what the reader chose last: by the address or in the list."""
    named = str(st.query_params.get("item", ""))
    if named and named != st.session_state.get(_READ):
        st.session_state[_READ] = named
        if parse_item(named) is not None:
            st.session_state[_CHOSEN] = named
    return parse_item(str(st.session_state.get(_CHOSEN, "")))


def note_address(item: Item) -> str:
    """Return what the address is to say of an item, as read already."""
    st.session_state[_READ] = address_of(item)
    return address_of(item)


def widget_key(name: str, item: Item) -> str:
    """Name a widget for one item: another item's is drawn anew."""
    return f"{name}_{address_of(item)}"
