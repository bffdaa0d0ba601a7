"""Finds the date expressions of a text and reads each by what surrounds it and what came before it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from geo.errors import LanguageError
from geo.reading.dates import absolute, relative
from geo.reading.dates.found import FoundDate, found_date
from geo.reading.dates.lexer import Match, Run, dated_runs, scan
from geo.reading.dates.lexicon import GAPS, Lexicon, lexicon
from geo.reading.dates.meaning import Context, Meaning, Slots
from geo.reading.dates.periods import Interval, WeekSettings
from geo.reading.text.analysis import Analysis, SentenceSpan

__all__ = ["READERS", "find_dates"]

Reader = Callable[[Slots, Context], Meaning | None]

READERS: Mapping[str, Reader] = {
    "after": relative.read_after,
    "ahead": relative.read_ahead,
    "ago": relative.read_ago,
    "bare_year": absolute.read_bare_year,
    "date": absolute.read_date,
    "decade": absolute.read_decade,
    "dotted": absolute.read_dotted,
    "duration": relative.read_duration,
    "following": relative.read_following,
    "hijri": absolute.read_hijri,
    "later": relative.read_later,
    "now": relative.read_now,
    "numeric": absolute.read_numeric,
    "offset": relative.read_offset,
    "ordinal": relative.read_ordinal,
    "period": relative.read_period,
    "recent": relative.read_recent,
    "same": relative.read_same,
    "season": absolute.read_season,
    "since_ago": relative.read_since_ago,
    "soon": relative.read_soon,
    "span": relative.read_span,
    "weekday": relative.read_weekday,
    "weekend": relative.read_weekend,
    "year": absolute.read_year,
}

# How far, in sentences, "two days later" or a year left out may look back; how many words, a cue.
_REMEMBERED = 5
_YEAR_REMEMBERED = 1
_CUE_BEFORE = 12
_CUE_AFTER = 3
_LISTED = 2
_WAS_BEFORE = 2
_COMPARE_BEFORE = 5
# More of any unit than this is no date.
_MOST_UNITS = 1000
_LEADS: tuple[tuple[str, str], ...] = (("SINCE", "since"), ("AFTER", "after"), ("UNTIL", "until"), ("BEFORE", "before"))
# Words before an expression that do not bound it: they are not among its words.
_UNBOUNDING = frozenset({"IN", "ON", "AND", "FOR", "FROM", "TO", "OF", "THE", *GAPS})
_FILLERS = frozenset({"AL", "IN", "ON", "THE", "MONTHWORD", "YEARWORD", "DAYWORD", "DAYPART", "COMMA"})
_EQUIVALENT = frozenset({"EQUIV", "COMMA", "PAREN", "DASH", "SLASH"})


@dataclass(frozen=True, slots=True)
class _Expression:
    """A shape's match as it was read, with what is needed to read it again; items are counted in its run."""

    run: Run
    match: Match
    slots: Slots
    context: Context
    meaning: Meaning
    lead: str
    begin: int
    core: int
    end: int


def find_dates(analysis: Analysis) -> tuple[FoundDate, ...]:
    """Find the date expressions of a text, in order, with the days that they bound.

    Relative words count from the document's publication date or from the date before in the text; without either they
    are found but stay open. What has happened never ends after publication. A language without ``dates.toml`` has none.

    Examples
    --------
    >>> from datetime import date
    >>> from geo.model import Document
    >>> from geo.reading.text.analysis import analyse
    >>> report = Document(id="a", text="He left on 3 May.", language="en", published=date(2020, 6, 1))
    >>> [(found.span.text, found.span.date_from.isoformat()) for found in find_dates(analyse(report))]
    [('3 May', '2020-05-03')]
    """
    words = lexicon(analysis.document.language)
    if words is None:
        return ()
    _check(words.code)
    found: list[FoundDate] = []
    years: list[tuple[int, Interval]] = []
    for number, run in dated_runs(analysis, words):
        expressions: list[_Expression] = []
        for match in scan(words.code, run.text):
            context = _context(analysis, number, run, match, words, found, years)
            expression = _read(analysis, run, match, context, words)
            if expression is None:
                continue
            joined = _join(expressions[-1], expression) if expressions else None
            if joined:
                found.pop()
                expressions[-1] = expression = joined
            else:
                expressions.append(expression)
            found.append(_found(analysis, number, expression))
            if expression.meaning.year_told and found[-1].relation == "at" and expression.meaning.interval:
                years.append((number, expression.meaning.interval))
    return tuple(found)


@lru_cache(maxsize=32)
def _check(code: str) -> None:
    """Raise a LanguageError when a shape of a language means what no reader reads."""
    words = lexicon(code)
    for shape in words.shapes if words else ():
        if shape.means not in READERS and shape.means != "nothing":
            expected = ", ".join([*READERS, "nothing"])
            raise LanguageError(
                f"dates.toml of language {code}: a shape means {shape.means!r}; expected one of {expected}"
            )


def _context(
    analysis: Analysis,
    number: int,
    run: Run,
    match: Match,
    words: Lexicon,
    found: list[FoundDate],
    years: list[tuple[int, Interval]],
) -> Context:
    sentence = analysis.sentences[number]
    last = run.items[match.end - 1]
    tense = _tense(analysis, sentence, run.items[match.start].token, last.after, words, found)
    told = years[-1][1] if years and number - years[-1][0] <= _YEAR_REMEMBERED else None
    near = told and years and analysis.sentences[years[-1][0]].paragraph == sentence.paragraph
    following = analysis.document.text[last.end : last.end + 1]
    return Context(
        published=analysis.document.published,
        week=WeekSettings(words.settings),
        day_first=bool(words.settings.get("day_first", True)),
        future=tense == "future",
        past=tense == "past",
        previous=tuple(_previous(found, number, future=tense == "future")),
        beside=bool(found) and found[-1].sentence == number,
        told=told if near else None,
        ends=last.after >= sentence.last or not following.isspace(),
    )


def _previous(found: list[FoundDate], number: int, *, future: bool) -> Iterator[Interval]:
    """Intervals of the dates before in the text that can be counted from, nearest first."""
    for before in reversed(found):
        if number - before.sentence > _REMEMBERED:
            return
        named = before.named
        if before.relation in {"at", "since"} and named.date_from and named.date_to and (future or not before.future):
            yield named.date_from, named.date_to


def _tense(
    analysis: Analysis, sentence: SentenceSpan, first: int, after: int, words: Lexicon, found: list[FoundDate]
) -> str:
    """Tense ("future", "past" or "") that the nearest cue before an expression speaks of, else one right beside it.

    A cue serves one date: behind a date before in the sentence it counts only where the two are listed together.
    """
    tokens, cues = analysis.tokens, words.cues
    if any(token.text in cues.past for token in (*tokens[max(first - 1, 0) : first], *tokens[after : after + 1])):
        return "past"
    for index in range(first - 1, max(sentence.first, first - _CUE_BEFORE) - 1, -1):
        text = tokens[index].text
        if found and tokens[index].start < found[-1].end:
            return "future" if found[-1].future and first - index <= _LISTED else ""
        if text in cues.said:
            return "past"
        if cues.is_future(text):
            before = tokens[max(sentence.first, index - _WAS_BEFORE) : index]
            return "past" if any(token.text in cues.was for token in before) else "future"
    opens = first - sentence.first <= 1
    beside = tokens[after : min(after + _CUE_AFTER, sentence.last)] if opens else ()
    return "future" if any(cues.is_future(token.text) for token in beside) else ""


def _read(analysis: Analysis, run: Run, match: Match, context: Context, words: Lexicon) -> _Expression | None:
    """Read one match; None when it is no date after all."""
    if match.shape.means == "nothing":
        return None
    values: dict[str, Any] = {}
    kinds: dict[str, str] = {}
    for slot, index, names in match.slots:
        kind = next(name for name in names if name in run.items[index].values)
        values.setdefault(slot, run.items[index].values[kind])
        kinds.setdefault(slot, kind)
    slots = Slots(values, kinds)
    if (slots.count or 0) > _MOST_UNITS:
        return None
    core = min((index for slot, index, _ in match.slots if slot != "lead"), default=match.start)
    lead, lead_at = _lead(run, match)
    if "SINCE" in run.items[lead_at].values and _compares(analysis, run.items[lead_at].token, words):
        return None
    if lead in {"until", "before"}:
        context = replace(context, nearest=True)
    meaning = READERS[match.shape.means](slots, context)
    if meaning is None:
        return None
    if lead == "before" and slots.word("part") == "end":
        lead = "until"  # "before the end of the year" still takes in its last month
    begin, end = (lead_at if lead else match.start), match.end
    unbounding = _UNBOUNDING - {"FROM", "OF"} if any(slot.endswith("2") for slot in values) else _UNBOUNDING
    while begin < core and not unbounding.isdisjoint(run.items[begin].values) and not (lead and begin == lead_at):
        begin += 1
    while end - 1 > core and not set(GAPS).isdisjoint(run.items[end - 1].values):
        end -= 1
    return _Expression(run, match, slots, context, meaning, lead, begin, core, end)


def _lead(run: Run, match: Match) -> tuple[str, int]:
    """How the word before an expression makes it bound ("since", "before" ...), and where that word stands."""
    inside = [index for slot, index, _ in match.slots if slot == "lead"]
    index = inside[0] if inside else match.start - 1
    if index >= 0 and match.shape.means not in {"ago", "since_ago", "duration", "later", "after"}:
        for category, lead in _LEADS:
            if category in run.items[index].values:
                return lead, index
    return "", match.start


def _compares(analysis: Analysis, token: int, words: Lexicon) -> bool:
    """Whether "since" only compares: "for the first time since 2011", "the deadliest attack since March"."""
    return any(each.text in words.cues.compare for each in analysis.tokens[max(0, token - _COMPARE_BEFORE) : token])


def _join(left: _Expression, right: _Expression) -> _Expression | None:
    """Join two neighbours that make one: a range, or the same day by two calendars."""
    between = [item.values for item in left.run.items[left.end : right.core]]
    if any(not set(values) & (_EQUIVALENT | _FILLERS | {"AND", "TO", "UNTIL"}) for values in between):
        return None
    if left.meaning.hijri != right.meaning.hijri and all(not _EQUIVALENT.isdisjoint(values) for values in between):
        kept = right.meaning if left.meaning.hijri else left.meaning
        return replace(left, match=right.match, meaning=kept, end=right.end) if kept.interval else None
    before = left.run.items[left.match.start - 1].values if left.match.start else {}
    opened = {*before, *(name for item in left.run.items[left.match.start : left.core] for name in item.values)}
    links = {name for values in between for name in values}
    linked = links & {"TO", "UNTIL"} or ("AND" in links and "BETWEEN" in opened) or ("DASH" in links and not left.lead)
    if not linked or not right.meaning.interval or right.meaning.relation != "at":
        return None
    meaning = left.meaning
    if not meaning.year_told:
        again = replace(left.context, published=right.meaning.interval[1], future=False, told=None)
        meaning = READERS[left.match.shape.means](left.slots, again) or meaning
    if not meaning.interval or meaning.relation != "at" or meaning.interval[0] > right.meaning.interval[0]:
        return None
    begin = left.match.start - 1 if not {"BETWEEN", "FROM", "SINCE"}.isdisjoint(before) else left.begin
    whole = replace(right.meaning, interval=(meaning.interval[0], right.meaning.interval[1]), note=meaning.note)
    return replace(left, match=right.match, meaning=whole, lead="", begin=begin, end=right.end)


def _found(analysis: Analysis, number: int, expression: _Expression) -> FoundDate:
    items, raw = expression.run.items, analysis.document.text
    start, end = items[expression.begin].start, max(item.end for item in items[expression.begin : expression.end])
    if raw[start:end].count("(") > raw[start:end].count(")") and raw[end : end + 1] == ")":
        end += 1
    return found_date(
        raw[start:end],
        start,
        number,
        meaning=expression.meaning,
        lead=expression.lead,
        context=expression.context,
    )
