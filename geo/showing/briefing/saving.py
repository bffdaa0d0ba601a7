"""A drawn figure as a file: PNG, or PDF and SVG with real text; the same bytes each time.

In a PDF, readers such as PDFium join what stands on one line and turn Arabic about by rules of their own. So each text
with Arabic in it is kept apart from its neighbours (by a mark off the page), ligatures of lam and alef are mapped to
their own characters, which readers take apart rightly, and mirrored brackets to the bracket that is seen.
"""

import io
import math
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from geo.errors import ExportError
from geo.showing.picture.text import FONT

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.text import Text

__all__ = ["FORMS", "Bookmark", "saved", "saved_pages"]

FORMS = ("png", "pdf", "svg")

_SALT = "kharita"
_RLM = "\u200f"
_ARABIC = re.compile("[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
_VOWELS = re.compile("[\u064b-\u0652\u0670]")  # readers tear them from their letters
_OUTLINE = 2.5  # points
_LAM_ALEF = {"\u0644\u0627": "\ufefb", "\u0644\u0623": "\ufef7", "\u0644\u0625": "\ufef9", "\u0644\u0622": "\ufef5"}
_MIRRORED = dict(zip("()[]{}<>\u00ab\u00bb", ")(][}{><\u00bb\u00ab", strict=True))
_APART = "\u2016"  # drawn off the page, and read as a space
_OFF_PAGE = -40.0
_DEGREES = re.compile(
    r"([0-9]+(?:[.,][0-9]+)?\u00b0)"
)  # readers put the sign before the number, if Arabic stands beside it
_SPACE = 0.318  # of the size: a space of DejaVu Sans
_LOCK = threading.Lock()
"""matplotlib's settings for fonts in files belong to the process: one file at a time is written with ours."""


Bookmark = tuple[str, int]
"""A title in the outline of a PDF, and the page, from 0, that it leads to."""


def saved(figure: "Figure", form: str, *, dpi: int, title: str = "") -> bytes:
    """Write a figure.

    Parameters
    ----------
    form
        One of `FORMS`.
    dpi
        Of a PNG.
    title
        Put into the properties of a PDF or SVG; no time and no name of a program stands there.

    Raises
    ------
    ExportError
        For another form.
    """
    import matplotlib as mpl

    if form not in FORMS:
        raise ExportError(f"no form {form!r} of a sheet: expected one of {', '.join(FORMS)}")
    memory = io.BytesIO()
    if form == "png":
        figure.savefig(memory, format="png", dpi=dpi, metadata={"Software": None})
        return memory.getvalue()
    settings: dict[Any, Any] = {"pdf.fonttype": 42, "svg.fonttype": "none", "svg.hashsalt": _SALT}
    with _LOCK, mpl.rc_context(settings):
        if form == "svg":
            metadata: dict[str, Any] = {"Date": None, "Creator": None} | ({"Title": title} if title else {})
            with _real_text(figure), _kept_together(figure):
                figure.savefig(memory, format="svg", metadata=metadata)
        else:
            _write_pdf([figure], memory, title)
    return memory.getvalue()


def saved_pages(
    figures: Sequence["Figure"], *, title: str = "", language: str = "", bookmarks: Sequence[Bookmark] = ()
) -> bytes:
    """Write figures as the pages of one PDF, which share their fonts.

    Parameters
    ----------
    language
        A tag (BCP 47), for programs that read pages aloud.
    bookmarks
        Titles of the outline, in order.
    """
    import matplotlib as mpl

    memory = io.BytesIO()
    settings: dict[Any, Any] = {"pdf.fonttype": 42}
    with _LOCK, mpl.rc_context(settings):
        _write_pdf(figures, memory, title, language=language, bookmarks=bookmarks)
    return memory.getvalue()


@contextmanager
def _real_text(figure: "Figure") -> Iterator[None]:
    """Lay a text over each that has an outline: with one, matplotlib draws letters as shapes, which nobody can read."""
    from matplotlib.patheffects import Stroke
    from matplotlib.text import Text

    outlined = [text for text in _texts(figure) if text.get_path_effects() and text.get_text()]
    effects = [(text, text.get_path_effects()) for text in outlined]
    copies = []
    for text in outlined:
        copy = Text()
        copy.update_from(text)
        copy.set(x=text.get_position()[0], y=text.get_position()[1], text=text.get_text(), path_effects=[])
        copy.set(parse_math=False, zorder=text.get_zorder() + 0.01)
        copy.set_transform(text.get_transform())
        assert text.axes is not None
        text.axes.add_artist(copy)
        text.set_path_effects([Stroke(linewidth=_OUTLINE, foreground="white", alpha=0.9)])
        copies.append(copy)
    try:
        yield
    finally:
        for copy in copies:
            copy.remove()
        for text, old in effects:
            text.set_path_effects(old)


@contextmanager
def _kept_together(figure: "Figure") -> Iterator[None]:
    """Put Arabic between right-to-left marks: a browser takes a line for Latin, and turns numbers at its ends about."""
    kept = [(text, text.get_text()) for text in _texts(figure) if _ARABIC.search(text.get_text())]
    for text, words in kept:
        text.set_text(f"{_RLM}{words}{_RLM}")
    try:
        yield
    finally:
        for text, words in kept:
            text.set_text(words)


def _texts(figure: "Figure") -> list["Text"]:
    """Return the texts of a page; it has none but those of its axes."""
    return [text for axes in figure.axes for text in axes.texts]


def _write_pdf(
    figures: Sequence["Figure"],
    memory: io.BytesIO,
    title: str,
    *,
    language: str = "",
    bookmarks: Sequence[Bookmark] = (),
) -> None:
    """Write what `matplotlib.backends.backend_pdf.PdfPages` writes, with our own way of text."""
    from matplotlib.backends.backend_mixed import MixedModeRenderer
    from matplotlib.backends.backend_pdf import PdfFile

    tracker, renderer = _classes()
    make_file: Any = PdfFile
    mix: Any = MixedModeRenderer
    file = make_file(memory, metadata={"CreationDate": None, "Producer": None, "Creator": None, "Title": title or None})
    file._character_tracker = tracker(file._character_tracker.subset_size)  # noqa: SLF001 - there is no other door
    try:
        for figure in figures:
            dpi = figure.dpi
            width, height = figure.get_size_inches()
            with _real_text(figure), ExitStack() as after:
                after.callback(setattr, figure, "dpi", dpi)
                figure.dpi = 72
                file.newPage(width, height)
                mixed = mix(figure, width, height, dpi, renderer(file, dpi, height, width))
                figure.draw(mixed)
                mixed.finalize()
        if language or bookmarks:
            _write_root(file, language, bookmarks)
        file.finalize()
    finally:
        file.close()


def _write_root(file: Any, language: str, bookmarks: Sequence[Bookmark]) -> None:
    """Write the document's first object anew, with language and outline; the later of two counts."""
    from matplotlib.backends.backend_pdf import Name

    name: Any = Name
    file.endStream()
    root = {"Type": name("Catalog"), "Pages": file.pagesObject}
    if language:
        root["Lang"] = language.encode()  # no direction of reading: readers of text would turn Latin about by it
    if bookmarks:
        outline = file.reserveObject("outline")
        marks = [file.reserveObject("bookmark") for _ in bookmarks]
        file.writeObject(outline, {"Type": name("Outlines"), "First": marks[0], "Last": marks[-1], "Count": len(marks)})
        for number, (title, page) in enumerate(bookmarks):
            entry = {"Title": title, "Parent": outline, "Dest": [file.pageList[page], name("Fit")]}
            entry |= {"Prev": marks[number - 1]} if number else {}
            entry |= {"Next": marks[number + 1]} if number + 1 < len(marks) else {}
            file.writeObject(marks[number], entry)
        root |= {"Outlines": outline, "PageMode": name("UseOutlines")}
    file.writeObject(file.rootObject, root)


def _placed(pieces: Sequence[str], wide: Callable[[str], float], prop: Any) -> list[tuple[float, str]]:
    """Return where the pieces of an Arabic text stand from its left end, the first, at the right, first."""
    size, left = prop.get_size_in_points(), 0.0
    placed = []
    for piece in reversed(pieces):
        words = piece.strip("\u200f ")
        if words:
            after = len(piece) - len(piece.rstrip("\u200f "))  # what ends a piece stands at its left
            placed.append((left + after * _SPACE * size, words))
            left += float(wide(words)) + (len(piece) - len(words)) * _SPACE * size
    return placed[::-1]


def _classes() -> tuple[Any, Any]:
    """Make the two classes when they are needed: matplotlib is imported by nobody who draws nothing."""
    from matplotlib.backends._backend_pdf_ps import CharacterTracker
    from matplotlib.backends.backend_pdf import RendererPdf
    from matplotlib.font_manager import FontProperties

    class Tracker(CharacterTracker):
        def track_glyph(self, font: Any, chars: Any, glyph: Any) -> Any:
            if isinstance(chars, str):
                chars = " " if chars == _APART else _LAM_ALEF.get(chars, chars)
                twin = _MIRRORED.get(chars)
                if twin and font.get_char_index(ord(twin)) == glyph:
                    chars = twin
            return super().track_glyph(font, chars, glyph)

    class Renderer(RendererPdf):
        is_apart = True
        marks = 0

        def draw_text(self, gc: Any, x: Any, y: Any, s: str, prop: Any, angle: Any, *more: Any, **named: Any) -> None:
            is_arabic = bool(_ARABIC.search(s))
            if is_arabic and not self.is_apart:
                self._part(gc)
            pieces = _DEGREES.split(s) if is_arabic else [s]
            if len(pieces) > 1:
                self._draw_pieces(gc, x, y, pieces, prop, angle)
                return
            draw: Any = super().draw_text
            draw(gc, x, y, _VOWELS.sub("", s), prop, angle, *more, **named)
            self.is_apart = False
            if is_arabic:
                self._part(gc)

        def _draw_pieces(self, gc: Any, x: Any, y: Any, pieces: list[str], prop: Any, angle: float) -> None:
            measure: Any = self.get_text_width_height_descent
            turn = math.radians(angle)
            for across, words in _placed(pieces, lambda one: measure(one, prop, ismath=False)[0], prop):
                self._part(gc)
                self.draw_text(gc, x + across * math.cos(turn), y + across * math.sin(turn), words, prop, angle)
            self._part(gc)

        def _part(self, gc: Any) -> None:
            self.marks += 1
            beside = 10.0 + 20.0 * (self.marks % 9)  # one over another would count as one
            draw: Any = super().draw_text
            draw(gc, beside, _OFF_PAGE, _APART, FontProperties(family=FONT, size=12), 0)
            self.is_apart = True

    return Tracker, Renderer
