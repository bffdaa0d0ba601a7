"""Frames: words that tell of events and movements, in their inflections and with particles; look-alikes do not hit."""

import pytest

from geo.model import Document
from geo.reading.frames import Hit, act_verbs, find_hits, inflected_forms
from geo.reading.text.analysis import analyse
from geo.reading.text.folding import fold


def hits_of(text: str, language: str = "ar") -> tuple[tuple[str, Hit], ...]:
    """Each hit with its words."""
    analysis = analyse(Document(id="t", text=text, language=language))
    tokens = analysis.tokens
    return tuple((text[tokens[hit.first].start : tokens[hit.last - 1].end], hit) for hit in find_hits(analysis))


def types_at(text: str, word: str, language: str = "ar") -> set[str]:
    """Event types of the hits that hold a word."""
    return {hit.frame.type for words, hit in hits_of(text, language) if word in words.split()}


HITS = [
    ("وصل الوفد إلى المدينة", "وصل", "CONSULT"),
    ("ووصلت طائرة إلى المدينة", "ووصلت", "CONSULT"),
    ("وصلوا إلى المدينة", "وصلوا", "CONSULT"),
    ("سيصلون إلى المدينة غدا", "سيصلون", "CONSULT"),
    ("بعد وصولهم إلى المدينة", "وصولهم", "CONSULT"),
    ("زار الوزير العاصمة", "زار", "CONSULT"),
    ("زارها أمس", "زارها", "CONSULT"),
    ("خلال زيارته للعاصمة", "زيارته", "CONSULT"),
    ("التقى الوزير نظيره", "التقى", "CONSULT"),
    ("أرسلت الحكومة مقاتلين", "أرسلت", "MOBILIZE"),
    ("فأرسلوا مقاتلين", "فأرسلوا", "MOBILIZE"),
    ("سترسل الحكومة جنودا", "سترسل", "MOBILIZE"),
    ("بإرسال مقاتلين", "بإرسال", "MOBILIZE"),
    ("جلبت معها مقاتلين", "جلبت", "MOBILIZE"),
    ("لاستقدام مقاتلين", "لاستقدام", "MOBILIZE"),
    ("تجنيد شبان من الريف", "تجنيد", "MOBILIZE"),
    ("وقصفت المدفعية الحي", "وقصفت", "ASSAULT"),
    ("القصف على الحي", "القصف", "ASSAULT"),
    ("يقصفون الحي", "يقصفون", "ASSAULT"),
    ("غارات جوية على المطار", "غارات", "ASSAULT"),
    ("اندلعت اشتباكات عنيفة", "اشتباكات", "ASSAULT"),
    ("شن هجوما واسعا", "هجوما", "ASSAULT"),
    ("هاجموا القاعدة", "هاجموا", "ASSAULT"),
    ("اغتيال ضابط", "اغتيال", "ASSAULT"),
    ("انفجرت سيارة مفخخة", "انفجرت", "ASSAULT"),
    ("انسحبت القوات من البلدة", "انسحبت", "RETREAT"),
    ("وقع الطرفان مذكرة تفاهم", "وقع", "AGREE"),
    ("سلمت الحكومة السفارة للوفد", "سلمت", "COOPERATE"),
    ("افتتح الوزير قنصلية", "افتتح", "COOPERATE"),
    ("تظاهر المئات في الساحة", "تظاهر", "PROTEST"),
    ("طالب بفتح المعبر", "طالب", "REQUEST"),
    ("رفضت الحكومة العرض", "رفضت", "REJECT"),
    ("اتهم الناطق خصومه", "اتهم", "ACCUSE"),
    ("هددت الحكومة بالرد", "هددت", "THREATEN"),
    ("اعتقلت الشرطة ناشطا", "اعتقلت", "COERCE"),
    ("حاصرت القوات البلدة", "حاصرت", "COERCE"),
    ("فرضت عقوبات على الشركة", "عقوبات", "SANCTION"),
    ("أفرجوا عن أسرى", "أفرجوا", "RETREAT"),
]


@pytest.mark.parametrize(("text", "word", "kind"), HITS)
def test_a_word_tells_of_an_event(text: str, word: str, kind: str) -> None:
    assert kind in types_at(text, word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("قالت وزارة الداخلية", "وزارة"),  # begins like "and he visited"
        ("وزارتا الدفاع والخارجية", "وزارتا"),
        ("وزاري مشترك", "وزاري"),
        ("وصل الرئيس إلى حد القطيعة", "وصل"),  # "went as far as"
        ("نقل عن مصدر مطلع", "نقل"),  # "quoted"
        ("نقلت الوكالة عن الوزير قوله", "نقلت"),
        ("سلم الرسالة إلى صديقه", "سلم"),  # handed over, but no office
        ("قتلة مأجورون", "مأجورون"),
        ("مراسل القناة في المدينة", "مراسل"),
        ("رسالة إلى الأمم المتحدة", "رسالة"),
    ],
)
def test_a_look_alike_tells_of_none(text: str, word: str) -> None:
    assert types_at(text, word) == set()


@pytest.mark.parametrize(
    ("text", "word", "form"),
    [
        ("أرسلت الحكومة مقاتلين", "أرسلت", "past"),
        ("ترسل الحكومة مقاتلين", "ترسل", "present"),
        ("سترسل الحكومة مقاتلين", "سترسل", "future"),
        ("إرسال مقاتلين", "إرسال", "masdar"),
    ],
)
def test_a_hit_knows_its_form(text: str, word: str, form: str) -> None:
    assert [hit.form for words, hit in hits_of(text) if words == word] == [form]


def test_the_longest_phrase_wins() -> None:
    words = [words for words, _ in hits_of("وقع الطرفان مذكرة تفاهم أمس")]
    assert "مذكرة تفاهم" in words
    assert "تفاهم" not in words


def test_a_past_verb_takes_no_preposition() -> None:
    # "لوصل" is no "to he arrived"
    assert types_at("سعى لوصل الشبكة بالمحطة", "لوصل") == set()


def test_hits_come_in_order_and_inside_their_sentence() -> None:
    text = "وصل الوفد إلى المدينة. ثم غادر الوفد المدينة. واندلعت اشتباكات بعد مغادرته."
    analysis = analyse(Document(id="t", text=text, language="ar"))
    hits = find_hits(analysis)
    assert len(hits) >= 3
    assert [hit.first for hit in hits] == sorted(hit.first for hit in hits)
    for hit in hits:
        sentence = analysis.sentences[hit.sentence]
        assert sentence.first <= hit.first < hit.last <= sentence.last


@pytest.mark.parametrize("text", ["", "طقس معتدل في المدينة", "12 34"])
def test_a_text_without_such_words_has_no_hits(text: str) -> None:
    assert hits_of(text) == ()


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("The army shelled the airport", "shelled", "ASSAULT"),
        ("Shelling hit the suburb", "Shelling", "ASSAULT"),
        ("Air strikes killed seven people", "strikes", "ASSAULT"),
        ("Fighters attacked the base", "attacked", "ASSAULT"),
        ("The minister visited the capital", "visited", "CONSULT"),
        ("A delegation arrived in the capital", "arrived", "CONSULT"),
        ("They signed a memorandum", "signed", "AGREE"),
        ("The ministry sent fighters to the front", "sent", "MOBILIZE"),
        ("Moscow deployed troops there", "deployed", "MOBILIZE"),
        ("Protesters demonstrated in the square", "demonstrated", "PROTEST"),
        ("Troops withdrew from the town", "withdrew", "RETREAT"),
        ("The council rejected the offer", "rejected", "REJECT"),
    ],
)
def test_an_english_word_tells_of_an_event(text: str, word: str, kind: str) -> None:
    assert kind in types_at(text, word, "en")


def test_a_verb_is_inflected_with_its_stem_first_and_no_form_twice() -> None:
    forms = inflected_forms("ar", "أرسل", "past")
    assert len(forms) == len(set(forms))
    assert {fold(form) for form in ("أرسل", "أرسلت", "أرسلوا", "أرسلها")} <= set(forms)


def test_verbs_of_acting_leave_out_verbs_of_movement() -> None:
    verbs = act_verbs("ar")
    assert {fold("اتهمت"), fold("أكدت"), fold("نفت")} <= verbs
    assert not {fold("وصلت"), fold("زارت"), fold("غادرت")} & verbs
