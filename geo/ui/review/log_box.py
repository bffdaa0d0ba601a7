"""The corrections that were made: who, when, what, why; undone one by one; and how often the reading was right."""

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from geo.showing import labels
from geo.ui import author, workspaces
from geo.ui.review import exchange_box, keeping, presses
from geo.ui.review.words import field_name, shorten, value_words, when_words
from geo.ui.strings import Translator
from geo.workspace.corrections.accuracy import Accuracy, Share, accuracy
from geo.workspace.corrections.log import digest_of, read_log
from geo.workspace.geopackage import read_columns, read_readings
from geo.workspace.serialise import from_json

__all__ = ["show"]

AT_ONCE = 15
MOST_JUDGED = 3_000  # documents whose readings are held against what was decided
_COLUMNS = (
    "id",
    "state",
    "action",
    "author",
    "changed",
    "reason",
    "docs",
    "subject",
    "before",
    "after",
    "undoes",
    "why",
)


def show(path: Path, say: Translator) -> None:
    """Draw the log of a workspace, the newest first, what it teaches, and the exchange with colleagues."""
    rows = _rows(str(path), workspaces.stamp(path), digest_of(path))
    _accuracy_line(path, say)
    lost = rows[rows["state"] == "orphan"]
    if len(lost):
        st.html(f'<h2 class="kh-part">{escape(say("log_orphans", n=len(lost)))}</h2>')
        st.html(f'<p class="kh-hint">{escape(say("log_orphans_hint"))}</p>')
        for row in lost.head(AT_ONCE).to_dict("records"):
            _entry(path, row, "lost", say)
    st.html(f'<h2 class="kh-part">{escape(say("log_title", n=len(rows)))}</h2>')
    if rows.empty:
        st.html(f'<p class="kh-hint">{escape(say("log_empty"))}</p>')
    else:
        _listed(path, rows, say)
    exchange_box.show(path, say)


@st.cache_resource(max_entries=4, show_spinner=False)
def _rows(path: str, stamp: workspaces.Stamp, digest: str) -> pd.DataFrame:  # noqa: ARG001  (part of the key)
    table = pd.DataFrame(read_columns(Path(path), "corrections", _COLUMNS), dtype=object)
    return table.iloc[::-1].reset_index(drop=True)


def _listed(path: Path, rows: pd.DataFrame, say: Translator) -> None:
    authors = sorted(set(rows["author"]))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(say("search"), key="log_words", max_chars=100, placeholder=say("log_search"))
        by = st.selectbox(say("log_author"), authors, index=None, key="log_author", placeholder=say("any"))
    if by:
        rows = rows[rows["author"] == by]
    if words.strip():
        wanted = words.strip().casefold()
        columns = [rows[name].str.casefold() for name in ("subject", "reason", "after", "author")]
        rows = rows[[any(wanted in text for text in texts) for texts in zip(*columns, strict=True)]]
    shown = st.session_state.get("log_shown", AT_ONCE)
    for row in rows.head(shown).to_dict("records"):
        _entry(path, row, "log", say)
    if len(rows) > shown:
        st.button(say("log_more", n=len(rows) - shown), key="log_more", on_click=_more, args=(shown,))


def _more(shown: int) -> None:
    st.session_state["log_shown"] = shown + AT_ONCE


def _entry(path: Path, row: Mapping[Any, Any], where: str, say: Translator) -> None:
    undoing = row["action"] == "undo"
    with st.container(key=f"kh-{where}-{row['id']}", horizontal=True, vertical_alignment="center"):
        st.html(_entry_html(row, say), width="stretch")
        if row["state"] in ("in force", "orphan") or (undoing and row["state"] == "undo"):
            pressed = presses.button(
                say("log_redo" if undoing else "review_undo"),
                f"undo_{where}_{row['id']}",
                icon=":material/undo:",
                disabled=not author.name(),
            )
            if pressed:
                keeping.undo(path, [str(row["id"])], shorten(str(row["subject"]), 40), say)


def _entry_html(row: Mapping[Any, Any], say: Translator) -> str:
    direction = labels.direction(say.language)
    state = str(row["state"]).replace(" ", "_")
    subject = shorten(str(row["subject"]), 80)
    arrow = labels.words(say.language)["arrow"]
    before, after = (_values(str(row[name]), say) for name in ("before", "after"))
    change = f" {arrow} ".join(part for part in (before, after) if part)
    state_words, action = escape(say(f"state_{state}")), escape(say(f"action_{row['action']}"))
    head = f'<span class="kh-state kh-state-{state}">{state_words}</span> <b>{action}</b>'
    after_time = [shorten(str(row["reason"]), 160), str(row["why"])]
    foot = "".join(f' · <bdi dir="auto">{escape(one)}</bdi>' for one in after_time if one)
    who = f'<bdi dir="auto">{escape(str(row["author"]))}</bdi> · {escape(when_words(str(row["changed"])))}'
    told = f'<p class="kh-log-change">{escape(change)}</p>' if change else ""
    lines = (
        f'<p class="kh-log-head">{head} <bdi dir="auto">{escape(subject)}</bdi></p>',
        told,
        f'<p class="kh-sub">{who}{foot}</p>',
    )
    return f'<article class="kh-log" dir="{direction}">{"".join(lines)}</article>'


def _values(text: str, say: Translator) -> str:
    """Write what an entry changes from or to, as the table holds it, in the reader's words."""
    try:
        values = json.loads(text) if text else {}
    except ValueError:
        return ""
    if not isinstance(values, dict):
        return ""
    if values.get("is_place") is False:
        return say("meaning_none")
    if "place" in values:
        place = values["place"]
        lies_in = place and place.get("kind") != "country"
        country = labels.country_name(str(place.get("country", "")), say.language) if lies_in else ""
        name = labels.isolated(str(place["name"]), say.language) if place else say("unresolved")
        return f"{name} ({country})" if country else name
    told = [name for name in values if values[name] not in (None, "", [])]
    return "; ".join(f"{field_name(name, say)}: {value_words(name, values[name], say)}" for name in told)


@st.cache_resource(max_entries=4, show_spinner=False)
def _accuracy(path: str, stamp: workspaces.Stamp, digest: str) -> Accuracy:  # noqa: ARG001  (part of the key)
    log = read_log(Path(path))
    wanted = sorted({target.doc for entry in log.in_force for target in entry.mentions})[:MOST_JUDGED]
    readings = (from_json(text) for _, _, text in read_readings(Path(path), documents=wanted)[1])
    return accuracy(log, readings)


def _accuracy_line(path: Path, say: Translator) -> None:
    """Say how often the reading was right where somebody looked."""
    found = _accuracy(str(path), workspaces.stamp(path), digest_of(path))
    score = found.looked_at
    if not score.looked_at:
        st.caption(say("accuracy_none"))
        return
    direction = labels.direction(say.language)
    parts = [("accuracy_place", _share(score.place)), ("accuracy_role", _share(score.role))]
    items = "".join(
        f"<div><dt>{escape(say(f'{key}'))}</dt><dd>{escape(words)}</dd></div>" for key, words in parts if words
    )
    counts = {
        "right": score.right,
        "wrong": score.wrong_place,
        "unresolved": score.unresolved,
        "not_a_place": score.not_a_place,
        "missed": score.missed,
    }
    told = " · ".join(say(f"accuracy_{name}", n=n) for name, n in counts.items() if n)
    items += f"<div><dt>{escape(say('accuracy_looked', n=score.looked_at))}</dt><dd>{escape(told)}</dd></div>"
    if score.median_error_km is not None:
        away = say("accuracy_km", n=f"{score.median_error_km:,.0f}")
        items += f"<div><dt>{escape(say('accuracy_error'))}</dt><dd>{escape(away)}</dd></div>"
    if found.followed.looked_at:
        followed = say("accuracy_followed", n=found.followed.looked_at)
        items += f"<div><dt>{escape(followed)}</dt><dd>{escape(_share(found.followed.place))}</dd></div>"
    head = escape(say("accuracy"))
    st.html(
        f'<h2 class="kh-part">{head}</h2><dl class="kh-facts" dir="{direction}">{items}</dl>'
        f'<p class="kh-hint">{escape(say("accuracy_hint"))}</p>'
    )


def _share(share: Share) -> str:
    """Write a share with its interval: "83 % (5 of 6; 44–97 %)"."""
    if share.share is None or share.low is None or share.high is None:
        return ""
    return f"\u2066{share.share:.0%} ({share.part}/{share.whole}; {share.low:.0%}–{share.high:.0%})\u2069"
