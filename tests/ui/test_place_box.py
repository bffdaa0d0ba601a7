"""The place box: names in two scripts, positions in all spellings, and nothing from the network."""

from typing import Any
from unittest.mock import patch

import pytest
from streamlit.testing.v1 import AppTest

from geo.pipeline import look_up
from geo.ui import place_box
from tests.builders import place

pytestmark = pytest.mark.usefixtures("index")


def _app(language: str) -> None:
    import streamlit as st

    from geo.ui.place_box import choose_place
    from geo.ui.strings import translator

    flight = choose_place(translator(language))
    st.session_state["flight"] = flight


def run(language: str = "en") -> AppTest:
    return AppTest.from_function(_app, args=(language,), default_timeout=60).run()


def typed(text: str, language: str = "en") -> AppTest:
    app = run(language)
    app.text_input(key="place").input(text).run()
    assert not app.exception
    return app


def flight(app: AppTest) -> Any:
    return app.session_state["flight"]


def holds(bounds: tuple[float, float, float, float], lon: float, lat: float) -> bool:
    west, south, east, north = bounds
    return west < lon < east and south < lat < north


def test_an_empty_box_goes_nowhere() -> None:
    assert flight(run()) is None
    assert flight(typed("   ")) is None


@pytest.mark.parametrize("text", ["Benghazi", "benghazi", "بنغازي", "بنغازى"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_name_is_found_however_it_is_spelt(text: str, language: str) -> None:
    app = typed(text, language)
    assert holds(flight(app).bounds, 20.07, 32.11)
    assert flight(app).title == ("Benghazi" if language == "en" else "بنغازي")
    assert 1 <= len(app.selectbox[0].options) <= 6


def test_each_place_of_a_name_is_described_and_can_be_chosen() -> None:
    app = typed("Tripoli")
    assert "city, Libya" in app.selectbox[0].options[0]
    assert "32." in app.selectbox[0].options[0]
    assert holds(flight(app).bounds, 13.19, 32.89)
    first = flight(app).id
    lebanon = next(n for n, option in enumerate(app.selectbox[0].options) if "Lebanon" in option)
    app.selectbox[0].set_value(lebanon).run()
    assert holds(flight(app).bounds, 35.84, 34.43)
    assert flight(app).id != first
    second = flight(app).id
    app.selectbox[0].set_value(0).run()
    assert len({first, second, flight(app).id}) == 3


def test_a_country_is_shown_whole() -> None:
    west, south, east, north = flight(typed("Libya")).bounds
    assert west == pytest.approx(9.3, abs=0.3)
    assert north == pytest.approx(33.2, abs=0.3)
    assert east - west > 14
    assert north - south > 12


@pytest.mark.parametrize(
    "text", ["32.1167, 20.0686", "32°07′00″N 20°04′07″E", "34S DA 12133 53747", "٣٢٫١١٦٧، ٢٠٫٠٦٨٦"]
)
def test_a_position_is_flown_to(text: str) -> None:
    app = typed(text)
    west, south, east, north = flight(app).bounds
    assert holds((west, south, east, north), 20.0686, 32.1167)
    assert east - west < 0.1
    assert not app.selectbox


def test_a_wide_square_of_the_grid_is_shown_whole() -> None:
    west, _, east, _ = flight(typed("34S DA")).bounds
    assert east - west > 1


@pytest.mark.parametrize("text", ["qqxzzxqq", "95, 200", "<script>alert(1)</script>", "![x](https://a)"])
def test_what_is_nowhere_is_said(text: str) -> None:
    app = typed(text)
    assert flight(app) is None
    assert app.caption[0].value == "No such place in the gazetteer, and no position"


def test_nobody_is_asked_over_the_network() -> None:
    with patch("socket.socket.connect", side_effect=AssertionError("the network was asked")):
        assert place_box.find("Benghazi")


def test_only_the_six_strongest_are_offered() -> None:
    places = place_box.find("Salem")
    assert len({one.id for one in places}) == len(places) <= 6
    assert places[0].id == look_up("Salem")[0].place.id


def test_a_place_without_a_shape_is_shown_as_far_as_it_may_extend() -> None:
    west, south, east, north = place_box.bounds_of_place(place(radius_km=50.0))
    assert north - south == pytest.approx(0.9, abs=0.01)
    assert east - west == pytest.approx(1.06, abs=0.01)
    assert place_box.bounds_of_place(place(radius_km=50.0, area="admin1:XX:None")) == (west, south, east, north)


def test_a_country_on_both_sides_of_the_date_line_is_no_view_of_the_whole_world() -> None:
    west, _, east, _ = place_box.bounds_of_place(place(area="country:RU", lon=100.0, lat=60.0, radius_km=2_000.0))
    assert east - west < 180
