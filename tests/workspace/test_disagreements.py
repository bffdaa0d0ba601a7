"""Where tellings disagree is said in words, with who says what; what agrees is not mentioned."""

from typing import Any

import pytest

from geo.model import Claim
from geo.workspace.disagreements import date_words, disagreements
from tests import builders as b

DOCUMENTS = {name: b.document(id=name, publisher=name.upper()) for name in "abcde"}


def flows(**by_doc: Any) -> list[Any]:
    return [b.flow(doc=doc, **changes) for doc, changes in by_doc.items()]


@pytest.mark.parametrize(
    ("tellings", "words"),
    [
        (flows(a={}, b={}), ()),
        (
            flows(a={"date": b.day("2020-03-03")}, b={"date": b.day("2020-03-05")}),
            ("dates: 2020-03-03 (A) against 2020-03-05 (B)",),
        ),
        (flows(a={"date": b.day("2020-03-03")}, b={"date": b.day("2020-03-01", "2020-03-31")}), ()),
        (flows(a={}, b={"date": b.day(None)}), ()),
        (
            flows(a={"count": 12, "unit": "flights"}, b={"count": 5, "unit": "flights"}),
            ("count: 12 flights (A) against 5 flights (B)",),
        ),
        (flows(a={"count": 12, "unit": "flights"}, b={"count": 300, "unit": "people"}), ()),
        (flows(a={"count": 12, "unit": "flights"}, b={}), ()),
        (
            [b.event(doc="a"), b.event(doc="b", places=(b.TRIPOLI, b.BENGHAZI))],
            ("places: Benghazi (A) against Benghazi, Tripoli (B)",),
        ),
        (
            flows(a={"claim": Claim(status="denied")}, b={}),
            ("denied by A against what B said",),
        ),
    ],
)
def test_disagreements_are_said_in_words(tellings: Any, words: tuple[str, ...]) -> None:
    assert disagreements(tellings, DOCUMENTS) == words


def test_many_outlets_are_counted_not_listed() -> None:
    many = {name: {"count": 5, "unit": "flights"} for name in "bcde"}
    (clause,) = disagreements(flows(a={"count": 12, "unit": "flights"}, **many), DOCUMENTS)
    assert clause == "count: 12 flights (A) against 5 flights (B, C, D and 1 more)"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (b.day(), "2020-03-03"),
        (b.day("2020-03-01", "2020-03-07"), "2020-03-01 to 2020-03-07"),
        (b.day("2020-03-01", date_to=None), "from 2020-03-01"),
        (b.day("2020-03-01", date_from=None), "until 2020-03-01"),
        (b.day(None), ""),
    ],
)
def test_dates_are_written_so_that_they_need_no_context(span: Any, words: str) -> None:
    assert date_words(span) == words
