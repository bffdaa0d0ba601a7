"""The parts of a slide: title, handling marks, number, picture, table, lines of text, notes; by python-pptx."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from geo.showing.briefing.handling import TLP
from geo.showing.briefing.lines import leans_right_to_left, width_of
from geo.showing.briefing.margins import filter_words
from geo.showing.briefing.report.options import ReportOptions
from geo.showing.briefing.report.slide_text import cut, fill, plain, rgb
from geo.showing.briefing.table import Column
from geo.showing.briefing.words import briefing_words
from geo.showing.layers import Layers
from geo.showing.picture.text import INK, MUTED

__all__ = ["Deck", "Frame"]

_WIDE, _HIGH, _MARGIN = 960.0, 540.0, 26.0
_TITLE = (40.0, 24.0)  # where it begins, and its size
_TLP_SIZE, _TLP_HIGH = 12.0, 22.0
_HEAD_ROW, _ROW, _PAIR_ROW = 20.0, 33.0, 17.0
_SIZE, _SMALL, _PAD = 9.0, 7.5, 4.0
_BAND = "F3F5F7"
_TITLE_ONLY = 5  # among the layouts of python-pptx's own template
_DROPPED = ("/thumbnail", "/printerSettings")


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle of a slide in points from its upper left corner."""

    x: float
    y: float
    wide: float
    high: float

    def split(self, share: float, gap: float, *, rtl: bool) -> tuple["Frame", "Frame"]:
        """Part it in two beside each other, the first where reading begins."""
        wide = self.wide * share
        first = Frame(self.x, self.y, wide - gap, self.high)
        second = Frame(self.x + wide, self.y, self.wide - wide, self.high)
        if rtl:
            first = Frame(self.x + self.wide - first.wide, self.y, first.wide, self.high)
            second = Frame(self.x, self.y, second.wide, self.high)
        return first, second


class Deck:
    """Slides of 16:9, each with a title; `finish` writes what needs the number of all."""

    def __init__(self, options: ReportOptions) -> None:
        import pptx

        self.options = options
        self.rtl = options.rtl
        self._deck: Any = pptx.Presentation()
        self._slides: list[Any] = []
        self._widen()
        for part in (self._deck.part.package, self._deck.part):
            rels = part._rels  # noqa: SLF001 - what the template brings along that is not ours
            for name in [name for name, rel in rels.items() if rel.reltype.endswith(_DROPPED)]:
                rels.pop(name)

    def _widen(self) -> None:
        """Make the template, which is 4:3, as wide as a slide of today."""
        from pptx.util import Pt

        before = self._deck.slide_width
        self._deck.slide_width, self._deck.slide_height = Pt(_WIDE), Pt(_HIGH)
        times = self._deck.slide_width / before
        for master in self._deck.slide_masters:
            for shape in [*master.shapes, *(shape for layout in master.slide_layouts for shape in layout.shapes)]:
                if shape.width:  # one that inherits its place has none of its own
                    shape.left, shape.width = round(shape.left * times), round(shape.width * times)

    def add(self, title: str, below: str) -> Any:
        """Add a slide with a title, and what stands below that."""
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[_TITLE_ONLY])
        self._slides.append(slide)
        y, size = _TITLE
        room = _WIDE - 2 * _MARGIN
        self._place(slide.shapes.title, Frame(_MARGIN, y, room, 32))
        words = cut(title, room - 8, size, rtl=self.rtl, weight="bold")
        words = words or briefing_words("report_title", self.options.language)
        self._write(slide.shapes.title, words, size=size, bold=True)
        if below:
            shape = self._box(slide, Frame(_MARGIN, y + 31, room, 18))
            self._write(shape, cut(below, room - 8, 11, rtl=self.rtl), size=11, colour=MUTED)
        return slide

    def _place(self, shape: Any, frame: Frame) -> None:
        from pptx.util import Pt

        shape.left, shape.top, shape.width, shape.height = (
            Pt(value) for value in (frame.x, frame.y, frame.wide, frame.high)
        )

    def _box(self, slide: Any, frame: Frame) -> Any:
        from pptx.util import Pt

        return slide.shapes.add_textbox(*(Pt(value) for value in (frame.x, frame.y, frame.wide, frame.high)))

    def _write(self, shape: Any, text: str, **look: Any) -> None:
        from pptx.enum.text import MSO_ANCHOR
        from pptx.util import Pt

        frame = shape.text_frame
        frame.word_wrap = True
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        frame.margin_left = frame.margin_right = Pt(2)
        frame.margin_top = frame.margin_bottom = Pt(0)
        fill(frame.paragraphs[0], text, rtl=look.pop("rtl", self.rtl), **look)

    def add_picture(self, slide: Any, png: bytes, frame: Frame, words: str) -> None:
        """Add a picture, with words for whoever cannot see it."""
        from pptx.util import Pt

        shape = slide.shapes.add_picture(io.BytesIO(png), *(Pt(v) for v in (frame.x, frame.y, frame.wide, frame.high)))
        shape._element.nvPicPr.cNvPr.set("descr", plain(words, rtl=self.rtl))  # noqa: SLF001 - there is no other door

    def add_lines(self, slide: Any, lines: Sequence[tuple[str, bool]], frame: Frame) -> None:
        """Add lines of text, each of them a heading or not; each in the direction of its own language."""
        from pptx.util import Pt

        text = self._box(slide, frame).text_frame
        text.word_wrap = True
        text.margin_left = text.margin_right = Pt(2)
        for number, (line, is_heading) in enumerate(lines):
            paragraph = text.paragraphs[0] if number == 0 else text.add_paragraph()
            paragraph.space_before = Pt(7 if is_heading and number else 0)
            look: dict[str, Any] = {"size": 11.0 if is_heading else 9.5, "colour": INK if is_heading else MUTED}
            fill(paragraph, line, rtl=self.rtl, bold=is_heading, own=True, **look)

    def add_pairs(self, slide: Any, heading: str, rows: Sequence[tuple[str, str]], frame: Frame) -> float:
        """Add a table of words and numbers, and return how high it is."""
        high = _PAIR_ROW * (len(rows) + 1)
        number = 60.0
        table = self._table(
            slide, len(rows) + 1, (frame.wide - number, number), Frame(frame.x, frame.y, frame.wide, high)
        )
        for row in table.rows:
            row.height = _points(_PAIR_ROW)
        self._cell(table.cell(0, 0), [(heading, dict[str, Any](size=11.0, bold=True))], frame.wide - number)
        self._cell(table.cell(0, 1), [("", {"size": 11.0})], number)
        for place, (words, value) in enumerate(rows, start=1):
            inner = words.startswith(" ")
            look: dict[str, Any] = {"size": 8.5 if inner else 10.0, "colour": MUTED if inner else INK}
            self._cell(table.cell(place, 0), [(words.strip(), look)], frame.wide - number, indent=12.0 * inner)
            self._cell(table.cell(place, 1), [(value, {**look, "bold": not inner})], number)
        return high

    def add_table(self, slide: Any, columns: Sequence[Column], rows: Sequence[object], frame: Frame) -> None:
        """Add a table as pages have it, without the sentences: these are for the notes."""
        language = self.options.language
        widths = [column.share * frame.wide for column in columns]
        high = _HEAD_ROW + _ROW * len(rows)
        table = self._table(slide, len(rows) + 1, widths, Frame(frame.x, frame.y, frame.wide, high))
        table.rows[0].height = _points(_HEAD_ROW)
        for place, (column, wide) in enumerate(zip(columns, widths, strict=True)):
            heads = [briefing_words(name, language) for name in (column.name, column.below) if name]
            look: dict[str, Any] = {"size": _SMALL, "bold": True, "colour": MUTED}
            self._cell(table.cell(0, place), [(" · ".join(heads), look)], wide)
        for number, row in enumerate(rows, start=1):
            table.rows[number].height = _points(_ROW)
            for place, (column, wide) in enumerate(zip(columns, widths, strict=True)):
                look = {"size": _SIZE, "bold": column.bold}
                parts = [(str(getattr(row, column.name)), look)]
                if column.below:
                    parts.append((str(getattr(row, column.below)), {"size": _SMALL, "colour": MUTED}))
                self._cell(table.cell(number, place), parts, wide, band=number % 2 == 0)

    def _table(self, slide: Any, rows: int, widths: Sequence[float], frame: Frame) -> Any:
        """Add an empty table, plain but for its bands; in Arabic its first column is the one at the right."""
        shape = slide.shapes.add_table(rows, len(widths), *map(_points, (frame.x, frame.y, frame.wide, frame.high)))
        table = shape.table
        properties = table._tbl.tblPr  # noqa: SLF001 - python-pptx has no other door to the direction
        properties.set("rtl", "1" if self.rtl else "0")
        table.horz_banding = False
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = _points(wide)
        return table

    def _cell(
        self,
        cell: Any,
        parts: Sequence[tuple[str, dict[str, Any]]],
        wide: float,
        *,
        band: bool = False,
        indent: float = 0.0,
    ) -> None:
        """Fill a cell with paragraphs of one line each."""
        from pptx.enum.text import MSO_ANCHOR

        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(_BAND if band else "FFFFFF")
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        cell.margin_top = cell.margin_bottom = _points(1)
        cell.margin_left = cell.margin_right = _points(_PAD)
        if indent:
            cell.margin_left, cell.margin_right = map(
                _points, (_PAD, _PAD + indent) if self.rtl else (_PAD + indent, _PAD)
            )
        frame = cell.text_frame
        frame.word_wrap = True
        for number, (text, look) in enumerate(parts):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            weight = "bold" if look.get("bold") else "normal"
            own = leans_right_to_left(text, otherwise=self.rtl)
            words = cut(text, wide - 2 * _PAD - indent, look["size"], rtl=own, weight=weight)
            fill(paragraph, words, rtl=self.rtl, **look)

    def add_speaker_notes(self, slide: Any, lines: Sequence[str]) -> None:
        """Write the notes of a slide, a paragraph a line."""
        frame = slide.notes_slide.notes_text_frame
        for number, line in enumerate(line for line in lines if line):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            fill(paragraph, line, size=11.0, rtl=self.rtl, own=True)

    def finish(self, layers: Layers) -> None:
        """Write handling marks, numbers and the state of the workspace on all slides."""
        import geo

        state = layers.tables.metadata.get("hash", "")[:16]
        parts = [f"Kharita {geo.__version__}", *([briefing_words("workspace", "en", hash=state)] if state else [])]
        foot = " · ".join([*parts, filter_words(self.options)])
        total, low = len(self._slides), _HIGH - _MARGIN - 2
        for number, slide in enumerate(self._slides, start=1):
            room = 560.0
            shape = self._box(slide, Frame(_MARGIN, low, room, _TLP_HIGH - 4))
            self._write(shape, cut(foot, room - 8, 8), size=8.0, colour=MUTED, rtl=False)
            shape = self._box(slide, Frame(_WIDE - _MARGIN - 230, low, 70, _TLP_HIGH - 4))
            self._write(shape, f"{number} / {total}", size=10.0, bold=True, colour=MUTED, rtl=False)
            for y in (14.0, low - 1):
                self._mark(slide, y)

    def _mark(self, slide: Any, y: float) -> None:
        """Write the handling mark at the right, whatever the language: its colours on black, 12 points at least."""
        from pptx.util import Pt

        name = self.options.tlp
        if not name:
            return
        text = f"TLP:{name}"
        wide = width_of(text, _TLP_SIZE, "bold") + 10
        shape = self._box(slide, Frame(_WIDE - _MARGIN - wide, y, wide, _TLP_HIGH))
        shape.name = "TLP"
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb("000000")
        self._write(shape, text, size=_TLP_SIZE, bold=True, colour=TLP[name], rtl=False)
        shape.text_frame.word_wrap = False
        shape.text_frame.paragraphs[0].runs[0].font.size = Pt(_TLP_SIZE)

    def set_properties(self, title: str, when: datetime) -> None:
        """Write the properties of the file: its title, and the time of the workspace instead of a clock's."""
        core = self._deck.core_properties
        core.title, core.author, core.last_modified_by, core.comments = title, "Kharita", "Kharita", ""
        core.language = "ar" if self.rtl else "en"
        core.created = core.modified = when.replace(tzinfo=None)
        core.revision = 1

    def saved(self) -> bytes:
        """Return the file."""
        memory = io.BytesIO()
        self._deck.save(memory)
        return memory.getvalue()


def _points(value: float) -> Any:
    from pptx.util import Pt

    return Pt(value)
