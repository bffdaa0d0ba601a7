"""The documents page: documents are listed without their texts, found by title or publisher, read with their marks."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.ui import documents_list, workspaces
from geo.ui.wording import plain_label
from tests.browser.sample import sample_reading, write_sample

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
    monkeypatch.setattr(documents_list, "MOST_LISTED", 1)
    app = AppTest.from_function(_page, default_timeout=60).run()
    assert len(app.dataframe[0].value) == 1


def test_a_file_that_is_no_workspace_is_named(path: Path) -> None:
    path.write_text("no workspace", encoding="utf-8")
    app = AppTest.from_function(_page, default_timeout=60).run()
    assert not app.exception
    assert any(plain_label("sample.gpkg") in one.value for one in app.error)
