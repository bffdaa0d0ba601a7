"""Parts of the review page by themselves: addresses, words, what changed in a form, presses, what comes next."""

import pandas as pd
import pytest

from geo.model import Fatalities
from geo.ui.review import record_form
from geo.ui.review.items import Item, address_of, parse_item
from geo.ui.review.meaning import candidates_of
from geo.ui.review.queue_box import following, title_of
from geo.ui.review.words import corrected_html, shorten, telling_change, telling_words
from geo.ui.strings import translator
from geo.workspace.corrections.preview import TellingChange
from tests.builders import BENGHAZI, DAMASCUS, TRIPOLI, event, flow, mention

EN, AR = translator("en"), translator("ar")


@pytest.mark.parametrize("item", [Item("event", "e-1"), Item("flow", "f-1"), Item("mention", "m-1", "a:b c")])
def test_an_item_survives_its_address(item: Item) -> None:
    assert parse_item(address_of(item)) == item


@pytest.mark.parametrize(
    "text", ["", "event:", "place:x", "mention:m-1", "mention::m-1", "mention:a:", "event:" + "x" * 2000]
)
def test_what_is_no_item_is_none(text: str) -> None:
    assert parse_item(text) is None


def test_each_candidate_is_offered_once_and_the_first_is_what_the_name_means_now() -> None:
    now = mention(place=TRIPOLI)
    read = mention(place=BENGHAZI)
    assert [one.place for one in candidates_of(now, read)] == [TRIPOLI, BENGHAZI]
    assert [one.place for one in candidates_of(None, read)] == [BENGHAZI]


def test_a_form_that_nobody_touched_changes_nothing() -> None:
    held = record_form.values_of_tellings([event(places=(TRIPOLI,)), event(places=(BENGHAZI,))])
    assert held["places"] == (TRIPOLI, BENGHAZI)
    assert record_form.changed_fields(held, dict(held)) == {}
    assert record_form.changed_fields(held, {**held, "places": (TRIPOLI,)}) == {"places": (TRIPOLI,)}
    flown = record_form.values_of_tellings([flow(origin=DAMASCUS)])
    assert record_form.changed_fields(flown, {**flown, "origin": None}) == {"origin": None}


@pytest.mark.parametrize(
    ("numbers", "toll"),
    [
        ((None, None, None), None),
        ((None, 4, None), Fatalities(low=4, best=4, high=4)),
        ((2, None, 9), Fatalities(low=2, best=2, high=9)),
        ((2, 4, 9), Fatalities(low=2, best=4, high=9)),
    ],
)
def test_a_toll_is_as_much_as_is_told(numbers: tuple[int | None, ...], toll: Fatalities | None) -> None:
    assert record_form._toll(*numbers) == toll


def test_a_change_is_said_field_by_field_in_the_readers_language() -> None:
    change = TellingChange(before=flow(origin=DAMASCUS), after=flow(origin=None))
    assert "Damascus" in telling_change(change, EN)
    assert "دمشق" in telling_change(change, AR)
    assert telling_change(TellingChange(before=None, after=flow()), EN).startswith("new: ")
    assert telling_change(TellingChange(before=flow(), after=None), EN).startswith("goes: ")
    assert "Tripoli" in telling_words(event(places=(TRIPOLI,)), EN)


def test_who_corrected_is_said_with_what_was_read_and_escaped() -> None:
    assert corrected_html("", "", EN) == ""
    was = '{"place_id": "x", "name": "Tripoli"}'
    assert "Corrected by Lina; read automatically: Tripoli" in corrected_html("Lina", was, EN, now="Benghazi")
    assert "Found right by Lina" in corrected_html("Lina", was, EN, now="Tripoli")
    assert "<b>" not in corrected_html("<b>", "not JSON", EN)


def test_a_long_text_is_cut_to_one_line() -> None:
    assert shorten("a\n b", 10) == "a b"
    assert shorten("x" * 50, 10) == "x" * 9 + "\u2026"


def test_what_follows_an_item_in_the_list() -> None:
    rows = [{"record": "mention", "id": f"m-{n}", "doc": "a"} for n in range(3)]
    table = pd.DataFrame(rows)
    assert following(table, Item("mention", "m-0", "a")) == Item("mention", "m-1", "a")
    assert following(table, Item("mention", "m-2", "a")) == Item("mention", "m-0", "a")
    assert following(table, Item("mention", "m-0", "b")) == Item("mention", "m-0", "a")  # not of the list: its first
    assert following(table.head(1), Item("mention", "m-0", "a")) is None


def test_rows_are_named_by_what_they_are() -> None:
    row = {"record": "mention", "text": "طرابلس", "place": "", "place_ar": "", "type": ""}
    assert EN("unresolved") in title_of(row, EN)
    flown = {"record": "flow", "text": "", "place": "Damascus\tBenghazi", "place_ar": "دمشق\tبنغازي", "type": ""}
    assert title_of(flown, EN) == "Damascus → Benghazi"
    assert "دمشق" in title_of(flown, AR)
