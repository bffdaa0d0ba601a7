"""The language of a text, said by its letters and function words; and what a reader of its results should know.

No guess is made between languages that Kharita does not read: such a text is named, and refused unless the user says
what it is. Data: ``languages.toml`` beside this file.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo.language import available
from geo.model import Document
from geo.reading.kept import Kept

__all__ = ["Detected", "detect", "language_code", "language_name", "notes", "reads_like"]

_DATA = Path(__file__).with_name("languages.toml")
_PIECE = re.compile(r"[^\n]{1,400}(?!\S)|[^\n]{1,400}")  # a paragraph, or some sixty words of one
_SLICE = 40_000  # characters from the beginning, the middle and the end are looked at
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SPELLINGS = {"ی": "ي", "ک": "ك", "’": "'"}

_Counted = tuple[Counter[str], Counter[str], int]

_MIXED_SHARE = 0.2  # of the letters in a second language or script: more than the names that any report quotes
_MIXED_LETTERS = 40
_LEAST_SHARE = 0.06  # of the words: a text in a language has a fifth to a third of its function words
_LEAST_WORDS = 4
_LEAST_DISTINCT = 3
_LEAD = 1.5  # times as many as of the language that is read in this script
_READ_SHARE = 0.02
_SAID_SHARE = 0.01


@dataclass(frozen=True, kw_only=True, slots=True)
class Detected:
    """A text's language.

    ``code`` is a language that is read, or "" where the text is in none of them; ``name`` says in words what it seems
    to be; ``second`` names another language or script that much of it is in ("" for none). ``shares`` says how much of
    its letters are in which, the largest first. ``is_sure`` is False where there is too little to tell by: a headline,
    a list of names.
    """

    code: str
    name: str
    second: str = ""
    shares: tuple[tuple[str, float], ...] = ()
    is_sure: bool = True

    @property
    def in_words(self) -> str:
        """What it seems to be, with the shares where it is mixed."""
        return _share_words(self.shares) if self.second else self.name


def _one_spelling(code: int) -> str:
    """Spell a character as words are compared: marks above and below letters are left out."""
    letter = chr(code)
    return "" if unicodedata.category(letter) == "Mn" else _SPELLINGS.get(letter, letter)


_ONE_SPELLING: Kept[int, str] = Kept(_one_spelling)


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    table = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    for entry in table["languages"].values():
        entry["words"] = frozenset(_plain(entry["words"]).split())
    return table


@lru_cache(maxsize=1)
def _languages_of_words() -> Mapping[str, tuple[str, ...]]:
    """Return the languages that each function word belongs to."""
    found: dict[str, tuple[str, ...]] = {}
    for code, entry in _data()["languages"].items():
        for word in entry["words"]:
            found[word] = (*found.get(word, ()), code)
    return found


def _plain(text: str) -> str:
    """Bring a text to the spelling in which words are compared."""
    return unicodedata.normalize("NFC", text.casefold()).translate(_ONE_SPELLING)


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    """Name the script of a letter by the first word of its name in Unicode; "" for what is no letter."""
    if not character.isalpha():
        return ""
    return unicodedata.name(character, "").split(" ", 1)[0].split("-", 1)[0]


def _sample(text: str) -> str:
    if len(text) <= 3 * _SLICE:
        return text
    middle = len(text) // 2
    return "\n".join((text[:_SLICE], text[middle : middle + _SLICE], text[-_SLICE:]))


def _scripts(sample: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for character, n in Counter(sample).items():
        counts[_script(character)] += n
    del counts[""]
    return counts


def _hits(sample: str) -> _Counted:
    """Count the function words of each language: how many, how many different ones, among how many words."""
    words = Counter(_WORD.findall(_plain(sample)))
    languages = _languages_of_words()
    hits: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for word, n in words.items():
        for code in languages.get(word, ()):
            hits[code] += n
            kinds[code] += 1
    return hits, kinds, words.total()


def detect(text: str) -> Detected:
    """Say what language a text is in.

    The script that most letters are in decides, and within it the function words: a language that is not read is named
    only when its words clearly outnumber those of the language that is read in that script. A short text without any
    is taken for the language that is read.

    Examples
    --------
    >>> detect("وصل الوفد إلى دمشق").code, detect("The delegation left.").code
    ('ar', 'en')
    >>> detect("Делегация прибыла").name, detect("123").name
    ('text in Cyrillic letters', 'no language: it holds no letters')
    """
    sample = _sample(text)
    scripts = _scripts(sample)
    if not scripts:
        return Detected(code="", name="no language: it holds no letters", is_sure=False)
    ((script, _),) = scripts.most_common(1)
    shares = _shares(sample)
    read = _read_in(script)
    if read is None:
        name = f"text in {script.capitalize()} letters"
        return Detected(code="", name=name, second=_second(shares, name, scripts), shares=shares)
    counted = _hits(sample)
    rival = _rival(counted, read, script)
    name = language_name(rival or read)
    second = _second(shares, name, scripts)
    if rival:
        return Detected(code="", name=name, second=second, shares=shares)
    hits, _, total = counted
    return Detected(
        code=read, name=name, second=second, shares=shares, is_sure=hits[read] > 0 and hits[read] >= _READ_SHARE * total
    )


def _shares(sample: str) -> tuple[tuple[str, float], ...]:
    """Return how much of the letters is in which language, told piece by piece; in its script where none shows."""
    letters: Counter[str] = Counter()
    for piece in _PIECE.findall(sample):
        scripts = _scripts(piece)
        main = scripts.most_common(1)[0][0] if scripts else ""
        for script, n in scripts.items():
            letters[_language_of(piece, script, is_main=script == main)] += n
    total = letters.total()
    return tuple((name, n / total) for name, n in letters.most_common())


def _language_of(piece: str, script: str, *, is_main: bool) -> str:
    """Name the language of a piece's letters in one script; short pieces are taken for what is read in it."""
    read = _read_in(script)
    if read is None:
        return f"text in {script.capitalize()} letters"
    return language_name((_rival(_hits(piece), read, script) if is_main else "") or read)


def _second(shares: tuple[tuple[str, float], ...], name: str, scripts: Counter[str]) -> str:
    """Return the language, other than that of the text, that much of it is in; "" for none."""
    for other, share in shares:
        if other != name:
            return other if share * scripts.total() >= max(_MIXED_LETTERS, _MIXED_SHARE * scripts.total()) else ""
    return ""


def _share_words(shares: tuple[tuple[str, float], ...]) -> str:
    return ", ".join(f"{share:.0%} {name}" for name, share in shares if share >= _SAID_SHARE)


@lru_cache(maxsize=64)
def _read_in(script: str) -> str | None:
    """Return the language that is read in a script; None when there is none."""
    names: Mapping[str, str] = _data()["scripts"]
    found = [code for code in available() if names.get(_data()["languages"].get(code, {}).get("script", "")) == script]
    return found[0] if found else None


@lru_cache(maxsize=64)
def _rivals(script: str) -> tuple[str, ...]:
    """Return the languages that are not read and that are written in a script."""
    names = _data()["scripts"]
    return tuple(
        code
        for code, entry in _data()["languages"].items()
        if code not in available() and names[entry["script"]] == script
    )


def _rival(counted: _Counted, read: str, script: str) -> str:
    """Return the language, not read here, whose function words outnumber those of the one that is; "" for none."""
    hits, kinds, total = counted
    others = [code for code in _rivals(script) if kinds[code] >= _LEAST_DISTINCT]
    best = max(others, key=lambda code: hits[code], default="")
    if not best or hits[best] < max(_LEAST_WORDS, _LEAST_SHARE * total) or hits[best] < _LEAD * hits[read]:
        return ""
    return best


def reads_like(text: str, code: str) -> bool:
    """Say whether a text of some length has the function words of a language.

    Examples
    --------
    >>> reads_like("وصل الوفد من دمشق إلى بنغازي", "ar"), reads_like("ددد ررر سسس", "ar")
    (True, False)
    """
    hits, _, total = _hits(_sample(text))
    return hits[code] > _READ_SHARE * total


def language_name(code: str) -> str:
    """Name a language in English; the code itself where it is not known."""
    entry = _data()["languages"].get(code)
    return str(entry["name"]) if entry else code


def language_code(declared: str) -> str:
    """Reduce what a source says of a language to the code of one that is read; "" where none is meant.

    Examples
    --------
    >>> language_code("ar-LY"), language_code("English"), language_code("und"), language_code("fr")
    ('ar', 'en', '', 'fr')
    """
    primary = re.split(r"[-_]", declared.strip().casefold(), maxsplit=1)[0]
    if primary in {"", "und", "mul", "unknown"}:
        return ""
    entries = _data()["languages"].items()
    longer = {str(entry["name"]).casefold(): code for code, entry in entries}
    longer |= {other: code for code, entry in entries for other in entry.get("also", ())}
    return str(longer.get(primary, primary))


def notes(document: Document) -> tuple[str, ...]:
    """Say what a reader of a document's results should know of its language: mixed, or another than declared.

    Each note begins with the document's id.

    Examples
    --------
    >>> notes(Document(id="a", text="وصل الوفد إلى دمشق", language="ar"))
    ()
    >>> notes(Document(id="a", text="Benghazi", language="en"))
    ('a: too short, or without common words, to be sure that it is English: look whether it is',)
    >>> notes(Document(id="a", text="The delegation left.", language="ar"))[0].startswith("a: read as Arabic as told")
    True
    """
    read_as = language_name(document.language)
    found = detect(document.text)
    said = []
    if found.code != document.language:
        said.append(f"read as {read_as} as told, but seems to be {found.name}: much may be missed or wrong")
    elif not found.is_sure:
        said.append(f"too short, or without common words, to be sure that it is {read_as}: look whether it is")
    if found.second:
        said.append(f"mixed ({found.in_words}): all of it is read by the rules of {read_as}, so the rest may be missed")
    return tuple(f"{document.id}: {note}" for note in said)
