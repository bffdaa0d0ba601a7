"""English events: type, place and status; and reports of sport, markets, weather and shows that tell of none."""

from datetime import date

import pytest

from tests.conftest import ReadsText

PUBLISHED = date(2021, 6, 15)

EVENTS = [
    ("Syrian forces shelled Idlib on Monday.", "ASSAULT", "Idlib"),
    ("Warplanes bombed Benghazi.", "ASSAULT", "Benghazi"),
    ("A car bomb exploded in Samarra, killing six policemen.", "ASSAULT", "Samarra"),
    ("Clashes broke out between rival militias in Sabha.", "ASSAULT", "Sabha"),
    ("Rebels captured the town of Misrata.", "ASSAULT", "Misrata"),
    ("Police arrested 20 demonstrators in Khartoum.", "COERCE", "Khartoum"),
    ("Jihadists have blockaded the town of Timbuktu since May.", "COERCE", "Timbuktu"),
    ("Hundreds of people protested in Beirut.", "PROTEST", "Beirut"),
    ("The rivals signed a ceasefire agreement in Geneva.", "AGREE", "Geneva"),
    ("UN officials met tribal elders in Marib.", "CONSULT", "Marib"),
]

OTHER_THEMES = [
    "Liverpool bombarded the Manchester goal and the striker hit the post twice. The coach praised his defenders.",
    "Oil futures retreated in London as traders fought a battle over prices. Brent lost 40 cents in Rotterdam.",
    "The film was shot in Damascus. The director said the siege scenes made audiences at the festival in Venice cry.",
    "The storm struck Havana with heavy rain. Forecasters expect winds to attack the coast near Santiago.",
]


@pytest.mark.parametrize(("text", "kind", "place"), EVENTS)
def test_an_event_has_type_and_place(read_text: ReadsText, text: str, kind: str, place: str) -> None:
    assert (kind, (place,)) in read_text(text, language="en", published=PUBLISHED).told


@pytest.mark.parametrize("text", OTHER_THEMES)
def test_other_themes_tell_of_no_conflict(read_text: ReadsText, text: str) -> None:
    read = read_text(text, language="en", published=PUBLISHED)
    assert (read.events, read.flows) == ((), ())


def test_deaths_are_counted(read_text: ReadsText) -> None:
    (event,) = read_text("Artillery killed twelve civilians in Taiz.", language="en", published=PUBLISHED).events
    assert event.fatalities is not None
    assert event.fatalities.best == 12


def test_a_bombed_capital_is_a_place_and_not_a_government(read_text: ReadsText) -> None:
    assert read_text("Israel bombed Damascus.", language="en", published=PUBLISHED).roles["Damascus"] == "literal"


def test_what_a_negation_stands_before_is_no_event(read_text: ReadsText) -> None:
    assert not read_text("The army has not shelled Misrata.", language="en", published=PUBLISHED).events
