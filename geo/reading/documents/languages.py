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

__all__ = ["Detected", "detect", "language_code", "language_name", "notes", "reads_like"]

_DATA = Path(__file__).with_name("languages.toml")
_SLICE = 40_000  # characters from the beginning, the middle and the end are looked at
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ONE_SPELLING = str.maketrans({"ی": "ي", "ک": "ك", "’": "'"})

_MIXED_SHARE = 0.2  # of the letters in a second script: more than the names that any report quotes
_MIXED_LETTERS = 40
_LEAST_SHARE = 0.06  # of the words: a text in a language has a fifth to a third of its function words
_LEAST_WORDS = 4
_LEAST_DISTINCT = 3
_LEAD = 1.5  # times as many as of the language that is read in this script
_READ_SHARE = 0.02


@dataclass(frozen=True, kw_only=True, slots=True)
class Detected:
    """A text's language.

    ``code`` is a language that is read, or "" where the text is in none of them; ``name`` says in words what it seems
    to be; ``second`` names a second script that much of it is in ("" for none).
    """

    code: str
    name: str
    second: str = ""


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    table = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    for entry in table["languages"].values():
        entry["words"] = frozenset(_plain(entry["words"]).split())
    return table


def _plain(text: str) -> str:
    """Bring a text to the spelling in which words are compared."""
    text = unicodedata.normalize("NFC", text.casefold()).translate(_ONE_SPELLING)
    return "".join(letter for letter in text if unicodedata.category(letter) != "Mn")


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


def _hits(sample: str) -> tuple[dict[str, int], dict[str, int], int]:
    """Count the function words of each language: how many, how many different ones, among how many words."""
    words = Counter(_WORD.findall(_plain(sample)))
    hits = {code: sum(words[word] for word in entry["words"]) for code, entry in _data()["languages"].items()}
    kinds = {code: sum(word in words for word in entry["words"]) for code, entry in _data()["languages"].items()}
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
        return Detected(code="", name="no language: it holds no letters")
    (script, _), *others = scripts.most_common(2)
    second = ""
    if others and others[0][1] >= max(_MIXED_LETTERS, _MIXED_SHARE * scripts.total()):
        second = others[0][0].capitalize()
    read = _read_in(script)
    if read is None:
        return Detected(code="", name=f"text in {script.capitalize()} letters", second=second)
    rival = _rival(sample, read, script)
    if rival:
        return Detected(code="", name=language_name(rival), second=second)
    return Detected(code=read, name=language_name(read), second=second)


def _read_in(script: str) -> str | None:
    """Return the language that is read in a script; None when there is none."""
    names: Mapping[str, str] = _data()["scripts"]
    found = [code for code in available() if names.get(_data()["languages"].get(code, {}).get("script", "")) == script]
    return found[0] if found else None


def _rival(sample: str, read: str, script: str) -> str:
    """Return the language, not read here, whose function words outnumber those of the one that is; "" for none."""
    hits, kinds, total = _hits(sample)
    names = _data()["scripts"]
    others = [
        code
        for code, entry in _data()["languages"].items()
        if code not in available() and names[entry["script"]] == script and kinds[code] >= _LEAST_DISTINCT
    ]
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
    >>> notes(Document(id="a", text="وصل الوفد", language="ar"))
    ()
    >>> notes(Document(id="a", text="The delegation left.", language="ar"))[0].startswith("a: read as Arabic as told")
    True
    """
    read_as = language_name(document.language)
    found = detect(document.text)
    said = []
    if found.code != document.language:
        said.append(f"read as {read_as} as told, but seems to be {found.name}: much may be missed or wrong")
    if found.second:
        said.append(f"mixed: much of it is in {found.second} letters, and all of it is read by the rules of {read_as}")
    return tuple(f"{document.id}: {note}" for note in said)
