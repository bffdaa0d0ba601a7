"""Which entries are one place, and what the one of lower authority may give to the other."""

from typing import Any

import pytest

from geo.model import Place
from geo.reading.gazetteer.entries import Entry
from geo.reading.gazetteer.merging import Merger


def entry(name: str, *more: str, kept: bool = False, geonames_id: str = "", **changes: Any) -> Entry:
    values = {"id": f"x:{name}", "kind": "town", "country": "LY", "lat": 32.0, "lon": 20.0, "radius_km": 30.0}
    return Entry(
        place=Place(name=name, **{**values, **changes}), names=(name, *more), kept=kept, geonames_id=geonames_id
    )


def merged(known: Entry, *added: Entry) -> list[Entry]:
    merger = Merger()
    merger.take(known)
    for one in added:
        merger.take_added(one)
    return merger.entries()


KEPT = entry("Marj", "المرج", kept=True, id="kh:ly/marj", source="geonames", source_id="77")


@pytest.mark.parametrize(
    "other", [entry("Barce", geonames_id="77"), entry("Barce", source="geonames", source_id="77", population=90)]
)
def test_the_same_number_of_geonames_is_the_same_place(other: Entry) -> None:
    (one,) = merged(KEPT, other)
    assert (one.place.id, one.names, one.listed_names) == ("kh:ly/marj", ("Marj", "المرج"), ("Barce",))
    assert one.place.population == other.place.population


def test_a_name_that_came_twice_counts_once() -> None:
    (one,) = merged(KEPT, entry("Barce", geonames_id="77"), entry("Barce", "Barca", geonames_id="77"))
    assert one.listed_names == ("Barce", "Barca")


def test_an_arabic_name_fills_a_gap_and_replaces_nothing() -> None:
    bare = entry("Marj", source="geonames", source_id="77")
    (one,) = merged(
        bare, entry("Marj", geonames_id="77", name_ar="المرج"), entry("Marj", geonames_id="77", name_ar="x")
    )
    assert one.place.name_ar == "المرج"


def test_settlements_of_one_name_stay_two() -> None:
    assert len(merged(KEPT, entry("Marj", id="added:1"))) == 2


def test_a_country_is_that_of_its_code_whatever_it_is_called() -> None:
    libya = entry("Libya", kept=True, kind="country", radius_km=1200.0)
    (one,) = merged(libya, entry("Great Socialist Jamahiriya", kind="country", lat=10.0, population=9))
    assert one.place.name == "Libya"
    assert one.listed_names == ("Great Socialist Jamahiriya",)


AREA = {"kind": "admin1", "radius_km": 60.0}


@pytest.mark.parametrize(
    ("changes", "count"),
    [({}, 1), ({"kind": "admin2"}, 2), ({"country": "EG"}, 2), ({"lat": 22.0}, 2), ({"names": ("Other",)}, 2)],
)
def test_an_area_is_that_of_its_kind_country_and_name_nearby(changes: dict[str, Any], count: int) -> None:
    known = entry("Derna", kept=True, area="admin1:LY:Darnah", **AREA)
    values = {**AREA, "id": "gn:1", **changes}
    names = values.pop("names", ("Sha'biyat Darnah", "Derna"))
    assert len(merged(known, entry(*names, **values))) == count


def test_an_area_that_might_be_two_is_neither_unless_its_own_name_says_which() -> None:
    merger = Merger()
    merger.take(entry("Damascus", "Dimashq", kept=True, id="a", **AREA))
    merger.take(entry("Rif Dimashq", "Damascus", kept=True, id="b", **AREA))
    merger.take_added(entry("Dimashq", "Damascus", id="c", **AREA))
    merger.take_added(entry("Capital", "Damascus", id="d", **AREA))
    assert [(one.place.id, one.listed_names) for one in merger.entries()] == [("a", ()), ("b", ()), ("d", ())]


def test_names_alone_make_no_place() -> None:
    merger = Merger()
    merger.take(KEPT)
    merger.take_names(entry("Barce", geonames_id="77"))
    merger.take_names(entry("Nowhere", geonames_id="78"))
    (one,) = merger.entries()
    assert one.listed_names == ("Barce",)
