"""Many hands: answers come in the documents' order, and what makes hands die is put aside by its name."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import DocumentError
from geo.model import Document, Reading
from geo.pipeline import Spread, read_all
from geo.pipeline.crew import (
    AHEAD,
    BATCH_CHARACTERS,
    BATCH_DOCUMENTS,
    Answer,
    Batch,
    HandsLostError,
    Item,
    batches,
    read_by,
)
from geo.pipeline.processes import TRIES, Processes
from tests.pipeline import deadly


def document(name: str, text: str = "نص", title: str = "") -> Document:
    return Document(id=name, text=text, language="ar", title=title)


def names(answers: Sequence[Answer]) -> list[str]:
    return [one.name if isinstance(one, DocumentError) else one.document.id for one in answers]


@dataclass
class Fakes:
    """Hands that die over some documents so many times each; they note how much was out at once."""

    dying: dict[str, int] = field(default_factory=dict)
    count: int = 2
    tries: int = TRIES
    out: int = 0
    most: int = 0
    held: bool = False

    @contextmanager
    def working(self) -> Iterator[None]:
        self.held = True
        yield
        self.held = False

    def hand_out(self, batch: Batch, _places: object) -> "_Later":
        assert self.held
        self.out += 1
        self.most = max(self.most, self.out)
        return _Later(self, batch)

    def hand_out_alone(self, one: Document, places: object) -> "_Later":
        return self.hand_out((one,), places)


@dataclass
class _Later:
    hands: Fakes
    batch: Batch

    def answers(self) -> Sequence[Answer]:
        self.hands.out -= 1
        for item in self.batch:
            if isinstance(item, Document) and self.hands.dying.get(item.id, 0) > 0:
                self.hands.dying[item.id] -= 1
                raise HandsLostError
        return [Reading(document=one) if isinstance(one, Document) else one for one in self.batch]


@given(st.lists(st.integers(0, BATCH_CHARACTERS), max_size=300))
def test_batches_hold_every_document_once_in_order(sizes: list[int]) -> None:
    documents = [document(str(number), "a" * size) for number, size in enumerate(sizes)]
    parted = list(batches(documents))
    assert [one for batch in parted for one in batch] == documents
    assert all(len(batch) <= BATCH_DOCUMENTS for batch in parted)


@given(st.lists(st.sampled_from(["good", "error", "dies once", "dies"]), max_size=200))
def test_every_document_is_answered_in_order_and_only_what_kills_is_put_aside(kinds: list[str]) -> None:
    items: list[Item] = [
        DocumentError(str(number), "broken") if kind == "error" else document(str(number))
        for number, kind in enumerate(kinds)
    ]
    fakes = Fakes({str(number): 1 for number, kind in enumerate(kinds) if kind == "dies once"})
    fakes.dying |= {str(number): TRIES + 1 for number, kind in enumerate(kinds) if kind == "dies"}
    answers = list(read_by(fakes, items))
    assert names(answers) == [str(number) for number in range(len(kinds))]
    failed = {one.name for one in answers if isinstance(one, DocumentError)}
    # A batch dies over its first deadly document, so that the others still have their first death before them.
    assert {str(n) for n, kind in enumerate(kinds) if kind == "error"} <= failed
    assert not {str(n) for n, kind in enumerate(kinds) if kind in {"good", "dies once"}} & failed
    assert {str(n) for n, kind in enumerate(kinds) if kind == "dies"} <= failed


def test_only_so_much_is_out_at_once_and_documents_are_taken_as_they_are_needed() -> None:
    taken = 0

    def documents() -> Iterator[Document]:
        nonlocal taken
        for number in range(BATCH_DOCUMENTS * 50):
            taken += 1
            yield document(str(number))

    fakes = Fakes()
    answers = read_by(fakes, documents())
    next(answers)
    assert taken <= BATCH_DOCUMENTS * (AHEAD * fakes.count + 1)
    assert fakes.most <= AHEAD * fakes.count
    answers.close()


@pytest.fixture
def _no_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the main module, which a new process would run: tests of pages leave a page of theirs in its place."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


@pytest.mark.slow
@pytest.mark.usefixtures("_no_main")
def test_processes_that_die_are_replaced_and_the_rest_goes_on(index: object, tmp_path: Path) -> None:
    there = tmp_path / "was here"
    documents = [document(str(number), "a" * 2000) for number in range(200)]
    documents.insert(100, document("deadly", "a" * 2000))
    documents.insert(40, document("once", title=str(there)))
    answers = list(read_by(Processes(2, deadly.read), documents))
    assert names(answers) == [one.id for one in documents]
    (failed,) = [one for one in answers if isinstance(one, DocumentError)]
    assert failed.name == "deadly"
    assert "died" in failed.reason
    assert there.exists()


@pytest.mark.slow
@pytest.mark.usefixtures("_no_main")
def test_processes_read_what_one_process_reads(index: object, tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    for number in range(30):
        text = f"قصفت المدفعية مدينة درنة أمس. ونقلت {number} طائرة مقاتلين من دمشق إلى بنغازي."
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    (folder / "11-broken.docx").write_bytes(b"PK no archive")
    alone = list(read_all([folder]))
    several = list(read_all([folder], spread=Spread(workers=2)))
    assert [str(one) for one in several] == [str(one) for one in alone]
    assert any(isinstance(one, Reading) and one.flows for one in several)
