"""Mentions: the exact span of every name of a place, and nothing that is none.

The sentences were written for these tests.
"""

import itertools
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.model import Document
from geo.reading.gazetteer.index import Index
from geo.reading.mentions import find_mentions
from geo.reading.text.analysis import analyse
from tests.conftest import ReadsText

WHOLE = [
    *("بيروت", "بانياس", "ليبيا", "لبنان", "واشنطن", "كوباني", "فاس", "بنغازي", "لندن"),
    *("وهران", "ورقلة", "كركوك", "بعلبك", "فزان", "بغداد", "كسلا", "فلسطين", "لحج"),
    *("بورتسودان", "كييف", "باريس", "بوسليم", "البريقة", "الكفرة", "وادي الشاطئ"),
]


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("frame", ["قضى المراسل ليلته في {} ثم عاد", "جاء المراسل إلى {} أمس"])
def test_a_name_that_begins_like_a_particle_keeps_its_first_letter(read_text: ReadsText, name: str, frame: str) -> None:
    assert read_text(frame.format(name)).names == [name]


CLITICS = [
    ("انقطعت الكهرباء في حمص وبدمشق منذ الصباح", ["حمص", "دمشق"]),
    ("غادر المبعوث عمان فلبنان ثم تركيا", ["عمان", "لبنان", "تركيا"]),
    ("نقل الجرحى من زحلة وصيدا ولبنان كله", ["زحلة", "صيدا", "لبنان"]),
    ("حطت الطائرة بالقاهرة بعد منتصف الليل", ["القاهرة"]),
    ("عاد الوزير للقاهرة بعد الاجتماع", ["لقاهرة"]),
    ("توجه وفد آخر وللخرطوم أيضا", ["لخرطوم"]),
    ("سلك القطار طريقا للإسكندرية", ["لإسكندرية"]),
    ("تضررت مدن كحلب وحماة من الزلزال", ["حلب", "حماة"]),
    ("وصلت القافلة لدرعا ظهرا", ["درعا"]),
    ("عقد الاجتماع ببنغازي وبطرابلس", ["بنغازي", "طرابلس"]),
    ("دارت المعارك بسرت فالجفرة", ["سرت", "الجفرة"]),
    ("مر الموكب ببيروت ولم يتوقف", ["بيروت"]),
    ("عاش طفولته بليبيا وشبابه بلبنان", ["ليبيا", "لبنان"]),
    ("انتقل للاذقية مع أسرته", ["لاذقية"]),
]


@pytest.mark.parametrize(("text", "names"), CLITICS)
def test_attached_particles_are_left_out_of_the_span(read_text: ReadsText, text: str, names: list[str]) -> None:
    assert read_text(text).names == names


CLASS_WORDS = [
    ("سقطت قذيفة على مدينة مصراتة فجرا", ["مصراتة"]),
    ("تجدد القصف على محافظة إدلب", ["إدلب"]),
    ("أغلقت السلطات معبر نصيب الحدودي", ["نصيب"]),
    ("هبطت مروحية في قاعدة حميميم", ["حميميم"]),
    ("هبطت مروحية في قاعدة حميميم الجوية", ["حميميم"]),
    ("استؤنفت الملاحة في مطار معيتيقة الدولي", ["معيتيقة"]),
    ("تقدمت القوات في محور الطويشة", ["الطويشة"]),
    ("احترقت خيام في مخيم اليرموك", ["اليرموك"]),
    ("فاض نهر الفرات على الحقول", ["الفرات"]),
    ("غرق مركب في البحر المتوسط", ["البحر المتوسط"]),
    ("تساقطت الثلوج على جبل الزاوية", ["جبل الزاوية"]),
    ("هجر سكان قرية الغارية بيوتهم", ["الغارية"]),
    ("توقف الضخ من حقل الشرارة", ["الشرارة"]),
    ("احتشد أهالي بلدة نوى في الساحة", ["نوى"]),
]


@pytest.mark.parametrize(("text", "names"), CLASS_WORDS)
def test_class_words_are_left_out_unless_the_rest_names_another_thing(
    read_text: ReadsText, text: str, names: list[str]
) -> None:
    assert read_text(text).names == names


SEVERAL_WORDS = [
    ("زار المحقق دير الزور والبوكمال", ["دير الزور", "البوكمال"]),
    ("أمطار على خان شيخون ومعرة النعمان", ["خان شيخون", "معرة النعمان"]),
    ("بقي التوتر في الشرق الأوسط على حاله", ["الشرق الأوسط"]),
    ("يهدد الجفاف شمال إفريقيا بأسرها", ["شمال إفريقيا"]),
    ("عاد من الولايات المتحدة قبل عام", ["الولايات المتحدة"]),
    ("اجتمعوا في شرم الشيخ", ["شرم الشيخ"]),
    ("أضرب عمال رأس لانوف والسدرة", ["رأس لانوف", "السدرة"]),
    ("انتشرت الشرطة في تل أبيض ورأس العين", ["تل أبيض", "رأس العين"]),
    ("طردوا من الغوطة الشرقية", ["الغوطة الشرقية"]),
    ("هجر الفلاحون غوطة دمشق", ["غوطة", "دمشق"]),  # two names: the Ghouta, of Damascus
    ("قضى طفولته في الغوطة بضاحية دمشق", ["الغوطة", "دمشق"]),
]


@pytest.mark.parametrize(("text", "names"), SEVERAL_WORDS)
def test_a_name_of_several_words_is_one_span_and_two_names_are_two(
    read_text: ReadsText, text: str, names: list[str]
) -> None:
    assert read_text(text).names == names


SPELLINGS = [
    ("اشتباكات في السُّويداء أمس", ["السُّويداء"]),
    ("اشتباكات في ادلب أمس", ["ادلب"]),
    ("وصلت المعونة إلى بنــغازي أمس", ["بنــغازي"]),
    ("عاجل #دير_الزور قصف على الأطراف", ["دير_الزور"]),
    ("صور من #إدلب و#حلب", ["إدلب", "حلب"]),
    ("#بنغازي الآن", ["بنغازي"]),
    ("قصف على «درنة» مساء", ["درنة"]),
    ('دخلوا إلى "سرت" مساء', ["سرت"]),
    ("شنت طائرات غارات جوية على سرت", ["سرت"]),
    ("الطريق (حلب - دمشق) مغلق", ["حلب", "دمشق"]),
    ("وصلوا إلى حلب، ثم حماة؛ ثم حمص.", ["حلب", "حماة", "حمص"]),
]


@pytest.mark.parametrize(("text", "names"), SPELLINGS)
def test_spelling_marks_punctuation_and_hashtags_do_not_hide_a_name(
    read_text: ReadsText, text: str, names: list[str]
) -> None:
    assert read_text(text).names == names


MORE = [
    ("انتشرت الشرطة في یبرود", ["یبرود"]),
    ("عاجل من #القصير قرب حمص", ["القصير", "حمص"]),
    ("فتحت مدارس ريف دمشق أبوابها", ["دمشق"]),
    ("تضررت قرى ريف حلب", ["حلب"]),
    ("غرق قارب في خليج سرت", ["خليج سرت"]),
    ("عبرت السفينة قناة السويس", ["قناة السويس"]),
    ("توتر في مضيق هرمز", ["مضيق هرمز"]),
    ("فاض نهر النيل في الخرطوم", ["النيل", "الخرطوم"]),
    ("هاجموا قرية على بحيرة تشاد", ["بحيرة تشاد"]),
    ("دولة جنوب السودان غنية بالنفط", ["جنوب السودان"]),
    ("نزح الآلاف من غرب دارفور", ["غرب دارفور"]),
    ("معارك في شمال كردفان", ["شمال كردفان"]),
    ("فازت جنوب إفريقيا بالمقعد", ["جنوب إفريقيا"]),
    ("هددت كوريا الشمالية جارتها", ["كوريا الشمالية"]),
    ("قصف على قطاع غزة والضفة الغربية", ["قطاع غزة", "الضفة الغربية"]),
    ("معمر القذافي حكم ليبيا", ["ليبيا"]),
    ("أبو ظبي والدوحة والمنامة عواصم", ["أبو ظبي", "الدوحة", "المنامة"]),
    ("توصلت طهران والرياض إلى اتفاق في بكين", ["طهران", "الرياض", "بكين"]),
    ("هبطت في مطار بن غوريون قرب تل أبيب", ["بن غوريون", "تل أبيب"]),
    ("معبر رفح مغلق", ["رفح"]),
    ("معبر باب الهوى مغلق", ["باب الهوى"]),
    ("سجن صيدنايا فارغ", ["صيدنايا"]),
    ("سد الموصل بحاجة إلى صيانة", ["الموصل"]),
    ("حي بابا عمرو في حمص", ["بابا عمرو", "حمص"]),
    ("حي الميدان في دمشق", ["الميدان", "دمشق"]),
    ("مخيم عين الحلوة في لبنان", ["عين الحلوة", "لبنان"]),
    ("مدينتي الرقة ودير الزور", ["الرقة", "دير الزور"]),
    ("بين مدينتي زوارة وزلطن", ["زوارة", "زلطن"]),
    ("محافظتا السويداء ودرعا", ["السويداء", "درعا"]),
    ("قضاء سنجار غرب الموصل", ["سنجار", "الموصل"]),
    ("ولاية الخرطوم", ["الخرطوم"]),
    ("إقليم كردستان العراق", ["كردستان العراق"]),
    ("إقليم دونباس شرق أوكرانيا", ["دونباس", "أوكرانيا"]),
    ("جزيرة قبرص", ["قبرص"]),
    ("البحر الأحمر وخليج عدن", ["البحر الأحمر", "خليج عدن"]),
    ("وادي بردى بريف دمشق", ["وادي بردى", "دمشق"]),
    ("خان العسل غرب حلب", ["خان العسل", "حلب"]),
    ("طريق دمشق - بيروت", ["دمشق", "بيروت"]),
    ("خط حلب/دمشق", ["حلب", "دمشق"]),
    ("وصلوا بيروت", ["بيروت"]),
    ("فبيروت ليست بخير", ["بيروت"]),
    ("وفاس مدينة مغربية", ["فاس"]),
    ("وواشنطن ترفض", ["واشنطن"]),
    ("ولواشنطن رأي", ["واشنطن"]),
    ("بوادي الشاطئ", ["وادي الشاطئ"]),
    ("لليبيا تاريخ طويل", ["ليبيا"]),
    ("للبنان أصدقاء", ["لبنان"]),
    ("كليبيا ولبنان", ["ليبيا", "لبنان"]),
    ("وببانياس", ["بانياس"]),
]


@pytest.mark.parametrize(("text", "names"), MORE)
def test_names_of_many_countries_and_kinds(read_text: ReadsText, text: str, names: list[str]) -> None:
    assert read_text(text).names == names


NO_PLACE = [
    ("the white one", "رفع المتظاهرون الرايات البيضاء في الساحة"),
    ("a coat", "ارتدى الأطباء معاطفهم البيضاء احتجاجا"),
    ("accusative adjective", "أوفدت الوزارة وفدا سوريا للتفاوض"),
    ("accusative adjective", "كان موقفا تركيًا صارما"),
    ("accusative adjective", "استدعت الوزارة دبلوماسيا ليبيا للتشاور"),
    ("demonyms", "قال مسؤول ليبي إن الجيش السوري والشرطة التركية نسقا"),
    ("demonym as region", "تتصارع الفصائل في الشرق الليبي"),
    ("a person", "التقى خليفة حفتر ضباطه"),
    ("a person", "قال بشار الأسد إن الحرب طويلة"),
    ("a person", "ترأس فائز السراج الجلسة"),
    ("a person", "أعلن عباس كامل نتائج الجولة"),
    ("a person", "ألقى الملازم حسين الطرابلسي كلمة"),
    ("a person", "وقع الطبيب سالم المصراتي التقرير"),
    ("a title", "استقبل الرئيس حسن ضيوفه"),
    ("months", "بدأ العمل في آذار وانتهى في أيلول"),
    ("months", "منذ نيسان الماضي لم يتغير شيء"),
    ("double month", "في مطلع مارس/آذار المقبل"),
    ("weekday", "يجتمع المجلس صباح الأحد أو الخميس"),
    ("a corner", "وضع المصباح في الزاوية اليمنى تحت النور"),
    ("everyday words", "طرق الجيران الباب ثم فتحوا الشباك"),
    ("a year", "أقام الطبيب سنة عند أهله ثم سافر"),
    ("everyday words", "انتهى دور المحكمة بعد بيان قصير"),
    ("ministry, not a visit", "قالت وزارة الداخلية إنها تحقق"),
    ("other names", "قال سمير الحلبي إن الوضع صعب"),
    ("other names", "كتب عمر الدمشقي مقالا"),
    ("other names", "لاعب النصر السعودي سجل"),
    ("other names", "شركة النور للمقاولات أفلست"),
    ("other names", "الوحدة الوطنية خيارنا"),
    ("other names", "قرأت كتابا عن السلام والحرية"),
    ("other names", "في عيد الفطر زرنا الأهل"),
    ("other names", "يعمل في مصرف الجمهورية"),
    ("other names", "درس في كلية السلام"),
    ("other names", "ترأس الشيخ صالح الوفد"),
    ("other names", "عبد القادر الجزائري بطل"),
    ("other names", "أسامة الجويلي قائد"),
    ("other names", "حسن نصر الله تحدث"),
    ("other names", "جورج واشنطن رئيس سابق"),
    ("other names", "الاتحاد الأوروبي"),
    ("other names", "جامعة الدول العربية"),
    ("other names", "مجلس التعاون الخليجي"),
    ("other names", "الأمم المتحدة"),
    ("sentence of function words", "ومن ثم قد كان ما كان بعد أن قال"),
]


@pytest.mark.parametrize("text", [case[1] for case in NO_PLACE], ids=[case[0] for case in NO_PLACE])
def test_what_is_no_place_here(read_text: ReadsText, text: str) -> None:
    assert read_text(text).names == []


BOTH_SIDES = [
    ("وصلت شاحنات إلى مدينة البيضاء شرقي ليبيا", ["البيضاء", "ليبيا"]),
    ("اجتمع البرلمان في مدينة البيضاء", ["البيضاء"]),
    ("أعلنت مصفاة الزاوية توقف العمل في ليبيا", ["الزاوية", "ليبيا"]),
    ("دخلت القوات مدينة الباب في ريف حلب", ["الباب", "حلب"]),
]


@pytest.mark.parametrize(("text", "names"), BOTH_SIDES)
def test_an_everyday_word_is_a_place_where_the_text_says_so(read_text: ReadsText, text: str, names: list[str]) -> None:
    assert read_text(text).names == names


DIRECTIONS = [
    ("اندلعت حرائق في شرق ليبيا", "ليبيا", "east"),
    ("تحشد الفصائل شمال غرب سوريا", "سوريا", "north-west"),
    ("سقطت قذائف جنوبي العاصمة طرابلس في ليبيا", "طرابلس", "south"),
    ("انفجرت عبوة شمالي حلب", "حلب", "north"),
    ("عواصف في جنوب شرقي تركيا", "تركيا", "south-east"),
    ("انقطع الماء غرب مدينة سرت", "سرت", "west"),
    ("تجددت المعارك وسط السودان", "السودان", "centre"),
]


@pytest.mark.parametrize(("text", "name", "direction"), DIRECTIONS)
def test_a_direction_is_the_modifier_and_no_part_of_the_span(
    read_text: ReadsText, text: str, name: str, direction: str
) -> None:
    assert read_text(text).mention(name).modifier == direction


@pytest.mark.parametrize("text", ["وصل إلى ليبيا من الشرق", "هاجر إلى سوريا قبل الشمال", "توجه من الجنوب إلى حلب"])
def test_a_direction_said_of_something_else_modifies_nothing(read_text: ReadsText, text: str) -> None:
    assert [mention.modifier for mention in read_text(text).mentions] == [""]


ENGLISH = [
    ("Shells fell on As-Suwayda's market.", ["As-Suwayda"]),
    ("The road from Deir ez-Zor to al-Bab is closed.", ["Deir ez-Zor", "al-Bab"]),
    ("Drones hit Ḩamāh and Idlib on Monday.", ["Ḩamāh", "Idlib"]),
    ("Trucks left Tripoli, Libya, at dawn.", ["Tripoli", "Libya"]),
    ("Protests spread in Kyiv, Kharkiv and Odesa.", ["Kyiv", "Kharkiv", "Odesa"]),
    ("Fighting resumed in north-west Syria.", ["Syria"]),
    ("Libyan officers met Syrian and Turkish officials.", []),
    ("George Washington and Michael Jackson never met.", []),
    ("Paris Hilton opened the show.", []),
    ("Most of the men were nice and kept reading at the bar.", []),
    ("He may leave in March or in May.", []),
    ("Lebanon's army denied it.", ["Lebanon"]),
    ("A Tripoli-based militia attacked.", ["Tripoli"]),
    ("They ate turkey and drank china tea.", []),
    ("Jordan Peterson spoke.", []),
    ("Virginia Woolf wrote it.", []),
    ("Georgia Brown sang.", []),
    ("The Syrian city of Homs was calm.", ["Homs"]),
    ("North Korea and South Sudan abstained.", ["North Korea", "South Sudan"]),
    ("Troops entered the West Bank.", ["West Bank"]),
    ("Clashes in Northern Ireland.", ["Northern Ireland"]),
    ("Rebels left Eastern Ghouta.", ["Eastern Ghouta"]),
    ("Talks on Western Sahara resumed.", ["Western Sahara"]),
    ("He was born in Niger, not Nigeria.", ["Niger", "Nigeria"]),
    ("The Suez Canal was blocked.", ["Suez Canal"]),
    ("Ships in the Red Sea and the Gulf of Aden were hit.", ["Red Sea", "Gulf of Aden"]),
    ("Khalifa Haftar met Aguila Saleh.", []),
    ("The United Nations and the European Union agreed.", []),
    ("The New York Times reported it.", []),
    ("He plays for Manchester United.", []),
    ("Oxford University opened a centre.", []),
    ("Fighting near Bab al-Hawa crossing.", ["Bab al-Hawa"]),
    ("Shelling of the Zaporizhzhia nuclear plant.", ["Zaporizhzhia"]),
    ("Al-Fashir in North Darfur fell.", ["Al-Fashir", "North Darfur"]),
    ("El Fasher fell.", ["El Fasher"]),
    ("Ma'rib and Ta'izz were calm.", ["Ma'rib", "Ta'izz"]),
    ("Sana'a airport reopened.", ["Sana'a"]),
    ("Hodeidah port was hit.", ["Hodeidah"]),
    ("He flew Beirut-Damascus.", ["Beirut", "Damascus"]),
    ("The Kurdish-held town of Kobani was hit.", ["Kobani"]),
    ("In Mosul, Iraq, schools opened.", ["Mosul", "Iraq"]),
    ("Mr. Washington left.", []),
    ("President Lincoln spoke.", []),
    ("Gen. Paris resigned.", []),
    ("The Berlin Wall fell.", []),
    ("Washington said it would wait.", ["Washington"]),
    ("Cairo, Abu Dhabi and Riyadh back him.", ["Cairo", "Abu Dhabi", "Riyadh"]),
    ("US officials declined to comment.", []),
]


@pytest.mark.parametrize(("text", "names"), ENGLISH)
def test_english_names(read_text: ReadsText, text: str, names: list[str]) -> None:
    assert read_text(text, language="en").names == names


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Fighting resumed in north-west Syria.", "north-west"),
        ("Fighting resumed in northwestern Syria.", "north-west"),
        ("Militias hold eastern Syria.", "east"),
        ("Rain fell in Syria.", ""),
    ],
)
def test_english_directions(read_text: ReadsText, text: str, direction: str) -> None:
    assert read_text(text, language="en").mention("Syria").modifier == direction


def test_a_text_that_mixes_both_scripts_is_read_in_both(read_text: ReadsText) -> None:
    assert read_text("رحلة من دمشق (Damascus) إلى Benghazi أمس").names == ["دمشق", "Damascus", "Benghazi"]


@pytest.mark.parametrize("text", ["", "   ", "12 34 ...", "\u200f\u200b"])
def test_a_text_without_names_has_no_mentions(read_text: ReadsText, text: str) -> None:
    assert read_text(text).mentions == ()


WORDS = [
    *(*WHOLE, "في", "من", "إلى", "وبدمشق", "للقاهرة", "مدينة", "شرق", "#حلب", "الـ3", "مارس/آذار", "قال", "البيضاء،"),
    *("طرابلس.", "Tripoli,", "As-Suwayda's", "السُّويداء", "\u200f", "«درنة»", "(Idlib)", "12", "\n"),
]


@given(st.lists(st.sampled_from(WORDS), max_size=15))
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_spans_are_exact_in_order_and_apart(read_text: ReadsText, words: list[str]) -> None:
    text = " ".join(words)
    mentions = read_text(text).mentions
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text != ""
        assert mention.text == mention.text.strip(" ,.،()«»#\n")
    for before, after in itertools.pairwise(mentions):
        assert before.end <= after.start


@given(st.text())
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_whatever_is_read(index: Index, text: str) -> None:
    analysis = analyse(Document(id="t", text=text, language="ar"))
    for found in find_mentions(analysis, index):
        assert 0 <= found.start < found.end <= len(text)


def test_the_same_text_gives_the_same_mentions_with_ids_of_their_own(read_text: ReadsText) -> None:
    text = "من دمشق إلى بنغازي ومن بنغازي إلى دمشق"
    once, again = read_text(text).mentions, read_text(text).mentions
    assert once == again
    assert max(Counter(mention.id for mention in once).values()) == 1


# --- Words in daily use that are also names ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("ارتدى الطبيب سترته البيضاء وخرج", "البيضاء"),
        ("ولم يزد الوزير على ذلك شيئا", "يزد"),
        ("جرفت سيول منقولة سيارات في وادي الدواسر", "سيول"),
        ("حذرت الأرصاد من سيول في عسير", "سيول"),
    ],
)
def test_a_word_is_no_city(read_text: ReadsText, text: str, word: str) -> None:
    assert word not in read_text(text).names


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("وصل الوفد الليبي إلى البيضاء أمس", "البيضاء"),
        ("أعلنت وزارة الدفاع الكورية الجنوبية في سيول نشر بطاريات", "سيول"),
        ("استقبل سفيري السعودية ومصر", "السعودية"),
    ],
)
def test_the_same_word_is_one_where_the_text_says_so(read_text: ReadsText, text: str, word: str) -> None:
    assert word in read_text(text).names


@pytest.mark.parametrize("text", ["انتشرت القوات السعودية في المدينة", "وصل الوفد السعودي"])
def test_an_adjective_of_a_country_is_no_country(read_text: ReadsText, text: str) -> None:
    assert read_text(text).names == []


def test_a_virus_is_no_country(read_text: ReadsText) -> None:
    text = "The ministry confirmed Sudan ebolavirus in Mubende in Uganda."
    assert read_text(text, language="en").names == ["Mubende", "Uganda"]
