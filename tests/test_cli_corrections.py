"""The command line of corrections: listed, undone, handed on, taken from colleagues, counted."""

import json
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from geo import cli
from geo.workspace.corrections.entries import Entry
from geo.workspace.corrections.exchange import read_entries, write_entries
from geo.workspace.corrections.log import append, log_path, read_log
from geo.workspace.store import Workspace
from tests import builders as b
from tests.workspace.corrections import making as m

Captured = pytest.CaptureFixture[str]
READING = m.read()
FIRST, SECOND = m.target(READING), m.target(READING, number=1)


def run(action: str, *arguments: object) -> int:
    return cli.main(["corrections", action, *(str(one) for one in arguments)])


@pytest.fixture(autouse=True)
def _read_by_the_tests_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    from geo import pipeline

    monkeypatch.setattr(pipeline, "reread", m.reread)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return Workspace.create(tmp_path / "w.gpkg", [READING], reread=m.reread).path


@pytest.fixture
def corrected(workspace: Path) -> tuple[Path, Entry]:
    entry = m.means(FIRST, reason="حلب")
    append(workspace, entry)
    return workspace, entry


def theirs(tmp_path: Path, *entries: Entry) -> Path:
    path = tmp_path / "colleague.jsonl"
    write_entries(entries, path)
    return path


def ids(workspace: Path) -> list[str]:
    return [entry.id for entry in read_log(workspace).entries]


class TestList:
    def test_nothing_yet(self, workspace: Path, capsys: Captured) -> None:
        assert run("list", workspace) == 0
        assert capsys.readouterr() == ("id\ttime\tauthor\taction\tsubject\tstate\n", "")

    def test_what_was_corrected_and_whether_it_counts(self, corrected: tuple[Path, Entry], capsys: Captured) -> None:
        workspace, entry = corrected
        append(workspace, m.undo(entry), m.means(SECOND, author="Omar"))
        assert run("list", workspace) == 0
        lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()[1:]]
        assert lines[0] == [entry.id, entry.time[:16], "Lina", "mention", "دمشق", "undone"]
        assert [line[2:] for line in lines[1:]] == [
            ["Omar", "undo", "دمشق", "undo"],
            ["Omar", "mention", "دمشق", "in force"],
        ]

    def test_orphans_say_why(self, corrected: tuple[Path, Entry], capsys: Captured) -> None:
        workspace, _ = corrected
        lost = m.means(replace(FIRST, doc="gone"))
        append(workspace, lost)
        assert run("list", workspace, "--orphans") == 0
        _, *lines = capsys.readouterr().out.splitlines()
        assert [line.split("\t")[0] for line in lines] == [lost.id]
        assert lines[0].endswith("orphan: there is no document gone")

    def test_as_json(self, corrected: tuple[Path, Entry], capsys: Captured) -> None:
        workspace, entry = corrected
        assert run("list", workspace, "--json") == 0
        (row,) = map(json.loads, capsys.readouterr().out.splitlines())
        assert (row["id"], row["state"], row["reason"]) == (entry.id, "in force", "حلب")
        assert json.loads(row["after"])["place"]["name"] == "Aleppo"

    def test_a_damaged_line_is_named(self, corrected: tuple[Path, Entry], capsys: Captured) -> None:
        workspace, _ = corrected
        with log_path(workspace).open("ab") as file:
            file.write(b'{"sum":')
        assert run("list", workspace) == 0
        assert "w.gpkg.corrections.jsonl, line 2: cannot be read" in capsys.readouterr().err

    def test_words_cannot_command_the_terminal(self, workspace: Path, capsys: Captured) -> None:
        append(workspace, m.own_place(replace(m.NEW_CAMP, name="Camp\x1b[2J\n7"), "Camp"))
        assert run("list", workspace) == 0
        out = capsys.readouterr().out
        assert "\x1b" not in out
        assert len(out.splitlines()) == 2

    @pytest.mark.parametrize("action", ["list", "accuracy"])
    def test_without_a_workspace(self, tmp_path: Path, capsys: Captured, action: str) -> None:
        assert run(action, tmp_path / "none.gpkg") == 1
        assert capsys.readouterr().err.startswith("kharita: ")


class TestUndo:
    def test_it_is_undone_and_the_tables_follow(self, corrected: tuple[Path, Entry], capsys: Captured) -> None:
        workspace, entry = corrected
        assert run("undo", workspace, entry.id, "--author", "Omar", "--reason", "it is Damascus") == 0
        undo = read_log(workspace).entries[-1]
        assert (undo.author, undo.reason, undo.undoes) == ("Omar", "it is Damascus", entry.id)
        assert capsys.readouterr().out == f"{entry.id} undone by {undo.id}\n"
        assert "Aleppo" not in set(Workspace.open(workspace).tables().flows["origin"])
        assert run("undo", workspace, undo.id, "--author", "Omar") == 0
        assert "Aleppo" in set(Workspace.open(workspace).tables().flows["origin"])

    def test_not_twice(self, corrected: tuple[Path, Entry], capsys: Captured) -> None:
        workspace, entry = corrected
        assert run("undo", workspace, entry.id, "--author", "Omar") == 0
        assert run("undo", workspace, entry.id, "--author", "Omar") == 1
        assert "is undone already" in capsys.readouterr().err
        assert len(ids(workspace)) == 2

    def test_what_is_not_there(self, workspace: Path, capsys: Captured) -> None:
        assert run("undo", workspace, "c-x", "--author", "Omar") == 1
        assert "holds no correction 'c-x'" in capsys.readouterr().err

    def test_somebody_does_it(self, corrected: tuple[Path, Entry]) -> None:
        workspace, entry = corrected
        assert run("undo", workspace, entry.id) == 2
        assert run("undo", workspace, entry.id, "--author", " ") == 1
        assert ids(workspace) == [entry.id]


class TestExport:
    def test_all_or_some(self, corrected: tuple[Path, Entry], tmp_path: Path, capsys: Captured) -> None:
        workspace, entry = corrected
        append(workspace, second := m.means(SECOND, author="Omar"))
        assert run("export", workspace, "-o", tmp_path / "all.jsonl") == 0
        assert capsys.readouterr().out.endswith("all.jsonl: 2 corrections\n")
        assert run("export", workspace, "-o", tmp_path / "omar.jsonl", "--author", "omar") == 0
        assert run("export", workspace, "-o", tmp_path / "new.jsonl", "--since", entry.id) == 0
        assert read_entries(tmp_path / "all.jsonl").entries == (entry, second)
        assert read_entries(tmp_path / "omar.jsonl") == read_entries(tmp_path / "new.jsonl")
        assert read_entries(tmp_path / "new.jsonl").entries == (second,)

    def test_a_file_that_is_there_stays_unless_forced(self, corrected: tuple[Path, Entry], capsys: Captured) -> None:
        workspace, _ = corrected
        target = workspace.with_name("x.jsonl")
        target.write_text("mine", encoding="utf-8")
        assert run("export", workspace, "-o", target) == 1
        assert "is there already" in capsys.readouterr().err
        assert target.read_text(encoding="utf-8") == "mine"
        assert run("export", workspace, "-o", target, "--force") == 0

    def test_since_what_is_not_there(self, corrected: tuple[Path, Entry], tmp_path: Path) -> None:
        assert run("export", corrected[0], "-o", tmp_path / "x.jsonl", "--since", "c-x") == 1
        assert not (tmp_path / "x.jsonl").exists()


class TestImport:
    def test_what_is_new_is_added_and_shown(self, workspace: Path, tmp_path: Path, capsys: Captured) -> None:
        entry = m.means(FIRST, author="Omar")
        file = theirs(tmp_path, entry)
        assert run("import", workspace, file, "--author", "Lina") == 0
        assert capsys.readouterr().out.endswith("colleague.jsonl: 1 correction added\n")
        assert "Aleppo" in set(Workspace.open(workspace).tables().flows["origin"])
        assert Workspace.open(workspace).tables().corrections.loc[0, "imported_by"] == "Lina"
        assert run("import", workspace, file, "--author", "Lina") == 0
        assert capsys.readouterr().out.endswith("0 corrections added, 1 known\n")

    def test_a_conflict_is_told_and_left_out(
        self, corrected: tuple[Path, Entry], tmp_path: Path, capsys: Captured
    ) -> None:
        workspace, mine = corrected
        wrong, fine = m.means(FIRST, place=b.TRIPOLI, author="Omar"), m.means(SECOND, author="Omar")
        assert run("import", workspace, theirs(tmp_path, wrong, fine), "--author", "Lina") == 1
        out, err = capsys.readouterr()
        assert out.endswith("1 correction added, 1 left out\n")
        (line,) = err.splitlines()
        assert line.startswith(f"kharita: conflict about 'دمشق': Omar ({wrong.id}) mention")
        assert "Tripoli" in line
        assert f"here Lina ({mine.id}) mention" in line
        assert ids(workspace) == [mine.id, fine.id]

    @pytest.mark.parametrize(("take", "counts"), [("theirs", "Tripoli"), ("ID", "Tripoli"), ("mine", "Aleppo")])
    def test_whose_counts_can_be_said(
        self, corrected: tuple[Path, Entry], tmp_path: Path, capsys: Captured, take: str, counts: str
    ) -> None:
        workspace, _ = corrected
        wrong = m.means(FIRST, place=b.TRIPOLI, author="Omar")
        file = theirs(tmp_path, wrong)
        assert run("import", workspace, file, "--author", "Lina", "--take", wrong.id if take == "ID" else take) == 0
        assert capsys.readouterr().err == ""
        origins = set(Workspace.open(workspace).tables().flows["origin"])
        assert counts in origins
        assert len({"Tripoli", "Aleppo"} & origins) == 1

    def test_mine_goes_with_nothing_else(self, workspace: Path, tmp_path: Path, capsys: Captured) -> None:
        file = theirs(tmp_path, m.means(FIRST))
        take = ("--take", "mine", "--take", "theirs")
        assert run("import", workspace, file, "--author", "Lina", *take) == 1
        assert "goes with nothing else" in capsys.readouterr().err
        assert run("import", workspace, file, "--author", "Lina", "--take", "c-x") == 1
        assert ids(workspace) == []

    def test_damaged_lines_are_named_and_the_rest_added(
        self, workspace: Path, tmp_path: Path, capsys: Captured
    ) -> None:
        file = theirs(tmp_path, entry := m.means(FIRST))
        file.write_bytes(b"nonsense\n" + file.read_bytes())
        assert run("import", workspace, file, "--author", "Lina") == 1
        assert "colleague.jsonl, line 1: cannot be read" in capsys.readouterr().err
        assert ids(workspace) == [entry.id]

    def test_a_file_that_is_not_there(self, workspace: Path, tmp_path: Path, capsys: Captured) -> None:
        assert run("import", workspace, tmp_path / "none.jsonl", "--author", "Lina") == 1
        assert "none.jsonl cannot be read" in capsys.readouterr().err


class TestAccuracy:
    def test_nobody_looked_yet(self, workspace: Path, capsys: Captured) -> None:
        assert run("accuracy", workspace) == 0
        header, *lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
        assert [line[:4] for line in lines] == [[n, "0", "-", "-"] for n in ("looked at", "followed", "together")]
        assert {len(line) for line in lines} == {len(header)}

    def test_counted_apart_for_what_somebody_looked_at(self, workspace: Path, capsys: Captured) -> None:
        append(workspace, m.means(FIRST, SECOND), m.means(replace(FIRST, doc="gone")))
        assert run("accuracy", workspace) == 0
        out, err = capsys.readouterr()
        rows = {line.split("\t")[0]: line.split("\t")[1:] for line in out.splitlines()[1:]}
        assert rows["looked at"][:2] == ["1", "0 (0%, 95 %: 0% to 79%)"]
        assert rows["together"][0] == "2"
        assert rows["publisher Test Agency"] == rows["looked at"] == rows["language ar"]
        assert err == "kharita: warning: 1 mention not there any more, not counted\n"

    def test_as_json(self, corrected: tuple[Path, Entry], capsys: Captured) -> None:
        assert run("accuracy", corrected[0], "--json") == 0
        found = json.loads(capsys.readouterr().out)
        assert found["looked_at"]["wrong_place"] == 1
        assert found["looked_at"]["place"]["whole"] == 1


def test_the_commands_of_the_guide_are_understood() -> None:
    guide = Path(cli.__file__).parents[2] / "docs" / "corrections.md"
    lines = [line for line in guide.read_text(encoding="utf-8").splitlines() if line.startswith("$ python -m geo")]
    parsed = [cli.make_parser().parse_args(shlex.split(line, comments=True)[4:]) for line in lines]
    assert {one.run.__name__ for one in parsed} == {"_list", "_undo", "_export", "_import", "_accuracy"}


@pytest.mark.parametrize(
    "arguments", [[], ["undo"], ["list"], ["import", "a.gpkg", "b"], ["export", "a.gpkg"], ["mend"]]
)
def test_what_is_not_understood_ends_with_2(arguments: list[str], capsys: Captured) -> None:
    assert cli.main(["corrections", *arguments]) == 2
    assert capsys.readouterr().err
