"""What a symbol tells: sentences cut into pieces, the right mentions marked, the first voices, nothing as markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Claim
from geo.showing import cards
from geo.showing.layers import Layers, build_layers
from geo.workspace.corroborate import corroborate
from geo.workspace.tabulate import tabulate
from tests.browser.sample import hostile_reading, sample_reading
from tests.builders import BENGHAZI, TRIPOLI, document, event, evidence, mention, reading


def _layers(*readings) -> Layers:
    return build_layers(tabulate(corroborate(readings or [sample_reading()])))


def _cards(kind: str, layers: Layers, language: str) -> dict[str, cards.Card]:
    found: dict[str, cards.Card] = getattr(cards, f"{kind}_cards")(layers, language, cards.Sources(layers.tables))
    return found


def _marked(telling: cards.Telling) -> list[str]:
    return [text for text, marked in telling.pieces if marked]


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
def test_cutting_a_short_text_loses_and_adds_nothing(text: str, spans: list[tuple[int, int]]) -> None:
    marks = sorted((min(span), min(max(span), len(text))) for span in spans)
    assert "".join(piece for piece, _ in cards.cut(text, marks)) == text


@given(st.integers(0, 880), st.integers(1, 20))
def test_a_long_text_is_shortened_around_its_mention(start: int, length: int) -> None:
    text = "word " * 180
    pieces = cards.cut(text, [(start, start + length)], longest=200)
    assert sum(len(piece) for piece, _ in pieces) <= 230
    assert "".join(piece for piece, marked in pieces if marked) == text[start : start + length]


def test_the_sentence_has_the_mention_of_its_place_marked() -> None:
    layers = _layers()
    found = _cards("symbol", layers, "en")
    title = {card.title: card for card in found.values()}
    assert _marked(title["Cooperate · Damascus"].tellings[0]) == ["دمشق"]


def test_a_flow_has_both_its_ends_marked() -> None:
    found = _cards("flow", _layers(), "en")
    card = next(card for card in found.values() if card.title == "Damascus → Benghazi")
    assert _marked(card.tellings[0]) == ["دمشق", "بنغازي"]
    assert card.tellings[0].by_whom == "Claimed by Salem Test (GNA spokesman)"
    assert card.tellings[0].status == "claimed"
    assert card.tellings[0].source == "Test Agency, 10 Mar 2020"


def test_a_quotation_that_is_not_the_texts_own_words_is_shown_unmarked() -> None:
    other = evidence(start=0, end=10, quote="وصلت طائرة إلى بنغازي.")
    layers = _layers(reading(mentions=(mention(start=2, end=8),), events=(event(evidence=other),)))
    telling = next(iter(_cards("symbol", layers, "en").values())).tellings[0]
    assert telling.pieces == (("وصلت طائرة إلى بنغازي.", False),)


def test_a_pop_up_shows_the_first_tellings_and_counts_the_rest() -> None:
    readings = [reading(document=document(id=f"d{number}"), events=(event(doc=f"d{number}"),)) for number in range(7)]
    card = next(iter(_cards("symbol", _layers(*readings), "en").values()))
    assert len(card.tellings) == cards.MAX_TELLINGS
    assert card.more == 7 - cards.MAX_TELLINGS


def test_a_place_is_quoted_from_many_documents_before_one_twice() -> None:
    text = "بنغازي ثم بنغازي ثم بنغازي ثم بنغازي ثم بنغازي"
    first = reading(
        document=document(id="a", text=text), mentions=tuple(mention(doc="a", start=place) for place in (0, 10, 20))
    )
    second = reading(document=document(id="b", text=text), mentions=(mention(doc="b", start=0),))
    card = _cards("place", _layers(first, second), "en")[BENGHAZI.id]
    assert [telling.doc for telling in card.tellings] == ["a", "b", "a", "a"]
    assert card.more == 0


def test_an_area_tells_the_events_known_only_to_it() -> None:
    card = _cards("area", _layers(), "en")["country-LY"]
    assert card.tellings[0].heading.startswith("Accuse")
    assert card.tellings[0].status == "denied"


def test_deaths_are_told_with_the_actors() -> None:
    from geo.model import Fatalities

    told = event(places=(TRIPOLI,), recipients=("civilians",), fatalities=Fatalities(low=5, best=5, high=5))
    card = next(iter(_cards("symbol", _layers(reading(events=(told,))), "en").values()))
    assert card.tellings[0].heading == "LNA → civilians · 5 killed"


def test_a_denial_is_named() -> None:
    told = event(claim=Claim(claimed_by="GNA", denied_by=("LNA",), status="denied"))
    card = next(iter(_cards("symbol", _layers(reading(events=(told,))), "ar").values()))
    assert card.tellings[0].by_whom == "بحسب \u2068GNA\u2069 · نفاه \u2068LNA\u2069"
    assert card.tellings[0].status_words == "منفي"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_hostile_text_stays_text(language: str) -> None:
    layers = _layers(hostile_reading())
    card = next(iter(_cards("symbol", layers, language).values()))
    assert "<script>" in "".join(text for text, _ in card.tellings[0].pieces)
    assert "&lt;" not in card.title


def test_a_telling_names_its_publisher_and_day_apart_from_the_words() -> None:
    layers = _layers()
    telling = next(iter(_cards("flow", layers, "en").values())).tellings[0]
    assert (telling.publisher, telling.published) == ("Test Agency", "2020-03-10")
    (glimpse, *_) = _cards("place", layers, "en")[BENGHAZI.id].tellings
    assert (glimpse.publisher, glimpse.published) == ("Test Agency", "2020-03-10")
