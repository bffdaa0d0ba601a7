"""The documents page: documents are listed without their texts, read with their marks, added and removed."""

import json
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.ui import workspaces
from geo.ui.documents import listing, work
from geo.ui.job_records import Job
from geo.ui.jobs import Jobs
from geo.ui.wording import plain_label
from geo.workspace.store import Workspace
from tests.browser.sample import sample_reading, write_sample

SLOW = Path(__file__).with_name("slow_adder.py")
pytestmark = pytest.mark.slow


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(workspaces.START_VARIABLE, str(tmp_path / "sample.gpkg"))
    monkeypatch.delenv(workspaces.ROOT_VARIABLE, raising=False)
    return write_sample(tmp_path / "sample.gpkg", sample_reading(), sample_reading("two", "وكالة الأنباء"))


def _page() -> None:
    from geo.ui import documents_page
    from geo.ui.strings import translator

    documents_page.show(translator("en"))


def _text(app: AppTest) -> str:
    return " ".join(str(one.proto.body) for one in app.get("html"))


def test_all_documents_are_listed_with_their_mentions(path: Path) -> None:
    app = AppTest.from_function(_page, default_timeout=60).run()
    assert not app.exception
    table = app.dataframe[0].value
    assert set(table["Publisher"]) == {"Test Agency", "وكالة الأنباء"}
    assert set(table["Mentions"]) == {21}


def test_a_search_finds_a_publisher_however_it_is_spelt(path: Path) -> None:
    app = AppTest.from_function(_page, default_timeout=60).run()
    app.text_input(key="documents_words").input("الانباء").run()
    assert app.dataframe[0].value["Publisher"].tolist() == ["وكالة الأنباء"]
    assert "وكالة الأنباء" in _text(app)
    app.text_input(key="documents_words").input("nothing like it").run()
    assert not app.exception
    assert app.dataframe[0].value.empty
    assert "kh-words" not in _text(app)


def test_no_more_than_a_list_can_hold_are_listed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_LISTED", 1)
    app = AppTest.from_function(_page, default_timeout=60).run()
    assert len(app.dataframe[0].value) == 1


def test_a_file_that_is_no_workspace_is_named(path: Path) -> None:
    path.write_text("no workspace", encoding="utf-8")
    app = AppTest.from_function(_page, default_timeout=60).run()
    assert not app.exception
    assert any(plain_label("sample.gpkg") in one.value for one in app.error)


# ---- adding and removing


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Jobs]:
    jobs = Jobs()
    monkeypatch.setattr(work, "registry", lambda: jobs)
    yield jobs
    jobs.close()


def _pasted(text: str, **more: str) -> AppTest:
    app = AppTest.from_function(_page, default_timeout=60).run()
    app.session_state["adding_way"] = "paste"
    app.run()
    app.text_area(key="adding_text").input(text)
    for key, value in more.items():
        app.text_input(key=f"adding_{key}").input(value)
    next(button for button in app.button if button.label == "Read").click().run()
    assert not app.exception
    return app


def _ended(jobs: Jobs, path: Path) -> Job:
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        found = jobs.of(path)
        if found and not found[-1].active:
            return found[-1]
        time.sleep(0.05)
    pytest.fail(f"still {jobs.of(path)}")


@pytest.mark.usefixtures("index")
def test_pasted_text_is_shown_as_read_dated_and_added(path: Path, jobs: Jobs) -> None:
    app = _pasted("وصل الوفد من دمشق إلى بنغازي أمس.", title="وصول", publisher="![x](y)")
    (row,) = app.session_state["adding_batch"].drafts
    assert (row.document.title, row.document.publisher, row.document.language) == ("وصول", "![x](y)", "ar")
    # What is read of it, before it is added.
    app.selectbox(key="adding_preview").select(0).run()
    assert "kh-card" in _text(app)
    assert "Damascus → Benghazi" in _text(app)
    # No day is guessed: it is asked for.
    assert app.button(key="adding_now").disabled
    day = next(one for one in app.date_input if one.label == "Published on")
    day.set_value(date(2020, 3, 4)).run()
    app.button(key="adding_day_set").click().run()
    assert app.session_state["adding_batch"].drafts[0].document.published == date(2020, 3, 4)
    app.button(key="adding_now").click().run()
    assert not app.exception
    assert "adding_batch" not in app.session_state
    done = _ended(jobs, path)
    assert done.outcome is not None
    assert len(done.outcome.added) == 1
    app.run()
    assert "Added: 1" in _text(app)
    assert len(app.dataframe[0].value) == 3
    assert Workspace.open(path).tables().flows["date_from"].isin(["2020-03-03"]).any()
    # It is known again, and not added twice.
    app.button(key=f"job_close_{done.id}").click().run()
    again = _pasted("وصل الوفد من دمشق إلى بنغازي أمس.")
    assert again.button(key="adding_now").disabled
    assert "Add: 0 documents" in again.button(key="adding_now").label


def test_what_cannot_be_read_is_named_and_nothing_waits(path: Path) -> None:
    app = _pasted("Делегация прибыла в Дамаск вчера.")
    assert "Cyrillic" in _text(app)
    assert any("Nothing could be read" in one.value for one in app.info)
    app.button(key="adding_drop").click().run()
    assert "adding_batch" not in app.session_state


def test_a_folder_that_is_not_configured_is_explained(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KHARITA_SOURCES", raising=False)
    app = AppTest.from_function(_page, default_timeout=60).run()
    app.session_state["adding_way"] = "folder"
    app.run()
    assert any(plain_label("KHARITA_SOURCES") in one.value for one in app.info)
    assert not [button for button in app.button if button.key == "adding_read"]


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/a", "file:///etc/passwd", "example.org/a"])
def test_an_address_that_is_not_of_the_public_web_is_refused_by_name(path: Path, address: str) -> None:
    app = AppTest.from_function(_page, default_timeout=60).run()
    app.session_state["adding_way"] = "address"
    app.run()
    assert any("only then" in one.value for one in app.caption)
    app.text_input(key="adding_url").input(address)
    next(button for button in app.button if button.label == "Read").click().run()
    assert not app.exception
    assert not app.session_state["adding_batch"].drafts
    assert "Not read (1)" in _text(app)


def test_a_folder_is_read_and_a_taken_id_is_a_revision_or_another_document(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "two.txt").write_text("غادر الوفد دمشق.", encoding="utf-8")
    monkeypatch.setenv("KHARITA_SOURCES", str(folder))
    app = AppTest.from_function(_page, default_timeout=60).run()
    app.session_state["adding_way"] = "folder"
    app.run()
    app.button(key="adding_read").click().run()
    assert not app.exception
    (choice,) = app.radio
    assert (choice.value, _draft_ids(app)) == (True, ["two"])
    choice.set_value(False).run()
    assert _draft_ids(app) == ["two-2"]
    app.radio[0].set_value(True).run()
    assert _draft_ids(app) == ["two"]


def _draft_ids(app: AppTest) -> list[str]:
    return [draft.document.id for draft in app.session_state["adding_batch"].drafts]


def test_documents_are_removed_after_it_was_said_what_goes(path: Path, jobs: Jobs) -> None:
    app = AppTest.from_function(_page, default_timeout=60).run()
    app.multiselect(key="removing").select("two").run()
    assert "0 events, 0 flows, 0 places" in _text(app)  # the other document tells all of it too
    app.multiselect(key="removing").select("sample").run()
    assert "10 events, 6 flows" in _text(app)
    app.multiselect(key="removing").unselect("sample").run()
    app.button(key="removing_now").click().run()
    done = _ended(jobs, path)
    assert done.outcome is not None
    assert done.outcome.removed == ("two",)
    app.run()
    assert "Removed: 1" in _text(app)
    assert app.dataframe[0].value["Publisher"].tolist() == ["Test Agency"]
    assert not app.multiselect(key="removing").value


def test_work_of_another_session_is_shown_and_can_be_cancelled(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "may").write_text("1")
    jobs = Jobs([sys.executable, str(SLOW), str(tmp_path)])
    monkeypatch.setattr(work, "registry", lambda: jobs)
    try:
        names = ("<b>a", "b")
        job = jobs.add(path, [json.dumps({"id": name}) for name in names], names=names, by="[Amal](x)")
        while jobs.of(path)[0].done < 1:
            time.sleep(0.05)
        app = AppTest.from_function(_page, default_timeout=60).run()
        assert not app.exception
        assert app.button(key=f"job_cancel_{job.id}").label == "Cancel"
        app.button(key=f"job_cancel_{job.id}").click().run()
        _ended(jobs, path)
        app.run()
        assert "Cancelled" in _text(app)
        assert "[Amal](x)" in _text(app)  # in HTML, where nothing is Markdown
    finally:
        jobs.close()
