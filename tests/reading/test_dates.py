"""What a found date carries, what bounds it, and what the data files of languages must hold."""

from datetime import date
from itertools import pairwise
from random import Random

import pytest

from geo.errors import LanguageError
from geo.language import available, load
from geo.model import Document
from geo.reading.dates import FoundDate, find_dates
from geo.reading.dates import lexicon as lexicon_module
from geo.reading.dates.lexer import scan
from geo.reading.dates.lexicon import GAPS, lexicon, number_values
from geo.reading.dates.periods import about, hijri_interval, month_interval, part_of, period, season_interval, shift
from geo.reading.dates.reader import READERS
from geo.reading.text.analysis import Analysis, analyse

THURSDAY = date(2020, 3, 12)


def read(text: str, *, published: date | None = THURSDAY, language: str = "en") -> tuple[FoundDate, ...]:
    return find_dates(analyse(Document(id="x", text=text, language=language, published=published)))


def test_since_keeps_what_is_named_apart_from_the_time_until_publication() -> None:
    (found,) = read("The embassy has been closed since 2012.")
    assert (found.relation, found.span.date_from, found.span.date_to) == ("since", date(2012, 1, 1), THURSDAY)
    assert (found.named.date_from, found.named.date_to) == (date(2012, 1, 1), date(2012, 12, 31))


def test_a_date_more_than_a_year_before_publication_is_history() -> None:
    assert [found.history for found in read("in 2012, in May 2019")] == [True, False]


def test_basis_says_what_a_date_counts_from() -> None:
    assert [found.basis for found in read("on 1 March 2020, the next day, and yesterday")] == [
        "text",
        "previous",
        "published",
    ]


def test_precision_is_that_of_ucdp() -> None:
    assert [found.span.precision for found in read("on 1 March; in February; last year; since 2012")] == [1, 4, 5, None]


def test_a_month_named_as_two_is_flagged() -> None:
    (found,) = read("في الـ3 من شهر مارس/شباط الحالي", language="ar")
    assert found.span.date_from == date(2020, 3, 3)
    assert found.span.note == "named as both March and February; read as March"


def test_a_month_named_as_two_is_read_by_the_date_before_it_in_the_text() -> None:
    found = read("وصل في 20 يناير 2019 ثم غادر في 2 مارس/شباط 2019", language="ar")
    assert found[-1].span.date_from == date(2019, 2, 2)


def test_a_weekday_that_does_not_fit_is_flagged() -> None:
    assert read("on Monday, 1 March 2020")[0].span.note == "weekday does not fit the date"
    assert read("on Sunday, 1 March 2020")[0].span.note == ""


def test_a_weekday_chooses_the_year_that_it_fits() -> None:
    (found,) = read("on Saturday, April 4")
    assert found.span.date_from == date(2020, 4, 4)


def test_a_year_left_out_follows_a_dated_past_just_before_it() -> None:
    found = read("He attacked on 4 April 2018. In June he lost Gharyan.")
    assert found[-1].span.date_from == date(2018, 6, 1)
    assert read("He attacked on 4 April 2018.\nIn June he lost Gharyan.")[-1].span.date_from == date(2019, 6, 1)


def test_a_date_too_far_before_is_not_counted_from() -> None:
    far = "They met on 1 March. " + "Nothing else was said. " * 6 + "Two days later they left."
    assert [found.anchored for found in read(far)] == [True, False]


def test_a_long_period_before_is_not_counted_from_in_days() -> None:
    assert [found.anchored for found in read("They met in 2019. Two days later they left.")] == [True, False]


def test_the_sentence_of_a_date_is_its_own() -> None:
    assert [found.sentence for found in read("He left on 1 March. Nobody knew. He returned on 3 March.")] == [0, 2]


def test_a_language_without_date_words_and_an_empty_text_have_no_dates() -> None:
    document = Document(id="x", text="", language="en")
    assert find_dates(analyse(document)) == ()


@pytest.mark.parametrize("language", available())
def test_shapes_of_a_language_name_readers_that_exist_and_words_that_exist(language: str) -> None:
    words = lexicon(language)
    if words is None:
        pytest.skip("this language reads no dates")
    assert {shape.means for shape in words.shapes} <= {*READERS, "nothing"}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_word_of_a_language_is_used_by_a_shape(language: str) -> None:
    table = load(language).table("dates")
    forms = " ".join([*(shape["form"] for shape in table["shape"]), *table["fragments"].values()])
    named = {name for _, name in lexicon_module._NAME.findall(forms)}
    used = {member for name in named for member in table["classes"].get(name, [name])}
    assert {*table["words"], *table.get("spelled", {})} - used <= {"NOTHING"}


def test_a_shape_with_an_unknown_category_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Faulty:
        def table(self, name: str) -> dict[str, object]:
            return {
                "settings": {"anchors": ["MONTH"]},
                "words": {"MONTH": {"1": ["January"]}},
                "shape": [{"means": "date", "form": "month:MONTH YAER"}],
            }

    monkeypatch.setattr(lexicon_module, "load", lambda _: Faulty())
    with pytest.raises(LanguageError, match="'YAER', which no word is"):
        lexicon_module.lexicon.__wrapped__("xx")


def test_a_shape_with_an_unknown_fragment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Faulty:
        def table(self, name: str) -> dict[str, object]:
            return {
                "settings": {"anchors": ["MONTH"]},
                "words": {"MONTH": {"1": ["January"]}},
                "shape": [{"means": "date", "form": "{month}"}],
            }

    monkeypatch.setattr(lexicon_module, "load", lambda _: Faulty())
    with pytest.raises(LanguageError, match="no fragment 'month'"):
        lexicon_module.lexicon.__wrapped__("xx")


def test_a_prefix_counts_as_its_category_and_is_left_out_of_the_words() -> None:
    (found,) = read("وبنوفمبر الماضي وصل", language="ar")
    assert found.span.text == "نوفمبر الماضي"


def test_august_is_told_from_father_by_its_spelling() -> None:
    assert len(read("في آب", language="ar")) == 1
    assert read("في أب", language="ar") == ()


def test_numbers_have_the_categories_that_their_size_allows() -> None:
    assert set(number_values("31")) == {"NUMBER", "DAY"}
    assert set(number_values("2020")) == {"NUMBER", "YEAR"}
    assert set(number_values("1441")) == {"NUMBER", "HYEAR"}
    assert number_values("3,2020") == {"DAYYEAR": (3, 2020)}
    assert number_values("2,000") == {}
    assert number_values("0912345678") == {}


def test_a_string_without_shapes_gives_no_matches() -> None:
    assert scan("en", "") == ()


def _vocabulary(language: str) -> list[str]:
    table = load(language).table("dates")
    lists = [content for part in ("words", "spelled") for content in table.get(part, {}).values()]
    groups = [group for content in lists for group in (content.values() if isinstance(content, dict) else [content])]
    return [word for group in groups for word in group]


def _babble(language: str, seed: int) -> str:
    """A text of date words, numbers and punctuation in any order."""
    random, vocabulary = Random(seed), _vocabulary(language)
    numbers = [str(number) for number in (0, 3, 12, 29, 31, 48, 99, 1441, 1999, 2016, 2020, 2100, 99999)]
    pieces = [random.choice(numbers if random.random() < 0.3 else vocabulary) for _ in range(12)]
    return "".join(piece + random.choice([" ", " ", " ", "/", "-", ", ", " (", ") ", ". "]) for piece in pieces)


def _check(analysis: Analysis, published: date | None) -> None:
    text, found = analysis.document.text, find_dates(analysis)
    for one in found:
        sentence = analysis.sentences[one.sentence]
        assert sentence.start <= one.start < one.end <= sentence.end
        assert text[one.start : one.end] == one.span.text == one.named.text
        for span in (one.span, one.named):
            assert not (span.date_from and span.date_to) or span.date_from <= span.date_to
        assert one.anchored == bool(one.span.date_from or one.span.date_to)
        if published and one.span.date_to and not one.future:
            assert one.span.date_to <= published
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_any_order_of_date_words_gives_dates_in_order_that_never_end_after_publication(language: str) -> None:
    for seed in range(300):
        published = Random(seed).choice([None, THURSDAY, date(2024, 2, 29), date(2019, 12, 31)])
        text = _babble(language, seed)
        _check(analyse(Document(id="x", text=text, language=language, published=published)), published)


def test_shifts_keep_to_the_calendar() -> None:
    assert shift(date(2020, 3, 31), "month", -1) == date(2020, 2, 29)
    assert shift(date(2020, 2, 29), "year", -1) == date(2019, 2, 28)
    assert shift(date(2020, 3, 12), "hour", -25) == date(2020, 3, 10)
    assert shift(date(2020, 3, 12), "week", 1) == date(2020, 3, 19)


def test_weeks_begin_on_the_weekday_of_the_language() -> None:
    assert period("week", THURSDAY, 5) == (date(2020, 3, 7), date(2020, 3, 13))
    assert period("week", THURSDAY, 0) == (date(2020, 3, 9), date(2020, 3, 15))


def test_parts_that_a_unit_does_not_have_are_none() -> None:
    assert part_of(month_interval(2020, 2), "month", "quarter1") is None
    assert part_of((THURSDAY, THURSDAY), "day", "mid") is None


def test_counting_is_as_exact_as_its_unit() -> None:
    today = (THURSDAY, THURSDAY)
    assert about(today, "day", -3) == (date(2020, 3, 9), date(2020, 3, 9))
    assert about(today, "week", -1, closely=True) == (date(2020, 3, 4), date(2020, 3, 6))
    assert about(today, "year", -1, half=True) == (date(2018, 6, 13), date(2018, 12, 12))


def test_a_winter_begins_in_its_year() -> None:
    assert season_interval(2019, "winter") == (date(2019, 12, 1), date(2020, 2, 29))


def test_hijri_dates_outside_the_tables_are_none() -> None:
    assert hijri_interval(1441, 7, 30) is None
    assert hijri_interval(1300, 7, 1) is None


def test_gaps_are_categories_of_their_own() -> None:
    words = lexicon("en")
    assert words
    assert all(words.character({gap: 1}) for gap in GAPS)
