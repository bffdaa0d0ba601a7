"""Documents read by several hands at once, and handed back in their order, whatever happens to one of the hands.

Documents go out in batches, only so many at a time, so that memory stays flat over any number of them. Where hands die
over a batch (a crash in a library, no memory left), it is read again document by document, each with hands of its own:
what makes them die three times (a cluster has its own count) is put aside by its name, and the rest goes on.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from geo.errors import DocumentError
from geo.model import Document, Reading
from geo.pipeline.one import read_one

if TYPE_CHECKING:
    from geo.workspace.corrections.entries import OwnPlace

__all__ = ["Answer", "Batch", "Hands", "HandsLostError", "Pending", "Read", "read_batch", "read_by"]

BATCH_DOCUMENTS = 64
BATCH_CHARACTERS = 100_000
AHEAD = 3  # batches for each hand: one in work, one on its way, one done that waits for those before it

Item = Document | DocumentError
Answer = Reading | DocumentError
Batch = tuple[Item, ...]
Read = Callable[[Batch, "tuple[OwnPlace, ...]"], list[Answer]]


class HandsLostError(Exception):
    """The hands that read a batch died over it, or beside it; nobody knows which document it was."""


class Pending(Protocol):
    """Answers that are still to come."""

    def answers(self) -> Sequence[Answer]:
        """Wait for them; raises `HandsLostError`."""


class Hands(Protocol):
    """Who reads: processes of this machine, or of a cluster."""

    @property
    def count(self) -> int:
        """How many read at the same time."""

    @property
    def tries(self) -> int:
        """How often a document is handed out alone before it is put aside."""

    def working(self) -> AbstractContextManager[None]:
        """Hold them as long as they are needed."""

    def hand_out(self, batch: Batch, places: "tuple[OwnPlace, ...]") -> Pending:
        """Let a batch be read; raises `HandsLostError`. Those that died are replaced."""

    def hand_out_alone(self, document: Document, places: "tuple[OwnPlace, ...]") -> Pending:
        """Let a document be read by hands that read nothing else meanwhile."""


def read_batch(batch: Batch, places: "tuple[OwnPlace, ...]") -> list[Answer]:
    """Read a batch: what hands do."""
    return [item if isinstance(item, DocumentError) else read_one(item, places=places) for item in batch]


def read_by(hands: Hands, documents: Iterable[Item], places: "tuple[OwnPlace, ...]" = ()) -> Iterator[Answer]:
    """Let hands read documents, and yield the answers in the documents' order."""
    with hands.working():
        waiting: deque[tuple[Batch, Pending | None]] = deque()
        for batch in batches(documents):
            if len(waiting) >= AHEAD * hands.count:
                yield from _answers(hands, waiting, places)
            waiting.append((batch, _handed_out(hands, batch, places)))
        while waiting:
            yield from _answers(hands, waiting, places)


def batches(documents: Iterable[Item]) -> Iterator[Batch]:
    """Part documents into batches that take about as long as one another.

    Examples
    --------
    >>> list(batches([]))
    []
    """
    batch: list[Item] = []
    characters = 0
    for item in documents:
        batch.append(item)
        characters += 0 if isinstance(item, DocumentError) else len(item.text)
        if len(batch) >= BATCH_DOCUMENTS or characters >= BATCH_CHARACTERS:
            yield tuple(batch)
            batch, characters = [], 0
    if batch:
        yield tuple(batch)


def _handed_out(hands: Hands, batch: Batch, places: "tuple[OwnPlace, ...]") -> Pending | None:
    """Hand a batch out; None where the hands are dead: it is read when its turn comes."""
    try:
        return hands.hand_out(batch, places)
    except HandsLostError:
        return None


def _answers(
    hands: Hands, waiting: deque[tuple[Batch, Pending | None]], places: "tuple[OwnPlace, ...]"
) -> Iterator[Answer]:
    """Yield the answers to the first batch that waits."""
    batch, pending = waiting.popleft()
    try:
        if pending is not None:
            yield from pending.answers()
            return
    except HandsLostError:
        pass
    for item in batch:
        yield item if isinstance(item, DocumentError) else _alone(hands, item, places)


def _alone(hands: Hands, document: Document, places: "tuple[OwnPlace, ...]") -> Answer:
    """Read one document by itself, again where hands die over it."""
    for _ in range(hands.tries):
        try:
            (answer,) = hands.hand_out_alone(document, places).answers()
        except HandsLostError:
            continue
        return answer
    return DocumentError(document.id, "every process that read it died: it is put aside, please report this")
