"""The filters at the side: one widget a criterion, with what occurs in the workspace; and the filter that they make.

Each widget's state stands in the session under its own key, so that the map can read it without drawing the widgets.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from geo.errors import FilterError
from geo.showing import labels
from geo.showing.choices import Choices, choices
from geo.showing.terms import term
from geo.ui import address, state
from geo.ui.chrome import Opened
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace.criteria import CREDIBILITIES, RELIABILITIES
from geo.workspace.filters import Filter

__all__ = ["choose_filters", "choose_words", "clear_if_asked", "criteria", "reset", "safe_criteria"]

_LISTS = {
    "type": "types",
    "status": "statuses",
    "country": "countries",
    "actor": "actors",
    "side": "sides",
    "publisher": "publishers",
    "claimant": "claimants",
    "reliability": "reliabilities",
    "credibility": "credibilities",
}
_NUMBERS = {"precision": "min_precision", "min_claimants": "min_claimants", "score": "min_score"}
_CLEAR = "clear_filters"
_PRECISIONS = (None, 1, 2, 3, 4, 5, 6)
_CLAIMANTS = (None, 2, 3, 4, 5)
_SCORES = (None, 0.3, 0.5, 0.7, 0.8, 0.9)


def criteria(*, days: bool = True) -> Filter:
    """Return the filter that the widgets are set to; without its dates on wish.

    Raises
    ------
    FilterError
        For words of a link that cannot be; the widgets themselves offer only what can.
    """
    held = st.session_state
    values: dict[str, Any] = {name: tuple(held.get(key) or ()) for key, name in _LISTS.items()}
    values |= {name: held.get(key) for key, name in _NUMBERS.items()}
    first, last = _days() if days else (None, None)
    return Filter(**values, text=held.get("q") or "", dates=held.get("dates") or "event", date_from=first, date_to=last)


def _days() -> tuple[date | None, date | None]:
    """Return the days chosen; none where all are: then what has no date stays."""
    chosen, offered = st.session_state.get("days"), st.session_state.get("days_offered")
    if not isinstance(chosen, tuple) or len(chosen) != 2 or chosen == offered:
        return None, None
    return chosen


def reset() -> None:
    """Ask for every filter to be cleared: `clear_if_asked` does it."""
    st.session_state[_CLEAR] = True
    state.changed()


def clear_if_asked() -> None:
    """Clear every filter where the reader asked for it; to be called before the widgets are drawn.

    Streamlit tells the browser of a state only where it was set in the same run.
    """
    if st.session_state.pop(_CLEAR, False):
        address.empty(*address.FILTERS)
        state.forget_brush()


def choose_words(say: Translator) -> None:
    """Offer to search the sentences and names."""
    st.text_input(
        say("search"),
        key="q",
        persist_state="session",
        placeholder=say("search_hint"),
        max_chars=200,
        on_change=state.changed,
        icon=":material/search:",
    )


def choose_filters(opened: Opened, say: Translator) -> None:
    """Offer the criteria for what occurs in the workspace."""
    offered = _choices(opened.key, opened)
    language = say.language
    _several("type", offered.types, lambda value: labels.type_words(value, language), say)
    _several("status", offered.statuses, lambda value: labels.status_words(value, language), say)
    _several("country", offered.countries, lambda value: labels.country_name(value, language), say)
    _several("actor", offered.actors, str, say)
    with st.expander(say("more")):
        _several("side", offered.sides, str, say)
        _several("publisher", offered.publishers, str, say)
        _several("claimant", offered.claimants, str, say)
        _one("precision", _PRECISIONS, lambda code: labels.precision_words(int(code), language), say)
        _one("score", _SCORES, lambda score: say("score_least", score=f"{score:.0%}"), say)
        _one("min_claimants", _CLAIMANTS, lambda n: say("claimants_least", n=n), say)
        _several("reliability", RELIABILITIES, lambda code: f"{code} {term('reliability', code, language)}", say)
        _several("credibility", CREDIBILITIES, lambda code: f"{code} {term('credibility', code, language)}", say)
    st.button(say("reset"), on_click=reset, type="tertiary", icon=":material/filter_alt_off:")


def _several(key: str, values: Sequence[str], words: Callable[[str], str], say: Translator) -> None:
    address.fitting(key, values)
    if values:
        st.multiselect(
            say(key),
            values,
            format_func=words,
            key=key,
            persist_state="session",
            placeholder=say("any"),
            on_change=state.changed,
        )


def _one(key: str, values: Sequence[Any], words: Callable[[Any], str], say: Translator) -> None:
    if st.session_state.get(key) not in values:
        st.session_state.pop(key, None)
    st.selectbox(
        say(key),
        values,
        format_func=lambda value: say("any") if value is None else words(value),
        key=key,
        persist_state="session",
        on_change=state.changed,
    )


@st.cache_resource(max_entries=3, show_spinner=False)
def _choices(key: Any, _opened: Opened) -> Choices:  # noqa: ARG001  (the key names the content)
    return choices(_opened.snapshot.facts)


def safe_criteria(*, days: bool = True) -> Filter:
    """Return the filter; where it cannot be, none, and say why."""
    try:
        return criteria(days=days)
    except FilterError as error:
        st.error(plain_label(str(error)))
        return Filter()
