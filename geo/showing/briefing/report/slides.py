"""A report as slides (PPTX): titles, tables and notes are text of their own; maps and the timeline are pictures.

What a table has no room for, sentences first, stands in the notes of its slide. No time but that of the workspace is
written into the file, so that the same input gives the same bytes.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from geo.showing.briefing.crowding import gathered, is_crowded, left_out
from geo.showing.briefing.drawing import new_figure, told_layers
from geo.showing.briefing.grey import turn_grey
from geo.showing.briefing.handling import check_tlp
from geo.showing.briefing.lines import block
from geo.showing.briefing.listing import Listing
from geo.showing.briefing.margins import as_of, filter_words, map_note, unplaced_words
from geo.showing.briefing.pages import Area, Page
from geo.showing.briefing.report.chapters import Chapter, list_chapter
from geo.showing.briefing.report.compose import draw_map, named_once
from geo.showing.briefing.report.contents import CHAPTER_COLUMNS, CLAIM_COLUMNS, SOURCE_COLUMNS, Contents, parted
from geo.showing.briefing.report.layout import chapter_plan
from geo.showing.briefing.report.slide_parts import Deck, Frame
from geo.showing.briefing.report.slide_text import plain
from geo.showing.briefing.report.sources import notes_of
from geo.showing.briefing.report.timeline import SLOTS, Timeline
from geo.showing.briefing.report.timeline_plot import draw_timeline
from geo.showing.briefing.saving import saved
from geo.showing.briefing.table import Column
from geo.showing.labels import spoken
from geo.showing.layers import Layers
from geo.showing.picture.view import beyond

__all__ = ["PICTURE_DPI", "slides"]

PICTURE_DPI = 200
_WIDE, _HIGH = 960.0, 540.0
_MARGIN = 26.0
_BODY = Frame(_MARGIN, 92.0, _WIDE - 2 * _MARGIN, 410.0)
_GAP = 14.0
_COVER, _CHAPTER = 0.66, 0.5  # of the width that the map takes
_CHAPTER_ROWS, _CLAIM_ROWS, _SOURCE_ROWS = 11, 11, 11
_NOTE_LETTERS = 2400  # on a slide of notes
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_START = datetime(2000, 1, 1, tzinfo=UTC)
_NO_LIST = Listing(numbers={}, letters={})


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A picture, and the lines that belong below or into the notes: the map's note, and what is not on it."""

    png: bytes
    notes: tuple[str, ...] = ()


def slides(contents: Contents) -> bytes:
    """Write a report as slides and return the file's bytes.

    Raises
    ------
    ExportError
        For a handling mark that does not exist.
    """
    check_tlp(contents.options.tlp)
    deck = Deck(contents.options)
    _add_cover(deck, contents)
    for chapter in contents.chapters:
        _add_chapter(deck, contents, chapter)
    if contents.timeline.total:
        _add_timeline(deck, contents)
    _add_tables(deck, contents)
    _add_notes(deck, contents)
    deck.finish(contents.layers)
    when = as_of(contents.layers, contents.options) or _START
    moment = when if isinstance(when, datetime) else datetime(when.year, when.month, when.day, tzinfo=UTC)
    deck.set_properties(plain(contents.title, rtl=contents.options.rtl), moment)
    return _without_clock(deck.saved())


def _parts(contents: Contents) -> str:
    return "   ".join(text for text, _ in contents.parts)


def _add_cover(deck: Deck, contents: Contents) -> None:
    options = contents.options
    slide = deck.add(contents.title, _parts(contents))
    left, right = _BODY.split(_COVER, _GAP, rtl=options.rtl)
    layers = told_layers(contents.layers)
    shown = gathered(layers) if is_crowded(layers) else layers
    drawn = _map(contents, shown, _NO_LIST, left, None, with_outside=True)
    deck.add_picture(slide, drawn.png, left, contents.title)
    rows = [(f"{'   ' if figure.inner else ''}{figure.words}", f"{figure.value:,}") for figure in contents.figures]
    high = deck.add_pairs(slide, contents.say("figures"), rows, right)
    titles = [chapter.title for chapter in contents.chapters]
    if titles:
        below = Frame(right.x, right.y + high + 10, right.wide, max(30.0, right.high - high - 10))
        deck.add_lines(slide, [(contents.say("contents"), True), *((title, False) for title in titles)], below)
    more = left_out(layers, shown, options.language)
    deck.add_speaker_notes(slide, [more, *drawn.notes, filter_words(options)])


def _add_chapter(deck: Deck, contents: Contents, chapter: Chapter) -> None:
    options = contents.options
    slide = deck.add(chapter.title, "   ".join(chapter.parts))
    left, right = _BODY.split(_CHAPTER, _GAP, rtl=options.rtl)
    listing = list_chapter(chapter, options.language, _CHAPTER_ROWS)
    drawn = _map(contents, chapter.layers, listing, left, chapter.bounds)
    deck.add_picture(slide, drawn.png, left, chapter.title)
    if listing.items:
        deck.add_table(slide, CHAPTER_COLUMNS, listing.items, right)
    else:
        deck.add_lines(slide, [(contents.say("nothing"), False)], right)
    told = [line for item in listing.items for line in _quoted(item.number, item.source, item.said, item.sentence)]
    remark = contents.say("chapter_listed", n=len(listing.items), all=listing.total)
    deck.add_speaker_notes(slide, [remark, *told, *drawn.notes])


def _quoted(*parts: str) -> Iterator[str]:
    """Return a heading of all parts but the last, and the last: a sentence."""
    yield " · ".join(filter(None, parts[:-1]))
    yield parts[-1]


def _add_timeline(deck: Deck, contents: Contents) -> None:
    options, timeline = contents.options, contents.timeline
    slide = deck.add(contents.say("timeline"), _parts(contents))
    figure = new_figure(Page(wide=_BODY.wide, high=_BODY.high))
    area = Area(0, 8, _BODY.wide, _BODY.high - 8)
    draw_timeline(block(figure, area, 1), timeline, language=options.language, rtl=options.rtl)
    if options.grey:
        turn_grey(figure)
    deck.add_picture(slide, saved(figure, "png", dpi=PICTURE_DPI), _BODY, contents.say("timeline"))
    remark = contents.say("note_timeline", n=timeline.spanning, all=timeline.total)
    deck.add_speaker_notes(slide, [remark, *_counted(contents, timeline)])


def _counted(contents: Contents, timeline: Timeline) -> Iterator[str]:
    """Say in words how many records each row counts, and how many stand beside the axis."""
    language = spoken(contents.options.language)
    for panel in timeline.panels:
        kinds = ", ".join(f"{bars.words[language]} {bars.total}" for bars in panel.bars)
        beside = ", ".join(f"{contents.say(slot)} {panel.beside(slot)}" for slot in SLOTS if panel.beside(slot))
        yield f"{contents.say(f'panel_{panel.key}')}: {kinds}" + (f" ({beside})" if beside else "")


def _add_tables(deck: Deck, contents: Contents) -> None:
    claims, sources = contents.claims, contents.sources
    counts = {"listed": claims.claimants_listed, "claimants": claims.claimants}
    remark = contents.say("claims_listed", n=len(claims.rows), all=claims.total, **counts)
    for claimed in parted(claims.rows, _CLAIM_ROWS) if claims.rows else ():
        told = [line for one in claimed for line in _quoted(one.claimant, one.said_at, one.sentence)]
        _add_table(deck, contents, "claims", CLAIM_COLUMNS, named_once(claimed), [remark, *told])
    remark = contents.say("sources_listed", n=len(sources.rows), all=sources.total)
    for listed in parted(sources.rows, _SOURCE_ROWS) if sources.rows else ():
        named = [line for one in listed for line in _quoted(one.number, one.publisher, one.published, one.title_of)]
        _add_table(deck, contents, "sources", SOURCE_COLUMNS, listed, [remark, *named])


def _add_table(
    deck: Deck, contents: Contents, key: str, columns: Sequence[Column], rows: Sequence[object], notes: Sequence[str]
) -> None:
    slide = deck.add(contents.say(key), _parts(contents))
    deck.add_table(slide, columns, rows, _BODY)
    deck.add_speaker_notes(slide, notes)


def _add_notes(deck: Deck, contents: Contents) -> None:
    """Write the notes on as many slides as they need, a heading with its paragraphs together."""
    notes = notes_of(contents.layers, contents.options, subjects=contents.subjects, timeline=contents.timeline)
    some: list[tuple[str, bool]] = []
    for heading, paragraphs in notes:
        lines = [(heading, True), *((paragraph, False) for paragraph in paragraphs)]
        if some and sum(max(90, len(text)) for text, _ in [*some, *lines]) > _NOTE_LETTERS:
            deck.add_lines(deck.add(contents.say("notes"), ""), some, _BODY)
            some = []
        some += lines
    deck.add_lines(deck.add(contents.say("notes"), ""), some, _BODY)


def _map(
    contents: Contents,
    layers: Layers,
    listing: Listing,
    frame: Frame,
    bounds: tuple[float, float, float, float] | None,
    *,
    with_outside: bool = False,
) -> _Drawn:
    """Draw a map with its legend as a picture."""
    options = contents.options
    figure = new_figure(Page(wide=frame.wide, high=frame.high))
    plan = chapter_plan(
        Area(3, 2, frame.wide - 6, frame.high - 4), is_lying=True, rtl=options.rtl, map_share=1.0, with_note=False
    )
    chart = draw_map(figure, plan, layers, options.language, listing, bounds=bounds)
    if options.grey:
        turn_grey(figure)
    told = [": ".join(map_note(chart.view, options.language))]
    if with_outside:
        outside = beyond(layers, chart.view, options.language)
        rest = unplaced_words(layers, options.language, chart.missed, outside)
        told.append(f"{contents.say('unplaced')}: {rest}")
    return _Drawn(saved(figure, "png", dpi=PICTURE_DPI), tuple(told))


def _without_clock(data: bytes) -> bytes:
    """Write a zip file anew with one and the same time for all that is in it."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            content: Any = old.read(name)
            new.writestr(entry, content)
    return memory.getvalue()
