"""Documents are added by each way in, recognised, looked at and removed in a real browser; work goes on by itself."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from geo.ui.strings import LANGUAGES
from geo.workspace.store import Workspace
from tests.browser import conftest
from tests.browser.conftest import ROOT, Watched
from tests.browser.steps import Reader
from tests.reading.documents.files import body_xml, docx, paragraph, pdf

pytestmark = pytest.mark.usefixtures("index")

STORY = "story.gpkg"
EVIL = "<img src=x onerror=window.hacked='name'>${1}"
MANY = 300
SENTENCES = {
    "txt": "وصل وفد من طبرق إلى القاهرة يوم 1 آذار.",
    "html": "The delegation left Damascus for Benghazi on 3 March 2020, and two planes followed it to Libya.",
    "docx": "غادر الوفد درنة إلى سبها مساء الأحد.",
    "pdf": "A ship sailed from Mersin to Tripoli with armoured vehicles on board.",
    "jsonl": "هبطت طائرة شحن في مطار معيتيقة قادمة من إسطنبول.",
    "csv": "Artillery shelled the outskirts of Sirte on Monday.",
    "zip": "نُقل مقاتلون من حلب إلى مصراتة.",
}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder of documents: one that is read at once, and one that takes a while."""
    root = tmp_path_factory.mktemp("sources")
    for name in ("march", "many"):
        (root / name).mkdir()
    (root / "march" / "coast.txt").write_text("وصلت سفينة إلى ميناء بنغازي.", encoding="utf-8")
    (root / "march" / "sources.toml").write_text('[coast]\npublished = 2020-03-09\ntitle = "سفينة"\n', encoding="utf-8")
    text = "نقلت طائرة مقاتلين من دمشق إلى بنغازي يوم 3 آذار، ثم عادت إلى حميميم. " * 25
    rows = [{"id": f"many-{n}", "text": f"{text}{n}", "published": "2020-03-05"} for n in range(MANY)]
    (root / "many" / "many.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def own_address(workspaces: Path, sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the app with a folder of sources, on a port of its own."""
    port = conftest._free_port()
    log = tmp_path_factory.mktemp("log") / "streamlit.log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    command += ["--server.address=127.0.0.1", f"--server.port={port}"]
    environment = os.environ | {"KHARITA_WORKSPACE": str(workspaces / "sample.gpkg"), "KHARITA_SOURCES": str(sources)}
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            conftest._wait(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout=15)


@pytest.fixture
def english(watched: Watched, own_address: str) -> Reader:
    return Reader(watched, own_address, LANGUAGES[0])


@pytest.fixture
def arabic(watched: Watched, own_address: str) -> Reader:
    return Reader(watched, own_address, LANGUAGES[1])


def _file(name: str, content: str | bytes) -> Any:
    data = content if isinstance(content, bytes) else content.encode()
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def _zip(**members: str) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return memory.getvalue()


def _files() -> list[Any]:
    page = f"<html><head><title>{EVIL.replace('<', '&lt;')}</title></head><body><article><p>{SENTENCES['html']}</p>"
    line = json.dumps({"id": "line", "text": SENTENCES["jsonl"], "title": "A line", "published": "2020-03-06"})
    table = f"id,title,published,text\nrow,A row,2020-03-07,{SENTENCES['csv']}\n"
    return [
        _file("report.txt", SENTENCES["txt"]),
        _file("page.html", f"{page}</article></body></html>"),
        _file("word.docx", docx(body_xml(paragraph(SENTENCES["docx"])))),
        _file("paper.pdf", pdf(SENTENCES["pdf"])),
        _file("lines.jsonl", line),
        _file("rows.csv", table),
        _file("archive.zip", _zip(**{"inside.txt": SENTENCES["zip"]})),
        _file("bomb.zip", _zip(**{"bomb.txt": "0" * 30_000_000})),
        _file("climbing.zip", _zip(**{"../../climbing.txt": SENTENCES["zip"]})),
        _file(f"{EVIL}.txt".replace("/", ""), ""),
    ]


def _open(reader: Reader, workspace: str) -> None:
    reader.open_page("documents", workspace=workspace)
    reader.unfold("add_title")


def _way(reader: Reader, way: str) -> None:
    reader.page.get_by_role("radio", name=reader.say(f"add_way_{way}")).click()
    reader.settle()


def _change(reader: Reader, doc: str, key: str, text: str) -> None:
    """Write something else into a document's cell of the table that waits."""
    grid = reader.page.locator(".st-key-kh-adding").get_by_test_id("stDataFrame")
    heads = list(reader.rows()[0])
    row, column = _column(reader, "col_id").index(doc), heads.index(reader.say(key))
    assert heads[:4] == [reader.say(name) for name in ("col_add", "col_standing", "col_id", "col_title")]
    left = sum((70, 215, 130)[:column]) + 40  # the widths of the columns before it
    grid.scroll_into_view_if_needed()
    grid.dblclick(position={"x": left, "y": 52 + 35 * row})
    cell = reader.page.locator(".gdg-input")
    cell.fill(text)
    cell.press("Enter")
    reader.settle()
    assert _column(reader, key)[row] == text


def _result(reader: Reader, key: str, n: int) -> Locator:
    """Wait until the work has ended, and return what is said of it."""
    told = reader.page.locator(".kh-job")
    expect(told).to_contain_text(reader.say(key, n=n), timeout=60_000)
    reader.settle()
    return told


def _read(reader: Reader) -> None:
    """Read what was chosen, and wait until it stands in a table of its own above the list."""
    reader.press("add_read")
    expect(reader.page.locator(".st-key-kh-adding").get_by_test_id("stDataFrame")).to_be_visible()
    expect(reader.page.get_by_role("button").filter(has_text=reader.say("add_drop"))).to_be_visible()
    reader.settle()


def _column(reader: Reader, key: str) -> list[str]:
    return [row[reader.say(key)] for row in reader.rows()]


def test_files_of_each_kind_are_checked_and_added(
    english: Reader, own: Callable[[str, str], str], workspaces: Path
) -> None:
    reader, name = english, own(STORY, "upload.gpkg")
    before = Workspace.open(workspaces / name).documents()
    _open(reader, name)
    reader.page.locator("input[type=file]").set_input_files(_files())
    _read(reader)
    # What is refused says why, by its name; names and titles are text.
    failed = reader.page.locator(".st-key-kh-adding [role=alert]")
    expect(failed).to_contain_text("bomb.zip")
    expect(failed).to_contain_text("climbing")
    expect(failed).to_contain_text("onerror=window.hacked")
    found = dict(zip(_column(reader, "col_id"), _column(reader, "col_standing"), strict=True))
    assert set(found.values()) == {reader.say("standing_new")}
    assert {"report", "page", "word", "paper", "line", "row"} <= set(found)
    assert len(found) == len(SENTENCES)
    _change(reader, "page", "col_title", "Two planes")
    # A look at one before it is added.
    reader.choose("preview_choose", re.compile("A line"))
    expect(reader.page.locator(".st-key-kh-preview-text")).to_contain_text(SENTENCES["jsonl"])
    expect(reader.page.locator(".st-key-kh-preview-text mark").first).to_be_visible()
    # A day is asked for.
    add = reader.page.get_by_role("button").filter(has_text=re.compile("^.*Add: 7 documents$"))
    expect(add).to_be_disabled()
    reader.tick("add_day_none")
    expect(add).to_be_enabled()
    add.click()
    told = _result(reader, "job_added", 7)
    expect(told).not_to_contain_text(reader.say("job_failed", n=1))
    after = Workspace.open(workspaces / name).documents()
    assert set(after) - set(before) == set(found)
    assert {"A line", "A row", "Two planes"} <= set(_column(reader, "col_title"))
    # All of it is known again.
    reader.press("job_close")
    reader.unfold("add_title")
    reader.page.locator("input[type=file]").set_input_files(_files()[:3])
    _read(reader)
    assert _column(reader, "col_standing") == [reader.say("standing_there", of=of) for of in ("report", "page", "word")]
    expect(reader.page.get_by_role("button").filter(has_text="Add: 0 documents")).to_be_disabled()
    reader.expect_clean()


def test_text_is_pasted_and_a_document_is_removed(
    arabic: Reader, own: Callable[[str, str], str], workspaces: Path
) -> None:
    reader, name = arabic, own(STORY, "paste.gpkg")
    _open(reader, name)
    _way(reader, "paste")
    reader.page.get_by_role("textbox", name=reader.say("add_paste_text")).fill(
        "وصل وفد من طرابلس إلى أنقرة يوم 2 آذار."
    )
    reader.page.get_by_role("textbox", name=reader.say("col_title")).fill("وفد إلى أنقرة")
    _read(reader)
    assert _column(reader, "col_title") == ["وفد إلى أنقرة"]
    assert _column(reader, "col_standing") == [reader.say("standing_new")]
    reader.tick("add_day_none")
    reader.page.get_by_role("button").filter(has_text="إضافة: وثيقة واحدة").click()
    _result(reader, "job_added", 1)
    assert "وفد إلى أنقرة" in _column(reader, "col_title")
    # What goes with it is said before it goes.
    reader.unfold("remove_title")
    reader.choose("remove_choose", re.compile("وفد إلى أنقرة"))
    expect(reader.page.locator(".kh-note").last).to_contain_text(re.compile("تنقل"))
    reader.page.get_by_role("button").filter(has_text=re.compile(f"{reader.say('remove_now')}$")).last.click()
    _result(reader, "job_removed", 1)
    assert "وفد إلى أنقرة" not in _column(reader, "col_title")
    assert len(Workspace.open(workspaces / name).documents()) == 4
    reader.expect_clean()


def test_a_folder_is_read_and_its_work_survives_a_reload(
    english: Reader, own: Callable[[str, str], str], workspaces: Path, browser: Browser
) -> None:
    reader, name = english, own(STORY, "folder.gpkg")
    before = Workspace.open(workspaces / name).content_key
    _open(reader, name)
    _way(reader, "folder")
    reader.page.get_by_role("combobox", name=re.compile("^Folder within")).click()
    assert len(reader.page.get_by_role("option").all()) == 3
    reader.page.get_by_role("option", name="many", exact=True).click()
    reader.settle()
    _read(reader)
    assert _column(reader, "col_standing")[0] == reader.say("standing_new")
    reader.page.get_by_role("button").filter(has_text=f"Add: {MANY} documents").click()
    going = reader.page.get_by_test_id("stProgress")
    expect(going).to_contain_text(re.compile(rf"read \d+ of {MANY} · .* a second · about .* left"))
    # Loaded again, and in another browser: the same work, going on.
    reader.page.reload()
    expect(going).to_have_count(1)
    expect(going).to_contain_text(re.compile(rf"read \d+ of {MANY}"))
    context = browser.new_context()
    other = Reader(conftest.watch(context.new_page()), reader.address, "en")
    try:
        other.page.goto(other.link("documents", workspace=name))
        cancel = other.page.get_by_role("button").filter(has_text=other.say("job_cancel"))
        expect(other.page.get_by_test_id("stProgress")).to_have_count(1)
        cancel.click()
        for one in (other, reader):
            expect(one.page.locator(".kh-job")).to_contain_text(one.say("job_cancelled"))
        other.expect_clean()
    finally:
        context.close()
    assert Workspace.open(workspaces / name).content_key == before
    reader.expect_clean()
