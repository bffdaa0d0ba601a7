"""The report of several pages in the briefing box: form and places; page, mark and title are those of a sheet."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from geo.reading.sides import side_of
from geo.showing import labels
from geo.showing.briefing.report import REPORT_FORMS, ReportOptions, report
from geo.showing.briefing.report.choosing import weightiest_places
from geo.showing.picture.setting import filter_words
from geo.ui.export_watch import WantedFile, offer_file
from geo.ui.exporting_box import Scene
from geo.ui.making import maker
from geo.ui.strings import Translator

__all__ = ["WantedReport", "offer_report", "report_bytes", "report_command"]

_MEDIA = {
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_MOST_PLACES = 40  # that are offered


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedReport:
    """What was chosen: form and places (ids), and what all pages have in common, as options of Python and as words."""

    form: str
    places: tuple[str, ...]
    look: Mapping[str, Any]
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """Name of the file."""
        return f"kharita-report.{self.form}"


def offer_report(scene: Scene, look: Mapping[str, Any], words: Sequence[str], say: Translator) -> None:
    """Draw the choices and the button of a report.

    Parameters
    ----------
    look
        What was chosen for a sheet, as `geo.showing.briefing.Options` takes it.
    words
        The same as options of the command line, with the filters.
    """
    st.divider()
    st.caption(say("report_note"))
    form = st.segmented_control(
        say("report_form"), REPORT_FORMS, default="pdf", format_func=str.upper, key="report_form"
    )
    places = () if scene.opened.tables is None else _choose_places(scene, say)
    wanted = WantedReport(form=form or "pdf", places=places, look=look, words=tuple(words))
    if scene.opened.tables is None:
        told = " · ".join(filter(None, [str(look.get("title", "")), filter_words(scene.criteria)]))
        command = report_command(scene, wanted)
        arguments = ("report", *_options(wanted))
        file = WantedFile(
            workspace=scene.opened.path, arguments=arguments, name=wanted.name, told=told, command=command
        )
        offer_file(file, say)
        return
    st.download_button(
        say("export_make", name=wanted.name),
        data=maker(lambda: report_bytes(scene, wanted), say),
        file_name=wanted.name,
        mime=_MEDIA[wanted.form],
        key="report_make",
        on_click="ignore",
        width="stretch",
        icon=":material/library_books:",
    )


def _choose_places(scene: Scene, say: Translator) -> tuple[str, ...]:
    rows = weightiest_places(scene.layers, _MOST_PLACES)
    names = {str(row["id"]): labels.place_name(str(row["name"]), str(row["name_ar"]), say.language) for row in rows}
    chosen = st.multiselect(
        say("report_places"), list(names), format_func=names.__getitem__, key="report_places", help=say("report_chosen")
    )
    return tuple(chosen)


def report_bytes(scene: Scene, wanted: WantedReport) -> bytes:
    """Make the report that is wanted, of exactly what is shown."""
    options = ReportOptions(**wanted.look, criteria=scene.criteria, places=wanted.places)
    return report(scene.layers, wanted.form, options, side_of=side_of)


def _options(wanted: WantedReport) -> tuple[str, ...]:
    places = (f"--places={','.join(wanted.places)}",) if wanted.places else ()
    return (*wanted.words, *places)


def report_command(scene: Scene, wanted: WantedReport) -> str:
    """Write the command that makes the same report; quoted for a shell."""
    words = ["python", "-m", "geo", "report", *_options(wanted), "-o", wanted.name, "--", scene.opened.name]
    return " ".join(map(shlex.quote, words))
