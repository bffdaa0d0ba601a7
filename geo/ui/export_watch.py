"""Files that are made outside of the page: a button that asks for one, how far each is, and where it is fetched."""

import atexit
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

import streamlit as st

from geo.errors import KharitaError
from geo.ui import chrome
from geo.ui.export_jobs import MOST_BYTES, FileJob, FileJobs
from geo.ui.strings import Translator
from geo.ui.wording import plain_label

__all__ = ["WantedFile", "address_of", "offer_file", "registry", "size_words"]

EVERY_SECONDS = 1.0
MOST_TOLD = 160
_FAULT, _SHOWN, _WATCHED = "file_fault", "files_shown", "files_watched"
_MEGABYTE = 1024 * 1024
_STAGES = ("reading", "writing", "drawing")


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedFile:
    """A file that somebody wants: the command line's command with its options, and what is in it in short.

    ``command`` is the whole call as somebody would type it; ``what`` is "shown", "selected", "whole" or "".
    """

    workspace: Path
    arguments: tuple[str, ...]
    name: str
    told: str
    command: str
    what: str = ""

    @property
    def kind(self) -> str:
        """The command."""
        return self.arguments[0]


@st.cache_resource(show_spinner=False)
def registry() -> FileJobs:
    """Return the files of this server: one registry for all sessions, closed when the server ends."""
    jobs = FileJobs(chrome.STATIC_FOLDER)
    atexit.register(jobs.close)
    return jobs


def offer_file(wanted: WantedFile, say: Translator) -> None:
    """Draw the button that asks for a file, the files of this workspace and kind, and the command for it."""
    st.button(
        say("file_make", name=wanted.name),
        key=f"file_make_{wanted.kind}",
        on_click=_ask,
        args=(wanted,),
        type="primary",
        icon=":material/hourglass_top:",
        width="stretch",
        help=say("file_make_help"),
    )
    fault = st.session_state.get(f"{_FAULT}_{wanted.kind}")
    if fault:
        st.error(plain_label(say("download_failed", error=fault)))
    _show(wanted.workspace, wanted.kind, say)
    with st.expander(say("file_command"), icon=":material/terminal:"):
        st.code(wanted.command, language="bash", wrap_lines=True)


def _ask(wanted: WantedFile) -> None:
    key = f"{_FAULT}_{wanted.kind}"
    st.session_state.pop(key, None)
    try:
        job = registry().ask(wanted.workspace, wanted.arguments, name=wanted.name, what=wanted.what, told=wanted.told)
    except KharitaError as error:
        st.session_state[key] = str(error)
        return
    st.session_state[_WATCHED] = (st.session_state.get(_WATCHED) or frozenset()) | {job.id}


def _show(path: Path, kind: str, say: Translator) -> None:
    """Draw the jobs, the latest first: those that go on, drawn anew each second until they end, and the others."""
    jobs = registry().of(path, kind)
    st.session_state[f"{_SHOWN}_{kind}"] = {job.id for job in jobs if job.active}
    if any(job.active for job in jobs):
        st.fragment(_watch, run_every=EVERY_SECONDS)(path, kind, say)
    for job in reversed(jobs):
        if not job.active:
            _ended(job, say)


def _watch(path: Path, kind: str, say: Translator) -> None:
    active = [job for job in registry().of(path, kind) if job.active]
    if {job.id for job in active} != st.session_state[f"{_SHOWN}_{kind}"]:  # one has ended: its file is there
        st.rerun(scope="app")
    for job in reversed(active):
        with st.container(key=f"kh-file-{job.id}"):
            _progress(job, say)


def _progress(job: FileJob, say: Translator) -> None:
    share = min(1.0, (job.done + 0.5) / job.total) if job.total else 0.0
    st.progress(share, text=f"**{plain_label(job.name)}** · {plain_label(_how_far(job, say))}")
    _told(job, say)
    st.button(
        say("job_cancel"),
        key=f"file_cancel_{job.id}",
        on_click=registry().cancel,
        args=(job.id,),
        icon=":material/close:",
        width="stretch",
    )


def _told(job: FileJob, say: Translator) -> None:
    parts = [say(f"export_what_{job.what}") if job.what else "", job.told]
    told = " · ".join(filter(None, parts))
    told = told if len(told) <= MOST_TOLD else f"{told[: MOST_TOLD - 1]}…"
    if told:
        st.html(f'<p class="kh-file-told"><bdi dir="auto">{escape(told)}</bdi></p>')


def _how_far(job: FileJob, say: Translator) -> str:
    if job.state == "waiting":
        return say("file_waiting")
    parts = [say(f"file_{job.stage}") if job.stage in _STAGES else say("job_starting")]
    parts += [size_words(job.size, say)] if job.size else []
    return " · ".join([*parts, say("job_seconds", n=f"{job.seconds:.0f}")])


def size_words(size: int, say: Translator) -> str:
    """Write how large a file is.

    Examples
    --------
    >>> from geo.ui.strings import translator
    >>> size_words(3_500_000, translator("en")), size_words(800, translator("en"))
    ('3.3 MB', '1 KB')
    """
    if size >= _MEGABYTE:
        return say("file_megabytes", n=f"{size / _MEGABYTE:.1f}")
    return say("file_kilobytes", n=max(1, round(size / 1024)))


def _ended(job: FileJob, say: Translator) -> None:
    """Show what became of a job: where its file is fetched, or why there is none; until somebody takes it away."""
    watched = st.session_state.get(_WATCHED) or frozenset()
    if job.id in watched:
        st.session_state[_WATCHED] = watched - {job.id}
        if job.path is not None:
            st.toast(plain_label(say("file_ready", name=job.name)), icon=":material/download_done:")
    with st.container(border=True, key=f"kh-file-{job.id}"):
        if job.path is not None:
            words = say("export_make", name=job.name)
            size = size_words(job.size, say)
            link = f'<a class="kh-file" href="{escape(address_of(job))}" download="{escape(job.name)}">'
            st.html(f'{link}<bdi>{escape(words)}</bdi></a> <span class="kh-file-told">{escape(size)}</span>')
        else:
            st.html(
                f'<p class="kh-job" role="status"><b><bdi>{escape(job.name)}</bdi></b> · {escape(_lost(job, say))}</p>'
            )
        _told(job, say)
        if job.changed:
            st.caption(say("file_changed"))
        st.button(
            say("file_remove") if job.path is not None else say("job_close"),
            key=f"file_remove_{job.id}",
            on_click=registry().forget,
            args=(job.id,),
            type="tertiary",
            icon=":material/delete:" if job.path is not None else ":material/close:",
        )


def _lost(job: FileJob, say: Translator) -> str:
    if job.state == "cancelled":
        return say("file_cancelled")
    if job.too_large:
        return say("file_too_large", n=MOST_BYTES // _MEGABYTE)
    if job.killed:
        return say("file_killed", n=job.killed)
    return say("download_failed", error=job.fault or "?")


def address_of(job: FileJob) -> str:
    """Return where a browser fetches the file of a job that is done."""
    if job.path is None:
        return ""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    parts: Sequence[str] = job.path.relative_to(chrome.STATIC_FOLDER).parts
    return "/".join([f"/{base}" if base else "", "app", "static", *map(quote, parts)])
