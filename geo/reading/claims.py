"""Who says so: attributions in a text, across its sentences, and the status that follows for what is said.

An attribution is a verb of saying with its speaker, or an "according to" with its source, or a denial. Who speaks is
`speakers.py`'s to find.

The status of a record is the first that holds: ``denied``, ``requested``, ``planned``, ``claimed`` (on the word of a
party or source about somebody else, or of another outlet), ``reported`` (the outlet's own voice, or an official on
its own side's act).
"""

from geo.model import Claim, Status
from geo.reading.actors import FoundActor
from geo.reading.gazetteer.index import Index
from geo.reading.resolve import Placed
from geo.reading.rules import NameRules, rules_for, script_of
from geo.reading.saying import SayingWords, may_attribute, saying_words
from geo.reading.speakers import INSTITUTIONS, Attribution, Speaker, SpeakerFinder
from geo.reading.subject_first import attribution_at
from geo.reading.text.analysis import Analysis, SentenceSpan

__all__ = ["Attribution", "Speaker", "claim_for", "find_attributions"]

_REACH = 22
_CLOSING = 8
_OPENING = 8
_ASIDE = 7
_DIRECT = 6
_HEAD = 11
_COMMAS = frozenset("،,")
_PARTIES = frozenset({"state", "government", "armed", "party", "group"})


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
    reader = _Reader(analysis, SpeakerFinder(analysis, actors, placed, index))
    out: list[Attribution] = []
    for number, sentence in enumerate(analysis.sentences):
        out.extend(reader.sentence(number, sentence))
    return (*out, *reader.communique())


class _Reader:
    """Reads attributions in order; remembers who spoke last, by class of source."""

    def __init__(self, analysis: Analysis, speakers: SpeakerFinder) -> None:
        self.analysis = analysis
        self.speakers = speakers

    def sentence(self, number: int, sentence: SentenceSpan) -> list[Attribution]:
        tokens = self.analysis.tokens
        rules = rules_for(script_of(tokens[sentence.first].text), self.analysis.document.language) or rules_for(
            "Arab", self.analysis.document.language
        )
        assert rules is not None
        words = saying_words(rules.code)
        self.speakers.enter(rules.code, number, sentence)
        found: list[Attribution] = []
        opening = self._before_colon(rules, words, number, sentence)
        if opening:
            found.append(opening)
            self.speakers.remember(opening.speaker, number)
        attributes = may_attribute(rules.code)
        for position in range(sentence.first, sentence.last):
            if not attributes[tokens[position].text]:
                continue
            attribution = self._at(rules, words, number, sentence, position)
            if attribution:
                found.append(attribution)
                if attribution.speaker.label and attribution.how != "deny":
                    goes_on = self._continues(words, sentence)
                    self.speakers.remember(attribution.speaker, number, goes_on=goes_on)
        if (
            not found
            and self.speakers.last
            and number - self.speakers.last_sentence <= 2
            and self._continues(words, sentence)
        ):
            found.append(
                Attribution(
                    speaker=self.speakers.last,
                    sentence=number,
                    scope=sentence.first,
                    content=sentence.first,
                    verb=-1,
                    how="say",
                )
            )
            self.speakers.last_sentence = number
        return found

    def _before_colon(
        self, rules: NameRules, words: SayingWords, number: int, sentence: SentenceSpan
    ) -> Attribution | None:
        """Whoever a sentence opens with before a colon, no verb between ("المرصد السوري: دفعة جديدة ...")."""
        tokens = self.analysis.tokens
        start, content, until = sentence.first, -1, min(sentence.last, sentence.first + _HEAD)
        if self.analysis.document.text.find(":", tokens[start].end, tokens[until - 1].start) < 0:
            return None
        for position in range(sentence.first + 1, until):
            digits = tokens[position - 1].is_number and tokens[position].is_number
            if ":" in self.analysis.between(tokens[position - 1], tokens[position]) and not digits:
                start, content = content if content > 0 else start, position
        if content < 0 or any(tokens[n].text in words.say for n in range(start, content)):
            return None
        finder = self.speakers.named_in if rules.has_case else self.speakers.named_between
        speaker = finder(rules, words, number, start, content)
        if speaker is None or speaker.source_class == "state":
            return None
        return Attribution(
            speaker=speaker,
            sentence=number,
            scope=content,
            content=content,
            verb=content - 1,
            how="say",
            voice=(start, content),
        )

    def communique(self) -> list[Attribution]:
        """Whoever issued the text, where its first line says so: all of it is said by them."""
        first = self.analysis.sentences[0] if self.analysis.sentences else None
        rules = (
            rules_for(script_of(self.analysis.tokens[first.first].text), self.analysis.document.language)
            if first
            else None
        )
        if first is None or rules is None:
            return []
        words = saying_words(rules.code)
        texts = [token.text for token in self.analysis.words(first)]
        for phrase in words.communique:
            for position in range(len(texts) - len(phrase) + 1):
                if tuple(texts[position : position + len(phrase)]) == phrase:
                    return self._issued(rules, first, first.first + position + len(phrase))
        return []

    def _issued(self, rules: NameRules, first: SentenceSpan, position: int) -> list[Attribution]:
        self.speakers.enter(rules.code, 0, first)
        issuer = self.speakers.issuer(position, min(first.last, position + _ASIDE))
        if issuer is None:
            return []
        until = len(self.analysis.sentences) - 1
        return [
            Attribution(
                speaker=issuer, sentence=0, scope=0, content=0, verb=-1, how="according", until=until, direct=True
            )
        ]

    def _continues(self, words: SayingWords, sentence: SentenceSpan) -> bool:
        texts = tuple(token.text for token in self.analysis.words(sentence)[:4])
        return any(texts[: len(start)] == start for start in words.starts)

    def _at(
        self, rules: NameRules, words: SayingWords, number: int, sentence: SentenceSpan, position: int
    ) -> Attribution | None:
        token = self.analysis.tokens[position]
        if rules.has_case:
            return attribution_at(self.speakers, rules, words, number, sentence, position)
        forms = {form for form, _ in rules.variants(token.text)}
        if forms & words.deny_back:
            return self._denial_of_before(rules, words, number, sentence, position, number)
        if self._is_phrase(words.deny_predicates, sentence, position):
            return self._predicate(rules, words, number, sentence, position)
        if forms & words.deny or self._is_phrase(words.deny_phrases, sentence, position):
            following = {token.text for token in self.analysis.tokens[position + 1 : min(position + 16, sentence.last)]}
            if number and position - sentence.first <= 1 and following & words.denied_objects:
                recent = 0 < number - self.speakers.last_sentence <= 4
                denied = self.speakers.run if recent else number - 1
                return self._denial_of_before(rules, words, number, sentence, position, denied)
            right_after = {
                token.text for token in self.analysis.tokens[position + 1 : min(position + 3, sentence.last)]
            }
            if position - sentence.first > _OPENING and right_after & words.denied_objects:
                return self._denial_of_before(rules, words, number, sentence, position, number)
            return self._saying(rules, words, number, sentence, position, "deny")
        if forms & words.according:
            return self._according(rules, words, number, sentence, position)
        if forms & words.say and not self._is_unsaid(words, sentence, position):
            return self._saying(rules, words, number, sentence, position, "say", weak=(forms & words.say) <= words.weak)
        return None

    def _is_unsaid(self, words: SayingWords, sentence: SentenceSpan, position: int) -> bool:
        """Whether a word only looks like a verb of saying, or a negation before it says that nothing was said."""
        if self.analysis.tokens[position].text in words.no_verbs:
            return True
        return position > sentence.first and self.analysis.tokens[position - 1].text in words.unsaid

    def _is_phrase(self, phrases: tuple[tuple[str, ...], ...], sentence: SentenceSpan, position: int) -> bool:
        """Whether one of several phrases stands at a token ("لا صحة ل...")."""
        texts = tuple(token.text for token in self.analysis.tokens[position : min(position + 3, sentence.last)])
        return any(texts[: len(phrase)] == phrase for phrase in phrases)

    def _predicate(
        self, rules: NameRules, words: SayingWords, number: int, sentence: SentenceSpan, position: int
    ) -> Attribution | None:
        """Denial of what stands before it in the sentence ("what was said of ... is nothing but lies")."""
        speaker = self.speakers.named_between(rules, words, number, sentence.first, position)
        speaker = speaker or self.speakers.recent(number, within=3)
        if speaker is None:
            return None
        first = sentence.first
        return Attribution(speaker=speaker, sentence=number, scope=first, content=first, verb=-1, how="deny")

    def _saying(
        self,
        rules: NameRules,
        words: SayingWords,
        number: int,
        sentence: SentenceSpan,
        position: int,
        how: str,
        *,
        weak: bool = False,
    ) -> Attribution | None:
        following = self.analysis.tokens[position + 1].text if position + 1 < sentence.last else ""
        if following in words.unasked:
            return None  # "asked not to be named"
        end, marked = self._complement(words, sentence, position)
        aside = how == "say" and self._is_aside(rules, words, sentence, position)
        follows = position > sentence.first and self.analysis.tokens[position - 1].text in words.perfect
        speaker = self.speakers.subject_before(rules, words, number, sentence, position) if follows else None
        speaker = speaker or self.speakers.named_between(rules, words, number, position + 1, end)
        if speaker is None and position > sentence.first and not self._is_joined(rules, words, position):
            speaker = self.speakers.before(rules, words, number, sentence, position)
            speaker = speaker or self.speakers.subject_before(rules, words, number, sentence, position)
        if (marked or how == "deny") and (speaker is None or speaker.source_class == "statement"):
            speaker = self.speakers.quoted_beside(rules, words.addressee, sentence, position) or speaker
        if speaker is None and self._refers_back(words, sentence, position):
            speaker = self.speakers.named_between(rules, words, number, sentence.first, position)
        if speaker is None and marked and how == "say":
            speaker = self.speakers.last_person(number, position)
        if speaker is None:
            opens = marked and position - sentence.first <= _OPENING
            speaker = Speaker(label="") if how == "deny" else self.speakers.recent(number, within=3) if opens else None
            if speaker is None:
                return None
        elif (
            not marked
            and weak
            and not aside
            and speaker.source_class not in INSTITUTIONS
            and speaker.kind != "organisation"
        ):
            return None
        return Attribution(
            speaker=speaker,
            sentence=number,
            scope=sentence.first if aside else position,
            content=sentence.first if aside else end if marked else position,
            verb=position,
            how="according" if aside else how,
            closing=sentence.last - position <= _CLOSING,
            asks=any(form in words.request for form, _ in rules.variants(self.analysis.tokens[position].text)),
            blames=any(form in words.blame for form, _ in rules.variants(self.analysis.tokens[position].text)),
            direct=not marked and how == "say",
        )

    def _is_joined(self, rules: NameRules, words: SayingWords, position: int) -> bool:
        """Whether a conjunction is attached to a verb of saying: then what stands before it is no subject of it."""
        forms = rules.variants(self.analysis.tokens[position].text)
        return any(offset and (form in words.say or form in words.deny) for form, offset in forms)

    def _is_aside(self, rules: NameRules, words: SayingWords, sentence: SentenceSpan, position: int) -> bool:
        """Whether a verb of saying only names the source of its sentence ("على ما أوضح قائد", "، يقول القيادي،")."""
        tokens = self.analysis.tokens
        before = tokens[position - 1] if position > sentence.first else None
        if before is None:
            return False
        if before.text in words.aside:
            return True
        if not _COMMAS & set(self.analysis.between(before, tokens[position])) or rules.has(
            "verb_particles", before.text
        ):
            return False
        ahead = range(position + 2, min(position + _ASIDE, sentence.last))
        closed = any(_COMMAS & set(self.analysis.between(tokens[n - 1], tokens[n])) for n in ahead)
        return closed and tokens[position].text in words.present

    def _denial_of_before(
        self, rules: NameRules, words: SayingWords, number: int, sentence: SentenceSpan, position: int, denied: int
    ) -> Attribution:
        """Denial of what was told before: earlier in the sentence, or in the sentence before."""
        end = min(sentence.last, position + _REACH)
        speaker = self.speakers.named_between(rules, words, number, position + 1, end)
        if speaker is None and not self._is_joined(rules, words, position):
            speaker = self.speakers.before(rules, words, number, sentence, position)
            speaker = speaker or self.speakers.subject_before(rules, words, number, sentence, position)
        speaker = speaker or self.speakers.quoted_beside(rules, words.addressee, sentence, position)
        if speaker is None and denied == number:
            speaker = self.speakers.last_person(number, position)
        speaker = speaker or Speaker(label="")
        first = self.analysis.sentences[denied].first
        until = max(denied, number - 1)
        return Attribution(
            speaker=speaker, sentence=denied, scope=first, content=first, verb=-1, how="deny", until=until
        )

    def _refers_back(self, words: SayingWords, sentence: SentenceSpan, position: int) -> bool:
        """Whether a verb of saying is said of something before it ("بيانا قالت فيه إن")."""
        following = position + 1
        return following < sentence.last and self.analysis.tokens[following].text in words.within

    def _complement(self, words: SayingWords, sentence: SentenceSpan, position: int) -> tuple[int, bool]:
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
        self, rules: NameRules, words: SayingWords, number: int, sentence: SentenceSpan, position: int
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
        speaker = self.speakers.named_between(rules, words, number, start, min(sentence.last, start + 9), near=True)
        if speaker is None and own:
            speaker = self.speakers.last if number - self.speakers.last_sentence <= 2 else None
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

    def _is_filler(self, rules: NameRules, words: SayingWords, word: str) -> bool:
        return any(form in words.fillers for form, _ in rules.variants(word))


def claim_for(
    attributions: tuple[Attribution, ...],
    *,
    sentence: int,
    position: int,
    base: Status,
    actors: tuple[FoundActor, ...],
    own: bool = False,
    foreign: bool = False,
    at_home: frozenset[str] = frozenset(),
    hedged: bool = False,
) -> Claim:
    """Claim of what is told at a token.

    Parameters
    ----------
    attributions
        Attributions from `find_attributions`; those that do not cover the sentence count for nothing.
    position
        Token at which the event or movement is told.
    base
        What the words around it say: "requested", "planned", else "reported".
    actors
        Actors of the sentence: an official speaking of its own side's act reports it.
    own
        Whether the text says that it is the speaker's own ("his country", "his forces").
    foreign
        Whether it is a thing that parties say of others (fighters brought in, people driven out).
    at_home
        Countries in which diplomacy is told: a government's word on that, at home, is a report.
    """
    here = [item for item in attributions if item.sentence <= sentence <= max(item.sentence, item.until)]
    actors = tuple(found for found in actors if found.sentence == sentence)
    denials = [item for item in here if item.how == "deny" and item.verb < position < item.stops]
    said = [item for item in here if item.how == "say" and item.scope <= position < item.stops]
    according = [item for item in here if item.how == "according"]
    source = said[-1] if said else according[0] if according else _closing(here, position)
    if denials:
        said_so = [source] if source else []
        deniers = [item for item in denials if item.speaker.label] or said_so
        denied_by = tuple(dict.fromkeys(item.speaker.label for item in deniers))
        claimed = source.speaker.label if source and source.speaker.label not in denied_by else ""
        return Claim(claimed_by=claimed, denied_by=denied_by, status="denied", hedged=hedged)
    if source is None:
        return Claim(status=base, hedged=hedged)
    speaker = source.speaker
    if source.asks and base == "reported":
        base = "requested"
    chain = (*speaker.chain, *(item.speaker.label for item in here if item.speaker.label != speaker.label))
    reported = not source.blames and (
        (own and not foreign)
        or _own_act(actors, source, position, foreign=foreign)
        or _announced(source, position)
        or (bool(speaker.side) and speaker.country in at_home and not _others_act(actors, source, position))
    )
    status: Status = base if base != "reported" else "reported" if reported else "claimed"
    return Claim(
        claimed_by=speaker.label, chain=tuple(dict.fromkeys(filter(None, chain))), status=status, hedged=hedged
    )


def _closing(here: list[Attribution], position: int) -> Attribution | None:
    """Attribution that closes the sentence ("..., the ministry said"), or None."""
    later = [item for item in here if item.how == "say" and item.scope > position and item.closing]
    return later[-1] if later else None


def _announced(source: Attribution, position: int) -> bool:
    """Whether a party announces what it does itself: what is told follows its verb of saying right away."""
    party = bool(source.speaker.side) and source.speaker.kind in _PARTIES | {"office"}
    return source.direct and party and 0 < position - source.verb <= _DIRECT


def _others_act(actors: tuple[FoundActor, ...], source: Attribution, position: int) -> bool:
    """Whether somebody of another side is named as doing it, between what is said begins and a token."""
    here = [found for found in actors if source.content <= found.first <= position and found.actor.kind != "outlet"]
    sides = {found.actor.side for found in here} - {""}
    return bool(sides) and source.speaker.side not in sides


def _own_act(actors: tuple[FoundActor, ...], source: Attribution, position: int, *, foreign: bool) -> bool:
    """Whether what is told at a token is the speaker's side's own act.

    The agents are the actors between the attribution and the token, else the next after it; where a party speaks and
    nobody else is named, the act is its own, unless it is a ``foreign`` one.
    """
    side = source.speaker.side
    if not side:
        return False
    here = [found for found in actors if found.actor.kind != "outlet" and found.first >= source.content]
    if source.closing and source.voice[0] >= 0:
        here = [found for found in here if not source.voice[0] <= found.first < source.voice[1]]
    if source.how == "according" and source.verb >= 0:
        here = [found for found in here if not source.verb <= found.first <= source.verb + 8]
    before = [found for found in here if found.first <= position]
    agents = {found.actor.side for found in (before or here[:1])} - {""}
    if source.direct and source.until > source.sentence:
        return not agents or side in agents  # a party's own communiqué
    return side in agents or not (agents or foreign or source.speaker.kind not in _PARTIES)
