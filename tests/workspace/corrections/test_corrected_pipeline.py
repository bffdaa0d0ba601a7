"""The whole way: an Arabic text corrected, read again with what was decided, and own places known from then on."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from geo import pipeline
from geo.errors import CorrectionConflictError, WorkspaceError
from geo.model import Decision, Place, Reading
from geo.reading.gazetteer.index import Index
from geo.workspace.corrections.anchors import mention_target
from geo.workspace.corrections.entries import Entry, MentionTarget, OwnPlace, new_entry
from geo.workspace.corrections.log import read_log
from geo.workspace.store import Workspace
from tests import builders as b

PUBLISHED = date(2020, 3, 12)
TEXT = "نقلت طائرات مقاتلين من دمشق إلى بنغازي يوم 3 آذار. وقصفت المدفعية أحياء في طرابلس يوم 4 آذار."
CAMP = Place(
    id="own-1", name="Qasr Zarnuq", name_ar="قصر الزرنوق", kind="site", country="LY", lat=31.1, lon=20.2, radius_km=3
)
ABOUT_CAMP = "قصفت طائرات قصر الزرنوق يوم 5 آذار فقتل أربعة مقاتلين."

pytestmark = pytest.mark.usefixtures("index")


def put(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def workspace(tmp_path: Path, index: Index) -> Path:
    path = tmp_path / "w.gpkg"
    pipeline.build([put(tmp_path / "in", "news", TEXT)], path, published=PUBLISHED)
    return path


def reading(workspace: Path) -> Reading:
    return Workspace.open(workspace).readings()[0]


def target(workspace: Path, words: str) -> MentionTarget:
    one = reading(workspace)
    start = one.document.text.index(words)
    found = next((m for m in one.mentions if m.start == start), None)
    described = mention_target(one.document, start, start + len(words))
    return replace(described, was=found.place, was_role=found.role) if found else described


def means(workspace: Path, words: str, place: Place | None, **changes: object) -> Entry:
    decision = Decision(place=place, **changes)  # type: ignore[arg-type]
    return new_entry("mention", author="Lina", mentions=(target(workspace, words),), decision=decision)


def ends(workspace: Path) -> set[tuple[str, str]]:
    flows = Workspace.open(workspace).tables().flows
    return set(flows[["origin", "destination"]].itertuples(index=False, name=None))


def places(workspace: Path, doc: str) -> set[str]:
    mentions = Workspace.open(workspace).tables().mentions
    return set(mentions.loc[mentions["doc"] == doc, "place_id"])


def test_a_flow_follows_its_corrected_mention_and_comes_back_after_an_undo(workspace: Path) -> None:
    assert ends(workspace) == {("Damascus", "Benghazi")}
    aleppo = pipeline.look_up("حلب")[0].place
    entry = means(workspace, "دمشق", aleppo)
    preview = pipeline.preview(workspace, entry)
    assert [(one.before.place.name, one.after.place.name) for one in preview.mentions] == [("Damascus", "Aleppo")]  # type: ignore[union-attr]
    assert pipeline.correct(workspace, entry) == 2
    assert ends(workspace) == {("Aleppo", "Benghazi")}
    told = {one.after.id for one in preview.tellings if one.after}
    assert told <= set(Workspace.open(workspace).tables().evidence["telling_id"])
    assert pipeline.correct(workspace, new_entry("undo", author="Omar", undoes=entry.id, basis=entry.id)) == 3
    assert ends(workspace) == {("Damascus", "Benghazi")}


def test_what_is_no_place_tells_no_end_of_a_flow(workspace: Path) -> None:
    pipeline.correct(workspace, means(workspace, "دمشق", None, is_place=False))
    assert ("Damascus", "Benghazi") not in ends(workspace)
    start = reading(workspace).document.text.index("دمشق")
    assert start not in set(Workspace.open(workspace).tables().mentions["start"])


def test_a_build_over_it_keeps_what_was_corrected(workspace: Path, tmp_path: Path) -> None:
    pipeline.correct(workspace, means(workspace, "دمشق", pipeline.look_up("حلب")[0].place))
    pipeline.build([tmp_path / "in"], workspace, published=PUBLISHED)
    assert ends(workspace) == {("Aleppo", "Benghazi")}
    pipeline.add([put(tmp_path / "more", "later", "هدوء في بنغازي.")], workspace, published=PUBLISHED)
    assert ends(workspace) == {("Aleppo", "Benghazi")}
    pipeline.remove(["later"], workspace)
    assert ends(workspace) == {("Aleppo", "Benghazi")}


def test_an_own_place_is_known_to_later_documents_and_after_a_build(workspace: Path, tmp_path: Path) -> None:
    first = put(tmp_path / "more", "before", ABOUT_CAMP)
    pipeline.add([first], workspace, published=PUBLISHED)
    assert "own-1" not in places(workspace, "before")
    entry = new_entry("place", author="Lina", place=OwnPlace(place=CAMP, names=("Qasr Zarnuq", "قصر الزرنوق")))
    pipeline.correct(workspace, entry)
    pipeline.add([put(tmp_path / "more", "after", ABOUT_CAMP)], workspace, published=PUBLISHED)
    assert "own-1" in places(workspace, "after")
    assert "own-1" not in places(workspace, "before")  # read before it was known
    pipeline.build([tmp_path / "in", tmp_path / "more"], workspace, published=PUBLISHED)
    assert "own-1" in places(workspace, "before")
    assert pipeline.look_up("قصر الزرنوق", places=read_log(workspace).own_places)[0].place.id == "own-1"
    pipeline.correct(workspace, new_entry("undo", author="Lina", undoes=entry.id, basis=entry.id))
    pipeline.build([tmp_path / "more"], workspace, published=PUBLISHED)
    assert "own-1" not in places(workspace, "after")


def test_a_conflict_is_told_and_nothing_kept(workspace: Path) -> None:
    pipeline.correct(workspace, means(workspace, "دمشق", b.TRIPOLI))
    with pytest.raises(CorrectionConflictError, match="Lina"):
        pipeline.correct(workspace, means(workspace, "دمشق", b.BENGHAZI))
    assert len(read_log(workspace).entries) == 1
    pipeline.correct(workspace, means(workspace, "دمشق", b.TRIPOLI_LEBANON), force=True)
    assert ends(workspace) == {("Tripoli", "Benghazi")}


def test_without_a_workspace_nothing_is_kept(tmp_path: Path, workspace: Path) -> None:
    entry = means(workspace, "دمشق", b.TRIPOLI)
    with pytest.raises(WorkspaceError):
        pipeline.correct(tmp_path / "none.gpkg", entry)
    assert not list(tmp_path.glob("none*"))


def test_a_workspace_that_is_being_written_is_behind_and_nothing_is_lost(workspace: Path) -> None:
    from filelock import FileLock

    entry = means(workspace, "دمشق", b.TRIPOLI)
    with (
        FileLock(workspace.with_name(f".{workspace.name}.lock")),
        pytest.raises(WorkspaceError, match="being written"),
    ):
        pipeline.correct(workspace, entry, lock_seconds=0.1)
    assert read_log(workspace).last == entry.id
    assert Workspace.open(workspace).is_behind
    assert pipeline.refresh(workspace) == 2
    assert ends(workspace) == {("Tripoli", "Benghazi")}


def test_a_revised_document_keeps_its_corrections_where_the_words_still_stand(workspace: Path, tmp_path: Path) -> None:
    pipeline.correct(workspace, means(workspace, "دمشق", pipeline.look_up("حلب")[0].place))
    put(tmp_path / "in", "news", f"تحديث: هدأت السويداء. {TEXT}")
    pipeline.add([tmp_path / "in"], workspace, published=PUBLISHED)
    assert ("Aleppo", "Benghazi") in ends(workspace)
    put(tmp_path / "in", "news", "هدأت السويداء.")
    pipeline.add([tmp_path / "in"], workspace, published=PUBLISHED)
    assert list(Workspace.open(workspace).tables().corrections["state"]) == ["orphan"]
