"""What a language's data files say about names, folded and ready for matching; one object a script.

Text that mixes languages is read by script: each token asks the rules of the language that writes so.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from geo.language import Language, available, load
from geo.reading.kept import Kept
from geo.reading.text.folding import fold
from geo.reading.text.tokens import name_key

__all__ = ["NameRules", "rules_for", "rules_of", "script_of"]

_STRETCHED = re.compile(r"(\w)\1{2,}")  # "بيروووت"
_NOTHING = re.compile(r"(?!)")


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
    _variants: Kept[str, tuple[tuple[str, int], ...]] = field(init=False, repr=False, compare=False)
    _has: dict[str, Kept[str, bool]] = field(init=False, repr=False, compare=False)
    _class_words: Kept[str, tuple[frozenset[str], bool] | None] = field(init=False, repr=False, compare=False)
    _demonyms: Kept[str, str] = field(init=False, repr=False, compare=False)
    _directs: Kept[str, bool] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        answers = {
            "_variants": Kept(self._variants_of),
            "_has": {group: Kept(partial(self._has_in, words)) for group, words in self.words.items()},
            "_class_words": Kept(partial(self._first_in, self.class_words, None)),
            "_demonyms": Kept(partial(self._first_in, self.demonyms, "")),
            "_directs": Kept(partial(self._has_in, self.direction_ends)),
        }
        for name, kept in answers.items():
            object.__setattr__(self, name, kept)  # a frozen record is filled in so

    def variants(self, word: str) -> tuple[tuple[str, int], ...]:
        """Forms under which a token may be a name, each with how many folded characters the span leaves out.

        The word itself comes first. At least two letters remain after a particle; words of ``whole_words.txt`` have
        none.
        """
        return self._variants[word]

    def _variants_of(self, word: str) -> tuple[tuple[str, int], ...]:
        forms = [(word, 0)]
        for prefix, restored, offset in () if word in self.words["whole_words"] else self.prefixes:
            if word.startswith(prefix) and len(word) - len(prefix) >= 2:
                forms.append((restored + word[len(prefix) :], offset))
        if _STRETCHED.search(word):
            forms.extend([(_STRETCHED.sub(r"\1", form), offset) for form, offset in forms])
        return tuple(forms)

    def _has_in(self, words: frozenset[str], word: str) -> bool:
        return any(form in words for form, _ in self.variants(word))

    def _first_in(self, table: dict[str, Any], default: Any, word: str) -> Any:
        """What a table says of the first form of a word that is in it."""
        return next((table[form] for form, _ in self.variants(word) if form in table), default)

    def has(self, group: str, word: str) -> bool:
        """Whether a word, with or without an attached particle, is in a word list."""
        return self._has[group][word]

    def is_exactly(self, group: str, word: str) -> bool:
        """Whether a word as it stands is in a word list."""
        return word in self.words[group]

    def class_word(self, word: str) -> tuple[frozenset[str], bool] | None:
        """Kinds that a class word announces and whether it stays in the span; None for any other word."""
        return self._class_words[word]

    def directs(self, word: str) -> bool:
        """Whether a word, with or without an attached particle, may end a direction ("north", "شرقي")."""
        return self._directs[word]

    def agrees_with_state(self, verb: str) -> bool:
        """Whether a verb's form agrees with a state's name, as ``language.toml`` says (feminine in Arabic)."""
        return verb.startswith(self.state_prefixes) or verb.endswith(self.state_suffixes)

    def demonym(self, word: str) -> str:
        """Country (ISO 3166 alpha-2) of a nisba adjective or demonym in any inflection, or ""."""
        return self._demonyms[word]


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
            return rules_of(code)
    return None


@lru_cache(maxsize=16)
def rules_of(code: str) -> NameRules:
    """Rules of a language by its code."""
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
