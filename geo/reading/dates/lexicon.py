"""The words and shapes of a language's date expressions, read from its ``dates.toml``.

``dates.toml`` holds

``[settings]``
    ``week_starts`` (English weekday), ``weekend`` (its first day), ``day_first`` (10/3 is 10 March), ``anchors`` (the
    categories without which, or a number of four digits, a sentence has no date).
``[words]``
    Categories in capitals. A category is a list of words (``AND = ["and"]``) or a table from a value to its words
    (``[words.MONTHNAME]`` with ``3 = ["March"]``). A word may be a phrase and may stand in several categories.
``[spelled]``
    The same, for words that count only when written exactly so ("May", not "may").
``[[compound]]``
    Numbers of two words: ``category``, ``first``, ``second`` (value to words), ``join`` (what is attached to the
    second).
``[[clitic]]``
    Prefixes that are attached to words: ``text``, ``category`` (which the prefix counts as), ``replaces`` (what the
    word loses), ``outer`` (it may stand before another clitic).
``[classes]``
    Names for several categories: what a shape may take in one place.
``[fragments]``
    Pieces of shapes, written ``{name}`` where they are used.
``[[shape]]``
    ``means`` (one of ``READERS`` in ``reader.py``, or "nothing") and ``form``: a regular expression over categories,
    whose ``slot:`` prefixes name what the reader gets.
``[cues]``
    Word lists that are looked for around a date: see ``Cues``.

Numbers in digits have the categories NUMBER, DAY, MONTHNUM, YEAR, HYEAR, DOTTED (3.5.2020) and DAYYEAR ("May 3,2020");
punctuation SLASH, DASH, COMMA, PAREN and DOT. Everything is folded as text is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geo.errors import LanguageError
from geo.language import load
from geo.reading.text.folding import Folded
from geo.reading.text.tokens import tokenise

__all__ = ["Cues", "Entry", "Lexicon", "Shape", "Values", "lexicon", "number_values"]

Values = dict[str, Any]
Marks = tuple[tuple[str, int], ...]

GAPS = ("SLASH", "DASH", "COMMA", "PAREN", "DOT")
_NAME = re.compile(r"(?:([a-z]\w*):)?\b([A-Z][A-Z0-9]*)\b")
# Categories of words that may stand before a date and say how it bounds.
_LEADS = frozenset({"SINCE", "UNTIL", "BEFORE", "AFTER", "IN", "ON", "DURING", "FROM", "FOR", "AGO"})
_FIRST_PRIVATE = 0xE000


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase: the tokens after its first, what it means, and the prefixes on it.

    ``clitics`` are the categories of the prefixes with the folded length of each. ``spelled`` maps an exact spelling to
    what only that spelling means.
    """

    rest: tuple[str, ...]
    values: Values
    clitics: Marks = ()
    spelled: Mapping[str, Values] | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """A form that date expressions take; ``slots`` maps each group of ``pattern`` to its slot and categories."""

    means: str
    pattern: re.Pattern[str]
    slots: tuple[tuple[str, str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """Words around a date that change its sense, folded.

    ``future`` (and words that begin with one of ``future_prefixes`` but none of ``not_future``) say that something is
    still to come, unless one of ``was`` stands before it ("was due"); ``said`` that something was said then; ``past``
    right beside a date that it is of something that was ("the attack of"); ``compare`` makes a "since" a comparison
    ("the worst since 2011").
    """

    future: frozenset[str]
    future_prefixes: tuple[str, ...]
    not_future: tuple[str, ...]
    said: frozenset[str]
    was: frozenset[str]
    past: frozenset[str]
    compare: frozenset[str]

    def is_future(self, word: str) -> bool:
        """Whether a folded word says that something is still to come."""
        if word in self.future:
            return True
        return len(word) > 4 and word.startswith(self.future_prefixes) and not word.startswith(self.not_future)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A language's date words by first token (longest phrase first), with its shapes, settings and cues."""

    code: str
    entries: Mapping[str, tuple[Entry, ...]]
    anchors: frozenset[str]
    known: frozenset[str]
    characters: Mapping[frozenset[str], str]
    leads: frozenset[str]
    shapes: tuple[Shape, ...]
    settings: Mapping[str, Any]
    cues: Cues

    def character(self, values: Values) -> str:
        """Character that stands for a set of categories in the string that shapes are matched against."""
        return self.characters[frozenset(values)]


@lru_cache(maxsize=4096)
def number_values(text: str) -> Values:
    """Categories and values of a number in digits.

    Examples
    --------
    >>> number_values("12")
    {'NUMBER': 12, 'DAY': 12, 'MONTHNUM': 12}
    >>> number_values("10.03.2020")
    {'DOTTED': (10, 3, 2020)}
    """
    dotted = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
    if dotted:
        return {"DOTTED": tuple(int(part) for part in dotted.groups())}
    joined = re.fullmatch(r"(\d{1,2}),(\d{4})", text)
    if joined:
        return {"DAYYEAR": tuple(int(part) for part in joined.groups())}
    if not text.isdigit() or len(text) > 4:
        return {}
    value, values = int(text), {"NUMBER": int(text)}
    if len(text) <= 2 and 1 <= value <= 31:
        values["DAY"] = value
    if len(text) <= 2 and 1 <= value <= 12:
        values["MONTHNUM"] = value
    if 1900 <= value <= 2100:
        values["YEAR"] = value
    if 1343 <= value <= 1500:
        values["HYEAR"] = value
    return values


@lru_cache(maxsize=32)
def lexicon(code: str) -> Lexicon | None:
    """Date words and shapes of a language, or None when it has no ``dates.toml``.

    Raises
    ------
    LanguageError
        When a shape names a category or fragment that does not exist.
    """
    table = load(code).table("dates")
    if not table:
        return None
    clitics = table.get("clitic", ())
    plain = _words(table.get("words", {}))
    for compound in table.get("compound", ()):
        for (first, a), (second, b) in _pairs(compound):
            phrase = _tokens(f"{first} {compound.get('join', '')}{second}")
            plain.setdefault(phrase, {})[compound["category"]] = a + b
    entries = _entries(plain, _spelled(table.get("spelled", {})), clitics)
    sets = {frozenset({gap}) for gap in GAPS}
    sets |= {frozenset(number_values(str(number))) for number in range(2200)}
    sets |= {frozenset(number_values(joined)) for joined in ("1.1.2000", "1,2000")}
    for entry in (entry for group in entries.values() for entry in group):
        sets.add(frozenset(entry.values))
        sets |= {frozenset(entry.values | more) for more in (entry.spelled or {}).values()}
        sets |= {frozenset({category}) for category, _ in entry.clitics}
    ordered = sorted(sets - {frozenset()}, key=sorted)
    characters = {group: chr(_FIRST_PRIVATE + number) for number, group in enumerate(ordered)}
    kinds = frozenset(table["settings"]["anchors"])
    anchors = frozenset(first for first, group in entries.items() if any(_anchors(entry, kinds) for entry in group))
    return Lexicon(
        code=code,
        entries=entries,
        anchors=anchors,
        known=frozenset(entries).union(*(entry.rest for group in entries.values() for entry in group)),
        characters=characters,
        leads=frozenset(character for group, character in characters.items() if not group.isdisjoint(_LEADS)),
        shapes=tuple(_shapes(code, table, characters)),
        settings=table["settings"],
        cues=_cues(table.get("cues", {}), clitics),
    )


def _cues(table: Mapping[str, Any], clitics: Sequence[Mapping[str, Any]]) -> Cues:
    words = {
        name: frozenset(form for word in listed for form, _ in _forms(_tokens(word)[0], clitics))
        for name, listed in table.items()
    }
    # "\0" begins no word; a prefix is matched as listed, since most words may begin with a prefix and two letters.
    prefixes = tuple(_tokens(word)[0] for word in table.get("future_prefixes", ())) or ("\0",)
    none: frozenset[str] = frozenset()
    return Cues(
        future=words.get("future", none),
        future_prefixes=prefixes,
        not_future=tuple(sorted(words.get("not_future", none))),
        said=words.get("said", none),
        was=words.get("was", none),
        past=words.get("past", none),
        compare=words.get("compare", none),
    )


def _anchors(entry: Entry, kinds: frozenset[str]) -> bool:
    return any(not kinds.isdisjoint(values) for values in (entry.values, *(entry.spelled or {}).values()))


def _tokens(word: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokenise(Folded(word)))


def _listed(table: Mapping[str, Any]) -> Iterator[tuple[str, Any, str]]:
    """Category, value and word of every entry of a table of words."""
    for category, content in table.items():
        valued = content.items() if isinstance(content, dict) else (("1", content),)
        for value, words in valued:
            number = int(value) if re.fullmatch(r"-?\d+", value) else value
            for word in words:
                yield category, number, word


def _words(table: Mapping[str, Any]) -> dict[tuple[str, ...], Values]:
    words: dict[tuple[str, ...], Values] = {}
    for category, value, word in _listed(table):
        words.setdefault(_tokens(word), {})[category] = value
    return words


def _spelled(table: Mapping[str, Any]) -> dict[tuple[str, ...], dict[str, Values]]:
    words: dict[tuple[str, ...], dict[str, Values]] = {}
    for category, value, word in _listed(table):
        words.setdefault(_tokens(word), {}).setdefault(word, {})[category] = value
    return words


def _pairs(compound: Mapping[str, Any]) -> Iterator[tuple[tuple[str, int], tuple[str, int]]]:
    for a, firsts in compound["first"].items():
        for b, seconds in compound["second"].items():
            for first in firsts:
                for second in seconds:
                    yield (first, int(a)), (second, int(b))


def _entries(
    plain: Mapping[tuple[str, ...], Values],
    spelled: Mapping[tuple[str, ...], Mapping[str, Values]],
    clitics: Sequence[Mapping[str, Any]],
) -> dict[str, tuple[Entry, ...]]:
    """Entries by first token, with and without prefixes; a word as listed goes before one with a prefix."""
    entries: dict[str, list[Entry]] = {}
    for tokens in {**plain, **spelled}:
        entries.setdefault(tokens[0], []).append(Entry(tokens[1:], plain.get(tokens, {}), (), spelled.get(tokens)))
    prefixed: dict[str, list[Entry]] = {}
    for first, group in entries.items():
        for form, marks in _forms(first, clitics):
            if marks and form not in entries:
                prefixed.setdefault(form, []).extend(Entry(e.rest, e.values, marks, e.spelled) for e in group)
    return {
        first: tuple(sorted(group, key=lambda entry: -len(entry.rest)))
        for first, group in {**prefixed, **entries}.items()
    }


def _forms(word: str, clitics: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Marks]]:
    """A word as it is, with each prefix, and with each prefix that may stand before another on those."""
    inner = [(word, ()), *(form for clitic in clitics if not clitic.get("outer") for form in _attach(clitic, word, ()))]
    yield from inner
    for clitic in clitics:
        if clitic.get("outer"):
            for form, marks in inner:
                yield from _attach(clitic, form, marks)


def _attach(clitic: Mapping[str, Any], word: str, marks: Marks) -> Iterator[tuple[str, Marks]]:
    replaced = clitic.get("replaces", "")
    if word.startswith(replaced) and len(word) > len(replaced):
        text = clitic["text"]
        # Of what the prefix replaces (the article after lam) the last letter stays with the word.
        yield text + word[len(replaced) :], ((clitic["category"], len(text) - bool(replaced)), *marks)


def _shapes(code: str, table: Mapping[str, Any], characters: Mapping[frozenset[str], str]) -> Iterator[Shape]:
    classes, fragments = table.get("classes", {}), table.get("fragments", {})
    for shape in table.get("shape", ()):
        form = shape["form"]
        while "{" in form:
            try:
                form = re.sub(r"\{(\w+)\}", lambda match: f"(?:{fragments[match[1]]})", form)
            except KeyError as error:
                raise LanguageError(
                    f"dates.toml of language {code}: no fragment {error} for {shape['form']!r}"
                ) from None
        slots: list[tuple[str, str, tuple[str, ...]]] = []

        def category(match: re.Match[str], slots: list[tuple[str, str, tuple[str, ...]]] = slots) -> str:
            names = tuple(classes.get(match[2], (match[2],)))
            found = "".join(character for group, character in characters.items() if not group.isdisjoint(names))
            if not found:
                raise LanguageError(f"dates.toml of language {code}: a shape names {match[2]!r}, which no word is")
            if match[1] is None:
                return f"[{found}]"
            slots.append((f"g{len(slots)}", match[1], names))
            return f"(?P<{slots[-1][0]}>[{found}])"

        pattern = _NAME.sub(category, form).replace(" ", "")
        yield Shape(shape["means"], re.compile(pattern), tuple(slots))
