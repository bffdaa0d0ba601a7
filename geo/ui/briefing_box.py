"""The box for a briefing sheet: page, form, mark and title. The file is made when its button is pressed."""

import shlex
from dataclasses import dataclass

import streamlit as st

from geo.showing.briefing import FORMS, PAGES, TLP, Options, sheet
from geo.ui.exporting_box import Scene
from geo.ui.making import maker
from geo.ui.strings import Translator
from geo.workspace.criteria import to_mapping

__all__ = ["Wanted", "offer_sheet", "page_key", "sheet_bytes", "sheet_command"]

_MEDIA = {"pdf": "application/pdf", "png": "image/png", "svg": "image/svg+xml"}
_ORDER = ("pdf", "png", "svg")  # what is sent round first
_NO_MARK = ""
_MOST_TITLE = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What was chosen in the box."""

    form: str
    page: str
    landscape: bool
    tlp: str
    grey: bool
    title: str
    language: str

    @property
    def name(self) -> str:
        """Name of the file."""
        return f"kharita-brief.{self.form}"


def offer_sheet(scene: Scene, say: Translator) -> None:
    """Draw the box."""
    st.caption(say("brief_note"))
    wanted = _choose(say)
    if scene.opened.tables is None:
        st.caption(say("export_large"))
        st.code(sheet_command(scene, wanted), language="bash", wrap_lines=True)
        return
    st.download_button(
        say("export_make", name=wanted.name),
        data=maker(lambda: sheet_bytes(scene, wanted), say),
        file_name=wanted.name,
        mime=_MEDIA[wanted.form],
        key="brief_make",
        on_click="ignore",
        width="stretch",
        icon=":material/download:",
    )


def _choose(say: Translator) -> Wanted:
    title = st.text_input(say("brief_title"), key="brief_title", max_chars=_MOST_TITLE)
    form = st.segmented_control(
        say("brief_form"),
        [form for form in _ORDER if form in FORMS],
        default="pdf",
        format_func=str.upper,
        key="brief_form",
    )
    page = st.selectbox(
        say("brief_page"), list(PAGES), format_func=lambda one: say(f"brief_page_{page_key(one)}"), key="brief_page"
    )
    lying = st.radio(
        say("brief_side"),
        (True, False),
        format_func=lambda one: say("brief_landscape") if one else say("brief_portrait"),
        key="brief_side",
        horizontal=True,
    )
    mark = st.selectbox(
        say("brief_tlp"),
        (_NO_MARK, *TLP),
        format_func=lambda one: f"TLP:{one}" if one else say("brief_no_tlp"),
        key="brief_tlp",
    )
    grey = st.checkbox(say("brief_grey"), key="brief_grey")
    return Wanted(form=form or "pdf", page=page, landscape=lying, tlp=mark, grey=grey, title=title, language=say.spoken)


def page_key(page: str) -> str:
    """Return what names a page in ``strings.toml``, whose keys hold no colon."""
    return page.replace(":", "_")


def sheet_bytes(scene: Scene, wanted: Wanted) -> bytes:
    """Make the sheet that is wanted, of exactly what is shown."""
    options = Options(
        page=wanted.page,
        landscape=wanted.landscape,
        language=wanted.language,
        title=wanted.title,
        tlp=wanted.tlp,
        grey=wanted.grey,
        criteria=scene.criteria,
    )
    return sheet(scene.layers, wanted.form, options)


def sheet_command(scene: Scene, wanted: Wanted) -> str:
    """Write the command that makes the same sheet, for a workspace that is too large for a page; quoted for a shell."""
    words = ["python", "-m", "geo", "brief", scene.opened.name, "-o", wanted.name, "--page", wanted.page]
    words += [] if wanted.landscape else ["--portrait"]
    words += ["--language", wanted.language] if wanted.language != "en" else []
    words += ["--grey"] if wanted.grey else []
    words += [f"--tlp={wanted.tlp}"] if wanted.tlp else []
    words += [f"--title={wanted.title}"] if wanted.title else []
    told = to_mapping(scene.criteria)
    words += [f"--{key.replace('_', '-')}={value}" for key, values in told.items() for value in values]
    return " ".join(map(shlex.quote, words))
