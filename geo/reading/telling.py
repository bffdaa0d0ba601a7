"""What a sentence tells around a frame's word: plan, request, negation; the actors, cargo, counts and dates near it.

Events and flows read the same sentence with the same eyes; what both need is here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar, cast

from geo.model import Cargo, DateSpan, Evidence, Status, TransportMode
from geo.reading.actors import FoundActor
from geo.reading.claims import Attribution
from geo.reading.dates import FoundDate
from geo.reading.frames import Groups, Hit, groups_of
from geo.reading.placing import PlaceRef
from geo.reading.rules import NameRules, rules_for, script_of
from geo.reading.subjects import subject_words
from geo.reading.text.analysis import Analysis, SentenceSpan

__all__ = [
    "Telling",
    "cargo_near",
    "cargo_word",
    "carries_purpose",
    "clause",
    "date_near",
    "evidence_of",
    "has_cue",
    "has_group",
    "has_vehicle",
    "is_headline",
    "is_hedged",
    "is_infinitive",
    "is_negated",
    "is_own",
    "mode_near",
    "mode_word",
    "status_near",
    "voices_of",
]

_BACK = 8
_BACK_IN_CLAUSE = 13
_AHEAD = 14
_HEADLINE = 130
_HEADLINES = 5
_COMMA = 60
_YEARS = 1100
_CLAUSE_MARKS = frozenset(",;:")


class _InSentence(Protocol):
    @property
    def sentence(self) -> int: ...


_T = TypeVar("_T", bound=_InSentence)


def _by_sentence(items: Iterable[_T]) -> dict[int, tuple[_T, ...]]:
    grouped: dict[int, list[_T]] = defaultdict(list)
    for item in items:
        grouped[item.sentence].append(item)
    return {number: tuple(members) for number, members in grouped.items()}


@dataclass(frozen=True, kw_only=True)
class Telling:
    """A text with everything found in it: what events and flows are read from.

    ``embedded`` are the places inside other names, apart: they only say where a delegation comes from.
    """

    analysis: Analysis
    hits: tuple[Hit, ...]
    refs: tuple[PlaceRef, ...]
    embedded: tuple[PlaceRef, ...]
    actors: tuple[FoundActor, ...]
    attributions: tuple[Attribution, ...]
    dates: tuple[FoundDate, ...]
    off_theme: bool = False

    @cached_property
    def _hits(self) -> dict[int, tuple[Hit, ...]]:
        return _by_sentence(self.hits)

    @cached_property
    def _refs(self) -> dict[int, tuple[PlaceRef, ...]]:
        return _by_sentence(self.refs)

    @cached_property
    def _embedded(self) -> dict[int, tuple[PlaceRef, ...]]:
        return _by_sentence(self.embedded)

    @cached_property
    def _actors(self) -> dict[int, tuple[FoundActor, ...]]:
        return _by_sentence(self.actors)

    @cached_property
    def _attributions(self) -> dict[int, tuple[Attribution, ...]]:
        grouped: dict[int, list[Attribution]] = defaultdict(list)
        for item in self.attributions:
            for number in range(item.sentence, max(item.sentence, item.until) + 1):
                grouped[number].append(item)
        return {number: tuple(members) for number, members in grouped.items()}

    @cached_property
    def _dates(self) -> dict[int, tuple[FoundDate, ...]]:
        return _by_sentence(self.dates)

    def hits_of(self, number: int) -> tuple[Hit, ...]:
        """Words of events and movements of a sentence."""
        return self._hits.get(number, ())

    def refs_of(self, number: int) -> tuple[PlaceRef, ...]:
        """Places that a sentence uses."""
        return self._refs.get(number, ())

    def embedded_of(self, number: int) -> tuple[PlaceRef, ...]:
        """Places inside other names in a sentence."""
        return self._embedded.get(number, ())

    def actors_of(self, number: int) -> tuple[FoundActor, ...]:
        """Actors named in a sentence."""
        return self._actors.get(number, ())

    def attributions_of(self, number: int) -> tuple[Attribution, ...]:
        """Attributions that cover a sentence."""
        return self._attributions.get(number, ())

    def dates_of(self, number: int) -> tuple[FoundDate, ...]:
        """Date expressions of a sentence."""
        return self._dates.get(number, ())

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {span.start: number for number, span in enumerate(self.analysis.sentences)}

    def number_of(self, sentence: SentenceSpan) -> int:
        """Position of a sentence in the text."""
        return self._numbers[sentence.start]

    def number_at(self, start: int) -> int:
        """Position of the sentence that begins at an offset."""
        return self._numbers[start]

    @cached_property
    def _languages(self) -> dict[int, tuple[NameRules, Groups]]:
        """Rules and groups of words of each sentence, by its first token."""
        by_code: dict[int, tuple[NameRules, Groups]] = {}
        for sentence in self.analysis.sentences:
            rules = self._rules_of(sentence)
            by_code[sentence.first] = rules, groups_of(rules.code)
        return by_code

    def _rules_of(self, sentence: SentenceSpan) -> NameRules:
        for token in self.analysis.words(sentence):
            script = script_of(token.text)
            rules = rules_for(script, self.analysis.document.language) if script else None
            if rules:
                return rules
        fallback = rules_for("Arab", self.analysis.document.language)
        assert fallback is not None
        return fallback

    def rules(self, sentence: SentenceSpan) -> NameRules:
        """Rules of the language that a sentence is written in."""
        return self._languages[sentence.first][0]

    def groups(self, sentence: SentenceSpan) -> Groups:
        """Groups of words of that language."""
        return self._languages[sentence.first][1]

    @cached_property
    def cues(self) -> list[frozenset[str]]:
        """Groups of cues that each token is in, in the language of its sentence."""
        out: list[frozenset[str]] = []
        for sentence in self.analysis.sentences:
            rules, groups = self._languages[sentence.first]
            known = groups.names_of("cue", rules)
            out.extend(known[token.text] for token in self.analysis.words(sentence))
        return out

    @cached_property
    def voices(self) -> dict[int, frozenset[int]]:
        """Tokens of each sentence that name who speaks; sentences with attributions only."""
        out: dict[int, frozenset[int]] = {}
        for number, items in self._attributions.items():
            span = self.analysis.sentences[number]
            named = (position for item in items for position in range(*item.voice))
            out[number] = frozenset(position for position in named if span.first <= position < span.last)
        return out


def carries_purpose(telling: Telling, sentence: SentenceSpan, hit: Hit) -> bool:
    """Whether a word carries the particle of purpose ("للقتال")."""
    return hit.particle in telling.groups(sentence).words.get("attached", {}).get("purpose", frozenset())


def has_cue(telling: Telling, sentence: SentenceSpan, group: str, first: int, last: int) -> bool:
    """Whether a word of a cue group stands between two tokens."""
    first, last = max(sentence.first, first), min(sentence.last, last)
    if any(group in cues for cues in telling.cues[first : max(first, last)]):
        return True
    rules, groups = telling.rules(sentence), telling.groups(sentence)
    if group not in groups.pairs:
        return False
    tokens = telling.analysis.tokens
    return any(
        groups.has_pair(group, rules, tokens[position].text, tokens[position + 1].text)
        for position in range(first, last - 1)
    )


def is_negated(telling: Telling, sentence: SentenceSpan, position: int) -> bool:
    """Whether a negation stands right before a token: what did not happen is no event."""
    return any(
        has_cue(telling, sentence, "negation", before, before + 1)
        and not has_cue(telling, sentence, "still", before + 1, before + 2)
        for before in range(max(sentence.first, position - 2), position)
    )


def is_headline(telling: Telling, number: int) -> bool:
    """Whether a sentence is a headline: one of the first lines, short and without a full stop, with text below it."""
    if number >= _HEADLINES:
        return False
    sentences = telling.analysis.sentences
    span = sentences[number]
    text = telling.analysis.document.text[span.start : span.end]
    alone = all(
        other.paragraph != span.paragraph
        for other in (*sentences[max(0, number - 1) : number], *sentences[number + 1 : number + 2])
    )
    return alone and number + 1 < len(sentences) and len(text) < _HEADLINE and text[-1] not in ".!?؟۔"


def status_near(telling: Telling, sentence: SentenceSpan, position: int, hit: Hit | None) -> Status:
    """Status that the words before a token give, before anybody's claim is looked at; ``hit`` is the word there."""
    floor = _clause_start(telling, sentence, position)
    done = hit is not None and hit.is_past and not telling.rules(sentence).has_case
    if done and hit and hit.frame.type != "REQUEST":
        return "reported"  # what follows a plan or a request is no verb in the past, where verbs have forms for it
    if (
        hit
        and (hit.is_masdar or hit.form == "present")
        and has_cue(telling, sentence, "intend", position - _AHEAD, position)
    ):
        return "planned"
    asked = telling.rules(sentence).has_case and any(
        other.frame.type == "REQUEST" and floor <= other.first < position
        for other in telling.hits_of(telling.number_of(sentence))
    )
    if asked or (hit and hit.frame.type == "REQUEST") or _is_asked(telling, sentence, floor, position):
        return "requested"
    if (
        hit
        and is_infinitive(telling, sentence, hit)
        and not has_cue(telling, sentence, "begun", position - 3, position)
    ):
        return "planned"
    if hit and hit.frame.flow not in {"", "use"} and hit.form == "masdar" and carries_purpose(telling, sentence, hit):
        return "planned"
    past = hit is not None and hit.is_past
    ahead = not past and _is_future(telling, sentence, position)
    if ahead or has_cue(telling, sentence, "plan_near", position - 2, position):
        return "planned"
    if hit and hit.form == "present" and has_cue(telling, sentence, "plan_clause", position - 2, position):
        return "planned"
    until = hit.last if hit and hit.last - hit.first > 1 and telling.rules(sentence).has_case else position
    if (hit and hit.form == "future") or has_cue(telling, sentence, "plan", floor, until):
        return "planned"
    if hit and hit.form == "present" and has_cue(telling, sentence, "possible", position - 2, position):
        return "planned"
    return "reported"


def _is_asked(telling: Telling, sentence: SentenceSpan, first: int, last: int) -> bool:
    """Whether a word of asking stands between two tokens, but for "asked not to be named"."""
    return any(
        has_cue(telling, sentence, "request", position, position + 1)
        and not has_cue(telling, sentence, "not_request", position + 1, position + 2)
        for position in range(max(sentence.first, first), min(sentence.last, last))
    )


def is_infinitive(telling: Telling, sentence: SentenceSpan, hit: Hit) -> bool:
    """Whether a word is a verb behind "to": what is meant to be done."""
    return hit.form == "present" and has_cue(telling, sentence, "infinitive", hit.first - 1, hit.first)


def _clause_start(telling: Telling, sentence: SentenceSpan, position: int) -> int:
    """First token before which no plan or request is looked for; where subjects come first, no further than a comma."""
    if not telling.rules(sentence).has_case:
        return max(sentence.first, position - _BACK)
    floor = max(sentence.first, position - _BACK_IN_CLAUSE)
    tokens = telling.analysis.tokens
    for number in range(position, floor, -1):
        if not _CLAUSE_MARKS.isdisjoint(telling.analysis.between(tokens[number - 1], tokens[number])):
            return number
    return floor


def clause(telling: Telling, sentence: SentenceSpan, start: int, end: int, floor: int) -> tuple[int, int]:
    """Tokens of the clause around a stretch of a sentence, from ``floor`` on: it ends at a comma and a conjunction.

    Only where clauses are joined by words of their own.
    """
    rules = telling.rules(sentence)
    if not rules.has_case:
        return floor, sentence.last
    words = subject_words(rules.code)
    tokens = telling.analysis.tokens

    def parts(position: int) -> bool:
        gap = telling.analysis.between(tokens[position - 1], tokens[position])
        joined = "," in gap and tokens[position].text in words.joins
        goes_on = tokens[position].text in words.pronouns or (
            joined and position + 1 < sentence.last and tokens[position + 1].text in words.pronouns
        )
        return (";" in gap or joined) and not goes_on

    first = next((position for position in range(start, floor, -1) if parts(position)), floor)
    last = next(
        (position for position in range(end, sentence.last) if position > end and parts(position)), sentence.last
    )
    return first, last


def is_hedged(telling: Telling, sentence: SentenceSpan, position: int) -> bool:
    """Whether the text only supposes what it tells at a token ("يرجح", "مزاعم")."""
    return has_cue(telling, sentence, "hedge", sentence.first, position)


def has_group(telling: Telling, sentence: SentenceSpan, group: str, first: int, last: int) -> bool:
    """Whether a word of a group that frames ask for stands between two tokens."""
    rules, groups = telling.rules(sentence), telling.groups(sentence)
    return any(
        groups.has("groups", group, rules, telling.analysis.tokens[position].text)
        for position in range(max(sentence.first, first), min(sentence.last, last))
    )


def cargo_near(telling: Telling, sentence: SentenceSpan, first: int, last: int) -> tuple[Cargo, ...]:
    """Kinds of cargo named between two tokens, in order of the text, each once."""
    found: dict[str, None] = {}
    tokens, kinds = telling.analysis.tokens, telling.groups(sentence).first_of("cargo", telling.rules(sentence))
    positions = range(max(sentence.first, first), min(sentence.last, last))
    near = [position for position in positions if kinds[tokens[position].text]]
    if not near:
        return ()
    refs = telling.refs_of(telling.number_of(sentence))
    places = {number for ref in refs if ref.source == "name" for number in range(ref.first, ref.last)}
    places |= voices_of(telling, sentence)
    for position in near:
        name = "" if position in places else cargo_word(telling, sentence, position)
        if name:
            found[name] = None
    return tuple(found)  # type: ignore[arg-type]


def cargo_word(telling: Telling, sentence: SentenceSpan, position: int) -> str:
    """Kind of cargo that a token names, or ""."""
    groups, rules = telling.groups(sentence), telling.rules(sentence)
    name = groups.of("cargo", rules, telling.analysis.tokens[position].text)
    return "" if name and has_cue(telling, sentence, "no_cargo", position, position + 2) else name


def mode_word(telling: Telling, sentence: SentenceSpan, position: int) -> str:
    """Transport mode that a token names, or ""."""
    return telling.groups(sentence).of("mode", telling.rules(sentence), telling.analysis.tokens[position].text)


def voices_of(telling: Telling, sentence: SentenceSpan) -> frozenset[int]:
    """Tokens of a sentence that name who speaks: nothing of them moves ("two aid workers said")."""
    return telling.voices.get(telling.number_of(sentence), frozenset())


def has_vehicle(telling: Telling, sentence: SentenceSpan, first: int, last: int) -> bool:
    """Whether a vehicle, flight or convoy is named between two tokens."""
    return mode_near(telling, sentence, first, last) != "unknown"


def mode_near(telling: Telling, sentence: SentenceSpan, first: int, last: int) -> TransportMode:
    """Transport mode that the words between two tokens name most often; "unknown" where none does."""
    votes: Counter[TransportMode] = Counter()
    voices = voices_of(telling, sentence)
    tokens, modes = telling.analysis.tokens, telling.groups(sentence).first_of("mode", telling.rules(sentence))
    for position in range(max(sentence.first, first), min(sentence.last, last)):
        name = modes[tokens[position].text]
        if name and position not in voices:
            weak = has_cue(telling, sentence, "weak_mode", position, position + 1)
            votes[cast("TransportMode", name)] += 1 if weak else 2
    return votes.most_common(1)[0][0] if votes else "unknown"


def date_near(telling: Telling, sentence: int, position: int) -> DateSpan:
    """Date of what is told at a token: the nearest expression of its sentence, exact ones before vague ones.

    A verb in the past is not dated by what is still to come. Where the sentence has none, only publication bounds it:
    it did not happen later.
    """
    past = any(hit.first == position and hit.is_past for hit in telling.hits_of(sentence))
    found = _found_date(telling, telling.analysis.sentences[sentence], position, past=past)
    published = telling.analysis.document.published
    if found is None or (found.relation == "vague" and found.span.date_from == published):
        return DateSpan(date_to=published)  # "now" bounds nothing that publication does not
    return found.span


def _found_date(telling: Telling, sentence: SentenceSpan, position: int, *, past: bool = False) -> FoundDate | None:
    near = [
        found
        for found in telling.dates_of(telling.number_of(sentence))
        if found.anchored and not _says_nothing(found) and not (past and found.future)
    ]
    if not near:
        return None
    rank = {"at": 0, "since": 0, "until": 1, "duration": 1, "vague": 2}
    return min(near, key=lambda found: (rank[found.relation], found.history, _apart(telling, found, position)))


def _says_nothing(found: FoundDate) -> bool:
    """Whether an expression is so wide that it bounds nothing ("for years", "after years")."""
    first, last = found.span.date_from, found.span.date_to
    said = found.relation == "at" and found.basis == "text"
    return not said and first is not None and last is not None and (last - first).days > _YEARS


def _apart(telling: Telling, found: FoundDate, position: int) -> int:
    """Characters between a date and a token; what lies past a comma is further off."""
    token = telling.analysis.tokens[position]
    first, last = sorted((found.start, token.start))
    between = telling.analysis.document.text[first:last]
    return last - first + _COMMA * (between.count("،") + between.count(","))


def _is_future(telling: Telling, sentence: SentenceSpan, position: int) -> bool:
    found = _found_date(telling, sentence, position)
    return found is not None and found.future and found.relation == "at"


def is_own(telling: Telling, sentence: SentenceSpan, position: int) -> bool:
    """Whether the words before a token say that the act is the speaker's own ("his country", "his forces")."""
    return has_cue(telling, sentence, "own", position - 3, position + 4)


def evidence_of(telling: Telling, sentence: int) -> Evidence:
    """The sentence as evidence."""
    span = telling.analysis.sentences[sentence]
    document = telling.analysis.document
    return Evidence(doc=document.id, start=span.start, end=span.end, quote=document.text[span.start : span.end])
