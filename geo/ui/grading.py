"""Grades of sources and records, set by small selects: NATO's scales (AJP-2.1, STANAG 2511), A to F and 1 to 6."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from geo.errors import WorkspaceError
from geo.showing.dossier import Dossier
from geo.showing.terms import term, terms
from geo.ui import author
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace.annotations import read_annotations, set_grade

__all__ = ["UNKNOWN", "Grades", "choose_grades", "read_grades"]

UNKNOWN = {"reliability": "F", "credibility": "6"}
"""What stands where nobody has graded: cannot be judged."""

_ERROR = "grade_error"


@dataclass(frozen=True, kw_only=True, slots=True)
class Grades:
    """Grades of a workspace, by subject and key."""

    given: Mapping[tuple[str, str], str]

    def reliability(self, publisher: str) -> str:
        """Return a publisher's grade, A to F."""
        return self.given.get(("publisher", publisher), UNKNOWN["reliability"])

    def credibility(self, record: str, key: str) -> str:
        """Return a record's grade, 1 to 6."""
        return self.given.get((record, key), UNKNOWN["credibility"])

    def beside(self, publisher: str, record: str, key: str) -> str:
        """Return what stands beside a publisher: "B2"; of a place the source's grade alone."""
        told = self.credibility(record, key) if record != "place" else ""
        return f"{self.reliability(publisher)}{told}"


def read_grades(path: Path) -> Grades:
    """Read the grades of a workspace; the page says so and goes on without where they cannot be read."""
    try:
        return Grades(given=read_annotations(path).grades)
    except WorkspaceError as error:
        st.error(plain_label(str(error)))
        return Grades(given={})


def choose_grades(path: Path, dossier: Dossier, grades: Grades, say: Translator) -> None:
    """Offer the grade of the record and of each of its publishers; what is chosen is saved at once."""
    failed = st.session_state.pop(_ERROR, None)
    if failed:
        st.error(plain_label(failed))
    columns = st.columns(3 if len(dossier.publishers) > 1 else 2, gap="small")
    with columns[0]:
        _choose(path, "credibility", dossier.record, dossier.id, grades.credibility(dossier.record, dossier.id), say)
    if not dossier.publishers:
        return
    publisher = dossier.publishers[0]
    if len(dossier.publishers) > 1:
        with columns[1]:
            publisher = st.selectbox(
                say("grade_publisher"), dossier.publishers, key=f"graded_{dossier.record}_{dossier.id}"
            )
    with columns[-1]:
        _choose(path, "reliability", "publisher", publisher, grades.reliability(publisher), say)


def _choose(path: Path, scale: str, subject: str, key: str, current: str, say: Translator) -> None:
    # The current grade is part of the widget's name: one that somebody else set shows at the next run.
    name = f"grade_{subject}_{key}_{current}"
    options = list(terms(scale, say.language))
    st.selectbox(
        say(f"grade_{scale}"),
        options,
        index=options.index(current),
        format_func=lambda grade: f"{grade} · {term(scale, grade, say.language)}",
        key=name,
        help=say(f"grade_help_{scale}"),
        on_change=_save,
        args=(path, subject, key, name),
    )


def _save(path: Path, subject: str, key: str, name: str) -> None:
    grade = st.session_state[name]
    try:
        set_grade(path, subject=subject, key=key, grade=grade, author=author.name())
    except WorkspaceError as error:
        st.session_state[_ERROR] = str(error)
        st.session_state.pop(name, None)
