"""Compiling: which keys a place is found under, and files that another process can map."""

from pathlib import Path

import pytest

from geo.model import Place
from geo.reading.gazetteer.compile import compile_index, index_keys
from geo.reading.gazetteer.entries import Entry
from geo.reading.gazetteer.index import Index
from geo.reading.gazetteer.layout import PRIMARY, TRUSTED


def entry(*names: str, kept: bool = True, listed: tuple[str, ...] = (), **changes: object) -> Entry:
    values = {
        "id": f"x:{names[0]}",
        "name": names[0],
        "kind": "city",
        "country": "LY",
        "lat": 32.1,
        "lon": 20.1,
        "radius_km": 9.5,
        **changes,
    }
    return Entry(place=Place(**values), names=names, kept=kept, listed_names=listed)  # type: ignore[arg-type]


def keys(one: Entry) -> list[str]:
    return [key for key, _ in index_keys(one) if key[0] > " "]


def sounds(one: Entry) -> list[str]:
    return [key[1:] for key, _ in index_keys(one) if key[0] < " "]


def test_a_kept_place_is_found_by_the_sound_of_each_of_its_names() -> None:
    assert sounds(entry("Zamalka", "Zamelka", "زملكا")) == ["SMLK"]


def test_a_listed_place_is_found_by_the_sound_of_its_principal_name_alone() -> None:
    assert sounds(entry("Guntur", "Gantur Kotha", kept=False)) == ["KNTR"]


def test_two_consonants_are_no_sound_to_know_a_name_by() -> None:
    assert sounds(entry("Uqda", "Aba")) == []


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("Al Bayda", "البيضاء"), ["bayda", "البيضا"]),
        (("Deir ez-Zor", "Deir Ez Zor"), ["deir zor"]),
        (("Benghazi", "BENGHAZI", "benghazi"), ["benghazi"]),
        (("Kyiv", "Київ", "基辅"), ["kyiv"]),
        (("Y", "Yy"), ["yy"]),
        (("Town", "12"), ["town"]),
        (("A name of far too many words to be one",), []),
    ],
)
def test_a_place_is_found_under_each_key_once(names: tuple[str, ...], expected: list[str]) -> None:
    assert keys(entry(*names)) == expected


def test_a_listed_code_is_no_name_but_a_kept_one_is() -> None:
    assert keys(entry("Benghazi", "BEN", kept=False)) == ["benghazi"]
    assert keys(entry("United Arab Emirates", "UAE")) == ["united arab emirates", "uae"]


def test_principal_and_trusted_names_are_marked() -> None:
    one = entry("Benghazi", "بنغازي", "Bengasi", name_ar="بنغازي", listed=("Berenice",))
    flags = dict(index_keys(one))
    assert flags["benghazi"] == flags["بنغازي"] == PRIMARY | TRUSTED
    assert flags["bengasi"] == TRUSTED
    assert flags["berenice"] == 0


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("index")
    compile_index(
        [
            entry("Libya", "ليبيا", kind="country", id="x:country", radius_km=900.0, area="country:LY"),
            entry(
                "Benghazi",
                "بنغازي",
                name_ar="بنغازي",
                population=650_000,
                confirmed=True,
                source="geonames",
                licence="CC",
            ),
            entry("Sirte", "سرت", kept=False),
            entry("Sirte", "سرت", id="x:other", kind="village", country="SY", kept=False),
        ],
        folder,
    )
    return Index(folder)


def test_what_was_written_is_read_back_whole(compiled: Index) -> None:
    (posting,) = compiled.rows("benghazi")
    place = compiled.place(posting.row)
    assert (place.name, place.name_ar, place.kind, place.country) == ("Benghazi", "بنغازي", "city", "LY")
    assert (place.lat, place.lon, place.radius_km, place.population) == (32.1, 20.1, 9.5, 650_000)
    assert (place.source, place.licence, place.confirmed) == ("geonames", "CC", True)
    assert posting.principal
    assert posting.trusted


def test_an_arabic_name_stands_in_where_no_principal_one_is_given(compiled: Index) -> None:
    assert {compiled.place(posting.row).name_ar for posting in compiled.rows("sirte")} == {"سرت"}


def test_a_name_of_two_places_has_both(compiled: Index) -> None:
    assert {compiled.place(posting.row).country for posting in compiled.rows("سرت")} == {"LY", "SY"}


def test_a_country_is_found_by_its_code(compiled: Index) -> None:
    country = compiled.country("LY")
    assert country is not None
    assert (country.name, country.area) == ("Libya", "country:LY")
    assert compiled.country("SY") is None


def test_an_index_of_nothing_is_empty(tmp_path: Path) -> None:
    compile_index([], tmp_path)
    index = Index(tmp_path)
    assert len(index) == 0
    assert index.rows("benghazi") == ()
