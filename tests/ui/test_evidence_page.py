"""The evidence page as Streamlit runs it: what is selected is told in full, graded, followed; what is gone says so."""

from itertools import pairwise
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.errors import WorkspaceError
from geo.showing.tray import tray
from geo.ui import grading, workspaces
from geo.ui.records import Record, find_places, parse_record
from geo.ui.wording import plain_label
from geo.workspace.annotations import read_annotations, set_grade
from geo.workspace.store import Workspace
from tests.browser.sample import hostile_reading, sample_reading, write_sample
from tests.builders import DAMASCUS, TRIPOLI

pytestmark = pytest.mark.slow


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(workspaces.START_VARIABLE, str(tmp_path / "sample.gpkg"))
    monkeypatch.delenv(workspaces.ROOT_VARIABLE, raising=False)
    return write_sample(tmp_path / "sample.gpkg", sample_reading(), sample_reading("two", "Other Agency"))


def _page() -> None:
    import streamlit as st

    from geo.ui import evidence_page
    from geo.ui.strings import translator

    evidence_page.show(translator(st.session_state.get("lang", "en")))


def _app(**state) -> AppTest:
    app = AppTest.from_function(_page, default_timeout=60)
    for key, value in state.items():
        app.session_state[key] = value
    return app


def _linked(record: str, **state) -> AppTest:
    app = _app(**state)
    app.query_params["record"] = record
    return app.run()


def _text(app: AppTest) -> str:
    return " ".join(str(one.proto.body) for one in app.get("html"))


def _frame(app: AppTest) -> str:
    return _text(app).split('data-frame="')[1].split('"')[0]


def _flow(path: Path) -> str:
    flows = Workspace.open(path).tables().flows
    return str(flows.loc[flows["carrier"] == "Cham Wings", "id"].iloc[0])


def _event(path: Path, place: str, kind: str = "") -> str:
    events = Workspace.open(path).tables().events
    found = events[(events["place"] == place) & events["type"].str.contains(kind)].sort_values("date_from")
    return str(found["event_id"].iloc[0])


def test_without_a_selection_the_page_says_how_to_select(path: Path) -> None:
    app = _app().run()
    assert not app.exception
    assert "Nothing is selected" in app.info[0].value


def test_a_link_opens_a_flow_with_every_telling_and_the_document_beside(path: Path) -> None:
    app = _linked(f"flow:{_flow(path)}")
    assert not app.exception
    html = _text(app)
    assert '<h1><bdi dir="auto">Damascus → Benghazi</bdi></h1>' in html
    assert html.count('<li class="kh-one') == 2
    assert 'class="kh-frame"' in html
    assert "Test Agency, 10 Mar 2020" in html
    assert "Other Agency, 10 Mar 2020" in html
    assert "1 independent claimant" in html
    assert "2 documents" in html


def test_a_link_selects_its_record_on_the_map_and_stays_in_the_address(path: Path) -> None:
    record = f"flow:{_flow(path)}"
    app = _linked(record)
    assert tuple(app.session_state["selection"])[:2] == ("flows", _flow(path))
    assert app.query_params["record"] in (record, [record])


def test_headings_come_in_order(path: Path) -> None:
    html = _text(_linked(f"flow:{_flow(path)}"))
    levels = [int(part[0]) for part in html.split("<h")[1:] if part[0].isdigit()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(
    ("layer", "key", "title"),
    [
        ("places", DAMASCUS.id, "Damascus · دمشق"),
        ("areas", "country-LY", "Libya · ليبيا"),
        ("events", f"{TRIPOLI.id}|ASSAULT", "Assault · Tripoli"),
        ("events", f"{TRIPOLI.id}|THREATEN", "Threaten · Tripoli"),
    ],
)
def test_what_was_selected_on_the_map_is_shown(path: Path, layer: str, key: str, title: str) -> None:
    app = _app(selection=(layer, key)).run()
    assert not app.exception
    assert f'<h1><bdi dir="auto">{title}</bdi></h1>' in _text(app)


@pytest.mark.parametrize("row", ["", ".1"])
def test_an_event_of_the_table_is_shown(path: Path, row: str) -> None:
    app = _app(selection=("events", _event(path, "Idlib") + row)).run()
    assert "Assault · Idlib" in _text(app)


@pytest.mark.parametrize(
    "selection",
    [
        ("events", "cell|1,2,3,4"),
        ("flows", "bundle|a|b"),
        ("box", "1,2,3,4"),
        ("events", "nowhere|ASSAULT"),
        ("events", "x"),
    ],
)
def test_a_selection_of_no_single_record_says_how_to_select(path: Path, selection: tuple[str, str]) -> None:
    app = _app(selection=selection).run()
    assert not app.exception
    assert app.info


def test_a_new_selection_on_the_map_replaces_the_record_of_the_link(path: Path) -> None:
    app = _linked(f"flow:{_flow(path)}")
    app.session_state["selection"] = ("places", DAMASCUS.id)
    app.run()
    assert "Damascus · دمشق" in _text(app)
    assert app.query_params["record"] in (f"place:{DAMASCUS.id}", [f"place:{DAMASCUS.id}"])


@pytest.mark.parametrize("record", ["event:e-0", "flow:`x` [a](javascript:b)", "place:<script>"])
def test_a_record_that_is_gone_says_so(path: Path, record: str) -> None:
    app = _linked(record)
    assert not app.exception
    assert "holds no `" in app.info[0].value
    assert app.info[0].value.count("`") == 2


@pytest.mark.parametrize("record", ["nonsense", "cell:1", ""])
def test_an_address_that_names_no_record_is_passed_over(path: Path, record: str) -> None:
    app = _linked(record)
    assert not app.exception
    assert "Nothing is selected" in app.info[0].value


def test_another_telling_brings_its_document(path: Path) -> None:
    app = _linked(f"flow:{_flow(path)}")
    select = app.selectbox(key=f"beside_flow_{_flow(path)}")
    before = _frame(app)
    select.select_index(1 - select.index).run()
    assert _frame(app) != before


def test_a_place_leads_to_what_happened_there(path: Path) -> None:
    app = _linked(f"place:{DAMASCUS.id}")
    go = app.selectbox(key=f"go_place_{DAMASCUS.id}")
    assert any(option.startswith("Event: Consult · Damascus") for option in go.options)
    place = next(n for n, option in enumerate(go.options) if option.startswith("Event: Consult"))
    go.select_index(place).run()
    assert '<h1><bdi dir="auto">Consult · Damascus</bdi></h1>' in _text(app)
    assert app.session_state["selection"][0] == "events"


def test_a_place_is_found_by_its_name_however_it_is_spelt(path: Path) -> None:
    app = _app().run()
    app.text_input(key="record_words").input("ادلب").run()
    assert any("Idlib" in option for option in app.selectbox(key="record_found").options)
    app.text_input(key="record_words").input("Atlantis").run()
    assert any("No place here" in one.value for one in app.caption)


def test_places_are_found_in_both_scripts(path: Path) -> None:
    stamp = workspaces.stamp(path)
    assert Record("place", DAMASCUS.id) in find_places(path, stamp, "DAMAS", "en")
    assert Record("place", DAMASCUS.id) in find_places(path, stamp, "دمش", "en")
    assert find_places(path, stamp, "  ", "en") == {}


def test_grades_are_set_and_stand_beside_the_publishers(path: Path) -> None:
    app = _linked(f"flow:{_flow(path)}")
    assert '<span class="kh-grade">F6</span>' in _text(app)
    app.selectbox(key=f"grade_flow_{_flow(path)}_6").select("2").run()
    app.selectbox(key="grade_publisher_Test Agency_F").select("B").run()
    assert not app.error
    grades = read_annotations(path).grades
    assert (grades["flow", _flow(path)], grades["publisher", "Test Agency"]) == ("2", "B")
    assert '<span class="kh-grade">B2</span> <bdi dir="ltr">Test Agency' in _text(app)
    assert '<span class="kh-grade">F2</span> <bdi dir="ltr">Other Agency' in _text(app)


def test_a_grade_that_somebody_else_set_shows_at_the_next_run(path: Path) -> None:
    app = _linked(f"flow:{_flow(path)}")
    set_grade(path, subject="publisher", key="Test Agency", grade="D")
    assert app.run().selectbox(key="grade_publisher_Test Agency_D").value == "D"


def test_a_grade_that_cannot_be_saved_is_told_and_the_page_goes_on(path: Path, monkeypatch) -> None:
    def locked(*_args, **_values) -> None:
        raise WorkspaceError("is being written by another program")

    app = _linked(f"flow:{_flow(path)}")
    monkeypatch.setattr(grading, "set_grade", locked)
    app.selectbox(key=f"grade_flow_{_flow(path)}_6").select("2").run()
    assert "is being written" in app.error[0].value
    assert "Damascus → Benghazi" in _text(app)
    assert app.selectbox(key=f"grade_flow_{_flow(path)}_6").value == "6"


def test_the_page_speaks_arabic(path: Path) -> None:
    html = _text(_linked(f"flow:{_flow(path)}", lang="ar"))
    assert "دمشق ← بنغازي" in html
    assert 'class="kh-told" dir="rtl"' in html
    assert "كل الروايات" in html


@pytest.mark.parametrize("language", ["en", "ar"])
def test_hostile_records_are_shown_as_text(path: Path, language: str) -> None:
    write_sample(path, hostile_reading())
    tables = Workspace.open(path).tables()
    for record in (
        f"event:{tables.events['event_id'].iloc[0]}",
        f"flow:{tables.flows['id'].iloc[0]}",
        *(f"place:{place}" for place in tables.places["id"]),
    ):
        app = _linked(record, lang=language)
        assert not app.exception, record
        html = _text(app)
        assert "&lt;script&gt;window" in html
        assert "<script>window" not in html
        assert "<img" not in html
        assert "javascript:window.hacked='url'" not in html


def test_a_file_that_is_no_workspace_is_named(path: Path) -> None:
    path.write_text("no workspace", encoding="utf-8")
    app = _linked("flow:f-1")
    assert not app.exception
    assert any(plain_label("sample.gpkg") in one.value for one in app.error)


@pytest.mark.parametrize("text", ["", "event", "event:", ":x", "cell:1", "event:" + "x" * 501])
def test_only_an_address_of_a_record_is_one(text: str) -> None:
    assert parse_record(text) is None


def _tray_page() -> None:
    import streamlit as st

    from geo.showing.tray import tray
    from geo.ui.strings import translator
    from geo.ui.tray import show_tray
    from geo.ui.workspaces import start_path
    from geo.workspace.store import load

    say = translator("en")
    st.session_state["chosen"] = show_tray(tray(load(start_path()), "en", limit=1), say)


def test_the_tray_lists_what_has_no_date_and_says_how_many_more(path: Path) -> None:
    app = AppTest.from_function(_tray_page, default_timeout=60).run()
    assert not app.exception
    counts = tray(Workspace.open(path).tables()).counts
    assert counts["undated_flows"] == 2
    assert "The first 1 of 2" in app.caption[0].value
    assert app.dataframe[0].value["Why"].tolist() == ["no date is told"]
    assert app.session_state["chosen"] is None


def test_an_empty_tray_says_so(path: Path) -> None:
    Workspace.create(path)
    app = AppTest.from_function(_tray_page, default_timeout=60).run()
    assert not app.exception
    assert "has a date" in _text(app)
