"""Movements: which places of a sentence something comes from and goes to, and sentences in which nothing moves.

The sentences were written for these tests.
"""

from collections.abc import Callable

import pytest

from geo.reading.movements import find_movements
from geo.reading.telling import Telling

Tells = Callable[..., Telling]
Ends = tuple[str | None, str | None]


def ends(telling: Telling) -> list[Ends]:
    """Names of origin and destination of each movement, in order of the text, each once."""
    found = (
        (one.origin.place.name if one.origin else None, one.destination.place.name if one.destination else None)
        for one in find_movements(telling)
    )
    return list(dict.fromkeys(found))


BOTH_ENDS = [
    ("from, to", "نقلت طائرات مقاتلين من دمشق إلى بنغازي", ("Damascus", "Benghazi")),
    ("from, to, with class words", "تحرك رتل عسكري من مدينة سرت إلى بلدة هراوة", ("Sirte", "Harawa")),
    ("from, towards", "تحركت تعزيزات من مصراتة باتجاه سرت", ("Misrata", "Sirte")),
    ("from, attached to", "نقل الجيش أسلحة من حلب لإدلب", ("Aleppo", "Idlib")),
    ("to, coming from", "وصلت طائرة شحن إلى بنغازي قادمة من دمشق", ("Damascus", "Benghazi")),
    ("to, from", "وصل إلى طرابلس مقاتلون من حلب", ("Aleppo", "Tripoli")),
    ("brought to, from", "جلبت الشركة إلى بنغازي مرتزقة من سوريا", ("Syria", "Benghazi")),
    ("between, flights", "تسير الشركة رحلات بين دمشق وبنغازي", ("Damascus", "Benghazi")),
    ("between, an air bridge", "أقيم جسر جوي بين موسكو ودمشق", ("Moscow", "Damascus")),
    ("left ... for", "غادر الوفد صنعاء إلى الرياض", ("Sanaa", "Riyadh")),
    ("withdrew from, to", "انسحبت القوات من سرت إلى الجفرة", ("Sirte", "Jufra")),
    ("fled from, to", "نزحت مئات العائلات من إدلب إلى عفرين", ("Idlib", "Afrin")),
    ("a ship", "أبحرت سفينة محملة بالأسلحة من اللاذقية إلى طبرق", ("Latakia", "Tobruk")),
    ("parts of countries", "انتقل مقاتلون من شمال سوريا إلى غرب ليبيا", ("northern Syria", "western Libya")),
]


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in BOTH_ENDS], ids=[c[0] for c in BOTH_ENDS])
def test_both_ends_are_found(tell: Tells, text: str, expected: Ends) -> None:
    found = ends(tell(text))
    assert len(found) == 1
    # Spellings of a place's English name are the gazetteer's affair: the first letters say which it is.
    assert [name[:4] for name in found[0] if name] == [name[:4] for name in expected if name]


RECRUITED = [
    ("تجند الشركة شبانا في الغوطة للقتال في ليبيا", ("Ghouta", "Libya")),
    ("يحاول ضباط تجنيد شبان من السويداء للقتال في ليبيا", ("As-Suwayda", "Libya")),
    ("استقطب وسطاء مقاتلين من درعا للقتال إلى جانب حلفائهم في ليبيا", ("Daraa", "Libya")),
]


@pytest.mark.parametrize(("text", "expected"), RECRUITED)
def test_recruits_go_from_where_they_are_found_to_where_they_are_to_fight(
    tell: Tells, text: str, expected: Ends
) -> None:
    assert ends(tell(text)) == [expected]


ONE_END = [
    ("visit", "زار الوزير بنغازي أمس", [(None, "Benghazi")]),
    ("arrive", "وصل وفد إلى دمشق أمس", [(None, "Damascus")]),
    ("masdar", "أعلن عن وصول وفد إلى دمشق", [(None, "Damascus")]),
    ("attached", "بعد زيارته لدمشق بيومين", [(None, "Damascus")]),
    ("sent", "أرسلت شحنة أسلحة إلى طبرق", [(None, "Tobruk")]),
    ("left", "غادر المقاتلون إدلب ليلا", [("Idlib", None)]),
]


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in ONE_END], ids=[c[0] for c in ONE_END])
def test_one_end_is_enough_beside_a_word_of_movement(tell: Tells, text: str, expected: list[Ends]) -> None:
    assert ends(tell(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "شملت جولة الوزير الخرطوم والرباط ونواكشوط",
        "جال الوزير على الخرطوم والرباط ونواكشوط",
        "زار الوزير الخرطوم والرباط ونواكشوط",
    ],
)
def test_a_tour_has_a_leg_for_each_stop(tell: Tells, text: str) -> None:
    assert ends(tell(text)) == [(None, "Khartoum"), (None, "Rabat"), (None, "Nouakchott")]


def test_two_pairs_in_a_sentence_are_two_movements(tell: Tells) -> None:
    text = "نقلت طائرات مقاتلين من دمشق إلى بنغازي وأسلحة من موسكو إلى طبرق"
    assert ends(tell(text)) == [("Damascus", "Benghazi"), ("Moscow", "Tobruk")]


STILL = [
    ("backed by", "هاجم مقاتلون مدعومون من تركيا بلدة في إدلب"),
    ("backed by, with article", "انتقدت الفصائل المدعومة من تركيا الاتفاق"),
    ("close to", "توقفت القافلة على مقربة من حلب"),
    ("more than", "تضرر أكثر من نصف إدلب"),
    ("part of", "انهار جزء من حلب القديمة"),
    ("requested from", "طلب الوزير مهلة من دمشق"),
    ("ties between", "توترت العلاقات بين دمشق وأنقرة"),
    ("war between", "امتدت الحرب بين روسيا وأوكرانيا"),
    ("a meeting at home", "عقد مجلس النواب جلسة في طبرق"),
    ("gunfire", "سمع إطلاق نار في سرت"),
    ("a ministry is no visit", "قالت وزارة الصحة في دمشق إن اللقاح متوفر"),
    ("time", "تمتد الخطة من آذار إلى أيلول في دمشق"),
    ("without a place", "قال الوزير إن الطريق طويل"),
    ("without a place", "من وإلى"),
    ("nothing", ""),
]


@pytest.mark.parametrize("text", [c[1] for c in STILL], ids=[c[0] for c in STILL])
def test_where_no_word_of_movement_governs_a_place_there_is_no_movement(tell: Tells, text: str) -> None:
    assert ends(tell(text)) == []


ENGLISH = [
    ("Planes flew fighters from Damascus to Benghazi.", ("Damascus", "Benghazi")),
    ("A cargo plane arrived in Benghazi from Damascus.", ("Damascus", "Benghazi")),
    ("The airline runs flights between Damascus and Benghazi.", ("Damascus", "Benghazi")),
    ("The ship left Odesa for Tripoli with arms on board.", ("Odesa", "Tripoli")),
    ("Officers recruit men in Daraa to fight in Libya.", ("Daraa", "Libya")),
    ("The minister visited Khartoum.", (None, "Khartoum")),
]


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_movements(tell: Tells, text: str, expected: Ends) -> None:
    assert ends(tell(text, language="en")) == [expected]


def test_a_movement_spans_its_own_sentence(tell: Tells) -> None:
    telling = tell("كان الجو صحوا. نقلت طائرات مقاتلين من دمشق إلى بنغازي. ثم هدأ كل شيء.")
    (movement,) = find_movements(telling)
    sentence = telling.analysis.sentences[1]
    assert movement.sentence == 1
    assert sentence.first <= movement.first <= movement.anchor < movement.last <= sentence.last
