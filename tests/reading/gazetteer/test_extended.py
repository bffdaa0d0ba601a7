"""Places of one's own on top of the gazetteer: known from then on, and nothing else is read otherwise.

The sentences were written for these tests.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from geo.model import Document, Mention, Place, Reading
from geo.pipeline import read
from geo.reading.documents.languages import detect
from geo.reading.gazetteer.entries import Entry
from geo.reading.gazetteer.extended import extend, located, own_entry
from geo.reading.gazetteer.index import Index
from geo.reading.look_up import candidacies
from geo.reading.text.sounds import sounds_key
from geo.reading.text.tokens import name_key

SEEDS = sorted((Path(__file__).resolve().parents[3] / "seeds").glob("*.txt"))
SPOT = Place(
    id="own:1",
    name="Kafr Zibiltana",
    name_ar="كفرزبلطانة",
    kind="village",
    country="SY",
    admin1="Idlib",
    lat=35.45,
    lon=36.5,
    radius_km=2,
)
OWN = own_entry(SPOT, ["Kfar Zbeltana"])


@pytest.fixture(scope="module")
def extended(index: Index) -> Index:
    return extend(index, [OWN])


def reading(text: str, index: Index) -> Reading:
    language = detect(text).code or "en"
    return read(Document(id="t", text=text, language=language, published=date(2020, 3, 12)), index)


def mentions(text: str, index: Index) -> list[tuple[str, str | None]]:
    return [(item.text, item.place.id if item.place else None) for item in reading(text, index).mentions]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("قصفت المدفعية كفرزبلطانة ليلا", "كفرزبلطانة"),
        ("وقع انفجار بكفرزبلطانة في ريف إدلب", "كفرزبلطانة"),
        ("وصلت التعزيزات إلى سراقب وكفرزبلطانة أمس", "كفرزبلطانة"),
        ("وبكفرزبلطانة وقع انفجار وقتل ثلاثة", "كفرزبلطانة"),
        ("Shells hit Kafr Zibiltana overnight.", "Kafr Zibiltana"),
        ("Shells hit Kfar Zbeltana's market overnight.", "Kfar Zbeltana"),
        ("Shells hit Kafer Zibiltaneh, near Saraqib, overnight.", "Kafer Zibiltaneh"),  # by its sound
    ],
)
def test_a_place_that_no_source_knows_is_found_once_it_was_added(
    index: Index, extended: Index, text: str, name: str
) -> None:
    assert name not in dict(mentions(text, index))
    assert (name, "own:1") in mentions(text, extended)


def test_an_event_is_placed_there(extended: Index) -> None:
    events = reading("قصفت المدفعية كفرزبلطانة ليلا", extended).events
    assert [[place.id for place in event.places] for event in events] == [["own:1"]]


def test_its_resolution_says_why(extended: Index) -> None:
    found: list[Mention] = [*reading("قصفت المدفعية كفرزبلطانة ليلا", extended).mentions]
    assert found[0].resolution is not None
    assert "its principal name" in found[0].resolution.reason
    assert found[0].place == replace(SPOT, source="analyst")


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_text_without_the_name_is_read_as_ever(index: Index, extended: Index, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert reading(text, index).mentions
    assert reading(text, extended) == reading(text, index)


def test_every_question_about_other_places_is_answered_as_before(index: Index, extended: Index) -> None:
    words = {word for path in SEEDS for word in map(name_key, path.read_text(encoding="utf-8").split()) if word}
    words |= {"deir zor", "united states", "nosuchname", sounds_key(name_key("Benghazi"))}
    rows = np.arange(0, len(index), 997)
    trusted = rows % 2 == 0
    asked = {
        "starts_name": lambda of: [of.starts_name(word) for word in words],
        "has_name": lambda of: [of.has_name(word) for word in words],
        "longer_names": lambda of: [sorted(of.longer_names(word)) for word in list(words)[:200]],
        "has_longer_name": lambda of: [of.has_longer_name(word[:3]) for word in words],
        "is_common_word": lambda of: [of.is_common_word(word) for word in words],
        "word_zipf": lambda of: [of.word_zipf(word) for word in words],
        "prefixes": lambda of: [of.prefixes(f"{word} {word}") for word in words],
        "postings": lambda of: [of.postings(word).tolist() for word in words],
        "unpack": lambda of: [[part.tolist() for part in of.unpack(of.postings(word))] for word in words],
        "rows": lambda of: [of.rows(word) for word in words],
        "columns": lambda of: of.columns(rows).tolist(),
        "country_count": lambda of: of.country_count,
        "country_number": lambda of: [of.country_number(code) for code in ("LY", "SY", "", "ZZ")],
        "zipf": lambda of: [of.zipf(word) for word in words],
        "place": lambda of: [of.place(int(row)) for row in rows],
        "country": lambda of: [of.country(code) for code in ("LY", "ZZ")],
        "capital": lambda of: [of.capital(code) for code in ("LY", "ZZ")],
        "are_capitals": lambda of: of.are_capitals(of.columns(rows)).tolist(),
        "strengths": lambda of: of.strengths(rows, trusted).tolist(),
        "strengths_of": lambda of: of.strengths_of(of.columns(rows), trusted).tolist(),
        "strongest": lambda of: [of.strongest(word) for word in words if len(of.postings(word))],
    }
    assert set(asked) == {name for name in vars(Index) if not name.startswith("_")}
    assert [name for name, ask in asked.items() if ask(extended) != ask(index)] == []


def test_names_that_somebody_added_go_on_as_the_gazetteers_do(index: Index) -> None:
    place = Place(id="own:2", name="Qwxyz Bridge", kind="site", country="LY", lat=32.0, lon=20.0, radius_km=1.0)
    extended = extend(index, [own_entry(place, [])])
    assert not index.has_name("qwxyz bridge")
    assert not index.has_longer_name("qwxyz br")
    assert list(index.longer_names("qwxyz")) == []
    assert extended.has_name("qwxyz bridge")
    assert extended.has_longer_name("qwxyz br")
    assert list(extended.longer_names("qwxyz")) == ["qwxyz bridge"]


def test_places_are_numbered_on_from_the_gazetteers(index: Index, extended: Index) -> None:
    (posting,) = extended.rows("كفرزبلطانه")
    assert (posting.row, posting.principal, posting.trusted) == (len(index), True, True)
    assert len(extended) == len(index) + 1
    assert extended.place(posting.row).id == "own:1"
    assert extended.strongest("كفرزبلطانه") > 0


def test_the_columns_of_old_and_new_places_come_in_the_order_asked(index: Index, extended: Index) -> None:
    rows = np.array([len(index), 5, len(index), 7])
    columns = extended.columns(rows)
    assert columns[[1, 3]].tolist() == index.columns(np.array([5, 7])).tolist()
    assert columns["lat"][[0, 2]].tolist() == [35.45, 35.45]
    assert extended.columns(rows[:0]).tolist() == []


def test_it_lies_in_the_area_that_its_neighbours_lie_in(index: Index, extended: Index) -> None:
    saraqib = next(p.row for p in index.rows("saraqib") if index.place(p.row).admin1 == SPOT.admin1)
    areas = extended.columns(np.array([saraqib, len(index)]))["area"]
    assert areas[0] == areas[1] > 0


def test_areas_that_the_gazetteer_does_not_know_are_told_apart(index: Index) -> None:
    places = [replace(SPOT, id=f"own:{n}", admin1=name) for n, name in enumerate(("Here", "There", "Here", ""))]
    more = extend(index, map(own_entry, places))
    areas = more.columns(np.arange(len(index), len(more)))["area"].tolist()
    assert areas[0] == areas[2] != areas[1]
    assert areas[3] == 0
    assert max(index.columns(np.arange(len(index)))["area"]) < min(areas[:3])


def test_a_name_that_there_is_gets_another_candidate(index: Index) -> None:
    more = extend(index, [own_entry(replace(SPOT, id="own:2", name="Benghazi", name_ar=""))])
    before, after = candidacies("Benghazi", index), candidacies("Benghazi", more)
    assert {item.place.id for item in after} - {item.place.id for item in before} == {"own:2"}
    assert {item.place.id for item in before} < {item.place.id for item in after}
    assert more.prefixes("benghazi") == index.prefixes("benghazi")
    (mention,) = reading("Fire broke out in Benghazi, Libya, on Sunday.", more).mentions[:1]
    assert mention.resolution is not None
    assert mention.resolution.place is not None
    assert mention.resolution.place.country == "LY"


def test_two_extensions_do_not_disturb_each_other(index: Index) -> None:
    text = "قصفت المدفعية كفرزبلطانة ليلا"
    one = extend(index, [OWN])
    other = extend(index, [own_entry(replace(SPOT, id="own:9", lat=36.1))])
    assert mentions(text, one) == [("كفرزبلطانة", "own:1")]
    assert mentions(text, other) == [("كفرزبلطانة", "own:9")]
    assert mentions(text, one) == [("كفرزبلطانة", "own:1")]
    assert mentions(text, index) == []


def test_an_extension_can_be_extended(extended: Index) -> None:
    more = extend(extended, [own_entry(replace(SPOT, id="own:3", name="Zubaytan Quux", name_ar="زبيطان قوكس"))])
    assert mentions("وصل وفد إلى زبيطان قوكس من كفرزبلطانة", more) == [
        ("زبيطان قوكس", "own:3"),
        ("كفرزبلطانة", "own:1"),
    ]


def test_nothing_to_add_leaves_the_index_itself(index: Index) -> None:
    assert extend(index, []) is index


def test_of_two_entries_with_one_id_the_later_counts(index: Index) -> None:
    more = extend(index, [OWN, own_entry(replace(SPOT, lat=36.25))])
    assert len(more) == len(index) + 1
    assert more.place(len(index)).lat == 36.25


def test_a_country_that_no_place_lies_in_is_told_from_the_others(index: Index) -> None:
    land = replace(SPOT, id="own:4", name="Quuxland", name_ar="", kind="country", country="ZZ", admin1="")
    town = replace(SPOT, id="own:5", name="Quuxville", name_ar="", kind="city", country="ZZ", admin1="")
    capital = Entry(place=town, names=("Quuxville",), kept=True, capital=True)
    more = extend(index, [own_entry(land), capital])
    assert more.country_number("ZZ") == index.country_count
    assert more.country_count == index.country_count + 1
    assert more.country_number("YY") == more.country_count
    assert set(more.columns(np.arange(len(index), len(more)))["country"].tolist()) == {more.country_number("ZZ")}
    assert more.country("ZZ") == replace(land, source="analyst")
    assert more.capital("ZZ") == town
    found = reading("Shells hit Quuxville, the capital of Quuxland.", more).mentions
    assert [item.place.id for item in found if item.place] == ["own:5", "own:4"]


def test_an_entry_is_trusted_under_all_its_names(index: Index, extended: Index) -> None:
    assert OWN.place.source == "analyst"
    assert OWN.names == ("Kafr Zibiltana", "كفرزبلطانة", "Kfar Zbeltana")
    assert all(posting.trusted for name in OWN.names for posting in extended.rows(name_key(name)))


def test_the_arabic_name_is_the_first_spelling_in_arabic_letters() -> None:
    entry = own_entry(replace(SPOT, name_ar=""), ["Kafr", "كفرزبلطانة", "كفر زبلطانة"])
    assert entry.place.name_ar == "كفرزبلطانة"
    assert own_entry(replace(SPOT, name_ar=""), ["", "Kafr"]).place.name_ar == ""


@pytest.mark.parametrize("name", ["2020", "x", "...", "Кафр", "一二三", " ", "'"])
def test_a_name_that_is_of_no_use_harms_nothing(index: Index, name: str) -> None:
    text = f"Shells hit {name} overnight, and a depot in Benghazi burned."
    assert reading(text, extend(index, [own_entry(replace(SPOT, name=name, name_ar=""))])) == reading(text, index)


def test_a_place_is_located_by_its_point(index: Index) -> None:
    bare = replace(SPOT, country="", admin1="")
    assert located(bare, index) == SPOT
    assert located(replace(bare, lat=34.0, lon=18.0), index).country == ""
    assert located(replace(SPOT, admin1="As said"), index).admin1 == "As said"
    wide = replace(bare, kind="region")
    assert located(wide, index) == wide
