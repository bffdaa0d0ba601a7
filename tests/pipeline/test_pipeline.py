"""The hall: a document goes the whole way, a failure stops nobody, and what is read can be traced to its words."""

import json
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import DocumentError, WorkspaceError
from geo.model import ROLES, STATUSES, Document, Event, Flow, Reading
from geo.pipeline import add, build, default_workspace, look_up, read, read_all
from geo.reading.sides import side_of
from geo.workspace.store import Workspace

ROOT = Path(__file__).resolve().parents[2]
REPORT = (
    "قالت وزارة الداخلية في حكومة الوفاق إن طائرات تابعة لشركة أجنحة الشام نقلت أمس مقاتلين من دمشق إلى بنغازي. "
    "ونفت قوات حفتر ذلك.\n\n"
    "وفي الأثناء قصفت المدفعية أحياء في جنوب طرابلس، وتظاهر المئات في السويداء. "
    "وكان وفد من حكومة شرق ليبيا قد وصل إلى دمشق في الأول من مارس/آذار 2020.\n"
)
PUBLISHED = date(2020, 3, 12)


def document(text: str = REPORT, **changes: object) -> Document:
    values = {"id": "report", "language": "ar", "published": PUBLISHED, **changes}
    return Document(text=text, **values)  # type: ignore[arg-type]


def told(reading: Reading) -> tuple[Event | Flow, ...]:
    return (*reading.events, *reading.flows)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(document())


def test_a_document_goes_the_whole_way(reading: Reading) -> None:
    assert reading.document == document()
    assert {"دمشق", "بنغازي", "طرابلس", "السويداء", "ليبيا"} <= {mention.text for mention in reading.mentions}
    assert len(reading.flows) >= 2
    assert len(reading.events) >= 3
    assert reading.warnings == ()


def test_every_record_is_of_the_document_and_quotes_it(reading: Reading) -> None:
    for mention in reading.mentions:
        assert mention.doc == "report"
        assert REPORT[mention.start : mention.end] == mention.text
        assert mention.role in ROLES
    for record in told(reading):
        assert record.doc == record.evidence.doc == "report"
        assert REPORT[record.evidence.start : record.evidence.end] == record.evidence.quote
        assert record.claim.status in STATUSES


def test_what_has_happened_did_not_happen_after_publication(reading: Reading) -> None:
    for record in told(reading):
        if record.claim.status in {"reported", "claimed", "denied"}:
            bounds = [bound for bound in (record.date.date_from, record.date.date_to) if bound]
            assert all(bound <= PUBLISHED for bound in bounds), record.evidence.quote


def test_ids_are_unique_and_the_same_each_time(reading: Reading) -> None:
    again = read(document())
    assert again == reading
    for records in (reading.mentions, reading.events, reading.flows):
        ids = [record.id for record in records]
        assert len(ids) == len(set(ids))


def test_ids_depend_on_the_text(reading: Reading) -> None:
    other = read(document(f"{REPORT}وهدأ الوضع مساء.\n"))
    assert not {flow.id for flow in reading.flows} & {flow.id for flow in other.flows}


def test_without_a_publication_date_there_is_one_warning_and_relative_dates_stay_open() -> None:
    undated = read(document(published=None))
    assert len(undated.warnings) == 1
    assert "report" in undated.warnings[0]
    assert "publication date" in undated.warnings[0]
    flow = next(flow for flow in undated.flows if flow.origin and flow.origin.name == "Damascus")
    assert (flow.date.date_from, flow.date.date_to) == (None, None)


@pytest.mark.parametrize("text", ["", " \n\n ", "12 34", "…", "\u200f"])
def test_a_text_that_says_nothing_has_no_records(text: str) -> None:
    empty = read(document(text))
    assert (empty.mentions, empty.events, empty.flows) == ((), (), ())


@given(st.text(max_size=200), st.sampled_from(["ar", "en"]))
@settings(deadline=None, max_examples=150)
def test_any_text_whatever_is_read(text: str, language: str) -> None:
    found = read(document(text, language=language))
    assert all(text[mention.start : mention.end] == mention.text for mention in found.mentions)


PIECES = [*REPORT.split(), "\n", "«", "»", "Damascus", "from", "Benghazi", "12", "٣"]


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.dates(min_value=date(1990, 1, 1), max_value=date(2030, 1, 1)))
@settings(deadline=None, max_examples=150)
def test_any_jumble_of_telling_words_is_read(pieces: list[str], published: date) -> None:
    text = " ".join(pieces)
    found = read(document(text, published=published))
    for record in told(found):
        assert text[record.evidence.start : record.evidence.end] == record.evidence.quote
        if record.date.date_from and record.date.date_to:
            assert record.date.date_from <= record.date.date_to


# --- Files ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two readable documents between three that are not."""
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "a-good.txt").write_text(REPORT, encoding="utf-8")
    (sources / "b-empty.txt").write_text("", encoding="utf-8")
    (sources / "c-binary.txt").write_bytes(bytes(range(256)) * 20)
    (sources / "d-broken.docx").write_bytes(b"PK\x03\x04 no archive")
    (sources / "e-good.txt").write_text("قصفت المدفعية مدينة درنة أمس.", encoding="utf-8")
    return sources


def test_a_document_that_fails_is_named_and_the_others_are_read(folder: Path) -> None:
    results = list(read_all([folder], published=PUBLISHED))
    good = [result.document.id for result in results if isinstance(result, Reading)]
    bad = [result.name for result in results if isinstance(result, DocumentError)]
    assert good == ["a-good", "e-good"]
    assert len(bad) == 3
    for name, expected in zip(sorted(bad), ("b-empty", "c-binary", "d-broken"), strict=True):
        assert expected in name


def test_a_source_that_is_not_there_is_an_error_of_its_own(tmp_path: Path, folder: Path) -> None:
    results = list(read_all([tmp_path / "nothing.txt", folder / "a-good.txt"], published=PUBLISHED))
    assert [type(result) for result in results] == [DocumentError, Reading]


@pytest.mark.parametrize("language", ["fr", "xx", "", "Arabic"])
def test_a_language_that_nobody_taught_stops_nobody(tmp_path: Path, language: str) -> None:
    path = tmp_path / "all.jsonl"
    rows = [
        {"id": "one", "text": "Une explosion \u00e0 Benghazi.", "language": language, "published": "2020-03-12"},
        {"id": "two", "text": REPORT, "language": "ar", "published": "2020-03-12"},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    results = list(read_all([path]))
    assert len(results) == 2
    last = results[1]
    assert isinstance(last, Reading)
    assert last.flows


def test_the_date_given_for_all_counts_where_a_document_has_none(folder: Path) -> None:
    (result,) = read_all([folder / "a-good.txt"], published=date(2020, 3, 13))
    assert isinstance(result, Reading)
    assert result.document.published == date(2020, 3, 13)
    assert result.warnings == ()


def test_markup_in_a_text_and_a_title_comes_out_as_it_went_in(tmp_path: Path) -> None:
    hostile = "قصفت المدفعية <script>alert(1)</script> مدينة درنة ${process.exit()} أمس."
    found = read(document(hostile, title="<script>${1}</script>"))
    assert found.document.title == "<script>${1}</script>"
    assert [event.evidence.quote for event in found.events] == [hostile]


@pytest.mark.slow
@pytest.mark.parametrize("word", ["ا", "دمشق "])
def test_ten_megabytes_of_one_word_hold_up_nobody(tmp_path: Path, word: str) -> None:
    (tmp_path / "long.txt").write_text(word * (10_000_000 // len(word.encode("utf-8"))), encoding="utf-8")
    (tmp_path / "other.txt").write_text(REPORT, encoding="utf-8")
    code = (
        "from geo.errors import DocumentError\nfrom geo.pipeline import read_all\n"
        f"for result in read_all([{str(tmp_path)!r}]):\n"
        "    print(result.name if isinstance(result, DocumentError) else result.document.id)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    names = done.stdout.split("\n")
    assert any("long" in name for name in names)
    assert "other" in names


# --- Workspaces -------------------------------------------------------------------------------------------------------


def test_a_build_keeps_what_was_read_and_reports_what_was_not(folder: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "new" / "w.gpkg"
    steps: list[tuple[str, int, int]] = []
    report = build([folder], workspace, published=PUBLISHED, progress=lambda *step: steps.append(step))
    assert workspace.exists()
    assert report.read == 2
    assert len(report.failed) == 3
    assert [step[1:] for step in steps] == [(number, 5) for number in range(1, 6)]


def test_a_build_warns_of_each_document_without_a_date(folder: Path, tmp_path: Path) -> None:
    report = build([folder / "a-good.txt"], tmp_path / "w.gpkg")
    assert len([warning for warning in report.warnings if "publication date" in warning]) == 1


def documents_in(workspace: Path) -> list[str]:
    return sorted(Workspace.open(workspace, side_of=side_of).documents())


def test_adding_a_document_keeps_the_others_and_twice_is_as_good_as_once(folder: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "w.gpkg"
    build([folder / "a-good.txt"], workspace, published=PUBLISHED)
    add([folder / "e-good.txt"], workspace, published=PUBLISHED)
    assert documents_in(workspace) == ["a-good", "e-good"]
    add([folder / "e-good.txt"], workspace, published=PUBLISHED)
    assert documents_in(workspace) == ["a-good", "e-good"]


def test_adding_to_a_workspace_that_is_not_there_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"nothing\.gpkg"):
        add([folder / "a-good.txt"], tmp_path / "nothing.gpkg")


def test_the_default_workspace_is_the_environments_or_beside_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHARITA_WORKSPACE", "mine.gpkg")
    assert default_workspace() == Path("mine.gpkg")
    monkeypatch.delenv("KHARITA_WORKSPACE")
    assert default_workspace().suffix == ".gpkg"


# --- Sides and names --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claimant", "side"),
    [
        ("GNA", "GNA"),
        ("GNA Ministry of Interior", "GNA"),
        ("Mohammed Qanunu (GNA army spokesman)", "GNA"),
        ("Somebody Unknown (LNA spokesman)", "LNA"),
        ("GNA forces commander", "GNA"),
        ("SANA", "Assad government"),
        ("Le Monde", ""),
        ("military sources", ""),
        ("", ""),
    ],
)
def test_a_claimants_side_follows_from_the_label(claimant: str, side: str) -> None:
    assert side_of(claimant) == side


def test_a_candidacy_says_how_strongly_the_gazetteer_speaks() -> None:
    first, second, *_ = look_up("طرابلس")
    assert (first.place.country, second.place.country) == ("LY", "LB")
    assert first.strength > second.strength
    assert first.trusted


def test_a_week_of_publication_moves_yesterday_by_a_week() -> None:
    one, other = (read(document(published=day)) for day in (PUBLISHED, PUBLISHED + timedelta(days=7)))
    dates = [
        next(flow.date.date_from for flow in found.flows if flow.origin and flow.origin.name == "Damascus")
        for found in (one, other)
    ]
    assert dates[0] == date(2020, 3, 11)
    assert dates[1] == date(2020, 3, 18)


# --- Speed ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_reading_grows_with_the_length_of_the_text() -> None:
    def seconds(text: str) -> float:
        start = time.process_time()  # of this process alone: others may keep the machine busy
        read(document(text))
        return time.process_time() - start

    seconds(REPORT)
    short = min(seconds(REPORT * 25) for _ in range(3))
    assert seconds(REPORT * 400) < 16 * short * 2
