"""Work on a workspace that goes on outside of the page: how far it is, and what became of it, for every session."""

import atexit
import csv
import io
from collections.abc import Sequence
from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st

from geo.showing import labels
from geo.ui.job_records import Failure, Job
from geo.ui.jobs import Jobs
from geo.ui.strings import Translator
from geo.ui.wording import plain_label

__all__ = ["failures_csv", "progress_words", "registry", "show"]

EVERY_SECONDS = 1.0
MOST_SHOWN = 200  # failures or notes on the page; the list that is downloaded has all that were kept
_SHOWN = "jobs_shown"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@st.cache_resource(show_spinner=False)
def registry() -> Jobs:
    """Return the jobs of this server: one registry for all sessions, closed when the server ends."""
    jobs = Jobs()
    atexit.register(jobs.close)
    return jobs


def show(path: Path, say: Translator) -> None:
    """Draw the jobs of a workspace: those that wait or run, drawn anew each second until they end, and the last one."""
    jobs = registry().of(path)
    active = {job.id for job in jobs if job.active}
    st.session_state[_SHOWN] = active
    if active:
        st.fragment(_watch, run_every=EVERY_SECONDS)(path, say)
    ended = [job for job in jobs if not job.active]
    if ended:
        _ended(ended[-1], say)


def _watch(path: Path, say: Translator) -> None:
    active = [job for job in registry().of(path) if job.active]
    if {job.id for job in active} != st.session_state[_SHOWN]:  # one has ended or begun: the whole page shows another
        st.rerun(scope="app")
    for job in active:
        with st.container(key=f"kh-job-{job.id}"):
            _progress(job, say)


def _progress(job: Job, say: Translator) -> None:
    bar, end = st.columns([5, 1], vertical_alignment="center")
    share = min(1.0, job.done / job.total) if job.total else 0.0
    with bar:
        st.progress(share, text=f"**{plain_label(title(job, say))}** · {plain_label(progress_words(job, say))}")
    with end:
        st.button(
            say("job_cancel"),
            key=f"job_cancel_{job.id}",
            on_click=registry().cancel,
            args=(job.id,),
            icon=":material/close:",
            width="stretch",
        )


def title(job: Job, say: Translator) -> str:
    """Say what a job does, and who asked for it where that is known."""
    what = say(f"job_{job.kind}", documents=labels.counted("documents", job.total, say.language))
    return f"{what} ({say('job_by', name=labels.isolated(job.by, say.language))})" if job.by else what


def progress_words(job: Job, say: Translator) -> str:
    """Say how far a job is: documents read, rate, time left, failures."""
    if job.state == "waiting":
        return say("job_waiting")
    if job.kind == "remove" or (job.total and job.done >= job.total):
        return say("job_writing")
    if not job.done:
        return say("job_starting")
    parts = [say("job_reading", done=job.done, total=job.total)]
    rate, left = job.rate, job.seconds_left
    if rate is not None and left is not None:
        parts += [say("job_rate", rate=f"{rate:.1f}"), say("job_left", time=_duration(left, say))]
    if job.failed:
        parts.append(say("job_failed_so_far", n=len(job.failed)))
    return " · ".join(parts)


def _duration(seconds: float, say: Translator) -> str:
    if seconds < 100:
        return say("job_seconds", n=f"{seconds:.0f}")
    if seconds < 6000:
        return say("job_minutes", n=f"{seconds / 60:.0f}")
    return say("job_hours", n=f"{seconds / 3600:.1f}")


def _ended(job: Job, say: Translator) -> None:
    """Show what became of a job until somebody has read it and closes it."""
    with st.container(border=True, key=f"kh-job-{job.id}"):
        words, close = st.columns([5, 1], vertical_alignment="center")
        with words:
            st.html(
                f'<p class="kh-job" role="status"><b>{escape(title(job, say))}</b> · {escape(_became(job, say))}</p>'
            )
        with close:
            st.button(
                say("job_close"), key=f"job_close_{job.id}", on_click=registry().forget, args=(job.id,), width="stretch"
            )
        if job.failed:
            _failures(job, say)
        warnings = job.outcome.warnings if job.outcome else ()
        if warnings:
            with st.expander(say("job_warnings", n=len(warnings))):
                lines = "".join(f'<li><bdi dir="auto">{escape(one)}</bdi></li>' for one in warnings[:MOST_SHOWN])
                st.html(f'<ul class="kh-notes">{lines}</ul>')


def _became(job: Job, say: Translator) -> str:
    if job.outcome is not None:
        found = job.outcome
        counts = [
            (say(f"job_{key}", n=len(values)))
            for key, values in (
                ("added", found.added),
                ("revised", found.revised),
                ("unchanged", found.unchanged),
                ("removed", found.removed),
                ("failed", found.failed),
            )
            if values or (key == "added" and job.kind == "add")
        ]
        return " · ".join(counts)
    if job.changed:
        return say("job_changed")
    if job.state == "cancelled":
        return say("job_cancelled")
    return say("job_killed", n=job.killed) if job.killed else say("job_broke", error=job.fault or "?")


def _failures(job: Job, say: Translator) -> None:
    failed = job.outcome.failed if job.outcome else job.failed
    st.dataframe(
        pd.DataFrame(
            {
                say("col_name"): [one.name for one in failed[:MOST_SHOWN]],
                say("col_failure"): [one.reason for one in failed[:MOST_SHOWN]],
            }
        ),
        hide_index=True,
        key=f"job_failed_{job.id}",
    )
    st.download_button(
        say("job_failures"),
        data=failures_csv(failed),
        file_name="kharita-failed.csv",
        mime="text/csv",
        key=f"job_failures_{job.id}",
        on_click="ignore",
        icon=":material/download:",
    )


def failures_csv(failed: Sequence[Failure]) -> bytes:
    r"""Write what failed as a table for a spreadsheet, in which no name is taken for a formula.

    Examples
    --------
    >>> failures_csv([Failure(name="=1+1", reason="is empty")]).decode("utf-8-sig")
    "name,reason\r\n'=1+1,is empty\r\n"
    """
    memory = io.StringIO(newline="")
    rows = csv.writer(memory)
    rows.writerow(("name", "reason"))
    rows.writerows((_cell(one.name), _cell(one.reason)) for one in failed)
    return memory.getvalue().encode("utf-8-sig", "backslashreplace")


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
