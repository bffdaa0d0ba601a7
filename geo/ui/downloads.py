"""A picture of the map as it is now, by one click, with the handling mark that the reader chose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import streamlit as st

from geo.showing.briefing import TLP
from geo.showing.explore import Box
from geo.showing.picture import Account, Mark, Setting, picture
from geo.ui.account import account_of
from geo.ui.exporting_box import Scene
from geo.ui.making import maker
from geo.ui.strings import Translator

__all__ = ["Seen", "mark_of", "offer_picture", "picture_bytes"]

NAME = "kharita-map.png"
_NO_MARK = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What the reader sees of a scene: the box of the map (None: not known yet), layers, the user's own, a selection.

    ``selected`` is layer and id as the map knows them, ``chosen_box`` a box that was drawn, ``left_out`` how many flows
    are too small for the view.
    """

    box: Box | None = None
    shown: Sequence[str] = ()
    overlays: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    selected: tuple[str, str] | None = None
    chosen_box: Box | None = None
    left_out: int = 0


def offer_picture(scene: Scene, seen: Seen, say: Translator) -> None:
    """Offer the picture and, beside it, its handling mark, which is kept for the session."""
    mark = st.session_state.get("picture_mark") or _NO_MARK
    st.download_button(
        say("download_picture"),
        data=maker(lambda: picture_bytes(scene, seen, say.language, mark), say),
        file_name=NAME,
        mime="image/png",
        key="download_picture",
        on_click="ignore",
        help=say("picture_help"),
        icon=":material/photo_camera:",
    )
    with st.popover(f"TLP:{mark}" if mark else "TLP", help=say("picture_mark")):
        st.radio(
            say("picture_mark"),
            (_NO_MARK, *TLP),
            format_func=partial(_mark_words, say),
            key="picture_mark",
            persist_state="session",
        )


def _mark_words(say: Translator, mark: str) -> str:
    return f"TLP:{mark}" if mark else say("picture_no_mark")


def mark_of(name: str) -> Mark | None:
    """Return a handling mark as FIRST colours it; None for none."""
    return Mark(text=f"TLP:{name}", colour=TLP[name]) if name in TLP else None


def picture_bytes(scene: Scene, seen: Seen, language: str, mark: str = _NO_MARK) -> bytes:
    """Draw what is shown as a PNG of a slide's size."""
    account: Account | None = None if scene.opened.tables is not None else account_of(scene.exploration)
    setting = Setting(
        box=seen.box,
        mark=mark_of(mark),
        criteria=scene.criteria,
        account=account,
        overlays=seen.overlays,
        selected=seen.selected,
        chosen_box=seen.chosen_box,
        flow_measure=scene.measure,
        left_out=seen.left_out,
    )
    return picture(scene.layers, shown=seen.shown, language=language, setting=setting)
