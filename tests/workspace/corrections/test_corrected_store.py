"""A workspace shows what its log says: after each write, after a refresh, and as if never corrected after an undo."""

import hashlib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.workspace.corrections.entries import Entry, new_entry
from geo.workspace.corrections.log import append, log_path, read_log
from geo.workspace.corrections.preview import Preview, concerned_by
from geo.workspace.corrections.replay import values_of
from geo.workspace.schema import SCHEMAS
from geo.workspace.store import Change, Workspace
from geo.workspace.tables import Tables
from tests.workspace.corrections import making as m
from tests.workspace.corrections.test_replay import change, made

READING = m.read()
OTHER = m.read(id="other")
FIRST, SECOND = m.target(READING), m.target(READING, number=1)
FLOW = m.telling(READING)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "w.gpkg", [READING, OTHER], reread=m.reread)


def correct(workspace: Workspace, *entries: Entry) -> int:
    append(workspace.path, *entries, force=True)
    return workspace.refresh()


def content(tables: Tables) -> str:
    """A hash of all tables but the log's copy."""
    digest = hashlib.sha256()
    for name in SCHEMAS:
        if name != "corrections":
            digest.update(getattr(tables, name).to_csv().encode())
    return digest.hexdigest()


def origins(workspace: Workspace) -> list[str]:
    return sorted(workspace.tables().flows["origin"])


class TestShowingTheLog:
    def test_at_first_it_is_not_behind(self, workspace: Workspace) -> None:
        assert not workspace.is_behind
        assert workspace.tables().corrections.empty
        assert workspace.refresh() == workspace.version == 1

    def test_behind_until_refreshed(self, workspace: Workspace) -> None:
        before = workspace.content_key
        append(workspace.path, m.means(FIRST))
        assert workspace.is_behind
        assert workspace.content_key == before
        assert workspace.refresh() == 2
        assert not workspace.is_behind
        assert workspace.content_key != before
        assert origins(workspace) == ["Aleppo", "Damascus", "Damascus"]
        assert workspace.refresh() == 2

    def test_what_comes_right_after_the_log_was_read_is_still_to_come(
        self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from geo.workspace import store

        def overtaken(path: Path) -> Any:
            log = read_log(path)
            append(path, m.means(SECOND))
            return log

        append(workspace.path, m.means(FIRST))
        with monkeypatch.context() as patched:
            patched.setattr(store, "read_log", overtaken)
            workspace.refresh()
        assert origins(workspace) == ["Aleppo", "Damascus", "Damascus"]
        assert workspace.is_behind
        workspace.refresh()
        assert origins(workspace) == ["Aleppo", "Aleppo", "Damascus", "Damascus"]

    def test_who_corrected_stands_in_the_tables_with_what_was_read(self, workspace: Workspace) -> None:
        correct(workspace, m.means(FIRST, author="لينا"))
        tables = workspace.tables()
        flows = tables.flows[tables.flows["corrected_by"] != ""]
        assert list(flows["corrected_by"]) == ["لينا"]
        assert '"Damascus"' in flows["automatic"].iloc[0]
        assert (tables.mentions["corrected_by"] == "لينا").sum() == 1
        assert list(tables.corrections["state"]) == ["in force"]

    def test_the_readings_kept_stay_automatic(self, workspace: Workspace) -> None:
        correct(workspace, m.means(FIRST), change(FLOW, cargo=("arms",)))
        assert workspace.readings() == (READING, OTHER)

    @pytest.mark.parametrize("number", range(4))
    def test_undone_it_is_byte_for_byte_what_it_was(self, workspace: Workspace, number: int) -> None:
        entries = [
            m.means(FIRST, SECOND),
            change(FLOW, cargo=("arms",)),
            new_entry("together", author="Lina", tellings=(FLOW, m.telling(READING, 1))),
            new_entry("delete", author="Lina", tellings=(FLOW,)),
        ]
        entry = entries[number]
        before, hashed = content(workspace.tables()), workspace.metadata()["hash"]
        correct(workspace, entry)
        assert content(workspace.tables()) != before
        assert workspace.metadata()["hash"] != hashed
        assert correct(workspace, m.undo(entry)) == 3
        assert content(workspace.tables()) == before
        assert workspace.metadata()["hash"] == hashed

    def test_the_hash_follows_from_what_is_in_force_and_in_which_order(self, tmp_path: Path) -> None:
        one, two = m.means(FIRST), m.means(SECOND)
        hashes = []
        for name, entries in {"a": (one, two), "b": (two, one), "c": (one, two, x := m.own_place(), m.undo(x))}.items():
            append(tmp_path / f"{name}.gpkg", *entries)
            hashes.append(Workspace.create(tmp_path / f"{name}.gpkg", [READING]).metadata()["hash"])
        assert hashes[0] == hashes[2] != hashes[1]


class TestEveryWriteReplays:
    def test_add(self, workspace: Workspace) -> None:
        correct(workspace, m.means(FIRST))
        assert workspace.add([m.read(id="third")]).added == ("third",)
        assert origins(workspace) == ["Aleppo", "Damascus", "Damascus"]  # the third tells what the others do

    def test_add_brings_in_what_it_was_behind_with(self, workspace: Workspace) -> None:
        append(workspace.path, m.means(FIRST))
        workspace.add([m.read(id="third")])
        assert not workspace.is_behind
        assert "Aleppo" in origins(workspace)

    def test_remove_makes_an_orphan_and_add_brings_it_back(self, workspace: Workspace) -> None:
        correct(workspace, m.means(FIRST))
        workspace.remove("news")
        row = workspace.tables().corrections.iloc[0]
        assert (row["state"], row["why"]) == ("orphan", "there is no document news")
        assert "Aleppo" not in origins(workspace)
        assert workspace.add([READING]) == Change(added=("news",), version=4)
        assert workspace.tables().corrections.iloc[0]["state"] == "in force"
        assert "Aleppo" in origins(workspace)

    def test_a_revision_makes_an_orphan_or_keeps_what_is_still_there(self, workspace: Workspace) -> None:
        correct(workspace, m.means(FIRST))
        workspace.add([m.read(m.REVISED)])
        assert list(workspace.tables().corrections["state"]) == ["in force"]
        assert "Aleppo" in origins(workspace)
        workspace.add([m.read("نص آخر.")])
        assert list(workspace.tables().corrections["state"]) == ["orphan"]
        workspace.add([READING])
        assert list(workspace.tables().corrections["state"]) == ["in force"]

    def test_a_workspace_built_anew_keeps_what_was_corrected(self, workspace: Workspace) -> None:
        correct(workspace, m.means(FIRST))
        again = Workspace.create(workspace.path, [READING, OTHER], reread=m.reread)
        assert again.version == 3
        assert "Aleppo" in origins(again)

    def test_a_workspace_that_was_lost_is_built_with_its_log(self, workspace: Workspace) -> None:
        correct(workspace, m.means(FIRST))
        workspace.path.unlink()
        assert "Aleppo" in origins(Workspace.create(workspace.path, [READING], reread=m.reread))

    def test_a_document_added_unchanged_is_unchanged_though_it_was_corrected(self, workspace: Workspace) -> None:
        correct(workspace, m.means(FIRST))
        assert not workspace.add([READING, OTHER])

    def test_a_damaged_log_shows_what_can_be_read(self, workspace: Workspace) -> None:
        correct(workspace, m.means(FIRST))
        with log_path(workspace.path).open("ab") as file:
            file.write(b'{"sum":')
        assert workspace.is_behind
        workspace.refresh()
        assert "Aleppo" in origins(workspace)


class TestPreview:
    """What is previewed is what then happens, and nothing is written before."""

    def test_nothing_is_written(self, workspace: Workspace) -> None:
        before = workspace.path.read_bytes()
        workspace.preview(m.means(FIRST))
        assert workspace.path.read_bytes() == before
        assert read_log(workspace.path).entries == ()

    def test_of_nothing_nothing(self, workspace: Workspace) -> None:
        assert workspace.preview() == Preview()
        assert workspace.preview(new_entry("confirm", author="Lina", mentions=(FIRST,))) == Preview()

    def test_mentions_and_what_follows_from_them(self, workspace: Workspace) -> None:
        found = workspace.preview(m.means(FIRST, m.target(OTHER)))
        assert found.documents == ("news", "other")
        assert [(one.before.place.name, one.after.place.name) for one in found.mentions] == [  # type: ignore[union-attr]
            ("Damascus", "Aleppo"),
            ("Damascus", "Aleppo"),
        ]
        assert len(found.tellings) == 2
        ids = set(workspace.tables().evidence["telling_id"])
        assert {one.before.id for one in found.tellings if one.before} <= ids
        correct(workspace, m.means(FIRST, m.target(OTHER)))
        ids = set(workspace.tables().evidence["telling_id"])
        assert {one.after.id for one in found.tellings if one.after} <= ids

    def test_a_new_place_is_known_to_what_is_read_again_for_other_corrections(self, workspace: Workspace) -> None:
        correct(workspace, m.means(FIRST))
        concerned = concerned_by(read_log(workspace.path), [m.own_place()])
        assert concerned == {FIRST.doc}

    def test_an_orphan_is_told_before(self, workspace: Workspace) -> None:
        entry = m.means(replace(FIRST, doc="gone"))
        assert [one.entry for one in workspace.preview(entry).orphans] == [entry.id]

    def test_of_an_undo_what_comes_back(self, workspace: Workspace) -> None:
        entry = m.means(FIRST)
        correct(workspace, entry)
        found = workspace.preview(m.undo(entry))
        assert [(one.before.place.name, one.after.place.name) for one in found.mentions] == [("Aleppo", "Damascus")]  # type: ignore[union-attr]

    def test_a_forged_circle_of_undoing_ends(self, workspace: Workspace) -> None:
        one = replace(m.undo(m.means(FIRST)), id="c-1", undoes="c-2")
        assert workspace.preview(one, replace(one, id="c-2", undoes="c-1")) == Preview()


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(st.lists(made(), max_size=3), st.lists(made(), min_size=1, max_size=2), st.booleans())
def test_what_is_previewed_is_what_correcting_then_does(
    tmp_path_factory: pytest.TempPathFactory, earlier: list[Entry], entries: list[Entry], undoing: bool
) -> None:
    workspace = Workspace.create(tmp_path_factory.mktemp("w") / "w.gpkg", [READING, OTHER], reread=m.reread)
    correct(workspace, *earlier)
    if undoing:
        entries = [*entries, *(m.undo(entry) for entry in earlier)]
    before = _state(workspace)
    preview = workspace.preview(*entries)
    correct(workspace, *entries)
    after = _state(workspace)
    gone = Counter(_key(one.before) for one in (*preview.mentions, *preview.tellings) if one.before is not None)
    come = Counter(_key(one.after) for one in (*preview.mentions, *preview.tellings) if one.after is not None)
    assert before - after <= gone
    assert after - before <= come
    assert gone - come <= before - after
    assert come - gone <= after - before


def _key(one: Any) -> tuple[str, ...]:
    """What a mention or telling says, as the tables hold it."""
    if hasattr(one, "resolution"):
        return ("mention", one.doc, str(one.start), one.place.id if one.place else "", one.role)
    told = values_of(one)
    places = [place["id"] for place in told.get("places", (told.get("origin"), told.get("destination"))) if place]
    return ("telling", one.doc, str(one.evidence.start), ";".join(places), ";".join(told.get("cargo", ())))


def _state(workspace: Workspace) -> Counter[tuple[str, ...]]:
    tables = workspace.tables()
    mentions = tables.mentions[["doc", "start", "place_id", "role"]].itertuples(index=False, name=None)
    told = tables.evidence[["doc", "start", "place_ids", "cargo"]].itertuples(index=False, name=None)
    found = Counter(("mention", doc, str(start), place, role) for doc, start, place, role in mentions)
    return found + Counter(
        ("telling", doc, str(start), places.replace("; ", ";"), cargo.replace("; ", ";"))
        for doc, start, places, cargo in told
    )


class TestALogThatWasLost:
    def test_it_comes_back_from_the_copy_with_the_next_write(self, workspace: Workspace) -> None:
        entries = [m.means(FIRST), m.means(SECOND)]
        correct(workspace, *entries)
        shown = content(workspace.tables())
        written = log_path(workspace.path).read_bytes()
        log_path(workspace.path).unlink()
        assert workspace.is_behind
        workspace.refresh()
        assert log_path(workspace.path).read_bytes() == written
        assert content(workspace.tables()) == shown
        assert not workspace.is_behind

    def test_a_copy_under_another_name_keeps_what_was_corrected_when_documents_come(
        self, workspace: Workspace, tmp_path: Path
    ) -> None:
        entry = m.means(FIRST)
        correct(workspace, entry)
        sent = tmp_path / "sent.gpkg"
        sent.write_bytes(workspace.path.read_bytes())
        Workspace.open(sent, reread=m.reread).add([m.read(id="later")])
        assert [one.id for one in read_log(sent).entries] == [entry.id]
        assert origins(Workspace.open(sent)).count(origins(workspace)[0]) >= 1
        assert list(Workspace.open(sent).tables().corrections["state"]) == ["in force"]

    def test_what_only_the_copy_has_is_added_to_what_the_log_has(self, workspace: Workspace) -> None:
        one, two = m.means(FIRST), m.means(SECOND)
        correct(workspace, one)
        log_path(workspace.path).unlink()
        append(workspace.path, two)
        workspace.refresh()
        assert {entry.id for entry in read_log(workspace.path).entries} == {one.id, two.id}
