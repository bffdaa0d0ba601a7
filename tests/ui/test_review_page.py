"""The review page as Streamlit runs it: the queue, a name and a record corrected, undone, in conflict, and the log."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.model import Decision, Document
from geo.ui import workspaces
from geo.ui.review.items import Item, address_of
from geo.workspace.corrections.compose import By, Span, mention_entry
from geo.workspace.corrections.log import log_path, read_log
from geo.workspace.store import Workspace, load

TEXT = "وصلت طائرة تحمل مقاتلين من دمشق إلى بنغازي في 3 مارس 2020. وقال شهود في دمشق إن الطائرة عادت."
START = TEXT.index("دمشق")
HOSTILE = "<img src=x onerror=alert(1)> "
pytestmark = pytest.mark.slow


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from geo import pipeline

    monkeypatch.setenv(workspaces.START_VARIABLE, str(tmp_path / "sample.gpkg"))
    monkeypatch.delenv(workspaces.ROOT_VARIABLE, raising=False)
    read = [
        pipeline.read(
            Document(id=doc, text=text, language="ar", title=HOSTILE, publisher="One", published=date(2020, 3, 12))
        )
        for doc, text in (("a", TEXT), ("b", HOSTILE + TEXT))
    ]
    return Workspace.create(tmp_path / "sample.gpkg", read, reread=pipeline.reread).path


def _page() -> None:
    from geo.ui import review_page
    from geo.ui.strings import translator

    review_page.show(translator("en"))


def _run(item: Item | None = None, author: str = "Lina") -> AppTest:
    app = AppTest.from_function(_page, default_timeout=90)
    if item is not None:
        app.query_params["item"] = address_of(item)
    app.run()
    if author:
        app.text_input(key="author").input(author).run()
    assert not app.exception
    return app


def _text(app: AppTest) -> str:
    return " ".join(str(one.proto.body) for one in app.get("html"))


def _mention(path: Path, doc: str = "a", nth: int = 0) -> Item:
    rows = load(path).mentions.query("doc == @doc and text == 'دمشق'").sort_values("start")
    return Item("mention", str(rows["id"].iloc[nth]), doc)


def _flow(path: Path) -> Item:
    return Item("flow", str(load(path).flows["id"].iloc[0]))


def _choose(app: AppTest, item: Item, choice: str) -> None:
    app.radio(key=f"meaning_m_{address_of(item)}").set_value(choice).run()
    assert not app.exception


def test_nothing_is_kept_without_a_name(path: Path) -> None:
    item = _mention(path)
    app = _run(item, author="")
    assert app.button(key="review_confirm").disabled
    _choose(app, item, "-none")
    assert app.button(key="review_keep").disabled
    assert not log_path(path).exists()


def test_a_name_is_shown_in_its_sentence_and_no_document_is_taken_for_markup(path: Path) -> None:
    app = _run(_mention(path, "b"))
    assert "<mark>دمشق</mark>" in _text(app)
    assert "<img" not in _text(app)
    assert "&lt;img" in _text(app)


def test_a_corrected_name_is_kept_with_author_and_undone(path: Path) -> None:
    item = _mention(path)
    app = _run(item)
    _choose(app, item, "-open")
    assert "What changes" in _text(app)
    app.text_input(key=f"reason_m_{address_of(item)}").input("a slip of the pen").run()
    app.button(key="review_keep").click().run()
    assert not app.exception
    entry = read_log(path).entries[0]
    assert (entry.author, entry.reason, entry.decision) == ("Lina", "a slip of the pen", Decision(place=None))
    row = load(path).mentions.query("doc == 'a' and start == @START").iloc[0]
    assert (row["place_id"], row["corrected_by"]) == ("", "Lina")
    app.button(key="review_undo").click().run()
    assert not app.exception
    row = load(path).mentions.query("doc == 'a' and start == @START").iloc[0]
    assert (row["name"], row["corrected_by"]) == ("Damascus", "")


def test_siblings_follow_and_are_counted(path: Path) -> None:
    item = _mention(path)
    app = _run(item)
    _choose(app, item, "-none")
    app.get("button_group")
    app.session_state[f"scope_m_{address_of(item)}"] = "document"
    app.run()
    app.button(key="review_keep").click().run()
    assert not app.exception
    assert len(read_log(path).entries[0].mentions) == 2
    assert load(path).mentions.query("doc == 'a' and text == 'دمشق'").empty


def test_a_new_place_wants_a_name_and_a_position(path: Path) -> None:
    item = _mention(path)
    key = f"m_{address_of(item)}"
    app = _run(item)
    _choose(app, item, "-new")
    assert app.button(key="review_keep").disabled
    app.text_input(key=f"place_position_{key}").input("not a position").run()
    assert app.button(key="review_keep").disabled
    app.text_input(key=f"place_position_{key}").input("33.9, 36.1").run()
    app.button(key="review_keep").click().run()
    assert not app.exception
    assert [entry.action for entry in read_log(path).entries] == ["place", "mention"]
    row = load(path).mentions.query("doc == 'a' and start == @START").iloc[0]
    assert (round(row["lat"], 1), row["name_ar"]) == (33.9, "دمشق")


def test_what_somebody_else_corrected_meanwhile_is_shown_and_not_overwritten(path: Path) -> None:
    from geo import pipeline

    item = _mention(path)
    app = _run(item)
    _choose(app, item, "-open")
    found = pipeline.corrected_readings(path, {"a"})
    span = Span("a", START, START + 4)
    pipeline.correct(path, mention_entry(found, [span], Decision(place=None, is_place=False), by=By("Omar")))
    app.button(key="review_keep").click().run()
    assert not app.exception
    assert [entry.author for entry in read_log(path).entries] == ["Omar"]
    assert any("Omar" in one.value for one in app.markdown)
    app.button(key="review_force").click().run()
    assert not app.exception
    assert [entry.author for entry in read_log(path).entries] == ["Omar", "Lina"]


def test_a_flow_gets_another_status_and_is_found_in_the_log(path: Path) -> None:
    item = _flow(path)
    key = f"r_{address_of(item)}"
    app = _run(item)
    assert app.button(key="review_keep").disabled
    app.selectbox(key=f"form_status_{key}").set_value("denied").run()
    app.button(key="review_keep").click().run()
    assert not app.exception
    entry = read_log(path).entries[0]
    assert (entry.fields, entry.flow and entry.flow.claim.status) == (("status",), "denied")
    assert {target.doc for target in entry.tellings} == {"a", "b"}
    assert "Corrected by Lina" in _text(app)
    app.session_state["review_part"] = "log"
    app.run()
    assert not app.exception
    assert "status: Denied" in _text(app)
    assert entry.id in log_path(path).read_text(encoding="utf-8")


def test_what_is_right_leaves_the_queue(path: Path) -> None:
    item = _mention(path)
    app = _run(item)
    app.button(key="review_confirm").click().run()
    assert not app.exception
    assert read_log(path).entries[0].action == "confirm"
    assert load(path).mentions.query("doc == 'a' and start == @START")["corrected_by"].iloc[0] == "Lina"
    assert any("Found right" in one.value for one in app.markdown)


def test_an_item_that_is_gone_is_said_and_the_page_goes_on(path: Path) -> None:
    for item in (Item("mention", "m-none", "a"), Item("mention", "m-none", "gone"), Item("event", "e-none")):
        app = _run(item)
        assert any("not read there any more" in one.value for one in app.info)


def test_a_workspace_behind_its_log_is_brought_up_to_it(path: Path) -> None:
    from geo import pipeline
    from geo.workspace.corrections.log import append

    found = pipeline.corrected_readings(path, {"a"})
    append(path, mention_entry(found, [Span("a", START, START + 4)], Decision(place=None), by=By("Omar")))
    assert Workspace.open(path).is_behind
    _run()
    assert not Workspace.open(path).is_behind
