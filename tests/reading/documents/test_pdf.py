import os
import shutil
import subprocess
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from geo.errors import DocumentError
from geo.reading.documents import pdf as reader
from geo.reading.documents.pdf import read_pdf
from tests.reading.documents import archives, files


def test_arabic_comes_out_in_reading_order_with_numbers_and_latin_words() -> None:
    lines = ("توجه وفد من شرق ليبيا إلى دمشق يوم 1 آذار 2020.", "وقال Mr. Smith إن 12 رحلة لا تزال متوقعة.")
    content = read_pdf(files.pdf(*lines), name="a.pdf")
    assert content.text == "\n".join(lines)
    assert content.metadata.title == "عنوان"
    assert content.metadata.published is None


def test_the_day_of_the_file_is_offered_but_not_taken_for_that_of_publication() -> None:
    made = files.pdf("To Damascus", created=datetime(2020, 3, 4, tzinfo=UTC))
    metadata = read_pdf(made, name="a.pdf").metadata
    assert (metadata.created, metadata.published) == (date(2020, 3, 4), None)
    broken = made.replace(b"D:20200304", b"D:20209904")
    assert read_pdf(broken, name="a.pdf").metadata.created is None


def test_a_tree_of_pages_without_end_and_a_stream_that_unpacks_a_thousandfold_hold_nothing_up() -> None:
    pages = "<< /Type /Pages /Kids [2 0 R 2 0 R 2 0 R] /Count 2000000000 >>"
    circle = files.pdf_of_objects("<< /Type /Catalog /Pages 2 0 R >>", pages)
    packed = archives.zeros(300)
    header = f"<< /Filter /FlateDecode /Length {len(packed) + 2} >>"
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>"
    bomb = files.pdf_of_objects(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        f"{header}\nstream\n{(b'x' + bytes([0xDA]) + packed).decode('latin-1')}\nendstream",
    )
    for data in (circle, bomb):
        start = time.monotonic()
        with pytest.raises(DocumentError, match=r"a\.pdf: "):
            read_pdf(data, name="a.pdf")
        assert time.monotonic() - start < 60


def test_english_comes_out_as_it_stands() -> None:
    assert read_pdf(files.minimal_pdf(text="To Damascus"), name="a.pdf").text == "To Damascus"


def test_a_page_without_text_is_said_to_be_a_scan() -> None:
    with pytest.raises(DocumentError, match=r"a\.pdf: is a PDF without text"):
        read_pdf(files.minimal_pdf(), name="a.pdf")


def test_an_encrypted_file_is_refused() -> None:
    with pytest.raises(DocumentError, match="encrypted"):
        read_pdf(files.minimal_pdf(text="x", encrypted=True), name="a.pdf")


@pytest.mark.parametrize("data", [b"%PDF-1.4", b"%PDF-1.7\n" + b"x" * 5000])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError, match="damaged"):
        read_pdf(data, name="a.pdf")


def test_a_reader_that_dies_or_hangs_is_reported_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_WORKER", "geo.no_such_module")
    with pytest.raises(DocumentError, match="limits of time and memory"):
        read_pdf(files.minimal_pdf(text="x"), name="a.pdf")
    monkeypatch.setattr(reader, "_WORKER", "tests.reading.documents.sleeper")
    monkeypatch.setattr(reader, "PDF_SECONDS", 0.2)
    with pytest.raises(DocumentError, match="takes longer"):
        read_pdf(files.minimal_pdf(text="x"), name="a.pdf")


def _browser() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("KHARITA_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.mark.browser
def test_a_page_printed_by_a_browser_comes_out_in_reading_order(tmp_path: Path) -> None:
    browser = _browser()
    if browser is None:
        pytest.skip("no Chromium or Chrome is installed")
    page = files.write(
        tmp_path,
        "page.html",
        f'<meta charset="utf-8"><body dir="rtl"><h1>وفد من الشرق</h1><p>{files.TEXT} وقال Mr. Smith إن 12 رحلة'
        " (من سوريا) وصلت بسلام، ولا سيما في ولاية الساحل.</p>",
    )
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    target = tmp_path / "page.pdf"
    subprocess.run([*command, f"--print-to-pdf={target}", page.as_uri()], check=True, capture_output=True, timeout=60)
    text = read_pdf(target.read_bytes(), name="page.pdf").text
    assert text.splitlines() == [
        "وفد من الشرق",
        f"{files.TEXT} وقال Mr. Smith إن 12 رحلة (من سوريا) وصلت بسلام، ولا سيما في ولاية الساحل.",
    ]
