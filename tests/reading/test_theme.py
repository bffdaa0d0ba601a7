"""What a paragraph is about: football, films, cookery and markets borrow the words of war and tell none.

The sentences were written for these tests.
"""

import pytest

from tests.conftest import ReadsText

OFF = [
    ("football", "ar", "قصف المهاجم مرمى دمشق بتسديدة قوية، وسجل اللاعب هدفا في مباراة الدوري على ملعب حلب."),
    ("football", "ar", "وصل المنتخب إلى القاهرة استعدادا لمباراة كأس أفريقيا."),
    ("football", "ar", "هاجم المدرب حكم المباراة في القاهرة بعد خسارة فريقه أمام طرابلس"),
    ("cooking", "ar", "ضع اللحم والبصل في الطبق، ثم انقل العجينة من حلب إلى دمشق."),
    ("markets", "ar", "تراجع سعر برميل برنت في بورصة دبي وشن المستثمرون هجوما على القاهرة."),
    ("markets", "ar", "ينتقل البائعون من سوق حلب إلى سوق دمشق حيث هاجمت الأسعار جيوب الزبائن"),
    ("songs", "ar", "سافر المطرب من بيروت إلى القاهرة لإحياء حفل في المهرجان، وأطلق ألبومه الجديد"),
    ("football", "en", "The striker bombarded Benghazi's goal and scored twice in the league match."),
    ("football", "en", "Liverpool bombarded Manchester for an hour before the striker scored the winning goal."),
    ("songs", "en", "The band flew from Beirut to Cairo for a concert and the singer launched a new album."),
    (
        "a film on a war",
        "ar",
        (
            "افتتح مهرجان بيروت السينمائي بفيلم عن حصار حمص. ويروي الفيلم قصة مقاتل نقل من الغوطة إلى إدلب "
            "بعد قصف حيه، ومقتل شقيقه في معركة قرب دمشق."
        ),
    ),
    (
        "a film on a war",
        "en",
        (
            "A war movie shot in Jordan won the prize of the Cairo film festival. It tells of a Syrian fighter sent "
            "to Libya who walks from Benghazi to Tunis after shells hit his camp."
        ),
    ),
    ("a film by its title", "ar", "ومن الأفلام «الخندق» الذي يروي قصة جنود قصفت مواقعهم في درنة."),
    ("a film by its title", "en", 'The soldiers\' drama "Trench" depicts an army unit shelled in Derna.'),
    ("markets", "en", "Shares rallied from London to New York and traders launched an assault on Tokyo's index."),
]


@pytest.mark.parametrize(("language", "text"), [case[1:] for case in OFF], ids=[case[0] for case in OFF])
def test_a_paragraph_of_another_theme_tells_no_war(read_text: ReadsText, language: str, text: str) -> None:
    result = read_text(text, language=language)
    assert (result.told, result.ends) == ([], [])


STRAY = [
    ("ar", "قصفت قوات حفتر ملعب كرة في طرابلس وقتلت خمسة مدنيين.", "Tripoli"),
    ("ar", "قصفت مدفعية قوات حفتر سوقا في ترهونة", "Tarhuna"),
    ("ar", "قصفت مدفعية قوات حفتر ملعب كرة القدم في ترهونة", "Tarhuna"),
    ("ar", "هاجم مسلحون مطعما في بنغازي وقتلوا ثلاثة جنود", "Benghazi"),
    ("ar", "قتل ثلاثة جنود في هجوم على فندق في طرابلس", "Tripoli"),
    ("ar", "قصفت طائرات حربية جامعة في صنعاء", "Sanaa"),
    ("en", "Shelling hit a football stadium in Tripoli and killed five civilians.", "Tripoli"),
    ("en", "Jets shelled a market in Tarhuna and killed ten.", "Tarhuna"),
    ("en", "Gunmen attacked a restaurant in Benghazi and killed three soldiers.", "Benghazi"),
    ("en", "Gunmen attacked a concert in Benghazi.", "Benghazi"),
    ("ar", "ويصور الفيديو الذي نشرته «الجزيرة» قصف مدفعية حفتر لأحياء في درنة", "Derna"),
    ("ar", "قصفت طائرات حربية دار سينما في حلب وقتلت ثمانية مدنيين", "Aleppo"),
    ("en", "Militants stormed a film festival in Sirte and killed nine soldiers.", "Sirte"),
]


@pytest.mark.parametrize(("language", "text", "place"), STRAY)
def test_a_stray_word_of_another_theme_loses_no_report_of_war(
    read_text: ReadsText, language: str, text: str, place: str
) -> None:
    assert ("ASSAULT", (place,)) in read_text(text, language=language).told


def test_rain_loses_no_movement(read_text: ReadsText) -> None:
    assert read_text("نقلت طائرات مقاتلين من دمشق إلى بنغازي رغم الأمطار").ends == [("Damascus", "Benghazi")]


PARAGRAPHS = [
    (
        "ar",
        (
            "قصفت قوات حفتر ترهونة بالمدفعية وقتلت خمسة جنود. وقصفت طائرات مسيرة سرت.\n\n"
            "وسجل المهاجم هدفا في مرمى بنغازي في مباراة الدوري وقصف اللاعب مرمى طرابلس."
        ),
    ),
    (
        "en",
        (
            "The LNA shelled Tarhuna with artillery, killing five soldiers. Drones shelled Sirte.\n\n"
            "The striker bombarded Benghazi's goal and scored in the league match for the club."
        ),
    ),
]


@pytest.mark.parametrize(("language", "text"), PARAGRAPHS)
def test_each_paragraph_is_judged_by_itself(read_text: ReadsText, language: str, text: str) -> None:
    told = read_text(text, language=language).told
    assert told == [("ASSAULT", ("Tarhuna",)), ("ASSAULT", ("Sirte",))]


def test_a_market_may_be_bombed(read_text: ReadsText) -> None:
    told = read_text("قصفت طائرات سوق الخضار في ترهونة وقتلت عشرة مدنيين").told
    assert ("ASSAULT", ("Tarhuna",)) in told
