"""A report as slides, opened again by python-pptx."""

import io
import zipfile
from datetime import date
from typing import Any

import pptx
import pytest
from PIL import Image
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from geo.showing.briefing.handling import TLP
from geo.showing.briefing.report import ReportOptions, report
from geo.showing.layers import Layers, build_layers
from geo.workspace.tables import empty_tables
from tests.browser.sample import hostile_reading, sample_reading
from tests.showing.picture.test_picture import layers_of

POINT = 12700
TITLE = "رحلات Cham Wings والأسلحة"


@pytest.fixture(scope="module")
def layers() -> Layers:
    return layers_of(sample_reading())


def options(language: str, **more: object) -> ReportOptions:
    return ReportOptions(language=language, as_of=date(2020, 3, 12), tlp="RED", most=2, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def english(layers: Layers) -> bytes:
    return report(layers, "pptx", options("en"))


@pytest.fixture(scope="module")
def arabic(layers: Layers) -> bytes:
    return report(layers, "pptx", options("ar", title=TITLE))


def opened(data: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(data))


def tables_of(slide: Any) -> list[Any]:
    return [shape.table for shape in slide.shapes if shape.has_table]


def paragraphs_of(slide: Any) -> list[Any]:
    found = [one for shape in slide.shapes if shape.has_text_frame for one in shape.text_frame.paragraphs]
    cells = [cell for table in tables_of(slide) for row in table.rows for cell in row.cells]
    return found + [one for cell in cells for one in cell.text_frame.paragraphs]


def test_slides_are_of_16_to_9_and_each_has_a_title(english: bytes) -> None:
    deck = opened(english)
    assert deck.slide_width * 9 == deck.slide_height * 16
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles[0] == "Report: places, events and flows"
    assert all(titles)
    for title in ("Timeline", "Claims by claimant", "Sources", "Notes"):
        assert title in titles


def test_tables_are_tables_and_maps_are_pictures_of_their_size(english: bytes) -> None:
    slides = opened(english).slides
    for slide in list(slides)[:3]:
        assert len(tables_of(slide)) == 1
        (picture,) = (shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE)
        image = Image.open(io.BytesIO(picture.image.blob))
        assert image.width == pytest.approx(picture.width / POINT / 72 * 200, abs=3)
        assert image.width / image.height == pytest.approx(picture.width / picture.height, rel=0.01)
        assert picture._element.nvPicPr.cNvPr.get("descr")
    figures = tables_of(slides[0])[0]
    assert [cell.text for cell in figures.rows[1].cells] == ["Events", "10"]


def test_marks_stand_at_top_and_bottom_of_each_slide_at_the_right(english: bytes, arabic: bytes) -> None:
    for data in (english, arabic):
        deck = opened(data)
        for number, slide in enumerate(deck.slides, start=1):
            marks = [shape for shape in slide.shapes if shape.name == "TLP"]
            assert [mark.text_frame.text for mark in marks] == ["TLP:RED"] * 2
            assert marks[0].top < deck.slide_height * 0.06
            assert marks[1].top > deck.slide_height * 0.9
            for mark in marks:
                assert mark.left + mark.width > deck.slide_width * 0.95
                font = mark.text_frame.paragraphs[0].runs[0].font
                assert font.size.pt >= 12
                assert f"#{font.color.rgb}" == TLP["RED"]
                assert str(mark.fill.fore_color.rgb) == "000000"
            texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
            assert f"{number} / {len(deck.slides)}" in texts


def test_sentences_and_sources_stand_in_the_notes(english: bytes) -> None:
    notes = [slide.notes_slide.notes_text_frame.text for slide in opened(english).slides if slide.has_notes_slide]
    told = "\n".join(notes)
    for words in ("وتعرضت أحياء في طرابلس", "Test Agency", "Salem Test (GNA spokesman)", "Lambert"):
        assert words in told


def test_arabic_runs_from_the_right_with_a_font_of_its_own(arabic: bytes) -> None:
    slides = opened(arabic).slides
    assert slides[0].shapes.title.text == TITLE
    for slide in slides:
        for table in tables_of(slide):
            assert table._tbl.tblPr.get("rtl") == "1"
        for paragraph in paragraphs_of(slide):
            arabic_text = any("\u0600" <= letter <= "\u06ff" for letter in paragraph.text)
            if arabic_text:
                assert paragraph._p.pPr.get("rtl") == "1"
                assert paragraph._p.pPr.get("algn") == "r"
            for run in paragraph.runs:
                assert run._r.rPr.find(qn("a:cs")).get("typeface")
    picture = next(shape for shape in slides[1].shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE)
    table = next(shape for shape in slides[1].shapes if shape.has_table)
    assert picture.left > table.left


def test_english_runs_from_the_left_but_arabic_sentences_do_not(english: bytes) -> None:
    slide = opened(english).slides[1]
    assert slide.shapes.title.text_frame.paragraphs[0]._p.pPr.get("rtl") == "0"
    notes = slide.notes_slide.notes_text_frame.paragraphs
    sentence = next(one for one in notes if one.text.startswith("و"))
    assert sentence._p.pPr.get("rtl") == "1"


def test_nothing_leaves_a_slide_and_tables_do_not_meet_the_mark(english: bytes, arabic: bytes) -> None:
    for data in (english, arabic):
        deck = opened(data)
        for slide in deck.slides:
            low = min(shape.top for shape in slide.shapes if shape.name == "TLP" and shape.top > deck.slide_height / 2)
            for shape in slide.shapes:
                assert shape.left >= 0
                assert shape.top >= 0
                assert shape.left + shape.width <= deck.slide_width
                if shape.has_table:
                    assert shape.top + sum(row.height for row in shape.table.rows) <= low


def test_the_same_input_gives_the_same_bytes(layers: Layers, arabic: bytes) -> None:
    assert report(layers, "pptx", options("ar", title=TITLE)) == arabic


def test_no_clock_and_no_stranger_is_in_the_file(english: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(english)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None
        names = archive.namelist()
        core = archive.read("docProps/core.xml").decode()
    assert not any("thumbnail" in name or "printerSettings" in name for name in names)
    assert len(names) == len(set(names))
    assert "2020-03-12T00:00:00Z" in core
    assert "Canny" not in core


def test_hostile_texts_can_be_held_by_xml() -> None:
    title = "$x$ \x00\x0b\ufffe<script>&amp; \ud800"
    deck = opened(report(layers_of(hostile_reading()), "pptx", options("en", title=title)))
    assert deck.slides[0].shapes.title.text == "$x$ <script>&amp;"


def test_an_empty_selection_gives_a_cover_and_notes() -> None:
    deck = opened(report(build_layers(empty_tables()), "pptx", options("en")))
    assert [slide.shapes.title.text for slide in deck.slides] == ["Report: places, events and flows", "Notes"]


def test_a_grey_report_has_grey_pictures(layers: Layers) -> None:
    deck = opened(report(layers, "pptx", ReportOptions(grey=True, most=0)))
    picture = next(shape for shape in deck.slides[0].shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE)
    red, green, blue = Image.open(io.BytesIO(picture.image.blob)).convert("RGB").resize((80, 60)).split()
    pairs = zip(red.tobytes(), green.tobytes(), blue.tobytes(), strict=True)
    assert max(max(pixel) - min(pixel) for pixel in pairs) <= 20
