"""Attributions where the subject stands first: "the ministry said", "..., X, the governor, said", "..., said X".

Languages that write the verb of saying first are read by `claims.py` alone.
"""

from geo.reading.rules import NameRules
from geo.reading.saying import SayingWords
from geo.reading.speakers import INSTITUTIONS, Attribution, Speaker, SpeakerFinder
from geo.reading.subjects import after_verb, before_verb, is_closing, is_noun, subject_words
from geo.reading.text.analysis import SentenceSpan

__all__ = ["attribution_at"]

_OBJECT = 6
_ACCORDING = 8
_REACH = 22
_STEM = 5
_TURNED = frozenset(',"”»’')


def attribution_at(
    finder: SpeakerFinder, rules: NameRules, words: SayingWords, number: int, sentence: SentenceSpan, position: int
) -> Attribution | None:
    """Attribution by the verb of saying, the denial or the "according to" that stands at a token; None for none."""
    tokens = finder.analysis.tokens
    word = tokens[position].text
    if word in words.according:
        return _according(finder, rules, words, number, sentence, position)
    near = tokens[position + 1 : min(position + _OBJECT, sentence.last)]
    denies = word in words.deny or (
        word in words.deny_weak and any(token.text in words.denied_objects for token in near)
    )
    asks = word in words.request
    if not denies and (not (asks or word in words.say) or _is_noun(finder, rules, words, sentence, position)):
        return None
    first, last = before_verb(finder.analysis, rules.code, sentence, position)
    speaker = finder.named_in(rules, words, number, first, last)
    if denies:
        stops = _clause_end(finder, rules, sentence, position)
        return _denial(finder, words, number, sentence, position, first, speaker or Speaker(label=""), stops)
    voice, closing = (position, position), False
    if speaker is not None:
        closing = is_closing(finder.analysis, rules.code, sentence, position)
        voice = (first, _without_relative(finder, rules, first, last))
    elif word in words.turned and position > sentence.first and _parted(finder, position):
        voice = after_verb(finder.analysis, rules.code, sentence, position)
        speaker = finder.named_in(rules, words, number, *voice)
        first, closing = position, True
    if speaker is None:
        return None
    content = _complement(finder, words, sentence, position)
    institution = speaker.source_class in INSTITUTIONS or speaker.kind == "organisation"
    if word in words.weak and not asks and content is None and not institution:
        return None
    return Attribution(
        speaker=speaker,
        sentence=number,
        scope=first if closing else position,
        content=sentence.first if closing else position if content is None else content,
        verb=position,
        how="say",
        closing=closing,
        asks=asks,
        blames=word in words.blame,
        voice=voice,
        stops=_clause_end(finder, rules, sentence, position) if asks else sentence.last,
    )


def _clause_end(finder: SpeakerFinder, rules: NameRules, sentence: SentenceSpan, position: int) -> int:
    """End of what is asked for: a comma with a conjunction or a relative clause behind it."""
    joins, relatives = subject_words(rules.code).joins, subject_words(rules.code).relatives
    tokens = finder.analysis.tokens
    for number in range(position + 1, sentence.last):
        joined = tokens[number].text in joins or tokens[number].text in relatives
        if joined and _parted(finder, number):
            return number
    return sentence.last


def _without_relative(finder: SpeakerFinder, rules: NameRules, first: int, last: int) -> int:
    """End of a subject without the relative clause in it, which tells something ("rebels who took the town said")."""
    relatives = subject_words(rules.code).relatives
    return next((n for n in range(first + 1, last) if finder.analysis.tokens[n].text in relatives), last)


def _parted(finder: SpeakerFinder, position: int) -> bool:
    """Whether a comma or a quotation mark stands right before a token."""
    tokens = finder.analysis.tokens
    return not _TURNED.isdisjoint(finder.analysis.between(tokens[position - 1], tokens[position]))


def _is_noun(
    finder: SpeakerFinder, rules: NameRules, words: SayingWords, sentence: SentenceSpan, position: int
) -> bool:
    present = finder.analysis.tokens[position].text in words.present
    return is_noun(finder.analysis, rules, sentence, position, present=present)


def _complement(finder: SpeakerFinder, words: SayingWords, sentence: SentenceSpan, position: int) -> int | None:
    """Token at which what is said begins, behind "that" or a colon; None where neither shows it."""
    tokens = finder.analysis.tokens
    for number in range(position + 1, min(sentence.last, position + _REACH)):
        gap = finder.analysis.between(tokens[number - 1], tokens[number])
        if tokens[number].text in words.complementisers or ":" in gap:
            return number
        if ";" in gap:
            return None
    return None


def _denial(
    finder: SpeakerFinder,
    words: SayingWords,
    number: int,
    sentence: SentenceSpan,
    position: int,
    first: int,
    speaker: Speaker,
    stops: int,
) -> Attribution:
    """Denial of what follows it, or, where that names no place and points back, of what was told before.

    That is the sentence before, or what the sentence tells before the subject ("...; Ankara rejected the claim").
    """
    tokens = finder.analysis.tokens
    literal = [item.found.first for item in finder.placed.get(number, ()) if item.mention.role == "literal"]
    content = {token.text for token in tokens[position + 1 : sentence.last]}
    near = {token.text for token in tokens[position + 1 : min(position + _OBJECT, sentence.last)]}
    here = Attribution(
        speaker=speaker, sentence=number, scope=position, content=position, verb=position, how="deny", stops=stops
    )
    if any(at > position for at in literal) or near & words.denied_parts:
        return here
    earlier = any(at < first for at in literal)
    if number == 0 and not earlier:
        return here
    denied = number if earlier else number - 1
    span = finder.analysis.sentences[denied]
    before = {token.text[:_STEM] for token in tokens[span.first : first if earlier else span.last]}
    again = any(word[:_STEM] in before for word in content if len(word) >= _STEM and word not in words.sources)
    if not (near & words.denied_objects or again):
        return here
    return Attribution(speaker=speaker, sentence=denied, scope=span.first, content=span.first, verb=-1, how="deny")


def _according(
    finder: SpeakerFinder, rules: NameRules, words: SayingWords, number: int, sentence: SentenceSpan, position: int
) -> Attribution | None:
    """Attribution by "according to" or "citing"."""
    first = last = position + 1
    while last < min(sentence.last, first + 2 * _ACCORDING) and (last == first or not _parted(finder, last)):
        last += 1
    speaker = finder.named_in(rules, words, number, first, last)
    while speaker is None and last < min(sentence.last, first + 3 * _ACCORDING):  # "according to X, the spokesman"
        last += 1
        if last == sentence.last or _parted(finder, last):
            speaker = finder.named_in(rules, words, number, first, last)
    if speaker is None:
        return None
    return Attribution(
        speaker=speaker,
        sentence=number,
        scope=sentence.first,
        content=sentence.first,
        verb=position,
        how="according",
        voice=(position, last),
    )
