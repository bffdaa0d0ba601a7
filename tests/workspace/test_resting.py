"""What goes with a document, and what stays because others tell it too."""

from pathlib import Path

import pytest

from geo.errors import WorkspaceError
from geo.workspace.resting import Counts, Resting, resting_on
from geo.workspace.store import Workspace
from tests.browser.sample import sample_reading, story, write_sample


@pytest.fixture
def twice(tmp_path: Path) -> Path:
    return write_sample(tmp_path / "twice.gpkg", sample_reading(), sample_reading("two", "Other Agency"))


def _counted(path: Path) -> Counts:
    tables = Workspace.open(path).tables()
    return Counts(events=tables.events["event_id"].nunique(), flows=len(tables.flows), places=len(tables.places))


def test_what_two_documents_tell_stays_when_one_goes(twice: Path) -> None:
    found = resting_on(twice, ["two"])
    assert found.goes == Counts()
    assert found.stays == _counted(twice)


def test_what_both_tell_goes_with_both(twice: Path) -> None:
    found = resting_on(twice, sorted(Workspace.open(twice).documents()))
    assert found == Resting(goes=_counted(twice), stays=Counts())


def test_what_is_said_to_go_is_what_goes(tmp_path: Path) -> None:
    path = write_sample(tmp_path / "story.gpkg", *story())
    before = _counted(path)
    for doc in sorted(Workspace.open(path).documents()):
        found = resting_on(path, [doc])
        Workspace.open(path).remove(doc)
        after = _counted(path)
        assert found.goes == Counts(
            events=before.events - after.events,
            flows=before.flows - after.flows,
            places=before.places - after.places,
        )
        before = after
    assert before == Counts()


def test_no_documents_and_unknown_ones_hold_nothing(twice: Path) -> None:
    assert resting_on(twice, []) == resting_on(twice, ["none"]) == Resting(goes=Counts(), stays=Counts())


def test_what_is_no_workspace_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.gpkg").write_text("no workspace", encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"text\.gpkg"):
        resting_on(tmp_path / "text.gpkg", ["a"])
