"""The box for exports: what, in which format, layer and language. The file is made when its button is pressed."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from geo.showing import export
from geo.showing.explore import Exploration, Frame, Held
from geo.showing.layers import FlowMeasure, Layers, build_layers
from geo.showing.picture.setting import filter_words
from geo.ui.chrome import Opened
from geo.ui.export_watch import WantedFile, offer_file
from geo.ui.making import maker
from geo.ui.state import Selection
from geo.ui.strings import LANGUAGE_NAMES, LANGUAGES, Translator
from geo.workspace.criteria import Filter, to_mapping

__all__ = ["Order", "Scene", "command_for", "export_bytes", "filter_options", "offer_exports"]

SHOWN, SELECTED, WHOLE = "shown", "selected", "whole"
_MOST_SELECTED = 5000  # rows that a page makes a file of by itself


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What a page shows: the workspace, what passes the filters, its layers, and what is selected of it.

    ``frame`` is the part of the world that the layers are of, where they are of a part; ``measure`` is what the width
    of a flow tells.
    """

    opened: Opened
    exploration: Exploration
    layers: Layers
    criteria: Filter
    selection: Selection | None
    held: Held | None
    frame: Frame | None = None
    measure: FlowMeasure = "claimants"


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """What was chosen in the box."""

    what: str
    form: str
    layer: str
    language: str
    workspace: str = ""

    @property
    def name(self) -> str:
        """Name of the file: with all that goes with a table."""
        stem = f"kharita {Path(self.workspace).stem}"
        return export.file_name(self.form, layer=self.layer, packed=True, stem=stem)


def offer_exports(scene: Scene, say: Translator) -> None:
    """Draw the box."""
    order = _choose(scene, say)
    if not _can_make(scene, order):
        offer_file(_wanted(scene, order), say)
        return
    form = export.FORMATS[order.form]
    st.download_button(
        say("export_make", name=order.name),
        data=maker(lambda: export_bytes(scene, order), say),
        file_name=order.name,
        mime="application/zip" if order.name.endswith(".zip") else form.media_type,
        key="export_make",
        on_click="ignore",
        width="stretch",
        icon=":material/download:",
    )


def _choose(scene: Scene, say: Translator) -> Order:
    whats = [SHOWN, *([SELECTED] if scene.selection and scene.held is not None else []), WHOLE]
    if st.session_state.get("export_what") not in whats:
        st.session_state["export_what"] = SHOWN
    what = st.radio(say("export_what"), whats, format_func=lambda one: say(f"export_what_{one}"), key="export_what")
    form = st.selectbox(
        say("export_format"), list(export.FORMATS), format_func=lambda one: say(f"format_{one}"), key="export_format"
    )
    layers = export.FORMATS[form].layers
    choices = [export.ALL, *layers] if len(layers) > 1 else list(layers)
    if st.session_state.get("export_layer") not in choices:
        st.session_state["export_layer"] = choices[0]
    layer = st.selectbox(
        say("export_layer"), choices, format_func=lambda one: say(f"export_layer_{one}"), key="export_layer"
    )
    # The reader's own language until another is chosen: also after the page's language has changed.
    language = st.selectbox(
        say("export_language"),
        LANGUAGES,
        index=LANGUAGES.index(say.spoken),
        format_func=LANGUAGE_NAMES.__getitem__,
        key=f"export_language_{say.spoken}",
    )
    return Order(what=what, form=form, layer=layer, language=language, workspace=scene.opened.name)


def _can_make(scene: Scene, order: Order) -> bool:
    """Say whether the page makes the file: of a small workspace, or of a selection that is not too large."""
    if order.what == SELECTED and scene.held is not None:
        return len(scene.held.events) + len(scene.held.flows) <= _MOST_SELECTED
    return scene.opened.tables is not None


def export_bytes(scene: Scene, order: Order) -> bytes:
    """Make the file that was ordered."""
    layers, criteria, selection = _content(scene, order.what)
    made = export.chunks(
        order.form,
        layers,
        layer=order.layer,
        criteria=criteria,
        selection=selection,
        language=order.language,
        packed=True,
    )
    return b"".join(made)


def _content(scene: Scene, what: str) -> tuple[Layers, Filter | None, Mapping[str, str]]:
    if what == WHOLE and scene.opened.tables is not None:
        return build_layers(scene.opened.tables, flow_measure=scene.measure), None, {}
    if what == SELECTED and scene.selection is not None and scene.held is not None:
        told = {scene.selection.layer: scene.selection.id}
        return build_layers(scene.exploration.rows(scene.held), flow_measure=scene.measure), scene.criteria, told
    return scene.layers, scene.criteria, {}


def _wanted(scene: Scene, order: Order) -> WantedFile:
    """Write an order for a process of its own."""
    return WantedFile(
        workspace=scene.opened.path,
        arguments=("export", *_options(scene, order)),
        name=order.name,
        what=order.what,
        told=" · ".join(filter(None, _told(scene, order))),
        command=command_for(scene, order),
    )


def _told(scene: Scene, order: Order) -> list[str]:
    """Say in short what of the workspace is in the file."""
    if order.what == WHOLE:
        return []
    selected = f"{scene.selection.layer}:{scene.selection.id}" if order.what == SELECTED and scene.selection else ""
    return [selected, filter_words(scene.criteria)]


def _options(scene: Scene, order: Order) -> tuple[str, ...]:
    """Write an order as options of the command line; every value stands with its option, whatever it begins with."""
    words = [f"--format={order.form}", f"--language={order.language}"]
    words += [] if order.layer == export.ALL else [f"--layer={order.layer}"]
    words += [] if scene.measure == "claimants" else [f"--flow-width={scene.measure}"]
    if order.what != WHOLE:
        words += filter_options(scene.criteria)
    if order.what == SELECTED and scene.selection is not None:
        words.append(f"--only={scene.selection.layer}:{scene.selection.id}")
        if scene.frame is not None and scene.selection.id.startswith("bundle|"):
            words.append("--view=" + ",".join(map(repr, map(float, (*scene.frame.box, scene.frame.level)))))
    return tuple(words)


def filter_options(criteria: Filter) -> list[str]:
    """Write a filter as options of the command line."""
    return [f"--{key.replace('_', '-')}={value}" for key, values in to_mapping(criteria).items() for value in values]


def command_for(scene: Scene, order: Order) -> str:
    """Write the command that makes the same file.

    The workspace's name, not its whole path: where it lies is nobody else's business. All is quoted for a shell.
    """
    words = ["python", "-m", "geo", "export", *_options(scene, order), "-o", order.name, "--", scene.opened.name]
    return " ".join(map(shlex.quote, words))
