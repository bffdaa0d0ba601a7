"""How far a correction reaches, and what it would change, before anybody keeps it."""

from collections import Counter
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import streamlit as st

from geo.errors import KharitaError
from geo.model import Mention
from geo.reading.text.folding import fold
from geo.showing import labels
from geo.ui import workspaces
from geo.ui.review.words import mention_words, shorten, telling_change
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace.corrections.compose import Span, narrowed
from geo.workspace.corrections.entries import Entry
from geo.workspace.corrections.preview import Preview
from geo.workspace.corrections.siblings import SCOPES, Names, Scope, Siblings, read_names, siblings

__all__ = ["alike", "choose_scope", "preview_of", "show_preview"]

MOST_DOCUMENTS = 20  # that are read again for a preview
MOST_LINES = 12


def alike(name: str) -> str:
    """Return the same text for names that are spelled alike."""
    return fold(name).casefold().strip()


@st.cache_resource(max_entries=2, show_spinner=False)
def _names(path: str, stamp: workspaces.Stamp) -> Names:  # noqa: ARG001  (part of the key)
    return read_names(Path(path), alike)


def choose_scope(
    path: Path, key: str, span: Span, now: Mention | None, text: str, say: Translator
) -> tuple[Scope, Siblings]:
    """Offer whether mentions of the same name follow; return the scope, and the mentions of each."""
    decided = bool(st.session_state.get(f"scope_decided_{key}"))
    names = _names(str(path), workspaces.stamp(path))
    found = siblings(names, span, alike(text), now.role if now else "literal", decided=decided)
    counts = {scope: len(found.spans[scope]) for scope in SCOPES}
    scope: Scope = (
        st.segmented_control(
            say("scope"),
            SCOPES,
            default="here",
            format_func=lambda one: f"{say(f'scope_{one}')} ({counts[one]:,})",
            key=f"scope_{key}",
            help=say("scope_help"),
        )
        or "here"
    )
    if scope != "here":
        _told(found, scope, key, say)
    return scope, found


def _told(found: Siblings, scope: Scope, key: str, say: Translator) -> None:
    if found.others[scope]:
        st.caption(f":material/warning: {say('scope_others', n=f'{found.others[scope]:,}')}")
    if found.more[scope]:
        st.caption(say("scope_more", n=f"{found.more[scope]:,}"))
    if found.decided[scope] or st.session_state.get(f"scope_decided_{key}"):
        st.checkbox(say("scope_decided", n=f"{found.decided[scope]:,}"), key=f"scope_decided_{key}")


@st.cache_resource(max_entries=32, show_spinner=False)
def _previewed(key: tuple[object, ...], _make: Callable[[], Preview]) -> Preview:  # noqa: ARG001  (all that is keyed by)
    return _make()


def preview_of(path: Path, digest: str, key: str, entries: Sequence[Entry], say: Translator) -> Preview | None:
    """Return what entries would change in the first of their documents; None, with a message, where that fails."""
    from geo.pipeline import preview

    documents = list(dict.fromkeys(target.doc for entry in entries for target in entry.targets))
    documents += [doc for entry in entries for doc in entry.docs if doc not in documents]
    first = documents[:MOST_DOCUMENTS]
    bounded = [narrowed(entry, first) if entry.targets else entry for entry in entries]
    try:
        with st.spinner(say("preview_making")):
            return _previewed((str(path), workspaces.stamp(path), digest, key), lambda: preview(path, *bounded))
    except KharitaError as error:
        st.error(plain_label(str(error)))
        return None


def show_preview(found: Preview, entries: Sequence[Entry], say: Translator) -> None:
    """Show what changes: totals, then line by line, as many as there is room for."""
    changed = len(found.mentions), len(found.tellings)
    documents = {target.doc for entry in entries for target in entry.targets}
    lines = [mention_words(one, say) for one in found.mentions] + [telling_change(one, say) for one in found.tellings]
    kinds: Counter[str] = Counter()
    for one in found.tellings:
        kinds["comes" if one.before is None else "goes" if one.after is None else "differ"] += 1
    totals = [say("preview_mentions", n=f"{changed[0]:,}")]
    totals += [say(f"preview_{kind}", n=f"{kinds[kind]:,}") for kind in ("differ", "comes", "goes") if kinds[kind]]
    totals.append(labels.counted("documents", len(found.documents), say.language))
    direction = labels.direction(say.language)
    counted = Counter(lines)  # the same change of many names is one line
    shown = list(counted)[:MOST_LINES]
    items = "".join(f"<li>{escape(shorten(line, 220))}{_times(counted[line])}</li>" for line in shown)
    more = len(lines) - sum(counted[line] for line in shown)
    tail = f'<p class="kh-more">{escape(say("preview_more_changes", n=more))}</p>' if more > 0 else ""
    if len(documents) > MOST_DOCUMENTS:
        whole = sum(len(entry.targets) for entry in entries)
        words = say("preview_bounded", shown=MOST_DOCUMENTS, n=f"{len(documents):,}", mentions=f"{whole:,}")
        tail += f'<p class="kh-more">{escape(words)}</p>'
    if found.orphans:
        tail += f'<p class="kh-more">{escape(say("preview_orphans", n=len(found.orphans)))}</p>'
    head = escape(say("preview_changes"))
    st.html(
        f'<section class="kh-preview" dir="{direction}" aria-label="{head}"><p class="kh-preview-head"><b>{head}</b> '
        f"{escape(' · '.join(totals))}</p><ul>{items}</ul>{tail}</section>"
    )


def _times(n: int) -> str:
    return f" <small>\u00d7 {n:,}</small>" if n > 1 else ""
