"""Names of persons, written in Latin letters: given names by table, the rest letter by letter."""

from dataclasses import dataclass
from functools import lru_cache

from geo.language import load
from geo.reading.rules import NameRules
from geo.reading.text.analysis import Analysis
from geo.reading.text.quotes import GAP
from geo.reading.text.tokens import name_key

__all__ = ["latin_name", "transliterate"]

_VOWELS = frozenset("aiu")


@dataclass(frozen=True, slots=True)
class _Table:
    given: dict[str, str]
    letters: dict[str, str]
    article: str
    latin_article: str


@lru_cache(maxsize=16)
def _table(code: str) -> _Table:
    language = load(code)
    rows = language.rows("given_names")
    letters = language.table("transliteration")
    return _Table(
        given={name_key(row["name"]): row["latin"] for row in rows},
        letters=letters.get("letters", {}),
        article=language.settings.get("article", ""),
        latin_article=letters.get("article", ""),
    )


def transliterate(code: str, word: str) -> str:
    """Write a word of a language in Latin letters; a word that needs none comes back as it is.

    Examples
    --------
    >>> transliterate("ar", "قنونو"), transliterate("ar", "القذافي"), transliterate("en", "Haftar")
    ('Qanunu', 'al-Qadhafi', 'Haftar')
    """
    table = _table(code)
    if not table.letters:
        return word
    known = table.given.get(name_key(word))
    if known:
        return known
    prefix = ""
    if table.article and word.startswith(table.article) and len(word) > len(table.article) + 2:
        prefix, word = table.latin_article, word[len(table.article) :]
    letters = [table.letters.get(letter, "") for letter in word]
    out = ""
    for letter in letters:
        if out and letter and out[-1] not in _VOWELS and letter[0] not in _VOWELS:
            out += "a"
        out += letter
    return prefix + out.capitalize()


def latin_name(analysis: Analysis, rules: NameRules, start: int, end: int) -> str:
    """Name of the first person named between two tokens, in Latin letters; "" where none is.

    A person is a given name of the language's table and the word or two after it.
    """
    table = _table(rules.code)
    tokens = analysis.tokens
    for position in range(start, min(end, len(tokens) - 1)):
        raw = analysis.document.text[tokens[position].start : tokens[position].end]
        if tokens[position].text not in table.given or raw in rules.raw_words:
            continue
        parts = [position]
        while len(parts) < 3 and parts[-1] + 1 < min(len(tokens), end + 2):
            following = parts[-1] + 1
            if analysis.between(tokens[parts[-1]], tokens[following]).strip(GAP) or not _name_like(
                rules, table, tokens[following].text
            ):
                break
            parts.append(following)
            if tokens[following].text not in table.given:
                break
        if len(parts) > 1:
            return _written(analysis, rules, table, parts)
    return ""


def _written(analysis: Analysis, rules: NameRules, table: _Table, parts: list[int]) -> str:
    """Name in Latin letters; two words that the table knows as one are one ("عبد الله", Abdullah)."""
    text, tokens = analysis.document.text, analysis.tokens
    words: list[str] = []
    for number in parts:
        if words and tokens[number - 1].text + tokens[number].text in table.given:
            words[-1] = table.given[tokens[number - 1].text + tokens[number].text]
        else:
            words.append(transliterate(rules.code, text[tokens[number].start : tokens[number].end]))
    return " ".join(words)


def _name_like(rules: NameRules, table: _Table, word: str) -> bool:
    """Whether a word may go on a name: no function word, no title, no place's preposition."""
    if word in table.given:
        return True
    stopped = any(rules.is_exactly(group, word) for group in ("locatives", "person_titles", "not_names"))
    return len(word) > 2 and not stopped
