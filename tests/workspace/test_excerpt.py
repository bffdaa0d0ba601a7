"""A few records with what they rest on: nothing else, nothing missing, looked up and never searched for."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio
import pytest

from geo.errors import WorkspaceError
from geo.workspace import excerpt as module
from geo.workspace.annotations import save_view, set_grade
from geo.workspace.excerpt import excerpt
from geo.workspace.geopackage import INDICES, read_columns
from geo.workspace.schema import SCHEMAS
from geo.workspace.store import Workspace, load
from geo.workspace.tables import Tables, split
from tests import builders as b


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workspace") / "w.gpkg"
    Workspace.create(path, b.sample_readings())
    return path


@pytest.fixture(scope="module")
def whole(path: Path) -> Tables:
    return load(path)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Benghazi is named seven times in the first of five documents and once in each of the others."""
    readings = [
        b.reading(
            document=b.document(id=doc),
            mentions=tuple(b.mention(doc=doc, start=start) for start in range(7 if doc == "a" else 1)),
        )
        for doc in "abcde"
    ]
    path = tmp_path_factory.mktemp("crowded") / "w.gpkg"
    Workspace.create(path, readings)
    return path


def rows_of(tables: Tables) -> dict[str, int]:
    return {name: len(getattr(tables, name)) for name in SCHEMAS if len(getattr(tables, name))}


def part_of(whole: pd.DataFrame, mask: Any) -> pd.DataFrame:
    return whole[mask].reset_index(drop=True)


def test_nothing_asked_is_nothing(path: Path, whole: Tables) -> None:
    found = excerpt(path)
    assert rows_of(found) == {}
    assert found.metadata == whole.metadata


def test_everything_asked_is_everything_in_its_order(path: Path, whole: Tables) -> None:
    found = excerpt(path, events=set(whole.events["event_id"]), flows=list(whole.flows["id"]))
    for name in ("events", "flows", "evidence", "documents", "mentions", "places"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(whole, name))


def test_an_event_comes_with_all_its_rows_its_evidence_documents_and_places(path: Path, whole: Tables) -> None:
    key = whole.events.loc[whole.events["type"] == "MOBILIZE", "event_id"].iloc[0]
    found = excerpt(path, events=[key])
    pd.testing.assert_frame_equal(found.events, part_of(whole.events, whole.events["event_id"] == key))
    assert len(found.events) == 2
    pd.testing.assert_frame_equal(found.evidence, part_of(whole.evidence, whole.evidence["record_id"] == key))
    docs = set(found.evidence["doc"])
    assert set(found.documents["id"]) == docs
    pd.testing.assert_frame_equal(found.mentions, part_of(whole.mentions, whole.mentions["doc"].isin(docs)))
    assert set(found.events["place_id"]) <= set(found.places["id"])
    assert found.flows.empty


def test_rows_by_their_number_are_those_rows_alone(path: Path, whole: Tables) -> None:
    numbers = read_columns(path, "events", ["id"])
    wanted = numbers["id"][2]
    found = excerpt(path, event_rows=[numbers["fid"][2]])
    assert list(found.events["id"]) == [wanted]
    assert not found.evidence.empty
    flows = excerpt(path, flow_rows=read_columns(path, "flows", [])["fid"][:2])
    pd.testing.assert_frame_equal(flows.flows, whole.flows.iloc[:2].reset_index(drop=True))
    assert set(flows.evidence["record"]) == {"flow"}


def test_a_row_asked_for_twice_is_there_once(path: Path) -> None:
    key, number = read_columns(path, "flows", ["id"])["id"][0], read_columns(path, "flows", [])["fid"][0]
    assert len(excerpt(path, flows=[key, key], flow_rows=[number]).flows) == 1


def test_ends_of_flows_and_places_of_tellings_are_among_the_places(path: Path, whole: Tables) -> None:
    found = excerpt(path, flows=list(whole.flows["id"]))
    used = set(found.flows["origin_id"]) | set(found.flows["destination_id"]) | set(found.mentions["place_id"])
    used |= {one for joined in found.evidence["place_ids"] for one in split(joined)}
    assert set(found.places["id"]) == used - {""}


def test_a_document_comes_with_its_mentions_and_no_records(path: Path, whole: Tables) -> None:
    found = excerpt(path, documents=["sample-flights"])
    assert list(found.documents["text"]) == list(whole.documents.loc[whole.documents["id"] == "sample-flights", "text"])
    assert len(found.mentions) == (whole.mentions["doc"] == "sample-flights").sum() > 0
    assert found.events.empty
    assert found.evidence.empty


def test_without_texts_everything_else_is_the_same(path: Path, whole: Tables) -> None:
    keys = list(whole.flows["id"])
    full, bare = excerpt(path, flows=keys), excerpt(path, flows=keys, texts=False)
    assert set(bare.documents["text"]) == {""}
    assert list(bare.documents["text_hash"]) == list(full.documents["text_hash"])
    pd.testing.assert_frame_equal(bare.mentions, full.mentions)


class TestPlaces:
    def test_a_place_comes_with_mentions_of_it_and_their_documents_alone(self, path: Path, whole: Tables) -> None:
        found = excerpt(path, places=[b.BENGHAZI.id])
        mask = whole.mentions["place_id"] == b.BENGHAZI.id
        pd.testing.assert_frame_equal(found.mentions, part_of(whole.mentions, mask))
        assert set(found.documents["id"]) == set(found.mentions["doc"])
        assert list(found.places["id"]) == [b.BENGHAZI.id]
        assert found.events.empty

    def test_a_place_that_no_mention_names_is_there_alone(self, path: Path) -> None:
        assert rows_of(excerpt(path, places=[b.EAST_LIBYA.id])) == {"places": 1}

    @pytest.mark.parametrize(
        ("most", "per_document"),
        [
            (3, [1, 1, 1]),
            (5, [1, 1, 1, 1, 1]),
            (7, [3, 1, 1, 1, 1]),
            (11, [7, 1, 1, 1, 1]),
            (200, [7, 1, 1, 1, 1]),
        ],
    )
    def test_every_document_is_heard_once_before_one_is_heard_twice(
        self, crowded: Path, most: int, per_document: list[int]
    ) -> None:
        counts = excerpt(crowded, places=[b.BENGHAZI.id], most_mentions=most).mentions["doc"].value_counts()
        assert sorted(counts, reverse=True) == per_document


def test_what_is_not_there_gives_no_row_whatever_it_says(path: Path) -> None:
    strange = ["", "lost", "x' OR '1'='1", "\ud800", "a\x00"]
    found = excerpt(path, events=strange, flows=strange, places=strange, documents=strange, event_rows=[-1, 10**9])
    assert rows_of(found) == {}


def test_more_ids_than_a_statement_takes(path: Path, whole: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", 2)
    keys = [*whole.events["event_id"], *(f"lost-{number}" for number in range(2_000))]
    pd.testing.assert_frame_equal(excerpt(path, events=keys).events, whole.events)


def test_grades_of_what_is_in_it_and_no_others(tmp_path: Path) -> None:
    path = Workspace.create(tmp_path / "w.gpkg", b.sample_readings()).path
    flow, other = read_columns(path, "flows", ["id"])["id"][:2]
    publisher = excerpt(path, flows=[flow]).documents["publisher"].iloc[0]
    for subject, key, grade in (
        ("flow", flow, "2"),
        ("flow", other, "3"),
        ("event", flow, "4"),
        ("publisher", "X", "A"),
    ):
        set_grade(path, subject=subject, key=key, grade=grade)
    set_grade(path, subject="publisher", key=publisher, grade="B")
    save_view(path, name="front", address="a=1")
    found = excerpt(path, flows=[flow])
    assert set(zip(found.grades["subject"], found.grades["key"], strict=True)) == {
        ("flow", flow),
        ("publisher", publisher),
    }
    assert found.views.empty


def watched(monkeypatch: pytest.MonkeyPatch, call: Callable[[], Any]) -> list[str]:
    """Return the statements, values filled in, that a call runs."""
    statements: list[str] = []
    connect = sqlite3.connect

    def watching(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **options)
        connection.set_trace_callback(statements.append)
        return connection

    monkeypatch.setattr(sqlite3, "connect", watching)
    call()
    monkeypatch.undo()
    return statements


def plans(path: Path, statements: list[str]) -> dict[str, list[str]]:
    connection = sqlite3.connect(path)
    tables = "|".join(INDICES)
    found = {
        statement: [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
        for statement in statements
        if re.search(rf'FROM "?({tables})"? WHERE', statement)
    }
    connection.close()
    return found


def test_rows_are_looked_up_by_an_index_and_never_searched_for(
    path: Path, whole: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the time depends on what is asked for, not on how large the workspace is."""
    asked: dict[str, Any] = {
        "events": list(whole.events["event_id"][:2]),
        "flows": list(whole.flows["id"][:2]),
        "places": [b.BENGHAZI.id],
        "documents": ["sample-monitor"],
        "event_rows": [1, 2],
        "flow_rows": [1, 2],
    }
    statements = watched(monkeypatch, lambda: excerpt(path, **asked))
    found = plans(path, statements)
    assert {re.search(r'FROM "?(\w+)', statement)[1] for statement in found} == set(INDICES) - {"readings"}  # type: ignore[index]
    for statement, steps in found.items():
        assert not [step for step in steps if step.startswith("SCAN")], statement
        assert any(step.startswith("SEARCH") for step in steps), statement


def test_mentions_of_a_place_are_taken_from_the_index_until_there_are_enough(
    crowded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements = watched(monkeypatch, lambda: excerpt(crowded, places=[b.BENGHAZI.id], most_mentions=7))
    chosen = [steps for statement, steps in plans(crowded, statements).items() if "LIMIT" in statement]
    assert len(chosen) == 2
    assert [len(steps) for steps in chosen] == [1, 1], "no sorting of all of them"
    assert all("COVERING INDEX by_mentions_place_id_doc" in steps[0] for steps in chosen)


def test_a_file_that_lost_its_indices_gives_the_same(path: Path, whole: Tables, tmp_path: Path) -> None:
    bare = Path(shutil.copy(path, tmp_path / "bare.gpkg"))
    connection = sqlite3.connect(bare, isolation_level=None)
    dropped = [
        name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'by!_%' ESCAPE '!'")
    ]
    for name in dropped:
        connection.execute(f'DROP INDEX "{name}"')
    connection.close()
    assert len(dropped) == sum(map(len, INDICES.values()))
    keys = list(whole.events["event_id"])
    pd.testing.assert_frame_equal(excerpt(bare, events=keys).evidence, excerpt(path, events=keys).evidence)


def test_other_programs_list_and_read_a_file_with_indices(path: Path, whole: Tables) -> None:
    layers = {name for name, _ in pyogrio.list_layers(path)}
    assert layers == {*SCHEMAS, "metadata", "readings"}
    for name in SCHEMAS:
        assert len(pyogrio.read_dataframe(path, layer=name)) == len(getattr(whole, name))


def test_a_file_that_is_not_there_or_not_whole_is_named(path: Path, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="no such file; build it first"):
        excerpt(tmp_path / "w.gpkg", events=["e"])
    broken = Path(shutil.copy(path, tmp_path / "broken.gpkg"))
    connection = sqlite3.connect(broken, isolation_level=None)
    connection.execute("ALTER TABLE evidence RENAME COLUMN quote TO sentence")
    connection.close()
    with pytest.raises(WorkspaceError, match="the layer evidence has no column quote"):
        excerpt(broken, documents=["sample-monitor"])
