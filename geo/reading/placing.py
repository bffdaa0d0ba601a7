"""Places as a sentence uses them: with the preposition they stand under, and the parts that directions make of them.

Events and flows take their places from here. Besides names there are places meant without one: the region of "الشرق
الليبي" or "شرق البلاد", and the country behind a demonym ("شركة طيران سورية"), which only fills what no name does.
"""

from dataclasses import replace
from functools import lru_cache

from geo.language import load
from geo.model import Place
from geo.reading.anaphors import with_anaphors
from geo.reading.frames import Groups, groups_of
from geo.reading.gazetteer.index import Index
from geo.reading.kept import Kept
from geo.reading.place_groups import grouped
from geo.reading.place_ref import WIDE_KINDS, PlaceRef, Preposition, region_words
from geo.reading.resolve import Placed
from geo.reading.rules import NameRules, rules_for, script_of
from geo.reading.text.analysis import Analysis, SentenceSpan
from geo.reading.text.quotes import GAP

__all__ = ["PlaceRef", "part_of", "place_refs"]

_PREPOSITIONS: tuple[Preposition, ...] = ("origin", "destination", "between", "location", "via")
_ADJECTIVES = {
    "east": "eastern",
    "west": "western",
    "north": "northern",
    "south": "southern",
    "centre": "central",
    "north-east": "north-eastern",
    "north-west": "north-western",
    "south-east": "south-eastern",
    "south-west": "south-western",
}
_OUTSKIRTS_KM = 15.0


def place_refs(analysis: Analysis, placed: tuple[Placed, ...], index: Index, focus: str) -> tuple[PlaceRef, ...]:
    """List the places that each sentence uses, in order of the text, those inside other names among them.

    Parameters
    ----------
    focus
        Country (ISO 3166 alpha-2) that "the country" means, or "".
    """
    refs = _implicit(analysis, index, focus)
    for item in placed:
        place, found = item.mention.place, item.found
        if place is None:
            continue
        refs.append(
            PlaceRef(
                place=part_of(place, item.mention.modifier),
                lead=found.lead,
                first=found.first,
                last=found.last,
                sentence=found.sentence,
                preposition="",
                source="name",
                role=item.mention.role,
                capital=item.capital,
                offset=found.offset,
            )
        )
    refs = _without_named_capitals(sorted(refs, key=lambda ref: (ref.first, ref.last)))
    refs = with_anaphors(analysis, grouped(analysis, refs))
    out: list[PlaceRef] = []
    for ref in refs:
        before = out[-1] if out and out[-1].sentence == ref.sentence else None
        out.append(replace(ref, preposition=_preposition(analysis, ref, before)))
    return tuple(out)


def _without_named_capitals(refs: list[PlaceRef]) -> list[PlaceRef]:
    """Leave out a capital meant by its country where its name follows ("العاصمة السورية دمشق")."""
    latest = {ref.lead: ref.first for ref in refs}  # refs come in order
    return [ref for ref in refs if ref.lead == ref.first or latest[ref.lead] <= ref.first]


@lru_cache(maxsize=4096)
def part_of(place: Place, direction: str) -> Place:
    """Part of a place that lies in a direction: of a country's own shape, or the outskirts of a town.

    Examples
    --------
    >>> libya = Place(id="x", name="Libya", kind="country", country="LY", lat=28, lon=17, radius_km=900,
    ...               area="country:LY")
    >>> part_of(libya, "east").name, part_of(libya, "") is libya
    ('eastern Libya', True)
    """
    if not direction:
        return place
    from geo import basemap

    if place.area and place.kind in WIDE_KINDS:
        area = basemap.part_key(place.area, direction)
        lon, lat, radius_km = basemap.point_and_radius(area)
        name = f"{_ADJECTIVES[direction]} {place.name}"
    else:
        area = basemap.sector_key(place.lon, place.lat, place.radius_km + _OUTSKIRTS_KM, direction)
        lon, lat, radius_km = basemap.point_and_radius(area)
        name = f"{direction} of {place.name}" if direction != "centre" else f"central {place.name}"
    return replace(
        place,
        id=f"{place.id}/{direction}",
        name=name,
        name_ar=_arabic_part(place.name_ar, direction),
        kind="region",
        lat=round(lat, 4),
        lon=round(lon, 4),
        radius_km=round(radius_km, 1),
        area=area,
        confirmed=False,
        population=0,
    )


def _arabic_part(name_ar: str, direction: str) -> str:
    for row in load("ar").rows("directions"):
        if row["direction"] == direction and name_ar:
            return f"{row['words']} {name_ar}"
    return ""


def _implicit(analysis: Analysis, index: Index, focus: str) -> list[PlaceRef]:
    """Places meant without a toponym."""
    refs = []
    means = _means_country(analysis.document.language)
    for number, sentence in enumerate(analysis.sentences):
        for position in range(sentence.first, sentence.last):
            if means[analysis.tokens[position].text]:
                ref = _implicit_at(analysis, index, focus, sentence, number, position)
                if ref:
                    refs.append(ref)
    return refs


@lru_cache(maxsize=16)
def _means_country(language: str) -> Kept[str, bool]:
    """Whether each word of documents in a language may mean a country without naming one."""

    def means(word: str) -> bool:
        rules = rules_for(script_of(word), language)
        if rules is None:
            return False
        return bool(rules.demonym(word)) or word in region_words(rules.code, "country_words")

    return Kept(means)


def _implicit_at(
    analysis: Analysis, index: Index, focus: str, sentence: SentenceSpan, number: int, position: int
) -> PlaceRef | None:
    tokens = analysis.tokens
    rules = rules_for(script_of(tokens[position].text), analysis.document.language)
    if rules is None:
        return None
    country_words = region_words(rules.code, "country_words")
    code = rules.demonym(tokens[position].text)
    if not code and tokens[position].text in country_words:
        code = focus
    country = index.country(code) if code else None
    if country is None:
        return None
    capital = index.capital(code) if _is_capital(analysis, rules, sentence, position) else None
    if capital is not None:
        return PlaceRef(
            place=capital,
            lead=position - 1,
            first=position,
            last=position + 1,
            sentence=number,
            preposition="",
            source="name",
        )
    if rules.has_case and _territory_follows(analysis, rules, sentence, position):
        return PlaceRef(
            place=country,
            lead=position,
            first=position,
            last=position + 2,
            sentence=number,
            preposition="",
            source="region",
        )
    direction, lead = _direction(rules, analysis, sentence, position)
    if not direction and tokens[position].text in country_words:
        return None
    if not direction and position > sentence.first and _is_territory(rules, tokens[position - 1].text):
        direction, lead = "", position - 1
    return PlaceRef(
        place=part_of(country, direction),
        lead=lead,
        first=position,
        last=position + 1,
        sentence=number,
        preposition="",
        source="region" if lead < position else "demonym",
    )


def _is_capital(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, position: int) -> bool:
    """Whether a word before a demonym makes it the capital, which is not named right after ("العاصمة الليبية")."""
    words = region_words(rules.code, "capital_words")
    if position == sentence.first:
        return False
    before = analysis.tokens[position - 1].text
    return any(form in words for form, _ in rules.variants(before))


def _territory_follows(analysis: Analysis, rules: NameRules, sentence: SentenceSpan, position: int) -> bool:
    """Whether a word after a demonym makes it the country itself ("the Yemeni coast")."""
    following = position + 1
    return following < sentence.last and analysis.tokens[following].text in region_words(rules.code, "territory_words")


def _is_territory(rules: NameRules, word: str) -> bool:
    """Whether a word before a demonym makes it the country itself ("الأراضي الليبية")."""
    words = region_words(rules.code, "territory_words")
    return any(form in words for form, _ in rules.variants(word))


def _direction(rules: NameRules, analysis: Analysis, sentence: SentenceSpan, position: int) -> tuple[str, int]:
    """Direction before a demonym, with the article ("الشرق الليبي") or without ("شرق البلاد")."""
    article = rules.article
    for length in (2, 1):
        lead = position - length
        if lead < sentence.first:
            continue
        words = [token.text for token in analysis.tokens[lead:position]]
        for form, _ in rules.variants(words[0]):
            bare = [word.removeprefix(article) if article else word for word in (form, *words[1:])]
            direction = rules.directions.get(" ".join(bare))
            if direction:
                return direction, lead
    return "", position


def _preposition(analysis: Analysis, ref: PlaceRef, before: PlaceRef | None) -> Preposition:
    """Preposition that a place stands under: attached, that of the name it joins, or the word before its group."""
    token = analysis.tokens[ref.lead]
    rules = rules_for(script_of(token.text), analysis.document.language)
    if rules is None:
        return ""
    groups = groups_of(rules.code)
    particle = _particle(rules, groups, token.text, ref)
    sentence = analysis.sentences[ref.sentence]
    previous = ref.lead - 1
    if particle in {"location", "destination"}:
        adjoins = previous >= sentence.first and groups.has(
            "cue", "not_destination", rules, analysis.tokens[previous].text
        )
        return "" if particle == "destination" and adjoins else particle  # type: ignore[return-value]
    joined = particle == "conjunction"
    if not joined and previous >= sentence.first and rules.is_exactly("conjunctions", analysis.tokens[previous].text):
        joined, previous = True, previous - 1
    if before is not None and before.last == previous + 1 and (joined or _comma(analysis, previous)):
        return before.preposition
    if joined and particle:
        return ""
    return _preposition_word(analysis, rules, groups, sentence, previous)


def _preposition_word(
    analysis: Analysis, rules: NameRules, groups: Groups, sentence: SentenceSpan, position: int
) -> Preposition:
    """Preposition that a word is, if nothing but quotation marks part it from the next; "each of" is none."""
    if position < sentence.first:
        return ""
    tokens = analysis.tokens
    if analysis.between(tokens[position], tokens[position + 1]).strip(GAP):
        return ""
    word = tokens[position].text
    each = position > sentence.first and groups.has("cue", "each", rules, tokens[position - 1].text)
    if each and groups.has("cue", "origin", rules, word):
        return ""
    for name in _PREPOSITIONS:
        if groups.has("cue", name, rules, word):
            return name
    return ""


def _comma(analysis: Analysis, left: int) -> bool:
    return analysis.between(analysis.tokens[left], analysis.tokens[left + 1]).strip(GAP) in {"،", ","}


def _particle(rules: NameRules, groups: Groups, word: str, ref: PlaceRef) -> str:
    """What an attached particle of the group's first word says: location, destination, conjunction or ""."""
    stripped = ""
    if ref.lead == ref.first and ref.source == "name":
        stripped = word[: ref.offset]
    else:
        for form, offset in rules.variants(word):
            if offset and (_leads(rules, form) or rules.demonym(form)):
                stripped = word[:offset]
                break
    for name, particles in groups.words.get("particles", {}).items():
        if stripped in particles:
            return name
    return ""


def _leads(rules: NameRules, form: str) -> bool:
    """Whether a word can begin a place's group: a class word, a direction or a word for territory."""
    bare = form.removeprefix(rules.article) if rules.article else form
    known = form in rules.class_words or form in rules.directions or bare in rules.directions
    return known or form in region_words(rules.code, "territory_words") or form in region_words(rules.code, "sites")
