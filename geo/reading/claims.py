"""Who says so: attributions in a text, across its sentences, and the status that follows for what is said.

An attribution is a verb of saying with its speaker, or an "according to" with its source, or a denial. A speaker is an
actor of the table, a title with the actor it serves, or the source's own words. "The ministry" without a name goes
back to the last ministry that spoke. Verbs, fillers and generic sources are data (``claims.toml``, ``titles.csv``).

The status of a record is the first that holds: ``denied``, ``requested``, ``planned``, ``claimed`` (on the word of a
party or source about somebody else, or of another outlet), ``reported`` (the outlet's own voice, or an official on
its own side's act).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from geo.language import load
from geo.model import Claim, Status
from geo.reading.actors import FoundActor
from geo.reading.frames import inflected_forms
from geo.reading.gazetteer.index import Index
from geo.reading.names import latin_name
from geo.reading.resolve import Placed
from geo.reading.rules import NameRules, rules_for, script_of
from geo.reading.text.analysis import Analysis, SentenceSpan
from geo.reading.text.tokens import name_key

__all__ = ["Attribution", "Speaker", "claim_for", "find_attributions"]

_REACH = 22
_CLOSING = 8
_GAP_BREAKS = frozenset(".:؛;")


@dataclass(frozen=True, kw_only=True, slots=True)
class Speaker:
    """Whoever says it: ``label`` in English, the generic class of source, side and country; ``chain`` behind it."""

    label: str
    source_class: str = ""
    side: str = ""
    country: str = ""
    kind: str = ""
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Attribution:
    """A speaker and what it covers: tokens from ``scope`` to the end of the sentence, or all of it.

    ``how`` is "say", "according" or "deny"; ``verb`` the token that says so (-1 when carried over from before);
    ``content`` the token at which what is said begins; ``closing`` whether it closes its
    sentence; ``asks`` whether what is said is asked for.
    """

    speaker: Speaker
    sentence: int
    scope: int
    content: int
    verb: int
    how: str
    closing: bool = False
    asks: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    say: frozenset[str]
    weak: frozenset[str]
    deny: frozenset[str]
    deny_back: frozenset[str]
    request: frozenset[str]
    within: frozenset[str]
    denied_objects: frozenset[str]
    complementisers: frozenset[str]
    according: frozenset[str]
    fillers: frozenset[str]
    own_words: frozenset[str]
    sources: dict[str, str]
    labels: dict[str, str]
    addressee: frozenset[str]
    starts: tuple[tuple[str, ...], ...]
    titles: dict[str, tuple[tuple[tuple[str, ...], str], ...]]


def find_attributions(
    analysis: Analysis,
    actors: tuple[FoundActor, ...],
    placed: tuple[Placed, ...] = (),
    index: Index | None = None,
) -> tuple[Attribution, ...]:
    """Find every attribution, sentence by sentence, speakers carried on where the text goes on with them.

    Parameters
    ----------
    actors
        Actors of the same text, from `ActorNames.find`.
    placed
        Places of the same text: where a nameless source sits, and states that speak.
    index
        The gazetteer, for the names of countries.
    """
    reader = _Reader(analysis, actors, placed, index)
    out: list[Attribution] = []
    for number, sentence in enumerate(analysis.sentences):
        out.extend(reader.sentence(number, sentence))
    return tuple(out)


class _Reader:
    """Reads attributions in order; remembers who spoke last, by class of source."""

    def __init__(
        self, analysis: Analysis, actors: tuple[FoundActor, ...], placed: tuple[Placed, ...], index: Index | None
    ) -> None:
        self.analysis = analysis
        self.index = index
        self.placed = placed
        self.actors: dict[int, list[FoundActor]] = {}
        for actor in actors:
            self.actors.setdefault(actor.sentence, []).append(actor)
        self.last: Speaker | None = None
        self.last_sentence = -9
        self._code = ""
        self._floor = 0
        self.last_of_class: dict[str, Speaker] = {}

    def sentence(self, number: int, sentence: SentenceSpan) -> list[Attribution]:
        tokens = self.analysis.tokens
        rules = rules_for(script_of(tokens[sentence.first]), self.analysis.document.language) or rules_for(
            "Arab", self.analysis.document.language
        )
        assert rules is not None
        words = _words(rules.code)
        self._code = rules.code
        self._floor = sentence.first
        found: list[Attribution] = []
        for position in range(sentence.first, sentence.last):
            attribution = self._at(rules, words, number, sentence, position)
            if attribution:
                found.append(attribution)
                if attribution.speaker.label and attribution.how != "deny":
                    self._remember(attribution.speaker, number)
        if not found and self.last and number - self.last_sentence <= 2 and self._continues(words, sentence):
            found.append(
                Attribution(
                    speaker=self.last, sentence=number, scope=sentence.first, content=sentence.first, verb=-1, how="say"
                )
            )
            self.last_sentence = number
        return found

    def _remember(self, speaker: Speaker, number: int) -> None:
        self.last, self.last_sentence = speaker, number
        if speaker.source_class:
            self.last_of_class[speaker.source_class] = speaker

    def _continues(self, words: _Words, sentence: SentenceSpan) -> bool:
        texts = tuple(token.text for token in self.analysis.words(sentence)[:4])
        return any(texts[: len(start)] == start for start in words.starts)

    def _at(
        self, rules: NameRules, words: _Words, number: int, sentence: SentenceSpan, position: int
    ) -> Attribution | None:
        token = self.analysis.tokens[position]
        forms = {form for form, _ in rules.variants(token.text)}
        if forms & words.deny_back:
            return self._denial_of_before(rules, words, number, sentence, position, number)
        if forms & words.deny:
            following = {token.text for token in self.analysis.tokens[position + 1 : min(position + 16, sentence.last)]}
            if number and position - sentence.first <= 1 and following & words.denied_objects:
                recent = 0 < number - self.last_sentence <= 4
                return self._denial_of_before(
                    rules, words, number, sentence, position, self.last_sentence if recent else number - 1
                )
            return self._saying(rules, words, number, sentence, position, "deny")
        if forms & words.according:
            return self._according(rules, words, number, sentence, position)
        if forms & words.say:
            return self._saying(
                rules, words, number, sentence, position, "say", weak=not forms & (words.say - words.weak)
            )
        return None

    def _saying(
        self,
        rules: NameRules,
        words: _Words,
        number: int,
        sentence: SentenceSpan,
        position: int,
        how: str,
        *,
        weak: bool = False,
    ) -> Attribution | None:
        end, marked = self._complement(words, sentence, position)
        speaker = self._speaker(rules, words, number, position + 1, end)
        if speaker is None and position > sentence.first:
            speaker = self._speaker_before(rules, words, number, sentence, position)
        if speaker is None and self._refers_back(words, sentence, position):
            speaker = self._speaker(rules, words, number, sentence.first, position)
        if speaker is None:
            carried = marked and self.last and number - self.last_sentence <= 3 and position - sentence.first <= 3
            if how == "deny":
                speaker = Speaker(label="")
            elif carried and self.last:
                speaker = self.last
            else:
                return None
        elif not marked and weak and speaker.source_class not in _INSTITUTIONS and speaker.kind != "organisation":
            return None
        return Attribution(
            speaker=speaker,
            sentence=number,
            scope=position,
            content=end if marked else position,
            verb=position,
            how=how,
            closing=sentence.last - position <= _CLOSING,
            asks=any(form in words.request for form, _ in rules.variants(self.analysis.tokens[position].text)),
        )

    def _denial_of_before(
        self, rules: NameRules, words: _Words, number: int, sentence: SentenceSpan, position: int, denied: int
    ) -> Attribution:
        """Denial of what was told before: earlier in the sentence, or in the sentence before."""
        end = min(sentence.last, position + _REACH)
        speaker = self._speaker(rules, words, number, position + 1, end) or Speaker(label="")
        first = self.analysis.sentences[denied].first
        return Attribution(speaker=speaker, sentence=denied, scope=first, content=first, verb=-1, how="deny")

    def _refers_back(self, words: _Words, sentence: SentenceSpan, position: int) -> bool:
        """Whether a verb of saying is said of something before it ("بيانا قالت فيه إن")."""
        following = position + 1
        return following < sentence.last and self.analysis.tokens[following].text in words.within

    def _complement(self, words: _Words, sentence: SentenceSpan, position: int) -> tuple[int, bool]:
        """Token at which what is said begins, and whether a complementiser, colon or quotation mark shows it."""
        tokens = self.analysis.tokens
        limit = min(sentence.last, position + _REACH)
        for number in range(position + 1, limit):
            if tokens[number].text in words.complementisers:
                return number, True
            between = self.analysis.between(tokens[number - 1], tokens[number])
            if ":" in between:
                return number, True
            if number > position + 1 and between.strip()[:1] in {"؛", ";"}:
                return number, False
        return min(limit, position + 8), False

    def _according(
        self, rules: NameRules, words: _Words, number: int, sentence: SentenceSpan, position: int
    ) -> Attribution | None:
        tokens = self.analysis.tokens
        start = position + 1
        while start < sentence.last and self._is_filler(rules, words, tokens[start].text):
            start += 1
        own = any(
            form in words.own_words
            for number_ in range(position + 1, min(position + 3, sentence.last))
            for form, _ in rules.variants(tokens[number_].text)
        )
        speaker = self._speaker(rules, words, number, start, min(sentence.last, start + 9), near=True)
        if speaker is None and own:
            speaker = self.last if number - self.last_sentence <= 2 else None
        if speaker is None:
            return None
        return Attribution(
            speaker=speaker,
            sentence=number,
            scope=sentence.first,
            content=sentence.first,
            verb=position,
            how="according",
        )

    def _is_filler(self, rules: NameRules, words: _Words, word: str) -> bool:
        return any(form in words.fillers for form, _ in rules.variants(word))

    def _speaker(
        self, rules: NameRules, words: _Words, number: int, start: int, end: int, *, near: bool = False
    ) -> Speaker | None:
        """Speaker named between two tokens: title and actor, an actor alone, or a generic source."""
        actors = [
            actor
            for actor in self.actors.get(number, [])
            if actor.first >= start and actor.last <= end and not self._is_addressee(rules, words, actor)
        ]
        title, title_at = self._title(rules, words, start, end)
        generic, generic_at = self._generic(rules, words, start, end)
        limit = start + (3 if near else 12)
        first = actors[0] if actors and actors[0].first < limit else None
        state, state_at = self._state(start, end)
        if (
            state
            and state_at < min(limit, start + 4)
            and (first is None or state_at < first.first)
            and state_at < title_at
        ):
            return state
        if title and title_at < limit and (first is None or title_at <= first.first):
            return self._titled(rules, title, title_at, end, actors, generic)
        if first is not None and (not generic or first.first <= generic_at + 3):
            return self._of_actor(first, generic if generic_at <= first.first else "")
        if generic and generic_at < limit:
            return self._anaphor(rules, generic, generic_at, end)
        return None

    def _country(self, code: str) -> str:
        place = self.index.country(code) if self.index and code else None
        return place.name if place else ""

    def _state(self, start: int, end: int) -> tuple[Speaker | None, int]:
        """State whose or whose capital's name speaks for its government ("أعلنت واشنطن")."""
        for item in self.placed:
            place = item.mention.place
            if item.mention.role == "metonym" and start <= item.found.first < end and place:
                name = place.name if place.kind == "country" else self._country(place.country)
                speaker = Speaker(label=name, source_class="state", side=name, country=place.country, kind="state")
                return (speaker, item.found.first) if name else (None, end)
        return None, end

    def _speaker_before(
        self, rules: NameRules, words: _Words, number: int, sentence: SentenceSpan, position: int
    ) -> Speaker | None:
        """Speaker that stands right before the verb ("تركيا أكدت", "Turkey said")."""
        start = max(sentence.first, position - 9)
        state, state_at = self._state(max(start, position - 3), position)
        if state and position - state_at <= 2:
            return state
        actors = [a for a in self.actors.get(number, []) if a.first >= start and a.last <= position]
        words = _words(rules.code)
        actors = [actor for actor in actors if not self._is_addressee(rules, words, actor)]
        if actors and (position - actors[-1].last <= 1 or rules.has_case):
            return self._of_actor(actors[-1], "")
        if rules.has_case:
            return self._speaker(rules, words, number, start, position)
        return None

    def _is_addressee(self, rules: NameRules, words: _Words, found: FoundActor) -> bool:
        """Whether an outlet is only whom somebody spoke to ("قال لـ...")."""
        if found.actor.kind != "outlet":
            return False
        token = self.analysis.tokens[found.first]
        for form, offset in rules.variants(token.text):
            if offset and form == found.head and token.text[:offset] in words.addressee:
                return True
        before = self.analysis.tokens[found.first - 1].text if found.first else ""
        return before in words.addressee

    def _of_actor(self, found: FoundActor, generic: str) -> Speaker:
        actor = found.actor
        label = actor.label
        if generic in _SPEAKING_FOR and actor.kind not in {"person", "outlet", "office"}:
            label = f"{actor.name} {_words(self._code).labels.get(generic, generic)}"
        elif generic == "media" and actor.kind == "person":
            label = f"{actor.side} {_words(self._code).labels.get(generic, generic)}"
        return Speaker(
            label=label,
            source_class=generic or _CLASS_OF_KIND.get(actor.kind, ""),
            side=actor.side,
            country=actor.country,
            kind=actor.kind,
        )

    def _titled(
        self, rules: NameRules, title: tuple[int, str], at: int, end: int, actors: list[FoundActor], generic: str
    ) -> Speaker:
        """Speaker by title: a known person, else the person's name or the title with the actor it serves."""
        length, english = title
        person = next((found for found in actors if found.actor.kind == "person"), None)
        if person:
            return self._of_actor(person, generic)
        served = next((found for found in actors if found.first >= at), None)
        if served and served.actor.kind in {"office", "outlet"}:
            return self._of_actor(served, generic)
        floor = max(at - 6, self._floor)
        name = latin_name(self.analysis, rules, floor, at) or latin_name(
            self.analysis, rules, at + length, min(end, (served.last if served else at + length) + 8)
        )
        office = f"{served.actor.name} {english}" if served else english
        side, country = (served.actor.side, served.actor.country) if served else ("", "")
        if not served:
            country = self._nationality(rules, at + length, end)
            side = self._country(country)
            office = f"{side} {english}" if side else f"{english}{self._at_place(at, end)}"
        label = f"{name} ({office})" if name else office
        return Speaker(label=label, source_class=generic or "official", side=side, country=country, kind="person")

    def _nationality(self, rules: NameRules, start: int, end: int) -> str:
        """Country of the demonym in the two words after a title ("وزير الخارجية الأردني"), or ""."""
        for token in self.analysis.tokens[start : min(end, start + 2)]:
            country = rules.demonym(token.text)
            if country:
                return country
        return ""

    def _at_place(self, start: int, end: int) -> str:
        """Where a nameless source sits (" in Washington"), or ""."""
        for item in self.placed:
            if start < item.found.first < min(end, start + 6) and item.mention.place:
                return f" in {item.mention.place.name}"
        return ""

    def _title(self, rules: NameRules, words: _Words, start: int, end: int) -> tuple[tuple[int, str] | None, int]:
        tokens = self.analysis.tokens
        for position in range(start, end):
            for form, _ in rules.variants(tokens[position].text):
                for rest, english in words.titles.get(form, ()):
                    last = position + 1 + len(rest)
                    if tuple(t.text for t in tokens[position + 1 : last]) == rest:
                        return (1 + len(rest), english), position
        return None, end

    def _generic(self, rules: NameRules, words: _Words, start: int, end: int) -> tuple[str, int]:
        for position in range(start, end):
            for form, _ in rules.variants(self.analysis.tokens[position].text):
                source_class = words.sources.get(form)
                if source_class:
                    return source_class, position
        return "", end

    def _anaphor(self, rules: NameRules, source_class: str, position: int, end: int) -> Speaker | None:
        """Speaker of a generic word: the last of its class where it is definite, else its own words."""
        word = self.analysis.tokens[position].text
        definite = bool(rules.article) and any(form.startswith(rules.article) for form, _ in rules.variants(word))
        specified = self._nationality(rules, position + 1, end)
        if definite and source_class in self.last_of_class and not specified:
            return self.last_of_class[source_class]
        if definite and source_class == "statement" and self.last:
            return self.last
        labels = _words(rules.code).labels
        label = self._quoted(position) or labels.get(source_class, source_class)
        if specified and source_class not in _PERSONS:
            label = f"{self._country(specified)} {label}"
        person = (
            latin_name(self.analysis, rules, position + 1, min(end, position + 9)) if source_class in _PERSONS else ""
        )
        if person:
            label = f"{person} ({label})"
        else:
            label += self._at_place(position, end)
        return Speaker(label=label, source_class=source_class, kind=source_class)

    def _quoted(self, position: int) -> str:
        """Name in quotation marks after a generic source ("موقع «...»"), in Latin letters where it can be told."""
        tokens = self.analysis.tokens
        text = self.analysis.document.text
        for opening, closing in (("“", "”"), ('"', '"'), ("«", "»"), ("”", "“")):
            start = text.find(opening, tokens[position].end, tokens[position].end + 4)
            stop = text.find(closing, start + 1, start + 40) if start >= 0 else -1
            if stop > 0:
                return text[start + 1 : stop].strip()
        return ""


_SPEAKING_FOR = frozenset({"media", "source", "witness", "commander", "official", "spokesman", "ministry", "observer"})
_INSTITUTIONS = frozenset({"monitor", "agency", "newspaper", "statement", "website", "channel"})
_PERSONS = frozenset({"observer", "official", "commander", "spokesman", "witness"})
_CLASS_OF_KIND = {"outlet": "newspaper", "office": "ministry", "person": "official", "organisation": "monitor"}


@lru_cache(maxsize=16)
def _words(code: str) -> _Words:
    language = load(code)
    table = language.table("claims")
    titles: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in language.rows("titles"):
        head, *rest = name_key(row["words"]).split()
        titles.setdefault(head, []).append((tuple(rest), row["english"]))
    return _Words(
        say=frozenset(_verbs(code, table.get("say", {}))),
        weak=frozenset(_verbs(code, {"past": table.get("say", {}).get("weak", [])})),
        deny=frozenset(_verbs(code, table.get("deny", {}))),
        within=frozenset(map(name_key, table.get("say", {}).get("within", []))),
        request=frozenset(_verbs(code, table.get("request", {}))),
        deny_back=frozenset(map(name_key, table.get("deny_back", {}).get("verbs", []))),
        denied_objects=frozenset(map(name_key, table.get("deny_back", {}).get("objects", []))),
        complementisers=frozenset(map(name_key, table.get("say", {}).get("complementisers", []))),
        according=frozenset(map(name_key, table.get("according", {}).get("words", []))),
        fillers=frozenset(map(name_key, table.get("according", {}).get("fillers", []))),
        own_words=frozenset(map(name_key, table.get("according", {}).get("own_words", []))),
        sources={
            form: name
            for name, members in table.get("sources", {}).items()
            for member in members
            for form in _definite(code, name_key(member))
        },
        labels=table.get("labels", {}),
        addressee=frozenset(map(name_key, table.get("addressee", {}).get("particles", []))),
        starts=tuple(tuple(name_key(start).split()) for start in table.get("continue", {}).get("starts", [])),
        titles={head: tuple(sorted(rows, key=lambda row: -len(row[0]))) for head, rows in titles.items()},
    )


def _verbs(code: str, table: dict[str, list[str]]) -> Iterator[str]:
    for column in ("past", "present", "participle"):
        for stem in table.get(column, []):
            yield from (name_key(form) for form in inflected_forms(code, stem, column))


def _definite(code: str, word: str) -> tuple[str, ...]:
    article = name_key(load(code).settings.get("article", ""))
    return (word, article + word) if article else (word,)


def claim_for(
    attributions: tuple[Attribution, ...],
    *,
    sentence: int,
    position: int,
    base: Status,
    actors: tuple[FoundActor, ...],
    own: bool = False,
    at_home: frozenset[str] = frozenset(),
    hedged: bool = False,
) -> Claim:
    """Claim of what is told at a token.

    Parameters
    ----------
    attributions
        Attributions of the text, from `find_attributions`.
    position
        Token at which the event or movement is told.
    base
        What the words around it say: "requested", "planned", else "reported".
    actors
        Actors of the text: an official speaking of its own side's act reports it.
    own
        Whether the text says that it is the speaker's own ("his country", "his forces").
    at_home
        Countries in which diplomacy is told: a government's word on that, at home, is a report.
    """
    here = [item for item in attributions if item.sentence == sentence]
    denials = [item for item in here if item.how == "deny" and item.verb < position]
    said = [item for item in here if item.how == "say" and item.scope <= position]
    according = [item for item in here if item.how == "according"]
    source = said[-1] if said else according[0] if according else _closing(here, position)
    if denials:
        denied_by = tuple(dict.fromkeys(item.speaker.label for item in denials if item.speaker.label))
        claimed = source.speaker.label if source and source.speaker.label not in denied_by else ""
        return Claim(claimed_by=claimed, denied_by=denied_by, status="denied", hedged=hedged)
    if source is None:
        return Claim(status=base, hedged=hedged)
    speaker = source.speaker
    if source.asks and base == "reported":
        base = "requested"
    chain = (*speaker.chain, *(item.speaker.label for item in here if item.speaker.label != speaker.label))
    reported = own or _own_act(actors, source, position) or (bool(speaker.side) and speaker.country in at_home)
    status: Status = base if base != "reported" else "reported" if reported else "claimed"
    return Claim(
        claimed_by=speaker.label, chain=tuple(dict.fromkeys(filter(None, chain))), status=status, hedged=hedged
    )


def _closing(here: list[Attribution], position: int) -> Attribution | None:
    """Attribution that closes the sentence ("..., the ministry said"), or None."""
    later = [item for item in here if item.how == "say" and item.scope > position and item.closing]
    return later[-1] if later else None


def _own_act(actors: tuple[FoundActor, ...], source: Attribution, position: int) -> bool:
    """Whether what is told at a token is the speaker's side's own act.

    The agents are the actors between the attribution and the token, else the next after it; where a party speaks and
    nobody else is named, the act is its own.
    """
    side = source.speaker.side
    if not side:
        return False
    here = [
        found
        for found in actors
        if found.sentence == source.sentence and found.actor.kind != "outlet" and found.first >= source.content
    ]
    if source.how == "according":
        here = [found for found in here if not source.verb <= found.first <= source.verb + 8]
    before = [found for found in here if found.first <= position]
    agents = {found.actor.side for found in (before or here[:1])} - {""}
    return side in agents or not agents
