"""The folder of added sources: a list that is never half-written, and changed by one process at a time."""

import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from geo.errors import GazetteerError
from geo.reading.gazetteer import added
from geo.reading.gazetteer.added import AddedSource, added_folder, added_sources, keep, remove, require_free
from geo.reading.gazetteer.sources import configuration

ROOT = Path(__file__).resolve().parents[3]


def source(name: str = "Camps", **changes: str) -> AddedSource:
    values = {"reader": "csv", "trust": "listed", "licence": "own", "origin": "a.csv", "added": "2026-11-22", **changes}
    return AddedSource(name=name, rows=1, **values)


def put(folder: Path, name: str = "Camps", text: str = "x", *, overwrite: bool = False, **changes: str) -> AddedSource:
    folder.mkdir(exist_ok=True)
    part = folder / ".adding.part"
    part.write_text(text, encoding="utf-8")
    return keep(folder, source(name, **changes), part, overwrite=overwrite)


def tables(folder: Path) -> list[str]:
    return sorted(path.read_text(encoding="utf-8") for path in folder.glob("*.csv"))


def test_the_folder_is_the_users_or_the_one_that_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHARITA_GAZETTEER", str(tmp_path))
    assert added_folder() == tmp_path
    monkeypatch.delenv("KHARITA_GAZETTEER")
    assert added_folder().parts[-2:] == ("kharita", "gazetteer")


def test_what_was_put_in_is_listed_in_order(tmp_path: Path) -> None:
    kept = [put(tmp_path, "Camps"), put(tmp_path, "مخيمات"), put(tmp_path, 'odd "name" \\ \x7f'.strip())]
    assert [one.name for one in added_sources(tmp_path)] == ["Camps", "مخيمات", 'odd "name" \\ ']
    assert added_sources(tmp_path)[0] == kept[0]
    assert all((tmp_path / one.file).is_file() for one in kept)
    assert len(configuration(tmp_path)) == 3


def test_a_name_that_is_taken_is_refused_whatever_its_case(tmp_path: Path) -> None:
    put(tmp_path, "Camps", "old")
    for name in ("Camps", "CAMPS"):
        with pytest.raises(GazetteerError, match="--replace"):
            require_free(tmp_path, name)
        with pytest.raises(GazetteerError, match="--replace"):
            put(tmp_path, name, "new")
    assert tables(tmp_path) == ["old"]


def test_one_that_is_replaced_keeps_its_place_and_leaves_nothing_behind(tmp_path: Path) -> None:
    put(tmp_path, "Camps", "old")
    put(tmp_path, "Ports", "ports")
    put(tmp_path, "camps", "new", overwrite=True)
    assert [one.name for one in added_sources(tmp_path)] == ["camps", "Ports"]
    assert tables(tmp_path) == ["new", "ports"]


def test_two_names_that_look_alike_on_the_disk_stay_two(tmp_path: Path) -> None:
    put(tmp_path, "a b")
    put(tmp_path, "a-b")
    remove(tmp_path, "a b")
    assert tables(tmp_path) == ["x"]


def test_one_that_is_taken_out_is_gone_and_the_last_leaves_no_list(tmp_path: Path) -> None:
    put(tmp_path, "Camps")
    put(tmp_path, "Ports")
    assert remove(tmp_path, "CAMPS").name == "Camps"
    assert [one.name for one in added_sources(tmp_path)] == ["Ports"]
    remove(tmp_path, "Ports")
    assert added_sources(tmp_path) == ()
    assert not list(tmp_path.glob("[!.]*"))


def test_one_that_was_never_added_is_refused_with_those_that_were(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="there is none"):
        remove(tmp_path / "nowhere", "Camps")
    assert not (tmp_path / "nowhere").exists()
    put(tmp_path, "Ports")
    with pytest.raises(GazetteerError, match="there is Ports"):
        remove(tmp_path, "Camps")


@pytest.mark.parametrize("text", ["[[source", "source = 3", "[[source]]\nfile = 'a'", "source = ['a']"])
def test_a_list_that_cannot_be_understood_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"sources\.toml"):
        added_sources(tmp_path)


def test_a_file_outside_of_the_folder_is_never_touched(tmp_path: Path) -> None:
    outside = tmp_path / "precious.csv"
    outside.write_text("mine", encoding="utf-8")
    put(tmp_path / "folder")
    listing = tmp_path / "folder" / "sources.toml"
    file = added_sources(tmp_path / "folder")[0].file
    listing.write_text(listing.read_text(encoding="utf-8").replace(file, "../precious.csv"), encoding="utf-8")
    remove(tmp_path / "folder", "Camps")
    assert outside.exists()


def test_while_another_process_changes_it_it_waits_and_then_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(added, "_WAIT_S", 0.05)
    with FileLock(tmp_path / ".lock"), pytest.raises(GazetteerError, match="another process"):
        put(tmp_path)
    assert added_sources(tmp_path) == ()


def test_two_processes_lose_nothing_of_each_other(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from geo.reading.gazetteer.added import AddedSource, keep\n"
        "folder = Path(sys.argv[1])\n"
        "for n in range(15):\n"
        "    part = folder / f'.{sys.argv[2]}.part'; part.write_text('x')\n"
        "    keep(folder, AddedSource(name=f'{sys.argv[2]}{n}', reader='csv', trust='listed', licence='',\n"
        "         origin='', added=''), part)\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), who], cwd=ROOT) for who in "ab"]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    assert {one.name for one in added_sources(tmp_path)} == {f"{who}{n}" for who in "ab" for n in range(15)}


def test_a_folder_that_cannot_be_written_is_refused_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(GazetteerError, match="file"):
        remove_or_keep(tmp_path / "file" / "folder")


def remove_or_keep(folder: Path) -> None:
    part = folder.parent.parent / "part"
    part.write_text("x", encoding="utf-8")
    keep(folder, source(), part)
