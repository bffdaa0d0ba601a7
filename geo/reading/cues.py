"""Cues: what a name and the words around it say for or against its being a place.

Each cue has a weight in log-odds in ``data/gazetteer/weights.toml``; nothing is decided here.
"""

import re

from geo.reading.matching import MARKS, Match, capitalised
from geo.reading.rules import NameRules
from geo.reading.text.analysis import Analysis, SentenceSpan

__all__ = ["PERSON_CUES", "PLACE_CUES", "cues_of"]

_FROM = 6
_AGE = re.compile(r",? aged \d{1,3}\b|, \d{1,3}(?=, (?!\d))")
PERSON_CUES = frozenset({"given_name_before", "given_name_capital", "title_before", "capital_before", "age_after"})
PLACE_CUES = frozenset({"class_word", "locative", "direction", "hashtag", "several_words"})


def cues_of(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, match: Match, lead: int) -> set[str]:
    """Cues of a match; ``lead`` is the first token of its class word or direction."""
    cues = _cues_inside(analysis, rules, sentence, match) | _cues_before(analysis, rules, sentence, lead)
    if match.how == "sound":
        cues.add("by_sound")
    if _goes_from_here(analysis, rules, sentence, match, lead):
        cues.add("from_to")
    if _is_gone_to(analysis, rules, sentence, lead):
        cues.add("to_after_from")
    if rules.has_case and _AGE.match(analysis.document.text, analysis.tokens[match.last - 1].end):
        cues.add("age_after")
    if "everyday" in cues and "locative" in cues and "particle" not in cues:
        cues.add("everyday_locative")
    return cues


def _goes_from_here(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, match: Match, lead: int) -> bool:
    """Whether a name stands between "from" and "to"."""
    if rules.has_case or lead == sentence.first or match.last >= sentence.last:
        return False
    before, after = analysis.tokens[lead - 1].text, analysis.tokens[match.last].text
    return rules.is_exactly("from", before) and rules.is_exactly("to", after)


def _is_gone_to(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, lead: int) -> bool:
    """Whether a name stands behind "to", and "from" not far before that."""
    if rules.has_case or lead == sentence.first or not rules.is_exactly("to", analysis.tokens[lead - 1].text):
        return False
    near = analysis.tokens[max(sentence.first, lead - _FROM) : lead - 1]
    return any(rules.is_exactly("from", token.text) for token in near)


def _cues_inside(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, match: Match) -> set[str]:
    """What a name itself says of being a place."""
    token = analysis.tokens[match.first]
    cues = set()
    if match.last - match.first > 1:
        cues.add("several_words")
        if rules.is_exactly("everyday", match.key):
            cues.add("everyday")
    else:
        word = token.text[match.offset :]
        written = analysis.document.text[token.start : token.end]
        with_article = rules.has_case and ("-" in written or " " in written)  # "al-Dana" is no Dana
        if not with_article and (
            rules.is_exactly("everyday", word) or (word in rules.class_words and not rules.has_case)
        ):
            cues.add("everyday")
            if rules.article and word.startswith(rules.article) and _agrees_before(analysis, rules, sentence, match):
                cues.add("attributive")
        if rules.is_exactly("homographs", word):
            cues.add("homograph")
        if rules.is_exactly("adjectival", word) and _noun_follows(analysis, rules, sentence, match.last):
            cues.add("acronym_adjective")
        if len(match.key) <= 3:
            cues.add("short")
        if rules.demonym(match.key):
            names = rules.is_exactly("demonym_names", match.key)
            alone = names and not _agrees_before(analysis, rules, sentence, match)
            cues.add("demonym_alone" if alone else "demonym")
        if _adverbial_adjective(analysis, rules, sentence, match):
            cues.add("adjective")
    if analysis.document.text[token.start - 1 : token.start] == "#":
        cues.add("hashtag")
    return cues


def _cues_before(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, first: int) -> set[str]:
    """What the word before a name (its class word and direction left out) says of it."""
    if first <= sentence.first:
        return set()
    token = analysis.tokens[first - 1]
    word = token.text
    cues = set()
    between = analysis.between(token, analysis.tokens[first]).strip()
    if rules.has("locatives", word):
        cues.add("locative")
    if between == "." and rules.is_exactly("person_titles", word):
        return cues | {"title_before"}
    if between and between not in MARKS:
        return cues
    if rules.has("verb_particles", word):
        cues.add("verb")
    raw = analysis.document.text[token.start : token.end]
    if not rules.has_case and rules.has("given_names", word) and not {raw, raw[1:]} & rules.raw_words:
        cues.add("given_name_before")
    if rules.has_case and _is_given_name_like(analysis, rules, first - 1):
        cues.add("given_name_capital")
    if rules.has("person_titles", word):
        cues.add("title_before")
    if rules.has_case and _is_surname_place(analysis, rules, sentence, first):
        cues.add("capital_before")
    return cues


def _noun_follows(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, position: int) -> bool:
    """Whether a lower-case word that is no verb or preposition, or a number, follows: then it is an adjective."""
    if position >= sentence.last:
        return False
    token = analysis.tokens[position]
    if analysis.between(analysis.tokens[position - 1], token).strip():
        return False
    if token.is_number:
        return True  # "US 82" is a road
    known = any(rules.is_exactly(group, token.text) for group in ("locatives", "agency_verbs", "conjunctions"))
    return analysis.document.text[token.start].islower() and not known


def _is_surname_place(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, first: int) -> bool:
    """Whether a capitalised word inside the sentence stands before a name, so that the name is a surname."""
    token = analysis.tokens[first - 1]
    if first - 1 <= sentence.first or not capitalised(analysis, token):
        return False
    known = any(
        rules.is_exactly(group, token.text) for group in ("locatives", "person_titles", "capitalised", "agency_verbs")
    )
    described = rules.demonym(token.text) or token.text in rules.directions or token.text in rules.class_words
    return not known and not described


def _is_given_name_like(analysis: Analysis, rules: NameRules, position: int) -> bool:
    token = analysis.tokens[position]
    return capitalised(analysis, token) and rules.is_exactly("given_names", token.text)


def _agrees_before(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, match: Match) -> bool:
    """Whether a word with the article may be an adjective of the word before it, which is then definite as well.

    "القوات السعودية" are Saudi forces and "سترته البيضاء" a white jacket; in "سفيري السعودية ومصر" the word is a name.
    """
    if match.offset or match.first <= sentence.first:
        return False
    before = analysis.tokens[match.first - 1]
    if analysis.between(before, analysis.tokens[match.first]).strip(MARKS + " "):
        return False
    if rules.class_word(before.text) is not None or rules.has("locatives", before.text):
        return False
    return before.text.endswith(rules.owner_endings) or any(
        form.startswith(rules.article) for form, _ in rules.variants(before.text)
    )


def _adverbial_adjective(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, match: Match) -> bool:
    """Whether a country's name is spelled like an indefinite accusative adjective after its noun ("وفدا سوريا")."""
    if match.last - match.first > 1 or match.offset or match.first <= sentence.first or rules.has_case:
        return False
    name, before = match.key, analysis.tokens[match.first - 1].text
    if not name.endswith("ا") or not rules.demonym(name[:-1]):
        return False
    noun = before.endswith("ا") and not before.endswith(("ها", "هما")) and len(before) > 3
    return noun and not rules.has("locatives", before)
