"""Prints how the cost of merging what documents tell grows with their number.

    python benchmarks/corroboration.py                 # 1,000 to 16,000 documents, doubling
    python benchmarks/corroboration.py --most 4000     # a quick look
    python benchmarks/corroboration.py --add           # and adding one document to a workspace of each size on disk

Readings are made up, not read, so that nothing but the merging is measured. A world of incidents is drawn first, some
places, types and parties far oftener than others; documents then tell incidents of the days before their publication,
with the day, the month or no date, of the town or its country, in their own voice or somebody else's, now and then as
a denial. A collection can grow in three ways, and each is a table:

- *longer*: twenty documents a day, the more documents the more days;
- *denser*: the same ninety days, the more documents the more incidents a day;
- *louder*: one incident, which every document tells.

Each figure is the least of the rounds, in seconds of one core's time, so that other programs count for little; what
counts is the ratio, the cost of a document against its cost in the smallest collection.
"""

import argparse
import gc
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import process_time

_ROOT = Path(__file__).resolve().parents[1]
if str(_ROOT) not in sys.path:  # run as a script, Python looks beside it and not in the project
    sys.path.insert(0, str(_ROOT))

from geo.model import (  # noqa: E402
    CARGOES,
    EVENT_TYPES,
    Claim,
    DateSpan,
    Document,
    Event,
    Evidence,
    Fatalities,
    Flow,
    Place,
    Reading,
)
from geo.workspace.corroborate import corroborate  # noqa: E402
from geo.workspace.store import Workspace  # noqa: E402

__all__ = ["GROWTHS", "make_readings", "side_of"]

GROWTHS = ("longer", "denser", "louder")
START = date(2019, 1, 1)
DAYS = 90
DOCUMENTS_A_DAY = 20
INCIDENTS_A_DOCUMENT = 2
TOLD_IN_A_DOCUMENT = 4
TOWNS_A_COUNTRY = 60
TEXT = "نص مصنوع لقياس الكلفة لا يقرؤه أحد. " * 70  # as long as an article: a text is hashed when it speaks for itself

COUNTRIES = ("LY", "SY", "TR", "RU", "EG")
PARTIES = tuple(f"Party {number}" for number in range(40))
OUTLETS = tuple(f"Outlet {number}" for number in range(80))
CARRIERS = ("", "", "", "Cham Wings", "Afriqiyah", "Libyan Wings")
SPEAKERS = tuple(f"Speaker {number} ({party} spokesman)" for number, party in enumerate(PARTIES))


@dataclass(frozen=True, kw_only=True, slots=True)
class Incident:
    """What happened, as nobody tells it in full."""

    day: date
    kind: str
    mode: str
    places: tuple[Place, ...]
    parties: tuple[str, ...]
    carrier: str
    cargo: str
    number: int


def side_of(name: str) -> str:
    """Put every fourth party on one side."""
    digits = "".join(letter for letter in name.rsplit("(", maxsplit=1)[-1] if letter.isdigit())
    return f"side {int(digits) % 4}" if "Party" in name else ""


def make_readings(number: int, *, growth: str, seed: int = 7) -> list[Reading]:
    """Make that many documents' readings, the same each time."""
    chance = Random(seed)  # noqa: S311 (no secrets here)
    places = _places(chance)
    days = max(1, number // DOCUMENTS_A_DAY) if growth == "longer" else DAYS
    incidents = [_incident(chance, places, days) for _ in range(INCIDENTS_A_DOCUMENT * number)]
    incidents.sort(key=lambda one: one.day)
    if growth == "louder":
        incidents = [replace(next(one for one in incidents if one.kind != "flow"), day=START)]
    return [_reading(chance, index, number, incidents, growth) for index in range(number)]


def _places(chance: Random) -> dict[str, list[Place]]:
    """Countries, each with its towns."""
    found = {}
    for number, code in enumerate(COUNTRIES):
        lat, lon = 15.0 + 8 * number, 10.0 + 8 * number
        country = Place(id=code, name=code, kind="country", country=code, lat=lat, lon=lon, radius_km=400.0)
        towns = [
            Place(
                id=f"{code}-{town}",
                name=f"Town {code} {town}",
                kind="city" if town < 10 else "town",
                country=code,
                lat=lat + chance.uniform(-3, 3),
                lon=lon + chance.uniform(-3, 3),
                radius_km=8.0,
            )
            for town in range(TOWNS_A_COUNTRY)
        ]
        found[code] = [country, *towns]
    return found


def _skewed(chance: Random, number: int) -> int:
    """Draw an index below the number, small ones far oftener."""
    return int(number * chance.random() ** 3)


def _town(chance: Random, places: dict[str, list[Place]]) -> Place:
    towns = places[COUNTRIES[_skewed(chance, len(COUNTRIES))]][1:]
    return towns[_skewed(chance, len(towns))]


def _incident(chance: Random, places: dict[str, list[Place]], days: int) -> Incident:
    flow = chance.random() < 0.25
    kind = "flow" if flow else EVENT_TYPES[::-1][_skewed(chance, len(EVENT_TYPES))]
    modes = ("flight", "sea", "road") if flow else ("artillery", "airstrike", "", "")
    number = 2 if flow or chance.random() < 0.1 else 1
    return Incident(
        day=START + timedelta(days=chance.randrange(days)),
        kind=kind,
        mode=chance.choice(modes),
        places=tuple(_town(chance, places) for _ in range(number)),
        parties=tuple(PARTIES[_skewed(chance, len(PARTIES))] for _ in range(2)),
        carrier=chance.choice(CARRIERS),
        cargo=chance.choice(CARGOES),
        number=1 + _skewed(chance, 40),
    )


def _reading(chance: Random, index: int, number: int, incidents: Sequence[Incident], growth: str) -> Reading:
    """A document that tells incidents of the days before it, the same few oftener than the others."""
    newest = (index + 1) * len(incidents) // number
    document = Document(
        id=f"doc-{index:06}",
        text=f"{index} {TEXT}",
        language="ar",
        publisher=OUTLETS[_skewed(chance, len(OUTLETS))],
        published=incidents[max(newest - 1, 0)].day + timedelta(days=1) if chance.random() < 0.95 else None,
    )
    if growth == "louder":
        chosen = list(incidents)
    else:
        chosen = [incidents[max(newest - 1 - _skewed(chance, 120), 0)] for _ in range(TOLD_IN_A_DOCUMENT)]
    events, flows = [], []
    for place, incident in enumerate(chosen):
        if incident.kind == "flow":
            flows.append(_flow(chance, document.id, place, incident))
        else:
            events.append(_event(chance, document.id, place, incident))
    return Reading(document=document, events=tuple(events), flows=tuple(flows))


def _event(chance: Random, doc: str, place: int, incident: Incident) -> Event:
    toll = incident.number + chance.choice((0, 0, 0, 1))
    return Event(
        id=f"e-{place}",
        doc=doc,
        type=incident.kind,  # type: ignore[arg-type]
        mode=incident.mode if chance.random() < 0.7 else "",
        date=_date(chance, incident.day),
        places=tuple(_told_place(chance, one) for one in incident.places),
        actors=incident.parties[:1] if chance.random() < 0.8 else (),
        recipients=incident.parties[1:] if chance.random() < 0.4 else (),
        fatalities=Fatalities(low=toll, best=toll, high=toll) if chance.random() < 0.3 else None,
        claim=_claim(chance, incident),
        evidence=_evidence(chance, doc, place),
    )


def _flow(chance: Random, doc: str, place: int, incident: Incident) -> Flow:
    counted = chance.random() < 0.4
    return Flow(
        id=f"f-{place}",
        doc=doc,
        origin=_told_place(chance, incident.places[0]) if chance.random() < 0.9 else None,
        destination=_told_place(chance, incident.places[1]),
        mode=incident.mode if chance.random() < 0.7 else "unknown",  # type: ignore[arg-type]
        cargo=(incident.cargo,) if chance.random() < 0.7 else (),  # type: ignore[arg-type]
        carrier=incident.carrier if chance.random() < 0.5 else "",
        count=incident.number if counted else None,
        unit="flights" if counted else "",
        date=_date(chance, incident.day),
        claim=_claim(chance, incident),
        evidence=_evidence(chance, doc, place),
    )


def _told_place(chance: Random, place: Place) -> Place:
    if chance.random() < 0.85:
        return place
    return Place(
        id=place.country, name=place.country, kind="country", country=place.country, lat=0.0, lon=0.0, radius_km=400.0
    )


def _date(chance: Random, day: date) -> DateSpan:
    """The day, the one after, a week, the month, or nothing."""
    drawn = chance.random()
    if drawn < 0.65:
        told = day + timedelta(days=chance.choice((0, 0, 0, 1)))
        return DateSpan(date_from=told, date_to=told, precision=1)
    if drawn < 0.7:
        return DateSpan(date_from=day - timedelta(days=3), date_to=day + timedelta(days=3), precision=2)
    if drawn < 0.8:
        first = day.replace(day=1)
        return DateSpan(date_from=first, date_to=first + timedelta(days=29), precision=4)
    return DateSpan()


def _claim(chance: Random, incident: Incident) -> Claim:
    party = PARTIES.index(incident.parties[0])
    drawn = chance.random()
    if drawn < 0.03:
        return Claim(denied_by=incident.parties[1:], status="denied")
    if drawn < 0.08:
        return Claim(claimed_by=PARTIES[party], status="planned")
    if drawn < 0.35:
        return Claim(claimed_by=chance.choice((PARTIES[party], SPEAKERS[party])), status="claimed")
    if drawn < 0.45:
        speaker = SPEAKERS[_skewed(chance, len(SPEAKERS))]
        return Claim(claimed_by=speaker, chain=(PARTIES[party],), status="claimed")
    return Claim()


def _evidence(chance: Random, doc: str, place: int) -> Evidence:
    quote = f"جملة رقم {chance.randrange(10**9)} تقول ما حدث في ذلك اليوم كما رواه كاتبها"
    return Evidence(doc=doc, start=place * 100, end=place * 100 + len(quote), quote=quote)


def _seconds(readings: Sequence[Reading], rounds: int) -> tuple[float, int, int]:
    """Least seconds to merge the readings, and how many tellings went into how many records."""
    taken: list[float] = []
    tellings = records = 0
    for _ in range(rounds):
        gc.collect()
        begin = process_time()
        account = corroborate(readings, side_of=side_of)
        taken.append(process_time() - begin)
        told = [len(one.tellings) for one in account.events] + [len(one.tellings) for one in account.flows]
        tellings, records = sum(told), len(told)
    return min(taken), tellings, records


def _seconds_to_add(readings: Sequence[Reading]) -> float:
    """Seconds to add the last document to a workspace on disk that holds all the others."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder) / "w.gpkg", readings[:-1], side_of=side_of)
        gc.collect()
        begin = process_time()
        workspace.add(readings[-1:])
        return process_time() - begin


def _sizes(least: int, most: int) -> Iterator[int]:
    while least <= most:
        yield least
        least *= 2


def main() -> None:
    """Print a table for each way of growing."""
    parser = argparse.ArgumentParser(description="Cost of corroboration by number of documents.")
    parser.add_argument("--least", type=int, default=1000)
    parser.add_argument("--most", type=int, default=16000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--add", action="store_true", help="also time adding one document to a workspace on disk")
    parser.add_argument("--growth", choices=GROWTHS, action="append", help="only this way of growing")
    asked = parser.parse_args()
    _seconds(make_readings(asked.least, growth="longer"), 1)  # warms up and does not count
    for growth in asked.growth or GROWTHS:
        print(f"{growth:<8}{'tellings':>10}{'records':>9}{'s per 1,000':>13}{'ratio':>7}", end="")
        print(f"{'s to add one':>14}{'per 1,000':>11}" if asked.add else "")
        first = 0.0
        for number in _sizes(asked.least, asked.most):
            readings = make_readings(number, growth=growth)
            seconds, tellings, records = _seconds(readings, asked.rounds)
            each = 1000 * seconds / number
            first = first or each
            print(f"{number:<8}{tellings:>10}{records:>9}{each:>13.3f}{each / first:>7.2f}", end="")
            if asked.add:
                adding = _seconds_to_add(readings)
                print(f"{adding:>14.2f}{1000 * adding / number:>11.3f}", end="")
            print(flush=True)
        print()


if __name__ == "__main__":
    main()
