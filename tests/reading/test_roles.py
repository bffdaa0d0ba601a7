"""Roles: the place itself, its government acting, or part of the name of something else.

The sentences were written for these tests.
"""

import pytest

from tests.conftest import ReadsText

METONYM = [
    ("أنقرة تناوئ الحكومة الجديدة منذ سنوات", "أنقرة"),
    ("سبق أن أكدت تركيا التزامها بالهدنة", "تركيا"),
    ("رفضت موسكو مشروع القرار", "موسكو"),
    ("وأعلنت باريس استدعاء سفيرها", "باريس"),
    ("تسعى القاهرة إلى جمع الطرفين", "القاهرة"),
    ("اتهمت دمشق خصومها بخرق الهدنة", "دمشق"),
    ("حصل الجنرال على دعم موسكو", "موسكو"),
    ("يحاول الوسيط إقناع أنقرة بالعرض", "أنقرة"),
    ("للرجل حظوة لدى الكرملين", "الكرملين"),
    ("انتقد البيت الأبيض الخطوة", "البيت الأبيض"),
    ("توسطت الدوحة بين واشنطن وطهران", "واشنطن"),
    ("توسطت الدوحة بين واشنطن وطهران", "طهران"),
    ("توترت العلاقات بين الرياض وطهران", "الرياض"),
    ("طلبت الحكومة ضمانات من واشنطن", "واشنطن"),
    ("بقي موقف الولايات المتحدة غامضا", "الولايات المتحدة"),
]


@pytest.mark.parametrize(("text", "name"), METONYM)
def test_a_bare_name_that_acts_stands_for_its_government(read_text: ReadsText, text: str, name: str) -> None:
    assert read_text(text).mention(name).role == "metonym"


def test_the_role_spreads_along_a_list(read_text: ReadsText) -> None:
    roles = read_text("أيدت فرنسا ومصر والإمارات المبادرة الجديدة").roles
    assert roles == {"فرنسا": "metonym", "مصر": "metonym", "الإمارات": "metonym"}


LITERAL = [
    ("هبطت الطائرة في أنقرة ظهرا", "أنقرة"),
    ("وصل الوفد إلى موسكو أمس", "موسكو"),
    ("قصفت المدفعية أطراف دمشق", "دمشق"),
    ("خرج المتظاهرون في شوارع القاهرة", "القاهرة"),
    ("عاد السفير من واشنطن مساء", "واشنطن"),
    ("شهدت العاصمة طرابلس هدوءا حذرا", "طرابلس"),
    ("تتدفق الأسلحة إلى ليبيا منذ أشهر", "ليبيا"),
    ("اندلعت حرائق شرق ليبيا", "ليبيا"),
    ("أعلنت بنغازي منطقة منكوبة", "بنغازي"),  # not a capital: a town cannot act as a government
    ("غادر تركيا نهائيا", "تركيا"),
]


@pytest.mark.parametrize(("text", "name"), LITERAL)
def test_a_place_where_things_happen_is_literal(read_text: ReadsText, text: str, name: str) -> None:
    assert read_text(text).mention(name).role == "literal"


EMBEDDED = [
    ("outlet with a number", "نشرت شبكة السويداء 24 صورا للمكان", "السويداء"),
    ("outlet with a number", 'نقل موقع "سُويداء-24" عن ناشطين قولهم', "سُويداء"),
    ("outlet", "ذكرت إذاعة «صوت دمشق» أن الطريق مغلق", "دمشق"),
    ("newspaper", 'كتبت صحيفة "الشرق الأوسط" أن الاجتماع تأجل', "الشرق الأوسط"),
    ("its sources", 'وفق مصادر "الشرق الأوسط" تأجل الاجتماع', "الشرق الأوسط"),
    ("university", "حاضر الأستاذ في جامعة ورقلة", "ورقلة"),
    ("university", "تخرجت في جامعة حلب قبل الحرب", "حلب"),
    ("government", "ردت حكومة طرابلس على البيان", "طرابلس"),
    ("government, with a particle", "وقع الوزير اتفاقا مع حكومة بنغازي", "بنغازي"),
    ("embassy", "أعيد فتح سفارة ليبيا بعد سنوات", "ليبيا"),
    ("embassy of a state", "أحرقوا سفارة دولة قطر", "قطر"),
    ("agreement", "انبثقت الحكومة من اتفاق الصخيرات", "الصخيرات"),
    ("club", "فاز نادي الزمالك على فريق طرابلس", "طرابلس"),
    ("treaty", "نصت معاهدة لوزان على تبادل السكان", "لوزان"),
]


@pytest.mark.parametrize(("text", "name"), [case[1:] for case in EMBEDDED], ids=[case[0] for case in EMBEDDED])
def test_a_name_inside_the_name_of_something_else_is_embedded(read_text: ReadsText, text: str, name: str) -> None:
    result = read_text(text)
    assert name not in result.names
    assert all(role == "embedded" for text_, role in result.roles.items() if text_ == name)


NOT_EMBEDDED = [
    ("زار الوفد جامعة المدينة في حلب", "حلب"),
    ("اجتمعت الحكومة في طرابلس", "طرابلس"),
    ("تقع السفارة في دمشق", "دمشق"),
    ("قصفوا مبنى الجامعة بإدلب", "إدلب"),
    ("تظاهروا أمام السفارة في بيروت", "بيروت"),
    ("وقعت في الشرق الأوسط حروب كثيرة", "الشرق الأوسط"),
    ("قتل 24 مدنيا في السويداء", "السويداء"),
]


@pytest.mark.parametrize(("text", "name"), NOT_EMBEDDED)
def test_a_name_beside_an_institution_is_still_a_place(read_text: ReadsText, text: str, name: str) -> None:
    assert read_text(text).mention(name).role == "literal"


ENGLISH = [
    ("Moscow denied the report.", "Moscow", "metonym"),
    ("The village fell, Moscow's defence ministry claimed.", "Moscow", "metonym"),
    ("Shells fell in Moscow's northern suburbs.", "Moscow", "literal"),
    ("Talks between Ankara and Damascus stalled.", "Ankara", "metonym"),
    ("The Kremlin was silent.", "Kremlin", "metonym"),
    ("The envoy flew to Moscow.", "Moscow", "literal"),
    ("Crowds gathered in Damascus.", "Damascus", "literal"),
    ("She studied at the University of Aleppo.", "Aleppo", "embedded"),
    ("The Washington Post reported it.", "Washington", "embedded"),
    ("He works for the Bank of England.", "England", "embedded"),
]


@pytest.mark.parametrize(("text", "name", "role"), ENGLISH)
def test_english_roles(read_text: ReadsText, text: str, name: str, role: str) -> None:
    result = read_text(text, language="en")
    if role == "embedded":
        assert name not in result.names
    else:
        assert result.mention(name).role == role
