"""English flows: origin and destination, what moves, how many, how it is told; and reports that tell of no movement."""

from datetime import date

import pytest

from tests.conftest import ReadsText

PUBLISHED = date(2021, 6, 15)

ENDS = [
    ("Turkey flew 300 fighters from Gaziantep to Tripoli.", "Gaziantep", "Tripoli"),
    ("The fighters were flown from Damascus to Benghazi.", "Damascus", "Benghazi"),
    ("A convoy of 30 trucks left Port Sudan for Atbara on Friday.", "Port Sudan", "Atbara"),
    ("Rebels moved tanks from Idlib to Aleppo.", "Idlib", "Aleppo"),
    ("Troops withdrew from Hodeidah towards Mocha.", "Hodeidah", "Mokha"),
    ("Weapons were smuggled into Libya from Sudan.", "Sudan", "Libya"),
    ("Flight trackers saw eleven cargo planes between Latakia and Benghazi.", "Latakia", "Benghazi"),
    ("Thousands of refugees crossed from Sudan into Chad.", "Sudan", "Chad"),
    ("Libyan officials said 40 mercenaries had been brought from Chad to Sabha.", "Chad", "Sabha"),
]

NO_FLOW = [
    "The distance from Tripoli to Misrata is 210 km.",
    "Forces backed by Turkey hold positions close to Tripoli.",
    "The minister spoke in Cairo about Libya.",
    "Oil prices rose from 60 to 70 dollars in London.",
    "The striker scored the goals that took the team from Liverpool to the cup final in London.",
    "Snow and strong winds will move from Moscow to Kyiv, forecasters said; temperatures will fall.",
]


@pytest.mark.parametrize(("text", "origin", "destination"), ENDS)
def test_a_movement_has_both_its_ends(read_text: ReadsText, text: str, origin: str, destination: str) -> None:
    flow = read_text(text, language="en", published=PUBLISHED).flow(origin, destination)
    assert flow.claim.status in {"reported", "claimed"}


@pytest.mark.parametrize("text", NO_FLOW)
def test_what_does_not_move_is_no_flow(read_text: ReadsText, text: str) -> None:
    assert not read_text(text, language="en", published=PUBLISHED).flows


def test_a_flow_says_what_moves_how_and_how_many(read_text: ReadsText) -> None:
    text = "A ship carrying 26,000 tonnes of wheat left Odesa for Tripoli on Monday."
    (flow,) = read_text(text, language="en", published=PUBLISHED).flows
    assert (flow.mode, flow.cargo, flow.count, flow.unit) == ("sea", ("goods",), 26_000, "tonnes")


def test_a_traveller_counts_one(read_text: ReadsText) -> None:
    text = "Foreign Minister Sergei Lavrov flew from Moscow to Cairo on Sunday."
    flow = read_text(text, language="en", published=PUBLISHED).flow("Moscow", "Cairo")
    assert (flow.cargo, flow.count, flow.mode) == (("person",), 1, "flight")


@pytest.mark.parametrize(
    "text",
    [
        "Turkey will send 500 soldiers to Tripoli.",
        "Egypt plans to send troops to Benghazi.",
        "The army could deploy more soldiers in Sirte.",
    ],
)
def test_what_is_still_to_come_is_planned(read_text: ReadsText, text: str) -> None:
    (flow,) = read_text(text, language="en", published=PUBLISHED).flows
    assert flow.claim.status == "planned"


def test_what_did_not_happen_is_no_flow(read_text: ReadsText) -> None:
    assert not read_text("Turkey has never sent troops to Benghazi.", language="en", published=PUBLISHED).flows
