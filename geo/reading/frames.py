"""Frames: what words tell of an event or a movement, in all their inflections.

A frame is a line of a language's ``frames.csv``: the stems of its verbs, verbal nouns, participles and nouns, the event
type and mode it stands for, the kind of movement it may be, and the words that must stand near it. Stems are inflected
by the language's ``inflection.toml``; nothing here knows a language.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import product
from typing import Any

from geo.errors import LanguageError
from geo.language import Language, load
from geo.model import EVENT_TYPES, EventType
from geo.reading.kept import Kept
from geo.reading.rules import NameRules, rules_for, script_of
from geo.reading.tables import language_table
from geo.reading.text.analysis import Analysis, SentenceSpan
from geo.reading.text.folding import fold
from geo.reading.text.tokens import Token, name_key

__all__ = [
    "Frame",
    "Groups",
    "Hit",
    "act_verbs",
    "base_forms",
    "find_hits",
    "groups_of",
    "inflected_forms",
    "moving_or_acting",
    "verb_forms",
]

_TO_END = 8
_COLUMNS = ("past", "present", "masdar", "participle", "noun")
_MOVEMENTS = frozenset(
    {"", "arrive", "send", "bring", "recruit", "visit", "tour", "go", "route", "leave", "flee", "deploy", "use"}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """A line of ``frames.csv``. ``needs`` names a group of words, one of which must stand near."""

    name: str
    type: EventType
    mode: str
    flow: str
    needs: str
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A frame's word in a text: token numbers (``last`` exclusive), its form (past, present, future, masdar ...).

    ``particle`` is what is attached before it ("ل" of purpose), folded; ``may_be`` are all forms that are spelled so.
    """

    frame: Frame
    first: int
    last: int
    sentence: int
    form: str
    particle: str = ""
    may_be: frozenset[str] = frozenset()

    @property
    def is_past(self) -> bool:
        """Whether the word can be nothing but a verb in the past: "نقل" may be a verbal noun too."""
        return self.form == "past" and self.may_be <= {"past"}

    @property
    def is_masdar(self) -> bool:
        """Whether the word is, or may be, a verbal noun."""
        return self.form == "masdar" or "masdar" in self.may_be


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of words of a language (``groups.toml``): single folded words, and phrases by their first word."""

    words: dict[str, dict[str, frozenset[str]]]
    pairs: dict[str, frozenset[tuple[str, ...]]]
    _names: dict[tuple[str, str], Kept[str, frozenset[str]]] = field(default_factory=dict, repr=False, compare=False)
    _firsts: dict[tuple[str, str], Kept[str, str]] = field(default_factory=dict, repr=False, compare=False)

    def names_of(self, section: str, rules: NameRules) -> Kept[str, frozenset[str]]:
        """Groups of a section that each word is in, with or without an attached particle."""
        kept = self._names.get((section, rules.code))
        if kept is None:
            kept = self._names[section, rules.code] = Kept(partial(self._names_in, section, rules))
        return kept

    def first_of(self, section: str, rules: NameRules) -> Kept[str, str]:
        """Group of a section that each word is in, with or without an attached particle; "" for none."""
        kept = self._firsts.get((section, rules.code))
        if kept is None:
            kept = self._firsts[section, rules.code] = Kept(partial(self._first_in, section, rules))
        return kept

    def _names_in(self, section: str, rules: NameRules, word: str) -> frozenset[str]:
        groups = self.words.get(section, {})
        forms = [form for form, _ in rules.variants(word)]
        return frozenset(name for name, words in groups.items() if any(form in words for form in forms))

    def _first_in(self, section: str, rules: NameRules, word: str) -> str:
        groups = self.words.get(section, {})
        for form, _ in rules.variants(word):
            for name, words in groups.items():
                if form in words:
                    return name
        return ""

    def of(self, section: str, rules: NameRules, word: str) -> str:
        """Group of a section that a word is in, with or without an attached particle; "" for none."""
        return self.first_of(section, rules)[word]

    def has_pair(self, group: str, rules: NameRules, word: str, following: str) -> bool:
        """Whether a word and the one after it are together in a group of cues ("على أن")."""
        pairs = self.pairs.get(group)
        return pairs is not None and any((form, following) in pairs for form, _ in rules.variants(word))

    def has(self, section: str, group: str, rules: NameRules, word: str) -> bool:
        """Whether a word, with or without an attached particle, is in a group."""
        return group in self.names_of(section, rules)[word]


def find_hits(analysis: Analysis) -> tuple[Hit, ...]:
    """Find every frame's word whose needs are met, in order of the text.

    Returns
    -------
    tuple of Hit
        A word may hit several frames; the longest phrase at a position wins over shorter ones.
    """
    hits: list[Hit] = []
    tokens, begins = analysis.tokens, _beginnings(analysis.document.language)
    for number, sentence in enumerate(analysis.sentences):
        position = sentence.first
        while position < sentence.last:
            begin = begins[tokens[position].text]
            if begin is None:
                position += 1
                continue
            found = _hits_at(analysis, sentence, number, position, begin)
            hits.extend(found)
            position = max((hit.last for hit in found), default=position + 1)
    return tuple(hits)


@dataclass(frozen=True, slots=True)
class _Beginning:
    """What a word may begin: for each of its forms the particle before it, and the frames' words that go on so."""

    rules: NameRules
    forms: tuple[tuple[str, tuple[tuple[tuple[str, ...], Frame, str], ...]], ...]


@lru_cache(maxsize=16)
def _beginnings(language: str) -> Kept[str, _Beginning | None]:
    """What each word of documents in a language may begin; None for one that begins no frame's words."""
    return Kept(partial(_beginning, language))


def _beginning(language: str, word: str) -> _Beginning | None:
    rules = rules_for(script_of(word), language)
    if rules is None:
        return None
    lexicon, particles = _lexicon(rules.code), _particles(rules.code)
    forms = []
    for form, offset in rules.variants(word):
        particle = word[:offset]
        entries = lexicon.get(form, ())
        allowed = tuple(entry for entry in entries if not particle or particle in particles[entry[2]])
        if allowed:
            forms.append((particle, allowed))
    return _Beginning(rules, tuple(forms)) if forms else None


def _hits_at(analysis: Analysis, sentence: SentenceSpan, number: int, position: int, begin: _Beginning) -> list[Hit]:
    found: list[tuple[int, Frame, str, str]] = []
    for particle, entries in begin.forms:
        if particle and found:
            break
        for rest, frame, tense in entries:
            last = position + 1 + len(rest)
            words = tuple(t.text for t in analysis.tokens[position + 1 : min(last, sentence.last)]) if rest else ()
            if words == rest and _allowed(analysis, sentence, begin.rules, frame, position, last):
                found.append((last, frame, tense, particle))
    if not found:
        return []
    longest = max(last for last, *_ in found)
    forms: dict[str, set[str]] = defaultdict(set)
    for last, frame, tense, _ in found:
        if last == longest:
            forms[frame.name].add(tense)
    unique = {
        frame.name: Hit(
            frame=frame,
            first=position,
            last=last,
            sentence=number,
            form=tense,
            particle=particle,
            may_be=frozenset(forms[frame.name]),
        )
        for last, frame, tense, particle in reversed(found)
        if last == longest
    }
    return list(unique.values())


def _allowed(analysis: Analysis, sentence: SentenceSpan, rules: NameRules, frame: Frame, first: int, last: int) -> bool:
    """Whether a frame's needs are met by the words near it, and none of the words that rule it out is there."""
    tokens = analysis.tokens
    if frame.not_after:
        after = " ".join(token.text for token in tokens[last : min(sentence.last, last + 5)]) + " "
        if any(f"{phrase} " in (after if " " in phrase else _first_two(after)) for phrase in frame.not_after):
            return False
    if frame.not_before and first > sentence.first and tokens[first - 1].text in frame.not_before:
        return False
    if not frame.needs:
        return True
    if frame.needs == "name":
        return rules.has_case and _names(analysis, sentence, rules, last)
    groups = groups_of(rules.code)
    back, ahead = (4, 9) if rules.has_case else (4, 7)
    if frame.needs in {"moving", "vehicle"}:
        back, ahead = (12, 9) if rules.has_case else (6, 9)
    window = (*tokens[max(sentence.first, first - back) : first], *tokens[last : min(sentence.last, last + ahead)])
    if frame.needs == "moving":
        moves = any(groups.of("cargo", rules, t.text) or groups.of("mode", rules, t.text) for t in window)
        return moves or _goes_to(groups, rules, tokens[last : min(sentence.last, last + _TO_END)])
    return any(groups.has("groups", frame.needs, rules, token.text) for token in window)


def _goes_to(groups: Groups, rules: NameRules, window: tuple[Token, ...]) -> bool:
    """Whether "to" follows: whatever goes to a place moves. Only where verbs stand first."""
    return not rules.has_case and any(groups.has("cue", "destination", rules, token.text) for token in window)


def _names(analysis: Analysis, sentence: SentenceSpan, rules: NameRules, position: int) -> bool:
    """Whether a name follows: a capitalised word that is none for other reasons ("took Monday off")."""
    if position >= sentence.last:
        return False
    token, text = analysis.tokens[position], analysis.document.text
    known = rules.is_exactly("capitalised", token.text) or rules.demonym(token.text)
    return text[token.start].isupper() and not known


def _first_two(words: str) -> str:
    return " ".join(words.split()[:2]) + " "


@lru_cache(maxsize=16)
def groups_of(code: str) -> Groups:
    """Groups of words of a language, inflected by their ``endings``.

    Raises
    ------
    LanguageError
        When ``groups.toml`` is malformed.
    """
    language = load(code)
    table = language.table("groups")
    endings = tuple(fold(ending) for ending in table.get("endings", [""]))
    article = fold(language.settings.get("article", ""))
    sections: dict[str, dict[str, frozenset[str]]] = {}
    for section, groups in table.items():
        if isinstance(groups, dict):
            inflect = section in {"cargo", "mode", "groups"}
            sections[section] = {
                name: frozenset(
                    form
                    for word in words
                    for form in (_declined(word, endings, article) if inflect else {name_key(word)})
                )
                for name, words in groups.items()
            }
    cues = sections.get("cue", {})
    pairs = {name: frozenset(tuple(word.split()) for word in words if " " in word) for name, words in cues.items()}
    return Groups(sections, {name: words for name, words in pairs.items() if words})


def _declined(word: str, endings: tuple[str, ...], article: str) -> set[str]:
    """Forms of a word of a group: with each ending, with and without the article; as it stands after "="."""
    if word.startswith("="):
        return {name_key(word[1:])}
    word = name_key(word)
    stem = word[:-1] if word.endswith("ه") and article else word
    forms = {word, *(stem + ending for ending in endings)} if len(word) > 2 else {word}
    return forms | {article + form for form in forms} if article else forms


@lru_cache(maxsize=16)
def act_verbs(code: str) -> frozenset[str]:
    """Forms of all verbs of acting and saying of a language; verbs of movement, whose object is a place, left out."""
    language = load(code)
    moving = {row["frame"] for row in language.rows("frames") if row["flow"]}
    forms = {
        word
        for word, entries in _lexicon(code).items()
        for rest, frame, tense in entries
        if not rest and tense in {"past", "present", "future"} and frame.name not in moving
    }
    for section in ("say", "deny"):
        for column in ("past", "present"):
            for stem in language_table(code, "claims").get(section, {}).get(column, []):
                forms.update(map(name_key, inflected_forms(code, stem, column)))
    return frozenset(forms)


@lru_cache(maxsize=16)
def verb_forms(code: str) -> frozenset[str]:
    """Finite forms of all verbs of a language, of movement, acting and saying, that are no nouns too ("attacks")."""
    entries = [(word, tense) for word, rows in _lexicon(code).items() for rest, _, tense in rows if not rest]
    nouns = {word for word, tense in entries if tense in {"noun", "masdar"}}
    moving = {word for word, tense in entries if tense in {"past", "present", "future"}}
    return (act_verbs(code) | moving) - nouns


@lru_cache(maxsize=16)
def base_forms(code: str) -> frozenset[str]:
    """Base forms of all verbs of a language: what follows "to" or a modal verb, and no past form too."""
    rows = load(code).rows("frames")
    say = language_table(code, "claims").get("say", {})
    stems = {stem for row in rows for stem in row["present"].split("|")} | set(say.get("present", []))
    pasts = {stem for row in rows for stem in row["past"].split("|")} | set(say.get("past", []))
    return frozenset(map(name_key, stems - pasts - {""}))


@lru_cache(maxsize=16)
def moving_or_acting(code: str) -> frozenset[str]:
    """Participles of all verbs of frames ("sending", "attacking")."""
    return frozenset(
        word
        for word, entries in _lexicon(code).items()
        for rest, _, tense in entries
        if not rest and tense == "participle"
    )


@lru_cache(maxsize=16)
def _particles(code: str) -> dict[str, frozenset[str]]:
    """Particles that each form may carry: no preposition is attached to a verb in the past."""
    inflection = language_table(code, "inflection")
    allowed = {form: frozenset(map(fold, rule.get("particles", []))) for form, rule in inflection.items()}
    return {**dict.fromkeys(_COLUMNS, frozenset()), **allowed}


@lru_cache(maxsize=16)
def _lexicon(code: str) -> dict[str, tuple[tuple[tuple[str, ...], Frame, str], ...]]:
    """First word -> (following words, frame, form) of every inflected form of every frame."""
    language = load(code)
    inflection = language_table(code, "inflection")
    lexicon: dict[str, list[tuple[tuple[str, ...], Frame, str]]] = defaultdict(list)
    for row in language.rows("frames"):
        frame = _frame(row, language)
        for column in _COLUMNS:
            for stem in filter(None, row[column].split("|")):
                for form, tense in _inflected(stem, column, inflection):
                    words = tuple(name_key(form).split())
                    if words and (words[1:], frame, tense) not in lexicon[words[0]]:
                        lexicon[words[0]].append((words[1:], frame, tense))
    return {word: tuple(entries) for word, entries in lexicon.items()}


def _frame(row: dict[str, str], language: Language) -> Frame:
    if row["type"] not in EVENT_TYPES:
        raise LanguageError(f"frames.csv of {language.code}: {row['frame']}: no event type {row['type']!r}")
    if row["flow"] not in _MOVEMENTS:
        raise LanguageError(f"frames.csv of {language.code}: {row['frame']}: no movement {row['flow']!r}")
    return Frame(
        name=row["frame"],
        type=row["type"],
        mode=row["mode"],
        flow=row["flow"],
        needs=row["needs"],
        not_after=tuple(map(name_key, filter(None, row["not_after"].split("|")))),
        not_before=tuple(map(name_key, filter(None, row["not_before"].split("|")))),
    )


def inflected_forms(code: str, stem: str, column: str) -> tuple[str, ...]:
    """Every form of a verb or noun of a language, such as "أرسلت" and "أرسلوا" of "أرسل" (column ``past``)."""
    return tuple(dict.fromkeys(form for form, _ in _inflected(stem, column, language_table(code, "inflection"))))


def _inflected(stem: str, column: str, inflection: dict[str, Any]) -> list[tuple[str, str]]:
    """Forms of a stem with the tense of each; a phrase is inflected in its first word only."""
    head, _, tail = stem.partition(" ")
    head = fold(head)
    tail = f" {tail}" if tail else ""
    forms = [(head + tail, column)]
    for tense, rule in inflection.items():
        if rule.get("stem_of", tense) != column:
            continue
        firsts = rule.get("swap_first", [head[:1]])
        for prefix, first, suffix in product(rule.get("prefixes", [""]), firsts, rule.get("suffixes", [""])):
            body = first + head[1:]
            if suffix and body[-1:] in rule.get("before_suffix", {}):
                body = body[:-1] + rule["before_suffix"][body[-1]]
            elif suffix and body[-1:] in rule.get("drop_before_suffix", []):
                body = body[:-1]
            forms.append((fold(prefix) + fold(body) + fold(suffix) + tail, tense))
        if head[-1:] in rule.get("weak_last", []):
            forms += [(head[:-1] + fold(suffix) + tail, tense) for suffix in rule["weak_suffixes"]]
    return forms
