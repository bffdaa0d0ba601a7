"""From a sentence's tokens to runs of date words, each run a string of category characters that shapes match."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from geo.reading.dates.lexicon import Entry, Lexicon, Shape, Values, lexicon, number_values
from geo.reading.text.analysis import Analysis
from geo.reading.text.tokens import Token

__all__ = ["Item", "Match", "Run", "dated_runs", "scan"]

_DIGITS = frozenset("0123456789")
# A possessive and tatweel stand in gaps because tokens leave them out.
_IGNORED = re.compile(r"['’]s\b|[\s\u0640\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_GAPS = {
    "/": "SLASH",
    "\\": "SLASH",
    "-": "DASH",
    "‐": "DASH",
    "‑": "DASH",
    "–": "DASH",
    "—": "DASH",
    ",": "COMMA",
    "،": "COMMA",
    "(": "PAREN",
    ")": "PAREN",
    "[": "PAREN",
    "]": "PAREN",
    ".": "DOT",
    "),": "PAREN",
    ")،": "PAREN",
    ",(": "PAREN",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A date word, a prefix on one, or punctuation: its character, values, raw span and tokens (end exclusive)."""

    character: str
    values: Values
    start: int
    end: int
    token: int
    after: int
    clitic: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring date words of one sentence, and the string that stands for them, a character an item."""

    items: tuple[Item, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """A shape found in a run: from item ``start`` to ``end`` (exclusive), with the item of each slot."""

    shape: Shape
    start: int
    end: int
    slots: tuple[tuple[str, int, tuple[str, ...]], ...]


def dated_runs(analysis: Analysis, words: Lexicon) -> Iterator[tuple[int, Run]]:
    """Longest stretches of date words with at least one that may make a date, with the number of their sentence.

    One cheap test a token finds those words; only what stands around them is looked at closely.
    """
    anchors, digits = words.anchors, _DIGITS
    tokens, number = analysis.tokens, 0
    hits = [i for i, t in enumerate(tokens) if t.text in anchors or (t.text[0] in digits and len(t.text) > 3)]
    done = 0
    for hit in hits:
        if hit < done:
            continue
        while analysis.sentences[number].last <= hit:
            number += 1
        sentence = analysis.sentences[number]
        first, lowest = hit, max(done, sentence.first)
        while first > lowest and (tokens[first - 1].text in words.known or tokens[first - 1].text[0] in digits):
            first -= 1
        run, done = _run(analysis, first, hit, sentence.last, words)
        if run:
            yield number, run


def _run(analysis: Analysis, index: int, hit: int, last: int, words: Lexicon) -> tuple[Run | None, int]:
    """Run that takes in a token, and the token after it: parted by other words and by what ends a phrase."""
    items: list[Item] = []
    while index < last:
        found = _lookup(analysis, index, last, words)
        gap = _gap(analysis, index) if items else ""
        if not found or gap is None:
            if index > hit:
                break
            items = []
        elif gap:
            values: Values = {gap: 1}
            items.append(Item(words.character(values), values, found[0].start, found[0].start, index, index))
        items.extend(found)
        index = found[-1].after if found else index + 1
    return Run(tuple(items), "".join(item.character for item in items)) if items else None, max(index, hit + 1)


def _gap(analysis: Analysis, index: int) -> str | None:
    """Category of what stands before a token: "" for white space, None for what ends a phrase."""
    raw = analysis.document.text[analysis.tokens[index - 1].end : analysis.tokens[index].start]
    if raw in {" ", ""}:
        return ""
    bare = _IGNORED.sub("", raw)
    return _GAPS.get(bare) if bare else ""


def _lookup(analysis: Analysis, index: int, last: int, words: Lexicon) -> list[Item]:
    """Items of the word or phrase at a token: its prefixes, then itself; none when it is no date word."""
    tokens = analysis.tokens
    token = tokens[index]
    if token.text[0] in _DIGITS:
        numbers = number_values(token.text)
        return [Item(words.character(numbers), numbers, token.start, token.end, index, index + 1)] if numbers else []
    for entry in words.entries.get(token.text, ()):
        after = index + 1 + len(entry.rest)
        if after > last or (entry.rest and not _continues(analysis, index, entry.rest)):
            continue
        values = _values(analysis, entry, token, tokens[after - 1])
        if values:
            return _items(analysis, entry, values, index, after, words)
    return []


def _continues(analysis: Analysis, index: int, rest: tuple[str, ...]) -> bool:
    tokens = analysis.tokens
    for text in rest:
        index += 1
        if tokens[index].text != text or _gap(analysis, index) not in {"", "DASH"}:
            return False
    return True


def _values(analysis: Analysis, entry: Entry, first: Token, last: Token) -> Values:
    if not entry.spelled:
        return entry.values
    raw = _bare(analysis.document.text[first.start : last.end])
    return next((entry.values | more for word, more in entry.spelled.items() if raw.endswith(word)), entry.values)


def _bare(raw: str) -> str:
    """Text without vowel marks and tatweel, its letters as written (alef with madda stays one)."""
    composed = unicodedata.normalize("NFC", raw)
    return "".join(c for c in composed if c != "\u0640" and unicodedata.category(c) != "Mn")


def _items(analysis: Analysis, entry: Entry, values: Values, index: int, after: int, words: Lexicon) -> list[Item]:
    tokens = analysis.tokens
    items: list[Item] = []
    begin = tokens[index].folded_start
    for category, length in entry.clitics:
        mark: Values = {category: 1}
        start, end = analysis.folded.raw_span(begin, begin + length)
        items.append(Item(words.character(mark), mark, start, end, index, index, clitic=True))
        begin += length
    start = analysis.folded.raw_span(begin, begin + 1)[0] if entry.clitics else tokens[index].start
    items.append(Item(words.character(values), values, start, tokens[after - 1].end, index, after))
    return items


@lru_cache(maxsize=10_000)
def scan(code: str, text: str) -> tuple[Match, ...]:
    """Shapes of a language in a run's string, left to right, the longest at each place (the first listed of equals)."""
    found = lexicon(code)
    if found is None:
        return ()
    matches: list[Match] = []
    position = 0
    while position < len(text):
        best = _longest(found, text, position)
        if best and text[position] in found.leads and best[0].means != "nothing":
            # "Since a day" is one expression, but in "since the day of 4 April" the longer one begins after "since".
            inner = _longest(found, text, position + 1)
            best = None if inner and inner[1].end() > best[1].end() else best
        if best is None:
            position += 1
            continue
        shape, match = best
        slots = tuple(
            (slot, match.start(group), names) for group, slot, names in shape.slots if match[group] is not None
        )
        matches.append(Match(shape, match.start(), match.end(), slots))
        position = match.end()
    return tuple(matches)


def _longest(words: Lexicon, text: str, position: int) -> tuple[Shape, re.Match[str]] | None:
    best: tuple[Shape, re.Match[str]] | None = None
    for shape in words.shapes:
        match = shape.pattern.match(text, position)
        if match and match.end() > (best[1].end() if best else position):
            best = shape, match
    return best
