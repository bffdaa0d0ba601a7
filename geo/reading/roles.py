"""What a name does in its sentence: the place itself, its government acting, or part of another name.

The rules are those of the annotation: a name inside the name of something that is not that place is ``embedded``; a
bare country, capital or seat of government that acts, or is acted on as a government, is ``metonym``; all else is
``literal``. Which words show it is the language's data.
"""

from collections import defaultdict

from geo.model import Place, Role
from geo.reading.actors import FoundActor, inside
from geo.reading.frames import act_verbs, base_forms, moving_or_acting, verb_forms
from geo.reading.mentions import Found
from geo.reading.rules import NameRules, rules_for, script_of
from geo.reading.text.analysis import Analysis
from geo.reading.text.quotes import GAP, MARKS

__all__ = ["role_of", "sport_paragraphs"]

_LITERAL_CUES = frozenset({"class_word", "locative", "direction"})
_TOWNS = frozenset({"city", "town", "village"})
_SPORT_WORDS = 3
_DATELINE_MARKS = ("-", "\u2013", "(")
_REACH = 6
_OFFICE = 3
_POSSESSIVES = frozenset({"'s", "’s"})
_LIST = 9


def role_of(
    analysis: Analysis,
    found: Found,
    place: Place | None,
    *,
    capital: bool,
    previous: tuple[Found, Role] | None,
    actors: tuple[FoundActor, ...],
    sport: frozenset[int] = frozenset(),
) -> Role:
    """Decide the role of a name.

    Parameters
    ----------
    place
        What the name was resolved to; None is never a metonym.
    capital
        Whether the place is its country's capital.
    previous
        The name before this one in the text, with its role: roles spread along a list ("فرنسا ومصر والإمارات").
    actors
        Actors and outlets of this sentence; a place inside the longer name of one is embedded.
    sport
        Numbers of the text's paragraphs of sport, from `sport_paragraphs`: towns are clubs there.
    """
    rules = rules_for(script_of(analysis.tokens[found.first].text), analysis.document.language)
    if rules is None:
        return "literal"
    if _embedded(analysis, found, rules, actors):
        return "embedded"
    if previous and previous[1] == "embedded" and _shares_institution(analysis, previous[0], found, rules):
        return "embedded"
    if place is not None and place.kind in _TOWNS and _is_club(analysis, found, rules, previous, sport):
        return "embedded"
    if place is None or not (place.kind == "country" or capital or found.key in rules.words["metonym_sites"]):
        return "literal"
    if found.cues & _LITERAL_CUES:
        return "literal"
    if found.key in rules.words["metonym_sites"] or _acts(analysis, found, rules):
        return "metonym"
    if previous and previous[1] == "metonym" and _continues(analysis, previous[0], found, rules):
        return "metonym"
    return "literal"


def _embedded(analysis: Analysis, found: Found, rules: NameRules, actors: tuple[FoundActor, ...]) -> bool:
    tokens = analysis.tokens
    sentence = analysis.sentences[found.sentence]
    if any(_holds(analysis, found, rules, actor) for actor in actors):
        return True
    if rules.has_case and _in_capitalised_name(analysis, found, rules):
        return True
    if found.last < sentence.last and tokens[found.last].is_number:
        between = analysis.between(tokens[found.last - 1], tokens[found.last])
        if between in {"", "-", "\u2013"} or (between == " " and analysis.document.text[found.end] == "-"):
            return True
    if "particle" in found.cues and "locative" not in found.cues:
        return False
    position = found.first - 1
    while position >= sentence.first:
        if analysis.between(tokens[position], tokens[position + 1]).strip(GAP):
            return False
        word = tokens[position].text
        if rules.has("institutions", word):
            return True
        if "country" not in (rules.class_word(word) or (frozenset(), False))[0]:
            return False
        position -= 1
    return False


def _shares_institution(analysis: Analysis, before: Found, found: Found, rules: NameRules) -> bool:
    """Whether a name goes on a list that an institution's word opened ("جامعات تورنتو وكيوتو")."""
    head = before.first - 1
    if rules.has_case or found.cues & _LITERAL_CUES or head < analysis.sentences[found.sentence].first:
        return False
    return rules.has("institutions", analysis.tokens[head].text) and _continues(analysis, before, found, rules)


def _is_club(
    analysis: Analysis, found: Found, rules: NameRules, previous: tuple[Found, Role] | None, sport: frozenset[int]
) -> bool:
    """Whether a town's bare name is its club: in a paragraph of sport, not under a word that places follow.

    A name before a dash or a bracket is a dateline.
    """
    if not sport or found.cues & _LITERAL_CUES or not rules.words["sport"]:
        return False
    if "particle" in found.cues and analysis.tokens[found.first].text[:1] not in rules.words["conjunctions"]:
        return False
    if found.first > 0 and rules.has("from", analysis.tokens[found.first - 1].text):
        return False
    if previous and previous[1] == "literal" and _continues(analysis, previous[0], found, rules):
        return False
    if analysis.document.text[found.end : found.end + 2].strip().startswith(_DATELINE_MARKS):
        return False
    return analysis.sentences[found.sentence].paragraph in sport


def sport_paragraphs(analysis: Analysis) -> frozenset[int]:
    """Paragraphs with several words of sport; a headline goes with the paragraph under it."""
    words: dict[int, set[str]] = defaultdict(set)
    for span in analysis.sentences:
        rules = rules_for(script_of(analysis.tokens[span.first].text), analysis.document.language)
        if rules is not None and rules.words["sport"]:
            words[span.paragraph].update(rules.words["sport"].intersection(t.text for t in analysis.words(span)))
    if len(analysis.sentences) > 1:
        first, second = (span.paragraph for span in analysis.sentences[:2])
        words[first] |= words[second]
    return frozenset(paragraph for paragraph, found in words.items() if len(found) >= _SPORT_WORDS)


def _in_capitalised_name(analysis: Analysis, found: Found, rules: NameRules) -> bool:
    """Whether capitals go on right after a name ("Washington Post") or lead up to it ("Bank of England")."""
    tokens, text = analysis.tokens, analysis.document.text
    sentence = analysis.sentences[found.sentence]
    if found.last < sentence.last:
        token = tokens[found.last]
        if analysis.between(tokens[found.last - 1], token) == " " and text[token.start].isupper():
            known = rules.is_exactly("capitalised", token.text) or rules.demonym(token.text)
            if not known and token.text not in rules.class_words:
                return True
    linked = found.lead - 2
    if linked < sentence.first or tokens[found.lead - 1].text not in rules.words["not_in_names"]:
        return False
    head = tokens[linked]
    return text[head.start].isupper() and rules.is_exactly("institutions", head.text)


def _holds(analysis: Analysis, found: Found, rules: NameRules, actor: FoundActor) -> bool:
    """Whether an actor's name holds a name, or is the same one and no place."""
    if actor.first > found.first or actor.last < found.last:
        return False
    if inside(actor, found.first, found.last):
        return True
    return (rules.has_case and _is_party(found, actor)) or _is_quoted_outlet(analysis, found, actor)


_PARTIES = frozenset({"armed", "party", "organisation", "government", "company", "outlet", "group"})


def _is_party(found: Found, actor: FoundActor) -> bool:
    """Whether a name is the whole name of a party or an outlet, spelled like a place ("SANA", "Hamas")."""
    return actor.actor.kind in _PARTIES and (actor.first, actor.last) == (found.first, found.last)


def _is_quoted_outlet(analysis: Analysis, found: Found, actor: FoundActor) -> bool:
    """Whether a name in quotation marks is an outlet's whole name (مصادر "الشرق الأوسط")."""
    text = analysis.document.text
    quoted = text[max(0, found.start - 1) : found.start] in MARKS and text[found.end : found.end + 1] in MARKS
    return quoted and actor.actor.kind == "outlet" and (actor.first, actor.last) == (found.first, found.last)


def _acts(analysis: Analysis, found: Found, rules: NameRules) -> bool:
    """Whether the words around a name make it an actor or the object of an action on governments."""
    tokens = analysis.tokens
    sentence = analysis.sentences[found.sentence]
    if rules.has_case and (_is_subject(analysis, found, rules) or _has_office(analysis, found, rules)):
        return True
    plain = "particle" not in found.cues or analysis.tokens[found.first].text[:1] in rules.words["conjunctions"]
    follows = found.last < sentence.last and not _breaks(analysis, found.last - 1)
    if not rules.has_case and plain and follows and _is_state_verb(rules, tokens[found.last].text):
        return True
    before = _before_article(analysis, found, rules)
    if before < sentence.first or _breaks(analysis, before):
        return False
    word = tokens[before].text
    if rules.has("metonym_before", word) or (not rules.has_case and plain and _is_state_verb(rules, word)):
        return True
    if not plain and rules.has("agency_verbs", word):
        return found.first - 2 >= sentence.first and _starts_with_object_particle(analysis, found, rules)
    start = max(sentence.first, before - _REACH)
    if rules.has("between", word) or rules.has("with", word):
        return any(rules.has("relations", token.text) for token in tokens[start:before])
    if rules.has("from", word):
        return any(rules.has("requests", token.text) for token in tokens[start:before])
    return False


def _has_office(analysis: Analysis, found: Found, rules: NameRules) -> bool:
    """Whether an office of the state follows in the possessive ("Moscow's defence ministry")."""
    possessive = analysis.document.text[found.end : found.end + 2] in _POSSESSIVES
    ahead = analysis.tokens[found.last : min(found.last + _OFFICE, analysis.sentences[found.sentence].last)]
    return possessive and any(rules.is_exactly("metonym_after", token.text) for token in ahead)


def _before_article(analysis: Analysis, found: Found, rules: NameRules) -> int:
    """Token before a name, an article of its own left out ("blamed the United Arab Emirates")."""
    before = found.first - 1
    if rules.has_case and before > 0 and analysis.tokens[before].text == "the":
        before -= 1
    return before


def _is_subject(analysis: Analysis, found: Found, rules: NameRules) -> bool:
    """Whether a verb follows whose subject a name, or the list that it opens, is ("Malta, France and Greece have")."""
    tokens, text = analysis.tokens, analysis.document.text
    last = analysis.sentences[found.sentence].last
    position = found.last
    while position < last and position - found.last < _LIST:
        token = tokens[position]
        gap = analysis.between(tokens[position - 1], token).strip(GAP)
        listed = gap == "," or rules.is_exactly("conjunctions", token.text)
        if not listed and (gap or position == found.last or not text[token.start].isupper()):
            break
        if gap not in {"", ","}:
            return False
        if not rules.is_exactly("conjunctions", token.text) and not text[token.start].isupper():
            return False
        position += 1
    if position >= last or analysis.between(tokens[position - 1], tokens[position]).strip(GAP):
        return False
    if rules.is_exactly("adverbs", tokens[position].text):
        position += 1
    if position >= last:
        return False
    word = tokens[position].text
    if rules.is_exactly("agency_verbs", word):
        return True
    if word in {"is", "was", "are", "were"} and position + 1 < last:
        return tokens[position + 1].text.endswith("ing") and tokens[position + 1].text in moving_or_acting(rules.code)
    return word in verb_forms(rules.code) and word not in base_forms(rules.code)


def _is_state_verb(rules: NameRules, word: str) -> bool:
    """Whether a word is a verb that a state does: listed, or any verb of acting in a form that agrees with a state."""
    if rules.has("agency_verbs", word):
        return True
    forms = [form for form, offset in rules.variants(word) if offset < 2]
    return any(form in act_verbs(rules.code) and rules.agrees_with_state(form) for form in forms)


def _starts_with_object_particle(analysis: Analysis, found: Found, rules: NameRules) -> bool:
    """Whether a name carries "ل" after a verb ("اتهامات وجهها لأنقرة"): what the verb is directed at."""
    particles = tuple(rules.words["object_particles"])
    return analysis.tokens[found.first].text.startswith(particles) and found.start > analysis.tokens[found.first].start


def _breaks(analysis: Analysis, left: int) -> bool:
    """Whether punctuation other than quotation marks stands between a token and the next."""
    return bool(analysis.between(analysis.tokens[left], analysis.tokens[left + 1]).strip(GAP))


def _continues(analysis: Analysis, before: Found, found: Found, rules: NameRules) -> bool:
    """Whether two names are joined in a list: by "و" or "and", or by a comma alone."""
    if before.sentence != found.sentence or found.first - before.last > 1:
        return False
    if found.first - before.last == 1:
        return rules.is_exactly("conjunctions", analysis.tokens[before.last].text)
    token = analysis.tokens[found.first]
    between = analysis.between(analysis.tokens[before.last - 1], token).strip(GAP)
    return token.text[:1] in rules.words["conjunctions"] if not between else between in {"،", ","}
