"""Corrections between colleagues: agreement is no conflict, a conflict waits for a choice, nothing counts twice."""

import io
import itertools
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import CorrectionConflictError, CorrectionError, WorkspaceError
from geo.workspace.corrections import exchange
from geo.workspace.corrections.entries import Entry, new_entry
from geo.workspace.corrections.exchange import (
    Exchange,
    choose_entries,
    compare_logs,
    import_entries,
    read_entries,
    write_entries,
)
from geo.workspace.corrections.log import Log, append, log_path, read_log, to_line
from tests import builders as b
from tests.workspace.corrections import making as m

READING = m.read()
FIRST, SECOND = m.target(READING), m.target(READING, number=1)
FLOW, OTHER_FLOW = m.telling(READING), m.telling(READING, 1)
EVENT = m.telling(READING, record="event")


def log(*entries: Entry) -> Log:
    return Log(entries=entries)


def change(field: str, value: Any, *, author: str = "Lina", target: Any = FLOW) -> Entry:
    flow = replace(READING.flows[0], **{field: value})
    return new_entry("change", author=author, tellings=(target,), flow=flow, fields=(field,))


def arranged(action: Any, *tellings: Any, author: str = "Lina") -> Entry:
    return new_entry(action, author=author, tellings=tellings)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return tmp_path / "w.gpkg"


class TestFiles:
    def test_what_is_written_is_read_back(self, tmp_path: Path) -> None:
        entries = (m.means(FIRST), m.own_place(), change("cargo", ("arms",)))
        assert write_entries(entries, tmp_path / "lina.jsonl") == 3
        assert read_entries(tmp_path / "lina.jsonl") == log(*entries)
        assert [path.name for path in tmp_path.iterdir()] == ["lina.jsonl"]

    def test_the_log_itself_may_be_handed_over(self, here: Path) -> None:
        kept = append(here, m.means(FIRST))
        assert read_entries(log_path(here)) == kept

    def test_an_open_file_is_read_too(self) -> None:
        entry = m.means(FIRST)
        assert read_entries(io.BytesIO(to_line(entry))) == log(entry)

    def test_a_file_that_is_there_is_not_replaced_unless_said(self, tmp_path: Path) -> None:
        path = tmp_path / "lina.jsonl"
        path.write_text("mine", encoding="utf-8")
        with pytest.raises(CorrectionError, match="is there already"):
            write_entries([m.means(FIRST)], path)
        assert path.read_text(encoding="utf-8") == "mine"
        write_entries([m.means(FIRST)], path, overwrite=True)
        assert len(read_entries(path).entries) == 1

    def test_what_cannot_be_written_or_read_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(WorkspaceError, match="cannot be written"):
            write_entries([m.means(FIRST)], tmp_path / "none" / "a.jsonl")
        with pytest.raises(WorkspaceError, match="cannot be read"):
            read_entries(tmp_path / "none.jsonl")
        with pytest.raises(WorkspaceError, match="cannot be read"):
            read_entries(tmp_path)

    def test_damaged_lines_are_named_and_the_others_read(self) -> None:
        entry = m.means(FIRST)
        content = b"\x89PNG\r\n" + to_line(entry) + b"__import__('os').system('true')\n" + b"{" * 99
        assert read_entries(io.BytesIO(content)) == Log(entries=(entry,), damaged=(1, 3, 4))

    @pytest.mark.parametrize("end", [b"\n", b""])
    @pytest.mark.parametrize("length", [1001, 1002, 2002, 2003, 5000])
    def test_a_line_that_is_too_long_is_passed_over_unread(
        self, monkeypatch: pytest.MonkeyPatch, length: int, end: bytes
    ) -> None:
        monkeypatch.setattr(exchange, "MAX_LINE_BYTES", 1000)
        seen: list[int] = []
        first = to_line(m.own_place(m.NEW_CAMP, "Camp"))
        assert len(first) <= 1000

        class Watched(io.BytesIO):
            def readline(self, size: int | None = -1, /) -> bytes:
                seen.append(size or 0)
                return super().readline(size)

        tail = first if end else b""
        found = read_entries(Watched(first + b"x" * length + end + tail))
        assert (len(found.entries), found.damaged) == (1, (2,))
        assert set(seen) == {1001}

    def test_a_file_that_is_too_large_is_refused(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(exchange, "MAX_FILE_BYTES", 5000)
        path = tmp_path / "large.jsonl"
        path.write_bytes(b"\n" * 5000)
        assert read_entries(path) == Log()
        path.write_bytes(b"\n" * 5001)
        with pytest.raises(CorrectionError, match=r"large\.jsonl is larger than"):
            read_entries(path)

    def test_some_of_a_log_is_chosen_by_author_or_by_what_came_before(self) -> None:
        entries = (m.means(FIRST), m.means(SECOND, author="Omar"), m.means(SECOND))
        assert choose_entries(log(*entries)) == entries
        assert choose_entries(log(*entries), since=entries[0].id) == entries[1:]
        assert choose_entries(log(*entries), author=" lina ") == (entries[0], entries[2])
        assert choose_entries(log(*entries), since=entries[0].id, author="Lina") == (entries[2],)
        assert choose_entries(log(*entries), author="Sara") == ()
        with pytest.raises(CorrectionError, match="holds no correction"):
            choose_entries(log(*entries), since="c-x")


class TestComparing:
    def test_nothing_with_nothing(self) -> None:
        assert compare_logs(Log(), Log()) == Exchange()

    def test_new_and_known(self) -> None:
        both, theirs = m.means(FIRST), m.means(SECOND, author="Omar")
        assert compare_logs(log(both), log(both, theirs)) == Exchange(new=(theirs,), known=(both,))

    def test_a_mention_that_means_something_else_is_a_conflict(self) -> None:
        mine, theirs = m.means(FIRST), m.means(FIRST, place=b.TRIPOLI, author="Omar")
        found = compare_logs(log(mine), log(theirs))
        assert (found.new, [one.theirs for one in found.conflicts]) == ((), [theirs])
        assert found.conflicts[0].mine == (mine,)

    @pytest.mark.parametrize(
        ("mine", "theirs", "differ"),
        [
            (m.means(FIRST), m.means(FIRST, author="Omar"), False),
            (m.means(FIRST), m.means(FIRST, role="metonym"), True),
            (m.means(FIRST), m.means(SECOND, place=b.TRIPOLI), False),
            (m.means(FIRST, SECOND), m.means(SECOND, place=b.TRIPOLI), True),
            (m.means(FIRST), m.means(FIRST, place=None), True),
            (m.means(FIRST, place=None), m.means(FIRST, place=None, is_place=False), True),
            (
                m.means(FIRST, place=None, is_place=False),
                m.means(FIRST, place=None, is_place=False, role="embedded"),
                False,
            ),
            (m.means(FIRST), new_entry("confirm", author="Omar", mentions=(FIRST,)), True),
            (m.means(FIRST, place=b.DAMASCUS), new_entry("confirm", author="Omar", mentions=(FIRST,)), False),
            (change("cargo", ("arms",)), change("cargo", ("arms",), author="Omar"), False),
            (change("cargo", ("arms",)), change("cargo", ("fighters",)), True),
            (change("cargo", ("arms",)), change("carrier", "Cham Wings"), False),
            (change("date", b.day("2020-03-04")), change("date", b.day("2020-03-04", text="أمس")), False),
            (change("date", b.day("2020-03-04")), change("date", b.day(None)), True),
            (change("origin", m.ALEPPO), change("origin", replace(m.ALEPPO, population=5)), False),
            (change("origin", m.ALEPPO), change("origin", None), True),
            (change("origin", m.ALEPPO), change("origin", None, target=OTHER_FLOW), False),
            (change("cargo", ("arms",)), arranged("delete", FLOW), True),
            (arranged("delete", FLOW), arranged("delete", FLOW), False),
            (arranged("delete", FLOW), arranged("delete", OTHER_FLOW), False),
            (change("cargo", ("arms",)), arranged("confirm", FLOW), True),
            (arranged("confirm", FLOW), arranged("confirm", FLOW), False),
            (arranged("together", FLOW, OTHER_FLOW), arranged("apart", FLOW), True),
            (arranged("together", FLOW, OTHER_FLOW), arranged("together", FLOW, EVENT), False),
            (arranged("together", FLOW, OTHER_FLOW), change("cargo", ("arms",)), False),
            (arranged("apart", FLOW), arranged("apart", FLOW), False),
            (arranged("apart", FLOW), arranged("apart", FLOW, OTHER_FLOW), True),
            (m.own_place(), m.own_place(author="Omar"), False),
        ],
    )
    def test_what_differs_and_what_does_not(self, mine: Entry, theirs: Entry, differ: bool) -> None:
        for one, other in ((mine, theirs), (theirs, mine)):
            found = compare_logs(log(one), log(other))
            assert [conflict.theirs for conflict in found.conflicts] == ([other] if differ else [])
            assert found.new == (() if differ else (other,))

    def test_a_status_is_compared_too(self) -> None:
        denied = replace(READING.flows[0], claim=replace(READING.flows[0].claim, status="denied"))
        entries = [
            new_entry("change", author="Lina", tellings=(FLOW,), flow=flow, fields=("status",))
            for flow in (denied, READING.flows[0])
        ]
        assert compare_logs(log(entries[0]), log(entries[1])).conflicts
        assert not compare_logs(log(entries[0]), log(replace(entries[0], id="c-2"))).conflicts

    def test_what_was_undone_on_either_side_is_no_conflict(self) -> None:
        mine, theirs = m.means(FIRST), m.means(FIRST, place=b.TRIPOLI, author="Omar")
        undone = compare_logs(log(mine, m.undo(mine)), log(theirs))
        assert (undone.new, undone.conflicts) == ((theirs,), ())
        undoing = m.undo(theirs)
        assert compare_logs(log(mine), log(theirs, undoing)) == Exchange(new=(theirs, undoing))

    def test_what_they_said_knowing_mine_is_no_conflict(self) -> None:
        mine = m.means(FIRST)
        theirs = m.means(FIRST, place=b.TRIPOLI, author="Omar", basis=mine.id)
        assert compare_logs(log(mine), log(mine, theirs)) == Exchange(new=(theirs,), known=(mine,))

    def test_what_i_said_first_and_changed_my_mind_about_is_not_held_against_them(self) -> None:
        first, last = m.means(FIRST), m.means(FIRST, place=b.TRIPOLI)
        theirs = m.means(FIRST, place=b.TRIPOLI, author="Omar")
        assert compare_logs(log(first, last), log(theirs)).new == (theirs,)

    def test_what_they_corrected_further_by_an_entry_that_is_here_does_not_come_after_it(self) -> None:
        theirs, mine = m.means(FIRST, author="Omar"), m.means(FIRST, place=b.TRIPOLI)
        found = compare_logs(log(mine), log(theirs, mine))
        assert found == Exchange(known=(mine,), superseded=(theirs,))

    def test_what_they_put_together_and_then_put_to_more_is_still_needed(self) -> None:
        first, mine = arranged("together", FLOW, OTHER_FLOW, author="Omar"), arranged("together", FLOW, EVENT)
        last = arranged("together", OTHER_FLOW, EVENT)
        assert compare_logs(log(mine, last), log(first, mine, last)) == Exchange(new=(first,), known=(mine, last))

    def test_of_one_for_two_mentions_that_was_corrected_further_in_one_somebody_has_to_choose(self) -> None:
        theirs, mine = m.means(FIRST, SECOND, author="Omar"), m.means(FIRST, place=b.TRIPOLI)
        found = compare_logs(log(mine), log(theirs, mine))
        assert [(one.theirs, one.mine) for one in found.conflicts] == [(theirs, (mine,))]


class TestImporting:
    def test_entries_come_in_their_order_with_author_time_and_id(self, here: Path) -> None:
        mine = append(here, m.means(FIRST)).entries
        theirs = (m.means(SECOND, author="Omar"), m.own_place(author="Omar"))
        done = import_entries(here, log(*theirs), by="  Lina  T ")
        entries = read_log(here).entries
        assert done.added == entries[1:]
        assert entries[0] == mine[0]
        for new, old in zip(entries[1:], theirs, strict=True):
            assert replace(new, imported_by="", basis="") == replace(old, basis="")
            assert new.imported_by == "Lina T"

    def test_again_changes_nothing(self, here: Path) -> None:
        theirs = log(m.means(SECOND, author="Omar"))
        import_entries(here, theirs, by="Lina")
        before = log_path(here).read_bytes()
        done = import_entries(here, theirs, by="Lina")
        assert (done.added, done.known, done.left_out) == ((), theirs.entries, ())
        assert log_path(here).read_bytes() == before

    def test_a_conflict_is_left_out_with_what_undoes_or_redoes_it(self, here: Path) -> None:
        mine = m.means(FIRST)
        append(here, mine)
        wrong = m.means(FIRST, place=b.TRIPOLI, author="Omar")
        undo = m.undo(wrong)
        redo = m.undo(undo)
        fine = m.means(SECOND, author="Omar")
        done = import_entries(here, log(wrong, undo, redo, fine), by="Lina")
        assert [one.id for one in done.added] == [fine.id]
        assert done.left_out == (wrong, undo, redo)
        assert [entry.id for entry in read_log(here).in_force] == [mine.id, fine.id]

    def test_one_that_is_taken_counts_over_mine(self, here: Path) -> None:
        append(here, m.means(FIRST))
        theirs = m.means(FIRST, place=b.TRIPOLI, author="Omar")
        done = import_entries(here, log(theirs), by="Lina", take=[theirs.id])
        assert [one.id for one in done.added] == [theirs.id]
        assert read_log(here).in_force[-1].id == theirs.id

    def test_only_what_is_in_conflict_can_be_taken(self, here: Path) -> None:
        theirs = log(m.means(FIRST))
        for identity in ("c-x", theirs.entries[0].id):
            with pytest.raises(CorrectionError, match="is in no conflict"):
                import_entries(here, theirs, by="Lina", take=[identity])
        assert read_log(here) == Log()

    @pytest.mark.parametrize("by", ["", "  ", "\x1b[2J", "x" * 121])
    def test_who_brings_it_in_has_a_name(self, here: Path, by: str) -> None:
        with pytest.raises(CorrectionError, match="name"):
            import_entries(here, log(m.means(FIRST)), by=by)
        assert read_log(here) == Log()

    def test_an_undo_of_what_is_here_counts(self, here: Path) -> None:
        mine = m.means(FIRST)
        append(here, mine)
        import_entries(here, log(m.undo(mine)), by="Lina")
        assert read_log(here).in_force == ()

    def test_an_undo_of_what_nobody_has_is_left_out(self, here: Path) -> None:
        undo = m.undo(m.means(FIRST))
        assert import_entries(here, log(undo), by="Lina").left_out == (undo,)
        assert read_log(here) == Log()

    def test_a_forged_circle_of_undoing_is_left_out(self, here: Path) -> None:
        one = replace(m.undo(m.means(FIRST)), id="c-1", undoes="c-2")
        other = replace(one, id="c-2", undoes="c-1")
        assert import_entries(here, log(one, other), by="Lina").added == ()

    def test_entries_about_documents_that_are_not_here_are_kept(self, here: Path) -> None:
        theirs = m.means(replace(FIRST, doc="elsewhere"))
        import_entries(here, log(theirs), by="Lina")
        assert read_log(here).in_force[0].docs == {"elsewhere"}

    def test_what_somebody_corrects_meanwhile_is_told_and_nothing_added(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        append(here, m.own_place())
        theirs = log(m.means(SECOND, author="Omar"), m.means(FIRST, author="Omar"))

        def late(*given: Any, **options: Any) -> Any:
            monkeypatch.undo()
            append(here, m.means(FIRST, place=b.TRIPOLI, author="Sara"))
            return append(*given, **options)

        monkeypatch.setattr(exchange, "append", late)
        with pytest.raises(CorrectionConflictError, match="Sara"):
            import_entries(here, theirs, by="Lina")
        assert len(read_log(here).entries) == 2


PLACES = (m.ALEPPO, b.TRIPOLI, None)
numbers = st.integers(0, 5)


def entries_of(draw: Any, author: str, known: list[Entry]) -> list[Entry]:
    """Some corrections and undos on top of what is known."""
    made = list(known)
    for _ in range(draw(st.integers(0, 4))):
        if made and draw(st.booleans()):
            made.append(m.undo(made[draw(st.integers(0, len(made) - 1))], author=author))
        else:
            targets = draw(st.sampled_from([(FIRST,), (SECOND,), (FIRST, SECOND)]))
            made.append(m.means(*targets, place=draw(st.sampled_from(PLACES)), author=author))
    return made


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_an_import_loses_nothing_and_changes_no_conflict_unasked(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    both = entries_of(data.draw, "Both", [])
    mine, theirs = entries_of(data.draw, "Lina", both), entries_of(data.draw, "Omar", both)
    path = tmp_path_factory.mktemp("w") / "w.gpkg"
    append(path, *mine, force=True)
    found = compare_logs(log(*mine), log(*theirs))
    sorted_out = [one.id for one in itertools.chain(found.new, found.known, found.superseded)]
    sorted_out += [one.theirs.id for one in found.conflicts]
    assert sorted(sorted_out) == sorted(entry.id for entry in theirs)
    done = import_entries(path, log(*theirs), by="Lina")
    after = read_log(path)
    assert after.entries[: len(mine)] == tuple(mine)
    assert {one.id for one in after.entries} == {one.id for one in mine} | {one.id for one in done.added}
    assert len(done.added) + len(done.known) + len(done.left_out) == len(theirs)
    undone = {after.meant_by(one).id for one in done.added if one.action == "undo"}  # type: ignore[union-attr]
    mine_unknown = [one for one in log(*mine).in_force if one not in both and one.id not in undone]
    for conflict in found.conflicts:
        assert conflict.theirs.id not in after.by_id
    assert all(one in after.in_force for one in mine_unknown)
    assert import_entries(path, log(*theirs), by="Lina").added == ()
