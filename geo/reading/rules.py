"""What a language's data files say about names, folded and ready for matching; one object a script.

Text that mixes languages is read by script: each token asks the rules of the language that writes so.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from geo.language import Language, available, load
from geo.reading.text.folding import fold
from geo.reading.text.tokens import name_key

__all__ = ["NameRules", "rules_for", "script_of"]

_STRETCHED = re.compile(r"(\w)\1{2,}")  # "بيروووت"
_NOTHING = re.compile(r"(?!)")
_MOST_KEPT = 200_000  # words whose answers are kept


@dataclass(frozen=True, slots=True)
class NameRules:
    """Word lists and tables of one language, folded.

    ``class_words`` maps a word to the kinds it announces and whether it stays in the span; after an opener ("village")
    even a name that no gazetteer knows is one; ``directions`` maps one or two folded words to a direction in English,
    ``direction_ends`` are their last words; ``prefixes`` are attached particles as (prefix, what is put in its place
    for looking up, folded characters that the span leaves out). ``phrases`` are fixed expressions that hold the name of
    a place but mean none, by their first word. ``area_abbreviations`` maps an abbreviation as written ("Tex.") to the
    key of the area's name, ``area_pattern`` finds one, ``abbreviation_starts`` are their first words. ``word_endings``
    are endings that words of the language take and foreign names do not, ``owner_endings`` those that make a noun
    somebody's and so definite; ``raw_words`` words as written whose folded
    form is a given name.
    """

    code: str
    has_case: bool
    article: str
    prefixes: tuple[tuple[str, str, int], ...]
    class_words: dict[str, tuple[frozenset[str], bool]]
    openers: frozenset[str]
    directions: dict[str, str]
    demonyms: dict[str, str]
    raw_words: frozenset[str] = frozenset()
    state_prefixes: tuple[str, ...] = ()
    state_suffixes: tuple[str, ...] = ()
    word_endings: tuple[str, ...] = ()
    owner_endings: tuple[str, ...] = ()
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    phrases: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    area_abbreviations: dict[str, str] = field(default_factory=dict)
    area_pattern: re.Pattern[str] = _NOTHING
    abbreviation_starts: frozenset[str] = frozenset()
    direction_ends: frozenset[str] = frozenset()
    _variants: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    _has: dict[tuple[str, str], bool] = field(default_factory=dict)
    _class_words: dict[str, tuple[frozenset[str], bool] | None] = field(default_factory=dict)
    _demonyms: dict[str, str] = field(default_factory=dict)

    def variants(self, word: str) -> tuple[tuple[str, int], ...]:
        """Forms under which a token may be a name, each with how many folded characters the span leaves out.

        The word itself comes first. At least two letters remain after a particle; words of ``whole_words.txt`` have
        none.
        """
        known = self._variants.get(word)
        if known is None:
            forms = [(word, 0)]
            for prefix, restored, offset in () if word in self.words["whole_words"] else self.prefixes:
                if word.startswith(prefix) and len(word) - len(prefix) >= 2:
                    forms.append((restored + word[len(prefix) :], offset))
            if _STRETCHED.search(word):
                forms.extend([(_STRETCHED.sub(r"\1", form), offset) for form, offset in forms])
            known = tuple(forms)
            if len(self._variants) < _MOST_KEPT:
                self._variants[word] = known
        return known

    def has(self, group: str, word: str) -> bool:
        """Whether a word, with or without an attached particle, is in a word list."""
        known = self._has.get((group, word))
        if known is None:
            group_words = self.words[group]
            known = word in group_words or any(form in group_words for form, _ in self.variants(word)[1:])
            if len(self._has) < _MOST_KEPT:
                self._has[group, word] = known
        return known

    def is_exactly(self, group: str, word: str) -> bool:
        """Whether a word as it stands is in a word list."""
        return word in self.words[group]

    def class_word(self, word: str) -> tuple[frozenset[str], bool] | None:
        """Kinds that a class word announces and whether it stays in the span; None for any other word."""
        if word not in self._class_words:
            found = next((self.class_words[form] for form, _ in self.variants(word) if form in self.class_words), None)
            if len(self._class_words) >= _MOST_KEPT:
                return found
            self._class_words[word] = found
        return self._class_words[word]

    def directs(self, word: str) -> bool:
        """Whether a word, with or without an attached particle, may end a direction ("north", "شرقي")."""
        return any(form in self.direction_ends for form, _ in self.variants(word))

    def agrees_with_state(self, verb: str) -> bool:
        """Whether a verb's form agrees with a state's name, as ``language.toml`` says (feminine in Arabic)."""
        return verb.startswith(self.state_prefixes) or verb.endswith(self.state_suffixes)

    def demonym(self, word: str) -> str:
        """Country (ISO 3166 alpha-2) of a nisba adjective or demonym in any inflection, or ""."""
        known = self._demonyms.get(word)
        if known is None:
            known = next((self.demonyms[form] for form, _ in self.variants(word) if form in self.demonyms), "")
            if len(self._demonyms) < _MOST_KEPT:
                self._demonyms[word] = known
        return known


def _phrases(language: Language) -> dict[str, tuple[tuple[str, ...], ...]]:
    phrases: dict[str, tuple[tuple[str, ...], ...]] = {}
    for line in language.words("fixed_phrases"):
        words = tuple(name_key(line).split())
        phrases[words[0]] = (*phrases.get(words[0], ()), words)
    return phrases


_GROUPS = (
    "locatives",
    "person_titles",
    "institutions",
    "metonym_before",
    "metonym_after",
    "agency_verbs",
    "everyday",
    "metonym_sites",
    "adjectival",
    "capitalised",
    "trailing_words",
    "not_in_names",
    "relations",
    "between",
    "with",
    "from",
    "to",
    "requests",
    "conjunctions",
    "whole_words",
    "not_names",
    "adverbs",
    "sport",
    "inside",
    "demonym_names",
    "homographs",
    "verb_particles",
    "object_particles",
)


def script_of(word: str) -> str:
    """Script of a folded word by its first letter: "Arab", "Latn" or "" (numbers and anything else).

    Examples
    --------
    >>> script_of("دمشق"), script_of("12")
    ('Arab', '')
    """
    first = word[:1]
    if "\u0600" <= first <= "\u06ff":
        return "Arab"
    return "Latn" if "a" <= first <= "z" else ""


@lru_cache(maxsize=64)
def rules_for(script: str, preferred: str) -> NameRules | None:
    """Rules for tokens of a script: of the document's language where it is written so, else of the first that is."""
    codes = sorted(available(), key=lambda code: (code != preferred, code))
    for code in codes:
        if load(code).settings.get("script") == script:
            return _rules(code)
    return None


@lru_cache(maxsize=16)
def _rules(code: str) -> NameRules:
    language = load(code)
    prefixes = tuple((row["prefix"], row["restored"], int(row["span_offset"])) for row in language.rows("prefixes"))
    article = fold(language.settings.get("article", ""))
    abbreviations = {row["abbreviation"]: name_key(row["name"]) for row in language.rows("area_abbreviations")}
    directions = {name_key(row["words"]): row["direction"] for row in language.rows("directions")}
    return NameRules(
        code=code,
        article=article,
        has_case=language.settings.get("script") == "Latn",
        prefixes=tuple((fold(prefix), fold(restored), offset) for prefix, restored, offset in prefixes),
        class_words=_class_words(language, article),
        openers=frozenset(fold(row["word"]) for row in language.rows("class_words") if row["opens"] == "yes"),
        directions=directions,
        direction_ends=frozenset(words.split()[-1] for words in directions),
        demonyms=_demonyms(language, article),
        raw_words=frozenset(language.words("unlike_names")),
        state_prefixes=tuple(map(fold, language.settings.get("state_verb_prefixes", []))),
        state_suffixes=tuple(map(fold, language.settings.get("state_verb_suffixes", []))),
        word_endings=tuple(map(fold, language.settings.get("word_endings", []))),
        owner_endings=tuple(map(fold, language.settings.get("owner_endings", []))),
        words=_word_lists(language),
        phrases=_phrases(language),
        area_abbreviations=abbreviations,
        area_pattern=_any_of(abbreviations),
        abbreviation_starts=frozenset(name_key(abbreviation).split()[0] for abbreviation in abbreviations),
    )


def _any_of(abbreviations: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(abbreviations, key=lambda text: (-len(text), text))
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest_first))})(?!\w)") if longest_first else _NOTHING


def _word_lists(language: Language) -> dict[str, frozenset[str]]:
    lists = {group: frozenset(map(name_key, language.words(group))) for group in _GROUPS}
    lists["given_names"] = frozenset(name_key(row["name"]) for row in language.rows("given_names"))
    return lists


def _class_words(language: Language, article: str) -> dict[str, tuple[frozenset[str], bool]]:
    words: dict[str, tuple[frozenset[str], bool]] = {}
    for row in language.rows("class_words"):
        value = (frozenset(row["kinds"].split()), row["in_span"] == "yes")
        words[fold(row["word"])] = value
        if article:
            words[article + fold(row["word"])] = value
    return words


def _demonyms(language: Language, article: str) -> dict[str, str]:
    """Every inflection of each demonym: the stem with the language's endings, with and without the article."""
    endings = tuple(fold(ending) for ending in language.settings.get("demonym_endings", [""]))
    forms = {}
    for row in language.rows("demonyms"):
        stem = fold(row["stem"])
        for ending in endings:
            forms[stem + ending] = row["country"]
            if article:
                forms[article + stem + ending] = row["country"]
    return forms
