"""Prints how well the project reads its own truth, and other people's where it is at hand.

    python benchmarks/accuracy.py                 # the tables
    python benchmarks/accuracy.py --show 20       # and what is missed and false in the sets that rules are written by

``held`` sets only measure: none of their rows is ever shown, so that no rule can be fitted to them. Places that a user
added to the gazetteer are left out of it.
"""

import argparse
import csv
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[1]
if str(_ROOT) not in sys.path:  # run as a script, Python looks beside it and not in the project
    sys.path.insert(0, str(_ROOT))

from benchmarks.score import Row, Score, score_events, score_flows, score_mentions  # noqa: E402
from geo.coordinates import distance_km  # noqa: E402
from geo.model import Document, Event, Flow, Mention, Place  # noqa: E402
from geo.pipeline import read  # noqa: E402
from geo.reading.gazetteer.index import Index, open_index  # noqa: E402

__all__ = [
    "GENRES",
    "NO_GAZETTEER",
    "OWN_SETS",
    "OWN_TRUTH",
    "Listed",
    "Measured",
    "format_genres",
    "format_table",
    "measure",
    "measure_calibration",
    "measure_list",
    "measure_mentions",
    "truth_rows",
]

OWN_TRUTH = _ROOT / "tests" / "truth"
_OTHER_TRUTH = _ROOT.parent / "shared" / "truth"
OWN_SETS = {name: OWN_TRUTH / name for name in ("dev", "held", "told/dev", "told/held")}
"""Reports annotated for events and flows; those of ``told`` for nothing else."""
_SHOWN = ("dev", "told/dev")
_KINDS = ("mentions", "flows", "events")
NO_GAZETTEER = Path(tempfile.gettempdir()) / "kharita-no-added-places"
"""A folder that is not there: what a user added to the gazetteer is left out of what is measured."""
GENRES = {
    f"{folder.parent.name}/{folder.name}": folder
    for folder in sorted((OWN_TRUTH / "genres").glob("*/*"))
    if folder.is_dir()
}
"""Texts of other kinds than reports of wars, annotated for mentions only."""
LISTS = {"syria": OWN_TRUTH / "places" / "syria.csv", "libya": OWN_TRUTH / "places" / "libya.csv"}
_NEAR_KM = 25.0
_SENTENCES = {
    "syria": ("en", "spelling", "Shelling was reported in {} on Monday, the Syrian Observatory said."),
    "libya": ("ar", "name_ar", "وقعت اشتباكات في {} مساء أمس، بحسب مصدر ليبي."),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """Scores of one set of documents; ``mentions`` is None where they are not annotated."""

    mentions: Score | None
    flows: Score
    events: Score

    def scores(self) -> Iterator[tuple[str, Score]]:
        """Kinds of record that are judged, each with its score."""
        for kind in _KINDS:
            score: Score | None = getattr(self, kind)
            if score is not None:
                yield kind, score


def measure(folder: Path, index: Index | None = None) -> Measured:
    """Read every document of a folder of truth and score what was read.

    Parameters
    ----------
    folder
        Holds ``docs.jsonl``, ``flows.jsonl``, ``events.jsonl`` and perhaps ``mentions.jsonl``, without which mentions
        are not judged, and ``traps.jsonl``: texts that count for mentions only.
    """
    index = index or open_index()
    mentions: list[Row] = []
    flows: list[Row] = []
    events: list[Row] = []
    traps = {row["id"] for row in truth_rows(folder, "traps")}
    for row in (*truth_rows(folder, "docs"), *truth_rows(folder, "traps")):
        reading = read(_document(row), index)
        mentions.extend(map(_mention_row, reading.mentions))
        if row["id"] not in traps:
            flows.extend(map(_flow_row, reading.flows))
            events.extend(map(_event_row, reading.events))
    annotated = truth_rows(folder, "mentions")
    return Measured(
        mentions=score_mentions(annotated, mentions) if annotated else None,
        flows=score_flows(truth_rows(folder, "flows"), flows),
        events=score_events(truth_rows(folder, "events"), events),
    )


def measure_mentions(folder: Path, index: Index) -> Score:
    """Read every document of a folder of truth and score its mentions alone."""
    mentions = [
        _mention_row(mention) for row in truth_rows(folder, "docs") for mention in read(_document(row), index).mentions
    ]
    return score_mentions(truth_rows(folder, "mentions"), mentions)


def measure_calibration(folders: Iterable[Path], index: Index) -> float:
    """How far the scores of mentions are off, on average, from the share that is right (expected calibration error).

    In ten bins of equal width; right is a mention that the truth has, put within the truth's radius.
    """
    bins = [[0.0, 0.0] for _ in range(10)]
    total = 0
    for folder in folders:
        truth = truth_rows(folder, "mentions")
        for row in truth_rows(folder, "docs"):
            own = [gold for gold in truth if gold["doc"] == row["id"] and gold["role"] != "embedded"]
            for mention in read(_document(row), index).mentions:
                if mention.role == "embedded" or mention.resolution is None or mention.place is None:
                    continue
                score = mention.resolution.score
                place = min(9, int(score * 10))
                bins[place][0] += score
                bins[place][1] += any(_is_right(gold, mention) for gold in own)
                total += 1
    return sum(abs(said - right) for said, right in bins) / max(1, total)


def _is_right(gold: Row, mention: Mention) -> bool:
    place = mention.place
    if place is None or gold["start"] >= mention.end or mention.start >= gold["end"]:
        return False
    allowed_km = max(float(gold["radius_km"]), _NEAR_KM)
    return distance_km(gold["lon"], gold["lat"], place.lon, place.lat) <= allowed_km


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """Shares of listed names that are placed within 25 km, each in one sentence; by class, or by weight of events."""

    shares: dict[str, float]
    missed: tuple[str, ...]


def measure_list(name: str, index: Index) -> Listed:
    """Read each name of a list of places in a sentence of its own and see whether it is put where it is."""
    language, column, sentence = _SENTENCES[name]
    found: dict[str, float] = {}
    total: dict[str, float] = {}
    missed = []
    with LISTS[name].open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            group, weight = row.get("class") or "weighted by events", float(row.get("weight") or 1)
            text = sentence.format(row[column])
            places = (mention.place for mention in read(Document(id="d", text=text, language=language), index).mentions)
            lat, lon = float(row["lat"]), float(row["lon"])
            near = any(p is not None and distance_km(lon, lat, p.lon, p.lat) <= _NEAR_KM for p in places)
            total[group] = total.get(group, 0) + weight
            found[group] = found.get(group, 0) + weight * near
            missed += [] if near else [row[column]]
    return Listed(shares={group: found[group] / total[group] for group in total}, missed=tuple(missed))


def truth_rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """Rows of one file of a folder of truth; none where there is no such file."""
    path = folder / f"{name}.jsonl"
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _document(row: Row) -> Document:
    published = row.get("published")
    return Document(
        id=row["id"],
        text=row["text"],
        language=row.get("lang") or row.get("language") or "ar",
        title=row.get("title") or "",
        publisher=row.get("publisher") or "",
        published=date.fromisoformat(published) if published else None,
    )


def _mention_row(mention: Mention) -> Row:
    where = _place_row(mention.place) or dict.fromkeys(("country", "kind", "lat", "lon", "radius_km"))
    own = {"doc": mention.doc, "start": mention.start, "end": mention.end, "text": mention.text, "role": mention.role}
    return {**where, **own}


def _place_row(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    names = ("name", "country", "kind", "lat", "lon", "radius_km")
    return {name: getattr(place, name) for name in names}


def _told_row(record: Event | Flow) -> dict[str, Any]:
    return {
        "doc": record.doc,
        "date_from": record.date.date_from.isoformat() if record.date.date_from else None,
        "date_to": record.date.date_to.isoformat() if record.date.date_to else None,
        "claimed_by": record.claim.claimed_by or next(iter(record.claim.denied_by), None),
        "status": record.claim.status,
        "start": record.evidence.start,
        "end": record.evidence.end,
        "quote": record.evidence.quote,
    }


def _flow_row(flow: Flow) -> Row:
    ends = {"origin": _place_row(flow.origin), "destination": _place_row(flow.destination)}
    return {**_told_row(flow), **ends, "mode": flow.mode, "carrier": flow.carrier, "count": flow.count}


def _event_row(event: Event) -> Row:
    return {**_told_row(event), "type": event.type, "places": [_place_row(place) for place in event.places]}


def format_table(sets: Sequence[tuple[str, Measured]]) -> str:
    """Lay the figures out, one line for each set and kind of record that is judged in it."""
    lines = []
    for name, measured in sets:
        for kind, score in measured.scores():
            figures = " ".join(
                f"{key}={value:.0f}" if key == "embedded_taken" else f"{key}={value:.2f}"
                for key, value in score.attributes.items()
            )
            lines.append(
                f"{name:<9} {kind:<8} P={score.precision:.3f} R={score.recall:.3f} F1={score.f1:.3f} "
                f"n={score.gold:<4} {figures}"
            )
    return "\n".join(lines)


def format_genres(scores: Mapping[str, Score]) -> str:
    """Lay the figures of the genres out, one line for each set."""
    return "\n".join(
        f"{name:<22} P={score.precision:.3f} R={score.recall:.3f} F1={score.f1:.3f} n={score.gold:<4} "
        f"exact={score.attributes['exact']:.2f} role={score.attributes['role']:.2f} "
        f"placed_f1={score.attributes['placed_f1']:.2f}"
        for name, score in scores.items()
    )


def _leftovers(measured: Measured, limit: int) -> Iterator[str]:
    for kind, score in measured.scores():
        for verdict, rows in (("missed", score.missed), ("extra", score.extra)):
            for row in rows[:limit]:
                said = row.get("what") or row.get("quote") or f"{row.get('text')} ({row.get('name')})"
                yield f"{verdict} {kind} {row['doc']}: {said}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Accuracy on the project's own truth.")
    parser.add_argument(
        "--show", type=int, default=0, metavar="N", help=f"N errors of each kind in {' and '.join(_SHOWN)}"
    )
    options = parser.parse_args()
    os.environ["KHARITA_GAZETTEER"] = str(NO_GAZETTEER)
    index = open_index()
    folders = {**OWN_SETS, "articles": _OTHER_TRUTH}
    sets = [(name, measure(folder, index)) for name, folder in folders.items() if folder.is_dir()]
    print(format_table(sets))
    genres = {name: measure_mentions(folder, index) for name, folder in GENRES.items()}
    print(format_genres(genres))
    for part in ("dev", "held"):
        error = measure_calibration((folder for folder in GENRES.values() if folder.name == part), index)
        print(f"calibration/{part:<10} mean error of scores={error:.3f}")
    for name in LISTS:
        listed = measure_list(name, index)
        print(f"{name:<22} " + " ".join(f"{group}={share:.3f}" for group, share in listed.shares.items()))
    for name, measured in sets:
        if name in _SHOWN and options.show:
            print("\n".join(_leftovers(measured, options.show)))


if __name__ == "__main__":
    main()
