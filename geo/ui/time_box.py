"""When: a histogram to brush, and a slider that says the same for the keyboard; of events, or of reports."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

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
_LIGHT = "#c9d3dc"
_EPOCH = date(1970, 1, 1).toordinal()


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
    state.forget_brush()
    state.changed()


def _by_slider() -> None:
    state.forget_brush()
    state.changed()


def _draw_bars(bins: Sequence[int], begin: date, end: date, say: Translator) -> None:
    chosen = st.session_state["days"]
    days = (end - begin).days + 1
    edges = [begin.toordinal() + place * days / len(bins) for place in range(len(bins) + 1)]
    table = [
        {
            "from": _moment(low),
            "to": _moment(high),
            "n": n,
            "chosen": chosen[0].toordinal() < high and low < chosen[1].toordinal() + 1,
        }
        for (low, high), n in zip(pairwise(edges), bins, strict=True)
    ]
    key = f"bars_{state.brush_turn()}"
    st.vega_lite_chart(
        _chart(table, say),
        key=key,
        on_select=lambda: _by_brush(key, begin, end),
        selection_mode=_BRUSH,
        alt=say("bars_alt", first=begin.isoformat(), last=end.isoformat(), n=sum(bins)),
    )


def _chart(table: Sequence[Mapping[str, Any]], say: Translator) -> dict[str, Any]:
    """Return the histogram as Vega-Lite: bars between two moments, those within the days chosen in colour."""
    colour = style.load_palette().families["verbal_cooperation"][0]
    time: dict[str, Any] = {"type": "temporal", "axis": None, "bin": "binned"}
    domain = [table[0]["from"], table[-1]["to"]]
    return {
        "data": {"values": list(table)},
        "mark": {"type": "bar", "binSpacing": 1},
        "height": HEIGHT,
        "padding": 0,
        "params": [{"name": _BRUSH, "select": {"type": "interval", "encodings": ["x"]}}],
        "encoding": {
            "x": {"field": "from", **time, "scale": {"domain": domain}},
            "x2": {"field": "to"},
            "y": {"field": "n", "type": "quantitative", "axis": None},
            "color": {"condition": {"test": "datum.chosen", "value": colour}, "value": _LIGHT},
            "tooltip": [
                {"field": "from", "type": "temporal", "title": say("when"), "format": "%Y-%m-%d"},
                {"field": "n", "type": "quantitative", "title": say("records")},
            ],
        },
        "config": {"view": {"strokeWidth": 0}},
    }


def _moment(ordinal: float) -> int:
    """Return the milliseconds since 1970 of a day's number, with its fraction."""
    return round((ordinal - _EPOCH) * 86_400_000)


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
