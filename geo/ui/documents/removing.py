"""Removing documents: what rests on them alone is said before, and the work goes on outside of the page."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from geo.errors import WorkspaceError
from geo.showing import labels
from geo.ui import author, workspaces
from geo.ui.documents import listing, work
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace.resting import Counts, Resting, resting_on

__all__ = ["counts_words", "show"]

MOST_AT_ONCE = 500
_CHOSEN, _FAULT = "removing", "removing_fault"


def show(path: Path, shown: str | None, say: Translator) -> None:
    """Offer to remove documents of a workspace; ``shown`` is the one that the page shows."""
    titles = listing.titles(path)
    st.session_state[_CHOSEN] = [doc for doc in st.session_state.get(_CHOSEN, ()) if doc in titles]
    with st.expander(say("remove_title"), icon=":material/delete:", expanded=bool(st.session_state[_CHOSEN])):
        fault = st.session_state.pop(_FAULT, "")
        if fault:
            st.error(plain_label(fault))
        first = [shown] if shown in titles else []
        options = [*first, *(doc for doc in list(titles)[: listing.MOST_LISTED] if doc != shown)]
        options += [doc for doc in st.session_state[_CHOSEN] if doc not in set(options)]
        chosen = st.multiselect(
            say("remove_choose"),
            options,
            format_func=lambda doc: titles[doc] if titles[doc] == doc else f"{titles[doc]} ({doc})",
            key=_CHOSEN,
            max_selections=MOST_AT_ONCE,
            placeholder=say("search"),
        )
        if chosen:
            _confirm(path, [str(doc) for doc in chosen], say)


def _confirm(path: Path, chosen: Sequence[str], say: Translator) -> None:
    found = _resting(str(path), workspaces.stamp(path), tuple(sorted(chosen)))
    lines = [
        say("remove_sure", documents=labels.counted("documents", len(chosen), say.language)),
        say("remove_goes", counts=counts_words(found.goes, say)),
        say("remove_stays", counts=counts_words(found.stays, say)),
    ]
    direction = labels.direction(say.language)
    st.html(f'<div class="kh-note" dir="{direction}">{"".join(f"<p>{escape(line)}</p>" for line in lines)}</div>')
    st.button(
        say("remove_now"),
        type="primary",
        icon=":material/delete:",
        on_click=_remove,
        args=(path, tuple(chosen)),
        key="removing_now",
    )


def counts_words(counts: Counts, say: Translator) -> str:
    """Say how many events, flows and places."""
    named = {"events": counts.events, "flows": counts.flows, "places": counts.places}
    return labels.words(say.language)["comma"].join(labels.counted(name, n, say.language) for name, n in named.items())


@st.cache_resource(max_entries=8, show_spinner=False)
def _resting(path: str, stamp: workspaces.Stamp, documents: tuple[str, ...]) -> Resting:  # noqa: ARG001  (part of the key)
    return resting_on(Path(path), documents)


def _remove(path: Path, documents: tuple[str, ...]) -> None:
    try:
        work.registry().remove(path, documents, by=author.name())
    except WorkspaceError as error:
        st.session_state[_FAULT] = str(error)
        return
    st.session_state[_CHOSEN] = []
