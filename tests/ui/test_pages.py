"""The pages as Streamlit runs them, without a browser: they draw, filter, switch language, and say what is wrong."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.errors import DocumentError, WorkspaceError
from geo.pipeline import BuildReport
from geo.ui import workspaces
from geo.ui.wording import plain_label
from geo.workspace.store import Workspace
from tests.browser.sample import hostile_reading, sample_reading, write_sample

APP = Path(__file__).parents[2] / "app.py"
pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(workspaces.START_VARIABLE, str(tmp_path / "sample.gpkg"))
    monkeypatch.delenv(workspaces.ROOT_VARIABLE, raising=False)
    write_sample(tmp_path / "sample.gpkg", sample_reading(), sample_reading("two", "Other Agency"))
    return tmp_path


def _run(**address: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=60)
    for key, value in address.items():
        app.query_params[key] = value
    return app.run()


def _text(app: AppTest) -> str:
    return " ".join(str(one.proto.body) for one in app.get("html"))


def _summary(app: AppTest) -> str:
    return next(str(one.proto.body) for one in app.get("html") if "kh-summary" in str(one.proto.body))


def test_the_map_page_draws_and_counts(folder: Path) -> None:
    app = _run()
    assert not app.exception
    assert "10 events" in _summary(app)
    assert "6 flows" in _summary(app)
    assert {box.label for box in app.sidebar.checkbox} == {
        "Places (6)",
        "Events (10)",
        "Flows (6)",
        "Areas (5)",
        "Heat",
    }


def test_a_filter_narrows_what_is_shown_and_stands_in_the_address(folder: Path) -> None:
    app = _run()
    app.sidebar.multiselect(key="type").select("ASSAULT").run()
    assert "3 events" in _summary(app)
    assert app.query_params["type"] in ("ASSAULT", ["ASSAULT"])


def test_a_link_opens_the_same_view(folder: Path) -> None:
    app = _run(type="ASSAULT", lang="ar", layers="events")
    assert not app.exception
    assert "3 أحداث" in _summary(app)
    assert [box.key for box in app.sidebar.checkbox if box.value] == ["layer_events"]


def test_a_link_with_values_that_do_not_occur_still_opens(folder: Path) -> None:
    app = _run(type="SANCTION", actor="Nobody", **{"from": "1990-01-01", "to": "2090-01-01"})
    assert not app.exception
    assert "10 events" in _summary(app)


def test_filters_are_cleared_by_the_button(folder: Path) -> None:
    app = _run(type="ASSAULT", text="طرابلس")
    next(button for button in app.sidebar.button if "Clear" in button.label).click().run()
    assert "10 events" in _summary(app)
    assert "type" not in app.query_params


def test_the_search_finds_arabic_however_it_is_spelt(folder: Path) -> None:
    app = _run()
    app.sidebar.text_input(key="q").input("ادلب").run()
    assert "1 event" in _summary(app)


def test_a_filter_that_leaves_nothing_says_so(folder: Path) -> None:
    app = _run(text="no such words anywhere")
    assert not app.exception
    assert any("Nothing matches" in one.value for one in app.info)


def test_an_empty_workspace_says_what_to_do(folder: Path) -> None:
    Workspace.create(folder / "empty.gpkg")
    app = _run(workspace="empty.gpkg")
    assert not app.exception
    assert any("empty" in one.value for one in app.info)


@pytest.mark.parametrize("name", ["../other.gpkg", "/etc/passwd", "none.gpkg"])
def test_a_workspace_that_cannot_be_opened_is_named(folder: Path, name: str) -> None:
    app = _run(workspace=name)
    assert not app.exception
    assert any(plain_label(name) in one.value for one in app.error)


def test_a_file_that_is_no_workspace_is_named(folder: Path) -> None:
    (folder / "text.gpkg").write_text("no workspace", encoding="utf-8")
    app = _run(workspace="text.gpkg")
    assert not app.exception
    assert any(plain_label("text.gpkg") in one.value for one in app.error)


def test_a_picture_in_a_link_is_shown_as_text(folder: Path) -> None:
    app = _run(workspace="![x](https://example.org/a.png)")
    (fault,) = (one.value for one in app.error)
    assert "![x](" not in fault
    assert plain_label("![x](https://example.org/a.png)") in fault


def test_the_interface_speaks_arabic_right_to_left(folder: Path) -> None:
    app = _run(lang="ar")
    assert "الأحداث" in " ".join(box.label for box in app.sidebar.checkbox)
    assert "direction: rtl" in _text(app)


def test_a_revised_workspace_is_read_again(folder: Path) -> None:
    app = _run()
    assert "2 documents" in _summary(app)
    Workspace.open(folder / "sample.gpkg").add([sample_reading("three", "Third Agency")])
    assert "3 documents" in _summary(app.run())


def test_hostile_documents_are_shown_as_text(folder: Path) -> None:
    write_sample(folder / "sample.gpkg", hostile_reading())
    app = _run()
    assert not app.exception
    assert "<script>window" not in _text(app)


def test_the_first_start_builds_the_workspace_and_names_what_failed(folder: Path, monkeypatch) -> None:
    def build(sources, path: Path, *, progress):
        progress("000", 1, 1)
        write_sample(path, sample_reading())
        return BuildReport(read=1, failed=(DocumentError("bad.txt", "is empty"),))

    monkeypatch.setattr("geo.pipeline.build", build)
    monkeypatch.setenv(workspaces.START_VARIABLE, str(folder / "new.gpkg"))
    app = _run()
    assert not app.exception
    assert "10 events" in _summary(app)
    assert any(plain_label("bad.txt") in one.value for one in app.warning)


def test_a_build_that_fails_is_told(folder: Path, monkeypatch) -> None:
    def build(sources, path: Path, *, progress):
        raise WorkspaceError("no room on the disk")

    monkeypatch.setattr("geo.pipeline.build", build)
    monkeypatch.setenv(workspaces.START_VARIABLE, str(folder / "never.gpkg"))
    app = _run()
    assert not app.exception
    assert any("no room on the disk" in one.value for one in app.error)


def _documents_page() -> None:
    from geo.ui import documents_page
    from geo.ui.strings import translator

    documents_page.show(translator("en"))


def test_the_documents_page_marks_the_places_of_the_text(folder: Path) -> None:
    app = AppTest.from_function(_documents_page, default_timeout=60).run()
    assert not app.exception
    assert '<mark class="literal" title="Benghazi' in _text(app)
    assert 'dir="rtl" lang="ar"' in _text(app)


def test_the_documents_page_shows_a_hostile_document_as_text(folder: Path) -> None:
    write_sample(folder / "sample.gpkg", hostile_reading())
    app = AppTest.from_function(_documents_page, default_timeout=60).run()
    assert not app.exception
    assert "&lt;script&gt;window" in _text(app)
    assert "<script>window" not in _text(app)
    assert "javascript:window.hacked='url'" not in _text(app)


def test_the_documents_page_of_an_empty_workspace_is_drawn(folder: Path) -> None:
    Workspace.create(folder / "sample.gpkg")
    app = AppTest.from_function(_documents_page, default_timeout=60).run()
    assert not app.exception
