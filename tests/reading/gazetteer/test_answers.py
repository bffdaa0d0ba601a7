"""Answers of online geocoders: kinds and radii by data, and the data hold together."""

from typing import Any, get_args

import pytest
from geopy.geocoders import get_geocoder_for_service

from geo.model import KINDS, Kind, Place
from geo.reading.gazetteer.answers import Service, places_of, settings

SERVICES = sorted(settings()["service"])


def nominatim(**changes: Any) -> Place | None:
    raw = {
        "osm_type": "way",
        "osm_id": 3,
        "lat": "30",
        "lon": "20",
        "class": "place",
        "type": "village",
        "name": "Testi",
        "address": {"country_code": "ly"},
        "boundingbox": ["29.9", "30.1", "19.9", "20.1"],
        **changes,
    }
    places = places_of(settings()["service"]["nominatim"], [raw])
    return places[0] if places else None


def geonames(**changes: Any) -> Place | None:
    raw = {"geonameId": 3, "lat": "30", "lng": "20", "name": "Testi", "countryCode": "LY", **changes}
    places = places_of(settings()["service"]["geonames"], [raw])
    return places[0] if places else None


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ({"class": "place", "type": "city"}, "city"),
        ({"class": "boundary", "type": "administrative", "addresstype": "state"}, "admin1"),
        ({"class": "boundary", "type": "administrative", "addresstype": "city"}, "city"),
        ({"class": "boundary", "type": "administrative"}, "region"),
        ({"class": "aeroway", "type": "aerodrome", "addresstype": "aeroway"}, "site"),
        ({"class": "military", "type": "airfield", "addresstype": "military"}, "site"),
        ({"class": "waterway", "type": "river", "addresstype": "river"}, "river"),
        ({"class": "shop", "type": "bakery", "addresstype": "shop"}, None),
        ({"class": "highway", "type": "residential", "addresstype": "road"}, None),
    ],
)
def test_the_class_of_openstreetmap_decides_the_kind(raw: dict[str, str], kind: Kind | None) -> None:
    place = nominatim(**raw)
    assert (place.kind if place else None) == kind


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ({"fcl": "P", "fcode": "PPL", "population": 900}, "village"),
        ({"fcl": "P", "fcode": "PPLA", "population": 60_000}, "town"),
        ({"fcl": "P", "fcode": "PPL", "population": 300_000}, "city"),
        ({"fcl": "P", "fcode": "PPLC", "population": 0}, "city"),
        ({"fcl": "P", "fcode": "PPL"}, "village"),
        ({"fcl": "P", "fcode": "PPLX"}, "neighbourhood"),
        ({"fcl": "A", "fcode": "ADM1"}, "admin1"),
        ({"fcl": "S", "fcode": "AIRB"}, "site"),
        ({"fcl": "H", "fcode": "WAD"}, "river"),
        ({"fcl": "S", "fcode": "SCH"}, None),
        ({"fcl": "R", "fcode": "RD"}, None),
    ],
)
def test_the_feature_code_of_geonames_decides_the_kind(raw: dict[str, Any], kind: Kind | None) -> None:
    place = geonames(**raw)
    assert (place.kind if place else None) == kind


@pytest.mark.parametrize(
    ("box", "least", "most"),
    [
        (["29.9", "30.1", "19.9", "20.1"], 14.6, 14.8),  # to a corner, 0.1 degrees either way
        (["29.9", "30.5", "20.0", "20.0"], 55.3, 55.6),  # the point need not be the middle
        (["29.999", "30.003", "20", "20"], 5.0, 5.0),  # a box around a mere point: what a village reaches
        (["29.99", "30.01", "20", "20"], 2.0, 2.0),
        (["-90", "90", "-180", "180"], 10_000.0, 10_000.0),
        (None, 5.0, 5.0),
    ],
)
def test_the_radius_reaches_the_farthest_corner(box: list[str] | None, least: float, most: float) -> None:
    place = nominatim(boundingbox=box)
    assert place is not None
    assert least <= place.radius_km <= most


def test_across_the_antimeridian_the_radius_stays_short() -> None:
    place = nominatim(lat="-17", lon="179.9", boundingbox=["-17.1", "-16.9", "179.8", "-179.9"])
    assert place is not None
    assert place.radius_km < 30


def test_names_are_told_apart_by_script() -> None:
    bare = nominatim(name="قصر", namedetails=None)
    both = nominatim(name="قصر", namedetails={"name": "قصر", "name:en": "Castle", "name:ar": "القصر"})
    assert bare is not None
    assert both is not None
    assert (bare.name, bare.name_ar) == ("قصر", "قصر")
    assert (both.name, both.name_ar) == ("Castle", "القصر")


def test_what_has_no_name_is_no_place() -> None:
    assert nominatim(name="", namedetails={}) is None


@pytest.mark.parametrize("code", ["", None, "libya"])
def test_a_country_that_is_no_code_is_left_open(code: str | None) -> None:
    place = nominatim(address={"country_code": code})
    assert place is not None
    assert place.country == ""


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_known_to_geopy_and_credited(name: str) -> None:
    service: Service = settings()["service"][name]
    assert get_geocoder_for_service(service.geopy)
    assert service.licence in {"ODbL 1.0 (© OpenStreetMap contributors)", "CC BY 4.0"}
    assert service.interval_s >= 1
    assert service.scheme == "https"
    assert service.kinds in settings()["kinds"]
    assert sorted(service.box_order) == (["east", "north", "south", "west"] if service.box else [])


@pytest.mark.parametrize("name", settings()["kinds"])
def test_every_kind_is_one(name: str) -> None:
    assert set(settings()["kinds"][name].values()) <= {*KINDS, "settlement"}


def test_every_kind_has_a_radius() -> None:
    assert set(settings()["radius_km"]) == set(get_args(Kind))


def test_scores_stay_low() -> None:
    assert all(0 < score <= 0.5 for score in settings()["score"].values())


def test_every_failure_has_a_rule_and_the_last_takes_all() -> None:
    rules = settings()["failure"]
    assert {rule.do for rule in rules} == {"stop", "retry", "skip"}
    assert rules[-1].on == ["Exception"]
    words = [word for rule in rules for word in rule.on]
    assert len(words) == len(set(words))
