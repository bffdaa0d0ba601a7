"""GeoNames' names by language: of known places only, in the languages that are read, as their marks say."""

import tracemalloc
from collections.abc import Iterator

import pytest

from geo.model import Place
from geo.reading.gazetteer.adding.alternate_names import read_names
from geo.reading.gazetteer.adding.rows import BadRow, Outcome
from geo.reading.gazetteer.entries import Entry
from tests.reading.gazetteer.adding.making import alternate, numbered

BENGHAZI = Place(
    id="kh:ly/benghazi",
    name="Benghazi",
    kind="city",
    country="LY",
    lat=32.1167,
    lon=20.0667,
    radius_km=12,
    source="geonames",
    source_id="88319",
    confirmed=True,
)
KNOWN = {88319: Entry(place=BENGHAZI, names=("Benghazi",), kept=True)}


def read(*lines: str) -> list[Outcome]:
    return list(read_names(numbered(*(line.encode() for line in lines)), "alternateNamesV2.txt", KNOWN))


def names(*lines: str) -> list[str]:
    rows = [one for one in read(*lines) if isinstance(one, dict)]
    return [name for row in rows for name in row["names"].split("|")]


def test_a_place_gets_its_names_and_keeps_its_own_fields() -> None:
    *_, row = read(alternate(88319, "en", "Bengasi"), alternate(5, "en", "Nowhere"), alternate(88319, "ar", "بنغازي"))
    assert isinstance(row, dict)
    assert (row["id"], row["name"], row["name_ar"], row["names"]) == (
        *("kh:ly/benghazi", "Benghazi"),
        *("بنغازي", "Bengasi"),
    )
    assert (row["lat"], row["radius_km"], row["confirmed"]) == ("32.1167", "12", "yes")
    assert (row["source"], row["source_id"], row["licence"]) == ("geonames", "88319", "CC BY 4.0")


@pytest.mark.parametrize("language", ["fr", "link", "iata", "wkdt", "", "abbr"])
def test_a_language_that_is_not_read_is_left_out(language: str) -> None:
    assert read(alternate(88319, language, "Bengasi")) == [None]


def test_a_regional_form_of_a_language_is_that_language() -> None:
    assert names(alternate(88319, "en-GB", "Bengasi")) == ["Bengasi"]


@pytest.mark.parametrize(
    ("marks", "taken"),
    [
        ("\t\t\t\t\t", True),
        ("1\t\t\t\t\t", True),
        ("\t1\t\t\t\t", True),
        ("\t\t1\t\t\t", False),
        ("\t\t\t1\t\t", False),
        ("\t\t\t\t1912\t1943", False),
    ],
)
def test_colloquial_and_historic_names_are_left_out_and_short_ones_taken(marks: str, taken: bool) -> None:
    assert names(alternate(88319, "en", "Berenice", marks)) == (["Berenice"] if taken else [])


def test_the_preferred_arabic_name_is_the_principal_one_and_a_short_one_never() -> None:
    *_, row = read(
        alternate(88319, "ar", "قصير", "\t1\t\t\t\t"),
        alternate(88319, "ar", "بنغازى"),
        alternate(88319, "ar", "بنغازي", "1\t\t\t\t\t"),
    )
    assert isinstance(row, dict)
    assert row["name_ar"] == "بنغازي"
    assert row["names"] == "بنغازى|قصير"


def test_trailing_columns_that_are_empty_may_be_missing() -> None:
    assert names("1\t88319\ten\tBengasi") == ["Bengasi"]


def test_a_bad_line_is_named_and_the_rest_is_read() -> None:
    found = read("one\ttwo", alternate("x", "ar", "بنغازي"), alternate(88319, "en", "Bengasi"))
    assert [str(one).split(":")[0] for one in found if isinstance(one, BadRow)] == [
        "alternateNamesV2.txt, line 1",
        "alternateNamesV2.txt, line 2",
    ]
    assert isinstance(found[-1], dict)


def test_a_name_that_is_no_text_is_named() -> None:
    (bad,) = read_names(numbered(b"1\t88319\ten\t\xff\xfe\t\t\t\t\t\t"), "a.txt", KNOWN)
    assert isinstance(bad, BadRow)
    assert "UTF-8" in bad.reason


def test_memory_stays_flat_however_long_the_table() -> None:
    known = dict.fromkeys(range(2_000), KNOWN[88319])

    def lines(count: int) -> Iterator[tuple[int, bytes | None]]:
        for number in range(count):
            yield number, alternate(number % 2_000, "ar", f"اسم {number}").encode()

    def peak(count: int) -> int:
        tracemalloc.start()
        assert sum(isinstance(one, dict) for one in read_names(lines(count), "a.txt", known)) == 2_000
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(60_000) < 1.5 * peak(10_000)
