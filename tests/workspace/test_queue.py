"""What is worth a look first: doubts before what is sure, what much rests on before what stands alone."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geo.model import Candidate, Fatalities, Mention, Resolution
from geo.workspace.corrections.anchors import mention_target
from geo.workspace.corrections.entries import new_entry
from geo.workspace.corrections.log import append
from geo.workspace.queue import COLUMNS, REASONS, WEIGHTS, Queue, narrow, read_queue
from geo.workspace.store import Workspace
from tests.builders import BENGHAZI, DAMASCUS, TRIPOLI, TRIPOLI_LEBANON, document, event, evidence, flow, reading

TEXT = "قصف في طرابلس ثم في دمشق وفي بنغازي وفي قرية."


def _mention(text: str, place: Any, score: float, *others: tuple[Any, float], role: Any = "literal") -> Mention:
    start = TEXT.index(text)
    candidates = tuple(Candidate(place=one, score=value, reason="") for one, value in others)
    resolution = Resolution(place=place, score=score, reason="", alternatives=candidates)
    return Mention(
        id=f"m-{start}", doc="doc-1", start=start, end=start + len(text), text=text, role=role, resolution=resolution
    )


def _workspace(tmp_path: Path, *mentions: Mention, **more: Any) -> Path:
    one = reading(document=document(text=TEXT), mentions=mentions, **more)
    return Workspace.create(tmp_path / "w.gpkg", [one]).path


def _reasons(queue: Queue) -> dict[str, tuple[str, ...]]:
    rows = queue.table[queue.table["record"] == "mention"]
    return dict(zip(rows["text"], rows["reasons"], strict=True))


def _event(place: Any = TRIPOLI, **changes: Any) -> Any:
    said = evidence(start=0, end=len(TEXT), quote=TEXT)
    return event(doc="doc-1", places=(place,) if place else (), evidence=said, **changes)


def test_each_doubt_of_a_name_is_a_reason(tmp_path: Path) -> None:
    path = _workspace(
        tmp_path,
        _mention("طرابلس", TRIPOLI, 0.9, (TRIPOLI_LEBANON, 0.85)),
        _mention("دمشق", DAMASCUS, 0.3),
        _mention("بنغازي", BENGHAZI, 0.95, (DAMASCUS, 0.2)),
        _mention("قرية", None, 0.0),
    )
    reasons = _reasons(read_queue(path))
    assert reasons == {"طرابلس": ("close_second",), "دمشق": ("low_score",), "قرية": ("unresolved",), "بنغازي": ()}


def test_the_place_itself_among_its_alternatives_is_no_rival(tmp_path: Path) -> None:
    path = _workspace(tmp_path, _mention("طرابلس", TRIPOLI, 0.9, (TRIPOLI, 0.9), (TRIPOLI_LEBANON, 0.1)))
    assert _reasons(read_queue(path)) == {"طرابلس": ()}


def test_what_is_inside_of_another_name_is_passed_over(tmp_path: Path) -> None:
    path = _workspace(tmp_path, _mention("دمشق", DAMASCUS, 0.1, role="embedded"))
    assert _reasons(read_queue(path)) == {}


def test_a_doubt_on_which_much_rests_comes_first(tmp_path: Path) -> None:
    path = _workspace(
        tmp_path,
        _mention("طرابلس", TRIPOLI, 0.3),
        _mention("دمشق", DAMASCUS, 0.3),
        events=(_event(DAMASCUS, id="e-1"), _event(DAMASCUS, id="e-2", type="PROTEST", mode="")),
    )
    mentions = narrow(read_queue(path), records=("mention",))
    assert mentions["text"].tolist() == ["دمشق", "طرابلس"]
    assert mentions["rests"].tolist() == [2, 0]


def test_what_only_many_rest_on_comes_after_a_doubt(tmp_path: Path) -> None:
    kinds = ("ASSAULT", "PROTEST", "AID")
    path = _workspace(
        tmp_path,
        _mention("طرابلس", TRIPOLI, 0.95),
        _mention("دمشق", DAMASCUS, 0.1),
        events=tuple(_event(TRIPOLI, id=f"e-{kind}", type=kind, mode="") for kind in kinds),
    )
    assert _reasons(read_queue(path))["طرابلس"] == ("heavy",)
    assert narrow(read_queue(path), records=("mention",))["text"].tolist() == ["دمشق", "طرابلس"]


def test_records_whose_sources_disagree_and_those_without_a_place(tmp_path: Path) -> None:
    readings = [
        reading(
            document=document(id=doc, text=TEXT, publisher=publisher),
            events=(
                event(
                    doc=doc,
                    id=f"e-{doc}",
                    places=(TRIPOLI,),
                    fatalities=Fatalities(low=killed, best=killed, high=killed),
                    evidence=evidence(doc=doc, start=0, end=len(TEXT), quote=TEXT),
                ),
                event(doc=doc, id=f"n-{doc}", type="AID", mode="", places=(), evidence=evidence(doc=doc)),
            ),
            flows=(flow(doc=doc, id=f"f-{doc}", origin=None, destination=None, evidence=evidence(doc=doc)),),
        )
        for doc, publisher, killed in (("a", "One", 30), ("b", "Two", 90))
    ]
    path = Workspace.create(tmp_path / "w.gpkg", readings).path
    found = read_queue(path).table
    by_type = dict(zip(found["type"], found["reasons"], strict=True))
    assert "disagree" in by_type["ASSAULT"]
    assert "heavy" in by_type["ASSAULT"]
    assert by_type["AID"] == ("unplaced",)
    assert found["record"].tolist()[0] == "event"


def test_what_was_reviewed_has_left_and_is_still_found(tmp_path: Path) -> None:
    path = _workspace(tmp_path, _mention("دمشق", DAMASCUS, 0.3), _mention("قرية", None, 0.0))
    before = read_queue(path)
    assert (before.waiting, before.reviewed) == (2, 0)
    start = TEXT.index("دمشق")
    target = mention_target(document(text=TEXT), start, start + 4)
    append(path, new_entry("confirm", author="Lina", mentions=(target,)))
    Workspace.open(path).refresh()
    after = read_queue(path)
    assert (after.waiting, after.reviewed) == (1, 1)
    assert narrow(after)["text"].tolist() == ["قرية"]
    assert set(narrow(after, everything=True)["text"]) == {"قرية", "دمشق"}


def test_filters_narrow_and_an_empty_workspace_has_an_empty_queue(tmp_path: Path) -> None:
    queue = read_queue(_workspace(tmp_path, _mention("دمشق", DAMASCUS, 0.3), _mention("قرية", None, 0.0)))
    assert narrow(queue, countries=("SY",))["text"].tolist() == ["دمشق"]
    assert narrow(queue, reasons=("unresolved",))["text"].tolist() == ["قرية"]
    assert narrow(queue, publishers=("Nobody",)).empty
    assert narrow(queue, records=("flow",)).empty
    empty = read_queue(Workspace.create(tmp_path / "empty.gpkg").path)
    assert empty.waiting == 0
    assert tuple(empty.table.columns) == COLUMNS


def test_every_reason_has_a_weight() -> None:
    assert set(WEIGHTS) == set(REASONS)


@pytest.mark.parametrize("alternatives", ["", json.dumps([])])
def test_nothing_weighed_is_no_close_second(alternatives: str) -> None:
    from geo.workspace.queue import _second

    assert pd.isna(_second(alternatives, "x"))
