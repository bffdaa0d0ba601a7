"""The box for a briefing sheet: page, form, mark and title. The file is made when its button is pressed."""

import shlex
from dataclasses import dataclass
from typing import Any

import streamlit as st

from geo.showing.briefing import FORMS, PAGES, TLP, Options, sheet
from geo.showing.picture.setting import filter_words
from geo.ui.export_watch import WantedFile, offer_file
from geo.ui.exporting_box import Scene, filter_options
from geo.ui.making import maker
from geo.ui.report_box import offer_report
from geo.ui.strings import Translator

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
        offer_file(_wanted_file(scene, wanted), say)
    else:
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
    offer_report(scene, _look(wanted), _options(scene, wanted), say)


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
    return sheet(scene.layers, wanted.form, Options(**_look(wanted), criteria=scene.criteria))


def _look(wanted: Wanted) -> dict[str, Any]:
    """Return what all pages have in common, as `geo.showing.briefing.Options` takes it."""
    return {name: getattr(wanted, name) for name in ("page", "landscape", "language", "title", "tlp", "grey")}


def _wanted_file(scene: Scene, wanted: Wanted) -> WantedFile:
    """Write what is wanted for a process of its own."""
    return WantedFile(
        workspace=scene.opened.path,
        arguments=("brief", *_options(scene, wanted)),
        name=wanted.name,
        told=" · ".join(filter(None, [wanted.title, filter_words(scene.criteria)])),
        command=sheet_command(scene, wanted),
    )


def _options(scene: Scene, wanted: Wanted) -> tuple[str, ...]:
    """Write what is wanted as options of the command line; every value stands with its option."""
    words = [f"--page={wanted.page}", f"--language={wanted.language}"]
    words += [] if wanted.landscape else ["--portrait"]
    words += ["--grey"] if wanted.grey else []
    words += [f"--tlp={wanted.tlp}"] if wanted.tlp else []
    words += [f"--title={wanted.title}"] if wanted.title else []
    return (*words, *filter_options(scene.criteria))


def sheet_command(scene: Scene, wanted: Wanted) -> str:
    """Write the command that makes the same sheet; quoted for a shell."""
    words = ["python", "-m", "geo", "brief", *_options(scene, wanted), "-o", wanted.name, "--", scene.opened.name]
    return " ".join(map(shlex.quote, words))
