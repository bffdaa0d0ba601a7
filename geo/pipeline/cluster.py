"""The workers of a Dask cluster as hands: on this machine or on many, each opens the gazetteer once.

Dask moves the work of a worker that dies to another; what made several die in a row (``allowed-failures`` of the
scheduler) it gives up, and that is then read document by document. Each worker needs this program at the same version,
its own compiled gazetteer (made at first use) and the same data: what differs is said before anything is read.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geo
from geo.errors import ClusterError
from geo.model import Document
from geo.pipeline.crew import Answer, Batch, HandsLostError, Read, read_batch
from geo.reading.gazetteer.index import open_index

if TYPE_CHECKING:
    from geo.workspace.corrections.entries import OwnPlace

__all__ = ["CONNECT_SECONDS", "Cluster"]

CONNECT_SECONDS = 10.0
_EXTRA = "pip install -r requirements-scale.txt"


class Cluster:
    """The workers of the Dask scheduler at an address such as ``tcp://127.0.0.1:8786``.

    ``read`` is what each does with a batch.
    """

    def __init__(self, address: str, read: Read = read_batch) -> None:
        self.address = address
        self.tries = 1  # Dask tries again by itself
        self._read = read
        self._client: Any = None

    @property
    def count(self) -> int:
        """How many threads and processes its workers have just now; at least one, which may be on its way."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    @contextmanager
    def working(self) -> Iterator[None]:
        """Hold the connection as long as it is needed; what is still to be read is dropped at the end.

        Raises
        ------
        ClusterError
            When nobody answers at the address, or workers have another version or another gazetteer.
        """
        try:
            from distributed import Client
        except ImportError as error:
            raise ClusterError(f"{self.address}: Dask is not installed here: {_EXTRA}") from error
        try:
            connect: Any = Client
            self._client = connect(self.address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(
                f"{self.address}: no Dask scheduler answers there ({error}); start one with `dask scheduler`"
            ) from error
        try:
            self._check()
            yield
        finally:
            self._client.close()

    def hand_out(self, batch: Batch, places: "tuple[OwnPlace, ...]") -> "_Pending":
        """Let one of them read a batch."""
        return _Pending(self._client.submit(self._read, batch, places, pure=False), self.address)

    def hand_out_alone(self, document: Document, places: "tuple[OwnPlace, ...]") -> "_Pending":
        """Let one of them read a document: what Dask gives up is this document's own fault."""
        return self.hand_out((document,), places)

    def _check(self) -> None:
        """Refuse workers that would read otherwise than this process."""
        ours = _reads_with()
        try:
            theirs: dict[str, Any] = self._client.run(_reads_with)
        except ImportError as error:
            raise ClusterError(f"{self.address}: a worker has not this program installed: {error}") from error
        for worker, one in sorted(theirs.items()):
            if one != ours:
                raise ClusterError(
                    f"{self.address}: worker {worker} reads with {one}, this program with {ours}: make them the same"
                )


@dataclass(frozen=True, slots=True)
class _Pending:
    future: Any
    address: str

    def answers(self) -> Sequence[Answer]:
        """Wait for the answers."""
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        try:
            found: list[Answer] = self.future.result()
        except KilledWorker as error:
            raise HandsLostError from error
        except FutureCancelledError as error:
            raise ClusterError(f"{self.address}: the connection to the scheduler was lost") from error
        return found


def _reads_with() -> str:
    """Say what readings rest on: the program's version and its gazetteer."""
    return f"version {geo.__version__} and {open_index().folder.name}"
