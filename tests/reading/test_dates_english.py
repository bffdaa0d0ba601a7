"""English date expressions: what they bound, by the document's publication date, and what is no date at all."""

from datetime import date

import pytest

from geo.model import Document
from geo.reading.dates import FoundDate, find_dates
from geo.reading.text.analysis import analyse

# Publication dates: a Thursday, a Sunday two weeks after the start of a war, the first days of a year, and none.
PUBLISHED = {
    "A": date(2020, 3, 12),
    "C": date(2023, 10, 22),
    "E": date(2021, 1, 5),
    "-": None,
}


def show(found: FoundDate) -> str:
    """Write a date as the tables do: relation (unless "at"), interval or day, "future"; "?" when nothing bounds it."""
    first, last = found.span.date_from, found.span.date_to
    if not found.anchored:
        return f"{found.relation} ?".removeprefix("at ")
    span = f"{first}" if first == last else f"{first or ''}..{last or ''}"
    return f"{found.relation} {span}{' future' if found.future else ''}".removeprefix("at ")


def read(text: str, key: str) -> str:
    document = Document(id="x", text=text, language="en", published=PUBLISHED[key])
    return " ; ".join(show(found) for found in find_dates(analyse(document)))


ABSOLUTE = [
    ("A", "The deal was signed on 17 December 2015.", "2015-12-17"),
    ("A", "The deal was signed on December 17, 2015, after long talks.", "2015-12-17"),
    ("A", "on the 17th of December 2015", "2015-12-17"),
    ("A", "on December 17th, 2015", "2015-12-17"),
    ("A", "on Dec. 17, 2015", "2015-12-17"),
    ("A", "on 3 Mar 2020", "2020-03-03"),
    ("A", "on Sunday, March 1, 2020", "2020-03-01"),
    ("A", "on Sunday 1 March", "2020-03-01"),
    ("A", "on Sunday (1 March)", "2020-03-01"),
    ("A", "on the second of March", "2020-03-02"),
    ("A", "on the twenty-first of February", "2020-02-21"),
    ("A", "dated 10/03/2020", "2020-03-10"),
    ("A", "dated 02/25/2020", "2020-02-25"),
    ("A", "dated 2020-03-10", "2020-03-10"),
    ("A", "dated 10.03.2020", "2020-03-10"),
    ("A", "in 2012 the embassy closed", "2012-01-01..2012-12-31"),
    ("A", "in May 2019", "2019-05-01..2019-05-31"),
    ("A", "In December, 2015, they met", "2015-12-01..2015-12-31"),
    ("A", "The January 2020 summit", "2020-01-01..2020-01-31"),
    ("A", "on 15 Rajab 1441 AH", "2020-03-10"),
    ("A", "during Ramadan 1440", "2019-05-06..2019-06-03"),
    ("-", "on 17 December 2015", "2015-12-17"),
    ("-", "in 2012", "2012-01-01..2012-12-31"),
]

CHOSEN_YEAR = [
    ("A", "on 17-Dec-2015", "2015-12-17"),
    ("A", "Published March 3,2020", "2020-03-03"),
    ("A", "on February 3, 4 and 5", "2020-02-03..2020-02-05"),
    ("A", "a year and a half ago", "2018-06-13..2018-12-12"),
    ("A", "the week before last", "2020-02-24..2020-03-01"),
    ("A", "By mid-March supplies may run out", "until ..2020-03-20 future"),
    ("A", "Evacuations will end in two weeks", "2020-03-23..2020-03-29 future"),
    ("A", "since the mid-1990s", "since 1990-01-01..2020-03-12"),
    ("A", "The league resumes on March 18", "2020-03-18 future"),
    ("A", "the anniversary of the March 18 attack", "2019-03-18"),
    ("A", "A Friday in May 2019", "2019-05-01..2019-05-31"),
    ("A", "in March", "2020-03-01..2020-03-12"),
    ("A", "in May", "2019-05-01..2019-05-31"),
    ("A", "last March", "2019-03-01..2019-03-31"),
    ("A", "next May", "2020-05-01..2020-05-31 future"),
    ("A", "in April last year", "2019-04-01..2019-04-30"),
    ("A", "in January this year", "2020-01-01..2020-01-31"),
    ("A", "on April 4", "2019-04-04"),
    ("A", "on 4 April last year", "2019-04-04"),
    ("A", "The conference will be held on 20 March", "2020-03-20 future"),
    ("E", "on 20 December", "2020-12-20"),
    ("C", "on October 7", "2023-10-07"),
    ("-", "on April 4", "?"),
    ("-", "yesterday", "?"),
    ("-", "last week", "?"),
]

PARTS = [
    ("A", "on the third of this month", "2020-03-03"),
    ("A", "on the 25th of last month", "2020-02-25"),
    ("A", "in mid-February", "2020-02-10..2020-02-20"),
    ("A", "in early February", "2020-02-01..2020-02-10"),
    ("A", "early in February", "2020-02-01..2020-02-10"),
    ("A", "in late February", "2020-02-20..2020-02-29"),
    ("A", "at the end of February", "2020-02-23..2020-02-29"),
    ("A", "at the beginning of February", "2020-02-01..2020-02-07"),
    ("A", "in late 2019", "2019-10-01..2019-12-31"),
    ("A", "in mid-2019", "2019-05-01..2019-08-31"),
    ("A", "at the start of the year", "2020-01-01..2020-01-31"),
    ("A", "early this month", "2020-03-01..2020-03-10"),
    ("A", "earlier this month", "2020-03-01..2020-03-12"),
    ("A", "earlier this year", "2020-01-01..2020-03-12"),
    ("A", "earlier this week", "2020-03-09..2020-03-12"),
    ("A", "later this month", "2020-03-12..2020-03-31 future"),
    ("A", "late last year", "2019-10-01..2019-12-31"),
    ("A", "in the first half of 2019", "2019-01-01..2019-06-30"),
    ("A", "in the third quarter of 2019", "2019-07-01..2019-09-30"),
    ("A", "in the first week of February", "2020-02-01..2020-02-07"),
    ("A", "in the summer of 2019", "2019-06-01..2019-08-31"),
    ("A", "last summer", "2019-06-01..2019-08-31"),
    ("A", "in the 1990s", "1990-01-01..1999-12-31"),
]

DAYS = [
    ("A", "on Sunday", "2020-03-08"),
    ("A", "The delegation arrived in Damascus Sunday.", "2020-03-08"),
    ("A", "last Thursday", "2020-03-05"),
    ("A", "on Thursday", "2020-03-12"),
    ("A", "next Monday", "2020-03-16 future"),
    ("A", "He will fly to Cairo on Saturday", "2020-03-14 future"),
    ("A", "He will fly to Cairo, officials said on Saturday", "2020-03-07"),
    ("A", "on Tuesday night", "2020-03-10"),
    ("A", "late on Tuesday", "2020-03-10"),
    ("A", "yesterday", "2020-03-11"),
    ("A", "the day before yesterday", "2020-03-10"),
    ("A", "today", "2020-03-12"),
    ("A", "earlier today", "2020-03-12"),
    ("A", "tomorrow", "2020-03-13 future"),
    ("A", "overnight", "2020-03-11..2020-03-12"),
    ("A", "last night", "2020-03-11..2020-03-12"),
    ("A", "at the weekend", "2020-03-07..2020-03-08"),
    ("A", "Sunday's attack", "2020-03-08"),
]

PERIODS = [
    ("A", "last week", "2020-03-02..2020-03-08"),
    ("A", "this week", "2020-03-09..2020-03-12"),
    ("A", "next week", "2020-03-16..2020-03-22 future"),
    ("A", "last month", "2020-02-01..2020-02-29"),
    ("A", "next month", "2020-04-01..2020-04-30 future"),
    ("A", "last year", "2019-01-01..2019-12-31"),
    ("A", "over the past week", "2020-03-05..2020-03-12"),
    ("A", "three days ago", "2020-03-09"),
    ("A", "a week ago", "2020-03-02..2020-03-08"),
    ("A", "days ago", "2020-03-02..2020-03-10"),
    ("A", "a few days ago", "2020-03-02..2020-03-10"),
    ("A", "48 hours ago", "2020-03-10"),
    ("A", "in recent days", "2020-03-02..2020-03-12"),
    ("A", "in recent weeks", "2020-01-16..2020-03-12"),
    ("A", "in the last two days", "2020-03-10..2020-03-12"),
    ("A", "over the past nine months", "2019-06-12..2020-03-12"),
    ("A", "in the past 24 hours", "2020-03-11..2020-03-12"),
    ("A", "in the coming days", "2020-03-13..2020-03-22 future"),
    ("A", "for nine months", "duration 2019-06-12..2020-03-12"),
    ("A", "the fighting lasted nine months", "duration 2019-06-12..2020-03-12"),
    ("A", "since 4 April 2019", "since 2019-04-04..2020-03-12"),
    ("A", "since April", "since 2019-04-01..2020-03-12"),
    ("A", "since last month", "since 2020-02-01..2020-03-12"),
    ("A", "since 2012", "since 2012-01-01..2020-03-12"),
    ("A", "until the end of February", "until ..2020-02-29"),
    ("A", "until 2015", "until ..2015-12-31"),
    ("A", "before March 2011", "until ..2011-02-28"),
    ("A", "after 4 April 2019", "since 2019-04-05..2020-03-12"),
    ("A", "recently", "vague 2019-12-13..2020-03-12"),
    ("A", "currently", "vague 2020-03-12"),
    ("A", "soon", "vague 2020-03-12.. future"),
]

RANGES = [
    ("A", "on 3-5 March", "2020-03-03..2020-03-05"),
    ("A", "March 3-5", "2020-03-03..2020-03-05"),
    ("A", "between 3 and 5 March", "2020-03-03..2020-03-05"),
    ("A", "from 28 December to 3 January 2020", "2019-12-28..2020-01-03"),
    ("A", "between March 3 and March 5", "2020-03-03..2020-03-05"),
    ("A", "from 2014 to 2016", "2014-01-01..2016-12-31"),
    ("A", "between 2014 and 2016", "2014-01-01..2016-12-31"),
    ("A", "in 2014-2016", "2014-01-01..2016-12-31"),
    ("A", "from March to May 2019", "2019-03-01..2019-05-31"),
    ("A", "between Sunday and Tuesday", "2020-03-08..2020-03-10"),
]

BEFORE_IN_TEXT = [
    ("A", "They met on 1 March. Two days later the embassy opened.", "2020-03-01 ; 2020-03-03"),
    ("A", "In February a deal signed on the 20th collapsed.", "2020-02-01..2020-02-29 ; 2020-02-20"),
    ("A", "He left on the 14th.", "2020-02-14"),
    ("A", "They met on 1 March and the next day they signed.", "2020-03-01 ; 2020-03-02"),
    ("A", "They met on 1 March. A week earlier he was in Moscow.", "2020-03-01 ; 2020-02-22..2020-02-24"),
    ("A", "He attacked on 4 April 2019. At the time he spoke of 48 hours.", "2019-04-04 ; 2019-04-04"),
    ("A", "They met on 17 May 2018 and signed the same day.", "2018-05-17 ; 2018-05-17"),
    (
        "A",
        "It began in April 2014; in September of that year a truce held.",
        "2014-04-01..2014-04-30 ; 2014-09-01..2014-09-30",
    ),
    ("A", "Two days later the embassy opened.", "?"),
    ("-", "They met on 1 March 2020. Two days later the embassy opened.", "2020-03-01 ; 2020-03-03"),
]

NO_DATES = [
    "He may visit the town.",
    "You may 3 times repeat it.",
    "They march to the palace.",
    "Fighters march on the capital.",
    "The august assembly met.",
    "An august body of elders.",
    "The sun rose over the town.",
    "Resolution 2254 calls for a ceasefire.",
    "Under resolution 1973 the ban was imposed.",
    "The secretary-general spoke.",
    "Some 2000 fighters arrived.",
    "In 2000 cases the ban was ignored.",
    "killed 15 people and wounded 30",
    "He is 30 years old.",
    "a 30-year-old man",
    "He earned 1500 dollars.",
    "It takes no more than 48 hours.",
    "Call 0912-345-678.",
    "for the first time since 2011",
    "the deadliest attack since 2016",
    "the Arab Spring",
    "Operation Spring Shield",
    "USA Today reported it.",
    "the 17 February Revolution",
    "The Sunday Times reported it.",
    "The market opens every Friday.",
    "He was sentenced to jail for 10 years.",
    "after two years of war",
    "on the third day of the battle",
    "the second half of the match",
    "They won 3-2.",
    "They took the enclave in four weeks.",
    "so far nobody has claimed it, and until now none will",
    "One second later, second to none.",
    "Theresa May spoke.",
    "Once a day, day after day.",
    "",
]


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    ABSOLUTE + CHOSEN_YEAR + PARTS + DAYS + PERIODS + RANGES + BEFORE_IN_TEXT,
    ids=lambda value: value[:40],
)
def test_an_english_date_expression_bounds_the_days_that_its_words_say(key: str, text: str, expected: str) -> None:
    assert read(text, key) == expected


@pytest.mark.parametrize("text", NO_DATES)
@pytest.mark.parametrize("key", ["A", "-"])
def test_english_words_and_numbers_that_are_no_dates_are_left_alone(key: str, text: str) -> None:
    assert read(text, key) == ""
