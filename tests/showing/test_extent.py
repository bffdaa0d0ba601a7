"""What is shown first: where things happened, and not the whole world for one visit."""

from geo.showing.extent import extent_of
from geo.showing.layers import build_layers
from geo.workspace.corroborate import corroborate
from geo.workspace.tabulate import tabulate
from tests.browser.sample import sample_reading
from tests.builders import BENGHAZI, LIBYA, TRIPOLI, document, event, evidence, flow, mention, place, reading

AMERICA = place(name="United States", kind="country", country="US", lat=39.8, lon=-98.6, radius_km=2600.0,
                area="country:US")  # fmt: skip
WASHINGTON = place(name="Washington", country="US", lat=38.9, lon=-77.0)


def _extent(*readings):
    return extent_of(build_layers(tabulate(corroborate(readings))))


def test_all_that_happened_is_in_view() -> None:
    west, south, east, north = _extent(sample_reading())
    assert west < 13.2
    assert east > 36.5
    assert south < 32
    assert north > 35.5


def test_one_visit_from_far_away_does_not_shrink_the_rest() -> None:
    visit = reading(document=document(id="far"), flows=(flow(doc="far", origin=AMERICA, destination=TRIPOLI),))
    west, _, east, _ = _extent(sample_reading(), visit)
    assert west > -10
    assert east < 60


def test_a_capital_that_is_only_named_does_not_shrink_the_rest() -> None:
    west, _, _, _ = _extent(sample_reading(), reading(mentions=(mention(place=WASHINGTON),)))
    assert west > -10


def test_when_much_happened_far_away_it_is_in_view() -> None:
    events = tuple(
        event(places=(WASHINGTON,), actors=(f"A{number}",), evidence=evidence(start=number * 50, quote=f"q{number}"))
        for number in range(12)
    )
    west, _, _, _ = _extent(sample_reading(), reading(events=events))
    assert west < -70


def test_where_nothing_happened_the_places_decide() -> None:
    west, south, east, north = _extent(reading(mentions=(mention(), mention(place=TRIPOLI, start=1))))
    assert (west, east) == (TRIPOLI.lon, BENGHAZI.lon)
    assert (south, north) == (BENGHAZI.lat, TRIPOLI.lat)


def test_an_event_known_to_a_wide_country_counts_by_its_middle() -> None:
    box = _extent(reading(events=(event(places=(AMERICA,)),)))
    assert box[0] == box[2]


def test_a_small_country_is_shown_whole() -> None:
    lebanon = place(
        name="Lebanon", kind="country", country="LB", lat=33.9, lon=35.9, radius_km=100.0, area="country:LB"
    )
    west, south, east, north = _extent(reading(events=(event(places=(lebanon,)),)))
    assert east - west > 1
    assert north - south > 1


def test_libya_is_wide_and_counts_by_its_middle() -> None:
    assert _extent(reading(events=(event(places=(LIBYA,)),)))[0] > 10
