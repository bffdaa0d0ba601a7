"""Speakers: whom a text lets speak, from its words.

A speaker is an actor of the table, a title with the actor or country it serves, a state that speaks by its name, or a
generic source in the text's own words. "The ministry" without a name goes back to the last ministry that spoke.
"""

from dataclasses import dataclass
from functools import lru_cache
from sys import maxsize

from geo.language import load
from geo.reading.actors import FoundActor, load_actors
from geo.reading.gazetteer.index import Index
from geo.reading.names import latin_name, transliterate
from geo.reading.resolve import Placed
from geo.reading.rules import NameRules
from geo.reading.saying import SayingWords, saying_words
from geo.reading.subjects import name_beside, noun_phrase, subject_words
from geo.reading.text.analysis import Analysis, SentenceSpan
from geo.reading.text.quotes import CLOSING, MARKS, OPENING

__all__ = ["INSTITUTIONS", "Attribution", "Speaker", "SpeakerFinder"]

_SPEAKING_FOR = frozenset(
    {
        "diplomat",
        "media",
        "source",
        "witness",
        "resident",
        "activist",
        "commander",
        "official",
        "spokesman",
        "ministry",
        "observer",
    }
)
INSTITUTIONS = frozenset({"monitor", "agency", "newspaper", "statement", "website", "channel"})
_PERSONS = frozenset({"diplomat", "observer", "official", "commander", "spokesman", "witness", "resident", "activist"})
_OUTLETS = frozenset({"newspaper", "website", "agency", "channel"})
_AUTHORITIES = frozenset({"official", "ministry"})
_AGAIN = frozenset({"the", "same", "that", "this"})
_PRONOUN = 3
_PARTY = 5
_SUBJECT = 14
_QUOTED = 5
_MARKS = "".join(sorted(MARKS))
_STOPS = frozenset("،؛,;:.")
_CLASS_OF_KIND = {"outlet": "newspaper", "office": "ministry", "person": "official", "organisation": "monitor"}


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
    ``content`` the token at which what is said begins; ``closing`` whether it closes its sentence; ``asks`` whether
    what is said is asked for; ``until`` the last sentence that it covers, where that is a later one; ``voice`` the
    tokens that name the speaker, where they are known; ``stops`` the token before which what is said ends; ``blames``
    whether what is said is laid on somebody else; ``direct`` whether it follows the verb without "that" ("أعلن الجيش
    انسحابه"), so that it is the speaker's own act.
    """

    speaker: Speaker
    sentence: int
    scope: int
    content: int
    verb: int
    how: str
    closing: bool = False
    asks: bool = False
    until: int = -1
    voice: tuple[int, int] = (-1, -1)
    stops: int = maxsize
    blames: bool = False
    direct: bool = False


@lru_cache(maxsize=1)
def _adjectives() -> dict[str, str]:
    """English adjective of each country: the first of its demonyms."""
    rows = load("en").rows("demonyms")
    return {row["country"]: row["stem"].title() for row in reversed(rows)}


class SpeakerFinder:
    """Finds the speaker that a stretch of a text names; remembers who spoke last, by class of source."""

    def __init__(
        self, analysis: Analysis, actors: tuple[FoundActor, ...], placed: tuple[Placed, ...], index: Index | None
    ) -> None:
        self.analysis = analysis
        self.index = index
        self.placed: dict[int, list[Placed]] = {}
        for item in placed:
            self.placed.setdefault(item.found.sentence, []).append(item)
        self.actors: dict[int, list[FoundActor]] = {}
        for actor in actors:
            self.actors.setdefault(actor.sentence, []).append(actor)
        self.last: Speaker | None = None
        self.last_sentence = -9
        self.run = 0
        self.last_of_class: dict[str, Speaker] = {}
        self.by_surname: dict[str, Speaker] = {}
        self._code = ""
        self._floor = 0
        self._number = 0

    def enter(self, code: str, number: int, sentence: SentenceSpan) -> None:
        """Go on to a sentence, in a language."""
        self._code, self._floor, self._number = code, sentence.first, number

    def recent(self, number: int, *, within: int) -> Speaker | None:
        """Whoever spoke last, no more than ``within`` sentences ago; None for nobody."""
        return self.last if number - self.last_sentence <= within else None

    def remember(self, speaker: Speaker, number: int, *, goes_on: bool = False) -> None:
        """Keep who spoke in a sentence; ``run`` is the one in which the same speaker began, where it only goes on."""
        if goes_on and self.last is not None and number - self.last_sentence <= 2:
            pass
        elif self.last is None or speaker.label != self.last.label or number - self.last_sentence > 2:
            self.run = number
        self.last, self.last_sentence = speaker, number
        if speaker.source_class:
            self.last_of_class[speaker.source_class] = speaker
        name, _, office = speaker.label.partition(" (")
        if office and " " in name:
            self.by_surname.setdefault(name.split()[-1].casefold(), speaker)

    def named_between(
        self, rules: NameRules, words: SayingWords, number: int, start: int, end: int, *, near: bool = False
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

    def named_in(self, rules: NameRules, words: SayingWords, number: int, first: int, last: int) -> Speaker | None:
        """Speaker that a subject names: a person, an office or party, a source by its own words, a state."""
        if first >= last:
            return None
        pronouns = subject_words(rules.code).pronouns
        if self.analysis.tokens[last - 1].text in pronouns or (
            last - first <= _PRONOUN and self.analysis.tokens[first].text in pronouns
        ):
            return self.recent(number, within=3)
        actors = [found for found in self.actors.get(number, []) if found.first >= first and found.last <= last]
        person = next((found for found in actors if found.actor.kind == "person"), None)
        if person:
            return self._of_actor(person, "")
        known = self._by_surname(first, last)
        if known:
            return known
        generic, head = self._head(words, first, last)
        title, title_at = self._title(rules, words, first, last)
        if title or generic in _PERSONS:
            taken = {position for found in actors for position in range(found.first, found.last)}
            taken |= set(range(title_at, title_at + title[0])) if title else {head}
            name = name_beside(self.analysis, rules, first, last, frozenset(taken))
            if name:
                office = noun_phrase(self.analysis, rules.code, title_at + title[0] - 1 if title else head, first, last)
                office = office.replace(name, "").strip(" ,")
                lowered = office if office[1:2].isupper() else f"{office[:1].lower()}{office[1:]}"
                lowered = title[1] if title and len(office.split()) == title[0] else lowered
                label = f"{name} ({lowered})"
                return self._source(label, generic or "official", actors, (first, last))
        parties = [found for found in actors if found.actor.kind != "state"]
        link = self._link(first, last)
        party = next((found for found in reversed(parties) if found.last <= link), parties[0] if parties else None)
        if party and (not generic or party.first <= head + _PARTY):
            return self._of_actor(party, generic if party.last <= head else "")
        if generic:
            words_before = {self.analysis.tokens[n].text for n in range(first, head)}
            again = head == last - 1 and bool(words_before) and words_before <= _AGAIN
            if again and generic in self.last_of_class:
                return self.last_of_class[generic]
            label = noun_phrase(self.analysis, rules.code, head, first, last)
            return self._source(label + self._name_behind(generic, head, last), generic, actors, (first, last))
        return self._states(first, last)

    def _name_behind(self, generic: str, head: int, last: int) -> str:
        """Name of an outlet behind the word for it ("the news site Skhemy"), with a space before it, or ""."""
        end = head + 1
        while generic in _OUTLETS and end < last and self._raw(end)[:1].isupper():
            end += 1
        return "".join(f" {self._raw(position)}" for position in range(head + 1, end))

    def _by_surname(self, first: int, last: int) -> Speaker | None:
        """Person who spoke before and is named by the surname alone ("Drah added")."""
        capitals = [n for n in range(first, last) if self._raw(n)[:1].isupper()]
        return self.by_surname.get(self._raw(capitals[-1]).casefold()) if len(capitals) == 1 else None

    def _raw(self, position: int) -> str:
        token = self.analysis.tokens[position]
        return self.analysis.document.text[token.start : token.end]

    def _states(self, first: int, last: int) -> Speaker | None:
        """State that speaks by its name or its capital's, or several together ("Malta, France and Greece")."""
        found = [self._state(n, n + 1)[0] for n in range(first, last)]
        states = list({state.label: state for state in found if state}.values())
        if len(states) < 2:
            return states[0] if states else None
        names = [state.label for state in states]
        return Speaker(label=f"{', '.join(names[:-1])} and {names[-1]}", source_class="state", kind="state")

    def _source(self, label: str, generic: str, actors: list[FoundActor], span: tuple[int, int]) -> Speaker:
        """Speaker by its own words, of the side of the state named among them."""
        side, country = (actors[0].actor.side, actors[0].actor.country) if actors else ("", "")
        if not actors and generic in _AUTHORITIES:
            country = self._seat(span)
            side = self._side(country) if country else ""
        return Speaker(label=label, source_class=generic, side=side, country=country, kind=generic)

    def _seat(self, span: tuple[int, int]) -> str:
        """Country of the place among the words that name an authority ("Donetsk regional administration"), or ""."""
        for item in self.placed.get(self._number, ()):
            if span[0] <= item.found.first < span[1] and item.mention.place:
                return item.mention.place.country
        return ""

    def _link(self, first: int, last: int) -> int:
        """First preposition of a subject behind its first word, or its end: its head stands before it."""
        links = subject_words(self._code).links
        return next((n for n in range(first + 1, last) if self.analysis.tokens[n].text in links), last)

    def _head(self, words: SayingWords, first: int, last: int) -> tuple[str, int]:
        """Generic source that heads a subject: the last one before a preposition."""
        found = ("", -1)
        for position in range(first, last):
            word = self.analysis.tokens[position].text
            if found[0] and word in subject_words(self._code).links:
                break
            if word in words.sources:
                found = (words.sources[word], position)
        return found

    def _country(self, code: str) -> str:
        """English name of a country: that of its state among the actors, else the gazetteer's."""
        state = load_actors().states.get(code) if code else None
        if state:
            return state.name
        place = self.index.country(code) if self.index and code else None
        return place.name if place else ""

    def _national(self, code: str) -> str:
        """Adjective of a country ("Syrian"), or its name where none is known."""
        return _adjectives().get(code) or self._country(code)

    def _side(self, code: str) -> str:
        state = load_actors().states.get(code)
        return state.side if state else self._country(code)

    def _state(self, start: int, end: int) -> tuple[Speaker | None, int]:
        """State whose or whose capital's name speaks for its government ("أعلنت واشنطن")."""
        for item in self.placed.get(self._number, ()):
            place = item.mention.place
            if item.mention.role == "metonym" and start <= item.found.first < end and place:
                name, side = self._country(place.country), self._side(place.country)
                speaker = Speaker(label=name, source_class="state", side=side, country=place.country, kind="state")
                return (speaker, item.found.first) if name else (None, end)
        return None, end

    def before(
        self, rules: NameRules, words: SayingWords, number: int, sentence: SentenceSpan, position: int
    ) -> Speaker | None:
        """Speaker that stands right before the verb ("تركيا أكدت")."""
        start = max(sentence.first, position - 9)
        state, state_at = self._state(max(start, position - 3), position)
        if state and position - state_at <= 2:
            return state
        actors = [a for a in self.actors.get(number, []) if a.first >= start and a.last <= position]
        actors = [actor for actor in actors if not self._is_addressee(rules, words, actor)]
        return self._of_actor(actors[-1], "") if actors and position - actors[-1].last <= 1 else None

    def subject_before(
        self, rules: NameRules, words: SayingWords, number: int, sentence: SentenceSpan, position: int
    ) -> Speaker | None:
        """Speaker by a title or a generic word before the verb ("لكن محافظ سقطرى نفى"): in its own clause."""
        tokens = self.analysis.tokens
        start = position
        while start > max(sentence.first, position - _SUBJECT):
            gap = self.analysis.between(tokens[start - 1], tokens[start])
            word = tokens[start - 1].text
            if word in words.complementisers or word in words.say or not _STOPS.isdisjoint(gap):
                break
            start -= 1
        return self.named_between(rules, words, number, start, position) if start < position else None

    def issuer(self, first: int, last: int) -> Speaker | None:
        """Actor that a text names as its issuer between two tokens, of its first sentence."""
        found = [
            actor for actor in self.actors.get(0, []) if first <= actor.first < last and actor.actor.kind != "outlet"
        ]
        return self._of_actor(found[0], "") if found else None

    def quoted_beside(
        self, rules: NameRules, addressees: frozenset[str], sentence: SentenceSpan, position: int
    ) -> Speaker | None:
        """Speaker that no table knows, by its name in quotation marks right beside the verb ("نفت «كتائب ...»")."""
        tokens = self.analysis.tokens
        after, before = position + 1, position - 1
        if after < sentence.last and self.analysis.between(tokens[position], tokens[after]).strip() in OPENING:
            last = after
            while last + 1 < sentence.last and last - after < _QUOTED and not self._closes(last):
                last += 1
            return self._by_its_words(rules, after, last + 1) if self._closes(last) else None
        gap = self.analysis.between(tokens[before], tokens[position]) if before >= sentence.first else ","
        if self._closes(before) and not gap.strip(_MARKS + " "):
            first = before
            while first > sentence.first and before - first < _QUOTED and not self._opens(first):
                first -= 1
            addressed = first > sentence.first and self._raw(first - 1).strip("ـ") in addressees
            return self._by_its_words(rules, first, before + 1) if self._opens(first) and not addressed else None
        return None

    def _closes(self, position: int) -> bool:
        end = self.analysis.tokens[position].end
        return self.analysis.document.text[end : end + 1] in CLOSING

    def _opens(self, position: int) -> bool:
        start = self.analysis.tokens[position].start
        return self.analysis.document.text[max(0, start - 1) : start] in OPENING

    def _by_its_words(self, rules: NameRules, first: int, last: int) -> Speaker:
        words = [self._raw(position).strip(_MARKS) for position in range(first, last)]
        label = " ".join(transliterate(rules.code, word) for word in words)
        return Speaker(label=label, source_class="monitor", kind="group")

    def last_person(self, number: int, position: int) -> Speaker | None:
        """Person of the table whom a sentence names last before a token, or None."""
        found = [actor for actor in self.actors.get(number, []) if actor.last <= position]
        people = [actor for actor in found if actor.actor.kind == "person"]
        return self._of_actor(people[-1], "") if people else None

    def _is_addressee(self, rules: NameRules, words: SayingWords, found: FoundActor) -> bool:
        """Whether an outlet is only whom somebody spoke to ("قال لـ...")."""
        near = self.analysis.tokens[max(0, found.first - 2) : found.first]
        if found.actor.kind != "outlet" or any(token.text in words.addressee_own for token in near):
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
            label = f"{actor.name} {saying_words(self._code).labels.get(generic, generic)}"
        elif generic == "media" and actor.kind == "person":
            label = f"{actor.side} {saying_words(self._code).labels.get(generic, generic)}"
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
            side, nation = self._side(country), self._national(country)
            office = f"{nation} {english}" if nation else f"{english}{self._at_place(at, end)}"
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
        for item in self.placed.get(self._number, ()):
            named = any(actor.first <= item.found.first < actor.last for actor in self.actors.get(self._number, ()))
            if start < item.found.first < min(end, start + 6) and item.mention.place and not named:
                return f" in {item.mention.place.name}"
        return ""

    def _title(self, rules: NameRules, words: SayingWords, start: int, end: int) -> tuple[tuple[int, str] | None, int]:
        tokens = self.analysis.tokens
        for position in range(start, end):
            for form, _ in rules.variants(tokens[position].text):
                for rest, english in words.titles.get(form, ()):
                    last = position + 1 + len(rest)
                    if tuple(t.text for t in tokens[position + 1 : last]) == rest:
                        return (1 + len(rest), english), position
        return None, end

    def _generic(self, rules: NameRules, words: SayingWords, start: int, end: int) -> tuple[str, int]:
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
        labels = saying_words(rules.code).labels
        label = self._quoted(position) or labels.get(source_class, source_class)
        if specified and source_class not in _PERSONS:
            label = f"{self._national(specified)} {label}"
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
