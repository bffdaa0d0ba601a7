"""Theme: sentences that are about sport, films, markets or the weather tell no conflict, whatever words they borrow.

"Liverpool bombarded Manchester" is no shelling. The words are the language's data (``theme.toml``); a language without
it has no other themes. They are asked at three lengths:

- A paragraph with more words of other themes (``[off]``) than of conflict and politics (``[on]``) is about something
  else; one with neither follows its document. Works that tell of wars without being news of them, such as films
  (``[off_strongly]``), weigh as much as words of force.
- A sentence in which words of ``[sentence]`` crowd, or one that is enough, tells nothing unless it is of weapons,
  fighters or dead; one of accidents nothing unless it is of weapons or fighters.
- A sentence with a verb of depicting (``[fiction] depict``) right after a title in quotation marks says what a film or
  a book shows, whatever it is of.
"""

from collections import Counter
from functools import lru_cache, partial

from geo.reading.kept import Kept
from geo.reading.rules import NameRules, rules_for, script_of
from geo.reading.tables import language_table
from geo.reading.telling import Telling, cargo_near, has_cue
from geo.reading.text.analysis import Analysis, SentenceSpan
from geo.reading.text.quotes import CLOSING
from geo.reading.text.tokens import name_key

__all__ = ["is_off_theme", "off_theme", "theme_of"]

_THEME_SENTENCE = 2
_THEME_TEXT = 6
_TITLE = 2


@lru_cache(maxsize=16)
def _theme(code: str) -> dict[str, int]:
    """What each word says of the theme: words of force two, of politics one, of other themes minus one or two."""
    table = language_table(code, "theme")
    weights = {name_key(word): -1 for words in table.get("off", {}).values() for word in words}
    weights |= {name_key(word): -2 for words in table.get("off_strongly", {}).values() for word in words}
    weights |= {name_key(word): 1 for word in table.get("on", {}).get("politics", [])}
    return weights | {name_key(word): 2 for word in table.get("on", {}).get("force", [])}


@lru_cache(maxsize=64)
def _words(code: str, section: str, group: str) -> frozenset[str]:
    return frozenset(map(name_key, language_table(code, "theme").get(section, {}).get(group, [])))


@lru_cache(maxsize=16)
def _weights(language: str) -> Kept[str, int]:
    """What each word of documents in a language says of the theme."""
    return Kept(partial(_weight, language))


def _weight(language: str, word: str) -> int:
    """What a word says of the theme, without the particle before it and the article."""
    script = script_of(word)
    rules = rules_for(script, language) if script else None
    if rules is None:
        return 0
    theme = _theme(rules.code)
    if not theme or not rules.article:
        return theme.get(word, 0)
    forms = (bare for form, _ in rules.variants(word) for bare in (form, form.removeprefix(rules.article)))
    return next((theme[form] for form in forms if form in theme), 0)


def off_theme(analysis: Analysis) -> frozenset[int]:
    """Numbers of the sentences that are about another theme than conflict and politics."""
    balance: Counter[int] = Counter()
    seen: set[tuple[int, str]] = set()
    weights = _weights(analysis.document.language)
    for sentence in analysis.sentences:
        for token in analysis.words(sentence):
            weight = weights[token.text]
            if weight and (sentence.paragraph, token.text) not in seen:
                seen.add((sentence.paragraph, token.text))
                balance[sentence.paragraph] += weight
    whole = sum(balance.values())
    return frozenset(
        number
        for number, sentence in enumerate(analysis.sentences)
        if balance[sentence.paragraph] < -1 or (balance[sentence.paragraph] <= 0 and whole < -1)
    )


def is_off_theme(telling: Telling, number: int) -> bool:
    """Whether a sentence, or the whole text, is of sport, weather, markets or shows rather than of conflict."""
    span = telling.analysis.sentences[number]
    rules = telling.rules(span)
    words = [token.text for token in telling.analysis.words(span)]
    if _is_depicted(telling.analysis, rules, span):
        return True
    if not _words(rules.code, "sentence", "accidents").isdisjoint(words):
        return not _armed(telling, span)
    enough = not _words(rules.code, "sentence", "enough").isdisjoint(words)
    if enough or _borrowed(rules, words) >= _THEME_SENTENCE:
        return not _warlike(telling, span)
    return telling.off_theme


def _borrowed(rules: NameRules, words: list[str]) -> int:
    """Count the words of other themes that weigh in a sentence, as they stand.

    They are fewer than those of ``[off]``: of these, a long text has enough before it is about another theme.
    """
    known = _words(rules.code, "sentence", "borrowed")
    return sum(word in known for word in words)


def _is_depicted(analysis: Analysis, rules: NameRules, span: SentenceSpan) -> bool:
    """Whether a sentence says what a work shows: a verb of depicting right after a title in quotation marks."""
    verbs = _words(rules.code, "fiction", "depict")
    if verbs.isdisjoint([token.text for token in analysis.words(span)]):
        return False
    for position in range(span.first + 1, span.last):
        if analysis.tokens[position].text in verbs:
            title = analysis.tokens[max(span.first, position - _TITLE)]
            if CLOSING & set(analysis.document.text[title.end : analysis.tokens[position].start]):
                return True
    return False


def _armed(telling: Telling, span: SentenceSpan) -> bool:
    return bool({"fighters", "troops", "arms"} & set(cargo_near(telling, span, span.first, span.last)))


def _warlike(telling: Telling, span: SentenceSpan) -> bool:
    return _armed(telling, span) or has_cue(telling, span, "killed", span.first, span.last)


def theme_of(telling: Telling) -> bool:
    """Judge a whole text, once: whether words of sport, weather, markets or shows outnumber its warlike sentences."""
    spans = telling.analysis.sentences
    words = ((telling.rules(span), [token.text for token in telling.analysis.words(span)]) for span in spans)
    themed = sum(_borrowed(rules, texts) for rules, texts in words)
    return themed >= _THEME_TEXT and themed > 4 * sum(_warlike(telling, span) for span in spans)
