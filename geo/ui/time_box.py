"""When: a histogram to brush, and a slider that says the same for the keyboard; of events, or of reports."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from geo.showing import style
from geo.ui import address, state
from geo.ui.chrome import Opened
from geo.ui.explored import timeline_of
from geo.ui.filter_box import safe_criteria
from geo.ui.strings import Translator

__all__ = ["choose_days"]

HEIGHT = 64
_BRUSH = "brush"
_TURN = "brush_turn"
_LIGHT = "#c9d3dc"


def choose_days(opened: Opened, say: Translator) -> None:
    """Offer the days between the first and the last that occur; all of them: then what has no date stays."""
    st.segmented_control(
        say("dates"),
        ("event", "report"),
        format_func=lambda name: say(f"dates_{name}"),
        key="dates",
        default="event",
        persist_state="session",
        on_change=_other_dates,
        help=say("dates_help"),
    )
    bins, first, last = timeline_of(opened, safe_criteria(days=False))
    if not first or first == last:
        st.session_state["days_offered"] = None
        return
    begin, end = date.fromordinal(first), date.fromordinal(last)
    st.session_state["days_offered"] = (begin, end)
    st.session_state.setdefault("days", (begin, end))
    address.fitting_days(begin, end)
    _draw_bars(bins, begin, end, say)
    st.slider(
        say("when"),
        begin,
        end,
        format="YYYY-MM-DD" if say.spoken == "ar" else "D MMM YYYY",
        key="days",
        persist_state="session",
        label_visibility="collapsed",
        on_change=_by_slider,
    )


def _other_dates() -> None:
    """Start with all days when other dates are asked for: a day of reports is no day of events."""
    st.session_state.pop("days", None)
    _forget_brush()
    state.changed()


def _by_slider() -> None:
    _forget_brush()
    state.changed()


def _forget_brush() -> None:
    """Draw the histogram anew, without the brush: it no longer says what is chosen."""
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _draw_bars(bins: Sequence[int], begin: date, end: date, say: Translator) -> None:
    chosen = st.session_state["days"]
    days = (end - begin).days + 1
    edges = [begin.toordinal() + place * days / len(bins) for place in range(len(bins) + 1)]
    table = pd.DataFrame(
        {
            "from": [_moment(edge) for edge in edges[:-1]],
            "to": [_moment(edge) for edge in edges[1:]],
            "n": bins,
            "chosen": [
                chosen[0].toordinal() < high and low < chosen[1].toordinal() + 1 for low, high in pairwise(edges)
            ],
        }
    )
    colour = style.load_palette().families["verbal_cooperation"][0]
    chart = (
        alt.Chart(table)
        .mark_bar(binSpacing=1)
        .encode(
            x=alt.X(
                "from:T", bin="binned", axis=None, scale=alt.Scale(domain=[table["from"].iloc[0], table["to"].iloc[-1]])
            ),
            x2="to:T",
            y=alt.Y("n:Q", axis=None),
            color=alt.condition("datum.chosen", alt.value(colour), alt.value(_LIGHT)),
            tooltip=[
                alt.Tooltip("from:T", title=say("when"), format="%Y-%m-%d"),
                alt.Tooltip("n:Q", title=say("records")),
            ],
        )
        .add_params(alt.selection_interval(name=_BRUSH, encodings=["x"]))
        .properties(height=HEIGHT, padding=0)
        .configure_view(strokeWidth=0)
    )
    key = f"bars_{st.session_state.get(_TURN, 0)}"
    st.altair_chart(
        chart,
        key=key,
        on_select=lambda: _by_brush(key, begin, end),
        selection_mode=_BRUSH,
        alt=say("bars_alt", first=begin.isoformat(), last=end.isoformat(), n=sum(bins)),
    )


def _moment(ordinal: float) -> datetime:
    day = datetime.fromordinal(int(ordinal)).replace(tzinfo=UTC)
    return day + pd.Timedelta(days=ordinal - int(ordinal)).to_pytimedelta()


def _by_brush(key: str, begin: date, end: date) -> None:
    """Choose the days that were brushed; all of them where the brush was taken away."""
    told: Any = st.session_state.get(key) or {}
    span = (told.get("selection", {}).get(_BRUSH) or {}).get("from")
    if span:
        low, high = (datetime.fromtimestamp(float(value) / 1000, tz=UTC).date() for value in (min(span), max(span)))
        st.session_state["days"] = (max(begin, min(low, end)), min(end, max(high, begin)))
    else:
        st.session_state["days"] = (begin, end)
    state.changed()
