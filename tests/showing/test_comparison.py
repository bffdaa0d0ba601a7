"""Tellings side by side: what stands against the others is marked, what is told more closely or less is not."""

import pytest

from geo.showing.comparison import compare, told_values

NAMES = {"LY-benghazi": "Benghazi", "LY-tripoli": "Tripoli"}


def _row(**changes) -> dict[str, object]:
    return {
        "status": "reported", "claimed_by": "", "denied_by": "", "publisher": "Test Agency", "place_ids": "LY-benghazi",
        "date_from": "2020-03-03", "date_to": "2020-03-03", "type": "ASSAULT", "mode": "", "cargo": "", "carrier": "",
        "count": None, "unit": "", "fatalities_low": None, "fatalities_best": None, "fatalities_high": None,
        "actors": "", "recipients": "", **changes,
    }  # fmt: skip


def _marked(field: str, *rows) -> list[bool]:
    comparison = compare(list(rows), NAMES, "en")
    if field not in comparison.fields:
        return []
    place = comparison.fields.index(field)
    return [row[place].differs for row in comparison.rows]


def _days(first: str, last: str) -> dict[str, object]:
    return _row(date_from=first, date_to=last)


def _toll(low: int, high: int) -> dict[str, object]:
    return _row(fatalities_low=low, fatalities_best=low, fatalities_high=high)


@pytest.mark.parametrize(
    ("field", "rows", "expected"),
    [
        ("date", [_days("2020-03-03", "2020-03-03"), _days("2020-03-01", "2020-03-31")], [False, False]),
        ("date", [_days("2020-03-03", "2020-03-03"), _days("2020-03-05", "2020-03-05")], [True, True]),
        ("date", [_days("2020-03-03", "2020-03-03"), _days("", "2020-03-10")], [False, False]),
        ("date", [_days("2020-03-03", "2020-03-03"), _days("2020-03-04", "")], [True, True]),
        ("date", [_days("2020-03-03", "2020-03-03"), _days("", "")], [False, False]),
        ("count", [_row(count=12, unit="flights"), _row(count=14, unit="flights")], [True, True]),
        ("count", [_row(count=12, unit="flights"), _row(count=1000, unit="person")], [False, False]),
        ("fatalities", [_toll(3, 5), _toll(5, 9)], [False, False]),
        ("fatalities", [_toll(3, 4), _toll(5, 9)], [True, True]),
        ("status", [_row(), _row(status="claimed", claimed_by="GNA")], [False, False]),
        ("status", [_row(), _row(status="denied")], [True, True]),
        ("status", [_row(), _row(), _row(status="planned")], [False, False, True]),
        ("claimed_by", [_row(claimed_by="GNA"), _row(claimed_by="LNA")], [False, False]),
        ("actors", [_row(actors="LNA"), _row(actors="LNA; Haftar")], []),
        ("actors", [_row(actors="LNA"), _row(actors="GNA")], [True, True]),
    ],
)
def test_what_stands_against_the_others_is_marked(field: str, rows, expected) -> None:
    assert _marked(field, *rows) == expected


def test_of_three_tellings_the_one_alone_is_marked() -> None:
    other = _row(place_ids="LY-tripoli")
    assert _marked("places", _row(), _row(), other) == [False, False, True]


def test_a_single_telling_disagrees_with_nobody() -> None:
    assert not compare([_row(count=3, unit="person")], NAMES, "en").disagree


def test_a_value_that_is_not_told_is_an_empty_cell() -> None:
    comparison = compare([_row(count=12, unit="flights"), _row()], NAMES, "en")
    place = comparison.fields.index("count")
    assert [row[place].words for row in comparison.rows] == ["12 flights", ""]


def test_values_are_said_in_the_readers_language() -> None:
    values = told_values(_row(cargo="fighters; arms", mode="flight", count=2, unit="flights"), NAMES, "ar")
    assert values["cargo"] == "مقاتلون، أسلحة"
    assert values["mode"] == "رحلة جوية"
    assert values["count"] == "رحلتان"
    assert values["claimed_by"] == "بصوته"


def test_rows_without_the_columns_of_a_telling_are_told_as_far_as_they_go() -> None:
    row = {"status": "reported", "claimed_by": "GNA", "date_from": "", "date_to": "", "place_ids": ""}
    assert told_values(row, NAMES, "en") == {"status": "Reported", "claimed_by": "GNA"}
