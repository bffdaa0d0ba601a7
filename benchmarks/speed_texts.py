"""Texts to measure speed with: the project's own truth, and longer ones put together from its sentences.

A text of the truth names a place every seven or eight words and is rarely longer than 2,000 characters. `generated`
puts sentences of the truth together, in paragraphs, to any length, half of them sentences without a place, which is
nearer to a newspaper. So that no two texts are read alike, the places that the annotation marks are drawn anew from the
whole gazetteer (two of three in the text's own country, each used several times, as texts do), numbers are drawn anew,
and one plain word in twelve is another of the language's sixty thousand most frequent ones. The same seed gives the
same texts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from random import Random

import numpy as np
from wordfreq import top_n_list

from benchmarks.accuracy import GENRES, OWN_TRUTH, truth_rows
from geo.model import Document
from geo.reading.gazetteer.index import Index
from geo.reading.text.analysis import analyse

__all__ = ["LONGEST", "SHORTEST", "generated", "generated_text", "own_texts"]

SHORTEST, LONGEST = 500, 8_000
_LANGUAGES = ("ar", "en")
_FOLDERS = (OWN_TRUTH / "dev", OWN_TRUTH / "held", *GENRES.values())
_WITHOUT_PLACE = 1 / 2
_AT_HOME = 2 / 3
_NAME_EVERY = 400  # characters for each name that a text draws
_OTHER_WORD = 1 / 12
_LISTED = 60_000
_FIRST_DAY, _DAYS = date(2012, 1, 1), 5_000
_WORD = re.compile(r"\d+|\b[^\W\d_]{4,}\b")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of the truth, in pieces: what stands before, between and behind its places."""

    pieces: tuple[str, ...]


def own_texts(language: str = "") -> list[Document]:
    """Texts of the project's own truth of at least 500 characters, in one language or all."""
    rows = [row for folder in _FOLDERS for row in truth_rows(folder, "docs")]
    documents = [Document(id=row["id"], text=row["text"], language=row["lang"]) for row in rows]
    return [
        document for document in documents if language in {"", document.language} and len(document.text) >= SHORTEST
    ]


def generated(count: int, index: Index, *, seed: int = 1) -> Iterator[Document]:
    """Make documents of 500 to 8,000 characters, short ones more often, Arabic and English in turns.

    Parameters
    ----------
    index
        The gazetteer whose names are drawn; one of its own, so that the reader's keeps nothing that was not read.
    """
    for number in range(count):
        random = Random(f"{seed} {number}")  # noqa: S311  (texts, no secrets)
        length = round(SHORTEST * (LONGEST / SHORTEST) ** random.random())
        language = _LANGUAGES[number % len(_LANGUAGES)]
        yield Document(
            id=f"made-{seed}-{number}",
            text=generated_text(length, language, index, random),
            language=language,
            published=_FIRST_DAY + timedelta(days=random.randrange(_DAYS)),
        )


def generated_text(length: int, language: str, index: Index, random: Random) -> str:
    """Put together a text of about so many characters."""
    with_places, without = _sentences(language)
    words = _words(language)
    names = _names(max(3, length // _NAME_EVERY), language, index, random)
    lines: list[str] = []
    while sum(map(len, lines)) < length:
        picked = [
            random.choice(without if random.random() < _WITHOUT_PLACE else with_places)
            for _ in range(random.randint(1, 4))
        ]
        lines.append(" ".join(_told(sentence, names, words, random) for sentence in picked))
    return "\n".join(lines)


def _told(sentence: _Sentence, names: list[str], words: list[str], random: Random) -> str:
    """Tell a sentence of other places, with other numbers and some other words."""

    def other(match: re.Match[str]) -> str:
        written = match.group()
        if written.isdigit():
            return _number(written, random)
        exchanged = not written[0].isupper() and random.random() < _OTHER_WORD
        return random.choice(words) if exchanged else written

    first, *rest = (_WORD.sub(other, piece) for piece in sentence.pieces)
    return first + "".join(random.choice(names) + piece for piece in rest)


def _number(written: str, random: Random) -> str:
    """Draw another number like one: years stay years, what may be the day of a month may still be one."""
    if len(written) == 4:
        return str(random.randint(2008, 2025))
    return str(random.randint(1, 28) if len(written) < 3 else random.randint(100, 10 ** len(written) - 1))


def _names(count: int, language: str, index: Index, random: Random) -> list[str]:
    """Draw names of places, most of them in one country, the larger more often."""
    everywhere, weights, countries = _weights(index)
    home = countries[random.choices(everywhere, cum_weights=weights)[0]]
    names: list[str] = []
    while len(names) < count:
        at_home = random.random() < _AT_HOME
        for row in random.choices(everywhere, cum_weights=weights, k=200):
            place = index.place(row)
            name = place.name_ar if language == "ar" else place.name
            if name and (countries[row] == home or not at_home):
                names.append(name)
                break
    return names


@lru_cache(maxsize=1)
def _weights(index: Index) -> tuple[range, list[float], list[int]]:
    """Rows of the gazetteer, how often each is drawn, summed up, and the number of its country."""
    rows = range(len(index))
    columns = index.columns(np.arange(len(index)))
    return rows, np.sqrt(columns["population"] + 100.0).cumsum().tolist(), columns["country"].tolist()


@lru_cache(maxsize=4)
def _words(language: str) -> list[str]:
    return [word for word in top_n_list(language, _LISTED) if word.isalpha() and len(word) >= 4]


@lru_cache(maxsize=4)
def _sentences(language: str) -> tuple[list[_Sentence], list[_Sentence]]:
    """Sentences of the truth, those with places and those without."""
    with_places, without = [], []
    for folder in _FOLDERS:
        marked = truth_rows(folder, "mentions")
        for row in truth_rows(folder, "docs"):
            if row["lang"] != language:
                continue
            spans = sorted((gold["start"], gold["end"]) for gold in marked if gold["doc"] == row["id"])
            for span in analyse(Document(id="", text=row["text"], language=language)).sentences:
                inside = [(start, end) for start, end in spans if span.start <= start and end <= span.end]
                cuts = [span.start, *(cut for pair in inside for cut in pair), span.end]
                pieces = tuple(row["text"][cuts[n] : cuts[n + 1]] for n in range(0, len(cuts), 2))
                (with_places if inside else without).append(_Sentence(pieces))
    return with_places, without
