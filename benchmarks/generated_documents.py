"""The made-up documents of the generated workspaces: a sentence for every telling, in English or Arabic, and mentions.

A document tells some twenty things of one country and of days near each other. Its text is a line with a town and the
country, and a sentence for each telling; what is quoted and mentioned is found in the text at the offsets given.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from benchmarks.generated_world import World, texts, words
from geo.model import EVENT_TYPES, STATUSES

__all__ = ["FIRST_DAY", "FLOW", "Documents", "Telling", "day_texts", "write_documents"]

Array = Any  # a numpy array
Generator = np.random.Generator
MakeIds = Callable[[str, int], Array]

FIRST_DAY = date(2019, 1, 1)
TABLED_DAYS = 5 * 366 + 40  # of which day texts are kept
TOLD = 18  # tellings in a document
FLOW = len(EVENT_TYPES)  # the sentence of a flow comes after those of the types
LANGUAGES = ("en", "ar")
_REASONS = (
    "the only place of that name",
    "the largest of that name; near the others of the text",
    "its country is named beside it",
    "near the place of the dateline",
)


@dataclass(frozen=True, kw_only=True)
class Telling:
    """Arrays of one length, a row a telling; the first tellings of all records come first, in the records' order.

    ``sentence`` is the position of the event type, or `FLOW`; ``place`` and ``to`` are positions in the world's places,
    ``status`` and ``voice`` positions too; -1 is none. ``day`` counts from `FIRST_DAY` and is the last of ``days`` that
    are told (0: none).
    """

    record: Array
    number: Array
    country: Array
    sentence: Array
    place: Array
    to: Array
    day: Array
    days: Array
    status: Array
    voice: Array


@dataclass(frozen=True, kw_only=True)
class Documents:
    """Columns of documents and of mentions, and for each telling where it is told."""

    columns: Mapping[str, Array]
    mentions: Mapping[str, Array]
    mentioned: Array
    mention_doc: Array
    publisher: Array
    published: Array
    doc: Array
    start: Array
    end: Array
    quote: Array
    words: Array


def day_texts() -> dict[str, Array]:
    """Return each day as ISO text, and in words of both languages; the last, -1, is no day."""
    said = words()
    days = [FIRST_DAY + timedelta(days=number) for number in range(TABLED_DAYS)]
    named = {
        code: [f"{day.day} {said[f'months_{code}'][day.month - 1]} {day.year}" for day in days] for code in LANGUAGES
    }
    return {"iso": texts([*map(str, days), ""])} | {code: texts([*listed, ""]) for code, listed in named.items()}


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """Which telling stands where: ``order`` sorts the tellings by document, ``doc`` says whose each then is."""

    order: Array
    doc: Array
    starts: Array
    arabic: Array
    published: Array
    publisher: Array


def write_documents(world: World, told: Telling, voices: Array, make_ids: MakeIds, rng: Generator) -> Documents:
    """Share the tellings out among documents and write these.

    ``voices`` are the names of all who claim; ``make_ids`` makes so many ids of a prefix.
    """
    plan = _plan(world, told, rng)
    sentences, offset = _sentences(world, told, plan, voices)
    heads, centres, nations = _heads(world, told, plan)
    lengths = _lengths(sentences) + 1
    reached = np.cumsum(lengths) - lengths
    start = _lengths(heads)[plan.doc] + reached - reached[plan.starts][plan.doc]
    ends = [*plan.starts[1:], len(sentences)]
    listed = sentences.tolist()
    bodies = [
        head + " ".join(listed[low:high]) for head, low, high in zip(heads, plan.starts.tolist(), ends, strict=True)
    ]
    columns = _document_columns(world, plan, bodies, centres)
    mentions = _mentions(world, told, plan, columns["id"], start + offset, (centres, nations), make_ids, rng)
    back = np.argsort(plan.order)  # to the order in which the tellings came
    return Documents(
        columns=columns,
        mentions=mentions.columns,
        mentioned=mentions.place,
        mention_doc=mentions.doc,
        publisher=plan.publisher[plan.doc][back],
        published=plan.published[plan.doc][back],
        doc=plan.doc[back],
        start=start[back],
        end=(start + lengths - 1)[back],
        quote=sentences[back],
        words=_spans(told, start[back] + offset[back], tongue=plan.arabic[plan.doc][back].astype(int), world=world),
    )


def _lengths(array: Array) -> Array:
    return np.fromiter(map(len, array), dtype=np.int64, count=len(array))


def _plan(world: World, told: Telling, rng: Generator) -> _Plan:
    """Put tellings of one country and near days together; those of one record into documents of their own."""
    order = np.lexsort((told.day, told.country, told.number))
    block = (told.number * len(world.countries) + told.country)[order]
    begins = np.flatnonzero(np.r_[True, block[1:] != block[:-1]])
    within = np.arange(len(order)) - np.repeat(begins, np.diff(np.r_[begins, len(order)]))
    first = within % TOLD == 0
    starts = np.flatnonzero(first)
    number = len(starts)
    last = np.r_[starts[1:], len(order)] - 1
    published = told.day[order][last] + rng.integers(0, 3, number)
    return _Plan(
        order=order,
        doc=np.cumsum(first) - 1,
        starts=starts,
        arabic=rng.random(number) < 0.6,
        published=np.where(rng.random(number) < 0.01, -1, published),
        publisher=(rng.zipf(1.3, number) - 1) % len(world.publishers),
    )


def _named(world: World) -> Array:
    """Names of places in English and Arabic, a row a language; the last is no place."""
    said = words()["somewhere"]
    rows = [[place.name for place in world.places], [place.name_ar or place.name for place in world.places]]
    return np.array([[*row, word] for row, word in zip(rows, said, strict=True)], dtype=object)


def _sentences(world: World, told: Telling, plan: _Plan, voices: Array) -> tuple[Array, Array]:
    """Write the sentence of each telling, in the order of the plan, and where in it the place stands."""
    said, order, days = words(), plan.order, day_texts()
    tongue = plan.arabic[plan.doc].astype(int)
    begun = [[said["types"][name][1 + row] for name in EVENT_TYPES] + [said["left"][row]] for row in (0, 1)]
    before = np.array(begun, dtype=object)[tongue, told.sentence[order]]
    named = _named(world)
    towards = np.array(said["bound_for"], dtype=object)[tongue] + named[tongue, told.to[order]]
    when = np.array(
        [
            [*(said["on"][row] + text for text in days[code][:-1]), said["no_date"][row]]
            for row, code in enumerate(LANGUAGES)
        ],
        dtype=object,
    )
    who = np.array([[*(word + name for name in voices), ""] for word in said["said_by"]], dtype=object)
    stand = np.array([[said.get(name, ["", ""])[row] + "." for name in STATUSES] for row in (0, 1)], dtype=object)
    text = before + named[tongue, told.place[order]]
    text = text + np.where(told.sentence[order] == FLOW, towards, "")
    text = text + when[tongue, np.where(told.days > 0, told.day, -1)[order]]
    text = text + who[tongue, told.voice[order]] + stand[tongue, told.status[order]]
    return text, _lengths(before)


def _spans(told: Telling, at: Array, *, tongue: Array, world: World) -> Array:
    """Write where the name of the place stands, as the workspace writes the words of a field."""
    ends = at + _lengths(_named(world)[tongue, told.place])
    fields = np.where(told.sentence == FLOW, "origin", "place").tolist()
    rows = zip(fields, at.tolist(), ends.tolist(), (told.place >= 0).tolist(), strict=True)
    return texts([f'[["{field}",{low},{high}]]' if known else "" for field, low, high, known in rows])


def _heads(world: World, told: Telling, plan: _Plan) -> tuple[Array, Array, Array]:
    """Write the first line of each document; return also which town and which country it names."""
    said, named, tongue = words(), _named(world), plan.arabic.astype(int)
    somewhere = told.place[plan.order][plan.starts]
    capital = {world.country[place]: place for place in reversed(np.flatnonzero(world.share > 0).tolist())}
    capitals = np.array([capital[number] for number in range(len(world.countries))])
    centres = np.where(somewhere < 0, capitals[told.country[plan.order][plan.starts]], world.centre_of[somewhere])
    nations = world.country_of[centres]
    before, comma = (np.array(said[name], dtype=object)[tongue] for name in ("correspondent", "comma"))
    return before + named[tongue, centres] + comma + named[tongue, nations] + ". ", centres, nations


def _document_columns(world: World, plan: _Plan, bodies: list[str], centres: Array) -> dict[str, Array]:
    said, tongue, days = words(), plan.arabic.astype(int), day_texts()
    number = len(bodies)
    return {
        "id": texts([f"doc-{row:07d}" for row in range(number)]),
        "text": texts(bodies),
        "language": np.array(LANGUAGES, dtype=object)[tongue],
        "title": np.array(said["title"], dtype=object)[tongue] + _named(world)[tongue, centres],
        "publisher": world.publishers[plan.publisher],
        "published": days["iso"][plan.published],
        "url": texts([f"https://example.org/{row}" for row in range(number)]),
        "text_hash": texts([hashlib.sha256(body.encode()).hexdigest() for body in bodies]),
    }


@dataclass(frozen=True, kw_only=True)
class _Mentions:
    columns: Mapping[str, Array]
    place: Array
    doc: Array


def _mentions(
    world: World,
    told: Telling,
    plan: _Plan,
    documents: Array,
    at: Array,
    heads: tuple[Array, Array],
    make_ids: MakeIds,
    rng: Generator,
) -> _Mentions:
    """List the two names of every first line, and every fourth name after that; some of these nobody could place."""
    said, named, tongue = words(), _named(world), plan.arabic.astype(int)
    number, (centres, nations) = len(documents), heads
    before = np.array(list(map(len, said["correspondent"])))[tongue]
    comma = np.array(list(map(len, said["comma"])))[tongue]
    after = before + _lengths(named[tongue, centres]) + comma
    place = told.place[plan.order]
    every = np.flatnonzero((np.arange(len(place)) % 4 == 0) & (place >= 0))
    doc = np.r_[np.arange(number), np.arange(number), plan.doc[every]]
    start = np.r_[before, after, at[every]]
    spoken = np.r_[centres, nations, place[every]]
    order = np.lexsort((start, doc))
    doc, start, spoken = doc[order], start[order], spoken[order]
    text = named[tongue[doc], spoken]
    lost = rng.random(len(doc)) < 0.03
    metonym = (world.share[spoken] == 0) & (rng.random(len(doc)) < 0.4)
    weighed = ~lost & (rng.random(len(doc)) < 0.25)
    reason = np.array(_REASONS, dtype=object)[rng.integers(len(_REASONS), size=len(doc))]
    columns = {
        "id": make_ids("m", len(doc)),
        "doc": documents[doc],
        "start": start,
        "end": start + _lengths(text),
        "text": text,
        "role": np.where(metonym, "metonym", "literal").astype(object),
        "score": np.where(lost, 0.2, np.round(rng.beta(6, 1.5, len(doc)), 3)),
        "reason": np.where(lost, "no candidate is likely enough", reason),
        "alternatives": np.where(weighed, world.alternatives[spoken], ""),
    }
    return _Mentions(columns=columns, place=np.where(lost, -1, spoken), doc=doc)
