"""Places with their whole groups, where prepositions are words: "to the rebel-held town of X", "from camps in Y"."""

from dataclasses import replace

from geo.reading.frames import groups_of, verb_forms
from geo.reading.place_ref import WIDE_KINDS, PlaceRef, region_words
from geo.reading.rules import NameRules, rules_for, script_of
from geo.reading.text.analysis import Analysis
from geo.reading.text.dateline import in_dateline

__all__ = ["grouped"]

_GROUP = 8
_GROUP_GAP = " -\u2010\u2011\u2013\"'“”‘’"


def grouped(analysis: Analysis, refs: list[PlaceRef]) -> list[PlaceRef]:
    """Places with their whole groups, where prepositions are words: what leads up to a name belongs to its place.

    Left out are a report's dateline, a place that only says where the one before it lies ("Tripoli, Lebanon") and what
    stands inside another's group ("the eastern Libyan city of Benghazi").
    """
    out: list[PlaceRef] = []
    for ref in refs:
        rules = rules_for(script_of(analysis.tokens[ref.first].text), analysis.document.language)
        if rules is None or not rules.has_case:
            wide = ref if rules is None else _with_class_words(analysis, rules, ref)
            if not out or not _lies_there(analysis, out[-1], wide):
                out.append(wide)
            continue
        if in_dateline(analysis.document.text, analysis.tokens[ref.first].start):
            continue
        wide = replace(ref, lead=_group_start(analysis, rules, ref))
        while out and out[-1].sentence == wide.sentence and out[-1].source != "name" and out[-1].first >= wide.lead:
            out.pop()
        before = out[-1] if out and out[-1].sentence == wide.sentence else None
        if before is not None and _holds(analysis, rules, before, wide):
            continue
        if before is not None and wide.lead == before.last and _possessive(analysis, before):
            wide = replace(wide, lead=before.lead)
            out.pop()
        out.append(wide)
    return [_adjectival(analysis, ref) for ref in out]


def _group_start(analysis: Analysis, rules: NameRules, ref: PlaceRef) -> int:
    """First token of the words that lead up to a place: "the port of", "camps in", "rebel-held"."""
    sentence = analysis.sentences[ref.sentence]
    sites, links = region_words(rules.code, "sites"), region_words(rules.code, "links")
    within = region_words(rules.code, "within")
    start = ref.lead
    while start > sentence.first and ref.lead - start < _GROUP:
        if analysis.between(analysis.tokens[start - 1], analysis.tokens[start]).strip(_GROUP_GAP):
            break
        word = analysis.tokens[start - 1].text
        if word in sites or _leads_up(rules, word):
            start -= 1
            continue
        article = analysis.tokens[start - 2].text if start - 2 >= sentence.first else ""
        if start < ref.lead and article in {"a", "an"} and analysis.tokens[start].text in sites:
            start -= 2  # an adjective that no list has: "a wooded area outside X"
            continue
        before = analysis.tokens[start - 2].text if start - 2 >= sentence.first else ""
        if word in links and before in sites:
            start -= 2
        elif word in within and before in sites and start - 3 >= sentence.first:
            outer = _group_start(analysis, rules, replace(ref, lead=start - 2))
            cue = analysis.tokens[outer - 1].text if outer > sentence.first else ""
            groups = groups_of(rules.code)
            directed = groups.has("cue", "origin", rules, cue) or groups.has("cue", "destination", rules, cue)
            if not directed and cue not in verb_forms(rules.code):
                break
            return outer
        else:
            break
    return start


def _with_class_words(analysis: Analysis, rules: NameRules, ref: PlaceRef) -> PlaceRef:
    """A place with the class words before its group: "مطار العاصمة التركية أنقرة"."""
    floor, lead = analysis.sentences[ref.sentence].first, ref.lead
    if ref.source == "demonym":
        return ref
    while lead > floor and not analysis.between(*analysis.tokens[lead - 1 : lead + 1]).strip():
        word = analysis.tokens[lead - 1].text
        class_word = rules.class_word(word) if lead < ref.first else None
        site = any(form in region_words(rules.code, "sites") for form, _ in rules.variants(word))
        if not site and (not class_word or class_word[1]):
            break
        lead -= 1
    return replace(ref, lead=lead)


def _leads_up(rules: NameRules, word: str) -> bool:
    known = word in region_words(rules.code, "determiners") or word in rules.directions or word in rules.class_words
    return known or bool(rules.demonym(word))


def _holds(analysis: Analysis, rules: NameRules, inner: PlaceRef, outer: PlaceRef) -> bool:
    """Whether a place only says where the one right before it lies: "Tripoli, Lebanon", "Sake in North Kivu"."""
    wide = outer.place.kind in WIDE_KINDS and inner.place.kind != "country" and inner.source == "name"
    if not wide or outer.role != "literal" or inner.place.id == outer.place.id:
        return False
    if inner.place.country and outer.place.country and inner.place.country != outer.place.country:
        return False
    if inner.place.kind in WIDE_KINDS and outer.place.kind != "country":
        return False
    words = [token.text for token in analysis.tokens[inner.last : outer.lead]]
    gap = analysis.between(analysis.tokens[inner.last - 1], analysis.tokens[outer.lead]) if not words else ""
    within = region_words(rules.code, "within")
    return gap.strip() == "," if not words else len(words) == 1 and words[0] in within


def _lies_there(analysis: Analysis, inner: PlaceRef, outer: PlaceRef) -> bool:
    """Whether an area set off by commas only says where the place before it lies ("من نيالا، جنوب دارفور، إلى ...")."""
    if inner.sentence != outer.sentence or inner.last != outer.lead or outer.last >= len(analysis.tokens):
        return False
    tokens = analysis.tokens
    before, after = (analysis.between(tokens[n - 1], tokens[n]).strip() for n in (outer.lead, outer.last))
    wide = outer.place.kind in WIDE_KINDS and inner.place.kind not in WIDE_KINDS
    return wide and before == after == "،" and inner.place.country == outer.place.country


def _adjectival(analysis: Analysis, ref: PlaceRef) -> PlaceRef:
    """A place that describes somebody, as a demonym does: "Uganda's president", "Malta-flagged", "Tripoli-based"."""
    if ref.source != "name" or ref.last >= len(analysis.tokens):
        return ref
    text, end = analysis.document.text, analysis.tokens[ref.last - 1].end
    if script_of(analysis.tokens[ref.last - 1].text) != "Latn":
        return ref
    hyphened = text[end : end + 1] == "-" and text[end + 1 : end + 2].islower()
    owns = ref.place.kind == "country" and _possessive(analysis, ref)
    return replace(ref, source="demonym") if hyphened or owns else ref


def _possessive(analysis: Analysis, before: PlaceRef) -> bool:
    end = analysis.tokens[before.last - 1].end
    return analysis.document.text[end : end + 2] in {"'s", "\u2019s"}
