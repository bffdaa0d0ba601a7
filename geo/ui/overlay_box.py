"""Layers of the user's own: files chosen here are read, named by their source, and handed to the map.

What is read stays in the reader's own session, by the hash of the file, and is shared with nobody.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import streamlit as st

from geo.errors import LayerError
from geo.showing.overlays import (
    FORMATS,
    MOST_BYTES,
    Overlay,
    left_out_words,
    overlay_colours,
    read_overlay,
    to_spec,
)
from geo.ui.strings import Translator

__all__ = ["choose_overlays"]

_KEPT, _FAULTS, _TURN = "overlays", "overlay_faults", "overlay_turn"
_LONGEST_SOURCE = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kept:
    """A layer that was read, with the hash of its file and its colour."""

    digest: str
    overlay: Overlay
    colour: str


def choose_overlays(say: Translator) -> tuple[Mapping[str, Any], ...]:
    """Offer to lay files over the map; return the layers as the map wants them, in the order they came.

    A file that cannot be read is named, with the reason, and stops no other.
    """
    with st.expander(say("overlays"), icon=":material/layers:"):
        turn = st.session_state.setdefault(_TURN, 0)
        st.file_uploader(
            say("overlay_files"),
            type=list(FORMATS),
            accept_multiple_files=True,
            key=_uploader(turn),
            on_change=_take,
            args=(say,),
            max_upload_size=MOST_BYTES // 1_000_000,
            help=say("overlay_help"),
        )
        for fault in st.session_state.get(_FAULTS, ()):
            st.html(f'<p class="kh-note" role="alert"><bdi>{escape(fault)}</bdi></p>')
        return tuple(_offer(kept, number, say) for number, kept in enumerate(_kept(), 1))


def _uploader(turn: int) -> str:
    """Name the widget anew each time that files were taken from it: it is then empty again."""
    return f"overlay_files_{turn}"


def _kept() -> tuple[_Kept, ...]:
    kept: tuple[_Kept, ...] = st.session_state.get(_KEPT, ())
    return kept


def _take(say: Translator) -> None:
    """Read the files that were chosen: each once, those that are read already as they are."""
    turn = st.session_state[_TURN]
    kept, faults = list(_kept()), []
    for file in st.session_state.get(_uploader(turn)) or ():
        content = file.getvalue()
        digest = hashlib.sha256(content).hexdigest()
        if any(one.digest == digest for one in kept):
            continue
        free = [colour for colour in overlay_colours() if colour not in {one.colour for one in kept}]
        if not free:
            faults.append(say("overlay_full", name=file.name, n=len(overlay_colours())))
            continue
        try:
            kept.append(_Kept(digest=digest, overlay=read_overlay(file.name, content), colour=free[0]))
        except LayerError as error:
            faults.append(str(error))
    st.session_state[_KEPT], st.session_state[_FAULTS] = tuple(kept), tuple(faults)
    st.session_state[_TURN] = turn + 1


def _offer(kept: _Kept, number: int, say: Translator) -> Mapping[str, Any]:
    """Show a layer: its colour and what is left out of it, its source to fill in, a button to take it away."""
    overlay, short = kept.overlay, kept.digest[:16]
    st.html(_described(kept, say))
    source = st.text_input(
        say("overlay_source", n=number),
        key=f"overlay_source_{short}",
        persist_state="session",
        placeholder=say("overlay_source_hint"),
        max_chars=_LONGEST_SOURCE,
    )
    st.button(
        say("overlay_remove", n=number),
        key=f"overlay_remove_{short}",
        on_click=_remove,
        args=(kept.digest,),
        type="tertiary",
        icon=":material/delete:",
    )
    return to_spec(replace(overlay, source=(source or "").strip()), kept.colour)


def _described(kept: _Kept, say: Translator) -> str:
    overlay = kept.overlay
    told = [
        f"{overlay.format} · {say('overlay_count', n=overlay.count)}",
        *(left_out_words(left_out, say.language) for left_out in overlay.skipped),
    ]
    lines = "".join(f'<div class="kh-sub"><bdi>{escape(line)}</bdi></div>' for line in told)
    swatch = f'<span style="color:{escape(kept.colour)}" aria-hidden="true">■</span>'
    return f"<div>{swatch} <b><bdi>{escape(overlay.name)}</bdi></b>{lines}</div>"


def _remove(digest: str) -> None:
    st.session_state[_KEPT] = tuple(one for one in _kept() if one.digest != digest)
    st.session_state[_FAULTS] = ()
