"""A report as plain data, before it is drawn: what the PDF and the slides both are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from geo.showing.briefing.margins import as_of_words, extent_words
from geo.showing.briefing.report.chapters import Chapter, chapter_of
from geo.showing.briefing.report.choosing import Subject, choose_subjects
from geo.showing.briefing.report.claims import Claims, SideOf, list_claims
from geo.showing.briefing.report.options import ReportOptions
from geo.showing.briefing.report.sources import Figure, Sources, key_figures, list_sources
from geo.showing.briefing.report.timeline import Timeline, count_by_time
from geo.showing.briefing.table import Column
from geo.showing.briefing.words import briefing_words
from geo.showing.layers import Layers

__all__ = ["CHAPTER_COLUMNS", "CLAIM_COLUMNS", "SOURCE_COLUMNS", "Contents", "contents_of", "parted"]

_Row = TypeVar("_Row")

CHAPTER_COLUMNS = (
    Column(name="number", share=0.055, bold=True),
    Column(name="when", share=0.285, below="source"),
    Column(name="what", share=0.42, below="said", bold=True),
    Column(name="status", share=0.24, below="precision"),
)
CLAIM_COLUMNS = (
    Column(name="claimant", share=0.2, below="side", bold=True),
    Column(name="when", share=0.18, below="said_at"),
    Column(name="claimed", share=0.25, below="where", bold=True),
    Column(name="status", share=0.09),
    Column(name="denied", share=0.15),
    Column(name="independent", share=0.13),
)
SOURCE_COLUMNS = (
    Column(name="number", share=0.04, bold=True),
    Column(name="publisher", share=0.19, below="grade", bold=True),
    Column(name="title_of", share=0.37, below="address"),
    Column(name="published", share=0.11),
    Column(name="written_in", share=0.06),
    Column(name="tells", share=0.06),
    Column(name="reprint_head", share=0.08),
    Column(name="fingerprint", share=0.09),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Contents:
    """What stands in a report, in the order of its pages."""

    title: str
    parts: tuple[tuple[str, bool], ...]
    layers: Layers
    options: ReportOptions
    figures: tuple[Figure, ...]
    subjects: tuple[Subject, ...]
    chapters: tuple[Chapter, ...]
    timeline: Timeline
    claims: Claims
    sources: Sources

    def say(self, key: str, **values: object) -> str:
        """Return words in the language of the report."""
        return briefing_words(key, self.options.language, **values)


def contents_of(layers: Layers, options: ReportOptions, *, side_of: SideOf | None = None) -> Contents:
    """Gather what a report of some layers tells.

    Raises
    ------
    ExportError
        For a place or flow that is asked for and is not told of.
    """
    language = options.language
    subjects = choose_subjects(layers, options)
    claims = list_claims(layers, language, most=options.most_claims, side_of=side_of)
    when = as_of_words(layers, options)
    return Contents(
        title=options.title.strip() or briefing_words("report_title", language),
        parts=(*(((when, True),) if when else ()), *((text, False) for text in extent_words(layers, language))),
        layers=layers,
        options=options,
        figures=key_figures(layers, claims, language),
        subjects=subjects,
        chapters=tuple(chapter_of(layers, subject, language) for subject in subjects),
        timeline=count_by_time(layers),
        claims=claims,
        sources=list_sources(layers, language),
    )


def parted(rows: Sequence[_Row], each: int) -> list[Sequence[_Row]]:
    """Part rows into pages of so many; one page without any where there are none.

    Examples
    --------
    >>> parted([1, 2, 3], 2), parted([], 2)
    ([[1, 2], [3]], [[]])
    """
    each = max(1, each)
    return [rows[start : start + each] for start in range(0, len(rows), each)] or [rows]
