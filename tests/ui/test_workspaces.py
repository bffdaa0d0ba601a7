"""Workspaces are opened from one folder and from nowhere else."""

from pathlib import Path

import pytest

from geo.errors import WorkspaceError
from geo.ui import workspaces
from geo.ui.strings import translator
from geo.workspace.annotations import set_grade
from geo.workspace.store import Workspace
from tests.browser.sample import sample_reading, write_sample

SAY = translator("en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    (root / "inner").mkdir(parents=True)
    (root / "a.gpkg").touch()
    (root / "inner" / "b.gpkg").touch()
    (tmp_path / "secret.gpkg").touch()
    return root


@pytest.mark.parametrize("name", ["a.gpkg", "./a.gpkg", "inner/b.gpkg", "inner/../a.gpkg"])
def test_a_file_of_the_folder_is_found(folder: Path, name: str) -> None:
    assert workspaces.locate(name, folder, SAY).is_file()


@pytest.mark.parametrize("name", ["../secret.gpkg", "/etc/passwd", "inner/../../secret.gpkg", "a\x00.gpkg", "n" * 5000])
def test_nothing_outside_of_the_folder_is_opened(folder: Path, name: str) -> None:
    with pytest.raises(WorkspaceError):
        workspaces.locate(name, folder, SAY)


def test_a_link_out_of_the_folder_is_refused(folder: Path) -> None:
    (folder / "link.gpkg").symlink_to(folder.parent / "secret.gpkg")
    with pytest.raises(WorkspaceError, match="is not in root"):
        workspaces.locate("link.gpkg", folder, SAY)


def test_a_missing_workspace_is_named_with_what_to_do(folder: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"none\.gpkg.*python -m geo build"):
        workspaces.locate("none.gpkg", folder, SAY)


def test_the_folder_is_configured(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(workspaces.START_VARIABLE, str(folder / "a.gpkg"))
    monkeypatch.delenv(workspaces.ROOT_VARIABLE, raising=False)
    assert workspaces.root() == folder
    monkeypatch.setenv(workspaces.ROOT_VARIABLE, str(folder / "inner"))
    assert workspaces.root() == folder / "inner"


def test_a_new_account_has_a_new_stamp_and_a_noted_grade_has_not(tmp_path: Path) -> None:
    path = tmp_path / "sample.gpkg"
    write_sample(path, sample_reading())
    before = workspaces.stamp(path)
    set_grade(path, subject="publisher", key="Test Agency", grade="B")
    assert workspaces.stamp(path) == before
    Workspace.open(path).add([sample_reading("two", "Other Agency")])
    assert workspaces.stamp(path) != before
