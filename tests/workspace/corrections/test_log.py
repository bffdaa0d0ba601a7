"""The log keeps what it said it kept, whole, in order, whoever else writes, and says which lines it cannot read."""

import json
import multiprocessing
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import CorrectionConflictError, CorrectionError, WorkspaceError
from geo.workspace.corrections import log as log_module
from geo.workspace.corrections.entries import Entry, new_entry
from geo.workspace.corrections.log import Log, append, conflicts, digest_of, log_path, parse_lines, read_log, to_line
from tests import builders as b
from tests.workspace.corrections import making as m

ROOT = Path(__file__).resolve().parents[3]
READING = m.read()
FIRST, SECOND = m.target(READING), m.target(READING, number=1)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "w.gpkg"


def ids(log: Log) -> list[str]:
    return [entry.id for entry in log.entries]


class TestKeeping:
    def test_there_is_none_at_first(self, workspace: Path) -> None:
        assert read_log(workspace) == Log()
        assert digest_of(workspace) == ""
        assert read_log(workspace).last == ""

    def test_what_is_added_is_read_back_exactly(self, workspace: Path) -> None:
        added = b.flow(doc="news", evidence=b.evidence(doc="news"))
        entries = (
            m.means(FIRST, SECOND, role="metonym", reason="«حلب»\u2028 لا دمشق"),
            m.own_place(m.NEW_CAMP, "مخيم 7", "Camp 7"),
            new_entry("add", author="لينا", flow=added),
            new_entry(
                "change", author="Omar", tellings=(m.telling(READING),), flow=READING.flows[0], fields=("cargo", "date")
            ),
        )
        assert append(workspace, *entries).entries == entries
        assert read_log(workspace) == Log(entries=entries)

    def test_it_lies_beside_the_workspace_one_line_an_entry(self, workspace: Path) -> None:
        append(workspace, m.means(FIRST))
        append(workspace, m.means(SECOND))
        assert log_path(workspace).name == "w.gpkg.corrections.jsonl"
        lines = log_path(workspace).read_bytes().splitlines(keepends=True)
        assert [line[-1:] for line in lines] == [b"\n", b"\n"]
        assert json.loads(lines[0])["entry"]["record"]["author"] == "Lina"

    def test_nothing_that_stands_there_is_ever_rewritten(self, workspace: Path) -> None:
        append(workspace, m.means(FIRST))
        before = log_path(workspace).read_bytes()
        append(workspace, m.means(SECOND))
        assert log_path(workspace).read_bytes().startswith(before)

    def test_an_entry_added_again_stands_there_once(self, workspace: Path) -> None:
        entry = m.means(FIRST)
        append(workspace, entry)
        append(workspace, entry, entry)
        assert ids(read_log(workspace)) == [entry.id]
        append(workspace, second := m.means(SECOND), second)
        assert len(log_path(workspace).read_bytes().splitlines()) == 2

    def test_one_that_cannot_stand_keeps_out_those_with_it(self, workspace: Path) -> None:
        with pytest.raises(CorrectionError, match="is no author"):
            append(workspace, m.means(FIRST), replace(m.means(SECOND), author=""))
        assert read_log(workspace) == Log()

    def test_a_folder_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(WorkspaceError, match="there is no folder"):
            append(tmp_path / "none" / "w.gpkg", m.means(FIRST))

    def test_who_has_to_wait_too_long_is_told(self, workspace: Path) -> None:
        append(workspace, m.means(FIRST))
        with (
            FileLock(workspace.with_name(f".{log_path(workspace).name}.lock")),
            pytest.raises(WorkspaceError, match="being written by another program"),
        ):
            append(workspace, m.means(SECOND), lock_seconds=0.05)
        assert len(read_log(workspace).entries) == 1

    def test_a_build_that_holds_the_workspace_keeps_nobody_waiting(self, workspace: Path) -> None:
        with FileLock(workspace.with_name(f".{workspace.name}.lock")):
            append(workspace, m.means(FIRST), lock_seconds=0.05)
        assert len(read_log(workspace).entries) == 1

    def test_a_folder_in_its_place_is_named(self, workspace: Path) -> None:
        log_path(workspace).mkdir()
        with pytest.raises(WorkspaceError, match="cannot be read"):
            read_log(workspace)
        with pytest.raises(WorkspaceError, match="cannot be"):
            append(workspace, m.means(FIRST))

    def test_the_digest_changes_with_each_entry_and_with_nothing_else(self, workspace: Path) -> None:
        seen = {digest_of(workspace)}
        for number in range(5):
            append(workspace, m.means(FIRST, reason=str(number)), force=True)
            assert digest_of(workspace) not in seen
            assert digest_of(workspace) == digest_of(workspace)
            seen.add(digest_of(workspace))

    def test_two_logs_of_one_length_differ_in_their_digest(self, tmp_path: Path) -> None:
        entry = m.means(FIRST, reason="1")
        append(tmp_path / "a.gpkg", entry)
        append(tmp_path / "b.gpkg", replace(entry, reason="2"))
        assert digest_of(tmp_path / "a.gpkg") != digest_of(tmp_path / "b.gpkg")


class TestDamage:
    @pytest.fixture
    def kept(self, workspace: Path) -> tuple[Entry, ...]:
        return append(workspace, *(m.means(FIRST, reason=str(number)) for number in range(3))).entries

    def test_a_torn_last_line_is_reported_and_the_rest_kept(self, workspace: Path, kept: tuple[Entry, ...]) -> None:
        whole = log_path(workspace).read_bytes()
        log_path(workspace).write_bytes(whole[:-20])
        assert read_log(workspace) == Log(entries=kept[:2], damaged=(3,))

    def test_whoever_adds_next_ends_the_torn_line(self, workspace: Path, kept: tuple[Entry, ...]) -> None:
        log_path(workspace).write_bytes(log_path(workspace).read_bytes()[:-20])
        later = append(workspace, m.means(SECOND))
        assert later.entries[:2] == kept[:2]
        assert read_log(workspace) == Log(entries=later.entries, damaged=(3,))

    def test_a_last_line_that_lacks_but_its_end_counts(self, workspace: Path, kept: tuple[Entry, ...]) -> None:
        log_path(workspace).write_bytes(log_path(workspace).read_bytes()[:-1])
        assert read_log(workspace).entries == kept
        append(workspace, entry := m.means(SECOND))
        assert read_log(workspace) == Log(entries=(*kept, entry))

    def test_torn_anywhere_the_lines_before_are_kept(self, workspace: Path, kept: tuple[Entry, ...]) -> None:
        whole = log_path(workspace).read_bytes()
        ends = [at for at, sign in enumerate(whole) if sign == 10]
        for length in range(0, len(whole), 97):
            found = parse_lines(whole[:length].splitlines(keepends=True))
            complete = sum(length >= end for end in ends)
            assert found.entries == kept[:complete]
            assert len(found.damaged) <= 1

    @pytest.mark.parametrize(
        "line",
        [
            b"{",
            b"null",
            b"[]",
            b"7",
            b'"x"',
            b"\xff\xfe\x00",
            b"\x00" * 50,
            b"[" * 100_000,
            b"1" * 10_000,
            b'{"sum":"0","entry":[]}',
            b'{"sum":"0","entry":{"format":1}}',
            b'{"entry":{"format":1}}',
            b"NaN",
        ],
    )
    def test_a_damaged_line_in_the_middle_is_reported_and_the_rest_kept(
        self, workspace: Path, kept: tuple[Entry, ...], line: bytes
    ) -> None:
        first, *others = log_path(workspace).read_bytes().splitlines(keepends=True)
        log_path(workspace).write_bytes(b"".join((first, line + b"\n", *others)))
        assert read_log(workspace) == Log(entries=kept, damaged=(2,))

    def test_a_line_that_was_changed_by_hand_is_damaged(self, workspace: Path, kept: tuple[Entry, ...]) -> None:
        text = log_path(workspace).read_text(encoding="utf-8")
        log_path(workspace).write_text(text.replace('"reason":"1"', '"reason":"9"'), encoding="utf-8")
        assert read_log(workspace) == Log(entries=(kept[0], kept[2]), damaged=(2,))

    @pytest.mark.parametrize(
        "changes", [{"author": ""}, {"action": "format"}, {"time": 7}, {"fields": "cargo"}, {"mentions": [{}]}]
    )
    def test_a_line_with_a_sum_of_its_own_is_held_against_what_an_entry_is(self, changes: dict[str, Any]) -> None:
        content = json.loads(to_line(m.means(FIRST)))["entry"]
        content["record"] |= changes
        line = json.dumps({"sum": log_module._sum(log_module._canonical(content)), "entry": content})
        assert parse_lines([line.encode()]) == Log(damaged=(1,))

    def test_a_format_of_the_future_is_reported(self) -> None:
        content = json.loads(to_line(m.means(FIRST)))["entry"] | {"format": 99}
        line = json.dumps({"sum": log_module._sum(log_module._canonical(content)), "entry": content})
        assert parse_lines([line.encode()]) == Log(damaged=(1,))

    def test_empty_lines_are_nothing(self, workspace: Path, kept: tuple[Entry, ...]) -> None:
        log_path(workspace).write_bytes(b"\n \r\n" + log_path(workspace).read_bytes().replace(b"\n", b"\r\n"))
        assert read_log(workspace) == Log(entries=kept)

    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def test_whatever_byte_is_changed_all_other_lines_are_kept(self, data: st.DataObject) -> None:
        lines = [to_line(m.means(FIRST, reason=str(number))) for number in range(3)]
        number = data.draw(st.integers(0, 2))
        at = data.draw(st.integers(0, len(lines[number]) - 2))
        sign = data.draw(st.integers(0, 255).filter(lambda one: one not in {10, lines[number][at]}))
        wrong = [*lines]
        wrong[number] = lines[number][:at] + bytes([sign]) + lines[number][at + 1 :]
        found, whole = parse_lines(wrong), parse_lines(lines)
        others = tuple(one for place, one in enumerate(whole.entries) if place != number)
        assert [one for one in found.entries if one in whole.entries] == list(others)
        assert found.damaged == (number + 1,)


class TestFullDisk:
    def test_a_part_that_reached_the_disk_is_taken_back(self, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        append(workspace, m.means(FIRST))
        before = log_path(workspace).read_bytes()

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(log_module.os, "fsync", full)
            with pytest.raises(WorkspaceError, match="was not kept: No space left on device"):
                append(workspace, m.means(SECOND))
        assert log_path(workspace).read_bytes() == before
        append(workspace, entry := m.means(SECOND))
        assert read_log(workspace).last == entry.id

    @pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
    def test_a_disk_that_is_really_full(self, workspace: Path) -> None:
        append(workspace, m.means(FIRST))
        before = log_path(workspace).read_bytes()
        script = (
            "import resource, sys\n"
            "from pathlib import Path\n"
            "from geo.errors import WorkspaceError\n"
            "from geo.workspace.corrections.log import append\n"
            "from tests.workspace.corrections import making as m\n"
            "entry = m.means(m.target(m.read(), number=1), reason='x' * 500)\n"
            f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before) + 100}, {len(before) + 100}))\n"
            "try:\n"
            "    append(Path(sys.argv[1]), entry)\n"
            "except WorkspaceError as error:\n"
            "    print(error)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, str(workspace)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert "the correction was not kept: File too large" in done.stdout
        assert log_path(workspace).read_bytes() == before


class TestInForce:
    def test_all_that_nobody_undid(self, workspace: Path) -> None:
        one, two = m.means(FIRST), m.means(SECOND)
        log = append(workspace, one, two, undo := m.undo(one))
        assert log.in_force == (two,)
        assert log.cancelled == {one.id}
        assert log.last == undo.id

    def test_an_undo_may_be_undone(self, workspace: Path) -> None:
        one = m.means(FIRST)
        undo = m.undo(one)
        again = m.undo(undo)
        assert append(workspace, one, undo, again).in_force == (one,)
        assert append(workspace, m.undo(again), force=True).in_force == ()

    def test_what_two_people_undid_stays_undone_until_both_take_it_back(self) -> None:
        one = m.means(FIRST)
        undos = (m.undo(one), m.undo(one, author="Sara"))
        back = m.undo(undos[0])
        assert Log(entries=(one, *undos, back)).in_force == ()
        assert Log(entries=(one, *undos, back, m.undo(undos[1]))).in_force == (one,)

    def test_what_is_not_there_cannot_be_undone(self, workspace: Path) -> None:
        with pytest.raises(CorrectionError, match="holds no correction"):
            append(workspace, m.undo(m.means(FIRST)))
        one = m.means(FIRST)
        with pytest.raises(CorrectionError, match="holds no correction"):
            append(workspace, m.undo(one), one)
        assert read_log(workspace) == Log()

    def test_undoing_in_a_circle_means_nothing(self) -> None:
        one = replace(m.undo(m.means(FIRST)), id="c-1", undoes="c-2")
        other = replace(one, id="c-2", undoes="c-1")
        itself = replace(one, id="c-3", undoes="c-3")
        log = Log(entries=(one, other, itself))
        assert [log.meant_by(entry) for entry in log.entries] == [None, None, None]
        assert log.in_force == ()

    def test_an_undo_means_what_is_undone_in_the_end(self) -> None:
        chain = [m.means(FIRST)]
        for _ in range(3000):  # deeper than Python recurses
            chain.append(m.undo(chain[-1]))
        log = Log(entries=tuple(chain))
        assert log.meant_by(chain[-1]) == chain[0]
        assert log.in_force == (chain[0],)

    def test_places_of_ones_own_until_they_are_undone(self, workspace: Path) -> None:
        entry = m.own_place()
        assert [own.place for own in append(workspace, entry).own_places] == [m.NEW_CAMP]
        assert append(workspace, m.undo(entry)).own_places == ()

    def test_an_entry_by_its_id(self, workspace: Path) -> None:
        log = append(workspace, entry := m.means(FIRST))
        assert log.entry(entry.id) == entry
        with pytest.raises(CorrectionError, match="no correction 'c-x'"):
            log.entry("c-x")


class TestConflicts:
    """Whoever corrects says what the last entry was that they had seen."""

    def test_the_same_corrected_meanwhile_is_told_and_not_kept(self, workspace: Path) -> None:
        theirs = append(workspace, m.means(FIRST, author="Omar")).last
        with pytest.raises(CorrectionConflictError, match="Omar corrected the same meanwhile") as told:
            append(workspace, m.means(SECOND), m.means(FIRST, place=b.TRIPOLI))
        assert told.value.entries == (theirs,)
        assert ids(read_log(workspace)) == [theirs]

    def test_force_keeps_it_all_the_same(self, workspace: Path) -> None:
        append(workspace, m.means(FIRST, author="Omar"))
        mine = m.means(FIRST, place=b.TRIPOLI)
        assert append(workspace, mine, force=True).last == mine.id

    def test_who_had_seen_it_may_correct_it(self, workspace: Path) -> None:
        seen = append(workspace, m.means(FIRST, author="Omar")).last
        assert len(append(workspace, m.means(FIRST, place=b.TRIPOLI, basis=seen)).entries) == 2

    def test_something_else_is_no_conflict(self, workspace: Path) -> None:
        append(workspace, m.means(FIRST, author="Omar"))
        assert len(append(workspace, m.means(SECOND), m.own_place()).entries) == 3

    def test_a_basis_that_nobody_knows_counts_as_nothing_seen(self, workspace: Path) -> None:
        append(workspace, m.means(FIRST, author="Omar"))
        with pytest.raises(CorrectionConflictError):
            append(workspace, m.means(FIRST, basis="c-elsewhere"))

    def test_one_of_many_is_enough(self, workspace: Path) -> None:
        append(workspace, m.means(SECOND, author="Omar"))
        with pytest.raises(CorrectionConflictError):
            append(workspace, m.means(FIRST, SECOND))

    def test_a_confirmation_stands_in_nobodys_way_but_may_come_too_late(self, workspace: Path) -> None:
        confirm = new_entry("confirm", author="Omar", mentions=(FIRST,))
        append(workspace, confirm)
        append(workspace, m.means(FIRST))
        with pytest.raises(CorrectionConflictError):
            append(workspace, new_entry("confirm", author="Sara", mentions=(FIRST,), basis=confirm.id))

    def test_undoing_what_somebody_corrected_further(self, workspace: Path) -> None:
        one = m.means(FIRST)
        later = m.means(FIRST, place=b.TRIPOLI, author="Sara", basis=one.id)
        append(workspace, one, later)
        with pytest.raises(CorrectionConflictError, match="Sara"):
            append(workspace, m.undo(one, basis=one.id))
        append(workspace, m.undo(one, basis=later.id))

    def test_undoing_at_once_is_no_conflict_with_what_is_undone(self, workspace: Path) -> None:
        one = m.means(FIRST)
        append(workspace, one)
        append(workspace, m.undo(one))
        assert read_log(workspace).in_force == ()

    def test_what_was_undone_meanwhile_is_told(self, workspace: Path) -> None:
        one = m.means(FIRST)
        append(workspace, one)
        append(workspace, undo := m.undo(one, basis=one.id))
        with pytest.raises(CorrectionConflictError, match="Omar") as told:
            append(workspace, m.means(FIRST, place=b.TRIPOLI, basis=one.id))
        assert told.value.entries == (undo.id,)
        with pytest.raises(CorrectionConflictError, match="Omar"):
            append(workspace, m.undo(one, author="Sara", basis=one.id))

    def test_undoing_an_undo_after_somebody_corrected_anew(self, workspace: Path) -> None:
        one = m.means(FIRST)
        undo = m.undo(one, basis=one.id)
        append(workspace, one)
        append(workspace, undo)
        append(workspace, m.means(FIRST, place=b.TRIPOLI, author="Sara", basis=undo.id))
        with pytest.raises(CorrectionConflictError, match="Sara"):
            append(workspace, m.undo(undo, author="Lina", basis=undo.id))

    def test_what_was_taken_back_is_no_conflict(self, workspace: Path) -> None:
        log = Log(entries=(one := m.means(FIRST, author="Omar"), undo := m.undo(one), m.undo(undo)))
        assert [entry.action for entry in conflicts(log, m.means(FIRST))] == ["mention", "undo"]
        assert conflicts(replace(log, entries=log.entries[:2]), m.means(FIRST, basis=undo.id)) == ()


def _append_many(workspace: Path, author: str, count: int) -> None:
    for number in range(count):
        append(workspace, m.means(FIRST, author=author, reason=f"{number}"), force=True, lock_seconds=60)


@pytest.mark.slow
def test_many_writers_at_once_lose_nothing_and_keep_their_order(workspace: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_append_many, args=(workspace, f"author {n}", 15)) for n in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
        assert writer.exitcode == 0
    log = read_log(workspace)
    assert log.damaged == ()
    assert len(log.entries) == len(log_path(workspace).read_bytes().splitlines()) == 60
    for number in range(4):
        told = [entry.reason for entry in log.entries if entry.author == f"author {number}"]
        assert told == [f"{count}" for count in range(15)]
