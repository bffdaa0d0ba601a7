"""Reviewing in a real browser: what is corrected is on the map, in the counts and the exports; undone; never lost."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from geo import pipeline
from geo.showing import labels
from geo.workspace.corrections.log import log_path
from geo.workspace.store import Workspace, load
from tests.browser import conftest, steps
from tests.browser.conftest import Watched
from tests.browser.steps import Reader

TEXTS = {
    "a": ("One", "وصلت طائرة تحمل مقاتلين من دمشق إلى بنغازي في 3 مارس 2020. وقال شهود في طرابلس إن الطائرة عادت."),
    "b": ("One", "نقلت طائرة أخرى مقاتلين من دمشق إلى بنغازي في 9 مارس 2020."),
    "c": ("Two", "قصف الجيش مدينة طرابلس في 4 مارس 2020 وقتل مدنيون. وقال شهود إن القصف طال طرابلس القديمة."),
    "d": ("Three", "قصفت طائرات مدينة طرابلس في 4 مارس 2020 وقتل مدنيون."),
}
CLICKED = (32.75, 22.6)  # latitude first, east of Benghazi


@pytest.fixture(scope="session")
def reviewed(workspaces: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Read the made-up reports the whole way, once: their flows and events follow what is corrected."""
    source = tmp_path_factory.mktemp("reports") / "reports.jsonl"
    rows = [
        {"id": doc, "text": text, "publisher": publisher, "published": "2020-03-12", "language": "ar", "title": doc}
        for doc, (publisher, text) in TEXTS.items()
    ]
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    path = workspaces / "reviewed.gpkg"
    pipeline.build([source], path, published=date(2020, 3, 12))
    return path


@pytest.fixture
def path(reviewed: Path, own: Callable[[str, str], str], request: pytest.FixtureRequest) -> Path:
    """Copy the workspace, so that each test corrects its own."""
    name = re.sub(r"\W+", "-", request.node.name).strip("-")
    return reviewed.with_name(own(reviewed.name, f"{name}.gpkg"))


@pytest.fixture(params=steps.LANGUAGES)
def reader(request: pytest.FixtureRequest, watched: Watched, address: str) -> Reader:
    return Reader(watched, address, request.param)


@pytest.fixture
def english(watched: Watched, address: str) -> Reader:
    return Reader(watched, address, "en")


def _mention(path: Path, doc: str, text: str, nth: int = 0) -> str:
    """Name a mention as the address does."""
    mentions = load(path).mentions
    found = mentions[(mentions["doc"] == doc) & (mentions["text"] == text)].sort_values("start")
    return f"mention:{doc}:{found['id'].iloc[nth]}"


def _event(path: Path, kind: str = "ASSAULT") -> str:
    events = load(path).events
    dated = events[(events["type"] == kind) & (events["date_from"] != "")]
    return f"event:{dated['event_id'].iloc[0]}"


def _open(reader: Reader, path: Path, item: str, author: str = "Lina") -> None:
    """Open something on the review page, and say who is looking."""
    reader.page.goto(reader.link("review", workspace=path.name, item=item))
    reader.page.locator(".kh-progress").wait_for(timeout=conftest.MAP_MILLISECONDS)
    reader.settle()
    reader.type_in("author", author)


def _choose(reader: Reader, words: str) -> None:
    """Choose what a name means, by the words of the choice."""
    reader.page.locator("[role='radiogroup'] label").filter(has_text=words).first.click()
    reader.settle()


def _preview(reader: Reader) -> Locator:
    return reader.page.locator(".kh-preview")


def _keep(reader: Reader) -> None:
    reader.press("review_keep")
    expect(reader.page.locator(".st-key-kh-done")).to_be_visible(timeout=30_000)
    reader.settle()


def _to_page(reader: Reader, page: str) -> None:
    reader.page.get_by_role("link", name=reader.say(page), exact=True).click()


def _flows(path: Path) -> set[str]:
    flows = load(path).flows
    return {
        f"{origin} → {destination}" for origin, destination in zip(flows["origin"], flows["destination"], strict=True)
    }


def _exported(path: Path, folder: Path) -> list[dict[str, Any]]:
    """Export the flows on the command line, as another program would have them."""
    file = folder / f"{len(list(folder.iterdir()))}.geojson"
    command = [sys.executable, "-m", "geo", "export", str(path), "--layer", "flows", "-o", str(file)]
    subprocess.run(command, cwd=conftest.ROOT, check=True, capture_output=True, timeout=60)
    return [one["properties"] for one in json.loads(file.read_text(encoding="utf-8"))["features"]]


def test_a_corrected_name_is_on_the_map_in_the_counts_and_exports_and_undone(
    reader: Reader, path: Path, tmp_path: Path
) -> None:
    aleppo = "Aleppo" if reader.language == "en" else "حلب"
    _open(reader, path, _mention(path, "b", "دمشق"))
    expect(reader.page.locator(".kh-review-quote mark")).to_have_text("دمشق")
    reader.type_in("meaning_search", "حلب")
    _choose(reader, aleppo)
    expect(_preview(reader)).to_contain_text(aleppo)
    _keep(reader)
    assert _flows(path) == {"Damascus → Benghazi", "Aleppo → Benghazi"}
    row = next(one for one in _exported(path, tmp_path) if one["origin"] == "Aleppo")
    assert row["corrected_by"] == ["Lina"]
    assert "Damascus" in str(row["automatic"])
    _to_page(reader, "page_map")
    reader.watched.map.locator(".k-label").first.wait_for(timeout=conftest.MAP_MILLISECONDS)
    reader.settle()
    reader.expect_counts(flows=2)
    assert aleppo in reader.names()
    _to_page(reader, "page_review")
    reader.press("review_undo")
    expect(reader.page.locator(".st-key-kh-done")).to_contain_text(
        reader.say("review_undone", what="").strip(), timeout=30_000
    )
    reader.settle()
    assert _flows(path) == {"Damascus → Benghazi"}
    assert all(not one["corrected_by"] for one in _exported(path, tmp_path))
    reader.expect_clean()


def test_what_is_no_place_takes_its_siblings_along_after_a_preview(reader: Reader, path: Path) -> None:
    _open(reader, path, _mention(path, "c", "طرابلس"))
    _choose(reader, reader.say("meaning_none"))
    expect(_preview(reader)).to_contain_text(reader.say("preview_mentions", n=1))
    reader.page.get_by_text(f"{reader.say('scope_document')} (2)", exact=True).click()
    reader.settle()
    expect(_preview(reader)).to_contain_text(reader.say("preview_mentions", n=2))
    assert len(load(path).mentions.query("doc == 'c'")) == 2  # nothing is kept before it is asked for
    _keep(reader)
    tables = load(path)
    assert tables.mentions.query("doc == 'c'").empty
    assert set(tables.mentions.query("text == 'طرابلس'")["doc"]) == {"a", "d"}
    reader.expect_clean()


def test_a_place_new_to_the_gazetteer_by_a_click(english: Reader, path: Path) -> None:
    _open(english, path, _mention(path, "a", "طرابلس"))
    english.watched.map.locator("[aria-label*='Tripoli']").first.wait_for(timeout=conftest.MAP_MILLISECONDS)
    english.turn_map(*CLICKED, 9)
    english.settle()
    english.page.mouse.click(*english._at(CLICKED))
    english.settle()
    expect(english.page.get_by_role("textbox", name=english.say("place_position"))).to_have_value(
        re.compile(r"32\.7\d+, 22\.[56]\d+")
    )
    english.type_in("place_name_latin", "Tarabulus farm")
    _keep(english)
    mention = load(path).mentions.query("doc == 'a' and text == 'طرابلس'").iloc[0]
    assert (mention["name"], mention["country"], mention["corrected_by"]) == ("Tarabulus farm", "LY", "Lina")
    assert abs(mention["lat"] - CLICKED[0]) < 0.1
    # From then on it is found by its name.
    _open(english, path, _mention(path, "d", "طرابلس"))
    english.type_in("meaning_search", "Tarabulus farm")
    expect(english.page.get_by_role("radiogroup", name=english.say("meaning"))).to_contain_text("Tarabulus farm")
    english.expect_clean()


def test_a_name_found_right_leaves_the_queue_and_the_next_one_comes(english: Reader, path: Path) -> None:
    item = _mention(path, "a", "دمشق")
    _open(english, path, item)
    english.page.locator(".kh-item h2").click()
    english.page.keyboard.press("Alt+y")
    expect(english.page.locator(".st-key-kh-done")).to_contain_text("دمشق", timeout=30_000)
    english.settle()
    row = load(path).mentions.query("doc == 'a' and text == 'دمشق'").iloc[0]
    assert (row["name"], row["corrected_by"]) == ("Damascus", "Lina")
    assert english.query.get("item") != item
    expect(english.page.locator(".kh-progress")).not_to_contain_text(
        english.say("queue_counts", waiting="0", reviewed="0")
    )
    english.expect_clean()


def test_an_event_is_changed_taken_apart_and_put_together(reader: Reader, path: Path) -> None:
    _open(reader, path, _event(path))
    assert load(path).events.query("type == 'ASSAULT' and n_documents == 2").shape[0] == 1
    reader.choose("status", labels.status_words("denied", reader.language))
    expect(_preview(reader)).to_contain_text(labels.status_words("denied", reader.language))
    _keep(reader)
    row = load(path).events.query("type == 'ASSAULT' and n_documents == 2").iloc[0]
    assert (row["status"], row["corrected_by"]) == ("denied", "Lina")
    expect(reader.page.locator(".kh-corrected")).to_contain_text("Lina")
    reader.unfold("arrange")
    reader.choose("split_off", re.compile(r"^1 · "))
    reader.press("split_now")
    _wait_for(reader, lambda: len(load(path).events.query("type == 'ASSAULT' and date_from == '2020-03-04'")) == 2)
    expect(reader.page.locator(".kh-top h1")).to_be_visible()  # under whatever id its tellings are now
    _open(reader, path, _event(path))
    reader.unfold("arrange")
    reader.choose("merge_with", re.compile("Tripoli|طرابلس"))
    reader.press("merge_now")
    _wait_for(reader, lambda: len(load(path).events.query("type == 'ASSAULT' and date_from == '2020-03-04'")) == 1)
    reader.expect_clean()


def _wait_for(reader: Reader, done: Callable[[], bool]) -> None:
    for _ in range(60):
        if done():
            break
        reader.page.wait_for_timeout(500)
    assert done()
    reader.settle()


def test_an_event_added_by_hand_stands_on_its_sentence_and_is_deleted(english: Reader, path: Path) -> None:
    _open(english, path, _mention(path, "b", "دمشق"))
    english.page.get_by_text(english.say("review_part_add"), exact=True).click()
    english.settle()
    english.choose("col_quote", re.compile("نقلت"))
    english.choose("type", labels.type_words("PROTEST", "en"))
    english.press("add_record_now")
    _wait_for(english, lambda: "PROTEST" in set(load(path).events["type"]))
    row = load(path).events.query("type == 'PROTEST'").iloc[0]
    assert (row["quote"], row["corrected_by"]) == (TEXTS["b"][1], "Lina")
    _open(english, path, _event_of(path, "PROTEST"))
    english.unfold("arrange")
    english.press("delete_now")
    _wait_for(english, lambda: "PROTEST" not in set(load(path).events["type"]))
    english.expect_clean()


def _event_of(path: Path, kind: str) -> str:
    events = load(path).events
    return f"event:{events[events['type'] == kind]['event_id'].iloc[0]}"


def test_two_browsers_see_each_other_and_no_correction_is_overwritten(
    english: Reader, path: Path, browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    other = Reader(conftest.watch(context.new_page()), address, "ar")
    try:
        other.open(workspace=path.name)
        assert "حلب" not in other.names()
        _open(english, path, _mention(path, "b", "دمشق"))
        third = Reader(conftest.watch(context.new_page()), address, "en")
        _open(third, path, _mention(path, "b", "دمشق"), author="Omar")
        _choose(third, third.say("meaning_open"))
        english.type_in("meaning_search", "حلب")
        _choose(english, "Aleppo")
        _keep(english)
        # The map in the other browser follows without being touched, and says whose it was.
        expect(other.watched.map.locator(".k-label").filter(has_text="حلب")).to_be_visible(timeout=30_000)
        # What Omar chose meanwhile is not kept over Lina's, nor lost.
        third.settle()
        third.press("review_keep")
        conflict = third.page.locator(".st-key-kh-conflict")
        expect(conflict).to_contain_text("Lina", timeout=30_000)
        expect(conflict).to_contain_text("Aleppo")
        assert _flows(path) == {"Damascus → Benghazi", "Aleppo → Benghazi"}
        third.press("review_force")
        _wait_for(third, lambda: load(path).mentions.query("doc == 'b' and text == 'دمشق'")["name"].iloc[0] == "")
        assert load(path).mentions.query("doc == 'b' and text == 'دمشق'")["corrected_by"].iloc[0] == "Omar"
        other.expect_clean()
        third.expect_clean()
    finally:
        context.close()
    english.expect_clean()


def test_theirs_is_left_where_two_differ(english: Reader, path: Path) -> None:
    item = _mention(path, "a", "بنغازي")
    _open(english, path, item)
    _choose(english, english.say("meaning_none"))
    _correct_elsewhere(path, item)
    english.page.wait_for_timeout(5_000)  # the page is drawn anew meanwhile: what was chosen stays
    english.settle()
    english.press("review_keep")
    expect(english.page.locator(".st-key-kh-conflict")).to_contain_text("Omar", timeout=30_000)
    english.press("review_leave")
    expect(english.page.locator(".st-key-kh-conflict")).to_have_count(0)
    assert load(path).mentions.query("doc == 'a' and text == 'بنغازي'")["corrected_by"].iloc[0] == "Omar"


def _correct_elsewhere(path: Path, item: str) -> None:
    """Correct the same in another program."""
    from geo.model import Decision
    from geo.workspace.corrections.compose import By, Span, mention_entry

    _, doc, identity = item.split(":")
    mentions = load(path).mentions
    row = mentions[(mentions["doc"] == doc) & (mentions["id"] == identity)].iloc[0]
    found = pipeline.corrected_readings(path, {doc})
    span = Span(doc, int(row["start"]), int(row["end"]))
    pipeline.correct(path, mention_entry(found, [span], Decision(place=None), by=By("Omar")))


@contextmanager
def _served(path: Path, log: Path) -> Iterator[str]:
    """Run a server of its own, and stop it by its process id."""
    port = conftest._free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    command += ["--server.address=127.0.0.1", f"--server.port={port}"]
    environment = {**os.environ, "KHARITA_WORKSPACE": str(path)}
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=conftest.ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            conftest._wait(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.kill()  # not asked to end: what was kept must be on the disk
            process.wait(timeout=15)


def test_a_correction_outlives_the_server(path: Path, browser: Browser, tmp_path: Path) -> None:
    item = _mention(path, "b", "دمشق")
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    try:
        with _served(path, tmp_path / "first.log") as address:
            reader = Reader(conftest.watch(context.new_page()), address, "en")
            _open(reader, path, item)
            _choose(reader, reader.say("meaning_open"))
            _keep(reader)
        with _served(path, tmp_path / "second.log") as address:
            again = Reader(conftest.watch(context.new_page()), address, "en")
            _open(again, path, item)
            expect(again.page.locator(".kh-corrected")).to_contain_text("Lina")
            again.page.get_by_text(again.say("review_part_log"), exact=True).click()
            again.settle()
            expect(again.page.locator(".kh-log")).to_have_count(1)
            expect(again.page.locator(".kh-log")).to_contain_text("دمشق")
    finally:
        context.close()
    assert not Workspace.open(path).is_behind


def test_corrections_are_handed_on_and_a_colleagues_are_taken_with_a_choice(english: Reader, path: Path) -> None:
    item = _mention(path, "b", "دمشق")
    theirs = path.with_name(f"theirs-{path.name}")
    theirs.write_bytes(path.read_bytes())
    _correct_elsewhere(theirs, item)  # Omar: cannot be told
    _correct_elsewhere(theirs, _mention(path, "d", "طرابلس"))
    _open(english, path, item)
    _choose(english, english.say("meaning_none"))
    _keep(english)
    english.page.get_by_text(english.say("review_part_log"), exact=True).click()
    english.settle()
    with english.page.expect_download() as download:
        english.press("exchange_export", n=1)
    lines = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["entry"]["record"]["author"] for line in lines] == ["Lina"]
    log = log_path(theirs)
    english.page.locator("input[type=file]").set_input_files(
        {"name": "omar.jsonl", "mimeType": "application/jsonl", "buffer": log.read_bytes()}
    )
    english.settle()
    expect(english.page.get_by_role("main")).to_contain_text(
        english.say("exchange_found", new=1, known=0, conflicts=1), timeout=30_000
    )
    english.page.locator("[role='radiogroup'] label").filter(has_text=english.say("exchange_theirs")).click()
    english.settle()
    english.press("exchange_now")
    _wait_for(english, lambda: len(load(path).corrections) == 3)
    mentions = load(path).mentions.query("corrected_by == 'Omar'")
    assert set(zip(mentions["doc"], mentions["text"], strict=True)) == {("b", "دمشق"), ("d", "طرابلس")}
    english.expect_clean()
