"""Rows in words: every word in both languages, plural forms, dates, titles."""

import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from geo.showing import labels

WORDS = tomllib.loads((Path(labels.__file__).with_name("words.toml")).read_text(encoding="utf-8"))
FLOW = {
    "origin": "Damascus", "origin_ar": "دمشق", "destination": "", "destination_ar": "", "mode": "flight",
    "cargo": "fighters; arms", "carrier": "Cham Wings", "count": 12, "unit": "flights",
}  # fmt: skip


@pytest.mark.parametrize("key", WORDS["words"])
def test_every_word_stands_in_both_languages_with_the_same_gaps(key: str) -> None:
    entry = WORDS["words"][key]
    assert set(entry) == set(labels.LANGUAGES)
    assert re.findall(r"\{\w+\}", entry["en"]) == re.findall(r"\{\w+\}", entry["ar"])


@pytest.mark.parametrize("key", WORDS["counted"])
@pytest.mark.parametrize("language", labels.LANGUAGES)
@pytest.mark.parametrize("n", [0, 1, 2, 3, 10, 11, 25, 99, 100, 101, 1000])
def test_every_count_can_be_said(key: str, language: str, n: int) -> None:
    said = labels.counted(key, n, language)
    assert "{" not in said
    assert f"{n:,}" in said or n in {0, 1, 2}


@pytest.mark.parametrize(
    ("n", "expected"), [(1, "رحلة واحدة"), (2, "رحلتان"), (3, "3 رحلات"), (12, "12 رحلة"), (100, "100 رحلة")]
)
def test_arabic_counts_take_the_form_that_grammar_asks_for(n: int, expected: str) -> None:
    assert labels.amount({"count": n, "unit": "flights"}, "ar") == expected


def test_an_amount_in_a_unit_of_its_own_keeps_the_words() -> None:
    assert labels.amount({"count": 3, "unit": "lorries"}, "en") == "3 lorries"
    assert labels.amount({"count": pd.NA, "unit": "lorries"}, "en") == ""


@pytest.mark.parametrize(
    ("first", "last", "language", "expected"),
    [
        ("2020-03-03", "2020-03-03", "en", "3 Mar 2020"),
        ("2020-03-01", "2020-03-07", "en", "1–7 Mar 2020"),
        ("2020-02-20", "2020-03-07", "en", "20 Feb – 7 Mar 2020"),
        ("2020-03-03", "2020-03-03", "ar", "3 مارس 2020"),
        ("2020-03-01", "", "en", "from 1 Mar 2020"),
        ("", "2020-03-01", "en", "by 1 Mar 2020"),
        ("", "", "ar", "بلا تاريخ"),
    ],
)
def test_dates(first: str, last: str, language: str, expected: str) -> None:
    assert re.sub(r"[\u2009\u202f]", " ", labels.date_words(first, last, language)) == expected


@pytest.mark.parametrize(
    ("first", "last", "language", "expected"),
    [
        ("2020-03-03", "2020-03-03", "en-x-dtg", "03 MAR 20"),
        ("2020-03-01", "2020-03-07", "en-x-dtg", "01 MAR 20 – 07 MAR 20"),
        ("2019-12-31", "2020-01-01", "EN-X-DTG", "31 DEC 19 – 01 JAN 20"),
        ("2005-05-09", "2005-05-09", "en-GB-x-foo-dtg", "09 MAY 05"),
        ("2020-03-01", "2020-03-07", "ar-x-dtg", "\u206601 MAR 20 – 07 MAR 20\u2069"),
        ("2020-03-01", "", "ar-x-dtg", "منذ \u206601 MAR 20\u2069"),
        ("", "", "en-x-dtg", "no date"),
        ("2020-03-03", "2020-03-03", "en-dtg", "3 Mar 2020"),
        ("2020-03-03", "2020-03-03", "en-x-other", "3 Mar 2020"),
    ],
)
def test_dates_as_date_time_groups(first: str, last: str, language: str, expected: str) -> None:
    assert labels.date_words(first, last, language) == expected


@pytest.mark.parametrize("language", labels.LANGUAGES)
def test_a_reader_of_date_time_groups_reads_everything_else_as_before(language: str) -> None:
    groups = labels.reader(language, date_groups=True)
    place = {"name": "Benghazi", "name_ar": "بنغازي", "kind": "city", "where_prec": 1}
    assert labels.reader(groups, date_groups=False) == labels.spoken(groups) == language
    assert labels.words(groups) == labels.words(language)
    assert labels.direction(groups) == labels.direction(language)
    for said in (labels.flow_title, labels.flow_what):
        assert said(FLOW, groups) == said(FLOW, language)
    for said in (labels.place_title, labels.place_what):
        assert said(place, groups) == said(place, language)
    assert labels.counted("events", 2, groups) == labels.counted("events", 2, language)
    assert labels.country_name("LY", groups) == labels.country_name("LY", language)
    assert labels.isolated("Benghazi", groups) == labels.isolated("Benghazi", language)
    assert labels.source_words("SANA", "2020-03-04", groups) != labels.source_words("SANA", "2020-03-04", language)


def test_a_flow_is_named_by_its_ends_and_by_what_moved() -> None:
    assert labels.flow_title(FLOW, "en") == "Damascus → unknown place"
    assert labels.flow_title(FLOW, "ar") == "دمشق ← مكان غير معلوم"
    assert labels.flow_what(FLOW, "en") == "12 flights · fighters, arms · flight · Cham Wings"


def test_a_unit_that_is_the_cargo_is_said_once() -> None:
    row = {**FLOW, "cargo": "delegation", "count": 1, "unit": "delegation", "mode": "unknown", "carrier": ""}
    assert labels.flow_what(row, "en") == "1 delegation"


def test_who_says_it_and_who_denies_it() -> None:
    row = {"claimed_by": "Qanunu", "chain": "Le Monde", "denied_by": "LNA"}
    assert labels.by_whom(row, "en") == "Claimed by Qanunu through Le Monde · Denied by LNA"
    assert labels.by_whom({"claimed_by": "", "chain": "", "denied_by": ""}, "en") == ""


def test_a_place_has_its_name_in_the_readers_script_first() -> None:
    row = {"name": "Benghazi", "name_ar": "بنغازي"}
    assert labels.place_title(row, "en") == "Benghazi · بنغازي"
    assert labels.place_title(row, "ar") == "بنغازي · Benghazi"
    assert labels.place_title({"name": "Brak", "name_ar": ""}, "en") == "Brak"


def test_a_place_says_what_it_is_and_how_precisely_it_is_known() -> None:
    assert labels.place_what({"kind": "country", "where_prec": 6}, "en") == "country · known only to a country"
    assert labels.place_what({"kind": "", "where_prec": pd.NA}, "en") == ""


def test_a_source_without_publisher_or_date_says_so() -> None:
    assert labels.source_words("", "", "en") == "unknown publisher"
    assert labels.source_words("SANA", "2020-03-03", "en") == "SANA, 3 Mar 2020"


def test_a_name_of_the_other_script_does_not_turn_the_line_about() -> None:
    assert labels.source_words("عربي21", "2020-03-04", "en") == "\u2068عربي21\u2069, 4 Mar 2020"
    assert labels.source_words("SANA", "2020-03-04", "ar") == "\u2068SANA\u2069، 4 مارس 2020"
    assert labels.source_words("عربي21", "", "ar").count("\u2068") <= 1


@pytest.mark.parametrize(
    ("n", "en", "ar"),
    [
        (1, "1 event", "حدث واحد"),
        (2, "2 events", "حدثان"),
        (5, "5 events", "5 أحداث"),
        (12345, "12,345 events", "12,345 حدثا"),
    ],
)
def test_numbers_are_counted_as_each_language_counts(n: int, en: str, ar: str) -> None:
    assert (labels.counted("events", n, "en"), labels.counted("events", n, "ar")) == (en, ar)
