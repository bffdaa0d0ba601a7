"""A map that would be too full gathers events and loses none; what a list leads to keeps its symbol."""

from dataclasses import replace

import pytest

from geo.showing.briefing import crowding
from geo.showing.briefing.crowding import gathered, is_crowded, left_out
from geo.showing.briefing.drawing import draw_sheet
from geo.showing.briefing.margins import Options
from geo.showing.layers import Layers
from tests.builders import LIBYA, event
from tests.builders import reading as reading_of
from tests.showing.picture.test_picture import crowd, layers_of


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a map be full with few symbols and flows."""
    monkeypatch.setattr(crowding, "MOST_SYMBOLS", 5)
    monkeypatch.setattr(crowding, "MOST_FLOWS", 4)


@pytest.fixture
def layers() -> Layers:
    return crowd(1)


def test_what_fits_stays_as_it_is(layers: Layers) -> None:
    assert not is_crowded(layers)


@pytest.mark.usefixtures("small")
def test_events_are_gathered_in_squares_and_none_is_lost(layers: Layers) -> None:
    assert is_crowded(layers)
    few = gathered(layers)
    drawn = layers.events[layers.events["drawn"] == "point"]
    assert few.cells["n"].sum() == len(drawn) > len(few.cells) > 1
    assert sum(n for parts in few.cells["parts"] for _, n in parts) == len(drawn)
    assert few.symbols.empty
    inside = (few.cells["west"] <= few.cells.geometry.x) & (few.cells.geometry.x <= few.cells["east"])
    assert inside.all()
    assert len(few.places) == 30 < len(layers.places)
    assert list(few.places.columns) == list(layers.places.columns)


@pytest.mark.usefixtures("small")
def test_what_is_listed_keeps_its_symbol_and_its_place(layers: Layers) -> None:
    listed = list(layers.symbols["event_ids"].iloc[-1])
    few = gathered(layers, listed=listed)
    assert [set(ids) for ids in few.symbols["event_ids"]] == [set(listed)]
    assert set(few.symbols["place_id"]) <= set(few.places["id"])
    drawn = layers.events[layers.events["drawn"] == "point"]
    assert few.cells["n"].sum() == len(drawn) - len(listed)


@pytest.mark.usefixtures("small")
def test_flows_with_most_behind_them_and_listed_ones_stay(layers: Layers) -> None:
    strong = layers.flows["id"].iloc[3]
    counts = layers.flows["n_claimants"].where(layers.flows["id"] != strong, 9)
    layers = replace(layers, flows=layers.flows.assign(n_claimants=counts))
    last = max(layers.flows["id"])
    few = gathered(layers, flows=[last])
    assert len(few.flows) == 4
    assert {strong, last} <= set(few.flows["id"])
    assert list(few.flows.columns) == list(layers.flows.columns)


@pytest.mark.usefixtures("small")
def test_events_known_to_an_area_alone_are_gathered_too() -> None:
    told = layers_of(
        reading_of(events=tuple(event(id=f"e{n}", places=(LIBYA,), type=kind) for n, kind in enumerate(KINDS)))
    )
    few = gathered(replace(told, symbols=crowd(1).symbols))
    assert few.cells["n"].sum() == len(KINDS)
    assert set(few.events["drawn"]) == {"none"}


KINDS = ("ASSAULT", "AID", "CONSULT")


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_sheet_says_what_was_gathered(layers: Layers, language: str) -> None:
    sheet = draw_sheet(layers, Options(language=language))
    said = " ".join(text.get_text() for axes in sheet.figure.axes for text in axes.texts)
    shown = gathered(layers, listed=sheet.listing.numbers, flows=sheet.listing.letters)
    assert left_out(layers, shown, "en").startswith("rings: events close together")
    assert f"{len(shown.flows)}" in left_out(layers, shown, language)
    assert ("rings" if language == "en" else "الحلقات") in said


def test_nothing_is_said_where_nothing_is_left_out(layers: Layers) -> None:
    assert left_out(layers, layers, "en") == ""
