"""A real scheduler and real workers on the loopback interface: the same readings, and nothing lost when workers die."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from geo.errors import ClusterError, DocumentError
from geo.model import Document, Reading
from geo.pipeline import Spread, read_all
from geo.pipeline.cluster import Cluster
from geo.pipeline.crew import read_by
from tests.pipeline import deadly

ROOT = Path(__file__).resolve().parents[2]
STARTING_SECONDS = 60
QUIET = {
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "2",  # given up at the third death
    "DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": "100",
    "PYTHONWARNINGS": "ignore",
}

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("index")]


@contextmanager
def dask(*words: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Start a process of Dask's, and end it."""
    started = subprocess.Popen(
        [sys.executable, "-m", "dask", *words],
        cwd=ROOT,
        env={**os.environ, **QUIET},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(timeout=20)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + STARTING_SECONDS
    while not holds():
        assert time.monotonic() < end, "Dask did not start"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from distributed import Client

    file = tmp_path_factory.mktemp("dask") / "scheduler.json"
    with dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)):
        wait_until(file.exists)
        with Client(scheduler_file=str(file), set_as_default=False, timeout=STARTING_SECONDS) as client:
            yield client.scheduler.address


@contextmanager
def workers(scheduler: str, count: int, *more: str) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Start so many workers of one thread each, and wait until all are there and nobody else is."""
    from distributed import Client

    where = ("--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard", "--local-directory", "/tmp")
    with ExitStack() as held:
        client = held.enter_context(Client(scheduler, set_as_default=False, timeout=STARTING_SECONDS))
        wait_until(lambda: not client.nthreads())
        started = [held.enter_context(dask("worker", scheduler, *where, *more)) for _ in range(count)]
        wait_until(lambda: len(client.nthreads()) == count)
        yield started


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    for number in range(40):
        text = "وهدأ الوضع في درنة مساء. " * 120 + f"ونقلت {number} طائرة مقاتلين من دمشق إلى بنغازي."
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    (folder / "11-broken.docx").write_bytes(b"PK no archive")
    return folder


def test_workers_read_what_one_process_reads_though_one_is_killed_half_way(scheduler: str, sources: Path) -> None:
    alone = [str(one) for one in read_all([sources])]
    with workers(scheduler, 2, "--no-nanny") as (first, _):
        answers = read_all([sources], spread=Spread(scheduler=scheduler))
        found = [str(next(answers))]
        first.kill()
        found += map(str, answers)
    assert found == alone


def test_a_document_that_kills_its_workers_is_put_aside_by_its_name(scheduler: str) -> None:
    documents = [Document(id=str(number), text="نص", language="ar") for number in range(5)]
    documents.insert(2, Document(id="deadly", text="نص", language="ar"))
    with workers(scheduler, 1):
        answers = list(read_by(Cluster(scheduler, deadly.read), documents))
    assert [one.document.id for one in answers if isinstance(one, Reading)] == ["0", "1", "2", "3", "4"]
    (failed,) = [one for one in answers if isinstance(one, DocumentError)]
    assert failed.name == "deadly"


def test_where_nobody_answers_the_address_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.pipeline.cluster.CONNECT_SECONDS", 0.5)
    with pytest.raises(ClusterError, match=r"tcp://127\.0\.0\.1:9.*no Dask scheduler answers"):
        list(read_all([], spread=Spread(scheduler="tcp://127.0.0.1:9")))


@pytest.mark.parametrize("address", ["nonsense", "ftp://127.0.0.1", ":", "tcp://"])
def test_what_is_no_address_is_named(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.pipeline.cluster.CONNECT_SECONDS", 0.5)
    with pytest.raises(ClusterError, match="no Dask scheduler answers"):
        list(read_all([], spread=Spread(scheduler=address)))


def test_workers_that_read_otherwise_are_refused(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.__version__", "0.0.0")
    with workers(scheduler, 1, "--no-nanny"), pytest.raises(ClusterError, match=r"version 0\.0\.0"):
        list(read_all([], spread=Spread(scheduler=scheduler)))
