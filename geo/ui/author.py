"""Who uses this session: by the configured login, else by the name that they give; what is kept carries it."""

import streamlit as st

from geo.ui.strings import Translator

__all__ = ["KEY", "ask", "name"]

KEY = "author"
MOST = 120


def name() -> str:
    """Return who uses this session, "" where nobody said so."""
    return _logged_in() or _plain(str(st.session_state.get(KEY) or ""))


def ask(say: Translator) -> str:
    """Show who corrects; ask for a name where no login is configured. Returns it, "" where there is none yet."""
    known = _logged_in()
    if known:
        st.caption(say("author_is", name=known))
        return known
    typed = st.text_input(
        say("author"),
        key=KEY,
        persist_state="session",
        max_chars=MOST,
        placeholder=say("author_hint"),
        icon=":material/person:",
        help=say("author_help"),
    )
    return _plain(typed or "")


def _plain(text: str) -> str:
    """Leave out what no name has: an author's name is one printable line."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:MOST]


def _logged_in() -> str:
    if not getattr(st.user, "is_logged_in", False):
        return ""
    return _plain(str(st.user.get("name") or st.user.get("email") or ""))
