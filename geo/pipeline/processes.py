"""Processes of this machine as hands: each opens the gazetteer once, which all of them share in memory."""

import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING

from geo.model import Document
from geo.pipeline.crew import Answer, Batch, HandsLostError, Read, read_batch
from geo.reading.gazetteer.index import open_index

if TYPE_CHECKING:
    from geo.workspace.corrections.entries import OwnPlace

__all__ = ["TRIES", "Processes"]

TRIES = 3


class Processes:
    """So many processes of this machine; ``read`` is what each does with a batch."""

    def __init__(self, count: int, read: Read = read_batch) -> None:
        self.count, self.tries = count, TRIES
        self._all, self._one = _Pool(count, read), _Pool(1, read)

    @contextmanager
    def working(self) -> Iterator[None]:
        """Hold the processes as long as they are needed; what is still to be read is dropped at the end."""
        open_index()  # compiled here, if it has to be, before many wait for it
        try:
            yield
        finally:
            self._all.end()
            self._one.end()

    def hand_out(self, batch: Batch, places: "tuple[OwnPlace, ...]") -> "_Pending":
        """Let one of them read a batch."""
        return self._all.submit(batch, places)

    def hand_out_alone(self, document: Document, places: "tuple[OwnPlace, ...]") -> "_Pending":
        """Let a process of its own read a document."""
        return self._one.submit((document,), places)


class _Pool:
    """A pool of processes, made when it is needed; one that dies takes its pool along, which is then made anew."""

    def __init__(self, count: int, read: Read) -> None:
        self._count, self._read = count, read
        self._executor: ProcessPoolExecutor | None = None

    def submit(self, batch: Batch, places: "tuple[OwnPlace, ...]") -> "_Pending":
        if self._executor is None:
            self._executor = ProcessPoolExecutor(self._count, mp_context=get_context("spawn"), initializer=_begin)
        executor = self._executor
        try:
            return _Pending(self, executor, executor.submit(self._read, batch, places))
        except BrokenProcessPool as error:
            self.lose(executor)
            raise HandsLostError from error

    def lose(self, executor: ProcessPoolExecutor) -> None:
        """Take note that the processes of this executor are dead."""
        if executor is self._executor:
            self.end()

    def end(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None


@dataclass(frozen=True, slots=True)
class _Pending:
    pool: _Pool
    executor: ProcessPoolExecutor
    future: "Future[list[Answer]]"

    def answers(self) -> Sequence[Answer]:
        """Wait for the answers."""
        try:
            return self.future.result()
        except BrokenProcessPool as error:
            self.pool.lose(self.executor)
            raise HandsLostError from error


def _begin() -> None:
    """Prepare a process: whoever stops the program by the keyboard stops the parent, which ends its processes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    open_index()
