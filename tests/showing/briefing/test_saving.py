"""Files of a sheet: the same bytes each time, and real text that comes out in reading order, as PDFium reads it."""

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from matplotlib.figure import Figure

from geo.errors import ExportError
from geo.showing.briefing import FORMS, Options, check_sheet, sheet, write_sheet
from geo.showing.briefing.lines import block, write
from geo.showing.briefing.pages import Area
from geo.showing.briefing.saving import saved
from geo.showing.layers import Layers
from tests.browser.sample import sample_reading
from tests.showing.picture.test_picture import layers_of

AS_OF = date(2020, 3, 12)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def layers() -> Layers:
    return layers_of(sample_reading())


def options(language: str, **more: object) -> Options:
    return Options(language=language, as_of=AS_OF, tlp="GREEN", **more)  # type: ignore[arg-type]


def read_pdf(data: bytes) -> list[str]:
    """Return the lines of a PDF's only page, without marks of direction and blank lines."""
    with pypdfium2.PdfDocument(data) as document:
        assert len(document) == 1
        text = document[0].get_textpage().get_text_range()
    lines = (re.sub("[\u200e\u200f\u2066-\u2069]", "", line).strip() for line in text.split("\r\n"))
    return [line for line in lines if line]


def in_order(wanted: list[str], lines: list[str]) -> bool:
    joined, at = "\n".join(lines), 0
    for words in wanted:
        at = joined.find(words, at)
        assert at >= 0, f"{words!r} does not come, or not in its turn, in {joined!r}"
        at += len(words)
    return True


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_same_input_gives_the_same_bytes(layers: Layers, form: str, language: str) -> None:
    data = sheet(layers, form, options(language))
    assert sheet(layers, form, options(language)) == data
    assert not re.search(rb"CreationDate|dc:date|matplotlib[ /v]*\d", data, re.IGNORECASE)


def test_the_text_of_a_pdf_comes_in_reading_order(layers: Layers) -> None:
    lines = read_pdf(sheet(layers, "pdf", options("en", title="Libya: flights and fighters")))
    wanted = ["TLP:GREEN", "Libya: flights and fighters", "As of 12 MAR 20", "Benghazi", "Events", "Assault"]
    wanted += ["How it is told", "When", "Where", "What", "Told as", "Sources", "Not on the map", "Credits"]
    assert in_order([*wanted, "GeoNames (CC BY 4.0)", "Kharita", "TLP:GREEN"], lines)


def test_the_text_of_an_arabic_pdf_comes_in_reading_order(layers: Layers) -> None:
    lines = read_pdf(sheet(layers, "pdf", options("ar", title="ليبيا: رحلات Cham Wings والأسلحة")))
    wanted = ["TLP:GREEN", "ليبيا: رحلات", "Cham Wings", "والأسلحة", "حتى 12 مارس 2020", "12 MAR 20", "بنغازي"]
    wanted += ["الأحداث", "هجوم", "كيف روي", "رقم", "متى", "أين", "ماذا", "كيف روي", "المصادر"]
    assert in_order([*wanted, "ليس على الخريطة", "الحقوق", "GeoNames (CC BY 4.0)", "Kharita", "TLP:GREEN"], lines)
    for whole in ("معلوم على مستوى البلد", "مقاتلون وأسلحة", "معلوم لمنطقة فقط", "12 رحلة"):
        assert any(whole in line for line in lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("الإسلام والأحداث بلا إجلاء", ["الإسلام والأحداث بلا إجلاء"]),
        ("بنغازي (مدينة)", ["بنغازي (مدينة)"]),
        ("1–7 مارس 2020", ["1–7 مارس 2020"]),
        ("رحلة Cham Wings من دمشق", ["رحلة", "Cham Wings", "من دمشق"]),
        ("مدّعون", ["مدعون"]),
    ],
)
def test_arabic_comes_out_as_it_was_written(text: str, lines: list[str]) -> None:
    figure = Figure(figsize=(5, 1), dpi=300)
    axes = block(figure, Area(0, 0, 360, 72), 1)
    write(axes, 340, 30, text, size=12, rtl=True)
    write(axes, 340, 10, "after", size=12, rtl=True)
    assert read_pdf(saved(figure, "pdf", dpi=300)) == [*lines, "after"]


def test_the_text_of_an_svg_is_text(layers: Layers) -> None:
    root = ET.fromstring(sheet(layers, "svg", options("ar", title="ليبيا $x$ <b>")))
    texts = ["".join(one.itertext()).strip("\u200f\n ") for one in root.iter(f"{SVG}text")]
    for words in ("TLP:GREEN", "بنغازي", "الأحداث", "مقاتلون وأسلحة", "متى", "12 MAR 20"):
        assert words in texts
    assert "x$ <b" in texts
    order = [texts.index(words) for words in ("TLP:GREEN", "بنغازي", "الأحداث", "متى", "المصادر")]
    assert order == sorted(order)


def test_a_figure_stays_as_it_was_after_it_is_saved(layers: Layers) -> None:
    from geo.showing.briefing.drawing import draw_sheet

    figure = draw_sheet(layers, options("ar")).figure
    before = saved(figure, "png", dpi=60)
    saved(figure, "pdf", dpi=60)
    saved(figure, "svg", dpi=60)
    assert saved(figure, "png", dpi=60) == before


def test_a_png_has_three_hundred_dots_to_an_inch(layers: Layers) -> None:
    from io import BytesIO

    from PIL import Image

    image = Image.open(BytesIO(sheet(layers, "png", Options(page="16:9"))))
    assert image.size == (4000, 2250)
    assert round(image.info["dpi"][0]) == 300


def test_a_file_is_written_whole_or_not_at_all(layers: Layers, tmp_path: Path) -> None:
    path = tmp_path / "sheet.svg"
    write_sheet(layers, path, options("en"))
    first = path.read_bytes()
    with pytest.raises(ExportError, match="there already"):
        write_sheet(layers, path, options("ar"))
    assert path.read_bytes() == first
    write_sheet(layers, path, options("ar"), overwrite=True)
    assert path.read_bytes() != first
    assert [file.name for file in tmp_path.iterdir()] == ["sheet.svg"]


@pytest.mark.parametrize("name", ["sheet.gif", "sheet"])
def test_a_form_that_is_none_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match=r"\.png, \.pdf, \.svg"):
        check_sheet(tmp_path / name)
    with pytest.raises(ExportError, match="gif"):
        saved(Figure(), "gif", dpi=30)
