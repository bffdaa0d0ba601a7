"""Actors: found by any of their names, longest first; the table itself is sound.

The sentences were written for these tests.
"""

import itertools
from pathlib import Path

import pytest

from geo.errors import LanguageError
from geo.model import Document
from geo.reading.actors import ACTOR_KINDS, Actor, ActorNames, FoundActor, inside, load_actors
from geo.reading.text.analysis import analyse


def found_in(text: str, language: str = "ar") -> list[FoundActor]:
    return list(load_actors().find(analyse(Document(id="t", text=text, language=language))))


def names_in(text: str, language: str = "ar") -> list[str]:
    return [found.actor.name for found in found_in(text, language)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("تقدمت قوات حفتر ليلا", "LNA"),
        ("أعلن الجيش الوطني الليبي ذلك", "LNA"),
        ("ردت حكومة الوفاق الوطني", "GNA"),
        ("رد نظام الأسد", "Assad government"),
        ("نشطت مجموعة فاغنر", "Wagner"),
        ("طائرات أجنحة الشام", "Cham Wings"),
        ("طائرات «أجنحة الشام»", "Cham Wings"),
        ("وكالة سانا الرسمية", "SANA"),
        ("مقاتلو حزب الله", "Hezbollah"),
        ("الحرس الثوري الإيراني", "IRGC"),
        ("قوات سوريا الديمقراطية", "SDF"),
        ("مجلس سوريا الديمقراطية", "SDC"),
        ("صحيفة لوموند", "Le Monde"),
    ],
)
def test_an_actor_is_found_by_its_arabic_names(text: str, name: str) -> None:
    assert name in names_in(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The LNA said nothing.", "LNA"),
        ("The Libyan National Army said nothing.", "LNA"),
        ("The Government of National Accord said nothing.", "GNA"),
        ("Wagner pulled out.", "Wagner"),
        ("Hezbollah fighters left.", "Hezbollah"),
    ],
)
def test_an_actor_is_found_by_its_english_names(text: str, name: str) -> None:
    assert name in names_in(text, "en")


@pytest.mark.parametrize("text", ["ولقوات حفتر رأي آخر", "وبقوات حفتر استعان", "لحكومة الوفاق رأي"])
def test_attached_particles_do_not_hide_an_actor(text: str) -> None:
    assert names_in(text)[0] in {"LNA", "GNA"}


def test_the_longer_name_wins() -> None:
    assert names_in("قالت وزارة الداخلية في حكومة الوفاق") == ["GNA Ministry of Interior"]


def test_a_name_does_not_cross_punctuation() -> None:
    assert "GNA Ministry of Interior" not in names_in("وزارة الداخلية. في حكومة الوفاق")


@pytest.mark.parametrize("text", ["", "طقس معتدل", "سرق اللص الأسدين من الحديقة", "زأر أسد في الغابة"])
def test_other_words_are_no_actors(text: str) -> None:
    assert names_in(text) == []


def test_actors_come_in_order_and_apart() -> None:
    found = found_in("قالت حكومة الوفاق إن قوات حفتر ومجموعة فاغنر انسحبت. وردت وكالة سانا.")
    assert len(found) == 4
    for before, after in itertools.pairwise(found):
        assert before.last <= after.first
        assert before.sentence <= after.sentence


def test_inside_is_a_part_and_not_the_whole() -> None:
    whole = FoundActor(actor=load_actors().by_name["GNA"], first=3, last=6, sentence=0)
    assert inside(whole, 4, 5)
    assert inside(whole, 3, 5)
    assert not inside(whole, 3, 6)
    assert not inside(whole, 5, 7)


@pytest.mark.parametrize(
    ("kind", "office", "label"),
    [("person", "GNA army spokesman", "X (GNA army spokesman)"), ("person", "", "X"), ("armed", "anything", "X")],
)
def test_a_person_is_labelled_with_the_office(kind: str, office: str, label: str) -> None:
    actor = Actor(name="X", kind=kind, side="", country="", affiliation="", office=office, names=("X",))
    assert actor.label == label


# --- The table --------------------------------------------------------------------------------------------------------

ACTORS = load_actors().actors


def is_arabic(name: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in name)


def test_there_are_at_least_150_actors_with_an_arabic_name() -> None:
    assert len([actor for actor in ACTORS if any(map(is_arabic, actor.names))]) >= 150


def test_names_of_actors_are_unique() -> None:
    names = [actor.name for actor in ACTORS]
    assert len(names) == len(set(names))


def test_an_alias_names_one_actor_only() -> None:
    owners: dict[str, set[str]] = {}
    for actor in ACTORS:
        for name in actor.names:
            owners.setdefault(name, set()).add(actor.name)
    assert {name: who for name, who in owners.items() if len(who) > 1} == {}


@pytest.mark.parametrize("actor", ACTORS, ids=[actor.name for actor in ACTORS])
def test_every_actor_is_whole(actor: Actor) -> None:
    assert actor.kind in ACTOR_KINDS
    assert actor.name == actor.name.strip() != ""
    assert not is_arabic(actor.name), "the canonical name is English"
    assert actor.country == "" or (len(actor.country) == 2 and actor.country.isupper())
    assert actor.affiliation == "" or actor.affiliation in load_actors().by_name, actor.affiliation
    assert actor.affiliation != actor.name


@pytest.mark.parametrize(
    "name",
    [
        "LNA",
        "GNA",
        "Assad government",
        "Wagner",
        "Cham Wings",
        "SANA",
        "Turkey",
        "Russia",
        "Egypt",
        "Hezbollah",
        "IRGC",
        "SDF",
        "SDC",
    ],
)
def test_the_actors_that_the_two_wars_need_are_there(name: str) -> None:
    assert name in load_actors().by_name


def test_a_malformed_table_is_refused_by_line(tmp_path: Path) -> None:
    path = tmp_path / "actors.csv"
    path.write_text("name,kind,side,country,affiliation,office,aliases\nX,wizard,,,,,\n", encoding="utf-8")
    with pytest.raises(LanguageError, match=r"line 2.*wizard"):
        load_actors(path)


def test_a_missing_table_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match=r"actors\.csv"):
        load_actors(tmp_path / "actors.csv")


def test_two_actors_that_begin_alike_are_told_apart_by_what_follows() -> None:
    def actor(name: str, *names: str) -> Actor:
        return Actor(name=name, kind="armed", side="", country="", affiliation="", office="", names=names)

    table = ActorNames((actor("A", "لواء الصقور"), actor("B", "لواء الصقور الحمر")))
    analysis = analyse(Document(id="t", text="تقدم لواء الصقور الحمر ثم لواء الصقور", language="ar"))
    assert [found.actor.name for found in table.find(analysis)] == ["B", "A"]
