"""What is known of a word by itself, looked up once: which names it may begin, what the language's files say of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from geo.reading.gazetteer.index import Index
from geo.reading.kept import Kept
from geo.reading.rules import NameRules, rules_for, script_of
from geo.reading.text.tokens import Token

__all__ = ["Form", "Lexicon", "Word", "lexicon_for"]

_LISTED_ZIPF = 1.4  # a word listed as more frequent than this is one, however it sounds ...
_KNOWN_ZIPF = 2.6  # ... or than this, right after a word that places follow
_FUNCTION_ZIPF = 5.5
_LEAST_LETTERS = 4
_MOST_LONGER = 100  # names that begin with a word and are listed


class Form(NamedTuple):
    """A form of a word that begins a name: without an attached particle of ``offset`` folded characters.

    ``stands_alone`` where it is a name by itself (words such as "in" are none, whatever a village is called);
    ``seconds`` are the second words of longer names that begin with it, None where these are too many to list.
    """

    text: str
    offset: int
    stands_alone: bool
    seconds: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    ``forms`` are those that begin a name; ``phrases`` the fixed expressions that may begin with it; ``strange`` and
    ``uncommon`` say that no list has it, or none as a word that is often used: it may be a name that no source spells
    so. A word with none of these, nor the beginning of an area's abbreviation, is ``dull``: no name begins there; nor
    with a ``cased`` word without a capital.
    """

    rules: NameRules | None
    forms: tuple[Form, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    opens: bool = False
    locative: bool = False
    inside: bool = False
    demonym: str = ""
    strange: bool = False
    uncommon: bool = False
    cased: bool = False
    dull: bool = True


class Lexicon:
    """Words of the texts of one language, and of others that are mixed in, with what is known of them."""

    def __init__(self, index: Index, language: str) -> None:
        self._index = index
        self._language = language
        self._words = Kept(self._read)

    def look(self, word: str) -> Word:
        """What is known of a folded word."""
        return self._words[word]

    def words(self, tokens: Iterable[Token]) -> list[Word]:
        """What is known of the words of tokens."""
        words = self._words
        return [words[token.text] for token in tokens]

    def _read(self, word: str) -> Word:
        script = script_of(word)
        rules = rules_for(script, self._language) if script else None
        if rules is None:
            return Word(rules=None)
        variants = rules.variants(word)
        forms = tuple(
            Form(form, offset, self._stands_alone(form), self._seconds(form))
            for form, offset in variants
            if self._index.starts_name(form)
        )
        phrases = tuple(phrase for form, _ in variants for phrase in rules.phrases.get(form, ()))
        uncommon = len(word) >= _LEAST_LETTERS and not self._is_word(rules, variants, _KNOWN_ZIPF)
        return Word(
            rules=rules,
            forms=forms,
            phrases=phrases,
            opens=any(form in rules.openers for form, _ in variants),
            locative=rules.has("locatives", word),
            inside=rules.is_exactly("inside", word),
            demonym=rules.demonym(word),
            strange=uncommon and not self._is_word(rules, variants, _LISTED_ZIPF),
            uncommon=uncommon,
            cased=rules.has_case,
            dull=not (forms or phrases or uncommon or word in rules.abbreviation_starts),
        )

    def _seconds(self, form: str) -> frozenset[str] | None:
        longer = list(islice(self._index.longer_names(form), _MOST_LONGER + 1))
        if len(longer) > _MOST_LONGER:
            return None
        return frozenset(key.split(" ", 2)[1] for key in longer)

    def _stands_alone(self, form: str) -> bool:
        if not self._index.has_name(form):
            return False
        if self._index.word_zipf(form) < _FUNCTION_ZIPF:
            return True
        return any(posting.trusted for posting in self._index.rows(form))

    def _is_word(self, rules: NameRules, variants: tuple[tuple[str, int], ...], most: float) -> bool:
        """Whether a form is a word of the language, as it stands or without an ending that words take."""
        for form, _ in variants:
            if self._index.word_zipf(form) >= most:
                return True
            stems = (form.removesuffix(ending) for ending in rules.word_endings if form.endswith(ending))
            if any(len(stem) > 2 and self._index.word_zipf(stem) >= _KNOWN_ZIPF for stem in stems):
                return True
        return False


@lru_cache(maxsize=8)
def lexicon_for(index: Index, language: str) -> Lexicon:
    """Lexicon of documents in a language."""
    return Lexicon(index, language)
