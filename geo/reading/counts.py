"""How much moves, and how many were killed: numbers of the text, but dates, names and sums of money."""

from dataclasses import dataclass

from geo.model import Fatalities
from geo.reading.numbers import read_number
from geo.reading.telling import Telling, has_cue, voices_of
from geo.reading.text.analysis import SentenceSpan
from geo.reading.text.dateline import in_dateline

__all__ = ["Counted", "count_near", "counts_in", "fatalities_near"]

_VEHICLES = frozenset({"flights", "trucks", "ships", "convoys"})
_LOAD = 8
_ABOARD = 22
_MONEY = frozenset("$€£")
_KILLED = 4
_IMPLAUSIBLE = 100_000
_THINGS = frozenset({"flights", "trucks", "ships", "tonnes"})


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with its unit, and the tokens (``last`` exclusive) that say it."""

    value: int
    unit: str
    first: int
    last: int


def count_near(telling: Telling, sentence: SentenceSpan, first: int, last: int) -> tuple[int | None, str]:
    """Number and unit of what moves; of the vehicles only where what they carry is not counted close by."""
    found = counts_in(telling, sentence, first, last)
    if not found:
        return None, ""
    here = found[0]
    if here.unit in _VEHICLES:
        for other in found[1:]:
            aboard = has_cue(telling, sentence, "aboard", here.last, other.first)
            if other.unit not in _VEHICLES and other.first - here.last < (_ABOARD if aboard else _LOAD):
                return other.value, other.unit
    return here.value, here.unit


def counts_in(telling: Telling, sentence: SentenceSpan, first: int, last: int) -> list[Counted]:
    """Numbers with a unit of the language's table within the next two words, in order of the text."""
    found: list[Counted] = []
    rules, groups = telling.rules(sentence), telling.groups(sentence)
    tokens = telling.analysis.tokens
    end = min(sentence.last, last)
    position = max(sentence.first, first)
    while position < end:
        number = _number_at(telling, sentence, position)
        dual = groups.of("duals", rules, tokens[position].text)
        if number is None:
            position += 1
            if dual:
                found.append(Counted(2, dual, position - 1, position))
            continue
        begins, (value, position) = position, number
        for following in range(position, min(position + (4 if rules.has_case else 3), sentence.last)):
            unit = groups.of("units", rules, tokens[following].text)
            if has_cue(telling, sentence, "measure", following, following + 1):
                break
            if unit or (not rules.has_case and rules.demonym(tokens[following].text)):
                found.append(Counted(value, unit or "people", begins, following + 1))
                break
    return found


def fatalities_near(telling: Telling, sentence: int) -> Fatalities | None:
    """People killed: a number with a word of the language's ``killed`` cues close by; None where none is told."""
    span = telling.analysis.sentences[sentence]
    rules, groups = telling.rules(span), telling.groups(span)
    tokens = telling.analysis.tokens
    position = span.first
    while position < span.last:
        number = _number_at(telling, span, position)
        if number is None:
            position += 1
            continue
        first, (value, position) = position, number
        near = has_cue(telling, span, "killed", first - _KILLED, first) or has_cue(
            telling, span, "killed", position, position + _KILLED
        )
        things = position < span.last and groups.of("units", rules, tokens[position].text) in _THINGS
        if near and not things and value < _IMPLAUSIBLE:
            return Fatalities(low=value, best=value, high=value)
    return None


def _number_at(telling: Telling, sentence: SentenceSpan, position: int) -> tuple[int, int] | None:
    """Number that begins at a token and counts something, and the token after it; None where there is none."""
    number = read_number(telling.rules(sentence), telling.analysis.tokens, position, sentence.last)
    return None if number is None or _counts_nothing(telling, sentence, position) else number


def _counts_nothing(telling: Telling, sentence: SentenceSpan, position: int) -> bool:
    """Whether a number is part of a date, a name ("M23", "C-130"), a sum of money or of who speaks."""
    tokens, text = telling.analysis.tokens, telling.analysis.document.text
    token = tokens[position]
    dates = telling.dates_of(telling.number_of(sentence))
    if any(found.start <= token.start < found.end for found in dates) or position in voices_of(telling, sentence):
        return True
    clock = text[token.end : token.end + 1] == ":" and text[token.end + 1 : token.end + 2].isdigit()
    if in_dateline(text, token.start) or clock or text[max(0, token.start - 1) : token.start] == ":":
        return True
    before = text[max(0, token.start - 1) : token.start]
    if before.isalpha() or before in _MONEY:
        return token.is_number
    named = before == "-" and text[max(0, token.start - 2) : token.start - 1].isalpha()
    return token.is_number and named
