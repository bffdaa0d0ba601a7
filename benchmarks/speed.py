"""Prints how fast the project reads, as ratios within one run.

    python benchmarks/speed.py                          # everything but the long stream, some minutes
    python benchmarks/speed.py --rounds 9 --only reading
    python benchmarks/speed.py --only memory --stream 100000

Everything is compared with a *bare scan* of the same text: fold with offsets, tokenise, longest match in our own index,
nothing more. Each figure is the median of the rounds, the works taking turns a few texts at a time; the first round
warms up and does not count. Ratios on one core are of processor time, which a busy machine disturbs least. What needs
processes of its own (start, index, memory, two at once) is in `speed_processes`, the texts in `speed_texts`.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

_ROOT = Path(__file__).resolve().parents[1]
if str(_ROOT) not in sys.path:  # run as a script, Python looks beside it and not in the project
    sys.path.insert(0, str(_ROOT))

from benchmarks.accuracy import NO_GAZETTEER  # noqa: E402
from benchmarks.speed_processes import (  # noqa: E402
    compare_index,
    compare_start,
    compare_two_processes,
    follow_memory,
)
from benchmarks.speed_texts import generated, generated_text, own_texts  # noqa: E402
from geo.model import Document  # noqa: E402
from geo.pipeline import read  # noqa: E402
from geo.reading.actors import load_actors  # noqa: E402
from geo.reading.gazetteer.index import Index, open_index  # noqa: E402
from geo.reading.mentions import find_mentions  # noqa: E402
from geo.reading.resolve import resolve  # noqa: E402
from geo.reading.text.analysis import analyse  # noqa: E402
from geo.reading.text.folding import Folded  # noqa: E402
from geo.reading.text.tokens import tokenise  # noqa: E402

__all__ = ["PARTS", "bare_scan", "main", "medians", "place"]

PARTS = ("reading", "lengths", "start", "index", "memory", "processes")
_LONGEST = 6
_AT_ONCE = 25  # documents that one work reads before the next has its turn
_LENGTHS = (500, 1_000, 2_000, 4_000, 8_000, 100_000)
_EACH_LENGTH = 200_000  # characters read of each length

Work = Callable[[Document], object]


def bare_scan(document: Document, index: Index) -> list[tuple[int, int]]:
    """Fold, tokenise and match the longest names of the index, leftmost first; token spans, end exclusive."""
    tokens = tokenise(Folded(document.text))
    words = [token.text for token in tokens]
    starts_name, prefixes = index.starts_name, index.prefixes
    found = []
    position = 0
    while position < len(words):
        last = position + 1
        if starts_name(words[position]):
            phrase = " ".join(words[position : position + _LONGEST])
            whole = [key for key in prefixes(phrase) if key == phrase or phrase[len(key)] == " "]
            if whole:
                last = position + whole[-1].count(" ") + 1
                found.append((position, last))
        position = last
    return found


def place(document: Document, index: Index) -> int:
    """Read the mentions of a document and resolve them; how many there are."""
    analysis = analyse(document)
    return len(resolve(analysis, find_mentions(analysis, index), index, load_actors().find(analysis)))


def medians(works: Sequence[Work], documents: Sequence[Document], rounds: int) -> list[float]:
    """Median seconds of processor time that each work takes over all documents, the works taking turns."""
    times: list[list[float]] = [[] for _ in works]
    for number in range(rounds + 1):
        taken = [0.0] * len(works)
        for first in range(0, len(documents), _AT_ONCE):
            for position, work in enumerate(works):
                begin = process_time()
                for document in documents[first : first + _AT_ONCE]:
                    work(document)
                taken[position] += process_time() - begin
        if number:
            for kept, seconds in zip(times, taken, strict=True):
                kept.append(seconds)
    return [median(kept) for kept in times]


def _works(index: Index) -> list[Work]:
    return [lambda d: bare_scan(d, index), lambda d: place(d, index), lambda d: read(d, index)]


def _compare_reading(index: Index, rounds: int, count: int) -> None:
    """Print the ratios of reading to the bare scan, on the truth and on generated texts."""
    made = list(generated(count, Index(index.folder)))
    for name, documents in (
        ("truth, Arabic", own_texts("ar")),
        ("truth, English", own_texts("en")),
        ("truth", own_texts()),
        ("generated, Arabic", [document for document in made if document.language == "ar"]),
        ("generated, English", [document for document in made if document.language == "en"]),
        ("generated", made),
    ):
        bare, placed, whole = medians(_works(index), documents, rounds)
        size = sum(len(document.text) for document in documents)
        words = sum(len(analyse(document).tokens) for document in documents)
        names = sum(len(read(document, index).mentions) for document in documents)
        print(
            f"{name:<18} {len(documents):>4} texts, {size:>7} characters, a name in {words / names:4.1f} words: bare "
            f"scan {size / bare / 1e6:.2f} million characters a second; mentions and places {placed / bare:.2f} times "
            f"that, everything {whole / bare:.2f} times ({size / whole / 1e3:.0f} thousand characters a second)",
            flush=True,
        )


def _compare_lengths(index: Index, rounds: int) -> None:
    """Print what a character costs in texts of several lengths."""
    names = Index(index.folder)
    least = 0.0
    for length in _LENGTHS:
        documents = [
            Document(
                id=f"long-{length}-{n}",
                text=generated_text(length, "en" if n % 2 else "ar", names, Random(f"{length} {n}")),  # noqa: S311
                language="en" if n % 2 else "ar",
            )
            for n in range(_EACH_LENGTH // length)
        ]
        size = sum(len(document.text) for document in documents)
        bare, placed, whole = (seconds / size * 1e6 for seconds in medians(_works(index), documents, rounds))
        least = least or whole
        print(
            f"length {length:>6}: {bare:.2f} microseconds a character bare, {placed:.2f} mentions and places, "
            f"{whole:.2f} everything, {whole / least:.2f} of what one costs in texts of {_LENGTHS[0]}",
            flush=True,
        )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Speed against a bare scan of the same text.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--documents", type=int, default=100, help="generated documents of 500 to 8,000 characters")
    parser.add_argument("--stream", type=int, default=3_000, help="documents over which memory is followed")
    parser.add_argument("--only", default=",".join(PARTS), help=f"parts to measure, of {','.join(PARTS)}")
    given = parser.parse_args()
    wanted = given.only.split(",")
    if unknown := set(wanted) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    os.environ["KHARITA_GAZETTEER"] = str(NO_GAZETTEER)
    index = open_index()
    parts: dict[str, Callable[[], None]] = {
        "reading": lambda: _compare_reading(index, given.rounds, given.documents),
        "lengths": lambda: _compare_lengths(index, given.rounds),
        "start": lambda: compare_start(given.rounds),
        "index": lambda: compare_index(given.rounds),
        "memory": lambda: follow_memory(given.stream, Index(index.folder)),
        "processes": lambda: compare_two_processes(given.rounds, Index(index.folder)),
    }
    for part in wanted:
        parts[part]()


if __name__ == "__main__":
    main()
