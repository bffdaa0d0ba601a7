"""A report: what stands on its pages, as PDFium reads them; the same bytes each time; whole files or none."""

import io
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from matplotlib.text import Text
from PIL import Image

from geo.errors import ExportError
from geo.showing.briefing.report import ReportOptions, check_report, report, write_report
from geo.showing.briefing.report.compose import draw_pages, starts_of
from geo.showing.briefing.report.contents import contents_of
from geo.showing.layers import Layers, build_layers
from geo.workspace.criteria import Filter
from geo.workspace.tables import empty_tables
from tests.browser.sample import hostile_reading, sample_reading
from tests.builders import TRIPOLI, document, event, evidence, reading
from tests.showing.briefing.test_sheet import _meet, boxes_of
from tests.showing.picture.test_picture import crowd, layers_of

AS_OF = date(2020, 3, 12)


@pytest.fixture(scope="module")
def layers() -> Layers:
    return layers_of(sample_reading())


def options(language: str = "en", **more: object) -> ReportOptions:
    return ReportOptions(language=language, as_of=AS_OF, tlp="AMBER", most=3, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def english(layers: Layers) -> bytes:
    return report(layers, "pdf", options(title="Flights and fighters", criteria=Filter(countries=("LY", "SY"))))


@pytest.fixture(scope="module")
def arabic(layers: Layers) -> bytes:
    return report(layers, "pdf", options("ar", title="رحلات Cham Wings والأسلحة"))


def pages_of(data: bytes) -> list[str]:
    """Return the text of each page, without marks of direction and blank lines."""
    with pypdfium2.PdfDocument(data) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    plain = (re.sub("[\u200e\u200f\u2066-\u2069]", "", text).split("\r\n") for text in texts)
    return ["\n".join(line.strip() for line in lines if line.strip()) for lines in plain]


def bookmarks_of(data: bytes) -> list[tuple[str, int]]:
    with pypdfium2.PdfDocument(data) as document:
        found = []
        for mark in document.get_toc():
            place = mark.get_dest()
            assert place is not None
            index = place.get_index()
            assert index is not None
            found.append((mark.get_title(), index))
        return found


def in_order(wanted: Sequence[str], text: str) -> bool:
    at = 0
    for words in wanted:
        at = text.find(words, at)
        assert at >= 0, f"{words!r} does not come, or not in its turn, in {text!r}"
        at += len(words)
    return True


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_same_input_gives_the_same_bytes(layers: Layers, english: bytes, arabic: bytes, language: str) -> None:
    data = english if language == "en" else arabic
    title = "Flights and fighters" if language == "en" else "رحلات Cham Wings والأسلحة"
    criteria = Filter(countries=("LY", "SY")) if language == "en" else Filter()
    assert report(layers, "pdf", options(language, title=title, criteria=criteria)) == data
    assert not re.search(rb"CreationDate|dc:date|matplotlib[ /v]*\d", data, re.IGNORECASE)


@pytest.mark.slow
def test_another_process_gives_the_same_bytes_too() -> None:
    program = (
        "import hashlib; from tests.showing.briefing.test_report import *; made = layers_of(sample_reading());"
        "print([hashlib.sha256(report(made, form, options())).hexdigest() for form in ('pdf', 'pptx')])"
    )
    call = [sys.executable, "-c", program]
    root = Path(__file__).resolve().parents[3]
    told = {subprocess.run(call, check=True, capture_output=True, text=True, cwd=root).stdout for _ in range(2)}
    assert len(told) == 1
    assert len(told.pop()) > 100


def test_each_page_has_its_number_and_the_mark_at_top_and_bottom(english: bytes, arabic: bytes) -> None:
    for data in (english, arabic):
        pages = pages_of(data)
        assert len(pages) > 5
        for number, text in enumerate(pages, start=1):
            lines = text.split("\n")
            assert lines[0] == "TLP:AMBER"
            assert lines[-1].endswith("TLP:AMBER")
            assert f"{number} / {len(pages)}" in text


def test_the_cover_tells_figures_and_contents(english: bytes) -> None:
    cover = pages_of(english)[0]
    wanted = ["Flights and fighters", "As of 12 MAR 20", "Benghazi", "Events", "How it is told", "de facto"]
    wanted += ["In figures", "Events", "10", "denied", "Flows", "Documents", "1", "Publishers", "Contents"]
    assert in_order([*wanted, "Timeline", "Claims by claimant", "Sources", "Notes", "country=LY,SY"], cover)


def test_bookmarks_lead_to_the_parts(english: bytes) -> None:
    marks, pages = bookmarks_of(english), pages_of(english)
    titles = [title for title, _ in marks]
    assert titles[0] == "Flights and fighters"
    assert titles[-4:] == ["Timeline", "Claims by claimant", "Sources", "Notes"]
    assert len(marks) == len(set(marks)) == 1 + 3 + 4
    for title, index in marks:
        assert title.split(" · ")[0] in pages[index]


def test_a_chapter_lists_its_records_with_sentence_publisher_claimant_status_and_precision(layers: Layers) -> None:
    pages = pages_of(report(layers, "pdf", options(places=("طرابلس",), flows=("Damascus > Benghazi",))))
    assert in_order(["Tripoli", "city", "exact place", "Libya"], pages[1])
    for words in ("Assault", "Claimed", "exact place", "Salem Test (GNA spokesman)", "Test Agency, 10 Mar 2020"):
        assert words in pages[1]
    assert "وتعرضت أحياء في طرابلس لقصف قتل فيه خمسة مدنيين" in pages[1]  # vowel signs are left out
    assert in_order(["Damascus → Benghazi", "When", "A", "Damascus → Benghazi · fighters", "Salem Test"], pages[2])


def test_arabic_pages_come_in_reading_order_with_arabic_months(arabic: bytes) -> None:
    pages = pages_of(arabic)
    wanted = ["رحلات", "Cham Wings", "والأسلحة", "حتى 12 مارس 2020", "بنغازي", "الأحداث", "بالأرقام", "أحداث", "10"]
    assert in_order([*wanted, "المحتويات", "الخط الزمني", "المصادر", "ملاحظات"], pages[0])
    joined = "\n".join(pages)
    assert in_order(["رقم", "متى", "ورد في", "ماذا", "من يقول", "كيف روي", "دقة المكان"], joined)
    assert in_order(["المدعي", "الطرف", "ما يدعى", "نفاه", "الاستقلال"], joined)


def test_the_degree_sign_stands_behind_its_number_in_arabic(arabic: bytes) -> None:
    cover = pages_of(arabic)[0]
    assert re.search(r"\d\u00b0", cover)
    assert not re.search(r"\u00b0\s?\d", cover)


def test_claims_name_claimant_side_denial_and_independence(layers: Layers) -> None:
    told = options(places=("Tripoli",))
    text = "\n".join(pages_of(report(layers, "pdf", told, side_of=lambda name: "GNA" if "GNA" in name else "")))
    for words in ("Salem Test (GNA spokesman)", "side: GNA", "in its own voice", "LNA", "only voice", "Denied by"):
        assert words in text
    assert "Listed" in text


def test_sources_and_notes_say_where_it_comes_from(english: bytes, layers: Layers) -> None:
    *_, sources, notes = pages_of(english)
    fingerprint = str(layers.tables.documents["text_hash"].iloc[0])[:12]
    assert in_order(["Sources", "Publisher", "Test Agency", "10 Mar 2020", fingerprint], sources)
    for words in (
        "GeoNames (CC BY 4.0)",
        "Natural Earth",
        "de facto",
        "country=LY,SY",
        "Kharita",
        "third of the pages",
    ):
        assert words in notes


def test_places_and_flows_that_are_not_told_of_are_named(layers: Layers) -> None:
    with pytest.raises(ExportError, match=r"no place 'Atlantis'.*Benghazi"):
        report(layers, "pdf", options(places=("Atlantis",)))
    with pytest.raises(ExportError, match="no flow 'Benghazi > Idlib'"):
        report(layers, "pptx", options(flows=("Benghazi > Idlib",)))
    with pytest.raises(ExportError, match=r"names no flow.*Damascus > Benghazi"):
        report(layers, "pdf", options(flows=("Benghazi",)))


def test_an_empty_selection_gives_a_cover_and_notes() -> None:
    pages = pages_of(report(build_layers(empty_tables()), "pdf", options()))
    assert len(pages) == 2
    assert in_order(["Report: places, events and flows", "In figures", "Events", "0"], pages[0])
    assert in_order(["Notes", "Credits"], pages[1])


def test_one_event_gives_a_report_of_it() -> None:
    quote = "وتجدد القصف على المدينة."
    one = event(places=(TRIPOLI,), type="ASSAULT", evidence=evidence(start=0, quote=quote))
    pages = pages_of(report(layers_of(reading(document=document(text=quote), events=(one,))), "pdf", options()))
    assert [text.split("\n")[1].split(" ·")[0] for text in pages][1:] == [
        "Tripoli",
        "Timeline",
        "Claims by claimant",
        "Sources",
        "Notes",
    ]


@pytest.mark.parametrize(
    ("seed", "more"),
    [
        (0, {"language": "en"}),
        pytest.param(1, {"language": "ar", "landscape": False, "page": "letter"}, marks=pytest.mark.slow),
        pytest.param(2, {"language": "ar", "page": "16:9"}, marks=pytest.mark.slow),
        pytest.param(3, {"language": "en", "landscape": False, "grey": True}, marks=pytest.mark.slow),
    ],
    ids=str,
)
def test_nothing_leaves_a_page_and_no_words_lie_on_others(seed: int, more: dict[str, object]) -> None:
    title = "A title that is far too long for any page " * 5
    asked = ReportOptions(title=title, tlp="AMBER+STRICT", as_of=AS_OF, most=3, **more)  # type: ignore[arg-type]
    drawn = draw_pages(contents_of(crowd(seed), asked))
    for figure in drawn.figures:
        width, height = figure.get_size_inches() * figure.dpi
        everything = boxes_of(figure.findobj(Text), figure)
        assert all(box[0] > 0 and box[2] < width and box[1] > 0 and box[3] < height for box in everything)
        around = [axes for axes in figure.axes if axes.get_zorder() != 3]
        words = boxes_of((text for axes in around for text in axes.texts), figure)
        crossing = [
            (one, two) for number, one in enumerate(words) for two in words[number + 1 :] if _meet(one, two, spare=6.0)
        ]
        assert crossing == []


def test_hostile_texts_are_drawn_as_they_are() -> None:
    title = "$\\frac{1}{0}$ \u202e${evil} <script>\n\x00\x1b[31m"
    data = report(layers_of(hostile_reading()), "pdf", options(title=title))
    text = "\n".join(pages_of(data))
    assert "$\\frac{1}{0}$ ${evil} <script> [31m" in text
    assert not set(text) & set("\x00\x1b\u202e")


def test_a_grey_report_has_no_colour_but_its_mark(layers: Layers) -> None:
    figures = draw_pages(contents_of(layers, ReportOptions(grey=True, most=1, as_of=AS_OF))).figures
    for figure in figures:
        memory = io.BytesIO()
        figure.savefig(memory, format="png", dpi=50)
        image = np.asarray(Image.open(memory).convert("RGB")).astype(int)
        assert int((image.max(axis=2) - image.min(axis=2)).max()) <= 20


def test_parts_begin_where_a_title_is_new() -> None:
    assert starts_of(["a", "b", "b", "a"]) == [("a", 1), ("b", 2), ("a", 4)]
    assert starts_of([]) == []


@pytest.mark.parametrize(("more", "named"), [({"page": "a3"}, "a3"), ({"tlp": "WHITE"}, "TLP:WHITE")])
@pytest.mark.parametrize("form", ["pdf", "pptx"])
def test_a_page_or_mark_that_is_none_is_named(layers: Layers, form: str, more: dict[str, str], named: str) -> None:
    if form == "pptx" and "page" in more:
        pytest.skip("slides have one size")
    with pytest.raises(ExportError, match=named):
        report(layers, form, ReportOptions(**more))  # type: ignore[arg-type]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    empty, path = build_layers(empty_tables()), tmp_path / "report.pdf"
    write_report(empty, path, options())
    first = path.read_bytes()
    with pytest.raises(ExportError, match="there already"):
        write_report(empty, path, options("ar"))
    assert path.read_bytes() == first
    write_report(empty, path, options("ar"), overwrite=True)
    assert path.read_bytes() != first
    with pytest.raises(ExportError, match="Atlantis"):
        write_report(empty, path, options(places=("Atlantis",)), overwrite=True)
    assert [file.name for file in tmp_path.iterdir()] == ["report.pdf"]


@pytest.mark.parametrize("name", ["report.docx", "report"])
def test_a_form_that_is_none_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match=r"\.pdf or \.pptx"):
        check_report(tmp_path / name)
