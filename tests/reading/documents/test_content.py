from datetime import date, datetime

import pytest

from geo.errors import DocumentError
from geo.reading.documents.content import Metadata, over, to_date, to_metadata


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2020-03-04", date(2020, 3, 4)),
        (" 2020-03-04T23:59:00+02:00", date(2020, 3, 4)),
        (date(2020, 3, 4), date(2020, 3, 4)),
        (datetime(2020, 3, 4, 5), date(2020, 3, 4)),  # noqa: DTZ001 - TOML has dates without a zone
        (None, None),
        ("", None),
    ],
)
def test_dates_in_iso_are_read(value: object, day: date | None) -> None:
    assert to_date(value, name="a") == day


@pytest.mark.parametrize("value", ["4/3/2020", "2020-02-30", 2020, True, ["2020-03-04"], "0000-00-00"])
def test_other_dates_are_refused_by_value(value: object) -> None:
    with pytest.raises(DocumentError, match=r"a: published is .* expected a day"):
        to_date(value, name="a")


def test_what_one_source_leaves_open_another_fills() -> None:
    upper, lower = Metadata(title="t"), Metadata(title="x", publisher="p", published=date(2020, 1, 1))
    assert over(upper, lower) == Metadata(title="t", publisher="p", published=date(2020, 1, 1))


def test_both_names_of_the_language_are_known_and_other_fields_left_alone() -> None:
    assert to_metadata({"lang": "ar", "reports": 1}, name="a").language == "ar"
    assert to_metadata({"language": "en", "lang": "ar"}, name="a").language == "en"
