"""Actors: states, armed groups, offices, outlets, companies and persons, found by their names in a text.

The table is ``data/actors.csv``: canonical English name, the other names in any language, kind, side, country and, for
persons and offices, whom they speak for. A longer name wins over a shorter one inside it.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from geo.errors import LanguageError
from geo.reading.kept import Kept
from geo.reading.rules import rules_for, script_of
from geo.reading.text.analysis import Analysis, SentenceSpan
from geo.reading.text.quotes import GAP
from geo.reading.text.tokens import name_key

__all__ = ["ACTOR_KINDS", "Actor", "ActorNames", "FoundActor", "inside", "load_actors"]

ACTOR_KINDS = (
    "state",
    "government",
    "office",
    "armed",
    "party",
    "organisation",
    "company",
    "outlet",
    "person",
    "group",
)
_ACTORS = Path(__file__).resolve().parents[2] / "data" / "actors.csv"
_NAME_GAP = f"{GAP}-–\u00a0"


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """A line of the table. ``affiliation`` is the actor that a person or office belongs to, by canonical name."""

    name: str
    kind: str
    side: str
    country: str
    affiliation: str
    office: str
    names: tuple[str, ...]

    @property
    def label(self) -> str:
        """Name as a claim shows it: a person with party and office, ``Mohammed Qanunu (GNA army spokesman)``."""
        if self.kind != "person":
            return self.name
        return f"{self.name} ({self.office})" if self.office else self.name


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundActor:
    """An actor's name in a text: token numbers (``last`` exclusive), sentence number, its first word as listed."""

    actor: Actor
    first: int
    last: int
    sentence: int
    head: str = ""


class ActorNames:
    """The table of actors, ready for finding names in a text."""

    def __init__(self, actors: tuple[Actor, ...]) -> None:
        self.actors = actors
        self.by_name = {actor.name: actor for actor in actors}
        self.states = {actor.country: actor for actor in actors if actor.kind == "state"}
        # By the first word and the second, "" where there is none: some words begin the names of a hundred actors.
        self._keys: dict[str, dict[str, list[tuple[tuple[str, ...], Actor]]]] = defaultdict(lambda: defaultdict(list))
        for actor in actors:
            for name in actor.names:
                if actor.kind == "state" and name == actor.name:
                    continue  # a state named as a place is the places' reader's
                words = tuple(name_key(name).split())
                if words:
                    self._keys[words[0]]["".join(words[1:2])].append((words, actor))
        self._begins: Kept[str, Kept[str, tuple[str, ...]]] = Kept(
            lambda language: Kept(partial(self._beginnings, language))
        )
        for entries in (entries for by_second in self._keys.values() for entries in by_second.values()):
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, analysis: Analysis) -> tuple[FoundActor, ...]:
        """Find every actor's name, leftmost longest, none overlapping."""
        found = []
        tokens, sentences = analysis.tokens, analysis.sentences
        begins = self._begins[analysis.document.language]
        number = done = 0
        for position in [n for n, token in enumerate(tokens) if begins[token.text]]:
            if position < done:
                continue
            while sentences[number].last <= position:
                number += 1
            match = self._match(analysis, begins[tokens[position].text], sentences[number], position)
            if match is not None:
                actor, done, head = match
                found.append(FoundActor(actor=actor, first=position, last=done, sentence=number, head=head))
        return tuple(found)

    def _beginnings(self, language: str, word: str) -> tuple[str, ...]:
        """Forms of a word that an actor's name begins with."""
        rules = rules_for(script_of(word), language)
        forms = (form for form, _ in rules.variants(word)) if rules else iter((word,))
        return tuple(form for form in forms if form in self._keys)

    def _match(
        self, analysis: Analysis, forms: tuple[str, ...], sentence: SentenceSpan, position: int
    ) -> tuple[Actor, int, str] | None:
        best: tuple[Actor, int, str] | None = None
        following = analysis.tokens[position + 1].text if position + 1 < sentence.last else ""
        for form in forms:
            by_second = self._keys[form]
            for words, actor in (*by_second.get(following, ()), *by_second.get("", ())):
                last = position + len(words)
                if best is not None and last <= best[1]:
                    break
                if last <= sentence.last and _spelled(analysis, position, words):
                    best = (actor, last, form)
                    break
        return best


def inside(found: FoundActor, first: int, last: int) -> bool:
    """Whether tokens ``first`` to ``last`` (exclusive) lie inside the longer name of a found actor."""
    return found.first <= first and found.last >= last and found.last - found.first > last - first


def _spelled(analysis: Analysis, position: int, words: tuple[str, ...]) -> bool:
    """Whether the tokens after the first spell a name, with nothing but spaces and quotation marks between them."""
    for step in range(1, len(words)):
        if analysis.tokens[position + step].text != words[step]:
            return False
        between = analysis.between(analysis.tokens[position + step - 1], analysis.tokens[position + step])
        if between.removeprefix("'s").removeprefix("\u2019s").strip(_NAME_GAP):
            return False
    return True


@lru_cache(maxsize=2)
def load_actors(path: Path = _ACTORS) -> ActorNames:
    """Read the table of actors.

    Raises
    ------
    LanguageError
        When the file is malformed; the message names the line.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return ActorNames(tuple(_actor(row, number) for number, row in enumerate(csv.DictReader(file), start=2)))
    except (OSError, KeyError, csv.Error) as error:
        raise LanguageError(f"{path.name} cannot be read: {error!r}") from error


def _actor(row: dict[str, str], line: int) -> Actor:
    if row["kind"] not in ACTOR_KINDS:
        raise LanguageError(f"actors.csv, line {line}: kind {row['kind']!r} is none of {', '.join(ACTOR_KINDS)}")
    names = (row["name"], *row["aliases"].split("|"))
    return Actor(
        name=row["name"],
        kind=row["kind"],
        side=row["side"],
        country=row["country"],
        affiliation=row["affiliation"],
        office=row["office"],
        names=tuple(dict.fromkeys(filter(None, map(str.strip, names)))),
    )
